//! Which server block has become which: the one with the same addresses, else one for the same zones on another port, else
//! one that shares an address, else one with the same directives.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::hash::{Hash, Hasher};

use super::address::{Address, addresses};
use super::directives::{self, Item, MAX_LOOKS, in_common};
use super::order::{Pairs, stays};
use super::{BlockChange, BlockSide};
use crate::coredns::Host;
use crate::corefile::{Corefile, ServerBlock};

/// More pairs of server blocks for the same zones on other ports are not held against each other; the rest goes by its order.
pub const MAX_CANDIDATES: usize = 100_000;

struct Block<'t> {
    block: &'t ServerBlock<'t>,
    addresses: Vec<Address>,
    items: Vec<Item<'t>>,
}

/// What two Corefiles differ in.
pub fn compare(old: &Corefile<'_>, new: &Corefile<'_>) -> Vec<BlockChange> {
    let host = Host::side_car();
    let (old, new) = (all(old, &host), all(new, &host));
    let pairs = pair(&old, &new);
    let joined: Vec<_> = pairs.joined().collect();
    let order: Vec<_> = joined.iter().map(|(_, new)| *new).collect();
    let moved: HashMap<usize, bool> =
        joined.iter().zip(stays(&order)).map(|((old, _), stays)| (*old, !stays)).collect();
    let (mut changes, mut looks) = (Vec::new(), MAX_LOOKS);
    for entry in pairs.weave() {
        let (before, after) = (entry.0.and_then(|index| old.get(index)), entry.1.and_then(|index| new.get(index)));
        let (mut is_moved, mut has_other_addresses) = (false, false);
        let directives = match (before, after) {
            (Some(before), Some(after)) => {
                is_moved = entry.0.and_then(|index| moved.get(&index).copied()).unwrap_or_default();
                has_other_addresses = before.addresses != after.addresses;
                directives::compare(&before.items, &after.items, &mut looks)
            }
            (Some(only), None) => directives::all_of(&only.items, false),
            (None, Some(only)) => directives::all_of(&only.items, true),
            (None, None) => continue,
        };
        if before.is_some() && after.is_some() && !is_moved && !has_other_addresses && directives.is_empty() {
            continue;
        }
        let (old, new) = (before.map(side), after.map(side));
        changes.push(BlockChange { old, new, is_moved, has_other_addresses, directives });
    }
    changes
}

fn all<'t>(corefile: &'t Corefile<'_>, host: &Host) -> Vec<Block<'t>> {
    let block =
        |block: &'t ServerBlock<'_>| Block { block, addresses: addresses(block, host), items: Item::all(block) };
    corefile.blocks.iter().map(block).collect()
}

fn side(block: &Block<'_>) -> BlockSide {
    let addresses = block.block.keys.iter().map(|key| key.text.to_string()).collect();
    BlockSide { addresses, place: block.block.place }
}

fn pair(old: &[Block<'_>], new: &[Block<'_>]) -> Pairs {
    let mut pairs = Pairs::new(old.len(), new.len());
    first_come(old, new, |block| vec![block.addresses.clone()], &mut pairs);
    on_other_ports(old, new, &mut pairs);
    first_come(old, new, |block| block.addresses.clone(), &mut pairs);
    first_come(old, new, |block| zones(block).into_iter().cloned().collect(), &mut pairs);
    first_come(old, new, |block| contents(block).into_iter().collect(), &mut pairs);
    pairs
}

fn zones<'b>(block: &'b Block<'_>) -> Vec<&'b (&'static str, String)> {
    let mut zones: Vec<_> = block.addresses.iter().map(|address| &address.zone).collect();
    zones.sort();
    zones
}

/// A sum over all directives; none where there are none.
fn contents(block: &Block<'_>) -> Option<u64> {
    if block.items.is_empty() {
        return None;
    }
    let mut hasher = DefaultHasher::new();
    block.items.iter().for_each(|item| item.identity().hash(&mut hasher));
    Some(hasher.finish())
}

/// Joins blocks that have a key in common.
fn first_come<K: Eq + Hash>(
    old: &[Block<'_>],
    new: &[Block<'_>],
    keys: impl Fn(&Block<'_>) -> Vec<K>,
    pairs: &mut Pairs,
) {
    let mut waiting: HashMap<K, VecDeque<usize>> = HashMap::new();
    for (index, block) in new.iter().enumerate().filter(|(index, _)| pairs.is_new_free(*index)) {
        for key in keys(block) {
            waiting.entry(key).or_default().push_back(index);
        }
    }
    let free: Vec<_> = (0..old.len()).filter(|index| pairs.is_old_free(*index)).collect();
    for index in free {
        let Some(block) = old.get(index) else { continue };
        for key in keys(block) {
            let Some(queue) = waiting.get_mut(&key) else { continue };
            while queue.front().is_some_and(|front| !pairs.is_new_free(*front)) {
                queue.pop_front();
            }
            if let Some(partner) = queue.pop_front() {
                pairs.join(index, partner);
                break;
            }
        }
    }
}

/// Joins blocks for the same zones, those first that have most directives in common.
fn on_other_ports(old: &[Block<'_>], new: &[Block<'_>], pairs: &mut Pairs) {
    let mut by_zones: BTreeMap<Vec<_>, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    let mut candidates_left = MAX_CANDIDATES;
    for (index, block) in old.iter().enumerate().filter(|(index, _)| pairs.is_old_free(*index)) {
        by_zones.entry(zones(block)).or_default().0.push(index);
    }
    for (index, block) in new.iter().enumerate().filter(|(index, _)| pairs.is_new_free(*index)) {
        by_zones.entry(zones(block)).or_default().1.push(index);
    }
    for (of_old, of_new) in by_zones.into_values() {
        let count = of_old.len().saturating_mul(of_new.len());
        if count > candidates_left {
            of_old.iter().zip(&of_new).for_each(|(old, new)| pairs.join(*old, *new));
            continue;
        }
        candidates_left -= count;
        let sorted = |blocks: &[Block<'_>], index: usize| {
            let items = blocks.get(index).map(|block| block.items.as_slice()).unwrap_or_default();
            let mut sums: Vec<_> = items.iter().flat_map(likenesses).collect();
            sums.sort_unstable();
            sums
        };
        let of_new: Vec<_> = of_new.iter().map(|index| (*index, sorted(new, *index))).collect();
        let mut candidates = Vec::new();
        for (old_rank, index) in of_old.iter().enumerate() {
            let sums = sorted(old, *index);
            for (new_rank, (other, others)) in of_new.iter().enumerate() {
                let likeness = in_common(&sums, others);
                candidates.push((std::cmp::Reverse(likeness), old_rank.abs_diff(new_rank), *index, *other));
            }
        }
        candidates.sort_unstable();
        candidates.into_iter().for_each(|(_, _, old, new)| pairs.join(old, new));
    }
}

/// What makes directives alike: the name, and better the words, too.
fn likenesses(item: &Item<'_>) -> [u64; 2] {
    let sum = |value: &dyn Fn(&mut DefaultHasher)| {
        let mut hasher = DefaultHasher::new();
        value(&mut hasher);
        hasher.finish()
    };
    let (name, _) = item.identity();
    [sum(&|hasher| name.hash(hasher)), sum(&|hasher| item.identity().hash(hasher))]
}
