//! The control plane's Corefile template in a kuma-cp configuration file (`kuma-cp run --config-file`):
//! `bootstrapServer.params.corefileTemplatePath`, which exists in Kuma 2.6–2.14; and what it says about the side-cars'
//! DNS on Kubernetes.
//!
//! kuma-cp reads the file non-strictly: what it does not know it passes over, so that a key in the wrong place does
//! nothing and nobody says so. [`read`] says so. Left out: the environment, which goes above the file
//! (`KUMA_BOOTSTRAP_SERVER_PARAMS_COREFILE_TEMPLATE_PATH`), whether the path exists, and the types of all fields
//! outside this block: a wrong one there makes kuma-cp refuse a file that passes here.

use std::collections::{HashMap, HashSet};
use std::fmt;

use super::builtin_dns::BuiltinDns;
use super::yaml::{self, Entry, FieldError, Node, Stream, Value, YamlError, YamlErrorKind};
use crate::source::Span;

/// What the file says about the Corefile.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CpConfig {
    /// The path as kuma-cp gets it, and where its value is written. `None` where the key is absent, null or empty:
    /// then data planes use their built-in Corefile.
    pub corefile_template_path: Option<(String, Span)>,
    /// `runtime.kubernetes.injector.builtinDNS`, which decides what side-cars get on Kubernetes.
    pub builtin_dns: BuiltinDns,
    /// What the author most likely did not mean, in the order of the file.
    pub notices: Vec<Notice>,
}

/// The key that counts.
pub const KEY: &str = "corefileTemplatePath";

/// Where it belongs.
pub const PATH: &str = "bootstrapServer.params.corefileTemplatePath";

/// What a field of the block takes.
#[derive(Clone, Copy, PartialEq)]
enum Field {
    Text,
    Uint32,
    /// A type of its own, or a field of some releases only; not judged here.
    Other,
}

/// The fields of `bootstrapServer.params` (`pkg/config/xds/bootstrap/config.go`, Kuma 2.6–2.14).
const PARAMS: [(&str, Field); 10] = [
    ("adminAddress", Field::Text),
    ("adminPort", Field::Uint32),
    ("adminAccessLogPath", Field::Text),
    ("xdsHost", Field::Text),
    ("xdsPort", Field::Uint32),
    ("xdsConnectTimeout", Field::Other),
    (KEY, Field::Text),
    ("envoyAdminUnixSocket", Field::Other),
    ("readinessPort", Field::Other),
    ("xdsGrpcMaxReceiveMessageBytes", Field::Other),
];

/// Reads a kuma-cp configuration.
///
/// # Errors
/// Where kuma-cp refuses to start over this file: it is no YAML, or `bootstrapServer`, its `params` or a field in them
/// has the wrong type. [`YamlError::as_unmarshal_error`] has the text that kuma-cp logs.
pub fn read(text: &[u8]) -> Result<CpConfig, YamlError> {
    let Stream { root, rest } = yaml::parse_stream(text)?;
    let Some(root) = root else {
        return Ok(CpConfig::default());
    };
    let mut decoded = Decoded::default();
    decoded.config(&root);
    let builtin_dns = BuiltinDns::from_config(&root).unwrap_or_else(|error| {
        decoded.refuse(&error, Some("Injector.runtime.kubernetes.injector.builtinDNS"));
        BuiltinDns::default()
    });
    if let Some((kind, message, span)) = decoded.unsupported.or(decoded.refused) {
        return Err(yaml::error_at(text, kind, message, span));
    }
    let mut notices = notices_of(&root, &decoded.effective, decoded.lost_defaults);
    if let Some((_, node)) = &decoded.path
        && !matches!(node.value, Value::Str(_))
        && let Ok(Some(path)) = node.to_go_string()
    {
        notices.push(Notice::converted(node, &path));
    }
    if let Some(span) = rest {
        notices.push(Notice::several_documents(span));
    }
    notices.sort_by_key(|notice| notice.span.start);
    let corefile_template_path =
        decoded.path.filter(|(path, _)| !path.is_empty()).map(|(path, node)| (path, node.place()));
    Ok(CpConfig { corefile_template_path, builtin_dns, notices })
}

type Refusal = (YamlErrorKind, String, Span);

/// The block as `encoding/json` fills Kuma's structs.
#[derive(Default)]
struct Decoded<'n> {
    path: Option<(String, &'n Node)>,
    /// The entries named `corefileTemplatePath`, in any letter case, at the right place.
    effective: Vec<&'n Entry>,
    /// The null that made the pointer nil, if it has ever been nil: then the defaults of the block are gone.
    lost_defaults: Option<(&'static str, Span)>,
    /// Go goes on after a type error and reports the first; the conversion to JSON fails before any of them.
    refused: Option<Refusal>,
    unsupported: Option<Refusal>,
}

impl<'n> Decoded<'n> {
    fn config(&mut self, root: &'n Node) {
        match root.value {
            Value::Null => {}
            Value::Map(_) => {
                for entry in root.json_entries() {
                    if yaml::same_field("bootstrapServer", &entry.key) {
                        self.bootstrap_server(&entry.value);
                    }
                }
            }
            _ => self.wrong_type(root, "kuma_cp.Config", None),
        }
    }

    fn bootstrap_server(&mut self, node: &'n Node) {
        match node.value {
            Value::Null => self.reset("bootstrapServer", node),
            Value::Map(_) => {
                for entry in node.json_entries() {
                    match yaml::same_field("params", &entry.key) {
                        true => self.params(&entry.value),
                        false => self.passed_over(&entry.value),
                    }
                }
            }
            _ => self.refuse(&node.mismatch("bootstrap.BootstrapServerConfig"), Some("Config.bootstrapServer")),
        }
    }

    fn params(&mut self, node: &'n Node) {
        match node.value {
            Value::Null => self.reset("bootstrapServer.params", node),
            Value::Map(_) => {
                for entry in node.json_entries() {
                    match PARAMS.iter().find(|(name, _)| yaml::same_field(name, &entry.key)) {
                        Some((name, field)) => self.param(name, *field, entry),
                        None => self.passed_over(&entry.value),
                    }
                }
            }
            _ => {
                let field = "BootstrapServerConfig.bootstrapServer.params";
                self.wrong_type(node, "bootstrap.BootstrapParamsConfig", Some(field));
            }
        }
    }

    fn param(&mut self, name: &str, field: Field, entry: &'n Entry) {
        let node = &entry.value;
        if matches!(node.value, Value::Seq(_) | Value::Map(_)) {
            self.passed_over(node);
        }
        let result = match field {
            Field::Text => node.to_go_string(),
            Field::Uint32 => node.to_go_uint32().map(|_| None),
            Field::Other => node.to_json().map(|_| None),
        };
        match result {
            Ok(Some(path)) if name == KEY => self.path = Some((path, node)),
            Ok(_) => {}
            Err(error) => self.refuse(&error, Some(&format!("BootstrapParamsConfig.bootstrapServer.params.{name}"))),
        }
        if name == KEY {
            self.effective.push(entry);
        }
    }

    fn wrong_type(&mut self, node: &Node, wanted: &'static str, field: Option<&str>) {
        self.passed_over(node);
        self.refuse(&node.mismatch(wanted), field);
    }

    /// A value without a field still has to pass through JSON.
    fn passed_over(&mut self, node: &Node) {
        if let Err(error) = node.to_json() {
            self.refuse(&error, None);
        }
    }

    fn reset(&mut self, path: &'static str, node: &Node) {
        self.path = None;
        self.effective.clear();
        self.lost_defaults = Some((path, node.place()));
    }

    fn refuse(&mut self, error: &FieldError, field: Option<&str>) {
        let message = field.map_or_else(|| error.to_string(), |field| error.in_field(field));
        let (kind, slot) = match error {
            FieldError::Mismatch { .. } => (YamlErrorKind::Field, &mut self.refused),
            FieldError::Unsupported { .. } => (YamlErrorKind::Value, &mut self.unsupported),
        };
        slot.get_or_insert((kind, message, error.span()));
    }
}

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
    fn new(kind: NoticeKind, path: &str, span: Span, sentence: String) -> Self {
        Notice { kind, path: path.to_owned(), span, sentence }
    }

    fn converted(node: &Node, path: &str) -> Self {
        let sentence = format!("`{}` is not text in YAML 1.1; kuma-cp takes the path `{path}`. Quote it.", node.text);
        Notice::new(NoticeKind::Converted, PATH, node.place(), sentence)
    }

    fn several_documents(span: Span) -> Self {
        let sentence = "kuma-cp reads the first document of a file only; what follows has no effect.".to_owned();
        Notice::new(NoticeKind::SeveralDocuments, "", span, sentence)
    }
}

/// All oddities of the tree. `effective` are the entries that reach the field, `lost_defaults` the null that mattered.
fn notices_of(root: &Node, effective: &[&Entry], lost_defaults: Option<(&str, Span)>) -> Vec<Notice> {
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

/// How many letters must be changed, added or removed to make one of the other, without regard to case; 3 for "many".
fn distance(name: &str, key: &str) -> usize {
    const MANY: usize = 3;
    let (name, key) = (name.as_bytes(), key.as_bytes());
    if name.len().abs_diff(key.len()) >= MANY {
        return MANY;
    }
    let mut row: Vec<usize> = (0..=key.len()).collect();
    for (i, a) in name.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, b) in key.iter().enumerate() {
            let changed = diagonal + usize::from(!a.eq_ignore_ascii_case(b));
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[key.len()].min(MANY)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::NoticeKind::*;
    use super::*;

    fn kinds(text: &str) -> (Option<String>, Vec<(NoticeKind, String)>) {
        let config = read(text.as_bytes()).unwrap();
        for notice in &config.notices {
            assert!((notice.span.end as usize) <= text.len() && notice.to_string().ends_with(['.', '?']), "{notice:?}");
        }
        let notices = config.notices.into_iter().map(|notice| (notice.kind, notice.path)).collect();
        (config.corefile_template_path.map(|(path, _)| path), notices)
    }

    #[test]
    fn notices_name_what_has_no_effect() {
        type Row = (&'static str, Option<&'static str>, &'static [(NoticeKind, &'static str)]);
        let table: [Row; 22] = [
            ("", None, &[]),
            ("bootstrapServer: {params: {corefileTemplatePath: /a, xdsPort: 1, readinessPort: x}}", Some("/a"), &[]),
            ("bootstrapServer: {params: {corefileTemplatePath: ''}}", None, &[]),
            ("bootstrapServer: {params: {corefileTemplatePath: ~}}", None, &[]),
            ("BOOTSTRAPserver: {PARAMS: {corefiletemplatepath: /a}}", Some("/a"), &[]),
            (
                "bootstrapServer: {corefileTemplatePath: /a}",
                None,
                &[(DocumentedKey, "bootstrapServer.corefileTemplatePath")],
            ),
            (
                "bootstrapServer:\n  params:\n  corefileTemplatePath: /a\n",
                None,
                &[(LostDefaults, "bootstrapServer.params"), (DocumentedKey, "bootstrapServer.corefileTemplatePath")],
            ),
            (
                "bootstrapServer: {CoreFileTemplatePath: /a}",
                None,
                &[(DocumentedKey, "bootstrapServer.CoreFileTemplatePath")],
            ),
            ("corefileTemplatePath: /a", None, &[(Misplaced, "corefileTemplatePath")]),
            ("dp: [{params: {corefileTemplatePath: /a}}]", None, &[(Misplaced, "dp.[0].params.corefileTemplatePath")]),
            (
                "bootstrapServer: {params: {corefile_template_path: /a}}",
                None,
                &[(Misspelt, "bootstrapServer.params.corefile_template_path")],
            ),
            (
                "bootstrapServer: {params: {corefileTemplatPath: /a}}",
                None,
                &[(Misspelt, "bootstrapServer.params.corefileTemplatPath")],
            ),
            ("x: {corefileTemplatePaht: /a}", None, &[(Misspelt, "x.corefileTemplatePaht")]),
            ("bootstrapServer: ~", None, &[(LostDefaults, "bootstrapServer")]),
            ("bootstrapServer: {params: {corefileTemplatePath: 010}}", Some("8"), &[(Converted, PATH)]),
            (
                "bootstrapServer: {params: {corefileTemplatePath: /a, corefileTemplatePath: /b}}",
                Some("/b"),
                &[(Shadowed, PATH)],
            ),
            (
                "bootstrapServer: {params: {corefileTemplatePath: /a, CorefileTemplatePath: /b}}",
                Some("/a"),
                &[(Shadowed, "bootstrapServer.params.CorefileTemplatePath")],
            ),
            (
                "x: &x {corefileTemplatePath: /x}\nbootstrapServer: {params: {corefileTemplatePath: /a, <<: *x}}",
                Some("/x"),
                &[(Shadowed, PATH)],
            ),
            (
                "x: &x {corefileTemplatePath: /x}\nbootstrapServer: {params: {<<: *x, corefileTemplatePath: /a}}",
                Some("/a"),
                &[(Misplaced, "x.corefileTemplatePath")],
            ),
            (
                "bootstrapServer: {apiVersion: v3, adminPort: 1, params: {adminPrt: 2, dns: {}}}",
                None,
                &[
                    (UnknownKey, "bootstrapServer.apiVersion"),
                    (UnknownKey, "bootstrapServer.adminPort"),
                    (UnknownKey, "bootstrapServer.params.adminPrt"),
                    (UnknownKey, "bootstrapServer.params.dns"),
                ],
            ),
            ("mode: zone\n---\nbootstrapServer: {params: {corefileTemplatePath: /a}}", None, &[(SeveralDocuments, "")]),
            ("x: .nan", None, &[(NotANumber, "x")]),
        ];
        for (text, path, notices) in table {
            let expected: Vec<_> = notices.iter().map(|(kind, path)| (*kind, (*path).to_owned())).collect();
            assert_eq!(kinds(text), (path.map(str::to_owned), expected), "{text}");
        }
    }

    #[test]
    fn the_span_is_the_values() {
        let text = "p: &p /a\nbootstrapServer:\n  params:\n    corefileTemplatePath: *p\n";
        let (path, span) = read(text.as_bytes()).unwrap().corefile_template_path.unwrap();
        assert_eq!((path.as_str(), &text[span.start as usize..span.end as usize]), ("/a", "*p"));
    }

    #[test]
    fn refusals_have_a_place() {
        let error =
            read(b"bootstrapServer:\n  params:\n    adminPort: 'x'\n    corefileTemplatePath: [a]\n").unwrap_err();
        assert_eq!((error.line, error.column), (3, 16));
        assert_eq!(
            error.message,
            "json: cannot unmarshal string into Go struct field \
             BootstrapParamsConfig.bootstrapServer.params.adminPort of type uint32"
        );
    }
}
