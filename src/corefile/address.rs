//! Addresses of a Corefile: `[SCHEME://]ZONE[:PORT]`, reverse zones in CIDR notation included, as server blocks and plugins
//! read them (coredns: plugin/normalize.go, plugin/pkg/parse, plugin/pkg/cidr; miekg/dns: IsDomainName, Fqdn; Go: net).
//! What the ports are used for is left out.

use std::net::IpAddr;

use ipnet::IpNet;

/// The schemes that CoreDNS knows, in the order in which it looks for them.
pub const SCHEMES: [&str; 7] = ["tls", "dns", "quic", "grpc", "https3", "https", "unix"];

/// Splits a known scheme off; letter case counts. There is none in most addresses.
#[must_use]
pub fn split_scheme(address: &str) -> (Option<&'static str>, &str) {
    let split = |scheme: &&'static str| {
        let rest = address.strip_prefix(*scheme)?.strip_prefix("://")?;
        Some((Some(*scheme), rest))
    };
    SCHEMES.iter().find_map(split).unwrap_or((None, address))
}

/// Zones with their port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zones {
    /// As written, or the reverse zones that a CIDR comes to. A dot at the end is not added.
    pub zones: Vec<String>,
    /// The port without zeros or a plus sign in front, if there is one: any number that fits 64 bits with sign.
    pub port: Option<i64>,
}

/// Why an address is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// A colon at the end, or nothing at all. CoreDNS quotes the address as Go does.
    #[error("expecting data after last colon: {0:?}")]
    NothingBehindColon(String),
    /// More than 255 bytes.
    #[error("specified zone is too long: {0} > 255")]
    TooLong(usize),
    /// No domain name.
    #[error("zone is not a valid domain name: {0}")]
    NotAName(String),
    /// An IPv6 network that starts with zeros.
    #[error("invalid CIDR {0}")]
    Cidr(String),
}

/// Splits an address without a scheme into zones and port: a number behind the last colon is the port.
///
/// # Errors
/// What CoreDNS refuses, in its words.
pub fn split(address: &str) -> Result<Zones, AddressError> {
    let (mut zone, mut port) = (address, None);
    match address.rsplit_once(':') {
        Some((_, "")) => return Err(AddressError::NothingBehindColon(address.to_owned())),
        None if address.is_empty() => return Err(AddressError::NothingBehindColon(String::new())),
        Some((before, behind)) => {
            if let Some(number) = number(behind) {
                (zone, port) = (before, Some(number));
            }
        }
        None => {}
    }
    if zone.len() > 255 {
        return Err(AddressError::TooLong(zone.len()));
    }
    if !is_domain_name(zone) {
        return Err(AddressError::NotAName(zone.to_owned()));
    }
    let Some(network) = network(zone) else { return Ok(Zones { zones: vec![zone.to_owned()], port }) };
    if zone.starts_with(':') || (zone.starts_with('0') && zone.contains(':')) {
        return Err(AddressError::Cidr(zone.to_owned()));
    }
    Ok(Zones { zones: reverse_zones(network), port })
}

/// Go's strconv.Atoi.
fn number(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let is_plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_plain)
}

/// A network as Go's net.ParseCIDR reads it; bits behind the prefix are dropped. None where Go refuses the text.
#[must_use]
pub fn network(text: &str) -> Option<IpNet> {
    let (address, bits) = text.split_once('/')?;
    let is_plain = !bits.is_empty() && bits.len() < 10 && bits.bytes().all(|byte| byte.is_ascii_digit());
    let bits: u32 = bits.parse().ok().filter(|_| is_plain)?;
    IpNet::new(address.parse().ok()?, u8::try_from(bits).ok()?).ok().map(|network| network.trunc())
}

/// The zones of whole labels that a network comes to: more than one where it ends within a label.
fn reverse_zones(network: IpNet) -> Vec<String> {
    let label = if network.max_prefix_len() == 32 { 8 } else { 4 };
    let whole = network.prefix_len().div_ceil(label) * label;
    let labels = usize::from(whole / label);
    let Ok(networks) = network.subnets(whole) else { return Vec::new() };
    networks.map(|network| reverse_zone(network.addr(), labels)).collect()
}

fn reverse_zone(address: IpAddr, labels: usize) -> String {
    let (parts, suffix): (Vec<String>, _) = match address {
        IpAddr::V4(address) => (address.octets().iter().map(u8::to_string).collect(), "in-addr.arpa."),
        IpAddr::V6(address) => {
            let nibble = |index: usize| format!("{:x}", address.octets()[index / 2] >> (4 * (1 - index % 2)) & 0xf);
            ((0..32).map(nibble).collect(), "ip6.arpa.")
        }
    };
    let mut zone: String = parts.iter().take(labels).rev().flat_map(|part| [part.as_str(), "."]).collect();
    zone.push_str(suffix);
    zone
}

/// The zones of a plugin's argument: without scheme and port, lower-case, with the dot at the end. None where it is no
/// address: most plugins drop such a word silently.
#[must_use]
pub fn normalize(argument: &str) -> Vec<String> {
    let zones = split(split_scheme(argument).1).map(|split| split.zones).unwrap_or_default();
    zones.into_iter().map(|zone| fqdn(&zone).to_lowercase()).collect()
}

/// The name with a dot at the end.
#[must_use]
pub fn fqdn(name: &str) -> String {
    if is_fqdn(name) { name.to_owned() } else { format!("{name}.") }
}

/// Whether the name ends with a dot that is not escaped.
#[must_use]
pub fn is_fqdn(name: &str) -> bool {
    let Some(before) = name.strip_suffix('.') else { return false };
    let escapes = before.bytes().rev().take_while(|&byte| byte == b'\\').count();
    escapes % 2 == 0
}

/// Whether DNS can carry the name: labels of at most 63 bytes, 255 bytes in all, none of them empty. Nearly every byte may
/// stand in a label; `\` takes the next one, or three digits, as it is.
#[must_use]
pub fn is_domain_name(name: &str) -> bool {
    const MAX: usize = 256;
    if name.is_empty() {
        return false;
    }
    let qualified = fqdn(name);
    let bytes = qualified.as_bytes();
    let (mut at, mut length, mut start, mut after_dot) = (0, 0_usize, 0_usize, false);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => {
                if length + 1 > MAX {
                    return false;
                }
                let is_number = bytes.get(at + 1..at + 4).is_some_and(|digits| digits.iter().all(u8::is_ascii_digit));
                let skipped = if is_number { 3 } else { 1 };
                at += skipped;
                start += skipped;
                after_dot = false;
            }
            b'.' => {
                if after_dot || (at == 0 && bytes.len() > 1) {
                    return false;
                }
                after_dot = true;
                let label = at.saturating_sub(start);
                length += 1 + label;
                if label >= 64 || length > MAX {
                    return false;
                }
                start = at + 1;
            }
            _ => after_dot = false,
        }
        at += 1;
    }
    true
}

/// Why `HOST:PORT` cannot be split; the words are those of Go's package net.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{reason}", if address.is_empty() { String::new() } else { format!("address {address}: ") })]
pub struct HostPortError {
    /// What was to be split.
    pub address: String,
    /// Why not.
    pub reason: &'static str,
}

/// Splits `HOST:PORT`, `[HOST]:PORT` and `:PORT` (Go's net.SplitHostPort). The port is not looked at.
///
/// # Errors
/// Anything else.
pub fn split_host_port(address: &str) -> Result<(&str, &str), HostPortError> {
    let fail = |reason| Err(HostPortError { address: address.to_owned(), reason });
    let Some(colon) = address.rfind(':') else { return fail("missing port in address") };
    let (host, inner, behind) = match address.strip_prefix('[') {
        Some(inner) => {
            let Some(end) = address.find(']') else { return fail("missing ']' in address") };
            let behind = &address[end + 1..];
            if end + 1 != colon {
                let is_colon = behind.starts_with(':');
                return fail(if is_colon { "too many colons in address" } else { "missing port in address" });
            }
            (&address[1..end], inner, behind)
        }
        None if address[..colon].contains(':') => return fail("too many colons in address"),
        None => (&address[..colon], address, address),
    };
    if inner.contains('[') {
        return fail("unexpected '[' in address");
    }
    if behind.contains(']') {
        return fail("unexpected ']' in address");
    }
    Ok((host, &address[colon + 1..]))
}

/// Joins a host and a port; a host with colons gets brackets (Go's net.JoinHostPort).
#[must_use]
pub fn join_host_port(host: &str, port: &str) -> String {
    if host.contains([':', '%']) { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zones(address: &str) -> String {
        match split(address) {
            Ok(Zones { zones, port }) => format!("{} {}", zones.join(" "), port.unwrap_or(53)),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn addresses_are_split_as_coredns_does() {
        for (address, expected) in [
            (".:53", ". 53"),
            ("mesh", "mesh 53"),
            (".:022", ". 22"),
            (".:+22", ". 22"),
            (".:-1", ". -1"),
            ("22", "22 53"),
            (":22", "zone is not a valid domain name: "),
            (".:", "expecting data after last colon: \".:\""),
            ("", "expecting data after last colon: \"\""),
            (".:abc", "zone is not a valid domain name: .:abc"),
            ("a:abc", "a:abc 53"),
            ("a:9999999999999999999", "a:9999999999999999999 53"),
            ("10.0.0.0/24:5", "0.0.10.in-addr.arpa. 5"),
            ("10.0.0.0/33", "10.0.0.0/33 53"),
            ("10.0.0.0/8", "10.in-addr.arpa. 53"),
            ("0.0.0.0/0", "in-addr.arpa. 53"),
            ("10.0.0.0/23", "0.0.10.in-addr.arpa. 1.0.10.in-addr.arpa. 53"),
            ("2001:db8::/32", "8.b.d.0.1.0.0.2.ip6.arpa. 53"),
            ("::/0", "invalid CIDR ::/0"),
        ] {
            assert_eq!(zones(address), expected, "{address}");
        }
        assert_eq!(split("10.0.0.0/25").map(|split| split.zones.len()), Ok(128));
        assert_eq!(split(&"a".repeat(256)), Err(AddressError::TooLong(256)));
    }

    #[test]
    fn names_are_what_dns_can_carry() {
        let long = "a".repeat(63);
        for (name, is_name) in [
            (".", true),
            ("a", true),
            ("a.", true),
            ("*.mesh", true),
            ("bücher", true),
            ("ȶ", true),
            ("a b", true),
            ("a\\.b", true),
            ("a\\046b", true),
            ("a\\", true),
            ("", false),
            ("..", false),
            ("a..b", false),
            (".a", false),
            (long.as_str(), true),
        ] {
            assert_eq!(is_domain_name(name), is_name, "{name}");
        }
        assert!(!is_domain_name(&"a".repeat(64)));
        assert!(is_domain_name(&format!("{}a", "\\097".repeat(62))));
        let labels = |count: usize| vec![long.as_str(); count].join(".");
        assert!(is_domain_name(&labels(4)) && !is_domain_name(&labels(5)));
    }

    #[test]
    fn arguments_are_normalised() {
        for (argument, zones) in [
            ("MESH", vec!["mesh."]),
            ("dns://Mesh.:53", vec!["mesh."]),
            ("a..b", vec![]),
            ("10.0.0.0/16", vec!["0.10.in-addr.arpa."]),
            ("a\\.", vec!["a\\.."]),
        ] {
            assert_eq!(normalize(argument), zones, "{argument}");
        }
        assert_eq!(split_scheme("https3://a"), (Some("https3"), "a"));
        assert_eq!(split_scheme("DNS://a"), (None, "DNS://a"));
    }

    #[test]
    fn hosts_and_ports_are_split_as_go_does() {
        for (address, expected) in [
            ("localhost:9153", "localhost|9153"),
            (":9153", "|9153"),
            ("a:", "a|"),
            ("[::1]:53", "::1|53"),
            ("", "missing port in address"),
            ("9153", "address 9153: missing port in address"),
            ("[::1]", "address [::1]: missing port in address"),
            ("[::1", "address [::1: missing ']' in address"),
            ("::1:53", "address ::1:53: too many colons in address"),
            ("[::1]:5:3", "address [::1]:5:3: too many colons in address"),
            ("[::1]x:53", "address [::1]x:53: missing port in address"),
            ("a[:53", "address a[:53: unexpected '[' in address"),
            ("a]:53", "address a]:53: unexpected ']' in address"),
        ] {
            let found = match split_host_port(address) {
                Ok((host, port)) => format!("{host}|{port}"),
                Err(error) => error.to_string(),
            };
            assert_eq!(found, expected);
        }
    }
}
