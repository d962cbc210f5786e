//! CF406: flag and environment say different things, and kuma-dp obeys the other one than most programs would.

use std::collections::BTreeSet;

use crate::diagnostic::Severity;
use crate::lint::case::FileCase;
use crate::lint::draft::{Draft, Where};
use crate::lint::holds::Points;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::mesh::Setting;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF406",
        name: "env-beats-flag",
        severity: Severity::Warning,
        fixable: false,
        summary: "flag and environment disagree, and kuma-dp obeys the environment",
        applies: "every release",
        why: "kuma-dp reads its flags first and lets the environment overwrite them, the other way round than most programs. A \
              variable that is set and empty clears a text that a flag gave; for a port or a switch kuma-dp stops at it.\n\n\
              corefilectl takes the flag, because it has just been typed, so what it checks is not what a kuma-dp with both \
              would do. Unset the variable or leave the flag out; `--no-env` leaves the environment out here.\n\nA setting that \
              only templates see is reported only for a template that reads it.",
        source: "kuma: app/kuma-dp/cmd/run.go, pkg/config/loader.go; kelseyhightower/envconfig 1.4",
        examples: &[
            Example::bad("two ports for Envoy", default_with!(""))
                .with("KUMA_DNS_ENVOY_DNS_PORT=15060 --dns-envoy-port 15061"),
            Example::bad("a variable that kuma-dp cannot read", default_with!(""))
                .with("KUMA_DNS_CORE_DNS_PORT=dns --dns-coredns-port 15053"),
            Example::good("both say the same", default_with!(""))
                .with("KUMA_DNS_ENVOY_DNS_PORT=0x3ad4 --dns-envoy-port 15060"),
            Example::good("a setting that the template does not read", default_with!(""))
                .with("KUMA_DNS_CONFIG_DIR=/tmp/a --dns-server-config-dir /tmp/b"),
        ],
    },
    yields_to: &[],
    check: Check::File(check),
};

/// They decide about the way of a query whether or not a template reads them, or about which template counts.
const ALWAYS: [Setting; 5] = [
    Setting::Enabled,
    Setting::ProxyPort,
    Setting::CoreDnsPort,
    Setting::EnvoyDnsPort,
    Setting::CoreDnsConfigTemplatePath,
];

fn check(case: &FileCase<'_>, sink: &mut Sink<'_>) {
    if case.points().all(|(_, point)| point.settings.conflicts().is_empty()) {
        return;
    }
    let read = fields_read(case);
    for (index, point) in case.points() {
        for conflict in point.settings.conflicts() {
            if ALWAYS.contains(&conflict.setting) || read.contains(&conflict.setting) {
                let draft = Draft::new(Where::START, conflict.to_string())
                    .help(format!("unset {} or leave --{} out", conflict.variable, conflict.flag))
                    .holding_at(Points::from_iter([index]));
                sink.report(draft);
            }
        }
    }
}

/// The settings whose fields the template reads somewhere.
fn fields_read(case: &FileCase<'_>) -> BTreeSet<Setting> {
    let reads = case.renderings.texts.iter().flat_map(|rendering| &rendering.reads);
    let settings = reads.flat_map(|(point, fields)| {
        let settings = case.matrix.points.get(*point).map(|point| &point.settings);
        let bits = (0..u32::BITS).filter(move |bit| fields >> bit & 1 == 1);
        bits.filter_map(move |bit| Some(settings?.of_field(bit as usize)?.setting))
    });
    settings.collect()
}
