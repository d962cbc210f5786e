//! What the DNS proxy embedded in kuma-dp does with each thing that a Corefile can do (kuma: app/kuma-dp/pkg/dataplane/dnsproxy,
//! pkg/dns/dpapi), as rows of data. It is what answers on Kubernetes from 2.11 on by default, and everywhere from 3.0 on; the
//! walk of a query through it is `chain`'s.

use serde::Serialize;

/// What becomes of a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It cannot be had any more.
    Lost,
    /// It goes on in another way.
    Changed,
    /// It goes on.
    Kept,
    /// Nobody needs it any more.
    Moot,
}

/// What becomes of one kind of thing.
#[derive(Debug, PartialEq, Eq)]
pub struct Fate {
    /// A short name that stays.
    pub id: &'static str,
    /// In a word.
    pub verdict: Verdict,
    /// What the proxy does.
    pub now: &'static str,
    /// What to do instead, if anything.
    pub instead: &'static str,
    /// Where upstream it was read.
    pub source: &'static str,
}

const PROXY: &str = "kuma: app/kuma-dp/pkg/dataplane/dnsproxy";
const NAMES: &str = "kuma: app/kuma-dp/pkg/dataplane/dnsproxy, pkg/dns/dpapi";
const ELSEWHERE: &str = "do it in the resolver that /etc/resolv.conf names first: the cluster's CoreDNS, the pod's dnsConfig, the \
                         resolver of the machine";

macro_rules! fates {
    ($($name:ident: $id:literal, $verdict:ident, $now:expr, $instead:expr, $source:expr;)*) => {
        $(
            /// See its text.
            pub static $name: Fate =
                Fate { id: $id, verdict: Verdict::$verdict, now: $now, instead: $instead, source: $source };
        )*
        /// All of them.
        pub static FATES: &[&Fate] = &[$(&$name),*];
    };
}

fates! {
    MESH_NAMES: "mesh-names", Kept,
        "the proxy has the mesh's names itself: A and AAAA, the name exactly as it is spelt, letter case included, TTL 30; other \
         types go to the host's resolver",
        "", NAMES;
    HOST: "host-resolver", Changed,
        "the first nameserver of /etc/resolv.conf, read once at the start: no other one is tried, nothing is asked again over TCP, \
         and an error is SERVFAIL",
        "see that the first nameserver is one that has everything", PROXY;
    RESOLVER: "other-resolver", Lost,
        "only the first nameserver of /etc/resolv.conf is asked",
        "make this resolver the first nameserver there: the pod's dnsConfig, or the machine's /etc/resolv.conf", PROXY;
    STUB_ZONE: "stub-zone", Lost, "no zone has a resolver of its own", ELSEWHERE, PROXY;
    EMPTY_AAAA: "empty-aaaa", Moot,
        "a name of the mesh without an IPv6 address gets an empty NOERROR, which musl wants; AAAA of names outside comes \
         through again",
        "", PROXY;
    ANSWER: "own-answer", Lost, "no answers of one's own",
        "give the name to a MeshExternalService or a HostnameGenerator, to the pod's hostAliases, or to the cluster's DNS", PROXY;
    BLOCKED: "own-rcode", Lost, "no name is refused or silenced",
        "block it in the host's resolver, or keep the traffic out with the mesh's policies", PROXY;
    QUERY_LOG: "query-log", Lost, "no queries are logged",
        "wait for the component's own log in kuma-dp (kumahq/kuma#18554), or log in the host's resolver", "kumahq/kuma#14239, #18554";
    ERRORS: "errors", Changed, "errors are in kuma-dp's own log", "", PROXY;
    METRICS: "metrics", Changed,
        "the metrics are called kuma_dp_dns_… and come with kuma-dp's own; nothing listens on the port of prometheus",
        "rewrite dashboards and alerts", PROXY;
    TLS: "encryption", Lost, "the resolver is asked in plain DNS over UDP",
        "encrypt behind a resolver on the machine or in the cluster", PROXY;
    TCP: "transport-choice", Lost, "the proxy speaks UDP, to clients and to the resolver",
        "keep answers small, or let clients that want TCP ask the host's resolver", PROXY;
    HEALTH: "health-checks", Lost, "the resolver is not watched, and there is no second one",
        "put a resolver first that watches its own upstreams", PROXY;
    LIMIT: "query-limit", Lost, "there is no limit of concurrent queries", "limit them in the resolver", PROXY;
    EXCEPT: "exceptions", Lost, "no zone is left out: the mesh's names are taken by name, all others go to the resolver",
        ELSEWHERE, PROXY;
    OPTION: "option", Lost, "the option has nothing that it could be about", "", PROXY;
    OTHER_PORT: "other-port", Lost, "nothing listens on another port", ELSEWHERE, PROXY;
    OTHER_TRANSPORT: "other-transport", Lost, "nothing listens but plain DNS over UDP", ELSEWHERE, PROXY;
    IMPORT: "import", Lost, "no file is read", "", PROXY;
}

/// What holds whatever the Corefile says.
pub static ALWAYS: &[(&str, &str)] = &[
    (
        "the proxy answers over UDP only; where iptables still redirects TCP (until 2.11.5, and 2.12.0), DNS over TCP fails",
        PROXY,
    ),
    ("it listens on all addresses until 2.13, on loopback only from 2.14 on", "kumahq/kuma#16071"),
    ("it cannot be configured but for its port, KUMA_DNS_PROXY_PORT", PROXY),
    (
        "KUMA_DNS_ENVOY_DNS_PORT must not be 0 before 3.0, although nobody listens there: else the control plane takes DNS for \
         switched off",
        "kuma: pkg/xds/generator/dns_generator.go",
    ),
    (
        "the mesh's names come with the dynamic configuration, which is asked for every second; from 2.14 on /ready waits up to 15 s \
         for the first of them",
        NAMES,
    ),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn rows_are_whole() {
        let names: BTreeSet<_> = FATES.iter().map(|fate| fate.id).collect();
        assert_eq!(names.len(), FATES.len());
        for fate in FATES {
            let needs_way_out = fate.verdict == Verdict::Lost && !["option", "import"].contains(&fate.id);
            assert!(!needs_way_out || !fate.instead.is_empty(), "{}", fate.id);
            assert!(!fate.now.ends_with('.') && !fate.source.is_empty());
        }
        assert!(MESH_NAMES.now.contains(&format!("TTL {}", crate::mesh::vips::TTL)));
    }
}
