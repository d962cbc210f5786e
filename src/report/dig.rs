//! A DNS message as `dig` prints it: header, flags, question, the sections. What a predicted message has not (an id, OPT) is
//! left out.

use std::fmt::Write as _;

use crate::chain::{Message, Query, Record, RecordData};
use crate::coredns::dns;

/// Columns of a tab.
const TAB: usize = 8;
/// Where the column behind an owner begins, in tabs.
const OWNER: usize = 3;
/// Where the column behind the question's name begins, in tabs.
const QUESTION: usize = 4;

/// What a message that came has beside [`Message`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Head {
    /// The id; none for a prediction.
    pub id: Option<u16>,
    /// TC.
    pub truncated: bool,
    /// RD.
    pub recursion_desired: bool,
    /// AD.
    pub authentic_data: bool,
    /// CD.
    pub checking_disabled: bool,
    /// EDNS version, DO, and the server's size for UDP in bytes.
    pub edns: Option<(u8, bool, u16)>,
}

/// The message, an answer to `query`, as dig prints it.
#[must_use]
pub fn dig(query: &Query, message: &Message<'_>, head: &Head) -> String {
    let mut text = format!(";; ->>HEADER<<- opcode: QUERY, status: {}", dns::rcode_text(message.rcode));
    if let Some(id) = head.id {
        let _ = write!(text, ", id: {id}");
    }
    text.push_str("\n;; flags:");
    let flags = flags(message, head);
    flags.iter().for_each(|flag| {
        let _ = write!(text, " {flag}");
    });
    let _ = writeln!(
        text,
        "; QUERY: {}, ANSWER: {}, AUTHORITY: {}, ADDITIONAL: {}",
        u8::from(message.has_question),
        message.answers.len(),
        message.authority.len(),
        message.additional.len() + usize::from(head.edns.is_some()),
    );
    if let Some((version, dnssec_ok, size)) = head.edns {
        let dnssec = if dnssec_ok { " do" } else { "" };
        let _ = write!(text, "\n;; OPT PSEUDOSECTION:\n; EDNS: version: {version}, flags:{dnssec}; udp: {size}");
    }
    if message.has_question {
        text.push('\n');
        let name = format!(";{}", query.name());
        let gap = gap(&name, QUESTION);
        let (class, qtype) = (dns::class_text(query.qclass), dns::qtype_text(query.qtype));
        let _ = writeln!(text, ";; QUESTION SECTION:\n{name}{gap}{class}\t{qtype}");
    } else if head.edns.is_some() {
        text.push('\n');
    }
    for (title, records) in
        [("ANSWER", &message.answers), ("AUTHORITY", &message.authority), ("ADDITIONAL", &message.additional)]
    {
        if !records.is_empty() {
            let _ = writeln!(text, "\n;; {title} SECTION:");
            records.iter().for_each(|each| record(each, &mut text));
        }
    }
    text
}

/// The flags that are set, in dig's order and letters.
#[must_use]
pub fn flags(message: &Message<'_>, head: &Head) -> Vec<&'static str> {
    let all = [
        ("qr", true),
        ("aa", message.authoritative),
        ("tc", head.truncated),
        ("rd", head.recursion_desired),
        ("ra", message.recursion_available),
        ("ad", head.authentic_data),
        ("cd", head.checking_disabled),
    ];
    all.into_iter().filter(|(_, is_set)| *is_set).map(|(flag, _)| flag).collect()
}

fn record(record: &Record, text: &mut String) {
    let gap = gap(&record.name, OWNER);
    let ttl = record.ttl.map_or_else(|| "?".to_owned(), |ttl| ttl.to_string());
    let (class, qtype) = (dns::class_text(record.class), dns::qtype_text(record.qtype));
    let _ = write!(text, "{}{gap}{ttl}\t{class}\t{qtype}\t", record.name);
    let _ = match &record.data {
        RecordData::Address(address) => writeln!(text, "{address}"),
        RecordData::Name(data) | RecordData::Text(data) => writeln!(text, "{data}"),
        RecordData::Unknown => writeln!(text, "?"),
    };
}

/// Tabs up to a column; at least one.
fn gap(before: &str, tabs: usize) -> String {
    "\t".repeat(tabs.saturating_sub(before.len() / TAB).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::Actor;

    fn answer() -> (Query, Message<'static>) {
        let query = Query::new("example.com", dns::A);
        let record =
            |name: &str, data| Record { name: name.to_owned(), ttl: Some(300), class: dns::IN, qtype: dns::A, data };
        let answers = vec![
            record("example.com.", RecordData::Address([192, 0, 2, 1].into())),
            Record { ttl: None, ..record("a.very.long.name.example.com.", RecordData::Unknown) },
        ];
        (query, Message { answers, recursion_available: true, ..Message::empty(dns::NOERROR, Actor::CoreDns) })
    }

    #[test]
    fn a_reply_looks_as_dig_shows_it() {
        let (query, message) = answer();
        let head = Head { id: Some(7), recursion_desired: true, edns: Some((0, false, 1232)), ..Head::default() };
        assert_eq!(
            dig(&query, &message, &head),
            ";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 7\n\
             ;; flags: qr rd ra; QUERY: 1, ANSWER: 2, AUTHORITY: 0, ADDITIONAL: 1\n\
             \n\
             ;; OPT PSEUDOSECTION:\n\
             ; EDNS: version: 0, flags:; udp: 1232\n\
             ;; QUESTION SECTION:\n\
             ;example.com.\t\t\tIN\tA\n\
             \n\
             ;; ANSWER SECTION:\n\
             example.com.\t\t300\tIN\tA\t192.0.2.1\n\
             a.very.long.name.example.com.\t?\tIN\tA\t?\n"
        );
    }

    #[test]
    fn a_prediction_has_no_id() {
        let (query, message) = answer();
        let message = Message { has_question: false, answers: Vec::new(), ..message };
        assert_eq!(
            dig(&query, &message, &Head::default()),
            ";; ->>HEADER<<- opcode: QUERY, status: NOERROR\n;; flags: qr ra; QUERY: 0, ANSWER: 0, AUTHORITY: 0, \
             ADDITIONAL: 0\n"
        );
    }
}
