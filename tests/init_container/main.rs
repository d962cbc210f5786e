//! The way of `install init-container`, without a cluster: what the manifest says of the init container (command,
//! environment, volumes, user) is run in namespaces with a root that holds nothing but the program and is read-only. Then
//! kuma-dp's part: the file is executed once more, with the side-car's environment from the annotation.
//!
//! `COREFILECTL_STATIC` names the static program (`make static`); without it the ordinary one is taken, with the libraries
//! that it needs. Where the machine allows no namespaces the tests say so and check nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what is wrong by panicking")]

mod container;
mod manifest;

use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;
use std::process::{Command, Output};

use container::Container;
use manifest::Manifest;

/// The targets that differ: by fields, ports, or what brings CoreDNS back.
const TARGETS: [&[&str]; 5] = [
    &["--mesh-version=2.5"],
    &["--mesh-version=2.7"],
    &["--mesh-version=2.10", "--dns-enable-logging", "--dns-server-config-dir=/tmp/kuma dp"],
    &["--mesh-version=2.14"],
    &["--mesh-version=2.14", "--embedded-dns=cp-off"],
];

/// Templates that are executed twice without harm only if that is seen to.
const TEMPLATES: [(&str, &[u8]); 4] = [
    ("ports and metrics", b".:{{ .CoreDNSPort }} {\n  forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n  prometheus localhost:{{ .PrometheusPort }}\n}\n"),
    (
        "actions for CoreDNS",
        b".:{{ .CoreDNSPort }} {\n  template IN TXT . {\n    answer \"{{ `{{ .Name }}` }} 60 IN TXT {{ `{{{ {{- \"x\" -}}` }}\"\n  }\n}\n",
    ),
    ("a carriage return and no newline at the end", b"# {{ .ConfigDir }}\r\n.:{{ .CoreDNSPort }} {\r\n  errors\r\n}"),
    ("bytes that are no text", b"# \xff\xfe {{ `{{` }}\n.:{{ .CoreDNSPort }} {\n  errors\n}\n"),
];

fn corefilectl(arguments: &[&str], environment: &[(String, String)], folder: &Path) -> Output {
    let environment = environment.iter().map(|(name, value)| (name, value));
    let mut command = Command::new(env!("CARGO_BIN_EXE_corefilectl"));
    command.args(arguments).current_dir(folder).env_clear().envs(environment).output().unwrap()
}

/// The manifest for a template in the file `t` of `folder`.
fn install(folder: &Path, template: &[u8], target: &[&str]) -> Manifest {
    std::fs::write(folder.join("t"), template).unwrap();
    let arguments = [&["install", "init-container", "t", "--force"], target].concat();
    let output = corefilectl(&arguments, &[], folder);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Manifest::read(&String::from_utf8(output.stdout).unwrap())
}

/// A place for containers, where the machine lets us.
fn container(manifest: &Manifest) -> Option<Container> {
    // Past the capture of the test's output, so that nobody takes it for checked.
    #[allow(clippy::explicit_write, reason = "eprintln! is captured")]
    let say = |reason: &String| writeln!(std::io::stderr(), "init container: SKIPPED, {reason}").unwrap();
    Container::new(manifest).inspect_err(say).ok()
}

#[test]
fn the_side_car_finds_the_corefile_that_plain_render_gives() {
    for target in TARGETS {
        for (name, template) in TEMPLATES {
            let folder = tempfile::tempdir().unwrap();
            let manifest = install(folder.path(), template, target);
            let Some(container) = container(&manifest) else { return };
            let run = container.run(&manifest.args);
            assert!(run.status.success(), "{target:?}, {name}: {}", String::from_utf8_lossy(&run.stderr));
            assert_eq!(container.last_words(), b"", "{target:?}, {name}");

            let written = container.rendered();
            assert_eq!(written.len(), 1, "{target:?}, {name}: {written:?}");
            let (file, metadata) = &written[0];
            let (path, variables) = manifest.side_car();
            assert_eq!(Some(file.file_name().unwrap()), Path::new(&path).file_name());
            assert_eq!(metadata.permissions().mode() & 0o7777, 0o600);
            assert_eq!((metadata.uid(), metadata.gid()), container.owner());

            // What kuma-dp does with it, and what it would do with the template itself.
            let release = manifest.args.iter().find(|argument| argument.starts_with("--mesh-version=")).unwrap();
            let render = |template: &str| {
                let arguments = ["render", release, "--platform=kubernetes", "--dp-template", template];
                let output = corefilectl(&arguments, &variables, folder.path());
                assert!(output.status.success(), "{target:?}, {name}: {}", String::from_utf8_lossy(&output.stderr));
                output.stdout
            };
            let (twice, once) = (render(file.to_str().unwrap()), render("t"));
            assert!(twice == once, "{target:?}, {name}:\n{}\n{}", twice.escape_ascii(), once.escape_ascii());
            assert!(!once.is_empty());
        }
    }
}

#[test]
fn a_failure_has_last_words() {
    let folder = tempfile::tempdir().unwrap();
    let long = format!("{{{{ .Missing }}}}{}", "x".repeat(10_000));
    for (template, words) in [
        ("{{ .CoreDNSPort }\n", "unexpected \"}\" in operand"),
        (".:{{ .CoreDNSEmptyPort }} {\n}\n", "can't evaluate field CoreDNSEmptyPort in type kumadp.DNS"),
        (long.as_str(), "can't evaluate field Missing in type kumadp.DNS"),
    ] {
        let manifest = install(folder.path(), template.as_bytes(), &["--mesh-version=2.14"]);
        let Some(container) = container(&manifest) else { return };
        let run = container.run(&manifest.args);
        assert_eq!(run.status.code(), Some(2), "{template}");
        let said = String::from_utf8(container.last_words()).unwrap();
        assert!(said.starts_with("error: template: corefile:1") && said.contains(words), "{said}");
        assert!(said.len() <= 4096, "{} bytes", said.len());
        // The log has the same, and kubelet takes it from there should the file fail.
        assert!(String::from_utf8_lossy(&run.stderr).contains(words));
        assert!(container.rendered().is_empty(), "half a Corefile");
    }
    assert_eq!(install(folder.path(), b"a\n", &[]).termination_message_policy, "FallbackToLogsOnError");
}

#[test]
fn a_volume_that_cannot_be_written_is_a_failure_too() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = install(folder.path(), TEMPLATES[0].1, &["--mesh-version=2.14"]);
    let Some(container) = container(&manifest) else { return };
    container.lock();
    let run = container.run(&manifest.args);
    assert_eq!(run.status.code(), Some(2));
    let said = String::from_utf8(container.last_words()).unwrap();
    assert!(said.contains("/corefile/rendered/Corefile: permission denied"), "{said}");
}

/// The room is what it is taken for: nothing can be written but the volume and the last words, and nobody is root.
#[test]
fn the_room_is_closed() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = install(folder.path(), TEMPLATES[0].1, &["--mesh-version=2.14"]);
    let Some(container) = container(&manifest) else { return };
    let template = manifest.args.iter().find(|argument| argument.starts_with("--dp-template=")).unwrap();
    for place in ["/Corefile", "/dev/Corefile", "/corefile/template/Corefile"] {
        let output = format!("--output-file={place}");
        let run = container
            .run(&["render", "--mesh-version=2.14", "--ignore-embedded-dns", template, &output].map(str::to_owned));
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        assert_eq!(run.status.code(), Some(2), "{place}: {said}");
        assert!(said.contains("read-only file system") || said.contains("permission denied"), "{place}: {said}");
    }
    assert_ne!(manifest.uid, 0);
}
