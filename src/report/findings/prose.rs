//! The texts of rules and findings in pieces, for pages: `code` between backticks, paragraphs, lists. This is the little of
//! Markdown that our own texts use; in texts from files nothing else has a meaning.

use serde::Serialize;

/// A piece of running text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Inline {
    /// Whether it stood between backticks.
    pub code: bool,
    /// Its text.
    pub text: String,
}

/// A paragraph, or a list with an item for each of several texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Block {
    /// Whether it is a list.
    pub list: bool,
    /// The items; a paragraph has one.
    pub items: Vec<Vec<Inline>>,
}

/// A text with `code` in it.
pub(super) fn inline(text: &str) -> Vec<Inline> {
    let parts: Vec<&str> = text.split('`').collect();
    let mut pieces: Vec<Inline> = Vec::new();
    let mut push = |code: bool, text: &str| match pieces.last_mut() {
        Some(last) if !code && !last.code => last.text += text,
        _ if text.is_empty() => {}
        _ => pieces.push(Inline { code, text: text.to_owned() }),
    };
    for (index, part) in parts.iter().enumerate() {
        let is_code = index % 2 == 1 && index + 1 < parts.len();
        match (is_code, index % 2 == 1) {
            (true, _) if !part.is_empty() => push(true, part),
            (true, _) => push(false, "``"),
            (false, true) => {
                push(false, "`");
                push(false, part);
            }
            (false, false) => push(false, part),
        }
    }
    pieces
}

/// Paragraphs and lists.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let block = |paragraph: &str| {
        let list = paragraph.starts_with("- ");
        let items = if list { items(paragraph) } else { vec![paragraph.replace('\n', " ")] };
        Block { list, items: items.iter().map(|item| inline(item)).collect() }
    };
    text.trim().split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()).map(block).collect()
}

fn items(paragraph: &str) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    for line in paragraph.lines() {
        match (line.strip_prefix("- "), items.last_mut()) {
            (None, Some(last)) => *last += &format!(" {}", line.trim()),
            (item, _) => items.push(item.unwrap_or(line).to_owned()),
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backticks_come_in_pairs() {
        let shown = |text: &str| {
            let piece = |piece: &Inline| if piece.code { format!("[{}]", piece.text) } else { piece.text.clone() };
            inline(text).iter().map(piece).collect::<String>()
        };
        for (text, wanted) in [
            ("a `b` c", "a [b] c"),
            ("`b``c`", "[b][c]"),
            ("a `b", "a `b"),
            ("`a` `b", "[a] `b"),
            ("a `` b", "a `` b"),
            ("", ""),
        ] {
            assert_eq!(shown(text), wanted, "{text}");
        }
    }

    #[test]
    fn paragraphs_and_lists() {
        let found = blocks("one\ntwo\n\n- a\n- b\n  c\n");
        assert_eq!(
            found.iter().map(|block| (block.list, block.items.len())).collect::<Vec<_>>(),
            [(false, 1), (true, 2)]
        );
        assert_eq!(found[0].items[0][0].text, "one two");
        assert_eq!(found[1].items[1][0].text, "b c");
    }

    /// No rule explains itself in Markdown that pages would show raw.
    #[test]
    fn our_own_texts_use_nothing_else() {
        for rule in crate::lint::RULES {
            for line in rule.info.why.trim().lines() {
                let is_more = ["```", "|", "#", "1. ", "> ", "  ", "* "].iter().any(|start| line.starts_with(start));
                assert!(!is_more && !line.contains("**") && !line.contains("]("), "{}: {line}", rule.info.code);
            }
        }
    }
}
