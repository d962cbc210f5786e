//! forward, and alternate, which is a forward behind rcodes: the order in which upstreams are asked, what a dead one means,
//! `next` and `failover`.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use super::message::Message;
use super::query::{Protocol, Query};
use super::step::{Action, Actor, Asked, Failure, NoAnswer, Pass, Who};
use super::walker::Walker;
use super::zone::is_under;
use crate::coredns::config::{Forward, Policy, Transport, Upstream, UpstreamKind};
use crate::coredns::dns;
use crate::corefile::Place;

const LOCALHOST: &str = "localhost";
/// Where the C library, and so most clients, look for nameservers.
pub(super) const RESOLV_CONF: &str = "/etc/resolv.conf";

/// How long CoreDNS waits for a silent upstream.
const READ_TIMEOUT: Duration = Duration::from_secs(2);
/// When the health check has found a closed port.
const FOUND_DEAD: Duration = Duration::from_secs(1);
/// When it has found a silent one, which takes three attempts.
const FOUND_SILENT: Duration = Duration::from_secs(6);
/// How long CoreDNS goes on asking.
const DEADLINE: Duration = Duration::from_secs(5);

/// What comes out of a plugin.
#[derive(Clone, Debug)]
pub enum Reply<'a> {
    /// A message.
    Message(Box<Message<'a>>),
    /// CoreDNS's own FORMERR, because the upstream's reply is not to the question; `next` does not see it.
    Mismatch,
    /// An rcode without a message.
    Returned(u16),
}

impl Reply<'_> {
    /// What alternate goes by.
    pub fn rcode(&self) -> u16 {
        match self {
            Self::Message(message) => message.rcode,
            Self::Mismatch => dns::FORMERR,
            Self::Returned(rcode) => *rcode,
        }
    }
}

/// Where a query can be sent.
#[derive(Clone, Debug)]
pub(super) enum Destination<'a> {
    /// An address.
    Address(IpAddr, u16),
    /// The host's resolver, wherever it is.
    Host,
    /// A server with this name.
    Named(&'a str),
    /// What cannot be dialled.
    Impossible(Cow<'a, str>),
}

struct Target<'a> {
    destination: Destination<'a>,
    upstream: &'a Upstream,
}

/// What CoreDNS finds out about a dead upstream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Health {
    /// Nothing: it goes on asking.
    Unchecked,
    /// It checks over UDP.
    Udp,
    /// It checks over TCP.
    Tcp,
}

struct Job<'a> {
    actor: Actor<'a>,
    place: Place,
    upstreams: &'a [Upstream],
    policy: Policy,
    protocol: Protocol,
    health: Health,
    failover: &'a [(u16, Place)],
}

impl<'a> Walker<'a> {
    /// alternate around forward.
    pub(super) fn alternates(&mut self, block: usize, query: &Query) -> Reply<'a> {
        let reply = self.forwards(block, query);
        let server = self.server;
        let Some(rules) = server.blocks.get(block).map(|block| &block.alternates) else { return reply };
        let rcode = reply.rcode();
        let mut numbered = rules.iter().enumerate();
        let fitting = numbered.find_map(|(index, rule)| Some((index, rule, find(&rule.rcodes, rcode)?)));
        let Some((index, rule, place)) = fitting else {
            if let Some(rule) = rules.first() {
                self.step(Actor::Alternate { block, rule: 0 }, rule.rcodes_place, Action::Kept(rcode));
            }
            return reply;
        };
        let actor = Actor::Alternate { block, rule: index };
        self.step(actor.clone(), place, Action::Fired(rcode));
        self.ask(
            &Job {
                actor,
                place: rule.place,
                upstreams: &rule.upstreams,
                policy: Policy::Random,
                protocol: query.protocol,
                health: Health::Udp,
                failover: &[],
            },
            query,
        )
    }

    /// The forwards of a block, in the order of the text.
    fn forwards(&mut self, block: usize, query: &Query) -> Reply<'a> {
        let server = self.server;
        let forwards = server.blocks.get(block).map_or(&[][..], |block| &block.forwards);
        for (index, forward) in forwards.iter().enumerate() {
            let actor = Actor::Forward { block, rule: index };
            if let Some(reason) = passes(forward, query.lower()) {
                let place = if reason == Pass::Zone { forward.from_place } else { forward.place };
                self.step(actor, place, Action::Passed(reason));
                continue;
            }
            let protocol = match forward {
                Forward { force_tcp: Some(_), .. } => Protocol::Tcp,
                Forward { prefer_udp: true, .. } => Protocol::Udp,
                _ => query.protocol,
            };
            let reply = self.ask(
                &Job {
                    actor: actor.clone(),
                    place: forward.place,
                    upstreams: &forward.upstreams,
                    policy: forward.policy,
                    protocol,
                    health: match forward {
                        Forward { max_fails: 0, .. } => Health::Unchecked,
                        Forward { force_tcp: Some(_), .. } => Health::Tcp,
                        _ => Health::Udp,
                    },
                    failover: &forward.failover,
                },
                query,
            );
            if index + 1 < forwards.len()
                && let Reply::Message(message) = &reply
                && let Some(place) = next(forward, message)
            {
                self.step(actor, place, Action::Next(message.rcode));
                continue;
            }
            return reply;
        }
        self.step_without_place(Actor::CoreDns, Action::Failed(dns::SERVFAIL, Failure::NoNextPlugin));
        Reply::Returned(dns::SERVFAIL)
    }

    /// Asks upstreams until one gives a reply that counts.
    fn ask(&mut self, job: &Job<'a>, query: &Query) -> Reply<'a> {
        let targets = self.targets(job.upstreams);
        let mut left = self.order(job.policy, targets.len());
        let (mut silent, mut looks_alive) = (0, false);
        let (mut failed_over, mut dead_behind) = (None, false);
        let (mut is_first, mut only_rounds) = (true, !targets.is_empty());
        self.went_round = false;
        while !left.is_empty() {
            let next = if job.policy == Policy::Random { self.pick(&left, &targets, job, is_first) } else { 0 };
            is_first = false;
            let Some(target) = targets.get(left.remove(next)) else { break };
            match self.send(job, target, query) {
                Ok(message) if !message.has_question => {
                    let rcode = message.rcode;
                    self.step(job.actor.clone(), target.upstream.place, Action::Mismatched(rcode));
                    return Reply::Mismatch;
                }
                Ok(message) => match find(job.failover, message.rcode) {
                    Some(place) => {
                        self.step(job.actor.clone(), place, Action::FailedOver(message.rcode));
                        failed_over = Some(message);
                    }
                    None => {
                        self.went_round = false;
                        self.wait += READ_TIMEOUT * silent;
                        return Reply::Message(Box::new(message));
                    }
                },
                Err(no_answer) => {
                    let is_self = self.who(&target.destination, job.protocol) == Who::CoreDns;
                    only_rounds &= is_self && no_answer == NoAnswer::Timeout;
                    silent += u32::from(no_answer == NoAnswer::Timeout);
                    looks_alive |= job.health == Health::Udp && self.is_alive(target, Protocol::Udp);
                    dead_behind |= failed_over.is_some();
                }
            }
        }
        self.went_round = only_rounds && failed_over.is_none();
        let failure = if let Some(message) = failed_over {
            // Once the dead one is known to be dead, CoreDNS may stop at the reply that it would rather not have.
            if dead_behind && job.health != Health::Unchecked && self.choose(2) == 1 {
                return Reply::Message(Box::new(message));
            }
            self.wait += DEADLINE;
            Failure::FailoverLoop
        } else {
            self.wait += match () {
                () if silent > 0 => FOUND_SILENT,
                () if looks_alive || job.health == Health::Unchecked => DEADLINE,
                () => FOUND_DEAD,
            };
            Failure::Upstreams
        };
        self.step(job.actor.clone(), job.place, Action::Failed(dns::SERVFAIL, failure));
        Reply::Returned(dns::SERVFAIL)
    }

    fn send(&mut self, job: &Job<'a>, target: &Target<'a>, query: &Query) -> Result<Message<'a>, NoAnswer> {
        let place = target.upstream.place;
        let who = self.who(&target.destination, job.protocol);
        let protocol = if target.upstream.transport == Transport::Dns { job.protocol } else { Protocol::Tcp };
        self.step(job.actor.clone(), place, Action::Sent(who.clone(), protocol));
        let index = self.asked.len();
        let transport = target.upstream.transport;
        self.asked.push(Asked { who: who.clone(), protocol, transport, answered: false, place: Some(place) });
        let sent = query.clone().over(protocol);
        let reply = self.contact(&who, &target.destination, transport, &sent);
        self.note_answer(index, reply.is_ok());
        self.step(Actor::Other(who), place, Action::of(&reply));
        reply
    }

    fn targets(&self, upstreams: &'a [Upstream]) -> Vec<Target<'a>> {
        let mut targets = Vec::with_capacity(upstreams.len());
        for upstream in upstreams {
            let target = |destination| Target { destination, upstream };
            match &upstream.kind {
                // CoreDNS takes it and asks nobody.
                UpstreamKind::HostName { name, .. } if name.is_empty() => {}
                UpstreamKind::Address { ip, port } => targets.push(target(match number(port) {
                    Some(port) => Destination::Address(*ip, port),
                    None => Destination::Impossible(Cow::Borrowed(&upstream.written)),
                })),
                UpstreamKind::HostName { name, port } => targets.push(target(match number(port) {
                    Some(port) if name.trim_end_matches('.') == LOCALHOST => {
                        Destination::Address(Ipv4Addr::LOCALHOST.into(), port)
                    }
                    Some(_) => Destination::Named(&upstream.written),
                    None => Destination::Impossible(Cow::Borrowed(&upstream.written)),
                })),
                UpstreamKind::ResolvConf { path, nameservers } => {
                    match nameservers.as_ref().or_else(|| self.world.resolv_conf.get(path)) {
                        None => targets.push(target(Destination::Host)),
                        Some(nameservers) => targets.extend(nameservers.iter().map(|name| target(nameserver(name)))),
                    }
                }
            }
        }
        targets
    }

    /// Where the host's own resolver is: the first nameserver of /etc/resolv.conf.
    pub(super) fn host_resolver(&self) -> Destination<'a> {
        let world: &'a super::World = self.world;
        let first = world.resolv_conf.get(RESOLV_CONF).and_then(|nameservers| nameservers.first());
        first.map_or(Destination::Host, |first| nameserver(first))
    }

    /// The indices of the targets in the order of asking; for the random policy chance takes out of them.
    fn order(&mut self, policy: Policy, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        if policy == Policy::RoundRobin && count > 1 {
            // The counter is raised before it is used, so the first query goes to the second upstream.
            let first = (1 + self.choose(count)) % count;
            order.remove(first);
            order.insert(0, first);
        }
        order
    }

    /// Which of those left is asked next. Once a dead one has been met, only living ones make a difference.
    fn pick(&mut self, left: &[usize], targets: &[Target<'a>], job: &Job<'a>, is_first: bool) -> usize {
        let alive = |index: &usize| targets.get(*index).is_some_and(|target| self.is_alive(target, job.protocol));
        let candidates: Vec<usize> = match is_first {
            true => (0..left.len()).collect(),
            false => (0..left.len()).filter(|at| left.get(*at).is_some_and(alive)).collect(),
        };
        match candidates.len() {
            0 => 0,
            count => candidates.get(self.choose(count)).copied().unwrap_or(0),
        }
    }

    fn is_alive(&self, target: &Target<'a>, protocol: Protocol) -> bool {
        self.may_answer(&self.who(&target.destination, protocol), protocol)
    }
}

fn find(rcodes: &[(u16, Place)], rcode: u16) -> Option<Place> {
    rcodes.iter().find(|(known, _)| *known == rcode).map(|(_, place)| *place)
}

/// Why a forward does not take a name, if it does not.
pub(super) fn passes<'a>(forward: &'a Forward, lower: &str) -> Option<Pass<'a>> {
    if !is_under(lower, &forward.from) {
        return Some(Pass::Zone);
    }
    if lower.eq_ignore_ascii_case(&forward.from) {
        return None;
    }
    let excepted = forward.except.iter().find(|(zone, _)| is_under(lower, zone));
    excepted.map(|(zone, _)| Pass::Except(zone))
}

fn next(forward: &Forward, message: &Message<'_>) -> Option<Place> {
    let no_data = forward.next_on_nodata && message.is_no_data();
    find(&forward.next, message.rcode).or_else(|| no_data.then_some(forward.place))
}

/// A port as Go dials it: a number or the service's name.
fn number(port: &str) -> Option<u16> {
    if port == "domain" { Some(dns::PORT) } else { port.parse().ok().filter(|port| *port != 0) }
}

/// The address of a nameserver of a resolv.conf: an IP, perhaps with a zone, or the host itself.
#[must_use]
pub fn address_of_nameserver(text: &str) -> Option<IpAddr> {
    let address = text.split_once('%').map_or(text, |(address, _)| address);
    if address == LOCALHOST { Some(Ipv4Addr::LOCALHOST.into()) } else { address.parse().ok() }
}

/// A nameserver, asked at port 53. Other names would have to be looked up by the very resolver that they name; like what is no
/// address at all, they lead nowhere.
fn nameserver(text: &str) -> Destination<'_> {
    match address_of_nameserver(text) {
        Some(ip) => Destination::Address(ip, dns::PORT),
        None => Destination::Impossible(Cow::Borrowed(text)),
    }
}
