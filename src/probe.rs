//! Asks running servers and holds what they say against the walk: Envoy's DNS listener and the host's resolver first, each
//! against what is known of it, then CoreDNS (or the proxy embedded in kuma-dp) against the walk in which those two answer as
//! they really did. So the first hop that differs is the one to look at. Std sockets, one question at a time, and an end to
//! every wait; what is not plain DNS over UDP and TCP is left out.

pub mod compare;
pub mod exchange;
pub mod hops;
pub mod reasons;
pub mod server;
mod tcp;
mod udp;
pub mod verdict;
pub mod wire;

pub use compare::{Difference, Predicted, Standing};
pub use exchange::{Exchange, Terms};
pub use hops::{Hop, HopKind, Plan, Servers};
pub use verdict::Verdict;
pub use wire::{Edns, Reply};
