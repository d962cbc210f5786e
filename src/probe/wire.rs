//! Questions as bytes and answers from bytes. The wire format is the `domain` crate's business; here stands what counts as an
//! answer to a question, and what of it is kept.

use domain::base::iana::{Class, Rtype};
use domain::base::message::RecordSection;
use domain::base::rdata::UnknownRecordData;
use domain::base::zonefile_fmt::{DisplayKind, ZonefileFmt as _};
use domain::base::{Message as Wire, MessageBuilder, Name, ParsedName, ParsedRecord};
use domain::rdata::AllRecordData;

use crate::chain::name::{from_labels, wire_labels};
use crate::chain::{Actor, Message, Query, Record, RecordData};
use crate::coredns::dns;

/// The largest answer over UDP that is asked for with EDNS, in bytes: what passes without fragments (DNS Flag Day 2020).
pub const UDP_SIZE: u16 = 1232;
/// The most that a message can have, in bytes.
pub const MAX_MESSAGE: usize = 65_535;

const OPT: u16 = 41;

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// What it says, OPT left out.
    pub message: Message<'static>,
    /// The number by which question and answer find each other.
    pub id: u16,
    /// TC: there is more than fitted.
    pub truncated: bool,
    /// RD, repeated from the question.
    pub recursion_desired: bool,
    /// AD.
    pub authentic_data: bool,
    /// CD.
    pub checking_disabled: bool,
    /// The OPT record, if there is one.
    pub edns: Option<Edns>,
    /// How large it is, in bytes.
    pub size: usize,
}

/// An OPT record (RFC 6891).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edns {
    /// The version.
    pub version: u8,
    /// The largest message over UDP that the server takes, in bytes.
    pub udp_size: u16,
    /// DO.
    pub dnssec_ok: bool,
}

/// Why bytes are no answer to a question.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnAnswer {
    /// It cannot be read.
    #[error("{size} bytes that are no DNS message")]
    Garbage {
        /// How many bytes came.
        size: usize,
    },
    /// Its number is another.
    #[error("a message with another id")]
    Id,
    /// It is a question itself.
    #[error("a question instead of an answer")]
    Question,
    /// It is about something else.
    #[error("an answer to another question ({0})")]
    OtherQuestion(String),
}

/// The question as bytes; none for a name that is none.
#[must_use]
pub fn question(query: &Query, id: u16, edns: bool) -> Option<Vec<u8>> {
    let mut name = Vec::new();
    for label in wire_labels(query.name()) {
        name.push(u8::try_from(label.len()).ok()?);
        name.extend(label);
    }
    name.push(0);
    let name = Name::from_octets(name).ok()?;
    let mut builder = MessageBuilder::new_vec();
    builder.header_mut().set_id(id);
    builder.header_mut().set_rd(query.recursion_desired);
    let mut builder = builder.question();
    builder.push((name, Rtype::from_int(query.qtype), Class::from_int(query.qclass))).ok()?;
    let mut builder = builder.additional();
    if edns {
        builder
            .opt(|opt| {
                opt.set_udp_payload_size(UDP_SIZE);
                Ok(())
            })
            .ok()?;
    }
    Some(builder.finish())
}

/// Reads an answer to `query` from `from`.
///
/// # Errors
/// Why it is none.
pub fn answer(bytes: &[u8], query: &Query, id: u16, from: Actor<'static>) -> Result<Reply, NotAnAnswer> {
    let garbage = || NotAnAnswer::Garbage { size: bytes.len() };
    let wire = Wire::from_slice(bytes).map_err(|_| garbage())?;
    let header = wire.header();
    if !header.qr() {
        return Err(if header.id() == id { NotAnAnswer::Question } else { NotAnAnswer::Id });
    }
    if header.id() != id {
        return Err(NotAnAnswer::Id);
    }
    let rcode = wire.opt_rcode().to_int();
    let has_question = has_question(wire, query, rcode)?;
    let sections = wire.sections().map_err(|_| garbage())?;
    let (_, answers, authority, additional) = sections;
    let records = |section| records(section).ok_or_else(garbage);
    let message = Message {
        rcode,
        authoritative: header.aa(),
        recursion_available: header.ra(),
        has_question,
        answers: records(answers)?,
        authority: records(authority)?,
        additional: records(additional)?,
        from,
    };
    let edns = wire.opt().map(|opt| Edns {
        version: opt.version(),
        udp_size: opt.udp_payload_size(),
        dnssec_ok: opt.dnssec_ok(),
    });
    Ok(Reply {
        message,
        id,
        truncated: header.tc(),
        recursion_desired: header.rd(),
        authentic_data: header.ad(),
        checking_disabled: header.cd(),
        edns,
        size: bytes.len(),
    })
}

/// Whether the answer repeats the question. One that reports an error need not: Envoy's FORMERR does not.
fn has_question(wire: &Wire<[u8]>, query: &Query, rcode: u16) -> Result<bool, NotAnAnswer> {
    let garbage = || NotAnAnswer::Garbage { size: wire.as_slice().len() };
    let mut questions = wire.question();
    let Some(first) = questions.next() else {
        return if rcode == dns::NOERROR { Err(NotAnAnswer::OtherQuestion("none".to_owned())) } else { Ok(false) };
    };
    let first = first.map_err(|_| garbage())?;
    let (name, qtype, class) = (name_text(first.qname()), first.qtype().to_int(), first.qclass().to_int());
    let is_same = name.eq_ignore_ascii_case(query.name()) && (qtype, class) == (query.qtype, query.qclass);
    if is_same && questions.next().is_none() {
        return Ok(true);
    }
    Err(NotAnAnswer::OtherQuestion(format!("{name} {} {}", dns::class_text(class), dns::qtype_text(qtype))))
}

fn records(section: RecordSection<'_, [u8]>) -> Option<Vec<Record>> {
    let mut records = Vec::new();
    for record in section {
        let record = record.ok()?;
        if record.rtype().to_int() != OPT {
            records.push(kept(&record)?);
        }
    }
    Some(records)
}

fn kept(record: &ParsedRecord<'_, [u8]>) -> Option<Record> {
    let data = match record.to_any_record::<AllRecordData<_, ParsedName<_>>>() {
        Ok(record) => match record.data() {
            AllRecordData::A(a) => Some(RecordData::Address(a.addr().into())),
            AllRecordData::Aaaa(aaaa) => Some(RecordData::Address(aaaa.addr().into())),
            AllRecordData::Cname(cname) => Some(RecordData::Name(name_text(cname.cname()))),
            data => written(data.display_zonefile(DisplayKind::Simple)),
        },
        Err(_) => None,
    };
    // What its type does not allow is shown as it came.
    let data = match data {
        Some(data) => data,
        None => written(record.to_record::<UnknownRecordData<_>>().ok()??.data())?,
    };
    Some(Record {
        name: name_text(&record.owner()),
        ttl: Some(record.ttl().as_secs()),
        class: record.class().to_int(),
        qtype: record.rtype().to_int(),
        data,
    })
}

fn name_text<Octets: AsRef<[u8]>>(name: &ParsedName<Octets>) -> String
where
    ParsedName<Octets>: domain::base::name::ToLabelIter,
{
    use domain::base::name::ToLabelIter as _;
    from_labels(name.iter_labels().filter(|label| !label.is_root()).map(|label| label.as_slice().to_vec()))
}

fn written(data: impl std::fmt::Display) -> Option<RecordData> {
    use std::fmt::Write as _;
    let mut text = String::new();
    write!(text, "{data}").ok().map(|()| RecordData::Text(text))
}
