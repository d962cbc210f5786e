//! Addresses of documents: the path behind a `file:` address, and the name under which lint knows the document. All others,
//! such as `untitled:`, have no path.

use std::path::PathBuf;

use lsp_types::Uri;

/// The path, if the address is one of a file on this machine.
#[must_use]
pub fn path(uri: &Uri) -> Option<PathBuf> {
    let text = uri.as_str();
    let rest = text.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("file://")).map(|_| &text[7..])?;
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let from = rest.find('/')?;
    let is_here = matches!(&rest[..from], "" | "localhost");
    is_here.then(|| PathBuf::from(String::from_utf8_lossy(&decoded(&rest[from..])).into_owned()))
}

/// What lint calls the document. One without an ending is named for its language, so that YAML is taken for YAML.
#[must_use]
pub fn name(uri: &Uri, language: &str) -> String {
    let path = path(uri).map_or_else(|| uri.as_str().to_owned(), |path| path.to_string_lossy().into_owned());
    let last = path.rsplit('/').next().unwrap_or_default();
    let is_yaml = matches!(language, "yaml" | "yml" | "json" | "dockercompose" | "helm");
    if is_yaml && !last.contains('.') { format!("{path}.yaml") } else { path }
}

fn decoded(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let (mut decoded, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(byte) = bytes.get(at) {
        let hex = || u8::from_str_radix(std::str::from_utf8(bytes.get(at + 1..at + 3)?).ok()?, 16).ok();
        match hex().filter(|_| *byte == b'%') {
            Some(value) => {
                decoded.push(value);
                at += 3;
            }
            None => {
                decoded.push(*byte);
                at += 1;
            }
        }
    }
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_addresses() {
        for (uri, expected) in [
            ("file:///a/b%20c.yaml", Some("/a/b c.yaml")),
            ("FILE:///a%3Ab?q#f", Some("/a:b")),
            ("file://localhost/a", Some("/a")),
            ("file://elsewhere/a", None),
            ("untitled:Untitled-1", None),
            ("file:///100%25", Some("/100%")),
        ] {
            assert_eq!(path(&uri.parse().unwrap()), expected.map(PathBuf::from), "{uri}");
        }
        assert_eq!(name(&"untitled:x".parse().unwrap(), "yaml"), "untitled:x.yaml");
        assert_eq!(name(&"file:///Corefile".parse().unwrap(), "corefile"), "/Corefile");
    }
}
