//! CF901: a comment allows what nobody finds. The findings are made where the comments are read.

use crate::diagnostic::Severity;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF901",
        name: "unused-allow",
        severity: Severity::Warning,
        fixable: true,
        summary: "a comment allows a finding that is not there",
        applies: "every release",
        why: "A comment such as `# corefilectl: allow CF303 reason` that silences nothing is left over: the trouble is mended, or \
              the comment stands at the wrong directive and the finding is shown all the same. Left where it is, it would \
              hide the next one.\n\nRemove the comment, which `--fix` does, or put it in the line before the directive or at \
              its end. Where a template serves several checks and the finding comes and goes with their flags, \
              `allow-file CF901` with a reason keeps such comments.",
        source: "corefilectl's own",
        examples: &[
            Example::bad(
                "allowed and not there",
                default_with!("    # corefilectl: allow CF303 scraped from the node\n"),
            ),
            Example::good(
                "allowed and there",
                ".:{{ .CoreDNSPort }} {
    forward . 127.0.0.1:{{ .EnvoyDNSPort }}
    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf
    # corefilectl: allow CF303 scraped from the node, the port is closed to others
    prometheus :{{ .PrometheusPort }}
    errors
}
",
            ),
        ],
    },
    yields_to: &[],
    check: Check::Elsewhere,
};
