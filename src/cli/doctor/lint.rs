//! `doctor --lint`: what lint says of the template in force for each class, at the template's place in the inputs.

use crate::cli::io::Io;
use crate::cli::lint::one;
use crate::cli::show;
use crate::diagnostic::Finding;
use crate::doctor::class::Class;
use crate::doctor::data_plane::Verdict;
use crate::gotemplate::Limits;
use crate::lint::input::Template;
use crate::mesh::{LayerKind, Matrix};
use crate::source::Source;

/// Adds what lint finds to the findings of the inputs. What several classes share is told once.
///
/// # Errors
/// A pin file that cannot be used.
pub fn add(
    classes: &[Class],
    files: &[Source],
    limits: Limits,
    findings: &mut [Vec<Finding>],
    io: &mut Io<'_>,
) -> anyhow::Result<()> {
    for class in classes {
        let Verdict::InForce { layer, text, whereabouts, path } = &class.standing.verdict else { continue };
        let Some(text) = text else {
            if let Some((path, _)) = path.as_ref().filter(|_| *layer != LayerKind::BuiltIn) {
                show::warning(
                    format_args!("{}: not linted, because no input has the template {path}", class.who()),
                    io,
                );
            }
            continue;
        };
        let Some((target, settings)) = &class.standing.settings else { continue };
        let matrix = Matrix::of_one(*target, settings.clone());
        let name = files.get(text.file).map_or("", Source::name);
        let source = Source::new(name, text.bytes.clone());
        let template =
            Template { text: &text.bytes, offsets: Some(&text.offsets), label: whereabouts.as_deref(), key: None };
        let Some(known) = findings.get_mut(text.file) else { continue };
        for finding in one::check(source, *layer, &matrix, limits)?.findings {
            // Here nothing is mended.
            let finding = Finding { fix: None, ..template.in_file(finding) };
            let is_known = known.iter().any(|other| {
                (other.code, &other.diagnostic.message, other.span())
                    == (finding.code, &finding.diagnostic.message, finding.span())
            });
            if !is_known {
                known.push(finding);
            }
        }
        known.sort_by_key(Finding::span);
    }
    Ok(())
}
