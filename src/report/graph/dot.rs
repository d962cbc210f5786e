//! The picture in Graphviz's language. Every text is a quoted string, in which Graphviz reads backslashes and entities.

use std::fmt::Write as _;

use super::Drawing;
use super::boxes::LABEL_COLUMNS;
use super::mermaid::{entrance, lines_of};
use super::words::{paragraph, passes, replies, shown, worst};
use crate::chain::picture::{End, Part, Role};
use crate::diagnostic::Severity;

const LEGEND_COLUMNS: usize = 118;

const HEAD: &str = "digraph chain {
  rankdir=LR
  graph [fontname=\"monospace\" fontsize=11 labeljust=l]
  node [fontname=\"monospace\" fontsize=11 shape=box style=\"rounded,filled\" fillcolor=\"#f6f8fa\" color=\"#818b98\"]
  edge [fontname=\"monospace\" fontsize=10 color=\"#59636e\"]
";

/// Draws it.
pub fn render(drawing: &Drawing<'_>) -> String {
    let picture = drawing.picture;
    let mut graph = String::from(HEAD);
    for (index, node) in picture.nodes.iter().enumerate() {
        let end = End { node: index, rule: None };
        if node.rules.is_empty() {
            let shape = match node.role {
                Role::Client => " shape=oval",
                Role::Host | Role::Upstream => " shape=cylinder style=filled",
                _ => "",
            };
            let _ = writeln!(graph, "  {} [label={}{shape}{}]", id(end), label(&node.head), look(&node.head));
            continue;
        }
        let _ =
            writeln!(graph, "  subgraph cluster_{index} {{\n    label={}{}", label(&node.head), cluster(&node.head));
        for (rule, part) in node.rules.iter().enumerate() {
            let end = End { node: index, rule: Some(rule) };
            let _ = writeln!(graph, "    {} [label={}{}]", id(end), label(part), look(part));
        }
        graph += "  }\n";
    }
    for edge in picture.drawn_edges() {
        let mut lines = passes(edge, LABEL_COLUMNS);
        lines.extend(replies(edge, LABEL_COLUMNS));
        let label = if lines.is_empty() { String::new() } else { format!(" [label={}]", quoted(&lines, "\\n")) };
        let _ = writeln!(graph, "  {} -> {}{label}", id(edge.from), id(entrance(picture, edge.to)));
    }
    let trouble = drawing.trouble_lines().into_iter().map(|(_, line)| line);
    let lines = std::iter::once(drawing.title.to_owned()).chain(trouble).chain(drawing.all_notes());
    let lines: Vec<_> = lines.flat_map(|line| paragraph(&line, LEGEND_COLUMNS)).collect();
    let _ = writeln!(graph, "  label={}\n}}", quoted(&lines, "\\l"));
    graph
}

fn id(end: End) -> String {
    end.rule.map_or_else(|| format!("n{}", end.node), |rule| format!("n{}r{rule}", end.node))
}

fn label(part: &Part) -> String {
    quoted(&lines_of(part), "\\n")
}

/// How a node shows trouble, or that nobody comes there.
fn look(part: &Part) -> String {
    let colors = match worst(&part.trouble) {
        Some(Severity::Error) => " color=\"#cf222e\" fillcolor=\"#ffebe9\" fontcolor=\"#82071e\" penwidth=3",
        Some(_) => " color=\"#cf222e\" fontcolor=\"#cf222e\" penwidth=2",
        None if !part.is_met => " style=\"rounded,dashed\" fontcolor=\"#818b98\"",
        None => return String::new(),
    };
    let messages = part.trouble.iter().take(20).map(|found| shown(&format!("{} {}", found.code, found.message), 400));
    let messages: Vec<_> = messages.collect();
    if messages.is_empty() { colors.to_owned() } else { format!("{colors} tooltip={}", quoted(&messages, "\\n")) }
}

fn cluster(part: &Part) -> String {
    let color = match worst(&part.trouble) {
        Some(_) => "\n    style=rounded color=\"#cf222e\" fontcolor=\"#cf222e\" penwidth=2",
        None if !part.is_met => "\n    style=\"rounded,dashed\" color=\"#818b98\" fontcolor=\"#818b98\"",
        None => "\n    style=rounded color=\"#0969da\"",
    };
    color.to_owned()
}

fn quoted(lines: &[String], end: &str) -> String {
    let lines: Vec<_> = lines.iter().map(|line| escaped(line)).collect();
    let last = if end == "\\l" { end } else { "" };
    format!("\"{}{last}\"", lines.join(end))
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_end_where_they_should() {
        assert_eq!(quoted(&["a\"\\".to_owned(), "&<b>".to_owned()], "\\n"), r#""a\"\\\n&amp;&lt;b&gt;""#);
        assert_eq!(quoted(&["a".to_owned()], "\\l"), r#""a\l""#);
    }
}
