//! `graph`: what it draws in each format (golden files; `UPDATE_GENERATED=1 cargo test --test cli graph` writes them anew),
//! whose chain it draws, what is red, and that nothing in a user's file gets out of its place.

use std::fs;
use std::path::Path;

use predicates::prelude::*;

use crate::harness::{Said, Sandbox};

const EXAMPLE: &str = "examples/stub-domain.tmpl";
const STUB: &str = include_str!("../../examples/stub-domain.tmpl");
const TARGET: &str = "--mesh-version 2.7.29 --platform universal";

fn stub() -> Sandbox {
    Sandbox::with([(EXAMPLE, STUB)])
}

#[test]
fn the_example_in_every_format() {
    let sandbox = stub();
    for (format, file) in [
        ("text", "tests/cases/graph/stub-domain.txt"),
        ("mermaid", "tests/cases/graph/stub-domain.mmd"),
        ("dot", "tests/cases/graph/stub-domain.dot"),
        // The image of the README; its PNG is a screenshot of it.
        ("svg", "docs/images/graph.svg"),
    ] {
        let drawn = sandbox.run(&format!("graph --dp-template {EXAMPLE} {TARGET} -o {format}")).quietly().out();
        let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        if std::env::var_os("UPDATE_GENERATED").is_some() {
            fs::create_dir_all(golden.parent().unwrap()).unwrap();
            fs::write(&golden, &drawn).unwrap();
        }
        let known = fs::read_to_string(&golden).unwrap_or_default();
        assert!(drawn == known, "{file} is out of date:\n{drawn}");
    }
}

#[test]
fn trouble_is_red_unless_it_is_left_out() {
    let sandbox = stub();
    let run = |more: &str| sandbox.run(&format!("graph --dp-template {EXAMPLE} {TARGET} {more}")).success().out();
    assert!(run("").contains("! CF204 alternate does not list"));
    assert!(run("--color always").contains("\u{1b}[1;31m! CF204"));
    assert!(!run("--no-lint --color always").contains("CF"));
    let svg = run("-o svg");
    assert!(svg.contains("class=\"rule warning\"") && svg.contains("<title>CF204 "), "{svg}");
    assert!(run("-o mermaid").contains(" warning\n"));
    assert!(!run("-o svg --no-lint").contains("CF204"));
    assert!(!run("-o svg --color always").contains('\u{1b}'));
}

#[test]
fn comments_and_the_repository_are_heard() {
    let allowed = STUB.replace("    alternate", "    # corefilectl: allow CF204 known\n    alternate");
    let sandbox = Sandbox::with([("t.tmpl", allowed.as_str())]);
    let run = |sandbox: &Sandbox| sandbox.run(&format!("graph --dp-template t.tmpl {TARGET}")).success().out();
    let out = run(&sandbox);
    assert!(out.contains("CF303") && !out.contains("CF204"), "{out}");
    sandbox.write(".corefilectl.yaml", "rules:\n  CF303: off\n");
    assert!(!run(&sandbox).contains("CF303"));
}

#[test]
fn errors_stand_at_what_they_are_about() {
    let text = ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .CoreDNSPort }}\n}\n";
    let sandbox = Sandbox::with([("t.tmpl", text)]);
    let out = sandbox.run(&format!("graph --dp-template t.tmpl {TARGET}")).success().out();
    let (forward, trouble) = (out.find("forward .").unwrap(), out.find("! CF205").unwrap());
    assert!(forward < trouble, "{out}");
    assert!(out.contains("! error[CF205] line 2: "), "{out}");
    let svg = sandbox.run(&format!("graph --dp-template t.tmpl {TARGET} -o svg")).success().out();
    assert!(svg.contains("class=\"rule error\""), "{svg}");
}

#[test]
fn a_finished_corefile() {
    let text = ".:15053 {\n    forward . 127.0.0.1:15054\n}\nother.example:5353 {\n    errors\n}\n";
    let sandbox = Sandbox::with([("Corefile", text)]);
    let out = sandbox.run(&format!("graph --corefile Corefile {TARGET}")).success().out();
    assert!(out.contains("server block other.example.:5353 (not reached)"), "{out}");
    assert!(out.contains("! error[CF203] line"), "{out}");
    let mut command = sandbox.command();
    let arguments = format!("graph --corefile - --no-lint {TARGET}");
    let run = command.args(arguments.split_whitespace()).write_stdin(text).assert();
    run.success().stdout(predicate::str::contains("Kuma 2.7.29 on universal: <stdin>"));
}

#[test]
fn who_answers_where_no_corefile_is_in_force() {
    let sandbox = Sandbox::new();
    let proxy = sandbox.run("graph --mesh-version 2.14 --platform kubernetes").quietly().out();
    assert!(proxy.contains("embedded DNS proxy, in kuma-dp, port 15053"), "{proxy}");
    assert!(proxy.contains("TCP, not redirected ─▶ the host's resolver"), "{proxy}");
    assert!(!proxy.contains("server block"), "{proxy}");
    let nobody = sandbox.run("graph --dns-enabled=false").success().out();
    assert!(nobody.contains("nobody listens, port 15053"), "{nobody}");
    let off = sandbox.run("graph --redirect off").success().out();
    assert!(off.contains("not redirected ─▶ the host's resolver"), "{off}");
    assert!(off.contains("server block .:15053 (not reached)"), "{off}");
}

#[test]
fn envoy_asks_the_empty_block_until_2_5() {
    let sandbox = Sandbox::new();
    let run = |version: &str| sandbox.run(&format!("graph --mesh-version {version}")).success().out();
    assert!(run("2.5").contains("└─ UDP, all names ─▶ server block .:15055"));
    assert!(run("2.6").contains("server block .:15055 (not reached)"));
}

#[test]
fn into_a_file() {
    let sandbox = stub();
    let arguments = format!("graph --dp-template {EXAMPLE} {TARGET} -o svg");
    sandbox.run(&format!("{arguments} --output-file chain.svg --color always")).success().stdout("");
    let file = String::from_utf8(sandbox.read("chain.svg")).unwrap();
    assert_eq!(file, sandbox.run(&arguments).success().out());
    roxmltree::Document::parse(&file).unwrap();
    sandbox.run(&format!("{arguments} --output-file -")).success().stdout(predicate::eq(file));
    sandbox.run(&format!("{arguments} --output-file no/such/folder.svg")).refuses("no/such");
    assert_eq!(sandbox.names(), ["chain.svg", "examples"]);
}

#[test]
fn what_cannot_be_drawn() {
    let sandbox = Sandbox::with([("broken.tmpl", "{{ .NoSuchField }}"), ("odd.tmpl", ".:15053 {\n    whoami\n}\n")]);
    for (arguments, part) in [
        ("--dp-template missing.tmpl", "missing.tmpl"),
        ("--corefile missing", "missing"),
        ("--mesh-file missing.yaml", "missing.yaml"),
        ("--dp-template broken.tmpl", "NoSuchField"),
        ("--dp-template odd.tmpl", "whoami"),
        ("-o png", "[possible values: text, mermaid, dot, svg]"),
        ("--corefile odd.tmpl --dp-template broken.tmpl", "cannot be used with"),
    ] {
        sandbox.run(&format!("graph {arguments}")).refuses(part);
    }
}

#[test]
fn hostile_names_stay_names() {
    let name = "\"><script>\u{1b}[31m%%{x}.tmpl";
    let text = ".:{{ .CoreDNSPort }} {
    template IN A x.example {
        match \"</title><script>alert('1')</script>\u{1b}]0;x\u{7}\"
        rcode NXDOMAIN
        fallthrough
    }
    forward . 127.0.0.1:{{ .EnvoyDNSPort }}
}
";
    let mesh = "resolvers:\n  - name: \"<b>\\e[31m\"\n";
    let sandbox = Sandbox::with([(name, text), ("mesh.yaml", mesh)]);
    for format in ["text", "mermaid", "dot", "svg"] {
        let mut command = sandbox.command();
        let arguments = format!("graph {TARGET} -o {format} --dp-template");
        let run = command.args(arguments.split_whitespace()).arg(name).assert().success();
        let (out, err) = (run.out(), run.err());
        assert!(!out.contains(['\u{1b}', '\u{7}']) && !err.contains('\u{1b}'), "{out}");
        assert!(out.contains("alert"), "{out}");
        if format != "text" {
            assert!(!out.contains("<script"), "{out}");
        }
        if format == "svg" {
            let document = roxmltree::Document::parse(&out).unwrap();
            assert_eq!(document.descendants().filter(|node| node.tag_name().name() == "script").count(), 0);
        }
    }
}

#[test]
fn huge_files_are_cut() {
    let block = |number: usize| format!("z{number}.example:15053 {{\n    forward . 10.0.0.1\n}}\n");
    let sandbox = Sandbox::with([("Corefile", (0..3000).map(block).collect::<String>().as_str())]);
    for format in ["text", "svg"] {
        let run = sandbox.run_within(50, &format!("graph --corefile Corefile --no-lint {TARGET} -o {format}"));
        let out = run.success().out();
        assert!(out.contains("more server blocks and rules are left out"), "{format}");
        assert!(out.len() < 300_000, "{format}: {}", out.len());
    }
}

#[test]
fn the_ending_of_the_file_says_the_format() {
    let sandbox = Sandbox::with([("Corefile", ".:15053 {\n    forward . 127.0.0.1:15054\n}\n")]);
    for (file, start) in [("a.svg", "<svg "), ("a.dot", "digraph"), ("a.mmd", "flowchart"), ("a.txt", "DNS of")] {
        let arguments = "graph --corefile Corefile --mesh-version 2.7 --platform universal --output-file";
        sandbox.run(&format!("{arguments} {file}")).success();
        let text = String::from_utf8(sandbox.read(file)).unwrap();
        assert!(text.lines().any(|line| line.starts_with(start)), "{file}: {text}");
    }
}

/// What a mesh file says that a server knows is asked for, so that its good answers are in the picture.
#[test]
fn known_names_are_asked_for() {
    let mesh =
        "servers: [{address: 10.0.0.53, name: corp, others: missing, records: [db.corp.example. 60 IN A 10.0.0.9]}]\n";
    let corefile = "corp.example:15053 {\n    forward . 10.0.0.53\n}\n";
    let sandbox = Sandbox::with([("Corefile", corefile), ("mesh.yaml", mesh)]);
    let run = "graph --corefile Corefile --mesh-file mesh.yaml --mesh-version 2.7 --platform universal";
    let out = sandbox.run(run).success().out();
    assert!(out.contains("← NOERROR, NODATA, NXDOMAIN") && out.contains("─▶ corp, 10.0.0.53:53\n"), "{out}");
}
