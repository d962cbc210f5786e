//! CF209: a template answers queries that would have been answered otherwise.

use std::collections::BTreeMap;

use crate::chain::{Ending, Walk};
use crate::coredns::config::Template;
use crate::coredns::dns;
use crate::corefile::Place;
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::{Draft, Told, Where, told};
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF209",
        name: "template-swallows",
        severity: Severity::Warning,
        fixable: true,
        summary: "a template answers queries that would have been answered otherwise",
        applies: "every release",
        why: "Template comes before forward, wherever it stands. Without `match` it answers every query of its class, type and \
              zone; `ANY` as type means every type, so that `template IN ANY .`, meant against queries of type ANY, refuses \
              everything. With `match` and without `fallthrough` a name that does not match is SERVFAIL, and nothing behind \
              is asked.\n\nIt is an error if names of the mesh are lost in it. Narrow the template down with a zone or with \
              `match` and `fallthrough`.",
        source: "coredns: plugin/template; recorded from CoreDNS 1.12.2 to 1.14.6",
        examples: &[
            Example::bad(
"meant for queries of type ANY",
".:{{ .CoreDNSPort }} {\n    template IN ANY . {\n        rcode REFUSED\n    }\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::bad(
"no fallthrough behind match",
".:{{ .CoreDNSPort }} {\n    template IN A corp.example {\n        match ^db[.]corp[.]example[.]$\n        answer \"{{ `{{ .Name }}` }} 60 IN A 10.0.0.5\"\n    }\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::good(
"names that do not match fall through",
".:{{ .CoreDNSPort }} {\n    template IN A corp.example {\n        match ^db[.]corp[.]example[.]$\n        answer \"{{ `{{ .Name }}` }} 60 IN A 10.0.0.5\"\n        fallthrough\n    }\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
Example::good(
"a zone that is to have no names",
".:{{ .CoreDNSPort }} {\n    template ANY ANY ads.example {\n        rcode NXDOMAIN\n    }\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
),
],
    },
    yields_to: &["CF104", "CF201"],
    check: Check::Corefile(check),
};

/// What a template does to the queries that were walked.
#[derive(Default)]
struct Swallowed {
    mesh: usize,
    outside: bool,
    missed: Vec<String>,
    missed_mesh: bool,
    told: Told,
}

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let Some(server) = case.server() else { return };
    if server.blocks.iter().all(|block| block.templates.is_empty() || block.forwards.is_empty()) {
        return;
    }
    let probes = case.probes();
    let mut swallowed: BTreeMap<(usize, usize), Swallowed> = BTreeMap::new();
    let mut look = |walk: &Walk<'_>, note: &dyn Fn(&mut Swallowed, bool)| {
        for way in &walk.ways {
            if let Ending::Template { block, rule, missed } = way.ending() {
                let found = swallowed.entry((block, rule)).or_default();
                if found.told.is_empty() {
                    found.told = told(walk, way);
                }
                note(found, missed);
            }
        }
    };
    for qtype in [dns::A, dns::AAAA] {
        let is_a = qtype == dns::A;
        for walk in probes.mesh(qtype) {
            look(&walk, &|swallowed, missed| {
                swallowed.mesh += usize::from(is_a && !missed);
                swallowed.missed_mesh |= is_a && missed;
                swallowed.missed.extend(missed.then(|| walk.query.name().to_owned()));
            });
        }
        let others = probes.outside(qtype).into_iter().chain(probes.in_zones_of(qtype));
        for walk in others {
            let is_outside = walk.query.name() == crate::chain::samples::OUTSIDE_NAME;
            look(&walk, &|swallowed, missed| {
                swallowed.outside |= is_a && is_outside && !missed;
                swallowed.missed.extend(missed.then(|| walk.query.name().to_owned()));
            });
        }
    }
    for ((index, rule), found) in swallowed {
        let Some(block) = server.blocks.get(index).filter(|block| !block.forwards.is_empty()) else { continue };
        let Some(template) = block.templates.get(rule) else { continue };
        if let Some(draft) = draft(case, template, &found) {
            sink.report(draft.in_block(index).along_told(found.told));
        }
    }
}

fn draft(case: &Case<'_>, template: &Template, found: &Swallowed) -> Option<Draft> {
    let place = case.at(template.head);
    if let Some(name) = found.missed.first() {
        let severity = if found.missed_mesh { Severity::Error } else { Severity::Warning };
        let mut draft = Draft::new(place, "names that match no regular expression of this template are SERVFAIL")
            .severity(severity)
            .note(format!("{name} is one of them: without fallthrough nobody else is asked"))
            .help("add fallthrough")
            .yields_to(if severity == Severity::Error { &[] } else { &["CF211"] });
        if let Some(edit) = template.matches.last().and_then(|matcher| behind(case, matcher.place)) {
            draft = draft.fix("add fallthrough", vec![edit]);
        }
        return Some(draft);
    }
    // Whoever writes a regular expression means what it matches, unless that is everything.
    let is_meant = template.has_match && !(found.mesh > 0 && found.outside);
    let what = match (found.mesh > 0, found.outside) {
        _ if is_meant => return None,
        (true, true) => "this template answers every query, those for names of the mesh, too",
        (true, false) => "this template answers the queries for names of the mesh",
        (false, true) => "this template answers every query for names outside the mesh",
        (false, false) => return None,
    };
    let severity = if found.mesh > 0 { Severity::Error } else { Severity::Warning };
    let mut draft = Draft::new(place, what)
        .severity(severity)
        .note("template comes before forward, wherever it stands")
        .help("narrow it down with a zone, or with match and fallthrough")
        .yields_to(if severity == Severity::Error { &[] } else { &["CF211"] });
    if template.qtype == dns::ANY {
        draft = draft.note("ANY stands for every type, not for queries of type ANY");
    }
    Some(draft)
}

/// A line with `fallthrough` behind the line that ends with the word at `place`.
fn behind(case: &Case<'_>, place: Place) -> Option<(Where, String)> {
    let Where::Rendered(span) = case.written(place)? else { return None };
    let text = &case.rendering.rendered.text;
    let line = text.get(..span.start as usize)?;
    let line = memchr::memrchr(b'\n', line).map_or(line, |newline| &line[newline + 1..]);
    let indent = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let indent = std::str::from_utf8(&line[..indent]).ok()?;
    let word = std::str::from_utf8(span.of(text)).ok()?;
    Some((Where::Rendered(span), format!("{word}\n{indent}fallthrough")))
}
