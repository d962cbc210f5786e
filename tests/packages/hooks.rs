//! The hooks of pre-commit: which files they take, and pre-commit itself running them in a repository. Those that it would
//! build from source are the same commands; that build is cargo's and is not done here.

use std::fs;
use std::path::Path;
use std::process::Command;

use corefilectl::lint::input::is_named_like_a_corefile;
use regex::Regex;

use crate::packed::{package_python, root, said, succeeds, text};

const MANIFEST: &str = ".pre-commit-hooks.yaml";

fn hooks() -> Vec<serde_yaml::Value> {
    serde_yaml::from_str(&text(MANIFEST)).unwrap()
}

#[test]
fn there_are_two_of_each_and_they_run_the_same() {
    let hooks = hooks();
    for id in ["corefilectl-lint", "corefilectl-fmt"] {
        let find =
            |id: &str| hooks.iter().find(|hook| hook["id"].as_str() == Some(id)).unwrap_or_else(|| panic!("{id}"));
        let (built, there) = (find(id), find(&format!("{id}-system")));
        assert_eq!((built["language"].as_str(), there["language"].as_str()), (Some("rust"), Some("system")));
        for key in ["name", "entry", "types", "files", "exclude", "require_serial"] {
            assert_eq!(built[key], there[key], "{id}: {key}");
        }
        let command = built["entry"].as_str().unwrap().split(' ').nth(1).unwrap();
        assert!(corefilectl::cli::command().find_subcommand(command).is_some(), "there is no command {command}");
    }
    assert_eq!(hooks.len(), 4);
}

/// The expressions of the hooks and the rule for folders are two readers of one list.
#[test]
fn they_take_the_files_that_lint_takes() {
    let hook = &hooks()[0];
    // pre-commit asks Python's re.search, in which these mean the same.
    let [files, exclude] = ["files", "exclude"].map(|key| Regex::new(hook[key].as_str().unwrap()).unwrap());
    let taken = |name: &str| files.is_match(name) && !exclude.is_match(name);
    for name in [
        "Corefile",
        "corefile",
        "COREFILE",
        "Corefile.tmpl",
        "a/b/corefile-2.7",
        "dns.corefile",
        "a/dns.Corefile.tpl",
        "Corefile~",
        "Corefile.md",
        "corefile.GO",
        "my-corefile",
        "notes.txt",
        "corefile.d/x",
        "Corefile.yaml",
        "x.corefile.json",
        "a.corefiles",
        "Corefile.",
        ".corefile",
        "Corefile.bak",
        "Corefile.txt",
        "corefile.conf",
        "corefilectl",
        "a/corefilectl.tmpl",
        "corefilectl/Corefile",
    ] {
        assert_eq!(taken(name), is_named_like_a_corefile(name), "{name}");
    }
    let endings = hook["exclude"].as_str().unwrap().split_once("\\.(").unwrap().1.split_once(')').unwrap().0;
    assert!(endings.split('|').count() > 30);
    for ending in endings.split('|') {
        assert!(!is_named_like_a_corefile(&format!("corefile.{ending}")), "{ending}");
    }
}

fn git(folder: &Path, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.current_dir(folder).args([
        "-c",
        "user.name=t",
        "-c",
        "user.email=t@example.org",
        "-c",
        "init.defaultBranch=main",
    ]);
    succeeds(git.args(arguments).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1"));
}

/// A repository with a template in it, and one that has nothing but the manifest.
struct Repositories {
    folder: tempfile::TempDir,
}

impl Repositories {
    fn new(template: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, file, text) in [("hooks", MANIFEST, text(MANIFEST).as_str()), ("work", "Corefile.tmpl", template)] {
            let place = folder.path().join(name);
            fs::create_dir(&place).unwrap();
            fs::write(place.join(file), text).unwrap();
            fs::write(place.join("corefile.go"), "package corefile\n").unwrap();
            git(&place, &["init", "--quiet"]);
            git(&place, &["add", "."]);
            git(&place, &["commit", "--quiet", "--message", "first"]);
        }
        Self { folder }
    }

    /// The exit code of pre-commit and what it said.
    fn run(&self, mut pre_commit: Command, hook: &str) -> (Option<i32>, String) {
        let place = |name: &str| self.folder.path().join(name);
        git(&place("work"), &["add", "."]);
        let program = Path::new(env!("CARGO_BIN_EXE_corefilectl")).parent().unwrap();
        pre_commit.args([
            "-m",
            "pre_commit",
            "try-repo",
            "../hooks",
            hook,
            "--all-files",
            "--verbose",
            "--color=never",
        ]);
        pre_commit.current_dir(place("work")).env("HOME", place("")).env("PRE_COMMIT_HOME", place("cache"));
        pre_commit.env("PATH", format!("{}:{}", program.display(), std::env::var("PATH").unwrap()));
        let output = pre_commit.output().unwrap();
        (output.status.code(), said(&output.stdout) + &said(&output.stderr))
    }
}

#[test]
fn pre_commit_accepts_the_manifest() {
    let Some(mut validate) = package_python("the form of the hooks") else { return };
    succeeds(validate.args(["-m", "pre_commit", "validate-manifest"]).arg(root().join(MANIFEST)));
}

#[test]
fn pre_commit_lints() {
    let Some(pre_commit) = package_python("the hook of lint") else { return };
    let repositories = Repositories::new(&text("examples/stub-domain.tmpl"));
    let (code, lines) = repositories.run(pre_commit, "corefilectl-lint-system");
    assert_eq!(code, Some(1), "{lines}");
    assert!(lines.contains("Corefile.tmpl:9:15: warning[CF204]") && lines.contains("exit code: 1"), "{lines}");
    assert!(!lines.contains("corefile.go"), "{lines}");
}

/// The first run lays the file out, the second finds nothing to do.
#[test]
fn pre_commit_formats() {
    let tool = || package_python("the hook of fmt");
    let repositories = Repositories::new(".:{{ .CoreDNSPort }} {\n      errors\n  }\n");
    for (code, word) in [(1, "files were modified by this hook"), (0, "Passed")] {
        let Some(pre_commit) = tool() else { return };
        let (exit, lines) = repositories.run(pre_commit, "corefilectl-fmt-system");
        assert_eq!(exit, Some(code), "{lines}");
        assert!(lines.contains(word), "{lines}");
    }
}
