//! A text as a value in YAML, byte for byte, for whichever reader: a literal block where every reader takes it for the same
//! text, else base64. Readers differ about line breaks other than `\n`, and refuse control characters.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// A text as YAML has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scalar {
    /// The value itself, to be written behind `key: `; ends without a newline, which has to follow.
    Literal(String),
    /// Its base64, for `binaryData`.
    Base64(String),
}

impl Scalar {
    /// `text` as the value of a key that stands in column `column`, from 0.
    #[must_use]
    pub fn of(text: &[u8], column: usize) -> Self {
        literal(text, column).map_or_else(|| Self::Base64(STANDARD.encode(text)), Self::Literal)
    }
}

fn literal(text: &[u8], column: usize) -> Option<String> {
    let text = std::str::from_utf8(text).ok()?;
    if text.is_empty() {
        return Some("\"\"".to_owned());
    }
    // A block of blank lines alone is read in several ways.
    if !text.chars().all(is_printable) || text.trim().is_empty() {
        return None;
    }
    let (lines, chomping) = match text.strip_suffix('\n') {
        None => (text, "-"),
        Some(lines) if lines.ends_with('\n') => (lines, "+"),
        Some(lines) => (lines, ""),
    };
    // Readers guess the indentation from the first line.
    let indicator = if text.starts_with([' ', '\t', '\n']) { "2" } else { "" };
    let mut scalar = format!("|{indicator}{chomping}");
    for line in lines.split('\n') {
        scalar.push('\n');
        if !line.is_empty() {
            scalar.extend(std::iter::repeat_n(' ', column + 2));
            scalar += line;
        }
    }
    Some(scalar)
}

/// Whether every reader takes a character in a literal block, and for no line break: YAML 1.1 breaks lines at NEL, LS and
/// PS, too, and a byte order mark belongs at the start of a file only.
fn is_printable(c: char) -> bool {
    matches!(c, '\n' | '\t' | ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
        && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::input::{Reading, read};
    use crate::mesh::yaml;

    const PARTS: [&str; 26] = [
        "a",
        "{",
        "{{ .CoreDNSPort }}",
        " ",
        "  ",
        "\t",
        "\n",
        "\n\n",
        "\n  ",
        "\n\t",
        "#",
        ": ",
        "- ",
        "|",
        "\"",
        "'",
        "---",
        "...",
        "%",
        "\\",
        "ö",
        "\u{1f600}",
        "\r\n",
        "\u{85}",
        "\u{2028}",
        "\0",
    ];

    fn text(seed: &mut u64) -> String {
        let mut below = |bound: usize| {
            *seed ^= *seed << 13;
            *seed ^= *seed >> 7;
            *seed ^= *seed << 17;
            usize::try_from(*seed >> 33).unwrap() % bound
        };
        // The last four never stand in a block.
        let bound = if below(4) == 0 { PARTS.len() } else { PARTS.len() - 4 };
        (0..below(9)).map(|_| PARTS[below(bound)]).collect()
    }

    fn config_map(scalar: &Scalar) -> String {
        let (field, value) = match scalar {
            Scalar::Literal(value) => ("data", value),
            Scalar::Base64(value) => ("binaryData", value),
        };
        format!("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: n\n{field}:\n  corefile: {value}\n")
    }

    #[test]
    fn every_reader_reads_the_same_bytes() {
        let (mut seed, mut literals, mut seen_as_template) = (7, 0, 0);
        for _ in 0..4_000 {
            let text = text(&mut seed);
            let scalar = Scalar::of(text.as_bytes(), 2);
            let yaml = config_map(&scalar);
            if let Scalar::Literal(_) = scalar {
                literals += 1;
                let serde: serde_yaml::Value = serde_yaml::from_str(&yaml).unwrap_or_else(|e| panic!("{e}\n{yaml}"));
                assert_eq!(serde["data"]["corefile"].as_str(), Some(text.as_str()), "{yaml}");
                let root = yaml::parse(yaml.as_bytes()).unwrap_or_else(|e| panic!("{e}\n{yaml}")).unwrap();
                let node = root.at(&["data", "corefile"]);
                assert_eq!(node.to_go_string().unwrap().as_deref(), Some(text.as_str()), "{yaml}");
            } else {
                let serde: serde_yaml::Value = serde_yaml::from_str(&yaml).unwrap();
                let packed = serde["binaryData"]["corefile"].as_str().unwrap();
                assert_eq!(STANDARD.decode(packed).unwrap(), text.as_bytes());
            }
            // Texts of one line are no templates there.
            if let Ok(input) = read("m.yaml", yaml.clone().into_bytes(), Reading { named: true, max_bytes: 1 << 20 }) {
                assert_eq!(input.templates().next().unwrap().text, text.as_bytes(), "{yaml}");
                seen_as_template += 1;
            }
        }
        assert!(literals > 2_000 && seen_as_template > 1_000, "{literals} {seen_as_template}");
    }

    #[test]
    fn blocks_are_for_people() {
        for (text, scalar) in [
            (".:53 {\n    log\n}\n", "|\n    .:53 {\n        log\n    }"),
            ("a\n\nb", "|-\n    a\n\n    b"),
            ("a\n\n", "|+\n    a\n"),
            ("  a\n", "|2\n      a"),
            ("", "\"\""),
        ] {
            assert_eq!(Scalar::of(text.as_bytes(), 2), Scalar::Literal(scalar.to_owned()));
        }
        for text in [&b"a\r\n"[..], b"\xff", b"\n", b"a\x1b[0m", "\u{feff}a".as_bytes(), "a\u{85}".as_bytes()] {
            assert_eq!(Scalar::of(text, 2), Scalar::Base64(STANDARD.encode(text)), "{}", text.escape_ascii());
        }
    }
}
