//! What the server needs of the world around it, which only the command line knows: for which data planes documents are looked
//! at, which rules count, and the files that a Corefile imports.

use std::path::Path;

use crate::corefile::Surroundings;
use crate::diagnostic::Severity;
use crate::gotemplate::Limits;
use crate::lint::select::Selection;
use crate::lint::{Kind, RuleInfo};
use crate::mesh::{Matrix, NotInForce};

/// How the documents of a folder are looked at.
#[derive(Debug)]
pub struct Setup {
    /// The data planes.
    pub matrix: Matrix,
    /// Whether neither release nor platform was chosen.
    pub is_unpinned: bool,
    /// Why no Corefile is in force on the chosen platform.
    pub not_in_force: Option<NotInForce>,
    /// All rules.
    pub rules: Vec<&'static RuleInfo>,
    /// Those that count.
    pub selection: Selection,
    /// Lesser findings are not shown.
    pub show: Severity,
    /// What documents are, where the user says it.
    pub kind: Option<Kind>,
    /// Bounds of the template engine.
    pub limits: Limits,
}

/// The surroundings of a file, for a thread of its own.
pub type Around = Box<dyn Surroundings + Send + Sync>;

/// What the server asks for.
#[derive(Clone, Copy)]
pub struct Host<'a> {
    /// How the documents of a folder are looked at, or why they cannot be. It is asked again once a pin file has changed.
    pub setup: &'a dyn Fn(&Path) -> Result<Setup, String>,
    /// What surrounds the file at a path.
    pub around: &'a (dyn Fn(&Path) -> Around + Sync),
    /// Where documents without a folder live.
    pub folder: &'a Path,
    /// The name of the file whose changes ask for another [`Setup`].
    pub pin_file: &'a str,
}

impl std::fmt::Debug for Host<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Host").field("folder", &self.folder).finish_non_exhaustive()
    }
}
