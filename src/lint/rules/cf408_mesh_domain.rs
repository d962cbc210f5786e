//! CF408: the domain of the mesh is no DNS name.

use crate::diagnostic::Severity;
use crate::lint::around;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: around::MESH_DOMAIN,
        name: "mesh-domain",
        severity: Severity::Warning,
        fixable: false,
        summary: "the mesh's domain starts with a dot, or is no name by RFC 1035",
        applies: "every release; from 2.14 on kuma-cp refuses a leading dot",
        why: "Names of services end in `dnsServer.domain`. With a dot in front they have an empty label, which no client can ask for; until 2.13 kuma-cp takes it without a word, from 2.14 on it does not start (an error). Labels that are no names by RFC 1035 are refused by many resolvers.",
        source: "kuma: pkg/config/dns-server/config.go; UPGRADE.md of 2.14",
        examples: &[
            Example::bad(
                "a dot in front",
                concat!(
                    "dnsServer:\n",
                    "  domain: .mesh\n",
                ),
            ).with("--mesh-version 2.10"),
            Example::good(
                "no dot",
                concat!(
                    "dnsServer:\n",
                    "  domain: mesh.internal\n",
                ),
            ).with("--mesh-version 2.10"),
        ],
    },
    yields_to: &[],
    check: Check::Doctor,
};
