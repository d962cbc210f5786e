//! One query walked through a started CoreDNS and what stands around it, as data: which server block takes it, what each
//! plugin does in the compiled order (template, alternate, forward), who is asked and what comes back. Nothing else in the
//! house knows what an rcode does or which plugin comes first. Packets, sizes, caches and the redirect in front of CoreDNS
//! are left out.
//!
//! What is certain is walked; where chance decides (a random policy, several alternates) each way is walked.

pub mod behaviour;
pub mod effect;
mod envoy;
mod forward;
pub mod message;
mod narrate;
pub mod query;
pub mod reach;
mod record;
mod render;
mod site;
pub mod step;
mod template;
#[cfg(test)]
mod tests;
pub mod trial;
pub mod verdict;
mod walker;
pub mod world;
mod zone;

pub use behaviour::{Behaviour, Zone};
pub use message::{Message, Record, RecordData};
pub use query::{Protocol, Query};
pub use step::{Action, Actor, Asked, Failure, NoAnswer, Outcome, Pass, Step, Walk, Way, Who};
pub use verdict::{Ending, SecondTry};
pub use walker::walk;
pub use world::{Envoy, Listener, Mesh, World};
pub use zone::is_under;
