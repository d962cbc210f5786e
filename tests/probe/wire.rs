//! Questions and answers on the wire: what is sent, how records are shown, and that damaged bytes never do harm.

use corefilectl::chain::name::parse;
use corefilectl::chain::{Actor, Query};
use corefilectl::coredns::dns;
use corefilectl::probe::wire::{answer, question};

use crate::stub::{Asked, reply, wire_name};

const ID: [u8; 2] = [0x12, 0x34];

fn asked(name: &str, qtype: u16) -> Asked {
    Asked { bytes: ID.to_vec(), name: name.to_owned(), qtype, class: dns::IN, over_tcp: false }
}

fn read(bytes: &[u8], query: &Query) -> Vec<String> {
    let reply = answer(bytes, query, u16::from_be_bytes(ID), Actor::CoreDns).unwrap();
    reply.message.answers.iter().map(ToString::to_string).collect()
}

#[test]
fn questions_are_what_they_say() {
    let query = Query::new(&parse("a\\.b.mesh").unwrap(), dns::HTTPS);
    let plain = question(&query, 0x1234, false).unwrap();
    let head = [0x12, 0x34, 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0];
    assert_eq!(plain, [&head[..], b"\x03a.b\x04mesh\x00", &[0, 65, 0, 1]].concat());
    let edns = question(&query, 0x1234, true).unwrap();
    assert_eq!(edns[11], 1, "one additional record");
    assert_eq!(edns[plain.len()..], [0, 0, 41, 0x04, 0xd0, 0, 0, 0, 0, 0, 0]);
    assert!(question(&Query::new(".", dns::A), 1, true).is_some());
}

fn records() -> Vec<(u16, Vec<u8>, &'static str)> {
    let name = wire_name("b.mesh.");
    let with = |front: &[u8], name: &[u8]| [front, name].concat();
    vec![
        (dns::A, vec![192, 0, 2, 1], "192.0.2.1"),
        (dns::AAAA, [vec![0; 10], vec![0xff, 0xff, 240, 0, 0, 1]].concat(), "::ffff:240.0.0.1"),
        (dns::CNAME, name.clone(), "b.mesh."),
        (2, name.clone(), "b.mesh."),
        (12, wire_name("x\\.y.mesh."), "x\\.y.mesh."),
        (dns::MX, with(&[0, 10], &name), "10 b.mesh."),
        (dns::SRV, with(&[0, 0, 0, 5, 1, 187], &name), "0 5 443 b.mesh."),
        (dns::TXT, b"\x02hi\x06a \"b\"\x1b".to_vec(), "\"hi\" \"a \\\"b\\\"\\027\""),
        (dns::SOA, [name.clone(), name.clone(), [0, 0, 0, 1].repeat(5)].concat(), "b.mesh. b.mesh. 1 1 1 1 1"),
        (257, b"\x00\x05issueca".to_vec(), "0 issue \"ca\""),
        (dns::HTTPS, [vec![0, 1], vec![0], vec![0, 1, 0, 3, 2, b'h', b'2']].concat(), "1 . alpn=h2"),
        (1234, vec![0xab, 0xcd], "\\# 2 ab cd"),
        // Too short for its type.
        (dns::A, vec![1, 2], "\\# 2 01 02"),
    ]
}

#[test]
fn records_are_shown_as_in_a_zone_file() {
    for (qtype, data, text) in records() {
        let query = Query::new("a.mesh", dns::ANY);
        let bytes = reply(&asked("a.mesh.", dns::ANY), 0, &[("a.mesh.".to_owned(), qtype, 30, data)]);
        assert_eq!(read(&bytes, &query), [format!("a.mesh. 30 IN {} {text}", dns::qtype_text(qtype))]);
    }
}

#[test]
fn owners_keep_their_letter_case_and_escapes() {
    let bytes = reply(&asked("a.mesh.", dns::A), 0, &[("A\\ b.Mesh.".to_owned(), dns::A, 1, vec![1, 2, 3, 4])]);
    assert_eq!(read(&bytes, &Query::new("a.mesh", dns::A)), ["A\\ b.Mesh. 1 IN A 1.2.3.4"]);
}

/// A generator of numbers that is the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }
}

#[test]
fn damaged_answers_do_no_harm() {
    let every: Vec<_> = (0..=300_u16).chain([32_768, 65_535]).collect();
    let mut all: Vec<_> =
        records().into_iter().map(|(qtype, data, _)| ("a.mesh.".to_owned(), qtype, 30, data)).collect();
    all.extend(every.iter().map(|qtype| ("a.mesh.".to_owned(), *qtype, 30, vec![0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 65])));
    let query = Query::new("a.mesh", dns::ANY);
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for round in 0..30_000 {
        let few: Vec<_> = (0..3).map(|_| all[random.below(all.len())].clone()).collect();
        let mut bytes = reply(&asked("a.mesh.", dns::ANY), 0, &few);
        for _ in 0..random.below(6) {
            // The id stays, so that more than that is read.
            let at = 2 + random.below(bytes.len() - 2);
            bytes[at] = u8::try_from(random.below(256)).unwrap();
        }
        if round % 5 == 0 {
            bytes.truncate(random.below(bytes.len()));
        }
        let _ = answer(&bytes, &query, u16::from_be_bytes(ID), Actor::CoreDns);
    }
}
