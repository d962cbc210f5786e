//! What lint says about one text, for commands that do something with it afterwards.

use std::path::Path;

use crate::cli::imports::{Imports, working_folder};
use crate::cli::io::Io;
use crate::cli::repository;
use crate::cli::rule_options::rules;
use crate::coredns::Host;
use crate::corefile::Surroundings;
use crate::diagnostic::{FileFindings, Finding, Severity};
use crate::gotemplate::Limits;
use crate::lint::select::Selection;
use crate::lint::suppress::Suppressions;
use crate::lint::{Kind, Linter, RULES};
use crate::mesh::{LayerKind, Matrix};
use crate::report::findings::{FindingFormat, Report, Style, Summary, render};
use crate::source::Source;

/// What is looked at, and how.
pub struct Look<'a> {
    /// What the text is.
    pub kind: Kind,
    /// Whose template it is, if that is known.
    pub layer: Option<LayerKind>,
    /// The data planes that it is looked at for.
    pub matrix: &'a Matrix,
    /// Bounds of the template engine.
    pub limits: Limits,
}

/// The findings from warnings on in a text; comments that allow findings and the repository's levels count.
///
/// # Errors
/// A pin file that cannot be used, or a working folder that is not there.
pub fn findings(
    text: &[u8],
    look: &Look<'_>,
    surroundings: &(dyn Surroundings + Sync),
) -> anyhow::Result<Vec<Finding>> {
    let here = working_folder()?;
    let rules = rules();
    let selection = Selection::new(&rules, &[], &[], &repository::find(&here)?.levels(&rules)?)?;
    let linter = Linter {
        matrix: look.matrix,
        rules: RULES,
        surroundings,
        host: &Host::side_car(),
        limits: look.limits,
        is_unpinned: false,
        not_in_force: None,
        stop: None,
    };
    let mut findings = linter.check_layer(text, Some(look.kind), look.layer);
    let mut suppressions = Suppressions::parse(text, &rules);
    findings.retain(|finding| selection.runs(finding.code) && !suppressions.silences(finding.code, finding.span()));
    findings.iter_mut().for_each(|finding| selection.set_severity(finding));
    findings.retain(|finding| finding.severity() >= Severity::Warning);
    findings.sort_by_key(Finding::span);
    Ok(findings)
}

/// The same for the template `source` of `layer`, which imports files of the working folder at most.
///
/// # Errors
/// As [`findings`].
pub fn check(source: Source, layer: LayerKind, matrix: &Matrix, limits: Limits) -> anyhow::Result<FileFindings> {
    let imports = Imports::of(Path::new(""), &working_folder()?, false);
    let look = Look { kind: Kind::Template, layer: Some(layer), matrix, limits };
    let findings = findings(source.text(), &look, &imports)?;
    Ok(FileFindings { source, findings })
}

/// Shows findings on standard error, if there are any.
///
/// # Errors
/// None of this format.
pub fn show(file: &FileFindings, io: &mut Io<'_>) -> anyhow::Result<()> {
    if file.findings.is_empty() {
        return Ok(());
    }
    let files = std::slice::from_ref(file);
    let report = Report { files, rules: &rules(), summary: Summary::of(files), coverage: None, conclusions: None };
    let text = render(FindingFormat::Human, &report, Style { color: io.terminal.color })?;
    let _ = io.stderr.write_all(&text);
    Ok(())
}
