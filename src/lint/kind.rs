//! Whether a text is a template that kuma-dp executes or a finished Corefile. CoreDNS's own template plugin uses the same
//! braces, so a finished file can look like a template.

use super::actions::actions;
use super::rendering::Kind;

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

/// Whether two templates differ in white space and comments only.
#[must_use]
pub fn same_words(a: &[u8], b: &[u8]) -> bool {
    words(a).eq(words(b))
}

fn words(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let lines = text.split(|byte| *byte == b'\n').map(|line| {
        let is_comment = line.trim_ascii_start().starts_with(b"#") && memchr::memmem::find(line, b"{{").is_none();
        if is_comment { &[] } else { line }
    });
    lines.flat_map(|line| line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mesh::Era;

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
        assert!(same_words(default.as_bytes(), default.replace("    ", "\t").as_bytes()));
        assert!(!same_words(default.as_bytes(), default.replace("errors", "").as_bytes()));
    }
}
