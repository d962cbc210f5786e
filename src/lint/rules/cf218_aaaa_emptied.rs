//! CF218: a template that answers AAAA queries with nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::chain::{Action, Actor, Failure, Query, Walk};
use crate::coredns::config::Template;
use crate::coredns::{Server, dns};
use crate::corefile::Place;
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::{Draft, Told, told};
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF218",
        name: "aaaa-emptied",
        severity: Severity::Info,
        fixable: true,
        summary: "a template answers AAAA queries with nothing, or kills the A answer beside them",
        applies: "every release",
        why: "Kuma gives a mesh name an IPv6 address beside its IPv4 one unless the data plane is IPv4 only; a template that \
              answers AAAA hides both it and every IPv6 address outside. That is meant where IPv6 does not work, and cures \
              musl's resolver of Envoy's NXDOMAIN for an address family that a name lacks. Hosts that have IPv6 only are out \
              of reach then.\n\nWith an rcode other than NOERROR it does harm: musl (Alpine) and .NET ask for A and AAAA \
              together, and take NXDOMAIN for one of them as NXDOMAIN for the name, although the A answer is there.",
        source: "kuma issues 8119 and 8633; kuma: pkg/util/net/ips.go; musl: src/network/lookup_name.c",
        examples: &[
            Example::bad(
                "no IPv6 for anybody",
                default_with!("    template IN AAAA . {\n        rcode NOERROR\n    }\n"),
            ),
            Example::bad(
                "a name that has an IPv4 address does not exist",
                default_with!("    template IN AAAA . {\n        rcode NXDOMAIN\n    }\n"),
            ),
            Example::good(
                "only one zone, and an empty answer",
                default_with!("    template IN AAAA v4.corp.example {\n        rcode NOERROR\n    }\n"),
            ),
        ],
    },
    yields_to: &["CF201"],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let Some(server) = case.server() else { return };
    let is_ours = |template: &Template| template.qtype == dns::AAAA;
    if !server.blocks.iter().any(|block| block.templates.iter().any(is_ours)) {
        return;
    }
    let probes = case.probes();
    let mesh = probes.mesh(dns::AAAA).map(|walk| (walk, Whose::Mesh));
    let outside = probes.outside(dns::AAAA).into_iter().map(|walk| (walk, Whose::Outside));
    let names = probes.names_in_zones().iter().filter_map(|name| probes.walk(&Query::new(name, dns::AAAA)));
    // By block and rule: the rcode, and whose names it meets.
    let mut emptied: BTreeMap<(usize, usize), (u16, BTreeSet<Whose>, Told)> = BTreeMap::new();
    for (walk, whose) in mesh.chain(outside).chain(names.map(|walk| (walk, Whose::Zone))) {
        for (block, rule, rcode) in emptying(&walk) {
            let first = || (rcode, BTreeSet::new(), walk.ways.first().map(|way| told(&walk, way)).unwrap_or_default());
            emptied.entry((block, rule)).or_insert_with(first).1.insert(whose);
        }
    }
    for ((block, rule), (rcode, whose, way)) in emptied {
        let Some(template) = template(server, block, rule).filter(|template| is_ours(template)) else { continue };
        let place = Place { span: Span::new(template.place.span.start, template.head.span.end), ..template.head };
        let draft = match rcode {
            dns::NOERROR => {
                let hidden = match (whose.contains(&Whose::Mesh), whose.contains(&Whose::Outside)) {
                    (true, true) => "IPv6 addresses of mesh names and of names outside are hidden",
                    (true, false) => "IPv6 addresses of mesh names are hidden",
                    (false, true) => "IPv6 addresses of names outside are hidden",
                    (false, false) => continue,
                };
                let draft = Draft::new(case.at(place), hidden);
                match whose.contains(&Whose::Mesh) {
                    true => draft.note("mesh names have an IPv6 address, too, unless the data plane is IPv4 only"),
                    false => draft,
                }
            }
            _ => {
                let name = dns::rcode_text(rcode);
                let message = format!("{name} for AAAA makes musl and .NET drop the A answer, too");
                let draft = Draft::new(case.at(place), message).severity(Severity::Warning);
                draft.help("an empty answer does no harm: `rcode NOERROR`")
            }
        };
        let literal = template.rcode_place.filter(|_| rcode != dns::NOERROR);
        sink.report(
            match literal {
                Some(place) => draft.fix("answer with NOERROR", vec![(case.at(place), "NOERROR".to_owned())]),
                None => draft,
            }
            .in_block(block)
            .along_told(way),
        );
    }
}

/// Whose names a template meets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Whose {
    Mesh,
    Outside,
    Zone,
}

/// The templates that end a walk without a record, with the rcode.
fn emptying(walk: &Walk<'_>) -> Vec<(usize, usize, u16)> {
    let steps = walk.ways.iter().flat_map(|way| &way.steps).filter(|step| step.depth == 0);
    let emptying = steps.filter_map(|step| match (&step.actor, &step.action) {
        (Actor::Template { block, rule }, Action::Answered { rcode, answers: 0 }) => Some((*block, *rule, *rcode)),
        (Actor::Template { block, rule }, Action::Failed(rcode, Failure::Rcode)) => Some((*block, *rule, *rcode)),
        _ => None,
    });
    emptying.collect()
}

fn template(server: &Server, block: usize, rule: usize) -> Option<&Template> {
    server.blocks.get(block)?.templates.get(rule)
}
