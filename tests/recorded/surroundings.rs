//! What surrounded a recorded Corefile.

use std::collections::BTreeMap;

use corefilectl::corefile::Surroundings;

/// The folder that the recordings were made in, with nothing but what the line says.
pub struct Recorded<'a> {
    pub env: &'a BTreeMap<String, String>,
    pub files: &'a BTreeMap<String, String>,
}

const FOLDER: &str = "/recorded";

impl Surroundings for Recorded<'_> {
    fn variable(&self, name: &str) -> String {
        self.env.get(name).cloned().unwrap_or_default()
    }

    fn glob(&self, pattern: &str) -> Result<Vec<String>, String> {
        let relative = pattern.strip_prefix(FOLDER).and_then(|path| path.strip_prefix('/')).unwrap_or(pattern);
        let (before, behind) = relative.split_once('*').unwrap_or((relative, ""));
        let matches = |name: &&String| {
            let wild = name.strip_prefix(before).and_then(|rest| rest.strip_suffix(behind));
            if relative.contains('*') { wild.is_some_and(|wild| !wild.contains('/')) } else { *name == relative }
        };
        Ok(self.files.keys().filter(matches).map(|name| format!("{FOLDER}/{name}")).collect())
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let file = path.strip_prefix(FOLDER).and_then(|path| self.files.get(&path[1..]));
        file.map(|text| text.clone().into_bytes()).ok_or_else(|| format!("open {path}: no such file or directory"))
    }

    fn folder(&self) -> String {
        FOLDER.to_owned()
    }
}
