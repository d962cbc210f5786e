//! What the author of a kuma-cp configuration most likely did not mean: keys in wrong places, losers among equal keys,
//! nulls that drop defaults. kuma-cp passes over all of it without a word.

use std::collections::{HashMap, HashSet};
use std::fmt;

use super::super::yaml::{self, Entry, Node, Value};
use super::{KEY, PARAMS, PATH};
use crate::source::Span;

/// What is odd.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NoticeKind {
    /// `bootstrapServer.corefileTemplatePath`, the key that the documentation shows and no release reads.
    DocumentedKey,
    /// The key stands in another wrong place.
    Misplaced,
    /// A key one or two letters off `corefileTemplatePath`.
    Misspelt,
    /// `bootstrapServer` or its `params` is null, which drops the defaults of the block.
    LostDefaults,
    /// An entry on the way to the key lost against another one.
    Shadowed,
    /// A number or boolean became text.
    Converted,
    /// A template on a global control plane.
    GlobalMode,
    /// A key under `bootstrapServer` or `params` that no release knows.
    UnknownKey,
    /// An infinity or NaN, which only text fields survive.
    NotANumber,
    /// Text behind the first document.
    SeveralDocuments,
}

/// One oddity; its `Display` is a whole sentence for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What is odd.
    pub kind: NoticeKind,
    /// The key path as written, such as `bootstrapServer.params.corefileTemplatePath`; empty for the whole file.
    pub path: String,
    /// The key, or the value where the value is odd.
    pub span: Span,
    sentence: String,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl Notice {
    pub(super) fn new(kind: NoticeKind, path: &str, span: Span, sentence: String) -> Self {
        Notice { kind, path: path.to_owned(), span, sentence }
    }

    pub(super) fn converted(node: &Node, path: &str) -> Self {
        let sentence = format!("`{}` is not text in YAML 1.1; kuma-cp takes the path `{path}`. Quote it.", node.text);
        Notice::new(NoticeKind::Converted, PATH, node.place(), sentence)
    }

    pub(super) fn global_mode(span: Span) -> Self {
        let sentence = "A global control plane neither checks this template nor sends it to anyone, as data planes \
                        bootstrap at the zone control planes; set it there."
            .to_owned();
        Notice::new(NoticeKind::GlobalMode, PATH, span, sentence)
    }

    pub(super) fn several_documents(span: Span) -> Self {
        let sentence = "kuma-cp reads the first document of a file only; what follows has no effect.".to_owned();
        Notice::new(NoticeKind::SeveralDocuments, "", span, sentence)
    }
}

/// All oddities of the tree. `effective` are the entries that reach the field, `lost_defaults` the null that mattered.
pub(super) fn notices_of(root: &Node, effective: &[&Entry], lost_defaults: Option<(&str, Span)>) -> Vec<Notice> {
    let mut walk =
        Walk { effective: effective.iter().copied().map(start).collect(), notices: Vec::new(), path: Vec::new() };
    walk.node(root);
    walk.shadowed(root);
    if let Some((path, span)) = lost_defaults {
        let sentence = format!(
            "`{path}` is null, which drops the defaults of the whole block; kuma-cp then fails with \
             `AdminAddress cannot be empty` unless the environment sets it. Remove the key or fill it."
        );
        walk.notices.push(Notice::new(NoticeKind::LostDefaults, path, span, sentence));
    }
    walk.notices
}

struct Walk {
    /// Where the keys start that reach the field, by way of an anchor too.
    effective: HashSet<u32>,
    notices: Vec<Notice>,
    path: Vec<String>,
}

fn start(entry: &Entry) -> u32 {
    entry.key_span.start
}

/// Where in the tree a key stands, by the structs that Kuma has.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Root,
    BootstrapServer,
    Params,
    Elsewhere,
}

impl Walk {
    fn place(&self) -> Place {
        match self.path.as_slice() {
            [] => Place::Root,
            [block] if yaml::same_field("bootstrapServer", block) => Place::BootstrapServer,
            [block, params] if yaml::same_field("bootstrapServer", block) && yaml::same_field("params", params) => {
                Place::Params
            }
            _ => Place::Elsewhere,
        }
    }

    fn notice(&mut self, kind: NoticeKind, span: Span, sentence: String) {
        let path = self.path.join(".");
        self.notices.push(Notice::new(kind, &path, span, sentence));
    }

    fn node(&mut self, node: &Node) {
        if let Value::Float(float) = node.value
            && !float.is_finite()
            && !self.path.first().is_some_and(|block| yaml::same_field("bootstrapServer", block))
        {
            let sentence = format!("JSON has no `{}`; kuma-cp refuses the file unless the field is text.", node.text);
            self.notice(NoticeKind::NotANumber, node.span, sentence);
        }
        for (number, item) in node.items().iter().enumerate().filter(|(_, item)| item.alias.is_none()) {
            self.path.push(format!("[{number}]"));
            self.node(item);
            self.path.pop();
        }
        let place = self.place();
        for entry in node.entries().iter().filter(|entry| !entry.shadowed) {
            self.path.push(entry.key.clone());
            // A merged entry is looked at where it is written; only whether the block knows it is asked here too.
            if entry.merged.is_none() || matches!(place, Place::BootstrapServer | Place::Params) {
                self.key(place, entry);
            }
            if entry.merged.is_none() && (entry.value.alias.is_none() || self.on_the_way(place, &entry.key)) {
                self.node(&entry.value);
            }
            self.path.pop();
        }
    }

    fn on_the_way(&self, place: Place, key: &str) -> bool {
        match place {
            Place::Root => yaml::same_field("bootstrapServer", key),
            Place::BootstrapServer => yaml::same_field("params", key),
            _ => false,
        }
    }

    fn key(&mut self, place: Place, entry: &Entry) {
        let key = &entry.key;
        if yaml::same_field(KEY, key) {
            match place {
                Place::Params => {}
                _ if self.effective.contains(&start(entry)) => {}
                Place::BootstrapServer => self.notice(
                    NoticeKind::DocumentedKey,
                    entry.key_span,
                    format!("kuma-cp ignores `{key}` here, though the documentation shows it so; write `{PATH}`."),
                ),
                _ => self.notice(
                    NoticeKind::Misplaced,
                    entry.key_span,
                    format!("`{key}` does nothing here; kuma-cp reads `{PATH}`."),
                ),
            }
        } else if (1..=2).contains(&distance(KEY, key)) {
            let sentence = match place {
                Place::Params => format!("kuma-cp ignores `{key}`; did you mean `{KEY}`?"),
                _ => format!("`{key}` does nothing here; did you mean `{PATH}`?"),
            };
            self.notice(NoticeKind::Misspelt, entry.key_span, sentence);
        } else if place == Place::BootstrapServer && !yaml::same_field("params", key) {
            let sentence = match PARAMS.iter().find(|(name, _)| yaml::same_field(name, key)) {
                Some((name, _)) => {
                    format!("kuma-cp ignores `{key}` here; write `bootstrapServer.params.{name}`.")
                }
                None => format!("kuma-cp ignores `{key}`; `bootstrapServer` has only `params`."),
            };
            self.notice(NoticeKind::UnknownKey, entry.key_span, sentence);
        } else if place == Place::Params && !PARAMS.iter().any(|(name, _)| yaml::same_field(name, key)) {
            let near = PARAMS.iter().find(|(name, _)| distance(name, key) <= 2);
            let sentence = match near {
                Some((name, _)) => format!("kuma-cp ignores `{key}`; did you mean `{name}`?"),
                None => format!("kuma-cp ignores `{key}`; no release has it in `bootstrapServer.params`."),
            };
            self.notice(NoticeKind::UnknownKey, entry.key_span, sentence);
        }
    }

    /// Entries on the way to the key that take no effect.
    fn shadowed(&mut self, root: &Node) {
        self.path.clear();
        for block in self.losers(root, "bootstrapServer") {
            self.path.push(block.key.clone());
            for params in self.losers(&block.value, "params") {
                self.path.push(params.key.clone());
                let _ = self.losers(&params.value, KEY);
                self.path.pop();
            }
            self.path.pop();
        }
    }

    /// Reports the entries of field `name` that lost, and returns those that are decoded.
    fn losers<'n>(&mut self, node: &'n Node, name: &str) -> Vec<&'n Entry> {
        let mut next: HashMap<&str, &Entry> = HashMap::new();
        for entry in node.entries().iter().rev().filter(|entry| yaml::same_field(name, &entry.key)) {
            let winner = next.insert(&entry.key, entry);
            // What overrides a merged entry was written to override it.
            let Some(winner) = winner.filter(|_| entry.shadowed && entry.merged.is_none()) else {
                continue;
            };
            let why = match winner.merged {
                Some(_) => "the `<<` below it brings the same key, and the later one wins",
                None => "the same key follows, and the last one wins",
            };
            self.loser(entry, &format!("has no effect: {why}."));
        }
        let decoded = node.field_entries(name);
        if let Some(last) = node.get_case_insensitive(name) {
            for entry in decoded.iter().filter(|entry| entry.key != last.key) {
                let last = &last.key;
                let why = match name == KEY {
                    true => format!("has no effect: `{last}` is the same key for kuma-cp, which takes them sorted."),
                    false => format!(
                        "and `{last}` are the same key for kuma-cp, which reads both; where they differ, the one that sorts later wins."
                    ),
                };
                self.loser(entry, &why);
            }
        }
        decoded
    }

    fn loser(&mut self, entry: &Entry, why: &str) {
        self.path.push(entry.key.clone());
        self.notice(NoticeKind::Shadowed, entry.key_span, format!("`{}` {why}", entry.key));
        self.path.pop();
    }
}

/// How many letters must be changed, added or removed to make one of the other, without regard to case.
fn distance(name: &str, key: &str) -> usize {
    strsim::levenshtein(&name.to_ascii_lowercase(), &key.to_ascii_lowercase())
}
