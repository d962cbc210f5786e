//! What a word is, shown where it stands: directives, options, fields with their values, functions, rcodes, rules.

use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind};

use super::capabilities::Features;
use super::cursor::{self, Cursor, Place, cursor};
use super::explain;
use super::setup::Setup;
use super::view::View;
use crate::coredns::options::{self, Value};
use crate::coredns::{Plugin, dns};
use crate::diagnostic::Finding;
use crate::lint::{kind, rules};
use crate::mesh::Setting;
use crate::mesh::advice::COREDNS_FIELDS;

/// So many rules are explained at one place.
const MAX_RULES: usize = 3;

/// What is to be said about a place.
#[must_use]
pub fn hover(view: &View<'_>, at: u32, features: &Features) -> Option<Hover> {
    let setup = view.document.setup.as_deref()?;
    let cursor = cursor(view, at);
    let word = word(view, &cursor, setup);
    let found = found(view, at);
    let span = word.as_ref().map(|_| cursor.word).or(found.first().map(|finding| finding.span()));
    let said: Vec<String> = word.into_iter().chain(found.iter().filter_map(|finding| rule(finding.code))).collect();
    if said.is_empty() {
        return None;
    }
    let text = said.join("\n\n---\n\n");
    let content = if features.markdown {
        MarkupContent { kind: MarkupKind::Markdown, value: text }
    } else {
        MarkupContent { kind: MarkupKind::PlainText, value: explain::plain(&text) }
    };
    let is_word = cursor.word.start < cursor.word.end;
    let range = span
        .filter(|_| is_word)
        .map(|span| if span == cursor.word { view.range(span) } else { view.document.text.range(span) });
    Some(Hover { contents: HoverContents::Markup(content), range })
}

fn rule(code: &str) -> Option<String> {
    rules::find(code).map(|rule| explain::rule(&rule.info))
}

// What lint has said about the place; its spans are those of the document.
fn found<'d>(view: &View<'d>, at: u32) -> Vec<&'d Finding> {
    let outer = view.offsets.map_or(at, |offsets| offsets.outer(at));
    let within = |finding: &&Finding| finding.span().start <= outer && outer < finding.span().end.max(1);
    let mut found: Vec<&Finding> = Vec::new();
    for finding in view.document.found_now().into_iter().flat_map(|found| &found.findings).filter(within) {
        if found.len() < MAX_RULES && found.iter().all(|known| known.code != finding.code) {
            found.push(finding);
        }
    }
    found
}

fn word(view: &View<'_>, cursor: &Cursor<'_>, setup: &Setup) -> Option<String> {
    let text = view.str(cursor.word);
    match &cursor.place {
        Place::Allow(_) => rule(text).or_else(|| {
            matches!(text, "allow" | "allow-file" | "corefilectl").then(|| {
                "**corefilectl: allow** CODE reason\n\nSilences a rule for the next directive; `allow-file` does so for \
                 the whole template."
                    .to_owned()
            })
        }),
        Place::Comment => None,
        Place::Action { is_text: true, .. } => None,
        Place::Action { is_field: true, .. } => match Setting::of_field(text) {
            Some(setting) => Some(explain::field(setting, setup)),
            None => is_coredns_field(view, text).then(|| explain::coredns_field(text)),
        },
        Place::Action { .. } => explain::word(text),
        Place::Top { .. } if text == "import" => Some(explain::IMPORT.to_owned()),
        Place::Top { .. } => None,
        Place::Block { block, .. } => {
            let lines = block.directives.iter().map(|directive| &directive.line);
            let (line, argument) = cursor::line_at(lines, cursor.word.start)?;
            let plugin = Plugin::named(view.str(line.name));
            match (argument, plugin) {
                (None, Some(plugin)) => Some(explain::plugin(plugin, setup)),
                (None, None) => (view.str(line.name) == "import").then(|| explain::IMPORT.to_owned()),
                (Some(0 | 1), Some(Plugin::Alternate)) => explain::rcode(text),
                (Some(argument), Some(Plugin::Template)) => class_or_type(argument, text),
                _ => None,
            }
        }
        Place::Body { directive, .. } => {
            let plugin = Plugin::named(view.str(directive.line.name))?;
            let body = directive.body.as_ref()?;
            let (line, argument) = cursor::line_at(body.options.iter(), cursor.word.start)?;
            let option = options::find(plugin, view.str(line.name))?;
            match (argument, option.value) {
                (None, _) => Some(explain::option(option, setup)),
                (Some(_), Value::Rcode | Value::Rcodes) => explain::rcode(text),
                _ => None,
            }
        }
    }
}

fn class_or_type(argument: usize, text: &str) -> Option<String> {
    match argument {
        0 => dns::class(text).map(|number| format!("**{text}**, class {number}")),
        1 => dns::qtype(text).map(|number| format!("**{text}**, record type {number}")),
        _ => None,
    }
}

fn is_coredns_field(view: &View<'_>, name: &str) -> bool {
    COREDNS_FIELDS.contains(&name) && kind::of(view.text) == crate::lint::Kind::Corefile
}
