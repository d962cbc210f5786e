//! The DNS of one side-car, from the options that choose it: the Corefile in force as its CoreDNS starts with it, or the
//! embedded proxy, with what stands around. What `trace`, `graph` and `probe` have in common.

use std::ffi::OsString;
use std::path::Path;

use anyhow::Context as _;
use clap::{Args, ValueEnum};

use super::imports::Imports;
use super::input;
use super::io::Io;
use super::limits::LimitOptions;
use super::refusal::Refusal;
use super::scene::Scene;
use super::target::TargetOptions;
use super::{show, stops};
use crate::chain::side_car::{redirect, world_of};
use crate::chain::{Capture, Front, Journey, Mesh, MeshFile, Redirect, SideCar, Stopped, World, mesh_file};
use crate::corefile::environment::PLACEHOLDERS;
use crate::diagnostic::Diagnostic;
use crate::mesh::{NotInForce, Origin, Platform, Setting, Settings, Target};
use crate::source::Source;

/// What chooses a side-car and describes what stands around it.
#[derive(Debug, Args)]
pub struct SideCarOptions {
    /// A finished Corefile that is taken as it is, instead of the templates; - is standard input
    #[arg(long, value_name = "FILE", help_heading = "Templates", conflicts_with_all = ["dp_template", "cp_template", "cp_config"])]
    pub corefile: Option<OsString>,
    /// Read imported files outside of the working folder, too
    #[arg(long, help_heading = "Templates")]
    pub allow_import_outside: bool,
    /// Services of the mesh and what resolvers know, as docs/mesh-file.md describes it
    #[arg(long, value_name = "FILE", help_heading = "Surroundings")]
    mesh_file: Option<OsString>,
    /// Which queries iptables redirects; on Universal it depends on how the transparent proxy was installed
    #[arg(long, value_enum, value_name = "QUERIES", default_value = "all", help_heading = "Surroundings")]
    redirect: CaptureChoice,
    /// Envoy's DNS listener is not up
    #[arg(long, help_heading = "Surroundings")]
    envoy_down: bool,
    /// The target.
    #[command(flatten)]
    pub target: TargetOptions,
    /// Bounds of the template engine.
    #[command(flatten)]
    pub limits: LimitOptions,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum CaptureChoice {
    /// All to port 53, as on Kubernetes (--redirect-all-dns-traffic)
    All,
    /// Those to the nameservers of resolv.conf (--redirect-dns)
    ResolvConf,
    /// None, the default on Universal
    Off,
}

impl From<CaptureChoice> for Capture {
    fn from(choice: CaptureChoice) -> Self {
        match choice {
            CaptureChoice::All => Self::All,
            CaptureChoice::ResolvConf => Self::ResolvConf,
            CaptureChoice::Off => Self::Off,
        }
    }
}

/// A side-car's DNS with what stands around it.
#[derive(Debug)]
pub struct Chosen {
    /// Release and platform.
    pub target: Target,
    /// kuma-dp's settings.
    pub settings: Settings,
    /// Who answers.
    pub front: Answering,
    /// What stands around.
    pub world: World,
    /// What iptables does.
    pub redirect: Redirect,
    /// What was supposed for want of better knowledge, a sentence each.
    pub assumptions: Vec<String>,
}

type Started = Result<SideCar, Box<Stopped>>;

/// Who answers at the DNS port.
#[derive(Debug)]
pub enum Answering {
    /// CoreDNS.
    CoreDns(Box<SideCar>),
    /// The DNS proxy embedded in kuma-dp, and why.
    EmbeddedProxy(NotInForce),
    /// Nobody, and why.
    Nobody(NotInForce),
}

impl Chosen {
    /// What a query meets.
    pub fn journey(&self) -> Journey<'_> {
        let front = match &self.front {
            Answering::CoreDns(side_car) => Front::CoreDns(&side_car.server),
            Answering::EmbeddedProxy(_) => Front::EmbeddedProxy,
            Answering::Nobody(_) => Front::Nobody,
        };
        Journey { redirect: self.redirect, front, world: &self.world }
    }

    /// Release, platform and who answers, in a few words.
    pub fn in_words(&self) -> String {
        match &self.front {
            Answering::CoreDns(_) => format!("kuma-dp {}, CoreDNS {}", self.target, self.target.release().coredns),
            Answering::EmbeddedProxy(_) | Answering::Nobody(_) => format!("kuma-dp {}", self.target),
        }
    }

    /// Why no Corefile is in force, if none is.
    pub fn no_corefile(&self) -> Option<String> {
        match &self.front {
            Answering::CoreDns(_) => None,
            Answering::EmbeddedProxy(reason) | Answering::Nobody(reason) => Some(reason.to_string()),
        }
    }

    /// The Corefile in force, if there is one.
    pub fn side_car(&self) -> Option<&SideCar> {
        match &self.front {
            Answering::CoreDns(side_car) => Some(side_car),
            Answering::EmbeddedProxy(_) | Answering::Nobody(_) => None,
        }
    }
}

impl SideCarOptions {
    /// Works the options out. Where no Corefile is in force that is no error: then somebody else answers.
    ///
    /// # Errors
    /// What kuma-dp, kuma-cp or CoreDNS would not start with, and inputs that cannot be read.
    pub fn choose(&self, io: &mut Io<'_>) -> anyhow::Result<Chosen> {
        let scene = self.target.scene(false, self.limits.max_template, io)?;
        let front = match self.started(&scene, io)? {
            Ok(started) => Answering::CoreDns(Box::new(started.map_err(|stopped| {
                let diagnostic = stops::side_car(&stopped, &scene.settings);
                Refusal { diagnostic, text: Some(stopped.source) }
            })?)),
            Err(reason @ NotInForce::EmbeddedDns { .. }) => Answering::EmbeddedProxy(reason),
            Err(reason) => Answering::Nobody(reason),
        };
        if let Answering::CoreDns(side_car) = &front {
            for pattern in &side_car.unread {
                let text = format_args!(
                    "an import of {pattern} is not read, because it lies outside of the working folder: what it brings is \
                     missing here (--allow-import-outside reads it)"
                );
                show::warning(text, io);
            }
            let has_placeholder =
                |(start, _): &(&str, &str)| memchr::memmem::find(&side_car.rendered.text, start.as_bytes()).is_some();
            if PLACEHOLDERS.iter().any(has_placeholder) {
                show::warning("environment variables ({$NAME}) are empty here: CoreDNS's environment is not known", io);
            }
        }
        let (target, settings) = (scene.target, scene.settings);
        let mut assumptions = Vec::new();
        let world = self.world(&settings, &mut assumptions, io)?;
        // Without builtin DNS the injector sets no redirect up either.
        let is_off = matches!(&front, Answering::Nobody(NotInForce::Disabled { origin: Origin::Injector, .. }));
        let capture = if is_off { Capture::Off } else { self.redirect.into() };
        if target.platform() == Platform::Universal && capture == Capture::All {
            assumptions.push(
                "iptables is taken to redirect all DNS, which on Universal it does with \
                 --redirect-all-dns-traffic (--redirect says otherwise)"
                    .to_owned(),
            );
        }
        let port = match &front {
            Answering::EmbeddedProxy(_) => settings.port(Setting::ProxyPort),
            _ => settings.port(Setting::CoreDnsPort),
        };
        let redirect = redirect(target.release(), port.unwrap_or_default(), capture);
        Ok(Chosen { target, settings, front, world, redirect, assumptions })
    }

    /// CoreDNS with the Corefile in force, or why there is none.
    fn started(&self, scene: &Scene, io: &mut Io<'_>) -> anyhow::Result<Result<Started, NotInForce>> {
        let here = std::env::current_dir().context("the working folder")?;
        let here = here.canonicalize().unwrap_or(here);
        if let Some(path) = &self.corefile {
            let text = input::read(path, self.limits.max_template, Some("--max-template"), io)?;
            let source = Source::new(input::shown(path), text);
            let place = if path == input::STDIN { Path::new("") } else { Path::new(path) };
            let imports = Imports::of(place, &here, self.allow_import_outside);
            return Ok(Ok(SideCar::from_corefile(source, scene.target.release().coredns, &imports)));
        }
        let selection = scene.selection();
        show::layers(&selection, io);
        Ok(selection.winner.map(|winner| {
            let source = Source::new(scene.name_of(winner.kind), winner.text);
            let imports = Imports::of(Path::new(""), &here, self.allow_import_outside);
            SideCar::from_template(source, &winner.template_name, &scene.settings, self.limits.limits(), &imports)
        }))
    }

    fn world(&self, settings: &Settings, assumptions: &mut Vec<String>, io: &mut Io<'_>) -> anyhow::Result<World> {
        let mut world = world_of(settings);
        let file = self.mesh_file.as_ref().map(|path| read_mesh_file(path, io)).transpose()?;
        if let Some((file, source)) = &file {
            world = file.world(world).map_err(|error| {
                let span = error.span(source.text(), &[]);
                let text = Some(Source::new(source.name(), source.text()));
                Refusal { diagnostic: Diagnostic::error(error.message).at(span, ""), text }
            })?;
        }
        if self.envoy_down {
            world.envoy.is_up = false;
        }
        let file = file.map(|(file, _)| file);
        if !file.as_ref().is_some_and(MeshFile::has_services) {
            let domains = match &world.envoy.mesh {
                Mesh::Supposed { domains, .. } => domains.join(" and "),
                Mesh::Table(_) => String::new(),
            };
            assumptions.push(format!(
                "names under {domains} are taken to exist in the mesh, with A and AAAA (--mesh-file says which do)"
            ));
        }
        if !file.as_ref().is_some_and(MeshFile::has_resolver) {
            assumptions.push(
                "the host's resolver is taken to know all other names but those under invalid. (--mesh-file says what \
                 it knows)"
                    .to_owned(),
            );
        }
        Ok(world)
    }
}

/// Reads a mesh file.
///
/// # Errors
/// A file that cannot be read, or is none.
pub fn read_mesh_file(path: &OsString, io: &mut Io<'_>) -> anyhow::Result<(MeshFile, Source)> {
    let text = input::read(path, mesh_file::MAX_BYTES, None, io)?;
    let source = Source::new(input::shown(path), text);
    match MeshFile::parse(source.text()) {
        Ok(file) => Ok((file, source)),
        Err((message, span)) => {
            let diagnostic = Diagnostic::error(message).at(span, "").help("docs/mesh-file.md describes the format");
            Err(Refusal { diagnostic, text: Some(source) }.into())
        }
    }
}
