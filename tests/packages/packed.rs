//! The packages, made once for all tests, and the tools that are asked about them.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// A moment in 2026, so that times are seen to be taken from here.
pub const EPOCH: &str = "1790000000";

pub const VERSION: &str = env!("CARGO_PKG_VERSION");
pub const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// The project's folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file of the project.
pub fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// The static program, where there is one.
pub fn static_program() -> Option<PathBuf> {
    std::env::var_os("COREFILECTL_STATIC").map(PathBuf::from)
}

/// The program that is packed: the ordinary one is too big with all that a debugger wants of it.
fn program(folder: &Path) -> PathBuf {
    static_program().unwrap_or_else(|| {
        let script = folder.join("program");
        let ordinary = env!("CARGO_BIN_EXE_corefilectl");
        fs::write(&script, format!("#!/bin/sh\nexec '{ordinary}' \"$@\"\n")).unwrap();
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
        script
    })
}

/// Packs into `dest`.
pub fn pack(dest: &Path) {
    let scratch = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut command = Command::new("python3");
    command.arg(root().join("tools/pack.py")).env("SOURCE_DATE_EPOCH", EPOCH);
    succeeds(command.arg("--program").arg(program(scratch.path())).arg("--dest").arg(dest));
}

/// The folder with the packages.
pub fn packed() -> &'static Path {
    static PACKED: OnceLock<PathBuf> = OnceLock::new();
    PACKED.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packed");
        pack(&folder);
        folder
    })
}

/// What the archive is called, without its ending.
pub fn stem() -> String {
    format!("corefilectl-{VERSION}-{}", host())
}

fn host() -> String {
    let said = said(&succeeds(Command::new("rustc").arg("-vV")).stdout);
    said.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned()
}

/// The archive, unpacked into `folder`: what is in it.
pub fn unpacked(folder: &Path) -> PathBuf {
    let archive = packed().join(format!("{}.tar.gz", stem()));
    succeeds(Command::new("tar").arg("-xzf").arg(archive).arg("-C").arg(folder));
    folder.join(stem())
}

pub fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What a command that has to succeed said.
pub fn succeeds(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}{}", said(&output.stdout), said(&output.stderr));
    output
}

/// Past the capture of the test's output, so that nobody takes it for checked.
#[allow(clippy::explicit_write, reason = "eprintln! is captured")]
pub fn skipped(what: &str, reason: &str) {
    writeln!(std::io::stderr(), "packages: {what} NOT CHECKED, {reason}").unwrap();
}

/// A program of this machine, if it is here.
pub fn tool(name: &str, what: &str) -> Option<Command> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).any(|folder| folder.join(name).is_file());
    if !found {
        skipped(what, &format!("there is no {name} here"));
    }
    found.then(|| Command::new(name))
}

/// The folder of `make package-tools`, if it is there.
fn package_tools(what: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("COREFILECTL_PACKAGE_TOOLS");
    if folder.is_none() {
        skipped(what, "COREFILECTL_PACKAGE_TOOLS is not set (make package-tools)");
    }
    folder.map(PathBuf::from)
}

/// Python with what `make package-tools` has fetched, if it is there.
pub fn package_python(what: &str) -> Option<Command> {
    let mut python = Command::new("python3");
    python.arg("-B").env_clear().env("PATH", std::env::var_os("PATH")?).env("PYTHONPATH", package_tools(what)?);
    Some(python)
}

/// A program of `make package-tools`, if it is there.
pub fn package_program(name: &str, what: &str) -> Option<Command> {
    Some(Command::new(package_tools(what)?.join("bin").join(name)))
}

/// A script that stands in for a program of another machine.
pub fn stand_in(folder: &Path, name: &str, script: &str) {
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join(name), format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(folder.join(name), fs::Permissions::from_mode(0o755)).unwrap();
}
