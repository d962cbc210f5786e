//! CF216: an rcode in two alternate rules of a server block.

use crate::coredns::{Plugin, StartErrorKind};
use crate::corefile::{Corefile, Place};
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::lint::words::{self, Edits};
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF216",
        name: "rcode-twice",
        severity: Severity::Error,
        fixable: true,
        summary: "an rcode stands in two alternate rules",
        applies: "every release",
        why: "CoreDNS has to know which `alternate` takes over for an rcode: one that two rules of a server block name stops \
              it, and with it the data plane. Within one list the same rcode may stand twice. Leave it in the rule that is \
              meant; a second resolver for the same rcode belongs behind the first one, as another upstream of that rule.",
        source: "coredns/alternate: setup.go; recorded from CoreDNS 1.12.2 to 1.14.6",
        examples: &[
            Example::bad(
                "NXDOMAIN in a second rule",
                default_with!("    alternate NXDOMAIN . 10.0.0.53\n"),
            ),
            Example::good(
                "every rcode in one rule",
                ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NXDOMAIN . 10.0.0.53\n    \
                 alternate NOTIMP,FORMERR,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort \
                 }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
            ),
        ],
    },
    yields_to: &[],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let Some(error) = case.refusal().filter(|error| error.kind == StartErrorKind::RcodeTwice) else { return };
    let Ok(corefile) = case.corefile else { return };
    if case.is_unknown(error.place) {
        return;
    }
    let written = error.place.in_main().of(&case.rendering.rendered.text);
    let name = String::from_utf8_lossy(written).to_uppercase();
    let mut draft = Draft::new(case.at(error.place), format!("{name} stands in another alternate rule already"))
        .note(format!("CoreDNS does not start: {}", error.message));
    if let Some((block, list)) = first_list(corefile, error.place, &name) {
        draft = draft.in_block(block).also(case.at(list), "here");
    }
    draft = draft.help("an rcode belongs to one rule; a rule can have several upstreams");
    sink.report(match without_item(case, error.place) {
        Some(edits) => draft.fix(format!("leave {name} to the other rule"), edits),
        None => draft,
    });
}

/// The list that has the rcode first, and its server block.
fn first_list(corefile: &Corefile<'_>, place: Place, name: &str) -> Option<(usize, Place)> {
    let index = words::block_of(corefile, place)?;
    let block = corefile.blocks.get(index)?;
    let alternates = block.directives.iter().filter(|directive| directive.name == Plugin::Alternate.name());
    let lists = alternates.flat_map(|directive| {
        let words = block.tokens(directive).iter().skip(1);
        words.skip_while(|word| word.text == "original").take(1)
    });
    let has = |list: &str| list.split(',').any(|rcode| rcode.eq_ignore_ascii_case(name));
    lists.into_iter().find(|list| has(&list.text)).map(|list| (index, list.place))
}

/// Takes an rcode with its comma out of a list; none where it is the only one.
fn without_item(case: &Case<'_>, place: Place) -> Option<Edits> {
    let text = &case.rendering.rendered.text;
    let span = place.in_main();
    let at = |offset: Option<u32>| offset.and_then(|offset| text.get(offset as usize));
    let whole = if at(Some(span.end)) == Some(&b',') {
        Span::new(span.start, span.end + 1)
    } else if at(span.start.checked_sub(1)) == Some(&b',') {
        Span::new(span.start - 1, span.end)
    } else {
        return None;
    };
    Some(vec![(case.rendered(whole), String::new())])
}
