//! Hover, completion, definitions, symbols, folding, code actions: what an editor gets for places in documents.

use serde_json::{Value, json};

use crate::client::{Client, able, codes};

const TEMPLATE: &str = "\
(logging) {
    {{ if .CoreDNSLogging }}log{{ end }}
}

{{ define \"envoy\" }}127.0.0.1:{{ .EnvoyDNSPort }}{{ end }}
.:{{ .CoreDNSPort }} {
    forward . {{ template \"envoy\" . }} {
        max_fails 0
        policy sequential
        next NXDOMAIN
    }
    alternate NXDOMAIN,SERVFAIL . /etc/resolv.conf
    template IN AAAA v4.example {
        rcode NOERROR
    }
    import logging
}
";

/// The place of `|` in the text, and the text without it.
fn marked(text: &str) -> (String, u32, u32) {
    let at = text.find('|').unwrap();
    let line = text[..at].matches('\n').count();
    let column = text[..at].rsplit('\n').next().unwrap().encode_utf16().count();
    (text.replacen('|', "", 1), u32::try_from(line).unwrap(), u32::try_from(column).unwrap())
}

/// The template with a bar before the `nth` occurrence of a word's `offset`-th byte.
fn inside(word: &str, offset: usize) -> (u32, u32) {
    let at = TEMPLATE.find(word).unwrap_or_else(|| panic!("{word}")) + offset;
    let (_, line, column) = marked(&format!("{}|{}", &TEMPLATE[..at], &TEMPLATE[at..]));
    (line, column)
}

fn hover(client: &mut Client, word: &str, offset: usize) -> String {
    let (line, column) = inside(word, offset);
    let hover = client.at("hover", "Corefile", line, column);
    hover["contents"]["value"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn words_are_explained_where_they_stand() {
    let mut client = Client::new();
    client.opened("Corefile", TEMPLATE);
    for (word, offset, parts) in [
        ("forward .", 2, &["**forward**", "forward FROM TO…", "max_fails NUMBER", "since CoreDNS 1.13.0"][..]),
        ("alternate", 9, &["alternate [original] RCODE"]),
        ("template IN", 0, &["template CLASS TYPE"]),
        ("max_fails", 3, &["an option of forward", "counts as down"]),
        ("policy", 0, &["`random`, `round_robin`, `sequential`"]),
        ("next NX", 1, &["since CoreDNS 1.11.4"]),
        ("next NXDOMAIN", 8, &["**NXDOMAIN**, rcode 3", "no such name"]),
        ("SERVFAIL", 8, &["**SERVFAIL**, rcode 2"]),
        ("NOERROR", 0, &["rcode 0"]),
        ("AAAA", 1, &["record type 28"]),
        ("IN AAAA", 1, &["class 1"]),
        (".CoreDNSPort", 4, &["uint32", "KUMA_DNS_CORE_DNS_PORT", "`15053`"]),
        (".EnvoyDNSPort", 1, &["`15054` on universal", "`15055` on kubernetes"]),
        (".CoreDNSLogging", 3, &["`false`", "`true`", "2.6"]),
        ("{{ if", 4, &["{{ if X }} … {{ end }}"]),
        ("template \"envoy", 3, &["{{ template \"NAME\" X }}"]),
        ("import logging", 2, &["import SNIPPET|FILE"]),
    ] {
        let said = hover(&mut client, word, offset);
        for part in parts {
            assert!(said.contains(part), "{word}: {part} is not in\n{said}");
        }
    }
    for (word, offset) in [("v4.example", 2), ("/etc/resolv", 3), ("127.0.0.1", 1), ("}", 0)] {
        let said = hover(&mut client, word, offset);
        assert!(!said.contains("**forward**") && !said.contains("rcode 3"), "{word}: {said}");
    }
}

#[test]
fn a_pinned_document_shows_its_own_values() {
    let mut client =
        Client::with(&["--mesh-version", "2.7.29", "--platform", "kubernetes", "--dns-coredns-port", "5353"], able());
    client.opened("Corefile", TEMPLATE);
    let port = hover(&mut client, ".CoreDNSPort", 3);
    assert!(port.contains("`5353` on all data planes looked at"), "{port}");
    let envoy = hover(&mut client, ".EnvoyDNSPort", 3);
    assert!(envoy.contains("`15055`") && !envoy.contains("`15054`"), "{envoy}");
}

#[test]
fn a_client_without_markdown_reads_plain_text() {
    let mut client = Client::with(&[], json!({ "textDocument": { "hover": { "contentFormat": ["plaintext"] } } }));
    client.opened("Corefile", TEMPLATE);
    let (line, column) = inside("max_fails", 2);
    let hover = client.at("hover", "Corefile", line, column);
    assert_eq!(hover["contents"]["kind"], "plaintext");
    assert!(!hover["contents"]["value"].as_str().unwrap().contains(['*', '`']), "{hover}");
}

#[test]
fn rules_are_explained_at_findings_and_in_comments() {
    let mut client = Client::new();
    let text = TEMPLATE.replace("    import", "    erors\n    # corefilectl: allow CF304 no metrics here\n    import");
    client.opened("Corefile", &text);
    let line = u32::try_from(text[..text.find("erors").unwrap()].matches('\n').count()).unwrap();
    let found = client.at("hover", "Corefile", line, 6);
    assert!(found["contents"]["value"].as_str().unwrap().contains("[CF102](https://"), "{found}");
    let allowed = client.at("hover", "Corefile", line + 1, 29);
    assert!(allowed["contents"]["value"].as_str().unwrap().contains("prometheus-missing"), "{allowed}");
}

fn labels(list: &Value) -> Vec<String> {
    let items = list["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().map(|item| item["label"].as_str().unwrap().to_owned()).collect()
}

fn completed(client: &mut Client, text: &str) -> Value {
    let (text, line, column) = marked(text);
    let name = format!("{}.corefile", text.len());
    client.open(&name, &text);
    let list = client.at("completion", &name, line, column);
    // What is offered replaces what is typed.
    for item in list["items"].as_array().into_iter().flatten() {
        let range = &item["textEdit"]["range"];
        assert_eq!(range["end"], json!({ "line": line, "character": column }), "{item}");
    }
    list
}

#[test]
fn what_could_stand_here() {
    let mut client = Client::new();
    let block = |inside: &str| format!(".:{{{{ .CoreDNSPort }}}} {{\n{inside}\n}}\n(common) {{\n    errors\n}}\n");
    for (text, wanted, unwanted) in [
        (
            block("    |"),
            &["forward", "alternate", "template", "prometheus", "errors", "log", "import"][..],
            "NXDOMAIN",
        ),
        (block("    fo|"), &["forward"], "NXDOMAIN"),
        (block("    {{ if .CoreDNSLogging }}|"), &["log", "{{ if .CoreDNSLogging }}"], "NXDOMAIN"),
        (block("    alternate |"), &["NXDOMAIN", "original"], "forward"),
        (block("    alternate NXDOMAIN,SERV|"), &["SERVFAIL"], "forward"),
        (block("    alternate original |"), &["SERVFAIL"], "original"),
        (block("    template |"), &["IN", "CH", "ANY"], "AAAA"),
        (block("    template IN |"), &["A", "AAAA", "ANY"], "IN"),
        (block("    template IN A . {\n        |\n    }"), &["match", "answer", "rcode", "fallthrough"], "policy"),
        (block("    template IN A . {\n        rcode |\n    }"), &["NXDOMAIN"], "match"),
        (block("    forward . 1.1.1.1 {\n        |\n    }"), &["policy", "max_fails", "failover"], "match"),
        (block("    forward . 1.1.1.1 {\n        policy |\n    }"), &["random", "sequential"], "max_fails"),
        (block("    import |"), &["common"], "forward"),
        (block("    forward . 127.0.0.1:{{ .|"), &["EnvoyDNSPort", "CoreDNSPort"], "Enabled2"),
        (block("    forward . 127.0.0.1:{{ .Env| }}"), &["EnvoyDNSPort"], "printf"),
        (block("    {{ |"), &["if", "range", "printf", "if … end"], "EnvoyDNSPort"),
        (block("    {{ if eq | }}"), &["printf", "nil"], "range"),
        (block("    # corefilectl: |"), &["allow", "allow-file"], "CF203"),
        (block("    # corefilectl: allow CF2|"), &["CF203", "CF901"], "CF902"),
        (block("    # corefilectl: allow CF203,|"), &["CF204"], "allow"),
        ("|".to_owned(), &["import", "server block"], "forward"),
        ("{{ define \"x\" }}a{{ end }}{{ template \"|\" }}".to_owned(), &["x"], "printf"),
        (
            "a:53 {\n    template IN A . {\n        answer \"{{ .| }} 60 IN A 1.2.3.4\"\n    }\n}\n".to_owned(),
            &["EnvoyDNSPort"],
            "printf",
        ),
    ] {
        let labels = labels(&completed(&mut client, &text));
        for label in wanted {
            assert!(labels.iter().any(|known| known == label), "{label} is not offered in\n{text}\n{labels:?}");
        }
        assert!(labels.iter().all(|label| label != unwanted), "{unwanted} is offered in\n{text}");
    }
    for text in
        [block("    # fo|"), block("    {{/* .| */}}"), block("    alternate NXDOMAIN . |"), block("    {{ \"|\" }}")]
    {
        assert_eq!(labels(&completed(&mut client, &text)), [""; 0], "{text}");
    }
}

#[test]
fn options_and_fields_say_where_they_are() {
    let mut client = Client::new();
    let list = completed(&mut client, ".:53 {\n    forward . 127.0.0.1:{{ .|");
    let field =
        |name: &str| list["items"].as_array().unwrap().iter().find(|item| item["label"] == name).unwrap().clone();
    assert_eq!(field("CoreDNSPort")["detail"], "uint32");
    let empty = field("CoreDNSEmptyPort")["detail"].as_str().unwrap().to_owned();
    assert!(empty.contains("on 2.7"), "{empty}");
    let mut pinned = Client::with(&["--mesh-version", "2.9"], json!({}));
    let list = completed(&mut pinned, ".:53 {\n    forward . 127.0.0.1:{{ .|");
    assert!(!labels(&list).contains(&"CoreDNSEmptyPort".to_owned()));
    // No snippets for a client that cannot fill them in.
    let list = completed(&mut pinned, "a:{{ .CoreDNSPort }} {\n    |\n}");
    assert!(list["items"].as_array().unwrap().iter().all(|item| item.get("insertTextFormat").is_none()));
}

#[test]
fn names_lead_to_where_they_are_defined() {
    let mut client = Client::new();
    client.opened("Corefile", TEMPLATE);
    let at = |client: &mut Client, method: &str, word: &str, offset: usize| {
        let (line, column) = inside(word, offset);
        client.at(method, "Corefile", line, column)
    };
    let snippet = at(&mut client, "definition", "import logging", 9);
    assert_eq!(snippet[0]["range"]["start"], json!({ "line": 0, "character": 1 }));
    let defined = at(&mut client, "definition", "template \"envoy", 12);
    assert_eq!(defined[0]["range"]["start"], json!({ "line": 4, "character": 11 }));
    assert_eq!(at(&mut client, "definition", "policy", 2), Value::Null);
    let (line, column) = inside("import logging", 9);
    let place = json!({
        "textDocument": { "uri": client.uri("Corefile") },
        "position": { "line": line, "character": column },
        "context": { "includeDeclaration": true },
    });
    assert_eq!(client.ask("textDocument/references", place).as_array().unwrap().len(), 2);
    assert_eq!(at(&mut client, "documentHighlight", "(logging", 3).as_array().unwrap().len(), 2);
    let control = at(&mut client, "documentHighlight", "{{ if", 4);
    assert_eq!(control.as_array().unwrap().len(), 2, "{control}");
}

#[test]
fn outlines() {
    let mut client = Client::new();
    client.opened("Corefile", TEMPLATE);
    let of = json!({ "textDocument": { "uri": client.uri("Corefile") } });
    let symbols = client.ask("textDocument/documentSymbol", of.clone());
    let names = |list: &Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|symbol| symbol["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&symbols), ["(logging)", "envoy", ".:{{ .CoreDNSPort }}"]);
    assert_eq!(names(&symbols[2]["children"]), ["forward", "alternate", "template", "import"]);
    let folds = client.ask("textDocument/foldingRange", of.clone());
    let lines: Vec<_> =
        folds.as_array().unwrap().iter().map(|fold| (fold["startLine"].as_u64(), fold["endLine"].as_u64())).collect();
    assert_eq!(lines, [(Some(0), Some(1)), (Some(5), Some(15)), (Some(6), Some(9)), (Some(12), Some(13))]);
    // A client that shows lists only.
    let mut flat = Client::with(&[], json!({}));
    flat.opened("Corefile", TEMPLATE);
    let of = json!({ "textDocument": { "uri": flat.uri("Corefile") } });
    let symbols = flat.ask("textDocument/documentSymbol", of);
    assert_eq!(symbols[3]["containerName"], Value::Null);
    assert_eq!(symbols[4]["containerName"], ".:{{ .CoreDNSPort }}");
}

fn actions(client: &mut Client, name: &str, range: &Value, context: Value) -> Vec<Value> {
    let params = json!({ "textDocument": { "uri": client.uri(name) }, "range": range, "context": context });
    client.ask("textDocument/codeAction", params).as_array().unwrap().clone()
}

/// The text after the edits of an action, made on the last line first.
fn applied(text: &str, action: &Value) -> String {
    let mut text = text.to_owned();
    let offset = |text: &str, place: &Value| {
        let (line, column) = (place["line"].as_u64().unwrap() as usize, place["character"].as_u64().unwrap() as usize);
        text.split_inclusive('\n').take(line).map(str::len).sum::<usize>() + column
    };
    for edit in action["edit"]["documentChanges"][0]["edits"].as_array().unwrap().iter().rev() {
        let (from, to) = (offset(&text, &edit["range"]["start"]), offset(&text, &edit["range"]["end"]));
        text.replace_range(from..to, edit["newText"].as_str().unwrap());
    }
    text
}

#[test]
fn findings_can_be_mended_and_allowed() {
    let mut client = Client::new();
    let text = TEMPLATE.replace("    import", "    erors\n    import");
    let found = client.opened("Corefile", &text);
    let unknown = found.iter().find(|diagnostic| diagnostic["code"] == "CF102").unwrap();
    for context in [json!({ "diagnostics": [unknown] }), json!({ "diagnostics": [] })] {
        let offered = actions(&mut client, "Corefile", &unknown["range"], context);
        let mend = offered.iter().find(|action| action["isPreferred"] == true).unwrap();
        assert_eq!(mend["kind"], "quickfix");
        assert_eq!(applied(&text, mend), text.replace("erors", "errors"), "{mend}");
        let allow = offered.iter().find(|action| action["title"].as_str().unwrap().contains("comment")).unwrap();
        let allowed = applied(&text, allow);
        assert!(allowed.contains("    # corefilectl: allow CF102 TODO: say why\n    erors\n"), "{allowed}");
        client.change("Corefile", 2, &allowed);
        assert!(!codes(&client.diagnostics("Corefile", 2)).contains(&"CF102"));
        client.change("Corefile", 3, &text);
        client.diagnostics("Corefile", 3);
    }
    // A client that knows no versions.
    let mut capabilities = able();
    capabilities["workspace"] = json!({});
    let mut plain = Client::with(&[], capabilities);
    plain.opened("Corefile", &text);
    let offered = actions(&mut plain, "Corefile", &unknown["range"], json!({ "diagnostics": [] }));
    assert_eq!(offered[0]["edit"]["changes"][plain.uri("Corefile")][0]["newText"], "errors", "{offered:?}");
    // Nothing is offered elsewhere, and of other kinds.
    let elsewhere = json!({ "start": { "line": 3, "character": 0 }, "end": { "line": 3, "character": 0 } });
    assert!(actions(&mut client, "Corefile", &elsewhere, json!({ "diagnostics": [] })).is_empty());
    assert!(
        actions(&mut client, "Corefile", &unknown["range"], json!({ "diagnostics": [], "only": ["refactor"] }))
            .is_empty()
    );
}

#[test]
fn all_mends_at_once() {
    let mut client = Client::new();
    let text = TEMPLATE.replace("    import", "    erors\n    prometeus localhost:9153\n    import");
    let found = client.opened("Corefile", &text);
    let all = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 30, "character": 0 } });
    let action = (0..200).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        let context = json!({ "diagnostics": found, "only": ["source.fixAll"] });
        actions(&mut client, "Corefile", &all, context).into_iter().next()
    });
    let action = action.expect("the mends are worked out some time");
    assert_eq!(action["kind"], "source.fixAll.corefilectl");
    let mended = applied(&text, &action);
    assert!(mended.contains("    errors\n    prometheus localhost:9153\n"), "{mended}");
}

#[test]
fn places_in_yaml() {
    let mut client = Client::new();
    let inner = TEMPLATE.replace("    import", "    erors\n    import");
    let indented: String = inner
        .split_inclusive('\n')
        .map(|line| if line == "\n" { line.to_owned() } else { format!("    {line}") })
        .collect();
    let text = format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: dns\ndata:\n  corefile: |\n{indented}immutable: true\n"
    );
    client.open_as("dns.yaml", "yaml", &text);
    let found = client.diagnostics("dns.yaml", 1);
    let place = |word: &str| {
        let at = text.find(word).unwrap();
        let line = text[..at].matches('\n').count();
        (u32::try_from(line).unwrap(), u32::try_from(at - text[..at].rfind('\n').unwrap() - 1).unwrap())
    };
    let (line, column) = place("max_fails");
    let hover = client.at("hover", "dns.yaml", line, column + 2);
    assert!(hover["contents"]["value"].as_str().unwrap().contains("an option of forward"));
    assert_eq!(hover["range"]["start"], json!({ "line": line, "character": column }));
    let (line, column) = place("import logging");
    let definition = client.at("definition", "dns.yaml", line, column + 9);
    assert_eq!(definition[0]["range"]["start"], json!({ "line": 6, "character": 5 }));
    let (line, _) = place("immutable");
    assert_eq!(client.at("hover", "dns.yaml", line, 3), Value::Null);
    assert_eq!(client.at("completion", "dns.yaml", 1, 3), Value::Null);
    let unknown = found.iter().find(|diagnostic| diagnostic["code"] == "CF102").unwrap();
    let offered = actions(&mut client, "dns.yaml", &unknown["range"], json!({ "diagnostics": [unknown] }));
    let mend = offered.iter().find(|action| action["isPreferred"] == true).unwrap();
    assert_eq!(applied(&text, mend), text.replace("erors", "errors"));
    let allow = offered.iter().find(|action| action["title"].as_str().unwrap().contains("comment")).unwrap();
    assert!(applied(&text, allow).contains("        # corefilectl: allow CF102 TODO: say why\n        erors\n"));
    let symbols =
        client.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": client.uri("dns.yaml") } }));
    assert!(symbols[0]["name"].as_str().unwrap().starts_with("ConfigMap dns"), "{symbols}");
}
