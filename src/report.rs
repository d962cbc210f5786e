//! How diagnostics are shown, one file per format.

pub mod human;
pub mod table;
pub mod visible;
