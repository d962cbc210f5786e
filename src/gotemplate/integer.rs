//! Integers as Go's `strconv` reads them where the text says its own base: prefixes `0x`, `0o`, `0b` and `0`, underscores
//! between digits.

/// Why a text is no integer; the messages are those of Go's `strconv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IntegerError {
    /// It is not written as one.
    #[error("invalid syntax")]
    Syntax,
    /// It is larger than the type.
    #[error("value out of range")]
    Range,
}

/// Go's `strconv.ParseUint(text, 0, …)` for a type that ends at `max`.
///
/// # Errors
/// What Go refuses. What stands behind the digit that leaves the range is not looked at any more.
pub fn parse_uint(text: &[u8], max: u64) -> Result<u64, IntegerError> {
    let (base, digits) = match text {
        [] => return Err(IntegerError::Syntax),
        [b'0', b'b' | b'B', digits @ ..] if !digits.is_empty() => (2, digits),
        [b'0', b'o' | b'O', digits @ ..] if !digits.is_empty() => (8, digits),
        [b'0', b'x' | b'X', digits @ ..] if !digits.is_empty() => (16, digits),
        [b'0', digits @ ..] => (8, digits),
        digits => (10, digits),
    };
    let mut number = 0_u64;
    for byte in digits.iter().filter(|byte| **byte != b'_') {
        let digit = char::from(*byte).to_digit(base).ok_or(IntegerError::Syntax)?;
        number = number
            .checked_mul(u64::from(base))
            .and_then(|number| number.checked_add(u64::from(digit)))
            .filter(|number| *number <= max)
            .ok_or(IntegerError::Range)?;
    }
    if digits.contains(&b'_') && !underscores_are_between_digits(text) {
        return Err(IntegerError::Syntax);
    }
    Ok(number)
}

/// Go's `strconv.ParseInt(text, 0, 64)`.
///
/// # Errors
/// What Go refuses.
pub fn parse_int(text: &[u8]) -> Result<i64, IntegerError> {
    let (negative, unsigned) = match text {
        [b'-', unsigned @ ..] => (true, unsigned),
        [b'+', unsigned @ ..] => (false, unsigned),
        _ => (false, text),
    };
    let magnitude = parse_uint(unsigned, u64::MAX)?;
    let number = if negative { 0_i64.checked_sub_unsigned(magnitude) } else { i64::try_from(magnitude).ok() };
    number.ok_or(IntegerError::Range)
}

// Underscores may stand between digits and between the base's prefix and a digit. The 0 of a prefix without a letter is a
// digit like any other; a letter counts as one, too.
fn underscores_are_between_digits(text: &[u8]) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signed_integers() {
        for (text, expected) in [
            ("-0x10", Ok(-16)),
            ("+7", Ok(7)),
            ("-9223372036854775808", Ok(i64::MIN)),
            ("9223372036854775808", Err(IntegerError::Range)),
            ("1__0", Err(IntegerError::Syntax)),
            ("--1", Err(IntegerError::Syntax)),
        ] {
            assert_eq!(parse_int(text.as_bytes()), expected, "{text}");
        }
    }

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
            ("4294967295", Ok(u64::from(u32::MAX))),
            ("4294967296", Err(IntegerError::Range)),
            ("99999999999999999999999", Err(IntegerError::Range)),
            ("99999999999x", Err(IntegerError::Range)),
            ("9_9_999999999_", Err(IntegerError::Range)),
            ("", Err(IntegerError::Syntax)),
            ("_1", Err(IntegerError::Syntax)),
            ("1_", Err(IntegerError::Syntax)),
            ("1__0", Err(IntegerError::Syntax)),
            ("_", Err(IntegerError::Syntax)),
            ("0_", Err(IntegerError::Syntax)),
            ("0x", Err(IntegerError::Syntax)),
            ("0x_", Err(IntegerError::Syntax)),
            ("0b2", Err(IntegerError::Syntax)),
            ("08", Err(IntegerError::Syntax)),
            ("+1", Err(IntegerError::Syntax)),
            ("-1", Err(IntegerError::Syntax)),
            (" 1", Err(IntegerError::Syntax)),
            ("1 ", Err(IntegerError::Syntax)),
            ("1.0", Err(IntegerError::Syntax)),
            ("abc", Err(IntegerError::Syntax)),
            ("0xg", Err(IntegerError::Syntax)),
            ("１", Err(IntegerError::Syntax)),
        ] {
            assert_eq!(parse_uint(text.as_bytes(), u64::from(u32::MAX)), expected, "{text:?}");
        }
    }
}
