//! The layout within an action: one blank behind `{{` and before `}}`, around `|`, `:=` and `=` and behind commas and
//! keywords, none within parentheses at their ends. Where Go wants a space or none between two operands, it stays so; an
//! action of several lines keeps its lines.

use crate::gotemplate::{Token, TokenKind};
use crate::source::Span;

/// Blanks of one level.
pub(super) const STEP: usize = 4;

/// What stands between two tokens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    Nothing,
    Blank,
    AsWritten,
}

/// The action at `span` with these `tokens`. Its further lines begin with `indent` blanks.
pub(super) fn lay_out(text: &[u8], span: Span, tokens: &[Token], indent: usize, out: &mut Vec<u8>) {
    let written = span.of(text);
    let first = tokens.first().map_or(span.end, |token| token.span.start);
    let last = tokens.last().map_or(span.start, |token| token.span.end);
    let space = |out: &mut Vec<u8>, between: &[u8], gap: Gap, indent: usize| {
        if between.contains(&b'\n') {
            out.push(b'\n');
            out.resize(out.len() + indent, b' ');
        } else if gap == Gap::Blank || gap == Gap::AsWritten && !between.is_empty() {
            out.push(b' ');
        }
    };
    let opening = Span::new(span.start, first).of(text);
    let trims = opening.get(2) == Some(&b'-') && opening.len() > 3;
    out.extend_from_slice(if trims { b"{{-" } else { b"{{" });
    space(out, opening, Gap::Blank, indent);
    let mut before: Option<&Token> = None;
    for token in tokens {
        if let Some(before) = before {
            let between = Span::new(before.span.end, token.span.start).of(text);
            space(out, between, gap(before, token, text), indent);
        }
        out.extend_from_slice(token.span.of(text));
        before = Some(token);
    }
    space(out, Span::new(last, span.end).of(text), Gap::Blank, indent.saturating_sub(STEP));
    out.extend_from_slice(if written.ends_with(b"-}}") { b"-}}" } else { b"}}" });
}

fn gap(before: &Token, token: &Token, text: &[u8]) -> Gap {
    use TokenKind::{Assign, Declare, LeftParen, Pipe, RightParen};
    let comma = |token: &Token| token.kind == TokenKind::Char && token.span.of(text) == b",";
    let is_joint = |kind| matches!(kind, Pipe | Declare | Assign);
    let is_head = |kind: TokenKind| kind.is_keyword() && !matches!(kind, TokenKind::Dot | TokenKind::Nil);
    match (before.kind, token.kind) {
        (LeftParen, _) | (_, RightParen) => Gap::Nothing,
        (first, second) if is_joint(first) || is_joint(second) || is_head(first) => Gap::Blank,
        _ if comma(token) => Gap::Nothing,
        _ if comma(before) => Gap::Blank,
        _ => Gap::AsWritten,
    }
}

#[cfg(test)]
mod tests {
    use super::super::pieces::{PieceKind, Pieces};
    use super::*;
    use crate::gotemplate::{GoVersion, Limits, Template};
    use crate::lint::Kind;

    fn laid_out(text: &str) -> String {
        let pieces = Pieces::of(text.as_bytes(), Kind::Template);
        let mut out = Vec::new();
        for piece in &pieces.list {
            match piece.kind {
                PieceKind::Action { first, last, .. } => {
                    lay_out(text.as_bytes(), piece.span, pieces.tokens(first, last), 4, &mut out);
                }
                _ => out.extend_from_slice(piece.span.of(text.as_bytes())),
            }
        }
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn spaces_within_actions() {
        for (text, expected) in [
            ("{{.A}}", "{{ .A }}"),
            ("{{-   .A\t-}}", "{{- .A -}}"),
            ("{{-3}}", "{{ -3 }}"),
            ("{{- -3 -}}", "{{- -3 -}}"),
            ("{{.A|printf   \"%d  \"}}", "{{ .A | printf \"%d  \" }}"),
            ("{{$x:=1}}{{$x   =2}}", "{{ $x := 1 }}{{ $x = 2 }}"),
            ("{{range $i , $x:=.L}}{{end}}", "{{ range $i, $x := .L }}{{ end }}"),
            ("{{if.A}}{{else   if  ( eq .B  1 )}}{{end}}", "{{ if .A }}{{ else if (eq .B 1) }}{{ end }}"),
            ("{{(.A).B}}{{print (.A) .B}}", "{{ (.A).B }}{{ print (.A) .B }}"),
            ("{{`a\n  b`}}", "{{ `a\n  b` }}"),
            ("{{if and\n\n  .A\r\n\t.B\n}}{{end}}", "{{ if and\n    .A\n    .B\n}}{{ end }}"),
            ("{{-\n.A\n-}}", "{{-\n    .A\n-}}"),
            ("{{.}}{{nil|print}}", "{{ . }}{{ nil | print }}"),
            ("{{define \"x\"}}{{end}}{{template \"x\"  .}}", "{{ define \"x\" }}{{ end }}{{ template \"x\" . }}"),
            ("{{ \"a\"|print|print }}", "{{ \"a\" | print | print }}"),
        ] {
            let done = laid_out(text);
            assert_eq!(done, expected);
            assert_eq!(laid_out(&done), expected, "twice");
            let parse = |text: &str| Template::parse("t", text, GoVersion::NEWEST, Limits::default()).is_ok();
            assert_eq!(parse(text), parse(expected), "{text}");
        }
    }
}
