//! What two directives of one name differ in: which argument, which option, and whether CoreDNS cares.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::shape::{RCODES, Shape, ZONE, line};
use super::{Detail, What};
use crate::coredns::Plugin;
use crate::coredns::options::{self, Value};

/// The differences of two directives called `name`; none only where they are equal.
pub fn details(name: &str, old: &Shape<'_>, new: &Shape<'_>) -> Vec<Detail> {
    if old == new {
        return Vec::new();
    }
    let mut details = arguments(name, old, new);
    let (of_options, reordered) = of_options(name, old, new);
    details.extend(of_options);
    if details.is_empty() || old.has_block() != new.has_block() && old.options().is_empty() == new.options().is_empty()
    {
        let idle = reordered && old.has_block() == new.has_block();
        let what = if idle { What::OptionOrder } else { What::Layout };
        details.push(Detail { what, old: Vec::new(), new: Vec::new(), matters: !idle });
    }
    details
}

fn arguments(name: &str, old: &Shape<'_>, new: &Shape<'_>) -> Vec<Detail> {
    let words = |words: &[&str]| words.iter().map(|word| line(&[word])).collect::<Vec<_>>();
    let (old, new) = (old.roles(name), new.roles(name));
    let changed = old.iter().zip(&new).filter(|((_, old), (_, new))| old != new);
    changed
        .map(|((role, old), (_, new))| Detail {
            what: What::Argument(role),
            old: words(old),
            new: words(new),
            matters: argument_matters(name, role, old, new),
        })
        .collect()
}

/// Nobody looks at alternate's FROM, and its rcodes are a set in any letter case (coredns/alternate: setup.go).
fn argument_matters(name: &str, role: &str, old: &[&str], new: &[&str]) -> bool {
    if Plugin::named(name) != Some(Plugin::Alternate) {
        return true;
    }
    let rcodes = |words: &[&str]| {
        let mut rcodes: Vec<_> = words.iter().flat_map(|word| word.split(',')).map(str::to_uppercase).collect();
        rcodes.sort();
        rcodes.dedup();
        rcodes
    };
    match role {
        // A missing one is missed all the same.
        ZONE => old.is_empty() != new.is_empty(),
        RCODES => rcodes(old) != rcodes(new),
        _ => true,
    }
}

type Lines<'s, 't> = Vec<&'s [&'t str]>;

/// The options by their first word, in the order in which they come up, old before new.
fn of_options(name: &str, old: &Shape<'_>, new: &Shape<'_>) -> (Vec<Detail>, bool) {
    let mut by_name: Vec<(&str, Lines<'_, '_>, Lines<'_, '_>)> = Vec::new();
    let mut index = HashMap::new();
    for (is_new, shape) in [(false, old), (true, new)] {
        for option in shape.options() {
            let word = option.first().copied().unwrap_or_default();
            let at = match index.entry(word) {
                Entry::Occupied(entry) => *entry.get(),
                Entry::Vacant(entry) => {
                    by_name.push((word, Vec::new(), Vec::new()));
                    *entry.insert(by_name.len() - 1)
                }
            };
            if let Some((_, old, new)) = by_name.get_mut(at) {
                let lines = if is_new { new } else { old };
                lines.push(option);
            }
        }
    }
    let is_reordered = by_name.iter().all(|(_, old, new)| old == new) && old.options() != new.options();
    let changed = by_name.into_iter().filter(|(_, old, new)| old != new);
    (changed.map(|(word, old, new)| option(name, word, &old, &new)).collect(), is_reordered)
}

fn option<'s, 't>(plugin: &str, word: &str, old: &[&'s [&'t str]], new: &[&'s [&'t str]]) -> Detail {
    let known = Plugin::named(plugin).and_then(|plugin| options::find(plugin, word));
    let matters = known.is_none_or(|option| option.value != Value::Ignored);
    let what = What::Option(word.to_owned());
    let (only_old, only_new) = (without(old, new), without(new, old));
    let lines = |lines: &[&[&str]]| lines.iter().map(|words| line(words)).collect::<Vec<_>>();
    // The same lines in another order: all of them are told.
    let (old, new) = if only_old.is_empty() && only_new.is_empty() {
        (lines(old), lines(new))
    } else {
        (lines(&only_old), lines(&only_new))
    };
    Detail { what, old, new, matters }
}

/// What of `lines` is not in `others`, each line as often as it is missing there.
fn without<'s, 't>(lines: &[&'s [&'t str]], others: &[&'s [&'t str]]) -> Lines<'s, 't> {
    let mut left: HashMap<&[&str], usize> = HashMap::new();
    for other in others {
        *left.entry(*other).or_default() += 1;
    }
    let mut only = Vec::new();
    for words in lines.iter().copied() {
        match left.get_mut(words) {
            Some(count @ 1..) => *count -= 1,
            _ => only.push(words),
        }
    }
    only
}
