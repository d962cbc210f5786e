//! Which data planes a finished Corefile can have been made for: those on whose Envoy port it forwards. Ports are all that
//! tells platforms apart; a text that forwards to nobody's Envoy fits none better than another.

use std::net::{Ipv4Addr, SocketAddr};

use super::holds::Points;
use crate::corefile::Token;
use crate::mesh::{Matrix, Setting};

/// The points among `points` whose Envoy is forwarded to, or all if there is none.
#[must_use]
pub fn of(tokens: &[Token<'_>], matrix: &Matrix, points: Points) -> Points {
    let mut forwarded = Vec::new();
    let mut line: Option<(u32, bool)> = None;
    for token in tokens {
        match line {
            Some((number, is_forward)) if number == token.line => {
                forwarded.extend(is_forward.then(|| loopback_port(&token.text)).flatten());
            }
            _ => line = Some((token.line, token.text == "forward")),
        }
    }
    let is_asked = |index: &usize| {
        let port = matrix.points.get(*index).and_then(|point| point.settings.port(Setting::EnvoyDnsPort));
        port.is_some_and(|port| forwarded.contains(&port))
    };
    let fitting: Points = points.iter().filter(is_asked).collect();
    if fitting.is_empty() { points } else { fitting }
}

fn loopback_port(word: &str) -> Option<u32> {
    let word = word.strip_prefix("dns://").unwrap_or(word);
    let address: SocketAddr = word.replace("localhost:", "127.0.0.1:").parse().ok()?;
    (address.ip() == Ipv4Addr::LOCALHOST).then_some(address.port().into())
}
