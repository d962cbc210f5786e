//! From written nodes to values, as goyaml's decoder goes: aliases are expanded under its bound, `<<` is merged in the
//! order of writing, equal keys replace each other, keys become the strings that JSON has.
//!
//! Left out: the text of collections in two messages of Go (an unsupported or invalid map key).

use std::collections::HashMap;

use super::MAX_DEPTH;
use super::bytes::Text;
use super::document::{Kind, Written};
use super::error::{YamlError, YamlErrorKind};
use super::number::{json_float, short_float};
use super::resolve::resolve;
use super::tree::{Entry, Node, Style, Value};
use crate::source::Span;

/// Makes the tree of the node with number `root`.
pub(super) fn compose(text: &Text, nodes: &[Written], root: usize) -> Result<Node, YamlError> {
    // goyaml counts the document as one step.
    let mut composer = Composer {
        text,
        nodes,
        expanding: vec![false; nodes.len()],
        steps: 1,
        alias_steps: 0,
        alias_depth: 0,
        depth: 0,
    };
    let node = composer.node(root)?;
    check_keys(text, &node)?;
    Ok(node)
}

struct Composer<'t> {
    text: &'t Text,
    nodes: &'t [Written],
    /// The aliases being followed.
    expanding: Vec<bool>,
    steps: u32,
    alias_steps: u32,
    alias_depth: usize,
    depth: usize,
}

impl<'t> Composer<'t> {
    fn error(&self, message: impl Into<String>, span: Span) -> YamlError {
        self.text.error(YamlErrorKind::Value, message.into(), span)
    }

    /// Counts a visit; goyaml's bound on what aliases may blow up.
    fn step(&mut self, span: Span) -> Result<(), YamlError> {
        self.steps += 1;
        self.alias_steps += u32::from(self.alias_depth > 0);
        let (steps, alias_steps) = (f64::from(self.steps), f64::from(self.alias_steps));
        let allowed = 0.99 - 0.89 * ((steps - 400_000.0) / 3_600_000.0).clamp(0.0, 1.0);
        if self.alias_steps > 100 && self.steps > 1000 && alias_steps / steps > allowed {
            return Err(self.text.error(
                YamlErrorKind::Limit,
                "yaml: document contains excessive aliasing".to_owned(),
                span,
            ));
        }
        Ok(())
    }

    fn deeper(&mut self, span: Span) -> Result<(), YamlError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let message = format!("yaml: exceeded max depth of {MAX_DEPTH}");
            return Err(self.text.error(YamlErrorKind::Limit, message, span));
        }
        Ok(())
    }

    fn node(&mut self, number: usize) -> Result<Node, YamlError> {
        let nodes: &'t [Written] = self.nodes;
        let written = &nodes[number];
        self.step(written.span)?;
        let (value, text, style) = match &written.kind {
            Kind::Alias(_, target) => {
                self.enter(number)?;
                let mut node = self.node(*target)?;
                self.leave(number);
                node.alias = Some(written.span);
                return Ok(node);
            }
            Kind::Scalar(text, style) => {
                let tag = written.tag.as_deref();
                let value =
                    resolve(tag, *style == Style::Plain, text).map_err(|message| self.error(message, written.span))?;
                (value, text.clone(), *style)
            }
            Kind::Seq(children) => {
                self.deeper(written.span)?;
                let items = children.iter().map(|&child| self.node(child)).collect::<Result<_, _>>()?;
                self.depth -= 1;
                (Value::Seq(items), String::new(), Style::Plain)
            }
            Kind::Map(children) => {
                let mut mapping = Mapping::default();
                self.mapping(children, written.span, None, &mut mapping)?;
                (Value::Map(mapping.entries), String::new(), Style::Plain)
            }
        };
        Ok(Node { value, span: written.span, alias: None, text, style })
    }

    fn enter(&mut self, alias: usize) -> Result<(), YamlError> {
        let written = &self.nodes[alias];
        if std::mem::replace(&mut self.expanding[alias], true) {
            let Kind::Alias(name, _) = &written.kind else {
                return Ok(());
            };
            return Err(self.error(format!("yaml: anchor '{name}' value contains itself"), written.span));
        }
        self.alias_depth += 1;
        self.deeper(written.span)
    }

    fn leave(&mut self, alias: usize) {
        self.expanding[alias] = false;
        self.alias_depth -= 1;
        self.depth -= 1;
    }

    fn mapping(
        &mut self,
        children: &[usize],
        span: Span,
        merged: Option<Span>,
        into: &mut Mapping,
    ) -> Result<(), YamlError> {
        self.deeper(span)?;
        for pair in children.chunks_exact(2) {
            let (written, value) = (&self.nodes[pair[0]], pair[1]);
            if is_merge(written) {
                self.merge(value, merged.unwrap_or(written.span), into)?;
                continue;
            }
            let key = self.node(pair[0])?;
            if matches!(key.value, Value::Seq(_) | Value::Map(_)) {
                return Err(self.error("yaml: invalid map key: a sequence or mapping", key.place()));
            }
            let value = self.node(value)?;
            into.insert(key, value, merged);
        }
        self.depth -= 1;
        Ok(())
    }

    /// The value of `<<`: a mapping, an alias of one, or a sequence of those, of which earlier ones win.
    fn merge(&mut self, number: usize, key: Span, into: &mut Mapping) -> Result<(), YamlError> {
        let nodes: &'t [Written] = self.nodes;
        match &nodes[number].kind {
            Kind::Seq(children) => {
                for &child in children.iter().rev() {
                    self.merge_one(child, key, into)?;
                }
                Ok(())
            }
            _ => self.merge_one(number, key, into),
        }
    }

    fn merge_one(&mut self, number: usize, key: Span, into: &mut Mapping) -> Result<(), YamlError> {
        let nodes: &'t [Written] = self.nodes;
        let written = &nodes[number];
        let target = match &written.kind {
            Kind::Alias(_, target) => *target,
            _ => number,
        };
        let Kind::Map(children) = &nodes[target].kind else {
            let message = "yaml: map merge requires map or sequence of maps as the value";
            return Err(self.error(message, written.span));
        };
        self.step(written.span)?;
        if target == number {
            return self.mapping(children, written.span, Some(key), into);
        }
        self.enter(number)?;
        self.step(written.span)?;
        self.mapping(children, written.span, Some(key), into)?;
        self.leave(number);
        Ok(())
    }
}

fn is_merge(key: &Written) -> bool {
    match (&key.kind, key.tag.as_deref()) {
        (Kind::Scalar(text, Style::Plain), None) => text == "<<",
        (Kind::Scalar(text, _), Some("!" | "tag:yaml.org,2002:merge")) => text == "<<",
        _ => false,
    }
}

/// A key as Go's map tells keys apart.
#[derive(PartialEq, Eq, Hash)]
enum Identity {
    Null,
    Bool(bool),
    Int(i64),
    UInt(u64),
    Float(u64),
    Str(String),
}

#[derive(Default)]
struct Mapping {
    entries: Vec<Entry>,
    by_identity: HashMap<Identity, usize>,
    by_name: HashMap<String, usize>,
}

impl Mapping {
    fn insert(&mut self, key: Node, value: Node, merged: Option<Span>) {
        let number = self.entries.len();
        let key_span = key.place();
        let (identity, name, unsupported) = match key.value {
            Value::Null => (Identity::Null, String::new(), Some("%!s(<nil>), key: <nil>".to_owned())),
            Value::Bool(bool) => (Identity::Bool(bool), bool.to_string(), None),
            Value::Int(int) => (Identity::Int(int), int.to_string(), None),
            Value::UInt(int) => (Identity::UInt(int), int.to_string(), Some(format!("uint64, key: {int:#x}"))),
            Value::Float(float) => {
                let name = match short_float(float).as_str() {
                    "+Inf" => ".inf".to_owned(),
                    "-Inf" => "-.inf".to_owned(),
                    "NaN" => ".nan".to_owned(),
                    name => name.to_owned(),
                };
                (Identity::Float(if float == 0.0 { 0 } else { float.to_bits() }), name, None)
            }
            Value::Str(text) => (Identity::Str(text.clone()), text, None),
            Value::Seq(_) | Value::Map(_) => return,
        };
        // NaN is no equal of NaN, so that both keys stay in Go's map and meet only in the JSON.
        let nan = name == ".nan" && matches!(identity, Identity::Float(_));
        let replaced = if nan { None } else { self.by_identity.insert(identity, number) };
        if let Some(entry) = replaced.and_then(|old| self.entries.get_mut(old)) {
            entry.shadowed = true;
        }
        let mut ambiguous = false;
        if unsupported.is_none()
            && let Some(old) = self.by_name.insert(name.clone(), number)
            && replaced != Some(old)
            && let Some(entry) = self.entries.get_mut(old)
        {
            entry.shadowed = true;
            entry.ambiguous = true;
            ambiguous = true;
        }
        self.entries.push(Entry { key: name, key_span, value, shadowed: false, ambiguous, merged, unsupported });
    }
}

/// Refuses keys that JSON cannot have, among those that take effect.
fn check_keys(text: &Text, node: &Node) -> Result<(), YamlError> {
    for item in node.items() {
        check_keys(text, item)?;
    }
    for entry in node.entries().iter().filter(|entry| !entry.shadowed) {
        if let Some(unsupported) = &entry.unsupported {
            let value = match &entry.value.value {
                Value::Null => "interface {}(nil)".to_owned(),
                Value::Bool(bool) => bool.to_string(),
                Value::Int(int) => int.to_string(),
                Value::UInt(int) => format!("{int:#x}"),
                Value::Float(float) => json_float(*float).unwrap_or_else(|| short_float(*float)),
                Value::Str(text) => format!("{text:?}"),
                Value::Seq(_) => "[]interface {}{…}".to_owned(),
                Value::Map(_) => "map[interface {}]interface {}{…}".to_owned(),
            };
            let message = format!("unsupported map key of type: {unsupported}, value: {value}");
            return Err(text.error(YamlErrorKind::Value, message, entry.key_span));
        }
        check_keys(text, &entry.value)?;
    }
    Ok(())
}
