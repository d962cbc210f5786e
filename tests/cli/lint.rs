//! `lint` as users meet it: exit codes, formats, thresholds, colour and what a reader of its output can rely on.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Stdio;

use assert_cmd::assert::Assert;
use serde_json::Value;

use crate::harness::{Said, Sandbox, binary};

/// What lint finds nothing in, on any release and platform.
pub const GOOD: &str = "\
.:{{ .CoreDNSPort }} {
    forward . 127.0.0.1:{{ .EnvoyDNSPort }}
    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf
    prometheus localhost:{{ .PrometheusPort }}
    errors
}
";

/// The line of the findings that most tests want.
const METRICS: &str = "4:16: warning[CF303] the metrics can be read from outside the data plane\n";

/// The line on standard error where nothing is pinned.
pub const TARGET: &str = "target: 2.7 to 2.14 (default), universal and kubernetes (default)\n";

/// The same with metrics for everybody: CF303, a warning, at 4:16.
pub fn exposed() -> String {
    GOOD.replace("localhost:", ":")
}

/// The same with a query log besides: CF305, for information, at 6:5.
pub fn logged() -> String {
    exposed().replace("}\n}", "}}\n}").replace("    errors\n", "    errors\n    log\n")
}

/// Exit code and standard output of `lint -o concise`.
pub fn concise(sandbox: &Sandbox, arguments: &str) -> (i32, String) {
    let run = sandbox.run(&format!("lint -o concise {arguments}"));
    (run.get_output().status.code().unwrap(), run.out())
}

/// With standard input.
fn piped(sandbox: &Sandbox, arguments: &str, text: &str) -> Assert {
    sandbox.command().args(arguments.split_whitespace()).write_stdin(text).assert()
}

#[test]
fn exit_codes() {
    let sandbox = Sandbox::with([("good", GOOD), ("bad", &exposed()), ("n.yaml", "x: 1\n"), ("empty/x", "")]);
    for (arguments, code, out) in [
        ("good", 0, ""),
        ("bad", 1, &*format!("bad:{METRICS}")),
        ("bad --exit-zero", 0, &format!("bad:{METRICS}")),
        ("good bad good", 1, &format!("bad:{METRICS}")),
        ("missing", 2, "missing:1:1: error[CF903] open missing: no such file or directory\n"),
        // 2 beats 1, nobody hides it, and the others are linted.
        (
            "bad missing --exit-zero",
            2,
            &format!("bad:{METRICS}missing:1:1: error[CF903] open missing: no such file or directory\n"),
        ),
        (
            "n.yaml",
            2,
            "n.yaml:1:1: error[CF903] no Corefile template in it: looked for in the data of ConfigMaps and in \
             controlPlane.extraConfigMaps[].values\n",
        ),
    ] {
        assert_eq!(concise(&sandbox, arguments), (code, out.to_owned()), "{arguments}");
    }
    let run = sandbox.run("lint empty -o concise").code(2).stdout("");
    assert_eq!(
        run.err(),
        format!("{TARGET}error: empty: no Corefile template in it (see docs/inputs.md for what counts)\n")
    );
    let run = sandbox.run("lint good empty").code(2);
    assert_eq!(run.out(), "1 file checked, no findings\n");
    sandbox.run("check bad -o concise").code(1).stdout(format!("bad:{METRICS}"));
}

#[test]
fn a_working_folder_without_templates_is_no_mistake() {
    let sandbox = Sandbox::new();
    let run = sandbox.run("lint").success().stdout("0 files checked, no findings\n");
    let warning = "warning: no Corefile template in the working folder; name one, or a folder\n";
    assert_eq!(run.err(), format!("{TARGET}{warning}"));
    sandbox.write("Corefile", exposed());
    assert_eq!(concise(&sandbox, ""), (1, format!("Corefile:{METRICS}")));
}

#[test]
fn what_may_not_be_read_is_said() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    let sandbox = Sandbox::with([("secret", GOOD), ("bad", &exposed())]);
    let mode = |name: &str, mode| {
        std::fs::set_permissions(sandbox.path(name), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    mode("secret", 0o000);
    let arguments = ["lint", "-o", "concise", "secret", "bad"];
    let run = if std::fs::metadata(sandbox.folder()).unwrap().uid() == 0 {
        // Root may read everything, so somebody else has to try.
        mode(".", 0o755);
        let nobody = |arguments: &[&str]| {
            let mut command = sandbox.tool("setpriv");
            command.args(["--reuid", "65534", "--regid", "65534", "--clear-groups"]).arg(binary());
            command.args(arguments).output()
        };
        if !nobody(&["version"]).is_ok_and(|run| run.status.success()) {
            eprintln!("not checked: root reads every file and cannot become somebody else here");
            return;
        }
        Assert::new(nobody(&arguments).unwrap())
    } else {
        sandbox.command().args(arguments).assert()
    };
    run.code(2).stdout(format!("bad:{METRICS}secret:1:1: error[CF903] open secret: permission denied\n"));
}

#[test]
fn mistakes_in_flags_and_pins_have_a_suggestion() {
    let sandbox = Sandbox::with([("good", GOOD), ("v2", "{\"version\": 2, \"findings\": []}")]);
    for (arguments, message) in [
        (
            "--ignore outside-unreachible",
            "error: \"outside-unreachible\" is no rule, name of a rule or beginning of a code: did you mean \
             outside-unreachable?\n",
        ),
        ("--select CF999", "error: \"CF999\" is no rule, name of a rule or beginning of a code\n"),
        ("--select CF2,cf3", "error: \"cf3\" is no rule, name of a rule or beginning of a code\n"),
        ("--baseline gone", "error: the baseline cannot be read: open gone: no such file or directory\n"),
        ("--baseline v2", "error: v2:1:1: not a baseline: its version is 2, this program reads 1\n"),
        ("--output-template gone", "error: open gone: no such file or directory\n"),
        ("--mesh-version 2.99", "error: Kuma 2.99 is newer than this corefilectl knows: newest known is "),
    ] {
        let run = sandbox.run(&format!("lint good {arguments}")).refuses(message);
        assert!(run.err().starts_with(message), "{arguments}: {}", run.err());
    }
    for (arguments, part) in [
        ("--fail-on warn", "a similar value exists: 'warning'"),
        ("-o jsno", "a similar value exists: 'json'"),
        ("--basline x", "a similar argument exists: '--baseline'"),
        ("--fix --diff", "the argument '--fix' cannot be used with '--diff'"),
        ("--baseline a --write-baseline b", "cannot be used with"),
        ("-o json --output-template x", "cannot be used with"),
    ] {
        sandbox.run(&format!("lint good {arguments}")).refuses(part);
    }
    sandbox.write(".corefilectl.yaml", "rules:\n  CF303: off\n  querylog: off\n");
    let run = sandbox.run("lint good").refuses("error: rules: there is no rule \"querylog\"\n");
    assert!(run.err().contains(".corefilectl.yaml:3:3\n"), "{}", run.err());
    assert!(run.err().ends_with("  = help: did you mean query-log?\n"), "{}", run.err());
    sandbox.write(".corefilectl.yaml", "rules:\n  CF303: of\n");
    sandbox.run("lint good").refuses("did you mean off?");
}

#[test]
fn every_format_can_be_read() {
    let sandbox = Sandbox::with([("a/Corefile", &*exposed()), ("b/Corefile", GOOD)]);
    let run = |format: &str| {
        let run = sandbox.run(&format!("lint -o {format}")).code(1);
        assert_eq!(run.err(), TARGET, "{format}");
        run.out()
    };
    let json = |format: &str| -> Value { serde_json::from_str(&run(format)).unwrap() };
    let (document, sarif, gitlab) = (json("json"), json("sarif"), json("gitlab"));
    assert_eq!(document["version"], 1);
    assert_eq!(document["summary"]["filesChecked"], 2);
    assert_eq!(document["findings"][0]["path"], "a/Corefile");
    assert_eq!(document["findings"].as_array().unwrap().len(), 1);
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!((&result["ruleId"], &result["level"]), (&"CF303".into(), &"warning".into()));
    assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startLine"], 4);
    assert_eq!(gitlab[0]["location"]["path"], "a/Corefile");
    let junit = run("junit");
    let junit = roxmltree::Document::parse(&junit).unwrap();
    let cases = junit.descendants().filter(|node| node.has_tag_name("testcase")).count();
    // A file without findings has a case that passes.
    assert_eq!((junit.root_element().attribute("failures"), cases), (Some("1"), 2));
    assert_eq!(run("concise"), format!("a/Corefile:{METRICS}"));
    let human = "\
warning[CF303]: the metrics can be read from outside the data plane
 --> a/Corefile:4:16
  |
4 |     prometheus :{{ .PrometheusPort }}
  |                ^^^^^^^^^^^^^^^^^^^^^^
  |
  = note: rendered as line 4: prometheus :19153
  = note: they are served without TLS and without a password
  = help: prometheus localhost:{{ .PrometheusPort }}

2 files checked, 1 finding (1 warning)
";
    assert_eq!(run("human"), human);
    let github = run("github");
    assert!(
        github.starts_with("::warning file=a/Corefile,line=4,endLine=4,col=16,endColumn=37,title=CF303 "),
        "{github}"
    );
    sandbox.run_with(&[("GITHUB_ACTIONS", "true")], "lint").code(1).stdout(github.clone());
    sandbox.run_with(&[("GITHUB_ACTIONS", "true")], "lint --no-env").code(1).stdout(github);
    sandbox.run_with(&[("GITHUB_ACTIONS", "true")], "lint -o human").code(1).stdout(human);
    sandbox.run_with(&[("GITHUB_ACTIONS", "1")], "lint").code(1).stdout(human);
}

#[test]
fn templates_of_output_and_files_for_it() {
    let sandbox = Sandbox::with([("bad", &*exposed()), ("broken.j2", "one\n{{ report.findngs }}\n")]);
    for name in ["findings-csv.j2", "findings-markdown.j2"] {
        let example = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
        sandbox.write(name, std::fs::read(example).unwrap());
    }
    let csv = "path,line,column,severity,code,name,message,holds\n\"bad\",4,16,warning,CF303,prometheus-exposed,\
               \"the metrics can be read from outside the data plane\",\"\"\n";
    sandbox.run("lint bad --output-template findings-csv.j2").code(1).stdout(csv);
    let run = sandbox.run("lint bad --output-template findings-csv.j2 --output-file out").code(1);
    run.stdout("");
    assert_eq!(sandbox.read("out"), csv.as_bytes());
    let markdown = sandbox.run("lint bad --output-template findings-markdown.j2").code(1).out();
    assert!(markdown.starts_with("## CoreDNS templates\n\n1 files checked: 0 errors, 1 warnings, 0 worth knowing.\n"));
    assert!(markdown.contains("\n| warning | CF303 prometheus-exposed | bad:4 | the metrics"), "{markdown}");
    sandbox.run("lint bad --output-template broken.j2").refuses("error: broken.j2:2: ");
    // What is there stays as it is where the report cannot be made.
    sandbox.run("lint bad --output-template broken.j2 --output-file out").refuses("broken.j2:2");
    assert_eq!(sandbox.read("out"), csv.as_bytes());
    sandbox.run("lint bad -o concise --color always --output-file out").code(1).stdout("");
    assert_eq!(sandbox.read("out"), format!("bad:{METRICS}").as_bytes());
    sandbox.run("lint bad -o concise --output-file no/where").refuses("no/");
}

#[test]
fn control_characters_reach_nobody() {
    let sandbox = Sandbox::new();
    let name = "Corefile\u{1b}[32m\u{7}\u{9b}1m";
    let text = exposed().replace("errors", "err\u{1b}]0;x\u{7}ors \u{202e}\u{9b}\r \u{0}");
    sandbox.write(name, text);
    sandbox.write("Corefile.good", GOOD.replace("errors", "errors # \u{1b}[31m\n    log\u{7}"));
    for format in ["human", "concise", "json", "sarif", "github", "gitlab", "junit"] {
        for (more, code) in [(&[][..], 1), (&["Corefile\u{1b}[2Jgone"], 2)] {
            let run = sandbox.command().args(["lint", "-o", format, "."]).args(more).assert().code(code);
            assert!(run.out().contains("CF102") && run.err().starts_with("target: "), "{format}: {}", run.out());
            for said in [run.out(), run.err()] {
                let dangerous = |c: &char| c.is_control() && *c != '\n' || *c == '\u{202e}';
                assert_eq!(said.chars().filter(dangerous).collect::<Vec<_>>(), [], "{format} {more:?}: {said:?}");
            }
        }
    }
    sandbox.command().args(["lint", "--select", "CF\u{1b}[2J"]).assert().refuses("error: \"CF\\u{1b}[2J\" is no rule");
}

#[test]
fn colour_where_it_is_wanted() {
    let sandbox = Sandbox::with([("bad", &*exposed())]);
    for (variables, arguments, coloured) in [
        (&[][..], "", false),
        (&[], "--color always", true),
        (&[], "--color never", false),
        (&[("CLICOLOR_FORCE", "1")], "", true),
        (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], "", false),
        (&[("NO_COLOR", "1")], "--color always", true),
        (&[("CLICOLOR_FORCE", "1")], "--color never", false),
        (&[], "--color always -o json", false),
        (&[], "--color always -o github", false),
        (&[], "--color always -o concise", false),
    ] {
        let out = sandbox.run_with(variables, &format!("lint bad {arguments}")).code(1).out();
        assert_eq!(out.contains('\u{1b}'), coloured, "{variables:?} {arguments}: {out}");
        assert!(out.contains("CF303"), "{arguments}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let sandbox = Sandbox::new();
    for number in 0..400 {
        sandbox.write(format!("Corefile.{number:03}"), exposed());
    }
    // The report is more than fits into a pipe, and there are findings: still 0.
    for lines in [0, 1] {
        let mut process = sandbox
            .process("lint --mesh-version 2.14.3 --platform universal")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut reader = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        if lines == 1 {
            reader.read_line(&mut line).unwrap();
            assert_eq!(line, "warning[CF303]: the metrics can be read from outside the data plane\n");
        }
        drop(reader);
        let mut said = String::new();
        process.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!((process.wait().unwrap().code(), said.as_str()), (Some(0), ""));
    }
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let output = sandbox.process("lint Corefile.000").stdout(full).stderr(Stdio::piped()).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        (output.status.code(), &*said),
        (Some(2), &*format!("{TARGET}error: standard output: no space left on device\n"))
    );
}

#[test]
fn thresholds() {
    let sandbox = Sandbox::with([("t", &*logged())]);
    let warning = format!("t:{METRICS}");
    let info = "t:6:5: info[CF305] queries are logged although nobody asked for it (where CoreDNSLogging=false)\n";
    let both = format!("{warning}{info}");
    for (arguments, code, out) in [
        ("", 1, &*both),
        ("--fail-on error", 0, &both),
        ("--fail-on info", 1, &both),
        ("--show warning", 1, &warning),
        // What is not shown fails all the same.
        ("--show error", 1, ""),
        ("--show warning --fail-on info --ignore CF303", 1, ""),
        ("--show error --fail-on error", 0, ""),
        ("--select CF303", 1, &warning),
        ("--select CF30", 1, &both),
        ("--select prometheus-exposed", 1, &warning),
        ("--select CF2", 0, ""),
        ("--select ALL --ignore CF30", 0, ""),
        ("--ignore CF3", 0, ""),
        ("--ignore CF3 --select CF305", 0, info),
        ("--ignore query-log,prometheus-exposed", 0, ""),
        ("--ignore CF303 --ignore CF305", 0, ""),
    ] {
        assert_eq!(concise(&sandbox, &format!("t {arguments}")), (code, out.to_owned()), "{arguments}");
    }
}

#[test]
fn standard_input_has_a_name() {
    let sandbox = Sandbox::with([("good", GOOD)]);
    piped(&sandbox, "lint - -o concise", &exposed()).code(1).stdout(format!("<stdin>:{METRICS}"));
    piped(&sandbox, "lint - good - -o concise", &exposed()).code(1).stdout(format!("<stdin>:{METRICS}"));
    piped(&sandbox, "lint -", GOOD).success().stdout("1 file checked, no findings\n");
    let map =
        format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: x}}\ndata:\n  k: |\n{}", indented(&exposed(), 4));
    piped(&sandbox, "lint - -o concise", &map).code(1).stdout(format!("<stdin>:9:20{}", &METRICS[4..]));
}

/// Each line moved to the right.
pub fn indented(text: &str, columns: usize) -> String {
    text.lines().map(|line| format!("{:columns$}{line}\n", "")).collect()
}

/// An input that cannot be read stops nothing else, and is told in every way to use the command.
#[test]
fn unreadable_inputs_are_told_and_stop_nothing() {
    let sandbox = Sandbox::with([("good", GOOD)]);
    let gone = "gone:1:1: error[CF903] open gone: no such file or directory\n";
    sandbox.run("lint good gone -o concise").code(2).stdout(gone);
    let sarif: Value = serde_json::from_str(&sandbox.run("lint good gone -o sarif").code(2).out()).unwrap();
    assert_eq!(sarif["runs"][0]["invocations"][0]["executionSuccessful"], false);
    let told = "error: open gone: no such file or directory\n --> gone:1:1\n";
    for arguments in ["--diff", "--write-baseline known.json"] {
        let run = sandbox.run(&format!("lint good gone {arguments}")).code(2);
        assert!(run.err().contains(told), "{}", run.err());
    }
    assert!(!String::from_utf8(sandbox.read("known.json")).unwrap().contains("CF903"));
    sandbox.run("lint good gone --baseline known.json -o concise").code(2).stdout(gone);
    let mut command = sandbox.command();
    let run = command.args(["lint", "-", "good", "gone", "-o", "concise"]).write_stdin(vec![b'x'; 5 << 20]).assert();
    let stdin = "<stdin>:1:1: error[CF903] <stdin>: more than 4194304 bytes; --max-template raises the limit\n";
    assert_eq!((run.get_output().status.code(), run.out()), (Some(2), format!("{stdin}{gone}")));
}
