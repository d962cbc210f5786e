//! The files of an upgrade: which they are, what templates are in them, and what becomes of each on the way.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;

use super::{UpgradeCommand, chart_values};
use crate::cli::imports::Imports;
use crate::cli::input::{self, read_file};
use crate::cli::io::Io;
use crate::cli::repository::Repository;
use crate::cli::show;
use crate::cli::walk::{self, Found};
use crate::diagnostic::Diagnostic;
use crate::lint::input::{Input, Reading, Unfit, Weight};
use crate::lint::select::Selection;
use crate::source::{Source, Span};
use crate::upgrade::override_file::{Course, Override, is_refusal};
use crate::upgrade::{Judged, judge};

const FLAG: &str = "--max-template";

/// The files that hold overrides.
#[derive(Debug, Default)]
pub struct Inputs {
    /// Each with what is in it.
    pub files: Vec<(Found, Input)>,
    /// Whether something could not be read.
    pub failed: bool,
}

/// A file on its way.
#[derive(Debug)]
pub struct File {
    /// Where it is.
    pub found: Found,
    /// Name and text.
    pub source: Source,
    /// What becomes of each of its templates, with places in the file; the label tells them apart.
    pub judged: Vec<(Option<String>, Judged)>,
}

impl Inputs {
    /// Reads what the command names. Without any path that is the working folder, unless something else is given.
    ///
    /// # Errors
    /// A repository's file that cannot be used.
    pub fn read(command: &UpgradeCommand, repository: &Repository, io: &mut Io<'_>) -> anyhow::Result<Self> {
        let (layers, layer_paths): (Vec<_>, Vec<_>) = command.target.layers().unzip();
        let paths: Vec<_> = command.paths.iter().chain(layer_paths).cloned().collect();
        let mut inputs = Self::default();
        if paths.is_empty() && command.target.cp_config.is_some() {
            return Ok(inputs);
        }
        let extensions = command.extension.iter().map(|extension| extension.trim_start_matches('.').to_owned());
        let extensions = extensions.chain(repository.extensions.iter().cloned()).collect();
        let mut listing = walk::list(&paths, walk::Rules { extensions, excluded: repository.excluded()? });
        for (files, layer) in listing.of_argument.iter().skip(command.paths.len()).zip(layers) {
            files.iter().for_each(|file| listing.files[*file].layer = Some(layer));
        }
        for passed in listing.unreadable {
            inputs.failed = true;
            show::error(format_args!("{}: {}", passed.shown, passed.reason), io);
        }
        for passed in listing.skipped {
            show::notice(format_args!("skipped: {} ({})", passed.shown, passed.reason), io);
        }
        for found in listing.files {
            inputs.take(found, command.limits.max_template, io);
        }
        if inputs.files.is_empty() && !inputs.failed {
            let named: Vec<_> = paths.iter().map(|path| input::shown(path)).collect();
            if named.is_empty() {
                show::warning("no Corefile template in the working folder; name one, or a folder", io);
            } else {
                inputs.failed = true;
                show::error(format_args!("{}: no Corefile template in it", named.join(", ")), io);
            }
        }
        Ok(inputs)
    }

    /// What Helm values among the files set for kuma-cp, which is said; of two values the first.
    pub fn chart_variables(&self, io: &mut Io<'_>) -> BTreeMap<String, OsString> {
        let mut all = BTreeMap::new();
        for (found, input) in &self.files {
            let variables = chart_values::variables(input);
            if !variables.is_empty() {
                show::notice(format_args!("{}: controlPlane.envVars count as kuma-cp's variables", found.shown), io);
            }
            for (name, value) in variables {
                all.entry(name).or_insert(value);
            }
        }
        all
    }

    fn take(&mut self, found: Found, max_bytes: usize, io: &mut Io<'_>) {
        let read = if found.is_stdin() {
            input::read(input::STDIN.as_ref(), max_bytes, Some(FLAG), io)
        } else {
            read_file(&found.path, max_bytes, Some(FLAG))
        };
        let bytes = match read {
            Ok(bytes) => bytes,
            Err(error) => {
                self.failed = true;
                return show::error(error, io);
            }
        };
        match crate::lint::input::read(&found.shown, bytes, Reading { named: found.named, max_bytes }) {
            Ok(input) => self.files.push((found, input)),
            Err(unfit) => self.failed |= is_failure(&unfit, found.named, io),
        }
    }
}

fn is_failure(unfit: &Unfit, named: bool, io: &mut Io<'_>) -> bool {
    match unfit.weight(named) {
        Weight::Silent => {}
        Weight::Skipped => show::notice(format_args!("skipped: {} ({})", unfit.file.name(), unfit.problem), io),
        Weight::Error => {
            let diagnostic =
                Diagnostic::error(unfit.problem.to_string()).at(unfit.problem.span().unwrap_or(Span::at(0)), "");
            show::diagnostic(&diagnostic, Some(&unfit.file), io);
        }
    }
    unfit.weight(named) == Weight::Error
}

/// Who judges files.
#[derive(Clone, Copy, Debug)]
pub struct Judge<'a> {
    /// From where to where, and what surrounds it.
    pub course: &'a Course<'a>,
    /// What the user asks for.
    pub command: &'a UpgradeCommand,
    /// The working folder, without symbolic links.
    pub here: &'a Path,
    /// The rules of lint that count, and how much.
    pub selection: &'a Selection,
}

impl Judge<'_> {
    /// What becomes of a file.
    ///
    /// # Errors
    /// A setting that kuma-dp cannot read.
    pub fn file(&self, found: Found, input: Input) -> anyhow::Result<File> {
        let judged = self.templates(&found, &input)?;
        Ok(File { found, source: input.source, judged })
    }

    /// The same for another text of the file; nothing where that is no input any more.
    ///
    /// # Errors
    /// As there.
    pub fn again(&self, found: &Found, text: &[u8]) -> anyhow::Result<Vec<(Option<String>, Judged)>> {
        let reading = Reading { named: true, max_bytes: usize::MAX };
        let input = crate::lint::input::read(&found.shown, text.to_vec(), reading);
        input.map_or_else(|_| Ok(Vec::new()), |input| self.templates(found, &input))
    }

    fn templates(&self, found: &Found, input: &Input) -> anyhow::Result<Vec<(Option<String>, Judged)>> {
        let path = if found.is_stdin() { Path::new("") } else { &found.path };
        let imports = Imports::of(path, self.here, self.command.allow_import_outside);
        let mut all = Vec::new();
        for template in input.templates() {
            let kind = self.command.kind.kind();
            let one = Override { text: template.text, kind, layer: found.layer, surroundings: &imports };
            let mut judged = judge(self.course, &one)?;
            for items in &mut judged.brought {
                items.retain(|item| item.about != "lint" || self.selection.runs(item.finding.code));
            }
            for item in judged.brought.iter_mut().flatten() {
                item.finding = template.in_file(item.finding.clone());
                if item.about == "lint" && !item.is_passing {
                    self.selection.set_severity(&mut item.finding);
                }
            }
            for findings in judged.resolved.iter_mut().chain([&mut judged.already]) {
                findings.retain(|finding| self.selection.runs(finding.code));
            }
            for finding in judged.resolved.iter_mut().flatten().chain(&mut judged.already) {
                *finding = template.in_file(finding.clone());
            }
            if let (Some(migration), Some(offsets)) = (&mut judged.migration, template.offsets) {
                migration.moved.iter_mut().for_each(|moved| moved.span = offsets.outer_span(moved.span));
            }
            all.push((template.label.map(str::to_owned), judged));
        }
        Ok(all)
    }
}

impl File {
    /// Says which of its templates do not start before the first step, so that nothing can be said about the way.
    pub fn tell_broken(&self, from: &str, io: &mut Io<'_>) -> bool {
        let mut is_broken = false;
        for (_, judged) in &self.judged {
            let refused = judged.already.iter().find(|finding| is_refusal(finding) && finding.holds.text().is_empty());
            if let Some(finding) = refused {
                is_broken = true;
                let mut diagnostic = finding.diagnostic.clone();
                diagnostic.notes.push(format!("on {from} already, where it is to come from: mend that first"));
                show::diagnostic(&diagnostic, Some(&self.source), io);
            }
        }
        is_broken
    }
}
