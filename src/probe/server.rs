//! Which server is asked: an address and a port as people write them. Names are not looked up, because that would ask the
//! very chain that is to be probed.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Why a text names no server.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ServerError {
    /// A name.
    #[error("{0:?} is no address: write an IP, such as 127.0.0.1:15053 or [::1]:53 (of names only localhost is known)")]
    Name(String),
    /// No port, or a bad one.
    #[error("{0:?} is no port between 1 and 65535")]
    Port(String),
    /// An address that no single server has.
    #[error("{0} is the address of no single server: write the one at which it can be reached")]
    NotOne(IpAddr),
}

/// Reads `HOST:PORT`, `HOST` or `[IPv6]:PORT`; without a port it is `default_port`.
///
/// # Errors
/// [`ServerError`].
pub fn parse(text: &str, default_port: u16) -> Result<SocketAddr, ServerError> {
    if let Ok(ip) = text.parse() {
        return checked(ip, default_port);
    }
    let (host, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, "")) => (host, None),
        Some((host, rest)) => (host, Some(rest.strip_prefix(':').ok_or_else(|| ServerError::Name(text.to_owned()))?)),
        None => text.rsplit_once(':').map_or((text, None), |(host, port)| (host, Some(port))),
    };
    let ip = match host {
        _ if host.eq_ignore_ascii_case("localhost") => Ipv4Addr::LOCALHOST.into(),
        _ => host.parse().map_err(|_| ServerError::Name(text.to_owned()))?,
    };
    let port = match port {
        None => default_port,
        Some(port) => {
            let number = if port.starts_with('+') { None } else { port.parse().ok() };
            number.filter(|port| *port > 0).ok_or_else(|| ServerError::Port(port.to_owned()))?
        }
    };
    checked(ip, port)
}

fn checked(ip: IpAddr, port: u16) -> Result<SocketAddr, ServerError> {
    let is_broadcast = ip == IpAddr::V4(Ipv4Addr::BROADCAST);
    if ip.is_unspecified() || ip.is_multicast() || is_broadcast {
        return Err(ServerError::NotOne(ip));
    }
    if port == 0 { Err(ServerError::Port(port.to_string())) } else { Ok(SocketAddr::new(ip, port)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_read() {
        for (text, server) in [
            ("127.0.0.1:15053", "127.0.0.1:15053"),
            ("10.96.0.10", "10.96.0.10:53"),
            ("localhost", "127.0.0.1:53"),
            ("LOCALHOST:5", "127.0.0.1:5"),
            ("[::1]:99", "[::1]:99"),
            ("[::1]", "[::1]:53"),
            ("::1", "[::1]:53"),
        ] {
            assert_eq!(parse(text, 53).map(|server| server.to_string()).as_deref(), Ok(server), "{text}");
        }
    }

    #[test]
    fn what_names_none_is_told() {
        for text in ["dns.corp:53", "", ":53", "1.2.3:53", "[::1", "[::1]53", "[x]:1", "127.0.0.1:53:54", "localhosts"]
        {
            assert!(matches!(parse(text, 53), Err(ServerError::Name(_))), "{text}");
        }
        for text in ["127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:", "127.0.0.1:dns", "localhost:+53", "[::1]:-1"] {
            assert!(matches!(parse(text, 53), Err(ServerError::Port(_))), "{text}");
        }
        for text in ["0.0.0.0:53", "[::]:53", "224.0.0.1", "255.255.255.255:53", "ff02::fb"] {
            assert!(matches!(parse(text, 53), Err(ServerError::NotOne(_))), "{text}");
        }
        assert!(matches!(parse("127.0.0.1", 0), Err(ServerError::Port(_))));
    }
}
