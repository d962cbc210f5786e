//! What lint finds in the template in force, for the very data plane that is drawn: findings from warnings on, at the parts
//! that they are about.

use std::path::Path;

use crate::chain::{Picture, SideCar};
use crate::cli::imports::{Imports, working_folder};
use crate::cli::input;
use crate::cli::repository;
use crate::cli::side_car::{Chosen, SideCarOptions};
use crate::coredns::Host;
use crate::diagnostic::{Finding, Severity};
use crate::lint::select::Selection;
use crate::lint::suppress::Suppressions;
use crate::lint::{Kind, Linter, RULES, RuleInfo};
use crate::mesh::Matrix;

/// Marks the parts of `picture` that lint has something to say about; comments that allow findings and the repository's
/// levels count.
///
/// # Errors
/// A pin file that cannot be used, or a working folder that is not there.
pub fn mark(picture: &mut Picture, chosen: &Chosen, options: &SideCarOptions) -> anyhow::Result<()> {
    let Some(side_car) = chosen.side_car() else { return Ok(()) };
    for finding in findings(side_car, chosen, options)? {
        let line = side_car.source.position(finding.span().start).line;
        picture.mark(&finding, line, |place| side_car.origin(place));
    }
    Ok(())
}

fn findings(side_car: &SideCar, chosen: &Chosen, options: &SideCarOptions) -> anyhow::Result<Vec<Finding>> {
    let here = working_folder()?;
    let rules: Vec<&'static RuleInfo> = RULES.iter().map(|rule| &rule.info).collect();
    let selection = Selection::new(&rules, &[], &[], &repository::find(&here)?.levels(&rules)?)?;
    let corefile = options.corefile.as_ref().filter(|path| *path != input::STDIN);
    let place = corefile.map_or(Path::new(""), Path::new);
    let imports = Imports::of(place, &here, options.allow_import_outside);
    let matrix = Matrix::of_one(chosen.target, chosen.settings.clone());
    let linter = Linter {
        matrix: &matrix,
        rules: RULES,
        surroundings: &imports,
        host: &Host::side_car(),
        limits: options.limits.limits(),
        is_unpinned: false,
        not_in_force: None,
    };
    let kind = if options.corefile.is_some() { Kind::Corefile } else { Kind::Template };
    let text = side_car.source.text();
    let mut findings = linter.check(text, Some(kind));
    let mut suppressions = Suppressions::parse(text, &rules);
    findings.retain(|finding| selection.runs(finding.code) && !suppressions.silences(finding.code, finding.span()));
    findings.iter_mut().for_each(|finding| selection.set_severity(finding));
    findings.retain(|finding| finding.severity() >= Severity::Warning);
    findings.sort_by_key(Finding::span);
    Ok(findings)
}
