//! `--cp-config`: kuma-cp's file with the rules of YAML 1.1 and sigs.k8s.io/yaml, and what is said about keys that do
//! nothing.

use crate::harness::{Said, Sandbox, tokens};

fn sandbox() -> Sandbox {
    let names = ["cp.tmpl", "8", "true", "1e+06", "~", "2", "sub/rel.tmpl"];
    let sandbox = Sandbox::new();
    for name in names {
        sandbox.write(name, format!("file {name}\n"));
    }
    sandbox
}

#[test]
fn the_key_in_all_its_spellings() {
    let sandbox = sandbox();
    for (config, text) in [
        ("bootstrapServer:\n  params:\n    corefileTemplatePath: cp.tmpl\n", "file cp.tmpl\n"),
        ("bootstrapServer: {params: {corefileTemplatePath: \"cp.tmpl\"}}", "file cp.tmpl\n"),
        ("{\"bootstrapServer\":{\"params\":{\"corefileTemplatePath\":\"cp.tmpl\"}}}", "file cp.tmpl\n"),
        ("bootstrapserver:\n  PARAMS:\n    corefiletemplatepath: cp.tmpl\n", "file cp.tmpl\n"),
        ("bootstrapServer:\n  params:\n    corefileTemplatePath: sub/rel.tmpl\n", "file sub/rel.tmpl\n"),
        ("bootstrapServer:\n  params:\n    corefileTemplatePath: ./sub/../cp.tmpl\n", "file cp.tmpl\n"),
        // The last of two equal keys counts.
        ("bootstrapServer: {params: {corefileTemplatePath: missing, corefileTemplatePath: cp.tmpl}}", "file cp.tmpl\n"),
        (
            "bootstrapServer:\n  params: {corefileTemplatePath: missing}\nbootstrapServer:\n  params: {corefileTemplatePath: cp.tmpl}\n",
            "file cp.tmpl\n",
        ),
        // A key that is merged in.
        ("x: &x {corefileTemplatePath: cp.tmpl}\nbootstrapServer:\n  params:\n    <<: *x\n", "file cp.tmpl\n"),
        ("bootstrapServer: {params: {corefileTemplatePath: !!str cp.tmpl}}", "file cp.tmpl\n"),
        ("%YAML 1.1\n---\nbootstrapServer: {params: {corefileTemplatePath: cp.tmpl}}\n", "file cp.tmpl\n"),
        ("\u{feff}bootstrapServer: {params: {corefileTemplatePath: cp.tmpl}}\r\n", "file cp.tmpl\n"),
        // What is no text becomes text.
        ("bootstrapServer: {params: {corefileTemplatePath: 010}}", "file 8\n"),
        ("bootstrapServer: {params: {corefileTemplatePath: yes}}", "file true\n"),
        ("bootstrapServer: {params: {corefileTemplatePath: 1_000_000.0}}", "file 1e+06\n"),
        ("bootstrapServer: {params: {corefileTemplatePath: 0b10}}", "file 2\n"),
        ("bootstrapServer: {params: {corefileTemplatePath: '~'}}", "file ~\n"),
    ] {
        sandbox.write("cp.yaml", config);
        let run = sandbox.run("render --mesh-version 2.8 --cp-config cp.yaml");
        assert_eq!((run.out().as_str(), run.get_output().status.code()), (text, Some(0)), "{config}: {}", run.err());
    }
}

#[test]
fn where_the_key_is_not_given() {
    let sandbox = sandbox();
    for config in [
        "",
        "# nothing\n",
        "null\n",
        "---\n",
        "mode: zone\n",
        "bootstrapServer: {params: {}}",
        "bootstrapServer: {params: {corefileTemplatePath: }}",
        "bootstrapServer: {params: {corefileTemplatePath: ''}}",
        "bootstrapServer: {params: {corefileTemplatePath: ~}}",
        "bootstrapServer: {params: null}",
        "bootstrapServer:\n",
        "bootstrapServer: {corefileTemplatePath: cp.tmpl}",
        "corefileTemplatePath: cp.tmpl",
        "---\nmode: zone\n---\nbootstrapServer: {params: {corefileTemplatePath: cp.tmpl}}\n",
    ] {
        sandbox.write("cp.yaml", config);
        let run = sandbox.run("render --mesh-version 2.8 --cp-config cp.yaml");
        assert_eq!(run.get_output().status.code(), Some(0), "{config}: {}", run.err());
        assert_eq!(tokens(&run.out()).first(), Some(&".:15053"), "{config}");
    }
}

#[test]
fn what_kuma_cp_passes_over_is_told() {
    let sandbox = sandbox();
    for (config, part, place) in [
        (
            "bootstrapServer:\n  corefileTemplatePath: cp.tmpl\n",
            "kuma-cp ignores `corefileTemplatePath` here, though the documentation shows it so; write \
             `bootstrapServer.params.corefileTemplatePath`",
            "cp.yaml:2:3",
        ),
        ("a:\n  corefileTemplatePath: cp.tmpl\n", "does nothing here; kuma-cp reads", "cp.yaml:2:3"),
        ("bootstrapServer: {params: {corefileTemplatPath: x}}", "did you mean `corefileTemplatePath`?", "cp.yaml:1:28"),
        ("bootstrapServer: {params: null}", "is null, which drops the defaults of the whole block", "cp.yaml:1:27"),
        (
            "bootstrapServer: {params: {corefileTemplatePath: 010}}",
            "kuma-cp takes the path `8`. Quote it.",
            "cp.yaml:1:50",
        ),
        ("bootstrapServer: {params: {adress: x}}", "kuma-cp ignores `adress`", "cp.yaml:1:28"),
        (
            "mode: global\nbootstrapServer: {params: {corefileTemplatePath: cp.tmpl}}",
            "A global control plane neither checks this template nor sends it to anyone",
            "cp.yaml:2:50",
        ),
        ("mode: zone\n---\nmode: zone\n", "reads the first document of a file only", "cp.yaml:2:1"),
        (
            "bootstrapServer:\n  params:\n    corefileTemplatePath: 8\n    corefileTemplatePath: '8'\n",
            "has no effect: the same key follows, and the last one wins",
            "cp.yaml:3:5",
        ),
    ] {
        sandbox.write("cp.yaml", config);
        let run = sandbox.run("render --mesh-version 2.8 --cp-config cp.yaml");
        assert!(run.err().contains(part) && run.err().contains(place), "{config}: {}", run.err());
    }
}

#[test]
fn a_good_file_raises_no_word() {
    let sandbox = sandbox();
    sandbox.write(
        "cp.yaml",
        "mode: zone\nbootstrapServer:\n  params:\n    adminPort: 9901\n    corefileTemplatePath: cp.tmpl\n\
         dnsServer:\n  domain: mesh\n",
    );
    sandbox.run("render --mesh-version 2.8 --platform universal --cp-config cp.yaml").quietly();
}

#[test]
fn what_kuma_cp_refuses() {
    let sandbox = sandbox();
    for (config, message, place) in [
        ("bootstrapServer: [\n", "error converting YAML to JSON: yaml: line 2", "cp.yaml:2:1"),
        ("a: b: c\n", "error converting YAML to JSON: yaml: line 1", "cp.yaml:1:5"),
        (
            "bootstrapServer:\n  params:\n    corefileTemplatePath: [1]\n",
            "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go struct field \
             BootstrapParamsConfig.bootstrapServer.params.corefileTemplatePath of type string",
            "cp.yaml:3:27",
        ),
        ("bootstrapServer: 7\n", "cannot unmarshal number into Go struct field", "cp.yaml:1:18"),
        ("- a\n", "cannot unmarshal array into Go value of type kuma_cp.Config", "cp.yaml:1:1"),
        (
            "runtime: {kubernetes: {injector: {builtinDNS: {port: '15053'}}}}\n",
            "json: cannot unmarshal string into Go struct field \
             BuiltinDNS.runtime.kubernetes.injector.builtinDNS.port of type uint32",
            "cp.yaml:1:54",
        ),
        (
            "runtime: {kubernetes: {injector: {builtinDNS: x}}}\n",
            "json: cannot unmarshal string into Go struct field \
             Injector.runtime.kubernetes.injector.builtinDNS of type k8s.BuiltinDNS",
            "cp.yaml:1:47",
        ),
        (
            "runtime: {kubernetes: {injector: {builtinDNS: [{port: 1}]}}}\n",
            "json: cannot unmarshal array into Go struct field",
            "cp.yaml:1:47",
        ),
    ] {
        sandbox.write("cp.yaml", config);
        let run = sandbox.run("render --mesh-version 2.8 --cp-config cp.yaml").refuses(message);
        assert!(run.err().contains(place), "{config}: {}", run.err());
        assert!(run.err().contains("kuma-cp does not start with this configuration"), "{}", run.err());
    }
}

#[test]
fn paths_that_do_not_lead_to_a_template() {
    let sandbox = sandbox();
    sandbox.write("cp.yaml", "bootstrapServer: {params: {corefileTemplatePath: missing}}");
    sandbox
        .run("render --mesh-version 2.9 --cp-config cp.yaml")
        .refuses("configuration validation failed: Bootstrap Server validation failed: Params validation failed")
        .refuses("name the same file here with --cp-template");
    sandbox.write("cp.yaml", "bootstrapServer: {params: {corefileTemplatePath: sub}}");
    sandbox
        .run("render --mesh-version 2.9 --cp-config cp.yaml")
        .refuses("error: read sub: is a directory\n")
        .refuses("answers every bootstrap request with HTTP 500");
    // The path is kuma-cp's own, so it counts from the working folder, not from the file that names it.
    sandbox.write("sub/cp.yaml", "bootstrapServer: {params: {corefileTemplatePath: rel.tmpl}}");
    sandbox.run("render --mesh-version 2.9 --cp-config sub/cp.yaml").refuses("open rel.tmpl: no such file");
    sandbox.command().current_dir(sandbox.path("sub")).args(["render", "--cp-config", "cp.yaml"]).assert().success();
}

#[test]
fn what_a_release_does_not_know_is_not_checked() {
    let sandbox = sandbox();
    let path = "bootstrapServer: {params: {corefileTemplatePath: [1]}}";
    let section = |text: &str| format!("runtime: {{kubernetes: {{injector: {{builtinDNS: {{{text}}}}}}}}}");
    let (logging, proxy) = (&section("logging: 1"), &section("experimentalProxy: 1"));
    for (config, before, since, field) in [
        (path, "2.5", "2.6", "corefileTemplatePath of type string"),
        (logging, "2.5", "2.6", "builtinDNS.logging of type bool"),
        (proxy, "2.10", "2.11", "builtinDNS.experimentalProxy of type bool"),
    ] {
        sandbox.write("cp.yaml", config);
        let run = |release| {
            sandbox.run(&format!("render --mesh-version {release} --platform kubernetes --cp-config cp.yaml"))
        };
        run(before).quietly();
        run(since).refuses(field);
    }
    for (name, before, since) in [("LOGGING", "2.5", "2.6"), ("EXPERIMENTAL_PROXY", "2.10", "2.11")] {
        let variable = format!("KUMA_RUNTIME_KUBERNETES_INJECTOR_BUILTIN_DNS_{name}");
        let run = |release| {
            let arguments = format!("render --mesh-version {release} --platform kubernetes");
            sandbox.run_with(&[(&variable, "maybe")], &arguments)
        };
        run(before).quietly();
        run(since).refuses(&format!("kuma-cp does not start with {variable}"));
    }
}

#[test]
fn a_file_may_be_as_long_as_yaml_may() {
    let sandbox = sandbox();
    let most = corefilectl::mesh::yaml::MAX_BYTES;
    let text = format!("bootstrapServer: {{params: {{corefileTemplatePath: cp.tmpl}}}}\n#{}", "x".repeat(most));
    sandbox.write("cp.yaml", &text[..most]);
    sandbox.run("render --mesh-version 2.8 --cp-config cp.yaml").prints("file cp.tmpl\n");
    sandbox.write("cp.yaml", &text[..=most]);
    sandbox.run("render --mesh-version 2.8 --cp-config cp.yaml").refuses("cp.yaml");
}

#[test]
fn the_section_about_side_cars() {
    let sandbox = sandbox();
    sandbox.write("ports", "{{ .CoreDNSPort }} {{ .EnvoyDNSPort }} {{ .CoreDNSLogging }}");
    let section = |text: &str| format!("runtime:\n  kubernetes:\n    injector:\n      builtinDNS: {text}\n");
    let variable = |name: &str| format!("KUMA_RUNTIME_KUBERNETES_INJECTOR_BUILTIN_DNS_{name}");
    for (config, release, variables, ports) in [
        ("{}", "2.7", &[][..], "15053 15055 false"),
        ("{port: 1053}", "2.7", &[], "1053 1055 false"),
        ("{port: 0x41d, logging: yes}", "2.7", &[], "1053 1055 true"),
        ("{PORT: 1053, Logging: on}", "2.8", &[], "1053 1055 true"),
        ("{experimentalProxy: false}", "2.11", &[], "15053 15055 false"),
        ("{experimentalProxy: off, port: 1053}", "2.14", &[], "1053 1055 false"),
        ("{port: 1053}", "2.7", &[("PORT", "2053")], "2053 2055 false"),
        ("{logging: true}", "2.7", &[("LOGGING", "f")], "15053 15055 false"),
        ("{}", "2.11", &[("EXPERIMENTAL_PROXY", "0")], "15053 15055 false"),
        ("{experimentalProxy: true}", "2.11", &[("EXPERIMENTAL_PROXY", "false")], "15053 15055 false"),
    ] {
        sandbox.write("cp.yaml", section(config));
        let variables: Vec<_> = variables.iter().map(|(name, value)| (variable(name), *value)).collect();
        let variables: Vec<_> = variables.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        let arguments = "--platform kubernetes --cp-config cp.yaml --dp-template ports";
        let run = sandbox.run_with(&variables, &format!("render --mesh-version {release} {arguments}"));
        assert_eq!(run.out(), ports, "{config} {variables:?}: {}", run.err());
    }
    sandbox.write("cp.yaml", section("{port: 1053, experimentalProxy: false, enabled: false}"));
    // On Universal nobody injects anything.
    let run = sandbox.run("render --mesh-version 2.11 --platform universal --cp-config cp.yaml --dp-template ports");
    run.prints("15053 15054 false");
    let kubernetes = "render --mesh-version 2.11 --platform kubernetes --cp-config cp.yaml --dp-template ports";
    sandbox.run(kubernetes).refuses("DNS disabled");
    sandbox.run(&format!("{kubernetes} --dns-enabled")).prints("1053 1055 false");
    sandbox.run(&format!("{kubernetes} --dns-enabled --embedded-dns on")).refuses("embedded DNS proxy");
    sandbox.run(&format!("{kubernetes} --dns-enabled --embedded-dns pod-off")).prints("15053 15054 false");
    sandbox.write("cp.yaml", section("{port: 65352}"));
    let run = sandbox.run("render --mesh-version 2.7 --platform kubernetes --cp-config cp.yaml");
    run.refuses(".EnvoyDNSPort has to be in [0, 65353] range");
    let run = sandbox.run_with(&[(&variable("PORT"), "many")], "render --platform kubernetes");
    run.refuses("kuma-cp does not start with KUMA_RUNTIME_KUBERNETES_INJECTOR_BUILTIN_DNS_PORT: strconv.ParseUint");
    sandbox.run_with(&[(&variable("PORT"), "many")], "render --platform kubernetes --no-env").success();
}
