//! CoreDNS as Kuma builds it: which plugins there are, what each accepts in which release, and what a Corefile comes to once
//! it is set up. Which release ships which CoreDNS is the mesh's business.

pub mod config;
pub mod host;
pub mod plugin;
pub mod setup;
pub mod version;

pub use config::{Block, Server, Site};
pub use plugin::Plugin;
pub use version::Version;
