//! CF227: a record of a template that cannot be one.

use crate::chain::trial;
use crate::coredns::config::Record;
use crate::corefile::Token;
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::lint::words;
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF227",
        name: "answer-not-a-record",
        severity: Severity::Warning,
        fixable: true,
        summary: "an answer of a template cannot be a record, or names a field that there is not",
        applies: "every release",
        why: "CoreDNS makes the records of a template when a query comes, not when it starts: each word behind `answer`, \
              `additional` or `authority` has to come to one line of a zone file, `NAME [TTL] [CLASS] TYPE DATA`. Where it does \
              not, or where it asks for a field that CoreDNS does not have, every query that the template matches gets \
              SERVFAIL.\n\nPut the whole record in quotes. The fields are `.Name`, `.Zone`, `.Type`, `.Class`, `.Match`, \
              `.Group`, `.Regex`, `.Question`, `.Message`, `.Remote` and `.Meta`.",
        source: "coredns: plugin/template/template.go; miekg/dns: scan.go; recorded from CoreDNS 1.12.2 to 1.14.6",
        examples: &[
            Example::bad(
                "an address is no record",
                default_with!(
                    "    template IN A corp.example {\n        match ^db[.]\n        answer \"10.0.0.1\"\n        fallthrough\n    \
                     }\n"
                ),
            ),
            Example::bad(
                "a record without quotes",
                default_with!(
                    "    template IN A corp.example {\n        match ^db[.]\n        answer db.corp.example. 60 IN A \
                     10.0.0.1\n        fallthrough\n    }\n"
                ),
            ),
            Example::good(
                "a whole record in quotes",
                default_with!(
                    "    template IN A corp.example {\n        match ^db[.]\n        answer \"{{ `{{ .Name }}` }} 60 IN A \
                     10.0.0.1\"\n        fallthrough\n    }\n"
                ),
            ),
        ],
    },
    yields_to: &["CF201", "CF004"],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    for (index, block) in case.blocks() {
        for template in &block.templates {
            let mut line = None;
            for (record, reason) in trial::broken_records(template) {
                let words = words::line(case, record.place);
                let number = words.and_then(|words| words.first()).map(|word| word.line);
                // Without quotes every word of a record is one of its own.
                if number.is_some() && std::mem::replace(&mut line, number) == number {
                    continue;
                }
                let words = words.unwrap_or_default();
                // Curly quotes quote nothing, and that is told where they stand.
                let is_quoted_oddly = words.iter().any(|word| word.text.contains(['\u{201c}', '\u{201d}', '\u{201e}']));
                let better: &[&str] = if is_quoted_oddly { &["CF108"] } else { &[] };
                sink.report(draft(case, record, &reason, words).in_block(index).yields_to(better));
            }
        }
    }
}

fn draft(case: &Case<'_>, record: &Record, reason: &str, line: &[Token<'_>]) -> Draft {
    let draft = Draft::new(case.at(record.place), format!("this cannot be a record: {reason}"))
        .note("CoreDNS answers SERVFAIL to every query that the template matches");
    let Some((_, words @ [first, .., last])) = line.split_first() else {
        return draft.help("a record is NAME TTL CLASS TYPE DATA");
    };
    let joined = words.iter().map(|word| word.text.as_ref()).collect::<Vec<_>>().join(" ");
    if words.iter().any(|word| word.quoted) || joined.contains('"') || !trial::is_record(&joined) {
        return draft.help("put each record in quotes: NAME TTL CLASS TYPE DATA");
    }
    let quote = |offset| (case.rendered(Span::at(offset)), "\"".to_owned());
    let edits = vec![quote(first.place.span.start), quote(last.place.span.end)];
    draft.help("put the record in quotes").fix("put the record in quotes", edits)
}
