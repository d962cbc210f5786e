//! What a scalar means: goyaml.v2's rules for YAML 1.1. Left out: base 60, which goyaml leaves out too.

use super::timestamp::is_timestamp;
use super::tree::Value;

const PREFIX: &str = "tag:yaml.org,2002:";

/// The kinds that goyaml tells apart, named as in its messages.
#[derive(Clone, Copy, PartialEq)]
enum Found {
    Null,
    Bool,
    Int,
    Float,
    Timestamp,
    Str,
}

impl Found {
    fn tag(self) -> &'static str {
        match self {
            Found::Null => "!!null",
            Found::Bool => "!!bool",
            Found::Int => "!!int",
            Found::Float => "!!float",
            Found::Timestamp => "!!timestamp",
            Found::Str => "!!str",
        }
    }
}

/// Resolves a scalar; `plain` where it has neither quotes nor a block style. The error is Go's text.
pub(super) fn resolve(tag: Option<&str>, plain: bool, text: &str) -> Result<Value, String> {
    let wanted = match tag {
        None if plain => None,
        None => return Ok(Value::Str(text.to_owned())),
        Some(tag) => match tag.strip_prefix(PREFIX) {
            Some("str") => return Ok(Value::Str(text.to_owned())),
            Some("binary") => return binary(text),
            Some("bool") => Some(Found::Bool),
            Some("int") => Some(Found::Int),
            Some("float") => Some(Found::Float),
            Some("null") => Some(Found::Null),
            Some("timestamp") => Some(Found::Timestamp),
            // Any other tag makes text of it, whatever it looks like.
            _ => return Ok(Value::Str(text.to_owned())),
        },
    };
    let (found, value) = guess(text, wanted.is_none_or(|wanted| wanted == Found::Timestamp));
    match (wanted, value) {
        (Some(Found::Float), Value::Int(int)) => Ok(Value::Float(int as f64)),
        (Some(wanted), _) if wanted != found => {
            Err(format!("yaml: cannot decode {} `{text}` as a {}", found.tag(), wanted.tag()))
        }
        (_, value) => Ok(value),
    }
}

fn guess(text: &str, timestamps: bool) -> (Found, Value) {
    let as_text = || (Found::Str, Value::Str(text.to_owned()));
    let float = |float: f64| (Found::Float, Value::Float(float));
    match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            return (Found::Bool, Value::Bool(true));
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            return (Found::Bool, Value::Bool(false));
        }
        "" | "~" | "null" | "Null" | "NULL" => return (Found::Null, Value::Null),
        ".nan" | ".NaN" | ".NAN" => return float(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => return float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => return float(f64::NEG_INFINITY),
        _ => {}
    }
    match text.as_bytes().first() {
        // Behind a leading point underscores must stand between digits; elsewhere goyaml just drops them.
        Some(b'.') if separated(text) => decimal(&text.replace('_', "")).map_or_else(as_text, float),
        Some(b'+' | b'-' | b'0'..=b'9') => {
            if timestamps && is_timestamp(text) {
                return (Found::Timestamp, Value::Str(text.to_owned()));
            }
            let bare = text.replace('_', "");
            match integer(&bare) {
                Some(value) => (Found::Int, value),
                None => decimal(&bare).map_or_else(as_text, float),
            }
        }
        _ => as_text(),
    }
}

/// An integer as `strconv.ParseInt(text, 0, 64)` and then `ParseUint` take it.
fn integer(text: &str) -> Option<Value> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let signed = digits.len() < text.len();
    let (radix, digits) = match digits.as_bytes() {
        [b'0', b'x' | b'X', _, ..] => (16, &digits[2..]),
        [b'0', b'b' | b'B', _, ..] => (2, &digits[2..]),
        [b'0', b'o' | b'O', _, ..] => (8, &digits[2..]),
        [b'0', _, ..] => (8, &digits[1..]),
        _ => (10, digits),
    };
    if !digits.starts_with(['+', '-'])
        && let Ok(size) = u64::from_str_radix(digits, radix)
    {
        return match (negative, i64::try_from(size)) {
            (false, Ok(int)) => Some(Value::Int(int)),
            (false, Err(_)) if signed => None,
            (false, Err(_)) => Some(Value::UInt(size)),
            (true, _) => 0i64.checked_sub_unsigned(size).map(Value::Int),
        };
    }
    // goyaml's own reading of binary numbers lets a sign stand behind the prefix.
    let binary = text.strip_prefix("0b")?;
    i64::from_str_radix(binary, 2).ok().map(Value::Int)
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`, within the range of 64 bits.
fn decimal(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let sound = match mantissa.split_once('.') {
        Some(("", fraction)) => !fraction.is_empty() && digits(fraction),
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => !mantissa.is_empty() && digits(mantissa),
    };
    if !sound || exponent.is_some_and(|exponent| exponent.is_empty() || !digits(exponent)) {
        return None;
    }
    text.parse().ok().filter(|float: &f64| float.is_finite())
}

/// Whether every underscore stands between two digits, as `strconv.ParseFloat` wants it.
fn separated(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let underscores = bytes.iter().enumerate().filter(|(_, b)| **b == b'_');
    underscores.map(|(at, _)| at).all(|at| at > 0 && digit(at - 1) && digit(at + 1))
}

/// `!!binary` gives bytes that become text; what is not UTF-8 turns into U+FFFD, byte by byte, on the way to JSON.
fn binary(text: &str) -> Result<Value, String> {
    let bytes = decode_base64(text).ok_or_else(|| "yaml: !!binary value contains invalid base64 data".to_owned())?;
    let mut decoded = String::with_capacity(bytes.len());
    let mut rest = bytes.as_slice();
    while !rest.is_empty() {
        let (sound, bad) = match std::str::from_utf8(rest) {
            Ok(sound) => (sound, 0),
            Err(error) => (std::str::from_utf8(&rest[..error.valid_up_to()]).unwrap_or_default(), 1),
        };
        decoded.push_str(sound);
        if bad == 1 {
            decoded.push('\u{fffd}');
        }
        rest = &rest[sound.len() + bad..];
    }
    Ok(Value::Str(decoded))
}

/// Standard base64 with padding; line ends are skipped, as in Go.
fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text.bytes().filter(|b| !matches!(b, b'\r' | b'\n')).collect();
    if !digits.len().is_multiple_of(4) {
        return None;
    }
    let padding = digits.iter().rev().take_while(|&&b| b == b'=').count();
    let digits = digits.get(..digits.len().checked_sub(padding)?)?;
    if padding > 2 {
        return None;
    }
    let mut bytes = Vec::with_capacity(digits.len());
    for group in digits.chunks(4) {
        let mut bits = 0u32;
        for &digit in group {
            let value = match digit {
                b'A'..=b'Z' => digit - b'A',
                b'a'..=b'z' => digit - b'a' + 26,
                b'0'..=b'9' => digit - b'0' + 52,
                b'+' => 62,
                b'/' => 63,
                _ => return None,
            };
            bits = bits << 6 | u32::from(value);
        }
        bits <<= 6 * (4 - group.len());
        bytes.extend_from_slice(bits.to_be_bytes().get(1..group.len())?);
    }
    Some(bytes)
}
