//! CF005: the template uses something that a newer Go has brought.

use crate::diagnostic::Severity;
use crate::lint::case::RefusedCase;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::mesh::advice::Mistake;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF005",
        name: "needs-newer-go",
        severity: Severity::Error,
        fixable: false,
        summary: "the template uses something that a newer Go has brought",
        applies: "releases built with an older Go: `break` and `continue` came with Go 1.18, `else with` with 1.23, `range` \
                  over a number with 1.24",
        why: "kuma-dp executes templates with the text/template of the Go that it was built with, and that changes within a \
              release line: 2.7.0 was built with Go 1.21, 2.7.29 with Go 1.26. A template that works on the newest patch can \
              stop the data planes of an older one.",
        source: "kuma: go.mod of every release; recorded from Go 1.21 to 1.27",
        examples: &[
            Example::bad(
                "a loop over a number",
                default_with!("    {{ range 2 }}# twice\n{{ end }}"),
            )
            .with("--mesh-version 2.7.0"),
            Example::bad(
                "`else with`",
                default_with!("    {{ with .ConfigDir }}# folder\n{{ else with .CoreDNSBinaryPath }}# program\n{{ end }}"),
            )
            .with("--mesh-version 2.8"),
            Example::good(
                "the same on a release with a newer Go",
                default_with!("    {{ range 2 }}# twice\n{{ end }}"),
            )
            .with("--mesh-version 2.14"),
        ],
    },
    yields_to: &[],
    check: Check::Refused(check),
};

fn check(case: &RefusedCase<'_>, sink: &mut Sink<'_>) {
    let Some(Mistake::NeedsGo { go, word }) = case.mistake() else { return };
    let what = word.as_deref().unwrap_or("this");
    sink.report(case.draft_saying(format!("{what} needs a kuma-dp that is built with Go {go} or later")));
}
