//! Which rules run, and how severe what they find is: `--select`, `--ignore`, and the severities of a repository.

use std::fmt;
use std::str::FromStr;

use super::rule::RuleInfo;
use crate::diagnostic::{Finding, Severity};

/// What a repository says about a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It does not run.
    Off,
    /// All that it finds is this severe.
    As(Severity),
}

/// A word that is none of `off`, `info`, `warning` and `error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("none of off, info, warning and error")]
pub struct NoLevel;

impl FromStr for Level {
    type Err = NoLevel;

    fn from_str(word: &str) -> Result<Self, NoLevel> {
        match word {
            "off" => Ok(Self::Off),
            "info" => Ok(Self::As(Severity::Info)),
            "warning" => Ok(Self::As(Severity::Warning)),
            "error" => Ok(Self::As(Severity::Error)),
            _ => Err(NoLevel),
        }
    }
}

/// A word that chooses no rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownSelector {
    /// The word.
    pub selector: String,
    /// What may have been meant.
    pub near: Option<&'static str>,
}

impl std::error::Error for UnknownSelector {}

impl fmt::Display for UnknownSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is no rule, name of a rule or beginning of a code", self.selector)?;
        self.near.map_or(Ok(()), |near| write!(f, ": did you mean {near}?"))
    }
}

/// The rules that run.
#[derive(Clone, Debug)]
pub struct Selection {
    /// In the order of the catalogue.
    rules: Vec<Chosen>,
}

#[derive(Clone, Copy, Debug)]
struct Chosen {
    code: &'static str,
    runs: bool,
    severity: Option<Severity>,
}

impl Selection {
    /// Chooses among `rules`. `select` and `ignore` are codes, beginnings of codes, names, or `ALL`, as they stand on the
    /// command line: several between commas. For each rule the longest selector that matches decides, and of equal ones
    /// `ignore`; without `select` all run. `levels` are those of the repository; where it switches a rule off, `select`
    /// switches it on.
    ///
    /// # Errors
    /// A selector that matches no rule.
    pub fn new(
        rules: &[&'static RuleInfo],
        select: &[String],
        ignore: &[String],
        levels: &[(&'static str, Level)],
    ) -> Result<Self, UnknownSelector> {
        let (select, ignore) = (selectors(select, rules)?, selectors(ignore, rules)?);
        let chosen = rules.iter().map(|rule| {
            let longest = |selectors: &[&str]| selectors.iter().filter_map(|selector| weight(selector, rule)).max();
            let level = levels.iter().rev().find(|(code, _)| *code == rule.code).map(|(_, level)| *level);
            let selected = longest(&select);
            let wanted = if select.is_empty() { (level != Some(Level::Off)).then_some(0) } else { selected };
            let severity = match level {
                Some(Level::As(severity)) => Some(severity),
                Some(Level::Off) | None => None,
            };
            Chosen { code: rule.code, runs: wanted > longest(&ignore), severity }
        });
        Ok(Self { rules: chosen.collect() })
    }

    fn of(&self, code: &str) -> Option<Chosen> {
        self.rules.iter().find(|rule| rule.code == code).copied()
    }

    /// Whether the rule runs; one that is not in the catalogue does not.
    #[must_use]
    pub fn runs(&self, code: &str) -> bool {
        self.of(code).is_some_and(|rule| rule.runs)
    }

    /// Gives a finding the severity that the repository wants.
    pub fn set_severity(&self, finding: &mut Finding) {
        if let Some(severity) = self.of(finding.code).and_then(|rule| rule.severity) {
            finding.diagnostic.severity = severity;
        }
    }
}

fn selectors<'s>(given: &'s [String], rules: &[&'static RuleInfo]) -> Result<Vec<&'s str>, UnknownSelector> {
    let words = given.iter().flat_map(|words| words.split(',')).map(str::trim).filter(|word| !word.is_empty());
    let checked = words.map(|word| match rules.iter().any(|rule| weight(word, rule).is_some()) {
        true => Ok(word),
        false => Err(UnknownSelector { selector: word.to_owned(), near: nearest(word, rules) }),
    });
    checked.collect()
}

/// How exactly a selector means a rule; nothing where it does not.
fn weight(selector: &str, rule: &RuleInfo) -> Option<usize> {
    match selector {
        "ALL" => Some(0),
        _ if selector == rule.name => Some(rule.code.len()),
        _ => (!selector.is_empty() && rule.code.starts_with(selector)).then_some(selector.len()),
    }
}

/// The code or name of a rule that a word may have been meant for.
#[must_use]
pub fn nearest(word: &str, rules: &[&'static RuleInfo]) -> Option<&'static str> {
    let word = word.to_lowercase();
    let words = rules.iter().flat_map(|rule| [rule.code, rule.name]);
    let near = words.map(|known| (strsim::normalized_damerau_levenshtein(&word, &known.to_lowercase()), known));
    // Codes differ in a digit, so of equally near ones none is meant more than the other.
    let mut best: Option<(f64, &'static str)> = None;
    let mut ties = 0;
    for (likeness, known) in near.filter(|(likeness, _)| *likeness >= 0.6) {
        match best {
            Some((least, _)) if likeness < least => {}
            Some((least, _)) if likeness <= least => ties += 1,
            _ => (best, ties) = (Some((likeness, known)), 0),
        }
    }
    best.filter(|_| ties == 0).map(|(_, known)| known)
}

/// From which severity on findings are shown, and from which on they fail the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thresholds {
    /// `--show`.
    pub show: Severity,
    /// `--fail-on`.
    pub fail_on: Severity,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { show: Severity::Info, fail_on: Severity::Warning }
    }
}

impl Thresholds {
    /// Whether the finding is printed.
    #[must_use]
    pub fn shows(&self, finding: &Finding) -> bool {
        finding.severity() >= self.show
    }

    /// Whether the finding fails the run, printed or not.
    #[must_use]
    pub fn fails(&self, finding: &Finding) -> bool {
        finding.severity() >= self.fail_on
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    macro_rules! rules {
        ($($code:literal $name:literal)*) => {
            [$(&RuleInfo {
                code: $code, name: $name, severity: Severity::Warning, fixable: false, summary: "", applies: "", why: "", source: "", examples: &[],
            }),*]
        };
    }

    /// A small catalogue.
    pub const RULES: [&RuleInfo; 7] = rules! {
        "CF101" "corefile-syntax"
        "CF203" "outside-unreachable"
        "CF204" "alternate-misses-rcode"
        "CF218" "aaaa-emptied"
        "CF901" "unused-allow"
        "CF902" "unknown-or-reasonless-allow"
        "CF903" "unreadable-input"
    };

    fn running(select: &[&str], ignore: &[&str], levels: &[(&'static str, Level)]) -> Vec<&'static str> {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let selection = Selection::new(&RULES, &owned(select), &owned(ignore), levels).unwrap();
        RULES.iter().map(|rule| rule.code).filter(|code| selection.runs(code)).collect()
    }

    #[test]
    fn the_longest_selector_decides() {
        assert_eq!(running(&[], &[], &[]).len(), RULES.len());
        assert_eq!(running(&["CF2"], &[], &[]), ["CF203", "CF204", "CF218"]);
        assert_eq!(running(&["CF2"], &["CF20"], &[]), ["CF218"]);
        assert_eq!(running(&["CF2,CF204"], &["CF20"], &[]), ["CF204", "CF218"]);
        assert_eq!(running(&["CF203"], &["CF203"], &[]), [""; 0]);
        assert_eq!(running(&["aaaa-emptied", "CF101"], &["CF2"], &[]), ["CF101", "CF218"]);
        assert_eq!(running(&[], &["CF2", "CF9"], &[]), ["CF101"]);
        assert_eq!(running(&["CF101"], &["ALL"], &[]), ["CF101"]);
        assert_eq!(running(&["ALL"], &["ALL"], &[]), [""; 0]);
    }

    #[test]
    fn a_repository_switches_off_and_the_command_line_on() {
        let off = [("CF203", Level::Off)];
        assert_eq!(running(&[], &["CF9", "CF1"], &off), ["CF204", "CF218"]);
        assert_eq!(running(&["CF203"], &[], &off), ["CF203"]);
    }

    #[test]
    fn what_chooses_nothing_is_refused_with_a_suggestion() {
        for (word, near) in [
            ("CF0", None),
            ("CF999", None),
            ("cf101", Some("CF101")),
            ("outside-unreachble", Some("outside-unreachable")),
            ("unused-alow", Some("unused-allow")),
            ("zebra", None),
        ] {
            let error = Selection::new(&RULES, &[word.to_owned()], &[], &[]).unwrap_err();
            assert_eq!((error.selector.as_str(), error.near), (word, near));
            assert_eq!(error.to_string().contains("did you mean"), near.is_some());
        }
    }

    #[test]
    fn severities_and_thresholds() {
        let levels = [("CF203", "info".parse().unwrap())];
        let selection = Selection::new(&RULES, &[], &[], &levels).unwrap();
        let mut finding = Finding {
            code: "CF203",
            name: "outside-unreachable",
            diagnostic: crate::diagnostic::Diagnostic::error(""),
            rendered: None,
            holds: crate::diagnostic::Holds::default(),
            fix: None,
            walk: Vec::new(),
        };
        let thresholds = Thresholds::default();
        assert!(thresholds.fails(&finding));
        selection.set_severity(&mut finding);
        assert_eq!(finding.severity(), Severity::Info);
        assert!(!thresholds.fails(&finding) && thresholds.shows(&finding));
        assert_eq!("Error".parse::<Level>(), Err(NoLevel));
    }
}
