//! Results of tests for programs. Version 1; fields are added, never taken away.

use serde::Serialize;

use super::{Results, counts};
use crate::report::trace::document::QueryEntry;

const VERSION: u32 = 1;

/// All results.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Document<'a> {
    version: u32,
    files: Vec<File<'a>>,
    passed: usize,
    failed: usize,
}

#[derive(Debug, Serialize)]
struct File<'a> {
    path: &'a str,
    cases: Vec<Entry<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'a> {
    name: Option<&'a str>,
    line: usize,
    target: &'a str,
    query: Option<QueryEntry>,
    passed: bool,
    mismatches: Vec<Mismatch<'a>>,
}

#[derive(Debug, Serialize)]
struct Mismatch<'a> {
    what: &'a str,
    expected: &'a str,
    got: &'a str,
}

impl<'a> Document<'a> {
    /// Of all files.
    pub fn new(results: &'a [Results<'_>]) -> Self {
        let (passed, failed) = counts(results);
        let file = |file: &'a Results<'_>| {
            let cases = file.cases.iter().map(|case| Entry {
                name: case.name,
                line: file.line(case),
                target: &case.prepared.target,
                query: case.query.as_ref().map(QueryEntry::new),
                passed: case.mismatches.is_empty(),
                mismatches: case
                    .mismatches
                    .iter()
                    .map(|one| Mismatch { what: one.what, expected: &one.expected, got: &one.got })
                    .collect(),
            });
            File { path: file.source.name(), cases: cases.collect() }
        };
        Self { version: VERSION, files: results.iter().map(file).collect(), passed, failed }
    }
}
