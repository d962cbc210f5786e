//! Our template engine against the real Go: generated templates go to both, and phase, output and message must be the
//! same byte for byte. Runs where `COREFILECTL_GO` names the folder of the oracles (`make go-oracles`).
//!
//! `ORACLE_SEED` and `ORACLE_COUNT` choose other and more templates.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking, and keeps the score on standard output"
)]

#[path = "../recorded/braces.rs"]
mod braces;
mod data;
mod grammar;
mod literal;
mod minimize;
mod mutate;
mod oracle;
mod random;
#[path = "../recorded/data.rs"]
mod recorded;
mod twice;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use corefilectl::gotemplate::GoVersion;
use serde::Deserialize;

use data::{Dataset, SHAPES};
use oracle::{Case, Oracle, Outcome};
use random::Random;

/// How many differences are shown for each version.
const SHOWN: usize = 10;
/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(120);

#[derive(Deserialize)]
struct Recorded {
    name: String,
    template: Option<String>,
    datatype: String,
    data: serde_json::Value,
}

/// Everything that cases are made from.
struct Source {
    seed: u64,
    recorded: Vec<(Recorded, Dataset)>,
    shaped: Vec<Dataset>,
}

impl Source {
    fn new(seed: u64) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/data/gotemplate.jsonl");
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let read = |line: &str| {
            let mut reader = serde_json::Deserializer::from_str(line);
            reader.disable_recursion_limit();
            let mut recorded = Recorded::deserialize(&mut reader).expect("a recorded case");
            let data = Dataset::new(&recorded.datatype, &recorded.data.take());
            (recorded, data)
        };
        // Long templates nest deeply, which their own recording covers.
        let recorded =
            text.lines().map(read).filter(|(case, _)| case.template.as_ref().is_some_and(|t| t.len() < 4000));
        Self { seed, recorded: recorded.collect(), shaped: SHAPES.iter().map(data::Shape::dataset).collect() }
    }

    fn case(&self, index: u64) -> Case<'_> {
        let mut random = Random::new(self.seed, index);
        let random = &mut random;
        let name = random.once_in(10).then(|| grammar::name(random));
        if random.once_in(3) {
            let (recorded, dataset) = &self.recorded[random.below(self.recorded.len())];
            let mut template = recorded.template.clone().unwrap_or_default().into_bytes();
            mutate::mutate(random, &mut template);
            return Case { name: name.unwrap_or_else(|| recorded.name.clone()), template, dataset };
        }
        let shape = if random.once_in(3) { random.below(SHAPES.len()) } else { 0 };
        let mut template = grammar::template(random, &SHAPES[shape]);
        if random.once_in(8) {
            mutate::mutate(random, &mut template);
        }
        Case { name: name.unwrap_or_else(|| "Corefile".to_owned()), template, dataset: &self.shaped[shape] }
    }
}

/// The score of one version.
#[derive(Default)]
struct Score {
    compared: u64,
    phases: [u64; 4],
    too_long: u64,
    addresses: u64,
    differing: u64,
    shown: Vec<(u64, Outcome, Outcome)>,
}

fn number(variable: &str, default: u64) -> u64 {
    std::env::var(variable)
        .map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{variable}={text} is no number")))
}

/// Whether Go may print an address, which is another one in every run.
fn may_print_address(template: &[u8]) -> bool {
    template.split(|byte| *byte == b'%').skip(1).any(|directive| {
        let letter = directive.iter().find(|byte| !matches!(byte, b' '..=b'9' | b'[' | b']'));
        letter == Some(&b'p')
    })
}

fn compare(source: &Source, count: u64, go: GoVersion, program: &Path) -> Score {
    let (mut process, mut questions, mut answers) = Oracle::start(program).split();
    let (asked, pending) = mpsc::sync_channel(1024);
    let (heard, replies) = mpsc::channel();
    let mut score = Score::default();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            for index in 0..count {
                let case = source.case(index);
                let outcome = oracle::ours(&case, go);
                let is_asked = oracle::is_asked(&case, &outcome);
                if is_asked && oracle::ask(&mut questions, &case).is_err() {
                    return;
                }
                if asked.send((index, is_asked, outcome)).is_err() {
                    return;
                }
                if index % 64 == 63 && questions.flush().is_err() {
                    return;
                }
            }
            let _ = questions.flush();
        });
        scope.spawn(move || {
            while let Some(answer) = oracle::answer(&mut answers) {
                if heard.send(answer).is_err() {
                    return;
                }
            }
        });
        for (index, is_asked, ours) in pending {
            if !is_asked {
                score.too_long += 1;
                continue;
            }
            let Ok(theirs) = replies.recv_timeout(PATIENCE) else {
                let _ = process.kill();
                panic!("go {go} has no answer to case {index}: {:?}\n  ours {ours:?}", source.case(index));
            };
            score.add(source, index, ours, theirs);
        }
        // The reader waits for the end of the answers.
        drop(replies);
    });
    let _ = process.wait();
    score
}

impl Score {
    fn add(&mut self, source: &Source, index: u64, ours: Outcome, theirs: Outcome) {
        self.compared += 1;
        let phase = ["ok", "parse", "exec", "panic"].iter().position(|phase| *phase == theirs.phase);
        self.phases[phase.unwrap_or(3)] += 1;
        if ours == theirs {
            return;
        }
        if may_print_address(&source.case(index).template) || ours.has_address() {
            self.addresses += 1;
            return;
        }
        self.differing += 1;
        if self.shown.len() < SHOWN {
            self.shown.push((index, ours, theirs));
        }
    }
}

#[test]
fn go_gives_the_same_answers() {
    let Some(folder) = std::env::var_os("COREFILECTL_GO").map(PathBuf::from) else {
        println!("oracle: skipped, COREFILECTL_GO names no folder of oracles");
        return;
    };
    let oracles = oracle::found_in(&folder);
    assert!(!oracles.is_empty(), "{} holds no oracle", folder.display());
    let (source, count) = (Source::new(number("ORACLE_SEED", 1)), number("ORACLE_COUNT", 20_000));
    let mut differing = 0;
    for (go, program) in oracles {
        let score = compare(&source, count, go, &program);
        let [ok, parse, exec, panic] = score.phases;
        println!(
            "oracle: go {go}: {} compared ({ok} rendered, {parse} refused, {exec} failed, {panic} panicked), {} differ; \
             not compared: {} too long, {} with addresses",
            score.compared, score.differing, score.too_long, score.addresses,
        );
        for (index, ours, theirs) in &score.shown {
            println!("case {index}: {:?}\n  go   {theirs:?}\n  ours {ours:?}", source.case(*index));
            let small = minimize::minimize(source.case(*index), go, &program);
            println!("  smaller: {:?}\n  go   {:?}\n  ours {:?}", small.case, small.theirs, small.ours);
        }
        differing += score.differing;
    }
    assert_eq!(differing, 0, "seed {}: the answers differ", source.seed);
}
