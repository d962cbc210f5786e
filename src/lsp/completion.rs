//! What could stand at a place: directives, options and their words, fields, functions, rcodes, names of rules and snippets.

use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionTextEdit, Documentation, InsertTextFormat,
    MarkupContent, MarkupKind, Range, TextEdit,
};

use super::capabilities::Features;
use super::cursor::{Place, cursor};
use super::explain;
use super::names::{defined_names, snippet_names};
use super::outline;
use super::setup::Setup;
use super::snippets::{AT_TOP, IN_ACTION, IN_BLOCK, Snippet};
use super::view::View;
use crate::coredns::options::{self, Value};
use crate::coredns::{Plugin, dns};
use crate::gotemplate::{Function, keywords::KEYWORDS};
use crate::lint::{Kind, kind};
use crate::mesh::Setting;
use crate::mesh::advice::{COREDNS_FIELDS, COREDNS_FUNCTION};
use crate::source::Span;

/// Names out of the document that are offered at most.
const MAX_NAMES: usize = 200;

/// What could stand at a place; nothing where nobody knows.
#[must_use]
pub fn complete(view: &View<'_>, at: u32, features: &Features) -> Option<CompletionList> {
    let setup = view.document.setup.as_deref()?;
    let cursor = cursor(view, at);
    let mut list = List { range: view.range(cursor.prefix), features, items: Vec::new() };
    match &cursor.place {
        Place::Comment | Place::Action { is_text: true, .. } => in_text(view, at, &mut list),
        Place::Allow(before) => allowance(before, setup, &mut list),
        Place::Action { is_field: true, .. } => fields(view, setup, &mut list),
        Place::Action { action, .. } => words(view, *action, cursor.word, &mut list),
        Place::Top { words } if words.is_empty() => {
            list.item("import", CompletionItemKind::KEYWORD, "put in a snippet or files", explain::IMPORT);
            list.snippets(&AT_TOP);
        }
        Place::Top { words } => arguments(view, words, &mut list),
        Place::Block { words, .. } if words.is_empty() => directives(setup, &mut list),
        Place::Block { words, .. } => arguments(view, words, &mut list),
        Place::Body { directive, words } => {
            let plugin = Plugin::named(view.str(directive.line.name))?;
            match words.first() {
                None => all_options(plugin, setup, &mut list),
                Some(name) => option_words(plugin, view.str(*name), words.len() - 1, &mut list),
            }
        }
    }
    Some(CompletionList { is_incomplete: false, items: list.items })
}

struct List<'f> {
    range: Range,
    features: &'f Features,
    items: Vec<CompletionItem>,
}

impl List<'_> {
    fn item(&mut self, label: &str, kind: CompletionItemKind, detail: &str, documentation: &str) {
        let documentation = match (documentation, self.features.markdown_items) {
            ("", _) => None,
            (text, true) => {
                Some(Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value: text.to_owned() }))
            }
            (text, false) => Some(Documentation::String(explain::plain(text))),
        };
        self.items.push(CompletionItem {
            label: label.to_owned(),
            kind: Some(kind),
            detail: (!detail.is_empty()).then(|| detail.to_owned()),
            documentation,
            text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(self.range, label.to_owned()))),
            ..CompletionItem::default()
        });
    }

    fn snippets(&mut self, snippets: &[Snippet]) {
        if !self.features.snippets {
            return;
        }
        self.items.extend(snippets.iter().map(|snippet| CompletionItem {
            label: snippet.label.to_owned(),
            kind: Some(CompletionItemKind::SNIPPET),
            detail: Some(snippet.detail.to_owned()),
            insert_text_format: Some(InsertTextFormat::SNIPPET),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(self.range, snippet.body.to_owned()))),
            sort_text: Some(format!("~{}", snippet.label)),
            ..CompletionItem::default()
        }));
    }

    fn names(&mut self, names: impl Iterator<Item = String>) {
        let mut seen = std::collections::BTreeSet::new();
        for name in names.filter(|name| seen.insert(name.clone())).take(MAX_NAMES) {
            self.item(&name, CompletionItemKind::REFERENCE, "defined here", "");
        }
    }
}

// Within quotes only the name behind `template` is known.
fn in_text(view: &View<'_>, at: u32, list: &mut List<'_>) {
    let Some(action) = view.outline.action_at(at, view.text) else { return };
    if outline::keyword(action, view.text).0 == b"template" {
        list.names(defined_names(view).map(|(name, _)| view.str(name).to_owned()));
    }
}

fn allowance(before: &str, setup: &Setup, list: &mut List<'_>) {
    let mut words = before.split([' ', '\t', ',']).filter(|word| !word.is_empty());
    match words.next() {
        None => {
            list.item("allow", CompletionItemKind::KEYWORD, "for the next directive", "");
            list.item("allow-file", CompletionItemKind::KEYWORD, "for the whole template", "");
        }
        // Behind a code without a comma the reason begins.
        Some("allow" | "allow-file") if words.next().is_none() || before.trim_end().ends_with(',') => {
            let own = |code: &str| code.starts_with("CF9") && code != "CF901";
            for rule in setup.rules.iter().filter(|rule| !own(rule.code)) {
                list.item(rule.code, CompletionItemKind::CONSTANT, rule.summary, &explain::rule(rule));
            }
        }
        Some(_) => {}
    }
}

fn fields(view: &View<'_>, setup: &Setup, list: &mut List<'_>) {
    if kind::of(view.text) == Kind::Corefile {
        for field in COREDNS_FIELDS {
            list.item(field, CompletionItemKind::FIELD, "of CoreDNS's template", &explain::coredns_field(field));
        }
    }
    for setting in Setting::ALL {
        let Some(places) = explain::field_places(setting, setup) else { continue };
        let places = if places.is_empty() { String::new() } else { format!(", {places}") };
        let detail = format!("{}{places}", setting.go_type());
        list.item(setting.field(), CompletionItemKind::FIELD, &detail, &explain::field(setting, setup));
    }
}

fn words(view: &View<'_>, action: Span, word: Span, list: &mut List<'_>) {
    let before = Span::new(action.start + 2, word.start.max(action.start + 2)).of(view.text);
    let is_first = before.iter().all(|byte| byte.is_ascii_whitespace() || *byte == b'-');
    for keyword in KEYWORDS.iter().filter(|keyword| is_first != (keyword.name == "nil")) {
        let documentation = explain::word(keyword.name).unwrap_or_default();
        list.item(keyword.name, CompletionItemKind::KEYWORD, keyword.syntax, &documentation);
    }
    for function in Function::BUILTIN {
        let documentation = explain::word(function.name()).unwrap_or_default();
        list.item(function.name(), CompletionItemKind::FUNCTION, function.documentation().0, &documentation);
    }
    if kind::of(view.text) == Kind::Corefile {
        list.item(COREDNS_FUNCTION, CompletionItemKind::FUNCTION, "of CoreDNS's template", "");
    }
    if is_first {
        list.snippets(&IN_ACTION);
    }
}

fn directives(setup: &Setup, list: &mut List<'_>) {
    for plugin in Plugin::ALL {
        let documentation = explain::plugin(plugin, setup);
        list.item(plugin.name(), CompletionItemKind::KEYWORD, plugin.syntax(), &documentation);
    }
    list.item("import", CompletionItemKind::KEYWORD, "put in a snippet or files", explain::IMPORT);
    list.snippets(&IN_BLOCK);
}

fn all_options(plugin: Plugin, setup: &Setup, list: &mut List<'_>) {
    for option in options::of(plugin) {
        let since = explain::since(option, setup).map(|since| format!(", {since}")).unwrap_or_default();
        let detail = format!("{}{since}", option.syntax());
        list.item(option.name, CompletionItemKind::PROPERTY, &detail, &explain::option(option, setup));
    }
}

// What follows a directive; `words` starts with its name.
fn arguments(view: &View<'_>, words: &[Span], list: &mut List<'_>) {
    let Some((name, before)) = words.split_first() else { return };
    if view.str(*name) == "import" {
        if before.is_empty() {
            list.names(snippet_names(view).map(|name| view.str(name).to_owned()));
        }
        return;
    }
    let original = before.first().is_some_and(|word| view.str(*word) == "original");
    match (Plugin::named(view.str(*name)), before.len()) {
        (Some(Plugin::Alternate), 0) => {
            rcodes(list);
            list.item("original", CompletionItemKind::KEYWORD, "ask with the query as it came in", "");
        }
        (Some(Plugin::Alternate), 1) if original => rcodes(list),
        (Some(Plugin::Template), 0) => {
            for class in dns::class_names() {
                list.item(class, CompletionItemKind::ENUM_MEMBER, "class", "");
            }
        }
        (Some(Plugin::Template), 1) => {
            list.item("ANY", CompletionItemKind::ENUM_MEMBER, "every type", "");
            for name in dns::qtype_names().filter(|name| *name != "ANY") {
                list.item(name, CompletionItemKind::ENUM_MEMBER, "record type", "");
            }
        }
        (Some(Plugin::Forward | Plugin::Log), 0) => list.item(".", CompletionItemKind::VALUE, "every name", ""),
        (Some(Plugin::Errors), 0) => list.item("stdout", CompletionItemKind::VALUE, "where errors go anyway", ""),
        _ => {}
    }
}

fn rcodes(list: &mut List<'_>) {
    for name in dns::rcode_names() {
        let documentation = explain::rcode(name).unwrap_or_default();
        list.item(name, CompletionItemKind::ENUM_MEMBER, "rcode", &documentation);
    }
}

fn option_words(plugin: Plugin, name: &str, before: usize, list: &mut List<'_>) {
    let Some(option) = options::find(plugin, name) else { return };
    if option.arity.max.is_some_and(|max| before >= max) {
        return;
    }
    match option.value {
        Value::OneOf(words) => {
            words.iter().for_each(|word| list.item(word, CompletionItemKind::ENUM_MEMBER, name, ""));
        }
        Value::Rcode | Value::Rcodes => rcodes(list),
        _ => {}
    }
}
