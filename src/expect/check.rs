//! Whether what comes out of a walk is what was expected.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::net::{IpAddr, SocketAddr};

use super::prepare::Prepared;
use super::suite::{Expected, Suite, Test, Ways};
use crate::chain::mesh_file::socket;
use crate::chain::{AnsweredBy, Answering, Outcome, Query, Record, RecordData, Walk, World, travel};
use crate::coredns::dns;

/// A query of a test on a target, and what came out.
#[derive(Debug)]
pub struct Case<'a> {
    /// The number of the test in the file, from 0.
    pub test: usize,
    /// What the test is called.
    pub name: Option<&'a str>,
    /// The query; none for a test that nothing starts.
    pub query: Option<Query>,
    /// The target.
    pub prepared: &'a Prepared,
    /// What is not as expected; nothing where the test passes.
    pub mismatches: Vec<Mismatch>,
    /// The walk, if the query could be walked.
    pub walk: Option<Walk<'a>>,
    /// What stood around.
    pub world: &'a World,
}

/// Something that is not as expected.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mismatch {
    /// What: the name of the key in the file.
    pub what: &'static str,
    /// What was expected.
    pub expected: String,
    /// What came.
    pub got: String,
}

impl Prepared {
    /// Runs the tests of a suite.
    #[must_use]
    pub fn run<'a>(&'a self, suite: &'a Suite) -> Vec<Case<'a>> {
        let tests = suite.tests.iter().enumerate();
        tests.flat_map(|(index, test)| self.run_test(index, test)).collect()
    }

    fn run_test<'a>(&'a self, index: usize, test: &'a Test) -> Vec<Case<'a>> {
        let world = if test.envoy_is_up() { &self.up } else { &self.down };
        let case = |query, mismatches, walk| Case {
            test: index,
            name: test.name(),
            query,
            prepared: self,
            mismatches,
            walk,
            world,
        };
        let expected = test.expected();
        if let Some(part) = &expected.stops {
            let got = self.stop();
            let is_met = got.as_ref().is_some_and(|message| message.contains(part.as_str()));
            let got = got.unwrap_or_else(|| self.answering_in_words());
            let mismatch = (!is_met).then(|| Mismatch { what: "stops", expected: part.clone(), got });
            return vec![case(None, mismatch.into_iter().collect(), None)];
        }
        let queries = test.queries().unwrap_or_default();
        let judged = queries.into_iter().map(|query| {
            let Some(journey) = self.journey(test.envoy_is_up()) else {
                let got = self.placed_stop().unwrap_or_default();
                let mismatch = Mismatch { what: "starts", expected: "an answer".to_owned(), got };
                return case(Some(query), vec![mismatch], None);
            };
            let walk = travel(&journey, &query);
            let mismatches = judge(&walk, expected, test.ways(), world);
            case(Some(query), mismatches, Some(walk))
        });
        judged.collect()
    }

    fn answering_in_words(&self) -> String {
        match self.answering() {
            Some(Answering::CoreDns(_)) => "CoreDNS starts".to_owned(),
            Some(Answering::Other(reason)) => reason.to_string(),
            None => String::new(),
        }
    }
}

/// What of a walk is not as expected.
fn judge(walk: &Walk<'_>, expected: &Expected, ways: Ways, world: &World) -> Vec<Mismatch> {
    let judged = || walk.outcomes().map(|outcome| mismatches(outcome, expected, world));
    let all: BTreeSet<Mismatch> = judged().flatten().collect();
    let is_met = match ways {
        Ways::All => all.is_empty() && walk.complete,
        Ways::Any => judged().any(|mismatches| mismatches.is_empty()),
    };
    let cut = (!walk.complete && ways == Ways::All).then(|| Mismatch {
        what: "ways",
        expected: "all of them as said".to_owned(),
        got: "more ways, or longer ones, than are walked".to_owned(),
    });
    if is_met { Vec::new() } else { all.into_iter().chain(cut).collect() }
}

fn mismatches(outcome: &Outcome<'_>, expected: &Expected, world: &World) -> Vec<Mismatch> {
    let mut found = Vec::new();
    let mut compare = |what, expected: String, got: String| {
        if expected != got {
            found.push(Mismatch { what, expected, got });
        }
    };
    if let Some(by) = &expected.answered_by {
        compare("answered-by", meant(by, world), AnsweredBy::of(outcome, world).word().to_owned());
    }
    if let Some(rcode) = &expected.rcode {
        compare("rcode", rcode.to_ascii_uppercase(), outcome.to_string());
    }
    let answers = outcome.reply.as_ref().map_or(&[][..], |message| &message.answers);
    if let Some(addresses) = &expected.addresses {
        let wanted: BTreeSet<IpAddr> = addresses.iter().copied().collect();
        let is_address = |record: &&Record| matches!(record.qtype, dns::A | dns::AAAA);
        let got: BTreeSet<Shown> = answers.iter().filter(is_address).map(Shown::of).collect();
        compare("addresses", list(wanted.into_iter().map(Shown::Known)), list(got));
    }
    if let Ok(Some(records)) = expected.records() {
        let lines = |records: &[Record]| list(records.iter().map(without_ttl).collect::<BTreeSet<_>>());
        compare("records", lines(&records), lines(answers));
    }
    let mut asked: Vec<String> =
        outcome.asked.iter().map(|asked| AnsweredBy::of_asked(&asked.who, world).word().to_owned()).collect();
    asked.dedup();
    if let Some(wanted) = &expected.asked {
        compare("asked", list(wanted.iter().map(|word| meant(word, world))), list(&asked));
    }
    let not_asked = expected.not_asked.iter().flatten().map(|word| meant(word, world));
    for nobody in not_asked.filter(|nobody| asked.contains(nobody)) {
        found.push(Mismatch { what: "not-asked", expected: format!("not {nobody}"), got: list(&asked) });
    }
    found
}

/// The word that a walk has for what is written: an address stands for the server that has it, and has port 53 if it names none.
fn meant(written: &str, world: &World) -> String {
    let Some(address) = socket(written) else { return written.to_owned() };
    let mut listeners = world.listeners.iter();
    let listener = listeners.find(|listener| SocketAddr::new(listener.ip, listener.port) == address);
    match listener {
        Some(listener) if listener.is_host => "host".to_owned(),
        Some(listener) => listener.name.clone(),
        None => address.to_string(),
    }
}

/// An address of an answer; of what is not known there is none.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Shown {
    Known(IpAddr),
    Unknown,
}

impl Shown {
    fn of(record: &Record) -> Self {
        match &record.data {
            RecordData::Address(address) => Self::Known(*address),
            _ => Self::Unknown,
        }
    }
}

impl Display for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Known(address) => address.fmt(f),
            Self::Unknown => f.write_str("? (the mesh file does not say)"),
        }
    }
}

fn without_ttl(record: &Record) -> String {
    let shown = Record { name: record.name.to_ascii_lowercase(), ttl: Some(0), ..record.clone() }.to_string();
    shown.replacen(" 0 ", " ", 1)
}

fn list(items: impl IntoIterator<Item = impl Display>) -> String {
    let items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    if items.is_empty() { "none".to_owned() } else { items.join(", ") }
}
