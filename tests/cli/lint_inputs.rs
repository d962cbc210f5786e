//! Which files `lint` reads, where in them it finds templates, and for which data planes it looks at them.

use std::os::unix::fs::symlink;

use serde_json::{Value, json};

use crate::harness::{Said, Sandbox};
use crate::lint::{GOOD, TARGET, concise, exposed, indented};

const METRICS: &str = "warning[CF303] the metrics can be read from outside the data plane\n";

/// A file with the metrics for everybody at each of the places.
fn found(places: &[&str]) -> String {
    places.iter().map(|place| format!("{place}: {METRICS}")).collect()
}

#[test]
fn names_count_in_folders() {
    let bad = exposed();
    let files = [
        "Corefile",
        "a/b/c/corefile.tmpl",
        "a/my.COREFILE.tmpl",
        "a/x.tmpl",
        "a/README.md",
        "a/Corefile.md",
        "a/corefile.go",
        "a/Corefile~",
        ".hidden/Corefile",
        "a/.Corefile",
        "out/Corefile",
        "a/out/Corefile",
        "a/skipped.corefile",
        "a/t.TPL",
    ];
    let sandbox = Sandbox::with(files.map(|name| (name, &*bad)));
    sandbox.write(".gitignore", "/out\n");
    sandbox.write("a/.ignore", "skipped.*\n");
    let places = |names: &[&str]| names.iter().map(|name| format!("{name}:4:16: {METRICS}")).collect::<String>();
    let usual = ["Corefile", "a/b/c/corefile.tmpl", "a/my.COREFILE.tmpl", "a/out/Corefile"];
    assert_eq!(concise(&sandbox, ""), (1, places(&usual)));
    assert_eq!(concise(&sandbox, "."), (1, places(&usual)));
    let more = ["Corefile", "a/b/c/corefile.tmpl", "a/my.COREFILE.tmpl", "a/out/Corefile", "a/t.TPL", "a/x.tmpl"];
    assert_eq!(concise(&sandbox, "--extension tmpl,.TPL"), (1, places(&more)));
    assert_eq!(concise(&sandbox, "--extension tmpl --extension TPL"), (1, places(&more)));
    // Whoever names a file wants it, whatever it is called and wherever it is; each is linted once.
    let named = "a/README.md out/Corefile .hidden a/README.md ./a/../a/README.md";
    assert_eq!(concise(&sandbox, named), (1, places(&[".hidden/Corefile", "a/README.md", "out/Corefile"])));
    assert_eq!(concise(&sandbox, "a a/b a/b/c/corefile.tmpl"), (1, places(&usual[1..])));
}

#[test]
fn the_places_are_those_of_the_yaml_file() {
    let bad = exposed();
    let quoted = serde_json::to_string(&bad).unwrap();
    let map =
        |style: &str, indent: usize| format!("kind: ConfigMap\ndata:\n  corefile: {style}\n{}", indented(&bad, indent));
    let sandbox = Sandbox::with([
        // Four lines and six columns further than in the template itself.
        ("literal.yaml", &*map("|", 4)),
        ("deep.yaml", &map("|2-", 4)),
        ("crlf.yaml", &map("|", 4).replace('\n', "\r\n")),
        ("bom.yaml", &format!("\u{feff}# \u{e9}\n{}", map("|", 3))),
        ("quoted.yaml", &format!("kind: ConfigMap\ndata: {{\u{e9}: \"\", corefile: {quoted}}}\n")),
        (
            "anchor.yaml",
            &format!("text: &t |\n{}kind: ConfigMap\ndata: {{corefile: *t, again.corefile: *t}}\n", indented(&bad, 1)),
        ),
        (
            "helm.yaml",
            &format!(
                "controlPlane:\n  extraConfigMaps:\n    - name: x\n      values:\n        corefile: |\n{}",
                indented(&bad, 10)
            ),
        ),
        (
            "kong.yaml",
            &format!(
                "kuma:\n  controlPlane:\n    extraConfigMaps:\n    - name: x\n      values:\n        corefile: |\n{}",
                indented(&bad, 10)
            ),
        ),
        ("map.json", &json!({"kind": "ConfigMap", "data": {"corefile": bad}}).to_string()),
        ("several.yaml", &format!("kind: Pod\n---\n{}---\n# empty\n---\n{}", map("|", 4), map("|+", 5))),
    ]);
    let column = |name: &str| {
        let text = String::from_utf8(sandbox.read(name)).unwrap();
        let line = text.lines().position(|line| line.contains("prometheus :")).unwrap();
        let column = text.lines().nth(line).unwrap().split(":{{ .Prom").next().unwrap().chars().count();
        format!("{name}:{}:{}", line + 1, column + 1)
    };
    assert_eq!(column("literal.yaml"), "literal.yaml:7:20");
    assert_eq!(column("helm.yaml"), "helm.yaml:9:26");
    for name in
        ["literal.yaml", "crlf.yaml", "bom.yaml", "quoted.yaml", "anchor.yaml", "helm.yaml", "kong.yaml", "map.json"]
    {
        let place = column(name);
        assert_eq!(concise(&sandbox, name), (1, found(&[&place])), "{name}");
    }
    // The indentation that is not the scalar's belongs to the template.
    assert_eq!(concise(&sandbox, "deep.yaml"), (1, found(&["deep.yaml:7:20"])));
    assert_eq!(concise(&sandbox, "several.yaml"), (1, found(&["several.yaml:9:20", "several.yaml:21:21"])));
    let run = sandbox.run("lint kong.yaml").code(1);
    assert!(run.out().contains("  = note: in extraConfigMaps x, key corefile\n"), "{}", run.out());
    let json: Value = serde_json::from_str(&sandbox.run("lint several.yaml -o json").out()).unwrap();
    for finding in json["findings"].as_array().unwrap() {
        let offset = |end: &str| usize::try_from(finding["range"][end]["offset"].as_u64().unwrap()).unwrap();
        let text = sandbox.read("several.yaml");
        assert_eq!(&text[offset("start")..offset("end")], b":{{ .PrometheusPort }}");
    }
}

#[test]
fn what_is_no_template_in_yaml() {
    let chart = "kind: ConfigMap\ndata:\n  corefile: |\n    {{ .Values.corefile | nindent 4 }}\n    errors\n";
    let map = format!(
        "kind: ConfigMap\nmetadata: {{namespace: kube-system}}\ndata:\n  Corefile: |\n{}",
        indented(&exposed(), 4)
    );
    let sandbox = Sandbox::with([
        ("chart.yaml", chart),
        ("cluster.yaml", &*map),
        ("broken.yaml", "kind: ConfigMap\ndata: {corefile: \"x\n"),
        ("other.yaml", "kind: ConfigMap\n\tdata: x\n"),
        ("plain.yaml", "ConfigMap: x\n"),
        ("latin.yaml", "x"),
    ]);
    sandbox.write("latin.yaml", b"kind: ConfigMap\ndata:\n  corefile: \xe9\n");
    let run = sandbox.run("lint -o concise").code(2);
    let latin = "latin.yaml:3:13: error[CF903] not readable as YAML: the text is not UTF-8\n";
    let out = run.out();
    assert!(out.starts_with("broken.yaml:") && out.ends_with(latin) && out.lines().count() == 2, "{out}");
    let human = sandbox.run("lint").code(2).out();
    let last = "0 files checked, 2 findings (2 errors); skipped: chart.yaml (the template of a Helm chart: lint what `helm \
                template` makes of it), other.yaml (not readable as YAML: while scanning a plain scalar, found a tab)\n";
    assert!(human.ends_with(&format!("\n{last}")), "{human}");
    let message = "error[CF903] the template of a Helm chart: lint what `helm template` makes of it\n";
    assert_eq!(concise(&sandbox, "chart.yaml"), (2, format!("chart.yaml:4:5: {message}")));
    assert_eq!(concise(&sandbox, "cluster.yaml"), (1, found(&["cluster.yaml:8:20"])));
}

#[test]
fn broken_files_do_not_stop_the_others() {
    let sandbox = Sandbox::new();
    for number in 0..300 {
        let name = format!("f/{number:03}");
        match number % 10 {
            0 => sandbox.write(format!("{name}.yaml"), "kind: ConfigMap\ndata: {corefile: [\n"),
            1 => sandbox.write(format!("{name}.corefile"), exposed()),
            2 => sandbox.write(format!("{name}.yaml"), "kind: ConfigMap\n\tx\n"),
            3 => symlink("nowhere", sandbox.path(format!("{name}.corefile"))).unwrap(),
            4 => sandbox.write(format!("{name}.corefile"), b"\xff\x00 {\n"),
            _ => sandbox.write(format!("{name}.corefile"), GOOD),
        }
    }
    symlink("..", sandbox.path("f/loop.corefile")).unwrap();
    symlink("x", sandbox.path("x")).unwrap();
    let pipe = sandbox.tool("mkfifo").arg("f/pipe.corefile").assert();
    pipe.success();
    let run = sandbox.run("lint").code(2);
    let out = run.out();
    let tabs = ["002", "012", "022", "032", "042"]
        .map(|number| format!("f/{number}.yaml (not readable as YAML: while scanning a plain scalar, found a tab)"));
    let last = format!(
        "\n210 files checked, 90 findings (60 errors, 30 warnings); skipped: {} and 57 more\n",
        tabs.join(", ")
    );
    assert!(out.ends_with(&last), "{out}");
    assert_eq!(out.matches("warning[CF303]").count(), 30);
    assert_eq!(out.matches("error[CF903]: not readable as YAML").count(), 30);
    let json: Value = serde_json::from_str(&sandbox.run("lint -o json").out()).unwrap();
    assert_eq!(json["summary"]["filesChecked"], 210);
    let skipped = json["summary"]["skipped"].as_array().unwrap();
    let because = |reason: &str| skipped.iter().filter(|skipped| skipped["reason"] == reason).count();
    assert_eq!((because("a symbolic link"), because("no regular file"), skipped.len()), (31, 1, 62));
    assert_eq!(json["summary"]["filesWithFindings"], 90);
    // As often as one likes, the report is the same.
    assert_eq!(sandbox.run("lint").out(), out);
    let named = sandbox.run("lint x -o concise").code(2);
    assert_eq!(named.out(), "x:1:1: error[CF903] open x: too many levels of symbolic links\n");
}

#[test]
fn findings_hold_somewhere() {
    let empty = GOOD.replace("    errors", "    errors {{ .CoreDNSEmptyPort }}");
    let sandbox = Sandbox::with([("t", &*empty), ("good", GOOD)]);
    let field = "t:5:15: error[CF003] the field CoreDNSEmptyPort exists in 2.7 and earlier only";
    let refused = "t:5:12: error[CF103] errors does not take this value";
    for (arguments, out) in [
        ("", format!("{refused} (on 2.7)\n{field} (on 2.8\u{2013}2.14)\n")),
        ("--mesh-version 2.7", format!("{refused}\n")),
        ("--mesh-version 2.7.3", format!("{refused}\n")),
        ("--mesh-version 2.8", format!("{field}\n")),
        ("--platform universal", format!("{refused} (on 2.7)\n{field} (on 2.8\u{2013}2.14)\n")),
    ] {
        assert_eq!(concise(&sandbox, &format!("t {arguments}")), (1, out), "{arguments}");
    }
    let ignored = "good:1:1: error[CF401] no Corefile is used: the DNS proxy embedded in kuma-dp answers\n";
    let kubernetes = "good --platform kubernetes --mesh-version";
    assert_eq!(concise(&sandbox, &format!("{kubernetes} 2.11")), (1, ignored.to_owned()));
    assert_eq!(concise(&sandbox, &format!("{kubernetes} 2.10")), (0, String::new()));
    assert_eq!(concise(&sandbox, &format!("{kubernetes} 2.11 --embedded-dns cp-off")), (0, String::new()));
}

#[test]
fn a_default_is_judged_on_its_own_era() {
    let sandbox = Sandbox::new();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/corefile");
    for era in ["2.6", "2.8", "2.11"] {
        sandbox.write("t", std::fs::read(folder.join(format!("{era}.tmpl"))).unwrap());
        let unreachable = "t:11:1: info[CF219] nothing sends queries to this server block\n";
        let expected = if era == "2.6" { unreachable } else { "" };
        assert_eq!(concise(&sandbox, "t"), (0, expected.to_owned()), "{era}");
    }
    // Where somebody has chosen, that is what counts.
    sandbox.write("t", std::fs::read(folder.join("2.6.tmpl")).unwrap());
    let field = "t:11:6: error[CF003] the field CoreDNSEmptyPort exists in 2.7 and earlier only\n";
    assert_eq!(concise(&sandbox, "t --mesh-version 2.8"), (1, field.to_owned()));
}

#[test]
fn what_an_input_is() {
    let finished = ".:15053 {\n    forward . 127.0.0.1:15054\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . \
                    /etc/resolv.conf\n    template IN A corp.example {\n        answer \"{{ .Name }} 60 IN A 10.0.0.1\"\n    \
                    }\n    prometheus localhost:19153\n    errors\n}\n";
    let sandbox = Sandbox::with([("t", finished), ("good", GOOD)]);
    let pinned = "--mesh-version 2.10 --platform universal";
    let order = "t:4:14: info[CF212] this template is asked before the forward above it\n";
    assert_eq!(concise(&sandbox, &format!("t {pinned}")), (0, order.to_owned()));
    assert_eq!(concise(&sandbox, &format!("t {pinned} --as corefile")), (0, order.to_owned()));
    let (code, out) = concise(&sandbox, &format!("t {pinned} --as template --select CF0"));
    assert!(code == 1 && out.contains("t:5:20: error[CF004] "), "{out}");
    let (code, out) = concise(&sandbox, "good --as corefile");
    assert!(code == 1 && out.starts_with("good:1:19: error[CF104] "), "{out}");
    sandbox.run("lint t --as caddyfile").refuses("[possible values: auto, template, corefile]");
}

#[test]
fn the_layers_are_linted_too() {
    let sandbox = Sandbox::with([("dp", &*exposed()), ("cp", &exposed()), ("Corefile", &exposed())]);
    let run = sandbox.run("lint -o concise --dp-template dp --cp-template cp");
    // They are all there is to lint, so the folder is not walked.
    assert_eq!((run.out(), run.err()), (found(&["cp:4:16", "dp:4:16"]), TARGET.to_owned()));
    let run = sandbox.run("lint -o concise --dp-template gone").code(2);
    assert_eq!(run.out(), "gone:1:1: error[CF903] open gone: no such file or directory\n");
}
