//! Whether what came is what was predicted: the rcode, and the answers as a set. What nobody can know (`?` in a prediction)
//! matches anything; a TTL may be lower than predicted, never higher.

use std::fmt;
use std::time::Duration;

use super::exchange::Exchange;
use super::wire::Reply;
use crate::chain::{NoAnswer, Outcome, Record, RecordData};
use crate::coredns::dns;

/// What should come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Predicted {
    /// Rcode and answers, or that nothing comes.
    pub reply: Result<(u16, Vec<Record>), NoAnswer>,
    /// About how long it takes because somebody else does not answer.
    pub wait: Duration,
}

/// How reality stands to the predictions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is one of them.
    Agrees,
    /// It contradicts nothing that is known; what was predicted is only supposed.
    Fits,
    /// It is none of them. What differs from the nearest, a sentence each.
    Differs(Vec<String>),
}

impl Standing {
    /// Whether it is none of them.
    #[must_use]
    pub const fn differs(&self) -> bool {
        matches!(self, Self::Differs(_))
    }
}

impl Predicted {
    /// What a way of a walk comes to.
    #[must_use]
    pub fn new(outcome: &Outcome<'_>) -> Self {
        let reply = match &outcome.reply {
            Ok(message) => Ok((message.rcode, message.answers.clone())),
            Err(no_answer) => Err(*no_answer),
        };
        Self { reply, wait: outcome.wait }
    }

    /// What differs; nothing if nothing does. `patience` is how long an answer was waited for.
    fn differences(&self, exchange: &Exchange, patience: Duration) -> Vec<String> {
        match (&self.reply, &exchange.reply) {
            (Ok((rcode, answers)), Ok(reply)) => differences(*rcode, answers, reply),
            (Err(predicted), Err(real)) if predicted == real => Vec::new(),
            // Whoever waits shorter than the chain takes hears nothing.
            (Ok(_), Err(NoAnswer::Timeout)) if self.wait >= patience => Vec::new(),
            (Ok((rcode, _)), Err(real)) => vec![format!("{real} instead of {}", dns::rcode_text(*rcode))],
            (Err(predicted), Ok(reply)) => {
                vec![format!("{} instead of {predicted}", dns::rcode_text(reply.message.rcode))]
            }
            (Err(predicted), Err(real)) => vec![format!("{real} instead of {predicted}")],
        }
    }

    /// Whether it is of the same kind: an answer about a name, a refusal to deal with the question, or none at all.
    fn is_alike(&self, exchange: &Exchange) -> bool {
        let is_about_the_name = |rcode| matches!(rcode, dns::NOERROR | dns::NXDOMAIN);
        match (&self.reply, &exchange.reply) {
            (Ok((one, _)), Ok(reply)) => is_about_the_name(*one) == is_about_the_name(reply.message.rcode),
            (Err(_), Err(_)) => true,
            _ => false,
        }
    }
}

/// Holds what came against all predictions. Where they are only `supposed`, their kind has to be the same and no more.
#[must_use]
pub fn stand(predicted: &[Predicted], exchange: &Exchange, supposed: bool, patience: Duration) -> Standing {
    let all: Vec<_> = predicted.iter().map(|predicted| predicted.differences(exchange, patience)).collect();
    if supposed && predicted.iter().any(|predicted| predicted.is_alike(exchange)) {
        return Standing::Fits;
    }
    match all.into_iter().min_by_key(Vec::len) {
        Some(nearest) if nearest.is_empty() => Standing::Agrees,
        Some(nearest) => Standing::Differs(nearest),
        None => Standing::Fits,
    }
}

fn differences(rcode: u16, predicted: &[Record], reply: &Reply) -> Vec<String> {
    let mut differences = Vec::new();
    let message = &reply.message;
    if message.rcode != rcode {
        differences.push(format!("{} instead of {}", dns::rcode_text(message.rcode), dns::rcode_text(rcode)));
    }
    if predicted.iter().any(|record| record.data == RecordData::Unknown) {
        return differences;
    }
    let mut left: Vec<&Record> = message.answers.iter().collect();
    left.dedup();
    for wanted in predicted {
        match left.iter().position(|record| is_same(wanted, record)) {
            Some(at) => {
                let found = left.swap_remove(at);
                if let (Some(most), Some(ttl)) = (wanted.ttl, found.ttl)
                    && ttl > most
                {
                    differences.push(format!("{found} has a higher TTL than the predicted {most}"));
                }
            }
            None => differences.push(format!("missing: {wanted}")),
        }
    }
    differences.extend(left.into_iter().map(|record| format!("not predicted: {record}")));
    differences
}

fn is_same(one: &Record, other: &Record) -> bool {
    (one.qtype, one.class) == (other.qtype, other.class)
        && one.name.eq_ignore_ascii_case(&other.name)
        && match (&one.data, &other.data) {
            (RecordData::Address(one), RecordData::Address(other)) => one == other,
            (one, other) => normal(one) == normal(other),
        }
}

/// The data without what may be written in several ways: quotes, spaces, letter case.
fn normal(data: &RecordData) -> String {
    match data {
        RecordData::Address(address) => address.to_string(),
        RecordData::Name(text) | RecordData::Text(text) => {
            let bare = text.replace('"', " ").to_ascii_lowercase();
            bare.split_whitespace().collect::<Vec<_>>().join(" ")
        }
        RecordData::Unknown => "?".to_owned(),
    }
}

/// `NOERROR 240.0.0.1 ::1`, or why nothing comes.
struct Shown<'a>(&'a Result<(u16, &'a [Record]), NoAnswer>);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (rcode, answers) = match self.0 {
            Ok(reply) => reply,
            Err(no_answer) => return write!(f, "{no_answer}"),
        };
        f.write_str(&dns::rcode_text(*rcode))?;
        for record in *answers {
            match &record.data {
                RecordData::Address(address) => write!(f, " {address}")?,
                RecordData::Name(text) | RecordData::Text(text) => {
                    write!(f, " {} {text}", dns::qtype_text(record.qtype))?;
                }
                RecordData::Unknown => f.write_str(" ?")?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for Predicted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reply = self.reply.as_ref().map(|(rcode, answers)| (*rcode, answers.as_slice())).map_err(|error| *error);
        write!(f, "{}", Shown(&reply))
    }
}

impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reply = self.reply.as_ref().map_err(|error| *error);
        let reply = reply.map(|reply| (reply.message.rcode, reply.message.answers.as_slice()));
        write!(f, "{}", Shown(&reply))
    }
}
