//! `errors [stdout]` with `stacktrace` and `consolidate` (coredns: plugin/errors/setup.go).

use super::duration::Nanoseconds;
use super::prometheus::ONLY_ONCE;
use super::{Checked, Setup, StartErrorKind, at_line, bare, complained, unknown_option, up_to_here, wrong_arguments};
use crate::coredns::config::Errors;
use crate::coredns::{Plugin, Version};
use crate::corefile::Dispenser;

const LEVELS: [&str; 4] = ["warning", "error", "info", "debug"];

impl Setup<'_> {
    pub(super) fn errors(&mut self, mut words: Dispenser<'_, '_>) -> Checked<Option<Errors>> {
        self.error_log(&mut words).map_err(|refusal| refusal.of(Plugin::Errors))
    }

    fn error_log(&self, words: &mut Dispenser<'_, '_>) -> Checked<Option<Errors>> {
        let mut found = None;
        while words.next_token() {
            if found.is_some() {
                return Err(bare(words, ONLY_ONCE, StartErrorKind::OnlyOnce));
            }
            let start = words.place();
            match words.remaining_args().as_slice() {
                [] => {}
                [file] if file.text == "stdout" => {}
                [file] => {
                    return Err(at_line(words, &format!("invalid log file: {}", file.text), StartErrorKind::BadValue));
                }
                _ => return Err(wrong_arguments(words)),
            }
            let mut consolidations = 0;
            while words.next_block() {
                let name = words.val().to_owned();
                match self.option(Plugin::Errors, &name).map(|option| option.name) {
                    Some("consolidate") => {
                        self.consolidate(words).map_err(|refusal| refusal.inside(&name))?;
                        consolidations += 1;
                    }
                    Some(_) => {}
                    None => {
                        let complaint = words.syntax_error(&format!("Unknown field {name}"));
                        let kind = unknown_option(Plugin::Errors, &name);
                        return Err(complained(words, complaint, kind).inside(&name));
                    }
                }
            }
            found = Some(Errors { place: up_to_here(words, start), consolidations });
        }
        Ok(found)
    }

    /// `consolidate DURATION REGEXP [LEVEL] [show_first]`.
    fn consolidate(&self, words: &mut Dispenser<'_, '_>) -> Checked<()> {
        let arguments = words.remaining_args();
        let [period, pattern, rest @ ..] = arguments.as_slice() else { return Err(wrong_arguments(words)) };
        if rest.len() > 2 {
            return Err(wrong_arguments(words));
        }
        // The second optional word came later; with one of them it matters only if it is no level.
        let (has_show_first, is_level) =
            (|| self.probe.at_least(Version::new(1, 14, 0)), |word: &str| LEVELS.contains(&word));
        if rest.len() == 2 && !has_show_first() {
            return Err(wrong_arguments(words));
        }
        Nanoseconds::parse(&period.text).map_err(|reason| at_line(words, &reason, StartErrorKind::BadValue))?;
        self.regexp(&pattern.text).map_err(|error| at_line(words, &error.to_string(), StartErrorKind::Regex))?;
        let (mut level, mut first) = (false, false);
        for word in rest {
            let word = word.text.as_ref();
            let message = if is_level(word) && level {
                "multiple log levels specified in consolidate".to_owned()
            } else if is_level(word) && first {
                "log level must come before show_first in consolidate".to_owned()
            } else if is_level(word) {
                level = true;
                continue;
            } else if !has_show_first() {
                format!("unknown log level argument in consolidate: {word}")
            } else if word == "show_first" {
                first = true;
                continue;
            } else {
                format!("unknown option in consolidate: {word}")
            };
            return Err(at_line(words, &message, StartErrorKind::BadValue));
        }
        Ok(())
    }
}
