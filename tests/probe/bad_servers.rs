//! Every way in which a server can fail to answer, one after the other: no panic, a clear word, and an end.

use std::net::UdpSocket;
use std::time::{Duration, Instant};

use corefilectl::chain::{Actor, NoAnswer, Protocol, Query, RecordData};
use corefilectl::coredns::dns;
use corefilectl::probe::Exchange;
use corefilectl::probe::exchange::{Terms, ask};

use crate::stub::{Asked, Deed, Stub, answer};

const TERMS: Terms = Terms { timeout: Duration::from_millis(300), tries: 2, edns: true };

fn put(stub: &Stub, protocol: Protocol) -> Exchange {
    let query = Query::new("a.mesh", dns::A).over(protocol);
    let started = Instant::now();
    let exchange = ask(stub.address, &query, &TERMS, &Actor::CoreDns);
    // UDP and then TCP is the longest way.
    assert!(started.elapsed() < TERMS.patience() * 2 + Duration::from_secs(2), "{:?}", started.elapsed());
    exchange
}

fn good(asked: &Asked) -> Vec<u8> {
    answer(asked, 0, &[(dns::A, vec![240, 0, 0, 1])])
}

fn remarks(exchange: &Exchange) -> String {
    exchange.remarks.lines().collect::<Vec<_>>().join("; ")
}

/// No answer, for this reason and with this remark.
#[track_caller]
fn fails(protocol: Protocol, doing: impl Fn(&Asked) -> Deed + Send + Sync + 'static, why: NoAnswer, remark: &str) {
    let stub = Stub::start(doing);
    let exchange = put(&stub, protocol);
    assert_eq!(exchange.reply.as_ref().err(), Some(&why), "{}", remarks(&exchange));
    assert!(remarks(&exchange).contains(remark), "{:?} does not say {remark:?}", remarks(&exchange));
}

fn with_id(asked: &Asked, id: [u8; 2]) -> Vec<u8> {
    [&id[..], &good(asked)[2..]].concat()
}

fn truncated(asked: &Asked) -> Vec<u8> {
    let mut bytes = answer(asked, 0, &[]);
    bytes[2] |= 0x02;
    bytes
}

#[test]
fn good_answers_come_over_both() {
    for protocol in [Protocol::Udp, Protocol::Tcp] {
        let stub = Stub::start(|asked| Deed::Send(good(asked)));
        let exchange = put(&stub, protocol);
        let reply = exchange.reply.as_ref().unwrap();
        assert_eq!(reply.message.answers[0].data, RecordData::Address([240, 0, 0, 1].into()));
        assert_eq!((exchange.protocol, remarks(&exchange).as_str()), (protocol, ""));
        assert_eq!(stub.seen.lock().unwrap().len(), 1);
    }
}

#[test]
fn garbage_is_no_answer() {
    use NoAnswer::Timeout;
    fails(Protocol::Udp, |_| Deed::Send(Vec::new()), Timeout, "0 bytes that are no DNS message");
    fails(Protocol::Udp, |_| Deed::Send(vec![0xff; 7]), Timeout, "7 bytes that are no DNS message (2 times)");
    let cut = |asked: &Asked| Deed::Send(good(asked)[..30].to_vec());
    fails(Protocol::Udp, cut, Timeout, "no DNS message");
    let looping = |asked: &Asked| {
        let mut bytes = good(asked);
        bytes.truncate(12);
        // A name that points to itself.
        bytes.extend([0xc0, 12, 0, 1, 0, 1]);
        Deed::Send(bytes)
    };
    fails(Protocol::Udp, looping, Timeout, "no DNS message");
    fails(Protocol::Tcp, |_| Deed::Send(vec![1; 20]), NoAnswer::Closed, "another id");
}

#[test]
fn answers_to_others_are_not_taken() {
    use NoAnswer::Timeout;
    let other_id = |asked: &Asked| Deed::Send(with_id(asked, [!asked.bytes[0], asked.bytes[1]]));
    fails(Protocol::Udp, other_id, Timeout, "another id (2 times)");
    fails(Protocol::Udp, |asked| Deed::Send(asked.bytes.clone()), Timeout, "a question instead of an answer");
    let other_name = |asked: &Asked| {
        let other = Asked { bytes: asked.bytes.clone(), name: "b.mesh.".to_owned(), ..*asked };
        Deed::Send(good(&other))
    };
    fails(Protocol::Udp, other_name, Timeout, "another question (b.mesh. IN A)");
    let other_type = |asked: &Asked| {
        let other = Asked { bytes: asked.bytes.clone(), name: asked.name.clone(), qtype: dns::AAAA, ..*asked };
        Deed::Send(good(&other))
    };
    fails(Protocol::Udp, other_type, Timeout, "another question (a.mesh. IN AAAA)");
    let elsewhere = |asked: &Asked| Deed::SendFromElsewhere(good(asked));
    fails(Protocol::Udp, elsewhere, Timeout, "clients do not take them");
    let no_question = |asked: &Asked| Deed::Send([&asked.bytes[..2], &[0x80, 0], &[0; 8][..]].concat());
    fails(Protocol::Udp, no_question, Timeout, "another question (none)");
}

#[test]
fn a_right_answer_behind_wrong_ones_is_taken() {
    for protocol in [Protocol::Udp, Protocol::Tcp] {
        let stub = Stub::start(|asked| {
            let other = with_id(asked, [asked.bytes[0] ^ 1, asked.bytes[1]]);
            Deed::Each(vec![vec![1, 2, 3], other, good(asked)])
        });
        let exchange = put(&stub, protocol);
        assert!(exchange.reply.is_ok());
        assert_eq!(remarks(&exchange), "ignored: 3 bytes that are no DNS message; ignored: a message with another id");
    }
}

#[test]
fn an_error_needs_no_question() {
    let stub = Stub::start(|asked| Deed::Send([&asked.bytes[..2], &[0x81, 0x01], &[0; 8][..]].concat()));
    let message = put(&stub, Protocol::Udp).reply.unwrap().message;
    assert_eq!((message.rcode, message.has_question), (dns::FORMERR, false));
}

#[test]
fn silence_ends() {
    fails(Protocol::Udp, |_| Deed::Nothing, NoAnswer::Timeout, "");
    fails(Protocol::Tcp, |_| Deed::Nothing, NoAnswer::Timeout, "");
    fails(
        Protocol::Udp,
        |asked| Deed::Repeat(with_id(asked, [asked.bytes[0] ^ 1, 0])),
        NoAnswer::Timeout,
        "another id",
    );
}

#[test]
fn nobody_is_told_at_once() {
    let free = UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for protocol in [Protocol::Udp, Protocol::Tcp] {
        let terms = Terms { timeout: Duration::from_secs(20), ..TERMS };
        let started = Instant::now();
        let exchange = ask(free, &Query::new("a.mesh", dns::A).over(protocol), &terms, &Actor::CoreDns);
        assert_eq!(exchange.reply.err(), Some(NoAnswer::Refused));
        assert!(started.elapsed() < Duration::from_secs(5));
    }
}

#[test]
fn truncated_answers_are_asked_for_over_tcp() {
    let stub = Stub::start(|asked| Deed::Send(if asked.over_tcp { good(asked) } else { truncated(asked) }));
    let exchange = put(&stub, Protocol::Udp);
    assert_eq!(exchange.protocol, Protocol::Tcp);
    assert_eq!(exchange.reply.as_ref().unwrap().message.answers.len(), 1);
    assert!(remarks(&exchange).contains("truncated, so TCP was asked"));
    assert_eq!(*stub.seen.lock().unwrap(), ["a.mesh. 1 udp", "a.mesh. 1 tcp"]);

    let udp_only = Stub::start_udp(|asked| Deed::Send(truncated(asked)));
    let exchange = put(&udp_only, Protocol::Udp);
    assert!(exchange.reply.as_ref().unwrap().truncated);
    assert!(remarks(&exchange).contains("over TCP there is none (connection refused)"), "{}", remarks(&exchange));
}

#[test]
fn tcp_that_closes_early_is_told() {
    let closes = |bytes: &'static [u8]| move |_: &Asked| Deed::Raw(bytes.to_vec());
    fails(Protocol::Tcp, closes(b""), NoAnswer::Closed, "");
    fails(Protocol::Tcp, closes(b"\x00"), NoAnswer::Closed, "");
    fails(Protocol::Tcp, closes(b"\x00\x40abc"), NoAnswer::Closed, "64 bytes was announced and did not come");
    fails(Protocol::Tcp, closes(b"HTTP/1.1 400 Bad Request\r\n\r\n"), NoAnswer::Closed, "18516 bytes was announced");
}

#[test]
fn tcp_without_an_end_ends() {
    fails(Protocol::Tcp, |_| Deed::Drip, NoAnswer::Timeout, "65535 bytes was announced");
    let wrong = |asked: &Asked| Deed::Repeat(with_id(asked, [asked.bytes[0] ^ 1, 0]));
    fails(Protocol::Tcp, wrong, NoAnswer::Timeout, "another id");
    fails(Protocol::Tcp, |_| Deed::Repeat(Vec::new()), NoAnswer::Timeout, "0 bytes that are no DNS message");
}
