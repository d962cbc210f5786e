//! CF410: annotations of pods that never reach kuma-dp.

use crate::diagnostic::Severity;
use crate::lint::around;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: around::ANNOTATION_WITHOUT_EFFECT,
        name: "annotation-without-effect",
        severity: Severity::Warning,
        fixable: false,
        summary: "the annotation says something else than what kuma-dp gets",
        applies: "Kubernetes, 1.8 to 2.14",
        why: "`kuma.io/builtin-dns` and `kuma.io/builtin-dns-port` change the redirect of iptables only, `kuma.io/builtin-dns-logging` nothing at all: the injector writes kuma-dp's environment from the control plane's `builtinDNS` alone. With another port there, queries go where nobody listens.\n\n`kuma.io/sidecar-env-vars` reaches kuma-dp. Annotations that say what kuma-dp gets anyway are left in peace: the injector writes them itself.",
        source: "kuma: pkg/plugins/runtime/k8s/containers/factory.go, pkg/plugins/runtime/k8s/metadata/annotations.go",
        examples: &[
            Example::bad(
                "a port that kuma-dp does not get",
                concat!(
                    "apiVersion: v1\n",
                    "kind: Pod\n",
                    "metadata:\n",
                    "  name: web\n",
                    "  annotations:\n",
                    "    kuma.io/builtin-dns-port: \"1053\"\n",
                ),
            ).with("--mesh-version 2.10"),
            Example::good(
                "the port that it gets",
                concat!(
                    "apiVersion: v1\n",
                    "kind: Pod\n",
                    "metadata:\n",
                    "  name: web\n",
                    "  annotations:\n",
                    "    kuma.io/builtin-dns-port: \"15053\"\n",
                ),
            ).with("--mesh-version 2.10"),
        ],
    },
    yields_to: &[],
    check: Check::Doctor,
};
