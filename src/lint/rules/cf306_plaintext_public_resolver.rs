//! CF306: queries that cross the internet in clear text.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::LazyLock;

use crate::coredns::config::{Transport, Upstream, UpstreamKind};
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF306",
        name: "plaintext-public-resolver",
        severity: Severity::Info,
        fixable: false,
        summary: "queries go to a public resolver without TLS",
        applies: "every release",
        why: "Plain DNS is neither secret nor protected: everybody on the way to a public resolver sees which names the \
              workload looks up, internal ones among them, and can change the answers. A resolver of your own, or the host's \
              `/etc/resolv.conf`, keeps them at home.\n\n`forward` can ask with TLS (`tls://` with `tls_servername`), in a \
              server block or for a zone of its own; `alternate` cannot.",
        source: "the operators' own pages about their resolvers; coredns: plugin/forward; coredns/alternate",
        examples: &[
            Example::bad(
                "a public resolver as the second try",
                ".:{{ .CoreDNSPort }} {
    forward . 127.0.0.1:{{ .EnvoyDNSPort }}
    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . 8.8.8.8
    prometheus localhost:{{ .PrometheusPort }}
    errors
}
",
            ),
            Example::good("the host's resolver", default_with!("")),
            Example::good(
                "a public resolver with TLS",
                ".:{{ .CoreDNSPort }} {
    forward . 127.0.0.1:{{ .EnvoyDNSPort }}
    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf
    prometheus localhost:{{ .PrometheusPort }}
    errors
}

example.com.:{{ .CoreDNSPort }} {
    forward . tls://9.9.9.9 {
        tls_servername dns.quad9.net
    }
    errors
}
",
            ),
        ],
    },
    yields_to: &[],
    check: Check::Corefile(check),
};

/// A public resolver.
struct Resolver {
    operator: &'static str,
    /// The name in its certificate.
    server_name: &'static str,
    addresses: &'static [&'static str],
}

#[rustfmt::skip]
static RESOLVERS: [Resolver; 8] = [
    Resolver { operator: "Google", server_name: "dns.google",
        addresses: &["8.8.8.8", "8.8.4.4", "2001:4860:4860::8888", "2001:4860:4860::8844"] },
    Resolver { operator: "Cloudflare", server_name: "cloudflare-dns.com",
        addresses: &["1.1.1.1", "1.0.0.1", "2606:4700:4700::1111", "2606:4700:4700::1001"] },
    Resolver { operator: "Cloudflare (filtered)", server_name: "security.cloudflare-dns.com",
        addresses: &["1.1.1.2", "1.0.0.2", "2606:4700:4700::1112", "2606:4700:4700::1002"] },
    Resolver { operator: "Quad9", server_name: "dns.quad9.net",
        addresses: &["9.9.9.9", "149.112.112.112", "2620:fe::fe", "2620:fe::9"] },
    Resolver { operator: "OpenDNS", server_name: "dns.opendns.com",
        addresses: &["208.67.222.222", "208.67.220.220", "2620:119:35::35", "2620:119:53::53"] },
    Resolver { operator: "AdGuard", server_name: "dns.adguard-dns.com",
        addresses: &["94.140.14.14", "94.140.15.15", "2a10:50c0::ad1:ff", "2a10:50c0::ad2:ff"] },
    Resolver { operator: "Yandex", server_name: "common.dot.dns.yandex.net",
        addresses: &["77.88.8.8", "77.88.8.1", "2a02:6b8::feed:0ff", "2a02:6b8:0:1::feed:0ff"] },
    Resolver { operator: "AliDNS", server_name: "dns.alidns.com",
        addresses: &["223.5.5.5", "223.6.6.6", "2400:3200::1", "2400:3200:baba::1"] },
];

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    for (index, block) in case.blocks() {
        let forwards = block.forwards.iter().flat_map(|forward| &forward.upstreams).map(|upstream| (true, upstream));
        let alternates = block.alternates.iter().flat_map(|rule| &rule.upstreams).map(|upstream| (false, upstream));
        for (can_tls, upstream) in forwards.chain(alternates) {
            let Some(resolver) = public(upstream) else { continue };
            let Resolver { operator, server_name, .. } = resolver;
            let message = format!("queries to the public resolver of {operator} travel in clear text");
            let draft = Draft::new(case.at(upstream.place), message).in_block(index);
            sink.report(if can_tls {
                draft.help(format!(
                    "ask tls://{} with tls_servername {server_name}, or a resolver of your own",
                    upstream.written
                ))
            } else {
                draft.help("alternate has no TLS: name /etc/resolv.conf or a resolver of your own")
            });
        }
    }
}

fn public(upstream: &Upstream) -> Option<&'static Resolver> {
    let UpstreamKind::Address { ip, .. } = &upstream.kind else { return None };
    static ADDRESSES: LazyLock<HashMap<IpAddr, &Resolver>> = LazyLock::new(|| {
        let of = |resolver: &'static Resolver| {
            resolver.addresses.iter().filter_map(move |address| Some((address.parse().ok()?, resolver)))
        };
        RESOLVERS.iter().flat_map(of).collect()
    });
    ADDRESSES.get(ip).copied().filter(|_| upstream.transport == Transport::Dns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_holds_addresses() {
        for address in RESOLVERS.iter().flat_map(|resolver| resolver.addresses) {
            assert!(address.parse::<IpAddr>().is_ok(), "{address}");
        }
    }
}
