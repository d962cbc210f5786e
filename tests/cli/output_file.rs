//! `--output-file`: what is replaced, what is written to as it is, and what is left alone.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Stdio;

use crate::harness::{PORT, Said, Sandbox, binary};

const RENDER: &str = "render --mesh-version 2.8 --platform universal --dp-template t.tmpl --output-file";
const TEXT: &[u8] = b"port 15053\n";

fn sandbox() -> Sandbox {
    Sandbox::with([("t.tmpl", PORT), ("broken.tmpl", "a {{ .Foo }}")])
}

fn mode(path: impl AsRef<Path>) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

// How a program is run in a mount namespace of its own, if that is allowed here.
fn own_mounts(sandbox: &Sandbox) -> Option<&'static str> {
    sandbox.write("probe", "");
    let allowed = |flags: &&str| {
        let mut command = sandbox.tool("unshare");
        command.args([flags, "sh", "-c", "mount --bind probe probe"]).output().is_ok_and(|run| run.status.success())
    };
    let flags = ["-m", "-rm"].into_iter().find(allowed);
    fs::remove_file(sandbox.path("probe")).unwrap();
    flags
}

#[test]
fn the_file_is_for_its_owner_only() {
    let sandbox = sandbox();
    for (arguments, permissions) in
        [("", 0o600), ("--mode 0644", 0o644), ("--mode 640", 0o640), ("--mode 0400", 0o400), ("", 0o600)]
    {
        sandbox.run(&format!("{RENDER} out {arguments}")).quietly().prints("");
        assert_eq!((sandbox.read("out").as_slice(), mode(sandbox.path("out"))), (TEXT, permissions), "{arguments}");
    }
    // The umask takes nothing away.
    let mut command = sandbox.tool("sh");
    command.args(["-c", "umask 0777 && exec \"$@\"", "sh"]).arg(binary());
    command.args(format!("{RENDER} masked --mode 0664").split_whitespace()).assert().quietly();
    assert_eq!(mode(sandbox.path("masked")), 0o664);
}

#[test]
fn an_old_file_is_replaced_and_not_written_into() {
    let sandbox = sandbox();
    sandbox.write("out", "old\n".repeat(1000));
    fs::hard_link(sandbox.path("out"), sandbox.path("link")).unwrap();
    let inode = fs::metadata(sandbox.path("out")).unwrap().ino();
    sandbox.run(&format!("{RENDER} out")).quietly();
    assert_eq!(sandbox.read("out"), TEXT);
    assert_ne!(fs::metadata(sandbox.path("out")).unwrap().ino(), inode);
    assert_eq!(sandbox.read("link"), "old\n".repeat(1000).as_bytes(), "who had it open still has the old one");
    assert_eq!(sandbox.names(), ["broken.tmpl", "link", "out", "t.tmpl"], "no temporary file is left");
}

#[test]
fn a_failing_render_leaves_the_old_file_alone() {
    let sandbox = sandbox();
    let old: Vec<u8> = (0..=255).cycle().take(10_000).collect();
    sandbox.write("out", &old);
    fs::set_permissions(sandbox.path("out"), fs::Permissions::from_mode(0o640)).unwrap();
    let before = fs::metadata(sandbox.path("out")).unwrap();
    for arguments in [
        "--dp-template broken.tmpl",
        "--dp-template missing",
        "--dns-coredns-port 70000",
        "--mesh-version 3.0",
        "--mesh-version 2.11 --platform kubernetes",
        "--dp-template t.tmpl --max-output 3",
        "--cp-config missing",
    ] {
        sandbox.run(&format!("render --output-file out {arguments}")).refuses("error: ");
        let after = fs::metadata(sandbox.path("out")).unwrap();
        assert_eq!(sandbox.read("out"), old, "{arguments}");
        assert_eq!((after.ino(), after.mode(), after.mtime_nsec()), (before.ino(), before.mode(), before.mtime_nsec()));
    }
    sandbox.run("render --output-file new --dp-template broken.tmpl").refuses("error: ");
    assert_eq!(sandbox.names(), ["broken.tmpl", "out", "t.tmpl"]);
}

#[test]
fn a_link_stays_and_its_target_is_replaced() {
    let sandbox = sandbox();
    fs::create_dir(sandbox.path("real")).unwrap();
    sandbox.write("real/file", "old");
    symlink("real/file", sandbox.path("link")).unwrap();
    symlink(sandbox.path("link"), sandbox.path("absolute")).unwrap();
    symlink("../link", sandbox.path("real/back")).unwrap();
    for link in ["link", "absolute", "real/back"] {
        sandbox.write("real/file", "old");
        sandbox.run(&format!("{RENDER} {link}")).quietly();
        assert!(fs::symlink_metadata(sandbox.path(link)).unwrap().is_symlink(), "{link}");
        assert_eq!(sandbox.read("real/file"), TEXT, "{link}");
    }
    assert_eq!(mode(sandbox.path("real/file")), 0o600);
    // One that leads nowhere makes its target.
    symlink("real/new", sandbox.path("dangling")).unwrap();
    sandbox.run(&format!("{RENDER} dangling")).quietly();
    assert_eq!(sandbox.read("real/new"), TEXT);
    assert!(fs::symlink_metadata(sandbox.path("dangling")).unwrap().is_symlink());
    symlink("missing/new", sandbox.path("nowhere")).unwrap();
    sandbox.run(&format!("{RENDER} nowhere")).refuses("missing/new: no such file or directory");
    symlink("one", sandbox.path("two")).unwrap();
    symlink("two", sandbox.path("one")).unwrap();
    sandbox.run(&format!("{RENDER} one")).refuses("one: too many levels of symbolic links");
}

#[test]
fn places_where_no_file_can_be() {
    let sandbox = sandbox();
    fs::create_dir(sandbox.path("folder")).unwrap();
    symlink("folder", sandbox.path("link")).unwrap();
    for (path, message) in [
        (".", "error: write .: is a directory\n"),
        ("folder", "error: write folder: is a directory\n"),
        ("folder/", "error: write folder/: is a directory\n"),
        ("link", "error: write link: is a directory\n"),
        ("missing/file", "error: create a temporary file for missing/file: no such file or directory\n"),
        ("t.tmpl/file", "error: create a temporary file for t.tmpl/file: not a directory\n"),
        ("t.tmpl/", "error: "),
    ] {
        let run = sandbox.run(&format!("{RENDER} {path}")).refuses(message);
        assert_eq!(run.err().lines().count(), 1, "{}", run.err());
    }
    assert_eq!(sandbox.names(), ["broken.tmpl", "folder", "link", "t.tmpl"]);
    assert_eq!(sandbox.read("t.tmpl"), PORT.as_bytes());
    sandbox.run("render --output-file=").refuses("--output-file");
}

#[test]
fn a_folder_that_may_not_be_written_to() {
    let sandbox = sandbox();
    fs::create_dir(sandbox.path("locked")).unwrap();
    sandbox.write("locked/out", "old");
    let is_root = fs::metadata(sandbox.folder()).unwrap().uid() == 0;
    let arguments = format!("{RENDER} locked/out");
    let run = if is_root {
        // Permissions are nothing to root, a mount that is read-only is.
        let Some(flags) = own_mounts(&sandbox) else {
            eprintln!("not checked: root ignores permissions, and mounts are not allowed here; run it as another user");
            return;
        };
        let script = "mount --bind locked locked && mount -o remount,ro,bind locked && exec \"$@\"";
        let mut command = sandbox.tool("unshare");
        command.args([flags, "sh", "-c", script, "sh"]).arg(binary());
        command.args(arguments.split_whitespace()).assert()
    } else {
        fs::set_permissions(sandbox.path("locked"), fs::Permissions::from_mode(0o500)).unwrap();
        sandbox.run(&arguments)
    };
    let run = run.refuses("error: create a temporary file for locked/out: ");
    assert!(
        run.err().contains("read-only file system\n") || run.err().contains("permission denied\n"),
        "{}",
        run.err()
    );
    assert_eq!(sandbox.read("locked/out"), b"old");
    fs::set_permissions(sandbox.path("locked"), fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn a_file_that_is_mounted_by_itself() {
    let sandbox = sandbox();
    sandbox.write("mounted", "old");
    sandbox.write("backing", "backing");
    let Some(flags) = own_mounts(&sandbox) else {
        eprintln!("not checked: mounts are not allowed here");
        return;
    };
    let mut command = sandbox.tool("unshare");
    command.args([flags, "sh", "-c", "mount --bind backing mounted && exec \"$@\"", "sh"]).arg(binary());
    let run = command.args(format!("{RENDER} mounted").split_whitespace()).assert();
    let run = run.refuses("error: mounted cannot be replaced, because it is mounted by itself: mount the folder");
    assert!(run.err().contains("device or resource busy") && !run.err().contains("os error"), "{}", run.err());
    assert_eq!((sandbox.read("mounted"), sandbox.read("backing")), (b"old".to_vec(), b"backing".to_vec()));
    assert_eq!(sandbox.names(), ["backing", "broken.tmpl", "mounted", "t.tmpl"]);
}

#[test]
fn pipes_and_devices_are_written_to_as_they_are() {
    let sandbox = sandbox();
    sandbox.run(&format!("{RENDER} /dev/null")).quietly().prints("");
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
    // Standard output is a pipe here, then a file, then a link to standard output.
    sandbox.run(&format!("{RENDER} /dev/stdout")).quietly().prints("port 15053\n");
    symlink("/dev/stdout", sandbox.path("link")).unwrap();
    sandbox.run(&format!("{RENDER} link")).quietly().prints("port 15053\n");
    let run =
        sandbox.run("render --mesh-version 2.8 --dp-template t.tmpl --source-map /dev/stderr").prints("port 15053\n");
    assert!(run.err().contains("\"renderedBytes\": 11"), "{}", run.err());

    sandbox.tool("mkfifo").arg("fifo").assert().success();
    let reader = std::process::Command::new("cat").arg(sandbox.path("fifo")).stdout(Stdio::piped()).spawn().unwrap();
    sandbox.run(&format!("{RENDER} fifo")).quietly();
    assert_eq!(reader.wait_with_output().unwrap().stdout, TEXT);
    assert!(!fs::metadata(sandbox.path("fifo")).unwrap().is_file());
    assert_eq!(sandbox.names(), ["broken.tmpl", "fifo", "link", "t.tmpl"]);
}

#[test]
fn standard_output_that_is_a_file() {
    let sandbox = sandbox();
    let file = fs::File::create(sandbox.path("redirected")).unwrap();
    let status = sandbox.process(&format!("{RENDER} /dev/stdout")).stdout(file).status().unwrap();
    assert_eq!((status.code(), sandbox.read("redirected").as_slice()), (Some(0), TEXT));
}

#[test]
fn a_dash_is_standard_output() {
    let sandbox = Sandbox::with([("t", "x")]);
    sandbox.run("render --dp-template t --output-file -").prints("x");
    sandbox.run("render --dp-template t --source-map -").refuses("standard output is for the Corefile");
    assert!(!sandbox.path("-").exists());
}
