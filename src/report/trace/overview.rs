//! The queries that matter on one page: a line for each way in which one can end.

use serde::Serialize;

use super::document::{OutcomeEntry, QueryEntry, VERSION};
use super::{Setting, Trace};
use crate::chain::{AnsweredBy, Outcome};
use crate::coredns::dns::qtype_text;
use crate::report::table::table;
use crate::report::visible::visible_line;

const HEADINGS: [&str; 6] = ["NAME", "TYPE", "ANSWER", "ANSWERED BY", "ASKED", "RECORDS"];

/// Several walks through one side-car.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Overview<'a> {
    version: u32,
    target: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    no_corefile: Option<&'a str>,
    assumptions: &'a [String],
    queries: Vec<Entry>,
}

#[derive(Debug, Serialize)]
struct Entry {
    query: QueryEntry,
    outcomes: Vec<OutcomeEntry>,
}

impl<'a> Overview<'a> {
    /// Of walks through `scene`.
    #[must_use]
    pub fn new(scene: &Setting<'a>, traces: &[Trace<'_>]) -> Self {
        let entry = |trace: &Trace<'_>| Entry {
            query: QueryEntry::new(&trace.walk.query),
            outcomes: OutcomeEntry::distinct(scene, trace.walk),
        };
        let Setting { target, no_corefile, assumptions, .. } = *scene;
        Self { version: VERSION, target, no_corefile, assumptions, queries: traces.iter().map(entry).collect() }
    }
}

/// The table.
#[must_use]
pub fn render(scene: &Setting<'_>, traces: &[Trace<'_>]) -> String {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for trace in traces {
        let from = rows.len();
        for outcome in trace.walk.outcomes() {
            let row = row(scene, trace, outcome);
            if !rows.get(from..).is_some_and(|known| known.contains(&row)) {
                rows.push(row);
            }
        }
    }
    let reason = scene.no_corefile.map(|reason| format!("{reason}\n\n")).unwrap_or_default();
    format!("{}\n\n{reason}{}", scene.target, table(&HEADINGS, &rows))
}

fn row(scene: &Setting<'_>, trace: &Trace<'_>, outcome: &Outcome<'_>) -> Vec<String> {
    let query = &trace.walk.query;
    let mut asked: Vec<String> = outcome.asked.iter().map(|asked| asked.who.to_string()).collect();
    asked.dedup();
    let records = outcome.reply.as_ref().map_or(&[][..], |message| &message.answers);
    let data = |record: &crate::chain::Record| {
        let shown = record.to_string();
        shown.splitn(5, ' ').last().unwrap_or_default().to_owned()
    };
    let cells = [
        query.name().to_owned(),
        qtype_text(query.qtype).into_owned(),
        outcome.to_string(),
        AnsweredBy::of(outcome, scene.world).to_string(),
        if asked.is_empty() { "-".to_owned() } else { asked.join(", ") },
        if records.is_empty() { "-".to_owned() } else { records.iter().map(data).collect::<Vec<_>>().join(", ") },
    ];
    cells.iter().map(|cell| visible_line(cell.as_bytes()).into_owned()).collect()
}
