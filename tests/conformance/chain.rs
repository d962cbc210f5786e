//! What clients got from real CoreDNS and Envoy in the recorded world: rcode, flags, answers, and who was asked in order.
//! Where the recording is random, it must be among the ways that the walk knows.

use std::collections::{BTreeSet, HashMap};
use std::net::IpAddr;

use corefilectl::chain::{
    self, Behaviour, Envoy, Listener, Mesh, Message, NoAnswer, Outcome, Protocol, Query, Record, RecordData, Who,
    World, Zone,
};
use corefilectl::coredns::config::{Block, Forward, Policy, Upstream, UpstreamKind};
use corefilectl::coredns::{self, Host, Server, Version, dns};
use corefilectl::corefile::{Corefile, ImportLimit};
use corefilectl::mesh::vips;
use serde::Deserialize;

/// A line of the corpus.
#[derive(Deserialize)]
struct Case {
    variant: String,
    qname: String,
    qtype: String,
    qclass: String,
    proto: String,
    port: Option<u16>,
    rd: Option<bool>,
    seq: u32,
    rcode: String,
    answers: Vec<String>,
    authority: Vec<String>,
    additional: Vec<String>,
    flags: String,
    upstream_seen_by: Vec<String>,
}

const COREDNS: u16 = 15053;
const ENVOY: u16 = 15054;
const RESOLV_CONF: [(&str, &str); 2] = [
    ("/etc/resolv.conf", "nameserver 127.0.0.1\n"),
    ("/etc/kuma/resolv2.conf", "nameserver 127.0.0.1\nnameserver 127.0.0.2\n"),
];
fn record(name: &str, ttl: u32, qtype: u16, data: RecordData) -> Record {
    Record { name: format!("{name}."), ttl: Some(ttl), class: dns::IN, qtype, data }
}

fn address(name: &str, ttl: u32, text: &str) -> Record {
    let ip: IpAddr = text.parse().unwrap();
    record(name, ttl, if ip.is_ipv4() { dns::A } else { dns::AAAA }, RecordData::Address(ip))
}

fn text(name: &str, qtype: u16, text: &str) -> Record {
    record(name, 60, qtype, RecordData::Text(text.to_owned()))
}

/// The host's resolver of the recordings.
fn stub() -> Zone {
    let mut zone = Zone::default();
    for record in [
        address("example.com", 60, "192.0.2.10"),
        address("example.com", 60, "2001:db8::10"),
        text("example.com", dns::TXT, "\"v=stub\""),
        text("example.com", dns::MX, "10 mail.example.com."),
        text("example.com", dns::SRV, "0 5 443 host.example.com."),
        address("httpbin.mesh", 60, "203.0.113.9"),
        address("httpbin.mesh", 60, "2001:db8:bad::9"),
    ] {
        zone.add(record);
    }
    for name in ["version.bind", "version.server", "hostname.bind", "id.server"] {
        zone.add(Record { class: dns::CH, ttl: Some(0), ..text(name, dns::TXT, "\"stub\"") });
    }
    let rcodes = [("nx.", dns::NXDOMAIN), ("broken.", dns::SERVFAIL), ("refused.", dns::REFUSED)];
    zone.rcodes = rcodes.map(|(start, rcode)| (start.to_owned(), rcode)).into();
    zone
}

/// What stood around CoreDNS.
fn world() -> World {
    let mut table = HashMap::new();
    for (name, address) in [
        ("httpbin.mesh.", [240, 0, 0, 1]),
        ("backend.test-ns.svc.8080.mesh.", [240, 0, 0, 0]),
        ("backend_test-ns_svc_8080.mesh.", [240, 0, 0, 0]),
    ] {
        table.insert(name.to_owned(), vips::forms(IpAddr::from(address), true));
    }
    table.insert("v4only.mesh.".to_owned(), vec![[240, 0, 0, 5].into()]);
    let wildcard = vec![address("any", 5, "198.51.100.2"), address("any", 5, "2001:db8:2::2")];
    let stub2 = || Behaviour::Zone(Zone { wildcard: wildcard.clone(), ..Zone::default() });
    let listener = |name: &str, ip: [u8; 4], port, behaviour| Listener {
        name: name.to_owned(),
        ip: ip.into(),
        port,
        behaviour,
        is_host: false,
    };
    World {
        domains: Vec::new(),
        closed_ports: Vec::new(),
        envoy: Envoy { port: ENVOY, is_up: true, mesh: Mesh::Table(table), upstream: None, observed: None },
        listeners: vec![
            listener("stub", [127, 0, 0, 1], 53, Behaviour::Zone(stub())),
            listener("stub2", [127, 0, 0, 1], 25097, stub2()),
            listener("stub2@127.0.0.2", [127, 0, 0, 2], 53, stub2()),
            listener("stub3", [127, 0, 0, 1], 25096, Behaviour::Rcode(dns::NXDOMAIN)),
            listener("blackhole", [127, 0, 0, 1], 25098, Behaviour::Silent),
        ],
        resolv_conf: HashMap::new(),
        host: Behaviour::Silent,
        elsewhere: None,
    }
}

fn qtype(name: &str) -> u16 {
    dns::qtype(name).or_else(|| name.strip_prefix("TYPE")?.parse().ok()).unwrap_or_else(|| panic!("no type {name}"))
}

fn class(name: &str) -> u16 {
    dns::class(name).or_else(|| name.strip_prefix("CLASS")?.parse().ok()).unwrap_or_else(|| panic!("no class {name}"))
}

/// Addresses as numbers, so that `::ffff:f000:1` is what it is.
fn normal(line: &str) -> String {
    let (front, last) = line.rsplit_once(' ').unwrap_or(("", line));
    last.parse::<IpAddr>().map_or_else(|_| line.to_owned(), |ip| format!("{front} {ip:?}"))
}

fn shown(records: &[Record]) -> BTreeSet<String> {
    records.iter().map(|record| normal(&record.to_string())).collect()
}

fn wanted(lines: &[String]) -> BTreeSet<String> {
    lines.iter().map(|line| normal(line)).collect()
}

fn flags(message: &Message<'_>, query: &Query) -> String {
    let bits = [
        ("QR", true),
        ("AA", message.authoritative),
        ("RD", query.recursion_desired),
        ("RA", message.recursion_available),
    ];
    let set: Vec<_> = bits.iter().filter(|(_, is_set)| *is_set).map(|(name, _)| *name).collect();
    set.join(" ")
}

/// Who saw a query, with or without those who stay silent; repeats are collapsed, and a closed port sees nothing.
fn seen(outcome: &Outcome<'_>, with_silent: bool) -> Vec<String> {
    let name = |asked: &chain::Asked<'_>| {
        let name = match &asked.who {
            Who::Envoy if asked.answered => "envoy",
            Who::Known(name) if asked.answered || with_silent => name,
            _ => return None,
        };
        Some(if asked.protocol == Protocol::Tcp { format!("{name}/tcp") } else { name.to_owned() })
    };
    collapse(outcome.asked.iter().filter_map(name))
}

fn collapse(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut once: Vec<String> = Vec::new();
    for name in names.filter(|name| name != "...") {
        if !once.contains(&name) {
            once.push(name);
        }
    }
    once
}

fn fits(case: &Case, query: &Query, outcome: &Outcome<'_>) -> bool {
    let same = match &outcome.reply {
        Ok(message) => {
            let from_template = matches!(message.from, chain::Actor::Template { .. });
            dns::rcode_text(message.rcode) == case.rcode
                && shown(&message.answers) == wanted(&case.answers)
                && shown(&message.additional) == wanted(&case.additional)
                // What the stand-ins say of their authority is not known to the walk.
                && (!from_template || shown(&message.authority) == wanted(&case.authority))
                && flags(message, query) == case.flags
        }
        Err(NoAnswer::Closed) => case.rcode == "(EOFError)",
        Err(NoAnswer::Timeout) => case.rcode.starts_with("(no answer"),
        Err(NoAnswer::Refused) => case.rcode == "(ConnectionRefusedError)",
    };
    let recorded = collapse(case.upstream_seen_by.iter().cloned());
    // Once CoreDNS knows that one of several is silent, it leaves it out.
    same && (seen(outcome, true) == recorded || (!recorded.is_empty() && seen(outcome, false) == recorded))
}

/// Whether chance can decide anything.
fn can_be_random(server: &Server) -> bool {
    let several = |upstreams: &[Upstream]| {
        let count = |upstream: &Upstream| match &upstream.kind {
            UpstreamKind::ResolvConf { nameservers, .. } => nameservers.as_ref().map_or(1, Vec::len),
            _ => 1,
        };
        upstreams.iter().map(count).sum::<usize>() > 1
    };
    let shared = |block: &Block| {
        let metrics = block.prometheus.iter().filter_map(|metrics| metrics.address.rsplit_once(':'));
        metrics.into_iter().any(|(_, port)| server.sites.iter().any(|site| site.port == port))
    };
    server.blocks.iter().any(|block| {
        let alternates = block.alternates.iter().any(|alternate| several(&alternate.upstreams));
        let by_chance = |forward: &&Forward| forward.policy != Policy::Sequential;
        alternates
            || shared(block)
            || block.forwards.iter().filter(by_chance).any(|forward| several(&forward.upstreams))
    })
}

fn check(case: &Case, servers: &HashMap<String, Server>, world: &World) -> Result<(), String> {
    let server = servers.get(&case.variant).ok_or_else(|| format!("no variant {}", case.variant))?;
    let protocol = if case.proto == "tcp" { Protocol::Tcp } else { Protocol::Udp };
    let mut query = Query::new(&case.qname, qtype(&case.qtype)).in_class(class(&case.qclass)).over(protocol);
    query.recursion_desired = case.rd.unwrap_or(true);
    let walk = chain::walk(server, world, &query, case.port.unwrap_or(COREDNS));
    if !walk.is_certain() && !can_be_random(server) {
        return Err(format!("{} {}: {} ways where nothing is random", case.variant, case.seq, walk.ways.len()));
    }
    if walk.outcomes().any(|outcome| fits(case, &query, outcome)) {
        return Ok(());
    }
    let found = walk.outcomes().map(|outcome| format!("\n  found  {:?} {:?}", outcome.reply, seen(outcome, true)));
    Err(format!(
        "{} {}: {} {} {} {}{}\n  wanted {} {} {:?} {:?}",
        case.variant,
        case.seq,
        case.qname,
        case.qclass,
        case.qtype,
        case.proto,
        found.collect::<String>(),
        case.rcode,
        case.flags,
        case.answers,
        case.upstream_seen_by,
    ))
}

fn started(text: &str, version: Version) -> Server {
    start(text, version, &RESOLV_CONF).unwrap_or_else(|message| panic!("{message}: {text}"))
}

fn start(text: &str, version: Version, paths: &[(&str, &str)]) -> Result<Server, String> {
    let (env, files) = Default::default();
    let surroundings = crate::corefile::Recorded { env: &env, files: &files };
    let known = |name: &str| crate::corefile::DIRECTIVES.contains(&name);
    let corefile = Corefile::parse("Corefile", text.as_bytes(), &known, ImportLimit::TenThousand, &surroundings);
    let host = paths.iter().fold(Host::recorded(), |host, (path, text)| host.with_file(*path, *text));
    let started = coredns::start(&corefile.map_err(|error| error.message)?, version, &host);
    started.map(|started| started.server).map_err(|error| error.message)
}

fn walks(version: &str) {
    let world = world();
    let coredns = version.parse().unwrap();
    let variants = crate::corpus::beside::<HashMap<String, String>>(&format!("chain_variants_{version}.json"));
    let servers = variants.into_iter().map(|(name, text)| (name, started(&text, coredns))).collect();
    crate::corpus::run(&format!("chain_{version}.jsonl"), |case: &Case| check(case, &servers, &world));
}

#[test]
fn clients_get_what_they_got_from_1_14_2() {
    walks("1.14.2");
}

#[test]
fn clients_get_what_they_got_from_1_14_6() {
    walks("1.14.6");
}

/// A question to Envoy itself; lines with raw packets have no name.
#[derive(Deserialize)]
struct Alone {
    #[serde(default)]
    qname: Option<String>,
    #[serde(default)]
    qtype: String,
    #[serde(default)]
    qclass: String,
    #[serde(default)]
    proto: String,
    rcode: String,
    #[serde(default)]
    answers: Vec<String>,
    #[serde(default)]
    flags: String,
}

#[test]
fn envoy_answers_as_it_did() {
    let (world, nothing) = (world(), Server::default());
    crate::corpus::run("envoy_alone.jsonl", |case: &Alone| {
        let Some(name) = &case.qname else { return Ok(()) };
        let protocol = if case.proto == "tcp" { Protocol::Tcp } else { Protocol::Udp };
        let mut query = Query::new(name, qtype(&case.qtype)).in_class(class(&case.qclass)).over(protocol);
        // The line does not say how the question was; the reply repeats it.
        query.recursion_desired = case.flags.contains("RD");
        let walk = chain::walk(&nothing, &world, &query, ENVOY);
        let outcome = &walk.ways[0].outcome;
        let same = match &outcome.reply {
            Ok(message) => {
                dns::rcode_text(message.rcode) == case.rcode
                    && shown(&message.answers) == wanted(&case.answers)
                    && flags(message, &query) == case.flags
            }
            Err(_) => case.rcode == "(ConnectionRefusedError)",
        };
        if same && walk.is_certain() { Ok(()) } else { Err(format!("{name} {}: {:?}", case.qtype, outcome.reply)) }
    });
}

/// A single experiment; those with a resolv.conf are walked.
#[derive(Deserialize)]
struct Special {
    name: Option<String>,
    resolv_conf: Option<String>,
    accepted: Option<bool>,
    rcode: Option<String>,
    answers: Option<Vec<String>>,
}

#[test]
fn every_form_of_resolv_conf_leads_where_it_led() {
    let world = world();
    for (version, corpus) in [("1.14.2", "specials.jsonl"), ("1.14.6", "specials_1.14.6.jsonl")] {
        let version = version.parse().unwrap();
        crate::corpus::run(corpus, |case: &Special| {
            let Some(resolv_conf) = &case.resolv_conf else { return Ok(()) };
            let miss = |found: String| Err(format!("{:?}: {found}", case.name));
            let text = ".:15053 {\n    forward . /etc/kuma/r.conf\n    errors\n}\n";
            let server = match start(text, version, &[("/etc/kuma/r.conf", resolv_conf)]) {
                Ok(server) => server,
                Err(_) if case.accepted == Some(false) => return Ok(()),
                Err(message) => return miss(message),
            };
            let walk = chain::walk(&server, &world, &Query::new("example.com", dns::A), COREDNS);
            let fits = |outcome: &Outcome<'_>| {
                let answers = outcome.reply.as_ref().map(|message| shown(&message.answers)).unwrap_or_default();
                Some(outcome.to_string()) == case.rcode
                    && answers == wanted(case.answers.as_deref().unwrap_or_default())
            };
            if case.accepted == Some(true) && walk.outcomes().any(fits) {
                return Ok(());
            }
            miss(walk.ways[0].outcome.to_string())
        });
    }
}
