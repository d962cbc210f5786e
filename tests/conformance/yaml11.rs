//! `mesh::yaml` and `mesh::cp_config` against recordings of Go's `sigs.k8s.io/yaml` (`data/yaml11.jsonl`, made by
//! `tools/go/yaml11`): the JSON, the refusals with Go's words, what struct fields of every type receive, and the path
//! of the Corefile template. Messages of syntax errors are not compared, their lines are.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeMap;

use corefilectl::mesh::yaml::{self, FieldError, Node, Value, YamlErrorKind};
use corefilectl::mesh::{Era, cp_config};
use serde_json::Value as Json;

/// Where the scanner reads YAML 1.2 and Go's does not. Each is refused by one and read by the other, but for the last,
/// which both read differently (and kuma-cp refuses, being text and no mapping).
const KNOWN: [(&str, &[&str]); 13] = [
    // U+2028 and U+2029 end a line in goyaml.
    ("line separator", &["str_069", "doc_150"]),
    // goyaml takes U+FEFF for a letter, and skips it at the start of a line.
    ("byte order mark inside", &["str_071", "flow_071", "str_072", "flow_072", "doc_154", "doc_155", "ctl_bom"]),
    // goyaml knows the escape \'.
    ("escaped single quote", &["str_015", "flow_015"]),
    // goyaml needs no blank before the comment here.
    ("comment right behind a quote or bracket", &["str_026", "doc_102"]),
    // goyaml: [x:] is the text "x:", [-] the text "-", [?x] a mapping.
    (
        "indicators between brackets",
        &["flow_031", "doc_114", "random_18", "flow_078", "doc_107", "doc_109", "flow_044"],
    ),
    // goyaml stops reading behind the root node and never sees it.
    ("bracket behind the end", &["flow_040"]),
    // goyaml lets the lines of a quoted text begin anywhere.
    ("quoted text left of its block", &["doc_136", "doc_194"]),
    ("alias as a key without a blank", &["alias_10"]),
    // goyaml wants the colon of a key within 1024 characters between brackets too.
    ("long key between brackets", &["long_flow_key"]),
    ("key over two lines between brackets", &["random_03"]),
    // goyaml asks for no indentation of the indicator.
    ("block scalar left of its block", &["random_05"]),
    // goyaml takes the root node and stops there.
    ("comment in a root that goes on", &["random_06"]),
    ("block scalar as the root, not indented", &["random_00"]),
];

struct Row {
    id: String,
    text: Vec<u8>,
    json: Json,
}

impl Row {
    fn text(&self, field: &str) -> Option<&str> {
        self.json.get(field).and_then(Json::as_str)
    }

    fn flag(&self, field: &str) -> bool {
        self.json.get(field).is_some()
    }
}

fn rows() -> Vec<Row> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conformance/data/yaml11.jsonl");
    let table = std::fs::read_to_string(path).expect("the table");
    let rows: Vec<Row> = table
        .lines()
        .map(|line| {
            let json: Json = serde_json::from_str(line).expect(line);
            let text = match json.get("yaml_b64").and_then(Json::as_str) {
                Some(encoded) => STANDARD.decode(encoded).expect("base64"),
                None => json["yaml"].as_str().unwrap_or_default().as_bytes().to_vec(),
            };
            Row { id: json["id"].as_str().expect("an id").to_owned(), text, json }
        })
        .collect();
    assert!(rows.len() > 1000, "the table is complete");
    rows
}

fn known(id: &str) -> bool {
    KNOWN.iter().any(|(_, ids)| ids.contains(&id))
}

/// Go prints values inside two messages in a form that is not reproduced.
fn stem(message: &str) -> &str {
    let end = message.find(", value: map[").or(message.find(", value: []")).or(message.find("invalid map key: "));
    &message[..end.unwrap_or(message.len())]
}

fn report(failures: &[String]) {
    assert!(failures.is_empty(), "{} rows differ:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn json_is_what_go_makes_of_it() {
    let (mut failures, mut near, mut syntax) = (Vec::new(), 0, 0);
    for row in rows() {
        let ours = match yaml::parse(&row.text) {
            Ok(None) => Ok("null".to_owned()),
            Ok(Some(node)) => node.to_json().map_err(|error| (YamlErrorKind::Value, error.to_string(), 0)),
            Err(error) => Err((error.kind, error.message.clone(), error.line)),
        };
        let same = match (&ours, row.text("error")) {
            (Ok(json), None) => {
                let go = row.json.get("json").cloned().unwrap_or(Json::Null);
                row.flag("unstable") || serde_json::from_str::<Json>(json).expect(json) == go
            }
            (Err((YamlErrorKind::Value | YamlErrorKind::Encoding, message, _)), Some(go)) => stem(message) == stem(go),
            (Err((YamlErrorKind::Syntax, _, line)), Some(go)) => {
                let number = |text: &str| text.split(':').next().and_then(|digits| digits.parse::<u32>().ok());
                if let Some(go_line) = go.strip_prefix("yaml: line ").and_then(number) {
                    syntax += 1;
                    near += u32::from(go_line.abs_diff(*line) <= 1);
                }
                true
            }
            (Err(_), Some(_)) => true,
            _ => false,
        };
        if same == known(&row.id) {
            failures.push(format!(
                "{} {:?}\n  go   {}\n  ours {ours:?}",
                row.id,
                String::from_utf8_lossy(&row.text),
                row.json
            ));
        }
    }
    report(&failures);
    // goyaml itself is one line off for some of its errors.
    assert!(near * 100 >= syntax * 90, "{near} of {syntax} lines are near Go's");
}

#[test]
fn path_is_what_kuma_gets() {
    let mut failures = Vec::new();
    for row in rows().into_iter().filter(|row| !known(&row.id)) {
        let ours = cp_config::read(&row.text, Era::V2_11);
        let same = match (&ours, row.text("path_error")) {
            (Ok(config), None) => {
                let path = config.corefile_template_path.as_ref().map(|(path, _)| path.as_str());
                path == row.text("path").filter(|path| !path.is_empty())
            }
            // Which keys outside the block take an infinity as text is Kuma's affair.
            (Ok(config), Some(go)) => {
                go.contains("json: unsupported value")
                    && config.notices.iter().any(|notice| notice.kind == cp_config::NoticeKind::NotANumber)
            }
            (Err(error), Some(go)) => match error.kind {
                YamlErrorKind::Syntax | YamlErrorKind::Limit => true,
                _ => stem(&error.as_unmarshal_error()) == stem(go),
            },
            (Err(_), None) => false,
        };
        if !same {
            failures.push(format!(
                "{} {:?}\n  go   {}\n  ours {ours:?}",
                row.id,
                String::from_utf8_lossy(&row.text),
                row.json
            ));
        }
        if row.flag("params_nil")
            && let Ok(config) = &ours
        {
            let lost = |notice: &cp_config::Notice| notice.kind == cp_config::NoticeKind::LostDefaults;
            assert!(config.notices.iter().any(lost), "{}: no notice of the lost defaults", row.id);
        }
    }
    report(&failures);
}

/// The struct `Probe` of the recorder, filled in the order of `encoding/json`.
#[derive(Default)]
struct Probe {
    fields: BTreeMap<&'static str, Json>,
    refused: Option<String>,
    unsupported: Option<String>,
}

impl Probe {
    fn refuse(&mut self, error: &FieldError, field: &str) {
        let slot = match error {
            FieldError::Mismatch { .. } => &mut self.refused,
            FieldError::Unsupported { .. } => &mut self.unsupported,
        };
        slot.get_or_insert(if field.is_empty() { error.to_string() } else { error.in_field(field) });
    }

    fn pointer<T: Into<Json>>(&mut self, name: &'static str, got: Result<Option<T>, FieldError>) {
        match got {
            Ok(Some(value)) => drop(self.fields.insert(name, value.into())),
            Ok(None) => drop(self.fields.remove(name)),
            Err(error) => self.refuse(&error, &format!("Probe.{name}")),
        }
    }

    fn fill(&mut self, name: &'static str, node: &Node) {
        match name {
            "s" => match node.to_go_string() {
                Ok(None) => {}
                got => self.pointer("s", got),
            },
            "b" => self.pointer("b", node.to_go_bool()),
            "u16" => self.pointer("u16", node.to_go_uint16()),
            "u32" => self.pointer("u32", node.to_go_uint32()),
            "i64" => self.pointer("i64", node.to_go_int64()),
            "list" => match &node.value {
                Value::Seq(items) => {
                    let list: Vec<Json> = items.iter().map(|item| self.element(item, name)).collect();
                    self.fields.insert("list", list.into());
                }
                Value::Null => drop(self.fields.remove("list")),
                _ => self.refuse(&node.mismatch("[]string"), "Probe.list"),
            },
            _ => match &node.value {
                Value::Map(_) => {
                    let mut map = self.fields.remove("map").unwrap_or_else(|| serde_json::json!({}));
                    for entry in node.json_entries() {
                        map[&entry.key] = self.element(&entry.value, name);
                    }
                    self.fields.insert("map", map);
                }
                Value::Null => drop(self.fields.remove("map")),
                _ => self.refuse(&node.mismatch("map[string]string"), "Probe.map"),
            },
        }
    }

    fn element(&mut self, node: &Node, name: &str) -> Json {
        match node.to_go_string() {
            Ok(text) => text.unwrap_or_default().into(),
            Err(error) => {
                self.refuse(&error, &format!("Probe.{name}"));
                Json::Null
            }
        }
    }
}

#[test]
fn fields_receive_what_go_gives_them() {
    const NAMES: [&str; 7] = ["s", "b", "u16", "u32", "i64", "list", "map"];
    let mut failures = Vec::new();
    for row in rows().into_iter().filter(|row| !known(&row.id) && !row.flag("unstable")) {
        let Ok(root) = yaml::parse(&row.text) else {
            continue;
        };
        let mut probe = Probe::default();
        if let Some(root) = root.filter(|root| !root.is_null()) {
            if !matches!(root.value, Value::Map(_)) {
                probe.refuse(&root.mismatch("main.Probe"), "");
            }
            for entry in root.json_entries() {
                match NAMES.iter().find(|name| root.field_entries(name).iter().any(|field| field.key == entry.key)) {
                    Some(name) => probe.fill(name, &entry.value),
                    None => drop(entry.value.to_json().map_err(|error| probe.refuse(&error, ""))),
                }
            }
        }
        let error = match (probe.unsupported, probe.refused) {
            (Some(message), _) => Some(format!("error converting YAML to JSON: {message}")),
            (None, Some(message)) => Some(format!("error unmarshaling JSON: while decoding JSON: {message}")),
            (None, None) => None,
        };
        probe.fields.retain(|_, value| *value != serde_json::json!([]) && *value != serde_json::json!({}));
        let fields = serde_json::to_value(&probe.fields).expect("JSON");
        let go = row.json.get("probe").cloned().unwrap_or_else(|| serde_json::json!({}));
        let same = error.as_deref() == row.text("probe_error") && (error.is_some() || fields == go);
        if !same {
            failures.push(format!(
                "{} {:?}\n  go   {}\n  ours {fields} {error:?}",
                row.id,
                String::from_utf8_lossy(&row.text),
                row.json
            ));
        }
    }
    report(&failures);
}

#[test]
fn nothing_panics_and_nothing_takes_long() {
    let rows = rows();
    let started = std::time::Instant::now();
    // A small generator of our own keeps the mutations the same in every run.
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(below.max(1)).unwrap()).unwrap()
    };
    for row in rows.iter().filter(|row| row.text.len() < 600) {
        for _ in 0..6 {
            let mut text = row.text.clone();
            for _ in 0..=random(3) {
                let at = random(text.len() + 1);
                match random(3) {
                    0 => text.truncate(at),
                    1 => text.insert(at, b" \n\t:-#'\"[]{},&*!|>?%@\\\xc3\xff\0"[random(25)]),
                    _ => {
                        let other = &rows[random(rows.len())].text;
                        let from = random(other.len() + 1);
                        let until = (from + random(20)).min(other.len());
                        text.splice(at..at, other[from..until].iter().copied());
                    }
                }
            }
            if let Ok(config) = cp_config::read(&text, Era::V2_11) {
                for notice in config.notices {
                    assert!(notice.span.end as usize <= text.len() && notice.span.start <= notice.span.end);
                }
            }
        }
    }
    for (open, many) in [
        ("[", 300_000),
        ("{a: ", 100_000),
        ("- ", 100_000),
        ("? ", 100_000),
        ("a: &a [*a, ", 20_000),
        ("\"", 300_000),
        ("a: {\nb:\t- c,\n", 3_000),
        ("a:\tb\n", 20_000),
        ("x: [\n\ta,\n]\n", 5_000),
        ("&a *a ", 50_000),
        ("a: |\n", 50_000),
        ("!", 300_000),
        ("k: v\n", 100_000),
        ("%TAG !a! b\n", 30_000),
        ("'", 300_000),
        ("a: b\n ", 50_000),
        ("#\n", 300_000),
        ("- a\n", 100_000),
        ("- a\n\n\n\t", 50_000),
        ("<<: {a: 1}\n", 30_000),
        ("[a, ", 50_000),
        ("a: >\n\n\n", 50_000),
        ("\t", 300_000),
        ("a\n", 150_000),
        ("---\n", 100_000),
        ("? a\n", 80_000),
        ("[a]: b\n", 50_000),
        ("\u{feff}", 100_000),
    ] {
        let _ = cp_config::read(open.repeat(many).as_bytes(), Era::V2_11);
    }
    let deep = "a: ".to_owned() + &"[".repeat(yaml::MAX_DEPTH - 1) + &"]".repeat(yaml::MAX_DEPTH - 1);
    assert!(yaml::parse(deep.as_bytes()).is_ok());
    println!("{:?}", started.elapsed());
    assert!(started.elapsed().as_secs() < 120);
}
