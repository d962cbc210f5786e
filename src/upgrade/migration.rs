//! Goes through the Corefile that an override renders to, directive by directive, and says what becomes of each where the DNS
//! proxy embedded in kuma-dp answers. Whether CoreDNS could be kept is a change's to say.

use std::net::IpAddr;

use super::override_file::{Course, Override, kind_of};
use super::successor::{self as fate, Fate};
use crate::chain::SideCar;
use crate::coredns::config::{Forward, Template, Transport, Upstream, UpstreamKind};
use crate::coredns::dns;
use crate::coredns::{Block, Plugin, Site};
use crate::corefile::environment::Nothing;
use crate::corefile::{Corefile, ImportLimit, Place, Token};
use crate::lint::Kind;
use crate::mesh::origin::SettingsError;
use crate::mesh::release::{self, WITHOUT_COREDNS};
use crate::mesh::settings::FlagValue;
use crate::mesh::{EmbeddedDns, Injector, NotInForce, Platform, Ports, Release, Setting, Settings};
use crate::source::{Offsets, Source, Span};

/// What moves, and where.
#[derive(Debug)]
pub struct Migration {
    /// The platforms on which the proxy answers.
    pub platforms: Vec<Platform>,
    /// The release with which the Corefile was read.
    pub release: Release,
    /// Whether CoreDNS can be kept.
    pub is_optional: bool,
    /// What the Corefile has, in the order of the text.
    pub moved: Vec<Moved>,
    /// Why the Corefile could not be read, if it could not.
    pub unread: Option<String>,
}

/// One thing that the Corefile does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// What becomes of it.
    pub fate: &'static Fate,
    /// As written.
    pub what: String,
    /// Where, in the text as it is.
    pub span: Span,
}

/// More is not listed of one Corefile.
const MAX_MOVED: usize = 500;
/// Characters that are shown of what is written.
const MAX_WHAT: usize = 80;

/// What moves of an override at the end of the way; `text` is it with all mends, and `offsets` leads back. None where CoreDNS
/// still answers.
pub(super) fn of(
    course: &Course<'_>,
    judged: &Override<'_>,
    text: &[u8],
    offsets: Option<&Offsets>,
) -> Result<Option<Migration>, SettingsError> {
    let to = &course.journey.to;
    let is_optional = to.has_coredns();
    let mut platforms = course.given.platforms.to_vec();
    if is_optional {
        let is_embedded = |platform: &Platform| {
            let reason = course.given.not_in_force(to, *platform)?;
            Ok(matches!(reason, Some(NotInForce::EmbeddedDns { .. })))
        };
        let answers = platforms.iter().map(is_embedded).collect::<Result<Vec<bool>, SettingsError>>()?;
        platforms = platforms.into_iter().zip(answers).filter(|(_, answers)| *answers).map(|(one, _)| one).collect();
    }
    if platforms.is_empty() {
        return Ok(None);
    }
    let newest = release::all().rfind(|release| release.version.line() < WITHOUT_COREDNS);
    let releases = [to.newest().copied().or(newest), course.journey.from.newest().copied()];
    let mut refused = None;
    // What the end of the way refuses can still be read as it is where the way begins.
    for release in releases.into_iter().flatten() {
        let mut migration =
            Migration { platforms: platforms.clone(), release, is_optional, moved: vec![], unread: None };
        migration.read(course, judged, text, offsets)?;
        if migration.unread.is_none() {
            return Ok(Some(migration));
        }
        refused = refused.or(Some(migration));
    }
    Ok(refused)
}

impl Migration {
    fn read(
        &mut self,
        course: &Course<'_>,
        judged: &Override<'_>,
        text: &[u8],
        offsets: Option<&Offsets>,
    ) -> Result<(), SettingsError> {
        for platform in self.platforms.clone() {
            // Somebody may have switched the log of queries on.
            for log in [false, true] {
                self.read_one(course, judged, (text, offsets), platform, log)?;
            }
        }
        self.moved.sort_by_key(|moved| (moved.span, moved.fate.id));
        Ok(())
    }

    fn read_one(
        &mut self,
        course: &Course<'_>,
        judged: &Override<'_>,
        (text, offsets): (&[u8], Option<&Offsets>),
        platform: Platform,
        log: bool,
    ) -> Result<(), SettingsError> {
        let release = self.release;
        let off = release.era.has_embedded_dns() && platform == Platform::Kubernetes;
        let off = off.then_some(EmbeddedDns::ControlPlaneOff);
        let logging = log.then(|| FlagValue::new(Setting::CoreDnsLogging, "true"));
        let settings = course.given.settings(release, platform, off, logging.as_slice())?;
        let Some((_, settings)) = settings else { return Ok(()) };
        let source = Source::new("Corefile", text);
        let started = match kind_of(judged) {
            Kind::Template => SideCar::from_template(source, "Corefile", &settings, course.limits, judged.surroundings),
            Kind::Corefile => SideCar::from_corefile(source, release.coredns, judged.surroundings),
        };
        match started {
            Ok(side_car) => {
                for mut moved in list(&side_car, &settings) {
                    moved.span = offsets.map_or(moved.span, |offsets| offsets.outer_span(moved.span));
                    if self.moved.len() < MAX_MOVED && !self.moved.contains(&moved) {
                        self.moved.push(moved);
                    }
                }
            }
            Err(stopped) => self.unread = Some(stopped.stop.to_string()),
        }
        Ok(())
    }
}

struct List<'a> {
    side_car: &'a SideCar,
    envoy: Vec<u16>,
    moved: Vec<Moved>,
}

fn list(side_car: &SideCar, settings: &Settings) -> Vec<Moved> {
    let port = |setting| settings.port(setting).and_then(|port| u16::try_from(port).ok());
    let defaults = [Ports::KUMA_DP, Injector::default().ports()].map(|ports| u16::try_from(ports.envoy).ok());
    let envoy = defaults.into_iter().chain([port(Setting::EnvoyDnsPort)]).flatten().collect();
    let mut list = List { side_car, envoy, moved: Vec::new() };
    let server = &side_car.server;
    for sites in server.sites.chunk_by(|one, next| one.block == next.block) {
        let block = sites.first().and_then(|site| server.blocks.get(site.block));
        if let Some(block) = block {
            list.block(sites, block, port(Setting::CoreDnsPort));
        }
    }
    list.options();
    list.moved
}

impl List<'_> {
    fn push(&mut self, fate: &'static Fate, place: Place) {
        let span = self.side_car.origin(place);
        let line = self.side_car.line(place);
        let line = line.trim_end_matches('{').trim();
        let mut what: String = line.chars().take(MAX_WHAT).collect();
        if what.len() < line.len() {
            what.push('…');
        }
        self.moved.push(Moved { fate, what, span });
    }

    fn block(&mut self, sites: &[Site], block: &Block, dns_port: Option<u16>) {
        let is_here = |site: &&Site| site.port.parse().ok() == dns_port;
        for site in sites.iter().filter(|site| site.transport != Transport::Dns) {
            self.push(&fate::OTHER_TRANSPORT, site.place);
        }
        let plain = || sites.iter().filter(|site| site.transport == Transport::Dns);
        for site in plain().filter(|site| !is_here(site)) {
            self.push(&fate::OTHER_PORT, site.place);
        }
        // What an unheard-of block does is lost with it.
        let Some(zone) = plain().find(is_here).map(|site| site.zone.as_str()) else { return };
        block.forwards.iter().for_each(|forward| self.forward(forward, zone));
        for alternate in &block.alternates {
            let is_host = alternate.upstreams.iter().all(is_host);
            self.push(if is_host { &fate::HOST } else { &fate::RESOLVER }, alternate.place);
            alternate.upstreams.iter().for_each(|upstream| self.transport(upstream));
        }
        block.templates.iter().for_each(|template| self.template(template));
        // A log for several zones is one directive.
        let mut logs: Vec<Place> = block.logs.iter().map(|log| log.place).collect();
        logs.dedup();
        logs.into_iter().for_each(|place| self.push(&fate::QUERY_LOG, place));
        block.errors.iter().for_each(|errors| self.push(&fate::ERRORS, errors.place));
        block.prometheus.iter().for_each(|prometheus| self.push(&fate::METRICS, prometheus.place));
    }

    fn forward(&mut self, forward: &Forward, zone: &str) {
        let is_envoy = |upstream: &Upstream| match &upstream.kind {
            UpstreamKind::Address { ip, .. } => {
                *ip == IpAddr::from([127, 0, 0, 1]) && upstream.port().is_some_and(|port| self.envoy.contains(&port))
            }
            _ => false,
        };
        let is_for_all = forward.from == "." && zone == ".";
        let fate = match () {
            () if forward.upstreams.iter().any(is_envoy) => &fate::MESH_NAMES,
            () if !is_for_all => &fate::STUB_ZONE,
            () if forward.upstreams.iter().all(is_host) => &fate::HOST,
            () => &fate::RESOLVER,
        };
        self.push(fate, forward.place);
        forward.upstreams.iter().for_each(|upstream| self.transport(upstream));
    }

    fn transport(&mut self, upstream: &Upstream) {
        if upstream.transport != Transport::Dns {
            self.push(&fate::TLS, upstream.place);
        }
    }

    fn template(&mut self, template: &Template) {
        let has_records =
            !(template.answers.is_empty() && template.additional.is_empty() && template.authority.is_empty());
        let fate = match () {
            () if has_records => &fate::ANSWER,
            () if template.qtype == dns::AAAA && template.rcode == dns::NOERROR => &fate::EMPTY_AAAA,
            () => &fate::BLOCKED,
        };
        self.push(fate, template.place);
    }

    /// Options of forward, and imports.
    fn options(&mut self) {
        let is_directive = |name: &str| Plugin::named(name).is_some();
        let text = &self.side_car.rendered.text;
        let Ok(corefile) = Corefile::parse("Corefile", text, &is_directive, ImportLimit::TenThousand, &Nothing) else {
            return;
        };
        for import in &corefile.imports {
            self.push(&fate::IMPORT, import.place);
        }
        for block in &corefile.blocks {
            for directive in block.directives.iter().filter(|directive| directive.name == Plugin::Forward.name()) {
                for token in options(block.tokens(directive)) {
                    let fate = match &*token.text {
                        "tls" | "tls_servername" => &fate::TLS,
                        "force_tcp" | "prefer_udp" => &fate::TCP,
                        "health_check" | "max_fails" | "failfast_all_unhealthy_upstreams" => &fate::HEALTH,
                        "max_concurrent" => &fate::LIMIT,
                        "except" => &fate::EXCEPT,
                        _ => &fate::OPTION,
                    };
                    self.push(fate, token.place);
                }
            }
        }
    }
}

fn is_host(upstream: &Upstream) -> bool {
    matches!(upstream.kind, UpstreamKind::ResolvConf { .. })
}

/// The first words of the lines between the braces of a directive.
fn options<'t, 'a>(tokens: &'t [Token<'a>]) -> impl Iterator<Item = &'t Token<'a>> {
    let inner = tokens.iter().skip_while(|token| token.text != "{");
    let mut line = tokens.first().map_or(0, |token| token.line);
    inner.filter(move |token| {
        let is_first = token.line > line;
        line = token.last_line();
        is_first && token.text != "}" && token.text != "{"
    })
}
