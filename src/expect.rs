//! What a user expects of the DNS of side-cars, as a file of tests: queries, and what must come out on each of several
//! targets. Reading the file is [`suite`]'s, judging a walk [`check`]'s; how results look is left to others.
//! `docs/test.md` describes the format.

pub mod check;
pub mod prepare;
pub mod suite;

pub use check::{Case, Mismatch};
pub use prepare::{Prepared, State};
pub use suite::{Suite, SuiteError};
