//! A template in a ConfigMap, and where it is found once that is mounted: the one place that knows both, so that mount path
//! and environment cannot contradict each other as they do in the published instructions.

use serde::Serialize;

use super::InstallError;
use crate::mesh::config_map::{is_key, is_label};
use crate::mesh::yaml::{self, Value};

/// A key of a ConfigMap that is mounted at a path (kuma: deployments/charts/kuma/templates/cp-deployment.yaml: all keys
/// become files in that folder).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mounted {
    name: String,
    mount_path: String,
    key: String,
    path: String,
}

impl Mounted {
    /// The ConfigMap `name`, which is a volume's name, too, with `key` mounted in the folder `mount_path`.
    ///
    /// # Errors
    /// What Kubernetes or the programs that carry it there would not take, or would take for something else.
    pub fn new(name: &str, mount_path: &str, key: &str) -> Result<Self, InstallError> {
        label("name", name)?;
        // Kuma's chart writes both without quotes, and `--set` of Helm and kumactl guesses types, too.
        if !is_text(name) {
            return Err(InstallError::TypedName(name.to_owned()));
        }
        if !is_key(key) || !is_text(key) {
            return Err(InstallError::Key(key.to_owned()));
        }
        let mount_path = absolute("mount-path", mount_path)?;
        let path = format!("{mount_path}/{key}");
        Ok(Self { name: name.to_owned(), mount_path, key: key.to_owned(), path })
    }

    /// The file: what the environment has to name.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// Whether YAML takes it for a text, not for a number or a switch.
fn is_text(text: &str) -> bool {
    yaml::parse(text.as_bytes()).is_ok_and(|node| matches!(node, Some(node) if matches!(node.value, Value::Str(_))))
}

/// A name that is an RFC 1123 label; `flag` is what it was given with.
pub(super) fn label(flag: &'static str, text: &str) -> Result<(), InstallError> {
    if is_label(text) { Ok(()) } else { Err(InstallError::Name { flag, text: text.to_owned() }) }
}

/// An absolute path that no shell, unit file, list or flag takes for anything else, without a slash at its end.
pub(super) fn absolute(flag: &'static str, path: &str) -> Result<String, InstallError> {
    let refused = || InstallError::Path { flag, path: path.to_owned() };
    let trimmed = path.trim_end_matches('/');
    let is_taken = |byte: u8| byte.is_ascii_alphanumeric() || b"-._/+".contains(&byte);
    let is_part = |part: &str| !part.is_empty() && part != "." && part != "..";
    let parts = trimmed.strip_prefix('/').ok_or_else(refused)?;
    if parts.split('/').all(is_part) && trimmed.bytes().all(is_taken) { Ok(trimmed.to_owned()) } else { Err(refused()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_in_the_folder() {
        let mounted = Mounted::new("corefile-template", "/etc/corefile-template/", "corefile").unwrap();
        assert_eq!(mounted.path(), "/etc/corefile-template/corefile");
        assert_eq!(mounted.mount_path, "/etc/corefile-template");
    }

    #[test]
    fn what_would_be_taken_for_something_else() {
        for (name, path, key) in [
            ("A", "/a", "k"),
            ("", "/a", "k"),
            ("dns", "a", "k"),
            ("dns", "", "k"),
            ("dns", "/", "k"),
            ("dns", "/a/../b", "k"),
            ("dns", "/a//b", "k"),
            ("dns", "/a b", "k"),
            ("dns", "/a,b", "k"),
            ("dns", "/a:b", "k"),
            ("dns", "/a%n", "k"),
            ("true", "/a", "k"),
            ("null", "/a", "k"),
            ("123", "/a", "k"),
            ("1e3", "/a", "k"),
            ("dns", "/a", "k/l"),
            ("dns", "/a", ""),
            ("dns", "/a", "on"),
            ("dns", "/a", "1"),
            ("dns", "/a", "010"),
            ("dns", "/a", "."),
            ("dns", "/a", "-"),
        ] {
            assert!(Mounted::new(name, path, key).is_err(), "{name:?} {path:?} {key:?}");
        }
    }
}
