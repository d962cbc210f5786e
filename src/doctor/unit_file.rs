//! Units of systemd (systemd.syntax, systemd.exec): the environment and the command line of a service, each unit a world of
//! its own. What an `EnvironmentFile=` sets beats `Environment=`. Left out are specifiers (`%i`) and the variables of a
//! command line, whose words are not known.

use super::environment_file::assignment;
use super::evidence::{Evidence, Notice, Place, Variable};
use super::plain::Named;
use super::shell::Shell;
use super::words::Word;
use crate::source::{Source, Span};

/// Whether a file is a unit, or a drop-in of one.
#[must_use]
pub fn is_one(source: &Source) -> bool {
    let mut lines = source.text().split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    source.name().ends_with(".service") || lines.any(|line| line == b"[Service]")
}

/// Takes down what units say; several in a row, as `systemctl cat` prints them, begin with `[Unit]` each.
pub fn take(source: &Source, file: usize, named: &mut Named<'_>, evidence: &mut Evidence) {
    let mut unit = Unit::default();
    let mut section = String::new();
    for line in lines(source.text()) {
        if let Some(header) = line.text.strip_prefix('[') {
            section = header.trim_end().trim_end_matches(']').to_owned();
            if section == "Unit" && !unit.commands.is_empty() {
                std::mem::take(&mut unit).take(source, file, named, evidence);
            }
        } else if section == "Service"
            && let Some((key, _)) = line.text.split_once('=')
        {
            unit.line(&line, key, file, source);
        }
    }
    unit.take(source, file, named, evidence);
}

/// A line with those that it goes on in.
struct Line {
    text: String,
    /// Where each of its bytes stands.
    at: Vec<u32>,
}

/// The lines that say something.
fn lines(text: &[u8]) -> Vec<Line> {
    let (mut lines, mut open, mut next) = (Vec::new(), None::<(Vec<u8>, Vec<u32>)>, 0);
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        let start = next;
        next += line.len();
        let bare = line.trim_ascii_start();
        let skipped = line.len() - bare.len();
        let bare = bare.trim_ascii_end();
        // Comments also stand between the lines that go on.
        if bare.starts_with(b"#") || bare.starts_with(b";") || bare.is_empty() && open.is_none() {
            continue;
        }
        let (mut bytes, mut at) = open.take().unwrap_or_default();
        let (content, goes_on) = bare.strip_suffix(b"\\").map_or((bare, false), |content| (content, true));
        bytes.extend_from_slice(content);
        let place = |index: usize| u32::try_from(start + skipped + index).unwrap_or(u32::MAX);
        at.extend((0..content.len()).map(place));
        if goes_on {
            bytes.push(b' ');
            at.push(place(content.len()));
            open = Some((bytes, at));
        } else {
            lines.push((bytes, at));
        }
    }
    lines.extend(open);
    let line = |(bytes, at): (Vec<u8>, Vec<u32>)| match String::from_utf8(bytes) {
        Ok(text) => Some(Line { text, at }),
        // systemd passes over what is not UTF-8.
        Err(_) => None,
    };
    lines.into_iter().filter_map(line).collect()
}

#[derive(Default)]
struct Unit {
    environment: Vec<Variable>,
    files: Vec<(String, Span)>,
    commands: Vec<Vec<Word>>,
}

impl Unit {
    fn line(&mut self, line: &Line, key: &str, file: usize, source: &Source) {
        let words = words(line, key.len() + 1);
        match key.trim_end() {
            // Without a value everything so far is dropped.
            "Environment" if words.is_empty() => self.environment.clear(),
            "EnvironmentFile" if words.is_empty() => self.files.clear(),
            "ExecStart" if words.is_empty() => self.commands.clear(),
            "Environment" => self.environment.extend(words.iter().filter_map(|word| {
                let (name, value) = assignment(&word.text)?;
                // `$` stands for itself.
                let is_known = word.is_known || !value.contains('%');
                Some(Variable {
                    name: name.to_owned(),
                    value: is_known.then(|| value.to_owned()),
                    place: Place { file, span: word.span },
                    owner: source.name().into(),
                })
            })),
            "EnvironmentFile" => {
                let path = line.text.get(key.len() + 1..).unwrap_or_default().trim().trim_start_matches('-');
                let span = words.first().map_or_else(Span::default, |word| word.span);
                self.files.push((path.to_owned(), span));
            }
            "ExecStart" => {
                let mut words = words;
                if let Some(first) = words.first_mut() {
                    first.text = first.text.trim_start_matches(['-', '@', '+', '!', ':', '|']).to_owned();
                }
                self.commands.push(words);
            }
            _ => {}
        }
    }

    fn take(self, source: &Source, file: usize, named: &mut Named<'_>, evidence: &mut Evidence) {
        let mut variables = self.environment;
        let mut missing = Vec::new();
        for (path, span) in self.files {
            match named.variables(&path) {
                Some(more) => variables.extend(more),
                None => missing.push((path, span)),
            }
        }
        let before = evidence.recognised;
        let mut shell = Shell::new(source.name(), file, named, evidence);
        variables.into_iter().for_each(|variable| shell.export(variable));
        for words in self.commands {
            shell.command(&words);
        }
        shell.finish();
        let missing = missing.into_iter().filter(|_| evidence.recognised > before);
        let notices = missing.map(|(path, span)| Notice {
            place: Place { file, span },
            text: format!("{path} is not among the inputs: what it sets beats Environment="),
        });
        evidence.notices.extend(notices.collect::<Vec<_>>());
    }
}

/// The words of a value: between blanks, quotes undone, `%%` and `$$` too.
fn words(line: &Line, from: usize) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word: Option<(String, usize, bool)> = None;
    let mut quote = None;
    let mut characters = line.text.char_indices().filter(|(index, _)| *index >= from).peekable();
    let span = |start: usize, end: usize| {
        let place = |index: usize| line.at.get(index).copied();
        let first = place(start).unwrap_or_default();
        Span::new(first, place(end.saturating_sub(1)).map_or(first, |last| last.saturating_add(1)))
    };
    while let Some((index, c)) = characters.next() {
        if quote.is_none() && c.is_ascii_whitespace() {
            words.extend(word.take().map(|(text, start, is_known)| Word { text, span: span(start, index), is_known }));
            continue;
        }
        let (text, _, is_known) = word.get_or_insert_with(|| (String::new(), index, true));
        match c {
            _ if quote == Some(c) => quote = None,
            '"' | '\'' if quote.is_none() => quote = Some(c),
            '\\' => text.extend(characters.next().map(|(_, c)| match c {
                'n' => '\n',
                't' => '\t',
                's' => ' ',
                c => c,
            })),
            '%' | '$' => {
                if characters.peek().is_some_and(|(_, next)| *next == c) {
                    characters.next();
                } else {
                    *is_known = false;
                }
                text.push(c);
            }
            c => text.push(c),
        }
    }
    words.extend(word.map(|(text, start, is_known)| Word { text, span: span(start, line.text.len()), is_known }));
    words
}
