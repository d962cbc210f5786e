//! Rules in Markdown, for the pages of `docs/rules` and for the terminal: the templates `rule.md.j2` and `rules.md.j2`
//! lay out what the catalogue says. A name that they get wrong is an error.

use minijinja::value::Serde;
use minijinja::{Environment, Error, Value, context};

use super::layout;
use super::visible::is_hidden;
use crate::lint::catalogue::RuleEntry;

const PAGE: &str = include_str!("../../templates/rule.md.j2");
const INDEX: &str = include_str!("../../templates/rules.md.j2");

/// The width of running text, in characters.
const WIDTH: usize = 100;

/// The page about a rule.
///
/// # Errors
/// A mistake in the template.
pub fn page(rule: &RuleEntry) -> Result<String, Error> {
    environment()?.render_named_str("rule.md.j2", PAGE, context! { rule => Value::from(Serde(rule)) })
}

/// The page that lists all rules.
///
/// # Errors
/// A mistake in the template.
pub fn index(rules: &[RuleEntry]) -> Result<String, Error> {
    environment()?.render_named_str("rules.md.j2", INDEX, context! { rules => Value::from(Serde(rules)) })
}

fn environment() -> Result<Environment<'static>, Error> {
    let mut environment = layout::environment()?;
    environment.add_filter("fill", fill);
    environment.add_filter("sentence", sentence);
    environment.add_filter("fenced", fenced);
    environment.add_filter("cell", cell);
    Ok(environment)
}

/// Paragraphs with lines of at most [`WIDTH`] characters, where words allow it; lists and blocks stay as they are.
fn fill(text: &str) -> String {
    let paragraph = |paragraph: &str| {
        let is_prose = !paragraph.lines().any(|line| line.starts_with(['-', '|', '`', ' ', '#']));
        if is_prose { fill_paragraph(paragraph) } else { paragraph.to_owned() }
    };
    text.split("\n\n").map(paragraph).collect::<Vec<_>>().join("\n\n")
}

fn fill_paragraph(text: &str) -> String {
    let (mut filled, mut column) = (String::new(), 0);
    for word in text.split_whitespace() {
        let width = word.chars().count();
        if column > 0 && column + 1 + width > WIDTH {
            filled.push('\n');
            column = 0;
        } else if column > 0 {
            filled.push(' ');
            column += 1;
        }
        filled.push_str(word);
        column += width;
    }
    filled
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

/// A block of code whose fence is longer than any run of backticks in it. What cannot be seen is shown as Rust writes it.
fn fenced(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let shown: String =
        text.chars().map(|c| if is_seen(c) { c.to_string() } else { c.escape_unicode().to_string() }).collect();
    let end = if shown.ends_with('\n') || shown.is_empty() { "" } else { "\n" };
    format!("{fence}text\n{shown}{end}{fence}")
}

fn is_seen(c: char) -> bool {
    let has_no_width = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}');
    c == '\n' || c == ' ' || !(c.is_control() || c.is_whitespace() || has_no_width || is_hidden(c))
}

/// Text in a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_text_is_filled_and_code_is_not() {
        let long = "word ".repeat(30);
        let filled = fill(&format!("{long}\n\n- {long}"));
        let lines: Vec<_> = filled.lines().collect();
        assert_eq!(lines[0].len(), 99);
        assert!(lines.last().unwrap().len() > 150);
        assert_eq!(fill("a\nb"), "a b");
    }

    #[test]
    fn fences_are_longer_than_what_they_hold() {
        assert_eq!(fenced("a\n"), "```text\na\n```");
        assert_eq!(fenced("{{ `x` ```` }}"), "`````text\n{{ `x` ```` }}\n`````");
        assert_eq!(fenced("a\u{200b}b\u{a0}c"), "```text\na\\u{200b}b\\u{a0}c\n```");
    }
}
