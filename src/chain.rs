//! One query walked through a started CoreDNS and what stands around it, as data: which server block takes it, what each
//! plugin does in the compiled order (template, alternate, forward), who is asked and what comes back; and, in [`journey`],
//! what iptables does before. Nothing else in the house knows what an rcode does or which plugin comes first. Packets, sizes
//! and caches are left out.
//!
//! What is certain is walked; where chance decides (a random policy, several alternates), or somebody whom nobody knows, each
//! way is walked.

pub mod answered;
pub mod behaviour;
pub mod effect;
mod envoy;
pub mod forward;
pub mod journey;
pub mod mesh_file;
pub mod message;
pub mod name;
mod narrate;
pub mod observed;
pub mod picture;
pub mod query;
pub mod reach;
pub mod record;
mod render;
pub mod samples;
pub mod side_car;
mod site;
pub mod step;
mod template;
#[cfg(test)]
mod tests;
pub mod tree;
pub mod trial;
pub mod verdict;
pub mod walker;
pub mod world;
mod zone;

pub use answered::AnsweredBy;
pub use behaviour::{Behaviour, Others, Zone};
pub use journey::{Capture, Front, Journey, Redirect, Tcp, travel};
pub use mesh_file::{MeshFile, MeshFileError};
pub use message::{Message, Record, RecordData};
pub use observed::Observed;
pub use picture::Picture;
pub use query::{Protocol, Query};
pub use side_car::{Answering, SideCar, Stop, Stopped};
pub use step::{Action, Actor, Asked, Failure, LeftAlone, NoAnswer, Outcome, Pass, Step, Supposed, Walk, Way, Who};
pub use tree::{Branch, End};
pub use verdict::{Ending, SecondTry};
pub use walker::walk;
pub use world::{Envoy, Listener, Mesh, World};
pub use zone::is_under;
