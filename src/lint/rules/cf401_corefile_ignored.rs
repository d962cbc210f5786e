//! CF401: kuma-dp starts no CoreDNS, so no Corefile counts.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::lint::case::FileCase;
use crate::lint::draft::{Draft, Where};
use crate::lint::holds::Points;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::mesh::{NotInForce, Platform, Point, in_force};

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF401",
        name: "corefile-ignored",
        severity: Severity::Error,
        fixable: false,
        summary: "kuma-dp starts no CoreDNS there: no Corefile is used",
        applies: "2.11 to 2.14 with the embedded DNS proxy, which is the default on Kubernetes; every release with DNS switched off",
        why: "From 2.11 on kuma-dp can answer DNS itself, and on Kubernetes it does so by default. It then starts no CoreDNS \
              and drops every template without a word: the one in the data plane, the one that the control plane sends, and \
              the settings for query log and metrics with them.\n\nEither the template is to be used: switch the proxy off, for \
              a zone (`KUMA_RUNTIME_KUBERNETES_INJECTOR_BUILTIN_DNS_EXPERIMENTAL_PROXY=false` at kuma-cp, then restart the \
              pods) or for a pod (`KUMA_DNS_PROXY_PORT=0` in `kuma.io/sidecar-env-vars`), and tell lint so with \
              `--embedded-dns cp-off` or `pod-off`. Or it is not: then remove it.\n\nThe rule fires where release and platform \
              are chosen, or where a flag or variable sets the proxy's port or switches DNS off. Without them lint looks at \
              what the template does once it is used.",
        source: "kuma: app/kuma-dp/cmd/run.go, pkg/plugins/runtime/k8s/containers/factory.go from 2.11.0 on",
        examples: &[
            Example::bad("the default on Kubernetes", default_with!(""))
                .with("--mesh-version 2.14 --platform kubernetes"),
            Example::bad("the proxy switched on", default_with!(""))
                .with("KUMA_DNS_PROXY_PORT=15053 --mesh-version 2.12 --platform universal"),
            Example::bad("DNS switched off", default_with!("")).with("--dns-enabled=false"),
            Example::good("the proxy switched off for the zone", default_with!(""))
                .with("--mesh-version 2.14 --platform kubernetes --embedded-dns cp-off"),
            Example::good("Kubernetes before the proxy", default_with!(""))
                .with("--mesh-version 2.10 --platform kubernetes"),
            Example::good("the default on Universal", default_with!(""))
                .with("--mesh-version 2.14 --platform universal"),
        ],
    },
    yields_to: &[],
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, sink: &mut Sink<'_>) {
    if let Some(reason) = case.not_in_force {
        let has_proxy = |point: &Point| {
            point.target.platform() == Platform::Kubernetes && point.target.release().era.has_embedded_dns()
        };
        let points: Points = case.points().filter(|(_, point)| has_proxy(point)).map(|(index, _)| index).collect();
        if !points.is_empty() {
            sink.report(draft(reason, points));
        }
    }
    // All points with the same `.` have the same switches. The newest release speaks for the others.
    let mut by_data: BTreeMap<usize, (&Point, Points)> = BTreeMap::new();
    for (index, point) in case.points() {
        let (newest, points) = by_data.entry(point.data).or_insert_with(|| (point, Points::default()));
        *newest = point;
        points.insert(index);
    }
    for (point, points) in by_data.into_values().rev() {
        if let Err(reason) = in_force::check(&point.target, &point.settings) {
            sink.report(draft(&reason, points));
        }
    }
}

fn draft(reason: &NotInForce, points: Points) -> Draft {
    let message = match reason {
        NotInForce::Disabled { .. } => "no Corefile is used: DNS is switched off",
        NotInForce::EmbeddedDns { .. } => "no Corefile is used: the DNS proxy embedded in kuma-dp answers",
    };
    let draft = Draft::new(Where::START, message).note(reason.to_string()).holding_at(points);
    // Rendering all the same is an offer of another command.
    reason.ways_into_force().into_iter().fold(draft, Draft::help)
}
