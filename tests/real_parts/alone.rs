//! Every recorded question to Envoy alone, put to the one that runs, and to the model.

use std::collections::BTreeSet;
use std::net::UdpSocket;
use std::time::Duration;

use corefilectl::chain::{self, Message, Protocol, Query, Record};
use corefilectl::coredns::{Server, dns};
use serde::Deserialize;

use crate::envoy::{Envoy, address, program};
use crate::mesh::{MESH, lines, world};

#[derive(Debug, Deserialize)]
struct Line {
    qname: Option<String>,
    #[serde(default)]
    qtype: String,
    #[serde(default)]
    qclass: String,
    #[serde(default)]
    proto: String,
    #[serde(default)]
    edns: bool,
    rcode: String,
    #[serde(default)]
    answers: Vec<String>,
    #[serde(default)]
    flags: Option<String>,
    /// Packets that are no ordinary question, and the reply to them, in hexadecimal digits.
    sent: Option<String>,
    wire: Option<String>,
}

/// Addresses as numbers.
fn normal(line: &str) -> String {
    let (front, last) = line.rsplit_once(' ').unwrap_or(("", line));
    last.parse::<std::net::IpAddr>().map_or_else(|_| line.to_owned(), |ip| format!("{front} {ip:?}"))
}

fn shown(records: &[Record]) -> BTreeSet<String> {
    records.iter().map(|record| normal(&record.to_string())).collect()
}

fn flags(message: &Message<'_>, recursion_desired: bool) -> String {
    let all =
        [("QR", true), ("AA", message.authoritative), ("RD", recursion_desired), ("RA", message.recursion_available)];
    all.iter().filter(|(_, is_set)| *is_set).map(|(name, _)| *name).collect::<Vec<_>>().join(" ")
}

fn bytes(digits: &str) -> Vec<u8> {
    let pair = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).unwrap();
    (0..digits.len()).step_by(2).map(pair).collect()
}

fn check_packet(envoy: &Envoy, sent: &str, wire: &str) {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    socket.send_to(&bytes(sent), address(envoy.port)).unwrap();
    let mut buffer = [0; 2048];
    let (size, _) = socket.recv_from(&mut buffer).unwrap_or_else(|error| panic!("{sent}: {error}"));
    assert_eq!(buffer[..size], bytes(wire), "{sent}");
}

#[test]
fn envoy_still_answers_as_recorded_and_as_predicted() {
    let Some(program) = program("Envoy alone") else { return };
    let envoy = Envoy::start(&program, MESH);
    let (world, nothing) = (world(MESH, envoy.port), Server::default());
    let (mut questions, mut packets) = (0, 0);
    for line in lines::<Line>("envoy_alone.jsonl") {
        let Some(name) = &line.qname else {
            check_packet(&envoy, line.sent.as_ref().unwrap(), line.wire.as_ref().unwrap());
            packets += 1;
            continue;
        };
        questions += 1;
        let (qtype, class) = (dns::qtype_of(&line.qtype).unwrap(), dns::class_of(&line.qclass).unwrap());
        let protocol = if line.proto == "tcp" { Protocol::Tcp } else { Protocol::Udp };
        let mut query = Query::new(name, qtype).in_class(class).over(protocol);
        let recorded_flags = line.flags.as_deref().unwrap_or_default();
        query.recursion_desired = recorded_flags.contains("RD");
        let live = envoy.ask(&query, line.edns);
        let walk = chain::walk(&nothing, &world, &query, envoy.port);
        let predicted = &walk.ways[0].outcome.reply;
        assert!(walk.is_certain());
        let Ok(reply) = &live.reply else {
            assert_eq!(line.rcode, "(ConnectionRefusedError)", "{line:?}: {:?}", live.reply);
            assert_eq!(predicted.as_ref().err(), live.reply.as_ref().err(), "{line:?}");
            continue;
        };
        let message = &reply.message;
        assert_eq!(dns::rcode_text(message.rcode), line.rcode, "{line:?}");
        let recorded: BTreeSet<_> = line.answers.iter().map(|line| normal(line)).collect();
        assert_eq!(shown(&message.answers), recorded, "{line:?}");
        assert_eq!(flags(message, reply.recursion_desired), recorded_flags, "{line:?}");
        assert_eq!(Ok(message), predicted.as_ref(), "{line:?}");
        assert!(reply.edns.is_none() && !reply.truncated, "{line:?}");
    }
    println!("real parts: Envoy alone: {questions} questions and {packets} odd packets as recorded, and as predicted");
}
