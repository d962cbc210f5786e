//! CF407: ranges of virtual IPs that are none, or in the way of others.

use crate::diagnostic::Severity;
use crate::lint::around;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: around::VIP_RANGE,
        name: "vip-range",
        severity: Severity::Warning,
        fixable: false,
        summary: "a range of virtual IPs is no CIDR, or overlaps other addresses",
        applies: "every release; `ipam` from 2.8 on",
        why: "The control plane gives virtual IPs out of `dnsServer.CIDR`, and from 2.8 on those of MeshServices and their like out of `ipam`. A text that is no CIDR stops kuma-cp (an error). Where two ranges overlap, or one overlaps addresses that something else has (`--cluster-cidr`, `ipam.knownInternalCIDRs`), a name can get an address that leads somewhere else.\n\nThat the default of `dnsServer.CIDR` holds the defaults of `ipam` counts for nothing: each is filled from its low end.",
        source: "kuma: pkg/config/dns-server/config.go, pkg/config/core/resources/apis/ipam; pkg/dns/vips_allocator.go",
        examples: &[
            Example::bad(
                "no CIDR",
                concat!(
                    "dnsServer:\n",
                    "  CIDR: 240.0.0.0\n",
                ),
            ),
            Example::bad(
                "in the way of the cluster's Services",
                concat!(
                    "dnsServer:\n",
                    "  CIDR: 10.96.0.0/16\n",
                ),
            ).with("--cluster-cidr 10.96.0.0/12"),
            Example::good(
                "a range of its own",
                concat!(
                    "dnsServer:\n",
                    "  CIDR: 198.18.0.0/16\n",
                ),
            ).with("--cluster-cidr 10.96.0.0/12"),
        ],
    },
    yields_to: &[],
    check: Check::Doctor,
};
