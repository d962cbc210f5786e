//! A step with everything that it brings, for whoever shows it.

use std::collections::BTreeSet;

use super::bound::{Bound, Journey, Step};
use super::change::Change;
use super::given::Given;
use super::item::Item;
use crate::mesh::Version;
use crate::mesh::origin::SettingsError;
use crate::mesh::release::Go;

/// A step.
#[derive(Debug)]
pub struct Crossing {
    /// From where to where.
    pub step: Step,
    /// What changes around the override.
    pub items: Vec<Item>,
}

/// The CoreDNS and Go of a bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Builds {
    /// Releases of CoreDNS, ascending.
    pub coredns: Vec<Version>,
    /// Releases of Go, in the order of the Kuma releases.
    pub go: Vec<Go>,
}

impl Builds {
    /// Those of a bound; empty where there is no CoreDNS.
    #[must_use]
    pub fn of(bound: &Bound) -> Self {
        let coredns: BTreeSet<Version> = bound.releases.iter().map(|release| release.coredns).collect();
        let mut go: Vec<Go> = Vec::new();
        for release in &bound.releases {
            if !go.contains(&release.go) {
                go.push(release.go);
            }
        }
        Self { coredns: coredns.into_iter().collect(), go }
    }
}

/// The steps of a journey, each with what changes around the override there.
///
/// # Errors
/// A setting that kuma-dp cannot read.
pub fn crossings(journey: &Journey, given: &Given<'_>) -> Result<Vec<Crossing>, SettingsError> {
    let steps = journey.steps();
    let mut known: BTreeSet<&'static str> = BTreeSet::new();
    let mut crossings = Vec::new();
    for step in steps {
        let is_here = |change: &Change| {
            change.is_crossed(&journey.from, &journey.to)
                && change.is_crossed(&step.before, &step.after)
                && !known.contains(change.id)
        };
        let mut items = given.changed(&step, is_here)?;
        known.extend(items.iter().map(|item| item.id));
        for item in &mut items {
            let change = super::changes::find(item.id);
            if change.is_some_and(|change| change.is_void_in(&journey.to)) {
                item.pass();
            }
        }
        items.sort_by_key(|item| std::cmp::Reverse(item.severity()));
        crossings.push(Crossing { step, items });
    }
    Ok(crossings)
}
