//! CF226: a host name as upstream.

use std::net::{IpAddr, SocketAddr};

use crate::coredns::config::{Transport, UpstreamKind};
use crate::coredns::{Plugin, StartError, StartErrorKind, Version, options};
use crate::corefile::Place;
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::lint::words;
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF226",
        name: "host-name-upstream",
        severity: Severity::Warning,
        fixable: true,
        summary: "an upstream is a host name: looked up once at start, or refused",
        applies: "every release; looked up from CoreDNS 1.14.4 on, by forward only",
        why: "Upstreams are IP addresses, with or without a port, or files such as /etc/resolv.conf. Before 1.14.4 CoreDNS \
              does not start with a host name, and the data plane stops; `alternate` refuses it in every version. That is an \
              error.\n\nLater versions look it up once, when they start, with the resolver of the host: a data plane does \
              not start while that fails, and goes on asking the old address when the name gets a new one. Write the address, \
              or let /etc/resolv.conf name it.",
        source: "coredns: plugin/forward/setup.go, plugin/pkg/parse/host.go; recorded from CoreDNS 1.12.2 to 1.14.6",
        examples: &[
            Example::bad(
                "a resolver by its name",
                default_with!("    forward corp.example ns1.corp.example\n"),
            ),
            Example::bad(
                "Envoy by its name",
                ".:{{ .CoreDNSPort }} {\n    forward . localhost:{{ .EnvoyDNSPort }}\n    alternate \
                 NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus \
                 localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
            ),
            Example::bad(
"a scheme that forward does not know",
".:{{ .CoreDNSPort }} {\n    forward corp.example tcp://10.0.0.53\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::good(
                "its address",
                default_with!("    forward corp.example 10.0.0.53\n"),
            ),
        ],
    },
    yields_to: &["CF009", "CF010", "CF201", "CF110", "CF223"],
    check: Check::Corefile(check),
};

/// The first CoreDNS that looks names up.
const LOOKS_UP: Version = Version::new(1, 14, 4);

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    if let (Some(error), Ok(corefile)) = (case.refusal(), case.corefile) {
        if (error.kind == StartErrorKind::HostNameUpstream || has_unknown_scheme(case, error))
            && let Some(plugin) = error.directive
            && let Some(draft) = draft(case, error.place, plugin)
        {
            let note = format!("CoreDNS does not start: {}", error.message);
            let draft = draft.severity(Severity::Error).note(note);
            sink.report(match words::block_of(corefile, error.place) {
                Some(index) => draft.in_block(index),
                None => draft,
            });
        }
        return;
    }
    // Where some of the data planes refuse it, it is one error for all.
    let is_refused = case.matrix.rows.iter().any(|row| row.coredns < LOOKS_UP);
    let severity = if is_refused { Severity::Error } else { Severity::Warning };
    for (index, block) in case.blocks() {
        let host_names = block.forwards.iter().flat_map(|forward| {
            // Behind a word that was meant as something else, what follows belongs to it.
            let mut is_upstream = true;
            let upstreams = forward.upstreams.iter().take_while(move |upstream| {
                std::mem::replace(&mut is_upstream, !is_something_else(&upstream.written))
            });
            upstreams.filter(|upstream| {
                let is_name = matches!(&upstream.kind, UpstreamKind::HostName { name, .. } if !name.is_empty());
                is_name && upstream.transport != Transport::Unix
            })
        });
        for upstream in host_names {
            if let Some(draft) = draft(case, upstream.place, Plugin::Forward) {
                sink.report(draft.severity(severity).in_block(index));
            }
        }
    }
}

/// Whether a word is a directive or an option of forward, which no resolver is called.
fn is_something_else(word: &str) -> bool {
    Plugin::named(word).is_some() || options::find(Plugin::Forward, word).is_some()
}

fn draft(case: &Case<'_>, place: Place, plugin: Plugin) -> Option<Draft> {
    let word = words::written(case, place).filter(|_| !case.is_unknown(place))?;
    if is_something_else(&word) {
        let draft = Draft::new(case.at(place), format!("`{word}` is read as an upstream, a host name"));
        return Some(draft.help("a directive, and an option in its block, stands on a line of its own"));
    }
    if let Some((scheme, rest)) = unknown_scheme(&word) {
        let message = format!("{plugin} knows no {scheme}://, and takes the word for a host name");
        let start = place.span.start;
        let end = start + u32::try_from(word.len() - rest.len()).ok()?;
        let edit = (case.rendered(Span::new(start, end)), String::new());
        let draft = Draft::new(case.at(place), message).help(match scheme {
            "tcp" => "leave tcp:// out; `force_tcp` in the forward's block asks over TCP",
            _ => "leave the scheme out",
        });
        return Some(draft.fix("leave the scheme out", vec![edit]));
    }
    // The port may be another one on every platform.
    let name = match word.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => &word,
    };
    let message = match plugin {
        Plugin::Forward => format!("`{name}` is a host name: CoreDNS looks it up once at start, and refuses it before 1.14.4"),
        _ => format!("`{name}` is a host name: `{plugin}` takes addresses and files only"),
    };
    let draft = Draft::new(case.at(place), message);
    Some(match memchr::memmem::find(word.as_bytes(), LOCALHOST.as_bytes()) {
        Some(at) if is_localhost(&word) => {
            let start = place.span.start + u32::try_from(at).ok()?;
            let span = Span::new(start, start + u32::try_from(LOCALHOST.len()).ok()?);
            let help = "write 127.0.0.1";
            draft.help(help).fix(help, vec![(case.rendered(span), "127.0.0.1".to_owned())])
        }
        _ if plugin == Plugin::Forward && is_zone_of_several(case, place) => {
            draft.help("forward takes one zone: write one forward for each")
        }
        _ => draft.help("write the address, or a file such as /etc/resolv.conf that names it"),
    })
}

/// Whether the word follows FROM and is followed by addresses: it is meant as a further zone.
fn is_zone_of_several(case: &Case<'_>, place: Place) -> bool {
    let line = words::line(case, place).unwrap_or_default();
    let Some(at) = line.iter().position(|word| word.place == place) else { return false };
    let is_address = |word: &str| word.parse::<IpAddr>().is_ok() || word.parse::<SocketAddr>().is_ok();
    line.get(1).is_some_and(|from| from.text != ".")
        && line.get(2..at).is_some_and(|before| before.iter().all(|word| !is_address(&word.text)))
        && line.iter().skip(at).any(|word| is_address(&word.text))
}

/// The scheme that no upstream has, and what stands behind it.
fn unknown_scheme(word: &str) -> Option<(&str, &str)> {
    word.split_once("://").filter(|(scheme, _)| matches!(*scheme, "tcp" | "udp" | "http"))
}

/// Whether an upstream is refused for a scheme that none has: it is told here.
pub(super) fn has_unknown_scheme(case: &Case<'_>, error: &StartError) -> bool {
    matches!(error.directive, Some(Plugin::Forward | Plugin::Alternate))
        && words::written(case, error.place).is_some_and(|word| unknown_scheme(&word).is_some())
}

const LOCALHOST: &str = "localhost";

fn is_localhost(word: &str) -> bool {
    let host = word.rsplit_once("://").map_or(word, |(_, rest)| rest);
    host.split(':').next() == Some(LOCALHOST)
}
