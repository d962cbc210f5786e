//! The smaller commands, help texts and mistakes in the command line.

use predicates::prelude::*;
use serde_json::{Value, json};

use crate::harness::{Said, Sandbox};

const SHELLS: [&str; 5] = ["bash", "zsh", "fish", "powershell", "elvish"];

#[test]
fn releases_in_three_formats() {
    let sandbox = Sandbox::new();
    let table = sandbox.run("releases").quietly().out();
    assert!(table.starts_with(
        "KUMA      COREDNS   GO        DEFAULT COREFILE   CP OVERRIDE   EMBEDDED DNS   EMPTY PORT   LOGGING\n"
    ));
    assert!(
        table.contains(
            "\n1.1.3     1.8.3     1.15*     1.1.3              no            no             yes          no\n"
        )
    );
    assert!(table.contains(
        "\n2.7.29    1.14.6    1.26.5    2.6                yes           no             yes          yes\n"
    ));
    assert!(table.contains(
        "\n2.14.3    1.14.6    1.26.5    2.11               yes           yes            no           yes\n"
    ));
    assert!(table.ends_with("* Go before 1.21 is not recorded: taken from Go's release notes\n"));
    let json: Value = serde_json::from_str(&sandbox.run("releases -o json").quietly().out()).unwrap();
    let yaml: Value = serde_yaml::from_str(&sandbox.run("releases --output yaml").quietly().out()).unwrap();
    assert_eq!(json, yaml);
    let rows = json.as_array().unwrap();
    let in_table = table.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit())).count();
    assert_eq!(rows.len(), in_table);
    assert_eq!((&rows[0]["kuma"], &rows[rows.len() - 1]["kuma"]), (&json!("1.1.3"), &json!("2.14.3")));
}

#[test]
fn releases_of_one_line_or_just_one() {
    let sandbox = Sandbox::new();
    let names = |arguments: &str| -> Vec<String> {
        let json: Value = serde_json::from_str(&sandbox.run(arguments).quietly().out()).unwrap();
        json.as_array().unwrap().iter().map(|row| row["kuma"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names("releases 1.3 -o json"), ["1.3.0", "1.3.1"]);
    assert_eq!(names("releases v2.7.3 -o json"), ["2.7.3"]);
    assert_eq!(names("releases 2.7 -o json").len(), 30);
    assert_eq!(names("releases 2.1 -o json").last().unwrap(), "2.1.7");
    let row: Value = serde_json::from_str(&sandbox.run("releases 2.7.3 -o json").out()).unwrap();
    assert_eq!(
        row[0],
        json!({
            "kuma": "2.7.3", "coredns": "1.11.1", "go": "1.21.10", "goRecorded": true, "defaultCorefile": "2.6",
            "controlPlaneOverride": true, "embeddedDns": false,
            "fields": ["Enabled", "CoreDNSPort", "CoreDNSEmptyPort", "EnvoyDNSPort", "CoreDNSBinaryPath",
                "CoreDNSConfigTemplatePath", "ConfigDir", "PrometheusPort", "CoreDNSLogging"],
        })
    );
    assert!(!sandbox.run("releases 2.7").out().contains('*'));
    sandbox.run("releases 2.7.99").refuses("of this line 2.7.0 to 2.7.29 are known");
    sandbox.run("releases 3.0").refuses("no Corefile any more");
    sandbox.run("releases x").refuses("is no Kuma release");
}

#[test]
fn version() {
    let sandbox = Sandbox::new();
    let number = env!("CARGO_PKG_VERSION");
    for flag in ["--version", "-V"] {
        sandbox.run(flag).quietly().prints(&format!("corefilectl {number}\n"));
    }
    let text = sandbox.run("version").quietly().out();
    assert!(
        text.starts_with(&format!("corefilectl {number}\n")) && text.contains("knows Kuma up to 2.14.3\n"),
        "{text}"
    );
    assert!(
        text.contains("text/template of Go 1.21 to 1.27\n") && text.contains(env!("CARGO_PKG_REPOSITORY")),
        "{text}"
    );
    let json: Value = serde_json::from_str(&sandbox.run("version -o json").quietly().out()).unwrap();
    let expected = json!({
        "version": number, "repository": env!("CARGO_PKG_REPOSITORY"), "newestKuma": "2.14.3",
        "recordedGo": ["1.21", "1.27"],
    });
    assert_eq!(json, expected);
    let yaml: Value = serde_yaml::from_str(&sandbox.run("version -o yaml").quietly().out()).unwrap();
    assert_eq!(yaml, expected);
}

#[test]
fn completion_for_the_five_shells() {
    let sandbox = Sandbox::new();
    for shell in SHELLS {
        let script = sandbox.run(&format!("completion {shell}")).quietly().out();
        for word in ["corefilectl", "render", "dns-coredns-port", "mesh-version", "embedded-dns", "releases"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    sandbox.run("completion tcsh").refuses("[possible values: bash, elvish, fish, powershell, zsh]");
    sandbox.run("completion").refuses("required arguments were not provided");
}

#[test]
fn bash_accepts_its_script() {
    let sandbox = Sandbox::new();
    let script = sandbox.run("completion bash").out();
    match std::process::Command::new("bash").arg("--version").output() {
        Ok(_) => {
            sandbox.tool("bash").arg("-n").write_stdin(script).assert().success().stderr("");
        }
        Err(error) => eprintln!("not checked: no bash here ({error})"),
    }
}

#[test]
fn help_names_every_flag() {
    let sandbox = Sandbox::new();
    let everywhere = ["--help", "--color"];
    for (command, flags) in [
        (
            "render",
            &[
                "--mesh-version",
                "--platform",
                "--embedded-dns",
                "--cp-config",
                "--cp-template",
                "--dp-template",
                "--dns-coredns-config-template-path",
                "--no-env",
                "--dns-enabled",
                "--dns-proxy-port",
                "--dns-coredns-port",
                "--dns-coredns-empty-port",
                "--dns-envoy-port",
                "--dns-coredns-path",
                "--dns-server-config-dir",
                "--dns-prometheus-port",
                "--dns-enable-logging",
                "--ignore-embedded-dns",
                "--output-file",
                "--mode",
                "--source-map",
                "--explain",
                "--output",
                "--max-template",
                "--max-output",
                "--max-steps",
            ][..],
        ),
        (
            "template",
            &["<FILE>", "--data", "--go", "--numbers", "--name", "--max-template", "--max-output", "--max-steps"],
        ),
        ("releases", &["[X.Y[.Z]]", "--output"]),
        ("rules", &["--output", "table", "yaml"]),
        ("explain", &["<RULE>", "--output", "text", "json"]),
        ("completion", &["<SHELL>", "bash", "elvish"]),
        ("version", &["--output"]),
    ] {
        for arguments in [format!("{command} --help"), format!("help {command}")] {
            let help = sandbox.run(&arguments).quietly().out();
            for flag in everywhere.iter().chain(flags) {
                assert!(help.contains(flag), "{arguments}: {flag}");
            }
        }
        sandbox.run(&format!("{command} -h")).quietly().stdout(predicate::str::contains("Usage: corefilectl"));
    }
    let help = sandbox.run("--help").quietly().out();
    for command in
        ["render", "template", "releases", "completion", "version", "rules", "explain", "Exit codes: 0 success, 1"]
    {
        assert!(help.contains(command), "{command}");
    }
}

#[test]
fn kubernetes_has_a_short_name() {
    let sandbox = Sandbox::new();
    let run = |platform: &str| sandbox.run(&format!("render --mesh-version 2.7 --platform {platform}")).quietly().out();
    assert_eq!(run("k8s"), run("kubernetes"));
    assert_ne!(run("k8s"), run("universal"));
    sandbox.run("render --platform k9s").refuses("[possible values: universal, kubernetes]");
}

#[test]
fn mistakes_get_a_suggestion() {
    let sandbox = Sandbox::new();
    for (arguments, part) in [
        ("reder", "a similar subcommand exists: 'render'"),
        ("version -o jsn", "a similar value exists: 'json'"),
        ("render --mesh-verson 2.7", "a similar argument exists: '--mesh-version'"),
        ("render --dns-envoy-prt 1", "a similar argument exists: '--dns-envoy-port'"),
        ("releases 2.7 2.8", "unexpected argument '2.8'"),
        ("render --mesh-version 2.7 --mesh-version 2.8", "cannot be used multiple times"),
        ("--color sometimes version", "[possible values: auto, always, never]"),
    ] {
        sandbox.run(arguments).refuses(part);
    }
    sandbox.run("").refuses("Usage: corefilectl [OPTIONS] <COMMAND>");
}
