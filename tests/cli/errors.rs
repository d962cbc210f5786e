//! Templates that do not parse or do not execute: Go's words, the place, and what to do about it.

use crate::harness::{Said, Sandbox};

#[test]
fn the_sample_of_the_kong_mesh_page() {
    let sandbox = Sandbox::new();
    sandbox.write("page-sample.tmpl", include_str!("../../examples/kong-mesh-page.tmpl"));
    for release in ["2.0", "2.5", "2.6", "2.7"] {
        let run = sandbox.run(&format!("render --mesh-version {release} --dp-template page-sample.tmpl")).success();
        assert!(run.out().contains("\n.:15055 {\n    template ANY ANY . {\n"), "{}", run.out());
        assert!(run.out().contains("\n    template IN AAAA . {\n       rcode NOERROR"), "{}", run.out());
    }
    for release in ["2.8", "2.10", "2.11", "2.14"] {
        for (flag, name) in [("--dp-template", "page-sample.tmpl"), ("--cp-template", "Corefile")] {
            let target = format!("render --mesh-version {release} --platform universal");
            let run = sandbox.run(&format!("{target} {flag} page-sample.tmpl")).refuses("");
            let first = format!(
                "error: template: {name}:17:5: executing \"{name}\" at <.CoreDNSEmptyPort>: can't evaluate field \
                 CoreDNSEmptyPort in type kumadp.DNS"
            );
            assert_eq!(run.err().lines().next(), Some(first.as_str()));
            for part in [
                "  --> page-sample.tmpl:17:6\n",
                "17 | .:{{ .CoreDNSEmptyPort }} {\n   |      ^^^^^^^^^^^^^^^^^ can't evaluate field",
                "stops with this message when it starts, and its data plane with it",
                "= help: CoreDNSEmptyPort exists in 2.7 and earlier; no `if` or `with` can guard a field",
            ] {
                assert!(run.err().contains(part), "{part} in {}", run.err());
            }
        }
    }
}

// Release, template, Go's message, where, a part of the help (empty: no help).
type Case = (&'static str, &'static str, &'static str, &'static str, &'static str);

fn check(cases: &[Case]) {
    let sandbox = Sandbox::new();
    for (release, template, message, place, help) in cases {
        sandbox.write("e.tmpl", template);
        let run = sandbox.run(&format!("render --mesh-version {release} --platform universal --dp-template e.tmpl"));
        let run = run.refuses("");
        assert_eq!(run.err().lines().next(), Some(format!("error: {message}").as_str()), "{template}");
        assert!(run.err().contains(&format!("--> e.tmpl:{place}\n")), "{template}: {}", run.err());
        assert!(run.err().contains(help), "{template}: {}", run.err());
        assert_eq!(run.err().contains("= help:"), !help.is_empty(), "{template}: {}", run.err());
    }
}

#[test]
fn syntax() {
    let functions = "those of Helm and sprig do not exist here";
    check(&[
        ("2.8", "a\nb {{ quote 1 }}", "template: e.tmpl:2: function \"quote\" not defined", "2:6", functions),
        (
            "2.8",
            "{{ CoreDNSPort }}",
            "template: e.tmpl:1: function \"CoreDNSPort\" not defined",
            "1:4",
            ": .CoreDNSPort",
        ),
        ("2.8", "{{ parseInt 1 }}", "template: e.tmpl:1: function \"parseInt\" not defined", "1:4", "backquotes"),
        ("2.8", "{{ end }}", "template: e.tmpl:1: unexpected {{end}}", "1:8", ""),
        ("2.8", "{{ if true }}", "template: e.tmpl:1: unexpected EOF", "1:14", ""),
        ("2.8", "{{ .CoreDNSPort } }", "template: e.tmpl:1: unexpected \"}\" in operand", "1:17", ""),
        ("2.8", "{{ .CoreDNSPort", "template: e.tmpl:1: unclosed action", "1:16", ""),
        ("2.8", "{{ .CoreDNSPort\n", "template: e.tmpl:2: unclosed action started at e.tmpl:1", "2:1", ""),
        ("2.8", "{{ $x }}", "template: e.tmpl:1: undefined variable \"$x\"", "1:4", ""),
        (
            "1.4.0",
            "{{ break }}",
            "template: e.tmpl:1: function \"break\" not defined",
            "1:4",
            "break and continue need Go 1.18",
        ),
    ]);
}

#[test]
fn execution() {
    let at = |name: &str| format!("template: e.tmpl:1:3: executing \"e.tmpl\" at <.{name}>: ");
    let unknown = |name: &str| format!("{}can't evaluate field {name} in type kumadp.DNS", at(name));
    let unknown: [&'static str; 5] =
        ["coreDNSPort", "EnvoyPort", "Name", "Xyz", "ProxyPort"].map(|name| &*unknown(name).leak());
    check(&[
        ("2.8", "{{ .coreDNSPort }}", unknown[0], "1:4", "did you mean .CoreDNSPort? Letter case counts"),
        ("2.8", "{{ .EnvoyPort }}", unknown[1], "1:4", "did you mean .EnvoyDNSPort?"),
        ("2.8", "{{ .Name }}", unknown[2], "1:4", "write {{ `{{ .Name }}` }}"),
        ("2.8", "{{ .Xyz }}", unknown[3], "1:4", "kuma-dp 2.8.8 has these fields: Enabled, CoreDNSPort, EnvoyDNSPort"),
        ("2.8", "{{ .ProxyPort }}", unknown[4], "1:4", "ProxyPort exists in 2.11 to 2.14"),
        (
            "2.8",
            "{{ .CoreDNSPort.Foo }}",
            "template: e.tmpl:1:15: executing \"e.tmpl\" at <.CoreDNSPort.Foo>: can't evaluate field Foo in type uint32",
            "1:4",
            "",
        ),
        (
            "2.7.0",
            "{{ range 2 }}x{{ end }}",
            "template: e.tmpl:1:9: executing \"e.tmpl\" at <2>: range can't iterate over 2",
            "1:10",
            "this needs Go 1.24; kuma-dp 2.7.20 is the first of its line built with it",
        ),
        (
            "2.9",
            "{{ .Sanitize }}",
            "template: e.tmpl:1:3: executing \"e.tmpl\" at <.Sanitize>: function Sanitize has 0 return values; should be \
             1 or 2",
            "1:4",
            "",
        ),
        (
            "2.5",
            "{{ .Sanitize }}",
            "template: e.tmpl:1:3: executing \"e.tmpl\" at <.Sanitize>: can't call method/function \"Sanitize\" with 0 \
             results",
            "1:4",
            "",
        ),
        (
            "2.8",
            "ü\n\t{{ index 1 2 }}",
            "template: e.tmpl:2:4: executing \"e.tmpl\" at <index 1 2>: error calling index: can't index item of type int",
            "2:5",
            "",
        ),
    ]);
}

#[test]
fn a_field_in_a_branch_that_is_not_taken_is_never_looked_up() {
    let sandbox = Sandbox::with([("t", "{{ if false }}{{ .CoreDNSEmptyPort }}{{ end }}ok")]);
    sandbox.run("render --mesh-version 2.14 --platform universal --dp-template t").quietly().prints("ok");
}

#[test]
fn what_the_methods_of_the_struct_give() {
    let sandbox = Sandbox::with([
        ("t", "{{ .BaseConfig }} {{ .PostProcess }} {{ .BaseConfig.Validate }}"),
        ("v", "{{ .Validate }}"),
    ]);
    sandbox.run("render --mesh-version 2.14 --platform universal --dp-template t").prints("{} <nil> <nil>");
    sandbox.run("render --dp-template v").refuses("can't evaluate field Validate in type kumadp.DNS");
    sandbox
        .run("render --mesh-version 2.4 --dp-template t")
        .refuses("can't evaluate field BaseConfig in type kumadp.DNS");
}

#[test]
fn the_name_of_the_template_is_the_base_name_of_the_file() {
    let sandbox = Sandbox::with([("deep/down/my.tmpl", "{{ .Foo }}")]);
    let run = sandbox.run("render --dp-template deep/down/my.tmpl").refuses("");
    assert!(run.err().contains("error: template: my.tmpl:1:3: executing \"my.tmpl\" at <.Foo>"), "{}", run.err());
    assert!(run.err().contains("--> deep/down/my.tmpl:1:4\n"), "{}", run.err());
    let run = sandbox.run("render --cp-template deep/down/my.tmpl").refuses("error: template: Corefile:1:3: executing");
    assert!(run.err().contains("--> deep/down/my.tmpl:1:4\n"), "{}", run.err());
}

#[test]
fn releases_whose_go_is_not_recorded_say_so() {
    let sandbox = Sandbox::with([("t", "{{ .Foo }}")]);
    let note = "the behaviour of Go 1.15 is not recorded; the wording can differ";
    sandbox.run("render --mesh-version 1.1.3 --dp-template t").refuses(note);
    assert!(!sandbox.run("render --mesh-version 2.7 --dp-template t").refuses("").err().contains("not recorded"));
}

#[test]
fn limits_are_named_as_ours() {
    let sandbox = Sandbox::with([("t", "0123456789{{ .CoreDNSPort }}")]);
    sandbox
        .run("render --dp-template t --max-template 9")
        .refuses("t: more than 9 bytes; --max-template raises the limit");
    for arguments in ["--max-output 9", "--max-steps 1"] {
        let run = sandbox.run(&format!("render --dp-template t {arguments}"));
        let run = run.refuses("a limit of corefilectl, not of kuma-dp");
        assert!(run.err().contains("--max-template, --max-output and --max-steps raise them"), "{}", run.err());
    }
    sandbox.run("render --dp-template t --max-output 15 --max-steps 9 --max-template 99").prints("012345678915053");
}
