//! `upgrade`: every crossing on both platforms, configuration, what is mended, and the formats.

use serde_json::Value;

use crate::harness::{Said, Sandbox};

const PAGE: &str = include_str!("../../examples/kong-mesh-page.tmpl");
const STUB: &str = include_str!("../../examples/stub-domain.tmpl");
const DEFAULT: &str = include_str!("../../templates/corefile/2.8.tmpl");

fn page() -> Sandbox {
    Sandbox::with([("page.tmpl", PAGE)])
}

fn json(sandbox: &Sandbox, variables: &[(&str, &str)], arguments: &str) -> Value {
    let run = sandbox.run_with(variables, &format!("upgrade -o json {arguments}"));
    assert!(run.get_output().status.code().is_some_and(|code| code < 2), "{arguments}: {}", run.err());
    serde_json::from_str(&run.out()).unwrap()
}

/// What a report says, as `2.8 error field empty-port-field`; notes are left out.
fn told(report: &Value) -> Vec<String> {
    let crossings = report["crossings"].as_array().unwrap().iter();
    let items = crossings.flat_map(|crossing| {
        crossing["items"].as_array().unwrap().iter().filter(|item| item["severity"] != "info").map(move |item| {
            let word = |value: &Value| value.as_str().unwrap().to_owned();
            [&crossing["to"], &item["severity"], &item["about"], &item["id"]].map(word).join(" ")
        })
    });
    items.collect()
}

#[test]
fn the_page_of_kong_mesh_on_every_way() {
    let sandbox = page();
    let field = "2.8 error field empty-port-field";
    let proxy = "2.11 error in-force embedded-proxy";
    for (arguments, expected) in [
        ("--from 2.7 --to 2.8 --platform universal", vec![field]),
        ("--from 2.7 --to 2.8 --platform kubernetes", vec![field]),
        ("--from 2.7.29 --to 2.8.0", vec!["2.8.0 error field empty-port-field"]),
        ("--from 2.7 --to 2.11 --platform universal", vec![field]),
        ("--from 2.7 --to 2.11 --platform kubernetes", vec![field, proxy]),
        ("--from 2.7 --to 2.11 --platform kubernetes --embedded-dns cp-off", vec![field]),
        ("--from 2.7 --to 2.11 --platform kubernetes --embedded-dns pod-off", vec![field]),
        ("--from 2.7 --to 2.7.29 --platform universal", vec![]),
        ("--from 2.6 --to 2.7", vec![]),
        ("--from 2.7 --to 3.0 --platform universal", vec!["3.0 error override override-gone"]),
        ("--from 2.7 --to 3.0 --platform kubernetes", vec!["3.0 error override override-gone"]),
    ] {
        let report = json(&sandbox, &[], &format!("{arguments} page.tmpl"));
        assert_eq!(told(&report), expected, "{arguments}");
        let code = sandbox.run(&format!("upgrade {arguments} page.tmpl")).get_output().status.code();
        assert_eq!(code, Some(i32::from(!expected.is_empty())), "{arguments}");
    }
}

#[test]
fn a_fit_template_survives_every_line() {
    let sandbox = Sandbox::with([("Corefile.tmpl", DEFAULT.replace("errors", "errors # ours").as_str())]);
    for (from, to) in [
        ("2.6", "2.7"),
        ("2.7", "2.8"),
        ("2.8", "2.9"),
        ("2.9", "2.10"),
        ("2.10", "2.11"),
        ("2.11", "2.12"),
        ("2.12", "2.13"),
        ("2.13", "2.14"),
        ("2.6", "2.14"),
    ] {
        sandbox.run(&format!("upgrade --from {from} --to {to} --platform universal Corefile.tmpl")).quietly();
        let off = "--platform kubernetes --embedded-dns cp-off";
        sandbox.run(&format!("upgrade --from {from} --to {to} {off} Corefile.tmpl")).quietly();
    }
    let run = sandbox.run("upgrade --from 2.10 --to 2.11 --platform kubernetes Corefile.tmpl").code(1);
    for part in ["cannot be had any more:\n  line 8: log", "experimentalProxy: false", "KUMA_DNS_PROXY_PORT=0"] {
        assert!(run.out().contains(part), "{part}: {}", run.out());
    }
    // Where the proxy answers already nothing is lost by the step.
    let run = sandbox.run("upgrade --from 2.12 --to 2.13 --platform kubernetes Corefile.tmpl").code(0);
    assert!(run.err().contains("no Corefile is in force"), "{}", run.err());
}

#[test]
fn what_the_configuration_meets() {
    let sandbox = Sandbox::with([
        (
            "cp.yaml",
            "dnsServer:\n  domain: .mesh\n  cidr: 10.9.0.0/16\n  serviceVipPort: 80\nbootstrapServer:\n  params:\n    corefileTemplatePath: /x\n\
             runtime:\n  kubernetes:\n    injector:\n      builtinDNS: {logging: true, experimentalProxy: false}\n",
        ),
        ("on.yaml", "runtime: {kubernetes: {injector: {builtinDNS: {logging: true}}}}\n"),
    ]);
    let nothing: &[(&str, &str)] = &[];
    let zero = [("KUMA_DNS_PROXY_PORT", "0")];
    let empty_port = [("DNS_KUMA_DNS_CORE_DNS_EMPTY_PORT", "15055")];
    for (variables, arguments, expected) in [
        (nothing, "--from 2.5 --to 2.6 --cp-config cp.yaml", vec!["2.6 warning key control-plane-override"]),
        (nothing, "--from 2.13 --to 2.14 --cp-config cp.yaml", vec!["2.14 error key domain-with-dot"]),
        (
            nothing,
            "--from 2.14 --to 3.0 --cp-config cp.yaml --platform kubernetes",
            vec![
                "3.0 error override override-gone",
                "3.0 error key template-path-key",
                "3.0 warning key experimental-proxy-key",
                "3.0 warning key logging-key",
                "3.0 warning key legacy-range-key",
                "3.0 warning key legacy-vip-port-key",
            ],
        ),
        (
            nothing,
            "--from 2.10 --to 2.11 --cp-config on.yaml --platform kubernetes",
            vec!["2.11 warning key logging-without-coredns"],
        ),
        (nothing, "--from 2.10 --to 2.11 --cp-config on.yaml --platform kubernetes --embedded-dns cp-off", vec![]),
        (nothing, "--from 2.10 --to 2.11 --cp-config cp.yaml --platform kubernetes", vec![]),
        (
            nothing,
            "--from 2.7 --to 2.8 --cp-config on.yaml --dns-coredns-empty-port 15055",
            vec!["2.8 error flag empty-port-flag"],
        ),
        (&empty_port, "--from 2.7 --to 2.8 --cp-config on.yaml", vec!["2.8 warning variable empty-port-variable"]),
        (&empty_port, "--from 2.7 --to 2.8 --cp-config on.yaml --no-env", vec![]),
        (
            &zero,
            "--from 2.14 --to 3.0 --cp-config on.yaml --platform universal",
            vec!["3.0 error variable proxy-port-zero", "3.0 warning key logging-key"],
        ),
        (
            nothing,
            "--from 2.14 --to 3.0 --cp-config on.yaml --dns-coredns-port 15053 --dns-enabled --dns-prometheus-port 1",
            vec!["3.0 error flag coredns-flags", "3.0 error flag coredns-flags", "3.0 warning key logging-key"],
        ),
        (nothing, "--from 2.10 --to 2.11 --cp-config on.yaml --platform universal", vec![]),
    ] {
        assert_eq!(told(&json(&sandbox, variables, arguments)), expected, "{arguments} {variables:?}");
    }
    let report = json(&sandbox, &[], "--from 2.13 --to 2.14 --cp-config cp.yaml");
    let items = report["crossings"][0]["items"].as_array().unwrap();
    let item = items.iter().find(|item| item["id"] == "domain-with-dot").unwrap();
    let place = &item["places"][0];
    assert_eq!(
        (place["path"].as_str(), place["line"].as_u64(), place["column"].as_u64()),
        (Some("cp.yaml"), Some(2), Some(3))
    );
}

/// What keeps CoreDNS from 2.11 on stands in the way of 3.0, wherever it is written.
#[test]
fn what_kept_coredns_is_told_at_its_end() {
    let sandbox = Sandbox::with([("Corefile.tmpl", DEFAULT)]);
    let gone = "3.0 error override override-gone";
    let nothing: &[(&str, &str)] = &[];
    let port = [("KUMA_DNS_CORE_DNS_PORT", "25053")];
    let both = [("KUMA_DNS_CORE_DNS_PORT", "25053"), ("KUMA_DNS_PROXY_PORT", "25053")];
    for (variables, arguments, expected) in [
        (nothing, "--platform kubernetes --embedded-dns pod-off", vec![gone, "3.0 error variable proxy-port-zero"]),
        (nothing, "--platform kubernetes --embedded-dns cp-off", vec![gone, "3.0 warning key experimental-proxy-key"]),
        (nothing, "--platform kubernetes", vec![gone]),
        (
            &port,
            "--platform universal",
            vec![gone, "3.0 error variable dns-port-moves-variable", "3.0 warning variable coredns-variables"],
        ),
        (&both, "--platform universal", vec![gone, "3.0 warning variable coredns-variables"]),
        (
            nothing,
            "--platform universal --dns-coredns-port 25053",
            vec![gone, "3.0 error flag coredns-flags", "3.0 error flag dns-port-moves"],
        ),
        (nothing, "--platform universal --dns-coredns-port 15053", vec![gone, "3.0 error flag coredns-flags"]),
    ] {
        let report = json(&sandbox, variables, &format!("--from 2.14 --to 3.0 {arguments} Corefile.tmpl"));
        assert_eq!(told(&report), expected, "{arguments} {variables:?}");
    }
}

/// What `install helm` prints survives 2.11, since it switches the proxy off, and is told of at 3.0.
#[test]
fn values_of_the_chart_are_not_forgotten() {
    let sandbox = Sandbox::with([("Corefile.tmpl", DEFAULT)]);
    for (product, way) in
        [("", "--mesh-version 2.11"), ("--kong-mesh", "--mesh-version 2.11"), ("", "--mesh-version 2.10")]
    {
        let values = sandbox.run(&format!("install helm Corefile.tmpl {way} {product}")).success().out();
        sandbox.write("values.yaml", values);
        let has_switch = way.ends_with("2.11");
        let report = json(&sandbox, &[], "--from 2.10 --to 2.11 --platform kubernetes values.yaml");
        let lost = vec!["2.11 error in-force embedded-proxy"];
        assert_eq!(told(&report), if has_switch { vec![] } else { lost }, "{way} {product}");
        let report = json(&sandbox, &[], "--from 2.14 --to 3.0 --platform kubernetes values.yaml");
        let mut expected = vec!["3.0 error override override-gone", "3.0 error key template-path-key"];
        expected.extend(has_switch.then_some("3.0 warning key experimental-proxy-key"));
        assert_eq!(told(&report), expected, "{way} {product}");
    }
    let run = sandbox.run("upgrade --from 2.13 --to 2.14 --platform kubernetes values.yaml");
    assert!(run.get_output().stderr.starts_with(b"values.yaml: controlPlane.envVars count as kuma-cp's"));
}

#[test]
fn side_cars_cannot_write_everywhere_from_2_3_on() {
    let sandbox =
        Sandbox::with([("Corefile.tmpl", DEFAULT.replace("{{ if .CoreDNSLogging}}", "{{if false}}").as_str())]);
    for (variables, arguments, expected) in [
        ([("KUMA_DNS_CONFIG_DIR", "/etc/kuma")], "--platform kubernetes", vec!["2.3 error variable read-only-root"]),
        ([("KUMA_DNS_CONFIG_DIR", "/tmp/kuma")], "--platform kubernetes", vec![]),
        ([("KUMA_DNS_CONFIG_DIR", "/etc/kuma")], "--platform universal", vec![]),
        (
            [("OTHER", "")],
            "--platform kubernetes --dns-server-config-dir /etc/kuma",
            vec!["2.3 error flag read-only-root-flag"],
        ),
    ] {
        let report = json(&sandbox, &variables, &format!("--from 2.2 --to 2.3 {arguments} Corefile.tmpl"));
        assert_eq!(told(&report), expected, "{arguments} {variables:?}");
    }
}

/// The answers of walks, without the ways that lead to them.
fn answers(sandbox: &Sandbox, file: &str, version: &str, platform: &str) -> Vec<String> {
    let off = if platform == "kubernetes" && version == "2.14" { " --embedded-dns cp-off" } else { "" };
    let names = ["backend.mesh", "backend.demo.svc.zone-1.mesh.local", "www.example.org", "missing.invalid"];
    let asked = names.iter().flat_map(|name| ["A", "AAAA", "TXT"].map(|qtype| format!("{name} {qtype}")));
    let answer = |query: String| {
        let target = format!("--mesh-version {version} --platform {platform}{off}");
        sandbox.run(&format!("trace {query} {target} --dp-template {file} -o json")).success().out()
    };
    let of = |text: String| {
        let walk: Value = serde_json::from_str(&text).unwrap();
        let outcome = &walk["walk"]["outcome"];
        assert!(outcome["rcode"].is_string(), "{walk}");
        format!("{} {} {}", outcome["rcode"], outcome["answeredBy"], outcome["answers"])
    };
    asked.map(answer).map(of).collect()
}

#[test]
fn fix_mends_in_place_and_means_the_same() {
    let sandbox = page();
    sandbox.write("old.tmpl", PAGE);
    let before = fs_mode(&sandbox);
    let diff = sandbox.run("upgrade --from 2.7 --to 2.8 --diff page.tmpl").code(1).out();
    assert!(diff.contains("-.:{{ .CoreDNSEmptyPort }} {\n") && !diff.contains("\n+."), "{diff}");
    assert_eq!(sandbox.read("page.tmpl"), PAGE.as_bytes());
    let run = sandbox.run("upgrade --from 2.7 --to 2.8 --fix page.tmpl").code(0);
    assert!(run.out().contains("1 mended"), "{}", run.out());
    assert_eq!((sandbox.names(), fs_mode(&sandbox)), (vec!["old.tmpl".to_owned(), "page.tmpl".to_owned()], before));
    let mended = String::from_utf8(sandbox.read("page.tmpl")).unwrap();
    assert_eq!(mended, PAGE.split("\n.:{{ .CoreDNSEmptyPort").next().unwrap());
    let run = sandbox.run("upgrade --from 2.7 --to 2.8 --diff page.tmpl").prints("");
    assert!(run.err().contains("nothing that --fix would change"), "{}", run.err());
    sandbox.run("upgrade --from 2.7 --to 2.8 --fix page.tmpl").success();
    assert_eq!(sandbox.read("page.tmpl"), mended.as_bytes());
    sandbox.run("render --mesh-version 2.8 --dp-template page.tmpl").success();
    for platform in ["universal", "kubernetes"] {
        let old = answers(&sandbox, "old.tmpl", "2.7", platform);
        for version in ["2.7", "2.8", "2.14"] {
            assert_eq!(answers(&sandbox, "page.tmpl", version, platform), old, "{version} {platform}");
        }
    }
}

fn fs_mode(sandbox: &Sandbox) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(sandbox.path("page.tmpl")).unwrap().permissions().mode()
}

#[test]
fn templates_inside_yaml_are_mended_there() {
    let lines: String =
        PAGE.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") }).collect();
    let head = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata:\n  other: kept\n  corefile: |\n";
    let sandbox = Sandbox::with([("a/cm.yaml", format!("{head}{lines}  last: kept\n").as_str()), ("a/notes.md", "no")]);
    sandbox.write("a/Corefile.tmpl", PAGE);
    let report = json(&sandbox, &[], "--from 2.7 --to 2.8 a");
    assert_eq!(report["summary"]["files"], 2);
    let place = &report["crossings"][0]["items"][1]["places"][0];
    assert_eq!((place["path"].as_str(), place["line"].as_u64()), (Some("a/cm.yaml"), Some(24)), "{report}");
    let run = sandbox.run("upgrade --from 2.7 --to 2.8 --fix a").code(0);
    assert!(run.out().contains("2 mended"), "{}", run.out());
    let mended = String::from_utf8(sandbox.read("a/cm.yaml")).unwrap();
    let page = PAGE.split("\n.:{{ .CoreDNSEmptyPort").next().unwrap();
    let expected: String =
        page.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") }).collect();
    assert_eq!(mended, format!("{head}{expected}  last: kept\n"));
    let run =
        sandbox.command().args(["upgrade", "--from", "2.7", "--to", "2.8", "--fix", "-"]).write_stdin(PAGE).assert();
    run.code(2).stderr(predicates::str::contains("--diff shows the mends"));
}

#[test]
fn json_and_markdown_say_the_same() {
    let sandbox = Sandbox::with([("stub-domain.tmpl", STUB)]);
    let report = json(&sandbox, &[], "--from 2.10 --to 3.0 stub-domain.tmpl");
    assert_eq!((&report["version"], &report["from"], &report["to"]), (&1.into(), &"2.10".into(), &"3.0".into()));
    let lines: Vec<_> = report["crossings"].as_array().unwrap().iter().map(|one| one["to"].as_str().unwrap()).collect();
    assert_eq!(lines, ["2.11", "2.12", "2.13", "2.14", "3.0"]);
    let migration = &report["migrations"][0];
    assert_eq!((&migration["optional"], &migration["readWith"]), (&false.into(), &"2.14.3".into()));
    let items = migration["items"].as_array().unwrap();
    let fates: Vec<_> =
        items.iter().map(|item| (item["place"]["line"].as_u64().unwrap(), item["id"].as_str().unwrap())).collect();
    assert_eq!(
        fates,
        [
            (3, "stub-zone"),
            (4, "errors"),
            (8, "mesh-names"),
            (9, "host-resolver"),
            (10, "metrics"),
            (11, "errors"),
            (12, "query-log"),
        ]
    );
    let markdown = sandbox.run("upgrade --from 2.10 --to 3.0 stub-domain.tmpl -o markdown").code(1).out();
    for item in items {
        let row = format!("| {} | ", item["place"]["line"]);
        let what = item["what"].as_str().unwrap();
        let is_row = |line: &str| line.starts_with(&row) && line.contains(what) && line.matches(" | ").count() == 4;
        assert!(markdown.lines().any(is_row), "{row}{what}: {markdown}");
    }
    let headings: Vec<_> = markdown.lines().filter(|line| line.starts_with("## ")).collect();
    assert_eq!(headings[0], "## 2.10 to 2.11");
    assert_eq!(headings.len(), 5 + 1 + 1);
    assert!(!markdown.contains("\n\n\n"), "{markdown}");
    sandbox.run("upgrade --from 2.10 --to 3.0 stub-domain.tmpl -o markdown --output-file report.md").code(1);
    assert_eq!(sandbox.read("report.md"), markdown.as_bytes());
    // With nothing to go.
    let nothing = sandbox.run("upgrade --from 2.10 --to 2.10 stub-domain.tmpl -o markdown").success().out();
    assert!(nothing.contains("nothing changes"), "{nothing}");
}

/// 2.7.29 ships a CoreDNS that looks names of upstreams up, 2.8 one that refuses them.
#[test]
fn mends_of_rules_are_made_where_the_way_asks_for_them() {
    let text = DEFAULT.replace("127.0.0.1:", "localhost:");
    let sandbox = Sandbox::with([("Corefile.tmpl", text.as_str())]);
    let way = "--from 2.7.29 --to 2.8 --platform universal Corefile.tmpl";
    let report = json(&sandbox, &[], way);
    assert_eq!(told(&report), ["2.8 error lint host-name-upstream"]);
    let fixed = sandbox.run(&format!("upgrade {way} --fix")).code(0).out();
    assert!(fixed.contains("1 mended"), "{fixed}");
    assert_eq!(sandbox.read("Corefile.tmpl"), DEFAULT.as_bytes());
    // What the way does not bring is not touched: the list of rcodes was short before.
    let text = STUB.replace("{{ .EnvoyDNSPort }}", "15054");
    sandbox.write("stub.tmpl", &text);
    sandbox.run("upgrade --from 2.7 --to 2.8 --fix --platform universal stub.tmpl").code(0);
    assert_eq!(sandbox.read("stub.tmpl"), text.as_bytes());
}

#[test]
fn the_repository_decides_about_rules() {
    let text = DEFAULT.replace("{{ .EnvoyDNSPort }}", "15055");
    let sandbox = Sandbox::with([("Corefile.tmpl", text.as_str())]);
    let way = "--from 2.10 --to 2.11 --platform kubernetes --embedded-dns pod-off Corefile.tmpl";
    assert_eq!(told(&json(&sandbox, &[], way)), ["2.11 error lint hard-coded-port"]);
    sandbox.write(".corefilectl.yaml", "rules: {CF007: off}\n");
    assert!(told(&json(&sandbox, &[], way)).is_empty());
}

#[test]
fn thresholds_decide() {
    let sandbox = page();
    let way = "upgrade --from 2.7 --to 2.8 page.tmpl";
    sandbox.run(&format!("{way} --exit-zero")).success();
    let shown = sandbox.run(&format!("{way} --show error")).code(1).out();
    assert!(shown.contains("hidden by --show") && !shown.contains("info: "), "{shown}");
    let fit = Sandbox::with([("Corefile", DEFAULT)]);
    fit.run("upgrade --from 2.7 --to 2.8 Corefile").success();
    fit.run("upgrade --from 2.7 --to 2.8 Corefile --fail-on info").code(1);
}

#[test]
fn what_cannot_be_done() {
    let sandbox = page();
    sandbox.write("broken.tmpl", ".:{{ .CoreDNSPort }\n");
    sandbox.write("cp.yaml", "dnsServer: [\n");
    sandbox.write("later.tmpl", "{{ .ProxyPort }}\n");
    for (arguments, part) in [
        ("--from 2.8 --to 2.7 page.tmpl", "--from 2.8 is newer than --to 2.7"),
        ("--from 3.0 --to 3.0 page.tmpl", "CoreDNS is gone since 3.0"),
        ("--from 2.7 --to 3.1 page.tmpl", "--to Kuma 3.1"),
        ("--from 2.7 --to 2.99 page.tmpl", "newer than this corefilectl knows"),
        ("--from x --to 2.8 page.tmpl", "is no Kuma release"),
        ("--to 2.8 page.tmpl", "--from"),
        ("--from 2.7 --to 2.8 --mesh-version 2.7 page.tmpl", "write --from and --to"),
        ("--from 2.7 --to 2.8 --dns-coredns-port x page.tmpl", "parsing \"x\""),
        ("--from 2.7 --to 2.8 --cp-config cp.yaml", "kuma-cp does not start"),
    ] {
        sandbox.run(&format!("upgrade {arguments}")).refuses(part);
    }
    for (arguments, part) in [
        ("--from 2.7 --to 2.8 broken.tmpl", "broken.tmpl:1:"),
        ("--from 2.7 --to 2.11 later.tmpl", "on 2.7 already"),
        ("--from 2.7 --to 2.8 missing.tmpl", "missing.tmpl: no such file"),
        ("--from 2.7 --to 2.8 cp.yaml", "cp.yaml"),
    ] {
        let run = sandbox.run(&format!("upgrade {arguments}")).code(2);
        assert!(run.err().contains(part) && !run.err().contains("panicked"), "{arguments}: {}", run.err());
    }
    // One that is broken does not keep the others from being judged.
    let run = sandbox.run("upgrade --from 2.7 --to 2.8 broken.tmpl page.tmpl").code(2);
    assert!(run.out().contains("CF003"), "{}", run.out());
}

#[test]
fn hostile_texts_stay_texts() {
    let nested =
        format!("{}{{{{ .CoreDNSEmptyPort }}}}{}", "{{ if .Enabled }}".repeat(5_000), "{{ end }}".repeat(5_000));
    let blocks: String = (0..2_000).map(|n| format!("z{n}.:{{{{ .CoreDNSEmptyPort }}}} {{\n  errors\n}}\n")).collect();
    let forwards: String = (0..300).map(|n| format!("  forward z{n}. 10.0.0.1 {{\n    max_fails 1\n  }}\n")).collect();
    let sandbox = Sandbox::with([
        ("nested.tmpl", nested.as_str()),
        ("blocks.tmpl", format!("{DEFAULT}{blocks}").as_str()),
        ("forwards.tmpl", format!(".:{{{{ .CoreDNSPort }}}} {{\n{forwards}}}\n").as_str()),
    ]);
    sandbox.write(
        "bytes.tmpl",
        b".:{{ .CoreDNSPort }} {\n  log \x1b[31m|<b>` {{/* \x9b */}}\n  forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n}\n",
    );
    for file in ["nested.tmpl", "blocks.tmpl", "forwards.tmpl", "bytes.tmpl"] {
        for format in ["human", "json", "markdown"] {
            let run = sandbox.run_within(50, &format!("upgrade --from 2.6 --to 3.0 {file} -o {format}"));
            let output = run.get_output();
            assert!(output.status.code().is_some_and(|code| code <= 2), "{file} {format}: {:?}", output.status);
            let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
            assert!(!text.contains('\x1b') && !text.contains("panicked"), "{file} {format}");
        }
    }
    sandbox.run_within(50, "upgrade --from 2.7 --to 2.8 blocks.tmpl --fix");
}
