//! How fast the language server answers, through its pipe: a keystroke in a template of 1,000 lines up to the findings, and each
//! request behind an edit of a template of one megabyte. `cargo bench --bench lsp`.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a bench prints and stops at what is wrong"
)]
#![allow(dead_code, reason = "the client is that of the tests")]

#[path = "../tests/lsp/client.rs"]
mod client;
#[path = "../tests/lsp/sample.rs"]
mod sample;

use std::time::{Duration, Instant};

use client::Client;
use serde_json::json;

const ROUNDS: i32 = 51;

fn shown(what: &str, mut times: Vec<Duration>, goal: f64) {
    times.sort_unstable();
    let milliseconds = |time: Duration| time.as_secs_f64() * 1e3;
    let (median, worst) = (times[times.len() / 2], times[times.len() - 1]);
    println!("{what}: median {:.1} ms, slowest {:.1} ms (goal {goal} ms)", milliseconds(median), milliseconds(worst));
}

fn main() {
    let text = sample::thousand_lines();
    let mut client = Client::new();
    client.opened("Corefile", &text);
    let keystroke = |version| {
        let range = json!({ "start": { "line": 1, "character": 6 }, "end": { "line": 1, "character": 6 } });
        let start = Instant::now();
        client.edit("Corefile", version, json!([{ "range": range, "text": "x" }]));
        client.diagnostics("Corefile", version);
        start.elapsed()
    };
    shown(
        &format!("keystroke to findings, {} lines", text.lines().count()),
        (2..ROUNDS + 2).map(keystroke).collect(),
        20.0,
    );

    let megabyte = text.repeat((1 << 20) / text.len() + 1);
    let yaml = {
        let lines = megabyte.lines().map(|line| format!("    {line}\n"));
        format!("apiVersion: v1\nkind: ConfigMap\ndata:\n  corefile: |\n{}", lines.collect::<String>())
    };
    for (name, language, text) in [("large.corefile", "corefile", megabyte), ("large.yaml", "yaml", yaml)] {
        let mut client = Client::new();
        client.open_as(name, language, &text);
        let last = u32::try_from(text.lines().count()).unwrap() - 4;
        let indent = if language == "yaml" { 4 } else { 0 };
        let range = json!({ "start": { "line": last, "character": indent }, "end": { "line": last, "character": indent + 11 } });
        let mut version = 1;
        for method in [
            "hover",
            "completion",
            "definition",
            "references",
            "documentHighlight",
            "documentSymbol",
            "foldingRange",
            "codeAction",
            "formatting",
        ] {
            let times = (0..9).map(|_| {
                version += 1;
                client.edit(name, version, json!([{ "range": range, "text": "    forward" }]));
                let params = json!({
                    "textDocument": { "uri": client.uri(name) },
                    "position": { "line": last, "character": indent + 6 },
                    "range": range,
                    "context": { "includeDeclaration": true, "diagnostics": [], "triggerKind": 1 },
                    "options": { "tabSize": 4, "insertSpaces": true },
                });
                let start = Instant::now();
                client.ask(&format!("textDocument/{method}"), params);
                start.elapsed()
            });
            shown(&format!("{method}, {name}, {} bytes", text.len()), times.collect(), 50.0);
        }
    }
}
