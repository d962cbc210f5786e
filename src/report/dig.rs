//! A DNS answer as dig prints it, without what only a real packet has: an id, sizes, times.

use std::fmt::Write as _;

use super::visible::visible_line;
use crate::chain::{Message, Query, Record};
use crate::coredns::dns::{class_text, qtype_text, rcode_text};

/// Width of a tab.
const TAB: usize = 8;
/// Where dig puts the TTL, the class and the type.
const COLUMNS: [usize; 3] = [24, 32, 40];

/// The answer to a query. What is not known of a record is a question mark.
#[must_use]
pub fn answer(query: &Query, message: &Message<'_>) -> String {
    let flags = [
        ("qr", true),
        ("aa", message.authoritative),
        ("rd", query.recursion_desired),
        ("ra", message.recursion_available),
    ];
    let flags: Vec<_> = flags.iter().filter(|(_, is_set)| *is_set).map(|(name, _)| *name).collect();
    let sections =
        [("ANSWER", &message.answers), ("AUTHORITY", &message.authority), ("ADDITIONAL", &message.additional)];
    let mut text = format!(";; ->>HEADER<<- opcode: QUERY, status: {}\n", rcode_text(message.rcode));
    let _ = write!(text, ";; flags: {}; QUERY: {}", flags.join(" "), u8::from(message.has_question));
    for (name, records) in &sections {
        let _ = write!(text, ", {name}: {}", records.len());
    }
    text.push('\n');
    if message.has_question {
        text += "\n;; QUESTION SECTION:\n";
        let mut line = format!(";{}", query.name());
        pad(&mut line, COLUMNS[1]);
        let _ = write!(line, "{}", class_text(query.qclass));
        pad(&mut line, COLUMNS[2]);
        let _ = writeln!(text, "{line}{}", qtype_text(query.qtype));
    }
    for (name, records) in sections.iter().filter(|(_, records)| !records.is_empty()) {
        let _ = write!(text, "\n;; {name} SECTION:\n");
        records.iter().for_each(|record| text += &format!("{}\n", line_of(record)));
    }
    text
}

fn line_of(record: &Record) -> String {
    let shown = record.to_string();
    let shown = visible_line(shown.as_bytes());
    let mut words = shown.splitn(5, ' ');
    let mut line = words.next().unwrap_or_default().to_owned();
    for (column, word) in COLUMNS.into_iter().chain([COLUMNS[2] + TAB]).zip(words) {
        pad(&mut line, column);
        line += word;
    }
    line
}

/// Tabs up to a column, at least one.
fn pad(line: &mut String, column: usize) {
    let mut at = line.chars().fold(0, |at, c| if c == '\t' { (at / TAB + 1) * TAB } else { at + 1 });
    loop {
        line.push('\t');
        at = (at / TAB + 1) * TAB;
        if at >= column {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::{Actor, RecordData};
    use crate::coredns::dns;

    #[test]
    fn looks_as_dig_s() {
        let query = Query::new("httpbin.mesh", dns::A);
        let data = RecordData::Address([240, 0, 0, 1].into());
        let record = Record { name: "httpbin.mesh.".to_owned(), ttl: Some(30), class: dns::IN, qtype: dns::A, data };
        let long = Record { name: "a-name-that-is-longer-than-that.mesh.".to_owned(), ttl: None, ..record.clone() };
        let message = Message { answers: vec![record, long], ..Message::empty(dns::NOERROR, Actor::CoreDns) };
        assert_eq!(
            answer(&query, &message),
            ";; ->>HEADER<<- opcode: QUERY, status: NOERROR\n;; flags: qr rd; QUERY: 1, ANSWER: 2, AUTHORITY: 0, ADDITIONAL: \
             0\n\n;; QUESTION SECTION:\n;httpbin.mesh.\t\t\tIN\tA\n\n;; ANSWER SECTION:\nhttpbin.mesh.\t\t30\tIN\tA\t240.0.0.1\n\
             a-name-that-is-longer-than-that.mesh.\t?\tIN\tA\t240.0.0.1\n"
        );
        let damaged = Message { has_question: false, ..Message::empty(dns::FORMERR, Actor::CoreDns) };
        assert!(!answer(&query, &damaged).contains("QUESTION SECTION"));
    }
}
