//! CF108: characters that cannot be seen, or that look like others.

use std::collections::BTreeMap;

use crate::corefile::tree::{Piece, PieceKind};
use crate::corefile::{ParseError, ParseErrorKind};
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF108",
        name: "invisible-characters",
        severity: Severity::Warning,
        fixable: true,
        summary: "characters that cannot be seen, or that look like others",
        applies: "every release",
        why: "A zero-width character or a byte order mark inside the text is a part of the word where it stands, so \
              `forward` is not `forward` any more. Only `\"` quotes: curly quotes are ordinary characters, and what stands \
              between them is split at white space. A carriage return that ends no line is dropped, and with it the line end \
              that the author saw. Such characters come along when text is copied from a page or a chat.\n\nExotic spaces \
              separate words as a blank does, and are only worth knowing.",
        source: "coredns/caddy: caddyfile/lexer.go; recorded from CoreDNS 1.12.2 to 1.14.6",
        examples: &[
            Example::bad(
                "a zero-width space in a zone",
                default_with!("    template IN AAAA corp\u{200b}.example {\n        rcode NOERROR\n    }\n"),
            ),
            Example::bad(
                "curly quotes",
                default_with!("    template IN AAAA corp.example {\n        match \u{201c}^a\u{201d}\n        rcode NOERROR\n        fallthrough\n    }\n"),
            ),
            Example::bad(
                "a non-breaking space",
                default_with!("    template IN AAAA\u{a0}corp.example {\n        rcode NOERROR\n    }\n"),
            ),
            Example::good("all of them in a comment", default_with!("    # \u{201c}corp\u{201d}\u{a0}\u{200b}\n")),
            Example::good("line ends of Windows", "# written on Windows\r\n.:{{ .CoreDNSPort }} {\r\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\r\n    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\r\n    prometheus localhost:{{ .PrometheusPort }}\r\n    errors\r\n    {{ if .CoreDNSLogging }}log{{ end }}\r\n}\r\n"),
        ],
    },
    yields_to: &[],
    check: Check::Corefile(check),
};

/// What is wrong with a character.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Oddity {
    Invisible,
    CarriageReturn,
    CurlyQuote,
    ExoticSpace,
}

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let text = &case.rendering.rendered.text;
    if text.is_ascii() && !text.contains(&b'\r') {
        return;
    }
    let mut found: BTreeMap<Oddity, Vec<(Span, char)>> = BTreeMap::new();
    for piece in case.tree().pieces() {
        odd_characters(text, *piece, |oddity, span, c| found.entry(oddity).or_default().push((span, c)));
    }
    // An unknown directive is another rule's.
    let directive = match case.corefile {
        Err(ParseError { kind: ParseErrorKind::UnknownDirective(_), place, .. }) => place.in_main(),
        _ => Span::default(),
    };
    if let Some(invisible) = found.get_mut(&Oddity::Invisible) {
        invisible.retain(|(span, _)| span.start < directive.start || span.end > directive.end);
    }
    let has_line_ends = text.contains(&b'\n');
    for (oddity, places) in found {
        let Some((first, c)) = places.first().copied() else { continue };
        let code = format!("U+{:04X}", u32::from(c));
        let (message, title, instead) = match oddity {
            Oddity::Invisible => (format!("the invisible character {code} is a part of this word"), "remove it", Some("")),
            Oddity::CarriageReturn => {
                let instead = (!has_line_ends).then_some("\n");
                ("a carriage return that ends no line: CoreDNS drops it".to_owned(), "end the line there", instead)
            }
            Oddity::CurlyQuote => ("a curly quote quotes nothing: it is a part of the word".to_owned(), "write \"", Some("\"")),
            Oddity::ExoticSpace => (format!("the space here is {code}; CoreDNS takes it for a blank"), "write a blank", Some(" ")),
        };
        let mut draft = Draft::new(case.rendered(first), message);
        draft = match oddity {
            Oddity::ExoticSpace => draft.severity(Severity::Info),
            Oddity::Invisible | Oddity::CarriageReturn | Oddity::CurlyQuote => draft,
        };
        if places.len() > 1 {
            draft = draft.note(format!("and {} more of the kind in this text", places.len() - 1));
        }
        if let Some(instead) = instead {
            let edits = places.iter().map(|(span, _)| (case.rendered(*span), instead.to_owned())).collect();
            draft = draft.fix(title, edits);
        }
        sink.report(draft);
    }
}

/// Whether nothing is to be seen of a character: zero-width ones, marks of direction, the byte order mark.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn odd_characters(text: &[u8], piece: Piece, mut found: impl FnMut(Oddity, Span, char)) {
    if piece.kind == PieceKind::Comment {
        return;
    }
    let bytes = piece.span.of(text);
    let mut at = piece.span.start;
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            let span = Span::new(at, at + u32::try_from(c.len_utf8()).unwrap_or(1));
            let next = text.get(span.end as usize);
            let is_edge = at == piece.span.start || span.end == piece.span.end;
            let oddity = match c {
                // At the start of the file it is dropped.
                '\u{feff}' if at == 0 => None,
                c if is_invisible(c) => Some(Oddity::Invisible),
                '\r' if next.is_some() && next != Some(&b'\n') => Some(Oddity::CarriageReturn),
                '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' if piece.kind == PieceKind::Word && is_edge => {
                    Some(Oddity::CurlyQuote)
                }
                c if piece.kind == PieceKind::Space && c.is_whitespace() && !c.is_ascii() => Some(Oddity::ExoticSpace),
                _ => None,
            };
            if let Some(oddity) = oddity {
                found(oddity, span, c);
            }
            at = span.end;
        }
        at += u32::try_from(chunk.invalid().len()).unwrap_or_default();
    }
}
