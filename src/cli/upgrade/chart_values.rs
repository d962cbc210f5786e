//! What Helm values among the files of an upgrade set in kuma-cp's environment (kuma:
//! deployments/charts/kuma/templates/cp-deployment.yaml, `controlPlane.envVars`). Nothing else of them is looked at.

use std::collections::BTreeMap;
use std::ffi::OsString;

use crate::lint::input::Input;
use crate::mesh::Setting;
use crate::mesh::yaml::{Node, Value, objects};

/// Kuma's chart within Kong Mesh's.
const SUB_CHART: &str = "kuma";

/// The variables that the values in a file give to kuma-cp; those of kuma-dp, which mean nothing to it, are left out.
pub fn variables(input: &Input) -> BTreeMap<String, OsString> {
    let mut variables = BTreeMap::new();
    // A template by itself is no YAML.
    if input.templates().all(|template| template.label.is_none()) {
        return variables;
    }
    for root in objects(input.source.text()).filter_map(|read| read.root) {
        let of_chart = |root: &Node| below(root, "controlPlane").and_then(|block| below(block, "envVars")).cloned();
        let set = below(&root, SUB_CHART).and_then(of_chart).or_else(|| of_chart(&root));
        for entry in set.iter().flat_map(Node::entries).filter(|entry| !entry.shadowed) {
            if let Some(value) = scalar(&entry.value).filter(|_| is_of_control_plane(&entry.key)) {
                variables.entry(entry.key.clone()).or_insert_with(|| value.into());
            }
        }
    }
    variables
}

fn below<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    node.get(key).map(|entry| &entry.value)
}

/// The chart quotes what it is given.
fn scalar(node: &Node) -> Option<String> {
    match &node.value {
        Value::Bool(value) => Some(value.to_string()),
        Value::Int(value) => Some(value.to_string()),
        _ => node.to_go_string().ok().flatten(),
    }
}

fn is_of_control_plane(name: &str) -> bool {
    Setting::ALL.into_iter().all(|setting| !name.ends_with(setting.variable()))
}
