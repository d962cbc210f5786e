//! The options that choose the target, and what they come to: release and platform, the settings of kuma-dp, and the
//! templates of control plane and data plane with their bytes.

use std::ffi::{OsStr, OsString};

use clap::Args;

use super::choices::{EmbeddedDnsChoice, PlatformChoice};
use super::exit::Exit;
use super::io::Io;
use super::{config_file, input, pins, show};
use crate::diagnostic::Diagnostic;
use crate::mesh::layers::CONTROL_PLANE_VARIABLE;
use crate::mesh::{
    BuiltinDns, ControlPlaneOrigin, ControlPlaneTemplate, DEFAULT_LINE, DataPlaneTemplate, Origin, Platform, ProxyType,
    Release, Selection, Setting, Settings, Target, release, settings::FlagValue, validation,
};

const DATA_PLANE_FLAG: &str = "dp-template";

/// What is rendered for, and from which templates.
#[derive(Debug, Args)]
#[command(next_help_heading = "Target")]
pub struct TargetOptions {
    /// Kuma release, or a line for its newest patch [default: 2.7]
    #[arg(long, value_name = "X.Y[.Z]")]
    mesh_version: Option<String>,
    /// Where the data plane runs [default: universal]
    #[arg(long, value_enum)]
    platform: Option<PlatformChoice>,
    /// The DNS proxy embedded in kuma-dp 2.11 and later [default: on for kubernetes]
    #[arg(long, value_enum, value_name = "STATE")]
    embedded_dns: Option<EmbeddedDnsChoice>,
    /// kuma-cp's configuration: its bootstrapServer.params.corefileTemplatePath names the control plane's template
    #[arg(long, value_name = "FILE", help_heading = "Templates")]
    cp_config: Option<OsString>,
    /// The control plane's template; - is standard input
    #[arg(long, value_name = "FILE", help_heading = "Templates")]
    cp_template: Option<OsString>,
    /// The data plane's template, which wins; - is standard input
    #[arg(long, value_name = "FILE", visible_alias = "dns-coredns-config-template-path", help_heading = "Templates")]
    dp_template: Option<OsString>,
    /// Leave KUMA_DNS_... and other variables of the environment out
    #[arg(long, help_heading = "Templates")]
    no_env: bool,
    #[command(flatten)]
    fields: FieldOptions,
}

/// One flag a template field, under kuma-dp's names.
#[derive(Debug, Args)]
#[command(next_help_heading = "Template fields (kuma-dp's own flags)")]
struct FieldOptions {
    /// .Enabled: whether kuma-dp runs any DNS [env: KUMA_DNS_ENABLED]
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    dns_enabled: Option<OsString>,
    /// .ProxyPort: port of the embedded proxy, 2.11 and later; 0 is off [env: KUMA_DNS_PROXY_PORT]
    #[arg(long, value_name = "PORT")]
    dns_proxy_port: Option<OsString>,
    /// .CoreDNSPort: where CoreDNS listens [env: KUMA_DNS_CORE_DNS_PORT]
    #[arg(long, value_name = "PORT")]
    dns_coredns_port: Option<OsString>,
    /// .CoreDNSEmptyPort: port of the empty block, 2.7 and earlier [env: KUMA_DNS_CORE_DNS_EMPTY_PORT]
    #[arg(long, value_name = "PORT")]
    dns_coredns_empty_port: Option<OsString>,
    /// .EnvoyDNSPort: where Envoy's DNS filter listens [env: KUMA_DNS_ENVOY_DNS_PORT]
    #[arg(long, value_name = "PORT")]
    dns_envoy_port: Option<OsString>,
    /// .CoreDNSBinaryPath: the CoreDNS program [env: KUMA_DNS_CORE_DNS_BINARY_PATH]
    #[arg(long, value_name = "PATH")]
    dns_coredns_path: Option<OsString>,
    /// .ConfigDir: folder of the rendered Corefile [env: KUMA_DNS_CONFIG_DIR]
    #[arg(long, value_name = "DIR")]
    dns_server_config_dir: Option<OsString>,
    /// .PrometheusPort: port of the metrics [env: KUMA_DNS_PROMETHEUS_PORT]
    #[arg(long, value_name = "PORT")]
    dns_prometheus_port: Option<OsString>,
    /// .CoreDNSLogging: log queries, 2.6 and later [env: KUMA_DNS_ENABLE_LOGGING]
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    dns_enable_logging: Option<OsString>,
}

impl FieldOptions {
    fn flags(&self) -> Vec<FlagValue> {
        let given = [
            (Setting::Enabled, &self.dns_enabled),
            (Setting::ProxyPort, &self.dns_proxy_port),
            (Setting::CoreDnsPort, &self.dns_coredns_port),
            (Setting::CoreDnsEmptyPort, &self.dns_coredns_empty_port),
            (Setting::EnvoyDnsPort, &self.dns_envoy_port),
            (Setting::CoreDnsBinaryPath, &self.dns_coredns_path),
            (Setting::ConfigDir, &self.dns_server_config_dir),
            (Setting::PrometheusPort, &self.dns_prometheus_port),
            (Setting::CoreDnsLogging, &self.dns_enable_logging),
        ];
        given.into_iter().filter_map(|(setting, value)| Some(FlagValue::new(setting, value.clone()?))).collect()
    }
}

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
    pub fn name_of(&self, kind: crate::mesh::LayerKind) -> String {
        use crate::mesh::LayerKind;
        let path = match kind {
            LayerKind::DataPlane => self.data_plane.as_ref().map(|given| &given.path),
            LayerKind::ControlPlane => self.control_plane.as_ref().map(|given| &given.path),
            LayerKind::BuiltIn => None,
        };
        path.map_or_else(|| format!("<default of {}>", self.target.release()), |path| input::shown(path))
    }
}

impl TargetOptions {
    /// Works the options out: `Err(Exit)` when what is wrong has been shown already.
    pub fn scene(&self, limit: usize, io: &mut Io<'_>) -> anyhow::Result<Result<Scene, Exit>> {
        let environment = io.environment;
        let lookup = |name: &str| if self.no_env { None } else { environment(name) };
        let config = match &self.cp_config {
            Some(file) => match config_file::read(file, io)? {
                Ok(config) => Some(config),
                Err(exit) => return Ok(Err(exit)),
            },
            None => None,
        };
        let builtin_dns = config.as_ref().map(|config| config.builtin_dns).unwrap_or_default();
        let builtin_dns = builtin_dns.with_environment(lookup)?;
        let target = self.target(&builtin_dns, io)?;
        let mut flags = self.fields.flags();
        if let Some(path) = &self.dp_template {
            let setting = Setting::CoreDnsConfigTemplatePath;
            flags.push(FlagValue { setting, name: DATA_PLANE_FLAG, value: path.clone() });
        }
        let release = *target.release();
        let resolved = Settings::resolve(&target, &builtin_dns.injector(), &flags, lookup);
        let settings = match resolved {
            Ok(settings) => settings,
            Err(error) => return Ok(Err(kuma_dp_stops(&error.to_string(), &release, io))),
        };
        for conflict in settings.conflicts() {
            show::warning(conflict, io);
        }
        for ignored in settings.ignored() {
            show::warning(ignored, io);
        }
        if let Err(error) = validation::validate(&settings) {
            return Ok(Err(kuma_dp_stops(&error.to_string(), &release, io)));
        }
        let control_plane = self.control_plane_path(config, lookup);
        let data_plane = settings.template_path().map(|(path, origin)| (path.to_owned(), origin));
        if data_plane.as_ref().is_some_and(|(path, _)| path == "-")
            && control_plane.as_ref().is_some_and(|(path, _)| path == "-")
        {
            anyhow::bail!("standard input can be only one of the two templates; name a file for the other");
        }
        let control_plane = match control_plane {
            // Nobody would read it.
            Some((path, origin)) if !release.era.has_control_plane_override() => {
                Some(Given { path, text: Vec::new(), origin })
            }
            Some((path, origin)) => match read_control_plane(path, origin, limit, &release, io)? {
                Ok(given) => Some(given),
                Err(exit) => return Ok(Err(exit)),
            },
            None => None,
        };
        let data_plane = match data_plane {
            Some((path, origin)) => {
                let read = input::read(&path, limit, "--max-template", io);
                let text = match read {
                    Ok(text) => text,
                    Err(error @ input::InputError::TooLarge { .. }) => return Err(error.into()),
                    Err(error) => return Ok(Err(kuma_dp_stops(&error.to_string(), &release, io))),
                };
                Some(Given { path, text, origin })
            }
            None => None,
        };
        Ok(Ok(Scene { target, settings, data_plane, control_plane }))
    }

    fn target(&self, builtin_dns: &BuiltinDns, io: &mut Io<'_>) -> anyhow::Result<Target> {
        let complete = self.mesh_version.is_some() && self.platform.is_some() && self.embedded_dns.is_some();
        let pins = match std::env::current_dir() {
            Ok(folder) if !complete => pins::find(&folder)?,
            _ => pins::Pins::default(),
        };
        let named = self.mesh_version.as_ref().or(pins.mesh_version.as_ref());
        let release = release::find(named.map_or(DEFAULT_LINE, String::as_str)).map_err(|error| {
            let pinned = pins.file.as_ref().filter(|_| self.mesh_version.is_none());
            pinned.map_or_else(|| error.to_string(), |file| format!("{}: mesh-version: {error}", file.display()))
        });
        let release = release.map_err(anyhow::Error::msg)?;
        let chosen = self.platform.or(pins.platform);
        let platform = chosen.map(Platform::from).unwrap_or_default();
        // What the control plane says holds for side-cars of the releases that have the proxy.
        let injected =
            builtin_dns.embedded_dns().filter(|_| platform == Platform::Kubernetes && release.era.has_embedded_dns());
        let embedded_dns = self.embedded_dns.or(pins.embedded_dns).map(Into::into).or(injected);
        let target = Target::new(release, platform, embedded_dns)?;
        let mark = |given: bool| if given { "" } else { " (default)" };
        match (named.is_some(), chosen.is_some()) {
            (true, true) => {}
            (false, false) => show::notice(format_args!("target: {release}, {platform} (default)"), io),
            (version, platform_is_given) => {
                let (one, two) = (mark(version), mark(platform_is_given));
                show::notice(format_args!("target: {release}{one}, {platform}{two}"), io);
            }
        }
        if let Some(notice) = target.notice() {
            show::warning(notice, io);
        }
        Ok(target)
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

fn kuma_dp_stops(message: &str, release: &Release, io: &mut Io<'_>) -> Exit {
    let note = format!("kuma-dp {release} stops with this message when it starts");
    show::diagnostic(&Diagnostic::error(message).note(note), None, io);
    Exit::Failure
}

fn read_control_plane(
    path: OsString,
    origin: ControlPlaneOrigin,
    limit: usize,
    release: &Release,
    io: &mut Io<'_>,
) -> anyhow::Result<Result<Given<ControlPlaneOrigin>, Exit>> {
    let error = match input::read(&path, limit, "--max-template", io) {
        Ok(text) => return Ok(Ok(Given { path, text, origin })),
        Err(error @ input::InputError::TooLarge { .. }) => return Err(error.into()),
        Err(error) => error,
    };
    let named_for_kuma_cp = origin != ControlPlaneOrigin::Flag;
    let mut shown = Diagnostic::error(error.to_string());
    if named_for_kuma_cp && !exists(&path) {
        let prefix =
            if release.has_new_config_errors() { "configuration validation failed" } else { "Invalid configuration" };
        shown = shown
            .note(format!(
                "where the file is missing kuma-cp {release} does not start: {prefix}: Bootstrap Server validation failed: \
                 Params validation failed: CorefileTemplatePath must point to an existing file"
            ))
            .help("the path is the control plane's own; name the same file here with --cp-template");
    } else if std::path::Path::new(&path).is_dir() {
        shown = shown
            .note(
                "kuma-cp only looks whether the path exists, and starts; then it answers every bootstrap request with \
                 HTTP 500, and no new side-car starts",
            )
            .help("name the file in the folder: with a mounted ConfigMap that is MOUNT_PATH/KEY");
    }
    show::diagnostic(&shown, None, io);
    Ok(Err(Exit::Failure))
}

fn exists(path: &OsStr) -> bool {
    std::path::Path::new(path).exists()
}
