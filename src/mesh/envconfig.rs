//! How kuma-dp reads a setting from text: Go's strconv for flags and environment alike, and the order and the messages
//! of envconfig v1.4.0 for the environment. Which settings there are is [`super::setting`]'s to say.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};

use super::setting::{Setting, SettingValue};
use crate::gotemplate::integer::{IntegerError, parse_uint};
use crate::gotemplate::{GoVersion, fmt};

/// The text is no value of the setting's type. Its Display is Go's message, as strconv words it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("strconv.{function}: parsing {}: {reason}", quote(value))]
pub struct ParseError {
    function: &'static str,
    value: Vec<u8>,
    reason: IntegerError,
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
    let refuse = || ParseError { function: "ParseBool", value: text.as_bytes().to_vec(), reason: IntegerError::Syntax };
    parse_bool(text.as_bytes()).ok_or_else(refuse)
}

/// Reads a `uint32`.
///
/// # Errors
/// What Go does not take for one.
pub fn read_uint32(text: &OsStr) -> Result<u32, ParseError> {
    let refuse = |reason| ParseError { function: "ParseUint", value: text.as_bytes().to_vec(), reason };
    let number = parse_uint(text.as_bytes(), u64::from(u32::MAX)).map_err(refuse)?;
    u32::try_from(number).map_err(|_| refuse(IntegerError::Range))
}

/// Go's `strconv.Quote`; the Go releases differ in characters only that nobody writes here.
fn quote(text: &[u8]) -> String {
    String::from_utf8_lossy(&fmt::quote(text, GoVersion::NEWEST)).into_owned()
}

/// Go's `strconv.ParseBool`.
fn parse_bool(text: &[u8]) -> Option<bool> {
    match text {
        b"1" | b"t" | b"T" | b"true" | b"TRUE" | b"True" => Some(true),
        b"0" | b"f" | b"F" | b"false" | b"FALSE" | b"False" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
