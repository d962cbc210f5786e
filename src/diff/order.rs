//! Orders of things that stand in two lists: which of them have moved, and how the two lists are told as one.

/// Which of `values` stay in their order while as few as possible move: the members of a longest rising subsequence.
/// Takes `n log n` steps.
pub fn stays(values: &[usize]) -> Vec<bool> {
    // For each length the index of the smallest value with which a rising subsequence of that length ends.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(values.len());
    for (index, value) in values.iter().enumerate() {
        let length = ends.partition_point(|&end| values.get(end).is_some_and(|last| last < value));
        before.push(length.checked_sub(1).and_then(|length| ends.get(length).copied()));
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut stays = vec![false; values.len()];
    let mut next = ends.last().copied();
    while let Some(index) = next {
        if let Some(stays) = stays.get_mut(index) {
            *stays = true;
        }
        next = before.get(index).copied().flatten();
    }
    stays
}

/// Who of the new list an old one has become.
#[derive(Debug)]
pub struct Pairs {
    to_new: Vec<Option<usize>>,
    to_old: Vec<Option<usize>>,
}

/// A thing by its indexes: in the old list, in the new one, or in both.
pub type Entry = (Option<usize>, Option<usize>);

impl Pairs {
    /// No pairs yet.
    pub fn new(old: usize, new: usize) -> Self {
        Self { to_new: vec![None; old], to_old: vec![None; new] }
    }

    /// Makes two a pair, unless one of them has another partner.
    pub fn join(&mut self, old: usize, new: usize) {
        if let (Some(to_new @ None), Some(to_old @ None)) = (self.to_new.get_mut(old), self.to_old.get_mut(new)) {
            (*to_new, *to_old) = (Some(new), Some(old));
        }
    }

    /// Whether an old one is still alone.
    pub fn is_old_free(&self, old: usize) -> bool {
        self.to_new.get(old).is_some_and(Option::is_none)
    }

    /// Whether a new one is still alone.
    pub fn is_new_free(&self, new: usize) -> bool {
        self.to_old.get(new).is_some_and(Option::is_none)
    }

    /// The pairs in the order of the old list.
    pub fn joined(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.to_new.iter().enumerate().filter_map(|(old, new)| Some((old, (*new)?)))
    }

    /// Both lists as one, in the order of the new one. What is only in the old one stands where it stood among those that have
    /// not moved, in front of what has come instead.
    pub fn weave(&self) -> Vec<Entry> {
        let joined: Vec<_> = self.to_old.iter().flatten().copied().collect();
        let mut anchors = stays(&joined).into_iter();
        let anchor_of = |old: &Option<usize>| old.filter(|_| anchors.next().unwrap_or_default());
        let mut bounds: Vec<_> = self.to_old.iter().map(anchor_of).collect();
        let mut bound = self.to_new.len();
        for anchor in bounds.iter_mut().rev() {
            bound = anchor.unwrap_or(bound);
            *anchor = Some(bound);
        }
        let mut entries = Vec::with_capacity(self.to_new.len() + self.to_old.len());
        let mut told = 0;
        let ends = self.to_old.iter().zip(bounds).map(|(old, bound)| (Some(*old), bound));
        for (new, (old, bound)) in ends.chain([(None, Some(self.to_new.len()))]).enumerate() {
            let bound = bound.unwrap_or(told).max(told);
            entries.extend((told..bound).filter(|&old| self.is_old_free(old)).map(|old| (Some(old), None)));
            told = bound;
            entries.extend(old.map(|old| (old, Some(new))));
        }
        entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_few_as_possible_move() {
        for (values, stay) in [
            (vec![], vec![]),
            (vec![0, 1, 2], vec![true, true, true]),
            (vec![3, 0, 1, 2], vec![false, true, true, true]),
            (vec![1, 2, 3, 0], vec![true, true, true, false]),
            (vec![1, 0], vec![false, true]),
        ] {
            assert_eq!(stays(&values), stay, "{values:?}");
        }
        let backwards: Vec<usize> = (0..200_000).rev().collect();
        assert_eq!(stays(&backwards).iter().filter(|stays| **stays).count(), 1);
    }

    #[test]
    fn lists_are_woven() {
        let mut pairs = Pairs::new(4, 3);
        pairs.join(1, 0);
        pairs.join(1, 2);
        pairs.join(3, 1);
        assert_eq!(
            pairs.weave(),
            [(Some(0), None), (Some(1), Some(0)), (Some(2), None), (Some(3), Some(1)), (None, Some(2))]
        );
        let mut crossed = Pairs::new(3, 2);
        crossed.join(2, 0);
        crossed.join(0, 1);
        assert_eq!(crossed.weave(), [(Some(2), Some(0)), (Some(0), Some(1)), (Some(1), None)]);
        assert_eq!(Pairs::new(1, 1).weave(), [(Some(0), None), (None, Some(0))]);
    }
}
