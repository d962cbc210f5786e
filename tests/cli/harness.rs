//! A folder to work in, the binary without an inherited environment, and what it said.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use assert_cmd::Command;
use assert_cmd::assert::Assert;
use predicates::prelude::*;
use tempfile::TempDir;

/// A template that shows little, so that messages about it are short.
pub const PORT: &str = "port {{ .CoreDNSPort }}\n";

// A hanging program fails its test instead of holding up all of them.
const PATIENCE: Duration = Duration::from_secs(60);

// Where shells and the tools of the tests are.
const TOOLS: &str = "/usr/sbin:/usr/bin:/sbin:/bin";

/// The program under test.
pub fn binary() -> &'static Path {
    assert_cmd::cargo::cargo_bin!("corefilectl")
}

/// A working folder that goes when the test is done.
pub struct Sandbox {
    folder: TempDir,
}

impl Sandbox {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A folder that holds these files.
    pub fn with<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let sandbox = Self::new();
        for (name, text) in files {
            sandbox.write(name, text);
        }
        sandbox
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.folder().join(name)
    }

    pub fn write(&self, name: impl AsRef<Path>, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn read(&self, name: impl AsRef<Path>) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    /// The names of all files in the folder, in order.
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder()).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// `corefilectl` in this folder with an empty environment.
    pub fn command(&self) -> Command {
        self.tool(binary())
    }

    /// Another program under the same conditions.
    pub fn tool(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.folder()).env_clear().env("PATH", TOOLS).timeout(PATIENCE);
        command
    }

    /// `corefilectl` without assert_cmd, for tests that look at a running process.
    pub fn process(&self, arguments: &str) -> std::process::Command {
        let mut command = std::process::Command::new(binary());
        command.current_dir(self.folder()).env_clear().args(arguments.split_whitespace());
        command
    }

    /// Runs `corefilectl` with arguments that stand between blanks.
    pub fn run(&self, arguments: &str) -> Assert {
        self.command().args(arguments.split_whitespace()).assert()
    }

    /// The same with environment variables.
    pub fn run_with(&self, variables: &[(&str, &str)], arguments: &str) -> Assert {
        self.command().envs(variables.iter().copied()).args(arguments.split_whitespace()).assert()
    }

    /// The same within 500 MB of memory and a number of seconds of processor time: what other processes do to the
    /// machine does not count.
    pub fn run_within(&self, seconds: u32, arguments: &str) -> Assert {
        let script = format!("ulimit -v 500000 && ulimit -t {seconds} && exec \"$0\" \"$@\"");
        self.tool("sh").args(["-c", &script]).arg(binary()).args(arguments.split_whitespace()).assert()
    }
}

/// What a run said.
pub trait Said {
    fn out(&self) -> String;
    fn err(&self) -> String;
    /// Exit code 0, these very bytes on standard output.
    fn prints(self, text: &str) -> Self;
    /// Exit code 0, nothing on standard error.
    fn quietly(self) -> Self;
    /// Exit code 0, and a word on standard error.
    fn saying(self, part: &str) -> Self;
    /// Exit code 2, nothing on standard output, and a word on standard error.
    fn refuses(self, part: &str) -> Self;
}

impl Said for Assert {
    fn out(&self) -> String {
        String::from_utf8(self.get_output().stdout.clone()).unwrap()
    }

    fn err(&self) -> String {
        String::from_utf8(self.get_output().stderr.clone()).unwrap()
    }

    fn prints(self, text: &str) -> Self {
        self.success().stdout(predicate::eq(text.as_bytes()))
    }

    fn quietly(self) -> Self {
        self.success().stderr(predicate::str::is_empty())
    }

    fn saying(self, part: &str) -> Self {
        self.success().stderr(predicate::str::contains(part))
    }

    fn refuses(self, part: &str) -> Self {
        let no_panic = predicate::str::contains("panicked").or(predicate::str::contains("RUST_BACKTRACE")).not();
        let said = predicate::str::contains(part.to_owned()).and(no_panic);
        self.code(2).stdout(predicate::str::is_empty()).stderr(said)
    }
}

/// The tokens of a Corefile without its comments.
pub fn tokens(corefile: &str) -> Vec<&str> {
    let lines = corefile.lines().map(|line| line.split('#').next().unwrap_or_default());
    lines.flat_map(str::split_whitespace).collect()
}
