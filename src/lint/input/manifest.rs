//! Where templates stand in Kubernetes objects and in the values of Kuma's chart.

use std::collections::HashSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::names::{has_helm_actions, is_template};
use super::tree::{Kind, Tree};
use super::{Embedded, Problem};
use crate::source::{Offsets, Span};

/// The namespace of the cluster's own DNS.
const CLUSTER: &str = "kube-system";

/// How many entries are looked at, those that come through aliases counted every time.
const MAX_ENTRIES: usize = 1_000_000;

/// All templates, in the order of the file. The cluster's own CoreDNS (ConfigMaps in `kube-system`) is passed over unless
/// the file was `named`.
///
/// # Errors
/// A template that Helm makes.
pub(super) fn templates(tree: &Tree<'_>, named: bool) -> Result<Vec<Embedded>, Problem> {
    let mut search = Search { tree, seen: HashSet::new(), looked_at: 0, found: Vec::new() };
    for (number, node) in tree.nodes.iter().enumerate() {
        if !matches!(node.kind, Kind::Map(_)) {
            continue;
        }
        if tree.get(number, "kind").and_then(|kind| tree.scalar(kind)) == Some("ConfigMap") {
            search.config_map(number, named)?;
        }
        let extra = tree.get(number, "controlPlane").and_then(|control| tree.get(control, "extraConfigMaps"));
        if let Some(extra) = extra.filter(|&extra| search.seen.insert(extra)) {
            tree.items(extra).iter().try_for_each(|&item| search.extra_config_map(item))?;
        }
    }
    search.found.sort_by_key(|&(start, _)| start);
    Ok(search.found.into_iter().map(|(_, embedded)| embedded).collect())
}

struct Search<'t> {
    tree: &'t Tree<'t>,
    /// What several aliases stand for is taken once.
    seen: HashSet<usize>,
    looked_at: usize,
    found: Vec<(u32, Embedded)>,
}

impl Search<'_> {
    fn config_map(&mut self, number: usize, named: bool) -> Result<(), Problem> {
        let metadata = self.tree.get(number, "metadata");
        let field = |name| metadata.and_then(|metadata| self.tree.scalar(self.tree.get(metadata, name)?));
        if field("namespace") == Some(CLUSTER) && !named {
            return Ok(());
        }
        let name = field("name").unwrap_or("without a name");
        let namespace = field("namespace").map(|namespace| format!("{namespace}/")).unwrap_or_default();
        let label = format!("ConfigMap {namespace}{name}");
        if let Some(data) = self.tree.get(number, "data") {
            self.texts(data, &label)?;
        }
        if let Some(data) = self.tree.get(number, "binaryData") {
            self.binaries(data, &label)?;
        }
        Ok(())
    }

    fn extra_config_map(&mut self, item: usize) -> Result<(), Problem> {
        let name = self.tree.get(item, "name").and_then(|name| self.tree.scalar(name)).unwrap_or("without a name");
        let label = format!("extraConfigMaps {name}");
        self.tree.get(item, "values").map_or(Ok(()), |values| self.texts(values, &label))
    }

    /// The entries of a mapping as they are in force.
    fn entries(&mut self, mapping: usize) -> Result<Vec<(String, usize)>, Problem> {
        let (mut entries, mut keys) = (Vec::new(), HashSet::new());
        for (key, number) in self.tree.entries(mapping) {
            self.looked_at += 1;
            if self.looked_at > MAX_ENTRIES {
                let message = format!("aliases repeat more than {MAX_ENTRIES} entries");
                return Err(self.tree.problem(&message, self.tree.nodes[mapping].start));
            }
            if keys.insert(key) && self.tree.scalar(number).is_some() {
                entries.push((key.to_owned(), number));
            }
        }
        entries.retain(|&(_, number)| !self.seen.contains(&number));
        Ok(entries)
    }

    fn texts(&mut self, mapping: usize, label: &str) -> Result<(), Problem> {
        for (key, number) in self.entries(mapping)? {
            let template = self.tree.scalar(number).filter(|text| is_template(&key, text));
            let Some((text, offsets)) = template.and_then(|_| self.tree.value(number)) else { continue };
            if has_helm_actions(text) {
                return Err(Problem::ChartTemplate { span: Span::at(self.tree.start(number)) });
            }
            let label = format!("{label}, key {key}");
            self.take(number, Embedded { text: text.as_bytes().to_vec(), offsets, label, key });
        }
        Ok(())
    }

    // What is no base64 Kubernetes refuses; it is no template in any case.
    fn binaries(&mut self, mapping: usize, label: &str) -> Result<(), Problem> {
        for (key, number) in self.entries(mapping)? {
            let Some(written) = self.tree.scalar(number) else { continue };
            let packed: String = written.chars().filter(|c| !c.is_ascii_whitespace()).collect();
            let Ok(text) = STANDARD.decode(packed) else { continue };
            if is_template(&key, &String::from_utf8_lossy(&text)) {
                let offsets = Offsets::fixed(self.tree.start(number));
                let label = format!("{label}, key {key} (binaryData)");
                self.take(number, Embedded { text, offsets, label, key });
            }
        }
        Ok(())
    }

    fn take(&mut self, number: usize, embedded: Embedded) {
        if self.seen.insert(number) {
            self.found.push((self.tree.start(number), embedded));
        }
    }
}
