//! A target made ready for tests: the Corefile that is in force there, or who answers in its stead, and what stands around.

use std::ffi::OsStr;

use super::suite::{Aim, Suite};
use crate::chain::side_car::world_of;
use crate::chain::{Answering, Capture, Journey, MeshFile, MeshFileError, SideCar, Stopped, World};
use crate::corefile::Surroundings;
use crate::gotemplate::Limits;
use crate::mesh::{
    ControlPlaneOrigin, ControlPlaneTemplate, DataPlaneTemplate, Injector, LayerKind, Origin, Selection, Settings,
    Templates, in_force, validation,
};
use crate::source::Source;

/// A target made ready.
#[derive(Debug)]
pub struct Prepared {
    /// The target in words.
    pub target: String,
    /// kuma-dp's settings.
    pub settings: Settings,
    /// Whether it comes up.
    pub state: State,
    /// What stands around while Envoy is up.
    pub up: World,
    /// And while it is not.
    pub down: World,
    capture: Capture,
}

/// Whether a data plane comes up.
#[derive(Debug)]
pub enum State {
    /// It does, and somebody answers, or nobody is meant to.
    Ready(Answering),
    /// CoreDNS does not start.
    Stopped(Box<Stopped>),
    /// kuma-dp does not take its settings: its message.
    Refused(String),
}

/// The file that a suite names.
#[derive(Clone, Copy, Debug)]
pub struct Written<'a> {
    /// Its name in messages.
    pub name: &'a str,
    /// Its bytes.
    pub text: &'a [u8],
}

/// The name that flags of a suite have in messages.
const FLAG: &str = "template";

impl Prepared {
    /// Makes a target ready.
    ///
    /// # Errors
    /// A mesh that cannot be, or settings of which kuma-dp reads nothing.
    pub fn new(
        suite: &Suite,
        aim: &Aim,
        written: Option<Written<'_>>,
        mesh: Option<&MeshFile>,
        limits: Limits,
        surroundings: &dyn Surroundings,
    ) -> Result<Self, PrepareError> {
        let target = &aim.target;
        let settings = Settings::resolve(target, &Injector::default(), &aim.flags, |_| None)
            .map_err(|error| PrepareError::Settings(error.to_string()))?;
        let up = world_of(&settings, mesh).map_err(PrepareError::Mesh)?;
        let mut down = up.clone();
        down.envoy.is_up = false;
        let state = match validation::validate(&settings) {
            Ok(()) => state(suite, aim, &settings, written, limits, surroundings),
            Err(error) => State::Refused(error.to_string()),
        };
        Ok(Self { target: target.to_string(), settings, state, up, down, capture: suite.capture() })
    }

    /// What a query meets, where the data plane comes up.
    #[must_use]
    pub fn journey(&self, envoy_is_up: bool) -> Option<Journey<'_>> {
        let answering = self.answering()?;
        let world = if envoy_is_up { &self.up } else { &self.down };
        let redirect = answering.redirect(&self.settings, self.capture);
        Some(Journey { redirect, front: answering.front(), world })
    }

    /// Why nobody starts, in the program's own words.
    #[must_use]
    pub fn stop(&self) -> Option<String> {
        match &self.state {
            State::Stopped(stopped) => Some(stopped.stop.to_string()),
            State::Refused(message) => Some(message.clone()),
            State::Ready(_) => None,
        }
    }

    /// The same behind its place in what the user wrote.
    #[must_use]
    pub fn placed_stop(&self) -> Option<String> {
        let message = self.stop()?;
        let State::Stopped(stopped) = &self.state else { return Some(message) };
        let at = stopped.source.position(stopped.stop.span().start);
        Some(format!("{}:{}:{}: {message}", stopped.source.name(), at.line, at.column))
    }

    /// Who answers, where the data plane comes up.
    #[must_use]
    pub fn answering(&self) -> Option<&Answering> {
        match &self.state {
            State::Ready(answering) => Some(answering),
            State::Stopped(_) | State::Refused(_) => None,
        }
    }
}

/// Why a target cannot be made ready.
#[derive(Debug, thiserror::Error)]
pub enum PrepareError {
    /// The mesh.
    #[error("{0}")]
    Mesh(MeshFileError),
    /// The fields of a target.
    #[error("{0}")]
    Settings(String),
}

fn state(
    suite: &Suite,
    aim: &Aim,
    settings: &Settings,
    written: Option<Written<'_>>,
    limits: Limits,
    surroundings: &dyn Surroundings,
) -> State {
    let release = aim.target.release();
    let started = |started: Result<SideCar, Box<Stopped>>| match started {
        Ok(side_car) => State::Ready(Answering::CoreDns(Box::new(side_car))),
        Err(stopped) => State::Stopped(stopped),
    };
    let written_or_default = || written.map_or("", |written| written.name).to_owned();
    if let (Some(_), Some(written)) = (&suite.corefile, written) {
        if let Err(reason) = in_force::check(&aim.target, settings) {
            return State::Ready(Answering::Other(reason));
        }
        let source = Source::new(written.name, written.text);
        return started(SideCar::from_corefile(source, release.coredns, surroundings));
    }
    let path = written_or_default();
    let path = OsStr::new(&path);
    let templates = match (written, suite.layer()) {
        (None, _) => Templates::default(),
        (Some(written), LayerKind::ControlPlane) => Templates {
            control_plane: Some(ControlPlaneTemplate {
                path,
                text: Some(written.text),
                origin: &ControlPlaneOrigin::Flag,
            }),
            ..Templates::default()
        },
        (Some(written), _) => Templates {
            data_plane: Some(DataPlaneTemplate { path, text: Some(written.text), origin: Origin::Flag { name: FLAG } }),
            ..Templates::default()
        },
    };
    match Selection::new(&aim.target, settings, templates, false).winner {
        Ok(winner) => {
            let name = match winner.kind {
                LayerKind::BuiltIn => format!("<default of {release}>"),
                LayerKind::DataPlane | LayerKind::ControlPlane => written_or_default(),
            };
            let source = Source::new(name, winner.text);
            started(SideCar::from_template(source, &winner.template_name, settings, limits, surroundings))
        }
        Err(reason) => State::Ready(Answering::Other(reason)),
    }
}
