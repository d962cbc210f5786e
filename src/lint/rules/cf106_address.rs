//! CF106: an address that CoreDNS refuses, or takes for something that cannot work.

use super::cf226_host_name_upstream::has_unknown_scheme;
use crate::coredns::config::{Upstream, UpstreamKind};
use crate::coredns::setup::StartErrorKind;
use crate::corefile::{MAIN, Place};
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF106",
        name: "address",
        severity: Severity::Error,
        fixable: true,
        summary: "an address that CoreDNS refuses, or takes for something that cannot work",
        applies: "every release",
        why: "A label is `[SCHEME://]ZONE[:PORT]`: without a zone, with a port beyond 65535 or with a transport that CoreDNS \
              does not serve it does not start. An upstream is an IP address with or without a port, or a file like \
              resolv.conf.\n\nOther slips are accepted and fail later: CoreDNS does not look at the port of an upstream, \
              `IP#PORT` loses the port because `#` begins a comment, `udp://` in a label becomes part of the zone, and of a \
              network that ends within a label of the reverse zone `forward` takes only the first zone. Those are warnings.",
        source: "coredns: core/dnsserver/address.go, plugin/normalize.go, plugin/pkg/parse; recorded from CoreDNS 1.12.2 to 1.14.6",
        examples: &[
            Example::bad(
                "a port without a zone",
                concat!(":{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n", from_alternate!()),
            ),
            Example::bad(
                "a port behind `#`",
                default_with!("    forward corp.example 10.0.0.53#5353\n"),
            ),
            Example::bad("a port that is none", default_with!("    forward corp.example 10.0.0.53:domain\n")),
            Example::bad(
                "a network that ends within a label",
                default_with!("    forward 10.1.0.0/23 10.0.0.53\n"),
            ),
            Example::bad(
                "a transport that forward does not speak",
                default_with!("    forward corp.example grpc://10.0.0.53\n"),
            ),
            Example::good(
                "ports, networks and TLS",
                default_with!("    forward 10.1.2.0/24 10.0.0.53:5353\n    forward corp.example tls://10.0.0.53 {\n        tls_servername dns.corp.example\n    }\n"),
            ),
        ],
    },
    yields_to: &["CF004", "CF009", "CF010", "CF104", "CF110", "CF112", "CF223", "CF302"],
    check: Check::Corefile(check),
};

/// Schemes that people write and CoreDNS does not know.
const NO_SCHEMES: [&str; 3] = ["udp://", "tcp://", "http://"];

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    if let Some(draft) = refused(case) {
        sink.report(draft);
    }
    for key in case.corefile.iter().flat_map(|corefile| &corefile.blocks).flat_map(|block| &block.keys) {
        if let Some(scheme) = NO_SCHEMES.iter().find(|scheme| key.text.starts_with(**scheme)) {
            let message = format!("CoreDNS knows no {scheme} and takes it for a part of the zone");
            sink.report(warning(case, key.place, message).help("leave the scheme out: plain DNS is UDP and TCP"));
        }
    }
    for (_, block) in case.blocks() {
        let forwards = block.forwards.iter().flat_map(|forward| &forward.upstreams);
        let alternates = block.alternates.iter().flat_map(|alternate| &alternate.upstreams);
        for upstream in forwards.chain(alternates) {
            if let Some(draft) = upstream_port(case, upstream) {
                sink.report(draft);
            }
        }
        for forward in block.forwards.iter().filter(|forward| !forward.dropped_zones.is_empty()) {
            let zones = forward.dropped_zones.len() + 1;
            let message = format!("this network comes to {zones} reverse zones, and forward takes the first one only");
            let help = "write one forward for each of them, or a network that ends with a label: /8, /16, /24";
            sink.report(warning(case, forward.from_place, message).help(help));
        }
    }
}

fn warning(case: &Case<'_>, place: Place, message: impl Into<String>) -> Draft {
    case.draft(place, message).severity(Severity::Warning)
}

fn refused(case: &Case<'_>) -> Option<Draft> {
    let error = case.refusal().filter(|error| !case.is_unknown(error.place))?;
    if has_unknown_scheme(case, error) {
        return None;
    }
    let message = match (&error.kind, error.directive) {
        (StartErrorKind::BadAddress, None) => "CoreDNS cannot read this address of a server block".to_owned(),
        (StartErrorKind::BadAddress, Some(plugin)) => format!("{plugin} cannot read this address"),
        (StartErrorKind::NotSupported, None) => "CoreDNS cannot serve this transport here".to_owned(),
        (StartErrorKind::NotSupported, Some(plugin)) => format!("{plugin} does not speak this transport"),
        _ => return None,
    };
    let draft = case.draft(error.place, message).note(format!("CoreDNS does not start: {}", error.message));
    let written = error.place.in_main().of(&case.rendering.rendered.text);
    Some(match error.directive {
        None if written.starts_with(b":") => draft.help("a label begins with a zone: `.` is every name"),
        _ => draft,
    })
}

/// A port that CoreDNS accepts and nobody can be asked at.
fn upstream_port(case: &Case<'_>, upstream: &Upstream) -> Option<Draft> {
    if case.is_unknown(upstream.place) {
        return None;
    }
    if let Some(comment) = port_in_comment(case, upstream.place) {
        let draft = warning(case, upstream.place, "`#` begins a comment here: the port behind it is not read");
        let hash = Span::new(comment.start, comment.start + 1);
        return Some(draft.fix("write `:` in front of the port", vec![(case.rendered(hash), ":".to_owned())]));
    }
    let UpstreamKind::Address { port, .. } = &upstream.kind else { return None };
    // A configured port of 0 is another rule's.
    let is_configured = || case.rendering.literal_origin(case.text, upstream.place.in_main()).is_none();
    if upstream.port().is_some_and(|port| port != 0 || is_configured()) {
        return None;
    }
    let message = match port.as_str() {
        "" => "the port of this upstream is empty".to_owned(),
        _ => format!("{} is no port that can be asked", port.escape_debug()),
    };
    Some(warning(case, upstream.place, message).note("CoreDNS starts, and every query to this upstream fails"))
}

/// The comment directly behind a word, if it looks like a port.
fn port_in_comment(case: &Case<'_>, word: Place) -> Option<Span> {
    let text = &case.rendering.rendered.text;
    if word.file != MAIN || text.get(word.span.end as usize) != Some(&b'#') {
        return None;
    }
    let comment = text[word.span.end as usize..].split(u8::is_ascii_whitespace).next()?;
    let digits = &comment[1..];
    let end = word.span.end.saturating_add(u32::try_from(comment.len()).ok()?);
    (!digits.is_empty() && digits.iter().all(u8::is_ascii_digit)).then_some(Span::new(word.span.end, end))
}
