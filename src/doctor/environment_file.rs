//! Environment files, as docker and systemd read them: a variable a line, no words of a shell. Quotes around a value count as
//! systemd's; what has a `$` in it is not known, for those that let a shell read the file.

use super::evidence::{Place, Variable};
use crate::source::{Source, Span};

/// Programs whose command lines make a script of a text.
const PROGRAMS: [&str; 7] = ["kuma-dp", "kuma-cp", "kumactl", "helm", "docker", "podman", "nerdctl"];

/// `NAME=value`.
#[must_use]
pub fn assignment(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.split_once('=')?;
    is_name(name).then_some((name, value))
}

/// Whether a text can be the name of a variable.
#[must_use]
pub fn is_name(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
}

/// Whether a file is one: by name, or because every line that says something sets a variable.
#[must_use]
pub fn is_one(source: &Source) -> bool {
    let name = source.name().rsplit('/').next().unwrap_or_default();
    if name.ends_with(".env") || name.starts_with(".env") {
        return true;
    }
    let runs = |text: &str| text.split_ascii_whitespace().any(|word| PROGRAMS.iter().any(|name| word.ends_with(name)));
    let mut lines = lines(source.text()).map(|(_, line)| line).filter(|line| !is_comment(line)).peekable();
    let is_script = name.ends_with(".sh");
    !is_script && lines.peek().is_some() && lines.all(|line| assignment(&line).is_some_and(|(_, value)| !runs(value)))
}

/// The variables that a file sets, in its order.
#[must_use]
pub fn variables(source: &Source, file: usize) -> Vec<Variable> {
    let mut variables = Vec::new();
    for (start, line) in lines(source.text()) {
        let line = line.strip_prefix("export ").unwrap_or(&line);
        let Some((name, value)) = assignment(line).filter(|_| !is_comment(line)) else { continue };
        let value = value.trim();
        let quote = |quote: char| value.strip_prefix(quote)?.strip_suffix(quote);
        let is_known = quote('\'').is_some() || !value.contains(['$', '`']);
        let value = quote('"').or(quote('\'')).unwrap_or(value);
        let end = u32::try_from(start + line.len()).unwrap_or(u32::MAX);
        variables.push(Variable {
            name: name.to_owned(),
            value: is_known.then(|| value.to_owned()),
            place: Place { file, span: Span::new(u32::try_from(start).unwrap_or(u32::MAX), end) },
            owner: source.name().into(),
        });
    }
    variables
}

fn is_comment(line: &str) -> bool {
    line.is_empty() || line.starts_with(['#', ';'])
}

/// The lines, without blanks around them, each with its place.
fn lines(text: &[u8]) -> impl Iterator<Item = (usize, String)> + '_ {
    let mut next = 0;
    text.split_inclusive(|byte| *byte == b'\n').map(move |line| {
        let mut start = next;
        next += line.len();
        let bare = line.strip_prefix(b"\xef\xbb\xbf").filter(|_| start == 0).unwrap_or(line);
        start += line.len() - bare.trim_ascii_start().len();
        (start, String::from_utf8_lossy(bare.trim_ascii()).into_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_words_of_a_shell() {
        let text = "\u{feff}A=1\r\n# x\n;y\n B=don't c&d #e\nexport C=\"f g\"\nD='$h'\nE=$h\nF\nG=\n";
        let source = Source::new("a.env", text);
        let variables = variables(&source, 0);
        let read: Vec<_> =
            variables.iter().map(|variable| (variable.name.as_str(), variable.value.as_deref())).collect();
        assert_eq!(
            read,
            [
                ("A", Some("1")),
                ("B", Some("don't c&d #e")),
                ("C", Some("f g")),
                ("D", Some("$h")),
                ("E", None),
                ("G", Some(""))
            ]
        );
        assert_eq!(variables[1].place.span.of(text.as_bytes()), b"B=don't c&d #e");
        for (name, text, is_env) in [
            ("a", "A=1\n\n# b\nB=c d\n", true),
            ("a", "A=1 kuma-dp run\n", false),
            ("a", "A=1\nb\n", false),
            ("a.env", "b\n", true),
            ("a.sh", "A=1\n", false),
            ("a", "# b\n", false),
        ] {
            assert_eq!(is_one(&Source::new(name, text)), is_env, "{text}");
        }
    }
}
