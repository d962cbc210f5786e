//! CF412: a setting that stops kuma-cp, kuma-dp or the injector.

use crate::diagnostic::Severity;
use crate::lint::around;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: around::SETTING_REFUSED,
        name: "setting-refused",
        severity: Severity::Error,
        fixable: false,
        summary: "kuma-cp, kuma-dp or the injector stops at this setting",
        applies: "every release; files of the doctor",
        why: "Values that cannot be read stop the program that reads them: a word for a number in kuma-dp's environment, a quoted number in kuma-cp's YAML, a pair without `=` in `kuma.io/sidecar-env-vars`, a flag that kuma-dp does not have (such as --config-file, which is kuma-cp's). `params:` without anything behind it is null, which takes the defaults of the whole block away: kuma-cp then stops at an empty AdminAddress. The messages are those of the programs, so that they are found in logs.",
        source: "kuma: pkg/config/loader.go, pkg/plugins/runtime/k8s/metadata/annotations.go; kelseyhightower/envconfig 1.4; recorded with sigs.k8s.io/yaml 1.3",
        examples: &[
            Example::bad(
                "params without anything",
                concat!(
                    "bootstrapServer:\n",
                    "  params:\n",
                ),
            ),
            Example::bad(
                "a variable that kuma-dp cannot read",
                concat!(
                    "apiVersion: v1\n",
                    "kind: Pod\n",
                    "metadata:\n",
                    "  name: web\n",
                    "  annotations:\n",
                    "    kuma.io/sidecar-env-vars: KUMA_DNS_ENABLED=yes\n",
                ),
            ).with("--mesh-version 2.10"),
            Example::good(
                "a variable that it can read",
                concat!(
                    "apiVersion: v1\n",
                    "kind: Pod\n",
                    "metadata:\n",
                    "  name: web\n",
                    "  annotations:\n",
                    "    kuma.io/sidecar-env-vars: KUMA_DNS_ENABLED=t\n",
                ),
            ).with("--mesh-version 2.10"),
        ],
    },
    yields_to: &[],
    check: Check::Doctor,
};
