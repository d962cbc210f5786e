//! `make install` and `make uninstall`, into a folder of their own, and shells that take the completions.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::packed::{root, said, succeeds, tool};

const PROGRAM: &str = env!("CARGO_BIN_EXE_corefilectl");

fn make(goal: &str, destdir: &Path, prefix: &str) {
    let mut make = Command::new("make");
    make.arg("--no-print-directory").arg("-C").arg(root()).arg(goal).arg(format!("PROGRAM={PROGRAM}"));
    // What a make above us has set is not for this one.
    make.env_remove("MAKEFLAGS").env_remove("MAKELEVEL").env_remove("MFLAGS");
    succeeds(make.arg(format!("DESTDIR={}", destdir.display())).arg(format!("PREFIX={prefix}")));
}

fn files(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for path in fs::read_dir(next).unwrap().map(|entry| entry.unwrap().path()) {
            match path.is_dir() {
                true => folders.push(path),
                false => drop(found.insert(path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned())),
            }
        }
    }
    found
}

#[test]
fn everything_has_its_place_and_goes_again() {
    let folder = tempfile::tempdir().unwrap();
    let destdir = folder.path().join("of the package");
    make("install", &destdir, "/usr/local");
    let installed = files(&destdir);
    for file in [
        "bin/corefilectl",
        "share/man/man1/corefilectl.1",
        "share/man/man1/corefilectl-install-init-container.1",
        "share/bash-completion/completions/corefilectl",
        "share/zsh/site-functions/_corefilectl",
        "share/fish/vendor_completions.d/corefilectl.fish",
        "share/doc/corefilectl/LICENSE",
    ] {
        assert!(installed.contains(&format!("usr/local/{file}")), "{file}: {installed:?}");
    }
    assert!(installed.iter().all(|file| file.starts_with("usr/local/")));
    // Somebody else's.
    let other = destdir.join("usr/local/share/man/man1/other.1");
    fs::write(&other, "").unwrap();
    make("uninstall", &destdir, "/usr/local");
    assert_eq!(files(&destdir).len(), 1, "{:?}", files(&destdir));
    assert!(other.is_file());
}

#[test]
fn the_script_says_how_it_is_called() {
    let script = root().join("packaging/install.sh");
    let output = Command::new(&script).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output.stderr).starts_with("usage: install.sh install PROGRAM PREFIX"), "{}", said(&output.stderr));
    // A bare name is a file of the working folder, whatever the PATH has.
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(PROGRAM, folder.path().join("ours")).unwrap();
    let install = |program: &str| {
        let mut install = Command::new(&script);
        install.args(["install", program, "prefix"]).current_dir(folder.path()).output().unwrap()
    };
    assert!(!install("true").status.success());
    let output = install("ours");
    assert!(output.status.success(), "{}", said(&output.stderr));
    assert!(folder.path().join("prefix/bin/corefilectl").is_file());
}

#[test]
fn shells_take_the_completions() {
    let folder = tempfile::tempdir().unwrap();
    make("install", folder.path(), "");
    let share = folder.path().join("share");
    if let Some(mut zsh) = tool("zsh", "the completion of zsh") {
        let script = format!(
            "fpath=({}/zsh/site-functions $fpath); autoload -Uz compinit; compinit -u -D; print $_comps[corefilectl]",
            share.display()
        );
        assert_eq!(said(&succeeds(zsh.args(["-f", "-c", &script])).stdout), "_corefilectl\n");
    }
    if let Some(mut fish) = tool("fish", "the completion of fish") {
        let script = format!(
            "source {}/fish/vendor_completions.d/corefilectl.fish; complete -C 'corefilectl rend'",
            share.display()
        );
        let home = folder.path().join("home");
        fs::create_dir(&home).unwrap();
        let offered = said(&succeeds(fish.args(["--no-config", "-c", &script]).env("HOME", home)).stdout);
        assert!(offered.starts_with("render"), "{offered}");
    }
    if let Some(mut bash) = tool("bash", "the completion of bash") {
        let script = format!(
            "source {}/bash-completion/completions/corefilectl; COMP_WORDS=(corefilectl rend); COMP_CWORD=1; \
             _corefilectl corefilectl rend corefilectl; echo \"${{COMPREPLY[@]}}\"",
            share.display()
        );
        assert_eq!(said(&succeeds(bash.args(["--norc", "-c", &script])).stdout), "render\n");
    }
}
