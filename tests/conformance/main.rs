//! The recorded answers of the real programs. Each corpus is read from `tests/conformance/data` and from the folder that
//! `CONFORMANCE_EXTRA` names; every line counts.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking"
)]

mod chain;
mod corefile;
mod corpus;
mod gotemplate;
#[path = "../recorded/data.rs"]
mod recorded;
mod start;
#[path = "../recorded/surroundings.rs"]
mod surroundings;
mod yaml11;
