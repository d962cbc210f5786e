//! Overrides on their way: what each step brings, what is mended and means the same, what moves to the embedded proxy.

use std::ffi::OsString;

use super::override_file::Course;
use super::successor::Verdict;
use super::*;
use crate::chain::samples::{MESH_NAMES, MISSING_NAME, OUTSIDE_NAME};
use crate::chain::side_car::world_of;
use crate::chain::{AnsweredBy, Query, SideCar, walk};
use crate::coredns::dns;
use crate::corefile::environment::Nothing;
use crate::gotemplate::Limits;
use crate::mesh::{EmbeddedDns, Era, Platform, Setting};
use crate::source::{Source, edit};

const BOTH: &[Platform] = &[Platform::Universal, Platform::Kubernetes];
const PAGE: &str = include_str!("../../examples/kong-mesh-page.tmpl");

fn nothing(_: &str) -> Option<OsString> {
    None
}

fn given(platforms: &[Platform], embedded_dns: Option<EmbeddedDns>) -> Given<'_> {
    Given { platforms, flags: &[], environment: &nothing, config: None, embedded_dns, has_override: true }
}

fn judged(text: &str, from: &str, to: &str) -> Judged {
    judged_on(text, from, to, given(BOTH, None))
}

fn judged_on(text: &str, from: &str, to: &str, given: Given<'_>) -> Judged {
    let journey = Journey::new(from, to).unwrap();
    let steps = journey.steps();
    let course = Course::new(&journey, &steps, given, Limits::default()).unwrap();
    judge(&course, &override_file::Override { text: text.as_bytes(), kind: None, layer: None, surroundings: &Nothing })
        .unwrap()
}

fn ids(judged: &Judged) -> Vec<&'static str> {
    judged.brought.iter().flatten().map(|item| item.id).collect()
}

fn mended(text: &str, from: &str, to: &str) -> Option<String> {
    let judged = judged(text, from, to);
    let fix = judged.brought.iter().flatten().find_map(|item| item.finding.fix.clone())?;
    Some(String::from_utf8(edit::apply(text.as_bytes(), &fix.edits).unwrap()).unwrap())
}

/// Rcode and answerer of the queries that matter.
fn answers(text: &str, line: &str, platform: Platform) -> Vec<String> {
    let journey = Journey::new(line, line).unwrap();
    let release = *journey.from.newest().unwrap();
    let off = release.era.has_embedded_dns() && platform == Platform::Kubernetes;
    let given = given(BOTH, None);
    let (_, settings) =
        given.settings(release, platform, off.then_some(EmbeddedDns::ControlPlaneOff), &[]).unwrap().unwrap();
    let source = Source::new("Corefile", text);
    let side_car = SideCar::from_template(source, "Corefile", &settings, Limits::default(), &Nothing)
        .unwrap_or_else(|stopped| panic!("{line} {platform}: {}", stopped.stop));
    let world = world_of(&settings, None).unwrap();
    let port = settings.port(Setting::CoreDnsPort).unwrap().try_into().unwrap();
    let names = MESH_NAMES.into_iter().chain([OUTSIDE_NAME, MISSING_NAME, "x.corp.example."]);
    let queries = names.flat_map(|name| [dns::A, dns::AAAA, dns::TXT].map(|qtype| Query::new(name, qtype)));
    let said = queries.map(|query| {
        let walk = walk(&side_car.server, &world, &query, port);
        let ways = walk.ways.iter().map(|way| {
            let rcode = way.outcome.reply.as_ref().ok().map(|message| message.rcode);
            format!("{rcode:?} {}", AnsweredBy::of(&way.outcome, &world))
        });
        format!("{query:?}: {:?}", ways.collect::<Vec<_>>())
    });
    said.collect()
}

const MAIN: &str = ".:{{ .CoreDNSPort }} {
    forward . 127.0.0.1:{{ .EnvoyDNSPort }}
    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf
    prometheus localhost:{{ .PrometheusPort }}
    errors
}
";
const EMPTY: &str = ".:{{ .CoreDNSEmptyPort }} {\n    template ANY ANY . {\n        rcode NXDOMAIN\n    }\n}\n";

#[test]
fn the_empty_block_is_taken_out_and_nothing_else_changes() {
    let page = PAGE.split("\n.:{{ .CoreDNSEmptyPort").next().unwrap();
    let logging = Era::V2_6.default_template();
    let without_log = Era::V2_8.default_template();
    for (text, expected) in [
        (PAGE.to_owned(), page.to_owned()),
        (format!("{MAIN}{EMPTY}"), MAIN.to_owned()),
        (format!("{EMPTY}\n\n{MAIN}"), MAIN.to_owned()),
        (format!("{MAIN}\n# Envoy asks here.\n{EMPTY}"), MAIN.to_owned()),
        (format!("{MAIN}\n{}", EMPTY.trim_end()), MAIN.to_owned()),
        (format!("{MAIN}\n{{{{ if .CoreDNSEmptyPort }}}}\n{EMPTY}{{{{ end }}}}\n"), MAIN.to_owned()),
        (format!("{MAIN}{EMPTY}").replace('\n', "\r\n"), MAIN.replace('\n', "\r\n")),
        (format!("{MAIN}{EMPTY}\n# The end.\n"), format!("{MAIN}\n# The end.\n")),
    ] {
        let fixed = mended(&text, "2.7", "2.8");
        assert_eq!(fixed.as_deref(), Some(&*expected), "{text}");
        for platform in BOTH {
            let before = answers(&text, "2.7", *platform);
            for line in ["2.7", "2.8", "2.14"] {
                assert_eq!(answers(&expected, line, *platform), before, "{line} {platform}");
            }
        }
        assert!(mended(&expected, "2.7", "2.8").is_none() && ids(&judged(&expected, "2.7", "2.8")).is_empty());
    }
    let fixed = mended(logging, "2.7", "2.8").unwrap();
    let words = |text: &str| {
        let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
        lines.flat_map(str::split_whitespace).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(words(&fixed), words(without_log));
}

#[test]
fn what_is_not_mechanical_is_left() {
    for text in [
        MAIN.replace("{ .CoreDNSPort }} {", "{ .CoreDNSPort }}, .:{{ .CoreDNSEmptyPort }} {"),
        MAIN.replace("errors", "forward x.example 127.0.0.1:{{ .CoreDNSEmptyPort }}"),
        format!("# {{{{ .CoreDNSEmptyPort }}}}\n{MAIN}{EMPTY}"),
        format!("{MAIN}{{{{ if .CoreDNSEmptyPort }}}}# old{{{{ end }}}}\n"),
        format!("{MAIN}{{{{ with .CoreDNSEmptyPort }}}}.:{{{{ . }}}} {{\n    errors\n}}\n{{{{ end }}}}\n"),
    ] {
        let judged = judged(&text, "2.7", "2.8");
        assert_eq!(ids(&judged), ["empty-port-field"], "{text}");
        assert!(judged.brought[0][0].finding.fix.is_none(), "{text}");
    }
    // A branch that is never taken keeps no data plane from starting.
    let hidden = format!("{MAIN}{{{{ if false }}}}{{{{ .CoreDNSEmptyPort }}}}{{{{ end }}}}\n");
    assert!(!ids(&judged(&hidden, "2.7", "2.8")).contains(&"empty-port-field"));
}

#[test]
fn crossings_bring_what_they_bring() {
    let off = given(BOTH, Some(EmbeddedDns::ControlPlaneOff));
    assert_eq!(ids(&judged_on(PAGE, "2.7", "2.14", off)), ["empty-port-field"]);
    assert_eq!(ids(&judged(&format!("{MAIN}{EMPTY}"), "2.5", "2.6")), ["empty-block-unasked"]);
    let both = judged(&format!("{MAIN}{EMPTY}"), "2.5", "2.8");
    assert_eq!(ids(&both), ["empty-block-unasked", "empty-port-field"]);
    let field = &both.brought[2][0].finding.diagnostic;
    assert!(field.notes.iter().any(|note| note.contains("before 2.6 still ask")), "{field:?}");
    // On the way only.
    let passing = judged(PAGE, "2.7", "3.0");
    assert!(passing.brought[0][0].is_passing && passing.brought[0][0].finding.fix.is_none());
    assert!(ids(&judged(MAIN, "2.8", "2.10")).is_empty() && ids(&judged(MAIN, "2.7", "2.7")).is_empty());
}

#[test]
fn what_gets_worse_is_told() {
    let text = MAIN.replace("{{ .EnvoyDNSPort }}", "15055");
    let on = |embedded| {
        let kubernetes = given(&[Platform::Kubernetes], Some(embedded));
        judged_on(&text, "2.10", "2.11", kubernetes).brought.concat()
    };
    assert!(on(EmbeddedDns::ControlPlaneOff).is_empty());
    // Envoy's port is another one where the proxy is switched off for a pod.
    let items = on(EmbeddedDns::PodOff);
    assert_eq!((items[0].id, items[0].effect, items.len()), ("hard-coded-port", Effect::Breaks, 1));
}

#[test]
fn options_of_coredns_come_and_go() {
    let text = MAIN.replace("{{ .EnvoyDNSPort }}\n", "{{ .EnvoyDNSPort }} {\n        failover SERVFAIL\n    }\n");
    // 2.7.29 ships 1.14.6, 2.8 has 1.12.0 at most.
    let gone = judged(&text, "2.7.29", "2.8");
    assert_eq!(ids(&gone), ["plugin-arguments"]);
    assert_eq!(gone.brought[0][0].effect, Effect::Breaks);
    // It is on the way only where the end has it again.
    let back = judged(&text, "2.7.29", "2.14");
    let item = back.brought.iter().flatten().find(|item| item.id == "plugin-arguments").unwrap();
    assert!(item.is_passing);
    let came = judged(&text, "2.8.8", "2.14");
    assert!(!ids(&came).contains(&"plugin-arguments"));
    assert!(came.resolved.iter().flatten().any(|finding| finding.code == "CF103"), "{came:?}");
}

#[test]
fn every_directive_has_its_fate() {
    let text = "corp.example:{{ .CoreDNSPort }} {
    forward . tls://10.0.0.53 {
        tls_servername dns.example
        health_check 5s
    }
    log
}
ads.example:{{ .CoreDNSPort }} {
    template IN A {
        rcode NXDOMAIN
    }
}
.:1053 {
    forward . 10.0.0.1
}
.:{{ .CoreDNSPort }} {
    template IN A db.example {
        answer \"db.example. 60 IN A 10.1.1.1\"
    }
    template IN AAAA . {
        rcode NOERROR
    }
    forward stub.example 10.0.0.2
    forward . 127.0.0.1:{{ .EnvoyDNSPort }} {
        max_concurrent 100
        prefer_udp
        except lan
        policy sequential
    }
    alternate NXDOMAIN . /etc/resolv.conf
    alternate SERVFAIL . 10.0.0.3
    prometheus localhost:{{ .PrometheusPort }}
    errors
}
";
    let migration = judged(text, "2.10", "3.0").migration.unwrap();
    assert_eq!(migration.unread, None);
    let found: Vec<_> = migration
        .moved
        .iter()
        .map(|moved| {
            let line = 1 + text[..moved.span.start as usize].matches('\n').count();
            format!("{line} {}", moved.fate.id)
        })
        .collect();
    let expected = [
        "2 stub-zone",
        "2 encryption",
        "3 encryption",
        "4 health-checks",
        "6 query-log",
        "9 own-rcode",
        "13 other-port",
        "17 own-answer",
        "20 empty-aaaa",
        "23 stub-zone",
        "24 mesh-names",
        "25 query-limit",
        "26 transport-choice",
        "27 exceptions",
        "28 option",
        "30 host-resolver",
        "31 other-resolver",
        "32 metrics",
        "33 errors",
    ];
    assert_eq!(found, expected);
    assert_eq!(migration.moved[0].what, "forward . tls://10.0.0.53");
    assert_eq!(migration.moved.iter().filter(|moved| moved.fate.verdict == Verdict::Lost).count(), 14);
}

#[test]
fn the_proxy_answers_where_it_is_on() {
    let at = |to: &str, platforms: &[Platform], embedded: Option<EmbeddedDns>| {
        judged_on(PAGE, "2.7", to, given(platforms, embedded)).migration.map(|migration| migration.platforms)
    };
    assert_eq!(at("2.10", BOTH, None), None);
    assert_eq!(at("2.11", BOTH, None), Some(vec![Platform::Kubernetes]));
    assert_eq!(at("2.11", BOTH, Some(EmbeddedDns::ControlPlaneOff)), None);
    assert_eq!(at("2.11", BOTH, Some(EmbeddedDns::PodOff)), None);
    assert_eq!(at("2.11", &[Platform::Universal], None), None);
    assert_eq!(at("3.0", BOTH, Some(EmbeddedDns::PodOff)), Some(BOTH.to_vec()));
    // A template that only starts where the way begins is read there.
    let text = format!("# {{{{ .CoreDNSEmptyPort }}}}\n{MAIN}{EMPTY}");
    let migration = judged(&text, "2.7", "3.0").migration.unwrap();
    assert_eq!((migration.unread.as_deref(), migration.release.to_string()), (None, "2.7.29".to_owned()));
}
