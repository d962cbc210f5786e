//! `--output-file` while somebody kills the process, or writes the same file at the same time: the target always holds
//! one complete result.

use std::os::unix::process::ExitStatusExt as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::harness::{Said, Sandbox};

const ROUNDS: usize = 400;
const ENOUGH: Duration = Duration::from_secs(4);

// Two results that differ in length and in every line, so that no mixture of them is one.
fn sandbox() -> (Sandbox, [Vec<u8>; 2]) {
    let sandbox = Sandbox::new();
    let texts =
        [("a", 1_000), ("b", 700)].map(|(letter, lines)| format!("{letter} {{{{ .CoreDNSPort }}}}\n").repeat(lines));
    let results = ["a", "b"].map(|letter| {
        let text = &texts[usize::from(letter == "b")];
        sandbox.write(letter, text);
        sandbox.run(&arguments(letter)).quietly();
        let rendered = sandbox.read("target");
        assert_eq!(rendered, text.replace("{{ .CoreDNSPort }}", "15053").as_bytes());
        rendered
    });
    (sandbox, results)
}

fn arguments(template: &str) -> String {
    format!("render --mesh-version 2.8 --platform universal --dp-template {template} --output-file target")
}

// Marsaglia's xorshift: the same pauses in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound.max(1)
    }
}

#[test]
fn killed_at_any_moment_it_leaves_the_old_or_the_new_bytes() {
    let (sandbox, results) = sandbox();
    let start = Instant::now();
    sandbox.run(&arguments("a")).quietly();
    let whole_run = u64::try_from(start.elapsed().as_micros()).unwrap();
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let (mut killed, mut rounds, start) = (0, 0, Instant::now());
    while rounds < ROUNDS && start.elapsed() < ENOUGH {
        let letter = if rounds % 2 == 0 { "b" } else { "a" };
        let mut process = sandbox.process(&arguments(letter)).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(random.below(whole_run + whole_run / 4)));
        process.kill().unwrap();
        killed += usize::from(process.wait().unwrap().signal() == Some(9));
        rounds += 1;
        let held = sandbox.read("target");
        assert!(results.contains(&held), "round {rounds}: {} bytes that are neither result", held.len());
    }
    assert!(killed > 0, "nothing was killed in {rounds} rounds");
    eprintln!("{rounds} rounds, {killed} killed");
    // What the killed ones left behind stands in nobody's way.
    sandbox.run(&arguments("a")).quietly();
    assert_eq!(sandbox.read("target"), results[0]);
}

#[test]
fn two_writers_leave_one_of_the_two_results() {
    let (sandbox, results) = sandbox();
    let mut seen = 0;
    for _ in 0..20 {
        let writers = ["a", "b"].map(|letter| sandbox.process(&arguments(letter)).spawn().unwrap());
        for mut writer in writers {
            // A reader meanwhile never sees anything else either.
            while writer.try_wait().unwrap().is_none() {
                assert!(results.contains(&sandbox.read("target")));
                seen += 1;
            }
            assert_eq!(writer.wait().unwrap().code(), Some(0));
        }
        assert!(results.contains(&sandbox.read("target")));
    }
    assert!(seen > 0, "the writers were looked at while they wrote");
    assert_eq!(sandbox.names(), ["a", "b", "target"], "no temporary file is left");
}
