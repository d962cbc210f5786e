//! What the rules of the chain say where several of them could speak: each cause is told once, at the word that is to blame.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what is wrong by panicking")]

use corefilectl::coredns::host::Host;
use corefilectl::corefile::environment::Nothing;
use corefilectl::gotemplate::Limits;
use corefilectl::lint::{Kind, Linter, RULES, Rule};
use corefilectl::mesh::{Injector, Matrix, Mode, Scope, release};
use corefilectl::source::Source;

const ENVOY: &str = "127.0.0.1:{{ .EnvoyDNSPort }}";
const ALTERNATE: &str = "alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf";

/// The findings as `CODE LINE:COLUMN`, the block's first line being 1.
fn told(lines: &str) -> Vec<String> {
    let lines = lines.replace("ENVOY", ENVOY).replace("ALTERNATE", ALTERNATE);
    let text = format!(".:{{{{ .CoreDNSPort }}}} {{\n{lines}\n}}\n");
    told_of(&text, "CF2", &["2.14.3"])
}

/// The same for a whole template, rules whose codes begin with `codes`, and releases.
fn told_of(text: &str, codes: &str, releases: &[&str]) -> Vec<String> {
    let rules: Vec<&'static Rule> = RULES.iter().filter(|rule| rule.info.code.starts_with(codes)).copied().collect();
    let injector = Injector::default();
    let releases = releases.iter().map(|release| release::find(release).unwrap()).collect();
    let scope = Scope { releases, modes: Mode::ALL.to_vec(), injector: &injector, logging_is_set: false, flags: &[] };
    let matrix = Matrix::new(scope, |_| None).unwrap();
    let (host, limits) = (Host::side_car(), Limits::default());
    let linter = Linter {
        matrix: &matrix,
        rules: &rules,
        surroundings: &Nothing,
        host: &host,
        limits,
        is_unpinned: false,
        not_in_force: None,
        stop: None,
    };
    let source = Source::new("test", text);
    let findings = linter.check(text.as_bytes(), Some(Kind::Template));
    let place = |finding: &corefilectl::diagnostic::Finding| {
        let position = source.position(finding.span().start);
        format!("{} {}:{}", finding.code, position.line - 1, position.column)
    };
    findings.iter().map(place).collect()
}

#[test]
fn each_cause_once() {
    for (lines, expected) in [
        ("forward . 10.0.0.53\nforward mesh ENVOY", &["CF202 1:11"][..]),
        ("forward . ENVOY\nforward . 10.0.0.53\nALTERNATE", &["CF221 2:9"]),
        (
            "forward . ENVOY {\nnext NOTIMP\n}\nforward corp.example 10.0.0.53\nalternate NXDOMAIN,FORMERR . 10.0.0.1",
            &["CF217 2:6", "CF204 5:11"],
        ),
        ("forward . ENVOY {\nfailover NXDOMAIN FORMERR\n}\nALTERNATE", &["CF225 2:10", "CF217 2:19"]),
        ("forward . ENVOY 10.0.0.53 {\npolicy sequential\nfailover NXDOMAIN NOTIMP\n}\nALTERNATE", &["CF225 3:10"]),
        ("forward . ENVOY {\nnext NXDOMAIN SERVFAIL\n}\nforward . 10.0.0.53\nALTERNATE", &["CF217 2:15"]),
        ("template IN AAAA . {\nrcode SERVFAIL\n}\nforward . ENVOY\nALTERNATE", &["CF218 1:1"]),
        (
            "template IN ANY . {\nrcode NXDOMAIN\n}\ntemplate IN AAAA .\nforward . ENVOY\nALTERNATE",
            &["CF209 1:10", "CF211 4:10"],
        ),
        ("forward . ENVOY\nalternate NXDOMAIN NOTIMP . /etc/resolv.conf", &["CF223 2:20"]),
        ("forward . ENVOY\nalternate NXDOMAIN NOTIMP SERVFAIL . /etc/resolv.conf", &["CF223 2:20"]),
        ("forward . ENVOY\nalternate NXDOMAIN . 10.0.0.1\nALTERNATE", &["CF216 3:26"]),
        ("forward corp.example 10.0.0.53 policy sequential\nforward . ENVOY\nALTERNATE", &["CF226 1:32"]),
        ("forward corp.example dns://10.0.0.53 255.255.255.255\nforward . ENVOY\nALTERNATE", &["CF220 1:38"]),
        ("forward . ENVOY\nALTERNATE\nlog error", &["CF224 3:5"]),
        ("forward . /etc/resolv.conf\nforward . ENVOY\nALTERNATE", &["CF202 1:11"]),
        ("template IN AAAA mesh {\nrcode NOERROR\n}\nforward . ENVOY\nALTERNATE", &["CF218 1:1"]),
        ("forward . ENVOY\nalternate NXDOMAIN 10.0.0.53", &["CF208 2:20"]),
        (
            "template IN A x.example {\nmatch ^(.*)[.]x[.]example[.]$\nanswer \"{{ `{{ .Group.a }}` }}. 60 IN A 10.0.0.1\"\n\
             fallthrough\n}\nforward . ENVOY\nALTERNATE",
            &["CF227 3:8"],
        ),
    ] {
        assert_eq!(told(lines), expected, "{lines}");
    }
}

/// CoreDNS 1.14.4 and later start with words that the ones before refuse: it stays one finding for all of them.
#[test]
fn each_cause_once_for_all_releases() {
    let envoy = "127.0.0.1:{{ .EnvoyDNSPort }}";
    let block = |forward: &str| {
        format!(
            ".:{{{{ .CoreDNSPort }}}} {{\n    forward . {forward}\n    {ALTERNATE}\n    prometheus localhost:{{{{ .PrometheusPort \
             }}}}\n    errors\n    {{{{ if .CoreDNSLogging }}}}log{{{{ end }}}}\n}}\n"
        )
    };
    let named = |call: &str| format!("{{{{ define \"envoy\" }}}}{envoy}{{{{ end -}}}}\n{}", block(call));
    for (text, expected) in [
        (block("127.0.0.1:{{ .EnvoyDNSPort -}}"), &["CF010 1:15"][..]),
        (named("{{ template \"envoy\" }}"), &["CF009 0:31"]),
        (named("{{ template \"envoy\" . }}"), &[]),
        (block("localhost:{{ .EnvoyDNSPort }}"), &["CF226 1:15"]),
        (block("udp://127.0.0.1:{{ .EnvoyDNSPort }}"), &["CF226 1:15"]),
        (block("https://dns.example/dns-query"), &["CF106 1:15"]),
        (block(envoy).replacen(".:", "", 1), &["CF111 0:1"]),
        (block(envoy).replacen(".:", "127.0.0.1:", 1), &["CF111 0:1"]),
        (block(envoy).replacen("{\n", "{\n{{- /* the zones */ -}}\n", 1), &["CF010 0:22"]),
        (block("${CORP_DNS}"), &["CF106 1:15"]),
        (format!("{}alternate NXDOMAIN . 10.0.0.53\n", block(envoy)), &["CF111 7:1"]),
    ] {
        assert_eq!(told_of(&text, "CF", &["2.10.0", "2.14.0", "2.14.3"]), expected, "{text}");
    }
}
