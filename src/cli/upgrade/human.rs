//! The report for people: line by line with excerpts, then what moves, then the figures.

use std::fmt::Write as _;

use super::document::{Stop, Told};
use crate::diagnostic::Severity;
use crate::report::findings;
use crate::report::human;
use crate::report::visible::{visible, visible_line};
use crate::source::Source;
use crate::upgrade::crossing::Builds;
use crate::upgrade::{Bound, Item, Migration, Moved, Verdict, successor};

const BOLD: &str = "\x1b[1m";
const RESET: &str = "\x1b[0m";

/// Lays the report out.
pub fn render(told: &Told<'_>, color: bool) -> String {
    let mut text = String::new();
    if told.stops.is_empty() {
        let _ = writeln!(text, "{} to {}: no release is left, so nothing changes", told.journey.from, told.journey.to);
    }
    for stop in &told.stops {
        heading(&mut text, &title(stop), color);
        for (source, item) in &stop.items {
            text += &one(*source, item, color);
            text += "\n\n";
        }
        for (source, finding) in &stop.resolved {
            let line = source.position(finding.span().start).line;
            let place = visible_line(source.name().as_bytes());
            let message = visible_line(finding.diagnostic.message.as_bytes());
            let _ = writeln!(text, "gone: {place}:{line}: {}[{}] {message}", finding.severity(), finding.code);
        }
        if !stop.resolved.is_empty() {
            text.push('\n');
        } else if stop.items.is_empty() {
            text += "nothing that matters here\n\n";
        }
    }
    for (source, label, migration) in &told.migrations {
        moves(&mut text, source, *label, migration, color);
    }
    for (source, number) in &told.already {
        let name = visible_line(source.name().as_bytes());
        let what = if *number == 1 { "finding" } else { "findings" };
        let from = &told.journey.from;
        let _ = writeln!(
            text,
            "{name}: {number} {what} of lint on {from} already (corefilectl lint --mesh-version {from})"
        );
    }
    let _ = writeln!(text, "{}", figures(told));
    text
}

fn heading(text: &mut String, title: &str, color: bool) {
    let _ = if color { writeln!(text, "{BOLD}{title}{RESET}\n") } else { writeln!(text, "{title}\n") };
}

/// `2.7 to 2.8 (CoreDNS 1.11.1–1.14.6 to 1.11.1–1.12.0, Go 1.21.9–1.26.5 to 1.21.11)`.
fn title(stop: &Stop<'_>) -> String {
    let (before, after) = (&stop.crossing.step.before, &stop.crossing.step.after);
    if !after.has_coredns() {
        return format!("== {before} to {after} (without CoreDNS)");
    }
    let builds = |bound: &Bound| {
        let Builds { coredns, go } = Builds::of(bound);
        let go = [go.first(), go.last()].map(|go| go.map(ToString::to_string));
        (
            span(&coredns.iter().map(ToString::to_string).collect::<Vec<_>>()),
            span(&go.into_iter().flatten().collect::<Vec<_>>()),
        )
    };
    let ((old_dns, old_go), (new_dns, new_go)) = (builds(before), builds(after));
    format!("== {before} to {after} (CoreDNS {old_dns} to {new_dns}, Go {old_go} to {new_go})")
}

fn span(versions: &[String]) -> String {
    match (versions.first(), versions.last()) {
        (Some(first), Some(last)) if first != last => format!("{first}–{last}"),
        (Some(only), _) => only.clone(),
        _ => String::new(),
    }
}

fn one(source: Option<&Source>, item: &Item, color: bool) -> String {
    let has_place = !item.finding.diagnostic.labels.is_empty();
    match source.filter(|_| has_place) {
        Some(source) => findings::one(source, &item.finding, color),
        None => {
            let mut diagnostic = item.finding.diagnostic.clone();
            let holds = item.finding.holds.text();
            diagnostic.notes.extend((!holds.is_empty()).then_some(holds));
            human::render(&diagnostic, None, color)
        }
    }
}

fn moves(text: &mut String, source: &Source, label: Option<&str>, migration: &Migration, color: bool) {
    let platforms: Vec<_> = migration.platforms.iter().map(ToString::to_string).collect();
    let name = visible_line(source.name().as_bytes());
    let label = label.map(|label| format!(" ({})", visible_line(label.as_bytes()))).unwrap_or_default();
    let while_on = if migration.is_optional { ", while it is on" } else { "" };
    let title =
        format!("== {name}{label}: what the embedded DNS proxy does instead, on {}{while_on}", platforms.join(" and "));
    heading(text, &title, color);
    if let Some(reason) = &migration.unread {
        let _ = writeln!(
            text,
            "not read with {}, because it does not start there: {}\n",
            migration.release,
            visible(reason.as_bytes())
        );
    }
    for (verdict, words) in [
        (Verdict::Lost, "cannot be had any more"),
        (Verdict::Changed, "goes on in another way"),
        (Verdict::Kept, "goes on"),
        (Verdict::Moot, "not needed any more"),
    ] {
        let of_verdict: Vec<&Moved> = migration.moved.iter().filter(|moved| moved.fate.verdict == verdict).collect();
        if of_verdict.is_empty() {
            continue;
        }
        let _ = writeln!(text, "{words}:");
        for moved in of_verdict {
            let line = source.position(moved.span.start).line;
            let _ = writeln!(text, "  line {line}: {}", visible_line(moved.what.as_bytes()));
            let _ = writeln!(text, "    = now: {}", moved.fate.now);
            if !moved.fate.instead.is_empty() {
                let _ = writeln!(text, "    = instead: {}", moved.fate.instead);
            }
        }
    }
    let _ = writeln!(text, "in any case:");
    for (fact, _) in successor::ALWAYS {
        let _ = writeln!(text, "  {fact}");
    }
    text.push('\n');
}

fn figures(told: &Told<'_>) -> String {
    let plural = |number: usize, word: &str| format!("{number} {word}{}", if number == 1 { "" } else { "s" });
    let mut parts = vec![
        plural(told.count(Severity::Error), "error"),
        plural(told.count(Severity::Warning), "warning"),
        plural(told.count(Severity::Info), "note"),
    ];
    let others = [(told.hidden, "hidden by --show"), (told.fixed, "mended")];
    parts.extend(others.iter().filter(|(number, _)| *number > 0).map(|(number, word)| format!("{number} {word}")));
    format!("{} to {}, {}: {}", told.journey.from, told.journey.to, plural(told.files, "file"), parts.join(", "))
}
