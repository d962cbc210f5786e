//! The release archive, its checksums, and the address under which `cargo binstall` looks for it.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use crate::packed::{REPOSITORY, VERSION, pack, packed, root, said, stem, succeeds, unpacked};

fn names() -> BTreeSet<String> {
    let entries = fs::read_dir(packed()).unwrap().map(|entry| entry.unwrap());
    entries.map(|entry| entry.file_name().into_string().unwrap()).collect()
}

#[test]
fn the_same_program_makes_the_same_packages() {
    let again = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    pack(again.path());
    for name in names() {
        let (one, other) = (fs::read(packed().join(&name)).unwrap(), fs::read(again.path().join(&name)).unwrap());
        assert!(one == other, "{name} differs");
    }
}

/// A name in a template that the packer does not know.
#[test]
fn no_name_is_left_in_a_package() {
    let script = "import sys; sys.path.insert(0, 'tools'); import pathlib, pack; pack.ROOT = pathlib.Path(sys.argv[1]); \
                  print(pack.filled('x', {'NAME': 'a@b'}))";
    for (template, left) in [("@NAME@ c@d", None), ("m@n @NAME@ @NEW_NAME@", Some("@NEW_NAME@"))] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("x"), template).unwrap();
        let output =
            Command::new("python3").args(["-B", "-c", script]).arg(folder.path()).current_dir(root()).output().unwrap();
        let message = said(&output.stderr);
        match left {
            None => assert_eq!(said(&output.stdout), "a@b c@d\n", "{message}"),
            Some(name) => assert!(message.contains(&format!("x: nothing is known for {name}")), "{message}"),
        }
    }
}

#[test]
fn checksums_cover_every_package() {
    let sums = fs::read_to_string(packed().join("SHA256SUMS")).unwrap();
    let listed: BTreeSet<String> = sums.lines().map(|line| line.split_once("  ").unwrap().1.to_owned()).collect();
    let mut wanted = names();
    wanted.remove("SHA256SUMS");
    assert_eq!(listed, wanted);
    succeeds(Command::new("sha256sum").args(["--check", "--strict", "SHA256SUMS"]).current_dir(packed()));
}

#[test]
fn the_archive_holds_one_folder_that_works() {
    let archive = packed().join(format!("{}.tar.gz", stem()));
    let listing = succeeds(Command::new("tar").args(["--numeric-owner", "--utc", "-tvzf"]).arg(&archive));
    for line in said(&listing.stdout).lines() {
        assert!(line.contains(" 0/0 ") && line.contains(" 2026-09-21 "), "{line}");
        assert!(line.contains(&format!(" {}/", stem())), "{line}");
    }
    let folder = tempfile::tempdir().unwrap();
    let inside = unpacked(folder.path());
    for file in ["LICENSE", "README.md", "CHANGELOG.md", "Dockerfile"] {
        assert!(fs::read(inside.join(file)).unwrap() == fs::read(root().join(file)).unwrap(), "{file}");
    }
    let program = inside.join("corefilectl");
    assert_eq!(fs::metadata(&program).unwrap().permissions().mode() & 0o777, 0o755);
    let version = succeeds(Command::new(&program).arg("--version"));
    assert_eq!(said(&version.stdout), format!("corefilectl {VERSION}\n"));
    for (shell, file) in [("bash", "corefilectl.bash"), ("zsh", "_corefilectl"), ("fish", "corefilectl.fish")] {
        let printed = succeeds(Command::new(&program).args(["completion", shell])).stdout;
        assert!(fs::read(inside.join("completions").join(file)).unwrap() == printed, "{shell}");
    }
    let page = succeeds(Command::new(&program).args(["man", "install", "helm"])).stdout;
    assert!(fs::read(inside.join("man/corefilectl-install-helm.1")).unwrap() == page);
}

#[test]
fn licences_of_what_is_in_the_program_go_along() {
    let folder = tempfile::tempdir().unwrap();
    let notices = fs::read_to_string(unpacked(folder.path()).join("THIRD-PARTY-LICENSES.txt")).unwrap();
    for part in ["\nclap 4.", "\nregex 1.", "MIT", "Apache License"] {
        assert!(notices.contains(part), "{part}");
    }
    assert!(!notices.contains("\nassert_cmd "), "tests are not in the program");
}

/// `[package.metadata.binstall]` with its words filled in, as cargo-binstall does it.
#[test]
fn binstall_finds_the_archive() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let value = |key: &str| {
        let line = manifest.lines().find_map(|line| line.strip_prefix(&format!("{key} = \""))).unwrap();
        let target = stem().split_off(format!("corefilectl-{VERSION}-").len());
        let words = [("repo", REPOSITORY), ("version", VERSION), ("name", "corefilectl"), ("bin", "corefilectl")];
        let words = words.into_iter().chain([("target", target.as_str()), ("binary-ext", "")]);
        words.fold(line.trim_end_matches('"').to_owned(), |text, (name, word)| {
            text.replace(&format!("{{ {name} }}"), word)
        })
    };
    assert_eq!(value("pkg-url"), format!("{REPOSITORY}/releases/download/v{VERSION}/{}.tar.gz", stem()));
    assert!(packed().join(value("pkg-url").rsplit('/').next().unwrap()).is_file());
    let folder = tempfile::tempdir().unwrap();
    unpacked(folder.path());
    assert!(folder.path().join(value("bin-dir")).is_file(), "{}", value("bin-dir"));
    assert_eq!(value("pkg-fmt"), "tgz");
}

/// What `cargo install` gets: all that the build reads, nothing that only tests read.
#[test]
fn the_crate_holds_what_its_build_reads() {
    let mut cargo = Command::new(env!("CARGO"));
    let listing = succeeds(cargo.args(["package", "--list", "--allow-dirty", "--locked"]).current_dir(root()));
    let listing = said(&listing.stdout);
    let files: BTreeSet<_> = listing.lines().collect();
    for file in
        ["Cargo.toml", "Cargo.lock", "LICENSE", "README.md", "CHANGELOG.md", "src/main.rs", "src/mesh/releases.csv"]
    {
        assert!(files.contains(file), "{file}");
    }
    let mut folders = vec![root().join("templates")];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            match path.is_dir() {
                true => folders.push(path),
                false => assert!(files.contains(path.strip_prefix(root()).unwrap().to_str().unwrap()), "{path:?}"),
            }
        }
    }
    assert!(!files.iter().any(|file| file.starts_with("tests/") || file.starts_with("tools/")), "{listing}");
}
