//! CoreDNS as Kuma builds it: which plugins there are, what each accepts in which release, and what a Corefile comes to once
//! it is set up. Which release ships which CoreDNS is the mesh's business.

pub mod config;
pub mod dns;
pub mod host;
pub mod options;
pub mod plugin;
pub mod probe;
pub mod setup;
pub mod version;

pub use config::{Block, Server, Site};
pub use host::Host;
pub use plugin::Plugin;
pub use probe::Probe;
pub use setup::{StartError, StartErrorKind, Started, start};
pub use version::Version;
