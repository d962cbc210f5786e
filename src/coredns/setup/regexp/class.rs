//! Classes in brackets.

use super::escape::{escape, perl_class, unicode_class};
use super::{Parsed, Parser, wrong};

const NAMED: [&str; 14] = [
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "word",
    "xdigit",
];

impl Parser<'_> {
    /// `[…]`.
    pub(super) fn class(&mut self) -> Parsed<()> {
        let whole = self.rest;
        let mut rest = &whole[1..];
        self.out.push('[');
        if let Some(behind) = rest.strip_prefix('^') {
            self.out.push('^');
            rest = behind;
        }
        let mut first = true;
        while first || !rest.starts_with(']') {
            first = false;
            if let Some((name, behind)) = named(rest)? {
                self.out.push_str(name);
                rest = behind;
            } else if let Some((class, len)) = unicode_class(rest)? {
                self.out.push_str(&class);
                rest = &rest[len..];
            } else if let Some((class, negated)) = perl_class(rest) {
                if negated {
                    self.out.extend(["[^", class, "]"]);
                } else {
                    self.out.push_str(class);
                }
                rest = &rest[2..];
            } else {
                rest = self.range(rest, whole)?;
            }
        }
        self.advance(whole.len() - rest.len() + 1);
        self.out.push(']');
        Ok(())
    }

    /// A character or two with a dash between them; gives what is behind it.
    fn range<'t>(&mut self, text: &'t str, whole: &str) -> Parsed<&'t str> {
        let (low, len) = character(text, whole)?;
        let mut rest = &text[len..];
        let mut high = low;
        if let Some(behind) = rest.strip_prefix('-').filter(|behind| !behind.is_empty() && !behind.starts_with(']')) {
            let (found, len) = character(behind, whole)?;
            (high, rest) = (found, &behind[len..]);
            if high < low {
                return wrong("invalid character class range", &text[..text.len() - rest.len()]);
            }
        }
        self.out.push_str(&format!("\\x{{{:x}}}", u32::from(low)));
        if high != low {
            self.out.push_str(&format!("-\\x{{{:x}}}", u32::from(high)));
        }
        Ok(rest)
    }
}

fn character(text: &str, whole: &str) -> Parsed<(char, usize)> {
    match text.chars().next() {
        None => wrong("missing closing ]", whole),
        Some('\\') => escape(text),
        Some(c) => Ok((c, c.len_utf8())),
    }
}

/// `[:alpha:]`, and what is behind it.
fn named(text: &str) -> Parsed<Option<(&str, &str)>> {
    let Some(inner) = text.strip_prefix("[:") else { return Ok(None) };
    let Some(end) = inner.find(":]") else { return Ok(None) };
    let (name, behind) = text.split_at(2 + end + 2);
    let word = &inner[..end];
    if NAMED.contains(&word.strip_prefix('^').unwrap_or(word)) {
        return Ok(Some((name, behind)));
    }
    wrong("invalid character class range", name)
}
