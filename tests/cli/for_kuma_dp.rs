//! `render --for-kuma-dp`, whose output is executed once more, and `--termination-log`, a container's last words.

use std::os::unix::fs::symlink;

use predicates::prelude::*;

use crate::harness::{PORT, Said as _, Sandbox};

const TARGET: &str = "--mesh-version 2.10 --platform kubernetes";
const ACTION: &str =
    ".:{{ .CoreDNSPort }} {\n  template IN TXT . {\n    answer \"{{ `{{ .Name }} 60 IN TXT {{{` }}\"\n  }\n}\n";

#[test]
fn the_second_execution_gives_the_corefile() {
    let sandbox = Sandbox::with([("t", ACTION), ("plain", PORT)]);
    let once = sandbox.run(&format!("render {TARGET} --dp-template t")).success().out();
    let escaped =
        sandbox.run(&format!("render {TARGET} --dp-template t --for-kuma-dp --output-file Corefile")).success();
    assert_eq!(escaped.out(), "");
    let written = String::from_utf8(sandbox.read("Corefile")).unwrap();
    assert!(once.contains("{{ .Name }} 60 IN TXT {{{") && written.contains("{{\"{{\"}} .Name"), "{written}");
    sandbox.run(&format!("render {TARGET} --dp-template Corefile")).prints(&once);
    // Without the flag kuma-dp stops over what is meant for CoreDNS.
    sandbox.write("unescaped", &once);
    sandbox.run(&format!("render {TARGET} --dp-template unescaped")).refuses("kuma-dp 2.10.11 stops");
    // What needs no escaping is not touched.
    sandbox.run(&format!("render {TARGET} --cp-template plain --for-kuma-dp")).prints("port 15053\n");
    sandbox.run(&format!("render {TARGET} --for-kuma-dp --explain")).refuses("cannot be used with");
}

#[test]
fn the_source_map_is_that_of_what_is_written() {
    let sandbox = Sandbox::with([("t", ACTION)]);
    sandbox
        .run(&format!("render {TARGET} --dp-template t --for-kuma-dp --output-file c --source-map m.json"))
        .success();
    let (written, map) = (sandbox.read("c"), sandbox.read("m.json"));
    let map: serde_json::Value = serde_json::from_slice(&map).unwrap();
    assert_eq!(map["renderedBytes"], written.len());
    let mut end = 0;
    for segment in map["segments"].as_array().unwrap() {
        assert_eq!(segment["rendered"]["start"], end);
        end = segment["rendered"]["end"].as_u64().unwrap();
    }
    assert_eq!(end, written.len() as u64);
}

#[test]
fn a_failure_is_written_to_the_termination_log() {
    let sandbox = Sandbox::with([("t", "{{ .Missing }}"), ("good", PORT), ("escape", "{{ .A\u{1b}[2J }}")]);
    let render = format!("render {TARGET} --termination-log");
    // In place: the kubelet mounts the file by itself.
    sandbox.write("log", "x".repeat(100));
    symlink("log", sandbox.path("link")).unwrap();
    let error = sandbox.run(&format!("{render} link --dp-template t")).refuses("can't evaluate field Missing").err();
    // The error, without the warnings before it.
    let said = String::from_utf8(sandbox.read("log")).unwrap();
    assert!(said.starts_with("error: template: t:1:3") && error.ends_with(&said), "{said}");
    assert!(sandbox.path("link").is_symlink());
    // The other failures, too: what is read, and what is written.
    for (rest, part) in [
        ("--dp-template missing", "open missing: no such file or directory"),
        ("--dp-template good --output-file none/Corefile", "none/Corefile: no such file or directory"),
        ("--dns-coredns-port 70000", "range"),
    ] {
        sandbox.run(&format!("{render} log {rest}")).code(2);
        let said = String::from_utf8(sandbox.read("log")).unwrap();
        assert!(said.starts_with("error: ") && said.contains(part), "{said}");
    }
    sandbox.run(&format!("{render} log --dp-template escape")).code(2);
    assert!(!sandbox.read("log").contains(&0x1b));
    // Nothing is said where nothing is wrong.
    sandbox.run(&format!("{render} quiet --dp-template good")).success();
    assert!(!sandbox.path("quiet").exists());
    // A log that cannot be written does not hide what went wrong.
    let both =
        predicate::str::contains("field Missing").and(predicate::str::contains("the message is not in none/log"));
    sandbox.run(&format!("{render} none/log --dp-template t")).code(2).stderr(both);
}
