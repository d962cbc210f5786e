//! `--fix` and `--diff`: mends of what a step breaks, in place or as a difference. Every mend is looked at again before it
//! counts, as lint's are.

use super::inputs::{File, Judge};
use crate::cli::io::Io;
use crate::cli::unified::{Look, unified_diff};
use crate::cli::{output_file, show};
use crate::diagnostic::Finding;
use crate::lint::fix;
use crate::source::Source;
use crate::upgrade::Judged;

/// What was mended.
#[derive(Debug, Default)]
pub struct Mended {
    /// How many changes.
    pub fixed: usize,
    /// The differences, where they are only shown.
    pub diff: String,
    /// Whether a file could not be written.
    pub failed: bool,
}

/// Mends the files, in place or in the difference only; leaves in `files` what is still to be said.
///
/// # Errors
/// A setting that kuma-dp cannot read.
pub fn all(files: &mut [File], judge: &Judge<'_>, in_place: bool, io: &mut Io<'_>) -> anyhow::Result<Mended> {
    let mut all = Mended::default();
    for file in files {
        let wanted = findings(&file.judged);
        if wanted.iter().all(|finding| finding.fix.is_none()) {
            continue;
        }
        if file.found.is_stdin() && in_place {
            show::error("standard input cannot be mended in place: --diff shows the mends", io);
            all.failed = true;
            continue;
        }
        let again = |text: &[u8]| judge.again(&file.found, text).map(|judged| findings(&judged)).unwrap_or_default();
        let mended = fix::mend(file.source.text(), wanted, again);
        if mended.text == file.source.text() {
            continue;
        }
        if in_place {
            if let Err(error) = output_file::rewrite(&file.found.path, &mended.text) {
                show::error(error, io);
                all.failed = true;
                continue;
            }
            file.judged = judge.again(&file.found, &mended.text)?;
            file.source = Source::new(file.found.shown.as_str(), mended.text);
        } else {
            let look = Look { color: io.terminal.color_stdout, visible: io.terminal.stdout_is_terminal };
            all.diff += &unified_diff(&file.found.shown, file.source.text(), &mended.text, look);
        }
        all.fixed += mended.fixed.values().sum::<usize>();
    }
    Ok(all)
}

fn findings(judged: &[(Option<String>, Judged)]) -> Vec<Finding> {
    let items = judged.iter().flat_map(|(_, judged)| judged.brought.iter().flatten());
    items.map(|item| item.finding.clone()).collect()
}
