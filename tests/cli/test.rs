//! `test`: files of expectations, and the examples that we ship.

use std::path::Path;

use crate::harness::{Said, Sandbox};

const TEMPLATE: &str = ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NXDOMAIN . \
                        /etc/resolv.conf\n}\n";

/// A suite of one test over a template and a mesh with one service.
fn suite(query: &str, rest: &str) -> String {
    format!(
        "template: dns.tmpl\ntargets: [{{mesh-version: 2.7}}]\nmesh:\n  services: [{{service: web}}]\n  servers: [{{address: \
         10.0.0.1, others: unknown}}]\ntests:\n- name: the test\n  query: {query}\n  {rest}\n"
    )
}

fn run(query: &str, rest: &str) -> (i32, String) {
    let sandbox = Sandbox::with([("dns.tmpl", TEMPLATE), ("a.dns-test.yaml", &*suite(query, rest))]);
    let run = sandbox.run("test");
    (run.get_output().status.code().unwrap(), run.out())
}

#[test]
fn the_examples_pass() {
    let sandbox = Sandbox::new();
    for example in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")).unwrap() {
        let path = example.unwrap().path();
        // Those of the guides below are tests/handbook's business.
        if path.is_file() {
            sandbox.write(path.file_name().unwrap(), std::fs::read(&path).unwrap());
        }
    }
    let run = sandbox.run("test --verbose").success();
    assert!(run.out().ends_with("4 files: 36 passed, 0 failed\n"), "{}", run.out());
    assert_eq!(run.out().lines().filter(|line| line.starts_with("ok ")).count(), 36);
}

#[test]
fn every_expectation_can_be_met_and_can_fail() {
    for (query, met, failing, told) in [
        ("web.mesh", "answered-by: envoy", "answered-by: host", "answered-by: expected host, got envoy"),
        ("web.mesh MX", "rcode: notimp", "rcode: NOERROR", "rcode: expected NOERROR, got NOTIMP"),
        ("web.mesh", "addresses: [240.0.0.0]", "addresses: []", "addresses: expected none, got 240.0.0.0"),
        ("x.org", "rcode: NOERROR", "addresses: [192.0.2.1]", "got ? (the mesh file does not say)"),
        (
            "web.mesh",
            "records: [WEB.mesh. IN A 240.0.0.0]",
            "records: [web.mesh. IN A 240.0.0.1]",
            "records: expected web.mesh. IN A 240.0.0.1, got web.mesh. IN A 240.0.0.0",
        ),
        ("x.org", "asked: [envoy, host]", "asked: [host]", "asked: expected host, got envoy, host"),
        ("web.mesh", "not-asked: [host]", "not-asked: [envoy]", "not-asked: expected not envoy, got envoy"),
    ] {
        let (code, out) = run(query, &format!("expect: {{{met}}}"));
        assert_eq!((code, out.as_str()), (0, "1 file: 1 passed, 0 failed\n"), "{met}");
        let (code, out) = run(query, &format!("expect: {{{failing}}}"));
        assert_eq!(code, 1, "{failing}: {out}");
        assert!(out.starts_with("FAILED a.dns-test.yaml:7: the test: ") && out.contains(told), "{out}");
        assert!(out.contains("   1  iptables redirects it to port 15053"), "the walk is shown: {out}");
    }
    assert_eq!(run("web.mesh", "envoy: down\n  expect: {asked: [envoy], rcode: SERVFAIL}").0, 0);
    assert_eq!(run("version.bind TXT", "class: CH\n  expect: {rcode: FORMERR}").0, 0);
    assert_eq!(run("web.mesh", "tcp: true\n  expect: {rcode: SERVFAIL}").0, 0, "Envoy speaks UDP only");
}

#[test]
fn all_ways_have_to_fit_unless_any_will_do() {
    let corefile = ".:15053 {\n    forward . 127.0.0.1:15054 10.0.0.1\n}\n";
    let suite = |ways: &str| {
        format!(
            "corefile: Corefile\ntargets: [{{mesh-version: 2.7}}]\ntests: [{{query: a.mesh, {ways}expect: {{answered-by: envoy}}}}]\n"
        )
    };
    let sandbox = Sandbox::with([("Corefile", corefile), ("all", &*suite("")), ("any", &*suite("ways: any, "))]);
    assert!(sandbox.run("test all").code(1).out().contains("got 10.0.0.1:53"));
    sandbox.run("test any").success();
}

#[test]
fn what_was_not_walked_is_not_taken_for_met() {
    let upstreams: String = (1..=15).map(|number| format!(" 10.0.0.{number}")).collect();
    let corefile = format!(".:15053 {{\n    forward .{upstreams}\n    alternate SERVFAIL,NXDOMAIN .{upstreams}\n}}\n");
    let suite = "corefile: Corefile\ntargets: [{mesh-version: 2.7}]\ntests: [{query: a.mesh, expect: {not-asked: \
                 ['10.0.0.15:53']}}]\n";
    let sandbox = Sandbox::with([("Corefile", &*corefile), ("t.yaml", suite)]);
    let out = sandbox.run("test t.yaml").code(1).out();
    assert!(out.contains("more ways, or longer ones, than are walked"), "{out}");
}

#[test]
fn leaks_through_the_embedded_proxy_are_seen() {
    let suite = "targets: [{mesh-version: 2.14, platform: kubernetes}]\nmesh: {services: [{service: web}]}\ntests: [{query: \
                 nosuch.mesh, expect: {not-asked: [host]}}, {query: web.mesh, expect: {not-asked: [host]}}]\n";
    let sandbox = Sandbox::with([("t.yaml", suite)]);
    let out = sandbox.run("test t.yaml").code(1).out();
    assert!(out.contains("not-asked: expected not host, got host") && out.ends_with("1 passed, 1 failed\n"), "{out}");
}

#[test]
fn words_and_files_that_would_mean_nothing_are_refused() {
    let with = |head: &str, expected: &str| {
        format!("{head}targets: [{{mesh-version: 2.7}}]\ntests: [{{query: a.mesh, expect: {{{expected}}}}}]\n")
    };
    let servers = "mesh: {servers: [{address: 10.0.0.1, name: corp}]}\n";
    for (text, message) in [
        (with("", "not-asked: [hsot]"), "nobody is called \"hsot\": did you mean host?"),
        (with("", "asked: [nonsense]"), "write envoy, host, template"),
        (with(servers, "answered-by: crop"), "did you mean corp?"),
        (with("mesh-file: '-'\n", "asked: []"), "open -: no such file"),
        (with("template: pipe\n", "asked: []"), "pipe is no regular file"),
    ] {
        let sandbox = Sandbox::with([("t.yaml", &*text)]);
        assert!(sandbox.tool("mkfifo").arg("pipe").assert().success().out().is_empty());
        let err = sandbox.run("test t.yaml").refuses(message).err();
        assert!(err.contains("--> t.yaml:"), "{err}");
    }
    let sandbox = Sandbox::with([("t.yaml", &*with(servers, "not-asked: [corp, '10.0.0.2:53', dns.example]"))]);
    sandbox.run("test t.yaml").success();
}

#[test]
fn what_does_not_start_fails_its_tests() {
    let sandbox = Sandbox::with([
        ("dns.tmpl", "{{ .Nope }}"),
        ("t.yaml", "template: dns.tmpl\ntests: [{query: a.mesh, expect: {rcode: NOERROR}}]\n"),
        ("stops.yaml", "template: dns.tmpl\ntests: [{expect: {stops: field Nope}}]\n"),
        ("starts.yaml", "tests: [{expect: {stops: x}}]\n"),
    ]);
    let on = "--mesh-version 2.7 --platform universal";
    let out = sandbox.run(&format!("test t.yaml {on}")).code(1).out();
    assert!(out.contains("starts: expected an answer, got dns.tmpl:1:4: template: dns.tmpl:1:3"), "{out}");
    sandbox.run(&format!("test stops.yaml {on}")).success();
    assert!(
        sandbox.run(&format!("test starts.yaml {on}")).code(1).out().contains("stops: expected x, got CoreDNS starts")
    );
}

#[test]
fn programs_get_json_and_junit() {
    let sandbox = Sandbox::with([
        ("dns.tmpl", TEMPLATE),
        ("a.yaml", &*suite("[web.mesh, x.org]", "expect: {answered-by: envoy}")),
    ]);
    let out = sandbox.run("test a.yaml -o json").code(1).out();
    let document: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&document["passed"], &document["failed"]), (&1.into(), &1.into()));
    let case = &document["files"][0]["cases"][1];
    assert_eq!((&case["query"]["name"], &case["mismatches"][0]["got"]), (&"x.org.".into(), &"host".into()));
    let xml = sandbox.run("test a.yaml -o junit").code(1).out();
    let xml = roxmltree::Document::parse(&xml).unwrap();
    let failures = xml.descendants().filter(|node| node.has_tag_name("failure")).count();
    assert_eq!((failures, xml.root_element().attribute("tests")), (1, Some("2")));
    sandbox.run("test a.yaml -o junit --output-file out.xml").code(1);
    assert!(sandbox.read("out.xml").starts_with(b"<?xml"));
}

#[test]
fn files_of_tests_that_cannot_be_are_told_with_their_place() {
    let ok = "expect: {rcode: NOERROR}";
    for (text, message, place) in [
        ("tests: 1".to_owned(), "invalid type", "t.yaml:1:8"),
        (format!("tests: [{{query: a..b, {ok}}}]"), "empty label", "t.yaml:1:17"),
        (format!("template: nope\ntests: [{{query: a, {ok}}}]"), "open nope: no such file", "t.yaml:1:11"),
        (
            format!("mesh: {{services: [{{hostname: a..b}}]}}\ntests: [{{query: a, {ok}}}]"),
            "empty label",
            "t.yaml:1:30",
        ),
        (format!("targets: [{{mesh-version: 3.0}}]\ntests: [{{query: a, {ok}}}]"), "no CoreDNS", "t.yaml:1:26"),
        (
            format!("targets: [{{mesh-version: 2.7, fields: {{CoreDNSPort: x}}}}]\ntests: [{{query: a, {ok}}}]"),
            "parsing \"x\"",
            "t.yaml:1:10",
        ),
    ] {
        let sandbox = Sandbox::with([("t.yaml", &*text)]);
        let err = sandbox.run("test t.yaml").refuses(message).err();
        assert!(err.contains(place), "{text}: {err}");
    }
    let sandbox = Sandbox::new();
    sandbox.run("test").refuses("no file of tests");
    sandbox.run("test nope.yaml").refuses("open nope.yaml: no such file or directory");
}

#[test]
fn flags_name_another_target_than_the_file() {
    let suite = "targets: [{mesh-version: 2.7}]\nmesh: {services: [{service: web}], resolver: {others: missing}}\ntests: \
                 [{query: web.mesh, expect: {answered-by: envoy}}]\n";
    let sandbox = Sandbox::with([("a/t.dns-test.yaml", suite), ("dns.tmpl", TEMPLATE)]);
    let run = sandbox.run("test a").success();
    assert_eq!((run.out().as_str(), run.err().as_str()), ("1 file: 1 passed, 0 failed\n", ""), "a folder will do");
    let out = sandbox.run("test a --mesh-version 2.14 --platform kubernetes").code(1).out();
    assert!(out.contains("on 2.14.3, kubernetes") && out.contains("expected envoy, got embedded-proxy"), "{out}");
    let idle = suite.replace("targets", "template: ../dns.tmpl\ntargets");
    sandbox.write("a/t.dns-test.yaml", idle);
    let err = sandbox.run("test a --mesh-version 2.14 --platform kubernetes").code(1).err();
    assert!(
        err.contains("a/../dns.tmpl is not read: embedded DNS proxy") && err.contains("--embedded-dns cp-off"),
        "{err}"
    );
}

#[test]
fn an_address_stands_for_its_server() {
    let expected = "answered-by: 10.0.0.1, asked: ['10.0.0.1:53'], not-asked: [10.0.0.2]";
    let suite = format!(
        "corefile: Corefile\ntargets: [{{mesh-version: 2.7}}]\nmesh: {{servers: [{{address: 10.0.0.1, name: corp, others: \
         missing}}]}}\ntests: [{{query: a.corp, expect: {{{expected}}}}}]\n"
    );
    let sandbox = Sandbox::with([("Corefile", ".:15053 {\n    forward . 10.0.0.1\n}\n"), ("t.yaml", &suite)]);
    sandbox.run("test t.yaml").success();
    let suite =
        suite.replace("corp, others: missing", "corp, state: down").replace("answered-by: 10.0.0.1", "rcode: NODATA");
    sandbox.write("t.yaml", suite);
    sandbox.run("test t.yaml").refuses("an empty answer is rcode: NOERROR with records: []");
}
