//! The Debian package, installed into a root of its own by dpkg, and looked at where users look.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::packed::{REPOSITORY, VERSION, packed, said, succeeds, tool};

fn package() -> PathBuf {
    let mut entries = fs::read_dir(packed()).unwrap().map(|entry| entry.unwrap().path());
    entries.find(|path| path.extension().is_some_and(|extension| extension == "deb")).unwrap()
}

fn unzipped(file: &Path) -> String {
    said(&succeeds(Command::new("gzip").arg("-dc").arg(file)).stdout)
}

/// A root into which dpkg installs; scripts would need a chroot, and there are none.
fn installed(root: &Path) -> bool {
    let Some(mut dpkg) = tool("dpkg", "the Debian package") else { return false };
    for folder in ["var/lib/dpkg/info", "var/lib/dpkg/updates"] {
        fs::create_dir_all(root.join(folder)).unwrap();
    }
    for file in ["status", "available"] {
        fs::write(root.join("var/lib/dpkg").join(file), "").unwrap();
    }
    let log = root.join("dpkg.log");
    dpkg.arg(format!("--root={}", root.display())).arg(format!("--log={}", log.display()));
    dpkg.args(["--force-not-root", "--force-bad-path", "--install"]).arg(package());
    succeeds(&mut dpkg);
    true
}

#[test]
fn it_installs_what_users_look_for() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    if !installed(root) {
        return;
    }
    let status = fs::read_to_string(root.join("var/lib/dpkg/status")).unwrap();
    for line in ["Package: corefilectl", "Status: install ok installed", &format!("Version: {VERSION}-1")] {
        assert!(status.lines().any(|known| known == line), "{line}\n{status}");
    }
    assert!(status.contains(&format!("Homepage: {REPOSITORY}\n")) && !status.contains("Depends:"), "{status}");
    let program = root.join("usr/bin/corefilectl");
    let version = succeeds(Command::new(&program).arg("--version"));
    assert_eq!(said(&version.stdout), format!("corefilectl {VERSION}\n"));
    for (shell, file) in [
        ("bash", "bash-completion/completions/corefilectl"),
        ("zsh", "zsh/vendor-completions/_corefilectl"),
        ("fish", "fish/vendor_completions.d/corefilectl.fish"),
    ] {
        let printed = succeeds(Command::new(&program).args(["completion", shell])).stdout;
        assert!(fs::read(root.join("usr/share").join(file)).unwrap() == printed, "{shell}");
    }
    let pages = root.join("usr/share/man/man1");
    assert!(unzipped(&pages.join("corefilectl-lint.1.gz")).starts_with(".TH COREFILECTL-LINT 1 "));
    let documents = root.join("usr/share/doc/corefilectl");
    let copyright = fs::read_to_string(documents.join("copyright")).unwrap();
    assert!(copyright.contains("License: Apache-2.0\n") && copyright.contains("Copyright: 2026 "), "{copyright}");
    assert!(unzipped(&documents.join("changelog.gz")).starts_with("# Changes\n"));
    let changes = unzipped(&documents.join("changelog.Debian.gz"));
    assert!(changes.starts_with(&format!("corefilectl ({VERSION}-1) ")), "{changes}");
    assert!(changes.contains("  Mon, 21 Sep 2026 "), "{changes}");
    assert!(unzipped(&documents.join("THIRD-PARTY-LICENSES.txt.gz")).contains("\nclap 4."));
}

/// dpkg itself holds the sums against what it has installed, and removes all of it again.
#[test]
fn its_sums_are_right_and_it_leaves_nothing() {
    let root = tempfile::tempdir().unwrap();
    if !installed(root.path()) {
        return;
    }
    let dpkg = || {
        let mut dpkg = Command::new("dpkg");
        dpkg.arg(format!("--root={}", root.path().display()))
            .arg(format!("--log={}", root.path().join("log").display()));
        dpkg
    };
    let verified = succeeds(dpkg().args(["--verify", "corefilectl"]));
    assert_eq!(said(&verified.stdout), "");
    fs::write(root.path().join("usr/bin/corefilectl"), "changed").unwrap();
    let verified = dpkg().args(["--verify", "corefilectl"]).output().unwrap();
    assert!(said(&verified.stdout).contains("/usr/bin/corefilectl"), "the sums are not looked at");
    succeeds(dpkg().args(["--force-not-root", "--force-bad-path", "--purge", "corefilectl"]));
    assert!(
        !root.path().join("usr/bin/corefilectl").exists() && !root.path().join("usr/share/doc/corefilectl").exists()
    );
}

#[test]
fn control_and_data_belong_to_root() {
    let Some(mut dpkg) = tool("dpkg-deb", "owners in the Debian package") else { return };
    let listing = said(&succeeds(dpkg.arg("--contents").arg(package())).stdout);
    assert!(listing.lines().count() > 30, "{listing}");
    assert!(listing.lines().all(|line| line.contains(" root/root ")), "{listing}");
    let control = succeeds(Command::new("dpkg-deb").arg("--ctrl-tarfile").arg(package())).stdout;
    assert!(memchr::memmem::find(&control, b"./md5sums").is_some());
}
