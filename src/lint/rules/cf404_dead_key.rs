//! CF404: a key or variable that nothing reads.

use crate::diagnostic::Severity;
use crate::lint::around;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: around::DEAD_KEY,
        name: "dead-key",
        severity: Severity::Error,
        fixable: false,
        summary: "nothing reads this key or variable",
        applies: "every release; files of the doctor",
        why: "kuma-cp reads its configuration non-strictly: a key that it does not know is passed over without a word, and so is a variable. The documentation itself shows `bootstrapServer.corefileTemplatePath`, one level too high; the key that counts is `bootstrapServer.params.corefileTemplatePath`. Data planes then use their built-in Corefile, and nobody says so.\n\nThe rule speaks of keys in wrong places and near misses, of variables that belong to the other program, of values that the chart does not have, of second documents in a file. Warnings are those that do not keep a template out.",
        source: "kuma: pkg/config/loader.go, app/kuma-cp/cmd/run.go, deployments/charts/kuma; recorded with sigs.k8s.io/yaml 1.3",
        examples: &[
            Example::bad(
                "the key as the documentation shows it",
                concat!(
                    "bootstrapServer:\n",
                    "  corefileTemplatePath: /etc/kuma/dns/corefile\n",
                ),
            ),
            Example::bad(
                "a slip in the variable's name",
                concat!(
                    "controlPlane:\n",
                    "  envVars:\n",
                    "    KUMA_BOOTSTRAP_SERVER_PARAMS_COREFILE_TEMPLATE: /tmp/corefile\n",
                ),
            ),
            Example::good(
                "the key that counts",
                concat!(
                    "bootstrapServer:\n",
                    "  params:\n",
                    "    corefileTemplatePath: /etc/kuma/dns/corefile\n",
                ),
            ).with("--platform universal"),
        ],
    },
    yields_to: &[],
    check: Check::Doctor,
};
