//! What a Corefile takes from its surroundings: environment variables and imported files; and how placeholders are filled
//! in (coredns/caddy: caddyfile/parse.go).

use std::borrow::Cow;

/// Environment and files, as the process that reads the Corefile sees them.
pub trait Surroundings {
    /// The value of a variable; empty where it is not set, as Go's `os.Getenv`.
    fn variable(&self, name: &str) -> String;

    /// The files that a pattern names, sorted: `pattern` is an absolute path, perhaps with a wildcard.
    ///
    /// # Errors
    /// The reason in Go's words, for a pattern that is none.
    fn glob(&self, pattern: &str) -> Result<Vec<String>, String>;

    /// The bytes of a file.
    ///
    /// # Errors
    /// The reason in Go's words: `open x: no such file or directory`, `is a directory`.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;

    /// The folder of the Corefile, absolute and without a slash at its end.
    fn folder(&self) -> String;

    /// Whether a path lies where nothing is opened; it is then taken for there, and for empty.
    fn is_outside(&self, path: &str) -> bool {
        let _ = path;
        false
    }
}

/// No variables, no files.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nothing;

impl Surroundings for Nothing {
    fn variable(&self, _: &str) -> String {
        String::new()
    }

    fn glob(&self, _: &str) -> Result<Vec<String>, String> {
        Ok(Vec::new())
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        Err(format!("open {path}: no such file or directory"))
    }

    fn folder(&self) -> String {
        "/".to_owned()
    }
}

// CoreDNS has no bound: a variable that holds its own placeholder hangs it.
const MAX_REPLACEMENTS: usize = 1_000;
const MAX_LEN: usize = 1 << 20;

/// The placeholders' beginnings and ends.
pub const PLACEHOLDERS: [(&str, &str); 2] = [("{%", "%}"), ("{$", "}")];

/// `text` with the placeholders `{%NAME%}` and `{$NAME}` filled in. A value can hold placeholders of its own.
#[must_use]
pub fn fill<'t>(text: &'t str, surroundings: &dyn Surroundings) -> Cow<'t, str> {
    let mut filled = Cow::Borrowed(text);
    if !text.contains('{') {
        return filled;
    }
    for (start, end) in PLACEHOLDERS {
        for _ in 0..MAX_REPLACEMENTS {
            let Some(index) = filled.find(start) else { break };
            let Some(len) = filled[index..].find(end).filter(|len| *len > start.len()) else { break };
            let placeholder = filled[index..index + len + end.len()].to_owned();
            let value = surroundings.variable(&placeholder[start.len()..len]);
            if filled.len().saturating_mul(value.len().max(1)) > MAX_LEN && value.contains(start) {
                break;
            }
            filled = Cow::Owned(filled.replace(&placeholder, &value));
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Variables;

    impl Surroundings for Variables {
        fn variable(&self, name: &str) -> String {
            match name {
                "A" => "{$B}".to_owned(),
                "B" => "b".to_owned(),
                "LOOP" => "x{$LOOP}y{$LOOP}".to_owned(),
                _ => String::new(),
            }
        }
        fn glob(&self, pattern: &str) -> Result<Vec<String>, String> {
            Nothing.glob(pattern)
        }
        fn read(&self, path: &str) -> Result<Vec<u8>, String> {
            Nothing.read(path)
        }
        fn folder(&self) -> String {
            Nothing.folder()
        }
    }

    #[test]
    fn placeholders_are_filled_in() {
        for (text, filled) in [
            ("{$A}-{%B%}{$B}", "b-bb"),
            ("{$NOPE}x", "x"),
            ("{$}x{$B}", "{$}x{$B}"),
            ("{$B", "{$B"),
            ("{$remote}", ""),
            ("$A {A}", "$A {A}"),
        ] {
            assert_eq!(fill(text, &Variables), filled, "{text}");
        }
        assert!(fill("{$LOOP}", &Variables).len() < 4 * MAX_LEN);
    }
}
