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
fn services_come_from_resources_and_the_persisted_map_too() {
    let sandbox = Sandbox::with([(
        "all.yaml",
        "{type: MeshExternalService, name: pay, spec: {match: {port: 443}}}\n---\n{type: Dataplane, mesh: default, name: d, \
         networking: {inbound: [{port: 1, tags: {kuma.io/service: web}}]}}\n",
    )]);
    let map = sandbox.run("vips api web --mesh-version 2.9 --platform universal -o configmap").quietly().out();
    sandbox.write("map.yaml", map);
    let names = |arguments: &str| {
        let run =
            sandbox.run(&format!("envoy {arguments} --mesh-version 2.9 --platform universal -o json")).quietly().out();
        let listener: Value = serde_json::from_str(&run).unwrap();
        let domains = table(&listener).as_array().unwrap().iter();
        let told = domains
            .map(|one| format!("{} {}", one["name"], one["endpoint"]["addressList"]["address"]).replace('"', ""));
        told.collect::<Vec<_>>()
    };
    assert_eq!(
        names("--persisted map.yaml"),
        ["api.mesh [240.0.0.0,::ffff:f000:0]", "web.mesh [240.0.0.1,::ffff:f000:1]"]
    );
    assert_eq!(
        names("-f all.yaml --persisted map.yaml --default-generators --domain corp"),
        ["pay.extsvc.mesh.local [242.0.0.0,::ffff:f200:0]", "web.corp [240.0.0.1,::ffff:f000:1]"]
    );
    assert_eq!(names("b --cidr fd00::/64"), ["b.mesh [fd00::]"]);
    assert_eq!(names("b --ip-family-mode ipv4"), ["b.mesh [240.0.0.0]"]);
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
