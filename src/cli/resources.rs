//! `-f FILE`: resources of Kuma in YAML or JSON, many to a file, as kubectl and kumactl print them. What is broken in one of
//! them is said, and the others are read all the same.

use std::ffi::OsString;

use super::io::Io;
use super::{input, show};
use crate::diagnostic::Diagnostic;
use crate::mesh::resource::Resource;
use crate::mesh::yaml;
use crate::source::Source;

/// Larger files are refused, in bytes.
pub const MAX_BYTES: usize = 64 << 20;

/// Whether a text may hold a Secret, so that its lines are not to be shown.
pub fn holds_secrets(text: &[u8]) -> bool {
    memchr::memmem::find(text, b"Secret").is_some()
}

/// Resources with the file that each comes from.
#[derive(Debug, Default)]
pub struct Resources {
    /// The resources of all files, in order.
    pub all: Vec<Resource>,
    /// The file of each, as an index.
    files: Vec<usize>,
    sources: Vec<Source>,
    /// Whether something could not be read.
    pub is_broken: bool,
}

impl Resources {
    /// Reads files.
    ///
    /// # Errors
    /// A file that cannot be read at all.
    pub fn read(paths: &[OsString], io: &mut Io<'_>) -> anyhow::Result<Self> {
        let mut found = Self::default();
        for path in paths {
            let text = input::read(path, MAX_BYTES, None, io)?;
            let source = Source::new(input::shown(path), text);
            let mut errors = Vec::new();
            for read in yaml::objects(source.text()) {
                errors.extend(read.error);
                let resources = read.root.iter().flat_map(Resource::all_of).collect::<Vec<_>>();
                found.files.extend(resources.iter().map(|_| found.sources.len()));
                found.all.extend(resources);
            }
            for error in &errors {
                found.is_broken = true;
                if holds_secrets(source.text()) {
                    let place = format!("{}:{}:{}", source.name(), error.line, error.column);
                    show::error(format_args!("{place}: {error}"), io);
                } else {
                    show::diagnostic(&Diagnostic::error(error.to_string()).at(error.span, ""), Some(&source), io);
                }
            }
            found.sources.push(source);
        }
        Ok(found)
    }

    /// The file that the resource at an index of [`Self::all`] comes from.
    pub fn source_at(&self, index: usize) -> Option<&Source> {
        self.sources.get(*self.files.get(index)?)
    }
}
