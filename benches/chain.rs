//! How long a walk takes. `lint` walks about ten queries for each rendering.

#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark stops at what it cannot measure")]

use corefilectl::chain::{Query, World, walk};
use corefilectl::coredns::{self, Host, Plugin, Server, Version, dns};
use corefilectl::corefile::environment::Nothing;
use corefilectl::corefile::{Corefile, ImportLimit};

const DEFAULT: &str = ".:15053 {
    forward . 127.0.0.1:15054
    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf
    prometheus localhost:19153
    errors
}
";

const TEMPLATES: &str = ".:15053 {
    template IN AAAA mesh {
        rcode NOERROR
    }
    template IN A mesh {
        match \"^(?P<id>[a-z]+)[.]mesh[.]$\"
        answer \"{{ .Name }} 60 IN A 240.0.0.{{ .Group.id | len }}\"
        fallthrough
    }
    forward . 127.0.0.1:15054
    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf
}
";

fn started(text: &str) -> Server {
    let known = |name: &str| Plugin::ALL.iter().any(|plugin| plugin.name() == name);
    let corefile = Corefile::parse("Corefile", text.as_bytes(), &known, ImportLimit::TenThousand, &Nothing).unwrap();
    coredns::start(&corefile, Version::new(1, 14, 6), &Host::side_car()).unwrap().server
}

fn main() {
    divan::main();
}

#[divan::bench(args = [("a.mesh", dns::A), ("a.mesh", dns::MX), ("example.com", dns::A)])]
fn default(bencher: divan::Bencher<'_, '_>, (name, qtype): (&str, u16)) {
    let (server, world, query) = (started(DEFAULT), World::unknown(15054, &["mesh"]), Query::new(name, qtype));
    bencher.bench_local(|| walk(&server, &world, &query, 15053));
}

#[divan::bench(args = [("a.mesh", dns::A), ("a.mesh", dns::AAAA), ("example.com", dns::A)])]
fn templates(bencher: divan::Bencher<'_, '_>, (name, qtype): (&str, u16)) {
    let (server, world, query) = (started(TEMPLATES), World::unknown(15054, &["mesh"]), Query::new(name, qtype));
    bencher.bench_local(|| walk(&server, &world, &query, 15053));
}
