//! `lint` and files that somebody wrote to do harm, or that nobody should write: an answer within 500 MB of memory and a
//! bounded processor time, never a panic, and nothing opened that is none of its business.

use std::fmt::Write as _;
use std::os::unix::fs::symlink;

use crate::harness::{Said, Sandbox, binary};
use crate::lint::{GOOD, exposed, indented};

/// The findings of `lint -o concise`, with its exit code, within the bounds.
fn within(sandbox: &Sandbox, seconds: u32, arguments: &str) -> (i32, String) {
    let run = sandbox.run_within(seconds, &format!("lint -o concise {arguments}"));
    assert!(!run.err().contains("panicked"), "{}", run.err());
    (run.get_output().status.code().unwrap_or_else(|| panic!("killed: {}", run.err())), run.out())
}

const PINNED: &str = "--mesh-version 2.14.3 --platform universal";

#[test]
fn braces_without_end() {
    let sandbox = Sandbox::new();
    let many = |text: &str| text.repeat(100_000);
    for (text, found) in [
        (
            format!(".:53 {{\n{}{}\n}}\n", many("{ "), many("} ")),
            "2:1: error[CF101] CoreDNS's parser stops here: Unknown directive '{'\n",
        ),
        (many("{\n"), "2:1: error[CF101] CoreDNS's parser stops here: Unknown directive '{'\n"),
        (
            format!(".:53 {{\n    log {{\n{}", many("a {\n")),
            "100002:3: error[CF101] CoreDNS's parser stops here: Unexpected EOF\n",
        ),
        (many("{{"), "1:3: error[CF001] unexpected \"{\" in command\n"),
        (many("{{("), "1:4: error[CF001] "),
    ] {
        sandbox.write("t", text);
        let (code, out) = within(&sandbox, 20, &format!("t {PINNED}"));
        assert!(code == 1 && out.starts_with(&format!("t:{found}")) && out.lines().count() == 1, "{out}");
    }
}

#[test]
fn snippets_that_multiply_or_import_themselves() {
    let mut bomb = String::from("(a0) {\n    errors\n}\n");
    for level in 1..9 {
        let imports = format!("    import a{}\n", level - 1).repeat(10);
        write!(bomb, "(a{level}) {{\n{imports}}}\n").unwrap();
    }
    let sandbox = Sandbox::with([
        ("bomb", &*format!("{bomb}.:15053 {{\n    import a8\n}}\n")),
        ("pair", "(a) {\n    import b\n}\n(b) {\n    import a\n}\n.:15053 {\n    import a\n}\n"),
        ("own", "(a) {\n    import a\n}\n.:15053 {\n    import a\n}\n"),
    ]);
    let ours =
        "error[CF101] corefilectl stops here: imports bring in more than 1048576 words: a limit of corefilectl\n";
    let theirs = "error[CF101] CoreDNS's parser stops here: maximum snippet import depth (10000) exceeded\n";
    // CoreDNS has a bound of its own from 1.13 on.
    for (name, old, new) in [("bomb", "8:12", "11:12"), ("pair", "2:12", "5:12"), ("own", "2:12", "3:1")] {
        let run =
            |version: &str| within(&sandbox, 20, &format!("{name} --mesh-version {version} --platform universal"));
        assert_eq!(run("2.8"), (1, format!("{name}:{old}: {ours}")), "{name}");
        assert_eq!(run("2.14.3"), (1, format!("{name}:{new}: {theirs}")), "{name}");
    }
}

/// The same as a finished Corefile, whose folder is the one that it lies in.
fn finished() -> String {
    let values = [
        ("{{ .CoreDNSPort }}", "15053"),
        ("{{ .EnvoyDNSPort }}", "15054"),
        ("{{ .PrometheusPort }}", "19153"),
        ("{{ if .CoreDNSLogging }}log{{ end }}", ""),
    ];
    values.iter().fold(GOOD.to_owned(), |text, (action, value)| text.replace(action, value))
}

#[test]
fn files_that_import_each_other() {
    let sandbox = Sandbox::with([
        ("t", &*finished().replace("    errors", "    import a.conf")),
        ("big", &finished().replace("    errors\n", &"    import big.conf\n".repeat(100))),
        ("a.conf", "errors\nimport b.conf\n"),
        ("b.conf", "import a.conf\n"),
        ("one", &finished().replace("    errors", "    import c*.conf")),
        ("c1.conf", "errors\n"),
        ("c2.conf", "log\n"),
    ]);
    sandbox.write("big.conf", format!("errors {}\n", "x".repeat(4_000_000)));
    let (code, out) = within(&sandbox, 20, &format!("t {PINNED}"));
    let message = "Error during parsing: imports bring in more than 1000 files: a limit of corefilectl\n";
    assert!(code == 1 && out.starts_with("t:5:5: error[CF101] ") && out.ends_with(message), "{out}");
    let (code, out) = within(&sandbox, 20, &format!("big {PINNED}"));
    let message = "imports bring in more than 16777216 bytes: a limit of corefilectl\n";
    assert!(code == 1 && out.starts_with("big:9:12: error[CF101] ") && out.ends_with(message), "{out}");
    assert_eq!(within(&sandbox, 5, &format!("one {PINNED}")), (0, String::new()));
    sandbox.write("template", GOOD.replace("    errors", "    import c1.conf"));
    let (code, out) = within(&sandbox, 5, &format!("template {PINNED}"));
    assert_eq!(code, 1, "kuma-dp renders into a folder of its own");
    assert!(out.starts_with("template:5:12: error[CF107] there is no snippet of this name"), "{out}");
}

/// What is reported instead of reading it.
const OUTSIDE: &str = "warning[CF107] this file lies outside of the tree, and was not read\n";

#[test]
fn imports_that_lead_out_are_not_read() {
    let sandbox = Sandbox::with([("outside/secret", "errors\n"), ("in/near/x.conf", "errors\n")]);
    // Whoever opens it waits for ever.
    sandbox.tool("mkfifo").arg("outside/pipe").assert().success();
    sandbox.tool("mkfifo").arg("in/pipe.conf").assert().success();
    symlink("../outside/pipe", sandbox.path("in/link.conf")).unwrap();
    symlink("../outside", sandbox.path("in/door")).unwrap();
    let absolute = sandbox.path("outside/pipe").display().to_string();
    for import in [
        "/etc/passwd",
        "../../../../etc/passwd",
        "../outside/pipe",
        "link.conf",
        "door/pipe",
        &absolute,
        "/etc/*",
        "near/../../outside/pipe",
    ] {
        sandbox.write("in/t", finished().replace("    errors", &format!("    import {import}")));
        let mut command = sandbox.command();
        command
            .current_dir(sandbox.path("in"))
            .args(["lint", "-o", "concise", "t"])
            .timeout(std::time::Duration::from_secs(10));
        command.assert().code(1).stdout(format!("t:5:12: {OUTSIDE}"));
    }
    let run = |import: &str, arguments: &str| {
        sandbox.write("in/t", finished().replace("    errors", &format!("    import {import}")));
        let mut command = sandbox.command();
        command.current_dir(sandbox.path("in")).args(["lint", "-o", "concise", "t"]).args(arguments.split_whitespace());
        command.assert().out()
    };
    assert_eq!(run("near/x.conf", ""), "");
    assert_eq!(run("../outside/secret", "--allow-import-outside"), "");
    // What was not read may forward to Envoy and anybody else.
    sandbox.write("in/u", ".:15053 {\n    import /etc/shared\n}\n");
    let mut command = sandbox.command();
    command.current_dir(sandbox.path("in")).args(["lint", "-o", "concise", "u"]);
    command.assert().code(1).stdout("u:2:12: warning[CF107] this file lies outside of the tree, and was not read\n");
    let refused = run("pipe.conf", "");
    assert!(refused.starts_with("t:5:12: error[CF107] CoreDNS cannot import this: Could not import /"), "{refused}");
    assert!(refused.ends_with("/in/pipe.conf: is no regular file\n"), "{refused}");
}

#[test]
fn what_is_outside_is_not_even_opened() {
    let sandbox = Sandbox::with([(
        "t",
        &*GOOD.replace("    errors", "    import /etc/passwd\n    import ../../../etc/hostname"),
    )]);
    let mut command = sandbox.tool("strace");
    command
        .args(["-f", "-e", "trace=open,openat,openat2", "-o", "trace"])
        .arg(binary())
        .args(["lint", "-o", "concise", "t"]);
    let Ok(run) = command.output() else {
        eprintln!("not checked: strace is not here; the pipes of the other test say the same");
        return;
    };
    let out = String::from_utf8(run.stdout).unwrap();
    let trace = String::from_utf8(sandbox.read("trace")).unwrap_or_default();
    if !trace.contains("\"t\"") {
        eprintln!("not checked: strace may not trace here");
        return;
    }
    assert_eq!(out, format!("t:5:12: {OUTSIDE}t:6:12: {OUTSIDE}"));
    let opened = trace.lines().filter(|line| line.contains("/etc/passwd") || line.contains("/etc/hostname"));
    assert_eq!(opened.collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn expressions_that_blow_up() {
    let sandbox = Sandbox::new();
    let template = |expression: &str| {
        let block =
            "    template IN A . {\n        match \"EXPRESSION\"\n        rcode NXDOMAIN\n        fallthrough\n    }\n";
        GOOD.replace("    errors\n", &format!("    errors\n{}", block.replace("EXPRESSION", expression)))
    };
    let refused = "t:7:15: error[CF103] match of template cannot read this regular expression\n";
    let order = "t:6:14: info[CF212] this template is asked before the forward above it\n";
    for (expression, expected) in [
        ("((a{1000}){1000}){1000}".to_owned(), Some(refused)),
        ("(".repeat(100_000) + &")".repeat(100_000), Some(refused)),
        (format!("^({})$", "(a+)+".repeat(1_000)), None),
        (format!("^({})$", "a|b|".repeat(50_000)), Some(refused)),
        (format!("^({})$", "a|b|".repeat(2_000)), None),
        ("(x+x+)+y".repeat(100), None),
    ] {
        sandbox.write("t", template(&expression));
        let (code, out) = within(&sandbox, 20, &format!("t {PINNED}"));
        match expected {
            Some(expected) => assert_eq!((code, &*out), (1, expected), "{}", &expression[..20]),
            None => assert_eq!((code, &*out), (0, order), "{}", &expression[..20]),
        }
    }
}

#[test]
fn lines_of_a_megabyte() {
    let sandbox = Sandbox::new();
    let metrics = "warning[CF303] the metrics can be read from outside the data plane\n";
    sandbox.write("comment", exposed().replace("errors", &format!("errors # {}", "\u{e9}".repeat(500_000))));
    assert_eq!(within(&sandbox, 10, "comment"), (1, format!("comment:4:16: {metrics}")));
    let human = sandbox.run_within(10, "lint comment").out();
    assert!(human.len() < 5_000, "the excerpt is cut: {}", human.len());
    sandbox.write("behind", exposed().replace("    prom", &format!("{{{{/* {} */}}}}prom", "x".repeat(1_000_000))));
    assert_eq!(within(&sandbox, 10, "behind"), (1, format!("behind:4:1000022: {metrics}")));
    let human = sandbox.run_within(10, "lint behind").out();
    assert!(human.len() < 5_000, "the excerpt is cut: {}", human.len());
    sandbox.write("word", "x".repeat(1_000_000));
    let (code, out) = within(&sandbox, 20, &format!("word {PINNED}"));
    assert!(code == 1 && out.starts_with("word:1:1: error[CF106] ") && out.len() < 5_000, "{}", out.len());
    sandbox.write("log", exposed().replace("errors", &format!("log {}", "a ".repeat(500_000))));
    let log = "log:5:5: info[CF305] queries are logged although nobody asked for it (where CoreDNSLogging=false)\n";
    assert_eq!(within(&sandbox, 20, &format!("log {PINNED}")), (1, format!("log:4:16: {metrics}{log}")));
    sandbox.write("words", GOOD.replace("errors", &format!("errors {}", "a ".repeat(500_000))));
    let value = "words:5:1000010: error[CF103] too few or too many words for errors\n";
    assert_eq!(within(&sandbox, 20, &format!("words {PINNED}")), (1, value.to_owned()));
}

#[test]
fn server_blocks_without_end() {
    let sandbox = Sandbox::new();
    // A million of the shortest need 1 GB, and these have two findings each; so many stay within the bounds of all tests.
    let mut blocks = exposed();
    for number in 0..100_000 {
        writeln!(blocks, "z{number}.example:15053 {{\n}}").unwrap();
    }
    sandbox.write("t", &blocks);
    sandbox.write("large", vec![b' '; (4 << 20) + 1]);
    let (code, out) = within(&sandbox, 5, "large");
    assert_eq!(
        (code, &*out),
        (2, "large:1:1: error[CF903] large: more than 4194304 bytes; --max-template raises the limit\n")
    );
    let (code, out) = within(&sandbox, 60, &format!("t {PINNED} --max-template 100000000 --max-output 100000000"));
    let metrics = "t:4:16: warning[CF303] the metrics can be read from outside the data plane\n";
    assert!(code == 1 && out.starts_with(metrics), "{}", &out[..out.len().min(500)]);
    assert_eq!(out.matches("warning[CF007] 15053 stands where {{ .CoreDNSPort }} belongs\n").count(), 100_000);
}

#[test]
fn yaml_that_blows_up() {
    let mut bomb = String::from("kind: ConfigMap\na0: &a0 {corefile: \"a\\nb\"}\n");
    let mut merges = bomb.clone();
    for level in 1..12 {
        let keys: Vec<_> = (0..10).map(|key| format!("k{key}: *a{}", level - 1)).collect();
        writeln!(bomb, "a{level}: &a{level} {{{}}}", keys.join(", ")).unwrap();
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        writeln!(merges, "a{level}: &a{level} {{<<: [{aliases}]}}").unwrap();
    }
    let wide: String = (0..20_000).map(|number| format!("---\nn: {number}\n")).collect();
    let sandbox = Sandbox::with([
        ("bomb.yaml", &*format!("{bomb}data: *a11\n")),
        ("merges.yaml", &format!("{merges}data: *a11\n")),
        ("deep.yaml", &format!("kind: ConfigMap\ndata: {}1{}\n", "{a: ".repeat(10_000), "}".repeat(10_000))),
        ("block.yaml", &format!("# ConfigMap\n{}", "- ".repeat(10_000))),
        ("wide.yaml", &format!("kind: ConfigMap\n{wide}")),
        ("deep.json", &format!("{{\"kind\": \"ConfigMap\", \"data\": {}}}", "[".repeat(100_000))),
        ("self.yaml", "kind: ConfigMap\ndata: &d {corefile: *d}\n"),
        (
            "line.yaml",
            &format!(
                "kind: ConfigMap\ndata: {{corefile: {}}}\n",
                serde_json::to_string(&exposed().repeat(2_000)).unwrap()
            ),
        ),
    ]);
    let none = "error[CF903] no Corefile template in it: looked for in the data of ConfigMaps and in \
                controlPlane.extraConfigMaps[].values\n";
    for (name, found) in [
        ("bomb.yaml", format!("1:1: {none}")),
        ("deep.yaml", "2:1003: error[CF903] not readable as YAML: nested deeper than 250\n".to_owned()),
        ("block.yaml", "2:501: error[CF903] not readable as YAML: nested deeper than 250\n".to_owned()),
        ("wide.yaml", "20000:1: error[CF903] not readable as YAML: more than 10000 documents\n".to_owned()),
        ("deep.json", "1:285: error[CF903] not readable as YAML: recursion limit exceeded\n".to_owned()),
        ("self.yaml", format!("1:1: {none}")),
    ] {
        assert_eq!(within(&sandbox, 5, name), (2, format!("{name}:{found}")));
    }
    let (code, out) = within(&sandbox, 5, "merges.yaml");
    assert!(code == 1 && out.starts_with("merges.yaml:2:") && out.lines().count() == 1, "{out}");
    let (code, out) = within(&sandbox, 20, &format!("line.yaml {PINNED} --select CF105"));
    assert!(code == 1 && out.starts_with("line.yaml:2:"), "{}", &out[..out.len().min(300)]);
}

#[test]
fn bytes_that_are_no_text() {
    let sandbox = Sandbox::new();
    let value = "t:5:12: error[CF103] errors does not take this value\n";
    for (text, expected) in [
        (GOOD.replace('\n', "\r\n").into_bytes(), ""),
        ([b"\xef\xbb\xbf", GOOD.as_bytes()].concat(), ""),
        (GOOD.trim_end().as_bytes().to_vec(), ""),
        (
            GOOD.replace("errors", "errors X").bytes().map(|byte| if byte == b'X' { 0xff } else { byte }).collect(),
            value,
        ),
        (
            GOOD.replace("errors", "errors\0").into_bytes(),
            "t:5:5: error[CF102] errors\u{2400} is no plugin of CoreDNS\n",
        ),
        (Vec::new(), "t:1:1: error[CF006] nothing but white space and comments comes out: CoreDNS does not start\n"),
        (b"\xff\xfe".to_vec(), "t:1:1: error[CF302] ports below 1024 need root, which a side-car is not\n"),
    ] {
        sandbox.write("t", &text);
        let out = within(&sandbox, 5, "t").1;
        assert_eq!(out, expected, "{}", String::from_utf8_lossy(&text));
    }
    std::fs::create_dir(sandbox.path("Corefile")).unwrap();
    sandbox.write("Corefile/Corefile", exposed());
    std::fs::create_dir(sandbox.path("x.yaml")).unwrap();
    sandbox.write("x.yaml/m.yml", format!("kind: ConfigMap\ndata:\n  corefile: |\n{}", indented(&exposed(), 4)));
    let metrics = "warning[CF303] the metrics can be read from outside the data plane\n";
    let both = format!("Corefile/Corefile:4:16: {metrics}x.yaml/m.yml:7:20: {metrics}");
    assert_eq!(within(&sandbox, 5, ""), (1, both));
}

#[test]
fn files_that_are_no_files() {
    let sandbox = Sandbox::with([("good", GOOD)]);
    std::fs::File::create(sandbox.path("sparse")).unwrap().set_len(100_000_000_000).unwrap();
    for (file, message) in [
        ("sparse", "sparse: more than 4194304 bytes; --max-template raises the limit"),
        ("/dev/zero", "/dev/zero: more than 4194304 bytes; --max-template raises the limit"),
        ("good/x", "open good/x: not a directory"),
    ] {
        assert_eq!(within(&sandbox, 5, file), (2, format!("{file}:1:1: error[CF903] {message}\n")));
    }
    sandbox.run_within(5, "lint good --baseline /dev/zero").refuses("/dev/zero: more than ");
    sandbox.run_within(5, "lint good --output-template /dev/zero").refuses("/dev/zero: more than ");
    sandbox.run_within(5, "lint good --output-template good").refuses("good:1: ");
}
