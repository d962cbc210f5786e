//! What the words mean, in Markdown: made of the tables of the floors below, for the data planes that a document is looked at
//! for. The same texts serve hover and completion.

use std::fmt::Write as _;

use super::setup::Setup;
use crate::coredns::options::{self, PluginOption, Value};
use crate::coredns::{Plugin, dns};
use crate::gotemplate::{Function, keywords};
use crate::lint::{Points, RuleInfo, catalogue, holds};
use crate::mesh::{Matrix, Point, Setting};

/// A directive with all its options.
#[must_use]
pub fn plugin(plugin: Plugin, setup: &Setup) -> String {
    let mut text = format!("**{}**, a directive\n\n`{}`\n\n{}", plugin.name(), plugin.syntax(), plugin.summary());
    let mut list = options::of(plugin).peekable();
    if list.peek().is_some() {
        text += "\n\nOptions:\n";
    }
    for option in list {
        let since = since(option, setup).map(|since| format!(" ({since})")).unwrap_or_default();
        let _ = write!(text, "\n- `{}`: {}{since}", option.syntax(), option.summary);
    }
    text
}

/// The word that puts files and snippets in.
pub const IMPORT: &str =
    "**import**\n\n`import SNIPPET|FILE [ARGUMENT…]`\n\nPuts in a snippet, `(NAME) { … }`, or the files of a pattern.";

/// An option of a directive.
#[must_use]
pub fn option(option: &PluginOption, setup: &Setup) -> String {
    let mut text =
        format!("**{}**, an option of {}\n\n`{}`\n\n{}", option.name, option.plugin, option.syntax(), option.summary);
    if let Value::OneOf(words) = option.value {
        let _ = write!(text, "\n\nOne of `{}`.", words.join("`, `"));
    }
    if let Some(since) = since(option, setup) {
        let _ = write!(text, "\n\nThere {since}.");
    }
    text
}

/// Since when an option is there, in the CoreDNS and on which of the data planes.
#[must_use]
pub fn since(option: &PluginOption, setup: &Setup) -> Option<String> {
    let since = option.since?;
    let has = |point: &Point| option.is_in(setup.matrix.rows[point.row].coredns);
    Some(match places(&setup.matrix, has) {
        Some(places) if places.is_empty() => format!("since CoreDNS {since}"),
        Some(places) => format!("since CoreDNS {since}, {places}"),
        None => format!("since CoreDNS {since}, on none of the releases looked at"),
    })
}

// Where something holds, in words: empty if everywhere, nothing if nowhere.
fn places(matrix: &Matrix, holds: impl Fn(&Point) -> bool) -> Option<String> {
    let found: Points =
        matrix.points.iter().enumerate().filter(|(_, point)| holds(point)).map(|(index, _)| index).collect();
    (!found.is_empty()).then(|| holds::describe(matrix, &found, &Points::all(matrix)).text())
}

/// Where a template has a field; empty if everywhere, nothing if nowhere.
#[must_use]
pub fn field_places(setting: Setting, setup: &Setup) -> Option<String> {
    places(&setup.matrix, |point| point.settings.get(setting).is_some())
}

/// A field of the template's dot, with its values.
#[must_use]
pub fn field(setting: Setting, setup: &Setup) -> String {
    let mut text = format!("**.{setting}** `{}`: {}", setting.go_type(), setting.meaning());
    let _ =
        write!(text, "\n\nIn {}; `{}` or `--{}` sets it.", setting.availability(), setting.variable(), setting.flag());
    let matrix = &setup.matrix;
    let value = |point: &Point| point.settings.get(setting).map(|entry| entry.value.clone());
    let mut values = Vec::new();
    for point in &matrix.points {
        let value = value(point);
        if !values.contains(&value) {
            values.push(value);
        }
    }
    text += "\n";
    for known in values {
        let shown = match &known {
            Some(value) if value.to_string().is_empty() => "empty".to_owned(),
            Some(value) => format!("`{value}`"),
            None => "there is no such field".to_owned(),
        };
        let places = places(matrix, |point| value(point) == known).filter(|places| !places.is_empty());
        let places = places.unwrap_or_else(|| "on all data planes looked at".to_owned());
        let _ = write!(text, "\n- {shown} {places}");
    }
    text
}

/// A field that CoreDNS's own template plugin has.
#[must_use]
pub fn coredns_field(name: &str) -> String {
    format!(
        "**.{name}**\n\nA field of CoreDNS's own `template`: CoreDNS executes this for every query. kuma-dp has no such field."
    )
}

/// A function or keyword of Go's template language.
#[must_use]
pub fn word(name: &str) -> Option<String> {
    let keyword = keywords::find(name).map(|keyword| (keyword.syntax, keyword.summary));
    let (syntax, summary) = keyword.or_else(|| Function::named(name.as_bytes()).map(Function::documentation))?;
    Some(format!("**{name}**\n\n`{syntax}`\n\n{summary}"))
}

/// An rcode, in any letter case.
#[must_use]
pub fn rcode(name: &str) -> Option<String> {
    let number = dns::rcode(&name.to_uppercase())?;
    let meaning = dns::rcode_meaning(number).unwrap_or("An rcode that CoreDNS has a name for.");
    Some(format!("**{}**, rcode {number}\n\n{meaning}", dns::rcode_text(number)))
}

/// A rule, with the way to its page.
#[must_use]
pub fn rule(rule: &RuleInfo) -> String {
    let why = rule.why.trim().split("\n\n").next().unwrap_or_default();
    format!("**[{}]({}) {}**: {}\n\n{why}", rule.code, catalogue::address(rule), rule.name, rule.summary)
}

/// The same text for a client that shows it as it is.
#[must_use]
pub fn plain(markdown: &str) -> String {
    let (mut text, mut rest) = (String::with_capacity(markdown.len()), markdown);
    while let Some(at) = rest.find(['*', '`', '[']) {
        text += &rest[..at];
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("**").or_else(|| rest.strip_prefix('`')) {
            rest = after;
        } else if let Some((name, after)) = link(rest) {
            text += name;
            rest = after;
        } else {
            text += &rest[..1];
            rest = &rest[1..];
        }
    }
    text + rest
}

fn link(text: &str) -> Option<(&str, &str)> {
    let (name, rest) = text.strip_prefix('[')?.split_once("](")?;
    let is_name = !name.contains([']', '\n']);
    is_name.then(|| rest.split_once(')').map(|(_, rest)| (name, rest)))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_can_be_read_without_markdown() {
        assert_eq!(plain("**a** `b [c]` [d](e) * [f"), "a b [c] d * [f");
        assert!(rcode("nxdomain").unwrap().contains("no such name") && rcode("X").is_none());
        assert!(word("printf").unwrap().contains("FORMAT") && word("if").is_some() && word("x").is_none());
    }
}
