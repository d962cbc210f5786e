//! What the options of the target come to: release and platform, the settings of kuma-dp, and the templates of control
//! plane and data plane with their bytes.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use super::control_plane::Naming;
use super::io::Io;
use super::refusal::Refusal;
use super::target::TargetOptions;
use super::{config_file, input, show};
use crate::diagnostic::Diagnostic;
use crate::mesh::layers::CONTROL_PLANE_VARIABLE;
use crate::mesh::validation::{self, ValidationError};
use crate::mesh::{
    ControlPlaneOrigin, ControlPlaneTemplate, DataPlaneTemplate, Injector, LayerKind, Origin, Release, Selection,
    Settings, Target, Templates, builtin_dns, in_force,
};

/// What the options come to.
#[derive(Debug)]
pub struct Scene {
    /// Release and platform.
    pub target: Target,
    /// The values of the fields.
    pub settings: Settings,
    /// What the control plane writes into side-cars on Kubernetes.
    pub injector: Injector,
    /// `dnsServer` and `ipam` of kuma-cp's configuration file, without its environment.
    pub naming: Naming,
    data_plane: Option<Given<Origin>>,
    control_plane: Option<Given<ControlPlaneOrigin>>,
    ignore_embedded_dns: bool,
}

// A template with where it was named.
#[derive(Debug)]
struct Given<O> {
    path: OsString,
    // None if nobody would read it.
    text: Option<Vec<u8>>,
    origin: O,
}

impl Scene {
    /// Which template wins.
    pub fn selection(&self) -> Selection<'_> {
        let templates = Templates {
            data_plane: self.data_plane.as_ref().map(|given| DataPlaneTemplate {
                path: &given.path,
                text: given.text.as_deref(),
                origin: given.origin,
            }),
            control_plane: self.control_plane.as_ref().map(|given| ControlPlaneTemplate {
                path: &given.path,
                text: given.text.as_deref(),
                origin: &given.origin,
            }),
        };
        Selection::new(&self.target, &self.settings, templates, self.ignore_embedded_dns)
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

/// A data plane, whatever its templates.
#[derive(Debug)]
pub struct DataPlane {
    /// Release and platform.
    pub target: Target,
    /// The values of the fields.
    pub settings: Settings,
    injector: Injector,
    config: Option<config_file::Config>,
}

impl TargetOptions {
    /// Works the options out but for the templates, and warns of what contradicts itself.
    ///
    /// # Errors
    /// What kuma-dp or kuma-cp would not start with.
    pub fn data_plane(&self, io: &mut Io<'_>) -> anyhow::Result<DataPlane> {
        let environment = io.environment;
        let lookup = |name: &str| self.variable(name, environment);
        let chosen = self.chosen(io)?;
        let release = chosen.release;
        let config = self.cp_config.as_ref().map(|file| config_file::read(file, release.era, io)).transpose()?;
        let mut builtin_dns = config.as_ref().map(|config| config.builtin_dns).unwrap_or_default();
        if chosen.is_injected() {
            builtin_dns = builtin_dns.with_environment(lookup, release.era)?;
        }
        let target = chosen.target(&builtin_dns, io)?;
        let settings = Settings::resolve(&target, &builtin_dns.injector(), &self.flags(), lookup);
        let settings = settings.map_err(|error| kuma_dp_stops(error.to_string(), &release))?;
        for conflict in settings.conflicts() {
            show::warning(conflict, io);
        }
        for ignored in settings.ignored() {
            show::warning(ignored, io);
        }
        validation::validate(&settings).map_err(|error| invalid(&error, &settings))?;
        Ok(DataPlane { target, settings, injector: builtin_dns.injector(), config })
    }

    /// Works all options out. Templates that nobody would read are not read.
    ///
    /// # Errors
    /// What kuma-dp or kuma-cp would not start with, and inputs that cannot be read; `limit` bounds a template.
    pub fn scene(&self, ignore_embedded_dns: bool, limit: usize, io: &mut Io<'_>) -> anyhow::Result<Scene> {
        let DataPlane { target, settings, injector, config } = self.data_plane(io)?;
        let naming = config.as_ref().map(config_file::Config::naming).unwrap_or_default();
        let environment = io.environment;
        let lookup = |name: &str| self.variable(name, environment);
        let release = *target.release();
        let is_read =
            in_force::check(&target, &settings).map_or_else(|reason| reason.yields_to(ignore_embedded_dns), |()| true);
        let control_plane = self.control_plane_path(config, lookup).map(|(path, origin)| {
            let is_read = is_read && release.era.has_control_plane_override();
            let text = is_read.then(|| read_control_plane(&path, &origin, limit, &release, io)).transpose()?;
            anyhow::Ok(Given { path, text, origin })
        });
        let control_plane = control_plane.transpose()?;
        let data_plane = settings.template_path().map(|(path, origin)| {
            let text = is_read.then(|| read_data_plane(path, origin, limit, &release, io)).transpose()?;
            anyhow::Ok(Given { path: path.to_owned(), text, origin })
        });
        let data_plane = data_plane.transpose()?;
        Ok(Scene { target, settings, injector, naming, data_plane, control_plane, ignore_embedded_dns })
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

// kuma-dp's message names the field, not the value nor where it comes from.
fn invalid(error: &ValidationError, settings: &Settings) -> Refusal {
    let mut refusal = kuma_dp_stops(error.to_string(), settings.release());
    if let Some(entry) = settings.get(error.setting()) {
        let mut value = format!(".{} is {:?}, from {}", entry.setting, entry.value.to_string(), entry.origin);
        if entry.origin == Origin::Injector {
            value += &format!(", which counts from {}.port of kuma-cp", builtin_dns::PATH);
        }
        refusal.diagnostic = refusal.diagnostic.note(value);
    }
    refusal
}

fn read_data_plane(
    path: &OsStr,
    origin: Origin,
    limit: usize,
    release: &Release,
    io: &mut Io<'_>,
) -> anyhow::Result<Vec<u8>> {
    input::read(path, limit, Some("--max-template"), io).map_err(|error| match error {
        error @ input::InputError::Unreadable { .. } => {
            let mut refusal = kuma_dp_stops(error.to_string(), release);
            refusal.diagnostic = refusal.diagnostic.note(format!("the data plane's template, named by {origin}"));
            refusal.into()
        }
        error => error.into(),
    })
}

fn read_control_plane(
    path: &OsStr,
    origin: &ControlPlaneOrigin,
    limit: usize,
    release: &Release,
    io: &mut Io<'_>,
) -> anyhow::Result<Vec<u8>> {
    let error = match input::read(path, limit, Some("--max-template"), io) {
        Err(error @ input::InputError::Unreadable { .. }) => error,
        read => return Ok(read?),
    };
    let file = Path::new(path);
    let mut diagnostic =
        Diagnostic::error(error.to_string()).note(format!("the control plane's template, named by {origin}"));
    if *origin != ControlPlaneOrigin::Flag && !file.exists() {
        diagnostic = diagnostic
            .note(format!(
                "where the file is missing kuma-cp {release} does not start: {}",
                validation::missing_control_plane_template(release)
            ))
            .help("the path is the control plane's own; name the same file here with --cp-template");
    } else if file.is_dir() {
        diagnostic = diagnostic
            .note(validation::CONTROL_PLANE_TEMPLATE_IS_A_FOLDER)
            .help("name the file in the folder: with a mounted ConfigMap that is MOUNT_PATH/KEY");
    }
    Err(Refusal::from(diagnostic).into())
}
