//! How fast `fmt` is: a template of a megabyte within the process; and a tree of 10,000 files, as it comes and neat already,
//! against reading the same files, and writing them the way `fmt` does. Prints ratios, because machines differ.
//! `cargo bench --bench format`; `FORMAT_BENCH_FILES=1000` makes the tree smaller.

#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints and stops at what is wrong")]

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use corefilectl::format;
use corefilectl::gotemplate::{GoVersion, Limits, Template};
use corefilectl::lint::Kind;
use corefilectl::mesh::Era;

const ROUNDS: usize = 5;

fn timed(mut prepare: impl FnMut(), mut work: impl FnMut()) -> Duration {
    let mut times: Vec<_> = (0..ROUNDS)
        .map(|_| {
            prepare();
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}

fn fmt(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_corefilectl"));
    let status = command.arg("fmt").args(arguments).arg(folder).stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(status.unwrap().success(), "{command:?}");
}

/// Replaces a file by itself: a temporary file beside it, flushed, renamed, and the folder flushed.
fn rewrite(path: &Path) {
    let text = fs::read(path).unwrap();
    let temporary = path.with_extension("tmp");
    let mut file = File::create(&temporary).unwrap();
    file.write_all(&text).unwrap();
    file.sync_all().unwrap();
    fs::rename(&temporary, path).unwrap();
    File::open(path.parent().unwrap()).unwrap().sync_all().unwrap();
}

fn one_megabyte() {
    let block = Era::V2_6.default_template().replace("    ", "  ");
    let text: String = std::iter::repeat_n(block.as_str(), (1 << 20) / block.len()).collect();
    let time = timed(|| (), || assert!(format::text(text.as_bytes(), Kind::Template).is_ok()));
    let parse = timed(
        || (),
        || {
            assert!(Template::parse("t", text.as_bytes(), GoVersion::NEWEST, Limits::default()).is_ok());
        },
    );
    println!(
        "a template of {} bytes: {:.1} ms (goal 50), {:.1} x of parsing it",
        text.len(),
        time.as_secs_f64() * 1e3,
        ratio(time, parse)
    );
}

fn tree(messy: bool, files: usize, folder: &Path) -> Vec<PathBuf> {
    let default = Era::V2_6.default_template();
    let neat = String::from_utf8(format::text(default.as_bytes(), Kind::Template).unwrap()).unwrap();
    let write = |number: usize| {
        let team = folder.join(format!("team-{}", number / 100));
        if number.is_multiple_of(100) {
            fs::create_dir_all(&team).unwrap();
        }
        let path = team.join(format!("{number}.corefile.tmpl"));
        let text = neat.replace("    errors", &format!("    forward team-{number}.example 10.0.0.1\n    errors"));
        fs::write(&path, if messy { text.replace("    ", "\t") } else { text }).unwrap();
        path
    };
    (0..files).map(write).collect()
}

fn main() {
    one_megabyte();
    let files = std::env::var("FORMAT_BENCH_FILES").ok().and_then(|files| files.parse().ok()).unwrap_or(10_000);
    let folder = tempfile::tempdir().unwrap();
    let paths = tree(false, files, folder.path());
    let read = timed(|| (), || paths.iter().for_each(|path| drop(std::hint::black_box(fs::read(path).unwrap()))));
    let neat = timed(|| (), || fmt(folder.path(), &["--check"]));
    println!(
        "{files} neat files: {:.2} x of reading them on one thread, {:.0} files/s",
        ratio(neat, read),
        files as f64 / neat.as_secs_f64()
    );
    let written = timed(|| (), || paths.iter().for_each(|path| rewrite(path)));
    let messy = timed(|| drop(tree(true, files, folder.path())), || fmt(folder.path(), &[]));
    println!(
        "{files} messy files: {:.2} x of reading and replacing them on one thread, {:.0} files/s",
        ratio(messy, written),
        files as f64 / messy.as_secs_f64()
    );
}

fn ratio(time: Duration, of: Duration) -> f64 {
    time.as_secs_f64() / of.as_secs_f64()
}
