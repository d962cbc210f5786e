//! What a Go field of a given type receives from a node: the conversion of `sigs.k8s.io/yaml` 1.4 with the type as a
//! hint, then `encoding/json`. `Ok(None)` is null, which leaves a field as it was (and sets a pointer to nil).
//!
//! Left out: types that decode themselves, such as Kuma's durations.

use super::number::{json_float, short_float};
use super::tree::{Node, Value};
use crate::source::Span;

/// A value that does not fit its field; Go's text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldError {
    /// `encoding/json` finds another type. Without a field name Go speaks of a "Go value".
    #[error("json: cannot unmarshal {found} into Go value of type {wanted}")]
    Mismatch {
        /// `object`, `array`, `string`, `bool`, `number`, or `number` with its digits.
        found: String,
        /// The Go type.
        wanted: &'static str,
        /// The value.
        span: Span,
    },
    /// An infinity or NaN where the target is no string.
    #[error("json: unsupported value: {value}")]
    Unsupported {
        /// `+Inf`, `-Inf` or `NaN`.
        value: String,
        /// The value.
        span: Span,
    },
}

impl FieldError {
    /// The text for a struct's field, given as `BootstrapParamsConfig.bootstrapServer.params.adminPort`: the innermost
    /// struct's type, then the path from the root. So Go 1.22 to 1.26 write it (recorded with both ends);
    /// 1.27 leaves the type out.
    #[must_use]
    pub fn in_field(&self, field: &str) -> String {
        match self {
            FieldError::Mismatch { found, wanted, .. } => {
                format!("json: cannot unmarshal {found} into Go struct field {field} of type {wanted}")
            }
            FieldError::Unsupported { .. } => self.to_string(),
        }
    }

    /// The value's place.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            FieldError::Mismatch { span, .. } | FieldError::Unsupported { span, .. } => *span,
        }
    }
}

impl Node {
    /// What a `string` field receives: numbers and booleans become text (`010` is `8`, `yes` is `true`, floats keep
    /// the digits of 32 bits).
    ///
    /// # Errors
    /// For sequences and mappings.
    pub fn to_go_string(&self) -> Result<Option<String>, FieldError> {
        Ok(Some(match &self.value {
            Value::Null => return Ok(None),
            Value::Str(text) => text.clone(),
            Value::Bool(bool) => bool.to_string(),
            Value::Int(int) => int.to_string(),
            Value::UInt(int) => int.to_string(),
            Value::Float(float) => short_float(*float),
            Value::Seq(_) | Value::Map(_) => return Err(self.mismatch("string")),
        }))
    }

    /// What a `bool` field receives.
    ///
    /// # Errors
    /// For anything but a boolean; a quoted `'true'` is a string.
    pub fn to_go_bool(&self) -> Result<Option<bool>, FieldError> {
        match self.value {
            Value::Null => Ok(None),
            Value::Bool(bool) => Ok(Some(bool)),
            _ => Err(self.mismatch("bool")),
        }
    }

    /// What a `uint16` field receives.
    ///
    /// # Errors
    /// As [`Node::to_go_uint64`], with the smaller range.
    pub fn to_go_uint16(&self) -> Result<Option<u16>, FieldError> {
        self.number("uint16", |digits| digits.parse().ok())
    }

    /// What a `uint32` field receives; Kuma's ports are of this type.
    ///
    /// # Errors
    /// As [`Node::to_go_uint64`], with the smaller range.
    pub fn to_go_uint32(&self) -> Result<Option<u32>, FieldError> {
        self.number("uint32", |digits| digits.parse().ok())
    }

    /// What a `uint64` field receives. A float will do if its JSON has no point, exponent or sign: `1e3` and `8.0` do.
    ///
    /// # Errors
    /// For text (quoted numbers too), booleans, collections, fractions and numbers out of range.
    pub fn to_go_uint64(&self) -> Result<Option<u64>, FieldError> {
        self.number("uint64", |digits| digits.parse().ok())
    }

    /// What an `int64` field receives.
    ///
    /// # Errors
    /// As [`Node::to_go_uint64`], with a range that has negative numbers.
    pub fn to_go_int64(&self) -> Result<Option<i64>, FieldError> {
        self.number("int64", |digits| digits.parse().ok())
    }

    fn number<N>(&self, wanted: &'static str, parse: fn(&str) -> Option<N>) -> Result<Option<N>, FieldError> {
        let literal = match &self.value {
            Value::Null => return Ok(None),
            Value::Int(int) => int.to_string(),
            Value::UInt(int) => int.to_string(),
            Value::Float(float) => json_float(*float).ok_or_else(|| self.unsupported(*float))?,
            _ => return Err(self.mismatch(wanted)),
        };
        match parse(&literal) {
            Some(number) => Ok(Some(number)),
            None => Err(FieldError::Mismatch { found: format!("number {literal}"), wanted, span: self.place() }),
        }
    }

    /// The error of `encoding/json` for putting this value into a type that cannot take it.
    #[must_use]
    pub fn mismatch(&self, wanted: &'static str) -> FieldError {
        let found = match self.value {
            Value::Null => "null",
            Value::Bool(_) => "bool",
            Value::Int(_) | Value::UInt(_) => "number",
            Value::Float(float) if !float.is_finite() => return self.unsupported(float),
            Value::Float(_) => "number",
            Value::Str(_) => "string",
            Value::Seq(_) => "array",
            Value::Map(_) => "object",
        };
        FieldError::Mismatch { found: found.to_owned(), wanted, span: self.place() }
    }

    fn unsupported(&self, float: f64) -> FieldError {
        FieldError::Unsupported { value: short_float(float), span: self.place() }
    }

    /// The JSON that `yaml.YAMLToJSON` gives: keys sorted, shadowed entries left out.
    ///
    /// # Errors
    /// [`FieldError::Unsupported`] for infinities and NaN.
    pub fn to_json(&self) -> Result<String, FieldError> {
        let mut json = String::new();
        self.write_json(&mut json)?;
        Ok(json)
    }

    fn write_json(&self, json: &mut String) -> Result<(), FieldError> {
        match &self.value {
            Value::Null => json.push_str("null"),
            Value::Bool(bool) => json.push_str(if *bool { "true" } else { "false" }),
            Value::Int(int) => json.push_str(&int.to_string()),
            Value::UInt(int) => json.push_str(&int.to_string()),
            Value::Float(float) => json.push_str(&json_float(*float).ok_or_else(|| self.unsupported(*float))?),
            Value::Str(text) => write_text(text, json),
            Value::Seq(items) => {
                json.push('[');
                for (number, item) in items.iter().enumerate() {
                    if number > 0 {
                        json.push(',');
                    }
                    item.write_json(json)?;
                }
                json.push(']');
            }
            Value::Map(_) => {
                json.push('{');
                for (number, entry) in self.json_entries().into_iter().enumerate() {
                    if number > 0 {
                        json.push(',');
                    }
                    write_text(&entry.key, json);
                    json.push(':');
                    entry.value.write_json(json)?;
                }
                json.push('}');
            }
        }
        Ok(())
    }
}

fn write_text(text: &str, json: &mut String) {
    json.push('"');
    for c in text.chars() {
        match c {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            '\u{8}' => json.push_str("\\b"),
            '\u{c}' => json.push_str("\\f"),
            '\0'..='\u{1f}' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                json.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            _ => json.push(c),
        }
    }
    json.push('"');
}
