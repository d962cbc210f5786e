//! The data planes that files are looked at for: what flags and pins leave open is looked at in all its forms.

use crate::cli::io::Io;
use crate::cli::target::{TargetOptions, Wishes};
use crate::cli::{config_file, show};
use crate::mesh::version::{Line, split};
use crate::mesh::{
    BuiltinDns, DEFAULT_LINE, EmbeddedDns, Matrix, Mode, NotInForce, Platform, Release, Scope, Settings, Target,
    in_force, release,
};

/// What files are looked at for.
#[derive(Debug)]
pub struct LintScope {
    /// The data planes.
    pub matrix: Matrix,
    /// Whether neither release nor platform was chosen.
    pub is_unpinned: bool,
    /// Why no Corefile is in force on the chosen platform, unless somebody switches the embedded proxy off.
    pub not_in_force: Option<NotInForce>,
}

impl TargetOptions {
    /// Works out what to look at. Without a release that is every line from the default one on, without a platform both.
    ///
    /// # Errors
    /// An unknown release, a pin file or a configuration that cannot be used, a value that kuma-dp cannot read.
    pub fn lint_scope(&self, io: &mut Io<'_>) -> anyhow::Result<LintScope> {
        self.lint_scope_for(self.wishes()?, io)
    }

    /// The same where flags and pins have been read.
    ///
    /// # Errors
    /// As [`Self::lint_scope`].
    pub fn lint_scope_for(&self, wishes: Wishes, io: &mut Io<'_>) -> anyhow::Result<LintScope> {
        let environment = io.environment;
        let lookup = |name: &str| self.variable(name, environment);
        let releases = releases(wishes.mesh_version.as_deref()).map_err(|error| match &wishes.pinned_by {
            Some(file) => anyhow::anyhow!("{}: mesh-version: {error}", file.display()),
            None => anyhow::Error::msg(error),
        })?;
        let Some(newest) = releases.last().copied() else { anyhow::bail!("no known release has CoreDNS") };
        let is_unpinned = wishes.mesh_version.is_none() && wishes.platform.is_none();
        let platforms =
            wishes.platform.map_or_else(|| "universal and kubernetes (default)".to_owned(), |p| p.to_string());
        if wishes.mesh_version.is_none() || wishes.platform.is_none() {
            let span = |first: &Release| format!("{} to {}", first.version.line(), newest.version.line());
            let shown = match (&wishes.mesh_version, releases.first()) {
                (None, Some(first)) => format!("{} (default)", span(first)),
                (Some(version), _) => version.clone(),
                (None, None) => String::new(),
            };
            show::notice(format_args!("target: {shown}, {platforms}"), io);
        }

        let config = self.cp_config.as_ref().map(|file| config_file::read(file, newest.era, io)).transpose()?;
        let mut builtin_dns: BuiltinDns = config.map(|config| config.builtin_dns).unwrap_or_default();
        if wishes.platform == Some(Platform::Kubernetes) {
            builtin_dns = builtin_dns.with_environment(lookup, newest.era)?;
        }
        let embedded = wishes.embedded_dns.or(builtin_dns.embedded_dns());
        let flags = self.flags();
        let injector = builtin_dns.injector();
        let scope = Scope {
            modes: modes(wishes.platform, embedded),
            releases,
            injector: &injector,
            logging_is_set: builtin_dns.logging.is_some(),
            flags: &flags,
        };
        let matrix = Matrix::new(scope, lookup)?;
        let mut not_in_force = None;
        let is_pinned = wishes.mesh_version.is_some() && wishes.platform == Some(Platform::Kubernetes);
        if is_pinned && newest.era.has_embedded_dns() {
            let target = Target::new(newest, Platform::Kubernetes, embedded)?;
            let settings = Settings::resolve(&target, &injector, &flags, lookup)?;
            not_in_force = in_force::check(&target, &settings).err();
        }
        Ok(LintScope { matrix, is_unpinned, not_in_force })
    }
}

fn modes(platform: Option<Platform>, embedded: Option<EmbeddedDns>) -> Vec<Mode> {
    let wanted = |mode: &Mode| match (mode, embedded) {
        (Mode::Kubernetes, Some(EmbeddedDns::PodOff)) | (Mode::PodOff, Some(EmbeddedDns::ControlPlaneOff)) => false,
        _ => platform.is_none_or(|platform| mode.platform() == platform),
    };
    Mode::ALL.into_iter().filter(wanted).collect()
}

fn releases(version: Option<&str>) -> Result<Vec<Release>, String> {
    let Some(text) = version else {
        let first: Line = DEFAULT_LINE.parse().map_err(|error| format!("{error}"))?;
        return Ok(release::all().filter(|release| release.version.line() >= first).collect());
    };
    let found = release::find(text).map_err(|error| error.to_string())?;
    let is_line = split(text.strip_prefix('v').unwrap_or(text)).is_ok_and(|(_, patch)| patch.is_none());
    Ok(if is_line { release::of_line(found.version.line()).collect() } else { vec![found] })
}
