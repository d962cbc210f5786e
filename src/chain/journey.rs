//! The whole journey of a client's query: what iptables does with it, and who answers at the port that it comes to, CoreDNS
//! or the DNS proxy embedded in kuma-dp. The facts about both are Kuma's (pkg/transparentproxy/iptables/builder,
//! app/kuma-dp/pkg/dataplane/dnsproxy). Vnet interfaces, conntrack zones and IPv6's own rules are left out.

use std::net::Ipv4Addr;
use std::sync::LazyLock;

use super::forward::Destination;
use super::message::Message;
use super::query::{Protocol, Query};
use super::step::{Action, Actor, LeftAlone, NoAnswer, Walk, Who};
use super::walker::{Walker, all_ways};
use super::world::World;
use crate::coredns::config::Transport;
use crate::coredns::{Server, dns};
use crate::mesh::Release;

/// What a client's query meets.
#[derive(Clone, Copy, Debug)]
pub struct Journey<'a> {
    /// What iptables does.
    pub redirect: Redirect,
    /// Who listens at the port to which it is redirected.
    pub front: Front<'a>,
    /// What stands around.
    pub world: &'a World,
}

/// What the transparent proxy's rules do with DNS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// Which queries over UDP they catch.
    pub capture: Capture,
    /// What becomes of TCP.
    pub tcp: Tcp,
    /// The port of the host that caught queries go to.
    pub port: u16,
}

/// Which queries are caught. On Kubernetes all are; on Universal it depends on how the transparent proxy was installed, and
/// by default it catches none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Capture {
    /// All to port 53 (`--redirect-all-dns-traffic`).
    #[default]
    All,
    /// Those to the nameservers of resolv.conf (`--redirect-dns`), which the client is taken to ask.
    ResolvConf,
    /// None.
    Off,
}

/// What becomes of TCP to port 53.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tcp {
    /// It goes the same way as UDP.
    Redirected,
    /// To Envoy's outbound listener, like all TCP.
    ToEnvoy,
    /// Where the client sends it.
    Returned,
}

impl Tcp {
    /// As the rules of a release have it (kuma#14557, kuma#15401).
    #[must_use]
    pub fn of(release: &Release) -> Self {
        match (release.redirects_tcp(), release.returns_tcp()) {
            (true, _) => Self::Redirected,
            (false, true) => Self::Returned,
            (false, false) => Self::ToEnvoy,
        }
    }
}

/// Who listens at the DNS port.
#[derive(Clone, Copy, Debug)]
pub enum Front<'a> {
    /// CoreDNS.
    CoreDns(&'a Server),
    /// The DNS proxy embedded in kuma-dp, which speaks UDP only.
    EmbeddedProxy,
    /// Nobody.
    Nobody,
}

impl Redirect {
    /// Why a query is not caught, if it is not.
    #[must_use]
    pub fn leaves_alone(self, protocol: Protocol) -> Option<LeftAlone> {
        match (self.capture, protocol, self.tcp) {
            (Capture::Off, ..) => Some(LeftAlone::NotSetUp),
            (_, Protocol::Tcp, Tcp::Returned) => Some(LeftAlone::Tcp),
            (_, Protocol::Tcp, Tcp::ToEnvoy) => Some(LeftAlone::TcpThroughEnvoy),
            _ => None,
        }
    }
}

static NO_SERVER: LazyLock<Server> = LazyLock::new(Server::default);

/// Follows `query` from the client on.
#[must_use]
pub fn travel<'a>(journey: &Journey<'a>, query: &Query) -> Walk<'a> {
    let server = match journey.front {
        Front::CoreDns(server) => server,
        Front::EmbeddedProxy | Front::Nobody => &NO_SERVER,
    };
    let Redirect { port, .. } = journey.redirect;
    all_ways(server, journey.world, query, |walker| {
        if let Some(reason) = journey.redirect.leaves_alone(query.protocol) {
            walker.step_without_place(Actor::Iptables, Action::LeftAlone(reason));
            return walker.ask_host_resolver(Actor::Client, query);
        }
        walker.step_without_place(Actor::Iptables, Action::Redirected(port));
        let reply = match journey.front {
            Front::EmbeddedProxy if query.protocol == Protocol::Udp => Ok(walker.embedded_proxy(query)),
            Front::EmbeddedProxy | Front::Nobody => Err(NoAnswer::Refused),
            Front::CoreDns(_) => walker.arrive_or_bypass(query, port),
        };
        if matches!(reply, Err(NoAnswer::Refused)) {
            walker.step_without_place(Actor::Client, Action::Unanswered(NoAnswer::Refused));
        }
        reply
    })
}

impl<'a> Walker<'a> {
    /// The query at the DNS port, which may be somebody else's.
    fn arrive_or_bypass(&mut self, query: &Query, port: u16) -> Result<Message<'a>, NoAnswer> {
        let who = self.who(&Destination::Address(Ipv4Addr::LOCALHOST.into(), port), query.protocol);
        let is_bypassed = matches!(who, Who::Envoy | Who::Known(_));
        if is_bypassed {
            self.step_without_place(Actor::Other(who.clone()), Action::HasThePort);
        }
        let reply = self.arrive(query, port);
        if let Ok(message) = &reply
            && is_bypassed
        {
            self.step_without_place(Actor::Other(who), Action::answered(message));
        }
        reply
    }

    fn ask_host_resolver(&mut self, actor: Actor<'a>, query: &Query) -> Result<Message<'a>, NoAnswer> {
        let destination = self.host_resolver();
        let who = self.who(&destination, query.protocol);
        self.step_without_place(actor, Action::Sent(who.clone(), query.protocol));
        let asked = self.note_asked(&who, query.protocol);
        let reply = self.contact(&who, &destination, Transport::Dns, query);
        self.note_answer(asked, reply.is_ok());
        self.step_without_place(Actor::Other(who), Action::of(&reply));
        reply
    }

    /// Addresses out of the mesh's table, everything else from the first nameserver of resolv.conf, which is asked once.
    fn embedded_proxy(&mut self, query: &Query) -> Message<'a> {
        let is_address = query.qclass == dns::IN && matches!(query.qtype, dns::A | dns::AAAA);
        let found = if is_address { self.world.envoy.mesh.look_up(query) } else { None };
        if is_address {
            self.step_without_place(Actor::EmbeddedProxy, Action::LookedUp(found.is_some()));
        }
        let message = match found {
            Some(answers) => {
                Message { answers, recursion_available: true, ..Message::empty(dns::NOERROR, Actor::EmbeddedProxy) }
            }
            None => match self.ask_host_resolver(Actor::EmbeddedProxy, query) {
                Ok(message) => message,
                Err(_) => Message::empty(dns::SERVFAIL, Actor::EmbeddedProxy),
            },
        };
        self.step_without_place(Actor::EmbeddedProxy, Action::answered(&message));
        message
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::Mesh;
    use crate::chain::tests::{block, server, world};
    use crate::mesh::release::find;

    const DEFAULT: &str = "forward . 127.0.0.1:15054\nalternate NXDOMAIN,NOTIMP,SERVFAIL . /etc/resolv.conf";

    fn end(release: &str, capture: Capture, embedded: bool, query: &Query) -> String {
        let server = server(&block(DEFAULT));
        let mut world = world();
        let address = |text: &str| text.parse().unwrap();
        let table = [("both.mesh.", vec!["240.0.0.1", "::ffff:f000:1"]), ("four.mesh.", vec!["240.0.0.2"])];
        let table = table.map(|(name, ips)| (name.to_owned(), ips.into_iter().map(address).collect()));
        world.envoy.mesh = Mesh::Table(table.into());
        let front = if embedded { Front::EmbeddedProxy } else { Front::CoreDns(&server) };
        let tcp = Tcp::of(&find(release).unwrap());
        let journey = Journey { redirect: Redirect { capture, tcp, port: 15053 }, front, world: &world };
        let walk = travel(&journey, query);
        let [way] = walk.ways.as_slice() else { panic!("one way") };
        let answers = way.outcome.reply.as_ref().map_or(0, |message| message.answers.len());
        let steps: Vec<_> = way.steps.iter().map(ToString::to_string).collect();
        format!("{} {answers} | {}", way.outcome, steps.join(" | "))
    }

    fn a(name: &str) -> Query {
        Query::new(name, dns::A)
    }

    #[test]
    fn what_iptables_leaves_alone_goes_to_the_host() {
        let direct = "NOERROR 1 | iptables leaves it alone: no redirect of DNS is set up | the client asks the host's \
                      resolver over UDP | the host's resolver answers NOERROR with a record";
        assert_eq!(end("2.7", Capture::Off, false, &a("x.org")), direct);
        let tcp = a("both.mesh").over(Protocol::Tcp);
        assert!(end("2.14", Capture::All, false, &tcp).contains("alone: TCP is not redirected on this release"));
        assert!(end("2.12.1", Capture::All, false, &tcp).contains("Envoy's outbound listener"));
        let caught = end("2.10", Capture::ResolvConf, false, &tcp);
        assert!(caught.contains("iptables redirects it to port 15053 | server block takes it"), "{caught}");
    }

    #[test]
    fn the_embedded_proxy_knows_addresses_and_asks_the_host_for_the_rest() {
        let ask = |query: &Query| end("2.14", Capture::All, true, query);
        assert!(ask(&a("both.mesh")).starts_with("NOERROR 1 | iptables redirects it to port 15053 | the embedded DNS"));
        assert!(
            ask(&Query::new("four.mesh", dns::AAAA)).starts_with("NOERROR 0"),
            "a name without AAAA is no NXDOMAIN"
        );
        assert!(ask(&a("Both.mesh")).contains("asks the host's resolver"), "letter case counts");
        assert!(ask(&Query::new("both.mesh", dns::MX)).contains("asks the host's resolver"));
        let old = end("2.11.5", Capture::All, true, &a("both.mesh").over(Protocol::Tcp));
        assert!(old.starts_with("connection refused"), "{old}");
    }

    #[test]
    fn the_host_s_resolver_is_the_first_of_its_file() {
        let mut world = world();
        let server = Server::default();
        all_ways(&server, &world, &a("x."), |walker| {
            assert!(matches!(walker.host_resolver(), Destination::Host));
            Err(NoAnswer::Timeout)
        });
        world.resolv_conf.insert("/etc/resolv.conf".to_owned(), vec!["10.96.0.10".to_owned(), "10.0.0.1".to_owned()]);
        all_ways(&server, &world, &a("x."), |walker| {
            assert_eq!(walker.who(&walker.host_resolver(), Protocol::Udp), Who::Somebody("10.96.0.10:53".into()));
            Err(NoAnswer::Timeout)
        });
    }
}
