//! The steps of `action.yml` as GitHub runs them: its expressions filled in, its files for a step's results, and a download
//! that a stand-in for curl answers from the packages made here.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use regex::Regex;
use serde_json::Value;

use crate::packed::{REPOSITORY, VERSION, packed, root, said, stand_in, stem, text};

/// A machine of GitHub's, with a working folder.
struct Runner {
    folder: tempfile::TempDir,
    stand_ins: PathBuf,
    inputs: BTreeMap<String, String>,
}

impl Runner {
    fn new(inputs: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["work", "temp", "stand-ins"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        for name in ["path", "output", "summary"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        fs::copy(root().join("examples/stub-domain.tmpl"), folder.path().join("work/Corefile of ours")).unwrap();
        let stand_ins = folder.path().join("stand-ins");
        stand_in(&stand_ins, "curl", &curl());
        stand_in(&stand_ins, "uname", "echo Linux x86_64");
        let action: serde_yaml::Value = serde_yaml::from_str(&text("action.yml")).unwrap();
        let defaults = action["inputs"].as_mapping().unwrap().iter();
        let mut all: BTreeMap<String, String> = defaults
            .map(|(name, input)| (name.as_str().unwrap().to_owned(), input["default"].as_str().unwrap().to_owned()))
            .collect();
        for (name, value) in inputs {
            assert!(all.insert((*name).to_owned(), (*value).to_owned()).is_some(), "{name} is no input");
        }
        Self { folder, stand_ins, inputs: all }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// An expression in the action's text; those that nobody knows are a mistake.
    fn value(&self, expression: &str) -> String {
        match expression {
            "github.action_repository || github.repository" => {
                REPOSITORY.rsplitn(3, '/').take(2).fold(String::new(), |name, part| {
                    if name.is_empty() { part.to_owned() } else { format!("{part}/{name}") }
                })
            }
            "github.action_path" => root().to_str().unwrap().to_owned(),
            input => self.inputs[input.strip_prefix("inputs.").unwrap()].clone(),
        }
    }

    fn filled(&self, text: &str) -> String {
        let expression = Regex::new(r"\$\{\{ (.*?) \}\}").unwrap();
        expression.replace_all(text, |found: &regex::Captures<'_>| self.value(&found[1])).into_owned()
    }

    /// Runs the steps until one fails, and says what the last one said.
    fn run(&self) -> Output {
        let action: serde_yaml::Value = serde_yaml::from_str(&text("action.yml")).unwrap();
        let mut last = None;
        for step in action["runs"]["steps"].as_sequence().unwrap() {
            let output = self.step(step);
            let failed = !output.status.success();
            last = Some(output);
            if failed {
                break;
            }
        }
        last.unwrap()
    }

    fn step(&self, step: &serde_yaml::Value) -> Output {
        assert_eq!(step["shell"].as_str(), Some("bash"));
        let added: Vec<_> = self.read("path").lines().map(str::to_owned).rev().collect();
        let path =
            [&added[..], &[self.stand_ins.to_str().unwrap().to_owned(), std::env::var("PATH").unwrap()]].concat();
        let folder = step["working-directory"].as_str().map(|folder| self.filled(folder)).unwrap_or_default();
        let mut bash = Command::new("bash");
        bash.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"].as_str().unwrap()]);
        bash.current_dir(self.path("work").join(folder)).env_clear().env("PATH", path.join(":"));
        bash.env("GITHUB_ACTIONS", "true").env("GITHUB_SERVER_URL", REPOSITORY.rsplitn(3, '/').nth(2).unwrap());
        bash.env("RUNNER_TEMP", self.path("temp")).env("GITHUB_PATH", self.path("path"));
        bash.env("GITHUB_OUTPUT", self.path("output")).env("GITHUB_STEP_SUMMARY", self.path("summary"));
        for (name, value) in step["env"].as_mapping().unwrap() {
            bash.env(name.as_str().unwrap(), self.filled(value.as_str().unwrap()));
        }
        bash.output().unwrap()
    }
}

/// curl as far as the action needs it: answers addresses of releases from the packages, and says where `latest` leads.
fn curl() -> String {
    format!(
        "while [ $# -gt 1 ]; do case $1 in --output) out=$2; shift;; --write-out) say=1; shift;; --retry) shift;; esac; shift; done\n\
         case $1 in\n\
         '{REPOSITORY}/releases/latest') printf '%s' '{REPOSITORY}/releases/tag/v{VERSION}';;\n\
         '{REPOSITORY}/releases/download/v{VERSION}/'*) cp '{}'/\"${{1##*/}}\" \"$out\";;\n\
         *) echo \"curl: (22) $1\" >&2; exit 22;;\n\
         esac",
        packed().display()
    )
}

#[test]
fn a_release_is_fetched_checked_and_run() {
    for version in ["", VERSION, "latest"] {
        let runner = Runner::new(&[("version", version), ("paths", "Corefile of ours")]);
        let asks = format!("{}\necho \"$1\" >>'{}'", curl(), runner.path("asked").display());
        stand_in(&runner.stand_ins, "curl", &asks);
        let output = runner.run();
        assert_eq!(output.status.code(), Some(1), "{}{}", said(&output.stdout), said(&output.stderr));
        let lines = said(&output.stdout);
        assert!(lines.contains("::warning file=Corefile of ours,line=9,"), "{lines}");
        assert_eq!(runner.read("output"), "exit-code=1\n");
        let summary = runner.read("summary");
        assert!(summary.contains("CF204") && summary.contains("Corefile of ours"), "{summary}");
        assert!(!summary.contains("error: invalid value"), "{summary}");
        assert_eq!(runner.read("asked").contains("/releases/latest"), version == "latest");
    }
}

/// GitHub leads from `releases/latest` to the empty list.
#[test]
fn a_repository_without_releases_is_told_so() {
    for (version, words) in
        [("", format!("has no release v{VERSION} with a package")), ("latest", "/releases has no release".to_owned())]
    {
        let runner = Runner::new(&[("version", version)]);
        let leads = format!("case $* in */releases/latest) printf '%s' '{REPOSITORY}/releases';; *) exit 22;; esac");
        stand_in(&runner.stand_ins, "curl", &leads);
        let output = runner.run();
        assert_eq!(output.status.code(), Some(2));
        let lines = said(&output.stderr);
        assert!(lines.contains("::error::corefilectl: ") && lines.contains(&words), "{lines}");
    }
}

#[test]
fn a_message_is_no_command() {
    let runner = Runner::new(&[("version", "1%\r\n::add-path::/evil")]);
    let lines = said(&runner.run().stderr);
    assert_eq!(lines, "::error::corefilectl: version: \"1%25%0D%0A::add-path::/evil\" is no release\n");
}

#[test]
fn the_program_has_to_be_ours() {
    let folder = root().to_str().unwrap();
    for (program, words) in [
        ("test", "program: test cannot be run"),
        ("sh", "program: sh cannot be run"),
        (folder, "cannot be run"),
        ("/bin/true", "program: /bin/true does not say that it is corefilectl"),
        ("/bin/echo", "program: /bin/echo does not say that it is corefilectl"),
    ] {
        let runner = Runner::new(&[("program", program)]);
        let output = runner.run();
        assert_eq!(output.status.code(), Some(2), "{program}");
        assert!(said(&output.stderr).contains(words), "{program}: {}", said(&output.stderr));
        assert_eq!(runner.read("path"), "", "{program}");
    }
}

#[test]
fn arguments_that_the_action_sets_are_refused() {
    let program = env!("CARGO_BIN_EXE_corefilectl");
    for word in [
        "-o",
        "-ojson",
        "--output=json",
        "--output",
        "--output-file",
        "--format=json",
        "--exit-zero",
        "--fix",
        "--write-baseline=x",
    ] {
        let runner = Runner::new(&[("program", program), ("args", &format!("--no-env {word}"))]);
        let output = runner.run();
        assert_eq!(output.status.code(), Some(2), "{word}");
        assert!(said(&output.stderr).contains(&format!("args: {word} is set by the action")), "{word}");
        assert_eq!(said(&output.stdout), "", "{word}");
    }
}

#[test]
fn what_is_not_the_release_is_not_run() {
    let runner = Runner::new(&[]);
    let other =
        format!("{}\ncase $1 in *.tar.gz) printf x >>\"$out\";; esac", curl().replace("*) echo", "*nothing*) echo"));
    stand_in(&runner.stand_ins, "curl", &other);
    let output = runner.run();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        said(&output.stderr).contains(&format!("::error::corefilectl: {}.tar.gz is not what SHA256SUMS says", stem()))
    );
    assert_eq!(runner.read("path"), "");
}

#[test]
fn what_cannot_be_had_is_said() {
    for (inputs, words) in [
        (&[("version", "9.9.9")][..], "has no release v9.9.9 with a package"),
        (&[("version", "1;touch x")][..], "version: \"1;touch x\" is no release"),
        (&[("program", "/nowhere/corefilectl")][..], "program: /nowhere/corefilectl cannot be run"),
    ] {
        let runner = Runner::new(inputs);
        let output = runner.run();
        assert_eq!(output.status.code(), Some(2), "{words}");
        let lines = said(&output.stderr);
        assert!(lines.contains("::error::corefilectl: ") && lines.contains(words), "{lines}");
    }
    let runner = Runner::new(&[]);
    stand_in(&runner.stand_ins, "uname", "echo Darwin arm64");
    assert!(said(&runner.run().stderr).contains("there is no package for Darwin arm64"));
}

#[test]
fn inputs_are_words_and_no_scripts() {
    let program = env!("CARGO_BIN_EXE_corefilectl");
    let evil = "$(touch evil) `touch evil` ; touch evil";
    for name in ["paths", "args", "mesh-version", "platform", "fail-on", "format"] {
        let runner = Runner::new(&[("program", program), (name, evil)]);
        let output = runner.run();
        assert_eq!(output.status.code(), Some(2), "{name}: {}", said(&output.stdout));
        assert!(!runner.path("work/evil").exists() && !runner.path("temp/evil").exists(), "{name}");
    }
}

#[test]
fn inputs_reach_lint() {
    let program = env!("CARGO_BIN_EXE_corefilectl");
    for (inputs, code, words) in [
        (&[("fail-on", "error")][..], 0, "CF204"),
        (&[("args", "--ignore CF2\n\n--ignore CF3")][..], 0, ""),
        (&[("paths", "Corefile of ours\nnowhere")][..], 2, "nowhere"),
        (&[("mesh-version", "2.7"), ("platform", "universal")][..], 1, "CF204"),
        (&[("summary", "false")][..], 1, "CF204"),
        (&[("working-directory", "..")][..], 1, "work/Corefile of ours"),
    ] {
        let runner = Runner::new(&[&[("program", program), ("format", "concise")], inputs].concat());
        let output = runner.run();
        let lines = said(&output.stdout) + &said(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{inputs:?}: {lines}");
        assert!(lines.contains(words), "{inputs:?}: {lines}");
        assert_eq!(runner.read("output"), format!("exit-code={code}\n"));
        assert_eq!(runner.read("summary").is_empty(), inputs.contains(&("summary", "false")), "{inputs:?}");
    }
}

#[test]
fn the_problem_matcher_reads_concise_lines() {
    let matcher: Value = serde_json::from_str(&text(".github/corefilectl-matcher.json")).unwrap();
    let pattern = &matcher["problemMatcher"][0]["pattern"][0];
    let regex = Regex::new(pattern["regexp"].as_str().unwrap()).unwrap();
    let group = |name: &str| usize::try_from(pattern[name].as_u64().unwrap()).unwrap();
    let mut lint = Command::new(env!("CARGO_BIN_EXE_corefilectl"));
    lint.args(["lint", "-o", "concise", "stub-domain.tmpl"]).current_dir(root().join("examples")).env_clear();
    let lines = said(&lint.output().unwrap().stdout);
    let found: Vec<_> = lines.lines().map(|line| regex.captures(line).unwrap_or_else(|| panic!("{line}"))).collect();
    assert_eq!(found.len(), 2, "{lines}");
    let first = |name: &str| &found[0][group(name)];
    assert_eq!(
        ["file", "line", "column", "severity", "code"].map(first),
        ["stub-domain.tmpl", "9", "15", "warning", "CF204"]
    );
    assert_eq!(first("message"), "alternate does not list FORMERR, NOTIMP");
}
