//! CF007: a number where a field of the template belongs.

use crate::corefile::{MAIN, Place};
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rendering::Kind;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::mesh::{Injector, Ports, Setting};
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF007",
        name: "hard-coded-port",
        severity: Severity::Warning,
        fixable: true,
        summary: "a number stands where a field of the template belongs",
        applies: "templates, every release",
        why: "Envoy's DNS port is 15054 on Universal, and CoreDNS's port + 2 on Kubernetes, 15055 by default; the empty block \
              has the two the other way round. A number is right on one platform only. Where it is wrong nothing fails at \
              the start: queries for mesh names find nobody at the port, go to the host's resolver and resolve publicly or \
              not at all, and nothing is logged. That is an error; a number that happens to be right is a warning.",
        source: "kuma: pkg/config/app/kuma-dp/config.go, pkg/plugins/runtime/k8s/containers/factory.go",
        examples: &[
            Example::bad(
                "Envoy's port on Universal",
                ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:15054\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . \
                 /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ \
                 end }}\n}\n",
            )
            .with("--platform universal"),
            Example::bad(
                "CoreDNS's own port",
                ".:15053 {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . \
                 /etc/resolv.conf\n    prometheus localhost:19153\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
            ),
            Example::good(
                "a port that is none of Kuma's",
                "corp.example:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:5300\n    errors\n    prometheus localhost:{{ .PrometheusPort }}\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n.:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
            ),
        ],
    },
    yields_to: &["CF301"],
    check: Check::Corefile(check),
};

/// Hosts under which a data plane reaches its own Envoy.
const LOOPBACK: [&str; 3] = ["127.0.0.1", "localhost", "[::1]"];

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let Ok(corefile) = case.corefile else { return };
    if case.kind != Kind::Template {
        return;
    }
    for (index, block) in corefile.blocks.iter().enumerate() {
        let mut report = |place: Place, settings: &[Setting]| {
            if let Some(draft) = literal(case, place, settings) {
                sink.report(draft.in_block(index));
            }
        };
        for key in &block.keys {
            report(key.place, &[Setting::CoreDnsPort, Setting::CoreDnsEmptyPort]);
        }
        for directive in &block.directives {
            for word in block.tokens(directive).iter().skip(1) {
                match directive.name.as_str() {
                    "forward" if LOOPBACK.iter().any(|host| is_at(&word.text, host)) => {
                        report(word.place, &[Setting::EnvoyDnsPort]);
                    }
                    "prometheus" => report(word.place, &[Setting::PrometheusPort]),
                    _ => {}
                }
            }
        }
    }
}

fn is_at(word: &str, host: &str) -> bool {
    word.strip_prefix(host).is_some_and(|rest| rest.starts_with(':'))
}

fn literal(case: &Case<'_>, place: Place, settings: &[Setting]) -> Option<Draft> {
    let (span, number) = port(case, place)?;
    let setting = settings.iter().copied().find(|setting| case.known_ports(*setting).contains(&number))?;
    case.rendering.literal_origin(case.text, span)?;
    let decides = matches!(setting, Setting::CoreDnsPort | Setting::EnvoyDnsPort);
    let here = case.point.settings.port(setting)?;
    let all = case.matrix.points.iter().filter_map(|point| point.settings.port(setting));
    let severity = match () {
        () if here != number && decides => Severity::Error,
        // Where it is wrong it is an error already.
        () if decides && all.clone().any(|other| other != number) => return None,
        () => Severity::Warning,
    };
    let field = format!("{{{{ .{setting} }}}}");
    let mut draft = Draft::new(case.rendered(span), format!("{number} stands where {field} belongs"))
        .severity(severity)
        .help(format!("write {field}"));
    if here != number {
        draft = draft.note(format!("{setting} is {here} here: nobody listens on {number}"));
    }
    if setting == Setting::EnvoyDnsPort {
        let (dp, injected) = (Ports::KUMA_DP, Injector::default().ports());
        let ports = format!("{} on Universal and {} on Kubernetes", dp.envoy, injected.envoy);
        draft = draft.note(format!("{setting} is {ports} by default"));
    }
    Some(draft.fix(format!("write {field}"), vec![(case.rendered(span), field)]))
}

/// The port in a word and where it stands.
fn port(case: &Case<'_>, place: Place) -> Option<(Span, u32)> {
    if place.file != MAIN || place.import.is_some() {
        return None;
    }
    let word = place.span.of(&case.rendering.rendered.text);
    let start = memchr::memrchr(b':', word)? + 1;
    let len = word[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    if !matches!(&word[start + len..], b"" | b",") {
        return None;
    }
    let number = std::str::from_utf8(&word[start..start + len]).ok()?.parse().ok()?;
    let start = place.span.start + u32::try_from(start).ok()?;
    Some((Span::new(start, start + u32::try_from(len).ok()?), number))
}
