//! `template CLASS TYPE [ZONE…]` with its block (coredns: plugin/template/setup.go).

use std::sync::Arc;

use super::number::parse_uint;
use super::regexp::RegexpError;
use super::{
    Checked, Setup, StartErrorKind, Version, at_line, complained, unknown_option, up_to_here, wrong_arguments,
};
use crate::coredns::config::{Fallthrough, Matcher, Record, Template};
use crate::coredns::options::Value;
use crate::coredns::{Plugin, dns};
use crate::corefile::Dispenser;
use crate::gotemplate::{self, GoVersion, Limits};

/// What CoreDNS adds to Go's functions, from 1.10.1 on.
const FUNCTIONS: &[gotemplate::Function] = &[gotemplate::Function::Foreign("parseInt")];

impl Setup<'_> {
    /// `zones` are those of the server block.
    pub(super) fn templates(&mut self, mut words: Dispenser<'_, '_>, zones: Arc<[String]>) -> Checked<Vec<Template>> {
        let mut templates = Vec::new();
        while words.next_token() {
            templates.push(self.template(&mut words, &zones).map_err(|refusal| refusal.of(Plugin::Template))?);
        }
        Ok(templates)
    }

    fn template(&mut self, words: &mut Dispenser<'_, '_>, zones: &Arc<[String]>) -> Checked<Template> {
        let start = words.place();
        if !words.next_arg() {
            return Err(wrong_arguments(words));
        }
        let head = words.place();
        let Some(class) = dns::class(words.val()) else {
            let message = format!("invalid query class {}", words.val());
            return Err(at_line(words, &message, StartErrorKind::BadValue));
        };
        if !words.next_arg() {
            return Err(wrong_arguments(words));
        }
        let Some(qtype) = dns::qtype(words.val()) else {
            return Err(at_line(words, &format!("invalid RR class {}", words.val()), StartErrorKind::BadValue));
        };
        let head = up_to_here(words, head);
        let arguments = words.remaining_args();
        let own = self.zones(&arguments)?.into_iter().map(|(zone, _)| zone);
        let mut template = Template {
            class,
            qtype,
            zones: if arguments.is_empty() { Arc::clone(zones) } else { own.collect() },
            zone_places: arguments.iter().map(|zone| zone.place).collect(),
            matches: Vec::new(),
            has_match: false,
            answers: Vec::new(),
            additional: Vec::new(),
            authority: Vec::new(),
            rcode: 0,
            rcode_place: None,
            extended_error: None,
            fall: None,
            place: start,
            head,
        };
        while words.next_block() {
            let name = words.val().to_owned();
            self.template_option(words, &name, &mut template).map_err(|refusal| refusal.inside(&name))?;
        }
        template.place = up_to_here(words, start);
        template.has_match = !template.matches.is_empty();
        if !template.has_match {
            template.matches.push(Matcher::everything(start));
        }
        Ok(template)
    }

    fn template_option(&mut self, words: &mut Dispenser<'_, '_>, name: &str, template: &mut Template) -> Checked<()> {
        let place = words.place();
        let Some(option) = self.option(Plugin::Template, name) else {
            return Err(complained(words, words.argument_error(), unknown_option(Plugin::Template, name)));
        };
        if option.value == Value::Rcode {
            if !words.next_arg() {
                return Err(wrong_arguments(words));
            }
            let Some(rcode) = dns::rcode(words.val()) else {
                return Err(at_line(words, &format!("unknown rcode {}", words.val()), StartErrorKind::BadValue));
            };
            template.rcode = rcode;
            template.rcode_place = Some(words.place());
            return Ok(());
        }
        let arguments = words.remaining_args();
        if arguments.len() < option.arity.min || option.arity.max.is_some_and(|max| arguments.len() > max) {
            return Err(wrong_arguments(words));
        }
        match option.value {
            Value::Regexps => {
                for word in arguments {
                    let pattern = word.text.to_string();
                    let translated = self.regexp(&pattern).map_err(|error| {
                        let message = match &error {
                            RegexpError::TooLong(_) => error.to_string(),
                            RegexpError::Syntax { .. } => format!("could not parse regex: {pattern}, {error}"),
                        };
                        let mut refusal = at_line(words, &message, StartErrorKind::Regex);
                        refusal.place = word.place;
                        refusal
                    })?;
                    template.matches.push(Matcher::new(pattern, translated, word.place));
                }
            }
            Value::Records => {
                let records = arguments.iter().map(|word| Record { text: word.text.to_string(), place: word.place });
                let records: Vec<_> = records.collect();
                for record in &records {
                    self.record(words, name, record)?;
                }
                match name {
                    "answer" => template.answers.extend(records),
                    "additional" => template.additional.extend(records),
                    _ => template.authority.extend(records),
                }
            }
            Value::ExtendedError => {
                let code = arguments.first().map_or("", |word| &word.text);
                let code = parse_uint(code, u64::from(u16::MAX)).map_err(|reason| {
                    let message = format!("error parsing extended DNS error code {}, {reason}", words.val());
                    at_line(words, &message, StartErrorKind::BadValue)
                })?;
                let reason = arguments.get(1).map_or_else(String::new, |word| word.text.to_string());
                template.extended_error = u16::try_from(code).ok().map(|code| (code, reason));
            }
            Value::Zones => {
                let zones = if arguments.is_empty() {
                    vec![".".to_owned()]
                } else {
                    self.zones(&arguments)?.into_iter().map(|(zone, _)| zone).collect()
                };
                template.fall = Some(Fallthrough { zones, place: up_to_here(words, place) });
            }
            _ => {}
        }
        Ok(())
    }

    /// Parses the Go template of a record.
    fn record(&self, words: &Dispenser<'_, '_>, section: &str, record: &Record) -> Checked<()> {
        if !record.text.contains("{{") {
            return Ok(());
        }
        // Only a template that may call it has to ask.
        let mentioned = record.text.contains("parseInt");
        let functions = if mentioned && self.probe.at_least(Version::new(1, 10, 1)) { FUNCTIONS } else { &[] };
        let (go, limits) = (GoVersion::NEWEST, Limits::default());
        let parsed = gotemplate::Template::parse_with(section, record.text.as_str(), go, limits, functions);
        parsed.map(drop).map_err(|error| {
            let message = format!("could not compile template: {}, {error}", words.val());
            let mut refusal = at_line(words, &message, StartErrorKind::GoTemplate);
            refusal.place = record.place;
            refusal
        })
    }
}
