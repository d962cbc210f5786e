//! Colour, control characters, and readers that go away.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Stdio;

use predicates::prelude::*;

use crate::harness::{Said, Sandbox};

const COLOURED: &str = "\u{1b}[1m\u{1b}[91merror";

#[test]
fn colour_where_it_is_wanted() {
    let sandbox = Sandbox::with([("t", "{{ .Foo }}")]);
    for (variables, arguments, coloured) in [
        (&[][..], "", false),
        (&[], "--color always", true),
        (&[], "--color=never", false),
        (&[], "--color auto", false),
        (&[("CLICOLOR_FORCE", "1")], "", true),
        (&[("CLICOLOR_FORCE", "0")], "", false),
        (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], "", false),
        (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "")], "", true),
        (&[("NO_COLOR", "1")], "--color always", true),
        (&[("CLICOLOR_FORCE", "1")], "--color never", false),
    ] {
        let run = sandbox.run_with(variables, &format!("render --mesh-version 2.8 --dp-template t {arguments}"));
        let run = run.refuses("can't evaluate field Foo");
        assert_eq!(run.err().contains(COLOURED), coloured, "{variables:?} {arguments}");
        assert_eq!(run.err().contains('\u{1b}'), coloured, "{variables:?} {arguments}");
    }
    // The flag stands before or behind the command, and data are never coloured.
    sandbox.run("--color always render --dp-template t").refuses(COLOURED);
    let run = sandbox.run("render --color always --explain").success();
    run.stdout(predicate::str::contains("\u{1b}").not());
}

#[test]
fn control_characters_never_reach_the_terminal() {
    let sandbox = Sandbox::new();
    let name = "esc\u{1b}[32m\u{7}\u{9b}1m.tmpl";
    let text = "a \u{1b}[31m\u{7}\r {{ .Foo }} \u{1b}]0;title\u{7} \u{202e}right to left\n";
    sandbox.write(name, text);
    sandbox.write("fine.tmpl", text.replace("{{ .Foo }}", ""));
    let config =
        format!("bootstrapServer: {{corefileTemplatePath: \"{name}\", params: {{corefileTemplatePath: miss}}}}");
    sandbox.write("cp.yaml", config.replace('\u{1b}', "\\e").replace('\u{7}', "\\a").replace('\u{9b}', "\\x9b"));
    sandbox.write("one.json", "1");
    let missing = "missing\u{1b}[32m\u{9b}1m";
    for arguments in [
        &["render", "--dp-template", name][..],
        &["render", "--cp-template", name],
        &["render", "--dp-template", missing],
        &["render", "--cp-template", missing, "--mesh-version", "2.4", "--explain"],
        &["render", "--cp-config", missing],
        &["render", "--cp-config", "cp.yaml"],
        &["render", "--mesh-version", missing],
        &["render", "--dns-coredns-port", missing],
        &["render", "--output-file", "no\u{1b}[32m/file"],
        &["render", "--color", "always", "--bogus\u{1b}[32m\u{7}"],
        &["render", "--platform", missing],
        &["template", name, "--data", "one.json"],
        &["template", "fine.tmpl", "--data", missing],
        &["template", "fine.tmpl", "--go", missing],
        &["releases", missing],
        &[missing],
    ] {
        let run = sandbox.command().args(arguments).assert();
        let said = run.err() + if arguments.contains(&"--explain") { run.out() } else { String::new() }.as_str();
        // What --color itself adds is no danger.
        let said = said.replace("\u{1b}[0m", "").replace("\u{1b}[1m", "").replace("\u{1b}[91m", "");
        let raw: Vec<char> = said.chars().filter(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}').collect();
        assert_eq!(raw, [], "{arguments:?}: {said:?}");
        assert!(!said.is_empty(), "{arguments:?}");
    }
    let run = sandbox.command().args(["render", "--no-env"]).env("KUMA_DNS_CORE_DNS_PORT", missing).assert();
    run.success();
    let run = sandbox.command().arg("render").env("KUMA_DNS_CORE_DNS_PORT", missing).assert();
    assert!(!run.err().contains('\u{1b}') && run.err().contains("missing\u{241b}[32m"), "{}", run.err());
    // The Corefile itself is data: byte for byte.
    sandbox.run("render --dp-template fine.tmpl").prints(&text.replace("{{ .Foo }}", ""));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let sandbox = Sandbox::new();
    // More than fits into a pipe.
    sandbox.write("big.tmpl", "0123456789abcdef\n".repeat(20_000));
    for (arguments, first) in [
        ("releases -o json", "[\n"),
        ("render --mesh-version 2.8 --platform universal --dp-template big.tmpl", "0123456789abcdef\n"),
    ] {
        for lines in [0, 1] {
            let mut process = sandbox.process(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
            let mut reader = BufReader::new(process.stdout.take().unwrap());
            let mut line = String::new();
            if lines == 1 {
                reader.read_line(&mut line).unwrap();
                assert_eq!(line, first);
            }
            drop(reader);
            let mut said = String::new();
            process.stderr.take().unwrap().read_to_string(&mut said).unwrap();
            assert_eq!((process.wait().unwrap().code(), said.as_str()), (Some(0), ""), "{arguments}");
        }
    }
}

#[test]
fn a_full_disk_is_one() {
    let sandbox = Sandbox::new();
    for arguments in ["render", "version", "releases", "completion zsh", "render --explain -o yaml"] {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let output = sandbox.process(arguments).stdout(full).stderr(Stdio::piped()).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments}: {said}");
        assert!(said.contains("error: standard output: no space left on device\n"), "{arguments}: {said}");
    }
    sandbox.run("render --output-file /dev/full").refuses("error: write /dev/full: no space left on device\n");
}
