//! CF405: a template file that holds nothing. What its path leads to is the doctor's business.

use crate::diagnostic::Severity;
use crate::lint::case::FileCase;
use crate::lint::draft::{Draft, Where};
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::mesh::LayerKind;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF405",
        name: "template-path",
        severity: Severity::Error,
        fixable: false,
        summary: "the template file of a layer is empty",
        applies: "templates whose layer is known (--dp-template, --cp-template)",
        why: "A file of zero bytes means different things. In the data plane it is a template: it renders to nothing, CoreDNS \
              refuses that with `Unknown directive 'whoami'` out of its own default, and kuma-dp stops. In the control plane \
              it counts as not given, and the data planes use their built-in Corefile (a warning).\n\nOne line break is enough \
              to make the control plane's file a template, which CoreDNS then refuses. To go back to the default, remove the \
              setting, not the text.",
        source: "kuma: app/kuma-dp/pkg/dataplane/dnsserver; pkg/xds/bootstrap/generator.go; recorded from CoreDNS 1.12.2 to 1.14.6",
        examples: &[
            Example::bad("an empty file in the data plane", "")
                .with("--mesh-version 2.10 --platform universal --dp-template -"),
            Example::bad("an empty file at the control plane", "").with("--cp-template -"),
            Example::good("a template in the data plane", default_with!(""))
                .with("--mesh-version 2.10 --platform universal --dp-template -"),
        ],
    },
    yields_to: &[],
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, sink: &mut Sink<'_>) {
    if !case.text.is_empty() {
        return;
    }
    let draft = match case.role {
        Some(LayerKind::DataPlane) => {
            Draft::new(Where::START, "the data plane's template is empty: CoreDNS refuses it")
                .note("CoreDNS does not start: Unknown directive 'whoami'")
                .help("to use the built-in Corefile leave the path out, or set it to nothing")
        }
        Some(LayerKind::ControlPlane) => {
            Draft::new(Where::START, "the control plane's template is empty and counts as not given")
                .severity(Severity::Warning)
                .note("the data planes use their built-in Corefile")
                .help("remove the setting if that is what you want")
        }
        Some(LayerKind::BuiltIn) | None => return,
    };
    sink.report(draft);
}
