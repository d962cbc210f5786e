//! The rules about templates and about Corefiles' syntax against what is known to be right: no false alarm on the defaults
//! of Kuma, on the sample of Kong Mesh's page, and on what CoreDNS accepted when it was recorded; and no silence on what it
//! refused.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what is wrong by panicking")]

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use corefilectl::coredns::Version;
use corefilectl::coredns::host::Host;
use corefilectl::corefile::Surroundings;
use corefilectl::corefile::environment::Nothing;
use corefilectl::diagnostic::{Finding, Severity};
use corefilectl::gotemplate::Limits;
use corefilectl::lint::{Kind, Linter, RULES, Rule};
use corefilectl::mesh::{Era, Injector, Matrix, Mode, Release, Scope, release};
use serde::Deserialize;
use surroundings::Recorded;

#[path = "recorded/surroundings.rs"]
mod surroundings;

/// The rules of this test: CF0xx and CF1xx.
fn rules() -> Vec<&'static Rule> {
    let is_ours = |rule: &&&Rule| rule.info.code.starts_with("CF0") || rule.info.code.starts_with("CF1");
    RULES.iter().filter(is_ours).copied().collect()
}

fn lint(
    text: &[u8],
    kind: Option<Kind>,
    releases: Vec<Release>,
    host: &Host,
    surroundings: &(dyn Surroundings + Sync),
) -> Vec<Finding> {
    let injector = Injector::default();
    let scope = Scope { releases, modes: Mode::ALL.to_vec(), injector: &injector, logging_is_set: false, flags: &[] };
    let matrix = Matrix::new(scope, |_| None).unwrap();
    let limits = Limits::default();
    Linter {
        matrix: &matrix,
        rules: &rules(),
        surroundings,
        host,
        limits,
        is_unpinned: false,
        not_in_force: None,
        stop: None,
    }
    .check(text, kind)
}

fn told(findings: &[Finding]) -> Vec<String> {
    let told = |finding: &Finding| {
        format!("{} {} {} {}", finding.severity(), finding.code, finding.diagnostic.message, finding.holds.text())
    };
    findings.iter().map(told).collect()
}

#[test]
fn the_defaults_of_every_era_on_their_own_releases() {
    for era in Era::ALL {
        let own: Vec<_> = release::all().filter(|release| release.era == era).collect();
        let found = lint(era.default_template().as_bytes(), None, own, &Host::side_car(), &Nothing);
        assert_eq!(told(&found), [""; 0], "{era}");
    }
}

#[test]
fn the_sample_of_the_kong_mesh_page() {
    let text = include_bytes!("../examples/kong-mesh-page.tmpl");
    let of = |line: &str| release::of_line(line.parse().unwrap()).collect::<Vec<_>>();
    assert_eq!(told(&lint(text, None, of("2.7"), &Host::side_car(), &Nothing)), [""; 0]);
    let found = lint(text, None, of("2.8"), &Host::side_car(), &Nothing);
    assert_eq!(told(&found), ["error CF003 the field CoreDNSEmptyPort exists in 2.7 and earlier only "]);
}

/// A line of the corpus, as far as it matters here.
#[derive(Deserialize)]
struct Case {
    name: String,
    corefile: String,
    corefile_b64: Option<String>,
    #[serde(default)]
    args: Vec<String>,
    #[serde(default)]
    env: BTreeMap<String, String>,
    #[serde(default)]
    files: BTreeMap<String, String>,
    accepted: bool,
    #[serde(default)]
    error: String,
}

impl Case {
    fn text(&self) -> Vec<u8> {
        let decode = |text: &String| STANDARD.decode(text).unwrap();
        self.corefile_b64.as_ref().map_or_else(|| self.corefile.as_bytes().to_vec(), decode)
    }

    fn host(&self) -> Host {
        let host = self.files.iter().fold(Host::recorded(), |host, (path, text)| host.with_file(path, text.as_bytes()));
        match self.args.as_slice() {
            [flag, port] if flag == "-p" => Host { default_port: port.clone(), ..host },
            _ => host,
        }
    }

    /// What rules beyond CF1xx are about: host names as upstreams, rcodes, ports that need root.
    fn is_elsewhere(&self) -> bool {
        ["not an IP address", "is specified more than once", "permission denied"]
            .iter()
            .any(|part| self.error.contains(part))
    }
}

#[test]
fn no_error_on_what_coredns_accepts_and_one_on_what_it_refuses() {
    let recorded = Version::new(1, 14, 2);
    let releases: Vec<_> = release::all().filter(|release| release.coredns == recorded).collect();
    assert!(!releases.is_empty());
    let corpus = include_str!("conformance/data/corefile_accept.jsonl");
    let cases: Vec<Case> = corpus.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(cases.len() > 200, "{} lines", cases.len());
    let mut misses = Vec::new();
    for case in &cases {
        let text = case.text();
        let surroundings = Recorded { env: &case.env, files: &case.files };
        let findings = lint(&text, Some(Kind::Corefile), releases.clone(), &case.host(), &surroundings);
        let has_error = findings.iter().any(|finding| finding.severity() == Severity::Error);
        let is_unknown = case.corefile.contains("{$") || case.corefile.contains("{%");
        if case.accepted == has_error && !(has_error || is_unknown || case.is_elsewhere()) || case.accepted && has_error
        {
            misses.push(format!("{}: {:?}\n{}\n{:?}", case.name, told(&findings), case.corefile, case.error));
        }
    }
    assert!(misses.is_empty(), "{} misses\n\n{}", misses.len(), misses.join("\n\n"));
}
