//! What it all comes to: reality is as predicted, or there is a first hop at which it is not.

use super::hops::{Hop, Plan};
use super::reasons;

/// What it comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// No hop differs.
    Agrees,
    /// Some do.
    Differs {
        /// The first, by its index.
        hop: usize,
        /// What is likely behind it, a sentence each, the likeliest first.
        reasons: Vec<String>,
    },
}

impl Verdict {
    /// Looks at the hops in order.
    #[must_use]
    pub fn new(hops: &[Hop], plan: &Plan<'_>) -> Self {
        match hops.iter().position(|hop| hop.standing.differs()) {
            Some(hop) => Self::Differs { hop, reasons: reasons::of(hops, hop, plan) },
            None => Self::Agrees,
        }
    }
}
