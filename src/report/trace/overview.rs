//! Several queries on one page: a line for each way in which one can end. A walk is reduced to that as soon as it is there.

use serde::Serialize;

use super::document::{OutcomeEntry, QueryEntry, VERSION};
use super::{Setting, Trace};
use crate::chain::{AnsweredBy, Outcome, Query, Record};
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
    #[serde(skip)]
    rows: Vec<Vec<String>>,
}

#[derive(Debug, Serialize)]
struct Entry {
    query: QueryEntry,
    /// False if there were more ways than are walked.
    complete: bool,
    outcomes: Vec<OutcomeEntry>,
}

impl<'a> Overview<'a> {
    /// Of no walk yet.
    #[must_use]
    pub fn new(scene: &Setting<'a>) -> Self {
        let Setting { target, no_corefile, assumptions, .. } = *scene;
        Self { version: VERSION, target, no_corefile, assumptions, queries: Vec::new(), rows: Vec::new() }
    }

    /// Adds a walk.
    pub fn add(&mut self, trace: &Trace<'_>) {
        let Trace { walk, scene } = trace;
        let from = self.rows.len();
        for outcome in walk.outcomes() {
            let row = row(scene, &walk.query, outcome);
            if !self.rows.get(from..).is_some_and(|known| known.contains(&row)) {
                self.rows.push(row);
            }
        }
        self.queries.push(Entry {
            query: QueryEntry::new(&walk.query),
            complete: walk.complete,
            outcomes: OutcomeEntry::distinct(scene, walk),
        });
    }

    /// The table.
    #[must_use]
    pub fn table(&self) -> String {
        let reason = self.no_corefile.map(|reason| format!("{reason}\n\n")).unwrap_or_default();
        let is_cut = self.queries.iter().any(|entry| !entry.complete);
        let cut = if is_cut { "\nthere are more ways than are walked\n" } else { "" };
        format!("{}\n\n{reason}{}{cut}", self.target, table(&HEADINGS, &self.rows))
    }
}

fn row(scene: &Setting<'_>, query: &Query, outcome: &Outcome<'_>) -> Vec<String> {
    let mut asked: Vec<String> = outcome.asked.iter().map(|asked| asked.who.to_string()).collect();
    asked.dedup();
    let records = outcome.reply.as_ref().map_or(&[][..], |message| &message.answers);
    let data = |record: &Record| record.to_string().splitn(5, ' ').last().unwrap_or_default().to_owned();
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
