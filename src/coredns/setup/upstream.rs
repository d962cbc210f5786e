//! Upstreams: addresses, and files like resolv.conf (coredns: plugin/pkg/parse/host.go; miekg/dns: clientconfig.go).

use std::net::IpAddr;

use super::number::quoted;
use super::{Checked, DependsOn, Refusal, Setup, StartErrorKind, Version, refusal};
use crate::coredns::config::{Transport, Upstream, UpstreamKind};
use crate::coredns::host::Look;
use crate::corefile::address::{is_domain_name, join_host_port, split_host_port};
use crate::corefile::{Place, Token};
use crate::source::Span;

/// A word that is no upstream.
pub(super) enum NotAnUpstream {
    /// Nothing stands behind the scheme.
    Nothing(Box<Refusal>),
    /// It is neither an address nor a file.
    NeitherAddressNorFile(Box<Refusal>),
}

impl NotAnUpstream {
    pub fn refusal(self) -> Box<Refusal> {
        match self {
            Self::Nothing(refusal) | Self::NeitherAddressNorFile(refusal) => refusal,
        }
    }
}

/// The text of an IP with its zone behind `%` cut off.
fn without_zone(host: &str) -> &str {
    host.rsplit_once('%').map_or(host, |(host, _)| host)
}

impl Setup<'_> {
    /// The upstreams that words name, in order.
    pub(super) fn upstreams(&self, words: &[&Token<'_>]) -> Checked<Vec<Upstream>> {
        let upstream = |word: &&Token<'_>| self.upstream(word).map_err(NotAnUpstream::refusal);
        let upstreams = words.iter().map(upstream).collect::<Checked<Vec<_>>>()?;
        if upstreams.iter().all(|upstream| servers(upstream) == 0) {
            let place = words.first().map_or(Place::main(Span::at(0)), |word| word.place);
            return Err(refusal("no nameservers found", place, StartErrorKind::BadFile));
        }
        Ok(upstreams)
    }

    /// The upstream that a word names.
    pub(super) fn upstream(&self, word: &Token<'_>) -> Result<Upstream, NotAnUpstream> {
        let (transport, rest) = self.transport(&word.text);
        if rest.is_empty() {
            let message = format!("invalid address: {}", quoted(&word.text));
            return Err(NotAnUpstream::Nothing(refusal(message, word.place, StartErrorKind::BadAddress)));
        }
        let upstream = |kind| Upstream { kind, transport, written: word.text.to_string(), place: word.place };
        if transport == Transport::Unix {
            return Ok(upstream(UpstreamKind::HostName { name: rest.to_owned(), port: String::new() }));
        }
        let split = split_host_port(rest);
        let (host, port) = match &split {
            Ok((host, port)) => (*host, *port),
            Err(_) => (self.without_brackets(rest), transport.port()),
        };
        match without_zone(host).parse::<IpAddr>() {
            // CoreDNS knows no port for it, and asks nobody.
            Ok(_) if split.is_err() && transport == Transport::Https3 => {
                let kind = UpstreamKind::HostName { name: String::new(), port: String::new() };
                Ok(Upstream { transport: Transport::Dns, ..upstream(kind) })
            }
            Ok(ip) => Ok(upstream(UpstreamKind::Address { ip, port: port.to_owned() })),
            Err(_) => self.file(rest, word).map(|kind| Upstream { transport: Transport::Dns, ..upstream(kind) }),
        }
    }

    /// `[::1]` without a port.
    fn without_brackets<'t>(&self, host: &'t str) -> &'t str {
        let inner = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        inner.filter(|_| self.probe.at_least(Version::new(1, 14, 2))).unwrap_or(host)
    }

    fn file(&self, path: &str, word: &Token<'_>) -> Result<UpstreamKind, NotAnUpstream> {
        let nameservers = match self.host.look(path) {
            Look::File(Some(content)) => Some(nameservers(content)),
            Look::Folder => Some(Vec::new()),
            Look::File(None) | Look::Unknown => None,
            Look::Missing => {
                let kind =
                    if is_host_name(path) { StartErrorKind::HostNameUpstream } else { StartErrorKind::BadAddress };
                let message = self.neither(path);
                return Err(NotAnUpstream::NeitherAddressNorFile(refusal(message, word.place, kind)));
            }
        };
        Ok(UpstreamKind::ResolvConf { path: path.to_owned(), nameservers })
    }

    // Recorded: the short words in 1.14.2, the long ones in 1.14.6.
    fn neither(&self, path: &str) -> String {
        let path = quoted(path);
        if !self.probe.at_least(Version::new(1, 14, 4)) {
            return format!("not an IP address or file: {path}");
        }
        let reason = quoted(&format!("open {}: no such file or directory", path_of(&path)));
        format!("not an IP address or file {path}: failed to open file {path}: {reason}")
    }

    /// Notes what of the host an upstream depends on.
    pub(super) fn note_dependence(&mut self, upstream: &Upstream) {
        let what = match &upstream.kind {
            UpstreamKind::ResolvConf { path, nameservers: None } => match self.host.look(path) {
                Look::Unknown => DependsOn::File(path.clone()),
                _ => DependsOn::Nameservers(path.clone()),
            },
            UpstreamKind::HostName { name, .. } if !name.is_empty() && !self.host.names.contains_key(name) => {
                DependsOn::Name(name.clone())
            }
            _ => return,
        };
        self.depends_on(what, upstream.place);
    }

    /// Asks for a file that has to be there; gives its content where that is known. `words` makes CoreDNS's message out of
    /// Go's reason.
    pub(super) fn need_file(
        &mut self,
        path: &str,
        place: Place,
        words: impl Fn(String) -> String,
    ) -> Checked<Option<Vec<u8>>> {
        let reason = match self.host.look(path) {
            Look::File(Some(content)) => return Ok(Some(content.to_vec())),
            Look::File(None) => return Ok(None),
            Look::Unknown => {
                self.depends_on(DependsOn::File(path.to_owned()), place);
                return Ok(None);
            }
            Look::Folder => format!("read {path}: is a directory"),
            Look::Missing => format!("open {path}: no such file or directory"),
        };
        Err(refusal(words(reason), place, StartErrorKind::BadFile))
    }
}

/// The path again out of its quoted form, as it stands inside another quotation.
fn path_of(quoted: &str) -> &str {
    quoted.strip_prefix('"').and_then(|path| path.strip_suffix('"')).unwrap_or(quoted)
}

/// How many servers an upstream comes to; a file that nobody has read counts as one.
pub(super) fn servers(upstream: &Upstream) -> usize {
    match &upstream.kind {
        UpstreamKind::ResolvConf { nameservers: Some(nameservers), .. } => nameservers.len(),
        _ => 1,
    }
}

/// What CoreDNS tells upstreams apart by: the address without scheme and zone.
pub(super) fn address_of(upstream: &Upstream) -> (&str, &str, Option<IpAddr>) {
    match &upstream.kind {
        UpstreamKind::Address { ip, port } => ("", port, Some(*ip)),
        UpstreamKind::HostName { name, port } => (name, port, None),
        UpstreamKind::ResolvConf { path, .. } => (path, "file", None),
    }
}

/// The upstream as CoreDNS writes it once it has a port.
pub(super) fn server_text(upstream: &Upstream) -> String {
    let scheme = match upstream.transport {
        Transport::Dns => String::new(),
        transport => format!("{}://", transport.scheme()),
    };
    match &upstream.kind {
        UpstreamKind::Address { ip, port } => format!("{scheme}{}", join_host_port(&ip.to_string(), port)),
        UpstreamKind::HostName { .. } | UpstreamKind::ResolvConf { .. } => upstream.written.clone(),
    }
}

/// The words behind `nameserver`.
fn nameservers(content: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(content);
    let nameserver = |line: &str| {
        let mut words = line.split_whitespace();
        words.next().filter(|word| *word == "nameserver")?;
        words.next().map(str::to_owned)
    };
    text.lines().filter_map(nameserver).collect()
}

fn is_host_name(word: &str) -> bool {
    let host = split_host_port(word).map_or(word, |(host, _)| host);
    let is_plain = |c: char| c.is_alphanumeric() || "-_.".contains(c);
    is_domain_name(host) && host.chars().all(is_plain)
}
