//! Inputs that are no YAML, each by its own rules: environment files, units of systemd, scripts and bare command lines. A file
//! that a unit or a command line names as its environment goes to that one; what else sets variables is everybody's.

use std::collections::{BTreeMap, BTreeSet};

use super::evidence::{Evidence, Variable};
use super::shell::Shell;
use super::{environment_file, program, unit_file, words};
use crate::source::Source;

/// Takes down what texts say; their indices are those of the inputs.
#[must_use]
pub fn read(sources: &[Source], is_plain: impl Fn(&Source) -> bool) -> BTreeMap<usize, Evidence> {
    let mut named = Named { sources, files: BTreeMap::new(), taken: BTreeSet::new() };
    let mut texts = Vec::new();
    for (file, source) in sources.iter().enumerate().filter(|(_, source)| is_plain(source)) {
        if !unit_file::is_one(source) && environment_file::is_one(source) {
            named.files.insert(base_name(source.name()), file);
        } else {
            texts.push((file, source));
        }
    }
    let mut read = BTreeMap::new();
    for (file, source) in texts {
        let mut evidence = Evidence::default();
        if unit_file::is_one(source) {
            unit_file::take(source, file, &mut named, &mut evidence);
        } else {
            let mut shell = Shell::new(source.name(), file, &mut named, &mut evidence);
            for words in words::commands(source.text()) {
                shell.command(&words);
            }
            shell.finish();
        }
        read.insert(file, evidence);
    }
    for file in sources.iter().enumerate().filter(|(_, source)| is_plain(source)).map(|(file, _)| file) {
        let mut evidence = Evidence::default();
        if let Some(source) = sources.get(file).filter(|_| !named.taken.contains(&file) && !read.contains_key(&file)) {
            program::take_loose(environment_file::variables(source, file), &mut evidence);
        }
        read.entry(file).or_insert(evidence);
    }
    read
}

/// The environment files among the inputs.
#[derive(Debug)]
pub struct Named<'s> {
    sources: &'s [Source],
    files: BTreeMap<&'s str, usize>,
    taken: BTreeSet<usize>,
}

impl Named<'_> {
    /// No files.
    #[must_use]
    pub fn none() -> Self {
        Self { sources: &[], files: BTreeMap::new(), taken: BTreeSet::new() }
    }

    /// The variables of the environment file at a path, if there is one of its name among the inputs.
    pub fn variables(&mut self, path: &str) -> Option<Vec<Variable>> {
        let file = *self.files.get(base_name(path))?;
        self.taken.insert(file);
        Some(environment_file::variables(self.sources.get(file)?, file))
    }
}

/// The last part of a path.
#[must_use]
pub fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
