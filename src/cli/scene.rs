//! What the options of the target come to: release and platform, the settings of kuma-dp, and the templates of control
//! plane and data plane with their bytes.

use std::ffi::OsString;
use std::path::Path;

use super::io::Io;
use super::refusal::Refusal;
use super::target::TargetOptions;
use super::{config_file, input, show};
use crate::diagnostic::Diagnostic;
use crate::mesh::layers::CONTROL_PLANE_VARIABLE;
use crate::mesh::{
    ControlPlaneOrigin, ControlPlaneTemplate, DataPlaneTemplate, LayerKind, Origin, ProxyType, Release, Selection,
    Settings, Target, validation,
};

/// What the options come to.
#[derive(Debug)]
pub struct Scene {
    /// Release and platform.
    pub target: Target,
    /// The values of the fields.
    pub settings: Settings,
    data_plane: Option<Given<Origin>>,
    control_plane: Option<Given<ControlPlaneOrigin>>,
}

// A template with where it was named.
#[derive(Debug)]
struct Given<O> {
    path: OsString,
    text: Vec<u8>,
    origin: O,
}

impl Scene {
    /// Which template wins.
    pub fn selection(&self, ignore_embedded_dns: bool) -> Selection<'_> {
        let data_plane = self.data_plane.as_ref();
        let control_plane = self.control_plane.as_ref();
        Selection::new(
            &self.target,
            &self.settings,
            ProxyType::Dataplane,
            data_plane.map(|given| DataPlaneTemplate { path: &given.path, text: &given.text, origin: given.origin }),
            control_plane.map(|given| ControlPlaneTemplate {
                path: &given.path,
                text: &given.text,
                origin: &given.origin,
            }),
            ignore_embedded_dns,
        )
    }

    /// What messages call the template of a layer.
    pub fn name_of(&self, kind: LayerKind) -> String {
        let path = match kind {
            LayerKind::DataPlane => self.data_plane.as_ref().map(|given| &given.path),
            LayerKind::ControlPlane => self.control_plane.as_ref().map(|given| &given.path),
            LayerKind::BuiltIn => None,
        };
        path.map_or_else(|| format!("<default of {}>", self.target.release()), |path| input::shown(path))
    }
}

impl TargetOptions {
    /// Works the options out, and warns of what contradicts itself.
    ///
    /// # Errors
    /// What kuma-dp or kuma-cp would not start with, and inputs that cannot be read; `limit` bounds a template.
    pub fn scene(&self, limit: usize, io: &mut Io<'_>) -> anyhow::Result<Scene> {
        let environment = io.environment;
        let lookup = |name: &str| self.variable(name, environment);
        let config = self.cp_config.as_ref().map(|file| config_file::read(file, io)).transpose()?;
        let builtin_dns = config.as_ref().map(|config| config.builtin_dns).unwrap_or_default();
        let (target, builtin_dns) = self.target(builtin_dns, lookup, io)?;
        let release = *target.release();
        let stops = |message: String| kuma_dp_stops(message, &release);
        let settings = Settings::resolve(&target, &builtin_dns.injector(), &self.flags(), lookup);
        let settings = settings.map_err(|error| stops(error.to_string()))?;
        for conflict in settings.conflicts() {
            show::warning(conflict, io);
        }
        for ignored in settings.ignored() {
            show::warning(ignored, io);
        }
        validation::validate(&settings).map_err(|error| stops(error.to_string()))?;
        let control_plane = self.control_plane_path(config, lookup);
        let data_plane = settings.template_path().map(|(path, origin)| (path.to_owned(), origin));
        if data_plane.as_ref().is_some_and(|(path, _)| path == "-")
            && control_plane.as_ref().is_some_and(|(path, _)| path == "-")
        {
            anyhow::bail!("standard input can be only one of the two templates; name a file for the other");
        }
        let control_plane =
            control_plane.map(|(path, origin)| read_control_plane(path, origin, limit, &release, io)).transpose()?;
        let data_plane = data_plane.map(|(path, origin)| {
            let text = input::read(&path, limit, Some("--max-template"), io).map_err(|error| match error {
                error @ input::InputError::TooLarge { .. } => anyhow::Error::from(error),
                error => stops(error.to_string()).into(),
            })?;
            anyhow::Ok(Given { path, text, origin })
        });
        Ok(Scene { target, settings, data_plane: data_plane.transpose()?, control_plane })
    }

    // Our own flag, else what kuma-cp goes by: its environment before its file, also where the variable is empty.
    fn control_plane_path(
        &self,
        config: Option<config_file::Config>,
        lookup: impl Fn(&str) -> Option<OsString>,
    ) -> Option<(OsString, ControlPlaneOrigin)> {
        if let Some(path) = &self.cp_template {
            return Some((path.clone(), ControlPlaneOrigin::Flag));
        }
        if let Some(path) = lookup(CONTROL_PLANE_VARIABLE) {
            return (!path.is_empty()).then_some((path, ControlPlaneOrigin::Environment));
        }
        let template = config?.template?;
        let origin = ControlPlaneOrigin::Config { file: template.file, line: template.line };
        Some((template.path.into(), origin))
    }
}

fn kuma_dp_stops(message: String, release: &Release) -> Refusal {
    Diagnostic::error(message).note(format!("kuma-dp {release} stops with this message when it starts")).into()
}

fn read_control_plane(
    path: OsString,
    origin: ControlPlaneOrigin,
    limit: usize,
    release: &Release,
    io: &mut Io<'_>,
) -> anyhow::Result<Given<ControlPlaneOrigin>> {
    if !release.era.has_control_plane_override() {
        // Nobody would read it.
        return Ok(Given { path, text: Vec::new(), origin });
    }
    let error = match input::read(&path, limit, Some("--max-template"), io) {
        Ok(text) => return Ok(Given { path, text, origin }),
        Err(error @ input::InputError::TooLarge { .. }) => return Err(error.into()),
        Err(error) => error,
    };
    let file = Path::new(&path);
    let mut diagnostic = Diagnostic::error(error.to_string());
    if origin != ControlPlaneOrigin::Flag && !file.exists() {
        diagnostic = diagnostic
            .note(format!(
                "where the file is missing kuma-cp {release} does not start: {}",
                validation::missing_control_plane_template(release)
            ))
            .help("the path is the control plane's own; name the same file here with --cp-template");
    } else if file.is_dir() {
        diagnostic = diagnostic
            .note(
                "kuma-cp only looks whether the path exists, and starts; then it answers every bootstrap request with \
                 HTTP 500, and no new side-car starts",
            )
            .help("name the file in the folder: with a mounted ConfigMap that is MOUNT_PATH/KEY");
    }
    Err(Refusal::from(diagnostic).into())
}
