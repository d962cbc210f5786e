//! A walk for people: a line for each hop with the words of the template that are responsible, who answered, and the answer
//! as dig prints it.

use std::fmt::Write as _;

use super::Trace;
use crate::chain::{Action, Actor, AnsweredBy, Branch, End, Outcome, Step};
use crate::report::dig::{self, Head};
use crate::report::visible::{visible, visible_line, visible_start};

/// Columns for what happens; the template's line stands behind.
const MAX_WIDTH: usize = 64;
/// Bytes of a line of the template that are shown.
const MAX_LINE: usize = 60;
/// More different answers are not shown in full.
const MAX_ANSWERS: usize = 4;

const DIM: &str = "\u{1b}[2m";
const BOLD: &str = "\u{1b}[1m";
const RESET: &str = "\u{1b}[0m";

/// A line of the drawing: what happens, where it stands, and what stands there.
#[derive(Default)]
struct Line {
    front: String,
    place: String,
    words: String,
    is_end: bool,
}

/// Draws a walk, with the answer as dig prints it.
#[must_use]
pub fn render(trace: &Trace<'_>, color: bool) -> String {
    head(trace) + &drawing(trace, color) + &answers(trace)
}

/// Draws the hops of a walk.
#[must_use]
pub fn drawing(trace: &Trace<'_>, color: bool) -> String {
    let mut lines = Vec::new();
    if let Some(tree) = trace.walk.tree() {
        draw(trace, &tree, "", 0, &mut lines);
    }
    let width = |text: fn(&Line) -> &String| {
        let placed = lines.iter().filter(|line| !line.place.is_empty());
        placed.map(|line| text(line).chars().count()).max().unwrap_or(0).min(MAX_WIDTH)
    };
    let (width, place_width) = (width(|line| &line.front), width(|line| &line.place));
    let (dim, bold, reset) = if color { (DIM, BOLD, RESET) } else { ("", "", "") };
    let mut text = String::new();
    for Line { front, place, words, is_end } in &lines {
        if *is_end {
            let _ = writeln!(text, "{bold}{front}{reset}");
        } else if place.is_empty() {
            let _ = writeln!(text, "{front}");
        } else {
            let _ = writeln!(text, "{front:width$}  {dim}{place:place_width$}  {words}{reset}");
        }
    }
    text
}

fn head(trace: &Trace<'_>) -> String {
    let mut text = format!("{}, {}\n", trace.walk.query, trace.scene.target);
    if let Some(reason) = trace.scene.no_corefile {
        let _ = writeln!(text, "{reason}");
    }
    text.push('\n');
    text
}

/// Appends the lines of a branch; `above` is drawn in front of each.
fn draw(trace: &Trace<'_>, branch: &Branch<'_, '_>, above: &str, number: usize, lines: &mut Vec<Line>) {
    let mut number = number;
    for step in branch.steps {
        if is_choice(step) {
            continue;
        }
        number += 1;
        lines.push(hop(trace, step, above, number));
    }
    match &branch.end {
        End::Outcome(outcome) => {
            let front = format!("{above}  => {}", ending(trace, outcome));
            lines.push(Line { front, is_end: true, ..Line::default() });
        }
        End::Fork(branches) => {
            for (index, inner) in branches.iter().enumerate() {
                let is_last = index + 1 == branches.len();
                let (mark, below) = if is_last { ("└─", "  ") } else { ("├─", "│ ") };
                let why = inner.steps.first().map(ToString::to_string).unwrap_or_default();
                let front = format!("{above}  {mark} {}", visible_line(why.as_bytes()));
                lines.push(Line { front, ..Line::default() });
                draw(trace, inner, &format!("{above}  {below}"), number, lines);
            }
        }
    }
    if !trace.walk.complete && above.is_empty() {
        let front = "  … more ways than are walked".to_owned();
        lines.push(Line { front, ..Line::default() });
    }
}

/// Whether the step only says what was chosen, which the drawing does at the fork.
fn is_choice(step: &Step<'_>) -> bool {
    matches!(step.action, Action::Chance { .. } | Action::Depends(..))
}

fn hop(trace: &Trace<'_>, step: &Step<'_>, above: &str, number: usize) -> Line {
    let indent = "  ".repeat(usize::from(step.depth));
    let told = step.to_string();
    let front = format!("{above}  {number:>2}  {indent}{}", visible_line(told.as_bytes()));
    // What others reply stands below the line that asks them.
    let is_own = !matches!(step.actor, Actor::Other(_));
    let spot = step.place.filter(|_| is_own).and_then(|place| trace.scene.spot(place));
    let Some(spot) = spot else { return Line { front, ..Line::default() } };
    let path = visible_line(spot.path.as_bytes());
    let words = visible_start(spot.line.as_bytes(), MAX_LINE);
    Line {
        front,
        place: format!("{path}:{}:{}", spot.position.line, spot.position.column),
        words: visible_line(words.as_bytes()).into_owned(),
        is_end: false,
    }
}

/// How a way ends, on one line: `NOERROR, answered by Envoy`.
fn ending(trace: &Trace<'_>, outcome: &Outcome<'_>) -> String {
    let by = AnsweredBy::of(outcome, trace.scene.world);
    let mut text = match by {
        AnsweredBy::Nobody => outcome.to_string(),
        by => format!("{outcome}, answered by {by}"),
    };
    if !outcome.wait.is_zero() {
        let _ = write!(text, ", after about {} s", outcome.wait.as_secs());
    }
    visible_line(text.as_bytes()).into_owned()
}

/// Each different answer, as dig prints it.
fn answers(trace: &Trace<'_>) -> String {
    let mut distinct = Vec::new();
    for outcome in trace.walk.outcomes() {
        if let Ok(message) = &outcome.reply {
            let head = Head { recursion_desired: trace.walk.query.recursion_desired, ..Head::default() };
            let shown = dig::dig(&trace.walk.query, message, &head);
            let shown = visible(shown.as_bytes()).into_owned();
            if !distinct.contains(&shown) {
                distinct.push(shown);
            }
        }
    }
    let (count, mut text) = (distinct.len(), String::new());
    for (index, shown) in distinct.iter().take(MAX_ANSWERS).enumerate() {
        let heading = if count > 1 { format!(";; answer {} of {count}\n", index + 1) } else { String::new() };
        let _ = write!(text, "\n{heading}{shown}");
    }
    if count > MAX_ANSWERS {
        let _ = writeln!(text, "\n;; and {} other answers", count - MAX_ANSWERS);
    }
    text
}
