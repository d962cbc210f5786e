//! What a Corefile comes to once CoreDNS has set it up: sites, and for each server block what its plugins were told.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use regex::Regex;

use crate::corefile::Place;

/// A CoreDNS that has started.
#[derive(Clone, Debug, Default)]
pub struct Server {
    /// Zones and where they are served, in the order of the text; reverse CIDRs are expanded.
    pub sites: Vec<Site>,
    /// The server blocks.
    pub blocks: Vec<Block>,
}

/// A zone at a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// The zone with its dot at the end, letter case as written: upper case never matches a query.
    pub zone: String,
    /// The port, without zeros or a plus sign in front. Only a transport that has no port of its own leaves it empty.
    pub port: String,
    /// How it is served.
    pub transport: Transport,
    /// Index of the server block.
    pub block: usize,
    /// The address.
    pub place: Place,
}

#[cfg(test)]
impl Site {
    /// Plain DNS for a zone, of the first server block.
    pub(crate) fn plain(zone: &str, port: &str) -> Self {
        let place = Place::main(crate::source::Span::at(0));
        Self { zone: zone.to_owned(), port: port.to_owned(), transport: Transport::Dns, block: 0, place }
    }
}

/// How a site is served, or an upstream asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Transport {
    /// Plain DNS.
    Dns,
    /// DNS over TLS.
    Tls,
    /// DNS over QUIC.
    Quic,
    /// DNS over gRPC.
    Grpc,
    /// DNS over HTTPS.
    Https,
    /// DNS over HTTP/3.
    Https3,
    /// A socket in the file system, which forward refuses.
    Unix,
}

/// A server block with its plugins; within each list in the order of the text.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// From the first address to the closing brace.
    pub place: Option<Place>,
    /// `prometheus`.
    pub prometheus: Option<Prometheus>,
    /// `errors`.
    pub errors: Option<Errors>,
    /// `log`: one rule a zone.
    pub logs: Vec<Log>,
    /// `template`.
    pub templates: Vec<Template>,
    /// `alternate`.
    pub alternates: Vec<Alternate>,
    /// `forward`.
    pub forwards: Vec<Forward>,
}

/// `prometheus [ADDRESS]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prometheus {
    /// `HOST:PORT`.
    pub address: String,
    /// The directive.
    pub place: Place,
    /// The address's word, if it is written.
    pub address_place: Option<Place>,
}

/// `errors`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Errors {
    /// The directive.
    pub place: Place,
    /// How many `consolidate` there are.
    pub consolidations: usize,
}

/// `log [ZONE…] [FORMAT]`, for one zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// The zone, normalised where it is one.
    pub zone: String,
    /// The format.
    pub format: Arc<str>,
    /// `class` words, each once; empty means all.
    pub classes: Vec<String>,
    /// The directive.
    pub place: Place,
    /// The word that was read as the zone, if it is written.
    pub zone_place: Option<Place>,
}

/// `template CLASS TYPE [ZONE…]`.
#[derive(Clone, Debug)]
pub struct Template {
    /// The number of the class; 255 is ANY.
    pub class: u16,
    /// The number of the type; 255 is ANY.
    pub qtype: u16,
    /// Its zones, normalised, bad ones dropped; without a written one those of the server block. With none it never answers.
    pub zones: Arc<[String]>,
    /// The words that were read as zones.
    pub zone_places: Vec<Place>,
    /// The regular expressions; the one that matches everything is there where none is written.
    pub matches: Vec<Matcher>,
    /// Whether a `match` is written.
    pub has_match: bool,
    /// What goes into the answer section.
    pub answers: Vec<Record>,
    /// What goes into the additional section.
    pub additional: Vec<Record>,
    /// What goes into the authority section.
    pub authority: Vec<Record>,
    /// The rcode.
    pub rcode: u16,
    /// `rcode`'s place, if it is written.
    pub rcode_place: Option<Place>,
    /// `ederror`: the extended error and its reason.
    pub extended_error: Option<(u16, String)>,
    /// `fallthrough`.
    pub fall: Option<Fallthrough>,
    /// The directive with its block.
    pub place: Place,
    /// The words CLASS and TYPE.
    pub head: Place,
}

/// A regular expression of a template. It is compiled when it is first asked for.
#[derive(Clone, Debug)]
pub struct Matcher {
    /// As written, in Go's syntax.
    pub pattern: String,
    /// Its word; the directive where none is written.
    pub place: Place,
    translated: Option<String>,
    compiled: OnceLock<Option<Regex>>,
}

impl Matcher {
    /// A matcher; `translated` says the same in the syntax of the crate regex.
    #[must_use]
    pub const fn new(pattern: String, translated: String, place: Place) -> Self {
        Self { pattern, place, translated: Some(translated), compiled: OnceLock::new() }
    }

    /// The matcher `.*` of a template without `match`.
    #[must_use]
    pub fn everything(place: Place) -> Self {
        Self { pattern: ".*".to_owned(), place, translated: None, compiled: OnceLock::new() }
    }

    /// Whether no `match` is written, so that every name matches.
    #[must_use]
    pub const fn is_everything(&self) -> bool {
        self.translated.is_none()
    }

    /// The compiled expression; none where Go's syntax has something that the crate's has not, and it cannot be told what it
    /// matches.
    #[must_use]
    pub fn regex(&self) -> Option<&Regex> {
        let source = self.translated.as_deref().unwrap_or(&self.pattern);
        self.compiled.get_or_init(|| Regex::new(source).ok()).as_ref()
    }
}

/// A record of a template: a go-template that gives a line of a zone file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The text.
    pub text: String,
    /// Its word.
    pub place: Place,
}

/// `fallthrough [ZONE…]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fallthrough {
    /// The zones, normalised; `.` alone means all.
    pub zones: Vec<String>,
    /// The option.
    pub place: Place,
}

/// `alternate [original] RCODE[,RCODE…] FROM TO…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternate {
    /// Whether the query goes on as it came.
    pub original: bool,
    /// The rcodes, each with its place in the list's word.
    pub rcodes: Vec<(u16, Place)>,
    /// The word of the list.
    pub rcodes_place: Place,
    /// FROM as written: CoreDNS does not look at it.
    pub from: String,
    /// FROM's word.
    pub from_place: Place,
    /// Where it sends the query.
    pub upstreams: Vec<Upstream>,
    /// The directive.
    pub place: Place,
}

/// `forward FROM TO… { … }`.
#[derive(Clone, Debug)]
pub struct Forward {
    /// FROM, normalised: the first zone of what it expands to.
    pub from: String,
    /// Zones that it expands to and CoreDNS drops.
    pub dropped_zones: Vec<String>,
    /// FROM's word.
    pub from_place: Place,
    /// The upstreams.
    pub upstreams: Vec<Upstream>,
    /// `except`, normalised.
    pub except: Vec<(String, Place)>,
    /// `policy`.
    pub policy: Policy,
    /// `force_tcp`.
    pub force_tcp: Option<Place>,
    /// `prefer_udp`.
    pub prefer_udp: bool,
    /// `max_fails`; 0 means that an upstream is never taken for dead.
    pub max_fails: u32,
    /// `max_concurrent`, 0 is no bound.
    pub max_concurrent: u64,
    /// `health_check`.
    pub health_check: Option<Duration>,
    /// `next`: the rcodes on which the next forward is asked.
    pub next: Vec<(u16, Place)>,
    /// `next_on_nodata`.
    pub next_on_nodata: bool,
    /// `failover`: the rcodes on which another upstream is asked.
    pub failover: Vec<(u16, Place)>,
    /// `failfast_all_unhealthy_upstreams`.
    pub failfast: bool,
    /// The directive with its block.
    pub place: Place,
}

/// In which order upstreams are asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Policy {
    /// At random: the default.
    #[default]
    Random,
    /// In turn, starting with the second.
    RoundRobin,
    /// In the order of the text.
    Sequential,
}

/// Somebody who is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upstream {
    /// What is known of it. A host name without a name stands for one that CoreDNS takes and never asks.
    pub kind: UpstreamKind,
    /// How it is asked.
    pub transport: Transport,
    /// As written.
    pub written: String,
    /// The word.
    pub place: Place,
}

/// What an upstream is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UpstreamKind {
    /// An address.
    Address {
        /// The IP without a zone.
        ip: std::net::IpAddr,
        /// The port as CoreDNS keeps it: it need not be a number.
        port: String,
    },
    /// A file with nameservers, such as /etc/resolv.conf: what is in it depends on the host.
    ResolvConf {
        /// Its path.
        path: String,
        /// What it names, where the host is known.
        nameservers: Option<Vec<String>>,
    },
    /// A host name, looked up at start (CoreDNS 1.14.4 and later, forward only).
    HostName {
        /// The name.
        name: String,
        /// The port.
        port: String,
    },
}

impl Upstream {
    /// The port as a number, if it is one that can be asked.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        match &self.kind {
            UpstreamKind::Address { port, .. } | UpstreamKind::HostName { port, .. } => port.parse().ok(),
            UpstreamKind::ResolvConf { .. } => None,
        }
    }
}
