//! Numbers and quoted words as Go's `strconv` reads and prints them.

use crate::gotemplate::GoVersion;
use crate::gotemplate::fmt::quote;
use crate::gotemplate::integer::IntegerError;

/// The word as Go's `%q` prints it.
pub(super) fn quoted(text: &str) -> String {
    String::from_utf8_lossy(&quote(text.as_bytes(), GoVersion::NEWEST)).into_owned()
}

/// `strconv.ParseUint(text, 10, …)` for a type that ends at `max`.
///
/// # Errors
/// Go's message.
pub(super) fn parse_uint(text: &str, max: u64) -> Result<u64, String> {
    digits(text, max).map_err(|error| complaint("ParseUint", text, error))
}

/// `strconv.Atoi`.
///
/// # Errors
/// Go's message.
pub(super) fn atoi(text: &str) -> Result<i64, String> {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(unsigned) => (true, unsigned),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let max = i64::MAX.unsigned_abs() + u64::from(negative);
    let magnitude = digits(unsigned, max).map_err(|error| complaint("Atoi", text, error))?;
    let number = if negative { 0_i64.checked_sub_unsigned(magnitude) } else { i64::try_from(magnitude).ok() };
    number.ok_or_else(|| complaint("Atoi", text, IntegerError::Range))
}

fn digits(text: &str, max: u64) -> Result<u64, IntegerError> {
    if text.is_empty() {
        return Err(IntegerError::Syntax);
    }
    let mut number = 0_u64;
    for byte in text.bytes() {
        if !byte.is_ascii_digit() {
            return Err(IntegerError::Syntax);
        }
        let sum = number.checked_mul(10).and_then(|number| number.checked_add(u64::from(byte - b'0')));
        number = sum.ok_or(IntegerError::Range)?;
        // Go stops at the first digit that leaves the range and does not look at what is behind it.
        if number > max {
            return Err(IntegerError::Range);
        }
    }
    Ok(number)
}

fn complaint(function: &str, text: &str, error: IntegerError) -> String {
    format!("strconv.{function}: parsing {}: {error}", quoted(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_go_does() {
        let uint = |text| parse_uint(text, u64::from(u32::MAX));
        assert_eq!(uint("007"), Ok(7));
        assert_eq!(uint("4294967295"), Ok(4_294_967_295));
        for (text, reason) in [
            ("", "invalid syntax"),
            ("+1", "invalid syntax"),
            ("1_0", "invalid syntax"),
            ("4294967296", "value out of range"),
            ("4294967296x", "value out of range"),
            ("99999999999999999999", "value out of range"),
        ] {
            assert_eq!(uint(text), Err(format!("strconv.ParseUint: parsing \"{text}\": {reason}")));
        }
        assert_eq!((atoi("-1"), atoi("+1")), (Ok(-1), Ok(1)));
        assert_eq!(atoi("-9223372036854775808"), Ok(i64::MIN));
        assert_eq!(
            atoi("9223372036854775808"),
            Err("strconv.Atoi: parsing \"9223372036854775808\": value out of range".to_owned())
        );
        assert_eq!(atoi("x\u{1}"), Err("strconv.Atoi: parsing \"x\\x01\": invalid syntax".to_owned()));
    }
}
