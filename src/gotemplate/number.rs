//! Number and character constants as Go's template parser reads them: one text can be an integer, an unsigned integer, a
//! float and a complex number at once.

use super::fmt;
use super::integer::{parse_int, parse_uint};
use super::value::{IntType, Kind};

/// A constant with every reading that its text allows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Number {
    /// As a signed integer.
    pub int: Option<i64>,
    /// As an unsigned integer.
    pub uint: Option<u64>,
    /// As a float.
    pub float: Option<f64>,
    /// As a complex number: real and imaginary part.
    pub complex: Option<(f64, f64)>,
}

/// Why a constant cannot be read; the caller adds the quoted text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberError {
    /// `strconv.ErrSyntax`, from a character constant.
    Syntax,
    /// More than one character between the quotes.
    MalformedCharacter,
    /// An integer that fits no type.
    Overflow,
    /// Not a number at all.
    Illegal,
    /// A complex constant that cannot be scanned.
    Complex,
    /// A part of a complex constant that is no float: where it stands in the text, and why.
    ComplexPart(usize, usize, FloatError),
}

/// Why a text is no float; the messages are those of Go's `strconv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FloatError {
    /// It is not written as one.
    #[error("invalid syntax")]
    Syntax,
    /// It is larger than any.
    #[error("value out of range")]
    Range,
}

impl Number {
    /// Reads `'x'`.
    ///
    /// # Errors
    /// What Go's parser refuses.
    pub fn character(text: &[u8]) -> Result<Self, NumberError> {
        let (rune, rest) = fmt::unquote_char(text.get(1..).unwrap_or(&[])).map_err(|_| NumberError::Syntax)?;
        if rest != b"'" {
            return Err(NumberError::MalformedCharacter);
        }
        let value = f64::from(rune);
        Ok(Self { int: Some(i64::from(rune)), uint: Some(u64::from(rune)), float: Some(value), complex: None })
    }

    /// Reads a complex constant with both parts, such as `1+2i`.
    ///
    /// # Errors
    /// What Go's parser refuses.
    pub fn complex(text: &[u8]) -> Result<Self, NumberError> {
        let split = float_token(text);
        let end = split + float_token(&text[split..]);
        let has_sign = matches!(text.get(split), Some(b'+' | b'-'));
        if !has_sign || text.get(end) != Some(&b'i') {
            return Err(NumberError::Complex);
        }
        let part = |from, to| float(&text[from..to]).map_err(|error| NumberError::ComplexPart(from, to, error));
        let (real, imaginary) = (part(0, split)?, part(split, end)?);
        Ok(Self::simplified(real, imaginary))
    }

    /// Reads any other number.
    ///
    /// # Errors
    /// What Go's parser refuses.
    pub fn parse(text: &[u8]) -> Result<Self, NumberError> {
        if let Some(imaginary) = text.strip_suffix(b"i").and_then(parse_float) {
            return Ok(Self::simplified(0.0, imaginary));
        }
        let mut number = Self { int: parse_int(text).ok(), uint: parse_uint(text, u64::MAX).ok(), ..Self::default() };
        if number.int == Some(0) {
            number.uint = Some(0);
        }
        if let Some(int) = number.int {
            number.float = Some(int as f64);
        } else if let Some(uint) = number.uint {
            number.float = Some(uint as f64);
        } else if let Some(float) = parse_float(text) {
            if !text.iter().any(|byte| b".eEpP".contains(byte)) {
                return Err(NumberError::Overflow);
            }
            number.take_float(float);
        }
        if number.int.is_none() && number.uint.is_none() && number.float.is_none() {
            return Err(NumberError::Illegal);
        }
        Ok(number)
    }

    /// The value of the constant `text` where nothing says which type is wanted: complex, a float if written as one, else
    /// `int`; [`Kind::Invalid`] if it fits none.
    #[must_use]
    pub fn constant(&self, text: &[u8]) -> Kind<'static> {
        if let Some((real, imaginary)) = self.complex {
            return Kind::Complex(real, imaginary);
        }
        let is_character = text.first() == Some(&b'\'');
        let is_hexadecimal =
            matches!(text, [b'0', b'x' | b'X', _, ..]) && !text.iter().any(|byte| b"pP".contains(byte));
        let looks_like_float = text.iter().any(|byte| b".eEpP".contains(byte));
        match self.float {
            Some(float) if looks_like_float && !is_character && !is_hexadecimal => Kind::Float(float),
            _ => self.int.map_or(Kind::Invalid, |int| Kind::Int(IntType::Int, int)),
        }
    }

    fn simplified(real: f64, imaginary: f64) -> Self {
        let mut number = Self { complex: Some((real, imaginary)), ..Self::default() };
        if imaginary == 0.0 {
            number.take_float(real);
        }
        number
    }

    // A float without a fraction counts as an integer, too. Conversions out of range differ by processor in Go; here
    // they never count.
    fn take_float(&mut self, float: f64) {
        self.float = Some(float);
        if self.int.is_none() && float >= i64::MIN as f64 && float < i64::MAX as f64 && float.fract() == 0.0 {
            self.int = Some(float as i64);
        }
        if self.uint.is_none() && float >= 0.0 && float < u64::MAX as f64 && float.fract() == 0.0 {
            self.uint = Some(float as u64);
        }
    }
}

// How much of `text` Go's scanner takes for a float: an optional sign and everything that could belong to digits, point
// and exponent. Looking for `Inf`, it takes an `i` behind the sign, too.
fn float_token(text: &[u8]) -> usize {
    let one = |at: usize, of: &[u8]| at + usize::from(text.get(at).is_some_and(|byte| of.contains(byte)));
    let run = |mut at: usize, of: &[u8]| {
        while text.get(at).is_some_and(|byte| of.contains(byte)) {
            at += 1;
        }
        at
    };
    let start = one(one(0, b"+-"), b"i");
    let hexadecimal = matches!(text.get(start..), Some([b'0', b'x' | b'X', ..]));
    let (at, digits, exponent): (_, &[u8], &[u8]) =
        if hexadecimal { (start + 2, b"0123456789abcdefABCDEF_", b"pP") } else { (start, b"0123456789_", b"eE") };
    let at = run(one(run(at, digits), b"."), digits);
    match one(at, exponent) {
        behind if behind > at => run(one(behind, b"+-"), b"0123456789_"),
        at => at,
    }
}

/// Go's `strconv.ParseFloat(text, 64)` for what the lexer lets through.
pub fn parse_float(text: &[u8]) -> Option<f64> {
    float(text).ok()
}

fn float(text: &[u8]) -> Result<f64, FloatError> {
    let (negative, unsigned) = match text.first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    let hexadecimal = matches!(unsigned, [b'0', b'x' | b'X', ..]);
    if unsigned.contains(&b'_') && !underscores_are_placed_well(unsigned, hexadecimal) {
        return Err(FloatError::Syntax);
    }
    let plain: Vec<u8> = unsigned.iter().copied().filter(|&byte| byte != b'_').collect();
    let magnitude = if hexadecimal { parse_hexadecimal_float(&plain[2..]) } else { parse_decimal_float(&plain) };
    let magnitude = magnitude.ok_or(FloatError::Syntax)?;
    let value = if negative { -magnitude } else { magnitude };
    if value.is_finite() { Ok(value) } else { Err(FloatError::Range) }
}

fn underscores_are_placed_well(text: &[u8], hexadecimal: bool) -> bool {
    let is_digit = |byte: Option<&u8>| {
        byte.is_some_and(|byte| if hexadecimal { byte.is_ascii_hexdigit() } else { byte.is_ascii_digit() })
    };
    (0..text.len()).filter(|&at| text[at] == b'_').all(|at| {
        let before = at.checked_sub(1).and_then(|before| text.get(before));
        let behind_prefix = hexadecimal && at == 2;
        (is_digit(before) || behind_prefix) && is_digit(text.get(at + 1))
    })
}

fn parse_decimal_float(text: &[u8]) -> Option<f64> {
    let well_formed = text.iter().any(u8::is_ascii_digit)
        && text.iter().all(|byte| byte.is_ascii_digit() || b".eE+-".contains(byte))
        && !text.starts_with(b"+")
        && !text.starts_with(b"-");
    std::str::from_utf8(text).ok().filter(|_| well_formed)?.parse().ok()
}

// Digits with at most one point, then an obligatory binary exponent; rounded to the nearest even mantissa.
fn parse_hexadecimal_float(text: &[u8]) -> Option<f64> {
    let exponent_at = text.iter().position(|byte| matches!(byte, b'p' | b'P'))?;
    let exponent: i64 = {
        let digits = std::str::from_utf8(&text[exponent_at + 1..]).ok()?;
        let sign = if digits.starts_with('-') { -1 } else { 1 };
        let digits = digits.strip_prefix(['+', '-']).unwrap_or(digits);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        sign * digits.parse::<i64>().unwrap_or(i64::MAX / 4).min(1_000_000)
    };
    let (mut mantissa, mut scale, mut seen_point, mut seen_digit, mut lost) = (0_u64, 0_i64, false, false, false);
    for &byte in &text[..exponent_at] {
        if byte == b'.' {
            if std::mem::replace(&mut seen_point, true) {
                return None;
            }
            continue;
        }
        let digit = char::from(byte).to_digit(16)?;
        seen_digit = true;
        if mantissa >> 58 == 0 {
            mantissa = mantissa << 4 | u64::from(digit);
            scale -= if seen_point { 4 } else { 0 };
        } else {
            lost |= digit != 0;
            scale += if seen_point { 0 } else { 4 };
        }
    }
    if !seen_digit {
        return None;
    }
    Some(scale_exactly(mantissa | u64::from(lost), scale.saturating_add(exponent)))
}

// mantissa * 2^exponent with one rounding; the lowest bit of the mantissa may be sticky.
fn scale_exactly(mantissa: u64, exponent: i64) -> f64 {
    if mantissa == 0 {
        return 0.0;
    }
    let top = 63 - i64::from(mantissa.leading_zeros()) + exponent;
    if top > 1023 {
        return f64::INFINITY;
    }
    // Bits below the last place of the result (of a subnormal one where that is higher) are rounded away.
    let last_place = (top - 52).max(-1074);
    let shift = last_place - exponent;
    let rounded = match u32::try_from(shift) {
        Err(_) | Ok(0) => mantissa,
        Ok(shift) if shift > 64 => 0,
        Ok(shift) => {
            let wide = u128::from(mantissa);
            let (kept, rest) = (wide >> shift, wide & ((1 << shift) - 1));
            let half = 1_u128 << (shift - 1);
            let up = rest > half || (rest == half && kept & 1 == 1);
            u64::try_from(kept + u128::from(up)).unwrap_or(u64::MAX)
        }
    };
    let place = if shift > 0 { last_place } else { exponent };
    // Two steps, because one power of two may lie outside the normal range; the product is exact.
    let step = place.clamp(-1000, 1000);
    rounded as f64 * 2_f64.powi(step as i32) * 2_f64.powi((place - step) as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_follow_go_prefixes() {
        for (text, int) in [
            ("0", Some(0)),
            ("010", Some(8)),
            ("0o17", Some(15)),
            ("0x_1F", Some(31)),
            ("1_000", Some(1000)),
            ("-0x10", Some(-16)),
            ("-9223372036854775808", Some(i64::MIN)),
            ("9223372036854775808", None),
            ("1__0", None),
        ] {
            assert_eq!(Number::parse(text.as_bytes()).ok().and_then(|number| number.int), int, "{text}");
        }
    }

    #[test]
    fn refuses_what_go_refuses() {
        for (text, error) in [
            ("08", NumberError::Overflow),
            ("-", NumberError::Illegal),
            ("1e999", NumberError::Illegal),
            ("18446744073709551616", NumberError::Overflow),
            ("0x", NumberError::Illegal),
        ] {
            assert_eq!(Number::parse(text.as_bytes()), Err(error), "{text}");
        }
    }

    #[test]
    fn floats_round_to_nearest_even() {
        for (text, float) in [
            ("1e3", 1000.0),
            ("0x1p-2", 0.25),
            ("0x1.8p1", 3.0),
            ("0x1.fffffffffffff8p0", 2.0),
            ("0x1.00000000000008p0", 1.0),
            ("0x1p-1074", 5e-324),
            ("0x0.8p-1074", 0.0),
            ("0x1.8p-1074", 1e-323),
            ("1_000.5", 1000.5),
        ] {
            assert_eq!(parse_float(text.as_bytes()), Some(float), "{text}");
        }
        assert_eq!(parse_float(b"0x1p1024"), None);
    }

    #[test]
    fn complex_constants_have_two_parts() {
        assert_eq!(Number::complex(b"1+2i").unwrap().complex, Some((1.0, 2.0)));
        assert_eq!(Number::complex(b"1e+3-2i").unwrap().complex, Some((1000.0, -2.0)));
        assert_eq!(Number::parse(b"2i").unwrap().complex, Some((0.0, 2.0)));
    }
}
