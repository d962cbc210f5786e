//! A walk as a tree: the ways share their steps up to the first thing that chance, or somebody who is not known, decides.

use super::step::{Outcome, Step, Walk, Way};

/// Steps that are taken one after the other, and what comes behind them.
#[derive(Debug)]
pub struct Branch<'w, 'a> {
    /// The steps. In a branch that was chosen the first one says what was chosen.
    pub steps: &'w [Step<'a>],
    /// What comes then.
    pub end: End<'w, 'a>,
}

/// What comes behind the steps of a branch.
#[derive(Debug)]
pub enum End<'w, 'a> {
    /// The query has ended.
    Outcome(&'w Outcome<'a>),
    /// It goes on in one of several ways.
    Fork(Vec<Branch<'w, 'a>>),
}

impl<'a> Walk<'a> {
    /// The tree of the ways; none if there is no way at all.
    #[must_use]
    pub fn tree(&self) -> Option<Branch<'_, 'a>> {
        branch(&self.ways, 0)
    }
}

/// The tree of ways that are alike before the step `from`.
fn branch<'w, 'a>(ways: &'w [Way<'a>], from: usize) -> Option<Branch<'w, 'a>> {
    let (first, last) = (ways.first()?, ways.last()?);
    let own = first.steps.get(from..)?;
    if ways.len() == 1 {
        return Some(Branch { steps: own, end: End::Outcome(&first.outcome) });
    }
    // The ways are walked in the order of what was chosen, so that all are alike where the first and the last are.
    let shared = own.iter().zip(last.steps.get(from..)?).take_while(|(one, other)| one == other).count();
    let at = from + shared;
    let groups: Vec<_> = ways.chunk_by(|one, other| one.steps.get(at) == other.steps.get(at)).collect();
    if groups.len() < 2 {
        // Ways that nothing tells apart are one.
        return Some(Branch { steps: own, end: End::Outcome(&first.outcome) });
    }
    let branches = groups.into_iter().filter_map(|group| branch(group, at)).collect();
    Some(Branch { steps: own.get(..shared)?, end: End::Fork(branches) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::tests::{block, server, world};
    use crate::chain::{Behaviour, Query, walk};
    use crate::coredns::dns;

    fn shape(branch: &Branch<'_, '_>) -> String {
        match &branch.end {
            End::Outcome(outcome) => format!("{}:{outcome}", branch.steps.len()),
            End::Fork(branches) => {
                let branches: Vec<_> = branches.iter().map(shape).collect();
                format!("{}({})", branch.steps.len(), branches.join(" "))
            }
        }
    }

    fn tree_of(lines: &str, elsewhere: Behaviour) -> String {
        let (server, mut world) = (server(&block(lines)), world());
        world.elsewhere = Some(elsewhere);
        let walk = walk(&server, &world, &Query::new("a.example.", dns::A), 15053);
        let tree = walk.tree().unwrap();
        assert_eq!(walk.ways.len(), shape(&tree).matches(':').count());
        shape(&tree)
    }

    #[test]
    fn shared_steps_stand_once() {
        assert_eq!(tree_of("forward . 10.0.0.1", Behaviour::Supposed), "3:NOERROR");
        let two = tree_of("forward . 10.0.0.1 127.0.0.1:15054", Behaviour::Supposed);
        assert_eq!(two, "1(3:NOERROR 3:NXDOMAIN)");
    }

    #[test]
    fn ways_that_nothing_tells_apart_are_one() {
        let (server, world) = (server(&block("forward . 10.0.0.1")), world());
        let mut walk = walk(&server, &world, &Query::new("a.example.", dns::A), 15053);
        walk.ways.push(walk.ways[0].clone());
        walk.ways.push(walk.ways[0].clone());
        assert_eq!(shape(&walk.tree().unwrap()), "3:NOERROR");
    }

    #[test]
    fn who_is_not_known_forks() {
        let one = tree_of("forward . 10.0.0.1", Behaviour::Unknown);
        assert_eq!(one, "2(2:NOERROR 2:NXDOMAIN 3:SERVFAIL)");
        let two = tree_of("forward . 10.0.0.1\nalternate NXDOMAIN . 10.0.0.2", Behaviour::Unknown);
        assert_eq!(two, "2(3:NOERROR 4(2:NOERROR 2:NXDOMAIN 3:SERVFAIL) 4:SERVFAIL)");
    }
}
