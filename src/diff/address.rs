//! Addresses of server blocks as they are held against each other: `example.org` is `dns://example.org.:53`. Networks stay
//! as they are written; the zones that they come to are left out.

use crate::coredns::Host;
use crate::corefile::ServerBlock;
use crate::corefile::address::{fqdn, split, split_scheme};

/// Zone and port, normalised.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address {
    /// Scheme and zone.
    pub zone: (&'static str, String),
    /// The port; none where the scheme has one of its own.
    pub port: Option<i64>,
}

const DNS: &str = "dns";

/// What an address comes to; `host` knows the port of those that name none.
fn address(key: &str, host: &Host) -> Address {
    let (scheme, rest) = split_scheme(key);
    let scheme = scheme.unwrap_or(DNS);
    let default = || host.default_port.parse().ok().filter(|_| scheme == DNS);
    if rest.contains('/') {
        let port = rest.rsplit_once(':').and_then(|(zone, port)| Some((zone, port.parse().ok()?)));
        let (zone, port) = port.map_or_else(|| (rest, default()), |(zone, port)| (zone, Some(port)));
        return Address { zone: (scheme, zone.to_owned()), port };
    }
    match split(rest) {
        Ok(zones) => {
            let zone = zones.zones.first().map_or_else(|| fqdn(rest), |zone| fqdn(zone));
            Address { zone: (scheme, zone), port: zones.port.or_else(default) }
        }
        // CoreDNS refuses it; it is itself all the same.
        Err(_) => Address { zone: (scheme, rest.to_owned()), port: None },
    }
}

/// The addresses of a server block, in an order of their own: CoreDNS does not care about the one in the text.
pub fn addresses(block: &ServerBlock<'_>, host: &Host) -> Vec<Address> {
    let mut addresses: Vec<_> = block.keys.iter().map(|key| address(&key.text, host)).collect();
    addresses.sort();
    addresses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_normalised() {
        for (key, scheme, zone, port) in [
            (".", "dns", ".", Some(53)),
            ("dns://.:053", "dns", ".", Some(53)),
            ("mesh:15053", "dns", "mesh.", Some(15053)),
            ("tls://mesh.", "tls", "mesh.", None),
            ("10.0.0.0/9:5", "dns", "10.0.0.0/9", Some(5)),
            ("10.0.0.0/9", "dns", "10.0.0.0/9", Some(53)),
            (".:x", "dns", ".:x", None),
        ] {
            let expected = Address { zone: (scheme, zone.to_owned()), port };
            assert_eq!(address(key, &Host::side_car()), expected, "{key}");
        }
    }
}
