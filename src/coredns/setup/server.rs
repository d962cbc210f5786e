//! Server blocks: their addresses before the plugins are set up, and their sockets afterwards (coredns:
//! core/dnsserver/register.go, address.go).

use std::collections::HashSet;

use super::number::quoted;
use super::{Checked, Setup, StartErrorKind, Version, refusal};
use crate::coredns::config::{Site, Transport};
use crate::corefile::address::{self, AddressError};
use crate::corefile::{Place, ServerBlock};

impl Transport {
    /// The transport of a scheme; plain DNS without one.
    #[must_use]
    pub fn of_scheme(scheme: Option<&str>) -> Self {
        match scheme {
            Some("tls") => Self::Tls,
            Some("quic") => Self::Quic,
            Some("grpc") => Self::Grpc,
            Some("https3") => Self::Https3,
            Some("https") => Self::Https,
            Some("unix") => Self::Unix,
            _ => Self::Dns,
        }
    }

    /// The scheme.
    #[must_use]
    pub const fn scheme(self) -> &'static str {
        match self {
            Self::Dns => "dns",
            Self::Tls => "tls",
            Self::Quic => "quic",
            Self::Grpc => "grpc",
            Self::Https => "https",
            Self::Https3 => "https3",
            Self::Unix => "unix",
        }
    }

    /// The port where none is written; plain DNS has the host's.
    #[must_use]
    pub const fn port(self) -> &'static str {
        match self {
            Self::Dns => "53",
            Self::Tls | Self::Quic => "853",
            Self::Grpc | Self::Https | Self::Https3 => "443",
            Self::Unix => "",
        }
    }
}

impl Setup<'_> {
    /// Splits a known scheme off.
    pub(super) fn transport<'t>(&self, word: &'t str) -> (Transport, &'t str) {
        let (scheme, rest) = address::split_scheme(word);
        let since = match scheme {
            Some("quic") => Version::new(1, 11, 0),
            Some("https3") => Version::new(1, 13, 2),
            _ => return (Transport::of_scheme(scheme), rest),
        };
        if self.probe.at_least(since) { (Transport::of_scheme(scheme), rest) } else { (Transport::Dns, word) }
    }

    /// The zones of the server blocks. The first zone of an address that comes to several takes its place, the others follow
    /// behind the block's last address.
    pub(super) fn sites(&mut self, blocks: &[ServerBlock<'_>]) -> Checked<Vec<Site>> {
        let mut sites = Vec::new();
        for (block, server_block) in blocks.iter().enumerate() {
            let mut more = Vec::new();
            for key in &server_block.keys {
                let (transport, rest) = self.transport(&key.text);
                let split = address::split(rest).map_err(|error| bad_address(&error, key.place))?;
                self.count_zones(split.zones.len(), key.place)?;
                for zone in &split.zones {
                    address::split(&address::fqdn(zone)).map_err(|error| bad_address(&error, key.place))?;
                }
                let default = if transport == Transport::Dns { &self.host.default_port } else { transport.port() };
                let port = split.port.map_or_else(|| default.to_owned(), |port| port.to_string());
                let site = |zone: &String| Site {
                    zone: address::fqdn(zone),
                    port: port.clone(),
                    transport,
                    block,
                    place: key.place,
                };
                sites.extend(split.zones.iter().take(1).map(site));
                more.extend(split.zones.iter().skip(1).map(site));
            }
            sites.append(&mut more);
        }
        Ok(sites)
    }

    /// The sockets: ports, certificates, zones that are served twice, rights.
    pub(super) fn listen(&self, sites: &[Site]) -> Checked<()> {
        for site in sites {
            let is_port = site.port.is_empty() || site.port.parse::<u16>().is_ok();
            if !is_port {
                let message = format!("address {}: invalid port", site.port);
                return Err(refusal(message, site.place, StartErrorKind::BadAddress));
            }
        }
        if let Some(site) = sites.iter().find(|site| site.transport == Transport::Https3) {
            return Err(refusal("DoH3 requires TLS, no TLS config found", site.place, StartErrorKind::NotSupported));
        }
        let mut seen = HashSet::new();
        for site in sites {
            if !seen.insert((site.transport, site.zone.as_str(), site.port.as_str())) {
                let (scheme, zone, port) = (site.transport.scheme(), &site.zone, &site.port);
                let message = format!("cannot serve {scheme}://{zone}:{port} - it is already defined");
                return Err(refusal(message, site.place, StartErrorKind::DuplicateSite));
            }
        }
        // The library for QUIC refuses to listen without a certificate. Not recorded.
        if let Some(site) = sites.iter().find(|site| site.transport == Transport::Quic) {
            return Err(refusal("ListenPacket: quic: tls.Config not set", site.place, StartErrorKind::NotSupported));
        }
        let needs_root = |site: &&Site| {
            site.transport != Transport::Unix && site.port.parse().is_ok_and(|port: u16| (1..1024).contains(&port))
        };
        if let Some(site) = sites.iter().find(needs_root).filter(|_| !self.host.is_root) {
            let message = format!("Listen: listen tcp :{}: bind: permission denied", site.port);
            return Err(refusal(message, site.place, StartErrorKind::PrivilegedPort));
        }
        Ok(())
    }
}

fn bad_address(error: &AddressError, place: Place) -> Box<super::Refusal> {
    let reason = match error {
        AddressError::NothingBehindColon(address) => format!("expecting data after last colon: {}", quoted(address)),
        error => error.to_string(),
    };
    refusal(format!("error inspecting server blocks: {reason}"), place, StartErrorKind::BadAddress)
}
