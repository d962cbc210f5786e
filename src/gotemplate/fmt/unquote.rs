//! Go's string and character literals read back to bytes: `strconv.Unquote` and `strconv.UnquoteChar`, as far as
//! text/template uses them. Where a literal ends is the lexer's business.

use std::borrow::Cow;

/// The text is no literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid syntax")]
pub struct SyntaxError;

/// The value of a literal in double quotes or backquotes, quotes included in `text`. Raw strings lose their carriage
/// returns; in the others, bytes that are not UTF-8 become U+FFFD.
///
/// # Errors
/// [`SyntaxError`] when the quotes do not match, an escape is wrong or a line ends within double quotes.
pub fn unquote(text: &[u8]) -> Result<Cow<'_, [u8]>, SyntaxError> {
    match text {
        [b'`', raw @ .., b'`'] if raw.contains(&b'`') => Err(SyntaxError),
        [b'`', raw @ .., b'`'] if raw.contains(&b'\r') => {
            Ok(raw.iter().copied().filter(|byte| *byte != b'\r').collect())
        }
        [b'`', raw @ .., b'`'] => Ok(raw.into()),
        [b'"', inside @ .., b'"'] => interpreted(inside),
        _ => Err(SyntaxError),
    }
}

fn interpreted(inside: &[u8]) -> Result<Cow<'_, [u8]>, SyntaxError> {
    let plain = |byte: &u8| !matches!(byte, b'\\' | b'"' | b'\n');
    if inside.iter().all(plain) && std::str::from_utf8(inside).is_ok() {
        return Ok(inside.into());
    }
    let mut value = Vec::with_capacity(inside.len());
    let mut rest = inside;
    while let [first, ..] = rest {
        if *first == b'\n' {
            return Err(SyntaxError);
        }
        let (unit, after) = Unit::read(rest, b'"')?;
        match unit {
            Unit::Byte(byte) => value.push(byte),
            Unit::Char(c) => value.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
        rest = after;
    }
    Ok(value.into())
}

/// The first character of `text`, which follows an opening single quote, as a number, and what comes after it. A byte
/// that is not UTF-8 is U+FFFD; `\xff` and `\377` are 255.
///
/// # Errors
/// [`SyntaxError`] when there is no character before the closing quote, or its escape is wrong.
pub fn unquote_char(text: &[u8]) -> Result<(u32, &[u8]), SyntaxError> {
    let (unit, rest) = Unit::read(text, b'\'')?;
    let code = match unit {
        Unit::Byte(byte) => u32::from(byte),
        Unit::Char(c) => u32::from(c),
    };
    Ok((code, rest))
}

/// What one character or escape of a literal stands for.
enum Unit {
    /// A byte by its number, which need not be valid UTF-8.
    Byte(u8),
    Char(char),
}

impl Unit {
    fn read(text: &[u8], quote: u8) -> Result<(Self, &[u8]), SyntaxError> {
        match text {
            [b'\\', escape, rest @ ..] => Self::read_escape(*escape, rest, quote),
            [] | [b'\\'] => Err(SyntaxError),
            [first, ..] if *first == quote => Err(SyntaxError),
            [..] => {
                let start = text.get(..4).unwrap_or(text);
                let c = start.utf8_chunks().next().and_then(|chunk| chunk.valid().chars().next());
                let rest = text.get(c.map_or(1, char::len_utf8)..).unwrap_or(&[]);
                Ok((Self::Char(c.unwrap_or(char::REPLACEMENT_CHARACTER)), rest))
            }
        }
    }

    fn read_escape(escape: u8, rest: &[u8], quote: u8) -> Result<(Self, &[u8]), SyntaxError> {
        let byte = match escape {
            b'a' => 0x07,
            b'b' => 0x08,
            b'f' => 0x0c,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'v' => 0x0b,
            b'\\' => b'\\',
            _ if escape == quote => quote,
            b'0'..=b'7' => {
                let (low, rest) = code(rest, 2, 8)?;
                let byte = u32::from(escape - b'0') * 64 + low;
                return Ok((Self::Byte(u8::try_from(byte).map_err(|_| SyntaxError)?), rest));
            }
            b'x' => {
                let (byte, rest) = code(rest, 2, 16)?;
                return Ok((Self::Byte(u8::try_from(byte).map_err(|_| SyntaxError)?), rest));
            }
            b'u' | b'U' => {
                let (code, rest) = code(rest, if escape == b'u' { 4 } else { 8 }, 16)?;
                return Ok((Self::Char(char::from_u32(code).ok_or(SyntaxError)?), rest));
            }
            _ => return Err(SyntaxError),
        };
        Ok((Self::Byte(byte), rest))
    }
}

/// Exactly `count` digits, at most 8.
fn code(text: &[u8], count: usize, base: u32) -> Result<(u32, &[u8]), SyntaxError> {
    let (digits, rest) = text.split_at_checked(count).ok_or(SyntaxError)?;
    let code = digits.iter().try_fold(0u32, |code, digit| Some(code * base + char::from(*digit).to_digit(base)?));
    Ok((code.ok_or(SyntaxError)?, rest))
}
