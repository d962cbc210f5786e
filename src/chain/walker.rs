//! The walk: a way is walked with the choices that chance has made so far, then the last choice is made differently, until
//! there is none left.

use std::borrow::Cow;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use super::behaviour::something;
use super::forward::{Destination, Reply};
use super::message::{Message, Record};
use super::query::{Protocol, Query};
use super::site::{self, MetricsShare};
use super::step::{Action, Actor, Asked, Failure, NoAnswer, Outcome, Step, Supposed, Walk, Way, Who};
use super::template::Templated;
use super::world::{World, effective};
use super::{Behaviour, envoy};
use crate::coredns::config::Transport;
use crate::coredns::{Server, dns};
use crate::corefile::Place;

/// More ways are not walked.
pub const MAX_WAYS: usize = 256;
/// How often a query may come round to CoreDNS before it counts as a loop.
pub const MAX_DEPTH: usize = 12;
/// More steps are not taken in a way; a query that comes round over several upstreams multiplies.
pub const MAX_STEPS: usize = 2_000;

/// Walks `query`, which arrives at 127.0.0.1 and `port`.
#[must_use]
pub fn walk<'a>(server: &'a Server, world: &'a World, query: &Query, port: u16) -> Walk<'a> {
    all_ways(server, world, query, |walker| walker.arrive(query, port))
}

/// Walks every way that `go` can take.
pub(super) fn all_ways<'a>(
    server: &'a Server,
    world: &'a World,
    query: &Query,
    go: impl Fn(&mut Walker<'a>) -> Result<Message<'a>, NoAnswer>,
) -> Walk<'a> {
    let mut walker = Walker {
        server,
        world,
        choices: Vec::new(),
        chosen: 0,
        steps: Vec::new(),
        asked: Vec::new(),
        wait: Duration::ZERO,
        went_round: false,
        visits: Vec::new(),
        is_cut: false,
    };
    let mut ways = Vec::new();
    let mut complete = true;
    loop {
        let reply = go(&mut walker);
        let outcome = Outcome { reply, asked: std::mem::take(&mut walker.asked), wait: walker.wait };
        ways.push(Way { steps: std::mem::take(&mut walker.steps), outcome });
        if !walker.advance() {
            break;
        }
        if ways.len() == MAX_WAYS {
            complete = false;
            break;
        }
    }
    Walk { query: query.clone(), ways, complete: complete && !walker.is_cut }
}

#[derive(Clone, Copy)]
struct Choice {
    taken: usize,
    of: usize,
}

#[derive(Clone, PartialEq)]
struct Visit {
    group: Vec<usize>,
    lower: String,
    qtype: u16,
    qclass: u16,
    protocol: Protocol,
}

/// A way in the making.
pub(super) struct Walker<'a> {
    pub(super) server: &'a Server,
    pub(super) world: &'a World,
    choices: Vec<Choice>,
    chosen: usize,
    steps: Vec<Step<'a>>,
    pub(super) asked: Vec<Asked<'a>>,
    pub(super) wait: Duration,
    /// Whether the last asking failed because the query only came round again.
    pub(super) went_round: bool,
    visits: Vec<Visit>,
    /// Whether a way had more steps than are taken.
    is_cut: bool,
}

impl<'a> Walker<'a> {
    /// Sets up the next way; false if all are walked.
    fn advance(&mut self) -> bool {
        self.chosen = 0;
        self.wait = Duration::ZERO;
        self.went_round = false;
        self.visits.clear();
        while let Some(last) = self.choices.last_mut() {
            if last.taken + 1 < last.of {
                last.taken += 1;
                return true;
            }
            self.choices.pop();
        }
        false
    }

    /// What chance takes out of `of`, from 0.
    pub(super) fn choose(&mut self, of: usize) -> usize {
        self.choose_as(of, |taken| Action::Chance { taken, of })
    }

    /// The same; `action` tells what was chosen.
    fn choose_as(&mut self, of: usize, action: impl Fn(usize) -> Action<'a>) -> usize {
        if of < 2 {
            return 0;
        }
        let choice = self.choices.get(self.chosen).copied().unwrap_or(Choice { taken: 0, of });
        if self.chosen == self.choices.len() {
            self.choices.push(choice);
        }
        self.chosen += 1;
        self.step_without_place(Actor::CoreDns, action(choice.taken));
        choice.taken
    }

    pub(super) fn step(&mut self, actor: Actor<'a>, place: Place, action: Action<'a>) {
        self.push(actor, Some(place), action);
    }

    pub(super) fn step_without_place(&mut self, actor: Actor<'a>, action: Action<'a>) {
        self.push(actor, None, action);
    }

    fn push(&mut self, actor: Actor<'a>, place: Option<Place>, action: Action<'a>) {
        if self.steps.len() < MAX_STEPS {
            let depth = u8::try_from(self.visits.len().saturating_sub(1)).unwrap_or(u8::MAX);
            self.steps.push(Step { depth, actor, place, action });
        } else {
            self.is_cut = true;
        }
    }

    /// The client's query, at the host's own port.
    pub(super) fn arrive(&mut self, query: &Query, port: u16) -> Result<Message<'a>, NoAnswer> {
        let destination = Destination::Address(Ipv4Addr::LOCALHOST.into(), port);
        match self.who(&destination, query.protocol) {
            // Nobody else is there, whatever listens at unknown addresses elsewhere.
            Who::Somebody(_) | Who::Nobody(_) => match self.other_transport(port) {
                Some(Transport::Quic | Transport::Https3) if query.protocol == Protocol::Udp => Err(NoAnswer::Timeout),
                Some(_) if query.protocol == Protocol::Tcp => Err(NoAnswer::Closed),
                _ => Err(NoAnswer::Refused),
            },
            who => self.contact(&who, &destination, Transport::Dns, query),
        }
    }

    fn other_transport(&self, port: u16) -> Option<Transport> {
        self.server.sites.iter().find(|site| site::port(site) == Some(port)).map(|site| site.transport)
    }

    /// Who gets what is sent there. The more specific socket comes first.
    pub(super) fn who(&self, destination: &Destination<'a>, protocol: Protocol) -> Who<'a> {
        let (ip, port) = match destination {
            Destination::Address(ip, port) => (effective(*ip), *port),
            Destination::Host => return Who::Host,
            Destination::Named(written) => return Who::Somebody(Cow::Borrowed(written)),
            Destination::Impossible(written) => return Who::Nobody(written.clone()),
        };
        let world = self.world;
        let is_envoys = world.is_envoy(ip, port);
        if is_envoys && world.envoy.is_up && protocol == Protocol::Udp {
            return Who::Envoy;
        }
        if let Some(listener) = world.listener(ip, port) {
            return Who::Known(&listener.name);
        }
        let serves = |site: &crate::coredns::Site| site.transport == Transport::Dns && site::port(site) == Some(port);
        if ip.is_loopback() && self.server.sites.iter().any(serves) {
            return Who::CoreDns;
        }
        if is_envoys {
            return Who::Envoy;
        }
        let address = Cow::Owned(SocketAddr::new(ip, port).to_string());
        if ip.is_loopback() && world.closed_ports.contains(&port) {
            return Who::Nobody(address);
        }
        if world.elsewhere.is_some() { Who::Somebody(address) } else { Who::Nobody(address) }
    }

    /// Whether anything can come back from there.
    pub(super) fn may_answer(&self, who: &Who<'a>, protocol: Protocol) -> bool {
        match who {
            Who::Envoy => self.world.envoy.is_up && protocol == Protocol::Udp,
            Who::Nobody(_) => false,
            Who::Known(name) => {
                let mut listeners = self.world.listeners.iter();
                listeners.any(|listener| listener.name == *name && !matches!(listener.behaviour, Behaviour::Silent))
            }
            Who::CoreDns | Who::Host | Who::Somebody(_) => true,
        }
    }

    /// Sends the query to `who`, found at `destination`.
    pub(super) fn contact(
        &mut self,
        who: &Who<'a>,
        destination: &Destination<'a>,
        transport: Transport,
        query: &Query,
    ) -> Result<Message<'a>, NoAnswer> {
        let world = self.world;
        let port = match destination {
            Destination::Address(_, port) => *port,
            _ => 0,
        };
        match who {
            Who::Somebody(_) => match &world.elsewhere {
                Some(behaviour) => self.reply_of(behaviour, query, who),
                None => Err(NoAnswer::Refused),
            },
            Who::Nobody(_) => Err(NoAnswer::Refused),
            Who::Host => self.reply_of(&world.host, query, who),
            // They speak plain DNS only.
            _ if transport != Transport::Dns => Err(NoAnswer::Closed),
            Who::Envoy if world.envoy.is_up && query.protocol == Protocol::Udp => Ok(self.ask_envoy(query)),
            Who::Envoy => Err(NoAnswer::Refused),
            Who::Known(_) => match destination {
                Destination::Address(ip, port) => match world.listener(*ip, *port) {
                    Some(listener) => self.reply_of(&listener.behaviour, query, who),
                    None => Err(NoAnswer::Refused),
                },
                _ => Err(NoAnswer::Refused),
            },
            Who::CoreDns => self.come_in(query, port),
        }
    }

    /// Notes a question that somebody else than CoreDNS puts over plain DNS; the number is for [`Self::note_answer`].
    pub(super) fn note_asked(&mut self, who: &Who<'a>, protocol: Protocol) -> usize {
        self.asked.push(Asked { who: who.clone(), protocol, transport: Transport::Dns, answered: false, place: None });
        self.asked.len() - 1
    }

    pub(super) fn note_answer(&mut self, asked: usize, answered: bool) {
        if let Some(asked) = self.asked.get_mut(asked) {
            asked.answered = answered;
        }
    }

    fn reply_of(&mut self, behaviour: &Behaviour, query: &Query, who: &Who<'a>) -> Result<Message<'a>, NoAnswer> {
        let from = Actor::Other(who.clone());
        if !behaviour.is_unknown(query) {
            return behaviour.answer(query, self.world, from);
        }
        let supposed = |taken: usize| Supposed::ALL.get(taken).copied().unwrap_or(Supposed::Silent);
        let taken = self.choose_as(Supposed::ALL.len(), |taken| Action::Depends(who.clone(), supposed(taken)));
        let mut message = Message { recursion_available: true, ..Message::empty(dns::NOERROR, from) };
        match supposed(taken) {
            Supposed::Knows => message.answers = vec![something(query)],
            Supposed::HasNot => message.rcode = dns::NXDOMAIN,
            Supposed::Silent => return Err(NoAnswer::Timeout),
        }
        Ok(message)
    }

    fn ask_envoy(&mut self, query: &Query) -> Message<'a> {
        if let Some(message) = self.world.envoy.observed.as_ref().and_then(|observed| observed.answer(query)) {
            return message;
        }
        let Some(port) = envoy::upstream(self.world, query) else { return envoy::answer(self.world, query) };
        let destination = Destination::Address(Ipv4Addr::LOCALHOST.into(), port);
        let who = self.who(&destination, Protocol::Udp);
        self.step_without_place(Actor::Other(Who::Envoy), Action::Sent(who.clone(), Protocol::Udp));
        let asked = self.note_asked(&who, Protocol::Udp);
        // Envoy as its own upstream would not come to an end.
        let reply = if who == Who::Envoy { None } else { self.contact(&who, &destination, Transport::Dns, query).ok() };
        self.note_answer(asked, reply.is_some());
        envoy::pass_on(query, reply)
    }

    /// A query at one of CoreDNS's own ports.
    fn come_in(&mut self, query: &Query, port: u16) -> Result<Message<'a>, NoAnswer> {
        let metrics = site::metrics_share(self.server, port).filter(|_| query.protocol == Protocol::Tcp);
        let taken = match metrics {
            None => false,
            Some(MetricsShare::All) => true,
            Some(MetricsShare::Half) => self.choose(2) == 1,
        };
        if taken {
            let prometheus = self.server.blocks.iter().find_map(|block| block.prometheus.as_ref());
            let place = prometheus.map(|prometheus| prometheus.place);
            self.push(Actor::CoreDns, place, Action::Unanswered(NoAnswer::Closed));
            return Err(NoAnswer::Closed);
        }
        let mut groups = site::groups(self.server, port);
        let which = self.choose(groups.len());
        if which >= groups.len() {
            return Err(NoAnswer::Refused);
        }
        self.serve(groups.swap_remove(which), query).map(|(message, _)| message)
    }

    /// Looks a CNAME's target up in the same listener, without a socket.
    pub(super) fn look_up(&mut self, group: &[usize], target: &str, query: &Query) -> Result<Vec<Record>, NoAnswer> {
        let inner = Query::new(target, query.qtype).over(query.protocol);
        let (message, is_replaced) = self.serve(group.to_vec(), &inner)?;
        // CoreDNS writes an empty message behind those that template has written with such an rcode, and the last counts.
        Ok(if is_replaced { Vec::new() } else { message.answers })
    }

    /// The message, and whether CoreDNS would write an empty one behind it.
    fn serve(&mut self, group: Vec<usize>, query: &Query) -> Result<(Message<'a>, bool), NoAnswer> {
        let visit = Visit {
            group,
            lower: query.lower().to_owned(),
            qtype: query.qtype,
            qclass: query.qclass,
            protocol: query.protocol,
        };
        if self.visits.len() >= MAX_DEPTH || self.steps.len() >= MAX_STEPS || self.visits.contains(&visit) {
            self.step_without_place(Actor::CoreDns, Action::Loop);
            return Err(NoAnswer::Timeout);
        }
        let group = visit.group.clone();
        self.visits.push(visit);
        let reply = self.run(&group, query);
        self.visits.pop();
        Ok(match reply? {
            Reply::Message(message) => {
                let from_template = matches!(message.from, Actor::Template { .. });
                let is_error = matches!(message.rcode, dns::FORMERR | dns::SERVFAIL | dns::NOTIMP | dns::REFUSED);
                (*message, from_template && is_error)
            }
            Reply::Mismatch => (Message::empty(dns::FORMERR, Actor::CoreDns), false),
            Reply::Returned(rcode) => (Message::empty(rcode, Actor::CoreDns), false),
        })
    }

    fn run(&mut self, group: &[usize], query: &Query) -> Result<Reply<'a>, NoAnswer> {
        let server = self.server;
        let fail = |walker: &mut Self, place, failure| {
            walker.push(Actor::CoreDns, place, Action::Failed(dns::REFUSED, failure));
            Ok(Reply::Returned(dns::REFUSED))
        };
        if query.qclass != dns::IN && !site::takes_other_classes(server, group) {
            return fail(self, None, Failure::Class);
        }
        let chosen = site::choose(server, group, query.lower(), query.qtype);
        let Some((index, site)) = chosen.and_then(|index| Some((index, server.sites.get(index)?))) else {
            return fail(self, None, Failure::NoSite);
        };
        self.step(Actor::Site(index), site.place, Action::Took(&site.zone));
        if server.blocks.get(site.block).is_none_or(site::is_empty) {
            return fail(self, Some(site.place), Failure::NoPlugin);
        }
        match self.templates(site.block, group, query) {
            Templated::Passed => match self.alternates(site.block, query) {
                // Each round waits for the next; the client has given up by the time that one fails.
                Reply::Returned(_) if std::mem::take(&mut self.went_round) => Err(NoAnswer::Timeout),
                reply => Ok(reply),
            },
            Templated::Ended(reply) => Ok(reply),
            Templated::Lost => Err(NoAnswer::Timeout),
        }
    }
}
