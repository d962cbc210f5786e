//! `.corefilectl.yaml`, which pins the target for a repository.

use predicates::prelude::*;

use crate::harness::{Said, Sandbox};

const PORTS: &str = "{{ .CoreDNSPort }} {{ .EnvoyDNSPort }}";

#[test]
fn it_is_found_upwards_and_the_nearest_counts() {
    let sandbox = Sandbox::with([
        (".corefilectl.yaml", "mesh-version: 2.8\nplatform: kubernetes\n"),
        ("a/b/c/ports", PORTS),
        ("near/.corefilectl.yaml", "mesh-version: 2.9.0\nplatform: universal\n"),
        ("near/ports", PORTS),
    ]);
    let render = |folder: &str| {
        let mut command = sandbox.command();
        command.current_dir(sandbox.path(folder)).args(["render", "--dp-template", "ports"]);
        command.assert().prints(if folder == "near" { "15053 15054" } else { "15053 15055" })
    };
    render("a/b/c").stderr(predicate::str::contains("target:").not());
    render("near").stderr("");
}

#[test]
fn a_flag_beats_the_pin() {
    let sandbox = Sandbox::with([
        (".corefilectl.yaml", "mesh-version: 2.11\nplatform: kubernetes\nembedded-dns: pod-off\n"),
        ("ports", PORTS),
    ]);
    for (arguments, ports) in [
        ("", "15053 15054"),
        ("--embedded-dns cp-off", "15053 15055"),
        ("--platform universal", "15053 15054"),
        ("--mesh-version 2.7", "15053 15055"),
    ] {
        sandbox.run(&format!("render --dp-template ports {arguments}")).prints(ports);
    }
    sandbox.run("render --embedded-dns on").refuses("embedded DNS proxy");
}

#[test]
fn a_version_is_text_even_without_quotes() {
    for (pin, release) in [("2.10", "2.10.11"), ("'2.10'", "2.10.11"), ("2.1", "2.1.7"), ("v2.7.3", "2.7.3")] {
        let sandbox = Sandbox::new();
        sandbox.write(".corefilectl.yaml", format!("mesh-version: {pin}\n"));
        sandbox.run("render").success().stderr(format!("target: {release}, universal (default)\n"));
    }
}

#[test]
fn an_empty_one_pins_nothing() {
    for text in ["", "# nothing yet\n", "null\n", "{}\n"] {
        let sandbox = Sandbox::with([(".corefilectl.yaml", text)]);
        sandbox.run("render").success().stderr("target: 2.7.29, universal (default)\n");
    }
}

#[test]
fn what_it_says_to_lint_is_no_matter_to_others() {
    let text =
        "mesh-version: 2.8\nplatform: universal\nrules: {CF203: off}\nexclude: [a]\nextensions: [t]\nfail-on: error\n";
    let sandbox = Sandbox::with([(".corefilectl.yaml", text), ("ports", PORTS)]);
    sandbox.run("render --dp-template ports").prints("15053 15054").stderr("");
}

#[test]
fn one_that_cannot_be_understood_is_refused() {
    for (text, part) in [
        ("version: 2.8\n", "unknown key \"version\": known are mesh-version, platform and embedded-dns"),
        ("Mesh-Version: 2.8\n", "unknown key \"Mesh-Version\""),
        ("platform: kube\n", "platform: \"kube\" is none of universal, kubernetes"),
        ("embedded-dns: off\n", "embedded-dns: \"off\" is none of on, cp-off, pod-off"),
        ("mesh-version: 2.99\n", ".corefilectl.yaml: mesh-version: Kuma 2.99 is newer"),
        ("mesh-version:\n", ".corefilectl.yaml: mesh-version: \"\" is no Kuma release"),
        ("- mesh-version: 2.8\n", "not a mapping"),
        ("a: b: c\n", "line 1: "),
        ("mesh-version: [\n", "line 2: "),
    ] {
        let sandbox = Sandbox::with([(".corefilectl.yaml", text)]);
        let run = sandbox.run("render").refuses(part);
        assert!(run.err().contains(".corefilectl.yaml"), "{}", run.err());
    }
    let sandbox = Sandbox::with([(".corefilectl.yaml", "platform: kubernetes\n\nmesh-versoin: 2.8\n")]);
    let run = sandbox.run("render").refuses("did you mean mesh-version?");
    assert!(run.err().contains(".corefilectl.yaml:3:1"), "{}", run.err());
    let sandbox = Sandbox::new();
    std::fs::create_dir(sandbox.path(".corefilectl.yaml")).unwrap();
    sandbox.run("render").refuses(".corefilectl.yaml cannot be read");
}

#[test]
fn commands_without_a_target_do_not_look_at_it() {
    let sandbox = Sandbox::with([(".corefilectl.yaml", "broken: [\n"), ("t", "x")]);
    for arguments in ["version", "releases 2.7", "template t", "completion bash"] {
        sandbox.run(arguments).quietly();
    }
}
