//! What a set-up says beside CoreDNS's message: kinds, places, versions, what depends on the host.

use super::*;
use crate::coredns::config::{Policy, Transport, UpstreamKind};
use crate::coredns::options::{OPTIONS, Value};
use crate::corefile::environment::Nothing;

const NEW: Version = Version::new(1, 14, 6);
const OLD: Version = Version::new(1, 12, 2);

fn set_up(text: &str, version: Version, host: &Host) -> Result<Started, Box<StartError>> {
    let known = |name: &str| Plugin::named(name).is_some();
    let corefile = Corefile::parse("Corefile", text.as_bytes(), &known, ImportLimit::TenThousand, &Nothing);
    start(&corefile.unwrap_or_else(|error| panic!("{text}: {}", error.message)), version, host)
}

fn refused(text: &str, version: Version) -> StartError {
    *set_up(text, version, &Host::recorded()).err().unwrap_or_else(|| panic!("{text} starts"))
}

fn word(text: &str, place: Place) -> &str {
    std::str::from_utf8(place.span.of(text.as_bytes())).unwrap()
}

const DEFAULT: &str = ".:15053 {
    forward . 127.0.0.1:15054
    alternate NOTIMP,FORMERR,NXDOMAIN . /etc/resolv.conf
    prometheus localhost:19153
    errors
}
.:15055 {
    template ANY ANY . {
        rcode NXDOMAIN
    }
}";

#[test]
fn the_default_is_set_up() {
    let started = set_up(DEFAULT, OLD, &Host::side_car()).unwrap();
    let [first, second] = started.server.blocks.as_slice() else { panic!("two blocks") };
    assert_eq!(started.server.sites.iter().map(|site| site.port.as_str()).collect::<Vec<_>>(), ["15053", "15055"]);
    assert_eq!(first.prometheus.as_ref().unwrap().address, "localhost:19153");
    assert!(first.errors.is_some() && first.logs.is_empty());
    let forward = &first.forwards[0];
    assert_eq!((forward.from.as_str(), forward.policy, forward.max_fails), (".", Policy::Random, 2));
    assert_eq!(forward.upstreams[0].port(), Some(15054));
    let alternate = &first.alternates[0];
    let rcodes: Vec<_> = alternate.rcodes.iter().map(|(rcode, place)| (*rcode, word(DEFAULT, *place))).collect();
    assert_eq!(rcodes, [(4, "NOTIMP"), (1, "FORMERR"), (3, "NXDOMAIN")]);
    let what = DependsOn::Nameservers("/etc/resolv.conf".to_owned());
    assert_eq!(started.depends, [Dependence { what, place: alternate.upstreams[0].place }]);
    let template = &second.templates[0];
    assert_eq!(
        (template.class, template.qtype, template.rcode, &*template.zones),
        (255, 255, 3, &[".".to_owned()][..])
    );
    assert!(!template.has_match && template.matches[0].regex().unwrap().is_match("x"));
    assert_eq!(started.asked, [], "no version sets the default up in another way");
}

#[test]
fn unknown_options_say_since_when_they_are_known() {
    for (option, since) in [("failover SERVFAIL", Some((13, 0))), ("max_age 10s", Some((14, 3))), ("cache 30", None)] {
        let text = format!(". {{\n forward . 127.0.0.1 {{\n {option}\n }}\n}}");
        let error = refused(&text, OLD);
        let name = option.split(' ').next().unwrap();
        let known_since = since.map(|(minor, patch)| Version::new(1, minor, patch));
        assert_eq!(error.kind, StartErrorKind::UnknownOption { name: name.to_owned(), known_since });
        assert_eq!((word(&text, error.place), error.directive), (name, Some(Plugin::Forward)));
        assert_eq!(error.option.as_deref(), Some(name));
        assert_eq!(since.is_some(), error.asked.contains(&known_since.unwrap_or(OLD)));
    }
}

#[test]
fn kinds_and_places_tell_what_is_wrong() {
    for (text, kind, at) in [
        ("a..b {\n}", StartErrorKind::BadAddress, "a..b"),
        (".:53 . {\n}", StartErrorKind::DuplicateSite, "."),
        (".:70000 {\n}", StartErrorKind::BadAddress, ".:70000"),
        ("quic://. {\n}", StartErrorKind::NotSupported, "quic://."),
        (". {\n errors\n errors\n}", StartErrorKind::OnlyOnce, "errors"),
        (". {\n forward .\n}", StartErrorKind::WrongArguments, "."),
        (". {\n forward . grpc://127.0.0.1\n}", StartErrorKind::NotSupported, "grpc://127.0.0.1"),
        (". {\n forward . dns.example.com:53\n}", StartErrorKind::HostNameUpstream, "dns.example.com:53"),
        (". {\n alternate REFUSED,X . 127.0.0.1\n}", StartErrorKind::BadValue, "X"),
        (
            ". {\n alternate REFUSED . 127.0.0.1\n alternate NXDOMAIN,REFUSED . 127.0.0.1\n}",
            StartErrorKind::RcodeTwice,
            "REFUSED",
        ),
        (". {\n template IN A {\n match a (b\n }\n}", StartErrorKind::Regex, "(b"),
        (". {\n template IN A {\n answer \"{{ x }}\" b\n }\n}", StartErrorKind::GoTemplate, "\"{{ x }}\""),
        (". {\n prometheus 9153\n}", StartErrorKind::BadAddress, "9153"),
    ] {
        for version in [OLD, NEW] {
            let error = refused(text, version);
            assert_eq!((&error.kind, word(text, error.place)), (&kind, at), "{version} {text}: {}", error.message);
        }
    }
    assert_eq!(refused("", NEW).kind, StartErrorKind::Empty);
}

#[test]
fn side_cars_may_not_bind_low_ports() {
    let error = set_up(". {\n}", NEW, &Host::side_car()).unwrap_err();
    assert_eq!(error.message, "Listen: listen tcp :53: bind: permission denied");
    assert_eq!(error.kind, StartErrorKind::PrivilegedPort);
    assert!(set_up(".:0 .:1024 {\n}", NEW, &Host::side_car()).is_ok());
}

#[test]
fn what_nobody_has_looked_at_is_no_error() {
    let text = ".:1053 {\n forward . /etc/kuma/resolv.conf dns.example.com\n}";
    let depends = |version| set_up(text, version, &Host::side_car()).map(|started| started.depends);
    let what = |found: Vec<Dependence>| found.into_iter().map(|dependence| dependence.what).collect::<Vec<_>>();
    let file = DependsOn::File("/etc/kuma/resolv.conf".to_owned());
    assert_eq!(depends(NEW).map(what), Ok(vec![file, DependsOn::Name("dns.example.com".to_owned())]));
    assert_eq!(depends(OLD).unwrap_err().kind, StartErrorKind::HostNameUpstream);
}

#[test]
fn host_names_are_kept_with_their_port() {
    let text = ".:1053 {\n forward . tls://localhost%name:8853 [::1]\n}";
    let started = set_up(text, NEW, &Host::recorded()).unwrap();
    let upstreams = &started.server.blocks[0].forwards[0].upstreams;
    let kind = UpstreamKind::HostName { name: "localhost".to_owned(), port: "8853".to_owned() };
    assert_eq!((&upstreams[0].kind, upstreams[0].transport), (&kind, Transport::Tls));
    assert_eq!(upstreams[1].port(), Some(53));
}

#[test]
fn several_forwards_came_with_1_10() {
    let text = ".:1053 {\n forward a 127.0.0.1\n forward b 127.0.0.1\n}";
    assert_eq!(refused(text, Version::new(1, 8, 3)).kind, StartErrorKind::OnlyOnce);
    let started = set_up(text, Version::new(1, 10, 0), &Host::recorded()).unwrap();
    assert_eq!(started.asked, [Version::new(1, 10, 0)]);
}

#[test]
fn networks_do_not_use_the_machine_up() {
    let text = format!("{} {{\n}}", "0.0.0.0/1 ".repeat(20_000));
    assert_eq!(refused(&text, NEW).kind, StartErrorKind::Limit);
}

fn arguments(option: &PluginOption) -> String {
    match option.value {
        Value::Flag | Value::Ignored => String::new(),
        Value::Zones | Value::Name | Value::Regexps | Value::Records => "mesh".to_owned(),
        Value::Number | Value::ExtendedError => "7".to_owned(),
        Value::Duration | Value::HealthCheck => "20s".to_owned(),
        Value::OneOf(words) => words[0].to_owned(),
        Value::Rcodes | Value::Rcode => "SERVFAIL".to_owned(),
        Value::Files => vec!["/file"; option.arity.min].join(" "),
        Value::Addresses => "127.0.0.1".to_owned(),
        Value::Consolidation => "5m x".to_owned(),
    }
}

/// The table and the set-ups say the same: from its version on an option is taken, before it is unknown, and it wants as
/// many words as the table says.
#[test]
fn every_option_is_as_the_table_says() {
    let host = Host::recorded().with_file("/file", "-----BEGIN CERTIFICATE-----");
    for option in OPTIONS {
        let head = match option.plugin {
            Plugin::Template => "template IN A",
            Plugin::Forward => "forward . 127.0.0.1",
            plugin => plugin.name(),
        };
        let text = |words: &str| format!(". {{\n {head} {{\n {} {words}\n }}\n}}", option.name);
        let outcome = |words: &str, version| set_up(&text(words), version, &host).map(drop).map_err(|error| error.kind);
        let first = option.since.unwrap_or(Version::new(1, 8, 3));
        for version in [first, NEW] {
            assert_eq!(outcome(&arguments(option), version), Ok(()), "{} in {version}", option.name);
            let too_few = vec!["x"; option.arity.min.saturating_sub(1)].join(" ");
            if option.arity.min > 0 {
                assert_eq!(outcome(&too_few, version), Err(StartErrorKind::WrongArguments), "{}", option.name);
            }
        }
        if let Some(since) = option.since {
            let before = Version {
                patch: since.patch.saturating_sub(1),
                minor: since.minor - u16::from(since.patch == 0),
                ..since
            };
            let unknown = StartErrorKind::UnknownOption { name: option.name.to_owned(), known_since: Some(since) };
            let expected = if option.plugin == Plugin::Prometheus { StartErrorKind::OnlyOnce } else { unknown };
            assert_eq!(outcome(&arguments(option), before), Err(expected), "{} in {before}", option.name);
        }
    }
}

#[test]
fn upstreams_are_counted_as_each_version_does() {
    let repeated = format!(". {{\n forward . {}\n}}", "127.0.0.1 ".repeat(16));
    assert_eq!(refused(&repeated, OLD).kind, StartErrorKind::TooManyUpstreams);
    assert_eq!(refused(&repeated, NEW).kind, StartErrorKind::TooManyUpstreams);
    let twice = ". {\n forward . 127.0.0.1 tls://127.0.0.1:53 /etc /etc/resolv.conf\n}";
    let count =
        |version| set_up(twice, version, &Host::recorded()).unwrap().server.blocks[0].forwards[0].upstreams.len();
    assert_eq!((count(OLD), count(NEW)), (4, 2));
}
