//! The fields of a template: one flag and two variables each, read and checked as kuma-dp does.

use crate::harness::{PORT, Said, Sandbox};

// Field, flag, variable, two values as they are written, as they come out, and a release that has the field.
type Field = (&'static str, &'static str, &'static str, [&'static str; 2], [&'static str; 2], &'static str);

const FIELDS: [Field; 9] = [
    ("Enabled", "dns-enabled", "KUMA_DNS_ENABLED", ["T", "1"], ["true", "true"], "2.7"),
    ("ProxyPort", "dns-proxy-port", "KUMA_DNS_PROXY_PORT", ["1", "0x2"], ["1", "2"], "2.11"),
    ("CoreDNSPort", "dns-coredns-port", "KUMA_DNS_CORE_DNS_PORT", ["1053", "0"], ["1053", "0"], "2.7"),
    ("CoreDNSEmptyPort", "dns-coredns-empty-port", "KUMA_DNS_CORE_DNS_EMPTY_PORT", ["017", "9"], ["15", "9"], "2.7"),
    ("EnvoyDNSPort", "dns-envoy-port", "KUMA_DNS_ENVOY_DNS_PORT", ["0b11", "1_0"], ["3", "10"], "2.7"),
    ("CoreDNSBinaryPath", "dns-coredns-path", "KUMA_DNS_CORE_DNS_BINARY_PATH", ["/a", "b"], ["/a", "b"], "2.7"),
    ("ConfigDir", "dns-server-config-dir", "KUMA_DNS_CONFIG_DIR", ["/dns", "x"], ["/dns", "x"], "2.7"),
    ("PrometheusPort", "dns-prometheus-port", "KUMA_DNS_PROMETHEUS_PORT", ["0o7", "65353"], ["7", "65353"], "2.7"),
    ("CoreDNSLogging", "dns-enable-logging", "KUMA_DNS_ENABLE_LOGGING", ["TRUE", "f"], ["true", "false"], "2.7"),
];

#[test]
fn each_field_has_a_flag_and_two_variables() {
    for (field, flag, variable, [one, two], [one_out, two_out], release) in FIELDS {
        let sandbox = Sandbox::new();
        sandbox.write("t", format!("{{{{ .{field} }}}}"));
        let target =
            format!("render --mesh-version {release} --platform universal --dp-template t --ignore-embedded-dns");
        sandbox.run(&format!("{target} --{flag}={one}")).prints(one_out);
        sandbox.run(&format!("{target} --{flag}={two} --no-env")).prints(two_out);
        let long = format!("DNS_{variable}");
        sandbox.run_with(&[(variable, one)], &target).prints(one_out);
        sandbox.run_with(&[(&long, two)], &target).prints(two_out);
        // The long one wins, and the flag wins here over both.
        sandbox.run_with(&[(variable, one), (&long, two)], &target).prints(two_out);
        sandbox.run_with(&[(variable, one), (&long, one)], &format!("{target} --{flag}={two}")).prints(two_out);
        if field != "Enabled" {
            let without = sandbox.run_with(&[(variable, one)], &format!("{target} --no-env")).success();
            assert_ne!(without.out(), one_out, "{variable}");
        }
    }
}

#[test]
fn the_path_of_the_template_is_a_field_too() {
    let sandbox = Sandbox::with([("t.tmpl", "{{ .CoreDNSConfigTemplatePath }}")]);
    sandbox.run("render --dp-template ./t.tmpl").prints("./t.tmpl");
    sandbox.run("render --cp-template ./t.tmpl").prints("");
}

#[test]
fn switches_read_what_parse_bool_reads() {
    let sandbox = Sandbox::with([("t", "{{ .CoreDNSLogging }}")]);
    for (values, out) in
        [(["1", "t", "T", "true", "TRUE", "True"], "true"), (["0", "f", "F", "false", "FALSE", "False"], "false")]
    {
        for value in values {
            sandbox.run_with(&[("KUMA_DNS_ENABLE_LOGGING", value)], "render --dp-template t").prints(out);
        }
    }
    for value in ["", "yes", "no", "on", "enabled", "tRUE", "2"] {
        let run = sandbox.run_with(&[("KUMA_DNS_ENABLE_LOGGING", value)], "render --dp-template t");
        run.refuses(&format!(
            "envconfig.Process: assigning DNS_KUMA_DNS_ENABLE_LOGGING to CoreDNSLogging: converting '{value}' to type \
             bool. details: strconv.ParseBool: parsing \"{value}\": invalid syntax"
        ));
    }
    sandbox.run("render --dp-template t --dns-enable-logging").prints("true");
    sandbox.run("render --dp-template t --dns-enable-logging=false").prints("false");
    sandbox.run("render --dp-template t --dns-enable-logging=yes").refuses(
        "invalid argument \"yes\" for \"--dns-enable-logging\" flag: strconv.ParseBool: parsing \"yes\": invalid syntax",
    );
    sandbox.run("render --dns-enabled false").refuses("unexpected argument 'false'");
}

#[test]
fn ports_are_read_with_the_prefix_of_their_base() {
    let sandbox = Sandbox::with([("t", PORT)]);
    for (value, port) in
        [("0x3ACD", "15053"), ("0b101", "5"), ("0o17", "15"), ("017", "15"), ("15_053", "15053"), ("0", "0")]
    {
        let expected = format!("port {port}\n");
        sandbox.run_with(&[("KUMA_DNS_CORE_DNS_PORT", value)], "render --dp-template t").prints(&expected);
        sandbox.run(&format!("render --dp-template t --dns-coredns-port {value}")).prints(&expected);
    }
    for (value, reason) in [
        ("abc", "invalid syntax"),
        ("", "invalid syntax"),
        ("-1", "invalid syntax"),
        ("+1", "invalid syntax"),
        ("08", "invalid syntax"),
        ("1__0", "invalid syntax"),
        ("53.0", "invalid syntax"),
        ("4294967296", "value out of range"),
    ] {
        let details = format!("strconv.ParseUint: parsing \"{value}\": {reason}");
        let run = sandbox.run_with(&[("KUMA_DNS_CORE_DNS_PORT", value)], "render --dp-template t");
        run.refuses(&format!(
            "envconfig.Process: assigning DNS_KUMA_DNS_CORE_DNS_PORT to CoreDNSPort: converting '{value}' to type \
             uint32. details: {details}"
        ));
        let run = sandbox.run(&format!("render --dp-template t --dns-coredns-port={value}"));
        match value {
            "" => run.refuses("--dns-coredns-port"),
            _ => run.refuses(&format!("invalid argument \"{value}\" for \"--dns-coredns-port\" flag: {details}")),
        };
    }
}

#[test]
fn an_unreadable_variable_reads_differently_since_2_9() {
    let sandbox = Sandbox::new();
    for (release, begin) in [
        ("2.8", "error: envconfig.Process: assigning DNS_KUMA_DNS_CORE_DNS_PORT"),
        ("2.9", "error: processing environment variables failed: envconfig.Process: assigning"),
    ] {
        for variable in ["KUMA_DNS_CORE_DNS_PORT", "DNS_KUMA_DNS_CORE_DNS_PORT"] {
            let arguments = format!("render --platform universal --mesh-version {release}");
            let run = sandbox.run_with(&[(variable, "abc")], &arguments).refuses(begin);
            assert!(run.err().starts_with(begin), "{}", run.err());
        }
    }
}

#[test]
fn an_empty_variable_clears_a_text() {
    let sandbox = Sandbox::with([("t", "<{{ .ConfigDir }}>")]);
    let variables = [("DNS_KUMA_DNS_CONFIG_DIR", ""), ("KUMA_DNS_CONFIG_DIR", "/dns")];
    sandbox.run_with(&variables, "render --dp-template t").saying(".ConfigDir is not set").prints("<>");
    sandbox.run_with(&variables[1..], "render --dp-template t").prints("</dns>");
    let path = [("KUMA_DNS_CORE_DNS_BINARY_PATH", "")];
    sandbox.run_with(&path, "render").refuses(".CoreDNSBinaryPath cannot be empty");
}

#[test]
fn the_random_folder_is_told_where_it_is_used() {
    let sandbox = Sandbox::with([
        ("uses", "a\n  {{ .ConfigDir }}\n"),
        ("never", "{{ if false }}{{ .ConfigDir }}{{ end }}{{ define \"d\" }}{{ .ConfigDir }}{{ end }}"),
        ("decides", "{{ if .ConfigDir }}x{{ end }}"),
        ("whole", "{{ . }}"),
        ("t", PORT),
    ]);
    let run = sandbox.run("render --dp-template uses").saying("warning: .ConfigDir is not set").prints("a\n  \n");
    assert!(run.err().contains("uses:2:6") && run.err().contains("--dns-server-config-dir"), "{}", run.err());
    for template in ["decides", "whole"] {
        sandbox.run(&format!("render --dp-template {template}")).saying(".ConfigDir is not set");
    }
    for arguments in ["--dp-template t", "--dp-template never", "--dp-template uses --dns-server-config-dir /dns", ""] {
        sandbox.run(&format!("render --mesh-version 2.8 --platform universal {arguments}")).quietly();
    }
}

#[test]
fn a_flag_that_kuma_dp_would_not_follow_is_told() {
    let sandbox = Sandbox::with([("t", PORT)]);
    for (value, part) in [
        ("2", "here the flag wins, in kuma-dp the environment beats the flag"),
        ("abc", "here the flag wins"),
        ("", "here the flag wins"),
    ] {
        let run = sandbox.run_with(&[("KUMA_DNS_CORE_DNS_PORT", value)], "render --dp-template t --dns-coredns-port 1");
        let run = run.saying("warning: --dns-coredns-port 1 and KUMA_DNS_CORE_DNS_PORT").prints("port 1\n");
        assert!(run.err().contains(part), "{}", run.err());
    }
    for (value, arguments) in [("0x1", ""), ("2", "--no-env")] {
        let arguments =
            format!("render --mesh-version 2.8 --platform universal --dp-template t --dns-coredns-port 1 {arguments}");
        sandbox.run_with(&[("KUMA_DNS_CORE_DNS_PORT", value)], &arguments).quietly().prints("port 1\n");
    }
}

#[test]
fn kuma_dp_checks_its_ports_against_65353() {
    let sandbox = Sandbox::new();
    let old = "error: Invalid configuration: .DNS is not valid: ";
    let new = "error: configuration validation failed: .DNS is not valid: ";
    for (release, arguments, begin, text) in [
        ("2.8", "--dns-coredns-port 65354", old, ".CoreDNSPort has to be in [0, 65353] range"),
        ("2.9", "--dns-coredns-port 65354", new, ".CoreDNSPort has to be in [0, 65353] range"),
        ("2.7", "--dns-coredns-empty-port 65535", old, ".CoreDNSEmptyPort has to be in [0, 65353] range"),
        ("2.14", "--dns-envoy-port 4294967295", new, ".EnvoyDNSPort has to be in [0, 65353] range"),
        ("2.14", "--dns-prometheus-port 65354", new, ".PrometheusPort has to be in [0, 65353] range"),
        ("1.1.3", "--dns-prometheus-port 65354", old, ".PrometheusPort has to be in [0, 65353] range"),
        // The first in the order of the fields.
        ("2.14", "--dns-prometheus-port 70000 --dns-envoy-port 70000", new, ".EnvoyDNSPort has to be"),
        ("2.14", "--dns-coredns-path=/x --dns-envoy-port 70000", new, ".EnvoyDNSPort has to be"),
    ] {
        let run = sandbox.run(&format!("render --mesh-version {release} --platform universal {arguments}"));
        let run = run.refuses("stops with this message when it starts");
        assert!(run.err().starts_with(&format!("{begin}{text}")), "{release} {arguments}: {}", run.err());
    }
    for arguments in [
        "--dns-coredns-port 65353 --dns-envoy-port 65353 --dns-prometheus-port 65353",
        "--dns-coredns-port 0 --dns-envoy-port 0 --dns-prometheus-port 0",
    ] {
        sandbox.run(&format!("render --mesh-version 2.9 --platform universal {arguments}")).quietly();
    }
    let run = sandbox.run_with(&[("KUMA_DNS_CORE_DNS_PORT", "65354")], "render --mesh-version 2.9");
    run.refuses(".CoreDNSPort has to be in [0, 65353] range");
    // Nothing is checked while DNS is disabled, and the proxy's port never.
    sandbox.run("render --dns-enabled=false --dns-coredns-port 70000").refuses("DNS disabled");
    sandbox.run("render --mesh-version 2.14 --dns-proxy-port 70000").refuses("--dns-proxy-port is 70000");
}

#[test]
fn what_the_release_does_not_have() {
    let sandbox = Sandbox::with([("t", PORT)]);
    for (release, flag, variable, part) in [
        (
            "2.8",
            "--dns-coredns-empty-port=1",
            "KUMA_DNS_CORE_DNS_EMPTY_PORT",
            "has no CoreDNSEmptyPort (2.7 and earlier)",
        ),
        ("2.5", "--dns-enable-logging=true", "KUMA_DNS_ENABLE_LOGGING", "has no CoreDNSLogging (2.6 to 2.14)"),
        ("2.10", "--dns-proxy-port=1", "KUMA_DNS_PROXY_PORT", "has no ProxyPort (2.11 to 2.14)"),
    ] {
        let target = format!("render --mesh-version {release} --platform universal --dp-template t");
        let run = sandbox.run(&format!("{target} {flag}")).saying(part).prints("port 15053\n");
        assert!(run.err().contains("would stop with `unknown flag: --"), "{}", run.err());
        let run = sandbox.run_with(&[(variable, "nonsense")], &target).saying(part).prints("port 15053\n");
        assert!(run.err().contains("without a word"), "{}", run.err());
        sandbox.run_with(&[(variable, "nonsense")], &format!("{target} --no-env")).quietly();
    }
}

#[test]
fn the_whole_struct_as_go_prints_it() {
    let sandbox = Sandbox::with([("t", "{{ . }}")]);
    for (release, layer, text) in [
        ("2.4", "--dp-template", "{true 15053 15055 15054 coredns t /d 19153}"),
        ("2.5", "--dp-template", "{{} true 15053 15055 15054 coredns t /d 19153}"),
        ("2.7", "--cp-template", "{{} true 15053 15055 15054 coredns  /d 19153 false}"),
        ("2.8", "--cp-template", "{{} true 15053 15054 coredns  /d 19153 false}"),
        ("2.14", "--cp-template", "{{} true 0 15053 15054 coredns  /d 19153 false}"),
    ] {
        sandbox.run(&format!("render --mesh-version {release} {layer} t --dns-server-config-dir /d")).prints(text);
    }
}
