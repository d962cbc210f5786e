//! The packages, as their users get them: packed from the program, looked into, installed, and run. Workflows, action, hooks
//! and templates for others' systems are run with these systems' parts played by stand-ins.
//!
//! `COREFILECTL_STATIC` names the static program (`make static`); without it a script that starts the ordinary one is packed.
//! `COREFILECTL_PACKAGE_TOOLS` names the folder of pre-commit and readers of others' formats (`make package-tools`). What a
//! machine lacks is said on standard error and not checked.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what is wrong by panicking")]

mod action;
mod addresses;
mod archive;
mod bill;
mod debian;
mod formula;
mod gitlab;
mod hooks;
mod image;
mod install;
mod manual;
mod packed;
mod program;
mod workflows;
