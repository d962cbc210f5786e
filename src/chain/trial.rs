//! Whether the records of a template rule can be records at all, for a query that it answers, whichever that is. A query that
//! a regular expression matches is not looked for: groups are filled with a stand-in, and what depends on them is left out.

use super::query::Query;
use super::record;
use super::render::{self, Captures};
use crate::coredns::config::{Matcher, Record, Template};
use crate::coredns::dns;
use crate::gotemplate::{self, Cause};

/// What groups are filled with.
const STAND_IN: &str = "1";
/// What comes out for a group that the regular expression has not.
const NO_VALUE: &str = "<no value>";
/// What is put in front of a rule's zone.
const LABEL: &str = "name";

/// The records that CoreDNS answers SERVFAIL for, each with the reason.
#[must_use]
pub fn broken_records(rule: &Template) -> Vec<(&Record, String)> {
    let Some(zone) = rule.zones.first().filter(|_| rule.rcode != dns::SERVFAIL) else { return Vec::new() };
    let or = |number, other| if number == dns::ANY { other } else { number };
    let name = format!("{LABEL}.{}", zone.trim_start_matches('.').to_ascii_lowercase());
    let query = Query::new(&name, or(rule.qtype, dns::A)).in_class(or(rule.class, dns::IN));
    let captures: Option<Vec<Captures>> = rule.matches.iter().map(captures).collect();
    let sections = [("answer", &rule.answers), ("additional", &rule.additional), ("authority", &rule.authority)];
    let lines = sections.iter().flat_map(|(section, lines)| lines.iter().map(move |line| (*section, line)));
    let broken = lines.filter_map(|(section, line)| {
        if !line.text.contains("{{") {
            return Some((line, fixed(&line.text)?));
        }
        let captures = captures.as_ref()?;
        let failures = captures.iter().map(|captures| failure(rule, &query, zone, captures, section, line));
        // Whichever expression matches, it has to fail.
        Some((line, failures.collect::<Option<Vec<_>>>()?.into_iter().next()?))
    });
    broken.collect()
}

/// Whether a line without actions is a record.
#[must_use]
pub fn is_record(text: &str) -> bool {
    fixed(text).is_none()
}

/// What is wrong with a line without actions.
fn fixed(text: &str) -> Option<String> {
    match record::parse(text) {
        Ok(Some(_)) => None,
        Ok(None) => Some("it is empty".to_owned()),
        Err(reason) => Some(reason),
    }
}

fn captures(matcher: &Matcher) -> Option<Captures> {
    if matcher.is_everything() {
        return Some(Captures { pattern: matcher.pattern.clone(), groups: vec![(None, STAND_IN.to_owned())] });
    }
    let groups = matcher.regex()?.capture_names().map(|name| (name.map(str::to_owned), STAND_IN.to_owned()));
    Some(Captures { pattern: matcher.pattern.clone(), groups: groups.collect() })
}

fn failure(
    rule: &Template,
    query: &Query,
    zone: &str,
    captures: &Captures,
    section: &str,
    line: &Record,
) -> Option<String> {
    match render::text(line, section, &render::data(rule, query, zone, captures)) {
        Ok(Some(text)) if !depends(&line.text) => record::parse(&text).err(),
        Ok(Some(text)) if text.contains(NO_VALUE) && line.text.contains(".Group") && !branches(&line.text) => {
            record::parse(&text).err().map(|_| format!("{NO_VALUE} stands in it: no group has that name"))
        }
        Ok(_) => None,
        Err(error) => is_certain(&error).then(|| String::from_utf8_lossy(&error.detail).into_owned()),
    }
}

/// Whether what comes out may hang on what groups hold.
fn branches(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|word| matches!(word, "if" | "with" | "range"))
}

/// Whether what comes out may be another thing for another query than the one of the trial.
fn depends(text: &str) -> bool {
    const WORDS: [&str; 12] =
        ["Match", "Group", "Message", "Remote", "if", "with", "range", "slice", "index", "printf", "and", "or"];
    text.split(|c: char| !c.is_alphanumeric()).any(|word| WORDS.contains(&word))
}

/// Whether Go fails for every query. DNS messages have more fields than are known here.
fn is_certain(error: &gotemplate::Error) -> bool {
    match &error.cause {
        Cause::UnknownField { type_name, .. } => !type_name.contains("dns."),
        _ => memchr::memmem::find(&error.detail, b"slice index out of range").is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coredns::{Host, Plugin, Version, start};
    use crate::corefile::environment::Nothing;
    use crate::corefile::{Corefile, ImportLimit};

    fn reasons(options: &str) -> Vec<String> {
        let text = format!("corp.example:1053 {{\n    template IN A {{\n{options}\n    }}\n}}\n");
        let is_directive = |name: &str| Plugin::named(name).is_some();
        let corefile =
            Corefile::parse("Corefile", text.as_bytes(), &is_directive, ImportLimit::TenThousand, &Nothing).unwrap();
        let server = start(&corefile, Version::new(1, 14, 6), &Host::side_car()).unwrap().server;
        broken_records(&server.blocks[0].templates[0]).into_iter().map(|(_, reason)| reason).collect()
    }

    #[test]
    fn records_that_can_be() {
        for options in [
            "answer \"{{ .Name }} 60 IN A 10.0.0.1\"",
            "answer \"{{ .Name }} 60 IN A 10.0.0.{{ .Group.n }}\"\nmatch ^(?P<n>[0-9]+)",
            "answer \"{{ .Name }} 60 IN AAAA {{ .Group.six }}\"\nmatch ^(?P<six>.*)$",
            "answer \"{{ .Name }} 60 IN A {{ index .Match 1 }}\"\nmatch ^(.*)$",
            "answer \"{{ .Name }} 60 IN A 10.0.0.{{ parseInt .Name 10 8 }}\"",
            "answer \"{{ .Meta `x` }}\"",
            "answer \"{{ if eq .Name `x.` }}{{ .Name }} 60 IN A 10.0.0.1{{ end }}\"",
            "answer \"{{ if .Group.n }}{{ .Group.m }}. 60 IN A 10.0.0.1{{ end }}\"\nmatch ^(?P<n>[0-9]*)",
            "answer \"{{ .Name }} 60 IN TXT {{ .Group.m }}\"\nmatch ^(?P<n>[0-9]*)",
            "answer \"{{ .Message.Truncated }}\"",
            "answer \"x\"\nrcode SERVFAIL",
        ] {
            assert!(reasons(options).is_empty(), "{options}: {:?}", reasons(options));
        }
    }

    #[test]
    fn records_that_cannot() {
        for (options, part) in [
            ("answer \"10.0.0.1\"", "unexpected end"),
            ("answer \"\"", "empty"),
            ("answer \"{{ .Name }} 60 IN A 10.0.0\"", "10.0.0"),
            ("additional \"{{ .Nam }} 60 IN A 10.0.0.1\"", "field Nam "),
            ("answer \"{{ .Name.First }} 60 IN A 10.0.0.1\"", "field First "),
            ("answer \"{{ .Group.name }}. 60 IN A 10.0.0.1\"\nmatch ^(.*)[.]corp", "no group"),
            ("answer \"{{ .Name }} 60 IN A {{ index .Match 2 }}\"\nmatch ^(.*)$", "out of range"),
        ] {
            let reasons = reasons(options);
            assert!(reasons.len() == 1 && reasons[0].contains(part), "{options}: {reasons:?}");
        }
        assert_eq!(reasons("answer x 60 IN A 10.0.0.1").len(), 5);
    }
}
