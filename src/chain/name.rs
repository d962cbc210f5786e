//! Names as people write them, turned into the text that CoreDNS makes of a name on the wire (miekg/dns): letter case kept,
//! special characters escaped, a dot at the end. Names in other scripts become their ASCII form.

/// Bytes of a name on the wire, the root's included (RFC 1035, 2.3.4).
pub const MAX_NAME: usize = 255;
/// Bytes of a label.
pub const MAX_LABEL: usize = 63;

/// Why a text is no name. The offset is that of a byte in the text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing at all.
    #[error("the name is empty; the root is written as a dot")]
    Empty,
    /// Two dots in a row, or one in front.
    #[error("{text:?} has an empty label at byte {at}: two dots in a row, or a dot in front; \\. is a dot in a label")]
    EmptyLabel {
        /// The text.
        text: String,
        /// Where.
        at: usize,
    },
    /// A label of more than 63 bytes.
    #[error("{text:?} has a label of {len} bytes, and a label has {MAX_LABEL} at most")]
    LongLabel {
        /// The text.
        text: String,
        /// How long it is.
        len: usize,
    },
    /// More than 255 bytes.
    #[error("the name takes {len} bytes on the wire, and a name has {MAX_NAME} at most")]
    TooLong {
        /// How many.
        len: usize,
    },
    /// A backslash that escapes nothing.
    #[error(
        "{text:?} has a bad escape at byte {at}: write \\DDD with three digits up to 255, or a backslash and a character"
    )]
    BadEscape {
        /// The text.
        text: String,
        /// Where.
        at: usize,
    },
    /// A label in another script that has no ASCII form, or that is mixed with escapes.
    #[error("{text:?} has a label without ASCII form (IDNA, UTS #46); write it as it is in the DNS, with xn--")]
    NoAscii {
        /// The text.
        text: String,
    },
}

/// The labels of a name, root left out.
type Labels = Vec<Vec<u8>>;

/// Reads a name.
///
/// # Errors
/// [`NameError`].
pub fn parse(text: &str) -> Result<String, NameError> {
    Ok(from_labels(labels(text)?))
}

/// The text of a name whose labels, root left out, are `labels`.
#[must_use]
pub fn from_labels(labels: impl IntoIterator<Item: AsRef<[u8]>>) -> String {
    let mut name = String::new();
    for label in labels {
        label.as_ref().iter().for_each(|byte| escape(*byte, &mut name));
        name.push('.');
    }
    if name.is_empty() {
        name.push('.');
    }
    name
}

fn labels(text: &str) -> Result<Labels, NameError> {
    if text.is_empty() {
        return Err(NameError::Empty);
    }
    if text == "." {
        return Ok(Labels::new());
    }
    let (mut labels, mut label, mut at) = (Labels::new(), Label::default(), 0);
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        match c {
            _ if DOTS.contains(&c) && label.bytes.is_empty() => {
                return Err(NameError::EmptyLabel { text: text.to_owned(), at });
            }
            _ if DOTS.contains(&c) => labels.push(std::mem::take(&mut label).ascii(text)?),
            '\\' => {
                let behind = text.as_bytes().get(at + 1..).unwrap_or_default();
                let (byte, len) = unescape(behind).ok_or_else(|| NameError::BadEscape { text: text.to_owned(), at })?;
                label.bytes.push(byte);
                label.has_escape = true;
                at += len;
            }
            c => {
                label.bytes.extend(c.encode_utf8(&mut [0; 4]).bytes());
                label.is_ascii &= c.is_ascii();
            }
        }
        at += c.len_utf8();
    }
    if !label.bytes.is_empty() {
        labels.push(label.ascii(text)?);
    }
    if let Some(long) = labels.iter().find(|label| label.len() > MAX_LABEL) {
        return Err(NameError::LongLabel { text: text.to_owned(), len: long.len() });
    }
    let len = 1 + labels.iter().map(|label| label.len() + 1).sum::<usize>();
    if len > MAX_NAME { Err(NameError::TooLong { len }) } else { Ok(labels) }
}

/// What separates labels: a dot, and those that IDNA takes for one (UTS #46).
const DOTS: [char; 4] = ['.', '\u{3002}', '\u{ff0e}', '\u{ff61}'];

/// A label as it is read.
struct Label {
    bytes: Vec<u8>,
    is_ascii: bool,
    has_escape: bool,
}

impl Default for Label {
    fn default() -> Self {
        Self { bytes: Vec::new(), is_ascii: true, has_escape: false }
    }
}

impl Label {
    /// As the DNS has it: what is ASCII stays as it is, letter case included. An escape says which byte is meant, and a label in
    /// another script has none until it is ASCII.
    fn ascii(self, text: &str) -> Result<Vec<u8>, NameError> {
        if self.is_ascii {
            return Ok(self.bytes);
        }
        let no_ascii = || NameError::NoAscii { text: text.to_owned() };
        let label = String::from_utf8(self.bytes).ok().filter(|_| !self.has_escape).ok_or_else(no_ascii)?;
        let ascii = idna::domain_to_ascii(&label).map_err(|_| no_ascii())?;
        if ascii.is_empty() || ascii.contains('.') { Err(no_ascii()) } else { Ok(ascii.into_bytes()) }
    }
}

/// The byte behind a backslash, and how many bytes say so.
fn unescape(behind: &[u8]) -> Option<(u8, usize)> {
    let first = *behind.first().filter(|first| first.is_ascii())?;
    if !first.is_ascii_digit() {
        return Some((first, 1));
    }
    let digits = behind.get(..3).filter(|digits| digits.iter().all(u8::is_ascii_digit))?;
    let number = digits.iter().fold(0_u16, |number, digit| number * 10 + u16::from(digit - b'0'));
    Some((u8::try_from(number).ok()?, 3))
}

fn escape(byte: u8, name: &mut String) {
    match byte {
        b'.' | b' ' | b'\'' | b'@' | b';' | b'(' | b')' | b'"' | b'\\' => {
            name.push('\\');
            name.push(char::from(byte));
        }
        b'!'..=b'~' => name.push(char::from(byte)),
        _ => name.push_str(&format!("\\{byte:03}")),
    }
}

/// The labels of a name that [`parse`] made, for the wire.
#[must_use]
pub fn wire_labels(name: &str) -> Vec<Vec<u8>> {
    labels(name).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_get_their_text() {
        for (text, name) in [
            ("a.mesh", "a.mesh."),
            ("A.Mesh.", "A.Mesh."),
            (".", "."),
            ("a\\.b.mesh", "a\\.b.mesh."),
            ("a\\046b", "a\\.b."),
            ("a\\ b", "a\\ b."),
            ("\\000\\255", "\\000\\255."),
            ("\\a\\*", "a*."),
            ("*.mesh", "*.mesh."),
            ("_http._tcp.x", "_http._tcp.x."),
            ("bücher.example", "xn--bcher-kva.example."),
            ("例え。テスト", "xn--r8jz45g.xn--zckzah."),
            ("BÜCHER.Mesh", "xn--bcher-kva.Mesh."),
            ("bücher.a\\.b", "xn--bcher-kva.a\\.b."),
        ] {
            assert_eq!(parse(text).as_deref(), Ok(name), "{text}");
            assert_eq!(parse(name).as_deref(), Ok(name), "{name} is its own text");
        }
    }

    #[test]
    fn texts_that_are_no_names() {
        let long = "a".repeat(64);
        let longest = [&"a".repeat(63)[..]; 3].join(".") + "." + &"b".repeat(61);
        assert_eq!(parse(&longest).map(|name| name.len()), Ok(254));
        assert_eq!(parse(&format!("{longest}b")), Err(NameError::TooLong { len: 256 }));
        assert_eq!(parse(&long), Err(NameError::LongLabel { text: long.clone(), len: 64 }));
        assert_eq!(parse(""), Err(NameError::Empty));
        for text in ["a..b", ".a", "a...", ".."] {
            assert!(matches!(parse(text), Err(NameError::EmptyLabel { .. })), "{text}");
        }
        for text in ["a\\", "a\\25", "a\\256", "\\9x9", "a\\éb"] {
            assert!(matches!(parse(text), Err(NameError::BadEscape { .. })), "{text}");
        }
        for text in ["\u{200b}\u{202e}", "bücher\\.x.example", "b\\252cher.ü\\.x"] {
            assert!(matches!(parse(text), Err(NameError::NoAscii { .. })), "{text}");
        }
    }
}
