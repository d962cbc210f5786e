//! `lint` with templates whose layer is known: `--cp-template` and `--dp-template`.

use serde_json::Value;

use crate::harness::{Said, Sandbox};

const EXPOSED: &str = ".:{{ .CoreDNSPort }} {\n  forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n  \
    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n  \
    prometheus :{{ .PrometheusPort }}\n  errors\n}\n";

/// Paths and codes of what is found.
fn found(sandbox: &Sandbox, variables: &[(&str, &str)], arguments: &str) -> Vec<(String, String)> {
    let said = sandbox.run_with(variables, &format!("lint -o json {arguments}"));
    let report: Value = serde_json::from_str(&said.out()).unwrap_or_else(|error| panic!("{error}: {}", said.err()));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let findings = report["findings"].as_array().unwrap().iter();
    findings.map(|finding| (text(&finding["path"]), text(&finding["code"]))).collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(path, code)| ((*path).to_owned(), (*code).to_owned())).collect()
}

#[test]
fn both_layers_are_checked_beside_the_paths() {
    let sandbox = Sandbox::with([("a", EXPOSED), ("b", EXPOSED), ("c", EXPOSED)]);
    let arguments = "--mesh-version 2.10 --platform kubernetes";
    assert_eq!(
        found(&sandbox, &[], &format!("a {arguments} --dp-template b --cp-template c")),
        pairs(&[("a", "CF303"), ("b", "CF403"), ("b", "CF303"), ("c", "CF303")])
    );
    assert_eq!(
        found(&sandbox, &[], &format!("a b {arguments} --dp-template b")),
        pairs(&[("a", "CF303"), ("b", "CF403"), ("b", "CF303")])
    );
    let alias = format!("{arguments} --dns-coredns-config-template-path a");
    assert_eq!(found(&sandbox, &[], &alias), pairs(&[("a", "CF403"), ("a", "CF303")]));
}

#[test]
fn the_layer_decides_what_an_empty_file_is() {
    let sandbox = Sandbox::with([("empty", ""), ("blank", "\n")]);
    for (arguments, severity) in [("--dp-template empty", "error"), ("--cp-template empty", "warning")] {
        let said = sandbox.run(&format!("lint -o concise --mesh-version 2.9 --platform universal {arguments}"));
        let expected = format!("empty:1:1: {severity}[CF405] ");
        assert!(said.out().starts_with(&expected) && said.out().lines().count() == 1, "{}", said.out());
    }
    let codes = found(&sandbox, &[], "--mesh-version 2.9 --cp-template blank");
    assert!(codes.iter().all(|(_, code)| code != "CF405"), "{codes:?}");
}

#[test]
fn what_contradicts_itself_is_said_once() {
    let sandbox = Sandbox::with([("a", EXPOSED)]);
    let variables = [("KUMA_DNS_ENVOY_DNS_PORT", "15060"), ("KUMA_DNS_CORE_DNS_CONFIG_TEMPLATE_PATH", "b")];
    let arguments = "--mesh-version 2.9 --platform universal --dns-envoy-port 15061 --dp-template a";
    let found = found(&sandbox, &variables, arguments);
    assert_eq!(found, pairs(&[("a", "CF406"), ("a", "CF406"), ("a", "CF303")]));
    let said = sandbox.run_with(&variables, &format!("lint {arguments}"));
    assert_eq!(said.err(), "");
    sandbox.run_with(&variables, &format!("lint --no-env {arguments}")).code(1);
}

#[test]
fn the_embedded_proxy_is_reported_where_the_target_is_chosen() {
    let sandbox = Sandbox::with([("a", EXPOSED)]);
    let has = |variables: &[(&str, &str)], arguments: &str| {
        found(&sandbox, variables, &format!("a {arguments}")).iter().any(|(_, code)| code == "CF401")
    };
    for (arguments, ignored) in [
        ("", false),
        ("--platform kubernetes", false),
        ("--mesh-version 2.14", false),
        ("--mesh-version 2.14 --platform universal", false),
        ("--mesh-version 2.14 --platform kubernetes", true),
        ("--mesh-version 2.11.0 --platform kubernetes", true),
        ("--mesh-version 2.14 --platform kubernetes --embedded-dns on", true),
        ("--mesh-version 2.14 --platform kubernetes --embedded-dns pod-off", false),
        ("--mesh-version 2.14 --platform kubernetes --dns-proxy-port 0", false),
        ("--mesh-version 2.10 --platform kubernetes", false),
        ("--mesh-version 2.14 --platform universal --dns-proxy-port 15053", true),
        ("--mesh-version 2.10 --platform universal --dns-proxy-port 15053", false),
        ("--dns-enabled=false", true),
    ] {
        assert_eq!(has(&[], arguments), ignored, "{arguments}");
    }
    assert!(has(&[("KUMA_DNS_PROXY_PORT", "15053")], "--platform universal"));
    let off = [("KUMA_RUNTIME_KUBERNETES_INJECTOR_BUILTIN_DNS_EXPERIMENTAL_PROXY", "false")];
    assert!(!has(&off, "--mesh-version 2.14 --platform kubernetes"));
}
