//! action.yml and the workflows: their schemas, an audit, and what review asks of them: no input inside of a script, actions
//! of others by full commit only, and files that exist.

use std::fs;

use regex::Regex;

use crate::packed::{package_program, package_python, root, succeeds, text};

fn files() -> Vec<String> {
    let workflows = fs::read_dir(root().join(".github/workflows")).unwrap().map(|entry| entry.unwrap().file_name());
    let workflows = workflows.map(|name| format!(".github/workflows/{}", name.to_str().unwrap()));
    let mut files: Vec<_> = workflows.chain(["action.yml".to_owned()]).collect();
    files.sort();
    assert_eq!(files.len(), 3, "{files:?}");
    files
}

/// All steps of a file, wherever they stand.
fn steps(file: &str) -> Vec<serde_yaml::Value> {
    let root: serde_yaml::Value = serde_yaml::from_str(&text(file)).unwrap();
    match root.get("runs") {
        Some(runs) => runs["steps"].as_sequence().unwrap().clone(),
        None => {
            let jobs = root["jobs"].as_mapping().unwrap();
            jobs.iter().flat_map(|(_, job)| job["steps"].as_sequence().unwrap().clone()).collect()
        }
    }
}

#[test]
fn no_script_has_an_expression_in_it() {
    for file in files() {
        for step in steps(&file) {
            if let Some(script) = step.get("run").and_then(serde_yaml::Value::as_str) {
                assert!(!script.contains("${{"), "{file}: {script}");
            }
        }
    }
}

#[test]
fn actions_of_others_are_pinned() {
    let pinned = Regex::new(r"uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$").unwrap();
    for file in files() {
        for line in text(&file).lines().filter(|line| line.contains("uses: ")) {
            assert!(pinned.is_match(line), "{file}: {line}");
        }
    }
}

#[test]
fn what_they_run_is_there() {
    let script = Regex::new(r"(packaging|\.ci|tools)/[\w./-]+").unwrap();
    let goals = text("Makefile");
    let mut seen = 0;
    for file in files() {
        for step in steps(&file) {
            let Some(run) = step.get("run").and_then(serde_yaml::Value::as_str) else { continue };
            for path in script.find_iter(run) {
                assert!(root().join(path.as_str()).is_file(), "{file}: {}", path.as_str());
                seen += 1;
            }
            for goal in run.lines().filter_map(|line| line.strip_prefix("make ")).flat_map(str::split_whitespace) {
                assert!(goals.contains(&format!("\n{goal}: ")), "{file}: make {goal}");
                seen += 1;
            }
        }
    }
    assert!(seen > 5, "{seen}");
}

/// What goes out has passed what a change has to pass.
#[test]
fn a_release_waits_for_the_tests() {
    let release: serde_yaml::Value = serde_yaml::from_str(&text(".github/workflows/release.yml")).unwrap();
    assert_eq!(release["jobs"]["release"]["needs"].as_str(), Some("ci"));
    let steps = release["jobs"]["ci"]["steps"].as_sequence().unwrap();
    assert!(steps.iter().any(|step| step["run"].as_str() == Some(".ci/run")));
}

/// The text of a release is the section of its version.
#[test]
fn a_release_has_its_changes_as_text() {
    let notes =
        |version: &str| std::process::Command::new(root().join("packaging/notes.sh")).arg(version).output().unwrap();
    let found = notes("Unreleased");
    assert!(found.status.success() && found.stdout.len() > 1000);
    assert!(!notes("9.9.9").status.success());
}

#[test]
fn githubs_schemas_accept_them() {
    for file in files() {
        let Some(mut check) = package_python("GitHub's schemas") else { return };
        let schema = if file == "action.yml" { "vendor.github-actions" } else { "vendor.github-workflows" };
        succeeds(check.args(["-m", "check_jsonschema", "--builtin-schema", schema]).arg(root().join(file)));
    }
}

#[test]
fn an_audit_finds_nothing() {
    let Some(mut audit) = package_program("zizmor", "the audit of workflows") else { return };
    audit.args(["--offline", "--no-config", "--quiet"]).current_dir(root());
    succeeds(audit.args(files()));
}
