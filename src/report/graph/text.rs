//! The drawing for terminals: a tree from the client on, in which a node that is met twice is drawn once. Trouble is marked
//! with `!`, and red where there are colours.

use super::Drawing;
use super::words::{answers, replies, shown};
use crate::chain::picture::{Edge, End, Node, Part, Picture};
use crate::diagnostic::Severity;

/// Columns of a line.
const WIDTH: usize = 118;
/// Columns of what comes back.
const REPLY: usize = 60;

const RED: &str = "\u{1b}[1;31m";
const BOLD: &str = "\u{1b}[1m";
const DIM: &str = "\u{1b}[2m";
const RESET: &str = "\u{1b}[0m";

/// Draws it.
pub fn render(drawing: &Drawing<'_>) -> String {
    let picture = drawing.picture;
    let mut tree = Tree { picture, color: drawing.color, text: String::new(), drawn: vec![false; picture.nodes.len()] };
    tree.line("", &shown(drawing.title, WIDTH), BOLD);
    tree.text.push('\n');
    for (index, node) in picture.nodes.iter().enumerate() {
        if tree.drawn[index] {
            continue;
        }
        if index > 0 {
            tree.text.push('\n');
        }
        let style = if node.head.is_met { "" } else { DIM };
        tree.line("", &name(&node.head), style);
        tree.node(index, "");
    }
    let trouble = drawing.trouble_lines();
    let notes = drawing.all_notes();
    if !(trouble.is_empty() && notes.is_empty()) {
        tree.text.push('\n');
    }
    for (severity, line) in trouble {
        tree.line("", &shown(&format!("! {line}"), 4 * WIDTH), style_of(severity));
    }
    for note in notes {
        tree.line("", &shown(&format!("note: {note}"), 4 * WIDTH), "");
    }
    tree.text
}

struct Tree<'a> {
    picture: &'a Picture,
    color: bool,
    text: String,
    drawn: Vec<bool>,
}

const fn style_of(severity: Option<Severity>) -> &'static str {
    match severity {
        Some(Severity::Error | Severity::Warning) => RED,
        Some(Severity::Info) | None => "",
    }
}

/// The title with its details.
fn name(part: &Part) -> String {
    let mut name = part.title.clone();
    let mut mark = if part.title == "server block" { " " } else { ", " };
    for detail in &part.details {
        name += mark;
        name += detail;
        mark = ", ";
    }
    if !part.is_met {
        name += " (not reached)";
    }
    shown(&name, WIDTH)
}

/// The title with the first detail, for a node that is drawn elsewhere.
fn brief(part: &Part) -> String {
    let first = part.details.first().map_or(String::new(), |detail| format!(" {detail}"));
    shown(&format!("{}{first} (above)", part.title), WIDTH)
}

impl Tree<'_> {
    fn line(&mut self, prefix: &str, line: &str, style: &str) {
        self.text += prefix;
        if self.color && !style.is_empty() {
            self.text += &format!("{style}{line}{RESET}\n");
        } else {
            self.text += line;
            self.text.push('\n');
        }
    }

    /// What is below a node's name. The depth is that of the chain, which the picture bounds.
    fn node(&mut self, index: usize, prefix: &str) {
        self.drawn[index] = true;
        let picture = self.picture;
        let Some(node) = picture.nodes.get(index) else { return };
        let is_last = node.rules.is_empty();
        self.part(End { node: index, rule: None }, &node.head, prefix, !is_last);
        for (rule, part) in node.rules.iter().enumerate() {
            let above = self.above(index, rule, node);
            match above {
                Some(above) => self.line(prefix, &format!("▼ {above}"), ""),
                None if rule > 0 => self.line(prefix, "·", DIM),
                None => {}
            }
            let style = if part.is_met { "" } else { DIM };
            self.line(prefix, &name(part), style);
            let goes_on = rule + 1 < node.rules.len();
            self.part(End { node: index, rule: Some(rule) }, part, prefix, goes_on);
        }
    }

    /// What brings queries from the rule before to this one.
    fn above(&self, node: usize, rule: usize, item: &Node) -> Option<String> {
        let here = End { node, rule: Some(rule) };
        let incoming = self.picture.edges.iter().filter(|edge| edge.is_inner() && edge.to == here);
        let incoming: Vec<(&Edge, usize)> = incoming.filter_map(|edge| Some((edge, edge.from.rule?))).collect();
        let mut words: Vec<&str> = Vec::new();
        for word in incoming.iter().flat_map(|(edge, _)| &edge.passes) {
            if !words.contains(&word.as_str()) {
                words.push(word);
            }
        }
        let mut words = words.join(", ");
        if incoming.iter().all(|(_, from)| from + 1 != rule) {
            let from = incoming.iter().filter_map(|(_, from)| Some(item.rules.get(*from)?.title.as_str()));
            words += &format!(" from {}", from.collect::<Vec<_>>().join(", "));
        }
        (!incoming.is_empty()).then(|| shown(&words, WIDTH))
    }

    /// What a part does: to whom it goes, what it answers, what is wrong with it.
    fn part(&mut self, end: End, part: &Part, prefix: &str, goes_on: bool) {
        let picture = self.picture;
        let stem = if goes_on { format!("{prefix}│  ") } else { format!("{prefix}   ") };
        let edges: Vec<&Edge> =
            picture.edges_from(end).filter(|edge| !edge.is_inner() || edge.to.rule.is_none()).collect();
        let below = if end.rule.is_none() { prefix } else { &stem };
        for found in &part.trouble {
            let line = shown(&format!("! {} {}", found.code, found.message), WIDTH);
            self.line(&stem, &line, style_of(Some(found.severity)));
        }
        for line in answers(part, REPLY) {
            self.line(&stem, &line, "");
        }
        for (at, edge) in edges.iter().enumerate() {
            let is_last = at + 1 == edges.len();
            let Some(node) = picture.nodes.get(edge.to.node) else { continue };
            let passes = if edge.passes.is_empty() { String::new() } else { format!(" {} ", edge.passes.join(", ")) };
            let is_drawn = self.drawn.get(edge.to.node).copied().unwrap_or(true);
            let name = if is_drawn { brief(&node.head) } else { name(&node.head) };
            let corner = if is_last { "└─" } else { "├─" };
            self.line(below, &shown(&format!("{corner}{passes}─▶ {name}"), WIDTH), "");
            let inner = if is_last { format!("{below}   ") } else { format!("{below}│  ") };
            for line in replies(edge, REPLY) {
                self.line(&inner, &line, "");
            }
            if !is_drawn {
                self.node(edge.to.node, &inner);
            }
        }
    }
}
