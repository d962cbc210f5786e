//! Makes a differing template smaller as long as the answers still differ.

use std::path::Path;

use corefilectl::gotemplate::GoVersion;

use super::may_print_address;
use super::oracle::{self, Case, Oracle, Outcome};

/// How often the oracle may be asked.
const QUESTIONS: usize = 3_000;

/// A differing case with both answers, if it still differed when asked alone.
pub struct Difference<'d> {
    pub case: Case<'d>,
    pub ours: Option<Outcome>,
    pub theirs: Option<Outcome>,
}

/// Removes parts of the template, ever smaller ones, and gives it a plain name if that does not matter.
pub fn minimize<'d>(case: Case<'d>, go: GoVersion, program: &Path) -> Difference<'d> {
    let mut oracle = Oracle::start(program);
    let mut best = Difference { case, ours: None, theirs: None };
    let mut left = QUESTIONS;
    let mut try_out = |best: &mut Difference<'d>, name: &str, template: Vec<u8>| {
        let case = Case { name: name.to_owned(), template, dataset: best.case.dataset };
        let ours = oracle::ours(&case, go);
        if left == 0 || !oracle::is_asked(&case, &ours) || ours.has_address() || may_print_address(&case.template) {
            return false;
        }
        left -= 1;
        let Some(theirs) = oracle.ask(&case) else {
            left = 0;
            return false;
        };
        let differs = ours != theirs;
        if differs {
            *best = Difference { case, ours: Some(ours), theirs: Some(theirs) };
        }
        differs
    };
    let template = best.case.template.clone();
    try_out(&mut best, "t", template);
    let mut size = best.case.template.len() / 2;
    while size > 0 {
        let (mut at, mut removed) = (0, false);
        while at < best.case.template.len() {
            let mut template = best.case.template.clone();
            template.drain(at..template.len().min(at + size));
            let name = best.case.name.clone();
            if try_out(&mut best, &name, template) {
                removed = true;
            } else {
                at += size;
            }
        }
        if size > 1 || !removed {
            size /= 2;
        }
    }
    best
}
