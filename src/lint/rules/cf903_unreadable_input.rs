//! CF903: an input that lint could not look into. The findings are made where files are read.

use crate::diagnostic::Severity;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF903",
        name: "unreadable-input",
        severity: Severity::Error,
        fixable: false,
        summary: "an input cannot be read or taken apart",
        applies: "every release",
        why: "lint could not look into an input: a document of a YAML file that does not parse, a file that is too large or \
              that may not be read. Whatever is wrong in it stays unseen, so a run with this finding has not \
              passed.\n\nThe message says what stands in the way. A file that is none of ours can be left out with `exclude` in \
              `.corefilectl.yaml`; the rule itself cannot be switched off.",
        source: "corefilectl's own",
        examples: &[
            Example::bad(
                "a ConfigMap that is no YAML",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: corefile\ndata:\n  corefile: |\n    .:15053 {\n    }\n",
            ),
            Example::good("a template", default_with!("")),
        ],
    },
    yields_to: &[],
    check: Check::Elsewhere,
};
