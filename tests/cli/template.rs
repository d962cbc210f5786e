//! `corefilectl template`: the engine on its own.

use crate::harness::{Said, Sandbox};

fn sandbox() -> Sandbox {
    Sandbox::with([
        ("t.tmpl", "{{ .name }} {{ .deep.on }}{{ range .list }} <{{ . }}>{{ end }} {{ printf \"%T\" .number }}\n"),
        ("data.json", "{\"name\": \"x\", \"deep\": {\"on\": true}, \"list\": [1, 2.5, null], \"number\": 3}"),
        ("data.yaml", "name: x\ndeep: {on: yes}\nlist: [1, 2.5, ~]\nnumber: 3\n---\nname: y\n"),
        ("range", "{{ range 2 }}x{{ end }}"),
        ("break", "{{ range .list }}{{ break }}{{ end }}ok"),
        ("call", "a\n{{ .X | call }}"),
    ])
}

#[test]
fn json_and_yaml_data() {
    let sandbox = sandbox();
    for (arguments, out) in [
        ("--data data.json", "x true <1> <2.5> <<no value>> float64\n"),
        ("--data data.json --numbers float", "x true <1> <2.5> <<no value>> float64\n"),
        ("--data data.json --numbers int", "x true <1> <2.5> <<no value>> int64\n"),
        ("--data data.yaml --numbers int", "x <no value> <1> <2.5> <<no value>> int64\n"),
        ("", "<no value> <no value> <nil>\n"),
    ] {
        sandbox.run(&format!("template t.tmpl {arguments}")).quietly().prints(out);
    }
}

#[test]
fn yaml_is_yaml_1_1() {
    let sandbox = Sandbox::with([
        ("t", "{{ .a }} {{ .b }} {{ .c }} {{ .d }} {{ .e.x }}"),
        ("data.yaml", "a: yes\nb: 010\nc: 1_000\nd: '010'\nbase: &base {x: merged}\ne:\n  <<: *base\n"),
        ("last.yaml", "a: 1\na: 2\n"),
    ]);
    sandbox.run("template t --data data.yaml").quietly().prints("true 8 1000 010 merged");
    sandbox.run("template t --data last.yaml").prints("2 <no value> <no value> <no value> <no value>");
}

#[test]
fn standard_input_is_template_or_data() {
    let sandbox = sandbox();
    let run =
        |arguments: &[&str], stdin: &str| sandbox.command().arg("template").args(arguments).write_stdin(stdin).assert();
    run(&["-", "--data", "data.json"], "{{ .name }}").prints("x");
    run(&["t.tmpl", "--data", "-"], "name: z\nnumber: 1\n").prints("z <no value> float64\n");
    run(&["-", "--data", "-"], "").refuses("standard input can be read only once");
    run(&["-"], "{{ foo }}").refuses("error: template: <stdin>:1: function \"foo\" not defined\n --> <stdin>:1:4\n");
}

#[test]
fn what_go_releases_differ_in() {
    let sandbox = sandbox();
    for go in ["1.24", "1.27", "go1.24.3"] {
        sandbox.run(&format!("template range --go {go}")).quietly().prints("xx");
    }
    for go in ["1.15", "1.21", "1.23"] {
        sandbox
            .run(&format!("template range --go {go}"))
            .refuses("executing \"range\" at <2>: range can't iterate over 2");
    }
    sandbox.run("template break --data data.json --go 1.18").quietly().prints("ok");
    let run = sandbox.run("template break --data data.json --go 1.17").refuses("function \"break\" not defined");
    assert!(run.err().contains("the behaviour of Go 1.17 is not recorded"), "{}", run.err());
    // A bug of Go 1.23.
    let run = sandbox.run("template call --data data.json --go 1.23");
    let run = run.refuses("error: runtime error: index out of range [0] with length 0\n --> call:2:9\n");
    assert!(run.err().contains("Go 1.23 panics here"), "{}", run.err());
    for go in ["1.22", "1.24"] {
        let run = sandbox.run(&format!("template call --data data.json --go {go}"));
        run.refuses("template: call:2:8: executing \"call\" at <call>: error calling call: call of nil");
    }
    for go in ["1.14", "1.28", "2.1", "1", "latest", "1.21.x"] {
        let part = format!("unknown Go version \"{go}\": known are 1.15 to 1.27");
        sandbox.run(&format!("template range --go {go}")).refuses(&part);
    }
}

#[test]
fn the_name_in_messages() {
    let sandbox = Sandbox::with([("sub/file.tmpl", "{{ .a.b.c }}"), ("d.json", "{\"a\": {\"b\": 1}}")]);
    let run = sandbox
        .run("template sub/file.tmpl --data d.json")
        .refuses("template: file.tmpl:1:5: executing \"file.tmpl\" at <.a.b.c>");
    assert!(run.err().contains("--> sub/file.tmpl:1:4\n"), "{}", run.err());
    let run = sandbox.run("template sub/file.tmpl --data d.json --name Corefile");
    run.refuses("template: Corefile:1:5: executing \"Corefile\" at <.a.b.c>");
}

#[test]
fn broken_data_is_named_with_its_place() {
    let sandbox = sandbox();
    for (name, text, part) in [
        ("x.json", "{\"a\":\n nope}", "error: x.json:2:3: not JSON: expected"),
        ("x.json", "{\"a\": 1} x", "error: x.json:1:10: not JSON: trailing characters"),
        ("x.json", "{\"a\":\n", "error: x.json:2:1: not JSON: EOF while parsing a value"),
        ("x.json", "", "error: x.json:1:1: not JSON: EOF"),
        ("x.yaml", "a: [\n", "error: x.yaml:2:1: yaml: line 2"),
        ("x.yaml", "a: b: c\n", "error: x.yaml:1:5: yaml: line 1"),
        ("x.yaml", "a: .inf\n", "error: x.yaml:1:4: json: unsupported value: +Inf"),
        ("x.data", "\t- a\n", "error: x.data:1:1: yaml: "),
    ] {
        sandbox.write(name, text);
        let run = sandbox.run(&format!("template t.tmpl --data {name}")).refuses(part);
        assert!(run.err().starts_with(part), "{}", run.err());
    }
}

#[test]
fn files_that_cannot_be_read() {
    let sandbox = sandbox();
    std::fs::create_dir(sandbox.path("folder")).unwrap();
    for (arguments, message) in [
        ("missing", "error: open missing: no such file or directory\n"),
        ("folder", "error: read folder: is a directory\n"),
        ("t.tmpl --data missing", "error: open missing: no such file or directory\n"),
        ("t.tmpl --data folder", "error: read folder: is a directory\n"),
        ("t.tmpl --data /dev/zero", "error: /dev/zero: more than "),
        ("/dev/zero", "error: /dev/zero: more than "),
        ("t.tmpl --data data.json --max-output 3", "error: template: t.tmpl:1:"),
    ] {
        let run = sandbox.run(&format!("template {arguments}"));
        assert!(run.err().starts_with(message), "{arguments}: {}", run.err());
        assert_eq!(run.err().lines().filter(|line| line.contains("note:")).count(), 0, "{}", run.err());
        run.refuses("");
    }
    sandbox.run("template").refuses("required arguments were not provided");
    sandbox.run("template t.tmpl --numbers decimal").refuses("[possible values: int, float]");
}
