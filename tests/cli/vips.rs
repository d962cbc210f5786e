//! `corefilectl vips`: the addresses that services get, what is persisted, and what is fed to `trace`.

use serde_json::Value;

use crate::harness::{Said as _, Sandbox};

const ON: &str = "--mesh-version 2.7 --platform universal";

fn json(sandbox: &Sandbox, arguments: &str) -> Value {
    serde_json::from_str(&sandbox.run(&format!("vips {arguments} -o json")).success().out()).unwrap()
}

/// Service, first address, what became of it.
fn told(document: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let services = document["services"].as_array().unwrap().iter();
    services
        .map(|one| format!("{} {} {}", text(&one["service"]), text(&one["addresses"][0]), text(&one["change"])))
        .collect()
}

#[test]
fn a_table_of_names() {
    let run = Sandbox::new().run(&format!("vips web service:httpbin:443 host:httpbin.org:443 fqdn:a.mesh:8080 {ON}"));
    run.prints(
        "\
NAME           A           AAAA            OUTBOUND LISTENERS           TYPE      SERVICE       CHANGE
httpbin.mesh   240.0.0.0   ::ffff:f000:0   240.0.0.0:80,240.0.0.0:443   service   httpbin       new
web.mesh       240.0.0.1   ::ffff:f000:1   240.0.0.1:80                 service   web           new
httpbin.org    240.0.0.2   ::ffff:f000:2   240.0.0.2:443,240.0.0.2:80   host      httpbin.org   new
a.mesh         240.0.0.3   ::ffff:f000:3   240.0.0.3:8080               fqdn      a.mesh        new
",
    );
}

#[test]
fn what_is_persisted_comes_back_in_every_form() {
    let sandbox = Sandbox::new();
    for form in ["persisted", "configmap", "config"] {
        let written = sandbox.run(&format!("vips b a host:x.example:443 {ON} --mesh m -o {form}")).quietly().out();
        sandbox.write("map", &written);
        let run = sandbox.run(&format!("vips --persisted map --mesh m {ON} -o {form}"));
        run.prints(&written);
        let next = json(&sandbox, &format!("c b --persisted map {ON}"));
        assert_eq!(told(&next), ["b 240.0.0.1 kept", "c 240.0.0.3 new"], "{form}");
        assert_eq!(next["freed"].as_array().unwrap().len(), 2);
        assert_eq!(next["mesh"], if form == "persisted" { "default" } else { "m" }, "the resource says it");
    }
    let tag_first = "{\"v\":{\"a\":{\"oe\":[{\"ap\":[{\"a\":\"240.0.0.5\",\"o\":\"svc\"}]}]}}}\n";
    sandbox.write("map", tag_first);
    sandbox.run(&format!("vips --persisted map {ON} -o persisted")).prints(tag_first);
}

#[test]
fn the_mesh_file_feeds_trace() {
    let sandbox = Sandbox::new();
    let services = "web_demo_svc_80 host:db.example:5432 fqdn:x.mesh:1";
    let file = sandbox.run(&format!("vips {services} {ON} --domain corp -o mesh-file")).quietly().out();
    sandbox.write("m.yaml", file);
    for (name, address) in [("web.demo.svc.80.corp", "240.0.0.0"), ("db.example", "240.0.0.1"), ("x.mesh", "240.0.0.2")]
    {
        let run = sandbox.run(&format!("trace {name} {ON} --mesh-file m.yaml")).success().out();
        assert!(run.contains(&format!("IN\tA\t{address}")), "{name}: {run}");
    }
    let again = sandbox.run(&format!("vips --mesh-file m.yaml {ON} -o mesh-file")).quietly().out();
    assert!(again.contains("- service: web_demo_svc_80\n  vip: 240.0.0.0\n"), "{again}");
    assert!(again.contains("- kind: ExternalService\n  hostnames:\n  - db.example\n  vip: 240.0.0.1\n"), "{again}");
}

#[test]
fn file_environment_and_flags_of_the_control_plane() {
    let sandbox = Sandbox::with([("cp.yaml", "dnsServer: {CIDR: 10.1.0.0/16, domain: one, serviceVipPort: 81}\n")]);
    let row = |variables: &[(&str, &str)], arguments: &str| {
        let run = sandbox.run_with(variables, &format!("vips a {ON} {arguments} -o json")).success().out();
        let document: Value = serde_json::from_str(&run).unwrap();
        let service = &document["services"][0];
        format!("{} {}", service["names"][0].as_str().unwrap(), service["listeners"][0].as_str().unwrap())
    };
    let environment = [("KUMA_DNS_SERVER_CIDR", "10.2.0.0/16")];
    assert_eq!(row(&[], "--cp-config cp.yaml"), "a.one 10.1.0.0:81");
    assert_eq!(row(&environment, "--cp-config cp.yaml"), "a.one 10.2.0.0:81");
    assert_eq!(row(&environment, "--cp-config cp.yaml --no-env"), "a.one 10.1.0.0:81");
    assert_eq!(row(&environment, "--cidr fd00::/64 --domain two"), "a.two [fd00::]:80");
    let run = sandbox.run_with(&[("KUMA_DNS_SERVICE_SERVICE_VIP_PORT", "81")], &format!("vips a {ON}"));
    run.saying("does nothing");
    let document = json(&sandbox, &format!("a --cidr fd00::/64 {ON}"));
    assert_eq!(document["services"][0]["a"].as_array().unwrap().len(), 0);
    let only = sandbox.run(&format!("vips a {ON} --ip-family-mode ipv4")).quietly().out();
    assert!(only.contains("a.mesh   240.0.0.0   -      240.0.0.0:80"), "{only}");
}

#[test]
fn what_overlaps_is_said() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&format!("vips a {ON} --cidr 10.96.0.0/16 --cluster-cidr 10.96.0.0/12"));
    run.saying("dnsServer.CIDR 10.96.0.0/16 and --cluster-cidr 10.96.0.0/12 overlap");
    sandbox.run(&format!("vips a {ON} --cluster-cidr 10.96.0.0/12")).quietly();
}

#[test]
fn resources_say_what_is_wanted() {
    let text = "\
apiVersion: v1
kind: List
items:
- apiVersion: kuma.io/v1alpha1
  kind: Dataplane
  mesh: default
  metadata: {name: web-1, namespace: demo}
  spec: {networking: {inbound: [{port: 80, tags: {kuma.io/service: web_demo_svc_80}}]}}
- apiVersion: kuma.io/v1alpha1
  kind: MeshExternalService
  metadata: {name: pay, namespace: kuma-system, labels: {kuma.io/mesh: default}}
  spec: {match: {port: 443}}
";
    let sandbox = Sandbox::with([("all.yaml", text)]);
    let on = "--mesh-version 2.9 --platform kubernetes";
    let document = json(&sandbox, &format!("-f all.yaml --default-generators {on}"));
    assert_eq!(told(&document), ["web_demo_svc_80 240.0.0.0 new", "pay.kuma-system 242.0.0.0 new"]);
    assert_eq!(document["services"][1]["names"][0], "pay.extsvc.mesh.local");
    assert_eq!(document["services"][1]["listeners"][0], "242.0.0.0:443");
}

#[test]
fn what_cannot_be_is_refused() {
    let map = r#"{"0:a":{"address":"240.0.0.0","outbounds":[{}]}}"#;
    let sandbox = Sandbox::with([
        ("map", map),
        ("secret", "{kind: Secret, metadata: {name: kuma-default-dns-vips}, data: {config: dG9wc2VjcmV0}}"),
        ("broken", "kind: Secret\ndata: {config: dG9wc2VjcmV0\n"),
        ("mesh.yaml", "services: [{service: a}]"),
    ]);
    for (arguments, part) in [
        ("", "whose virtual IPs?"),
        ("a:b:c", "is no service"),
        ("host:x:0", "is no service"),
        ("a --cidr 240.0.0.0", "Invalid configuration: DNSServer validation failed: CIDR must be valid"),
        ("a --cluster-cidr x", "is no CIDR"),
        ("a --persisted missing", "open missing: no such file"),
        ("a --persisted secret", "no map of virtual IPs here, but a Secret"),
        ("a --persisted broken", "yaml:"),
        ("a --persisted map --cidr 10.0.0.0/8", "Address outside the cidr"),
        ("a --mesh-file mesh.yaml", "cannot be used with"),
        ("--mesh-file mesh.yaml -o persisted", "holds too little"),
    ] {
        let run = sandbox.run(&format!("vips {arguments} {ON}"));
        assert!(!run.err().contains("dG9w"), "{arguments}: {}", run.err());
        run.refuses(part);
    }
    let moved = json(&sandbox, "a --persisted map --cidr 10.0.0.0/8 --mesh-version 2.11 --platform universal");
    assert_eq!(told(&moved), ["a 10.0.0.0 moved"]);
    let refused = "configuration validation failed: DNSServer validation failed: domain must not start with a dot";
    sandbox.run("vips a --domain .mesh --mesh-version 2.14 --platform universal").refuses(refused);
    sandbox.run(&format!("vips a --domain .mesh {ON} -o json")).saying("is no DNS name: it starts with a dot");
}

#[test]
fn a_large_mesh_is_quick() {
    let services: String = (0..20_000).map(|number| format!("- service: service-{number:05}\n")).collect();
    let sandbox = Sandbox::with([("m.yaml", format!("services:\n{services}").as_str())]);
    let out = sandbox.run_within(20, &format!("vips --mesh-file m.yaml {ON}")).success().out();
    assert_eq!(out.lines().count(), 20_001);
}

#[test]
fn a_mesh_file_comes_back_with_its_cidr() {
    let file = "domain: mesh\ncidr: 10.0.0.0/8\nipv6: true\nservices:\n- service: a\n  vip: 10.0.0.1\n";
    let sandbox = Sandbox::with([("m.yaml", file)]);
    sandbox.run(&format!("vips --mesh-file m.yaml {ON} -o mesh-file")).prints(file);
    let map = r#"{"0:a":{"address":"240.0.0.1","outbounds":[{"Port":0,"TagSet":{"kuma.io/service":"b"},"Origin":"service"}]}}"#;
    sandbox.write("map", map);
    let file = sandbox.run(&format!("vips --persisted map {ON} -o mesh-file")).quietly().out();
    assert!(file.contains("- b.mesh\n") && !file.contains("service: a"), "the names are those of the tag: {file}");
}

#[test]
fn an_empty_map_is_one() {
    let sandbox = Sandbox::with([("map", "{}\n")]);
    sandbox.run(&format!("vips --persisted map {ON} -o persisted")).prints("{}\n");
    sandbox.run(&format!("vips service:a:+80 {ON}")).refuses("is no service");
}
