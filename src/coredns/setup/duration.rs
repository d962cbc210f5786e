//! Durations as Go's package time reads and prints them (ParseDuration, Duration.String), in nanoseconds.

use std::time::Duration;

/// A duration with a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Nanoseconds(pub i64);

const UNITS: [(&str, u64); 8] = [
    ("ns", 1),
    ("us", 1_000),
    ("µs", 1_000),
    ("μs", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
];

const MAX: u64 = 1 << 63;

impl Nanoseconds {
    /// Reads a duration.
    ///
    /// # Errors
    /// Go's message.
    pub fn parse(text: &str) -> Result<Self, String> {
        let invalid = || format!("time: invalid duration {}", quoted(text));
        let (negative, mut rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        if rest == "0" {
            return Ok(Self(0));
        }
        if rest.is_empty() {
            return Err(invalid());
        }
        let mut total = 0_u64;
        while !rest.is_empty() {
            let (whole, behind) = leading_digits(rest);
            let mut value = 0_u64;
            for digit in whole.bytes() {
                let sum = value.checked_mul(10).and_then(|value| value.checked_add(u64::from(digit - b'0')));
                value = sum.filter(|&value| value <= MAX).ok_or_else(invalid)?;
            }
            let (mut fraction, mut scale, mut has_fraction) = (0_u64, 1.0_f64, false);
            rest = behind;
            if let Some(behind) = rest.strip_prefix('.') {
                let (digits, behind) = leading_digits(behind);
                has_fraction = !digits.is_empty();
                for digit in digits.bytes() {
                    let sum = fraction.checked_mul(10).and_then(|sum| sum.checked_add(u64::from(digit - b'0')));
                    // What leaves the range adds no precision.
                    let Some(sum) = sum.filter(|&sum| sum < MAX) else { break };
                    (fraction, scale) = (sum, scale * 10.0);
                }
                rest = behind;
            }
            if whole.is_empty() && !has_fraction {
                return Err(invalid());
            }
            let end = rest.find(|c: char| c == '.' || c.is_ascii_digit()).unwrap_or(rest.len());
            let (unit, behind) = rest.split_at(end);
            if unit.is_empty() {
                return Err(format!("time: missing unit in duration {}", quoted(text)));
            }
            let Some((_, unit)) = UNITS.iter().find(|(name, _)| *name == unit) else {
                return Err(format!("time: unknown unit {} in duration {}", quoted(unit), quoted(text)));
            };
            value = value.checked_mul(*unit).filter(|&value| value <= MAX).ok_or_else(invalid)?;
            if fraction > 0 {
                value += part(fraction, scale, *unit);
            }
            total = total.checked_add(value).filter(|&total| total <= MAX).ok_or_else(invalid)?;
            rest = behind;
        }
        let sum = if negative { 0_i64.checked_sub_unsigned(total) } else { i64::try_from(total).ok() };
        sum.map(Self).ok_or_else(invalid)
    }

    /// Without sign.
    pub fn magnitude(self) -> Duration {
        Duration::from_nanos(self.0.unsigned_abs())
    }
}

#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "Go computes fractions in float64; the result is below the unit"
)]
fn part(fraction: u64, scale: f64, unit: u64) -> u64 {
    (fraction as f64 * (unit as f64 / scale)) as u64
}

fn leading_digits(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()))
}

/// Package time quotes by itself: everything that is not printable ASCII byte by byte.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' => quoted.extend(['\\', char::from(byte)]),
            b' '..=b'~' | 0x7f => quoted.push(char::from(byte)),
            _ => quoted.push_str(&format!("\\x{byte:02x}")),
        }
    }
    quoted.push('"');
    quoted
}

impl std::fmt::Display for Nanoseconds {
    /// `1h2m3.5s`, `1.5ms`, `0s`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let nanoseconds = self.0.unsigned_abs();
        if self.0 < 0 {
            f.write_str("-")?;
        }
        match nanoseconds {
            0 => f.write_str("0s"),
            1..1_000 => write!(f, "{nanoseconds}ns"),
            1_000..1_000_000 => write!(f, "{}µs", with_fraction(nanoseconds, 1_000)),
            1_000_000..1_000_000_000 => write!(f, "{}ms", with_fraction(nanoseconds, 1_000_000)),
            _ => {
                let minutes = nanoseconds / 60_000_000_000;
                if minutes >= 60 {
                    write!(f, "{}h", minutes / 60)?;
                }
                if minutes > 0 {
                    write!(f, "{}m", minutes % 60)?;
                }
                write!(f, "{}s", with_fraction(nanoseconds % 60_000_000_000, 1_000_000_000))
            }
        }
    }
}

fn with_fraction(value: u64, unit: u64) -> String {
    let digits = unit.ilog10() as usize;
    let text = format!("{}.{:0digits$}", value / unit, value % unit);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_and_printed_as_go_does() {
        for (text, printed) in [
            ("0", "0s"),
            ("5m", "5m0s"),
            ("-1s", "-1s"),
            ("+1h30m", "1h30m0s"),
            (".5s", "500ms"),
            ("1.5ms", "1.5ms"),
            ("1µs", "1µs"),
            ("90061.25s", "25h1m1.25s"),
            ("1h0.25s", "1h0m0.25s"),
            ("-9223372036854775808ns", "-2562047h47m16.854775808s"),
        ] {
            assert_eq!(Nanoseconds::parse(text).map(|duration| duration.to_string()), Ok(printed.to_owned()), "{text}");
        }
    }

    #[test]
    fn refusals_are_go_own() {
        for (text, message) in [
            ("", "time: invalid duration \"\""),
            ("5", "time: missing unit in duration \"5\""),
            ("s", "time: invalid duration \"s\""),
            (".s", "time: invalid duration \".s\""),
            ("5y", "time: unknown unit \"y\" in duration \"5y\""),
            ("1s5", "time: missing unit in duration \"1s5\""),
            ("5 s", "time: unknown unit \" s\" in duration \"5 s\""),
            ("5ß", "time: unknown unit \"\\xc3\\x9f\" in duration \"5\\xc3\\x9f\""),
            ("9223372036854775808ns", "time: invalid duration \"9223372036854775808ns\""),
            ("99999999999h", "time: invalid duration \"99999999999h\""),
        ] {
            assert_eq!(Nanoseconds::parse(text), Err(message.to_owned()));
        }
    }
}
