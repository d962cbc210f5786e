//! `corefilectl probe` with the Envoy that runs, a resolver of our own, and a stand-in for CoreDNS that answers as the walk
//! through the default Corefile does.

use std::process::Command;

use corefilectl::chain::{self, World};
use corefilectl::coredns::{Host, Server};
use serde_json::Value;

use crate::envoy::{Envoy, program};
use crate::mesh::{MESH, start, world};
use crate::stub::{Deed, Stub, encode, resolver};

const COREDNS: u16 = 15053;

/// The default Corefile of 2.8 and later, with Envoy at this port.
fn server(envoy: u16) -> Server {
    let text = format!(
        ".:{COREDNS} {{\n    forward . 127.0.0.1:{envoy}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . \
         /etc/resolv.conf\n    prometheus localhost:19153\n    errors\n}}\n"
    );
    start(&text, "1.14.6".parse().unwrap(), &Host::side_car())
}

/// Answers what the walk predicts.
fn stand_in(server: Server, world: World) -> Stub {
    Stub::start(move |asked| {
        let walk = chain::walk(&server, &world, &asked.query(), COREDNS);
        match &walk.ways[0].outcome.reply {
            Ok(message) => Deed::Send(encode(asked, message)),
            Err(_) => Deed::Nothing,
        }
    })
}

/// The exit code and what JSON says.
fn probe(arguments: &str, mesh: &str, stubs: [&Stub; 2], envoy: &Envoy) -> (Option<i32>, Value) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mesh.yaml"), mesh).unwrap();
    let [coredns, resolver] = stubs.map(|stub| stub.address.to_string());
    let port = envoy.port.to_string();
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("corefilectl"));
    command.env_clear().current_dir(folder.path()).arg("probe").args(arguments.split_whitespace());
    command.args(["--mesh-version", "2.14", "--platform", "universal", "--mesh-file", "mesh.yaml", "-o", "json"]);
    command.args(["--dns-envoy-port", &port, "--server", &coredns, "--resolver", &resolver]);
    let output = command.output().unwrap();
    let document = serde_json::from_slice(&output.stdout);
    let said = String::from_utf8_lossy(&output.stderr);
    (output.status.code(), document.unwrap_or_else(|error| panic!("{error}: {said}")))
}

#[test]
fn probe_agrees_with_what_runs_and_differs_from_a_wrong_mesh() {
    let Some(program) = program("probe") else { return };
    let envoy = Envoy::start(&program, MESH);
    let world = world(MESH, envoy.port);
    let (coredns, resolver) = (stand_in(server(envoy.port), world.clone()), resolver(world));
    for arguments in [
        "httpbin.mesh",
        "httpbin.mesh AAAA",
        "HTTPBIN.mesh",
        "v4only.mesh AAAA",
        "backend_test-ns_svc_8080.mesh",
        "nosuch.mesh",
        "example.com",
        "example.com AAAA --no-edns",
        "example.com MX",
        "refused.example.com",
        "httpbin.mesh --tcp",
        "httpbin.mesh --class CH",
        ".",
        "httpbin.mesh SRV",
    ] {
        let (code, document) = probe(arguments, MESH, [&coredns, &resolver], &envoy);
        assert_eq!(code, Some(0), "{arguments}: {document:#}");
        assert_eq!(document["hops"][0]["standing"], "agrees", "{arguments}");
    }
    let wrong = MESH.replace("240.0.0.1", "240.0.0.8");
    let (code, document) = probe("httpbin.mesh", &wrong, [&coredns, &resolver], &envoy);
    assert_eq!((code, document["verdict"]["hop"].as_str()), (Some(1), Some("envoy")), "{document:#}");
    assert_eq!(document["hops"][2]["standing"], "agrees", "CoreDNS passes on what Envoy says");
    let (code, document) = probe("HTTPBIN.mesh", &MESH.replace("httpbin", "HTTPBIN"), [&coredns, &resolver], &envoy);
    assert_eq!((code, document["verdict"]["hop"].as_str()), (Some(1), Some("envoy")));
    assert!(document["verdict"]["likely"][0].as_str().unwrap().contains("letter case"), "{document:#}");
}
