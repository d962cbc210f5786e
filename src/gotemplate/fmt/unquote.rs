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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings() {
        let good: [(&[u8], &[u8]); 12] = [
            (br#""""#, b""),
            (b"``", b""),
            (br#""a\n\t\\\"'`""#, b"a\n\t\\\"'`"),
            (br#""\a\b\f\r\v""#, b"\x07\x08\x0c\r\x0b"),
            (br#""\377\101\xe9\u00e9\U0001f600""#, b"\xffA\xe9\xc3\xa9\xf0\x9f\x98\x80"),
            (b"\"\xff\"", b"\xef\xbf\xbd"),
            (b"\"a\xff\\n\"", b"a\xef\xbf\xbd\n"),
            (b"\"\t\xc3\xa9\"", b"\t\xc3\xa9"),
            (b"`a\rb\n\\n\"`", b"ab\n\\n\""),
            (b"`\xff`", b"\xff"),
            (br#""\x00""#, b"\0"),
            (br#""\ufffd""#, b"\xef\xbf\xbd"),
        ];
        for (literal, value) in good {
            assert_eq!(unquote(literal).as_deref(), Ok(value), "{}", literal.escape_ascii());
        }
        let bad: [&[u8]; 20] = [
            b"",
            b"\"",
            b"`",
            b"a",
            b"\"a`",
            b"\"a\" ",
            br#""a"b""#,
            b"`a`b`",
            b"\"a\nb\"",
            br#""\'""#,
            br#""\""#,
            br#""\400""#,
            br#""\08""#,
            br#""\0""#,
            br#""\xg0""#,
            br#""\x4""#,
            br#""\ud800""#,
            br#""\U00110000""#,
            br#""\/""#,
            br#""\u+123""#,
        ];
        for literal in bad {
            assert_eq!(unquote(literal), Err(SyntaxError), "{}", literal.escape_ascii());
        }
        assert!(matches!(unquote(b"\"plain\""), Ok(Cow::Borrowed(_))));
    }

    #[test]
    fn characters() {
        let good: [(&[u8], u32, &[u8]); 8] = [
            (b"a'", 97, b"'"),
            (b"ab'", 97, b"b'"),
            (b"\xc3\xa9'", 0xe9, b"'"),
            (b"\xff'", 0xfffd, b"'"),
            (br"\xff'", 255, b"'"),
            (br"\''", 39, b"'"),
            (br"\U0010ffff'", 0x10ffff, b"'"),
            (b"\"'", 34, b"'"),
        ];
        for (text, code, rest) in good {
            assert_eq!(unquote_char(text), Ok((code, rest)));
        }
        for text in [b"".as_slice(), b"''", br#"\"'"#, br"\", br"\u12'", br"\400'"] {
            assert_eq!(unquote_char(text), Err(SyntaxError));
        }
    }
}
