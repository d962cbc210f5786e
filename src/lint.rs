//! The rules about templates and Corefiles: what each is about, the check, and the engine that runs them over every
//! rendering that a file can have.

pub mod rule;

pub use rule::{Example, RuleInfo};
