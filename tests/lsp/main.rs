//! The language server as an editor meets it: the program itself, asked in JSON-RPC through its standard input and output.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what is wrong by panicking")]

mod bad_messages;
mod client;
mod documents;
mod editors;
mod features;
mod formatting;
mod life;
mod neovim;
mod sample;
mod speed;
