//! What a client asks.

use std::net::{IpAddr, Ipv4Addr};

use crate::coredns::dns;

/// How a query travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// UDP.
    #[default]
    Udp,
    /// TCP.
    Tcp,
}

/// A question with one name, as a client sends it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Query {
    name: String,
    lower: String,
    /// The number of the type.
    pub qtype: u16,
    /// The number of the class.
    pub qclass: u16,
    /// How it travels.
    pub protocol: Protocol,
    /// Whether recursion is desired; every stub resolver says so.
    pub recursion_desired: bool,
    /// The client's address: the data plane's own, since the query is redirected on the host.
    pub client: IpAddr,
}

impl Query {
    /// A question of class IN over UDP. The dot at the name's end may be missing; the letter case is kept.
    #[must_use]
    pub fn new(name: &str, qtype: u16) -> Self {
        let name = if ends_with_dot(name) { name.to_owned() } else { format!("{name}.") };
        let lower = name.to_ascii_lowercase();
        let client = IpAddr::V4(Ipv4Addr::LOCALHOST);
        Self { name, lower, qtype, qclass: dns::IN, protocol: Protocol::Udp, recursion_desired: true, client }
    }

    /// The same question over `protocol`.
    #[must_use]
    pub fn over(mut self, protocol: Protocol) -> Self {
        self.protocol = protocol;
        self
    }

    /// The same question in `class`.
    #[must_use]
    pub fn in_class(mut self, class: u16) -> Self {
        self.qclass = class;
        self
    }

    /// The name with its dot at the end, letter case as sent.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name in lower case, which is what CoreDNS compares with.
    #[must_use]
    pub fn lower(&self) -> &str {
        &self.lower
    }
}

/// Whether the last dot is one: `a\.` ends with a dot that belongs to the label.
fn ends_with_dot(name: &str) -> bool {
    let Some(before) = name.strip_suffix('.') else { return false };
    before.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_with_a_dot() {
        for (text, name) in [("a.mesh", "a.mesh."), ("A.Mesh.", "A.Mesh."), ("", "."), (".", "."), ("a\\.", "a\\..")] {
            let query = Query::new(text, dns::A);
            assert_eq!(query.name(), name);
            assert_eq!(query.lower(), name.to_lowercase());
        }
    }
}
