//! Generates constants and formats: numbers in every base, characters, strings, and directives of `printf`. Most are
//! right; the wrong ones are wrong in the way that people and lexers are.

use super::random::Random;

/// A number; now and then a character or something that only looks like a number.
pub fn number(random: &mut Random) -> String {
    match random.below(12) {
        0 => character(random),
        1 if random.once_in(2) => soup(random),
        2 | 3 => float(random),
        4 => format!("{}i", if random.once_in(2) { float(random) } else { integer(random) }),
        5 if random.once_in(2) => {
            let sign = random.pick(&["+", "-"]);
            let (real, imaginary) = (float_or_integer(random), float_or_integer(random));
            format!("{real}{sign}{}i", imaginary.trim_start_matches(['+', '-']))
        }
        _ => integer(random),
    }
}

fn float_or_integer(random: &mut Random) -> String {
    if random.once_in(2) { float(random) } else { integer(random) }
}

/// An integer in any base, with underscores now and then.
pub fn integer(random: &mut Random) -> String {
    let edges = [0, 1, 2, 7, 8, 10, 127, 128, 255, 256, 65_535, 1 << 31, u64::from(u32::MAX), 1 << 53, (1 << 53) + 1];
    let far = [i64::MAX as u64 - 1, i64::MAX as u64, 1 << 63, (1 << 63) + 1, (1 << 63) + 1025, u64::MAX];
    let value = match random.below(6) {
        0 | 1 => random.below(10) as u64,
        2 => random.below(1000) as u64,
        3 => edges[random.below(edges.len())],
        4 => far[random.below(far.len())],
        _ => random.number() >> random.below(64),
    };
    let sign = random.pick(&["", "", "", "", "-", "+"]);
    let mut digits = match random.below(12) {
        0 => format!("0x{value:x}"),
        1 => format!("0X{value:X}"),
        2 => format!("0o{value:o}"),
        3 => format!("0{value:o}"),
        4 => format!("0b{value:b}"),
        5 if random.once_in(3) => format!("0{value}"),
        _ => value.to_string(),
    };
    if random.once_in(24) {
        digits.insert(random.below(digits.len() + 1), '_');
    }
    format!("{sign}{digits}")
}

/// A float, also in hexadecimal.
pub fn float(random: &mut Random) -> String {
    let sign = random.pick(&["", "", "", "-", "+"]);
    let whole =
        random.pick(&["", "0", "00", "1", "5", "12", "999999", "1234567890123456789", "9007199254740993", "010"]);
    let places =
        random.pick(&["", ".", ".0", ".5", ".25", ".1", ".000001", ".99999", ".123456789012345678901234567890"]);
    let exponents = [
        "",
        "",
        "e0",
        "e3",
        "E5",
        "e+20",
        "e21",
        "e-4",
        "e-5",
        "e-7",
        "e22",
        "e308",
        "e309",
        "e-323",
        "e-324",
        "e-400",
        "e19",
        "e18",
        "e",
        "e+",
        "e1_0",
        "e9999999999",
    ];
    if random.once_in(4) {
        let value = f64::from_bits(random.number());
        let scaled = (random.number() >> random.below(64)) as f64 / 10_f64.powi(random.below(40) as i32);
        let value = if value.is_finite() && random.once_in(2) { value } else { scaled };
        return if random.once_in(2) { format!("{value:e}") } else { format!("{sign}{:?}", value.abs()) };
    }
    if random.once_in(5) {
        let whole = random.pick(&["0", "1", "f", "1F", "", "123456789abcdef01", "1fffffffffffff", "10000000000000_8"]);
        let places = random.pick(&["", ".", ".8", ".08", ".fffffffffffff8", ".00000000000008", ".1_2"]);
        let exponent = random
            .pick(&["p0", "p1", "p-1", "P+3", "p-1074", "p-1075", "p1023", "p1024", "p63", "p64", "", "p", "p-99999"]);
        return format!("{sign}0x{whole}{places}{exponent}");
    }
    format!("{sign}{whole}{places}{}", random.pick(&exponents))
}

fn soup(random: &mut Random) -> String {
    const ALPHABET: &[u8] = b"0123456789__xXoObBeEpP..+-iafF";
    let mut text = random.below(10).to_string();
    for _ in 0..random.below(7) {
        text.push(char::from(ALPHABET[random.below(ALPHABET.len())]));
    }
    text
}

/// A character in quotes.
pub fn character(random: &mut Random) -> String {
    format!("'{}'", unit(random, '\''))
}

/// A string in quotes of either kind.
pub fn string(random: &mut Random) -> String {
    let plain = ["", "a", "x y", "%", "dns", "<&>", "tmpl", "%v", "0", "é世", "t", "k", "b", "/* c */", "}}", "{{"];
    match random.below(20) {
        0 | 1 => format!("`{}`", random.pick(&["", "raw", "\\n", "a\nb", "a\r\nb", "\"q\"", "{{.}}", "é", "%d"])),
        2..=6 => {
            let units: String = (0..random.below(6)).map(|_| unit(random, '"')).collect();
            format!("\"{units}\"")
        }
        7 if random.once_in(2) => format!(
            "\"{}\"",
            random.pick(&["\\", "\\q", "\\'", "\\x4", "\\400", "\\ud800", "\\U00110000", "\\u00", "\\1"])
        ),
        _ => format!("\"{}\"", random.pick(&plain)),
    }
}

fn unit(random: &mut Random, quote: char) -> String {
    let escapes = [
        "\\n",
        "\\t",
        "\\\\",
        "\\a",
        "\\v",
        "\\0",
        "\\000",
        "\\101",
        "\\377",
        "\\x41",
        "\\xff",
        "\\xC3",
        "\\u00e9",
        "\\u4e16",
        "\\U0001F600",
        "\\u2028",
        "\\ufffd",
        "\\ufeff",
        "\\u0000",
    ];
    match random.below(8) {
        0..=2 => random.pick(&escapes).to_owned(),
        3 => format!("\\{quote}"),
        4 | 5 => match random.character() {
            '\n' | '\\' => "x".to_owned(),
            c if c == quote => "y".to_owned(),
            c => c.to_string(),
        },
        6 if random.once_in(24) => random.pick(&["\\8", "\\x", "\\\"", "\\'", "ab", "", "\\uDC00"]).to_owned(),
        _ => random.pick(&["a", "Z", "0", " ", "%", "~", "`"]).to_owned(),
    }
}

/// A format for `printf`, without quotes, for operands of the kinds that `verbs` fit.
pub fn format(random: &mut Random, verbs: &[&str]) -> String {
    let mut format = String::new();
    for verb in verbs {
        if random.once_in(4) {
            format.push_str(random.pick(&["a", " ", "%%", "é", ":", "100%%", "[", "]", "\\n", "\\xff", "*"]));
        }
        format.push_str(&directive(random, verb));
    }
    if random.once_in(20) {
        format.push_str(
            random.pick(&["%", "%!", "%-", "%.", "%5", "%[1]", "%[", "%[1", "%*", "%.*", "%.[1]", "%é", "% "]),
        );
    }
    format
}

fn directive(random: &mut Random, verbs: &str) -> String {
    let mut text = "%".to_owned();
    if random.once_in(2) {
        for _ in 0..random.below(4) {
            text.push_str(random.pick(&["+", "-", "#", " ", "0"]));
        }
    }
    let index = |random: &mut Random| {
        let indexes =
            ["[1]", "[2]", "[3]", "[9]", "[0]", "[-1]", "[]", "[x]", "[1", "[1][2]", "[ 1]", "[00002]", "[99999999]"];
        let good = if random.once_in(3) { indexes.len() } else { 3 };
        indexes[random.below(good)]
    };
    if random.once_in(16) {
        text.push_str(index(random));
    }
    if random.once_in(3) {
        let widths = ["0", "1", "2", "3", "5", "8", "12", "20", "40", "*", "*", "1234567", "1000001"];
        let few = if random.once_in(8) { widths.len() } else { 11 };
        text.push_str(widths[random.below(few)]);
    }
    if random.once_in(16) {
        text.push_str(index(random));
    }
    if random.once_in(3) {
        text.push('.');
        if random.once_in(16) {
            text.push_str(index(random));
        }
        text.push_str(random.pick(&["", "0", "1", "2", "3", "4", "6", "10", "17", "25", "60", "*", "-1", "+2", "400"]));
    }
    if random.once_in(16) {
        text.push_str(index(random));
    }
    match random.below(8) {
        0 => text
            .push_str(random.pick(&[
                "v", "d", "s", "q", "x", "X", "t", "T", "c", "U", "o", "O", "b", "e", "E", "f", "F", "g", "G",
            ])),
        1 => text.push_str(
            random.pick(&["v", "T", "w", "z", "p", "%", "!", "é", "i", "n", "\\x00", "\\xff", "世", "l", "h", "L"]),
        ),
        2 => text.push('v'),
        _ => {
            let verbs = verbs.as_bytes();
            text.push(char::from(verbs[random.below(verbs.len())]));
        }
    }
    text
}
