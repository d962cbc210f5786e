//! The documents of a YAML file as flat lists of nodes, with the place of everything. Aliases stay references, so that
//! nothing is blown up. What the nodes mean is `manifest`'s business.

use std::borrow::Cow;
use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Span as Marks};

use super::Problem;
use super::scalar;
use crate::source::{Offsets, Span};

/// Nesting beyond this is refused; no manifest comes near.
pub const MAX_DEPTH: usize = 250;

/// More documents in one file are refused.
pub const MAX_DOCUMENTS: usize = 10_000;

/// How many `<<` are followed from one mapping on.
const MAX_MERGES: usize = 16;

/// The keys that [`Tree::get`] knows.
const FIELDS: [&str; 10] =
    ["kind", "metadata", "namespace", "name", "data", "binaryData", "controlPlane", "extraConfigMaps", "values", MERGE];

const MERGE: &str = "<<";

/// What is written; numbers are places in the list of nodes.
#[derive(Debug)]
pub(super) enum Kind<'f> {
    Scalar(Cow<'f, str>, ScalarStyle),
    Seq(Vec<usize>),
    /// Keys and values in turn.
    Map(Vec<usize>),
    Alias(usize),
}

#[derive(Debug)]
pub(super) struct Node<'f> {
    pub kind: Kind<'f>,
    /// The first character, tag and anchor included.
    pub start: usize,
    /// A tag or an anchor stands before it.
    properties: bool,
}

/// All nodes of all documents, in the order of writing.
#[derive(Debug)]
pub(super) struct Tree<'f> {
    text: &'f str,
    /// Bytes before `text`: those of a byte order mark.
    base: usize,
    pub nodes: Vec<Node<'f>>,
    /// The values under the known keys of all mappings; the last of several equal keys.
    fields: HashMap<(usize, &'static str), usize>,
    /// Byte offsets of all characters, unless each is one byte.
    starts: Option<Vec<u32>>,
}

impl<'f> Tree<'f> {
    /// Reads all documents.
    ///
    /// # Errors
    /// Text that is no UTF-8 or no YAML, and more than the bounds allow.
    pub fn read(file: &'f [u8]) -> Result<Self, Problem> {
        let base = if file.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let text = std::str::from_utf8(&file[base..]).map_err(|error| {
            let at = u32::try_from(base + error.valid_up_to()).unwrap_or(u32::MAX);
            Problem::Yaml { message: "the text is not UTF-8".to_owned(), span: Span::at(at) }
        })?;
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let starts = (!text.is_ascii()).then(|| text.char_indices().map(|(at, _)| offset(at)).collect());
        let mut tree = Self { text, base, nodes: Vec::new(), fields: HashMap::new(), starts };
        let (mut open, mut anchors, mut documents) = (Vec::new(), HashMap::new(), 0);
        let mut parser = Parser::new_from_str(text);
        loop {
            let (event, marks) = match parser.next_event() {
                None | Some(Ok((Event::StreamEnd, _))) => return Ok(tree),
                Some(Ok(event)) => event,
                Some(Err(error)) => return Err(tree.problem(error.info(), error.marker().index())),
            };
            if matches!(event, Event::DocumentStart(_)) {
                documents += 1;
            }
            tree.take(event, marks, &mut open, &mut anchors)?;
            if open.len() > MAX_DEPTH {
                return Err(tree.problem(&format!("nested deeper than {MAX_DEPTH}"), marks.start.index()));
            }
            if documents > MAX_DOCUMENTS {
                return Err(tree.problem(&format!("more than {MAX_DOCUMENTS} documents"), marks.start.index()));
            }
        }
    }

    fn take(
        &mut self,
        event: Event<'f>,
        marks: Marks,
        open: &mut Vec<usize>,
        anchors: &mut HashMap<usize, usize>,
    ) -> Result<(), Problem> {
        let (kind, anchor, tagged) = match event {
            Event::Scalar(value, style, anchor, tag) => (Kind::Scalar(value, style), anchor, tag.is_some()),
            Event::SequenceStart(anchor, tag) => (Kind::Seq(Vec::new()), anchor, tag.is_some()),
            Event::MappingStart(anchor, tag) => (Kind::Map(Vec::new()), anchor, tag.is_some()),
            Event::Alias(anchor) => match anchors.get(&anchor) {
                Some(&target) => (Kind::Alias(target), 0, false),
                None => return Err(self.problem("an alias of nothing", marks.start.index())),
            },
            Event::SequenceEnd | Event::MappingEnd => {
                open.pop();
                return Ok(());
            }
            _ => return Ok(()),
        };
        let (number, start) = (self.nodes.len(), marks.start.index());
        let collection = matches!(kind, Kind::Seq(_) | Kind::Map(_));
        if let Some(&parent) = open.last() {
            self.adopt(parent, number);
        }
        if matches!(kind, Kind::Map(_)) && self.is_action(number, start, open) {
            return Err(Problem::ChartTemplate { span: self.span(start, start + 2) });
        }
        self.nodes.push(Node { kind, start, properties: anchor != 0 || tagged });
        if anchor != 0 {
            anchors.insert(anchor, number);
        }
        if collection {
            open.push(number);
        }
        Ok(())
    }

    fn adopt(&mut self, parent: usize, child: usize) {
        let key = match &mut self.nodes[parent].kind {
            Kind::Seq(children) => {
                children.push(child);
                None
            }
            Kind::Map(children) => {
                children.push(child);
                if children.len() % 2 == 0 { children.iter().rev().nth(1).copied() } else { None }
            }
            Kind::Scalar(..) | Kind::Alias(_) => None,
        };
        let known = key.and_then(|key| self.scalar(key)).and_then(|key| FIELDS.into_iter().find(|field| *field == key));
        if let Some(field) = known {
            self.fields.insert((parent, field), child);
        }
    }

    /// `{{ .Values.name }}` is YAML: a mapping whose key is a mapping. Nobody writes that and means it.
    fn is_action(&self, number: usize, start: usize, open: &[usize]) -> bool {
        let Some(Node { kind: Kind::Map(children), start: outer, .. }) = open.last().map(|&parent| &self.nodes[parent])
        else {
            return false;
        };
        children.as_slice() == [number] && *outer + 1 == start && self.text[self.byte(*outer)..].starts_with("{{")
    }

    fn byte(&self, index: usize) -> usize {
        match &self.starts {
            Some(starts) => starts.get(index).map_or(self.text.len(), |&at| at as usize),
            None => index.min(self.text.len()),
        }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        let at = |index| u32::try_from(self.base + self.byte(index)).unwrap_or(u32::MAX);
        Span::new(at(start), at(end))
    }

    pub fn problem(&self, message: &str, at: usize) -> Problem {
        Problem::Yaml { message: message.to_owned(), span: self.span(at, at + 1) }
    }

    /// The node that an alias stands for, or the node itself.
    pub fn resolved(&self, number: usize) -> usize {
        match self.nodes[number].kind {
            Kind::Alias(target) => target,
            _ => number,
        }
    }

    /// The text of a scalar.
    pub fn scalar(&self, number: usize) -> Option<&str> {
        match &self.nodes[self.resolved(number)].kind {
            Kind::Scalar(value, _) => Some(value),
            _ => None,
        }
    }

    /// The items of a sequence.
    pub fn items(&self, number: usize) -> &[usize] {
        match &self.nodes[self.resolved(number)].kind {
            Kind::Seq(items) => items,
            _ => &[],
        }
    }

    /// What a mapping says under one of the known keys; what is written beats what `<<` merges.
    pub fn get(&self, mapping: usize, field: &'static str) -> Option<usize> {
        let found = self.layers(mapping).into_iter().find_map(|layer| self.fields.get(&(layer, field)));
        found.map(|&number| self.resolved(number))
    }

    /// The entries of a mapping and of those that it merges, the strongest first.
    pub fn entries(&self, mapping: usize) -> impl Iterator<Item = (&str, usize)> {
        self.layers(mapping).into_iter().flat_map(|layer| {
            let children = match &self.nodes[layer].kind {
                Kind::Map(children) => children.as_slice(),
                _ => &[],
            };
            let pairs = children.chunks_exact(2).rev();
            pairs.filter_map(|pair| Some((self.scalar(pair[0])?, self.resolved(pair[1]))))
        })
    }

    /// A mapping and those that it merges, the strongest first.
    fn layers(&self, mapping: usize) -> Vec<usize> {
        let (mut layers, mut pending) = (Vec::new(), vec![self.resolved(mapping)]);
        while let Some(number) = pending.pop().filter(|_| layers.len() < MAX_MERGES) {
            layers.push(number);
            let Some(&merged) = self.fields.get(&(number, MERGE)) else { continue };
            match self.items(merged) {
                [] => pending.push(self.resolved(merged)),
                several => pending.extend(several.iter().take(MAX_MERGES).rev().map(|&item| self.resolved(item))),
            }
        }
        layers
    }

    /// Where a scalar begins in the file.
    pub fn start(&self, number: usize) -> u32 {
        let node = &self.nodes[number];
        let start = self.base + self.content(node);
        u32::try_from(start).unwrap_or(u32::MAX)
    }

    /// Where the bytes of a scalar's value stand in the file, and the value without the line end that the file lacks.
    pub fn value(&self, number: usize) -> Option<(&str, Offsets)> {
        let node = &self.nodes[number];
        let Kind::Scalar(value, style) = &node.kind else { return None };
        let mut value: &str = value;
        let start = match style {
            ScalarStyle::Literal | ScalarStyle::Folded => self.below_header(node),
            _ => self.content(node),
        };
        let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        if is_block && number + 1 == self.nodes.len() && !self.text.ends_with(['\n', '\r']) {
            value = without_added_end(self.text, value);
        }
        let offsets = scalar::offsets(self.text, start, *style, value);
        Some((value, offsets.moved(u32::try_from(self.base).unwrap_or(u32::MAX))))
    }

    /// The scalar without tag and anchor.
    fn content(&self, node: &Node<'_>) -> usize {
        let mut text = &self.text[self.byte(node.start)..];
        while node.properties && text.starts_with(['!', '&']) {
            text = text.trim_start_matches(|c: char| !c.is_whitespace()).trim_start();
        }
        self.text.len() - text.len()
    }

    /// The start of the line below `|` or `>`. The parser places a block scalar at its first text, or at its tag or anchor.
    fn below_header(&self, node: &Node<'_>) -> usize {
        let mut start = self.content(node);
        if !node.properties {
            let before = self.text[..start].trim_end();
            start = before.len();
        }
        let behind =
            memchr::memchr2(b'\n', b'\r', &self.text.as_bytes()[start..]).map_or(self.text.len(), |at| start + at);
        let line_end = if self.text[behind..].starts_with("\r\n") { 2 } else { 1 };
        (behind + line_end).min(self.text.len())
    }
}

/// The value without the line end that the parser adds where the file stops within the last line of a block scalar.
fn without_added_end<'v>(file: &str, value: &'v str) -> &'v str {
    let written = file.rsplit(['\n', '\r']).next().unwrap_or_default();
    let Some(rest) = value.strip_suffix('\n') else { return value };
    let added = match rest.rsplit('\n').next().unwrap_or_default() {
        "" => written.trim().is_empty() && !rest.is_empty(),
        last => written.ends_with(last),
    };
    if added { rest } else { value }
}
