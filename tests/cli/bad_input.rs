//! Input that nobody should write, and some that somebody writes to do harm: a clear answer within bounded processor
//! time and 500 MB of memory, never a panic.

use std::fmt::Write as _;

use assert_cmd::assert::Assert;
use predicates::prelude::*;

use crate::harness::{Said, Sandbox, binary};

const TARGET: &str = "render --mesh-version 2.14 --platform universal --dp-template";

#[test]
fn bytes_that_are_no_text_pass_as_they_do_in_go() {
    let sandbox = Sandbox::new();
    for (template, rendered) in [
        (&b"a\xff\xfe\x00b {{ .CoreDNSPort }}\r\n\xc3"[..], &b"a\xff\xfe\x00b 15053\r\n\xc3"[..]),
        (b"{{ \"\x00\xff\" }}", b"\x00\xef\xbf\xbd"),
        (b"\xef\xbb\xbf{{ .CoreDNSPort }}", b"\xef\xbb\xbf15053"),
        (b"a\r\n{{ .CoreDNSPort -}}\r\n b\r\n", b"a\r\n15053b\r\n"),
        (b"{{\r\n.CoreDNSPort\r\n}}\r\n", b"15053\r\n"),
        (b"", b""),
        (b"}}", b"}}"),
    ] {
        sandbox.write("t", template);
        sandbox.run(&format!("{TARGET} t --source-map map")).success().stdout(rendered);
    }
}

#[test]
fn bytes_that_are_no_template_are_refused() {
    let sandbox = Sandbox::new();
    for (template, message, place) in [
        (&b"{{ \x00 }}"[..], "template: t:1: unrecognized character in action: U+0000", "t:1:4"),
        (b"{{ \xff }}", "template: t:1: unrecognized character in action: U+FFFD", "t:1:4"),
        (b"\xff\xff\n\xc3{{ .Foo }}", "template: t:2:4: executing \"t\" at <.Foo>", "t:2:5"),
        (b"a\r\n\xe2\x82{{ .Foo }}\r\n", "template: t:2:5: executing \"t\" at <.Foo>", "t:2:6"),
        (b"\xef\xbb\xbf{{ .Foo }}", "template: t:1:6: executing \"t\" at <.Foo>", "t:1:5"),
        (b"{{ \"a\nb\" }}", "template: t:1: unterminated quoted string", "t:1:4"),
        (b"{{ /* a */ }}", "template: t:1: unexpected \"/\" in command", "t:1:4"),
    ] {
        sandbox.write("t", template);
        let run = sandbox.run(&format!("{TARGET} t")).refuses(message);
        assert!(run.err().contains(&format!("--> {place}\n")), "{}", run.err());
    }
}

#[test]
fn files_that_are_no_files() {
    let sandbox = Sandbox::new();
    std::fs::create_dir(sandbox.path("folder")).unwrap();
    std::fs::File::create(sandbox.path("sparse")).unwrap().set_len(100_000_000).unwrap();
    for (template, message) in [
        ("folder", "read folder: is a directory"),
        ("missing", "open missing: no such file or directory"),
        ("/dev/zero", "/dev/zero: more than"),
        ("sparse", "sparse: more than"),
    ] {
        sandbox.run_within(1, &format!("{TARGET} {template}")).refuses(message);
        sandbox.run_within(1, &format!("render --mesh-version 2.14 --cp-template {template}")).refuses(message);
        sandbox.run_within(1, &format!("render --cp-config {template}")).refuses(message);
        sandbox.run_within(1, &format!("template {template}")).refuses(message);
        sandbox.run_within(1, &format!("template /dev/null --data {template}")).refuses(message);
    }
    sandbox.run(&format!("{TARGET} /dev/null")).prints("");
}

#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    let sandbox = Sandbox::with([("secret", "x")]);
    let mode = |name: &str, mode| {
        std::fs::set_permissions(sandbox.path(name), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    mode("secret", 0o000);
    let run = if std::fs::metadata(sandbox.folder()).unwrap().uid() == 0 {
        // Root may read everything, so somebody else has to try.
        mode(".", 0o755);
        let nobody = |arguments: &str| {
            let mut command = sandbox.tool("setpriv");
            command.args(["--reuid", "65534", "--regid", "65534", "--clear-groups"]).arg(binary());
            command.args(arguments.split_whitespace()).output()
        };
        if !nobody("version").is_ok_and(|run| run.status.success()) {
            eprintln!(
                "not checked: root reads every file and cannot become somebody else here; run it as another user"
            );
            return;
        }
        Assert::new(nobody("render --dp-template secret").unwrap())
    } else {
        sandbox.run("render --dp-template secret")
    };
    run.refuses("error: open secret: permission denied\n");
}

#[test]
fn recursion_without_end() {
    let sandbox = Sandbox::with([
        ("self", "{{ define \"x\" }}{{ template \"x\" }}{{ end }}{{ template \"x\" }}"),
        (
            "pair",
            "{{ define \"a\" }}{{ template \"b\" . }}{{ end }}{{ define \"b\" }}{{ template \"a\" . }}{{ end }}{{ template \"a\" . }}",
        ),
    ]);
    for template in ["self", "pair"] {
        let run = sandbox.run_within(2, &format!("{TARGET} {template}"));
        run.refuses("exceeded maximum template depth (100000)");
    }
    sandbox.run_within(5, "render --mesh-version 1.1.3 --dp-template self").refuses("exceeded maximum template depth");
    sandbox.run_within(2, "template pair").refuses("exceeded maximum template depth (100000)");
}

#[test]
fn loops_and_widths_without_end() {
    let sandbox = Sandbox::with([
        ("range", "{{ range 1000000000 }}x{{ end }}"),
        ("silent", "{{ range 1000000000 }}{{ end }}"),
        ("nested", "{{ range 100000 }}{{ range 100000 }}{{ end }}{{ end }}"),
        ("doubling", &format!("{{{{ $s := \"x\" }}}}{}", "{{ $s = print $s $s }}".repeat(60))),
        ("slow", "{{ range 100 }}{{ range 1000 }}{{ end }}{{ end }}{{ .Foo }}"),
    ]);
    for template in ["range", "silent", "nested", "doubling"] {
        sandbox.run_within(5, &format!("{TARGET} {template}")).refuses("a limit of corefilectl, not of kuma-dp");
    }
    // Advice costs no more than the rendering.
    sandbox.run_within(5, &format!("{TARGET} slow")).refuses("can't evaluate field Foo");
    for (text, rendered) in [
        ("{{ printf \"%1000000000d\" 1 }}", "%!(NOVERB)%!(EXTRA int=1)"),
        ("{{ printf \"%.1000000000f\" 1.0 }}", "%!(NOVERB)%!(EXTRA float64=1)"),
        ("{{ printf \"%*d\" 1000000000 1 }}", "%!(BADWIDTH)1"),
        ("{{ len (printf \"%1000000d\" 1) }}", "1000000"),
        ("{{ printf \"%[1000000000]d\" 1 }}", "%!d(BADINDEX)"),
    ] {
        sandbox.write("t", text);
        sandbox.run_within(5, &format!("{TARGET} t")).prints(rendered);
    }
    sandbox.write("t", "{{ printf \"%1000000d\" 1 }}".repeat(100));
    sandbox.run_within(5, &format!("{TARGET} t")).refuses("a limit of corefilectl");
}

#[test]
fn nesting_without_end() {
    let sandbox = Sandbox::new();
    let around = |open: &str, inner: &str, close: &str, times: usize| {
        format!("{}{inner}{}", open.repeat(times), close.repeat(times))
    };
    for (text, rendered) in [
        (around("{{if true}}", "x", "{{end}}", 10_000), "x"),
        (around("{{with 1}}", "x", "{{end}}", 10_000), "x"),
        (around("{{range slice \"abc\" 0 | len}}", "x", "{{end}}", 8), "x"),
        (format!("{{{{{}}}}}", around("(", "1", ")", 100_000)), "1"),
        (format!("{{{{{}}}}}", around("(not ", "true", ")", 10_000)), "true"),
        ("{{if false}}{{else if false}}".repeat(5_000) + &"{{end}}".repeat(5_000), ""),
    ] {
        sandbox.write("t", &text);
        let run = sandbox.run_within(5, "render --mesh-version 2.10 --platform universal --dp-template t");
        if text.starts_with("{{range") {
            // 3 to the power of 8.
            run.prints(&"x".repeat(6561));
        } else {
            run.prints(rendered);
        }
    }
    sandbox.write("t", format!("{{{{{}}}}}", around("(", "1", ")", 100_000)));
    sandbox.run_within(5, &format!("{TARGET} t")).refuses("template: t:1: max expression depth exceeded");
    for open in ["{{if true}}", "{{define \"x\"}}", "{{range .}}", "{{(", "{{\"a\" | ", "{{/*", "{{`"] {
        sandbox.write("t", open.repeat(10_000));
        sandbox.run_within(5, &format!("{TARGET} t")).refuses("error: template: t:1: ");
    }
    let mut chain = String::from("{{ .CoreDNSPort");
    for _ in 0..20_000 {
        chain += ".A";
    }
    sandbox.write("t", chain + " }}");
    sandbox.run_within(5, &format!("{TARGET} t")).refuses("can't evaluate field A in type uint32");
}

#[test]
fn a_line_of_a_megabyte() {
    let sandbox = Sandbox::new();
    let text = "x".repeat(500_000);
    sandbox.write("good", format!("{text}{{{{ .CoreDNSPort }}}}{text}"));
    sandbox.run_within(5, &format!("{TARGET} good")).prints(&format!("{text}15053{text}"));
    sandbox.write("bad", format!("{text}{{{{ .Foo }}}}{text}"));
    let run =
        sandbox.run_within(5, &format!("{TARGET} bad")).refuses("template: bad:1:500003: executing \"bad\" at <.Foo>");
    assert!(run.err().contains("--> bad:1:500004\n"), "{}", run.err());
    assert!(run.err().len() < 5_000, "the excerpt is cut");
    let mut fields = String::new();
    while fields.len() < 1_000_000 {
        fields += "{{ .CoreDNSPort }}";
    }
    sandbox.write("many", &fields);
    let run = sandbox.run_within(5, &format!("{TARGET} many --source-map /dev/null")).quietly();
    assert_eq!(run.out(), "15053".repeat(fields.len() / 18));
}

#[test]
fn data_and_configurations_without_end() {
    let sandbox = Sandbox::with([("t", "{{ len . }}")]);
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        writeln!(bomb, "a{level}: &a{level} [{aliases}]").unwrap();
    }
    sandbox.write("bomb.yaml", &bomb);
    sandbox.run_within(5, "template t --data bomb.yaml").refuses("document contains excessive aliasing");
    sandbox.run_within(5, "render --cp-config bomb.yaml").refuses("document contains excessive aliasing");
    for (name, open, close) in [("list.yaml", "[", "]"), ("map.yaml", "{a: ", "}"), ("block.yaml", "- ", "")] {
        sandbox.write(name, open.repeat(100_000) + "1" + &close.repeat(100_000));
        sandbox.run_within(5, &format!("template t --data {name}")).refuses("error: ");
        sandbox.run_within(5, &format!("render --cp-config {name}")).refuses("error: error converting YAML to JSON: ");
    }
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        for inner in ["1", ""] {
            sandbox.write("deep.json", open.repeat(100_000) + inner + &close.repeat(100_000));
            sandbox.run_within(5, "template t --data deep.json").refuses("deep.json:1:");
        }
    }
    sandbox.write("cp.yaml", b"bootstrapServer: {params: {corefileTemplatePath: \"\xff\"}}\n");
    sandbox.run("render --cp-config cp.yaml").refuses("error converting YAML to JSON: yaml: ");
    sandbox.write("cp.yaml", "a: \u{0}\n");
    sandbox.run("render --cp-config cp.yaml").refuses("error converting YAML to JSON: yaml: ");
}

#[test]
fn names_that_are_no_text() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let sandbox = Sandbox::new();
    let name = OsStr::from_bytes(b"t\xff.tmpl");
    sandbox.write(name, "{{ .Foo }}");
    let run = sandbox.command().args([OsStr::new("render"), OsStr::new("--dp-template"), name]).assert();
    run.code(2).stderr(predicate::str::contains("--> t\u{fffd}.tmpl:1:4\n"));
    sandbox.write(name, "{{ .CoreDNSPort }}");
    let arguments = ["render", "--dp-template", "", "--output-file", ""].map(OsStr::new);
    let output = OsStr::from_bytes(b"out\xff");
    let run = sandbox.command().args([arguments[0], arguments[1], name, arguments[3], output]).assert().success();
    run.stdout("");
    assert_eq!(sandbox.read(output), b"15053");
    let run = sandbox.command().env("KUMA_DNS_CORE_DNS_CONFIG_TEMPLATE_PATH", name).arg("render").assert();
    run.prints("15053");
    let run = sandbox.command().env("KUMA_DNS_CORE_DNS_PORT", OsStr::from_bytes(b"\xff1")).arg("render").assert();
    run.refuses("strconv.ParseUint: parsing \"\\xff1\": invalid syntax");
    let run = sandbox.command().args([OsStr::new("render"), OsStr::new("--mesh-version"), name]).assert();
    run.refuses("error: ");
}
