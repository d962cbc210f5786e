//! CF003: a field that the release does not have, or that is misspelt.

use crate::diagnostic::Severity;
use crate::lint::case::RefusedCase;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::mesh::advice::Mistake;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF003",
        name: "field-not-in-release",
        severity: Severity::Error,
        fixable: true,
        summary: "a field that the release does not have, or that is misspelt",
        applies: "every release: CoreDNSEmptyPort exists until 2.7, CoreDNSLogging from 2.6, ProxyPort from 2.11",
        why: "The fields of a template are those of kuma-dp's DNS settings, and they come and go with releases. Go refuses \
              an unknown one when the template is executed, so the data plane stops at its start; letter case counts.\n\n\
              `if` and `with` cannot guard a field that is not there, because the condition looks it up. Only a branch that \
              is never taken hides it. One template for all data planes has to do without the fields that some of them \
              lack.",
        source: "kuma: pkg/config/app/kuma-dp/config.go of every release from 1.1.3 to 2.14",
        examples: &[
            Example::bad(
                "a port that 2.8 has dropped",
                concat!(
                    default_with!(""),
                    ".:{{ .CoreDNSEmptyPort }} {\n    template ANY ANY . {\n        rcode NXDOMAIN\n    }\n}\n"
                ),
            )
            .with("--mesh-version 2.8"),
            Example::bad(
                "a letter in the wrong case",
                ".:{{ .CorednsPort }} {
    forward . 127.0.0.1:{{ .EnvoyDNSPort }}
    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf
    prometheus localhost:{{ .PrometheusPort }}
    errors
}
",
            ),
            Example::bad(
                "a field from nowhere",
                ".:{{ .CoreDNSPort }} {\n    forward . {{ .UpstreamResolver }}\n}\n",
            ),
            Example::good("fields that all the releases have", default_with!("")),
            Example::good(
                "a field in a branch that these releases do not take",
                default_with!("    {{ if eq .EnvoyDNSPort 1 }}# {{ .CoreDNSEmptyPort }}{{ end }}\n"),
            )
            .with("--mesh-version 2.8"),
        ],
    },
    yields_to: &[],
    check: Check::Refused(check),
};

fn check(case: &RefusedCase<'_>, sink: &mut Sink<'_>) {
    let message = match case.mistake() {
        Some(Mistake::OtherRelease(setting)) => format!("the field {setting} exists in {} only", setting.availability()),
        Some(Mistake::Misspelt { name, .. } | Mistake::NoField(name)) => format!("there is no field {name}"),
        _ => return,
    };
    sink.report(case.draft_saying(message));
}
