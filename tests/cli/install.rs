//! `corefilectl install`: what it prints is read back by those who will read it, and broken templates are refused.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::Value;

use crate::harness::{Said as _, Sandbox};

const GOOD: &str = ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n}\n";
const BROKEN: &str = ".:{{ .CoreDNSEmptyPort }} {\n    errors\n}\n";
const WAYS: [&str; 4] = ["kubernetes", "helm", "universal", "init-container"];

fn sandbox() -> Sandbox {
    Sandbox::with([("good", GOOD), ("broken", BROKEN)])
}

fn documents(yaml: &str) -> Vec<Value> {
    serde_yaml::Deserializer::from_str(yaml).map(|document| Value::deserialize(document).unwrap()).collect()
}

/// The bytes of the template in a ConfigMap.
fn carried(config_map: &Value, key: &str) -> Vec<u8> {
    let text = config_map["data"].get(key).map(|text| text.as_str().unwrap().as_bytes().to_vec());
    text.unwrap_or_else(|| STANDARD.decode(config_map["binaryData"][key].as_str().unwrap()).unwrap())
}

#[test]
fn the_template_goes_in_byte_for_byte() {
    let sandbox = Sandbox::new();
    for text in [
        GOOD.as_bytes(),
        GOOD.trim_end().as_bytes(),
        format!("\n   # first\n{GOOD}\n\n").as_bytes(),
        GOOD.replace('\n', "\r\n").as_bytes(),
        format!("# ö \u{2028}\t\u{feff}\n{GOOD}").as_bytes(),
        &[b"# \xff\n", GOOD.as_bytes()].concat(),
        format!("#: - | > ' \" --- \u{1f600}\n{GOOD}").as_bytes(),
    ] {
        sandbox.write("t", text);
        for way in ["kubernetes", "init-container"] {
            let yaml = sandbox.run(&format!("install {way} t --mesh-version 2.14")).success().out();
            assert_eq!(carried(&documents(&yaml)[0], "corefile"), text, "{}", text.escape_ascii());
            // The same way in for lint.
            sandbox.write("m.yaml", &yaml);
            sandbox.run("lint m.yaml --mesh-version 2.14 --platform universal --select CF903").quietly();
        }
    }
}

#[test]
fn helm_carries_or_refuses() {
    let sandbox = sandbox();
    for prefix in ["", "--kong-mesh"] {
        let out = sandbox.run(&format!("install helm good --mesh-version 2.10 {prefix}")).quietly().out();
        let values = &documents(&out)[0];
        let values = if prefix.is_empty() { values } else { &values["kuma"] };
        assert_eq!(values["controlPlane"]["extraConfigMaps"][0]["values"]["corefile"], GOOD);
        assert_eq!(out.contains("kong-mesh-system"), !prefix.is_empty());
    }
    for text in [GOOD.trim_end(), &format!("{GOOD}\n"), &format!("  #\n{GOOD}"), &GOOD.replace('\n', "\r\n")] {
        sandbox.write("t", text);
        let run = sandbox.run("install helm t --mesh-version 2.10").refuses("byte for byte");
        assert!(run.err().contains("--existing-config-map"), "{}", run.err());
        let out = sandbox.run("install helm t --mesh-version 2.10 --existing-config-map").quietly().out();
        assert!(documents(&out)[0]["controlPlane"]["extraConfigMaps"][0].get("values").is_none());
    }
}

#[test]
fn names_reach_every_place() {
    let names = "--namespace mesh --name dns --key Corefile.tmpl --mount-path /srv/dns/";
    let out = sandbox().run(&format!("install kubernetes good --mesh-version 2.14 {names}")).quietly().out();
    let map = &documents(&out)[0];
    assert_eq!((&map["metadata"]["name"], &map["metadata"]["namespace"]), (&"dns".into(), &"mesh".into()));
    assert_eq!(carried(map, "Corefile.tmpl"), GOOD.as_bytes());
    assert!(out.contains("extraConfigMaps[0].mountPath=/srv/dns\""), "{out}");
    assert_eq!(out.matches("COREFILE_TEMPLATE_PATH=/srv/dns/Corefile.tmpl\"").count(), 2, "{out}");
    for (flags, part) in [
        ("--name A", "--name \"A\""),
        ("--namespace a_b", "--namespace"),
        ("--key on", "--key \"on\""),
        ("--key ..", "--key"),
        ("--mount-path relative", "--mount-path \"relative\""),
        ("--mount-path /a,b=c", "--mount-path"),
    ] {
        for way in ["kubernetes", "helm"] {
            sandbox().run(&format!("install {way} good --mesh-version 2.14 {flags}")).refuses(part);
        }
    }
    sandbox().run("install universal good --path /a%b").refuses("--path");
}

/// Neither Helm's `--set` nor the chart, which writes the name without quotes, may take it for a number or a switch.
#[test]
fn names_are_texts_for_helm() {
    let sandbox = sandbox();
    for name in ["true", "null", "123", "1e3", "0x1f"] {
        for way in ["kubernetes", "helm"] {
            sandbox.run(&format!("install {way} good --mesh-version 2.10 --name {name}")).refuses("another letter");
        }
    }
}

/// What a user has already is not to be lost.
#[test]
fn other_config_maps_and_annotations_are_remembered() {
    let sandbox = sandbox();
    let out = sandbox.run("install kubernetes good --mesh-version 2.10").success().out();
    assert!(out.contains("one of --set replaces that of the release"), "{out}");
    let out = sandbox.run("install init-container good --mesh-version 2.10").success().out();
    assert!(out.contains("Where a pod has the annotations already, join the values"), "{out}");
}

#[test]
fn what_lint_finds_broken_is_refused() {
    let sandbox = sandbox();
    for way in WAYS {
        let run = sandbox.run(&format!("install {way} broken --mesh-version 2.14")).refuses("error[CF003]");
        assert!(run.err().contains("broken is broken on the target, and nothing is installed"), "{}", run.err());
        assert!(run.err().contains("--force"));
        sandbox.run(&format!("install {way} broken --mesh-version 2.14 --force")).saying("error[CF003]");
    }
    // Warnings are shown and do not stop; what is allowed is not shown.
    sandbox.write("warned", GOOD.replace("localhost", ""));
    sandbox.run("install kubernetes warned --mesh-version 2.10").saying("warning[CF303]");
    sandbox.write(
        "allowed",
        GOOD.replace("    prometheus localhost", "    # corefilectl: allow CF303 for us\n    prometheus "),
    );
    sandbox.run("install kubernetes allowed --mesh-version 2.10").quietly();
    // No ConfigMap holds it.
    sandbox.write("large", format!("# {}\n{GOOD}", "x".repeat(1 << 20)));
    sandbox.run("install kubernetes large --mesh-version 2.10").refuses("CF409");
    sandbox.run("install init-container large --mesh-version 2.10").refuses("no ConfigMap can hold");
    sandbox.write("medium", format!("# {}\n{GOOD}", "x".repeat(300 << 10)));
    assert!(
        sandbox.run("install kubernetes medium --mesh-version 2.10").quietly().out().contains("apply --server-side")
    );
}

#[test]
fn coredns_is_brought_back_from_2_11_on() {
    let switch = "KUMA_RUNTIME_KUBERNETES_INJECTOR_BUILTIN_DNS_EXPERIMENTAL_PROXY";
    let out = |arguments: &str| sandbox().run(&format!("install {arguments}")).success().out();
    for way in ["kubernetes", "helm"] {
        assert!(!out(&format!("{way} good --mesh-version 2.10")).contains(switch));
        let zone = out(&format!("{way} good --mesh-version 2.11"));
        assert!(zone.contains(switch) && zone.contains("Envoy's DNS port is 15055 then"), "{zone}");
        let pods = out(&format!("{way} good --mesh-version 2.11 --embedded-dns pod-off"));
        assert!(
            !pods.contains(switch) && pods.contains("kuma.io/sidecar-env-vars: \"KUMA_DNS_PROXY_PORT=0\""),
            "{pods}"
        );
        sandbox()
            .run(&format!("install {way} good --mesh-version 2.14 --embedded-dns on"))
            .refuses("embedded DNS proxy");
        sandbox().run(&format!("install {way} good --mesh-version 2.5")).refuses("that came with 2.6");
        sandbox().run(&format!("install {way} good --mesh-version 3.0")).refuses("no Corefile any more");
    }
    let values = documents(&out("helm good --mesh-version 2.14"));
    assert_eq!(values[0]["controlPlane"]["envVars"][switch], "false");
    let pod = documents(&out("init-container good --mesh-version 2.14")).remove(2);
    let annotation = pod["metadata"]["annotations"]["kuma.io/sidecar-env-vars"].as_str().unwrap();
    assert!(annotation.contains("KUMA_DNS_PROXY_PORT=0") && annotation.contains("KUMA_DNS_ENVOY_DNS_PORT=15054"));
    sandbox().run("install init-container good --mesh-version 2.14 --embedded-dns on").refuses("embedded DNS proxy");
    sandbox()
        .run("install universal good --mesh-version 2.14 --layer data-plane --dns-proxy-port 1")
        .refuses("embedded DNS proxy");
}

#[test]
fn an_init_container_has_the_ports_that_queries_come_to() {
    let sandbox = sandbox();
    sandbox.write("cp.yaml", "runtime: {kubernetes: {injector: {builtinDNS: {port: 16000}}}}\n");
    let install = "install init-container good --mesh-version 2.14";
    for flags in ["--dns-coredns-port 16000", "--cp-config cp.yaml"] {
        sandbox.run(&format!("{install} {flags}")).refuses("iptables send queries to 1");
    }
    sandbox.run(&format!("{install} --cp-config cp.yaml --dns-coredns-port 16000")).success();
    sandbox.run("install init-container good --mesh-version 2.10 --cp-config cp.yaml").success();
    sandbox.run(&format!("{install} --dns-server-config-dir /tmp/a;b")).refuses("has no way to write = and ;");
    sandbox.run(&format!("{install} --dns-server-config-dir /etc/kuma")).refuses("a side-car's root is read-only");
    sandbox.run(&format!("{install} --dns-server-config-dir /etc/kuma --force")).success();
    sandbox.run(&format!("{install} --dns-server-config-dir /tmp/kuma")).success();
    sandbox.run("install init-container good --mesh-version 2.2 --dns-server-config-dir /etc/kuma").success();
    sandbox.run(&format!("{install} --uid 0")).refuses("--uid");
}

#[test]
fn universal_prints_one_way_or_all() {
    let sandbox = sandbox();
    let run = |arguments: &str| sandbox.run(&format!("install universal good --mesh-version 2.14 {arguments}"));
    assert_eq!(
        run("--layer data-plane --part flags").quietly().out(),
        "--dns-coredns-config-template-path=/etc/kuma/corefile.tmpl\n"
    );
    sandbox.write("cp.yaml", run("--part yaml").quietly().out());
    sandbox.write("etc/kuma.tmpl", GOOD);
    let rendered = sandbox.run("render --mesh-version 2.14 --platform universal --cp-config cp.yaml");
    rendered.refuses("bootstrapServer.params.corefileTemplatePath at cp.yaml:4");
    run("--path /etc/kuma/").refuses("as in /etc/kuma/corefile.tmpl");
    run("--layer data-plane --part yaml").refuses("--part env, flags or systemd");
    run("--part flags").refuses("--part yaml, env or systemd");
    sandbox.run("install universal good --mesh-version 2.5 --layer control-plane").refuses("came with 2.6");
    assert!(sandbox.run("install universal good --mesh-version 2.5").success().out().starts_with("kuma-dp 2.5.11"));
    assert!(
        sandbox.run("install universal --dp-template good --mesh-version 2.14").success().out().starts_with("kuma-dp")
    );
}

#[test]
fn wrong_uses_have_ways_out() {
    let sandbox = sandbox();
    sandbox.run("install").refuses("Usage");
    for way in WAYS {
        let install = format!("install {way} --mesh-version 2.10");
        sandbox.run(&install).refuses("which template?");
        sandbox.run(&format!("{install} missing")).refuses("open missing: no such file or directory");
        sandbox.run(&format!("{install} good --platform universal")).refuses("leave --platform");
        sandbox.run(&format!("{install} good --cp-template good --dp-template good")).refuses("name it once");
        let out = sandbox.command().args(install.split(' ')).arg("-").write_stdin(GOOD).assert().success().out();
        assert!(way == "universal" || out.contains("forward"), "{out}");
        let file = sandbox.run(&format!("{install} good --output-file out/../{way}.out")).code(2).err();
        assert!(file.contains("out"), "{file}");
        assert_eq!(sandbox.run(&format!("{install} good --output-file {way}.out")).success().out(), "");
        assert_eq!(sandbox.read(format!("{way}.out")), sandbox.run(&format!("{install} good")).out().as_bytes());
    }
    sandbox
        .run("install kubernetes good --mesh-version 2.10 --dns-envoy-port 1")
        .refuses("whose settings its injector writes");
    sandbox.run("install universal good --mesh-version 2.10 --cp-config x").refuses("leave --cp-config out");
    // This machine's environment is not that of a side-car.
    let variables = [("KUMA_DNS_ENVOY_DNS_PORT", "1"), ("KUMA_DNS_CORE_DNS_CONFIG_TEMPLATE_PATH", "/x")];
    let out = sandbox.run_with(&variables, "install init-container good --mesh-version 2.10").success().out();
    assert!(out.contains("KUMA_DNS_ENVOY_DNS_PORT=15055;") && !out.contains("/x"), "{out}");
    sandbox.write(".corefilectl.yaml", "mesh-version: '2.14'\nplatform: universal\n");
    assert!(sandbox.run("install kubernetes good").quietly().out().contains("EXPERIMENTAL_PROXY"));
    let out = sandbox.run("install kubernetes good --mesh-version 2.7").quietly().out();
    assert!(out.starts_with("# The control plane of Kuma 2.7.29 ") && !out.contains("EXPERIMENTAL_PROXY"), "{out}");
}

/// What the ContainerPatch resource has, and no more (kuma: deployments/charts/kuma/crds/kuma.io_containerpatches.yaml).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ContainerPatch {
    api_version: String,
    kind: String,
    metadata: serde_json::Map<String, Value>,
    spec: Patches,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Patches {
    sidecar_patch: Vec<Patch>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Patch {
    op: String,
    path: String,
    value: String,
}

/// A schema of Kubernetes in a folder that `make kubernetes` has filled.
fn schema(folder: &Path, kind: &str) -> jsonschema::Validator {
    let text = std::fs::read_to_string(folder.join("_definitions.json")).unwrap();
    let definitions: Value = serde_json::from_str(&text.replace("/api/_definitions.json#", "#")).unwrap();
    let schema =
        serde_json::json!({ "$ref": format!("#/$defs/io.k8s.api.core.v1.{kind}"), "$defs": definitions["$defs"] });
    jsonschema::validator_for(&schema).unwrap()
}

#[test]
fn manifests_fit_the_schemas() {
    let sandbox = sandbox();
    sandbox.write("crlf", GOOD.replace('\n', "\r\n"));
    let mut manifests = Vec::new();
    for arguments in ["kubernetes good", "kubernetes crlf", "init-container good", "init-container crlf --kong-mesh"] {
        for release in ["2.7", "2.14"] {
            let out = sandbox.run(&format!("install {arguments} --mesh-version {release}")).success().out();
            manifests.extend(documents(&out));
        }
    }
    assert_eq!(manifests.len(), 2 * (1 + 1 + 3 + 3));
    for patch in manifests.iter().filter(|document| document["kind"] == "ContainerPatch") {
        let patch: ContainerPatch = serde_json::from_value(patch.clone()).unwrap();
        assert_eq!((patch.api_version.as_str(), patch.kind.as_str()), ("kuma.io/v1alpha1", "ContainerPatch"));
        assert!(patch.metadata.contains_key("namespace"));
        let [Patch { op, path, value }] = patch.spec.sidecar_patch.as_slice() else { panic!("one patch") };
        assert_eq!((op.as_str(), path.as_str()), ("add", "/volumeMounts/-"));
        assert!(serde_json::from_str::<Value>(value).unwrap().is_object());
    }
    let Some(folder) = std::env::var_os("COREFILECTL_KUBERNETES").map(PathBuf::from) else {
        eprintln!("install: not held against Kubernetes' schemas, COREFILECTL_KUBERNETES names no folder of them");
        return;
    };
    let mut checked = 0;
    for release in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        for kind in ["ConfigMap", "Pod"] {
            let schema = schema(&release, kind);
            let of_kind: Vec<_> = manifests.iter().filter(|document| document["kind"] == kind).collect();
            for document in &of_kind {
                let mistakes: Vec<_> = schema.iter_errors(document).map(|error| error.to_string()).collect();
                assert!(mistakes.is_empty(), "{}: {mistakes:?}\n{document}", release.display());
                checked += 1;
            }
            // A field too many is a mistake, so the schema does look.
            let mut odd = of_kind[0].clone();
            odd["metadata"]["nmae"] = "x".into();
            assert!(!schema.is_valid(&odd));
        }
    }
    assert!(checked >= 2 * (8 + 4), "only {checked} objects were checked");
}

#[test]
fn systemd_takes_the_drop_in() {
    let sandbox = sandbox();
    if sandbox.tool("systemd-analyze").arg("--version").output().is_err() {
        eprintln!("install: the drop-in is not held against systemd, there is no systemd-analyze");
        return;
    }
    for (layer, program) in [("control-plane", "kuma-cp"), ("data-plane", "kuma-dp")] {
        let drop_in = sandbox
            .run(&format!("install universal good --mesh-version 2.14 --layer {layer} --part systemd"))
            .quietly()
            .out();
        let verify = |drop_in: &str| {
            sandbox.write(format!("{program}.service"), "[Service]\nExecStart=/bin/true\n");
            sandbox.write(format!("{program}.service.d/corefile.conf"), drop_in);
            let mut command = sandbox.tool("systemd-analyze");
            let output = command
                .args(["verify", "--man=no", &format!("./{program}.service")])
                .env("SYSTEMD_UNIT_PATH", sandbox.folder())
                .output()
                .unwrap();
            String::from_utf8(output.stderr).unwrap()
        };
        let said = verify(&drop_in);
        assert!(!said.contains("corefile.conf"), "{said}");
        // It does look at the drop-in.
        let said = verify(&drop_in.replace("Environment=", "Enviroment="));
        assert!(said.contains("corefile.conf"), "{said}");
    }
}
