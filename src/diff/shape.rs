//! A directive as its plugin gets it: the words in their lines. Comments, indentation and quotes are left out; line breaks
//! are not, because CoreDNS takes what stands on one line together (coredns/caddy: caddyfile/dispenser.go).

use crate::coredns::Plugin;
use crate::corefile::{Directive, ServerBlock, Token};

/// The words of a directive by lines, its name aside.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Shape<'t> {
    lines: Vec<Vec<&'t str>>,
}

/// Arguments that play the same part, and which.
pub type Role<'s, 't> = (&'static str, &'s [&'t str]);

/// The arguments of a plugin that is not of Kuma's build.
const ARGUMENTS: &str = "arguments";
/// alternate's list of rcodes.
pub const RCODES: &str = "rcodes";
/// The zone of forward and alternate.
pub const ZONE: &str = "zone";
/// The class of template.
pub const CLASS: &str = "class";

impl<'t> Shape<'t> {
    /// The shape of a directive of `block`.
    pub fn of(block: &'t ServerBlock<'_>, directive: &Directive) -> Self {
        let mut lines: Vec<Vec<&str>> = vec![Vec::new()];
        let mut before: Option<&Token<'_>> = None;
        for token in block.tokens(directive) {
            let breaks = |before: &Token<'_>| before.place.file != token.place.file || before.last_line() != token.line;
            if before.is_some_and(breaks) {
                lines.push(Vec::new());
            }
            if let (Some(_), Some(line)) = (before, lines.last_mut()) {
                line.push(&token.text);
            }
            before = Some(token);
        }
        Self { lines }
    }

    /// The arguments behind the name.
    pub fn head(&self) -> &[&'t str] {
        let head = self.lines.first().map_or(&[][..], Vec::as_slice);
        head.strip_suffix(&["{"]).unwrap_or(head)
    }

    /// Whether a block is opened behind them.
    pub fn has_block(&self) -> bool {
        self.lines.first().is_some_and(|line| line.last() == Some(&"{"))
    }

    /// The lines of the block, without its braces.
    pub fn options(&self) -> &[Vec<&'t str>] {
        let below = self.lines.get(1..).unwrap_or_default();
        match below.split_last() {
            Some((last, options)) if self.has_block() && last.as_slice() == ["}"] => options,
            _ => below,
        }
    }

    /// All words.
    pub fn words(&self) -> impl Iterator<Item = &'t str> + '_ {
        self.lines.iter().flatten().copied()
    }

    /// The arguments by the part that they play for the plugin called `name`.
    pub fn roles(&self, name: &str) -> Vec<Role<'_, 't>> {
        let head = self.head();
        let at = |from: usize, to: usize| head.get(from.min(head.len())..to.min(head.len())).unwrap_or_default();
        match Plugin::named(name) {
            Some(Plugin::Template) => vec![(CLASS, at(0, 1)), ("type", at(1, 2)), ("zones", at(2, head.len()))],
            Some(Plugin::Forward) => vec![(ZONE, at(0, 1)), ("upstreams", at(1, head.len()))],
            Some(Plugin::Alternate) => {
                let first = usize::from(head.first() == Some(&"original"));
                vec![
                    ("original", at(0, first)),
                    (RCODES, at(first, first + 1)),
                    (ZONE, at(first + 1, first + 2)),
                    ("upstreams", at(first + 2, head.len())),
                ]
            }
            Some(Plugin::Prometheus) => vec![("address", head)],
            Some(Plugin::Log | Plugin::Errors) | None => vec![(ARGUMENTS, head)],
        }
    }
}

/// Words on one line, quoted where CoreDNS would read them otherwise.
pub fn line(words: &[&str]) -> String {
    words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
}

fn quoted(word: &str) -> String {
    let is_plain = !word.is_empty() && !word.starts_with('"') && !word.contains(char::is_whitespace);
    if is_plain && !word.contains('#') { word.to_owned() } else { format!("\"{}\"", word.replace('"', "\\\"")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corefile::environment::Nothing;
    use crate::corefile::{Corefile, ImportLimit};

    fn with_shapes(text: &str, look: impl Fn(&str, Shape<'_>)) {
        let corefile = Corefile::parse("t", text.as_bytes(), &|_| true, ImportLimit::TenThousand, &Nothing).unwrap();
        for block in &corefile.blocks {
            for directive in &block.directives {
                look(&directive.name, Shape::of(block, directive));
            }
        }
    }

    #[test]
    fn lines_count_and_layout_does_not() {
        let text = ".:53 {\n\ttemplate IN A . { # x\n  answer \"a b\"\n\n rcode  NOERROR\n}\n}\n";
        with_shapes(text, |name, shape| {
            assert_eq!(shape.head(), ["IN", "A", "."]);
            assert_eq!(shape.options(), [vec!["answer", "a b"], vec!["rcode", "NOERROR"]]);
            assert_eq!(shape.roles(name), [("class", &["IN"][..]), ("type", &["A"]), ("zones", &["."])]);
            assert_eq!(line(&shape.options()[0]), "answer \"a b\"");
        });
        with_shapes(".:53 {\n log\n {\n class all\n }\n}\n", |_, shape| {
            assert!(!shape.has_block() && shape.head().is_empty());
            assert_eq!(shape.options(), [vec!["{"], vec!["class", "all"], vec!["}"]]);
        });
    }

    #[test]
    fn arguments_have_roles() {
        with_shapes(".:53 {\nalternate original NXDOMAIN . a b\nforward\nlog . x\n}\n", |name, shape| {
            let roles: Vec<String> =
                shape.roles(name).iter().map(|(role, words)| format!("{role} {}", words.join("+"))).collect();
            let expected = match name {
                "alternate" => vec!["original original", "rcodes NXDOMAIN", "zone .", "upstreams a+b"],
                "forward" => vec!["zone ", "upstreams "],
                _ => vec!["arguments .+x"],
            };
            assert_eq!(roles, expected);
        });
    }

    #[test]
    fn words_are_quoted_where_they_have_to_be() {
        assert_eq!(line(&["a", "", "b c", "\"x", "a\"b", "#"]), "a \"\" \"b c\" \"\\\"x\" a\"b \"#\"");
    }
}
