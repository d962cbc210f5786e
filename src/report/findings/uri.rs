//! Paths as URI references (RFC 3986): what is not plain is percent-encoded, so that no part of a path is taken for a
//! scheme, a query or a fragment.

/// A relative path stays relative; an absolute one becomes a `file:` URI.
pub(super) fn from_path(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    let drive = matches!(path.as_bytes(), [letter, b':', b'/', ..] if letter.is_ascii_alphabetic());
    if drive {
        uri += "file:///";
    } else if path.starts_with('/') {
        uri += "file://";
    }
    for (index, byte) in path.bytes().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            b':' if drive && index == 1 => uri.push(':'),
            _ => uri += &format!("%{byte:02X}"),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_references() {
        for (path, uri) in [
            ("dns/Corefile.tmpl", "dns/Corefile.tmpl"),
            ("../a b:c,100%é", "../a%20b%3Ac%2C100%25%C3%A9"),
            ("/etc/kuma/x", "file:///etc/kuma/x"),
            ("C:/x y", "file:///C:/x%20y"),
            ("<stdin>", "%3Cstdin%3E"),
        ] {
            assert_eq!(from_path(path), uri);
        }
    }
}
