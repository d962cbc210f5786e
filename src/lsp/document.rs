//! An open document: its text as the client has it, what is known about this version of it, and the check that is under way.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use lsp_types::{TextDocumentContentChangeEvent, Uri};

use super::address;
use super::outline::Outline;
use super::setup::Setup;
use super::text::{Encoding, Text};
use crate::diagnostic::Finding;
use crate::lint::input::{self, Input, Reading};

/// A document that grows beyond this is let go until it is opened again, in bytes.
pub const MAX_KEPT: usize = 64 << 20;

/// A document.
#[derive(Debug)]
pub struct Document {
    /// Its address.
    pub uri: Uri,
    /// What lint calls it.
    pub name: String,
    /// The version that the client has.
    pub version: i32,
    /// Its text.
    pub text: Arc<Text>,
    /// How it is looked at; nothing where that cannot be told.
    pub setup: Option<Arc<Setup>>,
    /// Tells one text from the next, whatever the client's version says.
    pub revision: u64,
    /// What was found in it last.
    pub found: Option<Found>,
    /// Whether the user has been told that it is too large.
    pub told_too_large: bool,
    is_ours: bool,
    stop: Arc<AtomicBool>,
    parsed: OnceCell<Option<Parsed>>,
}

/// What was found in one revision.
#[derive(Debug)]
pub struct Found {
    /// The revision.
    pub revision: u64,
    /// The findings, in the order in which they were published.
    pub findings: Vec<Finding>,
    /// The text with all mends, once it is worked out.
    pub mended: Option<Vec<u8>>,
}

/// A text taken apart.
#[derive(Debug)]
pub struct Parsed {
    /// The templates in it.
    pub input: Input,
    outlines: Vec<OnceCell<Outline>>,
}

impl Document {
    /// A document that was opened.
    #[must_use]
    pub fn new(uri: Uri, language: &str, version: i32, text: String, encoding: Encoding) -> Self {
        let name = address::name(&uri, language);
        let is_ours = language.eq_ignore_ascii_case("corefile")
            || input::is_named_like_a_corefile(&name)
            || input::is_named_for_yaml(&name);
        Self {
            name,
            is_ours,
            uri,
            version,
            text: Arc::new(Text::new(text, encoding)),
            setup: None,
            revision: 0,
            found: None,
            told_too_large: false,
            stop: Arc::default(),
            parsed: OnceCell::new(),
        }
    }

    /// A document that is looked at for every release and platform.
    #[cfg(test)]
    #[must_use]
    pub fn for_tests(text: &str) -> Self {
        use crate::diagnostic::Severity;
        use crate::gotemplate::Limits;
        use crate::lint::RULES;
        use crate::lint::select::Selection;
        use crate::mesh::{Injector, Matrix, Mode, Scope, release};

        let rules: Vec<_> = RULES.iter().map(|rule| &rule.info).collect();
        let injector = Injector::default();
        let (releases, modes) = (release::all().collect(), Mode::ALL.to_vec());
        let scope = Scope { releases, modes, injector: &injector, logging_is_set: false, flags: &[] };
        let setup = Setup {
            matrix: Matrix::new(scope, |_| None).unwrap(),
            is_unpinned: true,
            not_in_force: None,
            selection: Selection::new(&rules, &[], &[], &[]).unwrap(),
            rules,
            show: Severity::Info,
            kind: None,
            limits: Limits::default(),
        };
        let uri = "file:///tmp/Corefile".parse().unwrap();
        let mut document = Self::new(uri, "corefile", 1, text.to_owned(), Encoding::Utf16);
        document.setup = Some(Arc::new(setup));
        document
    }

    /// Whether there is anything in it for us. Editors send all that they take for plain text; a document that is neither
    /// called a Corefile nor YAML has to look like one, once.
    pub fn is_ours(&mut self) -> bool {
        self.is_ours = self.is_ours || input::looks_like_a_corefile(self.text.bytes());
        self.is_ours
    }

    /// The folder in which it lives.
    #[must_use]
    pub fn folder(&self) -> Option<PathBuf> {
        address::path(&self.uri)?.parent().map(Path::to_path_buf)
    }

    /// Makes the changes, one after the other; what was known about the text is forgotten, and its check ends.
    pub fn change(&mut self, version: i32, changes: Vec<TextDocumentContentChangeEvent>) {
        let text = Arc::make_mut(&mut self.text);
        for change in changes {
            text.edit(change.range, &change.text);
        }
        self.version = version;
        self.forget();
    }

    /// Ends the check under way.
    pub fn forget(&mut self) {
        self.stop();
        self.parsed = OnceCell::new();
    }

    /// Ends the check under way; nobody waits for it any more.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// A new flag for a new check.
    pub fn start(&mut self, revision: u64) -> Arc<AtomicBool> {
        self.stop();
        self.revision = revision;
        self.stop = Arc::default();
        Arc::clone(&self.stop)
    }

    /// The largest text that is looked at, in bytes.
    #[must_use]
    pub fn max_bytes(&self) -> usize {
        self.setup.as_ref().map_or(0, |setup| setup.limits.template)
    }

    /// The text taken apart, if there is anything in it to look at.
    #[must_use]
    pub fn parsed(&self) -> Option<&Parsed> {
        let parse = || {
            if self.text.bytes().len() > self.max_bytes() {
                return None;
            }
            let reading = Reading { named: false, max_bytes: self.max_bytes() };
            let input = input::read(&self.name, self.text.bytes().to_vec(), reading).ok()?;
            let outlines = input.templates().map(|_| OnceCell::new()).collect();
            Some(Parsed { input, outlines })
        };
        self.parsed.get_or_init(parse).as_ref()
    }

    /// What was found in the text as it is now.
    #[must_use]
    pub fn found_now(&self) -> Option<&Found> {
        self.found.as_ref().filter(|found| found.revision == self.revision)
    }
}

impl Parsed {
    /// The outline of one of the templates.
    #[must_use]
    pub fn outline(&self, index: usize, text: &[u8]) -> Option<&Outline> {
        self.outlines.get(index).map(|outline| outline.get_or_init(|| Outline::of(text)))
    }
}
