//! Which directive of a server block has become which, and which of them have moved. Equal ones belong together, then those
//! with the same arguments, then those that are alike.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::hash::Hash;

use super::details::details;
use super::order::{Pairs, stays};
use super::shape::{CLASS, Shape, line};
use super::{DirectiveChange, DirectiveSide, Moved};
use crate::coredns::Plugin;
use crate::corefile::{Place, ServerBlock};

/// Words of one comparison that are looked at to find out who is alike; from then on the first argument decides.
pub const MAX_LOOKS: usize = 5_000_000;

/// A directive.
#[derive(Debug)]
pub struct Item<'t> {
    name: &'t str,
    shape: Shape<'t>,
    place: Place,
}

impl<'t> Item<'t> {
    /// The directives of a server block, in order.
    pub fn all(block: &'t ServerBlock<'_>) -> Vec<Self> {
        let item = |directive| Self {
            name: directive_name(directive),
            shape: Shape::of(block, directive),
            place: directive.place,
        };
        block.directives.iter().map(item).collect()
    }

    /// Name and words.
    pub fn identity(&self) -> (&'t str, &Shape<'t>) {
        (self.name, &self.shape)
    }

    fn side(&self) -> DirectiveSide {
        let head: Vec<_> = std::iter::once(self.name).chain(self.shape.head().iter().copied()).collect();
        let options = self.shape.options().iter().map(|words| line(words)).collect();
        DirectiveSide { head: line(&head), options, place: self.place }
    }
}

fn directive_name(directive: &crate::corefile::Directive) -> &str {
    &directive.name
}

/// All that `new` has, or that it lacks.
pub fn all_of(items: &[Item<'_>], is_new: bool) -> Vec<DirectiveChange> {
    let change = |item: &Item<'_>| {
        let (old, new) = if is_new { (None, Some(item.side())) } else { (Some(item.side()), None) };
        DirectiveChange { name: item.name.to_owned(), old, new, moved: None, details: Vec::new() }
    };
    items.iter().map(change).collect()
}

/// What two server blocks differ in. `looks` is what is left of [`MAX_LOOKS`].
pub fn compare(old: &[Item<'_>], new: &[Item<'_>], looks: &mut usize) -> Vec<DirectiveChange> {
    // In order of the names, so that the same comparison always has the same result.
    let mut by_name: BTreeMap<&str, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for (index, item) in old.iter().enumerate() {
        by_name.entry(item.name).or_default().0.push(index);
    }
    for (index, item) in new.iter().enumerate() {
        by_name.entry(item.name).or_default().1.push(index);
    }
    let mut pairs = Pairs::new(old.len(), new.len());
    for (name, (of_old, of_new)) in &by_name {
        Group { name, old, new, of_old, of_new }.pair(&mut pairs, looks);
    }
    let joined: Vec<_> = pairs.joined().collect();
    let moved = moved(old, &joined);
    let mut changes = Vec::new();
    for entry in pairs.weave() {
        let (before, after) = (entry.0.and_then(|index| old.get(index)), entry.1.and_then(|index| new.get(index)));
        let Some(name) = before.or(after).map(|item| item.name) else { continue };
        let (mut of_pair, mut details_of_pair) = (None, Vec::new());
        if let (Some(index), Some(before), Some(after)) = (entry.0, before, after) {
            of_pair = moved.get(&index).copied();
            details_of_pair = details(name, &before.shape, &after.shape);
            if of_pair.is_none() && details_of_pair.is_empty() {
                continue;
            }
        }
        changes.push(DirectiveChange {
            name: name.to_owned(),
            old: before.map(Item::side),
            new: after.map(Item::side),
            moved: of_pair,
            details: details_of_pair,
        });
    }
    changes
}

/// The old ones that have moved. Between plugins the order in which they are compiled in counts, so that only a move among
/// directives of one name can matter; among alternates it cannot, since an rcode stands in one of them only
/// (coredns/alternate: setup.go).
fn moved(old: &[Item<'_>], joined: &[(usize, usize)]) -> HashMap<usize, Moved> {
    let mut moved = HashMap::new();
    let mut mark = |pairs: &[(usize, usize)], how| {
        let order: Vec<_> = pairs.iter().map(|(_, new)| *new).collect();
        let leave = pairs.iter().zip(stays(&order)).filter(|(_, stays)| !stays);
        moved.extend(leave.map(|((old, _), _)| (*old, how)));
    };
    mark(joined, Moved::WithoutEffect);
    let mut by_name: HashMap<&str, Vec<(usize, usize)>> = HashMap::new();
    for pair in joined {
        if let Some(item) = old.get(pair.0).filter(|item| Plugin::named(item.name) != Some(Plugin::Alternate)) {
            by_name.entry(item.name).or_default().push(*pair);
        }
    }
    by_name.values().for_each(|pairs| mark(pairs, Moved::AmongItsOwn));
    moved
}

/// The directives of one name.
struct Group<'g, 't> {
    name: &'g str,
    old: &'g [Item<'t>],
    new: &'g [Item<'t>],
    of_old: &'g [usize],
    of_new: &'g [usize],
}

impl<'g, 't> Group<'g, 't> {
    fn pair(&self, pairs: &mut Pairs, left: &mut usize) {
        let are_equal = |old: &usize, new: &usize| self.of(self.old, *old) == self.of(self.new, *new);
        let front = self.of_old.iter().zip(self.of_new).take_while(|(old, new)| are_equal(old, new));
        let back = self.of_old.iter().rev().zip(self.of_new.iter().rev()).take_while(|(old, new)| are_equal(old, new));
        for (old, new) in front.chain(back) {
            pairs.join(*old, *new);
        }
        self.pair_by(|shape| shape, pairs);
        self.pair_by(|shape| shape.head(), pairs);
        let (of_old, of_new) = self.left(pairs);
        if of_old.is_empty() || of_new.is_empty() {
            return;
        }
        let words = |items: &[Item<'_>], left: &[usize]| {
            left.iter().map(|index| self.of(items, *index).map_or(0, |shape| shape.words().count())).sum::<usize>()
        };
        let (old_words, new_words) = (words(self.old, &of_old), words(self.new, &of_new));
        let looks =
            of_old.len().saturating_mul(new_words + 1).saturating_add(of_new.len().saturating_mul(old_words + 1));
        if looks <= *left {
            *left -= looks;
            self.pair_alike(&of_old, &of_new, pairs);
        } else {
            self.pair_by(|shape| shape.head().first(), pairs);
        }
    }

    fn of(&self, items: &'g [Item<'t>], index: usize) -> Option<&'g Shape<'t>> {
        items.get(index).map(|item| &item.shape)
    }

    fn left(&self, pairs: &Pairs) -> (Vec<usize>, Vec<usize>) {
        let old = self.of_old.iter().copied().filter(|old| pairs.is_old_free(*old)).collect();
        (old, self.of_new.iter().copied().filter(|new| pairs.is_new_free(*new)).collect())
    }

    /// Joins those of which `key` is the same, first come, first served.
    fn pair_by<K: Eq + Hash>(&self, key: impl Fn(&'g Shape<'t>) -> K, pairs: &mut Pairs) {
        let (of_old, of_new) = self.left(pairs);
        let mut waiting: HashMap<K, VecDeque<usize>> = HashMap::new();
        for index in of_new {
            if let Some(shape) = self.of(self.new, index) {
                waiting.entry(key(shape)).or_default().push_back(index);
            }
        }
        for index in of_old {
            let partner = self.of(self.old, index).and_then(|shape| waiting.get_mut(&key(shape))?.pop_front());
            if let Some(partner) = partner {
                pairs.join(index, partner);
            }
        }
    }

    /// Joins those that are alike, the most alike first.
    fn pair_alike(&self, of_old: &[usize], of_new: &[usize], pairs: &mut Pairs) {
        let sorted = |items: &'g [Item<'t>], index: usize| {
            let mut words: Vec<_> = self.of(items, index).map(|shape| shape.words().collect()).unwrap_or_default();
            words.sort_unstable();
            words
        };
        let new_words: Vec<_> = of_new.iter().map(|index| sorted(self.new, *index)).collect();
        let mut candidates = Vec::new();
        for (old_rank, old) in of_old.iter().enumerate() {
            let words = sorted(self.old, *old);
            for (new_rank, (new, others)) in of_new.iter().zip(&new_words).enumerate() {
                if let (Some(one), Some(other)) = (self.of(self.old, *old), self.of(self.new, *new))
                    && is_alike(self.name, one, other)
                {
                    let both = (words.len() + others.len()).max(1);
                    let likeness = in_common(&words, others).saturating_mul(2_000_000) / both;
                    candidates.push((std::cmp::Reverse(likeness), old_rank.abs_diff(new_rank), *old, *new));
                }
            }
        }
        candidates.sort_unstable();
        for (_, _, old, new) in candidates {
            pairs.join(old, new);
        }
    }
}

/// Whether a directive can be another one with changes, rather than something else: a server block has `prometheus`, `errors`
/// and `log` for one thing, of the others there can be several, each for zones or types of its own.
fn is_alike(name: &str, one: &Shape<'_>, other: &Shape<'_>) -> bool {
    match Plugin::named(name) {
        Some(Plugin::Template | Plugin::Forward | Plugin::Alternate) => {
            let roles = one.roles(name);
            let other = other.roles(name);
            let mut roles = roles.iter().zip(&other).filter(|((role, _), _)| *role != CLASS);
            one.head().is_empty() || roles.any(|((_, one), (_, other))| !one.is_empty() && one == other)
        }
        _ => true,
    }
}

/// How many words two sorted lists share.
pub fn in_common<T: Ord>(one: &[T], other: &[T]) -> usize {
    let (mut one, mut other, mut count) = (one.iter().peekable(), other.iter().peekable(), 0);
    while let (Some(a), Some(b)) = (one.peek(), other.peek()) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => one.next(),
            std::cmp::Ordering::Greater => other.next(),
            std::cmp::Ordering::Equal => {
                count += 1;
                other.next();
                one.next()
            }
        };
    }
    count
}
