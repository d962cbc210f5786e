//! The JSON document and the page that promises its shape.

use serde_json::{Value, json};

use super::{FindingFormat, fixture, text};
use corefilectl::report::findings::{Report, Summary};

fn schema() -> Value {
    serde_json::from_str(include_str!("../../docs/findings.schema.json")).unwrap()
}

fn document() -> Value {
    let files = fixture::files();
    serde_json::from_str(&text(FindingFormat::Json, &fixture::report(&files))).unwrap()
}

fn mistakes(document: &Value) -> Vec<String> {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn the_document_is_as_the_schema_says() {
    assert_eq!(mistakes(&document()), Vec::<String>::new());
    let empty = Report { files: &[], rules: &[], summary: Summary::default(), coverage: None, conclusions: None };
    assert_eq!(mistakes(&serde_json::from_str(&text(FindingFormat::Json, &empty)).unwrap()), Vec::<String>::new());
}

/// Every object of the document with one field more or less is refused.
#[test]
fn the_schema_knows_every_field() {
    let document = document();
    let mut pointers = vec![String::new()];
    let mut objects = 0;
    while let Some(pointer) = pointers.pop() {
        // One finding with everything in it stands for all.
        if pointer.starts_with("/findings/") && !pointer.starts_with("/findings/1") {
            continue;
        }
        match document.pointer(&pointer).unwrap() {
            Value::Array(items) => pointers.extend((0..items.len()).map(|index| format!("{pointer}/{index}"))),
            Value::Object(fields) => {
                objects += 1;
                let mut more = document.clone();
                more.pointer_mut(&pointer).unwrap()["surplus"] = json!(1);
                assert_ne!(mistakes(&more), Vec::<String>::new(), "{pointer} may have a surplus field");
                for field in fields.keys() {
                    let mut less = document.clone();
                    less.pointer_mut(&pointer).unwrap().as_object_mut().unwrap().remove(field);
                    assert_ne!(mistakes(&less), Vec::<String>::new(), "{pointer} may lack {field}");
                    pointers.push(format!("{pointer}/{field}"));
                }
            }
            _ => {}
        }
    }
    assert!(objects > 20, "only {objects} objects were found: the test has gone blind");
}

#[test]
fn places_and_texts_are_the_files_own() {
    let document = document();
    assert_eq!(document["version"], 1);
    let findings = document["findings"].as_array().unwrap();
    let by_message =
        |start: &str| findings.iter().find(|finding| finding["message"].as_str().unwrap().starts_with(start)).unwrap();
    let over_lines = by_message("größer");
    assert_eq!(over_lines["path"], fixture::ODD_PATH);
    // Characters and bytes of "# größe 😀 → ünï".
    assert_eq!(over_lines["range"]["start"], json!({"line": 1, "column": 13, "offset": 19}));
    assert_eq!(over_lines["range"]["end"]["line"], 3);
    assert_eq!(over_lines["fix"]["edits"][0]["text"], "log .\n    é");
    let outside = by_message("names outside");
    assert_eq!(outside["rendered"], json!({"line": 12, "text": "    forward . 127.0.0.1:15054"}));
    assert_eq!(outside["holds"]["text"], "on 2.8.0–2.14.3, kubernetes, where CoreDNSLogging=true");
    assert_eq!(outside["labels"].as_array().unwrap().len(), 3);
    let hostile = by_message("forward\u{1b}");
    assert_eq!((&hostile["message"], &hostile["path"]), (&json!(fixture::HOSTILE), &json!(fixture::HOSTILE_PATH)));
    assert_eq!(by_message("a place behind")["range"]["end"], json!({"line": 1, "column": 1, "offset": 0}));
    let summary = &document["summary"];
    assert_eq!((&summary["errors"], &summary["warnings"], &summary["infos"]), (&json!(2), &json!(6), &json!(2)));
    assert_eq!((&summary["filesChecked"], &summary["filesWithFindings"]), (&json!(6), &json!(5)));
}
