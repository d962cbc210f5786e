//! The rules about templates and Corefiles: what each is about, the check, and the engine that runs them over every
//! rendering that a file can have; and what surrounds them: inputs, selection, suppression, baseline, mends.

pub mod actions;
pub mod around;
pub mod baseline;
pub mod case;
pub mod catalogue;
pub mod draft;
pub mod engine;
pub mod file;
pub mod fitting;
pub mod fix;
pub mod holds;
pub mod input;
pub mod kind;
pub mod probes;
pub mod query_log;
pub mod rendering;
pub mod rule;
pub mod rules;
pub mod select;
pub mod sink;
pub mod suppress;
pub mod walked;
pub mod words;

pub use around::*;
pub use case::{Case, FileCase, RefusedCase};
pub use draft::{Draft, Where};
pub use engine::{Linter, Seen, Verdict};
pub use holds::Points;
pub use rendering::Kind;
pub use rule::{Check, Example, Rule, RuleInfo};
pub use rules::RULES;
pub use sink::Sink;
