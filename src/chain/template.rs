//! The template plugin: the first rule whose zone, class, type and regular expression fit answers.

use super::forward::Reply;
use super::message::{Message, RecordData};
use super::query::Query;
use super::render::{self, Captures, Rendered};
use super::step::{Action, Actor, Failure, NoAnswer, Pass};
use super::walker::Walker;
use super::zone::{is_under, longest};
use crate::coredns::config::{Record as Line, Template};
use crate::coredns::dns;

/// What the template plugin does with a query.
pub enum Templated<'a> {
    /// It passes it on.
    Passed,
    /// It ends it.
    Ended(Reply<'a>),
    /// It makes a reply that cannot be sent.
    Lost,
}

impl<'a> Walker<'a> {
    pub(super) fn templates(&mut self, block: usize, sites: &[usize], query: &Query) -> Templated<'a> {
        let server = self.server;
        let Some(rules) = server.blocks.get(block).map(|block| &block.templates) else { return Templated::Passed };
        for (index, rule) in rules.iter().enumerate() {
            let actor = Actor::Template { block, rule: index };
            let pass = |reason| Action::Passed(reason);
            let Some(zone) = longest(query.lower(), &rule.zones) else {
                self.step(actor, rule.place, pass(Pass::Zone));
                continue;
            };
            if ![rule.class, query.qclass].contains(&dns::ANY) && rule.class != query.qclass {
                self.step(actor, rule.place, pass(Pass::Class));
                continue;
            }
            if ![rule.qtype, query.qtype].contains(&dns::ANY) && rule.qtype != query.qtype {
                self.step(actor, rule.place, pass(Pass::Type));
                continue;
            }
            match self.matches(rule, query) {
                Some(captures) => return self.render_rule(&actor, rule, query, zone, &captures, sites),
                None => {
                    let through = rule.fall.as_ref();
                    let through = through.filter(|fall| fall.zones.iter().any(|zone| is_under(query.lower(), zone)));
                    let Some(fall) = through else {
                        self.step(actor, rule.place, Action::Failed(dns::SERVFAIL, Failure::NoMatch));
                        return Templated::Ended(Reply::Returned(dns::SERVFAIL));
                    };
                    self.step(actor, fall.place, pass(Pass::Fallthrough));
                }
            }
        }
        Templated::Passed
    }

    fn matches(&mut self, rule: &Template, query: &Query) -> Option<Captures> {
        for matcher in &rule.matches {
            let pattern = matcher.pattern.clone();
            if matcher.is_everything() {
                return Some(Captures { pattern, groups: vec![(None, query.lower().to_owned())] });
            }
            let Some(regex) = matcher.regex() else {
                // It cannot be told what it matches.
                if self.choose(2) == 0 {
                    return Some(Captures { pattern, groups: Vec::new() });
                }
                continue;
            };
            if rule.answers.is_empty() && rule.authority.is_empty() && rule.additional.is_empty() {
                if regex.is_match(query.lower()) {
                    return Some(Captures { pattern, groups: Vec::new() });
                }
                continue;
            }
            if let Some(captures) = regex.captures(query.lower()) {
                let groups = regex.capture_names().zip(captures.iter()).map(|(name, group)| {
                    (name.map(str::to_owned), group.map_or(String::new(), |group| group.as_str().to_owned()))
                });
                return Some(Captures { pattern, groups: groups.collect() });
            }
        }
        None
    }

    fn render_rule(
        &mut self,
        actor: &Actor<'a>,
        rule: &Template,
        query: &Query,
        zone: &str,
        captures: &Captures,
        sites: &[usize],
    ) -> Templated<'a> {
        let place = rule.rcode_place.unwrap_or(rule.place);
        if rule.rcode == dns::SERVFAIL {
            self.step(actor.clone(), place, Action::Failed(dns::SERVFAIL, Failure::Rcode));
            return Templated::Ended(Reply::Returned(dns::SERVFAIL));
        }
        let mut message = Message { authoritative: true, ..Message::empty(rule.rcode, actor.clone()) };
        let wants_address = matches!(query.qtype, dns::A | dns::AAAA);
        let has_records = !(rule.answers.is_empty() && rule.additional.is_empty() && rule.authority.is_empty());
        if has_records {
            let data = render::data(rule, query, zone, captures);
            let mut lost = false;
            // In the order in which CoreDNS makes them, which decides whose failure counts.
            let lines = [("answer", &rule.answers), ("additional", &rule.additional), ("authority", &rule.authority)];
            for (section, line) in
                lines.iter().flat_map(|(section, lines)| lines.iter().map(move |line| (*section, line)))
            {
                let record = match render::render(line, section, &data, query) {
                    Ok(Rendered::Record(record)) => record,
                    // CoreDNS looks into the record at once or before sending, and recovers from its own panic.
                    Ok(Rendered::Nothing) if section == "additional" || (section == "answer" && wants_address) => {
                        return self.broken(actor, line, "it is empty".to_owned());
                    }
                    Ok(Rendered::Nothing) => {
                        lost = true;
                        continue;
                    }
                    Err(reason) => return self.broken(actor, line, reason),
                };
                let target = match &record.data {
                    RecordData::Name(target) if section == "answer" && wants_address => Some(target.clone()),
                    _ => None,
                };
                match section {
                    "answer" => message.answers.push(record),
                    "additional" => message.additional.push(record),
                    _ => message.authority.push(record),
                }
                if let Some(target) = target {
                    self.step(actor.clone(), line.place, Action::Followed(target.clone()));
                    match self.look_up(sites, &target, query) {
                        Ok(answers) => message.answers.extend(answers),
                        Err(_) => return Templated::Lost,
                    }
                }
            }
            if lost {
                self.step(actor.clone(), rule.place, Action::Unanswered(NoAnswer::Timeout));
                return Templated::Lost;
            }
        }
        self.step(actor.clone(), rule.place, Action::answered(&message));
        Templated::Ended(Reply::Message(Box::new(message)))
    }

    fn broken(&mut self, actor: &Actor<'a>, line: &Line, reason: String) -> Templated<'a> {
        self.step(actor.clone(), line.place, Action::Failed(dns::SERVFAIL, Failure::Record(reason)));
        Templated::Ended(Reply::Returned(dns::SERVFAIL))
    }
}
