//! Written nodes from the events of `saphyr-parser`. Aliases stay references, nothing is resolved yet.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Span as Marks, StrInput, Tag};

use super::MAX_DEPTH;
use super::bytes::Text;
use super::dialect::{
    Before, accepts_anchor, anchor_name, block_header, block_problem, ends_without_line_end, first_line_problem,
    quoted_length, scalar_problem, tab_problem,
};
use super::document::{Document, Kind, Stop, Wider, Written, rest};
use super::error::{YamlError, YamlErrorKind};
use super::tree::Style;
use crate::source::Span;

type Source<'t> = Parser<'t, StrInput<'t>>;

/// A collection that is not closed yet.
struct Open {
    node: usize,
    flow: bool,
    column: usize,
}

pub(super) struct Reader<'t> {
    text: &'t Text,
    nodes: Vec<Written>,
    /// The open collections, innermost last.
    open: Vec<Open>,
    root: Option<usize>,
    /// saphyr's number of an anchor → node.
    anchors: HashMap<usize, usize>,
    /// Where the last node or its bracket ended, in bytes and in characters, and what it was.
    last_end: u32,
    gap: usize,
    before: Before,
}

impl<'r> Reader<'r> {
    pub fn new(text: &'r Text) -> Self {
        Reader {
            text,
            nodes: Vec::new(),
            open: Vec::new(),
            root: None,
            anchors: HashMap::new(),
            last_end: 0,
            gap: 0,
            before: Before::Open,
        }
    }

    /// Reads up to the end of the first document.
    pub fn document(mut self) -> Result<Document, Stop> {
        let mut parser = Parser::new_from_str(&self.text.scanned);
        let rest = loop {
            match self.next(&mut parser) {
                Ok((Event::StreamStart | Event::DocumentStart(_) | Event::Nothing, _)) => {}
                Ok((Event::StreamEnd, _)) => {
                    self.check_gap(self.text.len())?;
                    break None;
                }
                Ok((Event::DocumentEnd, marks)) => {
                    self.check_gap(marks.start.index())?;
                    break rest(self.text, marks.start.index());
                }
                Ok((event, marks)) => self.take(event, marks)?,
                // goyaml is content once the root node is whole.
                Err(Stop { between_documents: true, at, .. }) if self.root.is_some() && self.open.is_empty() => {
                    if let Some(problem) = first_line_problem(self.text.at(at)) {
                        Err(self.syntax(problem, at))?;
                    }
                    break rest(self.text, at);
                }
                Err(stop) => return Err(stop),
            }
        };
        Ok(Document { nodes: self.nodes, root: self.root, rest })
    }

    fn parent(&self) -> Option<&Kind> {
        let parent = self.open.last()?;
        self.nodes.get(parent.node).map(|parent| &parent.kind)
    }

    fn in_mapping(&self) -> bool {
        matches!(self.parent(), Some(Kind::Map(_)))
    }

    fn in_flow(&self) -> bool {
        self.open.last().is_some_and(|open| open.flow)
    }

    fn next<'t>(&self, parser: &mut Source<'t>) -> Result<(Event<'t>, Marks), Stop> {
        match parser.next_event() {
            None => Ok((Event::StreamEnd, Marks::default())),
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => {
                let at = error.marker().index();
                let start = self.text.offset(at);
                let span = Span::new(start, self.text.offset(at + 1));
                let info = error.info();
                let error = match self.text.at(at).strip_prefix('*') {
                    Some(name) if info.ends_with("found unknown anchor") => {
                        let message = format!("yaml: unknown anchor '{}' referenced", anchor_name(name));
                        self.text.error(YamlErrorKind::Value, message, span)
                    }
                    _ => self.text.error(YamlErrorKind::Syntax, info.to_owned(), span),
                };
                let between_documents =
                    info.contains("<document start>") || info.contains("document end marker before directive");
                let wider = match info {
                    "invalid indentation" | "invalid indentation in flow construct" => Some(Wider::Indentation),
                    "':' must be followed by a valid YAML whitespace"
                    | "tabs disallowed within this context (block indentation)"
                    | "tab cannot be used as indentation" => Some(Wider::Tab),
                    _ => None,
                };
                Err(Stop { error, at, between_documents, wider })
            }
        }
    }

    fn take(&mut self, event: Event<'_>, marks: Marks) -> Result<(), YamlError> {
        let (start, mut end) = (marks.start.index(), marks.end.index());
        let mut span = self.span(start, end);
        match event {
            Event::Scalar(value, style, anchor, tag) => {
                let style = style_of(style);
                let tag = tag.map(|tag| format!("{}{}", tag.handle, tag.suffix));
                let mut value = value.into_owned();
                if value.is_empty() && style == Style::Plain && anchor == 0 && tag.is_none() {
                    if self.keyless(start) {
                        return Err(self.syntax("did not find expected key", start));
                    }
                    span = self.nothing(start);
                    self.add(Kind::Scalar(value, style), tag, anchor, span)?;
                    self.last_end = span.end;
                    return Ok(());
                }
                self.check_gap(start)?;
                if matches!(style, Style::SingleQuoted | Style::DoubleQuoted) {
                    // The scanner's span goes on to the end of the line.
                    end = start + self.quoted_length(start, style, anchor != 0 || tag.is_some());
                    span = self.span(start, end);
                }
                self.check_scalar(style, anchor, tag.as_deref(), &value, (start, end))?;
                let block = matches!(style, Style::Literal | Style::Folded);
                if block {
                    span = self.block_scalar(&mut value, (start, end), anchor != 0 || tag.is_some())?;
                }
                self.add(Kind::Scalar(value, style), tag, anchor, span)?;
                let column = self.open.last().map(|open| open.column);
                let before = match style {
                    Style::Plain => Before::Plain(column),
                    _ if block => Before::Open,
                    _ => Before::Closed,
                };
                self.passed(span.end, end, before);
            }
            Event::Alias(anchor) => {
                self.check_gap(start)?;
                let name = anchor_name(self.text.at(start + 1)).to_owned();
                if !accepts_anchor(self.text.at(start + 1)) {
                    return Err(self.bad_name("alias", span));
                }
                let Some(&target) = self.anchors.get(&anchor) else {
                    let message = format!("yaml: unknown anchor '{name}' referenced");
                    return Err(self.text.error(YamlErrorKind::Value, message, span));
                };
                self.add(Kind::Alias(name, target), None, 0, span)?;
                self.passed(span.end, end, Before::Closed);
            }
            Event::SequenceStart(anchor, tag) => self.open(Kind::Seq(Vec::new()), tag.as_deref(), anchor, marks)?,
            Event::MappingStart(anchor, tag) => self.open(Kind::Map(Vec::new()), tag.as_deref(), anchor, marks)?,
            Event::SequenceEnd | Event::MappingEnd => {
                if self.in_flow() && self.text.at(start).starts_with([']', '}']) && end > start {
                    self.passed(self.text.offset(start + 1), start + 1, Before::Closed);
                }
                if let Some(node) = self.open.pop().and_then(|open| self.nodes.get_mut(open.node)) {
                    node.span.end = self.last_end.max(node.span.start);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn passed(&mut self, end: u32, gap: usize, before: Before) {
        (self.last_end, self.gap, self.before) = (end, gap, before);
    }

    /// Checks the tabs between the last token and the one at `until`.
    fn check_gap(&self, until: usize) -> Result<(), YamlError> {
        let gap = self.text.between(self.gap, until);
        if self.in_flow() || !gap.contains('\t') {
            return Ok(());
        }
        match tab_problem(gap, self.before) {
            Some((at, problem)) => Err(self.syntax(problem, self.gap + at)),
            None => Ok(()),
        }
    }

    fn check_scalar(
        &self,
        style: Style,
        anchor: usize,
        tag: Option<&str>,
        value: &str,
        (start, end): (usize, usize),
    ) -> Result<(), YamlError> {
        if tag == Some("") {
            return Err(self.syntax("did not find expected tag URI", start));
        }
        if tag.is_some() && value.is_empty() && style == Style::Plain && self.in_flow() {
            let tag = self.text.at(start).trim_start_matches(|c: char| !c.is_whitespace() && !",]}".contains(c));
            if tag.starts_with([',', ']', '}']) {
                return Err(self.syntax("did not find expected ',' or ']'", start));
            }
        }
        let bare = anchor == 0 && tag.is_none();
        let source = if bare { self.text.at(start) } else { behind_properties(self.text.at(start)) };
        match scalar_problem(style, self.in_flow(), source, self.text.at(end), value) {
            Some(problem) => Err(self.syntax(problem, start)),
            None => Ok(()),
        }
    }

    /// Puts right what the scanner says of a block scalar: the line end that the file lacks, and the span.
    fn block_scalar(
        &self,
        value: &mut String,
        (start, end): (usize, usize),
        properties: bool,
    ) -> Result<Span, YamlError> {
        if end >= self.text.len() && ends_without_line_end(&self.text.chars, value) {
            value.pop();
        }
        let gap = self.text.between(self.gap, start);
        let header = match properties {
            true => start,
            false => block_header(gap).map_or(start, |at| self.gap + at),
        };
        let source = self.text.at(header);
        let source = if properties { behind_properties(source) } else { source };
        if let Some(problem) = block_problem(source) {
            return Err(self.syntax(problem, start));
        }
        let text = self.text.between(start, end);
        let blanks = text.len() - text.trim_end_matches([' ', '\t', '\n', '\r']).len();
        Ok(self.span(header, (end - blanks).max(header)))
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.text.offset(start), self.text.offset(end))
    }

    /// How many characters a quoted scalar has, with its properties and quotes.
    fn quoted_length(&self, start: usize, style: Style, properties: bool) -> usize {
        let source = self.text.at(start);
        let quoted = if properties { behind_properties(source) } else { source };
        let before = source[..source.len() - quoted.len()].chars().count();
        before + quoted_length(quoted, style == Style::DoubleQuoted)
    }

    fn syntax(&self, problem: &str, at: usize) -> YamlError {
        let span = Span::new(self.text.offset(at), self.text.offset(at + 1));
        self.text.error(YamlErrorKind::Syntax, problem.to_owned(), span)
    }

    /// Whether a colon stands here without a key or `?` before it, which YAML 1.2 takes for an empty key.
    fn keyless(&self, at: usize) -> bool {
        let parent = self.open.last().and_then(|open| self.nodes.get(open.node));
        let key = parent.is_some_and(|parent| matches!(&parent.kind, Kind::Map(children) if children.len() % 2 == 0));
        key && self.text.at(at).starts_with(':') && !self.text.between(self.gap, at).contains('?')
    }

    /// The place of a value that is not there: behind the colon or dash that asks for it.
    fn nothing(&self, start: usize) -> Span {
        let indicator = self.text.at(start).strip_prefix([':', '-', '?']);
        let asks =
            indicator.is_some_and(|rest| rest.chars().next().is_none_or(|c| c.is_whitespace() || ",]}".contains(c)));
        let at = match asks {
            true => self.text.offset(start + 1),
            false => self.last_end.min(self.text.offset(start)),
        };
        Span::new(at, at)
    }

    fn open(&mut self, kind: Kind, tag: Option<&Tag>, anchor: usize, marks: Marks) -> Result<(), YamlError> {
        let (mut start, end) = (marks.start.index(), marks.end.index());
        self.check_gap(start)?;
        let here = self.text.at(start);
        let source = if anchor != 0 || tag.is_some() { behind_properties(here) } else { here };
        let properties = here[..here.len() - source.len()].chars().count();
        // A block collection may begin with a bracket too, that of its first node; its token is empty.
        let bracket =
            source.starts_with(if matches!(kind, Kind::Seq(_)) { '[' } else { '{' }) && start + properties < end;
        if matches!(kind, Kind::Seq(_)) && self.in_mapping() {
            // The scanner places a sequence that is not indented behind its first dash.
            let gap = self.text.between(self.gap, start);
            if let Some(dash) = gap.trim_end().strip_suffix('-') {
                start -= gap[dash.len()..].chars().count();
            }
        }
        let span = self.span(start, end.max(start));
        let flow = bracket || self.in_flow();
        let tag = tag.map(|tag| format!("{}{}", tag.handle, tag.suffix));
        let node = self.add(kind, tag, anchor, span)?;
        self.open.push(Open { node, flow, column: marks.start.col() - (marks.start.index() - start) });
        if bracket {
            self.passed(span.end, end, Before::Closed);
        } else {
            self.last_end = self.last_end.max(span.start);
        }
        if self.open.len() > MAX_DEPTH {
            return Err(self.text.error(
                YamlErrorKind::Limit,
                format!("yaml: exceeded max depth of {MAX_DEPTH}"),
                span,
            ));
        }
        Ok(())
    }

    fn add(&mut self, kind: Kind, tag: Option<String>, anchor: usize, span: Span) -> Result<usize, YamlError> {
        let number = self.nodes.len();
        if anchor != 0 {
            self.check_property(span)?;
            self.anchors.insert(anchor, number);
        }
        self.nodes.push(Written { kind, tag, span });
        match self.open.last().and_then(|parent| self.nodes.get_mut(parent.node)).map(|parent| &mut parent.kind) {
            Some(Kind::Seq(children) | Kind::Map(children)) => children.push(number),
            _ => self.root = Some(number),
        }
        Ok(number)
    }

    /// Checks the anchor among the properties that a node starts with.
    fn check_property(&self, span: Span) -> Result<(), YamlError> {
        let mut rest = self.text.at_offset(span.start);
        if rest.starts_with('!') {
            rest = rest.trim_start_matches(|c: char| !c.is_whitespace()).trim_start();
        }
        match rest.strip_prefix('&') {
            Some(name) if !accepts_anchor(name) => Err(self.bad_name("anchor", span)),
            _ => Ok(()),
        }
    }

    fn bad_name(&self, what: &str, span: Span) -> YamlError {
        let message = format!("the name of an {what} has letters, digits, '_' and '-' only");
        self.text.error(YamlErrorKind::Syntax, message, span)
    }
}

/// The text behind a tag and an anchor.
fn behind_properties(mut text: &str) -> &str {
    while text.starts_with(['!', '&']) {
        text = text.trim_start_matches(|c: char| !c.is_whitespace()).trim_start();
    }
    text
}

fn style_of(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted => Style::SingleQuoted,
        ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
        ScalarStyle::Literal => Style::Literal,
        ScalarStyle::Folded => Style::Folded,
    }
}
