//! `corefilectl doctor`: what is in force for data planes in all kinds of inputs, and what is wrong around it.

use serde_json::Value;

use crate::harness::{Said as _, Sandbox};

const TEMPLATE: &str = ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    errors\n}\n";

/// The findings as `code line:column message`, and the classes.
fn ask(files: &[(&str, &str)], arguments: &str) -> (Vec<String>, Vec<Value>) {
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    let sandbox = Sandbox::with(files.iter().copied());
    let said = sandbox.run(&format!("doctor -o json {} {arguments}", names.join(" ")));
    let report: Value = serde_json::from_str(&said.out()).unwrap_or_else(|error| panic!("{error}: {}", said.err()));
    let findings = report["findings"].as_array().unwrap().iter().map(|finding| {
        let at = &finding["range"]["start"];
        let text = |field: &str| finding[field].as_str().unwrap().to_owned();
        format!("{} {}:{} {}", text("code"), at["line"], at["column"], text("message"))
    });
    (findings.collect(), report["dataPlanes"].as_array().unwrap().clone())
}

fn codes(files: &[(&str, &str)], arguments: &str) -> Vec<String> {
    ask(files, arguments).0.iter().map(|finding| finding[..5].to_owned()).collect()
}

fn in_force(files: &[(&str, &str)], arguments: &str) -> Vec<String> {
    ask(files, arguments).1.iter().map(|class| class["inForce"].as_str().unwrap().to_owned()).collect()
}

fn indented(text: &str, by: usize) -> String {
    text.lines().map(|line| format!("{}{line}\n", " ".repeat(by))).collect()
}

/// Values of the chart that install the template as they should.
fn values() -> String {
    format!(
        "controlPlane:\n  envVars:\n    KUMA_BOOTSTRAP_SERVER_PARAMS_COREFILE_TEMPLATE_PATH: /etc/dns/corefile\n  \
         extraConfigMaps:\n  - name: dns\n    mountPath: /etc/dns\n    readOnly: true\n    values:\n      corefile: |\n{}",
        indented(TEMPLATE, 8)
    )
}

/// A pod with its side-car.
fn pod(name: &str, image: &str, annotations: &str, variables: &[(&str, &str)]) -> String {
    let env: String =
        variables.iter().map(|(name, value)| format!("    - {{name: {name}, value: \"{value}\"}}\n")).collect();
    let annotations =
        if annotations.is_empty() { String::new() } else { format!("  annotations:\n    {annotations}\n") };
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {name}\n  namespace: demo\n{annotations}spec:\n  containers:\n  - name: \
         kuma-sidecar\n    image: docker.io/kumahq/kuma-dp:{image}\n    env:\n    - {{name: KUMA_DNS_ENABLED, value: \"true\"}}\n{env}"
    )
}

#[test]
fn the_chart_s_values_bring_the_template_into_force() {
    let values = values();
    let files = [("values.yaml", values.as_str())];
    let (findings, classes) = ask(&files, "--mesh-version 2.10");
    assert_eq!((findings.len(), classes.len()), (0, 1), "{findings:?}");
    assert_eq!(classes[0]["inForce"], "control-plane");
    assert_eq!(classes[0]["path"], "/etc/dns/corefile");
    assert_eq!(classes[0]["settings"]["EnvoyDNSPort"], 15055);
    // From 2.11 on the embedded proxy is in the way.
    assert_eq!(codes(&files, "--mesh-version 2.11"), ["CF401"]);
    assert_eq!(in_force(&files, "--mesh-version 2.11 --embedded-dns cp-off"), ["control-plane"]);
    // Kong Mesh's chart has them below its sub-chart.
    let kong = format!("kuma:\n{}", indented(&values, 2));
    assert_eq!(in_force(&[("values.yaml", &kong)], "--mesh-version 2.10"), ["control-plane"]);
}

#[test]
fn the_ways_in_which_the_path_is_wrong() {
    let values = values();
    let path = "/etc/dns/corefile\n";
    for (wrong, message, in_words) in [
        ("/etc/dns\n", "CF405 3:58 /etc/dns is a folder", "HTTP 500"),
        ("/etc\n", "CF405 3:58 /etc is a folder", "HTTP 500"),
        ("/etc/dns/Corefile\n", "CF405 3:58 ConfigMap dns has no key Corefile", "does not start"),
        ("/opt/corefile\n", "CF405 3:58 nothing is mounted at /opt/corefile", "does not start"),
    ] {
        let values = values.replacen(path, wrong, 1);
        let (findings, classes) = ask(&[("values.yaml", &values)], "--mesh-version 2.10");
        assert_eq!(findings, [message]);
        assert_eq!(classes[0]["inForce"], "stops");
        assert!(classes[0]["verdict"].as_str().unwrap().contains(in_words), "{}", classes[0]["verdict"]);
    }
    let empty = values.split("      corefile: |").next().unwrap().to_owned() + "      corefile: ''\n";
    let files = [("values.yaml", empty.as_str())];
    assert_eq!(ask(&files, "--mesh-version 2.10").0, ["CF405 3:58 the file at /etc/dns/corefile is empty"]);
    assert_eq!(in_force(&files, "--mesh-version 2.10"), ["built-in"]);
}

#[test]
fn keys_that_nothing_reads() {
    for (name, text, expected) in [
        ("cp.yaml", "bootstrapServer:\n  corefileTemplatePath: /a\n", "CF404 2:3"),
        ("cp.yaml", "bootstrapServer:\n  params:\n    corefileTemplatPath: /a\n", "CF404 3:5"),
        ("cp.yaml", "mode: zone\n---\nbootstrapServer: {}\n", "CF404 2:1"),
        ("cp.env", "KUMA_BOOTSTRAP_SERVER_COREFILE_TEMPLATE_PATH=/a\n", "CF404 1:1"),
        ("cp.env", "KUMA_DNS_SERVICE_SERVICE_VIP_PORT=81\n", "CF404 1:1"),
        (
            "values.yaml",
            "controlPlane:\n  bootstrapServer:\n    params:\n      corefileTemplatePath: /a\n",
            "CF404 4:7",
        ),
        ("values.yaml", "kuma:\n  controlPlane: {mode: zone}\ncontrolPlane: {mode: zone}\n", "CF404 3:1"),
        ("values.yaml", "controlPlane:\n  envVars: [a]\n", "CF404 2:12"),
        ("values.yaml", "controlPlane:\n  envVars:\n    KUMA_DNS_CORE_DNS_CONFIG_TEMPLATE_PATH: /a\n", "CF404 3:45"),
        ("cp.yaml", "bootstrapServer:\n  params:\n", "CF412 2:"),
        ("cp.yaml", "bootstrapServer:\n  params:\n    adminPort: '9901'\n", "CF412 3:16"),
        ("cp.env", "KUMA_RUNTIME_KUBERNETES_INJECTOR_BUILTIN_DNS_PORT=dns\n", "CF412 1:1"),
        ("cp.yaml", "dnsServer: {CIDR: 240.0.0.0}\n", "CF407 1:19"),
        ("cp.yaml", "dnsServer: {CIDR: 241.0.0.0/8}\nipam: {meshService: {cidr: 241.1.0.0/16}}\n", "CF407 1:19"),
        ("cp.yaml", "dnsServer: {domain: .mesh}\n", "CF408 1:21"),
        ("cp.yaml", "dnsServer:\n", "CF412 1:11"),
        ("cp.yaml", "bootstrapServer: {params: {adminPort: 70000}}\n", "CF412 1:39"),
        ("cp.env", "KUMA_BOOTSTRAP_SERVER_PARAMS_ADMIN_ADDRESS=\n", "CF412 1:1"),
    ] {
        let (findings, _) = ask(&[(name, text)], "--mesh-version 2.10");
        match expected {
            "" => assert!(findings.is_empty(), "{text}: {findings:?}"),
            expected => assert!(findings.len() == 1 && findings[0].starts_with(expected), "{text}: {findings:?}"),
        }
    }
    let overlap = ask(&[("cp.env", "KUMA_DNS_SERVER_CIDR=10.96.0.0/16\n")], "--cluster-cidr 10.0.0.0/8,10.96.0.0/12");
    assert_eq!(overlap.0.len(), 2, "{:?}", overlap.0);
}

#[test]
fn pods_count_with_what_they_have() {
    let injected = [("KUMA_DNS_CORE_DNS_PORT", "15053"), ("KUMA_DNS_ENVOY_DNS_PORT", "15055")];
    let template = ("KUMA_DNS_CORE_DNS_CONFIG_TEMPLATE_PATH", "/dns/corefile");
    let values = values();
    for (pod, expected, in_force) in [
        (pod("a", "2.10.11", "", &injected), vec![], "control-plane"),
        (pod("a", "2.5.2", "", &injected), vec!["CF402"], "built-in"),
        (pod("a", "2.11.18", "", &[("KUMA_DNS_PROXY_PORT", "15053")]), vec!["CF401"], "none"),
        (pod("a", "2.11.18", "", &[("KUMA_DNS_PROXY_PORT", "0")]), vec![], "control-plane"),
        (pod("a", "3.0.0", "", &[("KUMA_DNS_PROXY_PORT", "15053")]), vec!["CF402"], "none"),
        (pod("a", "2.10.11", "", &[template]), vec!["CF403", "CF405"], "stops"),
        (pod("a", "2.10.11", "", &[("KUMA_DNS_ENABLED", "maybe")]), vec!["CF412"], "stops"),
        (pod("a", "2.10.11", "", &[("KUMA_DNS_ENVOY_DNS_PORT", "65400")]), vec!["CF302"], "stops"),
        (pod("a", "2.10.11", "", &[("KUMA_DNS_CORE_DNS_EMPTY_PORT", "1")]), vec!["CF404"], "control-plane"),
        (pod("a", "2.10.11", "", &[("KUMA_DNS_CORE_DNS_PROT", "1")]), vec!["CF404"], "control-plane"),
        (pod("a", "2.10.11", "kuma.io/builtin-dns-port: '1053'", &injected), vec!["CF410"], "control-plane"),
        (pod("a", "2.10.11", "kuma.io/builtin-dns: disabled", &injected), vec!["CF410"], "control-plane"),
        (pod("a", "2.10.11", "kuma.io/builtin-dns-port: '15053'", &injected), vec![], "control-plane"),
        (pod("a", "2.10.11", "kuma.io/sidecar-env-vars: 'A=1;'", &injected), vec!["CF412"], "control-plane"),
    ] {
        let (findings, classes) = ask(&[("values.yaml", &values), ("pod.yaml", &pod)], "");
        let mut found: Vec<_> = findings.iter().map(|finding| &finding[..5]).collect();
        found.sort_unstable();
        assert_eq!(found, expected, "{pod}\n{findings:?}");
        assert_eq!(classes[0]["inForce"], in_force, "{pod}\n{}", classes[0]["verdict"]);
    }
}

#[test]
fn pods_without_a_side_car_get_what_the_injector_gives() {
    let workload = |metadata: &str| {
        format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web, namespace: demo}}\nspec:\n  template:\n    \
             metadata:\n{}    spec: {{containers: [{{name: web, image: web}}]}}\n",
            indented(metadata, 6)
        )
    };
    let off = "runtime: {kubernetes: {injector: {builtinDNS: {experimentalProxy: false, port: 16000}}}}\n";
    let asked = workload("labels: {kuma.io/sidecar-injection: enabled}");
    let (findings, classes) = ask(&[("cp.yaml", off), ("web.yaml", &asked)], "--mesh-version 2.11");
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!((&classes[0]["inForce"], &classes[0]["settings"]["EnvoyDNSPort"]), (&"built-in".into(), &16002.into()));
    let pod_off = workload("annotations: {kuma.io/sidecar-env-vars: KUMA_DNS_PROXY_PORT=0}");
    let (_, classes) = ask(&[("web.yaml", &pod_off)], "--mesh-version 2.11");
    assert_eq!((&classes[0]["inForce"], &classes[0]["settings"]["EnvoyDNSPort"]), (&"built-in".into(), &15054.into()));
    // What the injector adds to every side-car comes below the annotation.
    let added = "runtime: {kubernetes: {injector: {sidecarContainer: {envVars: {KUMA_DNS_PROXY_PORT: '0'}}}}}\n";
    assert_eq!(in_force(&[("cp.yaml", added), ("web.yaml", &asked)], "--mesh-version 2.11"), ["built-in"]);
    // Nobody asks for a side-car; the namespace does.
    let plain = workload("labels: {app: web}");
    assert_eq!(ask(&[("web.yaml", &plain)], "--mesh-version 2.11").1[0]["count"], 0);
    let namespace =
        "apiVersion: v1\nkind: Namespace\nmetadata: {name: demo, labels: {kuma.io/sidecar-injection: enabled}}\n";
    assert_eq!(ask(&[("web.yaml", &plain), ("ns.yaml", namespace)], "--mesh-version 2.11").1[0]["count"], 1);
    // A port that takes Envoy's beyond what kuma-dp accepts.
    let high = "runtime: {kubernetes: {injector: {builtinDNS: {port: 65352}}}}\n";
    let (findings, _) = ask(&[("cp.yaml", high), ("web.yaml", &asked)], "--mesh-version 2.10");
    assert_eq!(findings.len(), 1);
    assert!(findings[0].starts_with("CF302 1:54"), "{findings:?}");
}

#[test]
fn command_lines_and_environment_files() {
    let run = "exec kuma-dp run --cp-address=https://cp:5678 \\\n  --dns-envoy-port 15061 --dns-coredns-config-template-path=/etc/corefile\n";
    let (findings, classes) = ask(&[("run.sh", run), ("dp.env", "KUMA_DNS_ENVOY_DNS_PORT=15060\n")], "");
    assert_eq!(findings.len(), 1);
    assert!(findings[0].starts_with("CF406 2:20 "), "{findings:?}");
    assert_eq!(
        (&classes[0]["inForce"], &classes[0]["settings"]["EnvoyDNSPort"]),
        (&"data-plane".into(), &15060.into())
    );
    let unit = "[Service]\nEnvironment=\"KUMA_DNS_CORE_DNS_PORT=16000\" KUMA_DNS_ENABLED=true\nExecStart=/usr/bin/kuma-dp run --name web\n";
    let (findings, classes) = ask(&[("kuma-dp.service", unit)], "--mesh-version 2.11");
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!((&classes[0]["platform"], &classes[0]["settings"]["CoreDNSPort"]), (&"universal".into(), &16000.into()));
    for (line, code) in [
        ("kuma-dp run --dns-coredns-port dns\n", "CF412"),
        ("kuma-dp run --dns-proxy-port=0\n", "CF412"),
        ("kuma-dp run --config-file a.yaml\n", "CF412"),
        ("KUMA_DNS_PROMETHEUS_PORT=70000 kuma-dp run\n", "CF302"),
        ("docker run -e KUMA_DNS_SERVER_DOMAIN=x kumahq/kuma-dp:2.10 kuma-dp run -e KUMA_DNS_ENABLED=true\n", "CF404"),
        ("kumactl install control-plane --env-var KUMA_DNS_SERVER_CIDR=x | kubectl apply -f -\n", "CF407"),
        ("helm install kuma kuma/kuma --set controlPlane.envVars.KUMA_DNS_SERVER_DOMAIN=.mesh\n", "CF408"),
    ] {
        let found = codes(&[("line.sh", line)], "--mesh-version 2.10");
        assert_eq!(found.first().map_or("", String::as_str), code, "{line}");
    }
}

#[test]
fn one_template_for_several_releases() {
    let empty_port = values().replace(".CoreDNSPort", ".CoreDNSEmptyPort");
    let (old, new) = (pod("old", "2.7.29", "", &[]), pod("new", "2.10.11", "", &[]));
    let files = [("values.yaml", empty_port.as_str()), ("old.yaml", &old), ("new.yaml", &new)];
    let (findings, classes) = ask(&files, "");
    assert_eq!(classes.len(), 2);
    assert_eq!(findings.len(), 1);
    assert!(findings[0].starts_with("CF411 10:14 "), "{findings:?}");
    assert!(codes(&files[..2], "").is_empty());
    // On all of them it is a broken template, which lint tells.
    assert_eq!(codes(&[files[0], files[2]], "--lint"), ["CF003"]);
}

#[test]
fn lint_and_trace_look_at_what_is_in_force() {
    let broken = values().replace("    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n", "");
    let files = [("values.yaml", broken.as_str())];
    let (findings, _) = ask(&files, "--mesh-version 2.10 --lint");
    assert!(findings.iter().any(|finding| finding.starts_with("CF203 10:9")), "{findings:?}");
    let (_, classes) = ask(&files, "--mesh-version 2.10 --trace example.com");
    assert!(classes[0]["walk"].to_string().contains("NXDOMAIN"), "{}", classes[0]["walk"]);
    let (_, classes) = ask(&files, "--mesh-version 2.11 --trace example.com --type MX");
    assert!(classes[0]["walk"].to_string().contains("embedded"), "{}", classes[0]["walk"]);
}

#[test]
fn a_dump_of_a_cluster() {
    let items: String = (0..500)
        .map(|number| {
            let pod = pod(&format!("p{number}"), "2.10.11", "kuma.io/builtin-dns-port: '1053'", &[]);
            let mut lines = pod.lines();
            format!("- {}\n{}", lines.next().unwrap(), indented(&lines.collect::<Vec<_>>().join("\n"), 2))
        })
        .collect();
    let dump = format!("apiVersion: v1\nitems:\n{items}kind: List\n");
    let (findings, classes) = ask(&[("dump.yaml", &dump)], "");
    assert_eq!((findings.len(), classes.len(), &classes[0]["count"]), (1, 1, &500.into()));
    let said = Sandbox::with([("dump.yaml", dump.as_str())]).run("doctor dump.yaml").out();
    assert!(said.contains("the same in Pod demo/p1, Pod demo/p2, Pod demo/p3 and 496 more"), "{said}");
    let json = serde_json::to_string_pretty(&serde_yaml::from_str::<Value>(&dump).unwrap()).unwrap();
    assert_eq!(ask(&[("dump.json", &json)], "").1[0]["count"], 500);
}

#[test]
fn what_can_be_read_of_broken_files_is_judged() {
    let half = format!("{}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: x\n", values());
    let (findings, classes) = ask(&[("half.yaml", &half)], "--mesh-version 2.10");
    assert_eq!(classes[0]["inForce"], "control-plane");
    assert!(findings.len() == 1 && findings[0].starts_with("CF903 "), "{findings:?}");
    let above = "bootstrapServer:\n  corefileTemplatePath: /a\n\tbad: [\n";
    assert_eq!(codes(&[("cp.yaml", above)], ""), ["CF404", "CF903"]);
    let many = "a: [\n---\n".repeat(100);
    assert_eq!(codes(&[("many.yaml", &many)], "").len(), 10);
    for (name, text) in [
        ("a.yaml", "mode: &a [*a]\n"),
        ("a.yaml", "x: &x {corefileTemplatePath: /a}\nbootstrapServer:\n  params:\n    <<: *x\n"),
        ("a.yaml", "controlPlane: {extraConfigMaps: {a: b}, envVars: ~, config: [1]}\n"),
        ("a.yaml", "apiVersion: v1\nkind: Pod\nspec: [1]\nmetadata: a\n"),
        ("a.yaml", "apiVersion: v1\nkind: List\nitems: {a: b}\n"),
        ("a.json", "{\"kind\": \"List\", \"apiVersion\": \"v1\", \"items\": [{}, 1, [\"}\"]"),
        ("a.sh", "kuma-dp run --dns-coredns-port"),
        ("a.sh", "kuma-dp run '--dns-coredns-port \\"),
    ] {
        let said = Sandbox::with([(name, text)]).run(&format!("doctor {name}"));
        assert!(!said.err().contains("panicked") && said.get_output().status.code().is_some(), "{text}");
    }
}

#[test]
fn secrets_stay_secret_and_control_characters_harmless() {
    let secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: kuma-system}\ndata: {token: aHVudGVyMg==}\nstringData: {a: hunter2}\n";
    let values = values();
    let said = Sandbox::with([("s.yaml", secret), ("v.yaml", values.as_str())])
        .run("doctor s.yaml v.yaml --mesh-version 2.10");
    assert!(!said.out().contains("hunter2") && !said.err().contains("hunter2") && !said.err().contains("aHVud"));
    assert!(said.err().contains("Secret kuma-system/s is not looked into"));
    let odd = pod("\"a\\e[31mb\\nc\"", "2.10.11", "", &[("KUMA_DNS_ENABLED", "\\e[2J")]);
    for format in ["human", "concise", "github"] {
        let said = Sandbox::with([("p.yaml", odd.as_str())]).run(&format!("doctor p.yaml -o {format}"));
        assert!(!said.out().contains('\u{1b}') && !said.err().contains('\u{1b}'), "{format}");
    }
}

#[test]
fn exit_codes_and_refusals() {
    let values = values();
    let sandbox = Sandbox::with([
        ("v.yaml", values.as_str()),
        ("prose.txt", "Dear all,\n"),
        ("cp.yaml", "dnsServer: {domain: .mesh}\n"),
    ]);
    sandbox.run("doctor v.yaml --mesh-version 2.10").success();
    sandbox.run("doctor cp.yaml --mesh-version 2.10").code(1);
    sandbox.run("doctor cp.yaml --mesh-version 2.10 --exit-zero").success();
    sandbox.run("doctor cp.yaml --mesh-version 2.10 --fail-on error").success();
    sandbox.run("doctor cp.yaml --mesh-version 2.10 --ignore CF408").success();
    sandbox.run("doctor prose.txt").refuses("nothing about the DNS of a mesh");
    sandbox.run("doctor missing.yaml").code(2);
    sandbox.run("doctor v.yaml --mesh-version 9.9").refuses("9.9");
    sandbox.run("doctor v.yaml --cluster-cidr ten").refuses("is no CIDR");
    sandbox.run("doctor v.yaml --trace a..b").refuses("empty label");
    for format in ["sarif", "gitlab", "junit", "concise", "github"] {
        sandbox.run(&format!("doctor cp.yaml --mesh-version 2.10 -o {format}")).code(1);
    }
}

#[test]
fn a_secret_that_cannot_be_read_is_not_shown_either() {
    for (name, text) in [
        ("a.yaml", "apiVersion: v1\nkind: Secret\nstringData:\n  password: *S3cr3t!pass\n"),
        ("a.yaml", "apiVersion: v1\nkind: Secret\nstringData:\n  b: !!int S3cr3t\n"),
        ("a.yaml", "apiVersion: v1\nkind: \"Secret\"\ndata:\n  a: b\n\tpw: S3cr3t\n"),
        ("a.yaml", "kind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  data: {a: 'S3cr3t}\n- a: [\n"),
        (
            "a.json",
            "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"data\":{\"a\":\"S3cr3t\"}},{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\",\"annotations\":{\"kuma.io/sidecar-env-vars\":\"A\"}}}]}",
        ),
    ] {
        for format in ["human", "json", "concise", "sarif", "github", "gitlab", "junit"] {
            let said = Sandbox::with([(name, text)]).run(&format!("doctor {name} -o {format}"));
            assert!(
                !said.out().contains("S3cr3t") && !said.err().contains("S3cr3t"),
                "{format} {text}\n{}",
                said.out()
            );
        }
    }
}

#[test]
fn the_sentence_agrees_with_the_findings() {
    let values = values();
    let zone = format!("{values}  mode: zone\n");
    let control_plane = |version: &str| {
        format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: cp, namespace: kuma-system}}\nspec:\n  template:\n    spec:\n      \
             containers:\n      - name: control-plane\n        image: kuma-cp:{version}\n        env:\n        - {{name: \
             KUMA_BOOTSTRAP_SERVER_PARAMS_COREFILE_TEMPLATE_PATH, value: /etc/x}}\n"
        )
    };
    let ingress = pod("ingress", "2.10.11", "kuma.io/ingress: enabled", &[]);
    for (name, text, arguments, expected, in_force) in [
        ("a.yaml", "dnsServer: {CIDR: x}\n", "", vec!["CF407"], "stops"),
        ("a.yaml", "bootstrapServer:\n  params:\n", "", vec!["CF412"], "stops"),
        ("a.yaml", "environment: kubernetes\nmode: zone\n", "--mesh-version 2.11", vec![], "none"),
        ("a.yaml", zone.as_str(), "--mesh-version 2.10", vec![], "control-plane"),
        ("a.yaml", ingress.as_str(), "", vec![], ""),
        ("a.yaml", &control_plane("3.0.0"), "", vec!["CF402"], "none"),
        ("a.yaml", &control_plane("2.5.2"), "", vec!["CF402"], "built-in"),
    ] {
        let (findings, classes) = ask(&[(name, text)], arguments);
        let found: Vec<_> = findings.iter().map(|finding| &finding[..5]).collect();
        assert_eq!(found, expected, "{text}\n{findings:?}");
        let said = classes.first().map_or("", |class| class["inForce"].as_str().unwrap());
        if !in_force.is_empty() {
            assert_eq!(said, in_force, "{text}\n{}", classes[0]["verdict"]);
        }
    }
}

#[test]
fn settings_that_do_harm_where_they_are() {
    let workload = |variables: &str| {
        format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web}}\nspec:\n  template:\n    metadata:\n      annotations: \
             {{kuma.io/sidecar-env-vars: {variables}}}\n    spec: {{containers: [{{name: web, image: web}}]}}\n"
        )
    };
    for (variables, release, code) in [
        ("KUMA_DNS_CORE_DNS_PORT=1053", "2.10", "CF201"),
        ("KUMA_DNS_ENVOY_DNS_PORT=0", "2.12", "CF202"),
        ("KUMA_DNS_CONFIG_DIR=/etc/coredns", "2.10", "CF412"),
        ("KUMA_DNS_CONFIG_DIR=/tmp/coredns", "2.10", ""),
        ("KUMA_DNS_ENVOY_DNS_PORT=15053", "2.10", "CF301"),
        ("KUMA_DNS_PROXY_PORT=70000", "2.12", "CF302"),
        ("KUMA_DNS_ENABLE_LOGGING=true", "2.12", "CF404"),
        ("'A=1; KUMA_DNS_ENVOY_DNS_PORT=1'", "2.10", "CF404"),
        ("KUMA_DNS_PROXY_PORT=0", "", ""),
    ] {
        let version = if release.is_empty() { String::new() } else { format!("--mesh-version {release}") };
        let found = codes(&[("web.yaml", &workload(variables))], &version);
        assert_eq!(found.join(" "), code, "{variables}");
    }
}

#[test]
fn later_files_beat_earlier_ones_and_zones_global_ones() {
    let path = |path: &str| {
        format!("controlPlane: {{envVars: {{KUMA_BOOTSTRAP_SERVER_PARAMS_COREFILE_TEMPLATE_PATH: {path}}}}}\n")
    };
    let (one, two) = (path("/tmp/one"), path("/tmp/two"));
    for files in [[("a.yaml", &one), ("b.yaml", &two)], [("b.yaml", &one), ("a.yaml", &two)]] {
        let files = files.map(|(name, text)| (name, text.as_str()));
        assert_eq!(ask(&files, "--mesh-version 2.10").1[0]["path"], "/tmp/two");
    }
    let zone = "mode: zone\nbootstrapServer: {params: {corefileTemplatePath: /a}}\n";
    for names in [["a.yaml", "b.yaml"], ["b.yaml", "a.yaml"]] {
        let files = [(names[0], zone), (names[1], "mode: global\n")];
        assert_eq!(ask(&files, "--mesh-version 2.10").1[0]["path"], "/a");
    }
    // A pod that starts anew is the control plane's own release.
    let empty_port = values().replace(".CoreDNSPort", ".CoreDNSEmptyPort") + "  image: {tag: 2.10.11}\n";
    let old = pod("old", "2.7.29", "", &[]);
    assert_eq!(codes(&[("v.yaml", &empty_port), ("old.yaml", &old)], ""), ["CF411"]);
}

#[test]
fn what_install_prints_is_in_force() {
    for version in ["2.7", "2.10", "2.14"] {
        for (way, layer) in
            [("helm", "control-plane"), ("helm --kong-mesh", "control-plane"), ("init-container", "data-plane")]
        {
            let sandbox = Sandbox::with([("corefile.tmpl", TEMPLATE)]);
            let printed = sandbox.run(&format!("install {way} corefile.tmpl --mesh-version {version}")).out();
            let (findings, classes) = ask(&[("printed.yaml", &printed)], &format!("--mesh-version {version}"));
            assert_eq!(classes[0]["inForce"], layer, "{way} {version}\n{}", classes[0]["verdict"]);
            // A data plane's own template on Kubernetes is said to be unsupported.
            assert!(findings.iter().all(|finding| finding.starts_with("CF403")), "{way} {version} {findings:?}");
        }
    }
}
