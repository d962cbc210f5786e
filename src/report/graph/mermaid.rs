//! The picture as Mermaid's flowchart. Every text stands in quotes, and in it everything that Mermaid could take for its own
//! is a numbered character.

use std::fmt::Write as _;

use super::Drawing;
use super::boxes::LABEL_COLUMNS;
use super::words::{answers, paragraph, passes, replies, shown, worst};
use crate::chain::picture::{End, Part, Picture, Role};
use crate::diagnostic::Severity;

const COLUMNS: usize = 40;
const LEGEND_COLUMNS: usize = 100;

const CLASSES: &str = "  classDef error stroke:#cf222e,fill:#ffebe9,color:#82071e,stroke-width:3px
  classDef warning stroke:#cf222e,color:#cf222e,stroke-width:2px
  classDef legend fill:none,stroke:none,text-align:left
  classDef unmet stroke-dasharray:4 3,opacity:0.7
";

/// Draws it.
pub fn render(drawing: &Drawing<'_>) -> String {
    let picture = drawing.picture;
    let mut chart = String::from("flowchart LR\n");
    for (index, node) in picture.nodes.iter().enumerate() {
        let end = End { node: index, rule: None };
        if node.rules.is_empty() {
            let (open, close) = match node.role {
                Role::Client => ("([", "])"),
                Role::Host | Role::Upstream => ("[(", ")]"),
                _ => ("[", "]"),
            };
            let _ = writeln!(chart, "  {}{open}{}{close}", id(end), label(&node.head));
            continue;
        }
        // Lines of a subgraph's name would lie over what is in it.
        let name = lines_of(&node.head).join(" ");
        let _ = writeln!(chart, "  subgraph {}[{}]", id(end), quoted(&[name]));
        for (rule, part) in node.rules.iter().enumerate() {
            let _ = writeln!(chart, "    {}[{}]", id(End { node: index, rule: Some(rule) }), label(part));
        }
        chart += "  end\n";
    }
    for edge in picture.drawn_edges() {
        let mut lines = passes(edge, LABEL_COLUMNS);
        lines.extend(replies(edge, LABEL_COLUMNS));
        let label = if lines.is_empty() { String::new() } else { format!("|{}|", quoted(&lines)) };
        let _ = writeln!(chart, "  {} -->{label} {}", id(edge.from), id(entrance(picture, edge.to)));
    }
    legend(&mut chart, drawing);
    chart += CLASSES;
    chart += "  class legend legend\n";
    for (class, ends) in classes(picture) {
        let ends: Vec<_> = ends.into_iter().map(id).collect();
        if !ends.is_empty() {
            let _ = writeln!(chart, "  class {} {class}", ends.join(","));
        }
    }
    chart
}

fn id(end: End) -> String {
    end.rule.map_or_else(|| format!("n{}", end.node), |rule| format!("n{}r{rule}", end.node))
}

/// Where a line to a server block ends: at its first rule, since a line from a block's own rule to the block is refused.
pub fn entrance(picture: &Picture, end: End) -> End {
    let first = picture.edges_from(end).find(|edge| edge.is_inner()).map(|edge| edge.to);
    let has_rules = picture.nodes.get(end.node).is_some_and(|node| !node.rules.is_empty());
    match end.rule {
        None if has_rules => first.unwrap_or(End { rule: Some(0), ..end }),
        _ => end,
    }
}

fn label(part: &Part) -> String {
    quoted(&lines_of(part))
}

/// The text of a part without its trouble's words, which stand below the picture.
pub fn lines_of(part: &Part) -> Vec<String> {
    let mut lines = vec![shown(&part.title, COLUMNS)];
    lines.extend(part.details.iter().map(|detail| shown(detail, COLUMNS)));
    lines.extend(answers(part, COLUMNS));
    if !part.is_met {
        lines.push("not reached".to_owned());
    }
    let mut codes: Vec<_> = part.trouble.iter().map(|found| found.code).collect();
    codes.dedup();
    if !codes.is_empty() {
        lines.push(shown(&format!("! {}", codes.join(", ")), COLUMNS));
    }
    lines
}

fn legend(chart: &mut String, drawing: &Drawing<'_>) {
    let trouble = drawing.trouble_lines().into_iter().map(|(_, line)| line);
    let lines = std::iter::once(drawing.title.to_owned()).chain(trouble).chain(drawing.all_notes());
    let lines: Vec<_> = lines.flat_map(|line| paragraph(&line, LEGEND_COLUMNS)).collect();
    let _ = writeln!(chart, "  legend[{}]", quoted(&lines));
}

fn classes(picture: &Picture) -> [(&'static str, Vec<End>); 3] {
    let ends = |wanted: fn(&Part) -> bool| {
        picture.parts().filter(|(_, part)| wanted(part)).map(|(end, _)| end).collect::<Vec<_>>()
    };
    [
        ("error", ends(|part| worst(&part.trouble) == Some(Severity::Error))),
        ("warning", ends(|part| worst(&part.trouble).is_some_and(|worst| worst < Severity::Error))),
        ("unmet", ends(|part| !part.is_met && part.trouble.is_empty())),
    ]
}

fn quoted(lines: &[String]) -> String {
    let lines: Vec<_> = lines.iter().map(|line| escaped(line)).collect();
    format!("\"{}\"", lines.join("<br/>"))
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => escaped += "#quot;",
            _ if c.is_alphanumeric() || " .,:/()'=-+_!?←→…".contains(c) => escaped.push(c),
            _ => {
                let _ = write!(escaped, "#{};", u32::from(c));
            }
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_taken_for_mermaid() {
        assert_eq!(escaped("\"><script>"), "#quot;#62;#60;script#62;");
        assert_eq!(escaped("%%{init}%%;`#]"), "#37;#37;#123;init#125;#37;#37;#59;#96;#35;#93;");
        assert_eq!(quoted(&["a\\".to_owned(), "b".to_owned()]), "\"a#92;<br/>b\"");
    }
}
