//! Mends: as many as can be made at once, then what the rules say of the result, and again. A mend that does not take its
//! finding away, or that brings an error, is undone.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hash;

use crate::diagnostic::{Finding, Severity};
use crate::source::{Edit, edit};

/// How often a file is looked at again.
pub const MAX_ROUNDS: usize = 10;

/// A text after one round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The new text.
    pub text: Vec<u8>,
    /// Which findings were mended, as indexes into the list, ascending.
    pub fixed: Vec<usize>,
}

/// Makes the mends that do not touch the same bytes. The first one wins; the others wait for the next round. Equal mends
/// are made once, for all their findings.
#[must_use]
pub fn apply(text: &[u8], findings: &[Finding]) -> Applied {
    apply_those(text, findings, |_| true)
}

fn apply_those(text: &[u8], findings: &[Finding], wanted: impl Fn(&Finding) -> bool) -> Applied {
    let mut accepted = Accepted::default();
    let mut fixed = Vec::new();
    for (number, finding) in findings.iter().enumerate().filter(|(_, finding)| wanted(finding)) {
        if finding.fix.as_ref().is_some_and(|fix| accepted.take(&fix.edits, text.len())) {
            fixed.push(number);
        }
    }
    match edit::apply(text, &accepted.edits) {
        Ok(text) => Applied { text, fixed },
        Err(edit::Conflict) => Applied { text: text.to_vec(), fixed: Vec::new() },
    }
}

#[derive(Default)]
struct Accepted {
    edits: Vec<Edit>,
    /// The end of each edit under its start.
    ends: BTreeMap<u32, u32>,
    /// Mends that were made.
    mends: BTreeSet<Vec<(u32, u32, String)>>,
}

impl Accepted {
    /// Takes all edits of a mend, or none.
    fn take(&mut self, edits: &[Edit], len: usize) -> bool {
        let mut sorted: Vec<_> = edits.iter().map(|edit| (edit.span.start, edit.span.end, edit.text.clone())).collect();
        sorted.sort();
        if self.mends.contains(&sorted) {
            return true;
        }
        let within = sorted.iter().all(|(start, end, _)| start <= end && *end as usize <= len);
        let apart =
            sorted.windows(2).all(|pair| pair[0].1 < pair[1].0 || pair[0].1 == pair[1].0 && pair[0].0 < pair[0].1);
        if sorted.is_empty() || !within || !apart || sorted.iter().any(|(start, end, _)| self.touches(*start, *end)) {
            return false;
        }
        self.ends.extend(sorted.iter().map(|(start, end, _)| (*start, *end)));
        self.edits.extend(edits.iter().cloned());
        self.mends.insert(sorted);
        true
    }

    // Edits that meet at a place may speak about the same thing, so the second waits.
    fn touches(&self, start: u32, end: u32) -> bool {
        self.ends.range(..=end).next_back().is_some_and(|(_, &other_end)| start <= other_end)
    }
}

/// A text after all rounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// The new text.
    pub text: Vec<u8>,
    /// How many findings of each code were mended, by code.
    pub fixed: BTreeMap<&'static str, usize>,
}

/// Mends `text`, in which `findings` were found; `lint` says what is found in another text. Mends of one code are given up
/// where the text with them still has what they were for, or has a new error.
pub fn mend(text: &[u8], findings: Vec<Finding>, mut lint: impl FnMut(&[u8]) -> Vec<Finding>) -> Mended {
    let mut mended = Mended { text: text.to_vec(), fixed: BTreeMap::new() };
    let (mut findings, mut given_up) = (findings, BTreeSet::new());
    for _ in 0..MAX_ROUNDS {
        let mut codes: BTreeSet<_> =
            findings.iter().filter(|finding| finding.fix.is_some()).map(|finding| finding.code).collect();
        codes.retain(|code| !given_up.contains(code));
        if codes.is_empty() {
            break;
        }
        // All at once, and one by one where that does not work out.
        let single = codes.iter().map(|code| BTreeSet::from([*code]));
        let attempts: Vec<_> = [codes.clone()].into_iter().chain(single.filter(|_| codes.len() > 1)).collect();
        let mut progress = false;
        for attempt in attempts {
            let applied = apply_those(&mended.text, &findings, |finding| attempt.contains(finding.code));
            let after = if applied.fixed.is_empty() { Vec::new() } else { lint(&applied.text) };
            if applied.fixed.is_empty() || !is_better(&findings, &applied.fixed, &after) {
                if attempt.len() == 1 {
                    given_up.extend(attempt);
                }
                continue;
            }
            for code in applied.fixed.iter().filter_map(|&number| findings.get(number)).map(|finding| finding.code) {
                *mended.fixed.entry(code).or_default() += 1;
            }
            (mended.text, findings, progress) = (applied.text, after, true);
            break;
        }
        if !progress && codes.iter().all(|code| given_up.contains(code)) {
            break;
        }
    }
    mended
}

/// Whether every mended finding is gone: what its rule says then may be the next slip of the kind, or a lesser one. Where an
/// error is mended, others may have been behind it; a lesser mend must not bring an error.
fn is_better(before: &[Finding], fixed: &[usize], after: &[Finding]) -> bool {
    let mended: Vec<_> = fixed.iter().filter_map(|&number| before.get(number)).collect();
    let (of_code, found_of_code) = (count(before, code), count(after, code));
    let (mut of_text, found_of_text) = (count(before, text), count(after, text));
    mended.iter().for_each(|finding| *of_text.entry(text(finding)).or_default() -= 1);
    let gone = mended.iter().all(|finding| {
        found_of_text.get(&text(finding)) <= of_text.get(&text(finding))
            && found_of_code.get(finding.code) <= of_code.get(finding.code)
    });
    let mut expected = of_code;
    mended.iter().for_each(|finding| *expected.entry(finding.code).or_default() -= 1);
    let found = found_of_code;
    let is_error = |finding: &Finding| finding.severity() == Severity::Error;
    let known = |finding: &Finding| expected.get(finding.code).copied() >= found.get(finding.code).copied();
    let errors_only_as_before = || after.iter().filter(|finding| is_error(finding)).all(known);
    gone && (mended.iter().copied().any(is_error) || errors_only_as_before())
}

fn code(finding: &Finding) -> &'static str {
    finding.code
}

fn text(finding: &Finding) -> (&'static str, &str) {
    (finding.code, &finding.diagnostic.message)
}

fn count<'f, K: Eq + Hash>(findings: &'f [Finding], key: impl Fn(&'f Finding) -> K) -> HashMap<K, usize> {
    let mut counts = HashMap::new();
    findings.iter().for_each(|finding| *counts.entry(key(finding)).or_default() += 1);
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostic, Fix, Holds};
    use crate::source::Span;

    fn finding(code: &'static str, edits: &[(u32, u32, &str)]) -> Finding {
        let edits = edits.iter().map(|(start, end, text)| Edit::new(Span::new(*start, *end), *text));
        Finding {
            code,
            name: "",
            diagnostic: Diagnostic::warning("x"),
            rendered: None,
            holds: Holds::default(),
            fix: Some(Fix { title: String::new(), edits: edits.collect() }),
            walk: Vec::new(),
        }
    }

    fn applied(mends: &[&[(u32, u32, &str)]]) -> (String, Vec<usize>) {
        let findings: Vec<_> = mends.iter().map(|edits| finding("CF1", edits)).collect();
        let applied = apply(b"abcdef", &findings);
        (String::from_utf8(applied.text).unwrap(), applied.fixed)
    }

    #[test]
    fn the_first_of_two_that_touch_wins() {
        assert_eq!(
            applied(&[&[(0, 1, "A"), (5, 6, "F")], &[(5, 6, "-")], &[(2, 3, "C")]]),
            ("AbCdeF".into(), vec![0, 2])
        );
        assert_eq!(applied(&[&[(1, 3, "")], &[(3, 3, "x")], &[(4, 4, "y")]]), ("adyef".into(), vec![0, 2]));
        assert_eq!(applied(&[&[(2, 2, "x")], &[(0, 6, "")]]), ("abxcdef".into(), vec![0]));
        assert_eq!(applied(&[&[(2, 2, "x")], &[(2, 2, "x")]]), ("abxcdef".into(), vec![0, 1]));
    }

    #[test]
    fn mends_that_contradict_themselves_are_not_made() {
        for edits in [&[(0, 3, ""), (2, 4, "")][..], &[(5, 9, "")], &[], &[(2, 2, "x"), (2, 2, "y")]] {
            assert_eq!(applied(&[edits]), ("abcdef".into(), vec![]), "{edits:?}");
        }
        assert_eq!(applied(&[&[(0, 1, ""), (1, 2, "x")]]), ("xcdef".into(), vec![0]));
    }

    /// Finds each `x`, and mends it to `y`; finds each `b`, and mends it to `!`, which is worse.
    fn lint(text: &[u8]) -> Vec<Finding> {
        let places = text.iter().zip(0u32..);
        let found = places.filter_map(|(byte, at)| match byte {
            b'x' => Some(finding("CF1", &[(at, at + 1, "y")])),
            b'b' => Some(finding("CF2", &[(at, at + 1, "!")])),
            b'!' => Some(Finding { diagnostic: Diagnostic::error("!"), ..finding("CF3", &[]) }),
            _ => None,
        });
        found.collect()
    }

    #[test]
    fn rounds_go_on_until_nothing_is_left_to_mend() {
        // Neighbours wait for the next round; a mend that brings an error is undone.
        let mended = mend(b"xxxxabx", lint(b"xxxxabx"), lint);
        assert_eq!(String::from_utf8_lossy(&mended.text), "yyyyaby");
        assert_eq!(mended.fixed, BTreeMap::from([("CF1", 5)]));
        assert_eq!(mend(b"b", lint(b"b"), lint), Mended { text: b"b".to_vec(), fixed: BTreeMap::new() });
    }

    #[test]
    fn rounds_are_bounded() {
        let mut calls = 0;
        // Grows for ever, and one finding is left each time.
        let grow = |text: &[u8]| {
            let end = u32::try_from(text.len()).unwrap();
            vec![finding("CF1", &[(0, 0, "x")]), finding("CF1", &[(end, end, "x")])]
        };
        mend(b"abc", grow(b"abc"), |text| {
            calls += 1;
            let mut found = grow(text);
            found.truncate(if calls > 100 { 0 } else { 2 });
            found
        });
        assert!(calls <= 2 * MAX_ROUNDS, "{calls}");
    }
}
