//! The report as Markdown, laid out by `templates/upgrade.md.j2`. A name that the template gets wrong is an error. What comes
//! from files is put into code spans or escaped, so that it cannot become markup.

use minijinja::value::Serde;
use minijinja::{Error, Value, context};

use super::document::Document;
use crate::report::layout;
use crate::report::visible::visible_line;

const TEMPLATE: &str = include_str!("../../../templates/upgrade.md.j2");

/// Lays the report out.
///
/// # Errors
/// A mistake in the template.
pub fn render(document: &Document<'_>) -> Result<String, Error> {
    let mut environment = layout::environment()?;
    environment.add_filter("text", text);
    environment.add_filter("code", code);
    environment.add_filter("span", span);
    environment.render_named_str("upgrade.md.j2", TEMPLATE, context! { report => Value::from(Serde(document)) })
}

/// Text on one line, with everything escaped that Markdown or HTML would read.
fn text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in visible_line(text.as_bytes()).chars() {
        match c {
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '&' => escaped += "&amp;",
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' => {
                escaped.push('\\');
                escaped.push(c);
            }
            _ => escaped.push(c),
        }
    }
    escaped
}

/// A code span whose fence is longer than any run of backticks in it, fit for a table.
fn code(text: &str) -> String {
    let shown = visible_line(text.as_bytes()).replace('|', "\\|");
    let longest = shown.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let blank = if shown.starts_with('`') || shown.ends_with('`') { " " } else { "" };
    format!("{fence}{blank}{shown}{blank}{fence}")
}

/// The first and the last of a list of versions.
fn span(versions: Vec<String>) -> String {
    match (versions.first(), versions.last()) {
        (Some(first), Some(last)) if first != last => format!("{first}–{last}"),
        (Some(only), _) => only.clone(),
        _ => "none".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_cannot_write_markup() {
        assert_eq!(text("<b> *x* [a](b)\n|"), "&lt;b&gt; \\*x\\* \\[a\\](b)\u{240a}\\|");
        assert_eq!(code("{{ `x` }}"), "``{{ `x` }}``");
        assert_eq!(code("`a|b"), "`` `a\\|b ``");
        assert_eq!(span(vec!["1".to_owned(), "2".to_owned(), "3".to_owned()]), "1–3");
    }
}
