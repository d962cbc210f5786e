//! The hops, each asked and held against its prediction.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use super::compare::{Predicted, Standing, stand};
use super::exchange::{self, Exchange, Terms};
use crate::chain::forward::address_of_nameserver;
use crate::chain::{
    Action, Actor, Behaviour, Capture, Front, Journey, Listener, Mesh, NoAnswer, Observed, Others, Protocol, Query,
    Redirect, Tcp, Walk, Who, World, travel, walk,
};
use crate::coredns::{Server, dns};

/// Somebody whom the query meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HopKind {
    /// Envoy's DNS listener.
    Envoy,
    /// The host's resolver.
    Resolver,
    /// CoreDNS.
    CoreDns,
    /// The DNS proxy embedded in kuma-dp.
    EmbeddedProxy,
}

impl fmt::Display for HopKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Envoy => "Envoy",
            Self::Resolver => "resolver",
            Self::CoreDns => "CoreDNS",
            Self::EmbeddedProxy => "embedded DNS proxy",
        })
    }
}

/// Where the hops are.
#[derive(Clone, Copy, Debug)]
pub struct Servers {
    /// CoreDNS, or the embedded proxy.
    pub front: SocketAddr,
    /// Envoy's DNS listener, if it is to be asked.
    pub envoy: Option<SocketAddr>,
    /// The host's resolver, if it is to be asked.
    pub resolver: Option<SocketAddr>,
}

/// What is asked of whom, and what is predicted from.
#[derive(Clone, Copy, Debug)]
pub struct Plan<'a> {
    /// The question.
    pub query: &'a Query,
    /// Who answers at the DNS port.
    pub front: Front<'a>,
    /// The DNS port, as the Corefile has it; the server that is really asked may be reached at another.
    pub port: u16,
    /// What stands around.
    pub world: &'a World,
    /// Who is asked.
    pub servers: Servers,
    /// How patiently.
    pub terms: Terms,
}

/// A hop that was asked.
#[derive(Clone, Debug)]
pub struct Hop {
    /// Who it is.
    pub kind: HopKind,
    /// What should come, each way once.
    pub predicted: Vec<Predicted>,
    /// What came.
    pub exchange: Exchange,
    /// How the two stand to each other.
    pub standing: Standing,
    /// Whether what is predicted depends on somebody who is not known.
    pub depends: bool,
}

impl Plan<'_> {
    /// Asks one after the other; CoreDNS comes last. The world is the one in which it is held against the walk.
    #[must_use]
    pub fn run(&self) -> (Vec<Hop>, World) {
        let mut world = known(self.world);
        let envoy = self.servers.envoy.map(|server| self.ask_envoy(server));
        if let Some(hop) = &envoy {
            observe_envoy(&mut world, &hop.exchange);
        }
        let resolver = self.servers.resolver.map(|server| self.ask_resolver(server));
        if let Some(hop) = &resolver {
            observe_resolver(&mut world, &hop.exchange);
        }
        let front = self.ask_front(&world);
        (envoy.into_iter().chain(resolver).chain([front]).collect(), world)
    }

    /// The walk of the query from the DNS port on.
    #[must_use]
    pub fn walk<'w>(&'w self, world: &'w World) -> Walk<'w> {
        match self.front {
            Front::CoreDns(server) => walk(server, world, self.query, self.port),
            front @ (Front::EmbeddedProxy | Front::Nobody) => {
                let redirect = Redirect { capture: Capture::All, tcp: Tcp::Redirected, port: self.port };
                travel(&Journey { redirect, front, world }, self.query)
            }
        }
    }

    fn hop(&self, kind: HopKind, walked: Walked, exchange: Exchange) -> Hop {
        let Walked { predicted, depends, supposed, complete } = walked;
        let standing = match stand(&predicted, &exchange, supposed, self.terms.patience()) {
            // What somebody says who is not known was not compared, nor what was not walked.
            Standing::Agrees if depends => Standing::Fits,
            Standing::Differs(_) if !complete => Standing::Fits,
            standing => standing,
        };
        Hop { kind, predicted, exchange, standing, depends }
    }

    /// Envoy speaks UDP only, whatever the client does.
    fn ask_envoy(&self, server: SocketAddr) -> Hop {
        let query = self.query.clone().over(Protocol::Udp);
        let nobody = Server::default();
        let coredns = if let Front::CoreDns(server) = self.front { server } else { &nobody };
        let mut walked = Walked::new(&walk(coredns, self.world, &query, self.world.envoy.port));
        walked.supposed = self.supposes_addresses();
        self.hop(HopKind::Envoy, walked, exchange::ask(server, &query, &self.terms, &Actor::Other(Who::Envoy)))
    }

    /// Whether the question is about an address of the mesh, and the names of the mesh are not known.
    fn supposes_addresses(&self) -> bool {
        let is_address = self.query.qclass == dns::IN && matches!(self.query.qtype, dns::A | dns::AAAA);
        is_address && matches!(self.world.envoy.mesh, Mesh::Supposed { .. })
    }

    fn ask_resolver(&self, server: SocketAddr) -> Hop {
        let from = Actor::Other(Who::Host);
        let mut at = self.world.listeners.iter();
        let listener = at.find(|listener| SocketAddr::new(listener.ip, listener.port) == server);
        let behaviour = listener.map_or(&self.world.host, |listener| &listener.behaviour);
        let depends = behaviour.is_unknown(self.query) || is_supposed(behaviour);
        let reply = behaviour.answer(self.query, self.world, from.clone());
        let reply = reply.map(|message| (message.rcode, message.answers));
        let predicted = vec![Predicted { reply, wait: Duration::ZERO }];
        let walked = Walked { predicted, depends, supposed: false, complete: true };
        let mut hop = self.hop(HopKind::Resolver, walked, exchange::ask(server, self.query, &self.terms, &from));
        // Of a resolver that nobody has described any answer will do, but it has to give one.
        if depends && hop.exchange.reply.is_ok() {
            hop.standing = Standing::Fits;
        }
        hop
    }

    fn ask_front(&self, world: &World) -> Hop {
        let walk = self.walk(world);
        let mut walked = Walked::new(&walk);
        let (kind, from) = match self.front {
            Front::CoreDns(_) => {
                walked.supposed = self.servers.envoy.is_none() && self.supposes_addresses() && walk.may_ask_envoy();
                (HopKind::CoreDns, Actor::CoreDns)
            }
            Front::EmbeddedProxy | Front::Nobody => {
                walked.supposed = self.supposes_addresses();
                (HopKind::EmbeddedProxy, Actor::EmbeddedProxy)
            }
        };
        self.hop(kind, walked, exchange::ask(self.servers.front, self.query, &self.terms, &from))
    }
}

/// What a walk comes to.
struct Walked {
    /// The ends of the ways, each once.
    predicted: Vec<Predicted>,
    /// Whether they depend on somebody who is not known.
    depends: bool,
    /// Whether they are only supposed.
    supposed: bool,
    /// Whether all ways were walked.
    complete: bool,
}

impl Walked {
    fn new(walk: &Walk<'_>) -> Self {
        let mut predicted: Vec<Predicted> = Vec::new();
        for outcome in walk.outcomes() {
            let way = Predicted::new(outcome);
            match predicted.iter_mut().find(|known| known.reply == way.reply) {
                Some(known) => known.wait = known.wait.max(way.wait),
                None => predicted.push(way),
            }
        }
        let mut steps = walk.ways.iter().flat_map(|way| &way.steps);
        let depends = steps.any(|step| matches!(step.action, Action::Depends(..)));
        if depends {
            // That somebody may be silent of whom nothing is known excuses no silence.
            predicted.iter_mut().for_each(|predicted| predicted.wait = Duration::ZERO);
        }
        Self { predicted, depends, supposed: false, complete: walk.complete }
    }
}

fn is_supposed(behaviour: &Behaviour) -> bool {
    match behaviour {
        Behaviour::Supposed | Behaviour::Unknown => true,
        Behaviour::Zone(zone) => zone.others != Others::Missing,
        Behaviour::Rcode(_) | Behaviour::Silent | Behaviour::Observed(..) => false,
    }
}

/// The world without suppositions about other servers: reality is not held against a guess.
fn known(world: &World) -> World {
    let mut world = world.clone();
    let listeners = world.listeners.iter_mut().map(|listener| &mut listener.behaviour);
    for behaviour in listeners.chain([&mut world.host]).chain(&mut world.elsewhere) {
        match behaviour {
            Behaviour::Supposed => *behaviour = Behaviour::Unknown,
            Behaviour::Zone(zone) if zone.others == Others::Supposed => zone.others = Others::Unknown,
            _ => {}
        }
    }
    world
}

fn observe_envoy(world: &mut World, exchange: &Exchange) {
    match &exchange.reply {
        Ok(reply) => {
            world.envoy.is_up = true;
            world.envoy.observed = Some(Observed::new(exchange.query.clone(), reply.message.clone()));
        }
        Err(no_answer) => {
            world.envoy.is_up = false;
            // CoreDNS waits longer for somebody who says nothing than for nobody.
            if *no_answer == NoAnswer::Timeout {
                let (ip, port) = (Ipv4Addr::LOCALHOST.into(), world.envoy.port);
                let behaviour = Behaviour::Silent;
                world.listeners.insert(0, Listener { name: "Envoy".to_owned(), ip, port, behaviour, is_host: false });
            }
        }
    }
}

fn observe_resolver(world: &mut World, exchange: &Exchange) {
    let server = exchange.server;
    let observed = |otherwise: &Behaviour| match &exchange.reply {
        Ok(reply) => {
            let mut message = reply.message.clone();
            // A resolver counts the TTL down and starts again.
            message.answers.iter_mut().for_each(|record| record.ttl = None);
            let observed = Observed::new(exchange.query.clone(), message);
            Behaviour::Observed(Box::new(observed), Box::new(otherwise.clone()))
        }
        Err(_) => Behaviour::Silent,
    };
    // It stands for the nameservers of resolv.conf, whatever address it was asked at.
    let named = world.resolv_conf.values().flatten();
    let nameservers: Vec<IpAddr> = named.filter_map(|nameserver| address_of_nameserver(nameserver)).collect();
    let mut is_listed = false;
    for listener in &mut world.listeners {
        let is_it = SocketAddr::new(listener.ip, listener.port) == server;
        is_listed |= is_it;
        if is_it || (listener.port == dns::PORT && nameservers.contains(&listener.ip)) {
            listener.behaviour = observed(&listener.behaviour);
        }
    }
    if !is_listed {
        let (name, behaviour) = ("the host's resolver".to_owned(), observed(&world.host));
        world.listeners.push(Listener { name, ip: server.ip(), port: server.port(), behaviour, is_host: true });
    }
    world.host = observed(&world.host);
}
