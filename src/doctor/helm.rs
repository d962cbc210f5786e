//! What values of Kuma's Helm chart say (kuma: deployments/charts/kuma): the control plane's environment, configuration and
//! mounts, the ConfigMaps that the chart makes. Kong Mesh's chart has them below `kuma`, as those of a sub-chart.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::evidence::{ConfigMap, Evidence, Image, Mount, Placed, Values, Variable, Volume};
use super::kubernetes::From;
use super::node::{at, entries, inner_text, items, place, placed, scalar, text};
use super::remark::Remark;
use crate::diagnostic::Severity;
use crate::lint::DEAD_KEY;
use crate::mesh::builtin_dns;
use crate::mesh::cp_config::{KEY, PATH};
use crate::mesh::layers::CONTROL_PLANE_VARIABLE;
use crate::mesh::yaml::{Node, Value, same_field};

/// The name under which Kong Mesh's chart has Kuma's values.
const SUB_CHART: &str = "kuma";
/// Blocks of the values; whatever has one of them is taken for values.
pub const BLOCKS: [&str; 4] = ["controlPlane", "dataPlane", "cni", "kumactl"];
/// What an item of `extraConfigMaps` has.
const ITEM: [&str; 4] = ["name", "mountPath", "readOnly", "values"];
/// Nothing stands deeper in values that are about DNS.
const DEPTH: usize = 32;

/// Whether a document is values of the chart.
#[must_use]
pub fn is_values(root: &Node) -> bool {
    let has_block =
        |node: &Node| BLOCKS.iter().any(|block| matches!(at(node, &[block]), Some(Node { value: Value::Map(_), .. })));
    has_block(root) || at(root, &[SUB_CHART]).is_some_and(has_block)
}

/// Whether values can be no other chart's, where nobody says whose they are: other charts have a control plane, too.
#[must_use]
pub fn is_surely_values(root: &Node) -> bool {
    let values = at(root, &[SUB_CHART]).unwrap_or(root);
    let is_kumas = |name: &str| name.starts_with("KUMA_");
    entries(values, &["controlPlane", "envVars"]).any(|entry| is_kumas(&entry.key))
        || items(values, &["controlPlane", "envVarEntries"])
            .iter()
            .any(|item| text(item, &["name"]).is_some_and(is_kumas))
        || at(values, &["controlPlane", "extraConfigMaps"]).is_some()
        || at(values, &["dataPlane", "dnsLogging"]).is_some()
        || BLOCKS.iter().filter(|block| at(values, &[block]).is_some()).count() > 1
}

/// Takes down what values say.
pub fn take(root: &Node, from: From<'_>, evidence: &mut Evidence) {
    evidence.is_kubernetes = true;
    evidence.recognised += 1;
    let mut values = root;
    if let Some(kuma) = at(root, &[SUB_CHART]) {
        values = kuma;
        for block in BLOCKS {
            if let Some(entry) = root.get(block) {
                let place = super::evidence::Place { file: from.file, span: entry.key_span };
                evidence.remarks.push(
                    Remark::new(DEAD_KEY, place, format!("`{block}` beside `{SUB_CHART}` is read by neither chart"))
                        .severity(Severity::Warning)
                        .note("Kong Mesh's chart has Kuma's values below `kuma`, Kuma's own chart has no `kuma`")
                        .help(format!(
                            "move it to `{SUB_CHART}.{block}`, or everything out of `{SUB_CHART}` for Kuma's own chart"
                        )),
                );
            }
        }
    }
    dead_keys(values, &mut Vec::new(), from, evidence);
    let chart = Chart { values, from };
    chart.control_plane(evidence);
    let global = at(values, &["global", "image", "tag"]);
    let image = |block: &str| {
        let tag = at(values, &[block, "image", "tag"]).filter(|tag| scalar(tag).is_some_and(|tag| !tag.is_empty()));
        tag.or(global).and_then(|tag| placed(tag, from.file)).map(|tag| Image { tag })
    };
    evidence.loose.image = image("controlPlane").or(evidence.loose.image.take());
    evidence.data_plane_image = image("dataPlane").or(evidence.data_plane_image.take());
}

struct Chart<'n> {
    values: &'n Node,
    from: From<'n>,
}

impl Chart<'_> {
    fn control_plane(&self, evidence: &mut Evidence) {
        let file = self.from.file;
        let variable = |name: &str, value: String, node: &Node, owner: &str| Variable {
            name: name.to_owned(),
            value: Some(value),
            place: place(node, file),
            owner: owner.into(),
        };
        if let Some(mode) = at(self.values, &["controlPlane", "mode"]) {
            let value = scalar(mode).unwrap_or_default().to_owned();
            evidence.loose.variables.push(variable("KUMA_MODE", value, mode, "controlPlane.mode of the values"));
        }
        if let Some(logging) = at(self.values, &["dataPlane", "dnsLogging"])
            && logging.value == Value::Bool(true)
        {
            let name = format!("{}LOGGING", builtin_dns::PREFIX);
            let owner = "dataPlane.dnsLogging of the values";
            evidence.loose.variables.push(variable(&name, "true".to_owned(), logging, owner));
        }
        let owner = "controlPlane.envVars of the values";
        for entry in entries(self.values, &["controlPlane", "envVars"]) {
            let value = scalar(&entry.value).unwrap_or_default().to_owned();
            evidence.loose.variables.push(variable(&entry.key, value, &entry.value, owner));
        }
        for item in items(self.values, &["controlPlane", "envVarEntries"]) {
            let Some(name) = text(item, &["name"]) else { continue };
            let value = at(item, &["value"]);
            evidence.loose.variables.push(Variable {
                name: name.to_owned(),
                value: at(item, &["valueFrom"])
                    .is_none()
                    .then(|| value.and_then(scalar).unwrap_or_default().to_owned()),
                place: place(value.unwrap_or(item), file),
                owner: "controlPlane.envVarEntries of the values".into(),
            });
        }
        if let Some(list) = at(self.values, &["controlPlane", "envVars"])
            && !matches!(list.value, Value::Map(_) | Value::Null)
        {
            let remark = Remark::new(
                DEAD_KEY,
                place(list, file),
                "`controlPlane.envVars` is no mapping of names to values",
            )
            .help("write NAME: \"value\" below it; lists of name and value belong into controlPlane.envVarEntries");
            evidence.remarks.push(remark);
        }
        if let Some(config) = at(self.values, &["controlPlane", "config"])
            && let Some(config) = inner_text(config, file, self.from.input).filter(|config| !config.bytes.is_empty())
        {
            evidence.loose.configs.push(config);
        }
        let mounts = evidence.loose.mounts.get_or_insert_default();
        mounts.push(Mount {
            path: Placed { text: "/tmp".to_owned(), place: place(self.values, file) },
            sub_path: None,
            volume: Volume::EmptyDir,
        });
        for secret in items(self.values, &["controlPlane", "extraSecrets"]) {
            if let Some(path) = at(secret, &["mountPath"]).and_then(|path| placed(path, file)) {
                mounts.push(Mount { path, sub_path: None, volume: Volume::Folder });
            }
        }
        let mut taken = Vec::new();
        for item in items(self.values, &["controlPlane", "extraConfigMaps"]) {
            for entry in entries(item, &[]).filter(|entry| !ITEM.contains(&entry.key.as_str())) {
                let meant = ITEM.iter().find(|known| same_field(known, &entry.key));
                let said = format!("the chart has no `{}` in extraConfigMaps", entry.key);
                let place = super::evidence::Place { file, span: entry.key_span };
                let help =
                    meant.map_or_else(|| format!("it has {}", ITEM.join(", ")), |known| format!("write `{known}`"));
                let remark = Remark::new(DEAD_KEY, place, said).severity(Severity::Warning).help(help);
                evidence.remarks.push(remark);
            }
            let (Some(name), Some(path)) = (text(item, &["name"]), at(item, &["mountPath"])) else { continue };
            let Some(path) = placed(path, file) else { continue };
            let volume = Volume::ConfigMap { name: name.to_owned(), items: Vec::new() };
            evidence.loose.mounts.get_or_insert_default().push(Mount { path, sub_path: None, volume });
            if at(item, &["values"]).is_some_and(|values| !values.entries().is_empty()) {
                taken.push((name.to_owned(), item));
            }
        }
        for (name, item) in taken {
            let (mut keys, mut texts) = (Vec::new(), BTreeMap::new());
            for entry in entries(item, &["values"]) {
                if let Some(text) = inner_text(&entry.value, file, self.from.input) {
                    keys.push((entry.key.clone(), text.bytes.len()));
                    texts.insert(entry.key.clone(), Arc::new(text));
                }
            }
            let named = at(item, &["name"]).map_or_else(|| place(item, file), |node| place(node, file));
            let map = ConfigMap { place: named, keys, values: Values::Here(texts), is_cut: false };
            evidence.add_config_map(&name, "", map);
        }
    }
}

/// Keys that belong into kuma-cp's configuration and stand in the values themselves, where the chart passes over them.
fn dead_keys(node: &Node, path: &mut Vec<String>, from: From<'_>, evidence: &mut Evidence) {
    if path.len() > DEPTH {
        return;
    }
    for entry in entries(node, &[]) {
        path.push(entry.key.clone());
        if same_field(KEY, &entry.key) {
            let place = super::evidence::Place { file: from.file, span: entry.key_span };
            evidence.remarks.push(
                Remark::new(DEAD_KEY, place, format!("the chart has no value `{}`", path.join(".")))
                    .note(format!("`{PATH}` is a key of kuma-cp's own configuration, not of the chart"))
                    .help(format!("set controlPlane.envVars.{CONTROL_PLANE_VARIABLE}, or put the key into the text of controlPlane.config")),
            );
        } else if path.len() > 1 || !["extraConfigMaps", "envVars"].contains(&entry.key.as_str()) {
            dead_keys(&entry.value, path, from, evidence);
        }
        path.pop();
    }
}
