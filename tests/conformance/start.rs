//! Whether CoreDNS starts, with its message and its sockets, as recorded from CoreDNS 1.14.2, and from 1.12.2, 1.13.1 and
//! 1.14.6 where they differ.

use std::collections::{BTreeMap, BTreeSet};

use corefilectl::coredns::config::{Server, Transport};
use corefilectl::coredns::probe::holds_for;
use corefilectl::coredns::{Host, Probe, Version, setup, start};
use corefilectl::corefile::{Corefile, ImportLimit};
use serde::Deserialize;

use crate::corefile::{DIRECTIVES, Recorded};

const RECORDED: Version = Version::new(1, 14, 2);
const OTHERS: [Version; 3] = [Version::new(1, 12, 2), Version::new(1, 13, 1), Version::new(1, 14, 6)];

#[derive(Deserialize)]
struct Case {
    #[serde(flatten)]
    input: crate::corefile::Case,
    #[serde(default)]
    args: Vec<String>,
    accepted: bool,
    error: String,
    listens: Option<BTreeSet<String>>,
    #[serde(default)]
    other_versions: BTreeMap<String, Outcome>,
}

#[derive(Clone, Deserialize)]
struct Outcome {
    accepted: bool,
    error: String,
    #[serde(default)]
    hangs: bool,
}

fn host(case: &Case) -> Host {
    let mut host = Host::recorded().with_file("Corefile", case.input.text());
    if let [flag, port] = case.args.as_slice() {
        assert_eq!(flag, "-p", "{}", case.input.name);
        host.default_port.clone_from(port);
    }
    for (path, content) in &case.input.files {
        host = host.with_file(path, content.as_bytes());
    }
    host
}

/// What a version says: the sockets or the message.
fn run(case: &Case, version: Version) -> Result<Server, String> {
    let text = case.input.text();
    let surroundings = Recorded { env: &case.input.env, files: &case.input.files };
    let known = |name: &str| DIRECTIVES.contains(&name);
    let limit = setup::import_limit(&Probe::new(version));
    let corefile = Corefile::parse("Corefile", &text, &known, limit, &surroundings).map_err(|error| error.message)?;
    match start(&corefile, version, &host(case)) {
        Ok(started) => {
            assert_eq!(started.depends, [], "{}: nothing of the recorded host is unknown", case.input.name);
            Ok(started.server)
        }
        Err(error) => Err(error.message),
    }
}

/// The recordings have no line break at the end. What Go's resolver and its package regexp say is compared as far as it does
/// not depend on the network or the version.
fn same(found: &str, recorded: &str) -> bool {
    let cut =
        |text: &str| ["lookup", "error parsing regexp"].iter().find_map(|word| text.find(word)).unwrap_or(text.len());
    let found = found.trim_end_matches('\n');
    found == recorded || (cut(recorded) < recorded.len() && found[..cut(found)] == recorded[..cut(recorded)])
}

/// The sockets of a server, as far as the sites tell: those of the metrics are left out.
fn sockets(server: &Server) -> BTreeSet<String> {
    let sockets = |transport| match transport {
        Transport::Dns => &["tcp", "udp"][..],
        Transport::Tls | Transport::Grpc | Transport::Https => &["tcp"],
        Transport::Quic | Transport::Https3 => &["udp"],
        Transport::Unix => &[],
    };
    let of_site = |site| {
        let site: &corefilectl::coredns::Site = site;
        sockets(site.transport).iter().map(|protocol| format!("{protocol} *:{}", site.port))
    };
    server.sites.iter().flat_map(of_site).collect()
}

fn check(case: &Case) -> Result<(), String> {
    let name = &case.input.name;
    let recorded = Outcome { accepted: case.accepted, error: case.error.clone(), hangs: false };
    for version in std::iter::once(RECORDED).chain(OTHERS) {
        let wanted = case.other_versions.get(&version.to_string()).unwrap_or(&recorded);
        let found = run(case, version);
        match &found {
            Ok(_) if wanted.accepted => {}
            Err(_) if wanted.hangs => {}
            Err(message) if !wanted.accepted && same(message, &wanted.error) => {}
            Ok(_) => return Err(format!("{name}: {version} accepts\n  wanted {:?}", wanted.error)),
            Err(message) => {
                return Err(format!("{name}: {version}\n  found  {message:?}\n  wanted {:?}", wanted.error));
            }
        }
        let Some(listens) = case.listens.as_ref().filter(|_| version == RECORDED) else { continue };
        // Several servers at one port are counted behind it; metrics stand at an address, or at a port that they share.
        let plain = listens.iter().map(|socket| socket.split(" x").next().unwrap_or("").to_owned());
        let plain: BTreeSet<_> = plain.filter(|socket| socket.contains('*')).collect();
        let found = found.as_ref().map(sockets).unwrap_or_default();
        if found != plain {
            return Err(format!("{name}: sockets\n  found  {found:?}\n  wanted {plain:?}"));
        }
    }
    Ok(())
}

#[test]
fn coredns_starts_or_says_why_not() {
    crate::corpus::run("corefile_accept.jsonl", check);
}

/// Every CoreDNS that Kuma has shipped, and those in between that changed a plugin.
const ALL: [Version; 19] = [
    Version::new(1, 8, 3),
    Version::new(1, 9, 2),
    Version::new(1, 9, 3),
    Version::new(1, 10, 0),
    Version::new(1, 10, 1),
    Version::new(1, 11, 1),
    Version::new(1, 11, 4),
    Version::new(1, 12, 0),
    Version::new(1, 12, 1),
    Version::new(1, 12, 2),
    Version::new(1, 13, 0),
    Version::new(1, 13, 1),
    Version::new(1, 14, 0),
    Version::new(1, 14, 1),
    Version::new(1, 14, 2),
    Version::new(1, 14, 3),
    Version::new(1, 14, 4),
    Version::new(1, 14, 5),
    Version::new(1, 14, 6),
];

/// A result says for which other versions it holds.
#[test]
fn what_was_asked_tells_which_versions_are_alike() {
    let different = std::cell::Cell::new(0);
    crate::corpus::run("corefile_accept.jsonl", |case: &Case| {
        let text = case.input.text();
        let surroundings = Recorded { env: &case.input.env, files: &case.input.files };
        let known = |name: &str| DIRECTIVES.contains(&name);
        let limit = ImportLimit::TenThousand;
        let Ok(corefile) = Corefile::parse("Corefile", &text, &known, limit, &surroundings) else { return Ok(()) };
        for host in [host(case), Host::side_car()] {
            let results = ALL.map(|version| match start(&corefile, version, &host) {
                Ok(started) => (format!("{:?} {:?}", started.server, started.depends), started.asked),
                Err(error) => (format!("{} {:?}", error.message, error.kind), error.asked),
            });
            for (version, (result, asked)) in ALL.iter().zip(&results) {
                for (other, (other_result, _)) in ALL.iter().zip(&results) {
                    if holds_for(asked, *version, *other) && result != other_result {
                        let name = &case.input.name;
                        return Err(format!("{name}: {version} and {other} differ\n  {result}\n  {other_result}"));
                    }
                    different.set(different.get() + usize::from(result != other_result));
                }
            }
        }
        Ok(())
    });
    assert!(different.get() > 100, "the versions hardly differ");
}
