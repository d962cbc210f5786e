//! Where a path in a container leads: to the key of a ConfigMap, to a folder, to nothing.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::evidence::{ConfigMap, Evidence, Mount, Place, Text, Values, Volume};
use super::node::{at, inner_text, scalar};
use crate::mesh::yaml::pieces;
use crate::source::{Offsets, Source};

/// Where a path leads.
#[derive(Debug)]
pub enum Found<'e> {
    /// Nobody says what is mounted.
    Unknown,
    /// No volume is mounted there.
    Nothing,
    /// A folder: the one where a volume is mounted, or one above it.
    Folder(&'e Mount),
    /// A volume whose files are not known here.
    Elsewhere(&'e Mount),
    /// A ConfigMap that is not in the inputs, and the key.
    NotGiven {
        /// Its name.
        config_map: String,
        /// The file's name in it.
        key: String,
    },
    /// A ConfigMap without this key.
    NoKey {
        /// Its name, with its namespace.
        config_map: String,
        /// Where it stands.
        place: Place,
        /// The file's name.
        key: String,
        /// The files that there are.
        keys: Vec<String>,
    },
    /// The key of a ConfigMap.
    Key {
        /// Its name, with its namespace.
        name: String,
        /// The ConfigMap.
        config_map: &'e ConfigMap,
        /// The key.
        key: String,
    },
}

/// Looks a path up among what is mounted into a container of `namespace`.
#[must_use]
pub fn look_up<'e>(path: &str, mounts: Option<&'e [Mount]>, namespace: &str, evidence: &'e Evidence) -> Found<'e> {
    let Some(mounts) = mounts.filter(|_| path.starts_with('/')) else { return Found::Unknown };
    let path = plain(path);
    let holding = mounts.iter().filter(|mount| is_below(&path, &plain(&mount.path.text)));
    let Some(mount) = holding.max_by_key(|mount| plain(&mount.path.text).len()) else {
        let below = mounts.iter().find(|mount| is_below(&plain(&mount.path.text), &path));
        return below.map_or(Found::Nothing, Found::Folder);
    };
    let inside = path.get(plain(&mount.path.text).len()..).unwrap_or_default().trim_start_matches('/').to_owned();
    let Volume::ConfigMap { name, items } = &mount.volume else {
        let is_folder = inside.is_empty() && mount.sub_path.is_none() && mount.volume == Volume::EmptyDir;
        return if is_folder { Found::Folder(mount) } else { Found::Elsewhere(mount) };
    };
    let file = match (&mount.sub_path, inside.as_str()) {
        (Some(sub_path), "") => sub_path.clone(),
        (Some(_), _) => return Found::Nothing,
        (None, "") => return Found::Folder(mount),
        (None, inside) => inside.to_owned(),
    };
    let Some((namespace, config_map)) = config_map(name, namespace, evidence) else {
        return Found::NotGiven { config_map: name.clone(), key: file };
    };
    let full = if namespace.is_empty() { name.clone() } else { format!("{namespace}/{name}") };
    let key = match items.as_slice() {
        [] => Some(&file),
        items => items.iter().find(|(_, path)| *path == file).map(|(key, _)| key),
    };
    match key.filter(|key| config_map.keys.iter().any(|(known, _)| known == *key)) {
        Some(key) => Found::Key { name: full, config_map, key: key.clone() },
        None => {
            let keys = match items.as_slice() {
                [] => config_map.keys.iter().map(|(key, _)| key.clone()).collect(),
                items => items.iter().map(|(_, path)| path.clone()).collect(),
            };
            Found::NoKey { config_map: full, place: config_map.place, key: file, keys }
        }
    }
}

/// A ConfigMap by its name: in the namespace, made by the chart, or, where the namespace is not known, in any.
fn config_map<'e>(name: &str, namespace: &str, evidence: &'e Evidence) -> Option<(&'e str, &'e ConfigMap)> {
    let exact = |namespace: &str| evidence.config_maps.get_key_value(&(namespace.to_owned(), name.to_owned()));
    let anywhere =
        || evidence.config_maps.iter().find(|((_, known), _)| known == name).filter(|_| namespace.is_empty());
    let found = exact(namespace).or_else(|| exact("")).or_else(anywhere);
    found.map(|((namespace, _), config_map)| (namespace.as_str(), config_map))
}

/// The value of a key, with its place.
#[must_use]
pub fn value(config_map: &ConfigMap, key: &str, files: &[Source]) -> Option<Text> {
    let piece = match &config_map.values {
        Values::Here(texts) => return texts.get(key).cloned(),
        Values::Piece(piece) => *piece,
    };
    let file = config_map.place.file;
    let input = files.get(file)?.text();
    let root = pieces(input).get(piece)?.read(input).root?;
    // An object may stand in a list that is read in one piece.
    let object = std::iter::once(&root)
        .chain(at(&root, &["items"]).into_iter().flat_map(|items| items.items()))
        .find(|object| at(object, &["metadata", "name"]).is_some_and(|name| name.place() == config_map.place.span))?;
    if let Some(value) = at(object, &["data", key]) {
        return inner_text(value, file, input);
    }
    let value = at(object, &["binaryData", key])?;
    let packed: String = scalar(value)?.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    Some(Text { bytes: STANDARD.decode(packed).ok()?, file, offsets: Offsets::fixed(value.place().start) })
}

/// Bytes of all values together.
#[must_use]
pub fn size(config_map: &ConfigMap) -> usize {
    config_map.keys.iter().map(|(_, bytes)| bytes).sum()
}

/// The path without doubled and last slashes, dots that mean nothing, and what `..` takes back.
fn plain(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

fn is_below(path: &str, folder: &str) -> bool {
    path == folder || folder == "/" || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// The mounts of a data plane with those that its ContainerPatches add; none where one of them is not known.
#[must_use]
pub fn with_patches(
    mounts: Option<&[Mount]>,
    names: &[String],
    patches: &BTreeMap<String, Vec<Mount>>,
) -> Option<Vec<Mount>> {
    let mut all = mounts.map(<[Mount]>::to_vec).unwrap_or_default();
    for name in names {
        all.extend(patches.get(name)?.iter().cloned());
    }
    (mounts.is_some() || !names.is_empty()).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::evidence::Placed;
    use crate::source::Span;

    const HERE: Place = Place { file: 0, span: Span::at(0) };

    fn mount(path: &str, sub_path: Option<&str>, volume: Volume) -> Mount {
        Mount { path: Placed { text: path.to_owned(), place: HERE }, sub_path: sub_path.map(str::to_owned), volume }
    }

    #[test]
    fn where_paths_lead() {
        let map = |name: &str, items: &[(&str, &str)]| Volume::ConfigMap {
            name: name.to_owned(),
            items: items.iter().map(|(key, path)| ((*key).to_owned(), (*path).to_owned())).collect(),
        };
        let mounts = [
            mount("/etc/dns/", None, map("dns", &[])),
            mount("/etc/named", None, map("dns", &[("corefile", "x/Corefile")])),
            mount("/etc/one", Some("corefile"), map("dns", &[])),
            mount("/etc/other", None, map("other", &[])),
            mount("/tmp", None, Volume::EmptyDir),
            mount("/deep/er/still", None, Volume::Other),
        ];
        let mut evidence = Evidence::default();
        let keys = vec![("corefile".to_owned(), 3)];
        let values = Values::Here(BTreeMap::new());
        evidence.config_maps.insert(("system".to_owned(), "dns".to_owned()), ConfigMap { place: HERE, keys, values });
        let found = |path: &str| match look_up(path, Some(&mounts), "system", &evidence) {
            Found::Unknown => "unknown".to_owned(),
            Found::Nothing => "nothing".to_owned(),
            Found::Folder(mount) => format!("folder {}", mount.path.text),
            Found::Elsewhere(mount) => format!("elsewhere {}", mount.path.text),
            Found::NotGiven { config_map, key } => format!("not given {config_map} {key}"),
            Found::NoKey { config_map, key, keys, .. } => format!("no key {config_map} {key} of {}", keys.join(",")),
            Found::Key { name, key, .. } => format!("key {name} {key}"),
        };
        for (path, expected) in [
            ("/etc/dns/corefile", "key system/dns corefile"),
            ("/etc/dns//./corefile/", "key system/dns corefile"),
            ("/etc/dns", "folder /etc/dns/"),
            ("/etc/dns/Corefile", "no key system/dns Corefile of corefile"),
            ("/etc/named/x/Corefile", "key system/dns corefile"),
            ("/etc/named/corefile", "no key system/dns corefile of x/Corefile"),
            ("/etc/one", "key system/dns corefile"),
            ("/etc/other/x", "not given other x"),
            ("/etc", "folder /etc/dns/"),
            ("/etc/dnsx", "nothing"),
            ("/tmp", "folder /tmp"),
            ("/tmp/x", "elsewhere /tmp"),
            ("/deep", "folder /deep/er/still"),
            ("corefile", "unknown"),
        ] {
            assert_eq!(found(path), expected, "{path}");
        }
        assert!(matches!(look_up("/x", None, "", &evidence), Found::Unknown));
    }
}
