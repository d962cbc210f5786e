//! `corefilectl doctor` on what is no YAML of Kubernetes: environment files, units, scripts, containers, flags of the chart.

use serde_json::Value;

use crate::harness::{Said as _, Sandbox};

/// The findings as `code line:column message`, the classes, and what is said beside.
fn ask(files: &[(&str, &str)], arguments: &str) -> (Vec<String>, Vec<Value>, String) {
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    let said = Sandbox::with(files.iter().copied()).run(&format!("doctor -o json {} {arguments}", names.join(" ")));
    let report: Value = serde_json::from_str(&said.out()).unwrap_or_else(|error| panic!("{error}: {}", said.err()));
    let findings = report["findings"].as_array().unwrap().iter().map(|finding| {
        let at = &finding["range"]["start"];
        let text = |field: &str| finding[field].as_str().unwrap().to_owned();
        format!("{} {}:{} {}", text("code"), at["line"], at["column"], text("message"))
    });
    (findings.collect(), report["dataPlanes"].as_array().unwrap().clone(), said.err())
}

fn codes(files: &[(&str, &str)], arguments: &str) -> Vec<String> {
    ask(files, arguments).0.iter().map(|finding| finding[..5].to_owned()).collect()
}

/// What data planes have of a setting, by their examples.
fn values(files: &[(&str, &str)], arguments: &str, setting: &str) -> Vec<String> {
    let classes = ask(files, arguments).1;
    let of =
        |class: &Value| format!("{} {}", class["examples"][0].as_str().unwrap_or("none"), class["settings"][setting]);
    classes.iter().map(of).collect()
}

#[test]
fn flags_that_the_release_lacks_stop_kuma_dp() {
    let empty = [("run.sh", "kuma-dp run --dns-coredns-empty-port=15055 --name x\n")];
    let (findings, classes, _) = ask(&empty, "--mesh-version 2.10");
    assert_eq!(findings, ["CF412 1:13 unknown flag: --dns-coredns-empty-port"]);
    assert_eq!(classes[0]["inForce"], "stops");
    assert!(
        classes[0]["verdict"]
            .as_str()
            .unwrap()
            .ends_with("kuma-dp does not start: unknown flag: --dns-coredns-empty-port")
    );
    assert!(codes(&empty, "--mesh-version 2.7").is_empty());
    let logging = [("run.sh", "kuma-dp run --dns-enable-logging\n")];
    assert_eq!(codes(&logging, "--mesh-version 2.5"), ["CF412"]);
    assert!(codes(&logging, "--mesh-version 2.6").is_empty());
    // Nobody says which release it is.
    let supposed = [("run.sh", "kuma-dp run --dns-coredns-empty-port=15055 --dns-enable-logging\n")];
    assert!(codes(&supposed, "").is_empty());
}

#[test]
fn containers_have_an_image_and_an_environment() {
    let docker = |options: &str, image: &str| {
        format!(
            "docker run -d {options} --network host \\\n  -e KUMA_DNS_CORE_DNS_CONFIG_TEMPLATE_PATH=/etc/corefile \\\n  \
             -v /etc/corefile:/etc/corefile:ro \\\n  {image} run --cp-address=https://cp:5678 --dns-coredns-port=1053\n"
        )
    };
    for (options, image) in [
        ("--name kuma-dp", "docker.io/kumahq/kuma-dp:2.11.3"),
        ("", "docker.io/kumahq/kuma-dp:2.11.3"),
        ("-it --rm --name=kuma-dp -p=1:1 -eA=b", "kuma-dp:2.11.3"),
        ("--entrypoint /usr/bin/kuma-dp", "docker.io/kumahq/kuma-dp:2.11.3"),
    ] {
        let line = docker(options, image);
        let (findings, classes, _) = ask(&[("d.sh", &line)], "");
        assert!(findings.is_empty(), "{findings:?}");
        assert_eq!((classes.len(), &classes[0]["release"]), (1, &"2.11.3".into()), "{line}");
        assert_eq!((&classes[0]["releaseIsSupposed"], &classes[0]["inForce"]), (&false.into(), &"data-plane".into()));
        assert_eq!(classes[0]["settings"]["CoreDNSPort"], 1053);
    }
    let files = docker("--env-file /etc/kuma/dp.env --env KUMA_DNS_ENVOY_DNS_PORT=1", "kuma-dp:2.11.3");
    let env = ("dp.env", "KUMA_DNS_ENVOY_DNS_PORT=2\nKUMA_DNS_PROMETHEUS_PORT=3\n");
    for (setting, value) in [("EnvoyDNSPort", 1), ("PrometheusPort", 3)] {
        let found = values(&[("d.sh", &files), env], "", setting);
        assert_eq!(found, [format!("kuma-dp of d.sh {value}")]);
    }
    assert!(ask(&[("d.sh", &files)], "").2.contains("/etc/kuma/dp.env is not among the inputs"));
    // The release of a tag that a shell puts in is not known.
    let unknown = docker("", "kumahq/kuma-dp:$VERSION");
    assert_eq!(ask(&[("d.sh", &unknown)], "").1[0]["releaseIsSupposed"], true);
    let inner = "docker run --entrypoint sh -e KUMA_DNS_ENVOY_DNS_PORT=7 kumahq/kuma-dp:2.10.1 -c 'exec kuma-dp run'\n";
    assert_eq!(values(&[("d.sh", inner)], "", "EnvoyDNSPort"), ["kuma-dp of d.sh 7"]);
}

#[test]
fn services_of_docker_compose() {
    let compose = "services:\n  web: {image: nginx}\n  dp:\n    image: docker.io/kumahq/kuma-dp:2.10.11\n    environment: {KUMA_DNS_CORE_DNS_PORT: \"70000\"}\n    command: [run, --dns-coredns-port=1]\n";
    let (findings, classes, _) = ask(&[("compose.yaml", compose)], "");
    let found: Vec<_> =
        findings.iter().map(|finding| finding.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(found, ["CF302 5:43", "CF406 6:20"], "{findings:?}");
    assert_eq!((&classes[0]["release"], &classes[0]["platform"]), (&"2.10.11".into(), &"universal".into()));
    for (service, port) in [
        ("environment: [KUMA_DNS_CORE_DNS_PORT=5]\n    command: run --name a", 5),
        ("entrypoint: [/bin/sh, -c, \"exec kuma-dp run --dns-coredns-port=6\"]", 6),
        ("command: 'run --dns-coredns-port ${PORT}'", 15053),
        ("environment:\n    - KUMA_DNS_CORE_DNS_PORT\n    command: run", 15053),
    ] {
        let text = format!("services:\n  dp:\n    image: kumahq/kuma-dp:2.10.11\n    {service}\n");
        assert_eq!(ask(&[("compose.yaml", &text)], "").1[0]["settings"]["CoreDNSPort"], port, "{text}");
    }
    let control = "services:\n  cp:\n    image: kumahq/kuma-cp:2.10.1\n    command: [run, -c, /a]\n    environment:\n      KUMA_BOOTSTRAP_SERVER_PARAMS_COREFILE_TEMPLATE_PATH: /etc/corefile\n";
    assert_eq!(ask(&[("compose.yaml", control)], "").1[0]["inForce"], "control-plane");
    let other = Sandbox::with([("compose.yaml", "services:\n  web: {image: nginx, command: [run]}\n")]);
    other.run("doctor compose.yaml").refuses("nothing about the DNS of a mesh");
}

#[test]
fn environment_files_have_no_words_of_a_shell() {
    for (text, expected) in [
        ("MOTD=don't panic\nKUMA_DNS_CORE_DNS_PORT=70000\n", "CF302 2:1 "),
        ("\u{feff}KUMA_DNS_CORE_DNS_PORT=70000\n", "CF302 1:"),
        ("PW=a#b;c&d\nKUMA_DNS_ENVOY_DNS_PORT=1&2\n", "CF412 2:1 "),
        ("; a\n# b\nKUMA_DNS_ENVOY_DNS_PORT=\"15\"\n", ""),
        ("KUMA_DNS_ENVOY_DNS_PORT=${PORT}\n", ""),
    ] {
        for name in ["dp.env", "kuma"] {
            let (findings, ..) = ask(&[(name, text)], "--mesh-version 2.10");
            let fits = findings
                .first()
                .map_or(expected.is_empty(), |finding| !expected.is_empty() && finding.starts_with(expected));
            assert!(fits && findings.len() < 2, "{name} {text}: {findings:?}");
        }
    }
    let path = ask(&[("q.env", "KUMA_DNS_CORE_DNS_CONFIG_TEMPLATE_PATH=/etc/my dns/corefile\n")], "").1;
    assert_eq!(path[0]["path"], "/etc/my dns/corefile");
}

#[test]
fn scripts_are_read_to_their_ends() {
    let tail = "KUMA_DNS_CORE_DNS_PORT=70000 kuma-dp run\n";
    for head in [
        "# can't\necho \"it's fine\"\ncat > /etc/corefile <<EOF\n# can't be\n.:{{ .CoreDNSPort }} {\n}\nit's\nEOF\n",
        "cat <<-'E' | tee a\n\tit's\n\tE\n",
        "echo don't\n",
        "cat <<NEVER\n",
        "x=$(date \"+%s\") y=`id -u` kuma-cp version\n",
        "((x = 1 << 2))\n",
    ] {
        assert_eq!(codes(&[("a.sh", &format!("{head}{tail}"))], "--mesh-version 2.10"), ["CF302"], "{head}");
    }
    let inside = "cat >dp.env <<EOF\nKUMA_DNS_CORE_DNS_PORT=70000\nkuma-dp run\nEOF\nkuma-dp run --name \"$(hostname -f)\" --dns-coredns-port=7\n";
    assert_eq!(values(&[("a.sh", inside)], "", "CoreDNSPort"), ["kuma-dp $(hostname -f) of a.sh 7"]);
}

#[test]
fn a_unit_is_a_world_of_its_own() {
    let unit = "[Unit]\nDescription=Kuma's data plane, don't touch\n; Environment=\"KUMA_DNS_CORE_DNS_PORT=9\"\n[Service]\nUser=kuma-dp\nEnvironment=\"KUMA_DNS_CORE_DNS_PORT=1053\" \\\n  # between\n  KUMA_DNS_PROMETHEUS_PORT=1056\nEnvironmentFile=-/etc/kuma/dp.env\nExecStart=-/usr/local/bin/kuma-dp run --name=web --dns-prometheus-port=1\nEnvironment=KUMA_DNS_ENVOY_DNS_PORT=1055\n";
    let other = "[Service]\nExecStart=/usr/bin/kuma-dp run --name=other\n";
    let env = ("etc/dp.env", "KUMA_DNS_CORE_DNS_PORT=2053\n");
    let files = [("kuma-dp.service", unit), env, ("other.service", other)];
    for (setting, web, default) in
        [("CoreDNSPort", 2053, 15053), ("EnvoyDNSPort", 1055, 15054), ("PrometheusPort", 1056, 19153)]
    {
        let expected =
            [format!("kuma-dp web of kuma-dp.service {web}"), format!("kuma-dp other of other.service {default}")];
        assert_eq!(values(&files, "", setting), expected, "{setting}");
    }
    let (findings, classes, beside) = ask(&files[..1], "--mesh-version 2.10");
    assert_eq!(classes[0]["settings"]["CoreDNSPort"], 1053);
    assert!(findings.len() == 1 && findings[0].starts_with("CF406 10:"), "{findings:?}");
    assert!(beside.contains("/etc/kuma/dp.env is not among the inputs"), "{beside}");
    // A drop-in has no command of its own.
    let drop_in = "[Service]\nEnvironment=KUMA_DNS_ENABLED=false\n";
    assert_eq!(ask(&[("override.conf", drop_in)], "").1[0]["inForce"], "none");
    let specifier =
        "[Service]\nEnvironment=KUMA_DNS_ENVOY_DNS_PORT=%i\nExecStart=kuma-dp run --dns-coredns-port=$PORT\n";
    assert!(codes(&[("dp@.service", specifier)], "").is_empty());
}

#[test]
fn what_is_exported_goes_to_all_and_each_takes_its_own() {
    let twice = "export KUMA_DNS_CORE_DNS_PORT=1053\nkuma-dp run --name a &\nkuma-dp run --name b &\n";
    let (_, classes, _) = ask(&[("w.sh", twice)], "");
    assert_eq!(
        (classes.len(), &classes[0]["count"], &classes[0]["settings"]["CoreDNSPort"]),
        (1, &2.into(), &1053.into())
    );
    let both = "export KUMA_BOOTSTRAP_SERVER_PARAMS_COREFILE_TEMPLATE_PATH=/etc/corefile\nkuma-cp run &\nkuma-dp run --name a &\n";
    let (findings, classes, _) = ask(&[("x.sh", both)], "--mesh-version 2.10");
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(classes[0]["inForce"], "control-plane");
    // Where kuma-cp is all there is, a variable of kuma-dp does nothing.
    let slip = "export KUMA_DNS_CORE_DNS_CONFIG_TEMPLATE_PATH=/etc/corefile\nkuma-cp run\n";
    assert_eq!(codes(&[("x.sh", slip)], "--mesh-version 2.10"), ["CF404"]);
    let kept = "KUMA_DNS_CORE_DNS_PORT=1053\nkuma-dp run\n";
    let (_, classes, beside) = ask(&[("x.sh", kept)], "");
    assert_eq!(classes[0]["settings"]["CoreDNSPort"], 15053);
    assert!(beside.contains("KUMA_DNS_CORE_DNS_PORT is not exported"), "{beside}");
    for exported in ["set -a\n", "set -o allexport\n"] {
        assert_eq!(values(&[("x.sh", &format!("{exported}{kept}"))], "", "CoreDNSPort"), ["kuma-dp of x.sh 1053"]);
    }
    let later = "A=1 KUMA_DNS_CORE_DNS_PORT=1053\nexport KUMA_DNS_CORE_DNS_PORT\nkuma-dp run\n";
    assert_eq!(values(&[("x.sh", later)], "", "CoreDNSPort"), ["kuma-dp of x.sh 1053"]);
    let unset = "export KUMA_DNS_CORE_DNS_PORT=1053\nunset KUMA_DNS_CORE_DNS_PORT\nkuma-dp run\n";
    assert_eq!(values(&[("x.sh", unset)], "", "CoreDNSPort"), ["kuma-dp of x.sh 15053"]);
}

#[test]
fn programs_start_behind_others() {
    for line in [
        "sudo -u kuma-dp KUMA_DNS_ENABLED=false kuma-dp run --name a",
        "sudo -u kuma-dp -E KUMA_DNS_ENABLED=false kuma-dp run --name a",
        "sudo KUMA_DNS_ENABLED=false kuma-dp run --name a",
        "/usr/bin/env KUMA_DNS_ENABLED=false kuma-dp run --name a",
        "exec env -i KUMA_DNS_ENABLED=false kuma-dp --log-level debug run --name a",
        "nohup env KUMA_DNS_ENABLED=false kuma-dp run --name a >a.log 2>&1 &",
        "su kuma-dp -s /bin/sh -c 'KUMA_DNS_ENABLED=false exec kuma-dp run --name a'",
    ] {
        let (findings, classes, _) = ask(&[("e.sh", &format!("{line}\n"))], "");
        assert!(findings.is_empty(), "{line}: {findings:?}");
        assert_eq!((classes.len(), &classes[0]["inForce"]), (1, &"none".into()), "{line}");
        assert_eq!(classes[0]["examples"][0], "kuma-dp a of e.sh", "{line}");
    }
    for line in ["echo kuma-dp run --dns-proxy-port=1", "id kuma-dp", "docker ps --filter name=kuma-dp run"] {
        Sandbox::with([("e.sh", format!("{line}\n").as_str())]).run("doctor e.sh").code(2);
    }
}

#[test]
fn what_a_shell_puts_in_is_not_known() {
    let line = "export KUMA_DNS_CORE_DNS_PORT=$DNS_PORT\nkuma-dp run --name a --dns-envoy-port=${ENVOY_PORT:-15054} --dns-enabled=$X --dns-prometheus-port `cat port`\n";
    let (findings, classes, beside) = ask(&[("v.sh", line)], "--mesh-version 2.10");
    assert!(findings.is_empty(), "{findings:?}");
    assert_ne!(classes[0]["inForce"], "stops");
    for name in ["KUMA_DNS_CORE_DNS_PORT", "--dns-envoy-port", "--dns-enabled", "--dns-prometheus-port"] {
        assert!(beside.contains(&format!("{name} takes its value from elsewhere")), "{name}: {beside}");
    }
    let path = "kuma-dp run --dns-coredns-config-template-path=\"$DIR/corefile\"\n";
    let (_, classes, _) = ask(&[("v.sh", path)], "--mesh-version 2.10");
    assert_eq!((&classes[0]["inForce"], &classes[0]["path"]), (&"data-plane".into(), &"$DIR/corefile".into()));
    // In single quotes a dollar is a dollar.
    assert_eq!(codes(&[("v.sh", "kuma-dp run --dns-envoy-port='$X'\n")], ""), ["CF412"]);
}

#[test]
fn flags_of_kumactl_and_helm_are_values_of_the_chart() {
    let path = "controlPlane.envVars.KUMA_BOOTSTRAP_SERVER_PARAMS_COREFILE_TEMPLATE_PATH";
    for (line, expected) in [
        (
            format!("kumactl install control-plane --mode=global --set {path}=/x | kubectl apply -f -"),
            "CF404 1:51 a global",
        ),
        (
            format!("kumactl install control-plane --set {path}=/x --set controlPlane.mode=global"),
            "CF404 1:37 a global",
        ),
        (
            "kumactl install control-plane --set bootstrapServer.params.corefileTemplatePath=/x".to_owned(),
            "CF404 1:37 the chart has no value",
        ),
        (
            "kumactl install control-plane --set controlPlane.bootstrapServer.params.corefileTemplatePath=/x"
                .to_owned(),
            "CF404 1:37 the chart has no value",
        ),
        (
            format!(
                "kumactl install control-plane --set '{path}=/etc/dns' --set 'controlPlane.extraConfigMaps[0].name=a,controlPlane.extraConfigMaps[0].mountPath=/etc/dns/c'"
            ),
            "CF405 1:37 /etc/dns is a folder",
        ),
        (format!("kumactl install control-plane --set {path}=/x"), "CF405 1:37 nothing is mounted"),
        (format!("kumactl install control-plane --set {path}=/x -f values.yaml"), ""),
        (format!("helm install kuma kuma/kuma --set kuma.{path}=/x"), "CF404 1:35 Kuma's chart has no value"),
        (
            format!("helm upgrade -i -n kuma-system kuma kong-mesh/kong-mesh --set {path}=/x -f v"),
            "CF404 1:63 Kong Mesh's chart",
        ),
        (format!("helm install kuma kong-mesh/kong-mesh -f v --set kuma.{path}=/x"), ""),
        (format!("helm install kong-mesh kuma/kuma -f v --set {path}=/x"), ""),
        (format!("kumactl install control-plane -f v --set kuma.{path}=/x"), "CF404 1:42 `kuma."),
    ] {
        let (findings, ..) = ask(&[("k.sh", &format!("{line}\n"))], "--mesh-version 2.10");
        let fits = findings
            .first()
            .map_or(expected.is_empty(), |finding| !expected.is_empty() && finding.starts_with(expected));
        assert!(fits && findings.len() < 2, "{line}: {findings:?}");
    }
    for (line, release) in [
        ("helm install kuma kuma/kuma --version 2.10.3", "2.10.3"),
        (
            "helm install kuma kuma/kuma --version=2.10.3 --set controlPlane.image.tag=2.9.1,dataPlane.image.tag=2.9.1",
            "2.9.1",
        ),
        ("kumactl install control-plane --version 2.12.3", "2.12.3"),
    ] {
        let (_, classes, _) = ask(&[("k.sh", &format!("{line}\n"))], "");
        assert_eq!(
            (&classes[0]["release"], &classes[0]["platform"]),
            (&release.into(), &"kubernetes".into()),
            "{line}"
        );
    }
    let logging = "helm install kuma kuma/kuma --set dataPlane.dnsLogging=true\n";
    assert_eq!(ask(&[("k.sh", logging)], "--mesh-version 2.10").1[0]["settings"]["CoreDNSLogging"], true);
    let transparent = "kumactl install transparent-proxy --redirect-dns --kuma-dp-user kuma-dp\n";
    assert_eq!(ask(&[("k.sh", transparent)], "").1[0]["platform"], "universal");
    let release = "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: kuma}\nspec:\n  chart: {spec: {chart: kuma, version: 2.12.1}}\n  values: {controlPlane: {mode: zone}}\n";
    assert_eq!(ask(&[("hr.yaml", release)], "").1[0]["release"], "2.12.1");
    Sandbox::with([("k.sh", "helm install web bitnami/nginx --set controlPlane.mode=global\n")])
        .run("doctor k.sh")
        .code(2);
}

#[test]
fn odd_texts_do_no_harm() {
    let many = format!("{}kuma-dp run\n", "cat <<E$(( \"' `\n".repeat(20_000));
    let nested = format!("kuma-dp run --name {}\n", "$(".repeat(50_000));
    let exports: String = (0..5_000).map(|n| format!("export KUMA_DNS_{n}=1\nkuma-dp run\n")).collect();
    let deep = format!("sh -c '{}'\n", "sh -c \"".repeat(2_000));
    let set = format!("helm install kuma kuma/kuma --set {}=1 --set 'a[999999999].b=1,{{{{'\n", "a.".repeat(20_000));
    for text in [&many, &nested, &exports, &deep, &set] {
        for name in ["a.sh", "a.env", "a.service"] {
            let said = Sandbox::with([(name, text.as_str())]).run(&format!("doctor {name}"));
            assert!(!said.err().contains("panicked") && said.get_output().status.code().is_some(), "{name}");
        }
    }
}
