//! `corefilectl doctor` where objects belong together: what is mounted where, what patches and ConfigMaps bring into an
//! environment, charts that other objects install, and documents that are broken in the middle.

use serde_json::Value;

use crate::harness::{Said as _, Sandbox};

/// The findings as `code message`, the verdicts, and what went to standard error.
fn ask(text: &str, arguments: &str) -> (Vec<String>, Vec<String>, String) {
    let sandbox = Sandbox::with([("all.yaml", text)]);
    let said = sandbox.run(&format!("doctor -o json all.yaml {arguments}"));
    let report: Value = serde_json::from_str(&said.out()).unwrap_or_else(|error| panic!("{error}: {}", said.err()));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let findings = report["findings"].as_array().unwrap().iter();
    let findings = findings.map(|finding| format!("{} {}", text(&finding["code"]), text(&finding["message"])));
    let classes = report["dataPlanes"].as_array().unwrap().iter().map(|class| text(&class["verdict"]));
    (findings.collect(), classes.collect(), said.err())
}

const CONFIG_MAP: &str = "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: dns, namespace: NAMESPACE}\ndata:\n  corefile: |\n    \
    .:{{ .CoreDNSPort }} {\n        forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    }\n";

/// A control plane with a template at this path, this mount and this volume, and the ConfigMap `dns` beside it.
fn control_plane(path: &str, mount: &str, volume: &str, namespace: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: cp, namespace: kuma-system}}\nspec:\n  template:\n    spec:\n      \
         containers:\n      - name: control-plane\n        image: docker.io/kumahq/kuma-cp:2.10.11\n        env:\n        - {{name: \
         KUMA_BOOTSTRAP_SERVER_PARAMS_COREFILE_TEMPLATE_PATH, value: {path}}}\n        volumeMounts:\n        - {{name: dns, \
         mountPath: /etc/dns{mount}}}\n      volumes:\n      - {{{volume}}}\n{}",
        CONFIG_MAP.replace("NAMESPACE", namespace)
    )
}

#[test]
fn paths_are_looked_up_as_in_a_container() {
    let plain = "name: dns, configMap: {name: dns}";
    let deep = "name: dns, configMap: {name: dns, items: [{key: corefile, path: sub/corefile}]}";
    let missing = "does not start: there is no file";
    let key = "key corefile of ConfigMap kuma-system/dns, is in force";
    for (path, mount, volume, finding, verdict) in [
        ("/etc/dns/corefile", "", plain, "", key),
        ("/etc/dns/corefile", ", subPath: sub", deep, "", key),
        ("/etc/dns/sub/corefile", "", deep, "", key),
        ("/etc/dns/..data/corefile", "", plain, "", key),
        ("/etc/dns/sub", "", deep, "CF405 /etc/dns/sub is a folder", "HTTP 500"),
        ("/etc/dns", "", "name: dns, secret: {secretName: dns}", "CF405 /etc/dns is a folder", "HTTP 500"),
        ("/etc/dns/a", "", "name: dns, secret: {secretName: dns}", "", "is in force"),
        ("/etc/dns", "", "name: dns, hostPath: {path: /x}", "", "is in force"),
        ("/etc/dns/corefile/", "", plain, "CF405 /etc/dns/corefile/ leads nowhere: it goes on behind a file", missing),
        (
            "/etc/dns/corefile",
            "",
            "name: other, configMap: {name: dns}",
            "CF405 nothing can be mounted at /etc/dns/corefile: the pod has no volume dns",
            "no volume dns",
        ),
    ] {
        let (findings, classes, _) = ask(&control_plane(path, mount, volume, "kuma-system"), "");
        assert_eq!(findings.join(" "), finding, "{path} {mount} {volume}");
        assert!(classes[0].contains(verdict), "{path} {mount} {volume}: {}", classes[0]);
    }
    let (findings, ..) = ask(&control_plane("/etc/dns/corefile", "", plain, "default"), "");
    assert_eq!(findings, ["CF405 of ConfigMap dns the inputs show only one in namespace default"]);
    // A StatefulSet brings volumes of its own.
    let set = control_plane("/etc/dns/corefile", "", "name: other, emptyDir: {}", "kuma-system");
    let set = set.replace("kind: Deployment", "kind: StatefulSet");
    let set = set.replacen("spec:\n", "spec:\n  volumeClaimTemplates: [{metadata: {name: dns}}]\n", 1);
    assert_eq!(ask(&set, "").0, [""; 0]);
}

/// A workload with a ContainerPatch of these operations and these annotations beside the one that names it.
fn patched(operations: &[(&str, &str)], annotations: &str) -> String {
    let operations: String = operations
        .iter()
        .map(|(path, value)| format!("  - op: add\n    path: {path}\n    value: '{value}'\n"))
        .collect();
    format!(
        "apiVersion: kuma.io/v1alpha1\nkind: ContainerPatch\nmetadata: {{name: cf, namespace: kuma-system}}\nspec:\n  \
         sidecarPatch:\n{operations}{}---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web, namespace: demo}}\nspec:\n  \
         template:\n    metadata:\n      annotations:\n        kuma.io/container-patches: cf\n{annotations}    spec:\n      \
         containers: [{{name: app, image: nginx}}]\n      volumes:\n      - {{name: dns, configMap: {{name: dns}}}}\n",
        CONFIG_MAP.replace("NAMESPACE", "demo")
    )
}

#[test]
fn patches_mount_volumes_of_the_pod() {
    let mount = [("/volumeMounts/-", r#"{"name":"dns","mountPath":"/etc/dns"}"#)];
    let stops = "kuma-dp stops when it starts DNS";
    for (path, finding, verdict) in [
        ("/etc/dns/corefile", "", "key corefile of ConfigMap demo/dns, is in force"),
        ("/etc/dns/Corefile", "CF405 ConfigMap demo/dns has no key Corefile", stops),
        ("/etc/dns", "CF405 /etc/dns is a folder", stops),
        ("/opt/corefile", "CF405 nothing is mounted into the side-car at /opt/corefile", stops),
        ("/tmp/corefile", "", "is in force"),
    ] {
        let annotation = format!("        kuma.io/sidecar-env-vars: KUMA_DNS_CORE_DNS_CONFIG_TEMPLATE_PATH={path}\n");
        let text = patched(&mount, &annotation);
        let (findings, classes, _) = ask(&text, "--mesh-version 2.10 --ignore CF403");
        assert_eq!(findings.join(" "), finding, "{path}");
        assert!(classes[0].contains(verdict), "{path}: {}", classes[0]);
        // What nobody shows may mount anything.
        let without = text.replace("kind: ContainerPatch", "kind: Other");
        let (findings, _, err) = ask(&without, "--mesh-version 2.10 --ignore CF403");
        assert_eq!(findings, [""; 0], "{path}");
        assert!(err.contains("Deployment demo/web: ContainerPatch cf is not among the inputs"), "{err}");
    }
    let other = [("/volumeMounts/-", r#"[{"name":"dnsx","mountPath":"/etc/dns"}]"#)];
    let path = "        kuma.io/sidecar-env-vars: KUMA_DNS_CORE_DNS_CONFIG_TEMPLATE_PATH=/etc/dns/corefile\n";
    let (findings, ..) = ask(&patched(&other, path), "--mesh-version 2.10 --ignore CF403");
    assert_eq!(findings, ["CF405 nothing can be mounted at /etc/dns/corefile: the pod has no volume dnsx"]);
    // The template is known, so it is linted.
    let text = patched(&mount, path).replace(".CoreDNSPort", ".CoreDNSEmptyPort");
    let (findings, ..) = ask(&text, "--mesh-version 2.10 --lint --select CF003");
    assert_eq!(findings, ["CF003 the field CoreDNSEmptyPort exists in 2.7 and earlier only"]);
}

#[test]
fn patches_set_variables_behind_all_others() {
    let port = |annotation: &str, operation: (&str, &str)| {
        let sandbox = Sandbox::with([("all.yaml", patched(&[operation], annotation).as_str())]);
        let said = sandbox.run("doctor -o json all.yaml --mesh-version 2.10");
        let report: Value = serde_json::from_str(&said.out()).unwrap();
        report["dataPlanes"][0]["settings"]["CoreDNSPort"].clone()
    };
    let variable = ("/env/-", r#"{"name":"KUMA_DNS_CORE_DNS_PORT","value":"1053"}"#);
    assert_eq!(port("", variable), 1053);
    assert_eq!(port("        kuma.io/sidecar-env-vars: KUMA_DNS_CORE_DNS_PORT=1054\n", variable), 1053);
    assert_eq!(port("", ("/env/-", "no JSON")), 15053);
    assert_eq!(port("", ("/ports/-", variable.1)), 15053);
}

#[test]
fn environments_come_out_of_config_maps() {
    let text = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: cp, namespace: kuma-system}\nspec:\n  template:\n    spec:\n      \
                containers:\n      - name: control-plane\n        image: kuma-cp:2.10.3\n        envFrom: [{prefix: KUMA_, configMapRef: \
                {name: env}}]\n        env: []\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: env, namespace: \
                kuma-system}\ndata: {BOOTSTRAP_SERVER_PARAMS_COREFILE_TEMPLATE_PATH: /etc/nope, OTHER: a}\n";
    let (findings, _, err) = ask(text, "");
    assert_eq!(
        (findings.as_slice(), err.as_str()),
        (["CF405 nothing is mounted at /etc/nope".to_owned()].as_slice(), "")
    );
    // `env` beats `envFrom`.
    let own = "env: [{name: KUMA_BOOTSTRAP_SERVER_PARAMS_COREFILE_TEMPLATE_PATH, value: ''}]";
    assert_eq!(ask(&text.replace("env: []", own), "").0, [""; 0]);
    let one = "env: [{name: KUMA_BOOTSTRAP_SERVER_PARAMS_COREFILE_TEMPLATE_PATH, valueFrom: {configMapKeyRef: {name: env, key: \
               KEY}}}]";
    let one = text.replace("env: []", one).replace("envFrom", "other");
    let key = one.replace("KEY}", "BOOTSTRAP_SERVER_PARAMS_COREFILE_TEMPLATE_PATH}");
    assert_eq!(ask(&key, "").0, ["CF405 nothing is mounted at /etc/nope"]);
    let (findings, classes, err) = ask(&one, "");
    assert_eq!(findings, [""; 0]);
    assert!(classes[0].starts_with("as far as the inputs show, "), "{}", classes[0]);
    assert!(
        err.contains("Deployment kuma-system/cp: the value of KUMA_BOOTSTRAP_SERVER_PARAMS_COREFILE_TEMPLATE_PATH")
    );
    let (.., err) = ask(&text.replace("name: env, namespace", "name: other, namespace"), "");
    assert!(err.contains("envFrom out of ConfigMap env, which is not among the inputs, are not seen"), "{err}");
}

#[test]
fn a_value_that_is_not_seen_leaves_the_verdict_open() {
    let text = "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: demo}\nspec: {containers: [{name: kuma-sidecar, image: \
                \"kuma-dp:2.12.5\", env: [{name: KUMA_DNS_PROXY_PORT, valueFrom: {secretKeyRef: {name: x, key: y}}}, {name: \
                POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]}]}\n";
    let (_, classes, err) = ask(text, "");
    assert!(classes[0].starts_with("as far as the inputs show, the Corefile built into kuma-dp"), "{}", classes[0]);
    assert!(err.contains("Pod demo/a: the value of KUMA_DNS_PROXY_PORT is not seen"), "{err}");
    let (_, classes, err) = ask(&text.replace("KUMA_DNS_PROXY_PORT", "INSTANCE_IP"), "");
    assert!(classes[0].starts_with("the Corefile built into kuma-dp") && err.is_empty(), "{} {err}", classes[0]);
}

#[test]
fn the_configuration_is_the_one_that_is_mounted() {
    let text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: my-cp-config, namespace: kuma-system}\ndata:\n  config.yaml: |\n    \
                bootstrapServer:\n      params:\n        corefileTemplatePath: /etc/dns\n        corefileTemplatPath: /x\n---\n\
                apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: cp, namespace: kuma-system}\nspec:\n  template:\n    spec:\n      \
                containers:\n      - name: control-plane\n        image: kuma-cp:2.10.3\n        args: [run, -c, \
                /etc/kuma/config.yaml]\n        volumeMounts: [{name: c, mountPath: /etc/kuma}]\n      volumes: [{name: c, \
                configMap: {name: my-cp-config}}]\n";
    let (findings, ..) = ask(text, "");
    assert_eq!(findings.len(), 2, "{findings:?}");
    assert_eq!(findings[0], "CF405 nothing is mounted at /etc/dns");
    assert!(findings[1].starts_with("CF404"), "{findings:?}");
    assert_eq!(ask(&text.replace("-c, ", ""), "").0, [""; 0]);
}

#[test]
fn nothing_is_missing_in_what_is_broken() {
    let values = "controlPlane:\n  envVars:\n    KUMA_BOOTSTRAP_SERVER_PARAMS_COREFILE_TEMPLATE_PATH: /etc/x\n  extraConfigMaps:\n  - \
                  name: a\n    mountPath: \"/etc\n";
    let deployment = control_plane("/etc/x/corefile", "", "name: dns, configMap: {name: dns}", "kuma-system");
    let deployment = deployment.replace("      volumes:\n", "        - {name: \"x\n      volumes:\n");
    let config_map = control_plane("/etc/dns/other", "", "name: dns, configMap: {name: dns}", "kuma-system");
    let config_map = format!("{config_map}  b: \"\n---\n");
    for text in [values, &deployment, &config_map] {
        let (findings, classes, _) = ask(text, "--mesh-version 2.10");
        assert!(findings.iter().all(|finding| finding.starts_with("CF903")) && !findings.is_empty(), "{findings:?}");
        assert!(classes[0].starts_with("as far as the inputs show, the control plane's template"), "{}", classes[0]);
    }
}

#[test]
fn charts_that_other_objects_install() {
    let values = "{controlPlane: {envVars: {KUMA_BOOTSTRAP_SERVER_PARAMS_COREFILE_TEMPLATE_PATH: /etc/nope}}}";
    let flux = |chart: &str, values: &str| {
        format!(
            "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {{name: a}}\nspec:\n  chart: {{spec: {chart}}}\n  values: {values}\n"
        )
    };
    let argo = |source: &str| {
        format!(
            "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {{name: a}}\nspec:\n  source:\n{source}"
        )
    };
    let text = format!(
        "    chart: kuma\n    targetRevision: 2.9.4\n    helm:\n      values: |\n        # values\n        {values}\n"
    );
    let object = format!("    chart: kuma\n    targetRevision: 2.9.4\n    helm: {{valuesObject: {values}}}\n");
    for input in [
        flux("{chart: kuma, version: 2.9.4}", values),
        flux("{chart: kong-mesh, version: 2.9.4}", &format!("{{kuma: {values}}}")),
        flux("{chart: mirror, version: 2.9.4}", values),
        argo(&text),
        argo(&object),
        argo(&object).replace("  source:\n    chart", "  sources:\n  - {repoURL: x, path: y}\n  - chart"),
    ] {
        let sandbox = Sandbox::with([("all.yaml", input.as_str())]);
        let said = sandbox.run("doctor all.yaml").code(1).out();
        assert!(said.contains("error[CF405]: nothing is mounted at /etc/nope"), "{input}\n{said}");
        assert!(said.contains("kuma-dp 2.9.4 on kubernetes"), "{input}\n{said}");
        let line = input.lines().position(|line| line.contains("/etc/nope")).unwrap() + 1;
        let column = input.lines().nth(line - 1).unwrap().find("/etc/nope").unwrap() + 1;
        assert!(said.contains(&format!("all.yaml:{line}:{column}")), "{line}:{column} {input}\n{said}");
    }
    // A tag beats the version of the chart.
    let tagged = flux("{chart: kuma, version: 2.9.4}", "{global: {image: {tag: 2.8.1}}}");
    let sandbox = Sandbox::with([("all.yaml", tagged.as_str())]);
    assert!(sandbox.run("doctor all.yaml").success().out().contains("kuma-dp 2.8.1"));
    let other = "{controlPlane: {mode: global}, image: {tag: '1.0'}}";
    for input in [flux("{chart: istio}", other), argo(&object.replace("kuma", "istio").replace("KUMA_", "X_"))] {
        Sandbox::with([("all.yaml", input.as_str())]).run("doctor all.yaml").refuses("nothing about the DNS of a mesh");
    }
    let broken = argo(&text.replace("{controlPlane", "{{controlPlane: ["));
    assert!(ask(&broken, "").0[0].starts_with("CF903 not readable as YAML"));
}

#[test]
fn many_data_planes_with_one_template_take_little_time() {
    let mut text =
        format!("apiVersion: v1\nkind: List\nitems:\n{}", indented_item(&CONFIG_MAP.replace("NAMESPACE", "demo")));
    for number in 0..2000 {
        text.push_str(&format!(
            "- apiVersion: v1\n  kind: Pod\n  metadata: {{name: web-{number}, namespace: demo}}\n  spec:\n    containers:\n    - name: \
             kuma-sidecar\n      image: kumahq/kuma-dp:2.10.11\n      env:\n      - {{name: KUMA_DNS_CORE_DNS_CONFIG_TEMPLATE_PATH, \
             value: /etc/dns/corefile}}\n      volumeMounts:\n      - {{name: dns, mountPath: /etc/dns}}\n    volumes:\n    - {{name: \
             dns, configMap: {{name: dns}}}}\n"
        ));
    }
    let sandbox = Sandbox::with([("all.yaml", text.as_str())]);
    let said = sandbox.run_within(4, "doctor all.yaml --ignore CF403").success().out();
    assert!(said.contains("2000 data planes") && said.contains("key corefile of ConfigMap demo/dns"), "{said}");
}

/// A document as an item of a list.
fn indented_item(document: &str) -> String {
    let lines = document.trim_start_matches("---\n").lines().enumerate();
    lines.map(|(index, line)| format!("{}{line}\n", if index == 0 { "- " } else { "  " })).collect()
}
