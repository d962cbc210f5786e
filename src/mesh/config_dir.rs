//! The folder into which kuma-dp writes the Corefile (`.ConfigDir`): relative imports start there, and nothing else is in it.

use crate::corefile::Surroundings;

/// What surrounds a rendered template.
pub struct InConfigDir<'a>(pub &'a dyn Surroundings);

/// The folder is made when kuma-dp starts; this path is nobody's.
const FOLDER: &str = "/corefilectl/kuma-dp-config-dir";

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
