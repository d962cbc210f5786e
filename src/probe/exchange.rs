//! A question to one server and what comes of it: tries, time-outs, TCP where an answer over UDP is cut. Every wait ends.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::{BuildHasher as _, Hasher as _};
use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use super::wire::{self, Reply};
use super::{tcp, udp};
use crate::chain::{Actor, NoAnswer, Protocol, Query};

/// How patient one is.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// How long a try may take.
    pub timeout: Duration,
    /// How many tries there are; at least one is made.
    pub tries: u32,
    /// Whether the question has an OPT record (EDNS).
    pub edns: bool,
}

impl Terms {
    /// How long all tries take if nothing comes.
    #[must_use]
    pub fn patience(&self) -> Duration {
        self.timeout.saturating_mul(self.tries.max(1))
    }
}

/// What came of a question.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// Whom it was put to.
    pub server: SocketAddr,
    /// What it was.
    pub query: Query,
    /// How the answer came, or how it was asked for last.
    pub protocol: Protocol,
    /// The answer, or that there is none.
    pub reply: Result<Reply, NoAnswer>,
    /// What else happened, for people.
    pub remarks: Remarks,
    /// How long it took.
    pub took: Duration,
}

/// What happened on the way, each thing once.
#[derive(Clone, Debug, Default)]
pub struct Remarks(Vec<(String, usize)>);

/// Different remarks beyond this many are dropped.
const MAX_REMARKS: usize = 8;

impl Remarks {
    /// Remembers it.
    pub fn add(&mut self, remark: impl fmt::Display) {
        let remark = remark.to_string();
        if let Some((_, times)) = self.0.iter_mut().find(|(known, _)| *known == remark) {
            *times += 1;
        } else if self.0.len() < MAX_REMARKS {
            self.0.push((remark, 1));
        }
    }

    /// One line each.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(
            |(remark, times)| {
                if *times == 1 { remark.clone() } else { format!("{remark} ({times} times)") }
            },
        )
    }
}

/// One try that is going on.
pub(super) struct Try<'q> {
    pub server: SocketAddr,
    pub query: &'q Query,
    pub from: Actor<'static>,
    pub id: u16,
    pub question: Vec<u8>,
    pub ends: Instant,
}

impl Try<'_> {
    /// What is left of the time; none if it is up. Sockets take no time-out of zero.
    pub fn left(&self) -> Option<Duration> {
        self.ends.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())
    }

    /// Reads bytes; what is no answer to the question is remarked and ignored, as resolvers do.
    pub fn read(&self, bytes: &[u8], remarks: &mut Remarks) -> Option<Reply> {
        match wire::answer(bytes, self.query, self.id, self.from.clone()) {
            Ok(reply) => Some(reply),
            Err(reason) => {
                remarks.add(format_args!("ignored: {reason}"));
                None
            }
        }
    }

    /// What a failure of the socket means.
    pub fn failed(&self, error: &io::Error, remarks: &mut Remarks) -> NoAnswer {
        match error.kind() {
            io::ErrorKind::ConnectionRefused => NoAnswer::Refused,
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => NoAnswer::Timeout,
            io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe => NoAnswer::Closed,
            _ => {
                // The number of the error says nothing to people.
                let text = error.to_string();
                remarks.add(text.split(" (os error").next().unwrap_or(&text));
                NoAnswer::Timeout
            }
        }
    }
}

/// Puts `query` to `server`, over the protocol that it names. `from` is what the answer is said to come from.
#[must_use]
pub fn ask(server: SocketAddr, query: &Query, terms: &Terms, from: &Actor<'static>) -> Exchange {
    let started = Instant::now();
    let (mut remarks, mut protocol) = (Remarks::default(), query.protocol);
    let mut reply = tries(server, query, protocol, terms, from, &mut remarks);
    if let Ok(cut) = &reply
        && cut.truncated
        && protocol == Protocol::Udp
    {
        match tries(server, query, Protocol::Tcp, terms, from, &mut remarks) {
            Ok(whole) => {
                remarks.add("the answer over UDP was truncated, so TCP was asked");
                (reply, protocol) = (Ok(whole), Protocol::Tcp);
            }
            Err(no_answer) => remarks.add(format_args!(
                "the answer is truncated, and over TCP there is none ({no_answer}): records may be missing"
            )),
        }
    }
    Exchange { server, query: query.clone(), protocol, reply, remarks, took: started.elapsed() }
}

fn tries(
    server: SocketAddr,
    query: &Query,
    protocol: Protocol,
    terms: &Terms,
    from: &Actor<'static>,
    remarks: &mut Remarks,
) -> Result<Reply, NoAnswer> {
    let mut last = NoAnswer::Timeout;
    for number in 0..terms.tries.max(1) {
        let id = random_id();
        let Some(question) = wire::question(query, id, terms.edns) else {
            remarks.add("the name does not fit into a question");
            return Err(NoAnswer::Timeout);
        };
        let ends = Instant::now() + terms.timeout;
        let attempt = Try { server, query, from: from.clone(), id, question, ends };
        let reply = match protocol {
            Protocol::Udp => udp::ask(&attempt, number == 0, remarks),
            Protocol::Tcp => tcp::ask(&attempt, remarks),
        };
        match reply {
            // Nobody is there; asking again at once would not change it.
            Ok(_) | Err(NoAnswer::Refused) => return reply,
            Err(no_answer) => last = no_answer,
        }
    }
    Err(last)
}

/// A number that nobody who does not see the question can guess.
fn random_id() -> u16 {
    let [one, two, ..] = RandomState::new().build_hasher().finish().to_le_bytes();
    u16::from_le_bytes([one, two])
}
