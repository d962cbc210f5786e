//! Which template wins: data plane, control plane, built-in, with kuma-dp's own rules.

use crate::harness::{PORT, Said, Sandbox, tokens};

const CONTROL_PLANE: &str = "KUMA_BOOTSTRAP_SERVER_PARAMS_COREFILE_TEMPLATE_PATH";
const DATA_PLANE: &str = "KUMA_DNS_CORE_DNS_CONFIG_TEMPLATE_PATH";

fn sandbox() -> Sandbox {
    Sandbox::with([
        ("cp", "control plane\n"),
        ("dp", "data plane\n"),
        ("other", "another one\n"),
        ("empty", ""),
        ("newline", "\n"),
        ("comment", "{{/* nothing */}}"),
        ("cp.yaml", "bootstrapServer:\n  params:\n    corefileTemplatePath: cp\n"),
        ("none.yaml", "mode: zone\n"),
    ])
}

#[test]
fn the_data_plane_beats_the_control_plane_beats_the_default() {
    let sandbox = sandbox();
    for (arguments, text) in [
        ("--cp-template cp", "control plane\n"),
        ("--dp-template dp", "data plane\n"),
        ("--dns-coredns-config-template-path dp", "data plane\n"),
        ("--cp-template cp --dp-template dp", "data plane\n"),
        ("--dp-template dp --cp-config cp.yaml", "data plane\n"),
        ("--cp-config cp.yaml", "control plane\n"),
        ("--cp-config cp.yaml --cp-template other", "another one\n"),
    ] {
        sandbox.run(&format!("render --mesh-version 2.8 {arguments}")).prints(text);
    }
    let run = sandbox.run("render --mesh-version 2.8 --cp-config none.yaml").success();
    assert_eq!(tokens(&run.out()).first(), Some(&".:15053"));
}

#[test]
fn an_empty_file_means_nothing_to_the_control_plane_and_everything_to_the_data_plane() {
    let sandbox = sandbox();
    let run = sandbox.run("render --mesh-version 2.8 --cp-template empty").saying("which counts as not given");
    assert_eq!(tokens(&run.out()).first(), Some(&".:15053"));
    sandbox
        .run("render --mesh-version 2.8 --dp-template empty")
        .saying("the data plane's file is empty, and so is the Corefile")
        .prints("");
    sandbox.run("render --mesh-version 2.8 --cp-template cp --dp-template empty").prints("");
    sandbox.run("render --mesh-version 2.8 --cp-template empty --dp-template dp").prints("data plane\n");
    sandbox.run("render --mesh-version 2.8 --platform universal --cp-template newline").quietly().prints("\n");
    sandbox.run("render --mesh-version 2.8 --platform universal --cp-template comment").quietly().prints("");
}

#[test]
fn a_control_plane_before_2_6_cannot_override() {
    let sandbox = sandbox();
    for release in ["1.1.3", "2.0", "2.5"] {
        // Nobody reads the file then, so it may be missing.
        for template in ["--cp-template cp", "--cp-template missing", "--cp-config cp.yaml"] {
            let run = sandbox.run(&format!("render --mesh-version {release} {template}"));
            let run = run.saying("not supported: the override from the control plane came with 2.6");
            assert_eq!(tokens(&run.out()).first(), Some(&".:15053"), "{release}");
        }
        let arguments = format!("render --mesh-version {release} --cp-template cp --dp-template dp");
        sandbox.run(&arguments).saying("not supported").prints("data plane\n");
    }
    sandbox.run("render --mesh-version 2.6.0 --cp-template cp").prints("control plane\n");
}

#[test]
fn with_a_proxy_port_no_template_is_used() {
    let sandbox = sandbox();
    let target = "render --mesh-version 2.12 --platform universal --dns-proxy-port 15053";
    for template in ["", "--cp-template cp", "--dp-template dp"] {
        let run = sandbox.run(&format!("{target} {template}")).refuses("reads no Corefile");
        assert_eq!(run.err().lines().filter(|line| line.starts_with("error")).count(), 1);
    }
    sandbox.run(&format!("{target} --cp-template cp --ignore-embedded-dns")).prints("control plane\n");
    sandbox.run(&format!("{target} --dp-template dp --ignore-embedded-dns")).prints("data plane\n");
}

#[test]
fn on_kubernetes_the_data_plane_needs_the_environment_of_the_side_car() {
    let sandbox = sandbox();
    let part = "in the pod's annotation kuma.io/sidecar-env-vars";
    for target in ["--mesh-version 2.7", "--mesh-version 2.11 --embedded-dns pod-off"] {
        let target = format!("render --platform kubernetes {target}");
        sandbox.run(&format!("{target} --dp-template dp")).saying(part).prints("data plane\n");
        sandbox.run_with(&[(DATA_PLANE, "dp")], &target).saying(part).prints("data plane\n");
        let run = sandbox.run(&format!("{target} --cp-template cp")).prints("control plane\n");
        assert!(!run.err().contains("warning"), "{}", run.err());
    }
    sandbox.run("render --mesh-version 2.7 --platform universal --dp-template dp").quietly().prints("data plane\n");
}

#[test]
fn the_environment_of_kuma_dp_and_kuma_cp() {
    let sandbox = sandbox();
    for (variables, arguments, text) in [
        (&[(CONTROL_PLANE, "cp")][..], "", "control plane\n"),
        (&[(DATA_PLANE, "dp")], "", "data plane\n"),
        (&[("DNS_KUMA_DNS_CORE_DNS_CONFIG_TEMPLATE_PATH", "dp"), (DATA_PLANE, "other")], "", "data plane\n"),
        (&[(DATA_PLANE, "dp"), (CONTROL_PLANE, "cp")], "", "data plane\n"),
        (&[(CONTROL_PLANE, "other")], "--cp-config cp.yaml", "another one\n"),
        (&[(CONTROL_PLANE, "other")], "--cp-template cp", "control plane\n"),
        (&[(DATA_PLANE, "other")], "--dp-template dp", "data plane\n"),
        (&[(DATA_PLANE, "")], "--cp-template cp", "control plane\n"),
        (&[(CONTROL_PLANE, "other")], "--cp-config cp.yaml --no-env", "control plane\n"),
        (&[(DATA_PLANE, "dp")], "--cp-template cp --no-env", "control plane\n"),
    ] {
        sandbox.run_with(variables, &format!("render --mesh-version 2.8 {arguments}")).prints(text);
    }
    // Set and empty, the variable clears what the file says.
    let run = sandbox.run_with(&[(CONTROL_PLANE, "")], "render --mesh-version 2.8 --cp-config cp.yaml").success();
    assert_eq!(tokens(&run.out()).first(), Some(&".:15053"));
    let run = sandbox.run_with(&[(CONTROL_PLANE, "cp"), (DATA_PLANE, "dp")], "render --mesh-version 2.8 --no-env");
    assert_eq!(tokens(&run.success().out()).first(), Some(&".:15053"));
}

#[test]
fn a_flag_before_the_environment_is_told() {
    let run = sandbox().run_with(&[(DATA_PLANE, "other")], "render --dp-template dp");
    run.saying("here the flag wins, in kuma-dp the environment beats the flag").prints("data plane\n");
    let run =
        sandbox().run_with(&[(DATA_PLANE, "dp")], "render --platform universal --mesh-version 2.7 --dp-template dp");
    run.quietly().prints("data plane\n");
}

#[test]
fn standard_input() {
    let sandbox = sandbox();
    let command = |arguments: &str| {
        let mut command = sandbox.command();
        command.args(["render", "--mesh-version", "2.8"]).args(arguments.split_whitespace()).write_stdin(PORT);
        command.assert()
    };
    for arguments in ["--cp-template -", "--dp-template -", "--cp-template cp --dp-template -"] {
        command(arguments).prints("port 15053\n");
    }
    command("--cp-template - --dp-template -").refuses("standard input can be read only once");
    let run = sandbox.command().args(["render", "--dp-template", "-"]).write_stdin("{{ .Foo }}").assert();
    let run = run.refuses("template: <stdin>:1:3: executing \"<stdin>\" at <.Foo>");
    assert!(run.err().contains("--> <stdin>:1:4"), "{}", run.err());
    let run = sandbox.command().args(["render", "--cp-template", "-"]).write_stdin("{{ .Foo }}").assert();
    run.refuses("template: Corefile:1:3: executing \"Corefile\" at <.Foo>");
    let run = sandbox.command().args(["render", "--cp-config", "-"]).write_stdin("bootstrapServer: [\n").assert();
    let run = run.refuses("error converting YAML to JSON: yaml: line 2");
    assert!(run.err().contains("--> <stdin>:2:1"), "{}", run.err());
}

#[test]
fn files_that_cannot_be_read() {
    let sandbox = sandbox();
    std::fs::create_dir(sandbox.path("folder")).unwrap();
    for (arguments, first, second) in [
        ("--dp-template missing", "error: open missing: no such file or directory\n", "kuma-dp 2.8.8 stops"),
        ("--dp-template folder", "error: read folder: is a directory\n", "kuma-dp 2.8.8 stops"),
        ("--dp-template cp/x", "error: open cp/x: not a directory\n", "kuma-dp 2.8.8 stops"),
        ("--cp-template missing", "error: open missing: no such file or directory\n", ""),
        ("--cp-template folder", "error: read folder: is a directory\n", "MOUNT_PATH/KEY"),
        ("--cp-config missing", "error: open missing: no such file or directory\n", ""),
        ("--cp-config folder", "error: read folder: is a directory\n", ""),
    ] {
        let run = sandbox.run(&format!("render --mesh-version 2.8 --platform universal {arguments}")).refuses(second);
        assert!(run.err().starts_with(first), "{arguments}: {}", run.err());
        assert!(!run.err().contains("os error"), "{}", run.err());
    }
    let variables = [(CONTROL_PLANE, "missing")];
    sandbox.run_with(&variables, "render --mesh-version 2.9").refuses(
        "configuration validation failed: Bootstrap Server validation failed: Params validation failed: \
         CorefileTemplatePath must point to an existing file",
    );
    sandbox.run_with(&variables, "render --mesh-version 2.8").refuses("Invalid configuration: Bootstrap Server");
    sandbox.run_with(&[(CONTROL_PLANE, "folder")], "render --mesh-version 2.8").refuses("HTTP 500");
}

#[test]
fn what_nobody_would_read_is_not_read() {
    let sandbox = Sandbox::new();
    for (arguments, answer) in [
        ("--mesh-version 2.14 --platform kubernetes --dp-template missing", "embedded DNS proxy"),
        ("--mesh-version 2.14 --platform kubernetes --cp-template missing", "embedded DNS proxy"),
        ("--mesh-version 2.14 --platform universal --dns-proxy-port 15053 --dp-template missing", "embedded DNS proxy"),
        ("--mesh-version 2.9 --platform universal --dns-enabled=false --dp-template missing", "DNS disabled"),
    ] {
        let run = sandbox.run(&format!("render {arguments}")).refuses(answer);
        assert!(!run.err().contains("missing"), "{arguments}: {}", run.err());
    }
    let ignored = "render --mesh-version 2.14 --platform kubernetes --ignore-embedded-dns --dp-template missing";
    sandbox.run(ignored).refuses("open missing: no such file or directory");
    sandbox.run("render --mesh-version 2.5 --platform universal --cp-template missing").success();
}

#[test]
fn standard_input_is_one_input() {
    let sandbox = Sandbox::with([("t", "x")]);
    for arguments in
        ["--cp-config - --dp-template -", "--cp-config - --cp-template -", "--cp-template - --dp-template -"]
    {
        let run = sandbox.run(&format!("render --output-file t {arguments}"));
        run.refuses("standard input can be read only once");
        assert_eq!(sandbox.read("t"), b"x", "{arguments}");
    }
}

#[test]
fn a_value_that_kuma_dp_refuses_is_named_with_its_origin() {
    let sandbox = Sandbox::new();
    let port = [("KUMA_RUNTIME_KUBERNETES_INJECTOR_BUILTIN_DNS_PORT", "65352")];
    let run = sandbox.run_with(&port, "render --mesh-version 2.10 --platform kubernetes");
    let run = run.refuses(".EnvoyDNSPort has to be in [0, 65353] range");
    assert!(run.err().contains(".EnvoyDNSPort is \"65354\", from sidecar injector"), "{}", run.err());
}
