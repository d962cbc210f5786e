//! The job of the GitLab template, run as a runner does: inputs filled in, variables set, lines in one shell.

use std::fs;
use std::process::{Command, Output};

use serde::Deserialize as _;
use serde_json::Value;

use crate::packed::{REPOSITORY, VERSION, package_python, packed, root, said, stand_in, succeeds};

fn template() -> String {
    fs::read_to_string(packed().join("corefilectl-gitlab.yml")).unwrap()
}

/// The job, with these inputs and defaults for the others.
fn job(inputs: &[(&str, &str)]) -> serde_yaml::Value {
    let template = template();
    let (header, body) = template.split_once("\n---\n").unwrap();
    let header: serde_yaml::Value = serde_yaml::from_str(header).unwrap();
    let mut body = body.to_owned();
    for (name, input) in header["spec"]["inputs"].as_mapping().unwrap() {
        let name = name.as_str().unwrap();
        let given = inputs.iter().find(|(given, _)| *given == name).map(|(_, value)| *value);
        body = body.replace(&format!("$[[ inputs.{name} ]]"), given.or(input["default"].as_str()).unwrap());
    }
    assert!(!body.contains("$[["), "an input that is not declared:\n{body}");
    let jobs = serde_yaml::Value::deserialize(serde_yaml::Deserializer::from_str(&body)).unwrap();
    jobs["corefilectl"].clone()
}

fn run(inputs: &[(&str, &str)], download: &str) -> (Output, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let (work, stand_ins) = (folder.path().join("work"), folder.path().join("stand-ins"));
    fs::create_dir(&work).unwrap();
    fs::copy(root().join("examples/stub-domain.tmpl"), work.join("Corefile")).unwrap();
    // wget -q -O FILE ADDRESS
    let release = format!("{REPOSITORY}/releases/download/v{VERSION}/");
    let script = format!("case $4 in '{release}'*) {download};; *) exit 8;; esac");
    stand_in(&stand_ins, "wget", &script);
    let job = job(inputs);
    let lines = ["before_script", "script"].map(|part| {
        let lines: Vec<_> = job[part].as_sequence().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
        lines.join("\n")
    });
    let mut sh = Command::new("sh");
    sh.args(["-ec", &lines.join("\n")]).current_dir(&work).env_clear();
    sh.env("PATH", format!("{}:{}", stand_ins.display(), std::env::var("PATH").unwrap()));
    for (name, value) in job["variables"].as_mapping().unwrap() {
        sh.env(name.as_str().unwrap(), value.as_str().unwrap());
    }
    (sh.output().unwrap(), folder)
}

fn copies() -> String {
    format!("cp '{}'/\"${{4##*/}}\" \"$3\"", packed().display())
}

#[test]
fn the_job_leaves_both_reports_and_fails_for_findings() {
    for (args, code, findings) in [("", 1, 2), ("--fail-on error", 0, 2), ("--ignore ALL", 0, 0)] {
        let (output, folder) = run(&[("args", args), ("paths", "Corefile")], &copies());
        assert_eq!(output.status.code(), Some(code), "{args}: {}{}", said(&output.stdout), said(&output.stderr));
        let job = job(&[]);
        let report = |kind: &str| {
            let name = job["artifacts"]["reports"][kind].as_str().unwrap();
            fs::read_to_string(folder.path().join("work").join(name)).unwrap()
        };
        let quality: Value = serde_json::from_str(&report("codequality")).unwrap();
        assert_eq!(quality.as_array().unwrap().len(), findings, "{args}");
        let junit = report("junit");
        let junit = roxmltree::Document::parse(&junit).unwrap();
        assert_eq!(junit.root_element().tag_name().name(), "testsuites");
    }
    assert_eq!(job(&[])["artifacts"]["when"].as_str(), Some("always"));
}

#[test]
fn a_download_that_is_not_the_release_stops_it() {
    let (output, folder) = run(&[], &format!("{}; case $4 in *.tar.gz) echo x >>\"$3\";; esac", copies()));
    assert_eq!(output.status.code(), Some(1), "{}", said(&output.stdout));
    assert!(said(&output.stdout).contains("FAILED"), "{}", said(&output.stdout));
    assert!(!folder.path().join("work/gl-code-quality-report.json").exists());
}

#[test]
fn arguments_that_the_job_sets_are_refused() {
    for word in ["-o json", "-ojson", "--output=json", "--output-file x", "--exit-zero", "--fix", "--write-baseline=x"]
    {
        let (output, folder) = run(&[("args", &format!("--no-env {word}"))], &copies());
        assert_eq!(output.status.code(), Some(2), "{word}: {}", said(&output.stdout));
        assert!(said(&output.stderr).contains("is set by this job itself"), "{word}: {}", said(&output.stderr));
        assert!(!folder.path().join("work/gl-code-quality-report.json").exists(), "{word}");
    }
}

#[test]
fn paths_are_no_script() {
    let (output, folder) = run(&[("paths", "$(touch evil) `touch evil` *")], &copies());
    assert_eq!(output.status.code(), Some(2), "{}", said(&output.stderr));
    assert!(!folder.path().join("work/evil").exists());
}

#[test]
fn gitlabs_schema_accepts_it() {
    let Some(mut check) = package_python("GitLab's schema") else { return };
    let folder = tempfile::tempdir().unwrap();
    // The schema is about one document, and a template has its inputs in front.
    let template = template();
    let body = template.split_once("\n---\n").unwrap().1.replace("\"$[[ inputs.job ]]\"", "corefilectl");
    fs::write(folder.path().join("job.yml"), body).unwrap();
    succeeds(
        check
            .args(["-m", "check_jsonschema", "--builtin-schema", "vendor.gitlab-ci"])
            .arg(folder.path().join("job.yml")),
    );
}
