//! `log [ZONE…] [FORMAT]` with `class` (coredns: plugin/log/setup.go). Zones and formats are not checked.

use std::sync::Arc;

use super::{Checked, Setup, StartErrorKind, Version, at_line, bare, complained, unknown_option, wrong_arguments};
use crate::coredns::Plugin;
use crate::coredns::config::Log;
use crate::coredns::options::LOG_CLASSES;
use crate::corefile::Dispenser;
use crate::corefile::address::fqdn;

/// The format where none is written.
pub const DEFAULT_FORMAT: &str = concat!(
    "{remote}:{port} - {>id} \"{type} {class} {name} {proto} {size} {>do} {>bufsize}\" {rcode} {>rflags} {rsize} ",
    "{duration}"
);

impl Setup<'_> {
    pub(super) fn logs(&mut self, mut words: Dispenser<'_, '_>) -> Checked<Vec<Log>> {
        self.query_log(&mut words).map_err(|refusal| refusal.of(Plugin::Log))
    }

    fn query_log(&self, words: &mut Dispenser<'_, '_>) -> Checked<Vec<Log>> {
        let mut logs = Vec::new();
        while words.next_token() {
            let start = words.place();
            let mut arguments = words.remaining_args();
            let format: Arc<str> = match arguments.as_slice() {
                [_, .., last] if last.text.contains('{') => Arc::from(last.text.as_ref()),
                _ => Arc::from(DEFAULT_FORMAT),
            };
            // A lone word is a zone whatever it looks like.
            if arguments.len() > 1 && arguments.last().is_some_and(|last| last.text.contains('{')) {
                arguments.pop();
            }
            let mut classes = Vec::new();
            while words.next_block() {
                let name = words.val().to_owned();
                self.classes(words, &name, &mut classes).map_err(|refusal| refusal.inside(&name))?;
            }
            let place = start.to(words.place());
            let log = |zone: &str, zone_place| Log {
                zone: fqdn(zone),
                format: Arc::clone(&format),
                classes: classes.clone(),
                place,
                zone_place,
            };
            if arguments.is_empty() {
                logs.push(log(".", None));
            }
            logs.extend(arguments.iter().map(|zone| log(&zone.text, Some(zone.place))));
        }
        Ok(logs)
    }

    fn classes(&self, words: &mut Dispenser<'_, '_>, name: &str, classes: &mut Vec<String>) -> Checked<()> {
        if self.option(Plugin::Log, name).is_none() {
            let kind = unknown_option(Plugin::Log, name);
            // Recorded: the old words in 1.14.2, the new ones in 1.14.6.
            return Err(if self.probe.at_least(Version::new(1, 14, 3)) {
                at_line(words, &format!("unknown property '{name}'"), kind)
            } else {
                complained(words, words.argument_error(), kind)
            });
        }
        let arguments = words.remaining_args();
        if arguments.is_empty() {
            return Err(wrong_arguments(words));
        }
        for class in arguments {
            if !LOG_CLASSES.contains(&class.text.as_ref()) {
                return Err(bare(words, format!("invalid Class: {}", class.text), StartErrorKind::BadValue));
            }
            if !classes.iter().any(|known| *known == class.text) {
                classes.push(class.text.to_string());
            }
        }
        Ok(())
    }
}
