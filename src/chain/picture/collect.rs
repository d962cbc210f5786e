//! Lays walks over one another: each step says who had the query before and who has it now. Texts for people are made in
//! `legend`.

use std::collections::{BTreeMap, BTreeSet};

use super::exchange::{Circumstance, Strand, answer_text};
use super::{Written, exchange};
use crate::chain::query::Protocol;
use crate::chain::site;
use crate::chain::step::{Action, Actor, LeftAlone, Pass, Step, Walk, Way, Who};
use crate::coredns::config::{Transport, Upstream};
use crate::coredns::{Server, dns};
use crate::corefile::Place;

/// A part, before it has a place in the picture.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    Client,
    Iptables,
    Block(usize),
    Template(usize, usize),
    Alternate(usize, usize),
    Forward(usize, usize),
    /// CoreDNS outside of all server blocks, and why.
    CoreDns(String),
    Proxy,
    Nobody,
    Envoy,
    Host,
    /// Somebody who is asked, by name or address.
    Upstream(String),
    /// An address where nobody can be asked.
    Unreachable(String),
}

impl Key {
    fn of(who: &Who<'_>) -> Option<Self> {
        match who {
            Who::Envoy => Some(Self::Envoy),
            Who::CoreDns => None,
            Who::Known(name) => Some(Self::Upstream((*name).to_owned())),
            Who::Host => Some(Self::Host),
            Who::Somebody(address) => Some(Self::Upstream(address.to_string())),
            Who::Nobody(address) => Some(Self::Unreachable(address.to_string())),
        }
    }

    /// The server block that it is, or is a rule of.
    pub const fn block(&self) -> Option<usize> {
        match self {
            Self::Block(block) | Self::Template(block, _) | Self::Alternate(block, _) | Self::Forward(block, _) => {
                Some(*block)
            }
            _ => None,
        }
    }
}

/// What all walks came to.
#[derive(Debug)]
pub struct Collected<'a> {
    /// What the Corefile is set up to.
    pub server: Option<&'a Server>,
    /// The parts that queries met, in the order in which they did.
    pub met: Vec<Key>,
    known: BTreeSet<Key>,
    /// What passes between two of them.
    pub strands: BTreeMap<(Key, Key), Strand>,
    /// What each answers.
    pub answers: BTreeMap<Key, exchange::Replies>,
    /// What else is to be said of a part.
    pub notes: BTreeMap<Key, BTreeSet<String>>,
}

/// Where a way has come to.
#[derive(Default)]
struct Trail {
    /// Who has the query, by depth.
    at: Vec<Key>,
    /// Why the part at each depth gave it away.
    leaving: Option<String>,
    /// Who sent it to somebody who has not been met yet.
    sender: Option<Key>,
    /// To which port of CoreDNS, if it is known.
    port: Option<u16>,
    /// Over what.
    protocol: Protocol,
    /// Questions without a reply so far.
    open: Vec<Open>,
    is_down: bool,
}

struct Open {
    who: String,
    from: Key,
    to: Option<Key>,
    when: Circumstance,
}

impl<'a> Collected<'a> {
    /// Nothing yet.
    pub fn new(server: Option<&'a Server>) -> Self {
        Self {
            server,
            met: Vec::new(),
            known: BTreeSet::new(),
            strands: BTreeMap::new(),
            answers: BTreeMap::new(),
            notes: BTreeMap::new(),
        }
    }

    /// Adds a walk; `is_down` says that Envoy was taken down for it.
    pub fn add(&mut self, walk: &Walk<'_>, is_down: bool) {
        for way in &walk.ways {
            self.add_way(way, walk.query.protocol, is_down);
        }
    }

    fn add_way(&mut self, way: &Way<'_>, protocol: Protocol, is_down: bool) {
        let mut trail = Trail { protocol, is_down, ..Trail::default() };
        for step in &way.steps {
            self.add_step(step, &mut trail);
        }
        let answer = match &way.outcome.reply {
            Ok(message) => answer_text(message.rcode, message.answers.len()),
            Err(no_answer) => no_answer.to_string(),
        };
        // Somebody else than CoreDNS has its port.
        if let (Some(from), Ok(message)) = (trail.sender.take(), &way.outcome.reply)
            && let Actor::Other(who) = &message.from
            && let Some(key) = Key::of(who)
            && trail.at.is_empty()
        {
            self.link(&from, &key).over(protocol);
            trail.at.push(key);
        }
        if let Some(last) = trail.at.first() {
            self.answer(last.clone(), Circumstance::of(protocol, is_down), answer);
        }
    }

    fn add_step(&mut self, step: &Step<'_>, trail: &mut Trail) {
        let depth = usize::from(step.depth);
        match (&step.actor, &step.action) {
            (Actor::Iptables, action) => {
                self.link(&Key::Client, &Key::Iptables).over(trail.protocol);
                trail.sender = Some(Key::Iptables);
                if let Action::LeftAlone(reason) = action {
                    trail.leaving = Some(left_alone_text(*reason).to_owned());
                }
            }
            (Actor::Client, Action::Sent(who, protocol)) => {
                self.sent(&Key::Iptables, who, *protocol, step.place, trail);
                trail.sender = None;
            }
            (Actor::Client, _) => self.arrive(Key::Nobody, 0, trail),
            (Actor::Site(index), Action::Took(zone)) => {
                let Some(site) = self.server.and_then(|server| server.sites.get(*index)) else { return };
                trail.leaving = Some((*zone).to_owned());
                self.arrive(Key::Block(site.block), depth, trail);
            }
            (Actor::EmbeddedProxy, action) => {
                if trail.at.is_empty() {
                    self.arrive(Key::Proxy, 0, trail);
                }
                if let Action::Sent(who, protocol) = action {
                    self.sent(&Key::Proxy, who, *protocol, step.place, trail);
                }
            }
            (Actor::Template { block, rule }, action) => {
                self.rule(Key::Template(*block, *rule), action, step, trail);
            }
            (Actor::Alternate { .. }, Action::Kept(_)) => {}
            (Actor::Alternate { block, rule }, action) => {
                self.rule(Key::Alternate(*block, *rule), action, step, trail);
            }
            (Actor::Forward { block, rule }, action) => {
                self.rule(Key::Forward(*block, *rule), action, step, trail);
            }
            (Actor::Other(Who::Envoy), Action::Sent(who, protocol)) => {
                self.sent(&Key::Envoy, who, *protocol, step.place, trail);
            }
            (Actor::Other(who), Action::Answered { rcode, answers }) => {
                self.reply(who, answer_text(*rcode, *answers), depth, trail);
            }
            (Actor::Other(who), Action::Unanswered(no_answer)) => self.reply(who, no_answer.to_string(), depth, trail),
            (Actor::CoreDns, Action::Failed(_, failure)) if trail.at.len() <= depth => {
                self.arrive(Key::CoreDns(failure.to_string()), depth, trail);
            }
            (Actor::CoreDns, Action::Unanswered(_)) => {
                self.arrive(Key::CoreDns("the metrics take the connection".to_owned()), depth, trail);
            }
            (Actor::CoreDns, Action::Loop) => {
                if let Some(sender) = trail.sender.take() {
                    if let Some(block) = self.block_again(trail) {
                        self.link(&sender, &Key::Block(block)).over(trail.protocol);
                    }
                    self.note(sender, "the query comes round again");
                }
            }
            _ => {}
        }
    }

    /// A rule of a server block does something.
    fn rule(&mut self, key: Key, action: &Action<'_>, step: &Step<'_>, trail: &mut Trail) {
        let depth = usize::from(step.depth);
        trail.at.truncate(depth + 1);
        if let Some(before) = trail.at.get(depth).filter(|before| **before != key).cloned() {
            let reason = match action {
                Action::Fired(rcode) => Some(dns::rcode_text(*rcode).into_owned()),
                _ => trail.leaving.take(),
            };
            let strand = self.link(&before, &key);
            if let Some(reason) = reason.filter(|_| !matches!(before, Key::Block(_))) {
                strand.pass(reason);
            }
        }
        if let Some(at) = trail.at.get_mut(depth) {
            *at = key.clone();
        }
        trail.leaving = None;
        match action {
            Action::Passed(reason) => trail.leaving = Some(pass_text(*reason)),
            Action::Next(rcode) => trail.leaving = Some(dns::rcode_text(*rcode).into_owned()),
            Action::FailedOver(rcode) => {
                self.note(key, &format!("asks another upstream on {}", dns::rcode_text(*rcode)));
            }
            Action::Followed(_) => {
                self.note(key.clone(), "looks the target of its CNAME up");
                trail.sender = Some(key);
            }
            Action::Answered { rcode, answers } if depth > 0 => {
                self.answer(key, Circumstance::of(trail.protocol, trail.is_down), answer_text(*rcode, *answers));
            }
            Action::Sent(who, protocol) => self.sent(&key, who, *protocol, step.place, trail),
            _ => {}
        }
    }

    fn sent(&mut self, from: &Key, who: &Who<'_>, protocol: Protocol, place: Option<Place>, trail: &mut Trail) {
        let when = Circumstance::of(protocol, trail.is_down);
        let to = Key::of(who);
        trail.open.push(Open { who: who.to_string(), from: from.clone(), to: to.clone(), when });
        let upstream = self.server.and_then(|server| {
            let upstreams = Written::find(server, from)?.upstreams();
            upstreams.iter().find(|upstream| Some(upstream.place) == place)
        });
        let Some(to) = to else {
            trail.sender = Some(from.clone());
            trail.port = upstream.and_then(Upstream::port);
            return;
        };
        let wrapping = upstream.and_then(|upstream| transport_text(upstream.transport));
        if let Some(upstream) = upstream
            && to != Key::Envoy
            && !is_said(who, &upstream.written)
        {
            self.note(to.clone(), &upstream.written);
        }
        let strand = self.link(from, &to);
        match wrapping {
            Some(wrapping) => strand.pass(wrapping.to_owned()),
            None => strand.over(protocol),
        }
        if let Some(reason) = trail.leaving.take() {
            strand.pass(reason);
        }
    }

    fn reply(&mut self, who: &Who<'_>, reply: String, depth: usize, trail: &mut Trail) {
        let who = who.to_string();
        let Some(index) = trail.open.iter().rposition(|open| open.who == who) else { return };
        let Some(open) = trail.open.drain(index..).next() else { return };
        let asked = trail.at.get(depth + 1).cloned();
        trail.at.truncate(depth + 1);
        if let Some(to) = open.to {
            self.strand(&open.from, &to).replies.add(open.when, reply);
        } else if let Some(asked) = asked {
            // CoreDNS asked itself: whoever had the query at last answers.
            if let Some(block) = asked.block() {
                self.strand(&open.from, &Key::Block(block)).replies.add(open.when, reply.clone());
            }
            self.answer(asked, open.when, reply);
        }
    }

    /// The block to which a query comes round: one that has it already.
    fn block_again(&self, trail: &Trail) -> Option<usize> {
        let server = self.server?;
        let serves =
            |block: &usize| server.sites.iter().any(|site| site.block == *block && site::port(site) == trail.port);
        let blocks = || trail.at.iter().rev().filter_map(Key::block);
        blocks().find(serves).or_else(|| blocks().next())
    }

    /// The query comes to a node.
    fn arrive(&mut self, key: Key, depth: usize, trail: &mut Trail) {
        trail.at.truncate(depth);
        let passes = trail.leaving.take();
        let protocol = trail.protocol;
        match trail.sender.take() {
            // A CNAME's target within the same block is told by a note.
            Some(Key::Template(block, _)) if key == Key::Block(block) => self.meet(&key),
            Some(from) => {
                let strand = self.link(&from, &key);
                strand.over(protocol);
                passes.into_iter().for_each(|passes| strand.pass(passes));
            }
            None => self.meet(&key),
        }
        while trail.at.len() < depth {
            trail.at.push(key.clone());
        }
        trail.at.push(key);
    }

    fn meet(&mut self, key: &Key) {
        if self.known.insert(key.clone()) {
            self.met.push(key.clone());
        }
    }

    /// Whether a query met the part.
    pub fn is_met(&self, key: &Key) -> bool {
        self.known.contains(key)
    }

    fn link(&mut self, from: &Key, to: &Key) -> &mut Strand {
        self.meet(from);
        self.meet(to);
        self.strand(from, to)
    }

    fn strand(&mut self, from: &Key, to: &Key) -> &mut Strand {
        self.strands.entry((from.clone(), to.clone())).or_default()
    }

    fn answer(&mut self, key: Key, when: Circumstance, answer: String) {
        self.answers.entry(key).or_default().add(when, answer);
    }

    fn note(&mut self, key: Key, text: &str) {
        self.notes.entry(key).or_default().insert(text.to_owned());
    }
}

const fn left_alone_text(reason: LeftAlone) -> &'static str {
    match reason {
        LeftAlone::NotSetUp | LeftAlone::Tcp => "not redirected",
        LeftAlone::TcpThroughEnvoy => "to Envoy's outbound listener",
    }
}

fn pass_text(reason: Pass<'_>) -> String {
    match reason {
        Pass::Zone => "other names".to_owned(),
        Pass::Except(zone) => format!("names under {zone}"),
        Pass::Class => "other classes".to_owned(),
        Pass::Type => "other types".to_owned(),
        Pass::Fallthrough => "no match".to_owned(),
    }
}

const fn transport_text(transport: Transport) -> Option<&'static str> {
    match transport {
        Transport::Dns => None,
        Transport::Tls => Some("TLS"),
        Transport::Quic => Some("QUIC"),
        Transport::Grpc => Some("gRPC"),
        Transport::Https => Some("HTTPS"),
        Transport::Https3 => Some("HTTP/3"),
        Transport::Unix => Some("a socket"),
    }
}

/// Whether the name of somebody says what is written in the Corefile.
fn is_said(who: &Who<'_>, written: &str) -> bool {
    who.to_string().contains(written.trim_start_matches("dns://"))
}
