//! The chain of a side-car as a picture: the walks of many queries laid over one another, so that everybody who takes part
//! stands there once, with what passes between them. Nothing is known here about the order of plugins or about rcodes but
//! what the walks do. How it looks is left to `report`.

mod collect;
mod exchange;
mod legend;
mod queries;
#[cfg(test)]
mod tests;
mod trouble;

use super::journey::Journey;
use crate::coredns::Server;
use crate::coredns::config::{Alternate, Forward, Template, Upstream};
use crate::corefile::Place;
use crate::diagnostic::Severity;

use super::Front;
pub use queries::MAX_STEPS;

/// More parts are not kept; the picture says how many there are.
pub const MAX_PARTS: usize = 200;
/// More rules of one server block are not kept.
pub const MAX_RULES: usize = 40;

/// Everybody who takes part in answering the queries of a client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// Who takes part, the client first.
    pub nodes: Vec<Node>,
    /// What passes between them, and from rule to rule of a server block.
    pub edges: Vec<Edge>,
    /// What lint found that belongs to no part.
    pub elsewhere: Vec<Trouble>,
    /// How many server blocks and rules are not kept.
    pub left_out: usize,
    /// Whether every way of every query was walked.
    pub complete: bool,
}

/// Somebody who takes part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub role: Role,
    /// The node as a whole.
    pub head: Part,
    /// The rules of a server block, in the order in which queries meet them.
    pub rules: Vec<Part>,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Whoever asks.
    Client,
    /// The rules of the transparent proxy.
    Iptables,
    /// A server block of CoreDNS.
    Block,
    /// CoreDNS where no server block takes the query.
    CoreDns,
    /// The DNS proxy embedded in kuma-dp.
    Proxy,
    /// A port at which nobody listens.
    Nobody,
    /// Envoy's DNS filter.
    Envoy,
    /// The host's resolver.
    Host,
    /// Another server.
    Upstream,
}

/// A node as a whole, or a rule in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// What it is called.
    pub title: String,
    /// What else is to be known of it, a line each.
    pub details: Vec<String>,
    /// What it answers whoever asks: rcodes, or that no answer comes.
    pub answers: Vec<String>,
    /// What lint found there.
    pub trouble: Vec<Trouble>,
    /// Whether a walked query came by.
    pub is_met: bool,
    /// Where it is written in the Corefile.
    pub place: Option<Place>,
}

/// One of the parts: a node, or a rule in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct End {
    /// Index of the node.
    pub node: usize,
    /// Index of the rule.
    pub rule: Option<usize>,
}

/// What passes from one part to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Who passes it on.
    pub from: End,
    /// To whom.
    pub to: End,
    /// What passes: protocols, zones, rcodes.
    pub passes: Vec<String>,
    /// What comes back, a line each.
    pub replies: Vec<String>,
}

/// What lint found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The rule's code.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// The line in what the user wrote, from 1.
    pub line: usize,
}

impl Picture {
    /// Walks queries of all kinds through `journey` and lays the walks over one another.
    #[must_use]
    pub fn of(journey: &Journey<'_>) -> Self {
        let server = match journey.front {
            Front::CoreDns(server) => Some(server),
            Front::EmbeddedProxy | Front::Nobody => None,
        };
        let mut collected = collect::Collected::new(server);
        let complete = queries::walk_all(journey, server, &mut collected);
        legend::picture(collected, journey, complete)
    }

    /// The part at `end`.
    #[must_use]
    pub fn part(&self, end: End) -> Option<&Part> {
        let node = self.nodes.get(end.node)?;
        end.rule.map_or(Some(&node.head), |rule| node.rules.get(rule))
    }

    /// All parts with their ends, in order.
    pub fn parts(&self) -> impl Iterator<Item = (End, &Part)> {
        self.nodes.iter().enumerate().flat_map(|(node, item)| {
            let rules = item.rules.iter().enumerate().map(move |(rule, part)| (End { node, rule: Some(rule) }, part));
            std::iter::once((End { node, rule: None }, &item.head)).chain(rules)
        })
    }

    /// The edges that leave `end`, and whether each stays in its node.
    pub fn edges_from(&self, end: End) -> impl Iterator<Item = &Edge> {
        self.edges.iter().filter(move |edge| edge.from == end)
    }

    /// The edges that formats draw by themselves: not those from the head of a server block to its first rule.
    pub fn drawn_edges(&self) -> impl Iterator<Item = &Edge> {
        self.edges.iter().filter(|edge| !edge.is_inner() || edge.from.rule.is_some())
    }

    /// All trouble with the part that it is at, in the order of the parts, then what belongs to no part.
    pub fn trouble(&self) -> impl Iterator<Item = (Option<&Part>, &Trouble)> {
        let placed = self.parts().flat_map(|(_, part)| part.trouble.iter().map(move |trouble| (Some(part), trouble)));
        placed.chain(self.elsewhere.iter().map(|trouble| (None, trouble)))
    }
}

impl Edge {
    /// Whether it leads from rule to rule of one server block.
    #[must_use]
    pub const fn is_inner(&self) -> bool {
        self.from.node == self.to.node
    }
}

/// A rule of a server block.
#[derive(Clone, Copy, Debug)]
enum Written<'a> {
    Template(&'a Template),
    Alternate(&'a Alternate),
    Forward(&'a Forward),
}

impl<'a> Written<'a> {
    fn find(server: &'a Server, key: &collect::Key) -> Option<Self> {
        match *key {
            collect::Key::Template(block, rule) => Some(Self::Template(server.blocks.get(block)?.templates.get(rule)?)),
            collect::Key::Alternate(block, rule) => {
                Some(Self::Alternate(server.blocks.get(block)?.alternates.get(rule)?))
            }
            collect::Key::Forward(block, rule) => Some(Self::Forward(server.blocks.get(block)?.forwards.get(rule)?)),
            _ => None,
        }
    }

    fn upstreams(self) -> &'a [Upstream] {
        match self {
            Self::Template(_) => &[],
            Self::Alternate(rule) => &rule.upstreams,
            Self::Forward(rule) => &rule.upstreams,
        }
    }

    const fn place(self) -> Place {
        match self {
            Self::Template(rule) => rule.place,
            Self::Alternate(rule) => rule.place,
            Self::Forward(rule) => rule.place,
        }
    }
}
