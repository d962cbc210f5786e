//! What decides which findings of `lint` count: `.corefilectl.yaml`, comments, baselines; and mends, which take them away.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

use assert_cmd::assert::Assert;

use crate::harness::{Said, Sandbox, binary};
use crate::lint::{GOOD, TARGET, concise, exposed, indented, logged};

const METRICS: &str = "warning[CF303] the metrics can be read from outside the data plane\n";

/// CF218 for information at 2:5, and CF210 at 4:9, which can be mended.
fn mendable() -> String {
    GOOD.replace(
        "    forward",
        "    template IN AAAA . {\n        rcode NOERROR\n        fallthrough\n    }\n    forward",
    )
}

fn mended() -> String {
    mendable().replace("        fallthrough\n", "")
}

const HIDDEN: &str = "info[CF218] IPv6 addresses of mesh names and of names outside are hidden\n";

#[test]
fn a_repository_decides() {
    let log = "t:6:5: info[CF305] queries are logged although nobody asked for it (where CoreDNSLogging=false)\n";
    let metrics = format!("t:4:16: {METRICS}");
    let error = metrics.replace("warning", "error");
    for (pins, arguments, code, out) in [
        ("rules: {CF303: off}\n", "", 0, log.to_owned()),
        ("rules: {prometheus-exposed: info}\n", "", 0, format!("{}{log}", metrics.replace("warning", "info"))),
        ("rules: {CF303: error, query-log: off}\n", "--fail-on error", 1, error.clone()),
        ("rules: {CF303: error, query-log: off}\nfail-on: error\n", "", 1, error),
        ("fail-on: error\n", "", 0, format!("{metrics}{log}")),
        // Flags beat the file.
        ("fail-on: error\n", "--fail-on warning", 1, format!("{metrics}{log}")),
        ("rules: {CF303: off}\n", "--select CF303", 1, metrics.clone()),
        ("rules: {CF305: warning}\n", "--ignore CF303", 1, log.replace("info", "warning")),
        // What is left out is left out of folders.
        ("exclude: [t]\n", "t", 1, format!("{metrics}{log}")),
    ] {
        let sandbox = Sandbox::with([(".corefilectl.yaml", pins), ("t", &*logged())]);
        assert_eq!(concise(&sandbox, &format!("t {arguments}")), (code, out), "{pins} {arguments}");
    }
}

#[test]
fn the_nearest_file_upwards_decides_about_folders() {
    let pins = "extensions: [tmpl]\nexclude: [/vendor/, '*.old.tmpl']\n";
    let sandbox = Sandbox::with([
        (".corefilectl.yaml", pins),
        ("a/b/x.tmpl", &*exposed()),
        ("a/b/x.old.tmpl", &exposed()),
        ("vendor/Corefile", &exposed()),
        ("a/vendor/Corefile", &exposed()),
    ]);
    let found = format!("a/b/x.tmpl:4:16: {METRICS}a/vendor/Corefile:4:16: {METRICS}");
    assert_eq!(concise(&sandbox, ""), (1, found.clone()));
    assert_eq!(concise(&sandbox, "a"), (1, found));
    let mut command = sandbox.command();
    let below = command.current_dir(sandbox.path("a/b")).args(["lint", "-o", "concise"]).assert().code(1);
    assert_eq!(below.out(), format!("x.tmpl:4:16: {METRICS}"));
    // Who names it wants it.
    assert_eq!(concise(&sandbox, "vendor"), (1, format!("vendor/Corefile:4:16: {METRICS}")));
}

#[test]
fn a_pinned_target_is_the_only_one() {
    let sandbox = Sandbox::with([("t", &*GOOD.replace("    errors", "    errors {{ .CoreDNSEmptyPort }}"))]);
    sandbox.write(".corefilectl.yaml", "mesh-version: 2.8\nplatform: universal\n");
    let run = sandbox.run("lint t -o concise").code(1);
    assert_eq!(
        (run.out().as_str(), run.err().as_str()),
        ("t:5:15: error[CF003] the field CoreDNSEmptyPort exists in 2.7 and earlier only\n", "")
    );
    sandbox.write(".corefilectl.yaml", "mesh-version: 2.8\n");
    let run = sandbox.run("lint t -o concise").code(1);
    assert_eq!(run.err(), "target: 2.8, universal and kubernetes (default)\n");
    sandbox.write(".corefilectl.yaml", "mesh-version: 2.88\n");
    sandbox.run("lint t").refuses(".corefilectl.yaml: mesh-version: Kuma 2.88 is newer");
}

#[test]
fn comments_allow_findings() {
    let bad = exposed();
    let line = "    prometheus :{{ .PrometheusPort }}\n";
    let before = |comment: &str| bad.replace(line, &format!("    {comment}\n{line}"));
    for text in [
        before("# corefilectl: allow CF303 the port is closed to others"),
        before("# corefilectl: allow prometheus-exposed the port is closed to others"),
        before("{{/* corefilectl: allow CF303 the port is closed to others */}}"),
        bad.replace(line, "    prometheus :{{ .PrometheusPort }} # corefilectl: allow CF303 closed to others\n"),
        format!("# corefilectl: allow CF303 the whole server block\n{bad}"),
        format!("{bad}# corefilectl: allow-file CF303 wherever it stands\n"),
        format!("{{{{/* corefilectl: allow-file CF303 wherever it stands */}}}}\n{bad}"),
    ] {
        let sandbox = Sandbox::with([("t", &*text)]);
        sandbox.run("lint t").success().stdout("1 file checked, no findings; 1 suppressed\n");
    }
    let both = format!("# corefilectl: allow CF303, query-log both are wanted\n{}", logged());
    let sandbox = Sandbox::with([("t", &*both)]);
    sandbox.run("lint t").success().stdout("1 file checked, no findings; 2 suppressed\n");
}

#[test]
fn comments_that_allow_nothing_are_found() {
    let sandbox = Sandbox::new();
    for (comment, found) in [
        ("allow CF304 metrics", "1:22: warning[CF901] there is nothing to allow here: CF304 found nothing\n"),
        (
            "allow-file CF304 x",
            "1:27: warning[CF901] there is nothing to allow in this template: CF304 found nothing\n",
        ),
        ("allow CF999 x", "1:22: warning[CF902] there is no rule \"CF999\"\n"),
        ("allow prometheus-exposd x", "1:22: warning[CF902] there is no rule \"prometheus-exposd\"\n"),
        ("ignore CF303 x", "1:16: warning[CF902] `corefilectl: ignore` means nothing\n"),
        ("allow CF902 x", "1:22: warning[CF902] CF902 cannot be allowed here\n"),
    ] {
        sandbox.write("t", format!("# corefilectl: {comment}\n{}", exposed()));
        let expected = format!("t:{found}t:5:16: {METRICS}");
        assert_eq!(concise(&sandbox, "t"), (1, expected), "{comment}");
    }
    sandbox.write("t", format!("# corefilectl: allow CF303\n{}", exposed()));
    let run = sandbox.run("lint t").code(1);
    assert!(
        run.out().starts_with("warning[CF902]: it is not said why this is allowed\n --> t:1:16\n"),
        "{}",
        run.out()
    );
    assert!(run.out().ends_with("\n1 file checked, 1 finding (1 warning); 1 suppressed\n"), "{}", run.out());
    // Whoever looks at one group only does not hear about comments for another.
    sandbox.write("t", format!("# corefilectl: allow CF204 x\n{GOOD}"));
    assert_eq!(concise(&sandbox, "t --select CF3,CF9"), (0, String::new()));
    assert_eq!(concise(&sandbox, "t --ignore CF901"), (0, String::new()));
}

#[test]
fn comments_inside_a_config_map() {
    let head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n  corefile: |\n";
    let allowed = exposed().replace("    prom", "    # corefilectl: allow CF303 closed to others\n    prom");
    let sandbox = Sandbox::with([("m.yaml", &*format!("{head}{}", indented(&allowed, 4)))]);
    sandbox.run("lint m.yaml").success().stdout("1 file checked, no findings; 1 suppressed\n");
    let unused = GOOD.replace("    prom", "    # corefilectl: allow CF303 closed to others\n    prom");
    sandbox.write("m.yaml", format!("{head}{}", indented(&unused, 4)));
    let found = "m.yaml:9:30: warning[CF901] there is nothing to allow here: CF303 found nothing\n";
    assert_eq!(concise(&sandbox, "m.yaml"), (1, found.to_owned()));
    sandbox.run("lint m.yaml --fix").success().stdout("1 file checked, no findings; 1 fixed\n");
    assert_eq!(sandbox.read("m.yaml"), format!("{head}{}", indented(GOOD, 4)).as_bytes());
}

#[test]
fn a_baseline_lets_only_new_findings_through() {
    let sandbox = Sandbox::with([("a/Corefile", &*exposed()), ("b/Corefile", &*logged())]);
    let run = sandbox.run("lint --write-baseline known.json").success().stdout("");
    assert_eq!(run.err(), format!("{TARGET}baseline: 3 findings in known.json\n"));
    let written = sandbox.read("known.json");
    let known = "2 files checked, no findings; 3 known from the baseline\n";
    sandbox.run("lint --baseline known.json --fail-on info").success().stdout(known);
    // Other lines above, another indentation.
    sandbox.write("a/Corefile", format!("# one\n# two\n{}", exposed().replace("    prom", "  prom")));
    sandbox.run("lint --baseline known.json --fail-on info").success().stdout(known);
    sandbox.run("lint --write-baseline again.json").success();
    assert_eq!(sandbox.read("again.json"), written);
    // A second one of the same kind is new, and so is the same in another file.
    sandbox.write("a/Corefile", exposed() + &exposed().replace(".:", "mesh:"));
    sandbox.write("c/Corefile", exposed());
    let run = sandbox.run("lint --baseline known.json -o concise --select CF303").code(1);
    assert_eq!(run.out(), format!("a/Corefile:10:16: {METRICS}c/Corefile:4:16: {METRICS}"));
    // An unreadable file is none that is known.
    sandbox.run("lint a/Corefile gone --write-baseline more.json").code(2);
    sandbox.run("lint a/Corefile gone --baseline known.json").code(2);
}

#[test]
fn mends_are_made_in_place() {
    let sandbox = Sandbox::with([("t", &*mendable()), ("folder/real", &*mendable()), ("good", GOOD)]);
    fs::set_permissions(sandbox.path("t"), Permissions::from_mode(0o640)).unwrap();
    symlink("folder/real", sandbox.path("link")).unwrap();
    let inode = fs::metadata(sandbox.path("good")).unwrap().ino();
    let run = sandbox.run("lint t link good --fix -o concise").success();
    // The link's file is called by the name that was given.
    assert_eq!(run.out(), format!("link:2:5: {HIDDEN}t:2:5: {HIDDEN}"));
    assert_eq!(fs::metadata(sandbox.path("t")).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(fs::symlink_metadata(sandbox.path("link")).unwrap().is_symlink());
    for name in ["t", "folder/real"] {
        assert_eq!(String::from_utf8(sandbox.read(name)).unwrap(), mended(), "{name}");
    }
    // What has nothing to mend is not touched, and neither is anything in the next run.
    let inodes = |names: &[&str]| -> Vec<u64> {
        names.iter().map(|name| fs::metadata(sandbox.path(name)).unwrap().ino()).collect()
    };
    assert_eq!(inodes(&["good"]), [inode]);
    let before = inodes(&["t", "folder/real", "good"]);
    let run = sandbox.run("lint t link good --fix").success();
    assert!(run.out().ends_with("\n3 files checked, 2 findings (2 info)\n"), "{}", run.out());
    assert_eq!(inodes(&["t", "folder/real", "good"]), before);
    assert_eq!(sandbox.names(), ["folder", "good", "link", "t"], "no temporary file is left");
}

#[test]
fn only_what_is_shown_is_mended() {
    let sandbox = Sandbox::with([("t", &*mendable())]);
    for arguments in ["--show warning", "--select CF303", "--ignore CF210"] {
        sandbox.run(&format!("lint t --fix {arguments}")).success();
        assert_eq!(sandbox.read("t"), mendable().as_bytes(), "{arguments}");
    }
}

#[test]
fn a_file_that_cannot_be_written_loses_nothing() {
    let sandbox = Sandbox::with([("closed/t", &*mendable()), ("open/t", &*mendable())]);
    let mode = |name: &str, mode| fs::set_permissions(sandbox.path(name), Permissions::from_mode(mode)).unwrap();
    let arguments = ["lint", "closed/t", "open/t", "--fix", "-o", "concise"];
    mode("closed", 0o555);
    let run = if fs::metadata(sandbox.folder()).unwrap().uid() == 0 {
        // Root may write everything, so somebody else has to try.
        mode(".", 0o755);
        mode("open", 0o777);
        let nobody = |arguments: &[&str]| {
            let mut command = sandbox.tool("setpriv");
            command.args(["--reuid", "65534", "--regid", "65534", "--clear-groups"]).arg(binary());
            command.args(arguments).output()
        };
        if !nobody(&["version"]).is_ok_and(|run| run.status.success()) {
            eprintln!("not checked: root writes every file and cannot become somebody else here");
            return;
        }
        Assert::new(nobody(&arguments).unwrap())
    } else {
        sandbox.command().args(arguments).assert()
    };
    let error = "error: create a temporary file for closed/t: permission denied\n";
    assert_eq!(run.err(), format!("{TARGET}{error}"));
    // The other file is mended all the same, and what is left is said.
    let left = "closed/t:4:9: info[CF210] without `match` nothing falls through\n";
    run.code(2).stdout(format!("closed/t:2:5: {HIDDEN}{left}open/t:2:5: {HIDDEN}"));
    assert_eq!(sandbox.read("closed/t"), mendable().as_bytes());
    assert_eq!(sandbox.read("open/t"), mended().as_bytes());
    mode("closed", 0o755);
}

#[test]
fn a_difference_changes_nothing() {
    let difference = |name: &str| {
        format!(
            "--- {name}\n+++ {name}\n@@ -1,7 +1,6 @@\n .:{{{{ .CoreDNSPort }}}} {{\n     template IN AAAA . {{\n         \
             rcode NOERROR\n-        fallthrough\n     }}\n     forward . 127.0.0.1:{{{{ .EnvoyDNSPort }}}}\n     \
             alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n"
        )
    };
    let sandbox = Sandbox::with([("t", &*mendable()), ("good", GOOD)]);
    sandbox.run("lint t good --diff").code(1).stdout(difference("t"));
    sandbox.run("lint t good --diff --exit-zero").code(0).stdout(difference("t"));
    sandbox.run("lint t missing --diff").code(2).stdout(difference("t"));
    sandbox.run("lint good --diff").code(0).stdout("");
    // Nothing of it can be mended, so there is no difference.
    sandbox.write("bad", exposed());
    sandbox.run("lint bad --diff").code(0).stdout("");
    assert_eq!(sandbox.read("t"), mendable().as_bytes());
    let mut command = sandbox.command();
    command.args(["lint", "-", "--diff"]).write_stdin(mendable()).assert().code(1).stdout(difference("<stdin>"));
    let coloured = sandbox.run("lint t --diff --color always").code(1).out();
    assert!(coloured.contains("\u{1b}[31m-        fallthrough\u{1b}[0m\n"), "{coloured:?}");
    // Standard input cannot be written.
    let mut command = sandbox.command();
    let run = command.args(["lint", "-", "--fix", "-o", "concise"]).write_stdin(mendable()).assert().code(2);
    assert!(run.err().ends_with("error: standard input cannot be mended in place: --diff shows the mends\n"));
    assert!(run.out().contains("CF210"));
}

#[test]
fn mends_keep_to_their_block_scalar() {
    let head = "# first\nkind: ConfigMap\nmetadata:\n    name: x\ndata:\n    corefile: |\n";
    let tail = "    other: 'stays'\n---\n# behind\nkind: Other\n";
    let file = |text: &str| format!("{head}{}{tail}", indented(text, 6));
    let sandbox = Sandbox::with([("m.yaml", &*file(&mendable()))]);
    let run = sandbox.run("lint m.yaml --fix -o concise").success();
    assert_eq!(run.out(), format!("m.yaml:8:11: {HIDDEN}"));
    assert_eq!(String::from_utf8(sandbox.read("m.yaml")).unwrap(), file(&mended()));
    // Where a value is quoted, a mend is not offered.
    let quoted = format!("kind: ConfigMap\ndata: {{corefile: {}}}\n", serde_json::to_string(&mendable()).unwrap());
    sandbox.write("q.yaml", &quoted);
    let run = sandbox.run("lint q.yaml --fix -o concise").success();
    assert!(run.out().contains("info[CF210]"), "{}", run.out());
    assert_eq!(sandbox.read("q.yaml"), quoted.as_bytes());
}
