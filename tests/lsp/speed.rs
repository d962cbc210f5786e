//! What a keystroke and a request cost, with bounds so generous that only a change of kind trips them: a debug build on a busy
//! machine is twenty times slower than what `cargo bench --bench lsp` measures.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::client::Client;
use crate::sample::thousand_lines;

#[test]
fn a_keystroke() {
    let text = thousand_lines();
    assert!((1_000..1_100).contains(&text.lines().count()), "{}", text.lines().count());
    let mut client = Client::new();
    client.opened("Corefile", &text);
    let times = (2..8).map(|version| {
        let start = Instant::now();
        let range = json!({ "start": { "line": 1, "character": 6 }, "end": { "line": 1, "character": 6 } });
        client.edit("Corefile", version, json!([{ "range": range, "text": "x" }]));
        client.diagnostics("Corefile", version);
        start.elapsed()
    });
    let fastest = times.min().unwrap();
    assert!(fastest < Duration::from_millis(800), "{fastest:?}");
}

#[test]
fn requests_on_a_megabyte() {
    let mut text = thousand_lines();
    while text.len() < 1 << 20 {
        text += &thousand_lines();
    }
    let mut client = Client::new();
    client.open("Corefile", &text);
    let last = u32::try_from(text.lines().count()).unwrap() - 4;
    let document = json!({ "textDocument": { "uri": client.uri("Corefile") } });
    let range = json!({ "start": { "line": last, "character": 0 }, "end": { "line": last, "character": 9 } });
    let mut params = document;
    params["position"] = json!({ "line": last, "character": 6 });
    params["range"] = range.clone();
    params["context"] = json!({ "includeDeclaration": true, "diagnostics": [], "triggerKind": 1 });
    for (version, method) in [
        "hover",
        "completion",
        "definition",
        "references",
        "documentHighlight",
        "documentSymbol",
        "foldingRange",
        "codeAction",
    ]
    .into_iter()
    .enumerate()
    {
        // Behind an edit, so that nothing is known of the text.
        client.edit(
            "Corefile",
            i32::try_from(version).unwrap() + 2,
            json!([{ "range": range, "text": "    forward" }]),
        );
        let start = Instant::now();
        client.ask(&format!("textDocument/{method}"), params.clone());
        assert!(start.elapsed() < Duration::from_secs(4), "{method}: {:?}", start.elapsed());
    }
}
