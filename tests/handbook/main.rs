//! The handbook in `docs` as a whole: every page is in its index, links and their anchors lead somewhere, no command of ours
//! is shown that is not run or does not exist, and examples that are called good are good. That commands print what the pages
//! show is held by `tests/documents.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what is wrong by panicking")]

mod commands;
mod examples;
mod links;
mod made;
mod pages;
