//! What lint finds in the template in force, for the very data plane that is drawn: findings from warnings on, at the parts
//! that they are about.

use std::path::Path;

use crate::chain::{Picture, SideCar};
use crate::cli::imports::{Imports, working_folder};
use crate::cli::input;
use crate::cli::lint::one::{self, Look};
use crate::cli::side_car::{Chosen, SideCarOptions};
use crate::diagnostic::Finding;
use crate::lint::Kind;
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
    let corefile = options.corefile.as_ref().filter(|path| *path != input::STDIN);
    let place = corefile.map_or(Path::new(""), Path::new);
    let imports = Imports::of(place, &working_folder()?, options.allow_import_outside);
    let matrix = Matrix::of_one(chosen.target, chosen.settings.clone());
    let kind = if options.corefile.is_some() { Kind::Corefile } else { Kind::Template };
    let look = Look { kind, layer: None, matrix: &matrix, limits: options.limits.limits() };
    one::findings(side_car.source.text(), &look, &imports)
}
