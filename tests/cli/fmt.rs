//! `fmt`: what is written, what is only shown, and what is left alone.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

use super::harness::{Said as _, Sandbox};

const MESSY: &str = ".:{{.CoreDNSPort}}   {\n  errors\n\n\n}";
const NEAT: &str = ".:{{ .CoreDNSPort }} {\n    errors\n}\n";

#[test]
fn files_are_rewritten_and_counted() {
    let sandbox = Sandbox::with([("a/Corefile", MESSY), ("b.corefile", NEAT), ("other.tmpl", MESSY)]);
    let before = fs::metadata(sandbox.path("b.corefile")).unwrap().ino();
    let done = sandbox.run("fmt").success();
    assert_eq!((done.out(), done.err()), (String::new(), "1 file reformatted, 1 file left unchanged\n".to_owned()));
    assert_eq!(sandbox.read("a/Corefile"), NEAT.as_bytes());
    assert_eq!(sandbox.read("other.tmpl"), MESSY.as_bytes());
    assert_eq!(fs::metadata(sandbox.path("b.corefile")).unwrap().ino(), before, "what is neat is not written");
    sandbox.run("fmt .").saying("2 files left unchanged").prints("");
    sandbox.run("fmt --extension tmpl").saying("1 file reformatted, 2 files left unchanged");
}

#[test]
fn check_names_and_diff_shows() {
    let sandbox = Sandbox::with([("a.tmpl", MESSY), ("b.tmpl", NEAT), ("c.tmpl", "log   x")]);
    let check = sandbox.run("fmt --check a.tmpl b.tmpl c.tmpl").code(1);
    assert_eq!(check.out(), "a.tmpl\nc.tmpl\n");
    assert_eq!(check.err(), "2 files would be reformatted, 1 file already formatted\n");
    let diff = sandbox.run("fmt --diff --check c.tmpl").code(1);
    assert_eq!(diff.out(), "--- c.tmpl\n+++ c.tmpl\n@@ -1 +1 @@\n-log   x\n\\ No newline at end of file\n+log x\n");
    sandbox.run("fmt --check b.tmpl").prints("");
    sandbox.run("fmt --diff b.tmpl").prints("");
    assert_eq!(sandbox.read("a.tmpl"), MESSY.as_bytes());
}

#[test]
fn standard_input_goes_to_standard_output() {
    let sandbox = Sandbox::new();
    let run =
        |arguments: &str, text: &str| sandbox.command().args(arguments.split_whitespace()).write_stdin(text).assert();
    run("fmt -", MESSY).prints(NEAT).saying("1 file reformatted");
    run("fmt -", NEAT).prints(NEAT).saying("1 file left unchanged");
    assert_eq!(run("fmt - --check", MESSY).code(1).out(), "<stdin>\n");
    run("fmt - --as template", "{{ if }}").refuses("<stdin>:1:");
    run("fmt - --as corefile", "{{  if  }}").prints("{{ if }}\n");
    run("fmt -", "").prints("");
}

#[test]
fn what_does_not_parse_is_left_alone_and_the_others_are_done() {
    let sandbox = Sandbox::with([
        ("a.corefile", "x:1 {\n {{ if .CoreDNSPort }}\n"),
        ("b.corefile", MESSY),
        ("c.corefile", "x {\n"),
    ]);
    let done = sandbox.run("fmt").code(2);
    assert!(done.err().contains("a.corefile:3:1") && done.err().contains("unexpected EOF"), "{}", done.err());
    assert!(
        done.err().contains("c.corefile:")
            && done.err().ends_with("1 file reformatted, 2 files could not be formatted\n"),
        "{}",
        done.err()
    );
    assert_eq!(sandbox.read("a.corefile"), b"x:1 {\n {{ if .CoreDNSPort }}\n");
    assert_eq!(sandbox.read("b.corefile"), NEAT.as_bytes());
    sandbox.run("fmt --check").code(2);
    sandbox.run("fmt nowhere").refuses("open nowhere: no such file or directory");
    sandbox.run("fmt --max-template 3 b.corefile").refuses("--max-template raises the limit");
    sandbox.write("empty/x.txt", "");
    sandbox.run("fmt empty").refuses("no Corefile template in it");
    let odd = "x\u{1b}[31m.corefile";
    sandbox.write(odd, "x {\n");
    assert!(!sandbox.run("fmt --check").code(2).err().contains('\u{1b}'));
}

#[test]
fn modes_and_links_stay() {
    let sandbox = Sandbox::with([("real/x.tmpl", MESSY)]);
    fs::set_permissions(sandbox.path("real/x.tmpl"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real/x.tmpl", sandbox.path("link.tmpl")).unwrap();
    sandbox.run("fmt link.tmpl").saying("1 file reformatted");
    assert!(fs::symlink_metadata(sandbox.path("link.tmpl")).unwrap().is_symlink());
    assert_eq!(fs::metadata(sandbox.path("real/x.tmpl")).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(sandbox.read("real/x.tmpl"), NEAT.as_bytes());
    assert_eq!(fs::read_dir(sandbox.path("real")).unwrap().count(), 1, "no temporary file is left");
}

const MANIFEST: &str = "# first\napiVersion: v1\nkind: ConfigMap\nmetadata: {name:   x}\ndata:\n  corefile: |\n      .:{{.CoreDNSPort}}   {\n\n        errors\n\n\n      }\n  quoted.corefile: \"a:1 {\\n  log\\n}\\n\"\n  other:   'x'   # y\n---\na:   1\n";

#[test]
fn block_scalars_are_formatted_in_place() {
    let sandbox = Sandbox::with([("x.yaml", MANIFEST), ("values.yaml", "a:   1\n")]);
    let done = sandbox.run("fmt").success();
    let lines = ["      .:{{ .CoreDNSPort }} {", "          errors", "      }"].join("\n");
    let (before, behind) = (MANIFEST.find("      .:").unwrap(), MANIFEST.find("  quoted").unwrap());
    let expected = format!("{}{lines}\n{}", &MANIFEST[..before], &MANIFEST[behind..]);
    assert_eq!(String::from_utf8(sandbox.read("x.yaml")).unwrap(), expected);
    assert!(done.err().contains("x.yaml: left as it is: ConfigMap x, key quoted.corefile"), "{}", done.err());
    assert!(done.err().ends_with("1 file reformatted\n"), "{}", done.err());
    sandbox.run("fmt --check").success();
    sandbox.write("x.yaml", MANIFEST.replace("errors", "{{ if .Enabled }}"));
    let refused = sandbox.run("fmt x.yaml").code(2);
    assert!(
        refused.err().contains("x.yaml:12:") && refused.err().contains("ConfigMap x, key corefile"),
        "{}",
        refused.err()
    );
}

#[test]
fn many_files_are_done_in_order() {
    let sandbox = Sandbox::new();
    for number in 0..300 {
        sandbox.write(format!("{number:03}.corefile"), if number % 3 == 0 { MESSY } else { NEAT });
    }
    let check = sandbox.run("fmt --check").code(1);
    let expected: String = (0..300).step_by(3).map(|number| format!("{number:03}.corefile\n")).collect();
    assert_eq!(check.out(), expected);
    sandbox.run("fmt").saying("100 files reformatted, 200 files left unchanged");
    sandbox.run("fmt --check").saying("300 files already formatted");
}

#[test]
fn programs_and_what_is_no_text_stay_as_they_are() {
    let script = "cat <<E\n  a   b\nE\n";
    let sandbox =
        Sandbox::with([("corefilectl.bash", script), ("corefilectl-wrapper", script), ("Corefile-x", "PNG\0  x  y\n")]);
    sandbox.write("Corefile", ".:53   {\n}\n");
    sandbox.run("fmt").code(2);
    assert_eq!(sandbox.read("Corefile"), b".:53 {\n}\n");
    for name in ["corefilectl.bash", "corefilectl-wrapper"] {
        assert_eq!(sandbox.read(name), script.as_bytes(), "{name}");
    }
    assert_eq!(sandbox.read("Corefile-x"), b"PNG\0  x  y\n");
    sandbox.run("fmt Corefile-x").refuses("a NUL byte");
}

#[test]
fn what_is_no_corefile_is_not_written_to() {
    let makefile = "all:\n\tcc   x\n";
    let sandbox = Sandbox::with([("Makefile", makefile), ("a.py", "def f():\n    return  1\n")]);
    sandbox.run("fmt Makefile a.py").refuses("does not look like a Corefile");
    assert_eq!(sandbox.read("Makefile"), makefile.as_bytes());
    sandbox.run("fmt --as corefile Makefile").success();
    assert_eq!(sandbox.read("Makefile"), b"all:\ncc x\n", "whoever says what it is gets it");
}

#[test]
fn values_of_the_chart_come_through_standard_input() {
    let values = "controlPlane:\n  extraConfigMaps:\n    - name: x\n      values:\n        Corefile: |\n          .:15053   {\n          }\n";
    for mark in ["", "\u{feff}", "# values\n", "---\n"] {
        let text = format!("{mark}{values}");
        let expected = text.replace(".:15053   {", ".:15053 {");
        let run = Sandbox::new().command().args(["fmt", "-"]).write_stdin(text).assert();
        assert_eq!(run.success().out(), expected);
    }
}

#[test]
fn owner_and_permissions_stay() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = Sandbox::with([("Corefile", ".:53   {\n}\n")]);
    let path = sandbox.path("Corefile");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
    sandbox.run("fmt").code(2).stderr(predicates::str::contains("read-only"));
    assert_eq!(sandbox.read("Corefile"), b".:53   {\n}\n");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    sandbox.run("fmt").success();
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o640);
    sandbox.tool("mkfifo").arg("pipe").assert().success();
    sandbox.run("fmt pipe").refuses("no regular file");
}
