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
    /// It is none of them. What differs from the nearest.
    Differs(Vec<Difference>),
}

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Another rcode, or none of the two is an answer: what came, and what was predicted.
    Kind(String, String),
    /// A record did not come.
    Missing(Record),
    /// A record came that was not predicted.
    NotPredicted(Record),
    /// A record came with a higher TTL than this, in seconds.
    Ttl(Record, u32),
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kind(came, predicted) => write!(f, "{came} instead of {predicted}"),
            Self::Missing(record) => write!(f, "missing: {record}"),
            Self::NotPredicted(record) => write!(f, "not predicted: {record}"),
            Self::Ttl(record, most) => write!(f, "{record} has a higher TTL than the predicted {most}"),
        }
    }
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
    fn differences(&self, exchange: &Exchange, patience: Duration) -> Vec<Difference> {
        let kind = |came: &dyn fmt::Display, predicted: &dyn fmt::Display| {
            vec![Difference::Kind(came.to_string(), predicted.to_string())]
        };
        match (&self.reply, &exchange.reply) {
            (Ok((rcode, answers)), Ok(reply)) => differences(*rcode, answers, reply),
            (Err(predicted), Err(real)) if predicted == real => Vec::new(),
            // Whoever waits shorter than the chain takes hears nothing.
            (Ok(_), Err(NoAnswer::Timeout)) if self.wait >= patience => Vec::new(),
            (Ok((rcode, _)), Err(real)) => kind(real, &dns::rcode_text(*rcode)),
            (Err(predicted), Ok(reply)) => kind(&dns::rcode_text(reply.message.rcode), predicted),
            (Err(predicted), Err(real)) => kind(real, predicted),
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
    // The same rcode is nearer than fewer other records.
    let distance = |all: &Vec<Difference>| (all.iter().any(|one| matches!(one, Difference::Kind(..))), all.len());
    match all.into_iter().min_by_key(distance) {
        Some(nearest) if nearest.is_empty() && !(supposed && exchange.reply.is_ok()) => Standing::Agrees,
        _ if supposed && predicted.iter().any(|predicted| predicted.is_alike(exchange)) => Standing::Fits,
        Some(nearest) => Standing::Differs(nearest),
        None => Standing::Fits,
    }
}

fn differences(rcode: u16, predicted: &[Record], reply: &Reply) -> Vec<Difference> {
    let mut differences = Vec::new();
    let message = &reply.message;
    if message.rcode != rcode {
        differences.push(Difference::Kind(dns::rcode_text(message.rcode).into(), dns::rcode_text(rcode).into()));
    }
    if predicted.iter().any(|record| record.data == RecordData::Unknown) {
        return differences;
    }
    let mut left: Vec<&Record> = Vec::new();
    for record in &message.answers {
        if !left.contains(&record) {
            left.push(record);
        }
    }
    for wanted in predicted {
        match left.iter().position(|record| is_same(wanted, record)) {
            Some(at) => {
                let found = left.swap_remove(at);
                if let (Some(most), Some(ttl)) = (wanted.ttl, found.ttl)
                    && ttl > most
                {
                    differences.push(Difference::Ttl(found.clone(), most));
                }
            }
            None => differences.push(Difference::Missing(wanted.clone())),
        }
    }
    differences.extend(left.into_iter().map(|record| Difference::NotPredicted(record.clone())));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::{Actor, Message, Protocol, Query};

    const PATIENCE: Duration = Duration::from_secs(4);

    fn record(ttl: Option<u32>, data: RecordData) -> Record {
        Record { name: "a.mesh.".to_owned(), ttl, class: dns::IN, qtype: dns::A, data }
    }

    fn address(last: u8, ttl: Option<u32>) -> Record {
        record(ttl, RecordData::Address([240, 0, 0, last].into()))
    }

    fn text(data: &str) -> Record {
        record(Some(30), RecordData::Text(data.to_owned()))
    }

    fn predicted(rcode: u16, answers: &[Record]) -> Predicted {
        Predicted { reply: Ok((rcode, answers.to_vec())), wait: Duration::ZERO }
    }

    fn came(reply: Result<(u16, &[Record]), NoAnswer>) -> Exchange {
        let reply = reply.map(|(rcode, answers)| Reply {
            message: Message { answers: answers.to_vec(), ..Message::empty(rcode, Actor::CoreDns) },
            id: 1,
            truncated: false,
            recursion_desired: true,
            authentic_data: false,
            checking_disabled: false,
            edns: None,
            size: 12,
        });
        Exchange {
            server: "127.0.0.1:53".parse().unwrap(),
            query: Query::new("a.mesh", dns::A),
            protocol: Protocol::Udp,
            reply,
            remarks: Default::default(),
            took: Duration::ZERO,
        }
    }

    fn differs(predicted: Predicted, exchange: &Exchange) -> String {
        match stand(&[predicted], exchange, false, PATIENCE) {
            Standing::Differs(differences) => {
                differences.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
            }
            standing => format!("{standing:?}"),
        }
    }

    #[test]
    fn answers_are_a_set_and_ttls_run_down() {
        let (one, two) = (address(1, Some(30)), address(2, Some(30)));
        let wanted = || predicted(dns::NOERROR, &[one.clone(), two.clone()]);
        for answers in [[two.clone(), one.clone()], [address(1, Some(3)), address(2, Some(30))]] {
            assert_eq!(differs(wanted(), &came(Ok((dns::NOERROR, &answers)))), "Agrees");
        }
        for (answers, said) in [
            (vec![one.clone()], "missing: a.mesh. 30 IN A 240.0.0.2"),
            (vec![one.clone(), two.clone(), address(3, Some(1))], "not predicted: a.mesh. 1 IN A 240.0.0.3"),
            (
                vec![one.clone(), address(2, Some(31))],
                "a.mesh. 31 IN A 240.0.0.2 has a higher TTL than the predicted 30",
            ),
        ] {
            assert_eq!(differs(wanted(), &came(Ok((dns::NOERROR, &answers)))), said);
        }
        let unknown_ttl = predicted(dns::NOERROR, &[address(1, None)]);
        assert_eq!(differs(unknown_ttl, &came(Ok((dns::NOERROR, &[address(1, Some(9999))])))), "Agrees");
    }

    #[test]
    fn what_nobody_knows_matches_anything() {
        let unknown = || predicted(dns::NOERROR, &[record(None, RecordData::Unknown)]);
        for answers in [vec![], vec![address(1, Some(5)), text("x")]] {
            assert_eq!(differs(unknown(), &came(Ok((dns::NOERROR, &answers)))), "Agrees");
        }
        assert_eq!(differs(unknown(), &came(Ok((dns::NXDOMAIN, &[])))), "NXDOMAIN instead of NOERROR");
    }

    #[test]
    fn text_may_be_written_in_several_ways() {
        let wanted = predicted(dns::NOERROR, &[text("10  Mail.example. alpn=h2")]);
        assert_eq!(differs(wanted, &came(Ok((dns::NOERROR, &[text("10 mail.example. \"alpn=h2\"")])))), "Agrees");
    }

    #[test]
    fn no_answer_is_compared_too() {
        let nothing = |no_answer| Predicted { reply: Err(no_answer), wait: Duration::ZERO };
        let answer = || predicted(dns::NXDOMAIN, &[]);
        let slow = Predicted { wait: PATIENCE, ..answer() };
        assert_eq!(differs(nothing(NoAnswer::Refused), &came(Err(NoAnswer::Refused))), "Agrees");
        let other = differs(nothing(NoAnswer::Refused), &came(Err(NoAnswer::Timeout)));
        assert_eq!(other, "no answer instead of connection refused");
        assert_eq!(differs(answer(), &came(Err(NoAnswer::Timeout))), "no answer instead of NXDOMAIN");
        assert_eq!(differs(slow.clone(), &came(Err(NoAnswer::Timeout))), "Agrees", "a client that waits no longer");
        assert_eq!(differs(slow, &came(Err(NoAnswer::Closed))), "connection closed instead of NXDOMAIN");
        let came = came(Ok((dns::NOERROR, &[])));
        assert_eq!(differs(nothing(NoAnswer::Closed), &came), "NOERROR instead of connection closed");
    }

    #[test]
    fn any_way_will_do_and_the_nearest_is_told() {
        let ways = [predicted(dns::NXDOMAIN, &[]), predicted(dns::NOERROR, &[address(1, Some(30))])];
        let stands = |answers: &[Record]| stand(&ways, &came(Ok((dns::NOERROR, answers))), false, PATIENCE);
        assert_eq!(stands(&[address(1, Some(30))]), Standing::Agrees);
        let missing = vec![Difference::Missing(address(1, Some(30)))];
        assert_eq!(stands(&[]), Standing::Differs(missing));
    }

    #[test]
    fn a_supposition_binds_to_the_kind_only() {
        let ways = [predicted(dns::NOERROR, &[record(None, RecordData::Unknown)])];
        let stands = |reply| stand(&ways, &came(reply), true, PATIENCE);
        assert_eq!(stands(Ok((dns::NXDOMAIN, &[]))), Standing::Fits);
        assert!(stands(Ok((dns::NOTIMP, &[]))).differs());
        let nobody = [Predicted { reply: Err(NoAnswer::Refused), wait: Duration::ZERO }];
        assert_eq!(stand(&nobody, &came(Err(NoAnswer::Refused)), true, PATIENCE), Standing::Agrees);
        assert!(stands(Err(NoAnswer::Timeout)).differs());
    }
}
