//! The picture of a chain, drawn: one file a format. Where things stand is worked out once, for the formats that do not
//! leave it to another program.

mod boxes;
mod dot;
mod layers;
mod layout;
mod mermaid;
mod path;
mod routes;
mod svg;
#[cfg(test)]
mod tests;
mod text;
mod words;

pub use svg::{STYLE, embedded};

use crate::chain::Picture;
use crate::diagnostic::Severity;

/// More findings are not told below a drawing.
const MAX_TOLD: usize = 30;

/// How a picture is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GraphFormat {
    /// With letters and lines, for terminals.
    Text,
    /// Mermaid's flowchart, which GitHub and GitLab draw.
    Mermaid,
    /// Graphviz's language.
    Dot,
    /// An image.
    Svg,
}

/// A picture with what is said around it.
#[derive(Clone, Copy, Debug)]
pub struct Drawing<'a> {
    /// What is drawn.
    pub picture: &'a Picture,
    /// What it shows, in a few words.
    pub title: &'a str,
    /// What was supposed and what else is to be known, a sentence each.
    pub notes: &'a [String],
    /// Whether terminals are to show colours; text only.
    pub color: bool,
}

/// Draws it.
#[must_use]
pub fn render(format: GraphFormat, drawing: &Drawing<'_>) -> String {
    match format {
        GraphFormat::Text => text::render(drawing),
        GraphFormat::Mermaid => mermaid::render(drawing),
        GraphFormat::Dot => dot::render(drawing),
        GraphFormat::Svg => svg::render(drawing),
    }
}

impl Drawing<'_> {
    /// What is to be known of the drawing as a whole.
    fn all_notes(&self) -> Vec<String> {
        let picture = self.picture;
        let left_out =
            (picture.left_out > 0).then(|| format!("{} more server blocks and rules are left out", picture.left_out));
        let incomplete = (!picture.complete).then(|| "not every way of every query was walked".to_owned());
        left_out.into_iter().chain(incomplete).chain(self.notes.iter().cloned()).collect()
    }

    /// What lint found, a line each; the last one may say how much more there is.
    fn trouble_lines(&self) -> Vec<(Option<Severity>, String)> {
        let all = self.picture.trouble().count();
        let mut lines: Vec<_> = self
            .picture
            .trouble()
            .take(MAX_TOLD)
            .map(|(_, found)| {
                let place = format!("line {}", found.line);
                (Some(found.severity), format!("{}[{}] {place}: {}", found.severity, found.code, found.message))
            })
            .collect();
        if all > lines.len() {
            lines.push((None, format!("and {} more findings: corefilectl lint tells them", all - lines.len())));
        }
        lines
    }
}
