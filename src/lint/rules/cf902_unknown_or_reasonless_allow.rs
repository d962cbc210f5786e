//! CF902: a comment that allows nothing or does not say why. The findings are made where the comments are read.

use crate::diagnostic::Severity;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF902",
        name: "unknown-or-reasonless-allow",
        severity: Severity::Warning,
        fixable: true,
        summary: "a comment allows a rule that does not exist, or says not why",
        applies: "every release",
        why: "A comment that allows a finding has to name a rule, by code or by name, and a reason for whoever reads it next. \
              With a misspelt code it allows nothing, and the finding it was meant for is shown; without a reason nobody can \
              tell later whether it may go.\n\nWrite `# corefilectl: allow CODE reason`, or `allow-file` for the whole file; in \
              `{{/* … */}}` too, where CoreDNS never sees it. Several codes stand side by side before the reason.",
        source: "corefilectl's own",
        examples: &[
            Example::bad("no such rule", default_with!("    # corefilectl: allow CF999 scraped from the node\n")),
            Example::bad("no reason", default_with!("    # corefilectl: allow CF303\n")),
            Example::good(
                "a rule and a reason",
                ".:{{ .CoreDNSPort }} {
    forward . 127.0.0.1:{{ .EnvoyDNSPort }}
    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf
    prometheus :{{ .PrometheusPort }} # corefilectl: allow prometheus-exposed the port is closed to others
    errors
}
",
            ),
        ],
    },
    yields_to: &[],
    check: Check::Elsewhere,
};
