//! A resource of Kuma out of a YAML object, in the form that Kubernetes has it or in the one of Universal: type, name, mesh,
//! labels, and where its spec is. What the specs say is for others to read; everything that is no resource of Kuma's is passed
//! over.

use std::collections::BTreeMap;

use super::yaml::{Node, Value};
use crate::source::Span;

/// The mesh of a resource that names none.
pub const DEFAULT_MESH: &str = "default";

/// Labels that the control plane sets and reads (kuma: api/mesh/v1alpha1/metadata.go, pkg/plugins/runtime/k8s/metadata).
pub mod label {
    /// The mesh.
    pub const MESH: &str = "kuma.io/mesh";
    /// Where the resource was created: `zone` or `global`.
    pub const ORIGIN: &str = "kuma.io/origin";
    /// The zone that it is in.
    pub const ZONE: &str = "kuma.io/zone";
    /// `kubernetes` or `universal`.
    pub const ENV: &str = "kuma.io/env";
    /// The name that it was created with.
    pub const DISPLAY_NAME: &str = "kuma.io/display-name";
    /// The namespace that it was created in.
    pub const NAMESPACE: &str = "k8s.kuma.io/namespace";
    /// Whether it is a headless Service's.
    pub const HEADLESS: &str = "k8s.kuma.io/is-headless-service";
}

/// A resource.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// Its type: `MeshService`.
    pub kind: String,
    /// Its name, without its namespace.
    pub name: String,
    /// Its namespace on Kubernetes.
    pub namespace: Option<String>,
    /// Its mesh.
    pub mesh: String,
    /// Its labels.
    pub labels: BTreeMap<String, String>,
    /// When it was created, as it is written; texts of one form sort by time.
    pub created: Option<String>,
    /// Whether it is in the form of Kubernetes.
    pub is_kubernetes: bool,
    /// Where its name is written.
    pub place: Span,
    /// The whole object.
    pub object: Node,
}

impl Resource {
    /// All resources of an object: itself, or the items of a list as kumactl prints it. None that lacks type or name.
    #[must_use]
    pub fn all_of(object: &Node) -> Vec<Self> {
        match object.get("items") {
            Some(items) if object.get("kind").is_none() && object.get("type").is_none() => {
                items.value.items().iter().filter_map(Self::of).collect()
            }
            _ => Self::of(object).into_iter().collect(),
        }
    }

    fn of(object: &Node) -> Option<Self> {
        let is_kubernetes = object.get("kind").is_some() && object.get("metadata").is_some();
        let metadata = if is_kubernetes { &object.get("metadata")?.value } else { object };
        let name = metadata.get("name")?;
        let labels = metadata.get("labels").map(|labels| texts(&labels.value)).unwrap_or_default();
        let mesh = text(object, "mesh").or_else(|| labels.get(label::MESH).cloned());
        Some(Self {
            kind: text(object, if is_kubernetes { "kind" } else { "type" })?,
            name: name.value.to_go_string().ok().flatten()?,
            namespace: is_kubernetes.then(|| text(metadata, "namespace")).flatten(),
            mesh: mesh.unwrap_or_else(|| DEFAULT_MESH.to_owned()),
            created: text(metadata, if is_kubernetes { "creationTimestamp" } else { "creationTime" }),
            place: name.value.place(),
            labels,
            is_kubernetes,
            object: object.clone(),
        })
    }

    /// What the control plane calls it: on Kubernetes with the namespace behind.
    #[must_use]
    pub fn core_name(&self) -> String {
        match &self.namespace {
            Some(namespace) => format!("{}.{namespace}", self.name),
            None => self.name.clone(),
        }
    }

    /// The value at the end of a path in its spec; resources of old types have theirs at the top on Universal.
    #[must_use]
    pub fn spec(&self, path: &[&str]) -> Option<&Node> {
        let spec = self.object.get("spec").map_or(&self.object, |spec| &spec.value);
        descend(spec, path)
    }

    /// The value at the end of a path in its status.
    #[must_use]
    pub fn status(&self, path: &[&str]) -> Option<&Node> {
        descend(&self.object.get("status")?.value, path)
    }

    /// The labels with those that the control plane sets when it takes a resource of a zone, where the file lacks them.
    #[must_use]
    pub fn complete_labels(&self) -> BTreeMap<String, String> {
        let mut labels = self.labels.clone();
        let mut set = |key: &str, value: &str| {
            labels.entry(key.to_owned()).or_insert_with(|| value.to_owned());
        };
        set(label::MESH, &self.mesh);
        set(label::ORIGIN, "zone");
        set(label::ENV, if self.is_kubernetes { "kubernetes" } else { "universal" });
        set(label::DISPLAY_NAME, &self.name);
        if let Some(namespace) = &self.namespace {
            set(label::NAMESPACE, namespace);
        }
        labels
    }
}

fn descend<'n>(node: &'n Node, path: &[&str]) -> Option<&'n Node> {
    path.iter().try_fold(node, |node, key| node.get(key).map(|entry| &entry.value))
}

/// The text of a field, if it has one.
#[must_use]
pub fn text(node: &Node, key: &str) -> Option<String> {
    node.get(key)?.value.to_go_string().ok().flatten()
}

/// A mapping of texts to texts; what is none is left out.
#[must_use]
pub fn texts(node: &Node) -> BTreeMap<String, String> {
    let Value::Map(_) = node.value else { return BTreeMap::new() };
    let entries = node.json_entries().into_iter();
    let text = |node: &Node| Some(node.to_go_string().ok()?.unwrap_or_default());
    entries.filter_map(|entry| Some((entry.key.clone(), text(&entry.value)?))).collect()
}

/// A number of a field that is a port.
#[must_use]
pub fn port(node: &Node, key: &str) -> Option<u32> {
    node.get(key)?.value.to_go_uint32().ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mesh::yaml;

    fn all(text: &str) -> Vec<Resource> {
        yaml::objects(text.as_bytes()).filter_map(|read| read.root).flat_map(|root| Resource::all_of(&root)).collect()
    }

    #[test]
    fn both_forms() {
        let text = "kind: MeshService\napiVersion: kuma.io/v1alpha1\nmetadata: {name: a, namespace: demo, labels: \
                    {kuma.io/mesh: m}}\nspec: {ports: [{port: 80}]}\n---\ntype: MeshService\nname: b\nlabels: \
                    {kuma.io/origin: global}\nspec: {ports: []}\nstatus: {vips: []}\n---\ntype: Dataplane\nmesh: x\nname: \
                    c\nnetworking: {address: 1.2.3.4}\n";
        let found = all(text);
        let told: Vec<_> = found.iter().map(|one| (one.core_name(), one.mesh.clone())).collect();
        let expected = [("a.demo", "m"), ("b", "default"), ("c", "x")];
        assert_eq!(told, expected.map(|(name, mesh)| (name.to_owned(), mesh.to_owned())));
        assert!(found[0].spec(&["ports"]).is_some() && found[1].status(&["vips"]).is_some());
        assert_eq!(found[2].spec(&["networking", "address"]).unwrap().text, "1.2.3.4");
        let labels = found[0].complete_labels();
        assert_eq!((labels[label::NAMESPACE].as_str(), labels[label::ENV].as_str()), ("demo", "kubernetes"));
        assert_eq!(found[1].complete_labels()[label::ORIGIN], "global");
        assert_eq!(found[0].place.of(text.as_bytes()), b"a");
    }

    #[test]
    fn lists_and_what_is_no_resource() {
        let text = "total: 2\nitems:\n- {type: MeshService, name: a}\n- {type: MeshService}\n- 7\n---\n- a\n---\nkind: x\n---\n7\n";
        assert_eq!(all(text).len(), 1);
    }
}
