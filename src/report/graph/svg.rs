//! The drawing as SVG: one file without scripts, fonts or links, readable on light and on dark ground, with all texts as
//! text. Trouble is red and told below the drawing.

use std::fmt::Write as _;

use super::Drawing;
use super::boxes::{LABEL_LINE, LINE, NodeBox, PAD, Tone, count};
use super::layout::{Layout, MARGIN};
use super::path::path;
use super::words::{columns, paragraph, shown, worst};
use crate::chain::picture::{Edge, Node, Part, Picture, Role};
use crate::diagnostic::Severity;
use crate::report::xml::content;

/// Columns of a line below the drawing.
const LEGEND_COLUMNS: usize = 118;
const LEGEND_LINE: i32 = 19;

/// How the parts look, in an image of its own and in a page.
pub const STYLE: &str = include_str!("svg.css");

/// Draws it.
pub fn render(drawing: &Drawing<'_>) -> String {
    draw(drawing, "", true)
}

/// Draws it for a page that has [`STYLE`] once for all pictures and tells itself what lint finds; the picture's names begin
/// with `id`.
pub fn embedded(drawing: &Drawing<'_>, id: &str) -> String {
    draw(drawing, id, false)
}

fn draw(drawing: &Drawing<'_>, id: &str, is_alone: bool) -> String {
    let picture = drawing.picture;
    let layout = Layout::of(picture);
    let legend = if is_alone { legend(drawing) } else { Vec::new() };
    let widest = legend.iter().map(|(_, text)| count(columns(text)) * 73 / 10).max().unwrap_or(0);
    let title = if is_alone { 34 } else { 0 };
    let title_width = if is_alone { count(columns(drawing.title)) * 8 + 2 * MARGIN } else { 0 };
    let width = layout.width.max(widest + 2 * MARGIN).max(title_width);
    let below = if legend.is_empty() { 0 } else { LEGEND_LINE * count(legend.len()) + PAD };
    let height = title + layout.height + below;
    let mut svg = String::new();
    let (name, about) = (content(drawing.title), content(&about(picture)));
    let style = if is_alone { format!("<style>\n{STYLE}</style>\n") } else { String::new() };
    let _ = write!(
        svg,
        "<svg class=\"chain\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" role=\"img\" aria-labelledby=\"{id}title {id}about\">\n<title id=\"{id}title\">{name}</title>\n\
         <desc id=\"{id}about\">{about}</desc>\n{style}<defs><marker id=\"{id}point\" viewBox=\"0 0 8 8\" \
         refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" markerUnits=\"userSpaceOnUse\" orient=\"auto\">\
         <path class=\"point\" d=\"M0 0.5 8 4 0 7.5z\"/></marker></defs>\n\
         <rect class=\"paper\" width=\"{width}\" height=\"{height}\"/>\n"
    );
    if is_alone {
        text(&mut svg, "title", MARGIN, MARGIN + 6, drawing.title);
    }
    let _ = writeln!(svg, "<g transform=\"translate(0 {title})\">");
    for ((node, shape), corner) in picture.nodes.iter().zip(&layout.boxes).zip(&layout.corners) {
        draw_node(&mut svg, node, shape, *corner);
    }
    for route in &layout.routes {
        if let Some(edge) = picture.edges.get(route.edge) {
            draw_edge(&mut svg, id, picture, edge, &route.points, &route.labels);
        }
    }
    svg += "</g>\n";
    for ((class, line), at) in legend.iter().zip(0..) {
        text(&mut svg, class, MARGIN, title + layout.height + LEGEND_LINE * at + 6, line);
    }
    svg += "</svg>\n";
    svg
}

const fn role_class(role: Role) -> &'static str {
    match role {
        Role::Client => "client",
        Role::Iptables => "iptables",
        Role::Block | Role::CoreDns | Role::Proxy => "block",
        Role::Envoy => "envoy",
        Role::Host => "host",
        Role::Nobody | Role::Upstream => "upstream",
    }
}

fn shade(part: &Part, usual: &'static str) -> &'static str {
    match worst(&part.trouble) {
        Some(Severity::Error) => "error",
        Some(_) => "warning",
        None if part.is_met => usual,
        None => "unmet",
    }
}

fn draw_node(svg: &mut String, node: &Node, shape: &NodeBox, (x, y, width): (i32, i32, i32)) {
    let fade = if node.head.is_met { "" } else { " class=\"unmet-text\"" };
    let _ = writeln!(svg, "<g{fade}>");
    let tone = shade(&node.head, role_class(node.role));
    let height = shape.height;
    let _ =
        write!(svg, "<rect class=\"box {tone}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"7\">");
    tooltip(svg, &node.head);
    svg.push_str("</rect>\n");
    for (at, part) in shape.parts.iter().enumerate() {
        let rule = at.checked_sub(1).and_then(|rule| node.rules.get(rule));
        let (left, top) = (x + part.x, y + part.y);
        if let Some(rule) = rule {
            let tone = shade(rule, "");
            let (width, height) = (width - part.x - PAD, part.height);
            let _ = write!(
                svg,
                "<rect class=\"rule {tone}\" x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" rx=\"5\">"
            );
            tooltip(svg, rule);
            svg.push_str("</rect>\n");
        }
        for (line, row) in part.above.iter().rev().zip(0..) {
            text(svg, "label", left + 26, top - 5 - LABEL_LINE * row, line);
        }
        let start = (part.height - LINE * count(part.lines.len())) / 2;
        for (line, row) in part.lines.iter().zip(0..) {
            let class = match line.tone {
                Tone::Title => "title",
                Tone::Detail => "detail",
                Tone::Answer => "answer",
                Tone::Trouble => "trouble",
            };
            text(svg, class, left + PAD, top + start + LINE * row + 13, &line.text);
        }
    }
    svg.push_str("</g>\n");
}

fn draw_edge(
    svg: &mut String,
    id: &str,
    picture: &Picture,
    edge: &Edge,
    points: &[(i32, i32)],
    labels: &[(i32, i32, String)],
) {
    let title = |end| picture.part(end).map_or("", |part| part.title.as_str());
    let about = format!("{} → {}: {}", title(edge.from), title(edge.to), edge.passes.join(", "));
    let about = if edge.replies.is_empty() { about } else { format!("{about}; back: {}", edge.replies.join("; ")) };
    let _ = writeln!(
        svg,
        "<path class=\"line\" marker-end=\"url(#{id}point)\" d=\"{}\"><title>{}</title></path>",
        path(points),
        content(&shown(&about, 300))
    );
    for (x, y, line) in labels {
        text(svg, "label", *x, *y, line);
    }
}

fn tooltip(svg: &mut String, part: &Part) {
    if part.trouble.is_empty() {
        return;
    }
    let lines = part.trouble.iter().take(20);
    let lines: Vec<_> = lines.map(|found| shown(&format!("{} {}", found.code, found.message), 400)).collect();
    let _ = write!(svg, "<title>{}</title>", content(&lines.join("\n")));
}

fn text(svg: &mut String, class: &str, x: i32, y: i32, text: &str) {
    let _ = writeln!(svg, "<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{}</text>", content(text));
}

/// The lines below the drawing with their classes.
fn legend(drawing: &Drawing<'_>) -> Vec<(&'static str, String)> {
    let lines =
        |class: &'static str, text: String| paragraph(&text, LEGEND_COLUMNS).into_iter().map(move |line| (class, line));
    let trouble = drawing.trouble_lines().into_iter().flat_map(|(_, line)| lines("trouble", line));
    trouble.chain(drawing.all_notes().into_iter().flat_map(|note| lines("detail", note))).collect()
}

fn about(picture: &Picture) -> String {
    let names = picture.nodes.iter().take(20).map(|node| {
        let details = node.head.details.first().map_or(String::new(), |detail| format!(" {detail}"));
        shown(&format!("{}{details}", node.head.title), 60)
    });
    format!("A DNS query goes from the client through these: {}", names.collect::<Vec<_>>().join(", "))
}
