//! The ports of a data plane's DNS.

/// The ports that kuma-dp gets when nobody asks for others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ports {
    /// Where CoreDNS listens and iptables sends DNS queries.
    pub coredns: u32,
    /// Where Envoy's DNS filter listens.
    pub envoy: u32,
    /// Where CoreDNS's empty block listens, on the releases that have one (until 2.7).
    pub empty: u32,
}

impl Ports {
    /// kuma-dp's own defaults (kuma: pkg/config/app/kuma-dp/config.go).
    pub const KUMA_DP: Self = Self { coredns: 15053, envoy: 15054, empty: 15055 };
}
