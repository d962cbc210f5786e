//! The walk itself: its ways, their steps, who was asked and how it ended.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use super::message::Message;
use super::query::{Protocol, Query};
use crate::coredns::config::Transport;
use crate::coredns::dns;
use crate::corefile::Place;

/// A query's walk. The ways are those that chance can choose from; they share their steps up to the first
/// [`Action::Chance`] in which they differ, so that they make a tree.
#[derive(Clone, Debug)]
pub struct Walk<'a> {
    /// The query.
    pub query: Query,
    /// At least one.
    pub ways: Vec<Way<'a>>,
    /// False if there were more ways, or more steps in one, than are walked.
    pub complete: bool,
}

impl<'a> Walk<'a> {
    /// How each way ends.
    pub fn outcomes(&self) -> impl Iterator<Item = &Outcome<'a>> {
        self.ways.iter().map(|way| &way.outcome)
    }

    /// Whether chance decides nothing.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        self.complete && self.ways.len() == 1
    }
}

/// One way through.
#[derive(Clone, Debug)]
pub struct Way<'a> {
    /// What happened, in order.
    pub steps: Vec<Step<'a>>,
    /// How it ended.
    pub outcome: Outcome<'a>,
}

/// How a way ends for the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome<'a> {
    /// What the client gets.
    pub reply: Result<Message<'a>, NoAnswer>,
    /// Everybody who was asked, in order.
    pub asked: Vec<Asked<'a>>,
    /// About how long the client waits because somebody does not answer; the first query waits longest.
    pub wait: Duration,
}

impl Outcome<'_> {
    /// The rcode, if an answer comes.
    #[must_use]
    pub fn rcode(&self) -> Option<u16> {
        self.reply.as_ref().ok().map(|message| message.rcode)
    }

    /// Whether `who` was asked.
    #[must_use]
    pub fn has_asked(&self, who: &Who<'_>) -> bool {
        self.asked.iter().any(|asked| asked.who == *who)
    }
}

/// That no DNS answer comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoAnswer {
    /// Nothing comes back.
    Timeout,
    /// Nobody listens there.
    Refused,
    /// The connection is closed, because the other side does not speak plain DNS.
    Closed,
}

/// Somebody whom CoreDNS asks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Who<'a> {
    /// Envoy's DNS filter.
    Envoy,
    /// This CoreDNS again.
    CoreDns,
    /// A server that the world names.
    Known(&'a str),
    /// The host's resolver, found in a resolv.conf that is not at hand.
    Host,
    /// A server of which only the address is known.
    Somebody(Cow<'a, str>),
    /// An address that nobody can be asked at.
    Nobody(Cow<'a, str>),
}

impl fmt::Display for Who<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Envoy => f.write_str("Envoy"),
            Self::CoreDns => f.write_str("CoreDNS"),
            Self::Known(name) => f.write_str(name),
            Self::Host => f.write_str("the host's resolver"),
            Self::Somebody(text) | Self::Nobody(text) => f.write_str(text),
        }
    }
}

/// A question that was put to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked<'a> {
    /// To whom.
    pub who: Who<'a>,
    /// Over what.
    pub protocol: Protocol,
    /// Plain or in which wrapping.
    pub transport: Transport,
    /// Whether a reply came.
    pub answered: bool,
    /// The upstream's word in the Corefile, if it was CoreDNS that asked.
    pub place: Option<Place>,
}

/// Who does a step. `block` and `rule` are indices into the [`crate::coredns::Server`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Actor<'a> {
    /// Whoever asks.
    Client,
    /// The rules that the transparent proxy has set up.
    Iptables,
    /// The DNS proxy embedded in kuma-dp, which answers instead of CoreDNS (2.11 and later).
    EmbeddedProxy,
    /// CoreDNS before and behind its plugins.
    CoreDns,
    /// A site, by its index.
    Site(usize),
    /// A template rule.
    Template {
        /// The server block.
        block: usize,
        /// Which template of it.
        rule: usize,
    },
    /// An alternate rule.
    Alternate {
        /// The server block.
        block: usize,
        /// Which alternate of it.
        rule: usize,
    },
    /// A forward.
    Forward {
        /// The server block.
        block: usize,
        /// Which forward of it.
        rule: usize,
    },
    /// Whoever was asked.
    Other(Who<'a>),
}

/// A step of a way.
#[derive(Clone, Debug, PartialEq)]
pub struct Step<'a> {
    /// 0 for the client's query, more for those that CoreDNS puts to itself.
    pub depth: u8,
    /// Who did it.
    pub actor: Actor<'a>,
    /// The part of the Corefile that is responsible.
    pub place: Option<Place>,
    /// What was done.
    pub action: Action<'a>,
}

/// What is done in a step.
#[derive(Clone, Debug, PartialEq)]
pub enum Action<'a> {
    /// The query is sent to this port of the host, wherever it was meant to go.
    Redirected(u16),
    /// The port is somebody's, so that the query does not come to CoreDNS.
    HasThePort,
    /// The query goes where the client sends it.
    LeftAlone(LeftAlone),
    /// The table of the mesh has the name, or has it not.
    LookedUp(bool),
    /// What somebody does whom nobody here knows; it stands in front of what it decides.
    Depends(Who<'a>, Supposed),
    /// The server block took the query for this zone.
    Took(&'a str),
    /// The plugin passed the query on.
    Passed(Pass<'a>),
    /// A message was made.
    Answered {
        /// Its rcode.
        rcode: u16,
        /// How many records the answer section has.
        answers: usize,
    },
    /// It ended with an rcode and without a message; CoreDNS makes an empty one.
    Failed(u16, Failure),
    /// The query was sent.
    Sent(Who<'a>, Protocol),
    /// Nothing came back.
    Unanswered(NoAnswer),
    /// The reply is not to this question: CoreDNS answers FORMERR itself.
    Mismatched(u16),
    /// alternate took over because of this rcode.
    Fired(u16),
    /// alternate let this rcode pass.
    Kept(u16),
    /// The next forward is asked because of this rcode (`next`).
    Next(u16),
    /// Another upstream is asked because of this rcode (`failover`).
    FailedOver(u16),
    /// The target of a CNAME is looked up.
    Followed(String),
    /// Chance takes one of several; it stands in front of what it decides.
    Chance {
        /// Which, from 0.
        taken: usize,
        /// Out of how many.
        of: usize,
    },
    /// The query comes round again, or too often.
    Loop,
}

impl<'a> Action<'a> {
    /// That this message was made.
    pub(super) fn answered(message: &Message<'a>) -> Self {
        Self::Answered { rcode: message.rcode, answers: message.answers.len() }
    }

    /// What came of a question.
    pub(super) fn of(reply: &Result<Message<'a>, NoAnswer>) -> Self {
        match reply {
            Ok(message) => Self::answered(message),
            Err(no_answer) => Self::Unanswered(*no_answer),
        }
    }
}

/// Why iptables lets a query be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftAlone {
    /// No redirect of DNS is set up.
    NotSetUp,
    /// TCP is not redirected on this release.
    Tcp,
    /// TCP is not redirected to CoreDNS on this release, but to Envoy's outbound listener like all TCP, which passes it
    /// through where the mesh allows it.
    TcpThroughEnvoy,
}

/// What an unknown server can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Supposed {
    /// It knows the name.
    Knows,
    /// It does not.
    HasNot,
    /// It does not answer.
    Silent,
}

impl Supposed {
    /// All, in the order in which they are walked.
    pub const ALL: [Self; 3] = [Self::Knows, Self::HasNot, Self::Silent];
}

/// Why a plugin passes a query on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass<'a> {
    /// Its zones are others.
    Zone,
    /// The name is excepted by this zone.
    Except(&'a str),
    /// Its class is another.
    Class,
    /// Its type is another.
    Type,
    /// No regular expression matches, and `fallthrough` lets it pass.
    Fallthrough,
}

/// Why something ends without a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No server block takes the name.
    NoSite,
    /// The server block is empty.
    NoPlugin,
    /// The class is not IN and no server block of the address has forward.
    Class,
    /// Nobody is left who could answer.
    NoNextPlugin,
    /// No regular expression matches, and without `fallthrough` that is the end.
    NoMatch,
    /// The template's rcode is SERVFAIL, which is given without a message.
    Rcode,
    /// A record could not be rendered or is none; the message says why.
    Record(String),
    /// No upstream gave a usable reply.
    Upstreams,
    /// The upstreams' replies are all on the list of `failover`: CoreDNS asks for five seconds.
    FailoverLoop,
}

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Timeout => "no answer",
            Self::Refused => "connection refused",
            Self::Closed => "connection closed",
        })
    }
}

impl fmt::Display for Outcome<'_> {
    /// `NOERROR`, or why no answer comes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.reply {
            Ok(message) => f.write_str(&dns::rcode_text(message.rcode)),
            Err(no_answer) => write!(f, "{no_answer}"),
        }
    }
}
