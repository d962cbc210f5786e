//! How diagnostics, findings and tables are shown, one file per format.

pub mod dig;
mod excerpt;
pub mod findings;
pub mod graph;
pub mod human;
pub mod layout;
pub mod reference_page;
pub mod rule_page;
pub mod safe_json;
pub mod table;
pub mod trace;
pub mod visible;
pub mod xml;
