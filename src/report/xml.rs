//! Text in XML, whatever it holds.

use super::visible::visible;

/// Text between tags, or in double quotes. Control characters, which XML 1.0 forbids even as references, become pictures.
#[must_use]
pub fn content(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in visible(text.as_bytes()).chars() {
        match c {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            '\'' => escaped += "&apos;",
            '\u{fffe}' | '\u{ffff}' => escaped.push(char::REPLACEMENT_CHARACTER),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// The value of an attribute, in double quotes. A parser turns tabs and newlines there into spaces unless they are references.
#[must_use]
pub fn attribute(text: &str) -> String {
    content(text).replace('\t', "&#9;").replace('\n', "&#10;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_from_xml() {
        let text = "<a b='1'>&amp; \"x\"\n\t]]>é\u{10ffff}";
        let xml = format!("<r a=\"{}\">{}</r>", attribute(text), content(text));
        let document = roxmltree::Document::parse(&xml).unwrap();
        let root = document.root_element();
        assert_eq!((root.attribute("a"), root.text()), (Some(text), Some(text)));
        assert_eq!(content("\0\u{b}\u{fffe}\r"), "\u{2400}\u{240b}\u{fffd}\u{240d}");
    }
}
