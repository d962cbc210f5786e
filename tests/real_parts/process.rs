//! Programs that run until the test is done, and free ports for them.

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, TcpListener, UdpSocket};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How long a program may take until it answers.
pub const PATIENCE: Duration = Duration::from_secs(20);

static GIVEN: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());

/// A port of 127.0.0.1 that is free for UDP and TCP, and was given to no other test.
pub fn free_port() -> u16 {
    loop {
        let udp = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = udp.local_addr().unwrap().port();
        // Ports above are refused by kuma-dp.
        let is_fit = port <= 65_353 && TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok();
        if is_fit && GIVEN.lock().unwrap().insert(port) {
            return port;
        }
    }
}

/// A program; it is killed when this goes.
pub struct Process {
    child: Child,
    folder: TempDir,
}

impl Process {
    /// Starts `command`; what it says goes into a file of `folder`.
    pub fn start(mut command: Command, folder: TempDir) -> Self {
        let said = std::fs::File::create(folder.path().join("said")).unwrap();
        let errors = said.try_clone().unwrap();
        let command = command.stdin(Stdio::null()).stdout(said).stderr(errors);
        let child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        Self { child, folder }
    }

    /// Waits until `is_there`, but not for ever.
    pub fn wait(&mut self, is_there: impl Fn() -> bool) {
        let started = Instant::now();
        while !is_there() {
            let ended = self.child.try_wait().unwrap();
            assert!(ended.is_none(), "it ended with {ended:?}: {}", self.said());
            assert!(started.elapsed() < PATIENCE, "it does not answer: {}", self.said());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn said(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("said")).unwrap_or_default()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
