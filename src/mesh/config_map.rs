//! What Kubernetes takes for a ConfigMap (kubernetes: pkg/apis/core/validation, ValidateConfigMap). Reading one is not
//! done here.

/// Bytes of all values of a ConfigMap together, those of `binaryData` as they are in the end; with more the API server
/// refuses it.
pub const MAX_BYTES: usize = 1 << 20;

/// Bytes of an object that `kubectl apply` can write into the annotation in which it remembers it
/// (TotalAnnotationSizeLimitB); `kubectl apply --server-side` needs none.
pub const MAX_APPLIED_BYTES: usize = 256 << 10;

/// Whether an object, a namespace and a volume can all have this name: an RFC 1123 label.
#[must_use]
pub fn is_label(text: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let is_outer = |byte: Option<&u8>| byte.is_some_and(|byte| *byte != b'-');
    let bytes = text.as_bytes();
    bytes.len() <= 63 && bytes.iter().copied().all(is_inner) && is_outer(bytes.first()) && is_outer(bytes.last())
}

/// Whether a key can have this name, which becomes that of a file where the ConfigMap is mounted.
#[must_use]
pub fn is_key(text: &str) -> bool {
    let is_taken = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    !text.is_empty() && text.len() <= 253 && text != "." && !text.starts_with("..") && text.bytes().all(is_taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_keys() {
        for (text, label, key) in [
            ("corefile-template", true, true),
            ("a", true, true),
            ("0", true, true),
            ("", false, false),
            ("-a", false, true),
            ("a-", false, true),
            ("A", false, true),
            ("a.b", false, true),
            (".", false, false),
            ("..a", false, false),
            (".a", false, true),
            ("a/b", false, false),
            ("a b", false, false),
            ("ö", false, false),
        ] {
            assert_eq!((is_label(text), is_key(text)), (label, key), "{text}");
        }
        assert!(is_label(&"a".repeat(63)) && !is_label(&"a".repeat(64)));
        assert!(is_key(&"a".repeat(253)) && !is_key(&"a".repeat(254)));
    }
}
