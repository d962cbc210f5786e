//! From `initialize` to `exit`, in the right order and in wrong ones.

use serde_json::{Value, json};

use crate::client::{Client, able};

#[test]
fn a_proper_conversation() {
    let mut client = Client::raw(&[], &[]);
    let answer = client.initialize(able());
    assert_eq!(answer["serverInfo"]["name"], "corefilectl");
    assert_eq!(answer["capabilities"]["positionEncoding"], "utf-16");
    assert_eq!(answer["capabilities"]["textDocumentSync"]["change"], 2);
    let (status, said) = client.end();
    assert_eq!((status.code(), said.as_str()), (Some(0), ""));
}

#[test]
fn encodings_are_agreed_on() {
    for (offered, chosen) in [
        (json!(["utf-16", "utf-8"]), "utf-8"),
        (json!(["utf-32"]), "utf-32"),
        (json!(["utf-7"]), "utf-16"),
        (json!(null), "utf-16"),
    ] {
        let mut client = Client::raw(&[], &[]);
        let answer = client.initialize(json!({ "general": { "positionEncodings": offered } }));
        assert_eq!(answer["capabilities"]["positionEncoding"], chosen);
    }
}

#[test]
fn requests_at_the_wrong_time() {
    let mut client = Client::raw(&[], &[]);
    assert_eq!(client.refused("textDocument/hover", json!({})), -32002);
    assert_eq!(client.refused("shutdown", Value::Null), -32002);
    // Notifications at the wrong time are dropped.
    client.open("Corefile", "x");
    assert_eq!(client.refused("initialize", json!({ "capabilities": 7 })), -32602);
    client.initialize(able());
    assert_eq!(client.refused("initialize", json!({ "capabilities": {} })), -32600);
    assert_eq!(client.refused("textDocument/unheardOf", json!({})), -32601);
    assert_eq!(client.refused("$/unheardOf", json!({})), -32601);
    client.notify("$/unheardOf", json!({}));
    client.notify("unheard/of", json!([1]));
    client.ask("shutdown", Value::Null);
    assert_eq!(client.refused("textDocument/hover", json!({})), -32600);
    assert_eq!(client.refused("shutdown", Value::Null), -32600);
    client.notify("exit", Value::Null);
    assert_eq!(client.gone().0.code(), Some(0));
}

#[test]
fn an_end_without_shutdown_is_told() {
    let run = assert_cmd::Command::cargo_bin("corefilectl").unwrap().arg("lsp").write_stdin("garbage\n").assert();
    run.code(1);
}

#[test]
fn an_exit_without_shutdown_is_told() {
    for initialize in [false, true] {
        let mut client = Client::raw(&[], &[]);
        if initialize {
            client.initialize(able());
        }
        client.notify("exit", Value::Null);
        assert_eq!(client.gone().0.code(), Some(1));
    }
}

#[test]
fn a_client_that_goes_away_ends_it() {
    let mut client = Client::new();
    client.open("Corefile", ".:53 {\n    forward . 1.1.1.1\n}\n");
    client.hang_up();
    assert_eq!(client.gone().0.code(), Some(1));
    let mut client = Client::raw(&[], &[]);
    client.write(b"Content-Length: 20\r\n\r\n{\"jsonrpc\"");
    client.hang_up();
    assert_eq!(client.gone().0.code(), Some(1));
}

#[test]
fn flags_that_make_no_sense_are_refused() {
    let mut client = Client::raw(&["--dp-template", "x"], &[]);
    let (status, said) = client.gone();
    assert_eq!(status.code(), Some(2));
    assert!(said.contains("the editor opens the templates"), "{said}");
}

#[test]
fn requests_can_be_taken_back() {
    let mut client = Client::new();
    client.open("Corefile", &"a:53 {\n    errors\n}\n".repeat(20_000));
    let hover = |client: &Client| json!({ "textDocument": { "uri": client.uri("Corefile") }, "position": { "line": 1, "character": 5 } });
    // Whether the cancellation is in time is chance; an answer comes in any case, and just one.
    let ids: Vec<i64> = (0..50)
        .map(|_| {
            let params = hover(&client);
            client.request("textDocument/hover", params)
        })
        .collect();
    for id in &ids {
        client.notify("$/cancelRequest", json!({ "id": id }));
    }
    for id in ids {
        let answer = client.answer(id);
        assert!(answer.get("result").is_some() || answer["error"]["code"] == -32800, "{answer}");
    }
    let params = hover(&client);
    client.ask("textDocument/hover", params);
}
