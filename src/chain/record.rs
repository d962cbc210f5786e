//! A line of a zone file as CoreDNS's DNS library (miekg/dns NewRR) reads it: only the first record counts, a missing TTL is
//! an hour, names without a dot at their end get one. The data of rarer types are taken as they stand.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::message::{Record, RecordData};
use crate::coredns::dns;

/// Seconds.
const DEFAULT_TTL: u32 = 3600;
const MAX_NAME: usize = 255;
const MAX_LABEL: usize = 63;

/// Reads a line. Nothing to read gives none, as the library gives a nil record for it.
///
/// # Errors
/// Why it is no record.
pub fn parse(text: &str) -> Result<Option<Record>, String> {
    let starts_with_space = text.starts_with([' ', '\t']);
    let Some(words) = words(text)? else { return Ok(None) };
    let mut words = words.into_iter().peekable();
    let Some(owner) = words.next() else { return Ok(None) };
    if starts_with_space {
        return Err(format!("no owner in front of {:?}", owner.text));
    }
    let name = absolute(&owner.text).ok_or_else(|| format!("bad owner name: {:?}", owner.text))?;
    let (mut ttl, mut class) = (None, None);
    let qtype = loop {
        let Some(word) = words.next() else { return Err("unexpected end of the record".to_owned()) };
        let upper = word.text.to_ascii_uppercase();
        if let Some(qtype) = number(&upper, "TYPE", dns::qtype) {
            break qtype;
        }
        if class.is_none()
            && let Some(known) = number(&upper, "CLASS", dns::class)
        {
            class = Some(known);
        } else if ttl.is_none()
            && let Some(seconds) = seconds(&word.text)
        {
            ttl = Some(seconds);
        } else {
            return Err(format!("expecting RR type, TTL or class, not this: {:?}", word.text));
        }
    };
    let data = data(qtype, words.collect())?;
    Ok(Some(Record { name, ttl: Some(ttl.unwrap_or(DEFAULT_TTL)), class: class.unwrap_or(dns::IN), qtype, data }))
}

struct Word {
    text: String,
    quoted: bool,
}

/// The words of the first line that has any; brackets join lines. None if there is no word at all.
fn words(text: &str) -> Result<Option<Vec<Word>>, String> {
    let (mut words, mut word) = (Vec::new(), None::<String>);
    let mut brackets = 0_usize;
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        match c {
            ' ' | '\t' | '\r' => words.extend(word.take().map(bare)),
            '\n' => {
                words.extend(word.take().map(bare));
                if brackets == 0 && !words.is_empty() {
                    break;
                }
            }
            ';' => {
                words.extend(word.take().map(bare));
                if brackets == 0 && !words.is_empty() {
                    break;
                }
                characters.by_ref().find(|c| *c == '\n');
            }
            '(' => {
                words.extend(word.take().map(bare));
                brackets += 1;
            }
            ')' => {
                words.extend(word.take().map(bare));
                brackets = brackets.checked_sub(1).ok_or("extra closing brace")?;
            }
            '"' => {
                words.extend(word.take().map(bare));
                words.push(Word { text: quoted(&mut characters)?, quoted: true });
            }
            '\\' => {
                let word = word.get_or_insert_default();
                word.push(c);
                word.extend(characters.next());
            }
            _ => word.get_or_insert_default().push(c),
        }
    }
    if brackets > 0 {
        return Err("unbalanced brace".to_owned());
    }
    words.extend(word.map(bare));
    Ok((!words.is_empty()).then_some(words))
}

fn bare(text: String) -> Word {
    Word { text, quoted: false }
}

fn quoted(characters: &mut std::str::Chars<'_>) -> Result<String, String> {
    let mut text = String::new();
    loop {
        match characters.next() {
            None => return Err("unbalanced quote".to_owned()),
            Some('"') => return Ok(text),
            Some('\\') => {
                text.push('\\');
                text.extend(characters.next());
            }
            Some(c) => text.push(c),
        }
    }
}

/// A known name, or the prefix and a number (RFC 3597).
fn number(upper: &str, prefix: &str, known: impl Fn(&str) -> Option<u16>) -> Option<u16> {
    known(upper).or_else(|| upper.strip_prefix(prefix)?.parse().ok())
}

/// `300`, `5m`, `1h30m`.
fn seconds(text: &str) -> Option<u32> {
    let (mut total, mut part) = (0_u32, 0_u32);
    for c in text.chars() {
        let unit = match c.to_ascii_lowercase() {
            's' => 1,
            'm' => 60,
            'h' => 60 * 60,
            'd' => 60 * 60 * 24,
            'w' => 60 * 60 * 24 * 7,
            _ => {
                part = part.checked_mul(10)?.checked_add(c.to_digit(10)?)?;
                continue;
            }
        };
        total = total.checked_add(part.checked_mul(unit)?)?;
        part = 0;
    }
    if text.is_empty() { None } else { total.checked_add(part) }
}

/// The name with its dot at the end, if it is one.
fn absolute(name: &str) -> Option<String> {
    if name == "@" || name == "." {
        return Some(".".to_owned());
    }
    let (mut label, mut total, mut dot) = (0, 1, false);
    let mut bytes = name.bytes();
    while let Some(byte) = bytes.next() {
        dot = byte == b'.';
        if dot {
            if label == 0 {
                return None;
            }
            (total, label) = (total + label + 1, 0);
            continue;
        }
        if byte == b'\\' {
            let next = bytes.next()?;
            if next.is_ascii_digit() && !(bytes.next()?.is_ascii_digit() && bytes.next()?.is_ascii_digit()) {
                return None;
            }
        }
        label += 1;
        if label > MAX_LABEL {
            return None;
        }
    }
    if !dot {
        total += label + 1;
    }
    let fits = !name.is_empty() && total <= MAX_NAME;
    fits.then(|| if dot { name.to_owned() } else { format!("{name}.") })
}

fn data(qtype: u16, words: Vec<Word>) -> Result<RecordData, String> {
    let name = dns::qtype_text(qtype);
    let bad = |what: &str| format!("bad {name} {what}");
    if words.is_empty() {
        return Err(bad("record: it says nothing"));
    }
    if words[0].text == "\\#" {
        return Ok(RecordData::Text(joined(&words)));
    }
    // Fields in front that are numbers of 16 bits, then names, then numbers of 32 bits.
    let (numbers, names, longs) = match qtype {
        dns::A | dns::AAAA => (0, 0, 0),
        2..=5 | 7..=9 | 12 | 23 | 39 => (0, 1, 0),
        dns::SOA => (0, 2, 5),
        14 | 17 => (0, 2, 0),
        dns::MX | 18 | 21 | 36 | 107 => (1, 1, 0),
        dns::SRV => (3, 1, 0),
        dns::TXT | 99 | 258 => {
            let quoted: Vec<_> = words.iter().map(|word| format!("\"{}\"", word.text)).collect();
            return Ok(RecordData::Text(quoted.join(" ")));
        }
        _ => return Ok(RecordData::Text(joined(&words))),
    };
    let expected = (numbers + names + longs).max(1);
    if words.len() != expected {
        return Err(bad(&format!("record: {} fields, not {expected}", words.len())));
    }
    let first = words[0].text.as_str();
    match qtype {
        dns::A => return first.parse::<Ipv4Addr>().map(|ip| RecordData::Address(ip.into())).map_err(|_| bad(first)),
        dns::AAAA => return first.parse::<Ipv6Addr>().map(|ip| RecordData::Address(ip.into())).map_err(|_| bad(first)),
        _ => {}
    }
    let mut fields = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let text = word.text.as_str();
        let field = if index < numbers {
            text.parse::<u16>().ok().map(|_| text.to_owned())
        } else if index < numbers + names {
            absolute(text)
        } else if index == numbers + names {
            // The serial number is one; the times after it may have units.
            text.parse::<u32>().ok().map(|number| number.to_string())
        } else {
            seconds(text).map(|number| number.to_string())
        };
        fields.push(field.ok_or_else(|| bad(&format!("field {text:?}")))?);
    }
    if qtype == dns::CNAME {
        return Ok(RecordData::Name(fields.remove(0)));
    }
    Ok(RecordData::Text(fields.join(" ")))
}

fn joined(words: &[Word]) -> String {
    let text = |word: &Word| if word.quoted { format!("\"{}\"", word.text) } else { word.text.clone() };
    words.iter().map(text).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        match parse(text) {
            Ok(Some(record)) => record.to_string(),
            Ok(None) => "nothing".to_owned(),
            Err(_) => "error".to_owned(),
        }
    }

    #[test]
    fn records_are_read() {
        for (text, record) in [
            ("a.mesh. 60 IN A 240.0.0.9", "a.mesh. 60 IN A 240.0.0.9"),
            ("a.mesh IN A 240.0.0.9", "a.mesh. 3600 IN A 240.0.0.9"),
            ("a.mesh. in 1h30m aaaa ::1", "a.mesh. 5400 IN AAAA ::1"),
            ("a. A 1.2.3.4 ; b\nb. A 1.2.3.5", "a. 3600 IN A 1.2.3.4"),
            ("a. 5 CNAME b", "a. 5 IN CNAME b."),
            ("a. 5 MX 10 b.c.", "a. 5 IN MX 10 b.c."),
            ("a. 5 CH TXT x \"y z\"", "a. 5 CH TXT \"x\" \"y z\""),
            ("a. SRV 0 5 443 h", "a. 3600 IN SRV 0 5 443 h."),
            ("m. 60 IN SOA ns.m. h.m. ( 1 60\n 1m 60 60 )", "m. 60 IN SOA ns.m. h.m. 1 60 60 60 60"),
            ("a. HTTPS 1 . alpn=h2", "a. 3600 IN HTTPS 1 . alpn=h2"),
            ("a. TYPE777 \\# 1 ff", "a. 3600 IN TYPE777 \\# 1 ff"),
            ("", "nothing"),
            ("  ; nothing\n", "nothing"),
        ] {
            assert_eq!(shown(text), record, "{text}");
        }
    }

    #[test]
    fn what_is_none_is_refused() {
        for text in [
            "not a record",
            "a. 60 IN A",
            "a. 60 IN A ::1",
            "a. 60 IN A 1.2.3.4 5",
            "a. 60 IN AAAA 1.2.3.4",
            "a..b. A 1.2.3.4",
            "a. 60 60 A 1.2.3.4",
            "a. MX b.",
            "a. TXT \"open",
            "a. A 1.2.3.4 )",
            " a. A 1.2.3.4",
        ] {
            assert_eq!(shown(text), "error", "{text}");
        }
    }
}
