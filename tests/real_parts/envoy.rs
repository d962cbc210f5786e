//! A real Envoy with the listener that `corefilectl envoy` prints.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use corefilectl::chain::{Actor, NoAnswer, Query, Who};
use corefilectl::coredns::dns;
use corefilectl::probe::exchange::{Terms, ask};
use corefilectl::probe::{Exchange, Reply};

use crate::process::{Process, free_port};

pub const TERMS: Terms = Terms { timeout: Duration::from_secs(2), tries: 3, edns: false };

/// Envoy's program; without one says that `test` is left out.
pub fn program(test: &str) -> Option<PathBuf> {
    let Some(path) = std::env::var_os("COREFILECTL_ENVOY").map(PathBuf::from) else {
        println!("real parts: {test}: skipped, COREFILECTL_ENVOY names no Envoy");
        return None;
    };
    assert!(path.is_file(), "COREFILECTL_ENVOY={} is no file", path.display());
    Some(path)
}

/// What `corefilectl envoy` prints.
pub fn printed(mesh: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("corefilectl"));
    command.env_clear().args(["envoy", "--platform", "universal", "--mesh-file"]).arg(mesh).args(arguments);
    said(command)
}

/// What `corefilectl` prints, in a folder.
pub fn printed_in(folder: &Path, arguments: &str) -> String {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("corefilectl"));
    command.env_clear().current_dir(folder).args(arguments.split_whitespace());
    said(command)
}

fn said(mut command: Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// An Envoy that answers.
pub struct Envoy {
    pub port: u16,
    _process: Process,
}

impl Envoy {
    /// Starts it with the names of `mesh`, the text of a mesh file.
    pub fn start(program: &Path, mesh: &str) -> Self {
        Self::start_as(program, mesh, &["--mesh-version", "2.14"])
    }

    /// The same for a release and settings.
    pub fn start_as(program: &Path, mesh: &str, target: &[&str]) -> Self {
        let (folder, port) = (tempfile::tempdir().unwrap(), free_port());
        let (mesh_file, bootstrap) = (folder.path().join("mesh.yaml"), folder.path().join("envoy.yaml"));
        std::fs::write(&mesh_file, mesh).unwrap();
        let port_text = port.to_string();
        let arguments = [target, &["--bootstrap", "--dns-envoy-port", &port_text]].concat();
        std::fs::write(&bootstrap, printed(&mesh_file, &arguments)).unwrap();
        let mut command = Command::new(program);
        command.env_clear().current_dir(folder.path()).arg("-c").arg(&bootstrap);
        command.args(["--use-dynamic-base-id", "--disable-hot-restart", "--concurrency", "1", "-l", "error"]);
        let mut process = Process::start(command, folder);
        let terms = Terms { timeout: Duration::from_millis(200), tries: 1, edns: false };
        // No address, so that nobody behind it has to be asked.
        let query = Query::new("is-it-there.mesh", dns::TXT);
        process.wait(|| ask(address(port), &query, &terms, &from()).reply.is_ok());
        Self { port, _process: process }
    }

    /// Puts a question to it.
    pub fn ask(&self, query: &Query, edns: bool) -> Exchange {
        ask(address(self.port), query, &Terms { edns, ..TERMS }, &from())
    }

    pub fn answer(&self, query: &Query) -> Result<Reply, NoAnswer> {
        self.ask(query, false).reply
    }
}

pub fn address(port: u16) -> SocketAddr {
    SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port)
}

fn from() -> Actor<'static> {
    Actor::Other(Who::Envoy)
}
