//! `probe` against servers that do right, wrong, or nothing: what is told, which exit code there is, and that it ends.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what is wrong by panicking")]

mod bad_servers;
mod command;
#[path = "../stub/stub.rs"]
mod stub;
mod wire;
