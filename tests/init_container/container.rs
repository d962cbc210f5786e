//! A container as the kubelet makes it, as far as it matters: a read-only root with the program and mount points in it,
//! volumes, a file for the last words, an unprivileged user without network, and no environment but the manifest's.

use std::ffi::OsString;
use std::fs::{self, Metadata, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::manifest::{Manifest, Volume};

const LAST_WORDS: &str = "/dev/termination-log";

/// How to get a room of one's own and another user in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// As root: a mount namespace, then another user.
    Root,
    /// As anybody: user namespaces, one inside the other.
    User,
}

/// A container with its volumes.
pub struct Container {
    way: Way,
    folder: TempDir,
    program: Vec<String>,
    env: Vec<(String, String)>,
    ids: (u32, u32),
    mounts: Vec<(String, PathBuf)>,
}

impl Way {
    /// The first that works here, or why none does.
    fn find() -> Result<Self, String> {
        let mut reasons = String::new();
        for way in [Self::Root, Self::User] {
            let scratch = tempfile::tempdir().unwrap();
            let script = format!("mount -t tmpfs tmpfs {}", scratch.path().display());
            let mut probe = Command::new("unshare");
            probe.args(way.outer()).args(["sh", "-c", &script]);
            match probe.output() {
                Ok(output) if output.status.success() => return Ok(way),
                Ok(output) => reasons += &format!("\n  {way:?}: {}", String::from_utf8_lossy(&output.stderr).trim()),
                Err(error) => reasons += &format!("\n  {way:?}: unshare: {error}"),
            }
        }
        Err(format!("this machine allows no namespaces:{reasons}"))
    }

    fn outer(self) -> &'static [&'static str] {
        match self {
            Self::Root => &["--mount", "--net", "--ipc"],
            Self::User => &["--user", "--map-root-user", "--mount", "--net", "--ipc"],
        }
    }

    /// The command in front of the program's that changes root and user.
    fn inner(self, root: &str, (uid, gid): (u32, u32)) -> String {
        match self {
            Self::Root => {
                format!("setpriv --no-new-privs -- \"$(command -v chroot)\" --groups= --userspec={uid}:{gid} {root}")
            }
            Self::User => format!("unshare --user --map-user={uid} --map-group={gid} --root={root}"),
        }
    }
}

impl Container {
    /// Prepares volumes for the init container of `manifest`.
    ///
    /// # Errors
    /// Why this machine has no containers.
    pub fn new(manifest: &Manifest) -> Result<Self, String> {
        let (way, folder) = (Way::find()?, tempfile::tempdir().unwrap());
        let mut mounts = Vec::new();
        for (number, mount) in manifest.mounts.iter().enumerate() {
            let volume = folder.path().join(format!("volume-{number}"));
            fs::create_dir(&volume).unwrap();
            if let Volume::ConfigMap(files) = &mount.volume {
                // As the kubelet does it, so that all files change at once.
                let data = volume.join("..2026_11_24");
                fs::create_dir(&data).unwrap();
                symlink("..2026_11_24", volume.join("..data")).unwrap();
                for (key, bytes) in files {
                    fs::write(data.join(key), bytes).unwrap();
                    fs::set_permissions(data.join(key), Permissions::from_mode(0o644)).unwrap();
                    symlink(Path::new("..data").join(key), volume.join(key)).unwrap();
                }
                fs::set_permissions(&data, Permissions::from_mode(0o755)).unwrap();
            }
            let mode = if matches!(mount.volume, Volume::EmptyDir) { 0o777 } else { 0o755 };
            fs::set_permissions(&volume, Permissions::from_mode(mode)).unwrap();
            mounts.push((mount.path.clone(), volume));
        }
        // Others have to get through to the volumes.
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        fs::create_dir(folder.path().join("root")).unwrap();
        let (env, ids) = (manifest.env.clone(), (manifest.uid, manifest.gid));
        let container = Self { way, folder, program: manifest.command.clone(), env, ids, mounts };
        container.forget();
        Ok(container)
    }

    /// Makes the file for the last words anew; the kubelet lets everybody write there.
    fn forget(&self) {
        let file = self.folder.path().join("termination-log");
        fs::write(&file, "").unwrap();
        fs::set_permissions(&file, Permissions::from_mode(0o666)).unwrap();
    }

    /// Runs the program of the manifest with these arguments.
    pub fn run(&self, args: &[String]) -> Output {
        self.forget();
        let folder = self.folder.path().display();
        let root = format!("{folder}/root");
        let mut script =
            format!("set -eu\nmount -t tmpfs -o mode=0755 tmpfs {root}\nmkdir {root}/dev\n: >{root}{LAST_WORDS}\n");
        script += &format!("mount --bind {folder}/termination-log {root}{LAST_WORDS}\n");
        for (inside, outside) in program(&self.program[0]) {
            let parent = Path::new(&inside).parent().unwrap().display();
            script += &format!(
                "mkdir -p {root}{parent}\ncp {} {root}{inside}\nchmod 0755 {root}{inside}\n",
                outside.display()
            );
        }
        for (path, volume) in &self.mounts {
            script += &format!("mkdir -p {root}{path}\nmount --bind {} {root}{path}\n", volume.display());
        }
        let (first, rest) = self.mounts.split_first().unwrap();
        assert!(!rest.is_empty(), "a volume for the template and one for the Corefile");
        script += &format!("mount -o remount,bind,ro {root}{}\nmount -o remount,bind,ro {root}\ncd /\n", first.0);
        script += &format!("exec env -i \"$@\" {} {}", self.way.inner(&root, self.ids), self.program.join(" "));
        // The shell gets the environment as words first, then the arguments behind the program.
        let env: Vec<OsString> = self.env.iter().map(|(name, value)| format!("{name}={value}").into()).collect();
        let script = script.replace("\"$@\"", &words(1, env.len())) + " " + &words(env.len() + 1, args.len());
        let mut command = Command::new("unshare");
        command
            .args(self.way.outer())
            .args(["sh", "-c", &script, "init-container"])
            .args(env)
            .args(args)
            .output()
            .unwrap()
    }

    /// What stands in the file for last words.
    pub fn last_words(&self) -> Vec<u8> {
        fs::read(self.folder.path().join("termination-log")).unwrap()
    }

    fn volume(&self) -> &Path {
        &self.mounts.last().unwrap().1
    }

    /// The files in the volume that the side-car mounts, too.
    pub fn rendered(&self) -> Vec<(PathBuf, Metadata)> {
        let entries = fs::read_dir(self.volume()).unwrap().map(|entry| entry.unwrap());
        entries.map(|entry| (entry.path(), entry.metadata().unwrap())).collect()
    }

    /// Lets nobody write into that volume.
    pub fn lock(&self) {
        fs::set_permissions(self.volume(), Permissions::from_mode(0o555)).unwrap();
    }

    /// Who the manifest's user is outside of the container.
    pub fn owner(&self) -> (u32, u32) {
        let own = fs::metadata(self.folder.path()).unwrap();
        if self.way == Way::Root { self.ids } else { (own.uid(), own.gid()) }
    }
}

/// Parameters of the shell, `count` from the one with number `first` on.
fn words(first: usize, count: usize) -> String {
    (first..first + count).map(|number| format!("\"${{{number}}}\"")).collect::<Vec<_>>().join(" ")
}

/// The files of the program: itself, and what it needs beside it.
fn program(inside: &str) -> Vec<(String, PathBuf)> {
    if let Some(program) = std::env::var_os("COREFILECTL_STATIC") {
        return vec![(inside.to_owned(), program.into())];
    }
    let program = PathBuf::from(env!("CARGO_BIN_EXE_corefilectl"));
    let listed = Command::new("ldd").arg(&program).output().map(|output| output.stdout).unwrap_or_default();
    let listed = String::from_utf8_lossy(&listed).into_owned();
    let libraries = listed.split_whitespace().filter(|word| word.starts_with('/'));
    let libraries = libraries.map(|library| (library.to_owned(), library.into()));
    std::iter::once((inside.to_owned(), program)).chain(libraries).collect()
}
