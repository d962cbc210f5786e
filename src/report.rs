//! How diagnostics, findings and tables are shown, one file per format.

mod excerpt;
pub mod findings;
pub mod human;
pub mod rule_page;
pub mod table;
pub mod visible;
