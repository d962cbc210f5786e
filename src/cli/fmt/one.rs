//! One file from its bytes to its layout, and back to the disk. Can be called from any thread.

use crate::cli::input::read_file;
use crate::cli::output_file;
use crate::cli::unified::{Look, unified_diff};
use crate::cli::walk::Found;
use crate::diagnostic::Diagnostic;
use crate::format;
use crate::lint::Kind;
use crate::lint::input::{self, Input, Reading, Weight};
use crate::report::human;
use crate::source::Source;

/// What comes behind the last dot of templates.
const TEMPLATES: [&str; 4] = ["gotmpl", "template", "tmpl", "tpl"];

/// What raises the limit of a file's size.
pub const FLAG: &str = "--max-template";

/// What stays the same from file to file.
#[derive(Debug)]
pub struct Formatter {
    /// What inputs are, where the user says it.
    pub kind: Option<Kind>,
    /// Larger files are refused, in bytes.
    pub max_bytes: usize,
    /// Nothing is written.
    pub only_look: bool,
    /// What would change is shown.
    pub diff: bool,
    /// How that is shown.
    pub look: Look,
    /// Whether messages are coloured.
    pub color: bool,
}

/// What became of a file.
#[derive(Debug, Default)]
pub struct Done {
    /// What it came to.
    pub fate: Fate,
    /// What goes to standard output.
    pub output: Vec<u8>,
    /// What is to be said, ready to be shown.
    pub messages: Vec<String>,
}

/// What a file came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Fate {
    /// It has another layout now, or would have.
    Changed,
    /// It has the layout already.
    #[default]
    Unchanged,
    /// There is nothing in it to format.
    NoTemplate,
    /// It was passed over, for this reason.
    Skipped(String),
    /// It was left as it is, because it cannot be read, formatted or written.
    Failed,
}

impl Formatter {
    /// Reads, formats and writes a file.
    pub fn file(&self, found: &Found) -> Done {
        if std::fs::metadata(&found.path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir()) {
            return self.unreadable(&format!("{}: no regular file; give its text to standard input (-)", found.shown));
        }
        match read_file(&found.path, self.max_bytes, Some(FLAG)) {
            Ok(bytes) => self.format(found, bytes),
            Err(error) => self.unreadable(&error.to_string()),
        }
    }

    /// A file that the operating system does not show.
    pub fn unreadable(&self, reason: &str) -> Done {
        self.failed(&[Diagnostic::error(reason)], None)
    }

    /// Formats the bytes of a file and writes it; what came from standard input goes to standard output.
    pub fn format(&self, found: &Found, bytes: Vec<u8>) -> Done {
        let reading = Reading { named: found.named, max_bytes: self.max_bytes };
        let input = match input::read(&found.shown, bytes, reading) {
            Ok(input) => input,
            Err(unfit) => {
                let reason = unfit.problem.to_string();
                return match unfit.weight(found.named) {
                    Weight::Silent => Done { fate: Fate::NoTemplate, ..Done::default() },
                    Weight::Skipped => Done { fate: Fate::Skipped(reason), ..Done::default() },
                    Weight::Error => {
                        let diagnostic = Diagnostic::error(reason).at(unfit.problem.span().unwrap_or_default(), "");
                        self.failed(&[diagnostic], Some(&unfit.file))
                    }
                };
            }
        };
        if !self.is_ours(found, &input) {
            let reason = "it does not look like a Corefile, and is not named like one";
            let diagnostic = Diagnostic::error(format!("{}: not formatted: {reason}", found.shown));
            return self.failed(&[diagnostic.help("say --as template or --as corefile if it is one")], None);
        }
        match format::file::file(&input, self.kind) {
            Ok(formatted) => self.put(found, &input.source, formatted),
            Err(refusals) => {
                let diagnostics: Vec<_> = refusals.iter().map(format::Refusal::diagnostic).collect();
                self.failed(&diagnostics, Some(&input.source))
            }
        }
    }

    /// Whether a file is one to write to: lint may look at anything that it is shown, but this changes it.
    fn is_ours(&self, found: &Found, input: &Input) -> bool {
        let text = input.source.text();
        let is_named = || {
            let extension = found.path.extension().and_then(std::ffi::OsStr::to_str).unwrap_or_default();
            TEMPLATES.contains(&extension) || input::is_named_like_a_corefile(&found.shown)
        };
        let is_blank = || text.iter().all(u8::is_ascii_whitespace);
        !found.named
            || self.kind.is_some()
            || input.is_yaml()
            || is_blank()
            || is_named()
            || input::looks_like_a_corefile(text)
    }

    fn failed(&self, diagnostics: &[Diagnostic], source: Option<&Source>) -> Done {
        let messages = diagnostics.iter().map(|diagnostic| human::render(diagnostic, source, self.color)).collect();
        Done { fate: Fate::Failed, output: Vec::new(), messages }
    }

    fn put(&self, found: &Found, source: &Source, formatted: format::file::Formatted) -> Done {
        let left = |left: &String| {
            let note = Diagnostic::info(format!("{}: left as it is: {left}", found.shown));
            human::render(&note, None, self.color)
        };
        let mut done = Done { messages: formatted.left.iter().map(left).collect(), ..Done::default() };
        let is_changed = formatted.bytes != source.text();
        if is_changed {
            done.fate = Fate::Changed;
        }
        if self.only_look {
            if self.diff && is_changed {
                done.output = unified_diff(&found.shown, source.text(), &formatted.bytes, self.look).into_bytes();
            }
            return done;
        }
        if found.is_stdin() {
            done.output = formatted.bytes;
            return done;
        }
        if !is_changed {
            return done;
        }
        if let Err(error) = output_file::rewrite(&found.path, &formatted.bytes) {
            done.fate = Fate::Failed;
            done.messages.push(human::render(&Diagnostic::error(error.to_string()), None, self.color));
        }
        done
    }
}
