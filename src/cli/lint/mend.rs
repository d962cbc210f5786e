//! `--fix` and `--diff`: mends what can be mended, in place or as a difference.

use super::check::Checker;
use crate::cli::io::Io;
use crate::cli::unified::{Look, unified_diff};
use crate::cli::walk::Found;
use crate::cli::{output_file, show};
use crate::diagnostic::{FileFindings, Finding};
use crate::lint::Seen;
use crate::lint::baseline::Baseline;
use crate::lint::fix;
use crate::lint::select::Thresholds;
use crate::source::Source;

/// What was mended.
#[derive(Debug, Default)]
pub struct Mended {
    /// How many findings.
    pub fixed: usize,
    /// The changes, where they are only shown.
    pub diff: String,
    /// Whether a file could not be written.
    pub failed: bool,
}

/// Mends what is shown of `files` and not known from the baseline; writes the files if `in_place`, and leaves in `files` what is still to be said. A file
/// that cannot be written is said so and stays as it is; the others are mended all the same.
pub fn all(
    files: &mut [(&Found, FileFindings, Seen)],
    checker: &Checker<'_>,
    thresholds: &Thresholds,
    baseline: Option<&Baseline>,
    in_place: bool,
    io: &mut Io<'_>,
) -> Mended {
    let mut all = Mended::default();
    for (found, file, seen) in files {
        let shown = |findings: Vec<Finding>, text: &[u8]| {
            let source = Source::new(found.shown.as_str(), text);
            let mut file = FileFindings { source, findings };
            file.findings.retain(|finding| thresholds.shows(finding));
            if let Some(baseline) = baseline {
                baseline.clone().strike(&mut file);
            }
            file.findings
        };
        if file.findings.iter().all(|finding| finding.fix.is_none()) {
            continue;
        }
        let wanted = shown(file.findings.clone(), file.source.text());
        if wanted.iter().all(|finding| finding.fix.is_none()) {
            continue;
        }
        if found.is_stdin() && in_place {
            show::error("standard input cannot be mended in place: --diff shows the mends", io);
            all.failed = true;
            continue;
        }
        let lint = |text: &[u8]| shown(checker.again(found, text).findings, text);
        let mended = fix::mend(file.source.text(), wanted, lint);
        if mended.text == file.source.text() {
            continue;
        }
        if in_place {
            if let Err(error) = output_file::rewrite(&found.path, &mended.text) {
                show::error(error, io);
                all.failed = true;
                continue;
            }
            let verdict = checker.again(found, &mended.text);
            (file.findings, *seen) = (verdict.findings, verdict.seen);
            file.source = Source::new(found.shown.as_str(), mended.text);
        } else {
            let look = Look { color: io.terminal.color_stdout, visible: io.terminal.stdout_is_terminal };
            all.diff += &unified_diff(&found.shown, file.source.text(), &mended.text, look);
        }
        all.fixed += mended.fixed.values().sum::<usize>();
    }
    all
}
