//! A large mesh through every recorded variant of the chain: 10,000 services, five types, each Corefile of the recordings.
//! Says how many queries a second are predicted, and whether memory grows.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a benchmark stops at what it cannot measure"
)]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use corefilectl::chain::{MeshFile, Query, World, walk};
use corefilectl::coredns::{self, Host, Plugin, Version, dns};
use corefilectl::corefile::environment::Nothing;
use corefilectl::corefile::{Corefile, ImportLimit};

const SERVICES: usize = 10_000;
const TYPES: [u16; 5] = [dns::A, dns::AAAA, dns::MX, dns::TXT, dns::SRV];

fn main() {
    // cargo test runs benches, too; there a part is enough.
    let is_bench = std::env::args().any(|argument| argument == "--bench");
    let services = if is_bench { SERVICES } else { 10 };
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/data/chain_variants_1.14.6.json");
    let variants: BTreeMap<String, String> = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let known = |name: &str| Plugin::named(name).is_some();
    let started = variants.values().map(|text| {
        let corefile =
            Corefile::parse("Corefile", text.as_bytes(), &known, ImportLimit::TenThousand, &Nothing).unwrap();
        coredns::start(&corefile, Version::new(1, 14, 6), &Host::side_car()).unwrap().server
    });
    let servers: Vec<_> = started.collect();
    let entries: String = (0..services).map(|number| format!("- service: service-{number}_demo_svc_80\n")).collect();
    let mesh = MeshFile::parse(format!("services:\n{entries}").as_bytes()).unwrap();
    let world = mesh.world(World::unknown(15054, &["mesh"])).unwrap();
    let queries: Vec<Query> = (0..services)
        .flat_map(|number| TYPES.map(|qtype| Query::new(&format!("service-{number}.demo.svc.80.mesh"), qtype)))
        .collect();

    let (before, start, mut walked) = (resident(), Instant::now(), 0_u64);
    let mut slowest = (0.0, "");
    for (server, name) in servers.iter().zip(variants.keys()) {
        let begun = Instant::now();
        for query in &queries {
            black_box(walk(server, &world, query, 15053));
        }
        walked += u64::try_from(queries.len()).unwrap();
        let seconds = begun.elapsed().as_secs_f64();
        if seconds > slowest.0 {
            slowest = (seconds, name);
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    let (count, queries) = (servers.len(), f64::from(u32::try_from(walked).unwrap()));
    println!("{walked} queries through {count} Corefiles in {seconds:.2} s: {:.0} a second", queries / seconds);
    println!(
        "slowest Corefile: {} with {:.2} µs a query",
        slowest.1,
        slowest.0 * 1e6 * f64::from(u32::try_from(count).unwrap()) / queries
    );
    println!("resident memory: {before} KiB before, {} KiB after", resident());
}

fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
}
