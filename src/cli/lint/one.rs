//! What lint says about one template whose layer is known, for commands that do something with the template afterwards.

use crate::cli::imports::{Imports, working_folder};
use crate::cli::io::Io;
use crate::cli::repository;
use crate::coredns::Host;
use crate::diagnostic::{FileFindings, Finding, Severity};
use crate::gotemplate::Limits;
use crate::lint::select::Selection;
use crate::lint::suppress::Suppressions;
use crate::lint::{Kind, Linter, RULES, RuleInfo};
use crate::mesh::{LayerKind, Matrix};
use crate::report::findings::{self, FindingFormat, Report, Style, Summary};
use crate::source::Source;

/// The findings from warnings on in the template `source` of `layer` on the data planes of `matrix`; comments that allow
/// findings and the repository's levels count.
///
/// # Errors
/// A pin file that cannot be used, or a working folder that is not there.
pub fn check(source: Source, layer: LayerKind, matrix: &Matrix, limits: Limits) -> anyhow::Result<FileFindings> {
    let here = working_folder()?;
    let rules = rules();
    let selection = Selection::new(&rules, &[], &[], &repository::find(&here)?.levels(&rules)?)?;
    let imports = Imports::of(std::path::Path::new(""), &here, false);
    let linter = Linter {
        matrix,
        rules: RULES,
        surroundings: &imports,
        host: &Host::side_car(),
        limits,
        is_unpinned: false,
        not_in_force: None,
    };
    let text = source.text();
    let mut findings = linter.check_layer(text, Some(Kind::Template), Some(layer));
    let mut suppressions = Suppressions::parse(text, &rules);
    findings.retain(|finding| selection.runs(finding.code) && !suppressions.silences(finding.code, finding.span()));
    findings.iter_mut().for_each(|finding| selection.set_severity(finding));
    findings.retain(|finding| finding.severity() >= Severity::Warning);
    findings.sort_by_key(Finding::span);
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
    let report = Report { files, rules: &rules(), summary: Summary::of(files) };
    let text = findings::render(FindingFormat::Human, &report, Style { color: io.terminal.color })?;
    let _ = io.stderr.write_all(&text);
    Ok(())
}

fn rules() -> Vec<&'static RuleInfo> {
    RULES.iter().map(|rule| &rule.info).collect()
}
