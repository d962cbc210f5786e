//! The tree that a configuration is read into: nodes with spans, mappings with every entry that was written.
//! Leaves out comments and layout.

use crate::source::Span;

/// How a scalar was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without quotes; what it means depends on its letters.
    Plain,
    /// `'…'`
    SingleQuoted,
    /// `"…"`
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
}

/// A value as goyaml.v2 resolves it.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`, `~`, nothing.
    Null,
    /// `true`, `yes`, `on`, `y` and their opposites.
    Bool(bool),
    /// An integer that fits 64 bits with sign.
    Int(i64),
    /// An integer above that, up to 64 bits without sign.
    UInt(u64),
    /// Any other number, with infinities and NaN.
    Float(f64),
    /// Text; timestamps are text too.
    Str(String),
    /// A sequence.
    Seq(Vec<Node>),
    /// A mapping: every entry in the order in which it takes effect, those that lost included.
    Map(Vec<Entry>),
}

/// One value and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Where it is written, tag and anchor included. For a value that came through an alias: where the anchor is.
    pub span: Span,
    /// Where the alias `*name` stands through which the value came here.
    pub alias: Option<Span>,
    /// The scalar's text with quotes, escapes and folding undone, before it was resolved; empty for collections.
    pub text: String,
    /// How the scalar is written; plain for collections.
    pub style: Style,
}

/// One entry of a mapping.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key as it stands in the JSON: `010:` is `8`, `yes:` is `true`.
    pub key: String,
    /// Where the key is written; for a merged entry in the mapping it came from.
    pub key_span: Span,
    /// The value.
    pub value: Node,
    /// Another entry with the same key replaced this one; Go never sees it.
    pub shadowed: bool,
    /// Another entry has the same key in JSON but not in YAML (`1` and `"1"`). Which of them Go takes is random.
    pub ambiguous: bool,
    /// The span of the `<<` that brought the entry.
    pub merged: Option<Span>,
    /// Go's words for a key that JSON cannot have. Only shadowed entries of a parsed tree have one.
    pub(super) unsupported: Option<String>,
}

impl Node {
    /// The place to point at: where an alias brought the value in, the alias.
    #[must_use]
    pub fn place(&self) -> Span {
        self.alias.unwrap_or(self.span)
    }

    /// Whether the scalar is quoted or a block, so that its letters decide nothing.
    #[must_use]
    pub fn is_quoted(&self) -> bool {
        self.style != Style::Plain
    }

    /// All entries of a mapping as they take effect, shadowed ones included; nothing for other nodes.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a sequence; nothing for other nodes.
    #[must_use]
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::Seq(items) => items,
            _ => &[],
        }
    }

    /// The entries that Go sees, in the order in which `encoding/json` meets them: `sigs.k8s.io/yaml` writes a Go map,
    /// which `json.Marshal` sorts by the bytes of the keys.
    #[must_use]
    pub fn json_entries(&self) -> Vec<&Entry> {
        let mut live: Vec<&Entry> = self.entries().iter().filter(|entry| !entry.shadowed).collect();
        live.sort_by(|a, b| a.key.cmp(&b.key));
        live
    }

    /// The value of exactly this key, as Go's generic map has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| !entry.shadowed && entry.key == key)
    }

    /// The entries that `encoding/json` puts into the struct field `name`, in its order. There is more than one where
    /// the key is written in several letter cases: each is decoded into the same field, one after the other. So
    /// scalars keep the last that is not null (`corefiletemplatepath` beats `corefileTemplatePath` beats
    /// `CorefileTemplatePath`), while mappings into a struct or map add up and a null pointer field drops what was there.
    #[must_use]
    pub fn field_entries(&self, name: &str) -> Vec<&Entry> {
        self.json_entries().into_iter().filter(|entry| same_field(name, &entry.key)).collect()
    }

    /// The entry that decides a scalar field `name`: the last of [`Node::field_entries`] that is not null, else the last.
    #[must_use]
    pub fn get_case_insensitive(&self, name: &str) -> Option<&Entry> {
        let entries = self.field_entries(name);
        entries.iter().rev().find(|entry| entry.value.value != Value::Null).or(entries.last()).copied()
    }

    /// The value at the end of a path of keys and, for sequences, numbers from 0; as much of the path as there is.
    #[must_use]
    pub fn at<'n>(&'n self, path: &[&str]) -> &'n Self {
        let Some((first, rest)) = path.split_first() else { return self };
        let item = || self.items().get(first.parse::<usize>().ok()?);
        match self.get(first).map(|entry| &entry.value).or_else(item) {
            Some(value) => value.at(rest),
            None => self,
        }
    }

    /// Whether this is null.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.value == Value::Null
    }
}

/// Whether `encoding/json` puts the key into the field of that name. The exact name goes first only between fields;
/// any key that is equal without regard to case matches, and Go folds `ſ` to s and the Kelvin sign to k.
#[must_use]
pub(crate) fn same_field(name: &str, key: &str) -> bool {
    name == key || name.chars().map(fold).eq(key.chars().map(fold))
}

fn fold(c: char) -> char {
    match c {
        '\u{17f}' => 's',
        '\u{212a}' => 'k',
        _ if c.is_ascii() => c.to_ascii_lowercase(),
        _ => {
            let mut lower = c.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(lower), None) => lower,
                _ => c,
            }
        }
    }
}
