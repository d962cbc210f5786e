//! The DNS of one side-car, from the options that choose it: the Corefile in force as its CoreDNS starts with it, or the
//! embedded proxy, with what stands around. What `trace`, `graph` and `probe` have in common.

use std::ffi::OsString;
use std::path::Path;

use clap::{Args, ValueEnum};

use super::imports::{Imports, working_folder};
use super::input;
use super::io::Io;
use super::limits::LimitOptions;
use super::refusal::Refusal;
use super::scene::Scene;
use super::target::TargetOptions;
use super::{show, stops};
use crate::chain::side_car::world_of;
use crate::chain::{Answering, Capture, Journey, Mesh, MeshFile, Redirect, SideCar, Stopped, World, mesh_file};
use crate::corefile::environment::PLACEHOLDERS;
use crate::diagnostic::Diagnostic;
use crate::mesh::{NotInForce, Platform, Settings, Target, in_force};
use crate::source::{Source, Span};

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

/// What iptables does in front of the DNS port, for commands that begin at the client.
#[derive(Clone, Copy, Debug, Args)]
pub struct RedirectOption {
    /// Which queries iptables redirects; on Universal it depends on how the transparent proxy was installed
    #[arg(long, value_enum, value_name = "QUERIES", default_value = "all", help_heading = "Surroundings")]
    redirect: CaptureChoice,
}

impl RedirectOption {
    /// The queries that are caught.
    pub fn capture(self) -> Capture {
        self.redirect.into()
    }
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
    pub answering: Answering,
    /// What stands around.
    pub world: World,
    /// What iptables does.
    pub redirect: Redirect,
    /// What was supposed for want of better knowledge, a sentence each.
    pub assumptions: Vec<String>,
}

type Started = Result<SideCar, Box<Stopped>>;

impl Chosen {
    /// What a query meets.
    pub fn journey(&self) -> Journey<'_> {
        Journey { redirect: self.redirect, front: self.answering.front(), world: &self.world }
    }

    /// Release, platform and who answers, in a few words.
    pub fn in_words(&self) -> String {
        match &self.answering {
            Answering::CoreDns(_) => format!("kuma-dp {}, CoreDNS {}", self.target, self.target.release().coredns),
            Answering::Other(_) => format!("kuma-dp {}", self.target),
        }
    }

    /// Why no Corefile is in force, if none is.
    pub fn no_corefile(&self) -> Option<String> {
        self.answering.not_in_force().map(ToString::to_string)
    }

    /// The Corefile in force, if there is one.
    pub fn side_car(&self) -> Option<&SideCar> {
        self.answering.side_car()
    }
}

impl SideCarOptions {
    /// Works the options out; iptables catches `capture`. Where no Corefile is in force that is no error: then somebody else
    /// answers.
    ///
    /// # Errors
    /// What kuma-dp, kuma-cp or CoreDNS would not start with, and inputs that cannot be read.
    pub fn choose(&self, capture: Capture, io: &mut Io<'_>) -> anyhow::Result<Chosen> {
        let scene = self.target.scene(false, self.limits.max_template, io)?;
        let answering = match self.started(&scene, io)? {
            Ok(started) => Answering::CoreDns(Box::new(started.map_err(|stopped| {
                let diagnostic = stops::side_car(&stopped, &scene.settings);
                Refusal { diagnostic, text: Some(stopped.source) }
            })?)),
            Err(reason) => Answering::Other(reason),
        };
        if let Answering::Other(reason) = &answering
            && let Some(name) = self.given()
        {
            warn_of_idle(&name, reason, io);
        }
        if let Answering::CoreDns(side_car) = &answering {
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
        let redirect = answering.redirect(&settings, capture);
        if target.platform() == Platform::Universal && redirect.capture == Capture::All {
            assumptions.push(
                "iptables is taken to redirect all DNS, which on Universal it does with \
                 --redirect-all-dns-traffic (--redirect says otherwise)"
                    .to_owned(),
            );
        }
        Ok(Chosen { target, settings, answering, world, redirect, assumptions })
    }

    /// What the user gave to be in force.
    fn given(&self) -> Option<String> {
        let path = self.corefile.as_ref().or_else(|| self.target.layers().next().map(|(_, path)| path));
        path.map(|path| input::shown(path))
    }

    /// CoreDNS with the Corefile in force, or why there is none.
    fn started(&self, scene: &Scene, io: &mut Io<'_>) -> anyhow::Result<Result<Started, NotInForce>> {
        let here = working_folder()?;
        if let (Some(_), Err(reason)) = (&self.corefile, in_force::check(&scene.target, &scene.settings)) {
            return Ok(Err(reason));
        }
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
        let file = self.mesh_file.as_ref().map(|path| read_mesh_file(path, io)).transpose()?;
        let mut world = match &file {
            None => world_of(settings, None),
            Some((file, _)) => world_of(settings, Some(file)),
        }
        .map_err(|error| {
            let source = file.as_ref().map(|(_, source)| Source::new(source.name(), source.text()));
            let span = source.as_ref().map_or(Span::at(0), |source| error.span(source.text(), &[]));
            Refusal { diagnostic: Diagnostic::error(error.message).at(span, ""), text: source }
        })?;
        if self.envoy_down {
            world.envoy.is_up = false;
        }
        assumptions.extend(suppositions(settings, file.as_ref().map(|(file, _)| file), &world));
        Ok(world)
    }
}

/// What is supposed of the mesh and the host's resolver for want of better knowledge, a sentence each.
pub fn suppositions(settings: &Settings, file: Option<&MeshFile>, world: &World) -> Vec<String> {
    let of_mesh = match (settings.keeps_names_out(), &world.envoy.mesh) {
        (Some(setting), _) => Some(format!("the control plane gives out no names of the mesh, because {setting} is 0")),
        (None, Mesh::Supposed { domains, .. }) => Some(format!(
            "names under {} are taken to exist in the mesh, with A and AAAA (--mesh-file says which do)",
            domains.join(" and ")
        )),
        (None, Mesh::Table(_)) => None,
    };
    let of_resolver = (!file.is_some_and(MeshFile::has_resolver)).then(|| {
        "the host's resolver is taken to know all other names but those under invalid. (--mesh-file says what it knows)"
            .to_owned()
    });
    of_mesh.into_iter().chain(of_resolver).collect()
}

/// Says that a template that somebody gave is not read, and what would bring it into force.
pub fn warn_of_idle(name: &str, reason: &NotInForce, io: &mut Io<'_>) {
    let mut warning = Diagnostic::warning(format!("{name} is not read: {reason}"));
    warning.help = reason.ways_into_force();
    show::diagnostic(&warning, None, io);
}

/// Reads a mesh file.
///
/// # Errors
/// A file that cannot be read, or is none.
pub fn read_mesh_file(path: &OsString, io: &mut Io<'_>) -> anyhow::Result<(MeshFile, Source)> {
    let text = input::read(path, mesh_file::MAX_BYTES, None, io)?;
    parse_mesh_file(Source::new(input::shown(path), text))
}

/// Reads the text of a mesh file.
///
/// # Errors
/// A text that is none.
pub fn parse_mesh_file(source: Source) -> anyhow::Result<(MeshFile, Source)> {
    match MeshFile::parse(source.text()) {
        Ok(file) => Ok((file, source)),
        Err((message, span)) => {
            let diagnostic = Diagnostic::error(message).at(span, "").help("docs/mesh-file.md describes the format");
            Err(Refusal { diagnostic, text: Some(source) }.into())
        }
    }
}
