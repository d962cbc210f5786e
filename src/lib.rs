//! The library behind `corefilectl`: it renders the Corefile of a Kuma or Kong Mesh data plane as kuma-dp would, and says
//! where every byte of it comes from. The binary is a thin shell around [`cli`].

pub mod chain;
pub mod cli;
pub mod coredns;
pub mod corefile;
pub mod diagnostic;
pub mod diff;
pub mod doctor;
pub mod expect;
pub mod format;
pub mod gotemplate;
pub mod install;
pub mod lint;
pub mod lsp;
pub mod mesh;
pub mod probe;
pub mod report;
pub mod source;
pub mod upgrade;
