//! Envoy as Kuma configured it up to 2.5, with CoreDNS's empty block as its upstream: what becomes of names that it does not
//! know. The empty block is a stub of ours; the walk has the real one.

use corefilectl::chain::{self, Listener, Query};
use corefilectl::coredns::{Host, Server, dns};

use crate::envoy::{Envoy, program};
use crate::mesh::{MESH, start, world};
use crate::stub::{Deed, Stub, answer, resolver};

const NXDOMAIN: u8 = 3;

const NAMES: [&str; 7] =
    ["httpbin.mesh", "HTTPBIN.mesh", "v4only.mesh", "nosuch.mesh", "example.com", "a.httpbin.mesh", "."];
const TYPES: [u16; 7] = [dns::A, dns::AAAA, dns::SRV, dns::MX, dns::TXT, dns::HTTPS, dns::ANY];

#[test]
fn early_envoys_ask_the_empty_block() {
    let Some(program) = program("Envoy with the empty block") else { return };
    let empty = Stub::start(|asked| Deed::Send(answer(asked, NXDOMAIN, &[])));
    let port = empty.port().to_string();
    let envoy = Envoy::start_as(&program, MESH, &["--mesh-version", "2.5", "--dns-coredns-empty-port", &port]);
    let mut world = world(MESH, envoy.port);
    world.envoy.upstream = Some(empty.port());
    let text = format!(".:{port} {{\n    template ANY ANY . {{\n      rcode NXDOMAIN\n    }}\n}}\n");
    let server = start(&text, "1.14.6".parse().unwrap(), &Host::side_car());
    for name in NAMES {
        for qtype in TYPES {
            for class in [dns::IN, dns::CH] {
                let query = Query::new(name, qtype).in_class(class);
                let walk = chain::walk(&server, &world, &query, envoy.port);
                let live = envoy.answer(&query).map(|reply| reply.message);
                assert_eq!(live.as_ref(), walk.ways[0].outcome.reply.as_ref(), "{name} {class} {qtype}");
            }
        }
    }
    let seen = empty.seen.lock().unwrap();
    assert!(seen.iter().all(|question| !question.starts_with("httpbin.mesh.") && !question.starts_with("v4only")));
    assert_eq!(seen.len(), 8, "two types of four names that it does not know: {seen:?}");
}

/// Anybody else at that port, as where the Corefile has no empty block.
#[test]
fn what_the_upstream_says_becomes_an_address_or_nxdomain() {
    let Some(program) = program("Envoy with another upstream") else { return };
    let addresses = ["a.example. 5 IN A 192.0.2.1", "a.example. 5 IN AAAA 2001:db8::1"];
    for behaviour in
        ["{others: missing}", "{rcodes: {a.example.: SERVFAIL}}", "{rcodes: {a.example.: REFUSED}}", "{state: down}"]
            .map(str::to_owned)
            .into_iter()
            .chain([format!("{{records: {addresses:?}}}"), format!("{{records: {:?}}}", &addresses[..1])])
    {
        let described = format!("{}resolver: {behaviour}\n", MESH.split("resolver:").next().unwrap());
        let upstream = resolver(world(&described, 0));
        let port = upstream.port().to_string();
        let envoy = Envoy::start_as(&program, MESH, &["--mesh-version", "2.5", "--dns-coredns-empty-port", &port]);
        let mut world = world(&described, envoy.port);
        world.envoy.upstream = Some(upstream.port());
        let (ip, port, host) = (upstream.address.ip(), upstream.port(), world.host.clone());
        world.listeners.push(Listener { name: "upstream".to_owned(), ip, port, behaviour: host, is_host: false });
        for qtype in [dns::A, dns::AAAA] {
            let query = Query::new("a.example", qtype);
            let nothing = Server::default();
            let walk = chain::walk(&nothing, &world, &query, envoy.port);
            let live = envoy.answer(&query).map(|reply| reply.message);
            assert_eq!(live.as_ref(), walk.ways[0].outcome.reply.as_ref(), "{behaviour} {qtype}");
        }
    }
}
