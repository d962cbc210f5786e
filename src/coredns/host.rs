//! The host on which CoreDNS is to start, as far as the verdict depends on it. A value: nothing here looks at a real file
//! system or network.

use std::collections::BTreeMap;

/// A host.
#[derive(Clone, Debug)]
pub struct Host {
    /// Whether ports below 1024 can be bound.
    pub is_root: bool,
    /// The port of addresses without one: CoreDNS's flag `-p`.
    pub default_port: String,
    /// What is known of paths, as they are written in the Corefile.
    pub paths: BTreeMap<String, Entry>,
    /// What is known of all other paths.
    pub other_paths: Others,
    /// Names that can be looked up, with an address.
    pub names: BTreeMap<String, String>,
    /// What is known of all other names.
    pub other_names: Others,
}

/// What lies at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A file whose content is known.
    File(Vec<u8>),
    /// A file that nobody has looked into.
    Unread,
    /// A folder.
    Folder,
}

/// What is known of what is not listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    /// There is nothing else.
    Missing,
    /// Nobody has looked.
    Unknown,
}

/// The answer to a look at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look<'h> {
    /// A file; none where its content is not known.
    File(Option<&'h [u8]>),
    /// A folder.
    Folder,
    /// Nothing.
    Missing,
    /// It cannot be told.
    Unknown,
}

// They are folders on every host.
const FOLDERS: [&str; 7] = [".", "..", "/", "/etc", "/tmp", "/dev", "/proc"];

impl Host {
    /// The host of the recordings: root, no network, `/etc/resolv.conf` with one nameserver, `localhost`, and nothing else.
    #[must_use]
    pub fn recorded() -> Self {
        let file = |text: &str| Entry::File(text.as_bytes().to_vec());
        let paths = [
            ("/etc/resolv.conf".to_owned(), file("nameserver 10.255.255.53\n")),
            ("/etc/hosts".to_owned(), file("127.0.0.1 localhost\n")),
        ];
        Self {
            is_root: true,
            default_port: "53".to_owned(),
            paths: paths.into(),
            other_paths: Others::Missing,
            names: [("localhost".to_owned(), "127.0.0.1".to_owned())].into(),
            other_names: Others::Missing,
        }
    }

    /// A side-car that nobody has looked at: it is not root, and it has a resolv.conf.
    #[must_use]
    pub fn side_car() -> Self {
        Self {
            is_root: false,
            default_port: "53".to_owned(),
            paths: [("/etc/resolv.conf".to_owned(), Entry::Unread)].into(),
            other_paths: Others::Unknown,
            names: BTreeMap::new(),
            other_names: Others::Unknown,
        }
    }

    /// The same host with a file.
    #[must_use]
    pub fn with_file(mut self, path: impl Into<String>, content: impl Into<Vec<u8>>) -> Self {
        let path = path.into();
        if let Some((folder, _)) = path.rsplit_once('/').filter(|(folder, _)| !folder.is_empty()) {
            self.paths.entry(folder.to_owned()).or_insert(Entry::Folder);
        }
        self.paths.insert(path, Entry::File(content.into()));
        self
    }

    /// What lies at a path. Where other paths are unknown, a word without a slash or an extension `.conf` counts as missing, and
    /// so does an address with a scheme or with a path behind it: it is meant as a name, and nobody keeps files of such names
    /// in the folder where kuma-dp starts.
    #[must_use]
    pub fn look<'h>(&'h self, path: &str) -> Look<'h> {
        let trimmed = path.strip_prefix("./").unwrap_or(path);
        let trimmed = trimmed.strip_suffix('/').filter(|folder| !folder.is_empty()).unwrap_or(trimmed);
        match self.paths.get(trimmed) {
            Some(Entry::File(content)) => Look::File(Some(content)),
            Some(Entry::Unread) => Look::File(None),
            Some(Entry::Folder) => Look::Folder,
            None if FOLDERS.contains(&trimmed) => Look::Folder,
            None if self.other_paths == Others::Missing => Look::Missing,
            None if is_meant_as_path(path) => Look::Unknown,
            None => Look::Missing,
        }
    }
}

fn is_meant_as_path(word: &str) -> bool {
    match word.split_once('/') {
        Some((first, _)) => matches!(first, "." | "..") || !first.contains(['.', ':']),
        None => word.ends_with(".conf"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_car_is_unknown_where_it_matters() {
        let host = Host::side_car();
        assert_eq!(host.look("/etc/resolv.conf"), Look::File(None));
        assert_eq!(host.look("/etc/kuma/resolv.conf"), Look::Unknown);
        assert_eq!(host.look("dns.example.com"), Look::Missing);
        assert_eq!(host.look("."), Look::Folder);
    }

    #[test]
    fn recorded_hosts_have_what_they_are_given() {
        let host = Host::recorded().with_file("conf.d/a.conf", "x");
        assert_eq!(host.look("./conf.d/a.conf"), Look::File(Some(b"x")));
        assert_eq!(host.look("conf.d"), Look::Folder);
        assert_eq!(host.look("/etc"), Look::Folder);
        assert_eq!(host.look("/etc/nope"), Look::Missing);
    }
}
