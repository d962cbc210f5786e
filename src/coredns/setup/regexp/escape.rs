//! What a backslash begins: escapes, quoted text, classes of Perl and Unicode.

use super::{Measure, Parsed, Parser, push_escaped, wrong};

const DIGIT: &str = "0-9";
const SPACE: &str = r"\t\n\x0C\r ";
const WORD: &str = "0-9A-Za-z_";

impl Parser<'_> {
    /// A backslash outside of a class.
    pub(super) fn backslash(&mut self) -> Parsed<()> {
        let text = self.rest;
        let anchor = match text.as_bytes().get(1) {
            Some(b'A') => Some(r"\A"),
            Some(b'z') => Some(r"\z"),
            // ASCII only in Go.
            Some(b'b') => Some(r"(?-u:\b)"),
            Some(b'B') => Some(r"(?-u:\B)"),
            Some(b'C') => return wrong("invalid escape sequence", r"\C"),
            Some(b'Q') => {
                self.quoted(&text[2..]);
                return Ok(());
            }
            _ => None,
        };
        if let Some(anchor) = anchor {
            self.advance(2);
            self.out.push_str(anchor);
            self.push(Measure::ATOM);
            return Ok(());
        }
        if let Some((class, len)) = unicode_class(text)? {
            self.advance(len);
            self.out.push_str(&class);
            self.push(Measure::ATOM);
            return Ok(());
        }
        if let Some((class, negated)) = perl_class(text) {
            self.advance(2);
            self.out.push_str(if negated { "[^" } else { "[" });
            self.out.push_str(class);
            self.out.push(']');
            self.push(Measure::ATOM);
            return Ok(());
        }
        let (c, len) = escape(text)?;
        self.advance(len);
        push_escaped(&mut self.out, c);
        self.push(Measure::ATOM);
        Ok(())
    }

    /// Text up to `\E`, or to the end.
    fn quoted(&mut self, text: &str) {
        let (quoted, end) = text.split_once(r"\E").map_or((text, 0), |(quoted, _)| (quoted, 2));
        for c in quoted.chars() {
            push_escaped(&mut self.out, c);
            self.push(Measure::ATOM);
        }
        self.advance(2 + quoted.len() + end);
    }
}

/// `\d` and the like: what stands inside the brackets, and whether it is negated.
pub(super) fn perl_class(text: &str) -> Option<(&'static str, bool)> {
    let letter = *text.as_bytes().get(1).filter(|_| text.starts_with('\\'))?;
    let class = match letter.to_ascii_lowercase() {
        b'd' => DIGIT,
        b's' => SPACE,
        b'w' => WORD,
        _ => return None,
    };
    Some((class, letter.is_ascii_uppercase()))
}

/// `\pL`, `\p{Greek}`, `\P{^Greek}`: the class in the crate's syntax, and its length here.
pub(super) fn unicode_class(text: &str) -> Parsed<Option<(String, usize)>> {
    let Some(behind) = text.strip_prefix(r"\p").or_else(|| text.strip_prefix(r"\P")) else { return Ok(None) };
    let (name, len) = match behind.chars().next() {
        None => return wrong("invalid character class range", text),
        Some('{') => match behind.find('}') {
            Some(end) => (&behind[1..end], 2 + end + 1),
            None => return wrong("invalid character class range", text),
        },
        Some(c) => (&behind[..c.len_utf8()], 2 + c.len_utf8()),
    };
    let (name, inverted) = name.strip_prefix('^').map_or((name, false), |name| (name, true));
    let negated = text.starts_with(r"\P") != inverted;
    let Some(class) = crate_class(name, negated) else {
        return wrong("invalid character class range", &text[..len]);
    };
    Ok(Some((class, len)))
}

// Scripts have their full names in Go, not the short ones of four letters; these are both.
const SHORT_SCRIPTS: [&str; 7] = ["ahom", "cham", "kawi", "lisu", "modi", "newa", "thai"];

/// A category or a script of Unicode in the crate's syntax. From Go 1.25 on letter case does not matter.
fn crate_class(name: &str, negated: bool) -> Option<String> {
    let is_word = !name.is_empty() && name.chars().all(|c| c == '_' || c.is_ascii_alphabetic());
    let lower = name.to_ascii_lowercase();
    let letter = if negated { "\\P" } else { "\\p" };
    match lower.as_str() {
        // No text holds one.
        "cs" | "surrogate" => return Some(if negated { "[^a&&b]" } else { "[a&&b]" }.to_owned()),
        "any" | "ascii" | "assigned" => return Some(format!("{letter}{{{lower}}}")),
        _ => {}
    }
    let is_short = name.len() == 4 && !SHORT_SCRIPTS.contains(&lower.as_str());
    let kinds = if is_short { &["gc"][..] } else { &["gc", "sc"] };
    let mut classes = kinds.iter().map(|kind| format!("{letter}{{{kind}={name}}}"));
    classes.find(|class| is_word && regex::Regex::new(class).is_ok())
}

/// An escape that stands for a character: that, and its length.
pub(super) fn escape(text: &str) -> Parsed<(char, usize)> {
    let behind = text.get(1..).unwrap_or("");
    let Some(c) = behind.chars().next() else { return wrong("trailing backslash at end of expression", "") };
    let octal = |digits: usize| {
        let number = behind.bytes().take(digits).fold(0, |number, digit| number * 8 + u32::from(digit - b'0'));
        Ok((char::from_u32(number).unwrap_or('\0'), 1 + digits))
    };
    let octal_digits = behind.bytes().take(3).take_while(|byte| (b'0'..=b'7').contains(byte)).count();
    let mut end = 1 + c.len_utf8();
    match c {
        '0' => return octal(octal_digits),
        '1'..='7' if octal_digits > 1 => return octal(octal_digits),
        'x' => match hexadecimal(&behind[1..]) {
            Ok((c, len)) => return Ok((c, 2 + len)),
            Err(len) => end = 2 + len,
        },
        'a' => return Ok(('\x07', 2)),
        'f' => return Ok(('\x0c', 2)),
        'n' => return Ok(('\n', 2)),
        'r' => return Ok(('\r', 2)),
        't' => return Ok(('\t', 2)),
        'v' => return Ok(('\x0b', 2)),
        c if c.is_ascii() && !c.is_ascii_alphanumeric() => return Ok((c, 2)),
        _ => {}
    }
    wrong("invalid escape sequence", text.get(..end).unwrap_or(text))
}

/// `41` or `{10FFFF}`: the character and its length, or how far Go reads before it gives up.
fn hexadecimal(text: &str) -> Result<(char, usize), usize> {
    let mut characters = text.chars();
    if !text.starts_with('{') {
        let mut read = 0;
        let mut number = 0;
        for _ in 0..2 {
            let Some(c) = characters.next() else { return Err(read) };
            read += c.len_utf8();
            let Some(digit) = c.to_digit(16) else { return Err(read) };
            number = number * 16 + digit;
        }
        return char::from_u32(number).map(|c| (c, 2)).ok_or(2);
    }
    let (mut number, mut read, mut digits) = (0_u32, 1, 0);
    characters.next();
    for c in characters {
        read += c.len_utf8();
        match c.to_digit(16) {
            Some(digit) => number = number.saturating_mul(16).saturating_add(digit),
            None if c == '}' && digits > 0 => {
                // Go takes surrogates, which no text holds, for what they are.
                let c = if (0xd800..0xe000).contains(&number) { Some('\u{fffd}') } else { char::from_u32(number) };
                return c.map(|c| (c, read)).ok_or(read);
            }
            None => return Err(read),
        }
        digits += 1;
        if number > 0x10_ffff {
            return Err(read);
        }
    }
    Err(read)
}
