//! Walks through small Corefiles in a world of which only Envoy and the mesh's domain are known, and in one with a resolver
//! that is. What is recorded of single experiments stands here, too; the large recordings are in `tests/conformance`.

use std::collections::BTreeSet;
use std::time::Duration;

use super::*;
use crate::coredns::{self, Host, Plugin, Server, Version, dns};
use crate::corefile::environment::Nothing;
use crate::corefile::{Corefile, ImportLimit};

pub fn server(text: &str) -> Server {
    let known = |name: &str| Plugin::ALL.iter().any(|plugin| plugin.name() == name);
    let corefile = Corefile::parse("Corefile", text.as_bytes(), &known, ImportLimit::TenThousand, &Nothing).unwrap();
    coredns::start(&corefile, Version::new(1, 14, 6), &Host::side_car()).unwrap().server
}

pub fn world() -> World {
    let mut world = World::unknown(15054, &["mesh"]);
    if let Mesh::Supposed { missing, .. } = &mut world.envoy.mesh {
        missing.push("nosuch.mesh.".to_owned());
    }
    world
}

/// `RCODE answers <- who,who` of every way, without repeats.
fn ends(text: &str, query: &Query) -> BTreeSet<String> {
    ends_in(&world(), text, query)
}

fn ends_in(world: &World, text: &str, query: &Query) -> BTreeSet<String> {
    let server = server(text);
    let walk = walk(&server, world, query, 15053);
    assert!(walk.complete);
    let end = |outcome: &Outcome<'_>| {
        let answers = outcome.reply.as_ref().map_or_else(|_| Vec::new(), |message| message.answers.clone());
        let answers: String = answers.iter().map(|record| format!(" [{record}]")).collect();
        let mut asked: Vec<_> = outcome.asked.iter().map(|asked| asked.who.to_string()).collect();
        asked.dedup();
        format!("{outcome}{answers} <- {}", asked.join(","))
    };
    walk.outcomes().map(end).collect()
}

#[track_caller]
fn one(text: &str, query: &Query, end: &str) {
    assert_eq!(ends(text, query), BTreeSet::from([end.to_owned()]), "{text}");
}

fn a(name: &str) -> Query {
    Query::new(name, dns::A)
}

pub fn block(plugins: &str) -> String {
    format!(".:15053 {{\n{plugins}\n}}\n")
}

const DEFAULT: &str = "forward . 127.0.0.1:15054
    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf
    prometheus localhost:19153
    errors";

#[test]
fn the_default_asks_envoy_and_then_the_host() {
    let text = block(DEFAULT);
    one(&text, &a("a.mesh"), "NOERROR [a.mesh. 30 IN A ?] <- Envoy");
    one(&text, &a("A.mesh"), "NXDOMAIN <- Envoy,the host's resolver");
    one(&text, &a("nosuch.mesh"), "NXDOMAIN <- Envoy,the host's resolver");
    one(&text, &a("example.com"), "NOERROR [example.com. ? IN A ?] <- Envoy,the host's resolver");
    one(&text, &a("missing.invalid"), "NXDOMAIN <- Envoy,the host's resolver");
    one(&text, &Query::new("a.mesh", dns::MX), "NXDOMAIN <- Envoy,the host's resolver");
    // Envoy takes the root name for damage, CoreDNS answers FORMERR, and alternate goes by that.
    one(&text, &a("."), "NOERROR [. ? IN A ?] <- Envoy,the host's resolver");
    let mut down = world();
    down.envoy.is_up = false;
    let end = ends_in(&down, &text, &a("a.mesh"));
    assert_eq!(end, BTreeSet::from(["NXDOMAIN <- Envoy,the host's resolver".to_owned()]));
}

#[test]
fn steps_name_the_place_that_is_responsible() {
    let text = block(DEFAULT);
    let server = server(&text);
    let world = world();
    let walk = walk(&server, &world, &Query::new("a.mesh", dns::MX), 15053);
    let [way] = walk.ways.as_slice() else { panic!("one way") };
    let of = |step: &Step<'_>| step.place.map(|place| &text[place.span.start as usize..place.span.end as usize]);
    let fired = way.steps.iter().find(|step| matches!(step.action, Action::Fired(_))).unwrap();
    assert_eq!((of(fired), &fired.action), (Some("NOTIMP"), &Action::Fired(dns::NOTIMP)));
    let sent = way.steps.iter().filter(|step| matches!(step.action, Action::Sent(..)));
    assert_eq!(sent.map(of).collect::<Vec<_>>(), [Some("127.0.0.1:15054"), Some("/etc/resolv.conf")]);
    let took = way.steps.first().unwrap();
    assert_eq!((of(took), &took.action), (Some(".:15053"), &Action::Took(".")));
}

/// A zone is served by the longest; letter case as written; a DS record lies with the parent.
#[test]
fn blocks_are_chosen_by_zone() {
    let refuse = |rcode: &str| format!("template ANY ANY . {{\n rcode {rcode}\n}}");
    let text = format!(
        ".:15053 {{\n{}\n}}\nmesh:15053 {{\n{}\n}}\na.mesh:15053 {{\n{}\n}}\nUPPER:15053 {{\n}}\n",
        refuse("NXDOMAIN"),
        refuse("YXDOMAIN"),
        refuse("NOTAUTH")
    );
    one(&text, &a("x.org"), "NXDOMAIN <- ");
    one(&text, &a("amesh"), "NXDOMAIN <- ");
    one(&text, &a("b.MESH"), "YXDOMAIN <- ");
    one(&text, &a("x.a.mesh"), "NOTAUTH <- ");
    one(&text, &Query::new("x.a.mesh", dns::DS), "YXDOMAIN <- ");
    one(&text, &Query::new("mesh", dns::DS), "YXDOMAIN <- ");
    one(&text, &a("x.upper"), "NXDOMAIN <- ");
    one("mesh:15053 {\n errors\n}\n", &a("example.com"), "REFUSED <- ");
    one("mesh:15053 {\n errors\n}\n", &a("a.mesh"), "SERVFAIL <- ");
    one("mesh:15053 {\n}\n", &a("a.mesh"), "REFUSED <- ");
    one("mesh:15054 {\n}\n", &a("a.mesh"), "connection refused <- ");
    one("tls://.:15053 {\n}\n", &a("a.mesh"), "connection refused <- ");
}

#[test]
fn other_classes_pass_only_where_there_is_a_forward() {
    let chaos = Query::new("version.bind", dns::TXT).in_class(dns::CH);
    one(&block("template CH TXT . {\n rcode NXDOMAIN\n}"), &chaos, "REFUSED <- ");
    one(&block("alternate NXDOMAIN . 127.0.0.1:15054"), &chaos, "REFUSED <- ");
    one(&block("forward . 127.0.0.1:15054"), &chaos, "FORMERR <- Envoy");
    // forward in another block of the address lets them in here, too.
    let text = "bind:15053 {\n errors\n}\n.:15053 {\n forward . 127.0.0.1:15054\n}\n";
    one(text, &chaos, "SERVFAIL <- ");
}

#[test]
fn templates_answer_in_their_order() {
    let answer = |text: &str| block(&format!("template IN A mesh {{\n answer \"{text}\"\n}}\n{DEFAULT}"));
    one(&answer("{{ .Name }} 60 IN A 240.0.0.9"), &a("X.mesh"), "NOERROR [x.mesh. 60 IN A 240.0.0.9] <- ");
    one(&answer("{{ .Question.Name }} A 1.2.3.4"), &a("X.mesh"), "NOERROR [X.mesh. 3600 IN A 1.2.3.4] <- ");
    one(&answer("{{ .Zone }} {{ .Class }} {{ .Type }} 1.2.3.4"), &a("x.mesh"), "NOERROR [mesh. 3600 IN A 1.2.3.4] <- ");
    one(
        &answer("{{ (index .Message.Question 0).Name }} A 1.2.3.4"),
        &a("x.mesh"),
        "NOERROR [x.mesh. 3600 IN A 1.2.3.4] <- ",
    );
    one(&answer("{{ .Nope }} A 1.2.3.4"), &a("x.mesh"), "SERVFAIL <- ");
    one(&answer("{{ .Name }} A {{ parseInt .Name 10 64 }}"), &a("x.mesh"), "NOERROR [x.mesh. ? IN A ?] <- ");
    one(&answer("{{ if false }}x{{ end }}"), &a("x.mesh"), "SERVFAIL <- ");
    // For other types nobody looks into the nil record, and the reply cannot be packed.
    one(&block("template ANY ANY . {\n answer \"\"\n}"), &Query::new("x.mesh", dns::MX), "no answer <- ");
    let groups = "template IN A . {\n match ^(?P<id>[a-z]+)[.](mesh)[.]$\n answer \"{{ .Group.id }}.{{ index .Match 2 }} A 1.2.3.4\"\n fallthrough\n}\n";
    one(&block(&format!("{groups}{DEFAULT}")), &a("ab.mesh"), "NOERROR [ab.mesh. 3600 IN A 1.2.3.4] <- ");
    one(&block(&format!("{groups}{DEFAULT}")), &a("a.b.mesh"), "NOERROR [a.b.mesh. 30 IN A ?] <- Envoy");
    let strict = "template IN A . {\n match ^a[.]\n rcode NXDOMAIN\n}\n";
    one(&block(&format!("{strict}{DEFAULT}")), &a("b.mesh"), "SERVFAIL <- ");
    one(
        &block(&format!("{strict}{DEFAULT}")),
        &Query::new("b.mesh", dns::AAAA),
        "NOERROR [b.mesh. 30 IN AAAA ?] <- Envoy",
    );
    // A query of type ANY meets every rule.
    one(&block(&format!("{strict}{DEFAULT}")), &Query::new("a.mesh", dns::ANY), "NXDOMAIN <- ");
    let zoned = "template IN A . {\n match ^a[.]\n rcode NXDOMAIN\n fallthrough org\n}\n";
    one(&block(&format!("{zoned}{DEFAULT}")), &a("b.mesh"), "SERVFAIL <- ");
    one(&block(&format!("{zoned}{DEFAULT}")), &a("b.org"), "NOERROR [b.org. ? IN A ?] <- Envoy,the host's resolver");
}

#[test]
fn cnames_are_followed_through_the_server() {
    let text = "old.mesh:15053 {
    template IN ANY . {
        answer \"{{ .Name }} 60 IN CNAME a.mesh.\"
    }
}
.:15053 {
    forward . 127.0.0.1:15054
}
";
    one(text, &a("x.old.mesh"), "NOERROR [x.old.mesh. 60 IN CNAME a.mesh.] [a.mesh. 30 IN A ?] <- Envoy");
    one(text, &Query::new("x.old.mesh", dns::MX), "NOERROR [x.old.mesh. 60 IN CNAME a.mesh.] <- ");
    let round = block("template IN A . {\n answer \"{{ .Name }} 60 IN CNAME {{ .Name }}\"\n}");
    one(&round, &a("a.mesh"), "no answer <- ");
    let deeper = block(
        "template IN A . {\n answer \"{{ .Name }} 60 IN CNAME a.{{ .Name }}\" \"{{ .Name }} 60 IN CNAME b.{{ .Name }}\"\n}",
    );
    one(&deeper, &a("a.mesh"), "no answer <- ");
}

#[test]
fn forwards_are_taken_in_the_order_of_the_text() {
    let text = block("forward mesh 127.0.0.1:15054 {\n except out.mesh\n}\nforward . 192.0.2.1");
    one(&text, &a("a.mesh"), "NOERROR [a.mesh. 30 IN A ?] <- Envoy");
    one(&text, &a("x.out.mesh"), "NXDOMAIN <- 192.0.2.1:53");
    one(&text, &a("example.com"), "NOERROR [example.com. ? IN A ?] <- 192.0.2.1:53");
    let next = |rest: &str| block(&format!("forward . 127.0.0.1:15054 {{\n next NXDOMAIN FORMERR\n}}\n{rest}"));
    one(&next("forward . 192.0.2.1"), &a("b.org"), "NOERROR [b.org. ? IN A ?] <- Envoy,192.0.2.1:53");
    one(&next("forward . 192.0.2.1"), &Query::new("b.org", dns::MX), "NOTIMP <- Envoy");
    one(&next("forward org 192.0.2.1"), &a("b.com"), "SERVFAIL <- Envoy");
    one(&next(""), &a("b.com"), "NXDOMAIN <- Envoy");
    // CoreDNS's own FORMERR is none that `next` sees.
    one(&next("forward . 192.0.2.1"), &a("."), "FORMERR <- Envoy");
    let unmatched = block("forward mesh 127.0.0.1:15054\nalternate SERVFAIL . 192.0.2.1");
    one(&unmatched, &a("b.org"), "NOERROR [b.org. ? IN A ?] <- 192.0.2.1:53");
}

#[test]
fn chance_makes_ways() {
    let both = |policy: &str| block(&format!("forward . 127.0.0.1:15054 192.0.2.1 {{\n policy {policy}\n}}"));
    let envoy = "NXDOMAIN <- Envoy".to_owned();
    let other = "NOERROR [b.org. ? IN A ?] <- 192.0.2.1:53".to_owned();
    assert_eq!(ends(&both("random"), &a("b.org")), BTreeSet::from([envoy.clone(), other.clone()]));
    assert_eq!(ends(&both("round_robin"), &a("b.org")), BTreeSet::from([envoy.clone(), other]));
    assert_eq!(ends(&both("sequential"), &a("b.org")), BTreeSet::from([envoy]));
    // An upstream that is not there is skipped.
    let dead = block("forward . 127.0.0.1:15054 192.0.2.1:0");
    let envoy = |before: &str| format!("NXDOMAIN <- {before}Envoy");
    assert_eq!(ends(&dead, &a("b.org")), BTreeSet::from([envoy(""), envoy("192.0.2.1:0,")]));
    let many: String = (1..=15).map(|host| format!(" 192.0.2.{host}")).collect();
    assert_eq!(ends(&block(&format!("forward .{many}")), &a("b.org")).len(), 15);
}

#[test]
fn tcp_does_not_reach_envoy() {
    let text = block("forward . 127.0.0.1:15054");
    let over_tcp = a("a.mesh").over(Protocol::Tcp);
    one(&text, &over_tcp, "SERVFAIL <- Envoy");
    let (server, world) = (server(&text), world());
    let walk = walk(&server, &world, &over_tcp, 15053);
    assert_eq!(walk.ways[0].outcome.wait, Duration::from_secs(5));
    one(&block("forward . 127.0.0.1:15054 {\n prefer_udp\n}"), &over_tcp, "NOERROR [a.mesh. 30 IN A ?] <- Envoy");
    one(&block("forward . 127.0.0.1:15054 {\n force_tcp\n}"), &a("a.mesh"), "SERVFAIL <- Envoy");
    one(&block("forward . tls://127.0.0.1:15054"), &a("a.mesh"), "SERVFAIL <- Envoy");
}

/// Single experiments that are recorded, and what follows from them.
#[test]
fn odd_ports_are_known() {
    // CoreDNS at Envoy's port: UDP goes to Envoy, TCP comes round.
    let mut shared = world();
    shared.envoy.port = 15053;
    let text = block("forward . 127.0.0.1:15053");
    let end = |query: &Query| ends_in(&shared, &text, query).into_iter().collect::<Vec<_>>();
    assert_eq!(end(&a("a.mesh")), ["NOERROR [a.mesh. 30 IN A ?] <- "]);
    assert_eq!(end(&a("a.mesh").over(Protocol::Tcp)), ["no answer <- CoreDNS"]);
    one(&block("forward . 127.0.0.1:15053"), &a("a.mesh"), "no answer <- CoreDNS");
    one(&block("forward . 0.0.0.0:15053"), &a("a.mesh"), "no answer <- CoreDNS");
    // The metrics at the DNS port take TCP.
    let over_tcp = a("a.mesh").over(Protocol::Tcp);
    let metrics =
        |host: &str| block(&format!("prometheus {host}:15053\nforward . 127.0.0.1:15054 {{\n prefer_udp\n}}"));
    one(&metrics("localhost"), &over_tcp, "connection closed <- ");
    assert_eq!(ends(&metrics(""), &over_tcp).len(), 2);
    one(&metrics("localhost"), &a("a.mesh"), "NOERROR [a.mesh. 30 IN A ?] <- Envoy");
}

#[test]
fn failover_on_what_everybody_gives_never_ends() {
    let text = block("forward . 127.0.0.1:15054 {\n failover NXDOMAIN\n}\nalternate SERVFAIL . 192.0.2.1");
    one(&text, &a("b.org"), "NOERROR [b.org. ? IN A ?] <- Envoy,192.0.2.1:53");
    one(&text, &a("b.mesh"), "NOERROR [b.mesh. 30 IN A ?] <- Envoy");
    let both = block("forward . 127.0.0.1:15054 192.0.2.1 {\n policy sequential\n failover NXDOMAIN\n}");
    one(&both, &a("b.org"), "NOERROR [b.org. ? IN A ?] <- Envoy,192.0.2.1:53");
    one(&both, &a("nosuch.mesh"), "SERVFAIL <- Envoy,192.0.2.1:53");
}

#[test]
fn hostile_names_are_bounded() {
    let text = block(DEFAULT);
    let (server, world) = (server(&text), world());
    let long = "a.".repeat(50_000);
    for name in ["", "..", "\\", "\\.", "a\\", "ä.mesh", "\u{0}", long.as_str()] {
        for qtype in [dns::A, dns::DS, 0, u16::MAX] {
            assert!(walk(&server, &world, &Query::new(name, qtype), 15053).is_certain());
        }
    }
    assert_eq!(walk(&server, &world, &a("a"), 0).ways[0].outcome.reply, Err(NoAnswer::Refused));
}

#[test]
fn steps_can_be_told() {
    let text = block(&format!("template IN A org\n{DEFAULT}"));
    let (server, world) = (server(&text), world());
    let told = |query: &Query| {
        let walk = walk(&server, &world, query, 15053);
        walk.ways[0].steps.iter().map(Step::to_string).collect::<Vec<_>>()
    };
    assert_eq!(
        told(&Query::new("a.mesh", dns::MX)),
        [
            "server block takes it for the zone .",
            "template passes it on: the name is not in its zone",
            "forward asks Envoy over UDP",
            "Envoy answers NOTIMP",
            "alternate takes over because of NOTIMP",
            "alternate asks the host's resolver over UDP",
            "the host's resolver answers NXDOMAIN",
        ]
    );
    assert_eq!(told(&a("x.org"))[1], "template answers NOERROR without a record");
    assert_eq!(
        told(&a("."))[4..6],
        [
            "forward takes the FORMERR for a reply to another question and gives FORMERR",
            "alternate takes over because of FORMERR"
        ]
    );
}

/// Up to Kuma 2.5 Envoy asks the empty block.
#[test]
fn envoy_may_have_an_upstream() {
    let mut world = world();
    world.envoy.upstream = Some(15055);
    let empty = format!("{}.:15055 {{\n template ANY ANY . {{\n  rcode NXDOMAIN\n }}\n}}\n", block(DEFAULT));
    let end = |text: &str, name: &str| ends_in(&world, text, &a(name)).into_iter().collect::<Vec<_>>();
    assert_eq!(end(&empty, "x.org"), ["NOERROR [x.org. ? IN A ?] <- Envoy,CoreDNS,the host's resolver"]);
    assert_eq!(end(&empty, "a.mesh"), ["NOERROR [a.mesh. 30 IN A ?] <- Envoy"]);
    let leak = format!("{}.:15055 {{\n forward . 192.0.2.1\n}}\n", block(DEFAULT));
    assert_eq!(end(&leak, "x.org"), ["NOERROR [x.org. 300 IN A ?] <- Envoy,CoreDNS,192.0.2.1:53"]);
    let round = format!("{}.:15055 {{\n forward . 127.0.0.1:15054\n}}\n", block("forward . 127.0.0.1:15054"));
    assert_eq!(end(&round, "x.org"), ["NXDOMAIN <- Envoy,CoreDNS,Envoy,CoreDNS"]);
}

/// Recorded: about 1 s at a closed port, 6 s at a silent one, 5 s without a health check.
#[test]
fn waits_are_the_recorded_ones() {
    let mut world = world();
    world.envoy.is_up = false;
    let ip = [127, 0, 0, 1].into();
    world.listeners.push(Listener {
        name: "silent".to_owned(),
        ip,
        port: 25098,
        behaviour: Behaviour::Silent,
        is_host: false,
    });
    let wait = |plugins: &str| {
        let server = server(&block(plugins));
        walk(&server, &world, &a("a.mesh"), 15053).ways[0].outcome.wait.as_secs()
    };
    assert_eq!(wait(DEFAULT), 1);
    assert_eq!(wait("forward . 127.0.0.1:15054 {\n max_fails 0\n}"), 5);
    assert_eq!(wait("forward . 127.0.0.1:25098"), 6);
    assert_eq!(wait("forward . 127.0.0.1:25098 192.0.2.1 {\n policy sequential\n}"), 2);
    assert_eq!(wait("forward . 192.0.2.1"), 0);
}
