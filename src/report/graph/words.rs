//! Texts of a picture as they can be shown: without control characters, cut where they would be too long, lists broken into
//! lines.

use crate::chain::picture::{Edge, Part, Trouble};
use crate::diagnostic::Severity;
use crate::report::visible::{visible_line, visible_start};

/// More bytes of a text are not even looked at.
const MAX_BYTES: usize = 2_000;
/// More lines of a list are not shown.
const MAX_LINES: usize = 4;

/// `text` on one line, in at most `limit` columns.
pub fn shown(text: &str, limit: usize) -> String {
    let text = visible_start(text.as_bytes(), MAX_BYTES).into_owned();
    let text = visible_line(text.as_bytes()).replace('\t', " ");
    if columns(&text) <= limit {
        return text;
    }
    let (mut cut, mut used) = (String::new(), 1);
    for c in text.chars() {
        used += columns_of(c);
        if used > limit {
            break;
        }
        cut.push(c);
    }
    cut.trim_end().to_owned() + "…"
}

/// How many columns a text takes.
pub fn columns(text: &str) -> usize {
    text.chars().map(columns_of).sum()
}

// Han, Hangul, Kana, full forms and pictures take two.
const fn columns_of(c: char) -> usize {
    match c {
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' => 0,
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' => 2,
        '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{1f300}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

/// The words of lists behind commas, in lines of at most `limit` columns.
pub fn wrapped(texts: &[String], limit: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for text in texts {
        let mut is_new = true;
        for word in text.split(", ") {
            let word = shown(word, limit.saturating_sub(1));
            match lines.last_mut() {
                Some(line) if !is_new && columns(line) + columns(&word) + 3 <= limit => {
                    line.push_str(", ");
                    line.push_str(&word);
                }
                last => {
                    if let Some(line) = last.filter(|_| !is_new) {
                        line.push(',');
                    }
                    lines.push(word);
                }
            }
            is_new = false;
        }
    }
    if lines.len() > MAX_LINES {
        lines.truncate(MAX_LINES - 1);
        lines.push("…".to_owned());
    }
    lines
}

/// What a part answers, in lines; none if it answers nobody.
pub fn answers(part: &Part, limit: usize) -> Vec<String> {
    let mut answers = part.answers.clone();
    // Rcodes are answers, "no answer" is none.
    if let Some(first) = answers.first_mut().filter(|first| first.starts_with(|c: char| c.is_ascii_uppercase())) {
        *first = format!("answers {first}");
    }
    wrapped(&answers, limit)
}

/// What passes, in lines: for a line to another node a line each, for one to another rule a list.
pub fn passes(edge: &Edge, limit: usize) -> Vec<String> {
    if edge.is_inner() { wrapped(&[edge.passes.join(", ")], limit) } else { wrapped(&edge.passes, limit) }
}

/// What comes back, in lines.
pub fn replies(edge: &Edge, limit: usize) -> Vec<String> {
    let replies: Vec<_> = edge.replies.iter().map(|reply| format!("← {reply}")).collect();
    wrapped(&replies, limit)
}

/// A sentence in lines of at most `limit` columns, and no more than a few of them.
pub fn paragraph(text: &str, limit: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in shown(text, limit * MAX_LINES).split_whitespace() {
        let word = shown(word, limit);
        match lines.last_mut() {
            Some(line) if columns(line) + columns(&word) < limit => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

/// How bad the worst of it is.
pub fn worst(trouble: &[Trouble]) -> Option<Severity> {
    trouble.iter().map(|trouble| trouble.severity).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_made_fit() {
        assert_eq!(shown("a\x1b[31m\n\tb", 20), "a\u{241b}[31m\u{240a} b");
        assert_eq!(shown("abcdef", 4), "abc…");
        assert_eq!(shown("日本語", 5), "日本…");
        assert_eq!(shown(&"x".repeat(1_000_000), 3), "xx…");
    }

    #[test]
    fn sentences_are_broken_between_words() {
        assert_eq!(paragraph("one two  three", 8), ["one two", "three"]);
        assert_eq!(paragraph(&"x".repeat(50), 8), ["xxxxxxx…"]);
    }

    #[test]
    fn lists_are_broken_behind_commas() {
        let list = ["NOERROR, NXDOMAIN, NOTIMP".to_owned(), "TCP: refused".to_owned()];
        assert_eq!(wrapped(&list, 20), ["NOERROR, NXDOMAIN,", "NOTIMP", "TCP: refused"]);
        assert_eq!(wrapped(&list, 40), ["NOERROR, NXDOMAIN, NOTIMP", "TCP: refused"]);
        assert_eq!(wrapped(&vec!["a".to_owned(); 9], 4), ["a", "a", "a", "…"]);
    }
}
