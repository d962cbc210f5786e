//! What a rule is: what it says about itself, and its check. `explain`, the pages in docs, the catalogue and the rule tables
//! of the reports are made from the first; the engine runs the second.

use super::case::{Case, FileCase, RefusedCase};
use super::sink::Sink;
use crate::diagnostic::Severity;

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// What it says about itself.
    pub info: RuleInfo,
    /// Rules that have the same cause and say more: beside one of them, in the same server block or in none, this one is
    /// silent.
    pub yields_to: &'static [&'static str],
    /// The check.
    pub check: Check,
}

/// When a rule looks, and at what.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// Once a file: at the template's text and all its renderings together.
    File(fn(&FileCase<'_>, &mut Sink<'_>)),
    /// At a template that does not parse or execute, once for each message.
    Refused(fn(&RefusedCase<'_>, &mut Sink<'_>)),
    /// At a rendered Corefile, once for each kind of data plane that it means something different to.
    Corefile(fn(&Case<'_>, &mut Sink<'_>)),
    /// At both: a template that does not execute, and a Corefile where the same slip passes.
    RefusedAndCorefile(fn(&RefusedCase<'_>, &mut Sink<'_>), fn(&Case<'_>, &mut Sink<'_>)),
    /// Not at templates: the doctor makes its findings in the files around them. Its examples are such files.
    Doctor,
    /// Not by itself: what surrounds the rules makes its findings.
    Elsewhere,
}

impl Check {
    /// The check of a refused template.
    #[must_use]
    pub fn refused(self) -> Option<fn(&RefusedCase<'_>, &mut Sink<'_>)> {
        match self {
            Self::Refused(check) | Self::RefusedAndCorefile(check, _) => Some(check),
            Self::File(_) | Self::Corefile(_) | Self::Doctor | Self::Elsewhere => None,
        }
    }

    /// The check of a rendered Corefile.
    #[must_use]
    pub fn corefile(self) -> Option<fn(&Case<'_>, &mut Sink<'_>)> {
        match self {
            Self::Corefile(check) | Self::RefusedAndCorefile(_, check) => Some(check),
            Self::File(_) | Self::Refused(_) | Self::Doctor | Self::Elsewhere => None,
        }
    }
}

/// A rule without its check.
#[derive(Debug)]
pub struct RuleInfo {
    /// `CF203`; never reused, never renumbered.
    pub code: &'static str,
    /// `outside-unreachable`.
    pub name: &'static str,
    /// The severity, unless a finding has a reason for another one.
    pub severity: Severity,
    /// Whether `--fix` can mend at least some of what it finds.
    pub fixable: bool,
    /// One line, without a full stop.
    pub summary: &'static str,
    /// Releases and platforms that it is about, in words.
    pub applies: &'static str,
    /// What happens and why it matters: Markdown paragraphs.
    pub why: &'static str,
    /// Where the fact is from.
    pub source: &'static str,
    /// What fires it, and what must not.
    pub examples: &'static [Example],
}

/// An example of a rule; a test runs every one of them.
#[derive(Debug)]
pub struct Example {
    /// Whether it fires the rule.
    pub fires: bool,
    /// What is to be seen, in a few words.
    pub title: &'static str,
    /// The template.
    pub template: &'static str,
    /// Arguments of `lint` (of `doctor`, for its rules) that it needs: `--mesh-version 2.8`; between blanks. `NAME=value` in front sets an environment
    /// variable, as in a shell. Where one of them is `-`, the template comes in there.
    pub arguments: &'static str,
    /// So many lines of comment follow the template: for what only a long text does. See [`Example::text`].
    pub comment_lines: usize,
}

impl Example {
    /// A template that fires the rule.
    #[must_use]
    pub const fn bad(title: &'static str, template: &'static str) -> Self {
        Self { fires: true, title, template, arguments: "", comment_lines: 0 }
    }

    /// A template that must not fire it, nor any other rule of severity warning or error.
    #[must_use]
    pub const fn good(title: &'static str, template: &'static str) -> Self {
        Self { fires: false, title, template, arguments: "", comment_lines: 0 }
    }

    /// The same with arguments of `lint`.
    #[must_use]
    pub const fn with(self, arguments: &'static str) -> Self {
        Self { arguments, ..self }
    }

    /// The same with a long comment behind it.
    #[must_use]
    pub const fn with_comment(self, comment_lines: usize) -> Self {
        Self { comment_lines, ..self }
    }

    /// The template with its comment, 64 bytes a line.
    #[must_use]
    pub fn text(&self) -> String {
        let line = format!("# {}\n", "x".repeat(61));
        format!("{}{}", self.template, line.repeat(self.comment_lines))
    }
}
