//! Damages templates: bytes and tokens are deleted, doubled, swapped, and inserted from a dictionary.

use super::random::Random;

/// What is inserted.
const DICTIONARY: &[&[u8]] = &[
    b"{{",
    b"}}",
    b"{{-",
    b"-}}",
    b"{{- ",
    b" -}}",
    b"{",
    b"}",
    b"/*",
    b"*/",
    b"{{/* c */}}",
    b"{{- /* c\n */ -}}",
    b"if ",
    b"else",
    b"{{else}}",
    b"{{else if .on}}",
    b"{{else with .m}}",
    b"end",
    b"{{end}}",
    b"range ",
    b"with ",
    b"define \"t\"",
    b"{{define \"t\"}}",
    b"{{block \"t\" .}}",
    b"{{template \"t\" .}}",
    b"template \"t\"",
    b"{{break}}",
    b"{{continue}}",
    b"break",
    b"continue",
    b"nil",
    b"true",
    b"false",
    b"and ",
    b"or ",
    b"not ",
    b"eq ",
    b"ne ",
    b"lt ",
    b"le ",
    b"gt ",
    b"ge ",
    b"len ",
    b"index ",
    b"slice ",
    b"print ",
    b"printf ",
    b"println ",
    b"html ",
    b"js ",
    b"urlquery ",
    b"call ",
    b"nosuch ",
    b".",
    b"..",
    b".x",
    b".name",
    b".\xc3\xa9",
    b"$",
    b"$x",
    b"$x := ",
    b"$i, $e := ",
    b"$x = ",
    b"$\xc3\xa9",
    b":=",
    b":",
    b"=",
    b"==",
    b"|",
    b"||",
    b" | ",
    b",",
    b"(",
    b")",
    b"()",
    b"(.",
    b").x",
    b"\"",
    b"\"s\"",
    b"\"%d\"",
    b"\"\\x41\\u00e9\\101\"",
    b"\"\\",
    b"'",
    b"'a'",
    b"'\\''",
    b"'\\n'",
    b"''",
    b"'ab'",
    b"`",
    b"`raw`",
    b"`\r\n`",
    b"0",
    b"1",
    b"-1",
    b"+2",
    b"007",
    b"08",
    b"0x1F",
    b"0b101",
    b"0o17",
    b"1_000",
    b"1__0",
    b"0x_1",
    b"1.5",
    b".5",
    b"5.",
    b"1e3",
    b"1E-3",
    b"0x1p-2",
    b"0x1.8P1",
    b"1i",
    b"1+2i",
    b"1e2-3.5i",
    b"9223372036854775807",
    b"9223372036854775808",
    b"-9223372036854775808",
    b"18446744073709551616",
    b"1e400",
    b"0x",
    b"1a",
    b"+",
    b"-",
    b"!",
    b"@",
    b"#",
    b"%",
    b"%d",
    b"&",
    b"*",
    b";",
    b"?",
    b"\\",
    b"^",
    b"~",
    b"_",
    b"\0",
    b"\r",
    b"\n",
    b"\r\n",
    b"\t",
    b" ",
    b"\x0b",
    b"\x0c",
    b"\x7f",
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\xe2\x80\xa8",
    b"\xef\xbb\xbf",
    b"\xc2\xa0",
    b"\xc2\x85",
    b"\xcc\x81",
    b"\xd9\xa3",
    b"\xf0\x9f\x98\x80",
];

/// Applies one to six mutations.
pub fn mutate(random: &mut Random, template: &mut Vec<u8>) {
    let rounds = if random.once_in(4) { 1 + random.below(6) } else { 1 };
    for _ in 0..rounds {
        if random.once_in(3) { byte_mutation(random, template) } else { token_mutation(random, template) }
    }
}

fn byte_mutation(random: &mut Random, template: &mut Vec<u8>) {
    let at = random.below(template.len() + 1);
    match random.below(7) {
        0 if at < template.len() => {
            template.remove(at);
        }
        1 if at < template.len() => template.insert(at, template[at]),
        2 if at < template.len() => {
            let other = random.below(template.len());
            template.swap(at, other);
        }
        3 if at < template.len() => template[at] = random.number() as u8,
        4 => template.truncate(at),
        5 => {
            let text = random.character().to_string();
            template.splice(at..at, text.into_bytes());
        }
        _ => template.insert(at, 0x20 + random.below(0x5f) as u8),
    }
}

fn token_mutation(random: &mut Random, template: &mut Vec<u8>) {
    let tokens = tokens(template);
    let (kind, at, other) = (random.below(8), random.below(tokens.len() + 1), random.below(tokens.len() + 1));
    let part = |index: usize| tokens.get(index).map_or(template.len()..template.len(), |&(from, to)| from..to);
    let (one, two) = (part(at), part(other));
    match kind {
        0 => {
            template.drain(one);
        }
        1 => {
            let copy = template[one.clone()].to_vec();
            template.splice(one.end..one.end, copy);
        }
        2 | 3 => {
            let copy = template[two].to_vec();
            if kind == 2 {
                template.splice(one, copy)
            } else {
                template.splice(one.start..one.start, copy)
            };
        }
        4 if one.end <= two.start => {
            let (first, second) = (template[one.clone()].to_vec(), template[two.clone()].to_vec());
            template.splice(two, first);
            template.splice(one, second);
        }
        5 => {
            template.splice(one, random.pick(DICTIONARY).iter().copied());
        }
        _ => {
            template.splice(one.start..one.start, random.pick(DICTIONARY).iter().copied());
        }
    }
}

// Words, delimiters, and everything else byte by byte.
fn tokens(template: &[u8]) -> Vec<(usize, usize)> {
    let mut tokens = Vec::new();
    let mut at = 0;
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
    while at < template.len() {
        let len = match &template[at..] {
            [b'{', b'{', ..] | [b'}', b'}', ..] | [b':', b'=', ..] | [b'/', b'*', ..] | [b'*', b'/', ..] => 2,
            rest => rest.iter().take_while(|byte| is_word(**byte)).count().max(1),
        };
        tokens.push((at, at + len));
        at += len;
    }
    tokens
}
