//! Who the answer that a client gets comes from.

use std::fmt;

use super::step::{Actor, Outcome, Who};
use super::world::World;

/// Who answered.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnsweredBy {
    /// Envoy's DNS filter.
    Envoy,
    /// The host's resolver.
    Host,
    /// A template of the Corefile.
    Template,
    /// CoreDNS itself, because nobody else did.
    CoreDns,
    /// The DNS proxy embedded in kuma-dp.
    EmbeddedProxy,
    /// Another server, by its name or address.
    Server(String),
    /// Nobody: no answer comes.
    Nobody,
}

impl AnsweredBy {
    /// The words of [`Self::word`] that are no server's name.
    pub const WORDS: [&str; 6] = ["envoy", "host", "template", "coredns", "embedded-proxy", "nobody"];

    /// Whose answer an outcome is.
    #[must_use]
    pub fn of(outcome: &Outcome<'_>, world: &World) -> Self {
        let Ok(message) = &outcome.reply else { return Self::Nobody };
        match &message.from {
            Actor::Template { .. } => Self::Template,
            Actor::EmbeddedProxy => Self::EmbeddedProxy,
            Actor::Other(who) => Self::of_asked(who, world),
            _ => Self::CoreDns,
        }
    }

    /// The same for somebody who is asked.
    #[must_use]
    pub fn of_asked(who: &Who<'_>, world: &World) -> Self {
        match who {
            Who::Envoy => Self::Envoy,
            Who::Host => Self::Host,
            Who::CoreDns => Self::CoreDns,
            Who::Known(name) => {
                let listener = world.listeners.iter().find(|listener| listener.name == *name);
                let is_host = listener.is_some_and(|listener| listener.is_host);
                if is_host { Self::Host } else { Self::Server((*name).to_owned()) }
            }
            Who::Somebody(name) | Who::Nobody(name) => Self::Server(name.to_string()),
        }
    }

    /// The word for it in files and documents: `envoy`, `host`, `template`, `coredns`, `embedded-proxy`, `nobody`, or the
    /// server's name.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::Envoy => "envoy",
            Self::Host => "host",
            Self::Template => "template",
            Self::CoreDns => "coredns",
            Self::EmbeddedProxy => "embedded-proxy",
            Self::Server(name) => name,
            Self::Nobody => "nobody",
        }
    }
}

impl fmt::Display for AnsweredBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Envoy => "Envoy",
            Self::Host => "the host's resolver",
            Self::Template => "a template",
            Self::CoreDns => "CoreDNS itself",
            Self::EmbeddedProxy => "the embedded DNS proxy",
            Self::Server(name) => name,
            Self::Nobody => "nobody",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::tests::{block, server, world};
    use crate::chain::{Query, walk};
    use crate::coredns::dns;

    #[test]
    fn who_it_was() {
        let by = |lines: &str, name: &str| {
            let (server, world) = (server(&block(lines)), world());
            let walk = walk(&server, &world, &Query::new(name, dns::A), 15053);
            AnsweredBy::of(&walk.ways[0].outcome, &world).to_string()
        };
        let chain = "forward . 127.0.0.1:15054\nalternate NXDOMAIN . /etc/resolv.conf";
        assert_eq!(by(chain, "a.mesh"), "Envoy");
        assert_eq!(by(chain, "a.org"), "the host's resolver");
        assert_eq!(by("forward . 10.0.0.1", "a.org"), "10.0.0.1:53");
        assert_eq!(by("template IN A", "a.org"), "a template");
        assert_eq!(by("errors", "a.org"), "CoreDNS itself");
        let (server, world) = (server("mesh:1053 {\n}"), world());
        let walk = walk(&server, &world, &Query::new("a.", dns::A), 15053);
        assert_eq!(AnsweredBy::of(&walk.ways[0].outcome, &world), AnsweredBy::Nobody);
    }

    #[test]
    fn every_word_is_listed() {
        use AnsweredBy::{CoreDns, EmbeddedProxy, Envoy, Host, Nobody, Template};
        let words = [Envoy, Host, Template, CoreDns, EmbeddedProxy, Nobody].map(|by| by.word().to_owned());
        assert_eq!(words, AnsweredBy::WORDS);
    }
}
