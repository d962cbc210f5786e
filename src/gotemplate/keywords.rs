//! The keywords of Go's template language, for whoever explains them. What they do is the parser's business.

/// A keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keyword {
    /// The word.
    pub name: &'static str,
    /// How it is written.
    pub syntax: &'static str,
    /// What it does, in one sentence.
    pub summary: &'static str,
}

const fn keyword(name: &'static str, syntax: &'static str, summary: &'static str) -> Keyword {
    Keyword { name, syntax, summary }
}

/// All keywords, in the order of the alphabet.
pub const KEYWORDS: [Keyword; 11] = [
    keyword(
        "block",
        "{{ block \"NAME\" X }} … {{ end }}",
        "Defines a template and puts it in at once, with X as its dot.",
    ),
    keyword("break", "{{ break }}", "Ends the innermost `range` (Go 1.18)."),
    keyword("continue", "{{ continue }}", "Goes on with the next round of the innermost `range` (Go 1.18)."),
    keyword(
        "define",
        "{{ define \"NAME\" }} … {{ end }}",
        "Defines a template for `template` to put in; gives no text itself.",
    ),
    keyword("else", "{{ else }}, {{ else if X }}", "What is taken where the condition before it does not hold."),
    keyword("end", "{{ end }}", "Ends `if`, `range`, `with`, `define` or `block`."),
    keyword("if", "{{ if X }} … {{ end }}", "Takes what follows where X is neither false, empty nor zero."),
    keyword("nil", "nil", "Go's nil; it stands only as an argument."),
    keyword(
        "range",
        "{{ range X }} … {{ end }}",
        "Takes what follows once for every element of X, which is the dot meanwhile.",
    ),
    keyword("template", "{{ template \"NAME\" X }}", "Puts in what `define` has defined, with X as its dot."),
    keyword(
        "with",
        "{{ with X }} … {{ end }}",
        "Takes what follows with X as the dot, where X is neither false, empty nor zero.",
    ),
];

/// The keyword of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Keyword> {
    KEYWORDS.iter().find(|keyword| keyword.name == name)
}

#[cfg(test)]
mod tests {
    use super::super::token::TokenKind;
    use super::*;
    use crate::gotemplate::Function;

    #[test]
    fn the_lexer_knows_them_all() {
        for keyword in KEYWORDS {
            assert!(TokenKind::keyword(keyword.name.as_bytes(), true).is_some(), "{}", keyword.name);
            assert_eq!(find(keyword.name), Some(KEYWORDS.iter().find(|other| other.name == keyword.name).unwrap()));
        }
        for function in Function::BUILTIN {
            assert_eq!(Function::named(function.name().as_bytes()), Some(function));
            assert!(function.documentation().0.starts_with(function.name()));
        }
    }
}
