//! How `doctor` grows with the dump of a cluster: 100, 1,000 and 10,000 pods of 5 kB each, as whole processes, against the time of
//! the smallest and against an event parser of YAML alone on one thread; the largest within 500 MB. Prints ratios, because machines
//! differ. `cargo bench --bench doctor`.

#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints and stops at what is wrong")]

use std::fmt::Write as _;
use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use saphyr_parser::{Event, Parser};

const ROUNDS: usize = 5;

/// Kilobytes of address space that the program may have.
const MEMORY: usize = 500_000;

/// A pod with its side-car; a certificate and conditions make it as long as real ones.
fn pod(number: usize, text: &mut String) {
    let write = |text: &mut String, line: &str| text.push_str(line);
    let _ = write!(
        text,
        "- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: app-{number}\n    namespace: ns-{}\n    annotations:\n      \
         kuma.io/mesh: default\n      kuma.io/sidecar-injected: \"true\"\n    labels: {{app: app-{number}}}\n  spec:\n    containers:\n    \
         - name: kuma-sidecar\n      image: docker.io/kumahq/kuma-dp:2.10.11\n      env:\n      - name: KUMA_DNS_ENABLED\n        value: \
         \"true\"\n      - name: KUMA_DNS_CORE_DNS_PORT\n        value: \"15053\"\n      - name: KUMA_DNS_ENVOY_DNS_PORT\n        value: \
         \"15055\"\n      - name: KUMA_CONTROL_PLANE_CA_CERT\n        value: |\n",
        number % 50
    );
    for line in 0..40 {
        let _ = writeln!(text, "          {line:02}MIIDEjCCAfqgAwIBAgIRAJ0000000000000000000000000000000000000000");
    }
    write(text, "    - name: app\n      image: app:1\n  status:\n    conditions:\n");
    for condition in ["Ready", "Initialized", "ContainersReady", "PodScheduled"] {
        let _ = writeln!(
            text,
            "    - lastProbeTime: null\n      lastTransitionTime: \"2026-10-01T10:00:00Z\"\n      status: \"True\"\n      type: {condition}"
        );
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let mut smallest = None;
    for pods in [100, 1_000, 10_000] {
        let mut dump = String::from("apiVersion: v1\nitems:\n");
        (0..pods).for_each(|number| pod(number, &mut dump));
        dump.push_str("kind: List\n");
        let path = folder.path().join(format!("{pods}.yaml"));
        fs::write(&path, &dump).unwrap();
        let round = |_| {
            let script = format!("ulimit -v {MEMORY} && exec \"$0\" doctor -o json \"$1\"");
            let start = Instant::now();
            let mut command = Command::new("sh");
            command.args(["-c", &script, env!("CARGO_BIN_EXE_corefilectl")]).arg(&path).env_clear();
            let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
            assert!(status.success(), "{status}");
            start.elapsed()
        };
        let time = median((0..ROUNDS).map(round).collect());
        let start = Instant::now();
        let mut parser = Parser::new_from_str(&dump);
        while let Some(Ok((event, _))) = parser.next_event() {
            if event == Event::StreamEnd {
                break;
            }
        }
        let events = start.elapsed();
        let first = *smallest.get_or_insert(time);
        println!(
            "doctor, {pods} pods, {} kB: {:.1} times the smallest, {:.2} times YAML's events on one thread",
            dump.len() / 1000,
            time.as_secs_f64() / first.as_secs_f64(),
            time.as_secs_f64() / events.as_secs_f64(),
        );
    }
}
