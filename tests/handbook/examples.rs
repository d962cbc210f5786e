//! What guides call a good template is one: lint has nothing against it on all releases from 2.7 on and on both platforms, and
//! each has tests of queries, which pass.

use std::process::Command;

use crate::pages::{files, root};

fn corefilectl(arguments: &[&str]) -> (Option<i32>, String) {
    let run = Command::new(env!("CARGO_BIN_EXE_corefilectl"))
        .args(arguments)
        .current_dir(root().join("examples/how-to"))
        .env_clear()
        .output()
        .unwrap();
    (run.status.code(), String::from_utf8([run.stdout, run.stderr].concat()).unwrap())
}

#[test]
fn templates_of_the_guides_are_clean() {
    let templates: Vec<_> =
        files("examples/how-to").into_iter().filter(|path| path.extension().is_some_and(|e| e == "tmpl")).collect();
    assert!(templates.len() >= 3, "the templates were not found");
    for template in &templates {
        let name = template.file_name().unwrap().to_str().unwrap();
        let (code, said) = corefilectl(&["lint", name, "--fail-on", "info", "--no-env"]);
        assert_eq!(code, Some(0), "{name}: {said}");
        let tests = template.with_extension("dns-test.yaml");
        assert!(root().join(&tests).exists(), "{name} has no tests");
    }
}

#[test]
fn expectations_of_the_guides_are_met() {
    let (code, said) = corefilectl(&["test"]);
    assert_eq!(code, Some(0), "{said}");
    let files =
        files("examples/how-to").iter().filter(|path| path.to_string_lossy().ends_with(".dns-test.yaml")).count();
    assert!(said.starts_with(&format!("{files} files: ")) && said.ends_with(" passed, 0 failed\n"), "{said}");
}
