//! CF217: `next` of a forward that leads nowhere, and rcodes of `next` and `failover` that nobody sends.

use crate::chain::{Action, Actor, Failure, effect};
use crate::coredns::config::Forward;
use crate::coredns::{Block, dns};
use crate::corefile::Place;
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::lint::{walked, words};

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF217",
        name: "next-without-effect",
        severity: Severity::Warning,
        fixable: true,
        summary: "`next` without a forward behind it, or on an rcode that no upstream sends",
        applies: "CoreDNS 1.11.4 and later, which Kuma 2.10 ships first",
        why: "`next` hands a query to the next `forward` of the server block, in the order of the text, when the upstream's \
              reply has one of these rcodes. In the last forward it does nothing, and where the forwards behind it are for \
              other zones the query ends in SERVFAIL.\n\nOnly replies count: an upstream that does not answer is no SERVFAIL \
              for `next` and `failover`, and Envoy's FORMERR does not count as a reply to the question. To go on after any \
              rcode, a dead upstream's included, use `alternate`.",
        source: "coredns: plugin/forward/forward.go; recorded from CoreDNS 1.12.2 to 1.14.6",
        examples: &[
            Example::bad(
                "no second forward",
                forward_with!("        next NXDOMAIN\n"),
            )
            .with("--mesh-version 2.14"),
            Example::bad(
                "Envoy never sends SERVFAIL",
                forward_with!("        failover SERVFAIL\n"),
            )
            .with("--mesh-version 2.14"),
            Example::good(
                "a resolver that is asked next",
                ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }} {\n        next NXDOMAIN NOTIMP\n    }\n    \
                 forward . 10.0.0.53\n    alternate FORMERR,SERVFAIL . /etc/resolv.conf\n    prometheus \
                 localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
            )
            .with("--mesh-version 2.14"),
        ],
    },
    yields_to: &["CF201"],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let mut has_next = false;
    for (index, block) in case.blocks() {
        for (rule, forward) in block.forwards.iter().enumerate() {
            let is_last = rule + 1 == block.forwards.len();
            if is_last && let Some(place) = first(forward) {
                sink.report(leads_nowhere(case, place).in_block(index));
            } else {
                has_next |= first(forward).is_some();
                never_sent(case, block, index, "next", &forward.next, forward, sink);
            }
            never_sent(case, block, index, "failover", &forward.failover, forward, sink);
        }
    }
    if has_next {
        ends_in_servfail(case, sink);
    }
}

fn first(forward: &Forward) -> Option<Place> {
    forward.next.first().map(|(_, place)| *place).or_else(|| forward.next_on_nodata.then_some(forward.from_place))
}

fn leads_nowhere(case: &Case<'_>, place: Place) -> Draft {
    let draft = Draft::new(case.at(place), "no forward stands behind this one: `next` does nothing")
        .help("add a second forward for the same zone, or use `alternate`");
    match words::option(case, "next", place).and_then(|option| words::without(case, option)) {
        Some(edits) => draft.fix("leave `next` out", edits),
        None => draft,
    }
}

fn never_sent(
    case: &Case<'_>,
    block: &Block,
    index: usize,
    name: &str,
    rcodes: &[(u16, Place)],
    forward: &Forward,
    sink: &mut Sink<'_>,
) {
    for (rcode, place) in rcodes.iter().filter(|(rcode, _)| !effect::is_received(case.world(), forward, *rcode)) {
        let rcode_name = dns::rcode_text(*rcode);
        let mut draft = Draft::new(case.at(*place), format!("Envoy sends no {rcode_name} that `{name}` could act on"))
            .in_block(index);
        if *rcode == dns::SERVFAIL {
            draft = draft.note("an upstream that does not answer counts as SERVFAIL for alternate only");
        }
        if !block.alternates.iter().any(|alternate| alternate.rcodes.iter().any(|(known, _)| known == rcode)) {
            draft = draft.help(format!("put {rcode_name} into the list of an `alternate`"));
        }
        let option = words::option(case, name, *place);
        sink.report(match option.and_then(|option| words::without_word(case, option, *place)) {
            Some(edits) => draft.fix(format!("leave {rcode_name} out"), edits),
            None => draft,
        });
    }
}

/// Queries that `next` hands on, and that no forward behind it takes.
fn ends_in_servfail(case: &Case<'_>, sink: &mut Sink<'_>) {
    let Some(server) = case.server() else { return };
    let mut said = Vec::new();
    for walk in walked::walks(case) {
        for way in &walk.ways {
            let is_end = |action: &Action<'_>| matches!(action, Action::Failed(dns::SERVFAIL, Failure::NoNextPlugin));
            let Some(end) = way.steps.iter().position(|step| step.actor == Actor::CoreDns && is_end(&step.action)) else {
                continue;
            };
            let last = way.steps[..end].iter().rfind(|step| matches!(step.action, Action::Next(_)));
            let Some((step, place)) = last.and_then(|step| Some((step, step.place?))) else { continue };
            if said.contains(&place) || walked::is_taken_over(&way.steps[end..]) {
                continue;
            }
            let Some((block, ..)) = walked::forward(server, step) else { continue };
            said.push(place);
            let message = "behind `next` no forward takes some of these names: they end in SERVFAIL";
            let draft = Draft::new(case.at(place), message).in_block(block).yields_to(&["CF214"]).along(&walk, way);
            sink.report(draft.help("the forward behind it has to be for the same zone, or for `.`"));
        }
    }
}
