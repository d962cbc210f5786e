//! CF104: a brace that CoreDNS reads as part of a word, as an address or as an argument.

use std::collections::HashSet;

use super::cf010_trim_glues_tokens;
use crate::coredns::options;
use crate::coredns::setup::StartError;
use crate::corefile::{Corefile, MAIN, ParseErrorKind, Place, Token};
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF104",
        name: "brace-glued",
        severity: Severity::Error,
        fixable: true,
        summary: "a brace is read as part of a word, as an address or as an argument",
        applies: "every release",
        why: "CoreDNS splits its text at white space only. `.:15053{` is one word and refused as an address; \
              `example.org:1053{` is accepted, as a zone of that name on port 53. `{}` is a word, too. A `}` too many becomes \
              an address at the end of the file, and makes the next label an unknown directive elsewhere. A `}` behind an \
              option on the same line is one more argument of it.\n\nPut a space in front of `{`, and `}` on a line of its \
              own. Where CoreDNS starts all the same, it is a warning.",
        source: "coredns/caddy: caddyfile; recorded from CoreDNS 1.12.2 to 1.14.6",
        examples: &[
            Example::bad(
                "a label and its brace",
                concat!(".:{{ .CoreDNSPort }}{\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n", from_alternate!()),
            ),
            Example::bad("a brace too many", concat!(default_with!(""), "}\n")),
            Example::bad(
                "a brace behind the last option",
                default_with!("    template IN A corp.example {\n        match ^db\\.\n        answer \"db.corp.example. 60 IN A 10.0.0.9\"\n        fallthrough }\n"),
            ),
            Example::bad(
                "a brace glued to a directive",
                default_with!("    template IN AAAA corp.example {\n        rcode NOERROR}\n"),
            ),
            Example::bad(
                "two blocks without a line end between them",
                concat!("corp.example:{{ .CoreDNSPort }} {\n    forward . 10.0.0.53\n    errors\n}", default_with!("")),
            ),
            Example::good(
                "an option with one value, and the brace behind it",
                default_with!("    template IN AAAA corp.example {\n        rcode NOERROR }\n"),
            ),
            Example::good(
                "braces of a regular expression",
                default_with!("    template IN AAAA corp.example {\n        match ^a{2}$\n        rcode NOERROR\n        fallthrough\n    }\n"),
            ),
        ],
    },
    yields_to: &[],
    check: Check::Corefile(check),
};

const OPEN: &str = "a space is missing in front of the brace: it is part of the word";
const CLOSE: &str = "the brace is part of the word: it belongs on a line of its own";
const FRONT: &str = "the brace is part of the word behind it: a line end is missing between them";
const EMPTY: &str = "`{}` is one word: the braces need white space between them";
const EXTRA: &str = "a closing brace too many";
const ARGUMENT: &str = "this brace is read as one more argument: it belongs on a line of its own";

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let mut report = |place: Place, at: u32, message: &str, title: &str, edit: (Span, &str)| {
        let draft = case.draft(Place { span: Span::new(at, place.span.end), ..place }, message);
        let edits = vec![(case.rendered(edit.0), edit.1.to_owned())];
        sink.report(draft.severity(case.severity()).fix(title, edits));
    };
    let keys = case.corefile.ok().into_iter().flat_map(|corefile| &corefile.blocks).flat_map(|block| &block.keys);
    let addresses: HashSet<Place> = keys.map(|key| key.place).collect();
    let (mut is_glued, mut first, mut last_line) = (false, "", 0);
    for (index, token) in case.tokens.iter().enumerate() {
        if token.line > last_line {
            first = &token.text;
        }
        last_line = token.last_line();
        if FREE_TEXT.contains(&first) || token.quoted {
            continue;
        }
        let span = token.place.span;
        let brace = span.end.saturating_sub(1);
        match glue(case, index, token, &addresses) {
            Some(Glue::Front) => {
                report(token.place, span.start, FRONT, "put it on a line of its own", (Span::at(span.start + 1), "\n"));
            }
            Some(Glue::Open) => report(token.place, brace, OPEN, "put a space in front of it", (Span::at(brace), " ")),
            Some(Glue::Close) => report(token.place, brace, CLOSE, "put it on a line of its own", (Span::at(brace), "\n")),
            Some(Glue::Empty) => report(token.place, span.start, EMPTY, "take them apart", (span, "{\n}")),
            None => continue,
        }
        is_glued = true;
    }
    if !is_glued {
        for place in extra(case) {
            report(place, place.span.start, EXTRA, "remove it", (place.span, ""));
        }
    }
    for place in case.corefile.ok().into_iter().flat_map(|corefile| arguments(case, corefile)) {
        report(place, place.span.start, ARGUMENT, "put it on a line of its own", (Span::at(place.span.start), "\n"));
    }
}

enum Glue {
    Front,
    Open,
    Close,
    Empty,
}

/// Options whose words may hold braces of their own.
const FREE_TEXT: [&str; 6] = ["match", "answer", "additional", "authority", "consolidate", "log"];

fn glue(case: &Case<'_>, index: usize, token: &Token<'_>, addresses: &HashSet<Place>) -> Option<Glue> {
    let text = token.text.as_ref();
    let is_last = case.tokens.get(index + 1).is_none_or(|next| next.line > token.last_line());
    let count = |brace: char| text.matches(brace).count();
    let is_brace = text.len() > 1 && (text.ends_with(['{', '}']) || text.starts_with('}'));
    if !is_brace || case.is_unknown(token.place) || cf010_trim_glues_tokens::is_glued(case, token) {
        return None;
    }
    let is_address = || addresses.contains(&token.place);
    match () {
        () if text.starts_with('}') => (case.is_refused() || is_address()).then_some(Glue::Front),
        () if !is_last => None,
        () if text == "{}" => Some(Glue::Empty),
        () if text.ends_with('{') && count('{') > count('}') => Some(Glue::Open),
        () if text.ends_with('}') && count('}') > count('{') && (case.is_refused() || is_address()) => Some(Glue::Close),
        () => None,
    }
}

/// Closing braces that close nothing.
fn extra(case: &Case<'_>) -> Vec<Place> {
    let error = match case.corefile {
        Ok(corefile) => {
            let keys = corefile.blocks.iter().flat_map(|block| &block.keys);
            return keys.filter(|key| key.text == "}" && key.place.import.is_none()).map(|key| key.place).collect();
        }
        Err(error) => error,
    };
    if !matches!(error.kind, ParseErrorKind::UnknownDirective(_)) {
        return Vec::new();
    }
    let (mut extra, mut depth) = (Vec::new(), 0_usize);
    for token in case.tokens.iter().take_while(|token| token.place.span.start <= error.place.span.start) {
        match token.text.as_ref() {
            "{" => depth += 1,
            "}" if depth == 0 => extra.push(token.place),
            "}" => depth -= 1,
            _ => {}
        }
    }
    extra
}

/// Closing braces of plugins' blocks that are read as arguments.
fn arguments(case: &Case<'_>, corefile: &Corefile<'_>) -> Vec<Place> {
    let mut found = Vec::new();
    for (directive, tokens) in corefile.blocks.iter().flat_map(|block| {
        block.directives.iter().map(|directive| (directive.name.as_str(), block.tokens(directive)))
    }) {
        // The word with which an option begins: the first of a line, or the first behind a brace.
        let (mut option, mut last_line): (Option<&str>, _) = (None, 0);
        for token in tokens {
            let starts_line = token.line > last_line;
            last_line = token.last_line();
            match token.text.as_ref() {
                "}" if !token.quoted && !starts_line => {
                    let is_ours = token.place.file == MAIN && token.place.import.is_none();
                    let is_taken = |option: &str| takes_brace(case, directive, option, token.place);
                    found.extend(option.filter(|option| is_ours && is_taken(option)).map(|_| token.place));
                }
                "{" if !token.quoted => option = None,
                word if starts_line || option.is_none() => option = Some(word),
                _ => {}
            }
        }
    }
    found
}

/// Whether a brace on the line of an option is an argument of it.
fn takes_brace(case: &Case<'_>, directive: &str, option: &str, brace: Place) -> bool {
    let known = options::OPTIONS.iter().find(|known| known.plugin.name() == directive && known.name == option);
    let is_open = known.is_some_and(|known| known.arity.max.is_none_or(|max| max > known.arity.min));
    let is_refused =
        |error: &StartError| error.option.as_deref() == Some(option) || error.place == brace;
    is_open || case.refusal().is_some_and(is_refused)
}
