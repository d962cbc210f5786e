//! Short ways through a tree of YAML: keys as Kubernetes and Helm spell them, scalars as they are written.

use super::evidence::{Place, Placed, Text};
use crate::lint::input::offsets_of;
use crate::mesh::yaml::{Entry, Node, Value};

/// The value behind keys.
pub fn at<'n>(node: &'n Node, keys: &[&str]) -> Option<&'n Node> {
    keys.iter().try_fold(node, |node, key| node.get(key).map(|entry| &entry.value))
}

/// The items of a sequence behind keys.
pub fn items<'n>(node: &'n Node, keys: &[&str]) -> &'n [Node] {
    at(node, keys).map_or(&[], Node::items)
}

/// The entries of a mapping behind keys that count.
pub fn entries<'n>(node: &'n Node, keys: &[&str]) -> impl Iterator<Item = &'n Entry> {
    at(node, keys).map_or(&[][..], Node::entries).iter().filter(|entry| !entry.shadowed)
}

/// A scalar as text: numbers and switches as they are written.
pub fn scalar(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Str(text) => Some(text),
        Value::Bool(_) | Value::Int(_) | Value::UInt(_) | Value::Float(_) => Some(&node.text),
        Value::Null | Value::Seq(_) | Value::Map(_) => None,
    }
}

/// The scalar behind keys.
pub fn text<'n>(node: &'n Node, keys: &[&str]) -> Option<&'n str> {
    at(node, keys).and_then(scalar)
}

/// A scalar with its place.
pub fn placed(node: &Node, file: usize) -> Option<Placed> {
    Some(Placed { text: scalar(node)?.to_owned(), place: place(node, file) })
}

/// The place of a value.
pub fn place(node: &Node, file: usize) -> Place {
    Place { file, span: node.place() }
}

/// A scalar that holds a text of its own, such as a configuration file.
pub fn inner_text(node: &Node, file: usize, input: &[u8]) -> Option<Text> {
    let Value::Str(text) = &node.value else { return None };
    Some(Text { bytes: text.clone().into_bytes(), file, offsets: offsets_of(input, node) })
}
