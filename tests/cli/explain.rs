//! `render --explain`: layers with their outcome and fields with their origin, in three formats that say the same.

use serde_json::{Value, json};

use crate::harness::{Said, Sandbox};

const DATA_PLANE: &str = "KUMA_DNS_CORE_DNS_CONFIG_TEMPLATE_PATH";

fn sandbox() -> Sandbox {
    Sandbox::with([
        ("cp", "control plane\n"),
        ("dp", "data plane\n"),
        ("empty", ""),
        ("cp.yaml", "mode: zone\nbootstrapServer:\n  params:\n    corefileTemplatePath: cp\n"),
    ])
}

fn explain(sandbox: &Sandbox, variables: &[(&str, &str)], arguments: &str) -> Value {
    let json = sandbox.run_with(variables, &format!("render --explain -o json {arguments}"));
    let json: Value = serde_json::from_str(&json.out()).unwrap();
    let yaml = sandbox.run_with(variables, &format!("render --explain --output yaml {arguments}"));
    let yaml: Value = serde_yaml::from_str(&yaml.out()).unwrap();
    assert_eq!(json, yaml, "{arguments}");
    json
}

fn field<'a>(explanation: &'a Value, name: &str) -> &'a Value {
    explanation["fields"].as_array().unwrap().iter().find(|field| field["field"] == name).unwrap()
}

#[test]
fn the_target() {
    let explanation = explain(&sandbox(), &[], "--mesh-version 2.7.3");
    for (key, value) in [
        ("kuma", json!("2.7.3")),
        ("platform", json!("universal")),
        ("embeddedDns", json!(null)),
        ("coredns", json!("1.11.1")),
        ("go", json!("1.21.10")),
        ("goRecorded", json!(true)),
        ("defaultCorefile", json!("2.6")),
        ("inForce", json!(true)),
        ("reason", json!(null)),
    ] {
        assert_eq!(explanation[key], value, "{key}");
    }
    assert_eq!(explain(&sandbox(), &[], "--mesh-version 1.1.3")["goRecorded"], json!(false));
}

#[test]
fn every_layer_with_its_outcome() {
    let sandbox = sandbox();
    let kinds = ["data-plane", "control-plane", "built-in"];
    for (variables, arguments, origins, outcomes) in [
        (&[][..], "", ["", "", "kuma-dp 2.8.8"], ["not-given", "not-given", "won"]),
        (
            &[],
            "--cp-template cp",
            ["", "cp (--cp-template)", "kuma-dp 2.8.8"],
            ["not-given", "won", "lost: the control plane sends a template"],
        ),
        (
            &[(DATA_PLANE, "dp")],
            "--cp-config cp.yaml",
            [
                "dp (KUMA_DNS_CORE_DNS_CONFIG_TEMPLATE_PATH)",
                "cp (bootstrapServer.params.corefileTemplatePath at cp.yaml:4)",
                "kuma-dp 2.8.8",
            ],
            ["won", "lost: the data plane has a template of its own", "lost: the data plane has"],
        ),
        (
            &[("KUMA_BOOTSTRAP_SERVER_PARAMS_COREFILE_TEMPLATE_PATH", "empty")],
            "--dns-coredns-config-template-path dp",
            ["dp (--", "empty (KUMA_BOOTSTRAP_SERVER_PARAMS_COREFILE_TEMPLATE_PATH)", "kuma-dp 2.8.8"],
            ["won", "ignored: the control plane's file is empty", "lost"],
        ),
    ] {
        let explanation = explain(&sandbox, variables, &format!("--mesh-version 2.8 {arguments}"));
        let layers = explanation["layers"].as_array().unwrap();
        assert_eq!(layers.len(), 3);
        for (((layer, kind), origin), outcome) in layers.iter().zip(kinds).zip(origins).zip(outcomes) {
            assert_eq!(layer["layer"], kind);
            let from = layer["from"].as_str().unwrap_or("");
            let reason = layer["reason"].as_str().map(|reason| format!(": {reason}")).unwrap_or_default();
            let said = format!("{}{reason}", layer["outcome"].as_str().unwrap());
            assert!(from.starts_with(origin) && (from.is_empty() == origin.is_empty()), "{arguments}: {from}");
            assert!(said.starts_with(outcome), "{arguments}: {said}");
        }
    }
    let explanation = explain(&sandbox, &[], "--mesh-version 2.5 --cp-template cp");
    let layer = &explanation["layers"][1];
    assert_eq!(layer["outcome"], "not-supported");
    assert!(layer["reason"].as_str().unwrap().contains("2.5.11 knows only the data plane's"), "{layer}");
    let explanation = explain(&sandbox, &[], "--platform kubernetes --dp-template empty");
    let notes: Vec<_> = explanation["layers"][0]["notes"].as_array().unwrap().iter().map(Value::to_string).collect();
    assert!(notes.len() == 2 && notes[0].contains("kuma.io/sidecar-env-vars"), "{notes:?}");
    assert!(notes[1].contains("the data plane's file is empty"), "{notes:?}");
}

#[test]
fn every_field_with_its_origin() {
    let sandbox = sandbox();
    let variables = [("KUMA_DNS_ENVOY_DNS_PORT", "0x10"), ("DNS_KUMA_DNS_CONFIG_DIR", "/var/dns")];
    let explanation = explain(&sandbox, &variables, "--platform kubernetes --dns-coredns-port 1053");
    for (name, value, origin) in [
        ("Enabled", json!(true), json!({"kind": "injector"})),
        ("CoreDNSPort", json!(1053), json!({"kind": "flag", "name": "--dns-coredns-port"})),
        ("CoreDNSEmptyPort", json!(15054), json!({"kind": "injector"})),
        ("EnvoyDNSPort", json!(16), json!({"kind": "environment", "name": "KUMA_DNS_ENVOY_DNS_PORT"})),
        ("ConfigDir", json!("/var/dns"), json!({"kind": "environment", "name": "DNS_KUMA_DNS_CONFIG_DIR"})),
        ("PrometheusPort", json!(19153), json!({"kind": "default"})),
        ("CoreDNSLogging", json!(false), json!({"kind": "injector"})),
    ] {
        let expected = json!({"field": name, "value": value, "origin": origin});
        assert_eq!(field(&explanation, name), &expected, "{name}");
    }
}

#[test]
fn the_fields_are_those_of_the_release() {
    let sandbox = sandbox();
    for (release, wanted, unwanted) in [
        ("2.4", &["CoreDNSEmptyPort"][..], &["CoreDNSLogging", "ProxyPort"][..]),
        ("2.7", &["CoreDNSEmptyPort", "CoreDNSLogging"], &["ProxyPort"]),
        ("2.10", &["CoreDNSLogging"], &["CoreDNSEmptyPort", "ProxyPort"]),
        ("2.11", &["CoreDNSLogging", "ProxyPort"], &["CoreDNSEmptyPort"]),
    ] {
        let explanation = explain(&sandbox, &[], &format!("--mesh-version {release}"));
        let names: Vec<_> = explanation["fields"].as_array().unwrap().iter().map(|field| &field["field"]).collect();
        assert!(wanted.iter().all(|name| names.contains(&&json!(name))), "{release}: {names:?}");
        assert!(!unwanted.iter().any(|name| names.contains(&&json!(name))), "{release}: {names:?}");
    }
}

#[test]
fn the_table_for_people() {
    let run = sandbox().run("render --explain --mesh-version 2.8 --platform universal --cp-template cp").quietly();
    let expected = "\
TARGET   kuma-dp 2.8.8, universal
         CoreDNS 1.12.0, Go 1.23.7, default Corefile of 2.8

LAYER           FROM                 OUTCOME
data plane      -                    not given
control plane   cp (--cp-template)   wins
built-in        kuma-dp 2.8.8        loses: the control plane sends a template, which replaces the built-in one

FIELD                        VALUE                             ORIGIN
.Enabled                     true                              default
.CoreDNSPort                 15053                             default
.EnvoyDNSPort                15054                             default
.CoreDNSBinaryPath           coredns                           default
.CoreDNSConfigTemplatePath   \"\"                                default
.ConfigDir                   \"\" (a random folder in kuma-dp)   default
.PrometheusPort              19153                             default
.CoreDNSLogging              false                             default
";
    assert_eq!(run.out(), expected);
}

#[test]
fn where_no_corefile_is_in_force_it_explains_and_exits_with_2() {
    let sandbox = sandbox();
    let target = "--mesh-version 2.11 --platform kubernetes --dp-template dp";
    for format in ["table", "json", "yaml"] {
        let run = sandbox.run(&format!("render --explain -o {format} {target}")).code(2);
        assert!(run.out().contains("embedded DNS proxy: by default on kubernetes kuma-dp 2.11.18"), "{}", run.out());
    }
    let explanation = explain(&sandbox, &[], target);
    assert_eq!((&explanation["inForce"], &explanation["embeddedDns"]), (&json!(false), &json!(true)));
    assert_eq!(explanation["layers"][0]["reason"], json!("no Corefile is in force"));
    assert_eq!(explanation["waysOut"].as_array().unwrap().len(), 3);
    let off = explain(&sandbox, &[("KUMA_DNS_PROXY_PORT", "0")], target);
    assert_eq!((&off["inForce"], &off["embeddedDns"]), (&json!(true), &json!(false)));
    sandbox.run(&format!("render --explain {target} --ignore-embedded-dns")).success();
}
