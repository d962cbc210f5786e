//! How fast `lint` is: one default template; a tree of 10,000 files, against reading the same files and hashing them with
//! BLAKE3 on one thread; and how the time grows with the number of server blocks. Prints ratios, because machines differ.
//! `cargo bench --bench lint`; `LINT_BENCH_FILES=1000` makes the tree smaller.

#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints and stops at what is wrong")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use corefilectl::coredns::host::Host;
use corefilectl::corefile::environment::Nothing;
use corefilectl::gotemplate::Limits;
use corefilectl::lint::{Linter, RULES};
use corefilectl::mesh::{Era, Injector, Line, Matrix, Mode, Scope, release};

const ROUNDS: usize = 7;
const PINNED: &[&str] = &["--mesh-version", "2.7.29", "--platform", "universal"];

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn timed(rounds: usize, mut work: impl FnMut()) -> Duration {
    work();
    let round = |_| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    median((0..rounds).map(round).collect())
}

fn lint(path: &Path, arguments: &[&str]) {
    let program = env!("CARGO_BIN_EXE_corefilectl");
    let mut command = Command::new(program);
    command.args(["lint", "-o", "concise", "--exit-zero", "--no-env"]).args(arguments).arg(path);
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
    assert!(status.success(), "{command:?}: {status}");
}

/// A file as people write them, no two alike.
fn file(number: usize) -> String {
    let zone = format!("team-{number}.example.org");
    let default = Era::V2_6.default_template();
    match number % 4 {
        0 => format!("# {zone}\n{default}"),
        1 => default.replace("    prometheus", &format!("    forward {zone} 10.{}.0.1\n    prometheus", number % 250)),
        2 => default.replace(
            "    errors",
            &format!("    template IN AAAA {zone} {{\n        rcode NOERROR\n    }}\n    errors"),
        ),
        _ => format!("{default}{zone}:1053 {{\n    forward . 10.0.{}.1\n    errors\n}}\n", number % 250),
    }
}

fn tree(files: usize) -> (tempfile::TempDir, Vec<PathBuf>, usize) {
    let folder = tempfile::tempdir().unwrap();
    let (mut paths, mut bytes) = (Vec::new(), 0);
    for number in 0..files {
        let team = folder.path().join(format!("team-{}", number / 100));
        if number % 100 == 0 {
            fs::create_dir(&team).unwrap();
        }
        let (path, text) = (team.join(format!("{number}.corefile.tmpl")), file(number));
        bytes += text.len();
        fs::write(&path, text).unwrap();
        paths.push(path);
    }
    (folder, paths, bytes)
}

fn blocks(count: usize) -> String {
    let block = |number| format!("team-{number}.example.org:15053 {{\n    forward . 127.0.0.1:15054\n    errors\n}}\n");
    (0..count).map(block).collect()
}

/// What `lint` is asked to look at: one release on one platform, or all of them.
fn matrix(is_pinned: bool) -> Matrix {
    let first = Line::new(2, 7);
    let releases = release::all().filter(|release| release.version.line() >= first);
    let releases = if is_pinned { vec![release::find("2.7.29").unwrap()] } else { releases.collect() };
    let modes = if is_pinned { vec![Mode::Universal] } else { Mode::ALL.to_vec() };
    let injector = Injector::default();
    Matrix::new(Scope { releases, modes, injector: &injector, logging_is_set: false, flags: &[] }, |_| None).unwrap()
}

/// One default template within the process.
fn one_template() {
    let (text, host) = (Era::V2_8.default_template(), Host::side_car());
    // A zone of one's own, so that it is no default, which would be judged on its own era only.
    let text = text.replace("    prometheus", "    forward corp.example 10.0.0.53\n    prometheus");
    for is_pinned in [true, false] {
        let matrix = matrix(is_pinned);
        let linter = Linter {
            matrix: &matrix,
            rules: RULES,
            surroundings: &Nothing,
            host: &host,
            limits: Limits::default(),
            is_unpinned: !is_pinned,
            not_in_force: None,
            stop: None,
        };
        const CHECKS: u32 = 500;
        let time = timed(ROUNDS, || {
            for _ in 0..CHECKS {
                std::hint::black_box(linter.check(text.as_bytes(), None));
            }
        });
        let seconds = (time / CHECKS).as_secs_f64();
        println!(
            "one template, {}: {} data planes, {:.1} us, {:.0} templates/s, {:.1} MB/s",
            if is_pinned { "pinned" } else { "all releases, platforms and switches" },
            matrix.points.len(),
            seconds * 1e6,
            1.0 / seconds,
            text.len() as f64 / seconds / 1e6,
        );
    }
}

fn main() {
    one_template();
    let folder = tempfile::tempdir().unwrap();
    let one = folder.path().join("Corefile");
    fs::write(&one, Era::V2_6.default_template()).unwrap();
    let empty = timed(21, || {
        assert!(
            Command::new(env!("CARGO_BIN_EXE_corefilectl"))
                .arg("--version")
                .stdout(Stdio::null())
                .status()
                .unwrap()
                .success()
        )
    });
    let pinned = timed(21, || lint(&one, PINNED));
    let unpinned = timed(21, || lint(&one, &[]));
    println!(
        "one default template, whole process: pinned {:.2} x, unpinned {:.2} x of --version",
        ratio(pinned, empty),
        ratio(unpinned, empty)
    );

    let files = std::env::var("LINT_BENCH_FILES").ok().and_then(|files| files.parse().ok()).unwrap_or(10_000);
    let (tree, paths, bytes) = tree(files);
    let hashed = timed(ROUNDS, || {
        let hash = |path: &PathBuf| blake3::hash(&fs::read(path).unwrap());
        let seen = paths.iter().map(hash).fold(0_u8, |sum, hash| sum ^ hash.as_bytes()[0]);
        std::hint::black_box(seen);
    });
    let pinned = timed(ROUNDS, || lint(tree.path(), PINNED));
    let unpinned = timed(ROUNDS, || lint(tree.path(), &[]));
    for (name, time, goal) in [("pinned", pinned, 2.0), ("unpinned", unpinned, 8.0)] {
        println!(
            "tree of {files} files, {name}: {:.2} x of reading and hashing them (goal {goal}), {:.0} files/s, {:.1} MB/s",
            ratio(time, hashed),
            files as f64 / time.as_secs_f64(),
            bytes as f64 / time.as_secs_f64() / 1e6,
        );
    }

    let mut previous: Option<Duration> = None;
    for count in [10, 1_000, 100_000] {
        let path = folder.path().join(format!("{count}.corefile"));
        fs::write(&path, blocks(count)).unwrap();
        let time = timed(3, || lint(&path, &[PINNED, &["--max-template", "100000000"]].concat())).saturating_sub(empty);
        let growth =
            previous.map_or_else(String::new, |before| format!(", {:.0} x the one before", ratio(time, before)));
        println!("{count} server blocks: {:.2} us a block{growth}", time.as_secs_f64() * 1e6 / count as f64);
        previous = Some(time);
    }
}

fn ratio(time: Duration, of: Duration) -> f64 {
    time.as_secs_f64() / of.as_secs_f64()
}
