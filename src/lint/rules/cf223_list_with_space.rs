//! CF223: a space in alternate's list of rcodes, and `original` where it does not count.

use crate::coredns::{Plugin, dns};
use crate::corefile::{Directive, ServerBlock, Token};
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::lint::words::Edits;
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF223",
        name: "list-with-space",
        severity: Severity::Error,
        fixable: true,
        summary: "a space in alternate's list of rcodes ends it, and `original` counts only in front",
        applies: "every release",
        why: "The rcodes of `alternate` are one word with commas. Behind a space the next word is FROM, which CoreDNS does not \
              look at, and the words after it are upstreams: `alternate NXDOMAIN NOTIMP . /etc/resolv.conf` starts, and NOTIMP \
              is lost. A comma with a space behind it, or a third rcode, stops CoreDNS and with it the data plane.\n\n\
              `original`, in lower case, stands in front of the list; behind it, it is FROM and has no effect.",
        source: "coredns/alternate: setup.go; recorded from CoreDNS 1.12.2 to 1.14.6",
        examples: &[
            Example::bad(
                "a space for a comma",
                ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate \
                 NOTIMP,FORMERR,NXDOMAIN,SERVFAIL REFUSED . /etc/resolv.conf\n    prometheus \
                 localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
            ),
            Example::bad(
                "a space behind each comma",
                ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NOTIMP, FORMERR, NXDOMAIN, \
                 SERVFAIL, REFUSED . /etc/resolv.conf\n    prometheus localhost:{{ .PrometheusPort }}\n    errors\n    \
                 {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
            ),
            Example::bad(
                "original behind the list",
                ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate \
                 NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED original . /etc/resolv.conf\n    prometheus \
                 localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
            ),
            Example::bad(
                "original among the upstreams",
                ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate \
                 NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . original /etc/resolv.conf\n    prometheus \
                 localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
            ),
            Example::good("one word", default_with!("")),
            Example::good(
                "original in front",
                ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate original \
                 NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus \
                 localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
            ),
        ],
    },
    yields_to: &["CF201"],
    check: Check::Corefile(check),
};

const ORIGINAL: &str = "original";

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let Ok(corefile) = case.corefile else { return };
    for (index, block) in corefile.blocks.iter().enumerate() {
        let alternates = block.directives.iter().filter(|directive| directive.name == Plugin::Alternate.name());
        for directive in alternates.filter(|directive| is_at_stake(case, directive)) {
            if let Some(draft) = draft(case, block, directive) {
                sink.report(draft.in_block(index));
            }
        }
    }
}

/// Whether CoreDNS starts, or does not because of this directive.
fn is_at_stake(case: &Case<'_>, directive: &Directive) -> bool {
    let Some(error) = case.refusal() else { return case.server().is_some() };
    let (inner, outer) = (error.place, directive.place);
    let is_inside = outer.span.start <= inner.span.start && inner.span.end <= outer.span.end;
    error.directive == Some(Plugin::Alternate) && inner.file == outer.file && is_inside
}

fn draft(case: &Case<'_>, block: &ServerBlock<'_>, directive: &Directive) -> Option<Draft> {
    let words = block.tokens(directive).get(1..)?;
    let line = words.first()?.line;
    let words = &words[..words.iter().position(|word| word.line != line).unwrap_or(words.len())];
    if words.iter().any(|word| case.is_unknown(word.place)) {
        return None;
    }
    let has_original = words.first().is_some_and(|word| word.text == ORIGINAL);
    let from_list = words.get(usize::from(has_original)..)?;
    let more = from_list.iter().skip(1).take_while(|word| is_rcodes(&word.text)).count();
    if is_rcodes(&from_list.first()?.text) && more > 0 {
        return Some(spaced(case, &from_list[..=more], from_list.len() - more - 1));
    }
    misplaced(case, words, has_original)
}

/// Rcodes with commas, commas at the ends included.
fn is_rcodes(word: &str) -> bool {
    let mut names = word.split(',').filter(|name| !name.is_empty()).peekable();
    names.peek().is_some() && names.all(|name| dns::rcode(&name.to_uppercase()).is_some())
}

fn spaced(case: &Case<'_>, list: &[Token<'_>], behind: usize) -> Draft {
    let lost = list[1].place.to(list[list.len() - 1].place);
    let mut edits: Edits = Vec::new();
    for pair in list.windows(2) {
        let gap = Span::new(pair[0].place.span.end, pair[1].place.span.start);
        let has_comma = pair[0].text.ends_with(',') || pair[1].text.starts_with(',');
        edits.push((case.rendered(gap), if has_comma { String::new() } else { ",".to_owned() }));
    }
    if behind == 1 {
        edits.push((case.rendered(Span::at(lost.span.end)), " .".to_owned()));
    }
    let draft = Draft::new(case.at(lost), "a space ends the list of rcodes: these are not in it")
        .also(case.at(list[0].place), "the list")
        .help("write the rcodes with commas and without spaces");
    let draft = match case.refusal() {
        Some(error) => draft.note(format!("CoreDNS does not start: {}", error.message)),
        None => draft.note("the word behind the list is FROM, which CoreDNS does not look at"),
    };
    if behind == 0 { draft } else { draft.fix("write them as one word", edits) }
}

/// `original` behind the list, or in other letter case in front of it.
fn misplaced(case: &Case<'_>, words: &[Token<'_>], has_original: bool) -> Option<Draft> {
    let at = words.iter().position(|word| word.text.eq_ignore_ascii_case(ORIGINAL)).filter(|_| !has_original)?;
    let word = &words[at];
    let severity = if case.is_refused() { Severity::Error } else { Severity::Warning };
    let draft = Draft::new(case.at(word.place), "`original` counts only in front of the list, in lower case")
        .severity(severity)
        .help("write `alternate original RCODE,… . UPSTREAM…`");
    let edits = if at == 0 {
        vec![(case.rendered(word.place.span), ORIGINAL.to_owned())]
    } else {
        let first = Span::at(words[0].place.span.start);
        let (gap, instead) = match (at, words.len()) {
            // It has taken FROM's place.
            (1, 3) => (word.place.span, "."),
            _ => (Span::new(words[at - 1].place.span.end, word.place.span.end), ""),
        };
        vec![(case.rendered(first), format!("{ORIGINAL} ")), (case.rendered(gap), instead.to_owned())]
    };
    Some(draft.fix("put it in front", edits))
}
