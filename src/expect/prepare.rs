//! A target made ready for tests: the Corefile that is in force there, or who answers in its stead, and what stands around.

use std::ffi::OsStr;

use super::suite::{Aim, Suite};
use crate::chain::side_car::{redirect, world_of};
use crate::chain::{Front, Journey, MeshFile, MeshFileError, Redirect, SideCar, Stopped, World};
use crate::corefile::Surroundings;
use crate::gotemplate::Limits;
use crate::mesh::{
    ControlPlaneOrigin, ControlPlaneTemplate, DataPlaneTemplate, Injector, LayerKind, NotInForce, Origin, Selection,
    Setting, Settings, Templates, validation,
};
use crate::source::Source;

/// A target made ready.
#[derive(Debug)]
pub struct Prepared {
    /// The target in words.
    pub target: String,
    /// kuma-dp's settings.
    pub settings: Settings,
    /// Who answers.
    pub answering: Answering,
    /// What stands around while Envoy is up.
    pub up: World,
    /// And while it is not.
    pub down: World,
    redirect: Redirect,
}

/// Who answers at the DNS port.
#[derive(Debug)]
pub enum Answering {
    /// CoreDNS.
    CoreDns(Box<SideCar>),
    /// The DNS proxy embedded in kuma-dp, or nobody.
    Other(NotInForce),
    /// Nobody, because it does not start.
    Stopped(Box<Stopped>),
    /// Nobody, because kuma-dp does not take its settings: its message.
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
        let mut up = world_of(&settings);
        if let Some(mesh) = mesh {
            up = mesh.world(up).map_err(PrepareError::Mesh)?;
        }
        let mut down = up.clone();
        down.envoy.is_up = false;
        let answering = match validation::validate(&settings) {
            Ok(()) => answering(suite, aim, &settings, written, limits, surroundings),
            Err(error) => Answering::Refused(error.to_string()),
        };
        let port = match &answering {
            Answering::Other(NotInForce::EmbeddedDns { .. }) => settings.port(Setting::ProxyPort),
            _ => settings.port(Setting::CoreDnsPort),
        };
        let redirect = redirect(target.release(), port.unwrap_or_default(), suite.capture());
        Ok(Self { target: target.to_string(), settings, answering, up, down, redirect })
    }

    /// What a query meets.
    #[must_use]
    pub fn journey(&self, envoy_is_up: bool) -> Journey<'_> {
        let front = match &self.answering {
            Answering::CoreDns(side_car) => Front::CoreDns(&side_car.server),
            Answering::Other(NotInForce::EmbeddedDns { .. }) => Front::EmbeddedProxy,
            Answering::Other(_) | Answering::Stopped(_) | Answering::Refused(_) => Front::Nobody,
        };
        Journey { redirect: self.redirect, front, world: if envoy_is_up { &self.up } else { &self.down } }
    }

    /// Why nobody starts, in the program's own words.
    #[must_use]
    pub fn stop(&self) -> Option<String> {
        match &self.answering {
            Answering::Stopped(stopped) => Some(stopped.stop.to_string()),
            Answering::Refused(message) => Some(message.clone()),
            Answering::CoreDns(_) | Answering::Other(_) => None,
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

fn answering(
    suite: &Suite,
    aim: &Aim,
    settings: &Settings,
    written: Option<Written<'_>>,
    limits: Limits,
    surroundings: &dyn Surroundings,
) -> Answering {
    let release = aim.target.release();
    let started = |started: Result<SideCar, Box<Stopped>>| match started {
        Ok(side_car) => Answering::CoreDns(Box::new(side_car)),
        Err(stopped) => Answering::Stopped(stopped),
    };
    let written_or_default = || written.map_or("", |written| written.name).to_owned();
    if let (Some(_), Some(written)) = (&suite.corefile, written) {
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
        Err(reason) => Answering::Other(reason),
    }
}
