//! The options that choose the target: release and platform, the two templates, and one flag for each of kuma-dp's
//! settings. What they come to together is in `scene`.

use std::ffi::OsString;
use std::path::Path;

use clap::Args;

use super::choices::{EmbeddedDnsChoice, PlatformChoice};
use super::io::Io;
use super::{repository, show};
use crate::mesh::settings::FlagValue;
use crate::mesh::{BuiltinDns, DEFAULT_LINE, EmbeddedDns, LayerKind, Platform, Release, Setting, Target, release};

const DATA_PLANE_FLAG: &str = "dp-template";

/// What is rendered for.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Target")]
pub struct ReleaseOptions {
    /// Kuma release, or a line for its newest patch [default: 2.7]
    #[arg(long, value_name = "X.Y[.Z]")]
    mesh_version: Option<String>,
    /// Where the data plane runs [default: universal]
    #[arg(long, value_enum)]
    platform: Option<PlatformChoice>,
    /// The DNS proxy embedded in kuma-dp 2.11 and later [default: on for kubernetes]
    #[arg(long, value_enum, value_name = "STATE")]
    embedded_dns: Option<EmbeddedDnsChoice>,
}

/// What is rendered for, and from which templates.
#[derive(Clone, Debug, Args)]
pub struct TargetOptions {
    #[command(flatten)]
    release: ReleaseOptions,
    /// kuma-cp's configuration: its bootstrapServer.params.corefileTemplatePath names the control plane's template
    #[arg(long, value_name = "FILE", help_heading = "Templates")]
    pub cp_config: Option<OsString>,
    /// The control plane's template; - is standard input
    #[arg(long, value_name = "FILE", help_heading = "Templates")]
    pub cp_template: Option<OsString>,
    /// The data plane's template, which wins; - is standard input
    #[arg(long, value_name = "FILE", visible_alias = "dns-coredns-config-template-path", help_heading = "Templates")]
    pub dp_template: Option<OsString>,
    /// Leave KUMA_DNS_... and other variables of the environment out
    #[arg(long, help_heading = "Templates")]
    no_env: bool,
    #[command(flatten)]
    fields: FieldOptions,
    // Beat the flags of the same settings.
    #[arg(skip)]
    further: Vec<FlagValue>,
}

/// One flag a template field, under kuma-dp's names.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Template fields (under kuma-dp's names)")]
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

impl TargetOptions {
    /// The flags of kuma-dp's settings, the data plane's template among them.
    pub fn flags(&self) -> Vec<FlagValue> {
        let mut flags = self.fields.flags();
        if let Some(path) = &self.dp_template {
            let setting = Setting::CoreDnsConfigTemplatePath;
            flags.push(FlagValue { setting, name: DATA_PLANE_FLAG, value: path.clone() });
        }
        flags.extend(self.further.iter().cloned());
        flags
    }

    /// The same options for another target: what is given replaces what these say.
    pub fn towards(
        &self,
        mesh_version: Option<&str>,
        platform: Option<PlatformChoice>,
        embedded_dns: Option<EmbeddedDnsChoice>,
        fields: &[FlagValue],
    ) -> Self {
        let mut other = self.clone();
        let release = &mut other.release;
        release.mesh_version = mesh_version.map(str::to_owned).or(release.mesh_version.take());
        release.platform = platform.or(release.platform);
        release.embedded_dns = embedded_dns.or(release.embedded_dns);
        other.further = fields.to_vec();
        other
    }

    /// The templates that flags name, with whose each is.
    pub fn layers(&self) -> impl Iterator<Item = (LayerKind, &OsString)> {
        let layers = [(LayerKind::DataPlane, &self.dp_template), (LayerKind::ControlPlane, &self.cp_template)];
        layers.into_iter().filter_map(|(kind, path)| Some((kind, path.as_ref()?)))
    }

    /// Looks a variable up, unless none counts.
    pub fn variable(&self, name: &str, environment: &dyn Fn(&str) -> Option<OsString>) -> Option<OsString> {
        if self.no_env { None } else { environment(name) }
    }

    /// What flags and the repository's pins say, a flag before a pin.
    ///
    /// # Errors
    /// A pin file that cannot be used.
    pub fn wishes(&self) -> anyhow::Result<Wishes> {
        self.release.wishes()
    }

    /// The same for somebody who works in another folder.
    ///
    /// # Errors
    /// A pin file that cannot be used.
    pub fn wishes_in(&self, folder: &Path) -> anyhow::Result<Wishes> {
        Ok(self.release.wishes_beside(repository::find(folder)?))
    }

    /// Settles what a command goes by that writes for other machines, all of one platform: nothing of this machine's
    /// environment counts, and `embedded_dns` where the release has the embedded proxy and nobody says anything about it.
    ///
    /// # Errors
    /// As [`ReleaseOptions::chosen`]; flags that the command has no use for.
    pub fn settle(
        &mut self,
        platform: PlatformChoice,
        embedded_dns: Option<EmbeddedDnsChoice>,
        io: &mut Io<'_>,
    ) -> anyhow::Result<Chosen> {
        if self.release.platform.is_some() || self.no_env {
            anyhow::bail!(
                "leave --platform and --no-env out: this is for {} only, and reads no environment",
                Platform::from(platform)
            );
        }
        (self.release.platform, self.no_env) = (Some(platform), true);
        let wishes = self.wishes()?;
        let mut chosen = self.chosen(io)?;
        self.release.mesh_version = wishes.mesh_version.or_else(|| Some(DEFAULT_LINE.to_owned()));
        if wishes.embedded_dns.is_none() && chosen.release.era.has_embedded_dns() {
            self.release.embedded_dns = embedded_dns;
            chosen.embedded_dns = embedded_dns.map(EmbeddedDns::from);
        }
        Ok(chosen)
    }

    /// Whether a setting of kuma-dp is given.
    pub fn has_fields(&self) -> bool {
        !self.fields.flags().is_empty()
    }

    /// Release and platform, as [`ReleaseOptions::chosen`].
    ///
    /// # Errors
    /// As there.
    pub fn chosen(&self, io: &mut Io<'_>) -> anyhow::Result<Chosen> {
        self.release.chosen(io)
    }
}

impl ReleaseOptions {
    /// What flags and the repository's pins say, a flag before a pin.
    ///
    /// # Errors
    /// A pin file that cannot be used.
    pub fn wishes(&self) -> anyhow::Result<Wishes> {
        let pins = std::env::current_dir()
            .map_or_else(|_| Ok(repository::Repository::default()), |folder| repository::find(&folder))?;
        Ok(self.wishes_beside(pins))
    }

    fn wishes_beside(&self, pins: repository::Repository) -> Wishes {
        Wishes {
            mesh_version: self.mesh_version.clone().or(pins.mesh_version),
            pinned_by: pins.file.filter(|_| self.mesh_version.is_none()),
            platform: self.platform.or(pins.platform).map(Platform::from),
            embedded_dns: self.embedded_dns.or(pins.embedded_dns).map(EmbeddedDns::from),
        }
    }

    /// Whether any of them is given.
    pub fn is_given(&self) -> bool {
        self.mesh_version.is_some() || self.platform.is_some() || self.embedded_dns.is_some()
    }

    /// Release and platform, from flags or the repository's pins; says what was defaulted.
    ///
    /// # Errors
    /// An unknown release, or a pin file that cannot be used.
    pub fn chosen(&self, io: &mut Io<'_>) -> anyhow::Result<Chosen> {
        let complete = self.mesh_version.is_some() && self.platform.is_some() && self.embedded_dns.is_some();
        let pins = match std::env::current_dir() {
            Ok(folder) if !complete => repository::find(&folder)?,
            _ => repository::Repository::default(),
        };
        let named = self.mesh_version.as_ref().or(pins.mesh_version.as_ref());
        let release = release::find(named.map_or(DEFAULT_LINE, String::as_str)).map_err(|error| {
            let pinned = pins.file.as_ref().filter(|_| self.mesh_version.is_none());
            pinned.map_or_else(|| error.to_string(), |file| format!("{}: mesh-version: {error}", file.display()))
        });
        let release = release.map_err(anyhow::Error::msg)?;
        let platform = self.platform.or(pins.platform);
        let given = [named.is_some(), platform.is_some()];
        let platform = platform.map(Platform::from).unwrap_or_default();
        match given {
            [true, true] => {}
            [false, true] => show::notice(format_args!("target: {release} (default), {platform}"), io),
            [_, false] => show::notice(format_args!("target: {release}, {platform} (default)"), io),
        }
        // A pin is for the whole repository: where it does not apply it is no mistake of this command.
        let pinned = pins.embedded_dns.map(EmbeddedDns::from).filter(|pinned| {
            release.era.has_embedded_dns() && (platform == Platform::Kubernetes || *pinned == EmbeddedDns::On)
        });
        Ok(Chosen { release, platform, embedded_dns: self.embedded_dns.map(Into::into).or(pinned) })
    }
}

/// What flags and pins say, without defaults.
#[derive(Clone, Debug)]
pub struct Wishes {
    /// The release or line.
    pub mesh_version: Option<String>,
    /// The file that pins it, if it is pinned.
    pub pinned_by: Option<std::path::PathBuf>,
    /// The platform.
    pub platform: Option<Platform>,
    /// What holds for the embedded DNS proxy.
    pub embedded_dns: Option<EmbeddedDns>,
}

/// What flags and pins choose.
#[derive(Clone, Copy, Debug)]
pub struct Chosen {
    /// The release.
    pub release: Release,
    /// The platform.
    pub platform: Platform,
    /// What they say about the embedded DNS proxy.
    embedded_dns: Option<EmbeddedDns>,
}

impl Chosen {
    /// Whether the control plane's injector sets kuma-dp up.
    pub fn is_injected(&self) -> bool {
        self.platform == Platform::Kubernetes
    }

    /// The target, where `builtin_dns` is what the control plane says about side-cars.
    ///
    /// # Errors
    /// A combination that cannot be.
    pub fn target(&self, builtin_dns: &BuiltinDns, io: &mut Io<'_>) -> anyhow::Result<Target> {
        let injected = builtin_dns.embedded_dns().filter(|_| self.is_injected() && self.release.era.has_embedded_dns());
        let target = Target::new(self.release, self.platform, self.embedded_dns.or(injected))?;
        if let Some(notice) = target.notice() {
            show::warning(notice, io);
        }
        Ok(target)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // clap wants help as plain text, so what it says of facts is held against them here.
    #[test]
    fn the_help_names_the_facts() {
        let command = TargetOptions::augment_args(clap::Command::new("t"));
        let help = |long: &str| {
            let argument = command.get_arguments().find(|argument| argument.get_long() == Some(long));
            argument.and_then(|argument| argument.get_help()).unwrap_or_else(|| panic!("--{long}")).to_string()
        };
        assert!(help("mesh-version").contains(&format!("[default: {DEFAULT_LINE}]")));
        for setting in Setting::ALL.into_iter().filter(|setting| *setting != Setting::CoreDnsConfigTemplatePath) {
            let help = help(setting.flag());
            assert!(help.starts_with(&format!(".{setting}: {}", setting.meaning())), "{help}");
            assert!(help.ends_with(&format!("[env: {}]", setting.variable())), "{help}");
        }
    }
}
