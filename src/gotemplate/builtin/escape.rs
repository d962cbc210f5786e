//! `html`, `js` and `urlquery`.

use super::super::fmt::{self, TooLong};
use super::super::functions::Function;
use super::super::unicode::is_print;
use super::super::value::{Kind, Value};
use super::super::version::GoVersion;
use super::text;

/// The arguments as one text: a single string as it is, anything else as `print` shows it, with `<no value>` for nil.
pub(super) fn join(out: &mut Vec<u8>, arguments: &[Value<'_>], go: GoVersion, room: usize) -> Result<(), TooLong> {
    let shown: Vec<Value<'_>> = arguments
        .iter()
        .map(|value| if matches!(value.kind, Kind::Invalid) { text(b"<no value>") } else { value.clone() })
        .collect();
    fmt::sprint(out, &shown, go, room)
}

/// Escapes `plain` for the place that `function` stands for.
pub(super) fn escape(
    function: Function,
    out: &mut Vec<u8>,
    plain: &[u8],
    go: GoVersion,
    room: usize,
) -> Result<(), TooLong> {
    let mut at = 0;
    while at < plain.len() {
        at += match function {
            Function::Html => html(out, plain[at]),
            Function::Js => js(out, &plain[at..], go),
            _ => url_query(out, plain[at]),
        };
        if out.len() > room {
            return Err(TooLong);
        }
    }
    Ok(())
}

fn html(out: &mut Vec<u8>, byte: u8) -> usize {
    match byte {
        0 => out.extend_from_slice("\u{FFFD}".as_bytes()),
        b'"' => out.extend_from_slice(b"&#34;"),
        b'\'' => out.extend_from_slice(b"&#39;"),
        b'&' => out.extend_from_slice(b"&amp;"),
        b'<' => out.extend_from_slice(b"&lt;"),
        b'>' => out.extend_from_slice(b"&gt;"),
        _ => out.push(byte),
    }
    1
}

fn url_query(out: &mut Vec<u8>, byte: u8) -> usize {
    match byte {
        b' ' => out.push(b'+'),
        b'-' | b'_' | b'.' | b'~' => out.push(byte),
        _ if byte.is_ascii_alphanumeric() => out.push(byte),
        _ => out.extend_from_slice(format!("%{byte:02X}").as_bytes()),
    }
    1
}

// Gives the number of bytes that the next character takes.
fn js(out: &mut Vec<u8>, plain: &[u8], go: GoVersion) -> usize {
    let byte = plain[0];
    match byte {
        b'\\' | b'\'' | b'"' => out.extend_from_slice(&[b'\\', byte]),
        b'<' | b'>' | b'&' | b'=' | 0..=0x1f => out.extend_from_slice(format!("\\u{byte:04X}").as_bytes()),
        0x20..=0x7f => out.push(byte),
        _ => {
            let head = &plain[..plain.len().min(4)];
            let Some(character) = head.utf8_chunks().next().and_then(|chunk| chunk.valid().chars().next()) else {
                // Not UTF-8: Go takes it for U+FFFD, which can be printed, and copies the byte.
                out.push(byte);
                return 1;
            };
            let len = character.len_utf8();
            if is_print(character, go.has_unicode_17()) {
                out.extend_from_slice(&plain[..len]);
            } else {
                out.extend_from_slice(format!("\\u{:04X}", u32::from(character)).as_bytes());
            }
            return len;
        }
    }
    1
}
