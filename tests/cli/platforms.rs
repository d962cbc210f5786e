//! The ports per platform, whether a Corefile is in force, and combinations that contradict each other.

use crate::harness::{Said, Sandbox};

const PORTS: &str = "{{ .CoreDNSPort }} {{ .EnvoyDNSPort }}";
const ALL_PORTS: &str = "{{ .CoreDNSPort }} {{ .EnvoyDNSPort }} {{ .CoreDNSEmptyPort }}";

fn sandbox() -> Sandbox {
    Sandbox::with([("ports", PORTS), ("all", ALL_PORTS)])
}

#[test]
fn ports_where_a_corefile_is_in_force() {
    let sandbox = sandbox();
    for (target, template, ports) in [
        ("--mesh-version 1.1.3 --platform universal", "all", "15053 15054 15055"),
        ("--mesh-version 2.7 --platform universal", "all", "15053 15054 15055"),
        ("--mesh-version 2.8 --platform universal", "ports", "15053 15054"),
        ("--mesh-version 2.14 --platform universal", "ports", "15053 15054"),
        ("--mesh-version 1.1.3 --platform kubernetes", "all", "15053 15055 15054"),
        ("--mesh-version 2.7 --platform kubernetes", "all", "15053 15055 15054"),
        ("--mesh-version 2.8 --platform kubernetes", "ports", "15053 15055"),
        ("--mesh-version 2.10 --platform kubernetes", "ports", "15053 15055"),
        ("--mesh-version 2.11 --platform kubernetes --embedded-dns cp-off", "ports", "15053 15055"),
        ("--mesh-version 2.14 --platform kubernetes --embedded-dns cp-off", "ports", "15053 15055"),
        ("--mesh-version 2.11 --platform kubernetes --embedded-dns pod-off", "ports", "15053 15054"),
        ("--mesh-version 2.14 --platform kubernetes --embedded-dns pod-off", "ports", "15053 15054"),
    ] {
        sandbox.run(&format!("render {target} --dp-template {template}")).prints(ports);
    }
}

#[test]
fn kubernetes_runs_the_embedded_proxy_since_2_11() {
    let sandbox = sandbox();
    for release in ["2.11.0", "2.11", "2.12", "2.13", "2.14"] {
        for embedded in ["", "--embedded-dns on"] {
            let target = format!("render --mesh-version {release} --platform kubernetes {embedded}");
            let run = sandbox.run(&target).refuses("error: embedded DNS proxy: ");
            for way_out in ["--embedded-dns cp-off", "--embedded-dns pod-off", "--ignore-embedded-dns"] {
                assert!(run.err().contains(way_out), "{target}: {way_out}");
            }
            let run = sandbox.run(&format!("{target} --ignore-embedded-dns --dp-template ports")).prints("15053 15054");
            assert!(run.err().contains("warning: rendered all the same: embedded DNS proxy"), "{}", run.err());
        }
    }
}

#[test]
fn universal_runs_it_where_the_proxy_port_is_set() {
    let sandbox = sandbox();
    for (variable, arguments, cause) in [
        (Some("15053"), "", "KUMA_DNS_PROXY_PORT is 15053"),
        (Some("0x10"), "", "KUMA_DNS_PROXY_PORT is 16"),
        (None, "--dns-proxy-port 15053", "--dns-proxy-port is 15053"),
        (None, "--embedded-dns on", "with --embedded-dns on"),
        (Some("0"), "--dns-proxy-port 7", "--dns-proxy-port is 7"),
    ] {
        let variables: Vec<_> = variable.map(|value| ("KUMA_DNS_PROXY_PORT", value)).into_iter().collect();
        let target = format!("render --mesh-version 2.12 --platform universal --dp-template ports {arguments}");
        let run = sandbox.run_with(&variables, &target).refuses("embedded DNS proxy: ");
        assert!(run.err().contains(cause), "{cause} in {}", run.err());
        sandbox.run_with(&variables, &format!("{target} --ignore-embedded-dns")).prints("15053 15054");
    }
}

#[test]
fn a_proxy_port_of_zero_brings_coredns_back() {
    let sandbox = sandbox();
    let target = "render --mesh-version 2.11 --platform kubernetes --dp-template ports";
    sandbox.run(&format!("{target} --dns-proxy-port 0")).prints("15053 15054");
    sandbox.run_with(&[("KUMA_DNS_PROXY_PORT", "0")], target).prints("15053 15054");
    sandbox.run_with(&[("KUMA_DNS_PROXY_PORT", "0")], &format!("{target} --no-env")).refuses("embedded DNS proxy");
    let universal = "render --mesh-version 2.14 --platform universal --dp-template ports";
    sandbox.run(&format!("{universal} --dns-proxy-port 0")).prints("15053 15054");
}

#[test]
fn contradictions() {
    let sandbox = sandbox();
    for (arguments, part) in [
        ("--mesh-version 2.10 --embedded-dns on", "kuma-dp 2.10.11 has no embedded DNS proxy, which came with 2.11"),
        ("--mesh-version 2.7 --platform kubernetes --embedded-dns on", "leave the flag out, or choose 2.11 or later"),
        (
            "--mesh-version 2.11 --platform kubernetes --embedded-dns pod-off --dns-proxy-port 5",
            "--dns-proxy-port is 5, so kuma-dp 2.11.18 runs the DNS proxy",
        ),
        (
            "--mesh-version 2.11 --platform kubernetes --embedded-dns cp-off --dns-proxy-port 5",
            "set --dns-proxy-port to 0",
        ),
    ] {
        sandbox.run(&format!("render {arguments}")).refuses(part);
    }
    for (arguments, ports, part) in [
        (
            "--mesh-version 2.7 --platform kubernetes --embedded-dns pod-off",
            "15053 15055",
            "--embedded-dns pod-off changes nothing: kuma-dp 2.7.29 has no embedded DNS proxy",
        ),
        (
            "--mesh-version 2.12 --platform universal --embedded-dns cp-off",
            "15053 15054",
            "--embedded-dns cp-off changes nothing: it is about Kubernetes",
        ),
        (
            "--mesh-version 2.7 --platform universal --dns-proxy-port 15053",
            "15053 15054",
            "--dns-proxy-port is left out: kuma-dp 2.7.29 has no ProxyPort (2.11 to 2.14)",
        ),
    ] {
        sandbox.run(&format!("render {arguments} --dp-template ports")).saying(part).prints(ports);
    }
    let run = sandbox.run_with(&[("KUMA_DNS_PROXY_PORT", "15053")], "render --mesh-version 2.7 --dp-template ports");
    run.saying("KUMA_DNS_PROXY_PORT is left out").prints("15053 15054");
}

#[test]
fn dns_switched_off() {
    let sandbox = sandbox();
    for (variables, arguments, part) in [
        (&[][..], "--dns-enabled=false", "DNS disabled: --dns-enabled says false"),
        (&[], "--dns-enabled=0 --ignore-embedded-dns", "DNS disabled"),
        (&[("KUMA_DNS_ENABLED", "F")], "", "DNS disabled: KUMA_DNS_ENABLED says false"),
        (
            &[("KUMA_RUNTIME_KUBERNETES_INJECTOR_BUILTIN_DNS_ENABLED", "false")],
            "--platform kubernetes",
            "runtime.kubernetes.injector.builtinDNS.enabled of kuma-cp",
        ),
    ] {
        sandbox.run_with(variables, &format!("render {arguments}")).refuses(part);
    }
}
