//! Integers by radix, and the common layout of integers and floats: sign, lead, zeros, tail. The zeros are a count, so
//! that a precision of a million needs no buffer of its own.

use super::TooLong;
use super::spec::Spec;
use super::writer::Writer;

/// The ASCII parts of a printed number.
pub(super) struct Numeral<'n> {
    /// `+`, `-` or a space.
    pub sign: Option<u8>,
    /// What precedes the zeros.
    pub lead: &'n [u8],
    /// How many zeros stand in the middle.
    pub zeros: usize,
    /// What follows the zeros.
    pub tail: &'n [u8],
}

impl Numeral<'_> {
    /// Writes the number, padded with spaces.
    pub(super) fn write(&self, out: &mut Writer<'_>, spec: &Spec) -> Result<(), TooLong> {
        let padding = self.padding(spec);
        if !spec.minus {
            out.repeat(b' ', padding)?;
        }
        self.sign(out)?;
        self.body(out)?;
        if spec.minus { out.repeat(b' ', padding) } else { Ok(()) }
    }

    /// Writes the number, padded with zeros after the sign.
    pub(super) fn write_zero_filled(&self, out: &mut Writer<'_>, spec: &Spec) -> Result<(), TooLong> {
        self.sign(out)?;
        out.repeat(b'0', self.padding(spec))?;
        self.body(out)
    }

    fn padding(&self, spec: &Spec) -> usize {
        spec.width.saturating_sub(self.sign.iter().len() + self.lead.len() + self.zeros + self.tail.len())
    }

    fn sign(&self, out: &mut Writer<'_>) -> Result<(), TooLong> {
        self.sign.map_or(Ok(()), |sign| out.byte(sign))
    }

    fn body(&self, out: &mut Writer<'_>) -> Result<(), TooLong> {
        out.bytes(self.lead)?;
        out.repeat(b'0', self.zeros)?;
        out.bytes(self.tail)
    }
}

/// The sign that a number is printed with.
pub(super) fn sign(negative: bool, spec: &Spec) -> Option<u8> {
    match (negative, spec.plus, spec.space) {
        (true, ..) => Some(b'-'),
        (_, true, _) => Some(b'+'),
        (.., true) => Some(b' '),
        _ => None,
    }
}

/// How the digits of an integer are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Radix {
    Binary,
    Octal,
    /// With `0o` in front.
    MarkedOctal,
    Decimal,
    LowerHex,
    UpperHex,
}

impl Radix {
    /// What `#` puts in front of digits; octal numbers that begin with a zero anyway need nothing.
    fn prefix(self, sharp: bool, leading_zero: bool) -> &'static [u8] {
        match self {
            Self::Binary if sharp => b"0b",
            Self::Octal if sharp && !leading_zero => b"0",
            Self::MarkedOctal if sharp && !leading_zero => b"0o0",
            Self::MarkedOctal => b"0o",
            Self::LowerHex if sharp => b"0x",
            Self::UpperHex if sharp => b"0X",
            _ => b"",
        }
    }
}

/// Writes an integer. A precision is the least number of digits, and zero with precision 0 has none at all.
pub(super) fn integer(
    out: &mut Writer<'_>,
    negative: bool,
    magnitude: u64,
    radix: Radix,
    spec: &Spec,
) -> Result<(), TooLong> {
    if magnitude == 0 && spec.precision == Some(0) {
        return out.repeat(b' ', spec.width);
    }
    let mut buffer = [0; 64];
    let digits = digits(magnitude, radix, &mut buffer);
    let sign = sign(negative, spec);
    let least = match spec.precision {
        Some(precision) => precision,
        None if spec.fills_with_zeros() => spec.width.saturating_sub(sign.iter().len()),
        None => 0,
    };
    let zeros = least.saturating_sub(digits.len());
    let lead = radix.prefix(spec.sharp, zeros > 0 || magnitude == 0);
    Numeral { sign, lead, zeros, tail: digits }.write(out, spec)
}

/// `%U`: U+0041, and with `#` the character as well.
pub(super) fn code_point(out: &mut Writer<'_>, code: u64, shown: Option<char>, spec: &Spec) -> Result<(), TooLong> {
    let mut buffer = [0; 64];
    let digits = digits(code, Radix::UpperHex, &mut buffer);
    let zeros = spec.precision.unwrap_or(0).max(4).saturating_sub(digits.len());
    let start = out.mark();
    out.bytes(b"U+")?;
    out.repeat(b'0', zeros)?;
    out.bytes(digits)?;
    if let Some(c) = shown {
        out.bytes(b" '")?;
        out.char(c)?;
        out.byte(b'\'')?;
    }
    out.pad(start, &Spec { zero: false, ..*spec })
}

fn digits(mut number: u64, radix: Radix, buffer: &mut [u8; 64]) -> &[u8] {
    let symbols = if radix == Radix::UpperHex { b"0123456789ABCDEF" } else { b"0123456789abcdef" };
    let mut start = buffer.len();
    for slot in buffer.iter_mut().rev() {
        let digit;
        (digit, number) = match radix {
            Radix::Decimal => (number % 10, number / 10),
            Radix::Binary => (number & 1, number >> 1),
            Radix::Octal | Radix::MarkedOctal => (number & 7, number >> 3),
            Radix::LowerHex | Radix::UpperHex => (number & 15, number >> 4),
        };
        *slot = symbols[digit as usize];
        start -= 1;
        if number == 0 {
            break;
        }
    }
    &buffer[start..]
}
