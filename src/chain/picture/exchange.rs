//! What passes between two parts, gathered over all walks: what goes one way, and what comes back over UDP, over TCP and
//! while Envoy is down. Said once where all are alike.

use std::collections::BTreeMap;

use crate::chain::query::Protocol;
use crate::coredns::dns;

/// What is told first.
const FIRST: [&str; 3] = ["NOERROR", "NODATA", "NXDOMAIN"];

/// How a query travels, as far as it makes a difference to replies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Circumstance {
    /// Over UDP.
    Udp,
    /// Over TCP.
    Tcp,
    /// While Envoy is down.
    EnvoyDown,
}

impl Circumstance {
    /// That of a query over `protocol`.
    pub const fn of(protocol: Protocol, is_down: bool) -> Self {
        match (is_down, protocol) {
            (true, _) => Self::EnvoyDown,
            (false, Protocol::Udp) => Self::Udp,
            (false, Protocol::Tcp) => Self::Tcp,
        }
    }
}

/// Replies by circumstance, each once; but for the most usual ones in the order in which they came.
#[derive(Clone, Debug, Default)]
pub struct Replies(BTreeMap<Circumstance, Vec<String>>);

impl Replies {
    /// Adds one.
    pub fn add(&mut self, when: Circumstance, reply: String) {
        let known = self.0.entry(when).or_default();
        if !known.contains(&reply) {
            known.push(reply);
        }
    }

    /// A line for what usually comes, and one for each circumstance that brings something else.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let mut said: Vec<&String> = Vec::new();
        for (when, replies) in &self.0 {
            let mut new: Vec<&String> = replies.iter().filter(|reply| !said.contains(reply)).collect();
            if new.is_empty() {
                continue;
            }
            new.sort_by_key(|reply| FIRST.iter().position(|first| first == reply).unwrap_or(FIRST.len()));
            let text = new.iter().map(|reply| reply.as_str()).collect::<Vec<_>>().join(", ");
            lines.push(match when {
                _ if said.is_empty() && *when != Circumstance::EnvoyDown => text,
                Circumstance::Udp => text,
                Circumstance::Tcp => format!("TCP: {text}"),
                Circumstance::EnvoyDown => format!("Envoy down: {text}"),
            });
            said.extend(new);
        }
        lines
    }
}

/// All that passes from one part to another.
#[derive(Clone, Debug, Default)]
pub struct Strand {
    /// Protocols, in the order of [`Circumstance`].
    pub protocols: Vec<Circumstance>,
    /// Zones, rcodes and reasons, each once.
    pub passes: Vec<String>,
    /// What comes back.
    pub replies: Replies,
}

impl Strand {
    /// Adds what passes.
    pub fn pass(&mut self, what: String) {
        if !self.passes.contains(&what) {
            self.passes.push(what);
        }
    }

    /// Adds a protocol.
    pub fn over(&mut self, protocol: Protocol) {
        let when = Circumstance::of(protocol, false);
        if !self.protocols.contains(&when) {
            self.protocols.push(when);
            self.protocols.sort_unstable();
        }
    }

    /// The protocols in words: `UDP, TCP`.
    pub fn protocols_text(&self) -> Option<String> {
        let words = self.protocols.iter().map(|when| if *when == Circumstance::Tcp { "TCP" } else { "UDP" });
        (!self.protocols.is_empty()).then(|| words.collect::<Vec<_>>().join(", "))
    }
}

/// An answer in a word: its rcode, or NODATA for a name that exists without such a record.
pub fn answer_text(rcode: u16, answers: usize) -> String {
    if rcode == dns::NOERROR && answers == 0 { "NODATA".to_owned() } else { dns::rcode_text(rcode).into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_alike_is_said_once() {
        let mut replies = Replies::default();
        for (when, reply) in [
            (Circumstance::Udp, "NXDOMAIN"),
            (Circumstance::Udp, "NOERROR"),
            (Circumstance::Udp, "NXDOMAIN"),
            (Circumstance::Tcp, "NOERROR"),
            (Circumstance::EnvoyDown, "refused"),
        ] {
            replies.add(when, reply.to_owned());
        }
        assert_eq!(replies.lines(), ["NOERROR, NXDOMAIN", "Envoy down: refused"]);
        replies.add(Circumstance::Tcp, "closed".to_owned());
        assert_eq!(replies.lines(), ["NOERROR, NXDOMAIN", "TCP: closed", "Envoy down: refused"]);
        assert_eq!(answer_text(dns::NOERROR, 0), "NODATA");
    }
}
