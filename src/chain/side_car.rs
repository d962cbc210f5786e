//! The Corefile in force, as the CoreDNS of a release starts with it: rendered, read and set up, with the way back from each
//! of its words to the template.

use std::collections::HashMap;
use std::{fmt, mem};

use super::behaviour::Behaviour;
use super::journey::{Capture, Front, Redirect, Tcp};
use super::mesh_file::{MeshFile, MeshFileError};
use super::world::{Mesh, World};
use crate::coredns::setup::{self, StartError};
use crate::coredns::{Host, Plugin, Probe, Server, Version};
use crate::corefile::{Corefile, ParseError, Place, Surroundings};
use crate::gotemplate::{Error, Limits, Rendered, Template};
use crate::mesh::config_dir::InConfigDir;
use crate::mesh::domain::DOMAINS;
use crate::mesh::{Injector, NotInForce, Origin, Ports, Setting, Settings};
use crate::source::provenance::Provenance;
use crate::source::{Source, Span};

/// What messages of CoreDNS call the file.
const NAME: &str = "Corefile";

/// A CoreDNS that has started with a Corefile.
#[derive(Debug)]
pub struct SideCar {
    /// What the user wrote: a template, or the Corefile itself.
    pub source: Source,
    /// The Corefile.
    pub rendered: Rendered,
    /// What CoreDNS makes of it.
    pub server: Server,
    /// Patterns of imports that were not read, because they lie where nothing is opened.
    pub unread: Vec<String>,
}

/// A side-car whose CoreDNS does not get to answer.
#[derive(Debug)]
pub struct Stopped {
    /// Why.
    pub stop: Stop,
    /// What the user wrote.
    pub source: Source,
}

/// Why CoreDNS does not get to answer. Places are those of the template.
#[derive(Debug)]
pub enum Stop {
    /// The template does not parse or execute.
    Template(Box<Error>),
    /// CoreDNS's parser refuses what it renders to.
    Parser(ParseError, Span),
    /// The set-up of a plugin refuses it.
    SetUp(Box<StartError>, Span),
}

impl Stop {
    /// Its place in what the user wrote.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Template(error) => error.span,
            Self::Parser(_, span) | Self::SetUp(_, span) => *span,
        }
    }
}

impl fmt::Display for Stop {
    /// The message of kuma-dp or CoreDNS.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Template(error) => error.fmt(f),
            Self::Parser(error, _) => f.write_str(&error.message),
            Self::SetUp(error, _) => f.write_str(&error.message),
        }
    }
}

impl SideCar {
    /// Renders a template and starts with it. `name` is what Go calls the template.
    ///
    /// # Errors
    /// [`Stop`].
    pub fn from_template(
        source: Source,
        name: &str,
        settings: &Settings,
        limits: Limits,
        surroundings: &dyn Surroundings,
    ) -> Result<Self, Box<Stopped>> {
        let release = *settings.release();
        let rendered = Template::parse(name, source.text(), release.go.line, limits)
            .and_then(|template| template.execute(&settings.data()).map_err(|failure| failure.error));
        match rendered {
            Ok(rendered) => Self::start(source, rendered, release.coredns, &InConfigDir(surroundings)),
            Err(error) => Err(Box::new(Stopped { stop: Stop::Template(error), source })),
        }
    }

    /// Starts with a finished Corefile.
    ///
    /// # Errors
    /// [`Stop`].
    pub fn from_corefile(
        source: Source,
        coredns: Version,
        surroundings: &dyn Surroundings,
    ) -> Result<Self, Box<Stopped>> {
        let text = source.text().to_vec();
        let provenance = Provenance::of_itself(text.len());
        Self::start(source, Rendered { text, provenance, fields_read: 0 }, coredns, surroundings)
    }

    fn start(
        source: Source,
        rendered: Rendered,
        coredns: Version,
        surroundings: &dyn Surroundings,
    ) -> Result<Self, Box<Stopped>> {
        let is_directive = |name: &str| Plugin::named(name).is_some();
        let limit = setup::import_limit(&Probe::new(coredns));
        let origin = |place: Place| rendered.provenance.origin(place.in_main());
        let corefile = match Corefile::parse(NAME, &rendered.text, &is_directive, limit, surroundings) {
            Ok(corefile) => corefile,
            Err(error) => {
                let span = origin(error.place);
                return Err(Box::new(Stopped { stop: Stop::Parser(error, span), source }));
            }
        };
        let started = match setup::start(&corefile, coredns, &Host::side_car()) {
            Ok(started) => started,
            Err(error) => {
                let span = origin(error.place);
                return Err(Box::new(Stopped { stop: Stop::SetUp(error, span), source }));
            }
        };
        let unread = corefile.imports.iter().filter(|import| import.is_outside);
        let unread = unread.map(|import| import.pattern.clone()).collect();
        drop(corefile);
        Ok(Self { source, rendered, server: started.server, unread })
    }

    /// The place in what the user wrote that is behind a place of the Corefile.
    #[must_use]
    pub fn origin(&self, place: Place) -> Span {
        self.rendered.provenance.origin(place.in_main())
    }

    /// The rendered line at a place, with its number from 1, where it says something else than the user's line.
    #[must_use]
    pub fn rendered_line(&self, place: Place) -> Option<(usize, String)> {
        let at = place.in_main().start;
        let line = line_at(&self.rendered.text, at);
        if line == line_at(self.source.text(), self.origin(place).start) {
            return None;
        }
        let before = self.rendered.text.get(..at as usize).unwrap_or(&self.rendered.text);
        let number = 1 + memchr::memchr_iter(b'\n', before).count();
        Some((number, String::from_utf8_lossy(line).trim().to_owned()))
    }

    /// The line of what the user wrote, white space at its ends left out.
    #[must_use]
    pub fn line(&self, place: Place) -> String {
        String::from_utf8_lossy(line_at(self.source.text(), self.origin(place).start)).trim().to_owned()
    }
}

fn line_at(text: &[u8], offset: u32) -> &[u8] {
    let at = (offset as usize).min(text.len());
    let (before, behind) = text.split_at(at);
    let start = memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1);
    let end = memchr::memchr(b'\n', behind).map_or(text.len(), |newline| at + newline);
    text.get(start..end).unwrap_or_default()
}

/// Who answers at the DNS port of a data plane.
#[derive(Debug)]
pub enum Answering {
    /// CoreDNS.
    CoreDns(Box<SideCar>),
    /// The DNS proxy embedded in kuma-dp, or nobody; and why.
    Other(NotInForce),
}

impl Answering {
    /// Who a query meets there.
    #[must_use]
    pub fn front(&self) -> Front<'_> {
        match self {
            Self::CoreDns(side_car) => Front::CoreDns(&side_car.server),
            Self::Other(NotInForce::EmbeddedDns { .. }) => Front::EmbeddedProxy,
            Self::Other(NotInForce::Disabled { .. }) => Front::Nobody,
        }
    }

    /// The Corefile in force, if there is one.
    #[must_use]
    pub fn side_car(&self) -> Option<&SideCar> {
        match self {
            Self::CoreDns(side_car) => Some(side_car),
            Self::Other(_) => None,
        }
    }

    /// Why no Corefile is in force, if none is.
    #[must_use]
    pub fn not_in_force(&self) -> Option<&NotInForce> {
        match self {
            Self::CoreDns(_) => None,
            Self::Other(reason) => Some(reason),
        }
    }

    /// What iptables does with DNS, where the transparent proxy was told to catch `capture`.
    #[must_use]
    pub fn redirect(&self, settings: &Settings, capture: Capture) -> Redirect {
        let (setting, capture) = match self {
            Self::Other(NotInForce::EmbeddedDns { .. }) => (Setting::ProxyPort, capture),
            // Without builtin DNS the injector sets no redirect up either.
            Self::Other(NotInForce::Disabled { origin: Origin::Injector, .. }) => (Setting::CoreDnsPort, Capture::Off),
            _ => (Setting::CoreDnsPort, capture),
        };
        let port = settings.port(setting).and_then(|port| u16::try_from(port).ok());
        Redirect { capture, tcp: Tcp::of(settings.release()), port: port.unwrap_or_default() }
    }
}

/// The world around a data plane: what its settings and `mesh` say. Beyond that names under the mesh's domains exist, and so do
/// others for the host's resolver; what other servers say is open.
///
/// # Errors
/// What of the mesh cannot be.
pub fn world_of(settings: &Settings, mesh: Option<&MeshFile>) -> Result<World, MeshFileError> {
    let port = |setting| settings.port(setting).and_then(|port| u16::try_from(port).ok()).unwrap_or_default();
    let mut world = World::unknown(port(Setting::EnvoyDnsPort), &DOMAINS);
    let asks_empty_block = settings.release().era.envoy_asks_empty_block();
    world.envoy.upstream = asks_empty_block.then(|| port(Setting::CoreDnsEmptyPort));
    world.elsewhere = Some(Behaviour::Unknown);
    let defaults = [Ports::KUMA_DP, Injector::default().ports()].map(|ports| [ports.coredns, ports.envoy, ports.empty]);
    let defaults = defaults.into_iter().flatten().filter_map(|port| u16::try_from(port).ok());
    world.closed_ports = defaults.chain([world.envoy.port]).collect();
    if let Some(mesh) = mesh {
        world = mesh.world(world)?;
    }
    if settings.keeps_names_out().is_some() {
        world.envoy.is_up = false;
        // The domains stay the mesh's, whoever wrote them.
        if let Mesh::Supposed { domains, .. } = mem::replace(&mut world.envoy.mesh, Mesh::Table(HashMap::new())) {
            world.domains = domains;
        }
    }
    Ok(world)
}
