//! Bytes of files as text that is safe on a terminal: control characters become pictures, what is not UTF-8 becomes the
//! replacement character.

use std::borrow::Cow;

/// `bytes` as text in which only tab and newline are left of the control characters.
#[must_use]
pub fn visible(bytes: &[u8]) -> Cow<'_, str> {
    match String::from_utf8_lossy(bytes) {
        Cow::Borrowed(text) if !text.contains(is_hidden) => Cow::Borrowed(text),
        text => Cow::Owned(text.chars().map(visible_char).collect()),
    }
}

/// The same on one line: newlines become pictures, too.
#[must_use]
pub fn visible_line(bytes: &[u8]) -> Cow<'_, str> {
    match visible(bytes) {
        text if text.contains('\n') => Cow::Owned(text.replace('\n', "\u{240a}")),
        text => text,
    }
}

/// The same, cut behind about `limit` bytes. The text says that it goes on.
#[must_use]
pub fn visible_start(bytes: &[u8], limit: usize) -> Cow<'_, str> {
    if bytes.len() <= limit {
        return visible(bytes);
    }
    // A character is not cut in two.
    let is_inside = |byte: &&u8| (**byte & 0xc0) == 0x80;
    let inside = bytes.get(limit..).unwrap_or_default().iter().take(3).take_while(is_inside).count();
    Cow::Owned(visible(bytes.get(..limit + inside).unwrap_or(bytes)).into_owned() + "…")
}

/// The same with the place of each byte offset in `offsets` (ascending) in the new text.
#[must_use]
pub fn visible_with_offsets(bytes: &[u8], offsets: &[usize]) -> (String, Vec<usize>) {
    let (mut text, mut places, mut at) = (String::with_capacity(bytes.len()), Vec::new(), 0);
    let mut pending = offsets.iter().copied().peekable();
    let mut reach = |at: usize, len: usize| {
        while pending.next_if(|&offset| offset <= at).is_some() {
            places.push(len);
        }
    };
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            reach(at, text.len());
            text.push(visible_char(c));
            at += c.len_utf8();
        }
        for _ in chunk.invalid() {
            reach(at, text.len());
            text.push(char::REPLACEMENT_CHARACTER);
            at += 1;
        }
    }
    reach(usize::MAX, text.len());
    (text, places)
}

// Carriage returns could overwrite a line, bidirectional controls could reorder it.
pub(super) fn is_hidden(c: char) -> bool {
    visible_char(c) != c
}

fn visible_char(c: char) -> char {
    match c {
        '\t' | '\n' => c,
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_become_pictures() {
        assert_eq!(visible(b"a\x1b[31m\r\x7f\tb"), "a\u{241b}[31m\u{240d}\u{2421}\tb");
        assert_eq!(visible("plain é".as_bytes()), "plain é");
        assert_eq!(visible(b"\xff\xc3\xa9"), "\u{fffd}é");
    }

    #[test]
    fn lines_stay_lines_and_long_texts_are_cut() {
        assert_eq!(visible_line(b"a\nb\t\x1b"), "a\u{240a}b\t\u{241b}");
        assert_eq!(visible_start("aé€b".as_bytes(), 2), "aé…");
        assert_eq!(visible_start("aé€b".as_bytes(), 3), "aé…");
        assert_eq!(visible_start("aé€b".as_bytes(), 7), "aé€b");
        assert_eq!(visible_start(b"\x80\x80\x80\x80\x80\x80", 1), "\u{fffd}\u{fffd}\u{fffd}\u{fffd}…");
    }

    #[test]
    fn offsets_follow_the_text() {
        let (text, places) = visible_with_offsets(b"\x1b\xffab", &[0, 1, 2, 4]);
        assert_eq!(text, "\u{241b}\u{fffd}ab");
        assert_eq!(places, [0, 3, 6, 8]);
    }
}
