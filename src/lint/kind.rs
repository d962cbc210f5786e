//! Whether a text is a template that kuma-dp executes or a finished Corefile. CoreDNS's own template plugin uses the same
//! braces, so a finished file can look like a template.

use std::sync::LazyLock;

use super::actions::actions;
use super::rendering::Kind;
use crate::mesh::Era;

/// Takes a text for a template, unless it holds no action that could be kuma-dp's: none at all, or only ones that use
/// nothing but what CoreDNS's template plugin offers.
#[must_use]
pub fn of(text: &[u8]) -> Kind {
    let (mut uses_coredns, mut has_other) = (false, false);
    for action in actions(text) {
        if action.is_for_kuma_dp() {
            return Kind::Template;
        }
        if action.is_for_coredns() {
            uses_coredns = true;
        } else {
            has_other = true;
        }
    }
    if has_other && !uses_coredns { Kind::Template } else { Kind::Corefile }
}

/// The eras whose default a template is, but for white space and comments.
#[must_use]
pub fn default_of(text: &[u8]) -> Vec<Era> {
    static DEFAULTS: LazyLock<[(Era, u64); 6]> =
        LazyLock::new(|| Era::ALL.map(|era| (era, sum(era.default_template().as_bytes()))));
    let own = sum(text);
    let is_default = |(era, sum): &&(Era, u64)| *sum == own && words(era.default_template().as_bytes()).eq(words(text));
    DEFAULTS.iter().filter(is_default).map(|(era, _)| *era).collect()
}

/// A sum over the words, equal for texts with the same words.
fn sum(text: &[u8]) -> u64 {
    let add = |sum: u64, byte: &u8| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    words(text).fold(0, |sum, word| word.iter().chain(b" ").fold(sum, add))
}

fn words(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let lines = text.split(|byte| *byte == b'\n').map(|line| {
        let is_comment = line.trim_ascii_start().starts_with(b"#") && memchr::memmem::find(line, b"{{").is_none();
        if is_comment { &[] } else { line }
    });
    lines.flat_map(|line| line.split(u8::is_ascii_whitespace).flat_map(pieces))
}

/// The delimiters of actions are words of their own: a formatter may set them off or not.
fn pieces(word: &[u8]) -> impl Iterator<Item = &[u8]> {
    let is_delimiter = |pair: &[u8]| pair == b"{{" || pair == b"}}";
    let mut rest = word;
    std::iter::from_fn(move || {
        let until = match rest.get(..2) {
            Some(pair) if is_delimiter(pair) => 2,
            _ => rest.windows(2).position(is_delimiter).unwrap_or(rest.len()),
        };
        let (piece, after) = rest.split_at(until);
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_template() {
        for (text, kind) in [
            (".:53 { errors }", Kind::Corefile),
            (".:{{ .CoreDNSPort }} {\n}", Kind::Template),
            ("answer \"{{ .Name }} IN A 1.2.3.4\"", Kind::Corefile),
            ("answer \"{{ .Name }} {{ index .Match 1 }} {{ .Group.x }}\"", Kind::Corefile),
            ("{{ .Name }} {{ .EnvoyDNSPort }}", Kind::Template),
            ("{{ `{{ .Name }}` }}", Kind::Template),
            ("{{/* c */}}", Kind::Template),
            ("{{ if eq .Type \"A\" }}x{{ end }}", Kind::Corefile),
            ("{{ .CoreDNSPrt }}", Kind::Template),
            ("{{ parseInt \"1\" 10 8 }}", Kind::Corefile),
            ("{{", Kind::Template),
            ("{{ printf \"%d.%d\" 1 2 }}", Kind::Template),
        ] {
            assert_eq!(of(text.as_bytes()), kind, "{text}");
        }
    }

    #[test]
    fn layout_makes_no_other_template() {
        let default = Era::V2_11.default_template();
        assert_eq!(default_of(default.as_bytes()), [Era::V2_8, Era::V2_11]);
        assert_eq!(default_of(default.replace("    ", "\t").as_bytes()), [Era::V2_8, Era::V2_11]);
        let spaced = default.replace("CoreDNSLogging}}", "CoreDNSLogging }}").replace("{{end}}", "{{ end }}");
        assert_ne!(spaced, default);
        assert_eq!(default_of(spaced.as_bytes()), [Era::V2_8, Era::V2_11]);
        assert_eq!(default_of(default.replace("errors", "").as_bytes()), []);
        assert_eq!(default_of(Era::V1_1_3.default_template().as_bytes()), [Era::V1_1_3]);
    }
}
