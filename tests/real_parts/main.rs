//! Our predictions and our Envoy listener against real parts: an Envoy that is started with what `corefilectl envoy` prints,
//! where `COREFILECTL_ENVOY` names its program (`make test` fetches one), and a CoreDNS where `COREDNS_BIN` names one or the
//! PATH has one. What is missing is said; everything stays on loopback, and every process is killed at the end.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking, and what it leaves out on standard output"
)]

mod alone;
mod coredns;
mod envoy;
mod listener;
mod mesh;
mod mesh_half;
mod probe;
mod process;
#[path = "../stub/stub.rs"]
mod stub;
#[path = "../recorded/surroundings.rs"]
mod surroundings;
mod upstream;
