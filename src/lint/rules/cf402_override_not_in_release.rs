//! CF402: a control plane's template on releases whose control plane sends none.

use crate::diagnostic::Severity;
use crate::lint::case::FileCase;
use crate::lint::draft::{Draft, Where};
use crate::lint::holds::Points;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::mesh::LayerKind;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF402",
        name: "override-not-in-release",
        severity: Severity::Error,
        fixable: false,
        summary: "the release cannot use a template from the control plane",
        applies: "templates of the control plane (--cp-template) before 2.6",
        why: "The control plane sends a template from 2.6 on. An older one does not know \
              `bootstrapServer.params.corefileTemplatePath` and its variable and reads over both without a word; the data \
              planes use their built-in Corefile.\n\nUp to 2.5 only the data plane's own file counts: \
              `--dns-coredns-config-template-path` or `KUMA_DNS_CORE_DNS_CONFIG_TEMPLATE_PATH`. From 3.0 on there is no \
              CoreDNS, and every override is void; lint refuses such a release at once.",
        source: "kuma: pkg/config/xds/bootstrap/config.go and pkg/xds/bootstrap/generator.go from 2.6.0 on (kumahq/kuma#8634); \
                 kumahq/kuma#17230",
        examples: &[
            Example::bad("before 2.6", TEMPLATE).with("--mesh-version 2.5 --platform universal --cp-template -"),
            Example::good("the first line that has it", TEMPLATE)
                .with("--mesh-version 2.6 --platform universal --cp-template -"),
            Example::good("the data plane's own", TEMPLATE)
                .with("--mesh-version 2.5 --platform universal --dp-template -"),
        ],
    },
    yields_to: &[],
    check: Check::File(check),
};

const TEMPLATE: &str = ".:{{ .CoreDNSPort }} {
    forward . 127.0.0.1:{{ .EnvoyDNSPort }}
    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf
    prometheus localhost:{{ .PrometheusPort }}
    errors
}
";

fn check(case: &FileCase<'_>, sink: &mut Sink<'_>) {
    if case.role != Some(LayerKind::ControlPlane) {
        return;
    }
    let sends_none = case.points().filter(|(_, point)| !point.target.release().era.has_control_plane_override());
    let points: Points = sends_none.map(|(index, _)| index).collect();
    if !points.is_empty() {
        let draft = Draft::new(Where::START, "the control plane of this release sends no template")
            .note("the override from the control plane came with 2.6; an older one ignores it without a word")
            .help("give the file to the data planes: --dns-coredns-config-template-path of kuma-dp")
            .holding_at(points);
        sink.report(draft);
    }
}
