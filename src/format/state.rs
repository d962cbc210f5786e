//! Where CoreDNS's lexer can stand at a place of a template: a set of states, moved on by bytes as
//! [`crate::corefile::lexer`] moves (coredns/caddy: caddyfile/lexer.go). Only what decides about words is known here.

/// A set of states.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct States(u8);

/// Counts for nothing at the very start of a text.
pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Between words.
const BETWEEN: u8 = 1;
/// Within a word.
const WORD: u8 = 2;
/// Within a word, behind a number sign that hides its rest.
const HIDDEN: u8 = 4;
/// Within a comment.
const COMMENT: u8 = 8;
/// Between quotes.
const QUOTED: u8 = 16;
/// Between quotes, behind a backslash.
const ESCAPED: u8 = 32;
const ALL: u8 = 63;

/// What a character is for the lexer.
#[derive(Clone, Copy)]
enum Sort {
    Other,
    Break,
    Space,
    Return,
    Quote,
    Backslash,
    Hash,
    /// A byte that is no character by itself, and perhaps part of one together with what an action prints beside it.
    Broken,
    /// Left out where the text starts with it, and part of a word everywhere else.
    Mark,
}

const fn after(state: u8, sort: Sort) -> u8 {
    match (state, sort) {
        (BETWEEN | WORD | HIDDEN, Sort::Break | Sort::Space) | (BETWEEN, Sort::Return) => BETWEEN,
        (BETWEEN, Sort::Quote) => QUOTED,
        (BETWEEN, Sort::Hash) => COMMENT,
        (BETWEEN, Sort::Broken | Sort::Mark) => BETWEEN | WORD,
        (BETWEEN, _) => WORD,
        (WORD, Sort::Hash) => HIDDEN,
        (WORD | HIDDEN, Sort::Broken) => state | BETWEEN,
        (COMMENT, Sort::Break) => BETWEEN,
        (QUOTED, Sort::Quote) => BETWEEN,
        (QUOTED, Sort::Backslash) => ESCAPED,
        (ESCAPED, _) => QUOTED,
        _ => state,
    }
}

const SORTS: [Sort; 9] = [
    Sort::Other,
    Sort::Break,
    Sort::Space,
    Sort::Return,
    Sort::Quote,
    Sort::Backslash,
    Sort::Hash,
    Sort::Broken,
    Sort::Mark,
];

static AFTER: [[u8; 64]; SORTS.len()] = {
    let mut table = [[0; 64]; SORTS.len()];
    let mut sort = 0;
    while sort < SORTS.len() {
        let mut set = 0;
        while set < 64 {
            let mut bit = 0;
            while bit < 6 {
                if set & (1 << bit) != 0 {
                    table[sort][set] |= after(1 << bit, SORTS[sort]);
                }
                bit += 1;
            }
            set += 1;
        }
        sort += 1;
    }
    table
};

static SORT_OF_ASCII: [Sort; 128] = {
    let mut table = [Sort::Other; 128];
    table[b'\n' as usize] = Sort::Break;
    table[b' ' as usize] = Sort::Space;
    table[b'\t' as usize] = Sort::Space;
    table[0x0b] = Sort::Space;
    table[0x0c] = Sort::Space;
    table[b'\r' as usize] = Sort::Return;
    table[b'"' as usize] = Sort::Quote;
    table[b'\\' as usize] = Sort::Backslash;
    table[b'#' as usize] = Sort::Hash;
    table
};

impl States {
    /// The start of a text.
    pub const START: Self = Self(BETWEEN);
    /// Nothing is known.
    pub const ANY: Self = Self(ALL);

    /// All states of both.
    pub fn join(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// Whether a quoted word may be open, in which every byte counts.
    pub fn may_be_quoted(self) -> bool {
        self.0 & (QUOTED | ESCAPED) != 0
    }

    /// Whether a comment may be open.
    pub fn may_be_comment(self) -> bool {
        self.0 & COMMENT != 0
    }

    /// Whether a word can only begin here.
    pub fn is_between_words(self) -> bool {
        self.0 == BETWEEN
    }

    /// The states behind `bytes`.
    #[must_use]
    pub fn behind(self, bytes: &[u8]) -> Self {
        let mut set = usize::from(self.0);
        let mut rest = bytes;
        loop {
            let plain = rest.iter().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
            let (ascii, behind) = rest.split_at(plain);
            for byte in ascii {
                set = step(set, SORT_OF_ASCII[usize::from(byte & 0x7f)]);
            }
            let len = behind.iter().position(u8::is_ascii).unwrap_or(behind.len());
            let (foreign, behind) = behind.split_at(len);
            for chunk in foreign.utf8_chunks() {
                for character in chunk.valid().chars() {
                    let sort = match character {
                        '\u{feff}' => Sort::Mark,
                        character if character.is_whitespace() => Sort::Space,
                        _ => Sort::Other,
                    };
                    set = step(set, sort);
                }
                for _ in chunk.invalid() {
                    set = step(set, Sort::Broken);
                }
            }
            if behind.is_empty() {
                return Self(u8::try_from(set).unwrap_or(ALL));
            }
            rest = behind;
        }
    }

    /// The states behind a piece of a word, whatever it is: no white space, quotes, number signs.
    #[must_use]
    pub fn behind_word(self) -> Self {
        Self(AFTER[Sort::Other as usize][usize::from(self.0)])
    }

    /// The states behind a text of which nothing is known.
    #[must_use]
    pub fn behind_anything(self) -> Self {
        if self.0 == 0 { self } else { Self::ANY }
    }
}

fn step(set: usize, sort: Sort) -> usize {
    usize::from(AFTER[sort as usize][set])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corefile::lexer::lex;

    /// What the lexer says itself: whether `text` ends within quotes, and whether a quote behind it opens a word.
    fn lexed(text: &str) -> (bool, bool) {
        let ends_quoted = |text: &str| {
            lex(text.as_bytes(), 0).last().is_some_and(|token| token.quoted && token.text.ends_with("\u{1}"))
        };
        (ends_quoted(&format!("{text}\u{1}")), ends_quoted(&format!("{text}\"\u{1}")))
    }

    #[test]
    fn states_are_those_of_the_lexer() {
        let alphabet = ["a", " ", "\n", "\r", "\"", "\\", "#", "\u{85}", "\u{a0}", "é", "\u{c}", "\t"];
        let mut seed = 7_u64;
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..seed % 9 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text += alphabet[(seed >> 33) as usize % alphabet.len()];
            }
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let states = States::START.behind(text.as_bytes());
            assert_eq!(states.0.count_ones(), 1, "{text:?}");
            let (quoted, _) = lexed(&text);
            assert_eq!(states.may_be_quoted(), quoted, "{text:?}");
            if !quoted {
                assert_eq!(states.is_between_words(), lexed(&text).1, "{text:?}");
            }
        }
    }

    #[test]
    fn what_is_not_known_is_all_that_it_may_be() {
        assert_eq!(States::START.behind(b"\xc2").0, BETWEEN | WORD);
        assert_eq!(States::START.behind("\u{feff}".as_bytes()).0, BETWEEN | WORD);
        assert_eq!(States::START.behind(b"a\xc2\"").0, BETWEEN << 4 | WORD);
        assert_eq!(States::default().behind_anything(), States::default());
        assert_eq!(States::START.behind_anything(), States::ANY);
        assert_eq!(States::START.behind_word().0, WORD);
    }
}
