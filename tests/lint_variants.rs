//! What lint says of the Corefiles whose behaviour was recorded: where queries went wrong it must have seen it coming, where
//! none did it must be silent. What is right is taken from the answers, not from what the rules look at.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what is wrong by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use corefilectl::cli::{self, Io, Terminal};
use serde::Deserialize;

/// Where something is expected that the recording does not bear out, or the other way round.
const JUSTIFIED: [(&str, &str); 3] = [
    (
        "alternate_upstream_dead",
        "nobody answers where alternate asks, which no text shows: lint tells of the other cause, FORMERR, only",
    ),
    ("alternate_no_second_try", "whom alternate asks knows no name, which no text shows; FORMERR is told here, too"),
    (
        "alternate_two_upstreams_random",
        "FORMERR is not on the list, and no query that Envoy answers with it was recorded",
    ),
];

/// A recorded query.
#[derive(Deserialize)]
struct Line {
    variant: String,
    qname: String,
    qtype: String,
    qclass: String,
    proto: String,
    port: Option<u16>,
    rcode: String,
    answers: Vec<String>,
}

/// The worst that happened to the clients of a Corefile, as lint grades it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Harm {
    /// Every query was answered as it should be.
    #[default]
    None,
    /// Some queries went wrong.
    Some,
    /// Mesh names, or names outside, did not resolve, if only now and then.
    NoNames,
}

/// A name of the recorded mesh, and its addresses.
const MESH: [(&str, &str, Option<&str>); 3] = [
    ("httpbin.mesh", "240.0.0.1", Some("::ffff:240.0.0.1")),
    ("backend_test-ns_svc_8080.mesh", "240.0.0.0", Some("::ffff:240.0.0.0")),
    ("v4only.mesh", "240.0.0.5", None),
];

/// Names that exist nowhere.
const MISSING: [&str; 2] = ["nosuch.mesh", "nx.example.com"];

/// What a query came to. Left out are TCP, which the release does not redirect; type ANY, which templates answer as they
/// like; other types than addresses of mesh names, which Kuma does not serve; and names that the host's resolver refuses.
fn harm(line: &Line) -> Harm {
    let is_redirected = line.proto == "udp" && line.port.is_none_or(|port| port == 15053);
    if !is_redirected || line.qtype == "ANY" {
        return Harm::None;
    }
    let rcode = line.rcode.as_str();
    let otherwise = |harm: Harm, is_right: bool| if is_right { Harm::None } else { harm };
    if line.qclass != "IN" {
        return otherwise(Harm::Some, rcode != "FORMERR" && rcode != "SERVFAIL");
    }
    if let Some((_, v4, v6)) = MESH.iter().find(|(name, ..)| *name == line.qname) {
        let is_only = |address: &str| {
            rcode == "NOERROR"
                && line.answers.iter().all(|answer| answer.ends_with(address))
                && !line.answers.is_empty()
        };
        // An empty answer for IPv6 hides an address and breaks nothing.
        let is_empty = rcode == "NOERROR" && line.answers.is_empty();
        return match (line.qtype.as_str(), v6) {
            ("A", _) => otherwise(Harm::NoNames, is_only(v4)),
            ("AAAA", Some(v6)) => otherwise(Harm::Some, is_only(v6) || is_empty),
            _ => Harm::None,
        };
    }
    if MISSING.contains(&line.qname.as_str()) {
        // A template may make a name.
        return otherwise(Harm::Some, line.qtype != "A" || rcode == "NXDOMAIN" || rcode == "NOERROR");
    }
    match (line.qname.as_str(), line.qtype.as_str()) {
        ("example.com", "A") => otherwise(Harm::NoNames, rcode == "NOERROR" && !line.answers.is_empty()),
        ("example.com", _) => otherwise(Harm::Some, rcode == "NOERROR" || rcode == "NXDOMAIN"),
        _ => Harm::None,
    }
}

/// The worst that lint finds in a finished Corefile, and the findings. A label that never matches is told by CF111.
fn found(corefile: &str) -> (Harm, Vec<String>) {
    let mut stdin = corefile.as_bytes();
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let mut io = Io {
        stdin: &mut stdin,
        stdout: &mut stdout,
        stderr: &mut stderr,
        environment: &|_| None,
        terminal: Terminal::default(),
        stdin_is_taken: false,
    };
    let words =
        "corefilectl lint - --as corefile --mesh-version 2.14.3 --platform universal --select CF111,CF2 -o json";
    cli::run(words.split_whitespace().map(Into::into), &mut io);
    let report: serde_json::Value =
        serde_json::from_slice(&stdout).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&stderr)));
    let findings = report["findings"].as_array().unwrap();
    let graded = findings.iter().map(|finding| match finding["severity"].as_str().unwrap() {
        "error" => Harm::NoNames,
        "warning" => Harm::Some,
        _ => Harm::None,
    });
    let said = findings.iter().map(|finding| format!("{} {}", finding["code"], finding["message"]));
    (graded.max().unwrap_or_default(), said.collect())
}

fn misses(coredns: &str) -> Vec<String> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/data");
    let read = |name: String| fs::read_to_string(data.join(name)).unwrap();
    let variants: BTreeMap<String, String> =
        serde_json::from_str(&read(format!("chain_variants_{coredns}.json"))).unwrap();
    let mut recorded: BTreeMap<String, (Harm, String)> = BTreeMap::new();
    for line in read(format!("chain_{coredns}.jsonl")).lines() {
        let line: Line = serde_json::from_str(line).unwrap();
        let (worst, example) = recorded.entry(line.variant.clone()).or_default();
        if harm(&line) > *worst {
            *worst = harm(&line);
            *example = format!("{} {} {} {:?}", line.qname, line.qtype, line.rcode, line.answers);
        }
    }
    assert!(recorded.len() > 60 && recorded.keys().all(|name| variants.contains_key(name)));
    let miss = |(name, (harm, example)): (&String, &(Harm, String))| {
        let (worst, findings) = found(&variants[name]);
        let is_justified = JUSTIFIED.iter().any(|(known, _)| known == name);
        ((worst == *harm) == is_justified)
            .then(|| format!("{name}: recorded {harm:?} ({example}), found {worst:?} {findings:?}"))
    };
    recorded.iter().filter_map(miss).collect()
}

#[test]
fn lint_foresees_what_happened() {
    for coredns in ["1.14.2", "1.14.6"] {
        let misses = misses(coredns);
        assert!(misses.is_empty(), "CoreDNS {coredns}\n{}", misses.join("\n"));
    }
}
