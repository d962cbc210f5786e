//! From one Kuma release to another: what of an override and of the configuration around it breaks, is ignored or means
//! something else, line by line; the template mended where that is mechanical; and what the DNS proxy that comes after
//! CoreDNS does with each thing that the template did. What is wrong with a template anyway is left to `lint`.

pub mod bound;
pub mod change;
pub mod changes;
pub mod crossing;
pub mod given;
pub mod item;
pub mod mend;
pub mod migration;
pub mod override_file;
pub mod successor;
#[cfg(test)]
mod tests;

pub use bound::{Bound, BoundError, Journey, Step};
pub use change::{Change, Effect, Subject, When};
pub use crossing::Crossing;
pub use given::Given;
pub use item::Item;
pub use migration::{Migration, Moved};
pub use override_file::{Judged, judge};
pub use successor::Verdict;
