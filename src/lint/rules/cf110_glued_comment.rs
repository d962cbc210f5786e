//! CF110: `#` glued to a word, with words behind it.

use crate::corefile::tree::PieceKind;
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF110",
        name: "glued-comment",
        severity: Severity::Warning,
        fixable: true,
        summary: "`#` glued to a word hides only what is glued to it, too",
        applies: "every release",
        why: "A `#` that begins a word hides the rest of the line. Within a word it hides text only up to the next space: in \
              `forward . 10.0.0.53#the office` the word `office` is one more upstream. Put a space in front of `#`.",
        source: "coredns/caddy: caddyfile/lexer.go; recorded from CoreDNS 1.12.2 to 1.14.6",
        examples: &[
            Example::bad("a comment behind an upstream", default_with!("    forward corp.example 10.0.0.53#10.0.0.54 is down\n")),
            Example::bad(
                "the rest is taken for zones",
                default_with!("    template IN AAAA corp.example#no IPv6 {\n        rcode NOERROR\n    }\n"),
            ),
            Example::good("a comment with its space", default_with!("    forward corp.example 10.0.0.53 # the office\n")),
            Example::good("one glued word, and nothing behind it", default_with!("    forward corp.example 10.0.0.53#office\n")),
        ],
    },
    yields_to: &[],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let text = &case.rendering.rendered.text;
    let tree = case.tree();
    let mut told_to = 0;
    for (index, comment) in tree.pieces().iter().enumerate().filter(|(_, piece)| piece.kind == PieceKind::Comment) {
        let before = index.checked_sub(1).map(|before| tree.pieces()[before].kind);
        // One finding a line says it.
        if before != Some(PieceKind::Word) || comment.span.start < told_to {
            continue;
        }
        let end = memchr::memchr(b'\n', &text[comment.span.end as usize..]).unwrap_or(text.len());
        let line_end = comment.span.end.saturating_add(u32::try_from(end).unwrap_or(u32::MAX));
        told_to = line_end;
        let is_word = |kind| matches!(kind, PieceKind::Word | PieceKind::Quoted);
        let behind = tree.pieces()[index + 1..].iter().take_while(|piece| piece.span.start < line_end);
        let words: Vec<_> = behind.filter(|piece| is_word(piece.kind)).collect();
        let opens = words.last().is_some_and(|piece| piece.span.of(text) == b"{");
        let Some(last) = words.iter().rev().skip(usize::from(opens)).map(|piece| piece.span.end).next() else { continue };
        let shown = Span::new(comment.span.start, last);
        let draft = Draft::new(case.rendered(shown), "`#` hides text only up to the next space: the rest are arguments");
        let draft = draft.severity(case.severity());
        let space = vec![(case.rendered(Span::at(comment.span.start)), " ".to_owned())];
        sink.report(match opens {
            true => draft.help("put the comment on a line of its own: in front of the brace it would hide that, too"),
            false => draft.fix("put a space in front of `#`", space),
        });
    }
}
