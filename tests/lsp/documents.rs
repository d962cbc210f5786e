//! Documents and what is published about them.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::client::{Client, able, codes};

const TEMPLATE: &str = concat!(
    ".:{{ .CoreDNSPort }} {\n",
    "    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n",
    "    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n",
    "    prometheus localhost:{{ .PrometheusPort }}\n",
    "    errors\n",
    "    {{ if .CoreDNSLogging }}log{{ end }}\n",
    "}\n",
);

#[test]
fn findings_come_with_all_that_helps() {
    let mut client = Client::new();
    assert_eq!(client.opened("good.corefile", TEMPLATE).len(), 0);
    let text = TEMPLATE.replace("    errors\n", "    erors\n    forward b.example 10.0.0.1\n");
    let found = client.opened("Corefile", &text);
    let unknown = found.iter().find(|diagnostic| diagnostic["code"] == "CF102").unwrap();
    assert_eq!(unknown["severity"], 1);
    assert_eq!(unknown["source"], "corefilectl");
    assert_eq!(unknown["range"]["start"], json!({ "line": 4, "character": 4 }));
    assert_eq!(unknown["range"]["end"], json!({ "line": 4, "character": 9 }));
    assert!(unknown["codeDescription"]["href"].as_str().unwrap().starts_with("https://"), "{unknown}");
    assert!(unknown["message"].as_str().unwrap().contains("did you mean"), "{unknown}");
    assert!(unknown["data"].is_object());
}

#[test]
fn a_client_that_can_little_gets_little() {
    let mut client = Client::with(&[], json!({}));
    let found = client.opened("Corefile", &TEMPLATE.replace("errors", "erors"));
    assert!(found[0].get("codeDescription").is_none() && found[0].get("data").is_none(), "{found:?}");
    let uri = client.uri("Corefile");
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9, "character": 0 } });
    let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": { "diagnostics": [] } });
    assert_eq!(client.ask("textDocument/codeAction", params), json!(null));
}

#[test]
fn findings_are_those_of_lint() {
    let text = TEMPLATE.replace("errors", "erors").replace("NXDOMAIN,", "");
    let mut client = Client::new();
    let found = client.opened("Corefile", &text);
    std::fs::write(client.path("Corefile"), &text).unwrap();
    let lint = std::process::Command::new(env!("CARGO_BIN_EXE_corefilectl"))
        .args(["lint", "-o", "json", "--exit-zero", "Corefile"])
        .current_dir(client.path(""))
        .env_clear()
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&lint.stdout).unwrap();
    let expected: Vec<_> =
        report["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect();
    assert_eq!(codes(&found), expected);
    assert!(!expected.is_empty());
}

#[test]
fn comments_allow_findings_here_too() {
    let mut client = Client::new();
    let bad = TEMPLATE.replace("NXDOMAIN,", "");
    assert!(!client.opened("a.corefile", &bad).is_empty());
    let allowed = bad.replace("    alternate", "    # corefilectl: allow CF203,CF204 asked for\n    alternate");
    client.change("a.corefile", 2, &allowed);
    let left = client.diagnostics("a.corefile", 2);
    assert!(!codes(&left).contains(&"CF204"), "{left:?}");
}

#[test]
fn only_the_last_of_many_versions_counts() {
    let mut client = Client::new();
    let large = |word: &str| {
        let block = |n: usize| format!("team-{n}.example:15053 {{\n    forward . 10.0.0.1\n    {word}\n}}\n");
        (0..500).map(block).collect::<String>()
    };
    client.open("Corefile", &large("errors"));
    for version in 2..60 {
        client.change("Corefile", version, &large("erors"));
    }
    client.change("Corefile", 60, TEMPLATE);
    assert_eq!(client.diagnostics("Corefile", 60).len(), 0);
    // Nothing about an older version comes behind the newest.
    assert_eq!(
        client.all_within(Duration::from_millis(700)).iter().filter(|m| m["params"]["version"] == 60).count(),
        0
    );
}

#[test]
fn nothing_is_published_behind_its_time() {
    let mut client = Client::new();
    client.open("Corefile", TEMPLATE);
    for version in 2..200 {
        let range = json!({ "start": { "line": 4, "character": 4 }, "end": { "line": 4, "character": 4 } });
        client.edit("Corefile", version, json!([{ "range": range, "text": "x" }]));
    }
    let found = client.diagnostics("Corefile", 199);
    assert!(codes(&found).contains(&"CF102"));
    let older = client.all_within(Duration::from_millis(50));
    let versions: Vec<i64> = older.iter().filter_map(|message| message["params"]["version"].as_i64()).collect();
    assert!(versions.is_sorted() && versions.iter().all(|version| *version < 199), "{versions:?}");
}

#[test]
fn closing_clears() {
    let mut client = Client::new();
    assert!(!client.opened("Corefile", &TEMPLATE.replace("errors", "erors")).is_empty());
    let uri = client.uri("Corefile");
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    let cleared = client.wait(|message| message["method"] == "textDocument/publishDiagnostics");
    assert_eq!(cleared["params"]["diagnostics"], json!([]));
    // Opened again it is a document like any other.
    assert!(!client.opened("Corefile", &TEMPLATE.replace("errors", "erors")).is_empty());
}

#[test]
fn edits_out_of_range_are_clamped() {
    let mut client = Client::new();
    client.opened("Corefile", TEMPLATE);
    let at = |line: u32, character: u32| json!({ "line": line, "character": character });
    let range = |start, end| json!({ "start": start, "end": end });
    client.edit(
        "Corefile",
        2,
        json!([
            { "range": range(at(900, 3), at(9000, 4)), "text": "# the end\n" },
            { "range": range(at(4, 4), at(4, 9_999)), "text": "erors" },
            // The wrong way round, and without anything in it.
            { "range": range(at(4, 7), at(4, 4)), "text": "ero" },
            { "range": range(at(u32::MAX, u32::MAX), at(0xffff_fff0, 0)), "text": "" },
        ]),
    );
    let found = client.diagnostics("Corefile", 2);
    assert_eq!(codes(&found), ["CF102"]);
    assert_eq!(found[0]["range"]["end"], at(4, 9));
    client.edit("Corefile", 3, json!([{ "range": range(at(0, 0), at(u32::MAX, 0)), "text": "" }]));
    client.diagnostics("Corefile", 3);
    client.edit("Corefile", 4, json!([]));
    client.diagnostics("Corefile", 4);
}

#[test]
fn columns_are_in_the_units_agreed_on() {
    // An emoji of four bytes and two UTF-16 units, and an umlaut.
    let text = TEMPLATE.replace("    errors", "    \u{1f600}\u{e4}erors");
    for (encoding, columns) in [("utf-8", [4, 15]), ("utf-16", [4, 12]), ("utf-32", [4, 11])] {
        let mut capabilities = able();
        capabilities["general"] = json!({ "positionEncodings": [encoding] });
        let mut client = Client::with(&[], capabilities);
        let found = client.opened("Corefile", &text);
        let unknown = found.iter().find(|diagnostic| diagnostic["code"] == "CF102").unwrap();
        let range = &unknown["range"];
        assert_eq!([&range["start"]["character"], &range["end"]["character"]], columns, "{encoding}");
        // An edit in the same units.
        let range =
            json!({ "start": { "line": 4, "character": 4 }, "end": { "line": 4, "character": columns[1] - 5 } });
        client.edit("Corefile", 2, json!([{ "range": range, "text": "" }]));
        let found = client.diagnostics("Corefile", 2);
        assert!(found[0]["message"].as_str().unwrap().contains("erors"), "{found:?}");
        assert_eq!(found[0]["range"]["end"]["character"], 9, "{encoding}");
    }
}

const CONFIG_MAP: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: dns\ndata:\n  corefile: |\n    .:{{ .CoreDNSPort }} {\n        \
                          forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n        erors\n    }\n";

#[test]
fn templates_in_yaml_are_looked_at() {
    let mut client = Client::new();
    client.open_as("dns.yaml", "yaml", CONFIG_MAP);
    let found = client.diagnostics("dns.yaml", 1);
    let unknown = found.iter().find(|diagnostic| diagnostic["code"] == "CF102").unwrap();
    assert_eq!(unknown["range"]["start"], json!({ "line": 8, "character": 8 }));
    assert!(unknown["message"].as_str().unwrap().contains("ConfigMap dns"), "{unknown}");
    // YAML that is none of ours, and YAML that is broken.
    client.open_as("other.yaml", "yaml", "a: 1\n");
    assert_eq!(client.diagnostics("other.yaml", 1).len(), 0);
    let broken =
        "apiVersion: v1\nkind: ConfigMap\ndata:\n  Corefile: |\n    .:53 {\n      forward . 127.0.0.1:15054\n  a: [\n";
    client.open_as("broken.yaml", "yaml", broken);
    assert_eq!(codes(&client.diagnostics("broken.yaml", 1)), ["CF903"]);
}

#[test]
fn plain_text_is_left_alone_until_it_looks_like_a_corefile() {
    let mut client = Client::new();
    client.open_as("notes.txt", "plaintext", "We forward all mail to the office {\n");
    client.open_as("dns.tmpl", "plaintext", &TEMPLATE.replace("errors", "erors"));
    assert_eq!(codes(&client.diagnostics("dns.tmpl", 1)), ["CF102"]);
    let published = client.all_within(Duration::from_millis(200));
    assert!(published.is_empty(), "{published:?}");
    assert_eq!(client.at("hover", "notes.txt", 0, 4), json!(null));
    client.change("notes.txt", 2, &TEMPLATE.replace("errors", "erors"));
    assert_eq!(codes(&client.diagnostics("notes.txt", 2)), ["CF102"]);
}

#[test]
fn pin_files_count_and_their_changes() {
    let text = TEMPLATE.replace("forward .", "forward . {{ .CoreDNSEmptyPort }}");
    let mut client =
        Client::raw(&[], &[("a/.corefilectl.yaml", "mesh-version: 2.7\nplatform: universal\n"), ("b/x", "")]);
    client.initialize(able());
    let of = |found: &[serde_json::Value]| codes(found).contains(&"CF003");
    assert!(!of(&client.opened("a/Corefile", &text)));
    assert!(of(&client.opened("b/Corefile", &text)));
    std::fs::write(client.path("a/.corefilectl.yaml"), "mesh-version: 2.9\n").unwrap();
    let uri = client.uri("a/.corefilectl.yaml");
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri, "type": 2 }] }));
    assert!(of(&client.diagnostics("a/Corefile", 1)));
    // One that cannot be used is told, once, and nothing is published.
    std::fs::write(client.path("a/.corefilectl.yaml"), "mesh-version: 1999.9\n").unwrap();
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": uri } }));
    let told = client.wait(|message| message["method"] == "window/showMessage");
    assert!(told["params"]["message"].as_str().unwrap().contains("1999.9"), "{told}");
    client.diagnostics("b/Corefile", 1);
    client.change("a/Corefile", 2, &text);
    assert_eq!(client.diagnostics("a/Corefile", 2).len(), 0);
    assert!(client.all_within(Duration::from_millis(300)).iter().all(|m| m["method"] != "window/showMessage"));
}

#[test]
fn documents_that_are_too_large_are_told() {
    let mut client = Client::new();
    client.open("Corefile", &"# a line of sixteen\n".repeat(300_000));
    assert_eq!(client.diagnostics("Corefile", 1).len(), 0);
    let told = client.wait(|message| message["method"] == "window/showMessage");
    assert!(told["params"]["message"].as_str().unwrap().contains("is not checked"), "{told}");
    assert_eq!(client.at("hover", "Corefile", 3, 3), json!(null));
    // Once it is small again it is looked at.
    client.change("Corefile", 2, &TEMPLATE.replace("errors", "erors"));
    assert_eq!(codes(&client.diagnostics("Corefile", 2)), ["CF102"]);
}

#[test]
fn a_document_without_a_file_is_one_too() {
    let mut client = Client::new();
    for (uri, language) in [("untitled:Untitled-1", "corefile"), ("vscode-remote://wsl/x/Corefile", "corefile")] {
        let text = TEMPLATE.replace("errors", "erors");
        let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        client.notify("textDocument/didOpen", json!({ "textDocument": document }));
        let found = client.wait(|message| message["params"]["uri"] == uri);
        assert_eq!(codes(found["params"]["diagnostics"].as_array().unwrap()), ["CF102"]);
    }
}

#[test]
fn an_edit_ends_a_long_check() {
    let mut client = Client::new();
    let large: String =
        (0..12_000).map(|n| format!("team-{n}.example:15053 {{\n    forward . 10.0.0.1\n    erors\n}}\n")).collect();
    client.open("Corefile", &large);
    std::thread::sleep(Duration::from_millis(300));
    let start = Instant::now();
    client.change("Corefile", 2, TEMPLATE);
    assert_eq!(client.diagnostics("Corefile", 2).len(), 0);
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
}
