//! `corefilectl diff`: what stands on the two sides, what is told of them, and the exit codes.

use predicates::prelude::*;
use serde_json::Value;

use crate::harness::{Said as _, Sandbox};

const PAGE: &str = include_str!("../../examples/kong-mesh-page.tmpl");
const CONFIG_MAP: &str = include_str!("../../examples/configmap.yaml");
const ON: &str = "--mesh-version 2.7 --platform universal";
const DEFAULT: &str = "<default of 2.7.29>";

fn sandbox() -> Sandbox {
    Sandbox::with([("page.tmpl", PAGE), ("cm.yaml", CONFIG_MAP), ("a.corefile", FINISHED)])
}

const FINISHED: &str = ".:15053 {\n    errors\n    forward . 127.0.0.1:15054\n}\n";

fn json(sandbox: &Sandbox, arguments: &str) -> Value {
    serde_json::from_str(&sandbox.run(&format!("diff {arguments} -o json")).success().out()).unwrap()
}

/// Two files with these texts, held against each other.
fn told(old: &str, new: &str) -> String {
    Sandbox::with([("old", old), ("new", new)]).run(&format!("diff old new {ON}")).success().out()
}

#[test]
fn a_template_and_its_default() {
    let expected = "--- <default of 2.7.29> on 2.7.29, universal\n+++ page.tmpl on 2.7.29, universal\n\n  server block \
                    .:15053\n+   template IN AAAA .   page.tmpl:3:5\n+     rcode NOERROR\n+     fallthrough\n\n1 difference: \
                    1 added\n";
    sandbox().run(&format!("diff page.tmpl {ON}")).quietly().prints(expected);
    // The template that wins is the new side, too.
    sandbox().run(&format!("diff --cp-template page.tmpl {ON}")).quietly().prints(expected);
    sandbox().run(&format!("diff --dp-template page.tmpl {ON}")).quietly().prints(expected);
    let variables = [("KUMA_DNS_CORE_DNS_CONFIG_TEMPLATE_PATH", "page.tmpl")];
    sandbox().run_with(&variables, &format!("diff {ON}")).quietly().prints(expected);
    sandbox().run_with(&variables, &format!("diff {ON} --no-env")).refuses("nothing to compare");
}

#[test]
fn two_targets() {
    let run = |arguments: &str| sandbox().run(&format!("diff {arguments}")).quietly().out();
    let empty_block = run(&format!("{ON} --to-mesh-version 2.8"));
    assert!(empty_block.contains("- server block .:15055   <default of 2.7.29>:11:1\n"), "{empty_block}");
    assert!(empty_block.ends_with("1 difference: 1 removed\n"), "{empty_block}");
    let platforms = run(&format!("{ON} --to-platform kubernetes"));
    for part in [
        "--- <default of 2.7.29> on 2.7.29, universal\n+++ <default of 2.7.29> on 2.7.29, kubernetes\n",
        "      upstreams: 127.0.0.1:15054 -> 127.0.0.1:15055\n",
        "~ server block .:15055 -> .:15054   <default of 2.7.29>:11:1\n",
        "2 differences: 2 changed\n",
    ] {
        assert!(platforms.contains(part), "{part} in {platforms}");
    }
    let logging = run(&format!("{ON} --to-set dns-enable-logging=true"));
    assert!(logging.ends_with("2 differences: 2 added\n"), "{logging}");
    // The same template on both targets, and different ones.
    let page = run(&format!("page.tmpl {ON} --to-set --dns-envoy-port=1"));
    assert!(page.contains("page.tmpl:8:5\n      upstreams: 127.0.0.1:15054 -> 127.0.0.1:1\n"), "{page}");
    let both = run(&format!("page.tmpl cm.yaml {ON} --to-mesh-version 2.8"));
    assert!(
        both.contains("+++ cm.yaml (ConfigMap kuma-system/corefile-template, key corefile-template) on 2.8.8"),
        "{both}"
    );
}

#[test]
fn places_are_those_of_the_file() {
    let document = json(&sandbox(), &format!("a.corefile cm.yaml {ON}"));
    let directives = document["blocks"][0]["directives"].as_array().unwrap();
    let added = directives.iter().find(|directive| directive["name"] == "template").unwrap();
    assert_eq!((&added["new"]["line"], &added["new"]["column"]), (&10.into(), &9.into()));
    assert_eq!(CONFIG_MAP.lines().nth(9).unwrap(), "        template IN AAAA . {");
}

#[test]
fn what_a_cluster_runs() {
    let rendered = sandbox().run(&format!("render {ON} --cp-template page.tmpl")).out();
    let diff = |text: &str, arguments: &str| {
        let sandbox = sandbox();
        sandbox.command().args(["diff"]).args(arguments.split_whitespace()).write_stdin(text).assert()
    };
    for arguments in ["- page.tmpl", "--running - page.tmpl", "--running - --cp-template page.tmpl"] {
        let same = diff(&rendered, &format!("{arguments} {ON} --exit-code"));
        same.prints("").saying("no difference: the texts are the same\n");
        let older = rendered.replace("NOTIMP,FORMERR,", "");
        let differs = diff(&older, &format!("{arguments} {ON} --exit-code")).code(1).out();
        assert!(differs.starts_with("--- <stdin>, a finished Corefile\n+++ page.tmpl on "), "{differs}");
        let part = "      rcodes: NXDOMAIN,SERVFAIL,REFUSED -> NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED (NOTIMP, FORMERR \
                    added)\n";
        assert!(differs.contains(part), "{differs}");
        assert!(differs.contains("<stdin>:12:5 -> page.tmpl:12:5"), "{differs}");
    }
    // Without a file the default is rendered.
    diff(&rendered, &format!("--running - {ON}")).success().stdout(predicate::str::contains("-   template IN AAAA ."));
    // Actions of CoreDNS's own templates are none of kuma-dp's in what runs.
    let own = "{$X}:53 {\n    template IN A x {\n        answer \"{{ .Name }} A 1.1.1.1\"\n    }\n}\n";
    diff(own, &format!("--running - page.tmpl {ON}")).success();
}

#[test]
fn layout_makes_no_difference() {
    let spaced = format!("# what it is for\n{}", FINISHED.replace("    ", "\t").replace("errors", "errors # all"));
    let sandbox = Sandbox::with([("old", FINISHED), ("new", &spaced), ("port", &FINISHED.replace(".:", "dns://.:"))]);
    sandbox
        .run(&format!("diff old new {ON} --exit-code"))
        .prints("")
        .saying("no difference: the words are the same, comments and layout are not (-o unified shows them)\n");
    sandbox.run(&format!("diff old port {ON} --exit-code")).prints("").saying("CoreDNS reads the same");
    sandbox.run(&format!("diff old new {ON} --exit-code -o unified")).code(1);
    let document = json(&sandbox, &format!("old new {ON}"));
    assert_eq!((&document["differs"], &document["texts"]), (&false.into(), &"same-words".into()));
}

#[test]
fn moves_count_where_the_order_does() {
    let idle = told(FINISHED, ".:15053 {\n    forward . 127.0.0.1:15054\n    errors\n}\n");
    assert!(idle.contains("moved, without effect"), "{idle}");
    assert!(idle.ends_with("no difference for CoreDNS; 1 without effect\n"), "{idle}");
    let [one, other] = ["a", "b"].map(|zone| format!("template IN A {zone} {{\n rcode REFUSED\n}}\n"));
    let sandbox = Sandbox::with([
        ("old", &*format!(".:1 {{\n{one}{other}}}\n")),
        ("new", &*format!(".:1 {{\n{other}{one}}}\n")),
        ("idle", ".:1 {\n errors\n log\n}\n"),
        ("idle2", ".:1 {\n log\n errors\n}\n"),
    ]);
    let order = sandbox.run(&format!("diff old new {ON} --exit-code")).code(1).out();
    assert!(order.contains("moved: among template directives the order counts"), "{order}");
    sandbox.run(&format!("diff idle idle2 {ON} --exit-code")).success();
    sandbox.run(&format!("diff idle idle2 {ON} --exit-code -o unified")).code(1);
}

#[test]
fn changes_are_told_by_argument_and_option() {
    let with = |forward: &str| format!(".:53 {{\n    forward {forward}\n}}\n");
    for (old, new, part) in [
        (". 10.0.0.1", ". 10.0.0.1 10.0.0.2", "      upstreams: 10.0.0.1 -> 10.0.0.1 10.0.0.2\n"),
        (". 10.0.0.1", "corp 10.0.0.1", "      zone: . -> corp\n"),
        (". a {\n policy random\n}", ". a {\n policy sequential\n}", "-     policy random\n+     policy sequential\n"),
        (". a", ". a {\n max_fails 0\n}", "+     max_fails 0\n"),
        (
            ". a {\n max_fails 0\n policy random\n}",
            ". a {\n policy random\n max_fails 0\n}",
            "options in another order",
        ),
        (". a {\n}", ". a", "braces or line breaks"),
    ] {
        let told = told(&with(old), &with(new));
        assert!(told.contains(part), "{part} in {told}");
    }
}

#[test]
fn a_corefile_that_is_not_in_force() {
    let sandbox = sandbox();
    let arguments = "--mesh-version 2.10 --platform kubernetes --to-mesh-version 2.11";
    let gone = sandbox.run(&format!("diff {arguments} --exit-code")).code(1).out();
    for part in [
        "- no Corefile is in force for <default of 2.11.18> on 2.11.18, kubernetes, embedded DNS on\n  = note: embedded DNS",
        "  = help: --ignore-embedded-dns renders all the same\n",
        "1 difference: a Corefile is in force on one side only\n",
    ] {
        assert!(gone.contains(part), "{part} in {gone}");
    }
    let document = json(&sandbox, arguments);
    assert_eq!((&document["old"]["inForce"], &document["new"]["inForce"]), (&true.into(), &false.into()));
    assert!(document["new"]["notInForce"].as_str().unwrap().starts_with("embedded DNS proxy"));
    assert_eq!(document["differs"], true);
    let unified = sandbox.run(&format!("diff {arguments} -o unified")).success();
    assert!(unified.out().contains("+++ /dev/null\n@@ -1,8 +0,0 @@\n-.:15053 {\n"), "{}", unified.out());
    // On neither side there is nothing to compare.
    let both = "diff page.tmpl --mesh-version 2.14 --platform kubernetes";
    sandbox.run(both).refuses("nothing to compare: embedded DNS proxy");
    let disabled = "diff page.tmpl --mesh-version 2.8 --platform universal --dns-enabled=false";
    sandbox.run(disabled).refuses("nothing to compare: DNS disabled");
    let ignoring = sandbox.run("diff cm.yaml --mesh-version 2.14 --platform kubernetes --ignore-embedded-dns");
    assert_eq!(ignoring.saying("rendered all the same").out().matches("+   template IN AAAA").count(), 1);
    // What runs is in force, whatever the target says.
    sandbox
        .run("diff --running a.corefile cm.yaml --mesh-version 2.14 --platform kubernetes")
        .success()
        .stdout(predicate::str::contains("- no Corefile is in force for cm.yaml"));
}

#[test]
fn unified_text() {
    let sandbox = Sandbox::with([("old", FINISHED), ("new", &FINISHED.replace("15054", "15055"))]);
    let text = "--- old\n+++ new\n@@ -1,4 +1,4 @@\n .:15053 {\n     errors\n-    forward . 127.0.0.1:15054\n+    forward . \
                127.0.0.1:15055\n }\n";
    sandbox.run(&format!("diff old new {ON} -o unified")).quietly().prints(text);
    let short = "--- old\n+++ new\n@@ -3 +3 @@\n-    forward . 127.0.0.1:15054\n+    forward . 127.0.0.1:15055\n";
    sandbox.run(&format!("diff old new {ON} -U 0")).quietly().prints(short);
    sandbox.run(&format!("diff old new {ON} -U0 -o json")).refuses("--unified is about unified text");
    sandbox.run(&format!("diff old old {ON} -o unified --exit-code")).quietly().prints("");
    // It is the rendered text, with the target behind the name.
    let rendered = sandbox.run(&format!("diff {ON} --to-platform kubernetes -U 0")).success().out();
    assert!(rendered.starts_with(&format!("--- {DEFAULT}\t2.7.29, universal\n+++ {DEFAULT}\t2.7.29, kubernetes\n")));
    assert!(rendered.contains("\n-    forward . 127.0.0.1:15054\n+    forward . 127.0.0.1:15055\n"));
}

#[test]
fn the_patch_of_unified_text_applies() {
    let sandbox = sandbox();
    for side in ["", "--cp-template page.tmpl"] {
        let text = sandbox.run(&format!("render {ON} {side}")).out();
        sandbox.write(if side.is_empty() { "old" } else { "new" }, text);
    }
    let patch = sandbox.run(&format!("diff old new --as corefile {ON} -o unified")).success().out();
    sandbox.write("p", patch);
    let patched = sandbox.tool("patch").args(["-s", "old", "p"]).assert();
    patched.success();
    assert_eq!(sandbox.read("old"), sandbox.read("new"));
}

#[test]
fn exit_codes() {
    let sandbox = sandbox();
    sandbox.run(&format!("diff page.tmpl {ON}")).code(0);
    sandbox.run(&format!("diff page.tmpl {ON} --exit-code")).code(1);
    sandbox.run(&format!("diff page.tmpl {ON} --exit-code -o json")).code(1);
    sandbox.run(&format!("diff page.tmpl page.tmpl {ON} --exit-code")).code(0);
    for format in ["human", "unified", "json"] {
        let quiet = sandbox.run(&format!("diff page.tmpl {ON} -q -o {format}"));
        quiet.code(1).stdout("").stderr("");
    }
    // 2 beats 1.
    sandbox
        .run("diff page.tmpl --mesh-version 2.7 --platform universal --to-mesh-version 2.8 --exit-code")
        .refuses("page.tmpl:17:6");
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let sandbox = sandbox();
    sandbox.write("broken.tmpl", ".:1 {\n{{ .Nope }}\n}\n");
    sandbox.write("open.corefile", ".:1 {\n errors\n");
    sandbox.write(
        "broken.yaml",
        "kind: ConfigMap\napiVersion: v1\ndata:\n  a: |\n    .:{{ .CoreDNSPort }} {\n    errors {{ .Nope }}\n    }\n",
    );
    sandbox.write("none.yaml", "a: 1\n");
    sandbox.write(
        "two.yaml",
        "kind: ConfigMap\napiVersion: v1\ndata:\n  a: |\n    .:1 {\n        errors\n    }\n  b: |\n    .:2 {\n        errors\n    }\n",
    );
    for (arguments, part) in [
        ("missing.tmpl", "open missing.tmpl: no such file or directory"),
        (".", "read .: is a directory"),
        ("broken.tmpl", "broken.tmpl:2:4"),
        ("broken.yaml", "broken.yaml:6:15"),
        ("open.corefile", "open.corefile:2:2"),
        ("none.yaml", "none.yaml: no Corefile template in it"),
        ("two.yaml", "--key says which is meant"),
        ("two.yaml --key c", "no template in it has the key c"),
        ("- -", "standard input can be read only once"),
        ("--running - -", "standard input can be read only once"),
        ("--running - --cp-template -", "standard input can be read only once"),
        ("", "nothing to compare with the default of kuma-dp"),
        ("page.tmpl --cp-template page.tmpl", "cannot be used with"),
        ("--running a.corefile --to-mesh-version 2.8", "choose the target of the new side with --mesh-version"),
        ("--running a.corefile page.tmpl page.tmpl", "cannot be used with"),
        ("--to-mesh-version 9.9", "9.9"),
        ("--to-set nope=1", "no flag of kuma-dp's DNS"),
        ("--to-set dns-coredns-port", "write FLAG=VALUE"),
        ("--to-set dns-coredns-port=x", "strconv.ParseUint"),
        ("page.tmpl -U x", "invalid value"),
        ("page.tmpl --max-template 10", "more than the limit of 10"),
    ] {
        sandbox.run(&format!("diff {arguments} {ON}")).refuses(part);
    }
    let one = sandbox.run(&format!("diff two.yaml two.yaml --key b {ON}"));
    one.saying("the texts are the same");
    // As text a Corefile that does not parse can be compared.
    sandbox.run(&format!("diff a.corefile open.corefile {ON} -o unified --exit-code")).code(1);
    sandbox.run(&format!("diff a.corefile open.corefile {ON}")).refuses("-o unified compares the texts all the same");
}

#[test]
fn plugins_that_the_build_lacks_are_compared_with_a_warning() {
    let sandbox = Sandbox::with([("old", ".:53 {\n    cache 30\n}\n"), ("new", ".:53 {\n    cache 60\n}\n")]);
    let run = sandbox.run(&format!("diff old new {ON}")).saying("Unknown directive 'cache'");
    assert!(run.out().contains("      arguments: 30 -> 60\n"), "{}", run.out());
}

#[test]
fn snippets_and_imports() {
    let sandbox = Sandbox::with([
        ("old", "(s) {\n    errors\n}\n.:53 {\n    import s\n    import more\n}\n"),
        ("new", ".:53 {\n    errors\n}\n"),
        ("more", "log\n"),
        ("out", ".:53 {\n    errors\n    import /etc/passwd\n}\n"),
    ]);
    let told = sandbox.run(&format!("diff old new {ON}")).quietly().out();
    assert!(told.contains("-   log   old:6:5\n") && told.ends_with("1 difference: 1 removed\n"), "{told}");
    sandbox.run(&format!("diff new out {ON}")).saying("--allow-import-outside reads it").prints("");
}

#[test]
fn standard_input_serves_both_targets() {
    let run = |arguments: &str| {
        sandbox().command().args(["diff"]).args(arguments.split_whitespace()).write_stdin(PAGE).assert().success().out()
    };
    let told = run(&format!("- {ON} --to-platform kubernetes"));
    assert!(told.contains("<stdin>:8:5\n      upstreams: 127.0.0.1:15054 -> 127.0.0.1:15055\n"), "{told}");
    assert_eq!(run(&format!("--cp-template - {ON} --to-platform kubernetes")), told);
}

#[test]
fn what_both_sides_say_is_said_once() {
    let variables = [("KUMA_DNS_CORE_DNS_PORT", "5353")];
    let run = sandbox().run_with(&variables, "diff page.tmpl --dns-coredns-port 5354 --to-set dns-enable-logging=true");
    let said = run.success().err();
    assert_eq!(said.matches("warning").count(), 1, "{said}");
    assert_eq!(said.matches("target: ").count(), 1, "{said}");
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    let sandbox = Sandbox::with([
        ("old", ".:53 {\n    log . \"\u{1b}[31m\u{202e}\nx\"\n}\n"),
        ("new", ".:53 {\n    log . \"\u{1b}[32m\"\n    errors \u{9b}1m\n}\n"),
    ]);
    for format in ["human", "json"] {
        let out = sandbox.run(&format!("diff old new {ON} -o {format}")).success().out();
        assert!(!out.contains(['\u{1b}', '\u{202e}', '\u{9b}']), "{out:?}");
    }
    let colored = sandbox.run(&format!("diff old new {ON} --color always")).success().out();
    assert!(colored.contains("\u{1b}[33m~") && !colored.contains("\u{1b}[32m\""), "{colored:?}");
}

#[test]
fn much_takes_seconds() {
    let sandbox = Sandbox::new();
    let of = |line: &dyn Fn(u32) -> String| -> String { (0..100_000).map(line).collect() };
    sandbox.write("old", format!(".:53 {{\n{}}}\n", of(&|n| format!("forward z{n} 1.1.1.1\n"))));
    sandbox.write("new", format!(".:53 {{\n{}}}\n", of(&|n| format!("forward z{} 2.2.2.2\n", 150_000 - n))));
    sandbox.write("blocks", of(&|n| format!("z{n}:53 {{\n}}\n")));
    sandbox.write("others", of(&|n| format!(".:{n} {{\n}}\n")));
    for (arguments, exit) in
        [("old new", 1), ("new old", 1), ("old blocks", 1), ("blocks others", 1), ("old new -U1", 1)]
    {
        sandbox.run_within(40, &format!("diff {arguments} --as corefile {ON} -q")).code(exit);
    }
}
