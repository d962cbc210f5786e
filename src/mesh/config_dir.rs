//! The folder into which kuma-dp writes the Corefile (`.ConfigDir`): relative imports start there, and nothing else is in it.

use std::path::{Component, Path};

use crate::corefile::Surroundings;
use crate::mesh::version::{Line, Version};

/// What surrounds a rendered template.
pub struct InConfigDir<'a>(pub &'a dyn Surroundings);

/// The folder is made when kuma-dp starts; this path is nobody's.
const FOLDER: &str = "/corefilectl/kuma-dp-config-dir";

/// Whether kuma-dp can make a folder there in a side-car, as those of 2.3 and later are: their root is read-only, and the
/// volume at `/tmp` alone is not (kuma: pkg/plugins/runtime/k8s/webhooks/injector/injector.go of 2.2.9 and 2.3.0). Volumes
/// of one's own are not known here.
#[must_use]
pub fn is_writable_in_side_car(folder: &Path) -> bool {
    folder.starts_with("/tmp") && !folder.components().any(|part| part == Component::ParentDir)
}

/// Whether the root of its side-cars is read-only.
#[must_use]
pub fn has_read_only_root(version: Version) -> bool {
    version.line() >= Line::new(2, 3)
}

impl std::fmt::Debug for InConfigDir<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("InConfigDir").finish()
    }
}

impl Surroundings for InConfigDir<'_> {
    fn variable(&self, name: &str) -> String {
        self.0.variable(name)
    }

    fn glob(&self, pattern: &str) -> Result<Vec<String>, String> {
        if pattern.starts_with(FOLDER) { Ok(Vec::new()) } else { self.0.glob(pattern) }
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        self.0.read(path)
    }

    fn folder(&self) -> String {
        FOLDER.to_owned()
    }

    fn is_outside(&self, path: &str) -> bool {
        !path.starts_with(FOLDER) && self.0.is_outside(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn side_cars_write_below_tmp_only() {
        for (folder, writable) in [
            ("/tmp", true),
            ("/tmp/dns", true),
            ("/tmpfs", false),
            ("/tmp/../etc", false),
            ("/etc/kuma", false),
            ("tmp", false),
        ] {
            assert_eq!(is_writable_in_side_car(Path::new(folder)), writable, "{folder}");
        }
        assert!(!has_read_only_root(Version::new(2, 2, 9)) && has_read_only_root(Version::new(2, 3, 0)));
    }
}
