//! What makes two findings the same although lines were added or removed above: the rule and the text of the line.

use super::Finding;
use crate::source::{Source, Span};

/// FNV-1a, 64 bits, of the rule's code, a zero byte and the line on which the finding stands, without the blanks around it.
/// Findings of one rule on equal lines have the same fingerprint; they are told apart by counting.
#[must_use]
pub fn fingerprint(finding: &Finding, source: &Source) -> u64 {
    let line = line_at(source.text(), finding.span());
    let bytes = finding.code.bytes().chain([0]).chain(line.iter().copied());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The line on which a span starts, without the blanks around it.
fn line_at(text: &[u8], span: Span) -> &[u8] {
    let at = (span.start as usize).min(text.len());
    let start = memchr::memrchr(b'\n', &text[..at]).map_or(0, |newline| newline + 1);
    let end = memchr::memchr(b'\n', &text[at..]).map_or(text.len(), |newline| at + newline);
    text[start..end].trim_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostic, Holds};

    fn finding(code: &'static str, span: Span) -> Finding {
        let diagnostic = Diagnostic::error("x").at(span, "");
        Finding { code, name: "", diagnostic, rendered: None, holds: Holds::default(), fix: None }
    }

    #[test]
    fn lines_above_and_blanks_change_nothing() {
        let print = |code, text: &str, at| fingerprint(&finding(code, Span::at(at)), &Source::new("t", text));
        let one = print("CF203", "forward . x\nlog\n", 2);
        assert_eq!(print("CF203", "errors\n    forward . x\r\nlog\n", 12), one);
        assert_ne!(print("CF204", "forward . x\n", 2), one);
        assert_ne!(print("CF203", "forward . y\n", 2), one);
        // The published test vector of FNV-1a for "a" is 0xaf63dc4c8601ec8c; this is "a", zero, nothing.
        assert_eq!(print("a", "", 9), 0xaf63_dc4c_8601_ec8c_u64.wrapping_mul(0x0100_0000_01b3));
    }
}
