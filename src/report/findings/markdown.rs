//! Markdown as GitHub and GitLab read it, for the summary of a job or a comment on a merge request: a line with the figures, a
//! table of the findings, the worst first, the releases, and each finding in a fold. It fits a comment of GitHub; what has
//! no room is counted. No text of a file has a meaning: it mentions nobody, refers to nothing, and starts no line.

use std::fmt::Write as _;

use super::coverage::{Outcome, Table};
use super::prose::inline;
use super::{BySeverity, Report, all, human, title};
use crate::diagnostic::{Finding, Severity};
use crate::lint::catalogue;
use crate::report::excerpt::lines::{Kind, Line};
use crate::report::excerpt::{MAX_MARKS, excerpts};
use crate::report::visible::{visible_line, visible_start};
use crate::source::Source;

/// Bytes of all: a comment of GitHub takes 65,536 characters, which are never more than bytes.
const MAX_BYTES: usize = 65_000;
/// Bytes of the table of findings; the rest is for what is said about each.
const MAX_ROWS: usize = 30_000;
/// Bytes that are kept for the sentence about what is left out.
const RESERVE: usize = 300;
/// Bytes of a message in the table, and of other texts.
const MAX_CELL: usize = 300;
const MAX_TEXT: usize = 1_000;
/// Skipped inputs that are named.
const MAX_SKIPPED: usize = 10;
/// Classes of data planes with a sentence, and the bytes of one.
const MAX_CONCLUSIONS: usize = 20;
const MAX_CONCLUSION: usize = 600;
/// Notes, and ways out, of one finding.
const MAX_NOTES: usize = 20;

pub(super) fn render(report: &Report<'_>) -> String {
    let mut findings: Vec<_> = all(report).collect();
    findings.sort_by_key(|(_, finding)| std::cmp::Reverse(finding.severity()));
    let mut text = head(report);
    let sentences = report.conclusions.unwrap_or_default();
    for sentence in sentences.iter().take(MAX_CONCLUSIONS) {
        let _ = writeln!(text, "\n{}", cut(sentence, MAX_CONCLUSION));
    }
    if sentences.len() > MAX_CONCLUSIONS {
        let _ = writeln!(text, "\nThere is no room for {} more sentences.", sentences.len() - MAX_CONCLUSIONS);
    }
    let mut listed = 0;
    if !findings.is_empty() {
        text += "\n| | Finding | Place | |\n|---|---|---|---|\n";
    }
    for (source, finding) in &findings {
        let row = row(report, source, finding);
        if text.len() + row.len() > MAX_ROWS {
            break;
        }
        text += &row;
        listed += 1;
    }
    let left = findings.len() - listed;
    if left > 0 {
        let _ = writeln!(text, "\n**{left} more findings are left out**; `corefilectl lint -o json` tells all.");
    }
    if let Some(coverage) = report.coverage
        && !findings.is_empty()
    {
        text += &matrix(&coverage.table(report.files, 0..report.files.len()));
    }
    for (told, (source, finding)) in findings.iter().take(listed).enumerate() {
        let fold = fold(report, source, finding);
        if text.len() + fold.len() + RESERVE > MAX_BYTES {
            let _ = writeln!(text, "\nThere is no room for details of {} more findings.", listed - told);
            break;
        }
        text += &fold;
    }
    text
}

fn head(report: &Report<'_>) -> String {
    let summary = &report.summary;
    let mark = match summary.findings {
        BySeverity { error: 1.., .. } => "❌",
        BySeverity { warning: 1.., .. } => "⚠️",
        _ if summary.files_checked == 0 => "⚠️",
        _ => "✅",
    };
    let target = report.coverage.map(|coverage| format!(", for {}", coverage.in_words())).unwrap_or_default();
    let others = human::others(summary);
    let others = if others.is_empty() { String::new() } else { format!("; {}", others.join(", ")) };
    let mut text = format!("{mark} **{}**: {}{target}{others}.\n", title(report), human::found(summary));
    if !summary.skipped.is_empty() {
        text += "\nNot checked:\n\n";
    }
    for skipped in summary.skipped.iter().take(MAX_SKIPPED) {
        let _ =
            writeln!(text, "- <code>{}</code>: {}", cut_code(&skipped.path, MAX_CELL), cut(&skipped.reason, MAX_CELL));
    }
    if summary.skipped.len() > MAX_SKIPPED {
        let _ = writeln!(text, "- and {} more", summary.skipped.len() - MAX_SKIPPED);
    }
    text
}

const fn icon(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "❌ error",
        Severity::Warning => "⚠️ warning",
        Severity::Info => "ℹ️ info",
    }
}

fn row(report: &Report<'_>, source: &Source, finding: &Finding) -> String {
    let holds = finding.holds.text();
    format!(
        "| {} | {} | <code>{}</code> | {}{} |\n",
        icon(finding.severity()),
        code(report, finding),
        place(source, finding),
        prose(&finding.diagnostic.message, MAX_CELL),
        if holds.is_empty() { String::new() } else { format!(" ({})", cut(&holds, MAX_CELL)) },
    )
}

/// The rule's code, with its page behind it.
fn code(report: &Report<'_>, finding: &Finding) -> String {
    let rule = report.rules.iter().find(|rule| rule.code == finding.code);
    rule.map_or_else(|| finding.code.to_owned(), |rule| format!("[{}]({})", rule.code, catalogue::address(rule)))
}

fn place(source: &Source, finding: &Finding) -> String {
    format!("{}:{}", cut_code(source.name(), MAX_CELL), source.position(finding.span().start).line)
}

fn matrix(table: &Table) -> String {
    let mut text = String::from("\n| Kuma | CoreDNS |");
    table.columns.iter().for_each(|column| text += &format!(" {column} |"));
    text += "\n|---|---|";
    text += &"---|".repeat(table.columns.len());
    text.push('\n');
    for row in &table.rows {
        let _ = write!(text, "| {} | {} |", row.releases, row.coredns);
        for cell in &row.cells {
            let words = if cell.outcome == Outcome::Unseen { "–" } else { &cell.words };
            let words = if matches!(cell.outcome, Outcome::Stops | Outcome::Partly) {
                format!("**{words}**")
            } else {
                words.to_owned()
            };
            let _ = write!(text, " {words}{} |", counts(cell.findings));
        }
        text.push('\n');
    }
    if let Some(note) = &table.note {
        let _ = writeln!(text, "\n{note}");
    }
    text
}

fn counts(found: BySeverity) -> String {
    let kinds = [(found.error, "❌"), (found.warning, "⚠️"), (found.info, "ℹ️")];
    let kinds: Vec<_> =
        kinds.iter().filter(|(count, _)| *count > 0).map(|(count, icon)| format!("{count} {icon}")).collect();
    if kinds.is_empty() { String::new() } else { format!(", {}", kinds.join(" ")) }
}

/// All that is said about a finding.
fn fold(report: &Report<'_>, source: &Source, finding: &Finding) -> String {
    let diagnostic = &finding.diagnostic;
    let message = prose(&diagnostic.message, MAX_TEXT);
    let mut text = format!(
        "\n<details>\n<summary>{} {} <code>{}</code> {message}</summary>\n\n",
        icon(finding.severity()),
        finding.code,
        place(source, finding)
    );
    for excerpt in excerpts(source, &diagnostic.labels) {
        text += &fenced(&excerpt.lines());
    }
    let mut said = |word: &str, what: &str| {
        let _ = writeln!(text, "- **{word}**: {what}");
    };
    if let Some(rendered) = &finding.rendered {
        let line = cut_code(rendered.text.trim(), MAX_CELL);
        said("rendered", &format!("line {}: <code>{line}</code>", rendered.number));
    }
    let holds = finding.holds.text();
    if !holds.is_empty() {
        said("where", &cut(&holds, MAX_TEXT));
    }
    let more = diagnostic.labels.len().saturating_sub(MAX_MARKS);
    if more > 0 {
        said("note", &format!("{more} more places in this file are not shown"));
    }
    diagnostic.notes.iter().take(MAX_NOTES).for_each(|note| said("note", &prose_lines(note)));
    diagnostic.help.iter().take(MAX_NOTES).for_each(|help| said("help", &prose_lines(help)));
    if let Some(fix) = &finding.fix {
        said("fix", &format!("<code>--fix</code> does this: {}", prose(&fix.title, MAX_TEXT)));
    }
    let rule = report.rules.iter().find(|rule| rule.code == finding.code);
    if let Some(rule) = rule {
        said("rule", &format!("[{} {}]({})", rule.code, rule.name, catalogue::address(rule)));
    }
    text += "\n</details>\n";
    text
}

/// Lines of an excerpt in a fence that is longer than any run of backticks in them. Each begins with a number, so that no
/// line of a file starts one, and marks stand below as carets.
fn fenced(lines: &[Line]) -> String {
    let mut body = String::new();
    let width = lines.iter().filter_map(|line| line.number).max().map_or(1, |number| number.to_string().len());
    for line in lines {
        let Some(number) = line.number else {
            let _ = writeln!(body, "{:>width$} …", "");
            continue;
        };
        let (mut written, mut marks) = (String::new(), String::new());
        for piece in &line.pieces {
            let text = visible_line(piece.text.as_bytes());
            let mark = match piece.mark {
                Kind::Plain => ' ',
                Kind::Other => '-',
                Kind::Main => '^',
            };
            // Tabs stay tabs below, so that marks stay under what they mark.
            marks.extend(text.chars().map(|c| if c == '\t' { '\t' } else { mark }));
            if piece.text.is_empty() && piece.mark == Kind::Main {
                marks.push('^');
            }
            written += &text;
        }
        let _ = writeln!(body, "{number:>width$} | {}", written.trim_end());
        let marks = marks.trim_end();
        let said: Vec<_> = line.said.iter().map(|said| said.text.as_str()).collect();
        if !marks.is_empty() {
            let _ = writeln!(body, "{:>width$} | {marks} {}", "", said.join("; "));
        }
    }
    let body: String = body.lines().map(|line| line.trim_end().to_owned() + "\n").collect();
    let longest = body.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}text\n{body}{fence}\n\n")
}

/// Text on one line, cut, with `code` between backticks.
fn prose(text: &str, limit: usize) -> String {
    let shown = visible_start(text.as_bytes(), limit);
    let pieces = inline(&visible_line(shown.as_bytes()));
    pieces
        .iter()
        .map(|piece| if piece.code { format!("<code>{}</code>", code_text(&piece.text)) } else { plain(&piece.text) })
        .collect()
}

/// The same for a text whose lines are to be seen.
fn prose_lines(text: &str) -> String {
    let shown = visible_start(text.as_bytes(), MAX_TEXT);
    shown.trim_end().lines().map(|line| prose(line, MAX_TEXT)).collect::<Vec<_>>().join("<br>")
}

fn cut(text: &str, limit: usize) -> String {
    plain(&visible_line(visible_start(text.as_bytes(), limit).as_bytes()))
}

fn cut_code(text: &str, limit: usize) -> String {
    code_text(&visible_line(visible_start(text.as_bytes(), limit).as_bytes()))
}

/// Text between the tags of code, where nobody looks for mentions: it can be copied as it is.
fn code_text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_punctuation()
            && !matches!(c, ',' | '/' | '(' | ')' | '-' | '=' | '{' | '}' | ';' | '?' | '+' | '"' | '\'')
        {
            let is_harmless = matches!(c, '.' | ':') && !has_address(text);
            if !is_harmless {
                let _ = write!(escaped, "&#{};", u32::from(c));
                continue;
            }
        }
        escaped.push(c);
    }
    escaped
}

/// Whether GitHub could make a link of some of it.
fn has_address(text: &str) -> bool {
    text.contains("://") || text.to_ascii_lowercase().contains("www.")
}

/// Text without a meaning in Markdown, HTML, or to what GitHub and GitLab look for in text: references instead of characters
/// that could mark something up, and a space without width behind those with which mentions and references start.
fn plain(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let next = characters.peek().copied().unwrap_or(' ');
        match c {
            '&' | '<' | '>' | '|' | '`' | '*' | '[' | ']' | '\\' | '~' | '$' | '^' => {
                let _ = write!(escaped, "&#{};", u32::from(c));
            }
            // Within a word it has no meaning.
            '_' if !(before.is_alphanumeric() && next.is_alphanumeric()) => escaped += "&#95;",
            '@' | '#' | '!' | '%' => {
                escaped.push(c);
                escaped += "&#8203;";
            }
            // Addresses are links otherwise, and :word: is a picture.
            ':' if next == '/' || next.is_alphabetic() => escaped += ":&#8203;",
            '.' if before == 'w' || before == 'W' => escaped += ".&#8203;",
            _ => escaped.push(c),
        }
        before = c;
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_has_a_meaning() {
        for (text, wanted) in [
            ("plain text, 1.2 (x) a_b", "plain text, 1.2 (x) a_b"),
            ("a|b\\|c", "a&#124;b&#92;&#124;c"),
            ("@team #1 !2 <b>", "@&#8203;team #&#8203;1 !&#8203;2 &#60;b&#62;"),
            ("[x](http://y) www.z", "&#91;x&#93;(http:&#8203;//y) www.&#8203;z"),
            ("_x_ **y** :x:", "&#95;x&#95; &#42;&#42;y&#42;&#42; :&#8203;x:"),
        ] {
            assert_eq!(plain(text), wanted);
        }
        assert_eq!(prose("a `{{ .X | y }}` b`", 100), "a <code>{{ .X &#124; y }}</code> b&#96;");
        assert_eq!(prose("`a_b@c http://www.d *`", 99), "<code>a&#95;b&#64;c http&#58;//www&#46;d &#42;</code>");
        assert_eq!(prose_lines("a\n/close\n"), "a<br>/close");
    }

    #[test]
    fn excerpts_stay_in_their_fences() {
        let piece = |text: &str, mark| crate::report::excerpt::lines::Piece { text: text.to_owned(), mark };
        let said = vec![crate::report::excerpt::lines::Said { mark: Kind::Main, text: "here".to_owned() }];
        let line = Line { number: Some(9), pieces: vec![piece("```\t", Kind::Plain), piece("x", Kind::Main)], said };
        assert_eq!(fenced(&[line]), "````text\n9 | ```\tx\n  |    \t^ here\n````\n\n");
    }
}
