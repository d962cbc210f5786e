//! Go's two questions about a character: may it stand in an identifier, and does `%q` print it as itself?
//! Rust's own classes differ (`is_alphanumeric` counts more numbers), so the answers come from tables made by Go.
//! The underscore, which Go's lexer adds to identifiers, is left to the caller.

use super::unicode_tables::{LETTER_OR_DIGIT_15, LETTER_OR_DIGIT_17, PRINT_15, PRINT_17};

/// `unicode.IsLetter(c) || unicode.IsDigit(c)`; `unicode17` is true from Go 1.27 on.
pub(crate) fn is_letter_or_digit(c: char, unicode17: bool) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    contains(if unicode17 { LETTER_OR_DIGIT_17 } else { LETTER_OR_DIGIT_15 }, c)
}

/// `strconv.IsPrint(c)`; `unicode17` is true from Go 1.27 on.
pub(crate) fn is_print(c: char, unicode17: bool) -> bool {
    if c.is_ascii() {
        return matches!(c, ' '..='~');
    }
    contains(if unicode17 { PRINT_17 } else { PRINT_15 }, c)
}

fn contains(ranges: &[(u32, u32)], c: char) -> bool {
    let code = u32::from(c);
    let after = ranges.partition_point(|&(first, _)| first <= code);
    after > 0 && code <= ranges[after - 1].1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_merged_and_beyond_ascii() {
        for table in [LETTER_OR_DIGIT_15, PRINT_15, LETTER_OR_DIGIT_17, PRINT_17] {
            assert!(table[0].0 >= 0x80);
            assert!(table.iter().all(|&(first, last)| first <= last && last <= u32::from(char::MAX)));
            assert!(table.windows(2).all(|pair| pair[0].1 + 1 < pair[1].0));
        }
    }

    #[test]
    fn letters_and_digits() {
        let yes = "aZ09ªéßǅʰא世٣𝟙\u{3134a}";
        let no = "_-.{ \u{7f}\u{80}\u{301}☃\u{e000}\u{10ffff}";
        let only_in_rust = "²½Ⅷ①㊀\u{93f}";
        assert!(only_in_rust.chars().all(char::is_alphanumeric));
        for unicode17 in [false, true] {
            for c in yes.chars() {
                assert!(is_letter_or_digit(c, unicode17), "{c:?}");
            }
            for c in no.chars().chain(only_in_rust.chars()) {
                assert!(!is_letter_or_digit(c, unicode17), "{c:?}");
            }
        }
    }

    #[test]
    fn printable() {
        let yes = " !~¡®é²Ⅷ\u{301}世☃😀\u{fffd}";
        let no = "\0\n\u{1f}\u{7f}\u{80}\u{a0}\u{ad}\u{200b}\u{2028}\u{feff}\u{e000}\u{10ffff}";
        for unicode17 in [false, true] {
            for c in yes.chars() {
                assert!(is_print(c, unicode17), "{c:?}");
            }
            for c in no.chars() {
                assert!(!is_print(c, unicode17), "{c:?}");
            }
        }
    }

    #[test]
    fn both_ends_of_every_range_are_inside() {
        for (table, unicode17) in [(LETTER_OR_DIGIT_15, false), (LETTER_OR_DIGIT_17, true)] {
            for &(first, last) in table {
                for code in [first, last] {
                    assert!(char::from_u32(code).is_some_and(|c| is_letter_or_digit(c, unicode17)), "{code:#x}");
                }
                for code in [first - 1, last + 1] {
                    assert!(char::from_u32(code).is_none_or(|c| !is_letter_or_digit(c, unicode17)), "{code:#x}");
                }
            }
        }
    }

    #[test]
    fn later_unicode_only_adds() {
        for c in (0x80..=u32::from(char::MAX)).filter_map(char::from_u32) {
            assert!(!is_letter_or_digit(c, false) || is_letter_or_digit(c, true), "{c:?}");
            assert!(!is_print(c, false) || is_print(c, true), "{c:?}");
        }
        for (c, letter) in [('\u{88f}', true), ('\u{c5c}', true), ('\u{897}', false)] {
            assert_eq!((is_letter_or_digit(c, false), is_letter_or_digit(c, true)), (false, letter), "{c:?}");
            assert_eq!((is_print(c, false), is_print(c, true)), (false, true), "{c:?}");
        }
    }
}
