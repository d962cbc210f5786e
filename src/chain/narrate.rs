//! A step in a few plain words, for notes and traces. Where it stands in the Corefile is the step's place, not its words.

use std::fmt;

use super::query::{Protocol, Query};
use super::step::{Action, Actor, Failure, LeftAlone, Pass, Step, Supposed};
use crate::coredns::dns::{self, class_text, qtype_text, rcode_text};

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Udp => "UDP",
            Self::Tcp => "TCP",
        })
    }
}

impl fmt::Display for Query {
    /// `backend.mesh. IN A over UDP`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (class, qtype) = (class_text(self.qclass), qtype_text(self.qtype));
        write!(f, "{} {class} {qtype} over {}", self.name(), self.protocol)
    }
}

impl fmt::Display for Actor<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Client => f.write_str("the client"),
            Self::Iptables => f.write_str("iptables"),
            Self::EmbeddedProxy => f.write_str("the embedded DNS proxy"),
            Self::CoreDns => f.write_str("CoreDNS"),
            Self::Site(_) => f.write_str("server block"),
            Self::Template { .. } => f.write_str("template"),
            Self::Alternate { .. } => f.write_str("alternate"),
            Self::Forward { .. } => f.write_str("forward"),
            Self::Other(who) => write!(f, "{who}"),
        }
    }
}

impl fmt::Display for Pass<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Zone => f.write_str("the name is not in its zone"),
            Self::Except(zone) => write!(f, "names under {zone} are excepted"),
            Self::Class => f.write_str("the class is another"),
            Self::Type => f.write_str("the type is another"),
            Self::Fallthrough => f.write_str("no regular expression matches, and it falls through"),
        }
    }
}

impl fmt::Display for LeftAlone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotSetUp => "no redirect of DNS is set up",
            Self::Tcp => "TCP is not redirected on this release",
            Self::TcpThroughEnvoy => {
                "this release sends TCP to Envoy's outbound listener, which passes it through if the mesh allows that"
            }
        })
    }
}

impl fmt::Display for Supposed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Knows => "knows the name",
            Self::HasNot => "does not know the name",
            Self::Silent => "does not answer",
        })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSite => f.write_str("no server block takes the name"),
            Self::NoPlugin => f.write_str("the server block is empty"),
            Self::Class => f.write_str("the class is not IN, and nothing here forwards"),
            Self::NoNextPlugin => f.write_str("no plugin is left that could answer"),
            Self::NoMatch => f.write_str("no regular expression matches, and it does not fall through"),
            Self::Rcode => f.write_str("its rcode says so"),
            Self::Record(reason) => write!(f, "its record fails: {reason}"),
            Self::Upstreams => f.write_str("no upstream answers"),
            Self::FailoverLoop => f.write_str("failover goes round until its time is up"),
        }
    }
}

impl fmt::Display for Step<'_> {
    /// `forward asks Envoy over UDP`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let actor = &self.actor;
        match &self.action {
            Action::Redirected(port) => write!(f, "{actor} redirects it to port {port}"),
            Action::HasThePort => write!(f, "{actor} has that port, so that CoreDNS is bypassed"),
            Action::LeftAlone(reason) => write!(f, "{actor} leaves it alone: {reason}"),
            Action::LookedUp(true) => write!(f, "{actor} finds the name in the mesh's table"),
            Action::LookedUp(false) => write!(f, "{actor} has no address of that name and type"),
            Action::Depends(who, supposed) => write!(f, "if {who} {supposed}"),
            Action::Took(zone) => write!(f, "{actor} takes it for the zone {zone}"),
            Action::Passed(reason) => write!(f, "{actor} passes it on: {reason}"),
            Action::Answered { rcode, answers } => {
                write!(f, "{actor} answers {}", rcode_text(*rcode))?;
                match answers {
                    0 if *rcode == dns::NOERROR => f.write_str(" without a record"),
                    0 => Ok(()),
                    1 => f.write_str(" with a record"),
                    _ => write!(f, " with {answers} records"),
                }
            }
            Action::Failed(rcode, reason) => write!(f, "{actor} gives {}: {reason}", rcode_text(*rcode)),
            Action::Sent(who, protocol) => write!(f, "{actor} asks {who} over {protocol}"),
            Action::Unanswered(no_answer) => write!(f, "{actor}: {no_answer}"),
            Action::Mismatched(rcode) => {
                let rcode = rcode_text(*rcode);
                write!(f, "{actor} takes the {rcode} for a reply to another question and gives FORMERR")
            }
            Action::Fired(rcode) => write!(f, "{actor} takes over because of {}", rcode_text(*rcode)),
            Action::Kept(dns::NOERROR) => write!(f, "{actor} hands NOERROR back"),
            Action::Kept(rcode) => {
                write!(f, "{actor} does not take over: {} is not on its list", rcode_text(*rcode))
            }
            Action::Next(rcode) => write!(f, "{actor} leaves it to the next forward because of {}", rcode_text(*rcode)),
            Action::FailedOver(rcode) => {
                write!(f, "{actor} asks another upstream because of {}", rcode_text(*rcode))
            }
            Action::Followed(target) => write!(f, "{actor} looks up {target}"),
            Action::Chance { taken, of } => write!(f, "chance takes {} of {of}", taken + 1),
            Action::Loop => f.write_str("the query comes round again"),
        }
    }
}
