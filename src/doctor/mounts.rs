//! Where a path in a container leads: to the key of a ConfigMap, to a folder, to nothing.

use super::evidence::{ConfigMap, Evidence, Mount, Place, Volume};

/// In volumes of ConfigMaps and the like, the link to the folder that holds their files (Kubernetes: pkg/volume/util/atomic_writer.go).
const DATA: &str = "..data";

/// Where a path leads.
#[derive(Debug)]
pub enum Found<'e> {
    /// Nobody says what is mounted.
    Unknown,
    /// No volume is mounted there.
    Nothing,
    /// A folder: the one where a volume is mounted, one above it, or one in it.
    Folder {
        /// What is mounted.
        mount: &'e Mount,
        /// A file in it, where the folder stands in the volume.
        file: Option<String>,
    },
    /// A path that goes on behind a file.
    BehindFile {
        /// The file.
        file: String,
    },
    /// What is mounted there is no volume of the pod, which the API server refuses.
    NoVolume {
        /// The mount.
        mount: &'e Mount,
        /// The name of the volume.
        volume: &'e str,
    },
    /// A volume whose files are not known here.
    Elsewhere(&'e Mount),
    /// A ConfigMap that is not in the inputs, and the key.
    NotGiven {
        /// Its name.
        config_map: String,
        /// The file's name in it.
        key: String,
        /// A ConfigMap of that name in another namespace, which pods cannot mount: its namespace and its place.
        elsewhere: Option<(String, Place)>,
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
    let wants_folder = path.ends_with('/') || path.ends_with("/.");
    let path = plain(path);
    let holding = mounts.iter().filter(|mount| is_below(&path, &plain(&mount.path.text)));
    let Some(mount) = holding.max_by_key(|mount| plain(&mount.path.text).len()) else {
        let below = mounts.iter().find(|mount| is_below(&plain(&mount.path.text), &path));
        return below.map_or(Found::Nothing, |mount| Found::Folder { mount, file: None });
    };
    let at = plain(&mount.path.text);
    let inside = path.get(at.len()..).unwrap_or_default().trim_start_matches('/');
    let (name, items) = match &mount.volume {
        Volume::ConfigMap { name, items } => (name, items.as_slice()),
        Volume::Missing(volume) => return Found::NoVolume { mount, volume },
        Volume::EmptyDir | Volume::Folder if inside.is_empty() && mount.sub_path.is_none() => {
            return Found::Folder { mount, file: None };
        }
        Volume::EmptyDir | Volume::Folder | Volume::Other => return Found::Elsewhere(mount),
    };
    let file = plain(&format!("{}/{inside}", mount.sub_path.as_deref().unwrap_or_default()));
    let file = file.trim_start_matches('/');
    let file = file.strip_prefix(DATA).filter(|rest| rest.is_empty() || rest.starts_with('/')).unwrap_or(file);
    let file = file.trim_start_matches('/');
    if file.is_empty() {
        return Found::Folder { mount, file: None };
    }
    let is_in = |path: &str, folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    if let Some((_, first)) = items.iter().find(|(_, path)| is_in(path, file)) {
        let rest = first.strip_prefix(file).unwrap_or_default();
        return Found::Folder { mount, file: Some(format!("{path}{rest}")) };
    }
    let Some((namespace, config_map)) = evidence.config_map(name, namespace) else {
        let other = evidence.config_maps.get(name).and_then(|of_name| of_name.first_key_value());
        let elsewhere = other.map(|(namespace, config_map)| (namespace.clone(), config_map.place));
        return Found::NotGiven { config_map: name.clone(), key: file.to_owned(), elsewhere };
    };
    let files: Vec<(&str, &str)> = match items {
        [] => config_map.keys.iter().map(|(key, _)| (key.as_str(), key.as_str())).collect(),
        items => items.iter().map(|(key, path)| (path.as_str(), key.as_str())).collect(),
    };
    let is_key = |key: &str| config_map.keys.iter().any(|(known, _)| known == key);
    let key = files.iter().find(|(path, key)| *path == file && is_key(key)).map(|(_, key)| (*key).to_owned());
    let is_behind = key.is_some() && wants_folder || files.iter().any(|(path, _)| is_in(file, path));
    // The value of the last key may go on where nobody can read it.
    let is_last = key.is_some() && config_map.keys.last().map(|(last, _)| last) == key.as_ref();
    let name = if namespace.is_empty() { name.clone() } else { format!("{namespace}/{name}") };
    match key {
        _ if is_behind => Found::BehindFile { file: path.clone() },
        _ if config_map.is_cut && (key.is_none() || is_last) => Found::Unknown,
        Some(key) => Found::Key { name, config_map, key },
        None => {
            let keys = files.iter().map(|(path, _)| (*path).to_owned()).collect();
            Found::NoKey { config_map: name, place: config_map.place, key: file.to_owned(), keys }
        }
    }
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::doctor::evidence::{Placed, Values};
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
            mount("/etc/part", Some("x"), map("dns", &[("corefile", "x/Corefile")])),
            mount("/etc/other", None, map("other", &[])),
            mount("/etc/far", None, map("far", &[])),
            mount("/secret", None, Volume::Folder),
            mount("/secret-file", Some("x"), Volume::Folder),
            mount("/gone", None, Volume::Missing("dnsx".to_owned())),
            mount("/tmp", None, Volume::EmptyDir),
            mount("/deep/er/still", None, Volume::Other),
        ];
        let mut evidence = Evidence::default();
        let keys = vec![("corefile".to_owned(), 3)];
        let values = Values::Here(BTreeMap::new());
        let config_map = ConfigMap { place: HERE, keys, values, is_cut: false };
        evidence.add_config_map("dns", "system", config_map.clone());
        evidence.add_config_map("far", "demo", config_map);
        let found = |path: &str| match look_up(path, Some(&mounts), "system", &evidence) {
            Found::Unknown => "unknown".to_owned(),
            Found::Nothing => "nothing".to_owned(),
            Found::Folder { mount, file } => format!("folder {} {}", mount.path.text, file.unwrap_or_default()),
            Found::BehindFile { file } => format!("behind {file}"),
            Found::NoVolume { volume, .. } => format!("no volume {volume}"),
            Found::Elsewhere(mount) => format!("elsewhere {}", mount.path.text),
            Found::NotGiven { config_map, key, elsewhere } => {
                let elsewhere = elsewhere.map(|(namespace, _)| format!(", in {namespace}")).unwrap_or_default();
                format!("not given {config_map} {key}{elsewhere}")
            }
            Found::NoKey { config_map, key, keys, .. } => format!("no key {config_map} {key} of {}", keys.join(",")),
            Found::Key { name, key, .. } => format!("key {name} {key}"),
        };
        for (path, expected) in [
            ("/etc/dns/corefile", "key system/dns corefile"),
            ("/etc/dns//./corefile", "key system/dns corefile"),
            ("/etc/dns/corefile/", "behind /etc/dns/corefile"),
            ("/etc/dns/corefile/x", "behind /etc/dns/corefile/x"),
            ("/etc/dns/..data/corefile", "key system/dns corefile"),
            ("/etc/dns/..data", "folder /etc/dns/ "),
            ("/etc/dns/..database", "no key system/dns ..database of corefile"),
            ("/etc/dns", "folder /etc/dns/ "),
            ("/etc/dns/", "folder /etc/dns/ "),
            ("/etc/dns/Corefile", "no key system/dns Corefile of corefile"),
            ("/etc/named/x/Corefile", "key system/dns corefile"),
            ("/etc/named/corefile", "no key system/dns corefile of x/Corefile"),
            ("/etc/named/x", "folder /etc/named /etc/named/x/Corefile"),
            ("/etc/part/Corefile", "key system/dns corefile"),
            ("/etc/part", "folder /etc/part /etc/part/Corefile"),
            ("/etc/one", "key system/dns corefile"),
            ("/etc/one/x", "behind /etc/one/x"),
            ("/etc/other/x", "not given other x"),
            ("/etc/far/corefile", "not given far corefile, in demo"),
            ("/etc", "folder /etc/dns/ "),
            ("/etc/dnsx", "nothing"),
            ("/tmp", "folder /tmp "),
            ("/tmp/x", "elsewhere /tmp"),
            ("/secret", "folder /secret "),
            ("/secret/x", "elsewhere /secret"),
            ("/secret-file", "elsewhere /secret-file"),
            ("/gone/x", "no volume dnsx"),
            ("/deep", "folder /deep/er/still "),
            ("/deep/er/still", "elsewhere /deep/er/still"),
            ("corefile", "unknown"),
        ] {
            assert_eq!(found(path), expected, "{path}");
        }
        assert!(matches!(look_up("/x", None, "", &evidence), Found::Unknown));
        assert!(matches!(look_up("/etc/far/corefile", Some(&mounts), "", &evidence), Found::Key { .. }));
        let of_name = evidence.config_maps.get_mut("dns").unwrap();
        of_name.values_mut().for_each(|config_map| config_map.is_cut = true);
        for path in ["/etc/dns/corefile", "/etc/dns/other"] {
            assert!(matches!(look_up(path, Some(&mounts), "system", &evidence), Found::Unknown), "{path}");
        }
    }
}
