//! One file from its bytes to its findings: the templates in it, the rules, the comments that allow findings, and the places
//! in the file.

use std::path::Path;

use crate::cli::imports::Imports;
use crate::cli::walk::Found;
use crate::diagnostic::{Diagnostic, Finding, Holds};
use crate::lint::file::{self, Counted};
use crate::lint::input::{self, Input, Reading, Template, UNREADABLE, Unfit, Weight};
use crate::lint::rules;
use crate::lint::select::Selection;
use crate::lint::{Kind, Linter, RuleInfo, Seen, Verdict};
use crate::source::{Source, Span};

/// What stays the same from file to file.
#[derive(Clone, Copy, Debug)]
pub struct Checker<'a> {
    /// The rules and what they look at; its surroundings are replaced for every file.
    pub linter: Linter<'a>,
    /// All rules.
    pub rules: &'a [&'static RuleInfo],
    /// Those that count.
    pub selection: &'a Selection,
    /// What inputs are, where the user says it.
    pub kind: Option<Kind>,
    /// The working folder, without symbolic links.
    pub here: &'a Path,
    /// Whether imports may lead out of it.
    pub allow_import_outside: bool,
    /// Larger files are refused, in bytes.
    pub max_bytes: usize,
}

/// What became of a file.
#[derive(Debug)]
pub struct Checked {
    /// Name and text.
    pub source: Source,
    /// What was found.
    pub findings: Vec<Finding>,
    /// The data planes that it was looked at for.
    pub seen: Seen,
    /// How many findings a comment allows.
    pub suppressed: usize,
    /// What it came to.
    pub fate: Fate,
}

impl Checked {
    /// Lets the text of a file go in which nothing was found: nobody shows it.
    pub fn without_idle_text(self) -> Self {
        if !self.findings.is_empty() {
            return self;
        }
        Self { source: Source::new(self.source.name(), Vec::new()), ..self }
    }
}

/// Whether a file was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was.
    Linted,
    /// There was nothing to look at.
    NoTemplate,
    /// It was passed over, for this reason.
    Skipped(String),
    /// It could not be read.
    Unreadable,
}

impl Checker<'_> {
    /// Looks at a file with these bytes.
    pub fn check(&self, found: &Found, bytes: Vec<u8>) -> Checked {
        let named = found.named;
        match input::read(&found.shown, bytes, Reading { named, max_bytes: self.max_bytes }) {
            Ok(input) => {
                let (verdict, suppressed) = self.verdict(&input, found);
                let Verdict { findings, seen } = verdict;
                Checked { source: input.source, findings, seen, suppressed, fate: Fate::Linted }
            }
            Err(unfit) => unfit_file(*unfit, named),
        }
    }

    /// What is found in a text that was made of the same file.
    pub fn again(&self, found: &Found, bytes: &[u8]) -> Verdict {
        self.read_again(found, bytes).map(|input| self.verdict(&input, found).0).unwrap_or_default()
    }

    /// The templates in a text that was made of the same file, or is its own.
    pub fn read_again(&self, found: &Found, bytes: &[u8]) -> Option<Input> {
        input::read(&found.shown, bytes.to_vec(), Reading { named: true, max_bytes: usize::MAX }).ok()
    }

    /// The data planes that one template of a file was looked at for.
    pub fn seen(&self, found: &Found, template: &Template<'_>) -> Seen {
        let imports = self.imports(found);
        let linter = Linter { surroundings: &imports, ..self.linter };
        linter.judge(template.text, self.kind, found.layer).seen
    }

    /// The files that a file may import.
    pub fn imports(&self, found: &Found) -> Imports {
        let path = if found.is_stdin() { Path::new("") } else { &found.path };
        Imports::of(path, self.here, self.allow_import_outside)
    }

    fn verdict(&self, input: &Input, found: &Found) -> (Verdict, usize) {
        let imports = self.imports(found);
        let linter = Linter { surroundings: &imports, ..self.linter };
        let Self { rules, selection, kind, .. } = *self;
        file::judge(input, &linter, Counted { rules, selection, kind, layer: found.layer })
    }
}

/// A file that the operating system does not show.
pub fn unreadable_file(shown: &str, reason: &str) -> Checked {
    let source = Source::new(shown, Vec::new());
    let findings = vec![unreadable(reason.to_owned(), Span::at(0))];
    Checked { source, findings, seen: Seen::default(), suppressed: 0, fate: Fate::Unreadable }
}

fn unfit_file(unfit: Unfit, named: bool) -> Checked {
    let (weight, reason) = (unfit.weight(named), unfit.problem.to_string());
    let fate = match weight {
        Weight::Silent => Fate::NoTemplate,
        Weight::Skipped => Fate::Skipped(reason.clone()),
        Weight::Error => Fate::Unreadable,
    };
    let finding = (weight == Weight::Error).then(|| unreadable(reason, unfit.problem.span().unwrap_or(Span::at(0))));
    let findings = finding.into_iter().collect();
    Checked { source: unfit.file, findings, seen: Seen::default(), suppressed: 0, fate }
}

fn unreadable(message: String, span: Span) -> Finding {
    let diagnostic = Diagnostic::error(message).at(span, "");
    let name = rules::find(UNREADABLE).map_or("", |rule| rule.info.name);
    Finding { code: UNREADABLE, name, diagnostic, rendered: None, holds: Holds::default(), fix: None, walk: Vec::new() }
}
