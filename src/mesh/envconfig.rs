//! How kuma-dp reads a setting from text: Go's strconv for flags and environment alike, and the order and the messages
//! of envconfig v1.4.0 for the environment. Which settings there are is [`super::setting`]'s to say.

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::os::unix::ffi::{OsStrExt, OsStringExt};

use super::setting::{Setting, SettingValue};

/// The text is no value of the setting's type. Its Display is Go's message, as strconv words it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("strconv.{function}: parsing {}: {reason}", quote(value))]
pub struct ParseError {
    function: &'static str,
    value: Vec<u8>,
    reason: Reason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
enum Reason {
    #[error("invalid syntax")]
    Syntax,
    #[error("value out of range")]
    Range,
}

impl ParseError {
    /// The text that could not be read.
    #[must_use]
    pub fn value(&self) -> &[u8] {
        &self.value
    }

    /// The text as Go's `%q` prints it.
    #[must_use]
    pub fn quoted(&self) -> String {
        quote(&self.value)
    }
}

/// Looks a setting up in the environment: the long name first. A variable that is empty counts as set.
pub fn look_up(setting: Setting, environment: impl Fn(&str) -> Option<OsString>) -> Option<(&'static str, OsString)> {
    [setting.long_variable(), setting.variable()].into_iter().find_map(|name| Some((name, environment(name)?)))
}

/// Reads `text` as a value of `setting`.
///
/// # Errors
/// What is no `uint32` or no `bool` in Go's eyes, the empty text included. Strings are never refused.
pub fn parse(setting: Setting, text: &OsStr) -> Result<SettingValue, ParseError> {
    match setting.default_value() {
        SettingValue::Port(_) => read_uint32(text).map(SettingValue::Port),
        SettingValue::Switch(_) => read_bool(text).map(SettingValue::Switch),
        SettingValue::Text(_) => Ok(SettingValue::Text(text.to_owned().into_vec().into())),
    }
}

/// Reads a `bool`.
///
/// # Errors
/// What Go does not take for one.
pub fn read_bool(text: &OsStr) -> Result<bool, ParseError> {
    let refuse = || ParseError { function: "ParseBool", value: text.as_bytes().to_vec(), reason: Reason::Syntax };
    parse_bool(text.as_bytes()).ok_or_else(refuse)
}

/// Reads a `uint32`.
///
/// # Errors
/// What Go does not take for one.
pub fn read_uint32(text: &OsStr) -> Result<u32, ParseError> {
    let refuse = |reason| ParseError { function: "ParseUint", value: text.as_bytes().to_vec(), reason };
    parse_uint32(text.as_bytes()).map_err(refuse)
}

/// Go's `strconv.ParseBool`.
fn parse_bool(text: &[u8]) -> Option<bool> {
    match text {
        b"1" | b"t" | b"T" | b"true" | b"TRUE" | b"True" => Some(true),
        b"0" | b"f" | b"F" | b"false" | b"FALSE" | b"False" => Some(false),
        _ => None,
    }
}

/// Go's `strconv.ParseUint(text, 0, 32)`. What stands behind the digit that leaves the range is not looked at any more.
fn parse_uint32(text: &[u8]) -> Result<u32, Reason> {
    let (base, digits) = match text {
        [] => return Err(Reason::Syntax),
        [b'0', b'b' | b'B', digits @ ..] if !digits.is_empty() => (2, digits),
        [b'0', b'o' | b'O', digits @ ..] if !digits.is_empty() => (8, digits),
        [b'0', b'x' | b'X', digits @ ..] if !digits.is_empty() => (16, digits),
        [b'0', digits @ ..] => (8, digits),
        digits => (10, digits),
    };
    let mut number = 0_u32;
    for byte in digits.iter().filter(|byte| **byte != b'_') {
        let digit = char::from(*byte).to_digit(base).ok_or(Reason::Syntax)?;
        number = number.checked_mul(base).and_then(|number| number.checked_add(digit)).ok_or(Reason::Range)?;
    }
    if digits.contains(&b'_') && !underscores_are_between_digits(text) { Err(Reason::Syntax) } else { Ok(number) }
}

/// Underscores may stand between digits and between the base's prefix and a digit.
fn underscores_are_between_digits(text: &[u8]) -> bool {
    // The 0 of a prefix without a letter is a digit like any other; a letter counts as one, too.
    let mut after_digit = false;
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'_' if !after_digit || at + 1 == text.len() => return false,
            b'_' => after_digit = false,
            _ => after_digit = true,
        }
    }
    true
}

/// Go's `strconv.Quote`.
fn quote(text: &[u8]) -> String {
    let mut quoted = String::from('"');
    for chunk in text.utf8_chunks() {
        for char in chunk.valid().chars() {
            match char {
                '"' | '\\' => quoted.extend(['\\', char]),
                '\x07' => quoted.push_str("\\a"),
                '\x08' => quoted.push_str("\\b"),
                '\x0c' => quoted.push_str("\\f"),
                '\n' => quoted.push_str("\\n"),
                '\r' => quoted.push_str("\\r"),
                '\t' => quoted.push_str("\\t"),
                '\x0b' => quoted.push_str("\\v"),
                '\0'..' ' | '\x7f' => quote_number(&mut quoted, 'x', 2, char),
                '\'' => quoted.push(char),
                _ if is_print(char) => quoted.push(char),
                '\u{10000}'.. => quote_number(&mut quoted, 'U', 8, char),
                _ => quote_number(&mut quoted, 'u', 4, char),
            }
        }
        for byte in chunk.invalid() {
            quote_number(&mut quoted, 'x', 2, char::from(*byte));
        }
    }
    quoted.push('"');
    quoted
}

/// Go's `strconv.IsPrint`, by way of Rust's escapes; the letter in front keeps a combining character from being
/// escaped.
fn is_print(char: char) -> bool {
    String::from_iter(['a', char]).escape_debug().count() == 2
}

fn quote_number(quoted: &mut String, letter: char, width: usize, char: char) {
    // Writing into a String cannot fail.
    let _ = write!(quoted, "\\{letter}{:0width$x}", u32::from(char));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsigned_integers() {
        for (text, expected) in [
            ("15053", Ok(15053)),
            ("0", Ok(0)),
            ("0x3ACD", Ok(15053)),
            ("0X3acd", Ok(15053)),
            ("0b101", Ok(5)),
            ("0B1_0", Ok(2)),
            ("0o17", Ok(15)),
            ("017", Ok(15)),
            ("0_17", Ok(15)),
            ("0x_1f", Ok(31)),
            ("15_053", Ok(15053)),
            ("00", Ok(0)),
            ("4294967295", Ok(u32::MAX)),
            ("4294967296", Err(Reason::Range)),
            ("99999999999999999999999", Err(Reason::Range)),
            ("99999999999x", Err(Reason::Range)),
            ("9_9_999999999_", Err(Reason::Range)),
            ("", Err(Reason::Syntax)),
            ("_1", Err(Reason::Syntax)),
            ("1_", Err(Reason::Syntax)),
            ("1__0", Err(Reason::Syntax)),
            ("_", Err(Reason::Syntax)),
            ("0_", Err(Reason::Syntax)),
            ("0x", Err(Reason::Syntax)),
            ("0x_", Err(Reason::Syntax)),
            ("0b2", Err(Reason::Syntax)),
            ("08", Err(Reason::Syntax)),
            ("+1", Err(Reason::Syntax)),
            ("-1", Err(Reason::Syntax)),
            (" 1", Err(Reason::Syntax)),
            ("1 ", Err(Reason::Syntax)),
            ("1.0", Err(Reason::Syntax)),
            ("abc", Err(Reason::Syntax)),
            ("0xg", Err(Reason::Syntax)),
            ("１", Err(Reason::Syntax)),
        ] {
            assert_eq!(parse_uint32(text.as_bytes()), expected, "{text:?}");
        }
    }

    #[test]
    fn booleans() {
        for (texts, expected) in [
            (&["1", "t", "T", "true", "TRUE", "True"][..], Some(true)),
            (&["0", "f", "F", "false", "FALSE", "False"], Some(false)),
            (&["", "yes", "no", "on", "enabled", "tRUE", "2", " true"], None),
        ] {
            for text in texts {
                assert_eq!(parse_bool(text.as_bytes()), expected, "{text:?}");
            }
        }
    }

    #[test]
    fn messages() {
        for (setting, text, message) in [
            (Setting::CoreDnsPort, "abc", r#"strconv.ParseUint: parsing "abc": invalid syntax"#),
            (Setting::CoreDnsPort, "", r#"strconv.ParseUint: parsing "": invalid syntax"#),
            (Setting::PrometheusPort, "4294967296", r#"strconv.ParseUint: parsing "4294967296": value out of range"#),
            (Setting::Enabled, "yes", r#"strconv.ParseBool: parsing "yes": invalid syntax"#),
            (
                Setting::Enabled,
                "a\"\\\n\x07\x01é'\u{a0}\u{301}\u{1f600}\u{200b}\u{e0001}\x7f",
                r#"strconv.ParseBool: parsing "a\"\\\n\a\x01é'\u00a0́😀\u200b\U000e0001\x7f": invalid syntax"#,
            ),
        ] {
            assert_eq!(parse(setting, OsStr::new(text)).unwrap_err().to_string(), message);
        }
        let bytes = OsStr::from_bytes(b"\xff1");
        let message = r#"strconv.ParseUint: parsing "\xff1": invalid syntax"#;
        assert_eq!(parse(Setting::ProxyPort, bytes).unwrap_err().to_string(), message);
        assert_eq!(parse(Setting::ConfigDir, bytes), Ok(SettingValue::Text(b"\xff1".to_vec().into())));
    }

    #[test]
    fn the_long_name_wins_even_when_it_is_empty() {
        let long = |name: &str| match name {
            "DNS_KUMA_DNS_CONFIG_DIR" => Some(OsString::new()),
            "KUMA_DNS_CONFIG_DIR" => Some("/short".into()),
            _ => None,
        };
        assert_eq!(look_up(Setting::ConfigDir, long), Some(("DNS_KUMA_DNS_CONFIG_DIR", OsString::new())));
        let short = |name: &str| (name == "KUMA_DNS_CONFIG_DIR").then(|| "/short".into());
        assert_eq!(look_up(Setting::ConfigDir, short), Some(("KUMA_DNS_CONFIG_DIR", "/short".into())));
        assert_eq!(look_up(Setting::Enabled, short), None);
    }
}
