//! `corefilectl names`: the names of services, what is wrong with them, and the way back.

use serde_json::Value;

use crate::harness::{Said as _, Sandbox};

const OLD: &str = "--mesh-version 2.7 --platform universal";
const NEW: &str = "--mesh-version 2.9 --platform kubernetes";

const SHOP: &str = "\
apiVersion: kuma.io/v1alpha1
kind: HostnameGenerator
metadata: {name: short, namespace: kuma-system}
spec:
  selector: {meshService: {matchLabels: {team: shop}}}
  template: '{{ .DisplayName }}.shop.mesh'
---
kind: MeshService
metadata: {name: cart, namespace: one, labels: {team: shop}}
spec: {ports: [{port: 80}]}
---
kind: MeshService
metadata: {name: cart, namespace: two, labels: {team: shop}}
spec: {ports: [{port: 80}]}
";

fn json(sandbox: &Sandbox, arguments: &str, code: i32) -> Vec<Value> {
    serde_json::from_str(&sandbox.run(&format!("names {arguments} -o json")).code(code).out()).unwrap()
}

/// Name, service, status.
fn told(rows: &[Value]) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    rows.iter()
        .map(|row| format!("{} {} {}", text(&row["name"]), text(&row["service"]), text(&row["status"])))
        .collect()
}

#[test]
fn tags_have_two_names() {
    let run = Sandbox::new().run(&format!("names web backend_demo_svc_8080 {OLD} --domain corp"));
    run.prints(
        "\
NAME                         BY                          PORT   RFC 1035   RFC 1123   STATUS   KIND              SERVICE
web.corp                     tag                         -      yes        yes        ok       kuma.io/service   web
backend_demo_svc_8080.corp   tag                         -      no         no         ok       kuma.io/service   backend_demo_svc_8080 (Service backend in namespace demo, port 8080)
backend.demo.svc.8080.corp   tag, dots for underscores   -      no         yes        ok       kuma.io/service   backend_demo_svc_8080 (Service backend in namespace demo, port 8080)
",
    );
    let run = Sandbox::new().run(&format!("names a..b {OLD}")).code(1);
    assert!(run.err().contains("\"a..b.mesh\" of a..b is no DNS name"), "{}", run.err());
}

#[test]
fn generators_make_names_and_the_second_loses() {
    let sandbox = Sandbox::with([("shop.yaml", SHOP)]);
    let rows = json(&sandbox, &format!("-f shop.yaml {NEW}"), 1);
    assert_eq!(told(&rows), ["cart.shop.mesh cart.one ok", "cart.shop.mesh cart.two Collision"]);
    assert_eq!(
        rows[1]["message"],
        "MeshService cart.two does not get cart.shop.mesh from HostnameGenerator short.kuma-system: MeshService cart.one has it"
    );
    let known = json(&sandbox, &format!("--whose cart.shop.mesh -f shop.yaml {NEW}"), 0);
    assert_eq!((known[0]["service"].as_str(), known[0]["known"].as_bool()), (Some("cart.one"), Some(true)));
}

#[test]
fn refusals_of_the_control_plane_have_their_place() {
    let broken = SHOP
        .replace(".DisplayName", "quote .DisplayName")
        .replace("meshService: {matchLabels", "meshServce: {matchLabels");
    let sandbox = Sandbox::with([("shop.yaml", broken.as_str())]);
    let run = sandbox.run(&format!("names -f shop.yaml {NEW}")).code(1);
    for part in [
        "spec.template: couldn't parse template: template: :1: function \"quote\" not defined",
        " --> shop.yaml:6:13",
        "spec.selector: exact one selector (meshService, meshExternalService) must be defined",
    ] {
        assert!(run.err().contains(part), "{part}: {}", run.err());
    }
    let run = sandbox.run("names -f shop.yaml --mesh-version 2.8.0 --platform kubernetes").code(1);
    assert!(!run.err().contains("exact one selector"), "2.8.0 did not look");
    let dashes = SHOP.replace(".shop.mesh", "_shop.mesh");
    sandbox.write("dashes.yaml", dashes);
    sandbox.run("names -f dashes.yaml --mesh-version 2.14 --platform kubernetes").code(1);
    let rows = json(&sandbox, "-f dashes.yaml --mesh-version 2.13 --platform kubernetes", 1);
    assert_eq!(told(&rows)[0], "cart_shop.mesh cart.one ok");
}

#[test]
fn labels_that_are_missing() {
    let text = SHOP.replace("{{ .DisplayName }}", "{{ label \"team\" }}-{{ label \"nope\" }}");
    let sandbox = Sandbox::with([("shop.yaml", text.as_str())]);
    let rows = json(&sandbox, &format!("-f shop.yaml {NEW}"), 1);
    assert_eq!(told(&rows), ["- cart.one TemplateError", "- cart.two TemplateError"]);
    assert!(rows[0]["message"].as_str().unwrap().contains("label nope not found"), "{rows:?}");
}

#[test]
fn default_generators_and_virtual_outbounds() {
    let text = "\
{type: MeshService, name: web, labels: {kuma.io/origin: global, kuma.io/zone: east, kuma.io/env: universal}, spec: {}}
---
{type: MeshExternalService, name: pay, spec: {match: {port: 443}}}
---
{type: Dataplane, mesh: m, name: d, networking: {inbound: [{port: 1, tags: {kuma.io/service: api, v: v1}}]}}
---
{type: VirtualOutbound, mesh: m, name: by-v, selectors: [{match: {kuma.io/service: '*'}}], conf: {host: '{{.v}}.{{.s}}.mesh', \
port: '8080', parameters: [{name: s, tagKey: kuma.io/service}, {name: v}]}}
";
    let sandbox = Sandbox::with([("all.yaml", text)]);
    let on = "--mesh-version 2.9 --platform universal";
    let rows = json(&sandbox, &format!("-f all.yaml --default-generators {on}"), 0);
    let names: Vec<_> = rows.iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["api.mesh", "v1.api.mesh", "web.svc.east.mesh.local", "pay.extsvc.mesh.local"]);
    assert_eq!(rows[1]["port"], 8080);
    assert_eq!(json(&sandbox, &format!("-f all.yaml --mesh m {on}"), 0).len(), 2);
    assert_eq!(json(&sandbox, &format!("-f all.yaml {on}"), 0).len(), 2, "nobody makes the others");
}

#[test]
fn whose_is_a_name() {
    let sandbox = Sandbox::new();
    let readings = json(&sandbox, &format!("--whose backend.demo.svc.8080.mesh {OLD}"), 0);
    assert_eq!(readings[0]["service"], "backend_demo_svc_8080");
    assert_eq!(readings.len(), 8, "every dot may have been an underscore");
    let run = sandbox.run(&format!("names --whose db.demo.svc.east.mesh.local {NEW}")).quietly().out();
    assert!(run.contains("MeshService db in namespace demo, of zone east"), "{run}");
    let run = sandbox.run(&format!("names --whose www.example.com {OLD}")).code(1);
    assert!(run.err().contains("no name of a service that is known, and none under mesh"), "{}", run.err());
}

#[test]
fn bad_input() {
    let sandbox = Sandbox::with([
        (
            "broken.yaml",
            "{type: MeshService, name: a, spec: {}}\n---\n{type: [\n---\n{type: MeshService, name: b, spec: {}}\n",
        ),
        (
            "odd.yaml",
            "kind: HostnameGenerator\nmetadata: {name: [1]}\n---\n7\n---\nkind: HostnameGenerator\nmetadata: {name: g}\nspec: 7\n",
        ),
        (
            "escape.yaml",
            "{type: Dataplane, mesh: default, name: d, networking: {inbound: [{tags: {kuma.io/service: \"a\\e[31mb\"}}]}}\n",
        ),
        ("secret.yaml", "kind: Secret\ndata: {value: dG9wc2VjcmV0\n"),
    ]);
    for (arguments, part) in [
        ("", "whose names?"),
        ("-f missing", "open missing: no such file"),
        ("--domain a --cidr x a", "CIDR must be valid"),
    ] {
        sandbox.run(&format!("names {arguments} {OLD}")).refuses(part);
    }
    let run = sandbox.run("names -f broken.yaml --default-generators --mesh-version 2.9 --platform universal").code(2);
    assert!(run.out().contains("a.svc.mesh.local") && run.out().contains("b.svc.mesh.local"), "{}", run.out());
    sandbox.run(&format!("names -f odd.yaml {NEW}")).code(1);
    let run = sandbox.run(&format!("names -f escape.yaml {OLD}")).code(1);
    assert!(!run.out().contains('\u{1b}') && !run.err().contains('\u{1b}'));
    let run = sandbox.run(&format!("names -f secret.yaml {OLD}")).code(2);
    assert!(!run.err().contains("dG9w"), "{}", run.err());
}

#[test]
fn the_engine_has_label_too() {
    let sandbox = Sandbox::with([("t", "{{ label \"a\" }}-{{ label .K }}")]);
    let run = |arguments: &str| sandbox.run(&format!("template t {arguments}"));
    run("").refuses("function \"label\" not defined");
    run("--functions hostname-generator --label a=1").refuses("at <.K>: invalid value; expected string");
    sandbox.write("d.json", "{\"K\": \"b\"}");
    run("--functions hostname-generator --label a=1 --label b=2 --data d.json").prints("1-2");
    run("--functions hostname-generator --label a=1 --data d.json").refuses("error calling label: label b not found");
    run("--label a=1").refuses("--functions hostname-generator");
}

#[test]
fn names_of_two_services() {
    let sandbox = Sandbox::new();
    let rows = json(&sandbox, &format!("a_b a.b {OLD}"), 1);
    assert_eq!(told(&rows), ["a_b.mesh a_b ok", "a.b.mesh a_b shadowed", "a.b.mesh a.b ok"], "as vips has it");
    assert_eq!(
        rows[1]["message"],
        "a.b.mesh does not lead to kuma.io/service a_b: kuma.io/service a.b has it, too, and goes first"
    );
    assert_eq!(json(&sandbox, &format!("a a {OLD}"), 0).len(), 2, "one service said twice is one");
    let text = "\
{type: ExternalService, mesh: default, name: es-1, tags: {kuma.io/service: one}, networking: {address: 'x.org:443'}}
---
{type: ExternalService, mesh: default, name: es-2, tags: {kuma.io/service: two}, networking: {address: 'x.org:443'}}
---
{type: ExternalService, mesh: default, name: es-3, tags: {kuma.io/service: three}, networking: {address: 'x.org:80'}}
---
{type: VirtualOutbound, mesh: default, name: v, selectors: [{match: {kuma.io/service: '*'}}], conf: {host: one.mesh, port: '80', \
parameters: [{name: s, tagKey: kuma.io/service}]}}
";
    sandbox.write("x.yaml", text);
    let rows = json(&sandbox, &format!("-f x.yaml {OLD}"), 1);
    let lost: Vec<_> = told(&rows).into_iter().filter(|row| !row.ends_with(" ok")).collect();
    assert_eq!(
        lost,
        ["one.mesh one shadowed", "one.mesh two Collision", "one.mesh three Collision", "x.org two Collision"],
        "x.org leads to three at another port of the same address"
    );
    let run = sandbox.run(&format!("vips -f x.yaml {OLD}")).success();
    assert!(run.err().contains("ExternalService es-2 makes no name for two: x.org:443 leads somewhere else already"));
}

#[test]
fn what_is_said_of_a_name_is_about_the_name() {
    let sandbox = Sandbox::new();
    let rows = json(&sandbox, &format!("a_+b {OLD}"), 1);
    let message = rows[0]["message"].as_str().unwrap();
    assert_eq!(message, "\"a_+b.mesh\" of a_+b is no DNS name: '+' in \"a_+b\" is no letter, digit or hyphen");
}

#[test]
fn what_is_known_hides_no_other_kind() {
    let text = "{type: HostnameGenerator, name: g, spec: {selector: {meshService: {}}, template: '{{.Name}}.mesh'}}\n---\n\
                {type: MeshService, name: web, spec: {}}\n";
    let sandbox = Sandbox::with([("m.yaml", text)]);
    let on = "--mesh-version 2.9 --platform universal";
    let kinds = |name: &str, file: &str, on: &str| -> Vec<String> {
        let known = json(&sandbox, &format!("--whose {name} -f {file} {on}"), 0);
        known.iter().map(|one| format!("{} {}", one["kind"].as_str().unwrap(), one["known"])).collect()
    };
    assert_eq!(kinds("web.mesh", "m.yaml", on), ["MeshService true", "kuma.io/service false"]);
    sandbox.write("pay.yaml", "kind: MeshExternalService\nmetadata: {name: pay, namespace: kuma-system}\nspec: {}\n");
    let one = kinds("pay.extsvc.mesh.local", "pay.yaml", &format!("{NEW} --default-generators"));
    assert_eq!(one, ["MeshExternalService true"], "pay.kuma-system is not told again as pay");
}

#[test]
fn files_without_services_are_told() {
    let sandbox = Sandbox::with([("pod.yaml", "kind: Pod\nmetadata: {name: web}\n")]);
    for command in ["names", "vips"] {
        let run = sandbox.run(&format!("{command} -f pod.yaml {OLD}")).success();
        assert!(run.err().contains("the files hold no services of "), "{command}: {}", run.err());
    }
}
