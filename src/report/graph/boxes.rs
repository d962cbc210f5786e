//! The boxes of a drawing and what is written in them: how many lines, how wide, where the lines between rules run. Where
//! boxes stand is left to `layout`.

use super::words::{answers, columns, passes, replies, shown, wrapped};
use crate::chain::picture::{Edge, Node, Part, Picture};

/// Columns of text in a box.
pub const MAX_COLUMNS: usize = 40;
/// Columns of a label at a line.
pub const LABEL_COLUMNS: usize = 33;
/// Height of a line of text in a box.
pub const LINE: i32 = 17;
/// Height of a line of a label.
pub const LABEL_LINE: i32 = 14;
/// Room around the text of a box.
pub const PAD: i32 = 10;
/// More findings of one part are not named in its box.
const MAX_TROUBLE: usize = 3;
/// Room for a lane of a line within a block.
const LANE: i32 = 9;

/// A line of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it says.
    pub text: String,
    /// How it looks.
    pub tone: Tone,
}

/// How a text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// What something is called.
    Title,
    /// What else is to be known.
    Detail,
    /// What is answered.
    Answer,
    /// What lint found.
    Trouble,
}

impl Tone {
    /// Width of a column in tenths of a pixel, for the size of its letters.
    pub const fn tenths(self) -> i32 {
        match self {
            Self::Title => 79,
            Self::Detail | Self::Answer | Self::Trouble => 73,
        }
    }
}

/// A part within its box, from the box's corner.
#[derive(Clone, Debug)]
pub struct PartBox {
    /// Distance from the left edge.
    pub x: i32,
    /// Distance from the top.
    pub y: i32,
    /// Height.
    pub height: i32,
    /// Its text.
    pub lines: Vec<Line>,
    /// What brings queries here from other rules: written above it.
    pub above: Vec<String>,
}

/// A box.
#[derive(Clone, Debug)]
pub struct NodeBox {
    /// The node as a whole, then its rules.
    pub parts: Vec<PartBox>,
    /// Lines from rule to rule that do not go to the next one: index of the edge, and the lane, from the right.
    pub detours: Vec<(usize, i32)>,
    /// Width that the text asks for.
    pub width: i32,
    /// Height.
    pub height: i32,
}

/// The lines that go from one part to another node, and the room that they ask for.
#[derive(Clone, Debug, Default)]
pub struct Label {
    /// Above the line: what passes.
    pub above: Vec<String>,
    /// Below it: what comes back.
    pub below: Vec<String>,
}

impl Label {
    /// That of an edge.
    pub fn of(edge: &Edge) -> Self {
        Self { above: passes(edge, LABEL_COLUMNS), below: replies(edge, LABEL_COLUMNS) }
    }

    /// Height above the line, and below.
    pub fn heights(&self) -> (i32, i32) {
        let height = |lines: &[String]| LABEL_LINE * count(lines.len()) + 4;
        (height(&self.above), height(&self.below))
    }

    /// Width.
    pub fn width(&self) -> i32 {
        let widest = self.above.iter().chain(&self.below).map(|line| columns(line)).max();
        count(widest.unwrap_or(0)) * 67 / 10
    }
}

/// A number of things as pixels can be multiplied with; there are never many.
pub fn count(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX / 1000)
}

/// The text of a part; `is_told` says that the node is not reached at all, so that its rules need not say it.
pub fn lines(part: &Part, is_told: bool) -> Vec<Line> {
    let line = |text: String, tone| Line { text, tone };
    let mut lines = vec![line(shown(&part.title, MAX_COLUMNS - 3), Tone::Title)];
    lines.extend(part.details.iter().map(|detail| line(shown(detail, MAX_COLUMNS), Tone::Detail)));
    lines.extend(answers(part, MAX_COLUMNS).into_iter().map(|answer| line(answer, Tone::Answer)));
    if !part.is_met && !is_told {
        lines.push(line("not reached".to_owned(), Tone::Detail));
    }
    for trouble in part.trouble.iter().take(MAX_TROUBLE) {
        lines.push(line(shown(&format!("! {} {}", trouble.code, trouble.message), MAX_COLUMNS), Tone::Trouble));
    }
    if let Some(more @ 1..) = part.trouble.len().checked_sub(MAX_TROUBLE) {
        lines.push(line(format!("! and {more} more"), Tone::Trouble));
    }
    lines
}

/// The box of a node. `room` tells the height that the lines leaving each of its parts ask for.
pub fn node_box(picture: &Picture, index: usize, node: &Node, room: impl Fn(Option<usize>) -> i32) -> NodeBox {
    let inner: Vec<(usize, &Edge)> =
        picture.edges.iter().enumerate().filter(|(_, edge)| edge.is_inner() && edge.from.node == index).collect();
    let detours = inner.iter().filter(|(_, edge)| !is_next(edge) && edge.from.rule.is_some());
    let detours: Vec<(usize, i32)> = detours.zip(1..).map(|((edge, _), lane)| (*edge, lane)).collect();
    let inset = if node.rules.is_empty() { 0 } else { PAD + LANE * count(detours.len()) };
    let (mut parts, mut y, mut width) = (Vec::new(), 0, 110);
    let heads = std::iter::once((None, &node.head));
    for (rule, part) in heads.chain(node.rules.iter().enumerate().map(|(rule, part)| (Some(rule), part))) {
        let lines = lines(part, rule.is_some() && !node.head.is_met);
        let incoming = inner.iter().filter(|(_, edge)| edge.to.rule == rule && rule.is_some());
        let passes: Vec<String> = incoming.flat_map(|(_, edge)| edge.passes.iter().cloned()).fold(
            Vec::new(),
            |mut words: Vec<String>, word| {
                if !words.contains(&word) {
                    words.push(word);
                }
                words
            },
        );
        let above = if passes.is_empty() { Vec::new() } else { wrapped(&[passes.join(", ")], MAX_COLUMNS - 4) };
        let text = lines.iter().map(|line| count(columns(&line.text)) * line.tone.tenths() / 10).max().unwrap_or(0);
        let labels = above.iter().map(|line| count(columns(line)) * 67 / 10 + 22).max().unwrap_or(0);
        let x = if rule.is_some() { inset } else { 0 };
        width = width.max(x + text.max(labels) + 2 * PAD + if rule.is_some() { PAD } else { 0 });
        if let Some(rule) = rule {
            let is_first = rule == 0;
            y += if above.is_empty() { if is_first { 0 } else { 12 } } else { 8 + LABEL_LINE * count(above.len()) };
        }
        let height = (LINE * count(lines.len()) + PAD + 4).max(room(rule));
        parts.push(PartBox { x, y, height, lines, above });
        y += height;
    }
    if !node.rules.is_empty() {
        y += PAD;
    }
    NodeBox { parts, detours, width, height: y }
}

/// Whether a line between rules goes down to the very next one.
pub fn is_next(edge: &Edge) -> bool {
    match (edge.from.rule, edge.to.rule) {
        (Some(from), Some(to)) => from + 1 == to,
        _ => false,
    }
}

/// Where the lane of a detour runs, from the left edge of the box.
pub fn lane_x(node: &NodeBox, lane: i32) -> i32 {
    PAD + LANE * (count(node.detours.len()) - lane)
}
