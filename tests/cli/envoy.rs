//! `corefilectl envoy`: what it prints, and when there is nothing to print.

use serde_json::Value;

use crate::harness::{Said as _, Sandbox};

const MESH: &str = "services:\n- service: backend_test-ns_svc_8080\n  vip: 240.0.0.0\n- hostname: v4only.mesh\n  addresses: [240.0.0.5]\n";
const PINNED: &str = "envoy --mesh-version 2.7 --platform universal";

fn sandbox() -> Sandbox {
    Sandbox::with([
        ("mesh.yaml", MESH),
        ("bad.yaml", "services: [{hostname: a..mesh}]"),
        ("odd.yaml", "services: [{hostname: 'a b.mesh'}]"),
    ])
}

fn json(arguments: &str) -> Value {
    serde_json::from_str(&sandbox().run(&format!("{arguments} --mesh-file mesh.yaml -o json")).quietly().out()).unwrap()
}

fn table(listener: &Value) -> &Value {
    &listener["listenerFilters"][0]["typedConfig"]["serverConfig"]["inlineDnsTable"]["virtualDomains"]
}

#[test]
fn yaml_and_json_say_the_same() {
    let yaml = sandbox().run(&format!("{PINNED} --mesh-file mesh.yaml")).quietly().out();
    let read: Value = serde_yaml::from_str(&yaml).unwrap();
    assert_eq!(read, json(PINNED));
    let names: Vec<_> =
        table(&read).as_array().unwrap().iter().map(|domain| domain["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["backend.test-ns.svc.8080.mesh", "backend_test-ns_svc_8080.mesh", "v4only.mesh"]);
    assert_eq!(table(&read)[0]["endpoint"]["addressList"]["address"][1], "::ffff:f000:0");
}

#[test]
fn the_port_is_the_target_s() {
    for (target, port) in [
        ("--mesh-version 2.7 --platform universal", 15054),
        ("--mesh-version 2.7 --platform kubernetes", 15055),
        ("--mesh-version 2.7 --platform universal --dns-envoy-port 1234", 1234),
        ("--mesh-version 2.14 --platform kubernetes --ignore-embedded-dns", 15054),
        ("--mesh-version 2.14 --platform kubernetes --embedded-dns cp-off", 15055),
    ] {
        let listener = json(&format!("envoy {target}"));
        assert_eq!(listener["address"]["socketAddress"]["portValue"], port, "{target}");
    }
    let bootstrap = json(&format!("{PINNED} --bootstrap --admin-port 9901"));
    assert_eq!(bootstrap["admin"]["address"]["socketAddress"]["portValue"], 9901);
    assert_eq!(table(&bootstrap["staticResources"]["listeners"][0]).as_array().unwrap().len(), 3);
}

#[test]
fn what_cannot_be_is_refused() {
    for (arguments, part) in [
        ("", "--mesh-file FILE"),
        ("--mesh-file missing.yaml", "open missing.yaml: no such file"),
        ("--mesh-file bad.yaml", "empty label"),
        ("--mesh-file odd.yaml", "Envoy takes no name"),
        ("--mesh-file mesh.yaml --dns-envoy-port 0", "EnvoyDNSPort is 0"),
        ("--mesh-file mesh.yaml --admin-port 1", "--bootstrap"),
        ("--mesh-file mesh.yaml --bootstrap --admin-port 99999", "99999"),
    ] {
        sandbox().run(&format!("{PINNED} {arguments}")).refuses(part);
    }
    sandbox()
        .run("envoy --mesh-version 2.14 --platform kubernetes --mesh-file mesh.yaml")
        .refuses("embedded DNS proxy");
}
