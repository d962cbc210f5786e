//! What is no message, or none that makes sense: it is told, and the conversation goes on.

use serde_json::{Value, json};

use crate::client::{Client, able};

// The error that comes without a request.
fn error(client: &mut Client) -> i64 {
    let message = client.wait(|message| message.get("error").is_some() && message["id"].is_null());
    message["error"]["code"].as_i64().unwrap()
}

fn framed(body: &[u8]) -> Vec<u8> {
    [format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes(), body].concat()
}

#[test]
fn what_is_no_message_is_told() {
    let mut client = Client::new();
    for (body, code) in [
        (&b"{"[..], -32700),
        (b"", -32700),
        (b"{\"a\":\"\xff\"}", -32700),
        (b"{\"a\":\"\\ud800\"}", -32700),
        (b"\"text\"", -32600),
        (b"[{\"id\":1,\"method\":\"shutdown\"}]", -32600),
        (b"{}", -32600),
        (b"{\"id\":[],\"method\":\"shutdown\"}", -32600),
    ] {
        client.write(&framed(body));
        assert_eq!(error(&mut client), code, "{}", String::from_utf8_lossy(body));
    }
    client.write(&framed("[".repeat(1_000_000).as_bytes()));
    assert_eq!(error(&mut client), -32700);
    assert_eq!(client.end().0.code(), Some(0));
}

#[test]
fn headers_without_sense_are_skipped() {
    let mut client = Client::new();
    for header in
        ["Content-Length: x\r\n\r\n", "Content-Length: -5\r\n\r\n", "nothing\r\n\r\n", "Content-Length:\r\n\r\n"]
    {
        client.write(header.as_bytes());
        assert_eq!(error(&mut client), -32700, "{header}");
    }
    // A length that is too short: the rest is skipped up to the next header.
    client.write(b"Content-Length: 3\r\n\r\n{\"jsonrpc\":\"2.0\",\"method\":\"x\"}");
    assert_eq!(client.refused("textDocument/unheardOf", json!({})), -32601);
    client.write(&vec![b'z'; 3_000_000]);
    assert_eq!(client.refused("textDocument/unheardOf", json!({})), -32601);
    client.write(&[format!("Content-Length: {}\r\n\r\n", 70 << 20).as_bytes(), &vec![b' '; 70 << 20]].concat());
    assert_eq!(error(&mut client), -32700);
    assert_eq!(client.end().0.code(), Some(0));
}

#[test]
fn a_length_that_cannot_be_is_the_end() {
    for length in ["99999999999", "18446744073709551615", "999999999999999999999999999"] {
        let mut client = Client::new();
        client.write(format!("Content-Length: {length}\r\n\r\n").as_bytes());
        let (status, said) = client.gone();
        assert_eq!(status.code(), Some(2));
        assert!(said.contains("lost each other") && !said.contains("panicked"), "{said}");
    }
}

#[test]
fn parameters_of_another_form_are_refused() {
    let mut client = Client::new();
    client.opened("Corefile", ".:53 {\n}\n");
    for method in [
        "hover",
        "completion",
        "definition",
        "references",
        "documentHighlight",
        "documentSymbol",
        "foldingRange",
        "formatting",
        "codeAction",
    ] {
        for params in [Value::Null, json!([]), json!({}), json!({ "textDocument": { "uri": 3 } }), json!("x")] {
            assert_eq!(client.refused(&format!("textDocument/{method}"), params.clone()), -32602, "{method} {params}");
        }
        let far = json!({ "line": u32::MAX, "character": u32::MAX });
        let params = json!({
            "textDocument": { "uri": "file:///not/open" },
            "position": far,
            "range": { "start": far, "end": far },
            "context": { "includeDeclaration": true, "diagnostics": [], "triggerKind": 1 },
            "options": { "tabSize": 4, "insertSpaces": true },
        });
        assert_eq!(client.ask(&format!("textDocument/{method}"), params), Value::Null, "{method}");
    }
    // Notifications of another form have nobody to be told to.
    for method in ["didOpen", "didChange", "didClose", "didSave"] {
        for params in [Value::Null, json!([]), json!({}), json!({ "textDocument": { "uri": "file:///x" } })] {
            client.notify(&format!("textDocument/{method}"), params);
        }
    }
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": "file:///not/open" } }));
    let change =
        json!({ "textDocument": { "uri": "file:///not/open", "version": 1 }, "contentChanges": [{ "text": "" }] });
    client.notify("textDocument/didChange", change);
    assert_eq!(client.end().0.code(), Some(0));
}

// A conversation with everything in it, in bytes.
fn conversation() -> Vec<u8> {
    let text =
        ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NXDOMAIN . 1.1.1.1\n}\n";
    let uri = "file:///tmp/Corefile";
    let at = json!({ "textDocument": { "uri": uri }, "position": { "line": 1, "character": 6 } });
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 3, "character": 1 } });
    let change = json!([{ "range": range, "text": "x" }, { "text": text }]);
    let messages = [
        json!({ "id": 1, "method": "initialize", "params": { "capabilities": able() } }),
        json!({ "method": "initialized", "params": {} }),
        json!({ "method": "textDocument/didOpen",
            "params": { "textDocument": { "uri": uri, "languageId": "corefile", "version": 1, "text": text } } }),
        json!({ "id": 2, "method": "textDocument/hover", "params": at }),
        json!({ "id": 3, "method": "textDocument/completion", "params": at }),
        json!({ "method": "textDocument/didChange",
            "params": { "textDocument": { "uri": uri, "version": 2 }, "contentChanges": change } }),
        json!({ "id": 4, "method": "textDocument/documentSymbol", "params": at }),
        json!({ "id": "5", "method": "textDocument/codeAction",
            "params": { "textDocument": { "uri": uri }, "range": range, "context": { "diagnostics": [] } } }),
        json!({ "method": "$/cancelRequest", "params": { "id": 4 } }),
        json!({ "id": 6, "method": "shutdown" }),
        json!({ "method": "exit" }),
    ];
    messages.iter().flat_map(|message| framed(message.to_string().as_bytes())).collect()
}

#[test]
fn mutated_conversations_never_bring_it_down() {
    let mut seed = 0x1234_5678_9abc_def1_u64;
    let mut random = move |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % u64::try_from(below).unwrap()).unwrap()
    };
    let valid = conversation();
    let rounds = std::env::var("LSP_MUTATIONS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(150);
    for round in 0..rounds {
        let mut bytes = valid.clone();
        match round % 5 {
            0 => bytes.truncate(random(valid.len())),
            1 => bytes = (0..random(3_000)).map(|_| u8::try_from(random(256)).unwrap()).collect(),
            2 => {
                let (from, to) = (random(bytes.len()), random(bytes.len()));
                bytes.drain(from.min(to)..from.max(to));
            }
            _ => {
                for _ in 0..=random(30) {
                    let at = random(bytes.len());
                    bytes[at] = [b'{', b'"', b'0', b'-', b'\n', b']', 0, 0xff, b'9', b','][random(10)];
                }
            }
        }
        let mut client = Client::raw(&[], &[]);
        client.write(&bytes);
        client.hang_up();
        let (status, said) = client.gone();
        let shown = || String::from_utf8_lossy(&bytes).into_owned();
        assert!(matches!(status.code(), Some(0..=2)), "{status}: {said}\n{}", shown());
        assert!(!said.contains("panicked"), "{said}\n{}", shown());
    }
}
