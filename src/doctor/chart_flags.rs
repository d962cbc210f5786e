//! What `kumactl install control-plane` and `helm install` set by flags: values of the chart, which are read as those of a
//! file are. Left out are the files that they name, and what a shell puts in.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::environment_file::assignment;
use super::evidence::{Evidence, Image, Place, Placed, Variable};
use super::helm::{self, BLOCKS};
use super::kubernetes::From;
use super::plain::base_name;
use super::program::value_of;
use super::remark::Remark;
use super::words::Word;
use crate::diagnostic::Severity;
use crate::lint::DEAD_KEY;
use crate::mesh::yaml::{Node, Value as Yaml, parse};
use crate::source::Span;

/// Where the control plane's environment is in the values.
const ENVIRONMENT: &str = "controlPlane.envVars.";
/// Flags of `helm install` that take no value.
const SWITCHES: [&str; 20] = [
    "--atomic",
    "--cleanup-on-fail",
    "--create-namespace",
    "--debug",
    "--dependency-update",
    "--devel",
    "--disable-openapi-validation",
    "--dry-run",
    "--force",
    "--generate-name",
    "--include-crds",
    "--install",
    "--no-hooks",
    "--render-subchart-notes",
    "--replace",
    "--reset-values",
    "--reuse-values",
    "--skip-crds",
    "--wait",
    "--wait-for-jobs",
];
/// The same in one letter.
const LETTERS: [&str; 2] = ["-i", "-g"];
/// Keys nest no deeper, and lists are no longer: there are no such values of the chart.
const DEPTH: usize = 16;
const ITEMS: usize = 64;
/// The first line whose chart has the number of its release.
const FIRST_LINE: u32 = 2;

/// Whose values they are. Kong Mesh's chart has Kuma's below `kuma` (kuma:
/// app/kumactl/cmd/install/context/install_control_plane_context.go, `HELMValuesPrefix`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Chart {
    Kuma,
    KongMesh,
    /// kumactl is the same program for both by name.
    Unknown,
}

/// `kumactl install control-plane`. Whatever else it installs has no values that are about DNS.
pub fn of_kumactl(arguments: &[Word], file: usize, input: &str, evidence: &mut Evidence) {
    evidence.recognised += 1;
    if !arguments.iter().any(|word| word.text == "control-plane") {
        return;
    }
    let mut flags = Flags { chart: Chart::Unknown, file, values: Values::default() };
    if let Some((word, mode)) = value_of(arguments, &["--mode"]) {
        flags.values.set("controlPlane.mode", mode, word.span);
    }
    flags.take(arguments, input, evidence);
    if let Some((word, version)) = value_of(arguments, &["--version"]) {
        take_version(Placed { text: version.to_owned(), place: Place { file, span: word.span } }, evidence);
    }
}

/// `helm install`, `helm upgrade`, `helm template` of one of the two charts.
pub fn of_helm(arguments: &[Word], file: usize, input: &str, evidence: &mut Evidence) {
    let mut words = Vec::new();
    let mut is_value = false;
    for word in arguments {
        let text = word.text.as_str();
        let is_flag = text.starts_with('-');
        if !is_flag && !is_value {
            words.push(word);
        }
        is_value = is_flag && !text.contains('=') && !SWITCHES.contains(&text) && !LETTERS.contains(&text);
    }
    let Some((verb, words)) = words.split_first() else { return };
    if !["install", "upgrade", "template"].contains(&verb.text.as_str()) {
        return;
    }
    // The release's name comes before the chart, and may be `kuma` as well.
    let Some(chart) = words.get(1).or(words.first()) else { return };
    let name = base_name(chart.text.trim_end_matches('/'));
    let is = |wanted: &str| {
        let version = name.strip_prefix(wanted).and_then(|rest| rest.strip_prefix('-'));
        name == wanted || version.is_some_and(|version| version.starts_with(|c: char| c.is_ascii_digit()))
    };
    let chart = match name {
        _ if is("kuma") => Chart::Kuma,
        _ if is("kong-mesh") => Chart::KongMesh,
        "." | ".." => Chart::Unknown,
        _ if !chart.is_known => Chart::Unknown,
        _ => return,
    };
    evidence.recognised += 1;
    let flags = Flags { chart, file, values: Values::default() };
    flags.take(arguments, input, evidence);
    if let Some((word, version)) = value_of(arguments, &["--version"]) {
        take_version(Placed { text: version.to_owned(), place: Place { file, span: word.span } }, evidence);
    }
}

/// The release that a chart's version stands for, unless a tag says another one. Before 2.0 the chart counted by itself.
pub fn take_version(version: Placed, evidence: &mut Evidence) {
    let major = version.text.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_some_and(|major| major >= FIRST_LINE) {
        evidence.loose.image.get_or_insert_with(|| Image { tag: version.clone() });
        evidence.data_plane_image.get_or_insert(Image { tag: version });
    }
}

struct Flags {
    chart: Chart,
    file: usize,
    values: Values,
}

impl Flags {
    fn take(mut self, arguments: &[Word], input: &str, evidence: &mut Evidence) {
        evidence.is_kubernetes = true;
        let mut has_files = false;
        for (index, word) in arguments.iter().enumerate() {
            let (flag, value) = match word.text.split_once('=') {
                Some((flag, value)) => (flag, Some((word, value))),
                None => (word.text.as_str(), arguments.get(index + 1).map(|next| (next, next.text.as_str()))),
            };
            has_files |= ["-f", "--values", "--reuse-values", "--set-file", "--set-json"].contains(&flag);
            let Some((word, value)) = value else { continue };
            match flag {
                "--env-var" => value.split(',').for_each(|pair| self.variable(word, pair, input, evidence)),
                "--set" | "--set-string" => {
                    pairs(value).iter().for_each(|pair| self.pair(word, pair, input, evidence));
                }
                _ => {}
            }
        }
        let mounts = evidence.loose.mounts.clone();
        let recognised = evidence.recognised;
        if let Some(root) = self.values.tree() {
            // A tree of flags has no text of its own to point into.
            helm::take(&root, From { file: self.file, input: &[], piece: 0 }, evidence);
        }
        if has_files {
            // What else is mounted stands in those files.
            evidence.loose.mounts = mounts;
        }
        evidence.recognised = recognised;
    }

    fn variable(&self, word: &Word, pair: &str, input: &str, evidence: &mut Evidence) {
        if let Some((name, value)) = assignment(pair) {
            evidence.loose.variables.push(Variable {
                name: name.to_owned(),
                value: word.knows(value).then(|| value.to_owned()),
                place: Place { file: self.file, span: word.span },
                owner: input.into(),
            });
        }
    }

    fn pair(&mut self, word: &Word, pair: &str, input: &str, evidence: &mut Evidence) {
        let Some((key, value)) = pair.split_once('=') else { return };
        let (bare, is_prefixed) = key.strip_prefix("kuma.").map_or((key, false), |bare| (bare, true));
        let is_kumas = BLOCKS.iter().any(|block| bare.split(['.', '[']).next() == Some(block));
        let place = Place { file: self.file, span: word.span };
        match (self.chart, is_prefixed) {
            (Chart::Kuma, true) => {
                let remark = Remark::new(DEAD_KEY, place, format!("Kuma's chart has no value `{key}`"))
                    .note("Kong Mesh's chart has Kuma's values below `kuma`, Kuma's own has not")
                    .help(format!("write {bare}"));
                evidence.remarks.push(remark);
                return;
            }
            (Chart::KongMesh, false) if is_kumas => {
                let remark = Remark::new(DEAD_KEY, place, format!("Kong Mesh's chart has no value `{key}`"))
                    .note("it has Kuma's values below `kuma`")
                    .help(format!("write kuma.{key}"));
                evidence.remarks.push(remark);
                return;
            }
            (Chart::Unknown, true) => {
                let remark = Remark::new(DEAD_KEY, place, format!("`{key}` is read by Kong Mesh's chart only"))
                    .severity(Severity::Info)
                    .note("Kuma's own kumactl and chart pass over values below `kuma`")
                    .help("leave `kuma.` out for Kuma");
                evidence.remarks.push(remark);
            }
            _ => {}
        }
        if let Some(variable) = bare.strip_prefix(ENVIRONMENT).filter(|name| !name.contains(['.', '['])) {
            self.variable(word, &format!("{variable}={value}"), input, evidence);
        } else if word.knows(value) {
            self.values.set(bare, value, word.span);
        }
    }
}

/// The pairs of a `--set`, at commas that are not escaped and not in a list (helm: strvals).
fn pairs(text: &str) -> Vec<String> {
    let (mut pairs, mut pair, mut depth) = (Vec::new(), String::new(), 0_usize);
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => pair.extend(characters.next()),
            ',' if depth == 0 => pairs.push(std::mem::take(&mut pair)),
            c => {
                match c {
                    '{' => depth += 1,
                    '}' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                pair.push(c);
            }
        }
    }
    pairs.push(pair);
    pairs
}

/// Values that come one by one.
#[derive(Default)]
struct Values {
    root: Map<String, Value>,
    /// Where each of them is written, by its keys.
    spans: BTreeMap<Vec<String>, Span>,
}

impl Values {
    fn set(&mut self, key: &str, value: &str, span: Span) {
        // `a.b[0].c`
        let steps: Vec<&str> = key.split(['.', '[']).map(|step| step.trim_end_matches(']')).collect();
        if steps.len() > DEPTH || steps.iter().any(|step| step.is_empty()) {
            return;
        }
        let Some((first, rest)) = steps.split_first() else { return };
        let mut path = vec![(*first).to_owned()];
        let mut node = self.root.entry(*first).or_insert(Value::Null);
        for step in rest {
            let is_index = key.contains(&format!("[{step}]"));
            node = match step.parse::<usize>() {
                Ok(index) if is_index && index < ITEMS => {
                    if !node.is_array() {
                        *node = Value::Array(Vec::new());
                    }
                    let Value::Array(items) = node else { return };
                    if items.len() <= index {
                        items.resize(index + 1, Value::Null);
                    }
                    let Some(item) = items.get_mut(index) else { return };
                    item
                }
                _ if is_index => return,
                _ => {
                    if !node.is_object() {
                        *node = Value::Object(Map::new());
                    }
                    let Value::Object(entries) = node else { return };
                    entries.entry(*step).or_insert(Value::Null)
                }
            };
            path.push((*step).to_owned());
        }
        *node = match value {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "null" => Value::Null,
            value => Value::String(value.to_owned()),
        };
        self.spans.insert(path, span);
    }

    /// All of them as values of a file would be, at the places of their flags.
    fn tree(self) -> Option<Node> {
        let mut root = parse(Value::Object(self.root).to_string().as_bytes()).ok()??;
        place(&mut root, &mut Vec::new(), &self.spans);
        Some(root)
    }
}

fn place(node: &mut Node, path: &mut Vec<String>, spans: &BTreeMap<Vec<String>, Span>) -> Option<Span> {
    let own = spans.get(path).copied();
    let mut first = None;
    match &mut node.value {
        Yaml::Map(entries) => {
            for entry in entries {
                path.push(entry.key.clone());
                let span = place(&mut entry.value, path, spans);
                entry.key_span = span.unwrap_or_default();
                first = first.or(span);
                path.pop();
            }
        }
        Yaml::Seq(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                path.push(index.to_string());
                let span = place(item, path, spans);
                first = first.or(span);
                path.pop();
            }
        }
        _ => {}
    }
    node.span = own.or(first).unwrap_or_default();
    Some(node.span).filter(|_| own.or(first).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_flags() {
        assert_eq!(pairs(r"a=1,b={c,d},e=f\,g"), ["a=1", "b={c,d}", "e=f,g"]);
        let mut values = Values::default();
        values.set("a.b[1].c", "d", Span::new(3, 9));
        values.set("a.e", "true", Span::new(10, 12));
        values.set("a.b[99999999].c", "d", Span::new(3, 9));
        values.set(&"a.".repeat(9999), "d", Span::at(0));
        values.set("[0]", "d", Span::at(0));
        let root = values.tree().unwrap();
        assert_eq!(root.to_json().unwrap(), r#"{"a":{"b":[null,{"c":"d"}],"e":true}}"#);
        assert_eq!(root.at(&["a", "e"]).place(), Span::new(10, 12));
        assert_eq!(root.at(&["a", "b", "1", "c"]).place(), Span::new(3, 9));
    }
}
