//! No false alarm: the default Corefiles of every era, the sample of Kong Mesh's page and finished defaults, each where it
//! belongs; and the Corefiles that CoreDNS was recorded to accept are linted without a panic and in time.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what is wrong by panicking")]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use corefilectl::cli::{self, Io, Terminal};
use corefilectl::mesh::Era;

const PLATFORMS: [&str; 2] = ["universal", "kubernetes"];

/// What a command prints: standard output and standard error.
fn run(stdin: &[u8], words: &str) -> (String, String) {
    let mut stdin = stdin;
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let mut io = Io {
        stdin: &mut stdin,
        stdout: &mut stdout,
        stderr: &mut stderr,
        environment: &|_| None,
        terminal: Terminal::default(),
        stdin_is_taken: false,
    };
    let words = std::iter::once("corefilectl").chain(words.split_whitespace());
    cli::run(words.map(Into::into), &mut io);
    (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

/// The findings in a text, as `severity CODE message`.
fn findings(text: &[u8], arguments: &str) -> Vec<String> {
    let (stdout, stderr) = run(text, &format!("lint - --no-env --exit-zero -o json {arguments}"));
    let report: serde_json::Value = serde_json::from_str(&stdout).unwrap_or_else(|error| panic!("{error}: {stderr}"));
    let findings = report["findings"].as_array().unwrap().iter();
    let said = findings.map(|finding| {
        let text = |key: &str| finding[key].as_str().unwrap();
        format!("{} {} {}", text("severity"), text("code"), text("message"))
    });
    said.collect()
}

/// Those of the rules about the chain.
fn chain_findings(text: &[u8], arguments: &str) -> Vec<String> {
    let is_chain = |finding: &String| finding.contains(" CF2");
    findings(text, arguments).into_iter().filter(is_chain).collect()
}

/// The data planes of a release on which a Corefile is in force.
fn targets(era: Era, release: &str) -> Vec<String> {
    let on = |platform: &str| format!("--mesh-version {release} --platform {platform}");
    let kubernetes = on("kubernetes");
    match era.has_embedded_dns() {
        false => vec![on("universal"), kubernetes],
        true => vec![
            on("universal"),
            format!("{kubernetes} --embedded-dns cp-off"),
            format!("{kubernetes} --embedded-dns pod-off"),
        ],
    }
}

/// A release of each era, and what its default fires there.
const ERAS: [(Era, &[&str], &[&str]); 6] = [
    (Era::V1_1_3, &["1.1.3", "1.2.3"], &["warning CF204 alternate does not list FORMERR, NOTIMP"]),
    (Era::V1_3_1, &["1.3.1", "1.8", "2.0", "2.4"], &[]),
    (Era::V2_5, &["2.5"], &[]),
    (Era::V2_6, &["2.6", "2.7"], &["info CF219 nothing sends queries to this server block"]),
    (Era::V2_8, &["2.8", "2.9", "2.10"], &[]),
    (Era::V2_11, &["2.11", "2.12.0", "2.13", "2.14"], &[]),
];

#[test]
fn defaults_are_silent_where_they_belong() {
    for (era, releases, expected) in ERAS {
        for release in releases {
            for target in targets(era, release) {
                assert_eq!(findings(era.default_template().as_bytes(), &target), expected, "{era} {target}");
            }
            assert_eq!(
                findings(era.default_template().as_bytes(), &format!("--mesh-version {release}")),
                expected,
                "{release}"
            );
        }
    }
}

#[test]
fn finished_defaults_are_silent_on_their_own_platform_and_without_one() {
    for (era, releases, expected) in ERAS {
        for release in releases {
            for (target, logging) in targets(era, release).iter().flat_map(|target| [(target, true), (target, false)]) {
                let logs = if logging && era.has_logging() { "--dns-enable-logging" } else { "" };
                let words = format!("render --dp-template - --no-env {target} {logs}");
                let (text, stderr) = run(era.default_template().as_bytes(), &words);
                assert!(text.contains("forward"), "{target}: {stderr}");
                let finished = |arguments: &str| chain_findings(text.as_bytes(), &format!("--as corefile {arguments}"));
                assert_eq!(finished(target), expected, "{target}");
                assert_eq!(finished(&format!("--mesh-version {release}")), expected, "without a platform: {target}");
            }
        }
    }
}

#[test]
fn a_finished_file_of_the_other_platform_never_asks_the_mesh() {
    let target = "--mesh-version 2.8 --platform universal";
    let (text, _) = run(Era::V2_8.default_template().as_bytes(), &format!("render --dp-template - --no-env {target}"));
    let found = chain_findings(text.as_bytes(), "--as corefile --mesh-version 2.8 --platform kubernetes");
    assert_eq!(found, ["error CF202 no query for a name of the mesh reaches Envoy's DNS port"]);
}

#[test]
fn the_page_of_kong_mesh() {
    let page = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/kong-mesh-page.tmpl")).unwrap();
    for platform in PLATFORMS {
        let found = chain_findings(&page, &format!("--mesh-version 2.7 --platform {platform}"));
        let known = ["info CF210", "info CF218", "info CF219"];
        assert!(found.iter().all(|finding| known.iter().any(|known| finding.starts_with(known))), "{found:?}");
        assert!(found.iter().any(|finding| finding.starts_with("info CF219")), "{found:?}");
    }
}

/// Set-ups that people have for good reasons.
#[test]
fn good_designs_are_silent() {
    let alternate = "    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL . /etc/resolv.conf\n";
    let envoy = "    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n";
    let block = |label: &str, lines: &str| format!("{label}:{{{{ .CoreDNSPort }}}} {{\n{lines}    errors\n}}\n");
    let designs = [
        block(".", &format!("    forward corp.example 10.0.0.53 10.0.1.53\n{envoy}{alternate}")),
        format!("{}{}", block("mesh mesh.local", envoy), block(".", "    forward . /etc/resolv.conf\n")),
        format!("{}{}", block("mesh.internal", envoy), block(".", "    forward . /etc/resolv.conf\n")),
        format!(
            "{}{}",
            block(".", &format!("{envoy}{alternate}")),
            block("cluster.local", "    forward . 10.96.0.10\n")
        ),
        block(".", "    forward mesh 127.0.0.1:{{ .EnvoyDNSPort }}\n    forward . 10.0.0.53 10.0.1.53\n"),
        block(".", &format!("{envoy}    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL . 10.0.0.53 10.0.1.53\n")),
        block(
            ".",
            &format!(
                "    forward . 127.0.0.1:{{{{ .EnvoyDNSPort }}}} {{\n        max_concurrent 1000\n    }}\n{alternate}"
            ),
        ),
        block(
            ".",
            &format!(
                "    template IN A {{\n        match ^short[.]$\n        answer \"short. 60 IN A 10.0.0.9\"\n        \
                 fallthrough\n    }}\n{envoy}{alternate}"
            ),
        ),
    ];
    for design in designs {
        let found: Vec<_> = chain_findings(design.as_bytes(), "");
        let bad: Vec<_> = found.iter().filter(|finding| !finding.starts_with("info")).collect();
        assert!(bad.is_empty(), "{bad:?}\n{design}");
    }
}

#[test]
fn accepted_corefiles_are_linted_in_time() {
    let data = include_str!("conformance/data/corefile_accept.jsonl");
    let (mut linted, start) = (0, Instant::now());
    for line in data.lines() {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        let Some(text) = case["corefile"].as_str().filter(|_| case["accepted"] != false) else { continue };
        let began = Instant::now();
        findings(text.as_bytes(), "--as corefile --mesh-version 2.14");
        assert!(began.elapsed() < Duration::from_secs(5), "{}", case["name"]);
        linted += 1;
    }
    assert!(linted > 100, "{linted} in {:?}", start.elapsed());
}

#[test]
fn where_nobody_listens_nothing_else_of_the_chain_is_told() {
    let template = "    template IN AAAA . {\n        rcode NXDOMAIN\n        fallthrough\n    }\n";
    let text = format!(
        ".:1053 {{\n{template}    forward . 0.0.0.0\n    alternate REFUSED corp.example /etc/resolv.conf\n}}\n"
    );
    let found = chain_findings(text.as_bytes(), "");
    assert_eq!(found, ["error CF201 no server block listens on the port to which DNS queries are sent"]);
}
