//! CF222: Envoy is asked over TCP.

use crate::chain::{Action, Protocol, Step, Who};
use crate::coredns::Server;
use crate::coredns::config::Transport;
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::lint::{walked, words};
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF222",
        name: "tcp-to-envoy",
        severity: Severity::Error,
        fixable: true,
        summary: "`force_tcp` or `tls://` towards Envoy, which answers over UDP only",
        applies: "every release",
        why: "Envoy's DNS listener is UDP on 127.0.0.1, and nothing else. With `force_tcp`, or an upstream of another transport, \
              CoreDNS finds the port closed, goes on for five seconds, and hands the query to `alternate`, whose resolver does \
              not know the mesh. No mesh name resolves. Ask Envoy over UDP; `force_tcp` belongs to a forward of its own, for \
              the resolver that needs it.",
        source: "kuma: pkg/xds/generator/dns_generator.go; recorded from Envoy 1.36 to 1.40 with CoreDNS 1.12.2 to 1.14.6",
        examples: &[
            Example::bad(
                "force_tcp",
                forward_with!("        force_tcp\n"),
            ),
            Example::bad(
                "TLS",
                ".:{{ .CoreDNSPort }} {\n    forward . tls://127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate \
                 NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus \
                 localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
            ),
            Example::good(
                "TCP to a resolver",
                default_with!("    forward corp.example 10.0.0.53 {\n        force_tcp\n    }\n"),
            ),
        ],
    },
    yields_to: &["CF201"],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let Some(server) = case.server() else { return };
    let is_tcp = |server: &Server| {
        let mut forwards = server.blocks.iter().flat_map(|block| &block.forwards);
        forwards.any(|forward| {
            forward.force_tcp.is_some() || forward.upstreams.iter().any(|upstream| upstream.transport != Transport::Dns)
        })
    };
    if !is_tcp(server) {
        return;
    }
    let mut said = Vec::new();
    for walk in walked::walks(case) {
        let steps = walk.ways.iter().flat_map(|way| way.steps.iter().map(move |step| (way, step)));
        for (way, step) in steps.filter(|(_, step)| step.action == Action::Sent(Who::Envoy, Protocol::Tcp)) {
            if let Some(place) = step.place
                && !said.contains(&place)
                && let Some(draft) = draft(case, server, step)
            {
                said.push(place);
                sink.report(draft.along(&walk, way));
            }
        }
    }
}

fn draft(case: &Case<'_>, server: &Server, step: &Step<'_>) -> Option<Draft> {
    let (block, _, forward) = walked::forward(server, step)?;
    let upstream = step.place?;
    let place = forward.force_tcp.unwrap_or(upstream);
    let draft = Draft::new(case.at(place), "Envoy is asked over TCP, and answers over UDP only: no mesh name resolves")
        .in_block(block)
        .note("CoreDNS goes on for five seconds before it gives up");
    let written = upstream.in_main().of(&case.rendering.rendered.text);
    let scheme = memchr::memmem::find(written, b"://").map_or(0, |at| at + 3);
    let fix = if forward.force_tcp.is_some() {
        let edits = words::option(case, "force_tcp", place).and_then(|option| words::without(case, option));
        edits.map(|edits| ("leave `force_tcp` out", edits))
    } else {
        let start = upstream.in_main().start;
        let scheme = Span::new(start, start + u32::try_from(scheme).ok()?);
        Some(("ask over plain DNS", vec![(case.rendered(scheme), String::new())]))
    };
    Some(match fix {
        Some((title, edits)) => draft.help(title).fix(title, edits),
        None => draft.help("ask Envoy over plain DNS"),
    })
}
