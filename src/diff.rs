//! What two Corefiles differ in, as CoreDNS reads them: server blocks and directives that were added, removed, moved or
//! changed, with their places. Comments and layout make no difference, and what CoreDNS does not look at is told as such.
//! Where the Corefiles come from is left to others.

mod address;
mod blocks;
mod details;
mod directives;
mod order;
mod shape;
#[cfg(test)]
mod tests;

pub use blocks::MAX_CANDIDATES;
pub use directives::MAX_LOOKS;
pub use shape::RCODES;

use crate::corefile::lexer::lex;
use crate::corefile::{Corefile, MAIN, Place, Surroundings};

/// All differences of two Corefiles, in the order of the new one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The server blocks in which something differs.
    pub blocks: Vec<BlockChange>,
}

/// A server block that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockChange {
    /// How it was; none if it is new.
    pub old: Option<BlockSide>,
    /// How it is; none if it is gone.
    pub new: Option<BlockSide>,
    /// Whether it stands elsewhere among the others, which CoreDNS does not care about.
    pub is_moved: bool,
    /// Whether it is for other zones or on another port.
    pub has_other_addresses: bool,
    /// The directives that differ; of a block that is new or gone all of them.
    pub directives: Vec<DirectiveChange>,
}

/// A server block in one of the Corefiles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockSide {
    /// Its addresses as written, variables filled in.
    pub addresses: Vec<String>,
    /// Where it stands.
    pub place: Place,
}

/// A directive that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectiveChange {
    /// Its name.
    pub name: String,
    /// How it was; none if it is new.
    pub old: Option<DirectiveSide>,
    /// How it is; none if it is gone.
    pub new: Option<DirectiveSide>,
    /// Whether it stands elsewhere among the others.
    pub moved: Option<Moved>,
    /// What differs in it; empty where it has only moved, and where it is new or gone.
    pub details: Vec<Detail>,
}

/// A directive in one of the Corefiles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectiveSide {
    /// Name and arguments.
    pub head: String,
    /// The lines of its block.
    pub options: Vec<String>,
    /// Where it stands.
    pub place: Place,
}

/// What a move comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// Nothing: between plugins the order in which they are compiled in counts, not that of the text, and of several alternates
    /// only one can have an rcode.
    WithoutEffect,
    /// It has changed places with a directive of the same name; among those the order counts.
    AmongItsOwn,
}

/// One difference within a directive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    /// What differs.
    pub what: What,
    /// The arguments, or the lines of the option, as they were.
    pub old: Vec<String>,
    /// The same as they are.
    pub new: Vec<String>,
    /// Whether CoreDNS looks at it.
    pub matters: bool,
}

/// What differs in a directive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// An argument, by the part that it plays: `zone`, `upstreams`.
    Argument(&'static str),
    /// An option of its block.
    Option(String),
    /// Only the order of different options.
    OptionOrder,
    /// Line breaks or braces, which CoreDNS looks at.
    Layout,
}

/// What has become of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It says something else.
    Changed,
    /// It says the same elsewhere.
    Moved,
    /// It says the same at the same place; of a server block, whose directives differ.
    Kept,
}

/// How many differences there are of each kind. A server block that is new or gone counts once, its directives do not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// New ones.
    pub added: usize,
    /// Gone ones.
    pub removed: usize,
    /// Changed ones.
    pub changed: usize,
    /// Moved ones, where that matters.
    pub moved: usize,
    /// Those that CoreDNS does not care about.
    pub without_effect: usize,
}

impl Comparison {
    /// What `new` has become, held against `old`. Takes `n log n` steps.
    #[must_use]
    pub fn of(old: &Corefile<'_>, new: &Corefile<'_>) -> Self {
        Self { blocks: blocks::compare(old, new) }
    }

    /// Whether CoreDNS behaves otherwise, as far as words can tell.
    #[must_use]
    pub fn matters(&self) -> bool {
        self.blocks.iter().any(|block| block.matters() || block.directives.iter().any(DirectiveChange::matters))
    }

    /// The differences by kind.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for block in &self.blocks {
            counts.count(block.kind(), block.matters());
            if block.old.is_some() && block.new.is_some() {
                block.directives.iter().for_each(|directive| counts.count(directive.kind(), directive.matters()));
            }
        }
        counts
    }
}

impl Counts {
    fn count(&mut self, kind: Kind, matters: bool) {
        let count = match kind {
            Kind::Kept => return,
            _ if !matters => &mut self.without_effect,
            Kind::Added => &mut self.added,
            Kind::Removed => &mut self.removed,
            Kind::Changed => &mut self.changed,
            Kind::Moved => &mut self.moved,
        };
        *count += 1;
    }

    /// Those that matter.
    #[must_use]
    pub fn total(&self) -> usize {
        self.added + self.removed + self.changed + self.moved
    }
}

impl BlockChange {
    /// What has become of the block itself.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match (&self.old, &self.new) {
            (None, _) => Kind::Added,
            (_, None) => Kind::Removed,
            _ if self.has_other_addresses => Kind::Changed,
            _ if self.is_moved => Kind::Moved,
            _ => Kind::Kept,
        }
    }

    /// Whether CoreDNS cares about that.
    #[must_use]
    pub fn matters(&self) -> bool {
        !matches!(self.kind(), Kind::Moved | Kind::Kept)
    }
}

impl DirectiveChange {
    /// What has become of it.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match (&self.old, &self.new) {
            (None, _) => Kind::Added,
            (_, None) => Kind::Removed,
            _ if !self.details.is_empty() => Kind::Changed,
            _ => Kind::Moved,
        }
    }

    /// Whether CoreDNS cares about it.
    #[must_use]
    pub fn matters(&self) -> bool {
        let is_new_or_gone = self.old.is_none() || self.new.is_none();
        is_new_or_gone || self.moved == Some(Moved::AmongItsOwn) || self.details.iter().any(|detail| detail.matters)
    }
}

/// Whether two texts have the same words in the same order, so that they differ in comments and layout at most.
#[must_use]
pub fn has_same_words(old: &[u8], new: &[u8]) -> bool {
    let (old, new) = (lex(old, MAIN), lex(new, MAIN));
    old.len() == new.len() && old.iter().zip(&new).all(|(old, new)| old.text == new.text)
}

/// Surroundings in which variables stand for themselves, so that different ones differ: whose environment it will be is not
/// known.
#[derive(Clone, Copy)]
pub struct NamedVariables<'a>(pub &'a dyn Surroundings);

impl std::fmt::Debug for NamedVariables<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NamedVariables")
    }
}

impl Surroundings for NamedVariables<'_> {
    // Not as it is written: a value can hold placeholders of its own.
    fn variable(&self, name: &str) -> String {
        format!("${{{name}}}")
    }

    fn glob(&self, pattern: &str) -> Result<Vec<String>, String> {
        self.0.glob(pattern)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        self.0.read(path)
    }

    fn folder(&self) -> String {
        self.0.folder()
    }

    fn is_outside(&self, path: &str) -> bool {
        self.0.is_outside(path)
    }
}
