//! The command line as its users meet it: every test runs the real binary in a folder of its own, with an environment
//! that holds only what the test puts there.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what is wrong by panicking")]
#![allow(clippy::print_stderr, reason = "a test that cannot run here says why")]

mod atomicity;
mod bad_input;
mod commands;
mod cp_config;
mod diff;
mod doctor;
mod doctor_command_lines;
mod doctor_mounts;
mod envoy;
mod errors;
mod explain;
mod fields;
mod fmt;
mod for_kuma_dp;
mod graph;
mod harness;
mod install;
mod layers;
mod lint;
mod lint_control;
mod lint_hostile;
mod lint_inputs;
mod lint_layers;
mod lint_page;
mod man;
mod names;
mod output_file;
mod pins;
mod platforms;
mod render;
mod rules;
mod source_map;
mod template;
mod terminal;
mod test;
mod trace;
mod upgrade;
mod vips;
