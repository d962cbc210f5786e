//! The difference of two texts as `diff -u` shows it, for `--diff`.

use std::fmt::Write as _;
use std::time::Duration;

use similar::{ChangeTag, TextDiff};

use crate::report::visible::{visible, visible_line};

/// Two texts that have little in common are compared exactly for this long, and roughly from then on.
const PATIENCE: Duration = Duration::from_secs(2);

const RED: &str = "\x1b[31m";
const GREEN: &str = "\x1b[32m";
const CYAN: &str = "\x1b[36m";
const BOLD: &str = "\x1b[1m";
const RESET: &str = "\x1b[0m";

/// How a difference is shown.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look {
    /// With colours.
    pub color: bool,
    /// With pictures for control characters, because a terminal will see it.
    pub visible: bool,
}

/// Lines around a change that are shown unless somebody wants another number, as in diff and git.
pub const CONTEXT: usize = 3;

/// How to get from `old` to `new` in the file `name`.
#[must_use]
pub fn unified_diff(name: &str, old: &[u8], new: &[u8], look: Look) -> String {
    unified_diff_of([name, name], [old, new], CONTEXT, look)
}

/// How to get from the first of two texts to the second, with `context` lines around every change; empty where they are
/// equal. Bytes that are not UTF-8 are shown as the replacement character.
#[must_use]
pub fn unified_diff_of(names: [&str; 2], texts: [&[u8]; 2], context: usize, look: Look) -> String {
    let [old, new] = texts.map(String::from_utf8_lossy);
    if texts[0] == texts[1] {
        return String::new();
    }
    if old == new {
        return format!(
            "Binary files {} and {} differ\n",
            visible_line(names[0].as_bytes()),
            visible_line(names[1].as_bytes())
        );
    }
    let shown = |text: &str| if look.visible { visible(text.as_bytes()).into_owned() } else { text.to_owned() };
    let mut out = String::new();
    let mut line = |color: &str, text: &str| {
        let _ = if look.color { writeln!(out, "{color}{text}{RESET}") } else { writeln!(out, "{text}") };
    };
    for (sign, name) in ["---", "+++"].iter().zip(names) {
        line(BOLD, &format!("{sign} {}", visible_line(name.as_bytes())));
    }
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(old.as_ref(), new.as_ref());
    for hunk in diff.unified_diff().context_radius(context).iter_hunks() {
        line(CYAN, &hunk.header().to_string());
        for change in hunk.iter_changes() {
            let (sign, color) = match change.tag() {
                ChangeTag::Delete => ('-', RED),
                ChangeTag::Insert => ('+', GREEN),
                ChangeTag::Equal => (' ', ""),
            };
            let text = change.value();
            let text = text.strip_suffix('\n').unwrap_or(text);
            line(color, &format!("{sign}{}", shown(text)));
            if change.missing_newline() {
                line("", "\\ No newline at end of file");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_like_diff_u() {
        let old = b"a\nb\nc\nd\ne\nf\ng\nh\n";
        let new = b"a\nb\nc\nd\ne\nF\x1b\ng\nh";
        let plain = unified_diff("x/Corefile", old, new, Look::default());
        assert_eq!(
            plain,
            "--- x/Corefile\n+++ x/Corefile\n@@ -3,6 +3,6 @@\n c\n d\n e\n-f\n-g\n-h\n+F\x1b\n+g\n+h\n\\ No newline at end of file\n"
                .replace("-f\n-g\n-h\n+F\x1b\n+g\n+h\n", "-f\n+F\x1b\n g\n-h\n+h\n")
        );
        let seen = unified_diff("\x1b", old, new, Look { color: false, visible: true });
        assert!(seen.contains("+F\u{241b}\n") && !seen.contains('\x1b'), "{seen}");
        let colored = unified_diff("x", old, new, Look { color: true, visible: true });
        assert!(colored.contains("\x1b[31m-f\x1b[0m\n"), "{colored:?}");
        assert_eq!(unified_diff("x", old, old, Look::default()), "");
        // What is no text differs, too.
        assert_eq!(
            unified_diff("a\n", b"\xff", b"\xfe", Look::default()),
            "Binary files a\u{240a} and a\u{240a} differ\n"
        );
    }

    #[test]
    fn texts_without_anything_in_common_take_a_bounded_time() {
        let text = |word: &str| (0..30_000).map(|n| format!("{word}{n}\n")).collect::<String>();
        let diff = unified_diff("x", text("a").as_bytes(), text("b").as_bytes(), Look::default());
        assert_eq!(diff.lines().count(), 60_003);
    }
}
