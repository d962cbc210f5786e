//! The mesh half of the chain: wherever a walk through a recorded Corefile ends with an answer of Envoy, the Envoy that runs
//! gives that answer.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use corefilectl::chain::{self, Actor, Protocol, Query, Who};
use corefilectl::coredns::{Host, Server, dns};
use serde::Deserialize;

use crate::envoy::{Envoy, program};
use crate::mesh::{MESH, lines, recorded, start, world};

const COREDNS: u16 = 15053;
const ENVOY: u16 = 15054;

#[derive(Deserialize)]
struct Line {
    variant: String,
    qname: String,
    qtype: String,
    qclass: String,
    upstream_seen_by: Vec<String>,
}

#[test]
fn what_the_walk_takes_from_envoy_envoy_says() {
    let Some(program) = program("the mesh half of the chain") else { return };
    let (envoy, world) = (Envoy::start(&program, MESH), world(MESH, ENVOY));
    let variants: BTreeMap<String, String> = serde_json::from_str(&recorded("chain_variants_1.14.6.json")).unwrap();
    let version = "1.14.6".parse().unwrap();
    // The second file names two, and neither is Envoy.
    let two = "nameserver 127.0.0.1\nnameserver 127.0.0.2\n";
    let host = Host::recorded().with_file("/etc/kuma/resolv2.conf", two);
    let servers: HashMap<String, Server> =
        variants.into_iter().map(|(name, text)| (name, start(&text, version, &host))).collect();
    let (mut compared, mut questions) = (0, HashMap::new());
    let mut seen = BTreeSet::new();
    for line in lines::<Line>("chain_1.14.6.jsonl") {
        let asked_envoy = line.upstream_seen_by.iter().any(|who| who == "envoy");
        let key = (line.variant.clone(), line.qname.clone(), line.qtype.clone(), line.qclass.clone());
        if !asked_envoy || !seen.insert(key) {
            continue;
        }
        let (qtype, class) = (dns::qtype_of(&line.qtype).unwrap(), dns::class_of(&line.qclass).unwrap());
        let query = Query::new(&line.qname, qtype).in_class(class);
        let walk = chain::walk(&servers[&line.variant], &world, &query, COREDNS);
        for message in walk.outcomes().filter_map(|outcome| outcome.reply.as_ref().ok()) {
            if message.from != Actor::Other(Who::Envoy) {
                continue;
            }
            let live = questions
                .entry((line.qname.clone(), qtype, class))
                .or_insert_with(|| envoy.answer(&query.clone().over(Protocol::Udp)).map(|reply| reply.message));
            assert_eq!(Ok(message), live.as_ref(), "{} {} {} {}", line.variant, line.qname, line.qclass, line.qtype);
            compared += 1;
        }
    }
    assert!(compared > 200, "only {compared} walks end at Envoy");
    let count = questions.len();
    println!("real parts: {compared} walks end with an answer of Envoy; it gives all of them ({count} questions)");
}
