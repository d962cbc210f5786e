//! Strings and characters as Go source: `strconv.Quote`, its ASCII form and the choice of backquotes. What counts as
//! printable depends on the Unicode version of the Go release. Reading such text back is in `unquote`.

use super::TooLong;
use super::writer::Writer;
use crate::gotemplate::unicode::is_print;
use crate::gotemplate::version::GoVersion;

/// What `strconv.Quote` returns: the text in double quotes, with escapes for what is not printable and for bytes that
/// are not UTF-8.
#[must_use]
pub fn quote(bytes: &[u8], go: GoVersion) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + 2);
    // Without a limit there is no error.
    let _ = Quoting { ascii: false, go }.string(bytes, &mut Writer::new(&mut out, usize::MAX));
    out
}

/// How to quote.
#[derive(Clone, Copy)]
pub(super) struct Quoting {
    /// Escape all that is not ASCII.
    pub ascii: bool,
    /// The release that says what is printable.
    pub go: GoVersion,
}

impl Quoting {
    /// Writes a string in double quotes.
    pub(super) fn string(self, bytes: &[u8], out: &mut Writer<'_>) -> Result<(), TooLong> {
        out.byte(b'"')?;
        for chunk in bytes.utf8_chunks() {
            for c in chunk.valid().chars() {
                self.escaped(c, '"', out)?;
            }
            for byte in chunk.invalid() {
                out.bytes(format!("\\x{byte:02x}").as_bytes())?;
            }
        }
        out.byte(b'"')
    }

    /// Writes a character in single quotes.
    pub(super) fn char(self, c: char, out: &mut Writer<'_>) -> Result<(), TooLong> {
        out.byte(b'\'')?;
        self.escaped(c, '\'', out)?;
        out.byte(b'\'')
    }

    fn escaped(self, c: char, quote: char, out: &mut Writer<'_>) -> Result<(), TooLong> {
        let letter = match c {
            _ if c == quote || c == '\\' => c,
            _ if (c.is_ascii() || !self.ascii) && is_print(c, self.go.has_unicode_17()) => return out.char(c),
            '\x07' => 'a',
            '\x08' => 'b',
            '\x0c' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '\x0b' => 'v',
            _ => {
                let code = u32::from(c);
                let escape = match code {
                    0..=0x7f => format!("\\x{code:02x}"),
                    0x80..=0xffff => format!("\\u{code:04x}"),
                    _ => format!("\\U{code:08x}"),
                };
                return out.bytes(escape.as_bytes());
            }
        };
        out.byte(b'\\')?;
        out.char(letter)
    }
}

/// Whether `bytes` can stand between backquotes as they are: valid UTF-8 on one line, without control characters but
/// tab, without backquote and byte order mark.
pub(super) fn can_backquote(bytes: &[u8]) -> bool {
    let is_plain = |c| !matches!(c, '\0'..='\x08' | '\n'..='\x1f' | '`' | '\x7f' | '\u{feff}');
    std::str::from_utf8(bytes).is_ok_and(|text| text.chars().all(is_plain))
}
