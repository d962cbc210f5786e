//! `forward FROM TO…` with its block (coredns: plugin/forward/setup.go, resolve.go).

mod option;

use std::collections::HashSet;
use std::net::IpAddr;

use super::duration::Nanoseconds;
use super::number::quoted;
use super::upstream::{NotAnUpstream, address_of, server_text, servers};
use super::{Checked, Refusal, Setup, StartErrorKind, Version, bare, refusal, up_to_here, wrong_arguments};
use crate::coredns::Plugin;
use crate::coredns::config::{Forward, Policy, Transport, Upstream, UpstreamKind};
use crate::coredns::host::Others;
use crate::corefile::address::{is_domain_name, normalize, split_host_port};
use crate::corefile::{Dispenser, Place, Token};
use crate::source::Span;

const MAX_UPSTREAMS: usize = 15;

/// What a block says that matters for the start only.
struct Rest {
    tls_server_name: Option<String>,
    expire: Nanoseconds,
    max_age: Nanoseconds,
}

/// How many upstreams a forward has: CoreDNS counts one or the other.
#[derive(Clone, Copy)]
struct Count {
    /// Words that name at least one.
    words: usize,
    /// Servers, those of files one by one.
    servers: usize,
}

/// Upstreams from CoreDNS 1.14.4 on: host names are looked up, empty files left out, addresses that are there already, too.
const HOST_NAMES: Version = Version::new(1, 14, 4);
/// From here on TLS server names belong to upstreams, and transports are checked behind the block.
const SERVER_NAMES: Version = Version::new(1, 13, 2);
/// From here on DNS over HTTPS is a transport of upstreams.
const HTTPS: Version = Version::new(1, 14, 5);

impl Setup<'_> {
    pub(super) fn forwards(&mut self, mut words: Dispenser<'_, '_>) -> Checked<Vec<Forward>> {
        self.all_forwards(&mut words).map_err(|refusal| refusal.of(Plugin::Forward))
    }

    fn all_forwards(&mut self, words: &mut Dispenser<'_, '_>) -> Checked<Vec<Forward>> {
        let (mut forwards, mut counts) = (Vec::new(), Vec::new());
        while words.next_token() {
            let twice = !forwards.is_empty() && !self.probe.at_least(Version::new(1, 10, 0));
            if twice {
                return Err(bare(words, super::prometheus::ONLY_ONCE, StartErrorKind::OnlyOnce));
            }
            let (forward, count) = self.forward(words)?;
            forwards.push(forward);
            counts.push(count);
        }
        for (forward, count) in forwards.iter().zip(counts) {
            if count.words <= MAX_UPSTREAMS && count.servers <= MAX_UPSTREAMS {
                continue;
            }
            let count = if self.probe.at_least(HOST_NAMES) { count.words } else { count.servers };
            if count > MAX_UPSTREAMS {
                let message = format!("more than {MAX_UPSTREAMS} TOs configured: {count}");
                return Err(refusal(message, forward.place, StartErrorKind::TooManyUpstreams));
            }
        }
        Ok(forwards)
    }

    fn forward(&mut self, words: &mut Dispenser<'_, '_>) -> Checked<(Forward, Count)> {
        let start = words.place();
        if !words.next_arg() {
            return Err(wrong_arguments(words));
        }
        let from_place = words.place();
        let mut zones = normalize(words.val()).into_iter();
        let Some(from) = zones.next() else {
            let message = format!("unable to normalize '{}'", words.val());
            return Err(bare(words, message, StartErrorKind::BadAddress));
        };
        let to = words.remaining_args();
        if to.is_empty() {
            return Err(wrong_arguments(words));
        }
        let old = self.upstreams(&to);
        let is_path = |word: &&Token<'_>| word.text.strip_prefix("https://").is_some_and(|rest| rest.contains('/'));
        let differs = to.iter().any(is_path)
            || old.as_ref().map_or(true, |upstreams| {
                let mut seen = HashSet::new();
                upstreams.iter().any(|upstream| servers(upstream) == 0 || !seen.insert(address_of(upstream)))
            });
        let is_new = differs && self.probe.at_least(HOST_NAMES);
        let servers_of = |upstreams: &Vec<Upstream>| upstreams.iter().map(servers).sum();
        let mut count = Count { words: to.len(), servers: old.as_ref().map_or(0, servers_of) };
        let mut forward = Forward {
            from,
            dropped_zones: zones.collect(),
            from_place,
            upstreams: if is_new { Vec::new() } else { old? },
            except: Vec::new(),
            policy: Policy::default(),
            force_tcp: None,
            prefer_udp: false,
            max_fails: 2,
            max_concurrent: 0,
            health_check: None,
            next: Vec::new(),
            next_on_nodata: false,
            failover: Vec::new(),
            failfast: false,
            place: start,
        };
        self.check_transports(&forward.upstreams, false)?;
        let rest = self.block(words, &mut forward)?;
        if rest.max_age.0 > 0 && rest.max_age < rest.expire {
            let message = format!("max_age ({}) must not be less than expire ({})", rest.max_age, rest.expire);
            return Err(bare(words, message, StartErrorKind::BadValue));
        }
        if is_new {
            (forward.upstreams, count.words) = self.looked_up(&to)?;
        }
        self.check_transports(&forward.upstreams, true)?;
        self.check_server_names(&forward.upstreams, &rest)?;
        forward.upstreams.iter().for_each(|upstream| self.note_dependence(upstream));
        forward.place = up_to_here(words, start);
        Ok((forward, count))
    }

    /// The upstreams as a CoreDNS that looks names up finds them, and how many words name one.
    fn looked_up(&self, to: &[&Token<'_>]) -> Checked<(Vec<Upstream>, usize)> {
        let mut upstreams = Vec::new();
        for word in to {
            let (transport, rest) = self.transport(&word.text);
            if transport == Transport::Https && rest.contains('/') && self.probe.at_least(HTTPS) {
                let reason =
                    "paths are not allowed in HTTPS upstream addresses (the /dns-query path is used by default)";
                return Err(refusal(format!("{reason}: {}", word.text), word.place, StartErrorKind::BadAddress));
            }
            match self.upstream(word) {
                Ok(upstream) => upstreams.push(upstream),
                Err(NotAnUpstream::Nothing(refusal)) => return Err(refusal),
                Err(NotAnUpstream::NeitherAddressNorFile(_)) => match host_name(word, self.transport(&word.text).0) {
                    Some(upstream) => upstreams.push(upstream),
                    None => {
                        let message = format!("not an IP address, file, or valid domain: {}", quoted(&word.text));
                        return Err(refusal(message, word.place, StartErrorKind::BadAddress));
                    }
                },
            }
        }
        for upstream in &upstreams {
            if let UpstreamKind::HostName { name, .. } = &upstream.kind
                && !name.is_empty()
                && upstream.transport != Transport::Unix
                && !self.host.names.contains_key(name)
                && (self.host.other_names == Others::Missing || !can_be_looked_up(name))
            {
                let message = format!("failed to resolve {}: lookup {name}: no such host", quoted(name));
                let kind = match can_be_looked_up(name) {
                    true => StartErrorKind::HostNameUpstream,
                    false => StartErrorKind::BadAddress,
                };
                return Err(refusal(message, upstream.place, kind));
            }
        }
        upstreams.retain(|upstream| servers(upstream) > 0);
        let words = upstreams.len();
        let mut seen = HashSet::new();
        let is_new: Vec<_> = upstreams.iter().map(|upstream| seen.insert(address_of(upstream))).collect();
        let mut is_new = is_new.into_iter();
        upstreams.retain(|_| is_new.next().unwrap_or(true));
        if upstreams.is_empty() {
            let place = to.first().map_or_else(|| Place::main(Span::at(0)), |word| word.place);
            return Err(refusal("no valid upstream addresses found", place, StartErrorKind::BadFile));
        }
        Ok((upstreams, words))
    }

    /// Refuses transports that forward does not speak: in old versions before the block is read, in newer ones behind it.
    fn check_transports(&self, upstreams: &[Upstream], behind_block: bool) -> Checked<()> {
        for upstream in upstreams {
            let is_spoken = match upstream.transport {
                Transport::Dns | Transport::Tls => true,
                Transport::Https => self.probe.at_least(HTTPS),
                _ => false,
            };
            if !is_spoken && (behind_block || !self.probe.at_least(SERVER_NAMES)) {
                return Err(not_supported(upstream));
            }
        }
        Ok(())
    }

    fn check_server_names(&self, upstreams: &[Upstream], rest: &Rest) -> Checked<()> {
        let Some(name) = &rest.tls_server_name else { return Ok(()) };
        for upstream in upstreams.iter().filter(|upstream| upstream.transport == Transport::Tls) {
            let (_, address) = self.transport(&upstream.written);
            let Some((_, zone)) = address.rsplit_once('%') else { continue };
            let zone = zone.rsplit_once(':').map_or(zone, |(zone, _)| zone);
            let zone = zone.strip_suffix(']').unwrap_or(zone);
            if !name.is_empty() && !zone.is_empty() && self.probe.at_least(SERVER_NAMES) {
                let server = server_text(upstream);
                let message = format!(
                    "both forward ('{name}') and proxy level ('{zone}') TLS servernames are set for upstream proxy '{server}'"
                );
                return Err(refusal(message, upstream.place, StartErrorKind::BadValue));
            }
        }
        Ok(())
    }
}

/// Whether there can be such a name in any DNS.
fn can_be_looked_up(name: &str) -> bool {
    name.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c))
}

fn not_supported(upstream: &Upstream) -> Box<Refusal> {
    let scheme = upstream.transport.scheme();
    let server = server_text(upstream);
    let message = format!("'{scheme}' is not supported as a destination protocol in forward: {server}");
    refusal(message, upstream.place, StartErrorKind::NotSupported)
}

/// A word as a host name, where it can be one.
fn host_name(word: &Token<'_>, transport: Transport) -> Option<Upstream> {
    if !matches!(transport, Transport::Dns | Transport::Tls) {
        return None;
    }
    let address = word.text.strip_prefix(transport.scheme()).and_then(|rest| rest.strip_prefix("://"));
    let address = without_server_name(address.unwrap_or(&word.text));
    let (host, port) = split_host_port(&address).unwrap_or((&address, transport.port()));
    let name = host.trim_matches(['[', ']']);
    let is_name = is_domain_name(name) && name.parse::<IpAddr>().is_err();
    let kind = UpstreamKind::HostName { name: name.to_owned(), port: port.to_owned() };
    is_name.then(|| Upstream { kind, transport, written: word.text.to_string(), place: word.place })
}

/// Cuts a TLS server name out: from the last `%` to the port.
fn without_server_name(address: &str) -> String {
    let Some((host, zone)) = address.rsplit_once('%') else { return address.to_owned() };
    let closed = if host.starts_with('[') { format!("{host}]") } else { host.to_owned() };
    zone.rsplit_once(':').map_or_else(|| closed.clone(), |(_, port)| format!("{closed}:{port}"))
}
