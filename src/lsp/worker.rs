//! The thread that checks documents: one after the other, each until somebody takes it back. What it finds goes back as it is
//! to be published; whether it still counts is decided there.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;

use lsp_types::{Diagnostic, Uri};

use super::address;
use super::diagnostics::{self, Client};
use super::setup::{Around, Setup};
use super::text::Text;
use crate::coredns::Host;
use crate::diagnostic::{self, Finding};
use crate::lint::file::{self, Counted};
use crate::lint::input::{self, Reading, UNREADABLE, Unfit, Weight};
use crate::lint::{Linter, RULES, Verdict, fix};
use crate::source::Span;

/// More findings than this are not published for one document: no editor shows them, and they cost time to send.
pub const MAX_FINDINGS: usize = 1_000;

/// A text to check.
#[derive(Debug)]
pub struct Job {
    /// The document.
    pub uri: Uri,
    /// What lint calls it.
    pub name: String,
    /// Which text of it.
    pub revision: u64,
    /// The text.
    pub text: Arc<Text>,
    /// How it is looked at.
    pub setup: Arc<Setup>,
    /// What the client understands.
    pub client: Client,
    /// Set once nobody waits any more.
    pub stop: Arc<AtomicBool>,
}

/// What came of a job.
#[derive(Debug)]
pub enum Outcome {
    /// The text was checked.
    Checked {
        /// What to publish.
        diagnostics: Vec<Diagnostic>,
        /// The findings behind it, in the same order.
        findings: Vec<Finding>,
        /// How many more there were.
        left_out: usize,
    },
    /// The text with all mends that can be made, where that is another text.
    Mended(Vec<u8>),
}

/// Checks what comes in until there is no more; `around` gives the surroundings of a path, `done` takes what came of a job.
pub fn run(
    jobs: &Receiver<Job>,
    around: &dyn Fn(&Path) -> Around,
    folder: &Path,
    mut done: impl FnMut(&Job, Outcome) -> bool,
) {
    while let Ok(job) = jobs.recv() {
        let is_stopped = || job.stop.load(Ordering::Relaxed);
        if is_stopped() {
            continue;
        }
        let path = address::path(&job.uri).unwrap_or_else(|| folder.join("Corefile"));
        let surroundings = around(&path);
        let check = |text: &[u8]| findings(&job, text, &surroundings);
        let mut found = check(job.text.bytes());
        if is_stopped() {
            continue;
        }
        let left_out = found.len().saturating_sub(MAX_FINDINGS);
        if left_out > 0 {
            // The worst ones, in the order of the text.
            found.sort_by_key(|finding| std::cmp::Reverse(finding.severity()));
            found.truncate(MAX_FINDINGS);
            found.sort_by_key(Finding::span);
        }
        let published = diagnostics::all(&found, &job.uri, &job.text, job.revision, job.client);
        let wanted = found.clone();
        if !done(&job, Outcome::Checked { diagnostics: published, findings: found, left_out }) {
            return;
        }
        if wanted.iter().any(|finding| finding.fix.is_some()) && !is_stopped() {
            let mended = fix::mend(job.text.bytes(), wanted, check);
            if !is_stopped() && mended.text != job.text.bytes() && !done(&job, Outcome::Mended(mended.text)) {
                return;
            }
        }
    }
}

/// What lint finds in a text, as `corefilectl lint` would show it; nothing once the job is taken back.
fn findings(job: &Job, text: &[u8], surroundings: &Around) -> Vec<Finding> {
    let setup = &*job.setup;
    if job.stop.load(Ordering::Relaxed) {
        return Vec::new();
    }
    let reading = Reading { named: false, max_bytes: setup.limits.template };
    let input = match input::read(&job.name, text.to_vec(), reading) {
        Ok(input) => input,
        Err(unfit) => return unreadable(&unfit).into_iter().collect(),
    };
    let host = Host::side_car();
    let linter = Linter {
        matrix: &setup.matrix,
        rules: RULES,
        surroundings: &**surroundings,
        host: &host,
        limits: setup.limits,
        is_unpinned: setup.is_unpinned,
        not_in_force: setup.not_in_force.as_ref(),
        stop: Some(&job.stop),
    };
    let Setup { rules, selection, kind, .. } = setup;
    let (Verdict { mut findings, .. }, _) =
        file::judge(&input, &linter, Counted { rules, selection, kind: *kind, layer: None });
    findings.retain(|finding| finding.severity() >= setup.show);
    findings
}

// What is opened in an editor may be any YAML; only where templates are to be expected is it said that it cannot be read.
fn unreadable(unfit: &Unfit) -> Option<Finding> {
    if unfit.weight(false) != Weight::Error {
        return None;
    }
    let rule = crate::lint::rules::find(UNREADABLE)?;
    let span = unfit.problem.span().unwrap_or(Span::at(0));
    Some(Finding {
        code: rule.info.code,
        name: rule.info.name,
        diagnostic: diagnostic::Diagnostic::error(unfit.problem.to_string()).at(span, ""),
        rendered: None,
        holds: diagnostic::Holds::default(),
        fix: None,
        walk: Vec::new(),
    })
}
