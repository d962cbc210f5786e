//! The layout of documents, asked for by an editor.

use serde_json::{Value, json};

use crate::client::Client;

const OPTIONS: &str = r#"{ "tabSize": 2, "insertSpaces": true }"#;

fn request(client: &Client, name: &str) -> Value {
    let options: Value = serde_json::from_str(OPTIONS).unwrap();
    json!({ "textDocument": { "uri": client.uri(name) }, "options": options })
}

/// The text with the edits of an answer made.
pub fn edited(text: &str, edits: &Value) -> String {
    let mut text = text.to_owned();
    let offset = |text: &str, place: &Value| {
        let (line, column) = (place["line"].as_u64().unwrap() as usize, place["character"].as_u64().unwrap() as usize);
        text.split_inclusive('\n').take(line).map(str::len).sum::<usize>() + column
    };
    for edit in edits.as_array().unwrap().iter().rev() {
        let (from, to) = (offset(&text, &edit["range"]["start"]), offset(&text, &edit["range"]["end"]));
        text.replace_range(from..to, edit["newText"].as_str().unwrap());
    }
    text
}

/// What `corefilectl fmt` makes of a text.
fn laid_out(client: &Client, name: &str, text: &str) -> String {
    std::fs::write(client.path(name), text).unwrap();
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_corefilectl"))
        .args(["fmt", name])
        .current_dir(client.path(""))
        .env_clear()
        .status()
        .unwrap();
    assert!(done.success());
    std::fs::read_to_string(client.path(name)).unwrap()
}

#[test]
fn documents_are_laid_out_as_by_fmt() {
    let mut client = Client::new();
    let template =
        ".:{{ .CoreDNSPort }} {\n  forward . 127.0.0.1:{{ .EnvoyDNSPort }}\nerrors\n\n\n\n   log # queries\n}\n";
    let indented = "apiVersion: v1\nkind: ConfigMap\ndata:\n  corefile: |\n    .:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n         errors\n    }\n";
    for (name, text) in [("Corefile", template), ("dns.yaml", indented)] {
        client.opened(name, text);
        let edits = client.ask("textDocument/formatting", request(&client, name));
        let expected = laid_out(&client, name, text);
        assert_ne!(expected, text);
        assert_eq!(edited(text, &edits), expected, "{name}");
        // Done once, there is nothing left to do.
        client.change(name, 2, &expected);
        assert_eq!(client.ask("textDocument/formatting", request(&client, name)), json!([]));
    }
    // Only what changes is in the edits.
    let text = format!("{template}{}", "\na.example:53 {\n    errors\n}\n".repeat(100));
    client.opened("long.corefile", &text);
    let edits = client.ask("textDocument/formatting", request(&client, "long.corefile"));
    assert!(edits.to_string().len() < 3_000, "{edits}");
}

#[test]
fn what_cannot_be_laid_out_stays_and_is_told() {
    let mut client = Client::new();
    for (name, text) in [("a.corefile", ".:{{ .CoreDNSPort } {\n  errors\n}\n"), ("b.corefile", ".:53 {\n  errors {\n")]
    {
        client.open(name, text);
        let params = request(&client, name);
        let id = client.request("textDocument/formatting", params);
        let answer = client.answer(id);
        assert_eq!(answer["error"]["code"], -32803, "{answer}");
        assert!(answer["error"]["message"].as_str().unwrap().contains("line "), "{answer}");
    }
    client.open_as("other.yaml", "yaml", "a:   1\n");
    let params = request(&client, "other.yaml");
    assert_eq!(client.ask("textDocument/formatting", params), Value::Null);
}
