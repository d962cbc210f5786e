//! CF105: two server blocks for the same zone at the same port.

use crate::coredns::setup::StartErrorKind;
use crate::corefile::Key;
use crate::corefile::address::{fqdn, split, split_scheme};
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF105",
        name: "duplicate-server-block",
        severity: Severity::Error,
        fixable: false,
        summary: "a zone is served twice at the same port",
        applies: "every release",
        why: "CoreDNS serves a zone at a port from one server block only, and does not start where there are two. A dot at \
              the end of the zone makes no difference, and neither do two ways to write a reverse zone; letter case does. Put \
              the directives of both into one block, or give the blocks different zones: several zones on one port are \
              normal.",
        source: "coredns: core/dnsserver/register.go; recorded from CoreDNS 1.12.2 to 1.14.6",
        examples: &[
            Example::bad(
                "the catch-all twice",
                concat!(default_with!(""), "\n.:{{ .CoreDNSPort }} {\n    template IN AAAA . {\n        rcode NXDOMAIN\n    }\n}\n"),
            ),
            Example::bad(
                "the same zone with its dot",
                concat!(default_with!(""), "\ncorp.example:{{ .CoreDNSPort }} corp.example.:{{ .CoreDNSPort }} {\n    errors\n}\n"),
            ),
            Example::good(
                "two zones on one port",
                concat!(
                    default_with!(""),
                    "\ncorp.example:{{ .CoreDNSPort }} {\n    forward . 10.0.0.53\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n"
                ),
            ),
        ],
    },
    yields_to: &["CF104"],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let (Some(error), Ok(corefile)) = (case.refusal(), case.corefile) else { return };
    if error.kind != StartErrorKind::DuplicateSite || case.is_unknown(error.place) {
        return;
    }
    let mut draft = case
        .draft(error.place, "this zone is served at this port already")
        .note(format!("CoreDNS does not start: {}", error.message))
        .help("put the directives of both blocks into one, or give them different zones");
    let keys = || corefile.blocks.iter().flat_map(|block| &block.keys);
    let second = keys().find(|key| key.place == error.place);
    let same = |key: &&Key<'_>| second.is_some_and(|second| sites(&second.text).iter().any(|site| sites(&key.text).contains(site)));
    if let Some(first) = keys().find(same).filter(|first| first.place != error.place) {
        draft = draft.also(case.at(first.place), "here");
    }
    sink.report(draft);
}

/// The zones of an address with scheme and port.
fn sites(key: &str) -> Vec<(Option<&'static str>, String, Option<i64>)> {
    let (scheme, rest) = split_scheme(key);
    let scheme = scheme.filter(|scheme| *scheme != "dns");
    let Ok(zones) = split(rest) else { return Vec::new() };
    zones.zones.iter().map(|zone| (scheme, fqdn(zone), zones.port)).collect()
}
