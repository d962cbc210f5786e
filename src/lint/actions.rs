//! The actions of a template as they are written, and for whom they are meant: kuma-dp and CoreDNS's own template plugin
//! use the same braces. Works on texts that do not parse, too; what an action does is the template engine's business.

use crate::mesh::advice::{COREDNS_FIELDS, COREDNS_FUNCTION};
use crate::source::Span;

const KEYWORDS: [&[u8]; 10] =
    [b"if", b"else", b"end", b"range", b"with", b"define", b"block", b"template", b"break", b"continue"];

/// An action.
#[derive(Clone, Copy, Debug)]
pub struct Action<'t> {
    /// Where it stands, delimiters included; to the end of the text where it is not closed.
    pub span: Span,
    /// What stands between the delimiters.
    pub inside: &'t [u8],
}

/// The actions of a text, from `{{` to the next `}}`.
pub fn actions(text: &[u8]) -> impl Iterator<Item = Action<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + memchr::memmem::find(&text[at..], b"{{")?;
        let rest = &text[start + 2..];
        let len = memchr::memmem::find(rest, b"}}").unwrap_or(rest.len());
        at = (start + 2 + len + 2).min(text.len());
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Some(Action { span: Span::new(offset(start), offset(at)), inside: &rest[..len] })
    })
}

impl<'t> Action<'t> {
    /// What stands between the delimiters, without trim markers and white space.
    #[must_use]
    pub fn content(&self) -> &'t [u8] {
        let inside = self.inside;
        let is_space = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_whitespace);
        let inside = inside.strip_prefix(b"-").filter(|rest| is_space(rest.first())).unwrap_or(inside);
        let inside = inside.strip_suffix(b"-").filter(|rest| is_space(rest.last())).unwrap_or(inside);
        inside.trim_ascii()
    }

    /// The first names of its field chains: `A` of `.A.B`.
    pub fn fields(&self) -> impl Iterator<Item = &'t [u8]> + use<'t> {
        let action = self.inside;
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
        memchr::memchr_iter(b'.', action).filter_map(move |dot| {
            let starts = dot.checked_sub(1).is_none_or(|before| !is_name(action[before]) && action[before] != b')');
            let name = &action[dot + 1..];
            let len = name.iter().position(|byte| !is_name(*byte)).unwrap_or(name.len());
            (starts && len > 0 && !name[0].is_ascii_digit()).then(|| &name[..len])
        })
    }

    /// Whether it uses a field that only kuma-dp can have, or a literal that escapes an action.
    #[must_use]
    pub fn is_for_kuma_dp(&self) -> bool {
        let is_other = |field: &[u8]| COREDNS_FIELDS.iter().all(|known| known.as_bytes() != field);
        let is_literal = self.inside.contains(&b'`') || self.inside.trim_ascii().starts_with(b"\"");
        is_literal || self.fields().any(is_other)
    }

    /// Whether it uses nothing but what CoreDNS's template plugin offers.
    #[must_use]
    pub fn is_for_coredns(&self) -> bool {
        let has_function = || memchr::memmem::find(self.inside, COREDNS_FUNCTION.as_bytes()).is_some();
        !self.is_for_kuma_dp() && (self.fields().next().is_some() || has_function())
    }

    /// Whether it is one of those that come in pairs, or stand within such a pair.
    #[must_use]
    pub fn is_control(&self) -> bool {
        let word = self.content().split(u8::is_ascii_whitespace).next().unwrap_or_default();
        KEYWORDS.contains(&word)
    }

    /// The action that writes this one out, for CoreDNS to execute.
    #[must_use]
    pub fn escaped(&self) -> String {
        format!("{{{{ `{{{{{}}}}}` }}}}", String::from_utf8_lossy(self.inside))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_and_who_they_are_for() {
        let text =
            b"a {{ .Name }} {{- .EnvoyDNSPort -}} {{ `x` }} {{ . }} {{ index .Match 1 }} {{ end }} {{ parseInt 1";
        let found: Vec<_> = actions(text).collect();
        let contents: Vec<_> = found.iter().map(|action| String::from_utf8_lossy(action.content())).collect();
        assert_eq!(contents, [".Name", ".EnvoyDNSPort", "`x`", ".", "index .Match 1", "end", "parseInt 1"]);
        let coredns: Vec<_> = found.iter().map(Action::is_for_coredns).collect();
        assert_eq!(coredns, [true, false, false, false, true, false, true]);
        let kuma: Vec<_> = found.iter().map(Action::is_for_kuma_dp).collect();
        assert_eq!(kuma, [false, true, true, false, false, false, false]);
        assert!(found[5].is_control() && !found[0].is_control());
        assert_eq!(found[0].escaped(), "{{ `{{ .Name }}` }}");
        assert_eq!(found[0].span.of(text), b"{{ .Name }}");
        assert_eq!(actions(b"{{").count() + actions(b"").count() + actions(b"}}").count(), 1);
    }
}
