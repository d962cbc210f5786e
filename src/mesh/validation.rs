//! kuma-dp's own check of its DNS settings at start (kuma: pkg/config/app/kuma-dp/config.go), and kuma-cp's of its template.
//! They know nothing of ports that collide, nor of templates that are broken: those show only when CoreDNS starts.

use super::release::Release;
use super::setting::Setting;
use super::settings::Settings;

/// The highest port that kuma-dp accepts: 65535 with two digits swapped, in every release.
pub const HIGHEST_PORT: u32 = 65353;

/// kuma-dp refuses to start. Its Display is kuma-dp's own message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: .DNS is not valid: {failure}", beginning(release))]
pub struct ValidationError {
    /// What is wrong.
    pub failure: Failure,
    /// The release, on which the beginning of the message depends.
    pub release: Release,
}

/// What is wrong with a setting. Its Display is kuma-dp's own text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// A port above [`HIGHEST_PORT`]; 0 is fine.
    #[error(".{0} has to be in [0, {HIGHEST_PORT}] range")]
    Port(Setting),
    /// `CoreDNSBinaryPath` is empty.
    #[error(".{} cannot be empty", Setting::CoreDnsBinaryPath)]
    NoBinaryPath,
}

impl ValidationError {
    /// The setting that is wrong.
    #[must_use]
    pub fn setting(&self) -> Setting {
        match self.failure {
            Failure::Port(setting) => setting,
            Failure::NoBinaryPath => Setting::CoreDnsBinaryPath,
        }
    }
}

/// How both programs begin such messages.
pub(super) fn beginning(release: &Release) -> &'static str {
    if release.has_new_config_errors() { "configuration validation failed" } else { "Invalid configuration" }
}

/// kuma-cp's own message where its Corefile template is missing (kuma: pkg/config/xds/bootstrap/config.go). It looks only
/// whether the path exists.
#[must_use]
pub fn missing_control_plane_template(release: &Release) -> String {
    format!(
        "{}: Bootstrap Server validation failed: Params validation failed: CorefileTemplatePath must point to an existing \
         file",
        beginning(release)
    )
}

/// What becomes of a control plane's template whose path is a folder (kuma: pkg/xds/bootstrap/generator.go).
pub const CONTROL_PLANE_TEMPLATE_IS_A_FOLDER: &str = "kuma-cp only looks whether the path exists, and starts; then it \
    answers every bootstrap request with HTTP 500, and no new side-car starts";

/// Checks the settings as kuma-dp does: the ports first, each in the order of the fields, but never `ProxyPort`;
/// nothing at all while DNS is disabled.
///
/// # Errors
/// The first check that fails.
pub fn validate(settings: &Settings) -> Result<(), ValidationError> {
    if !settings.is_on(Setting::Enabled) {
        return Ok(());
    }
    let ports = [Setting::CoreDnsPort, Setting::CoreDnsEmptyPort, Setting::EnvoyDnsPort, Setting::PrometheusPort];
    let port = ports.into_iter().find(|port| settings.port(*port).is_some_and(|number| number > HIGHEST_PORT));
    let no_binary = settings.text(Setting::CoreDnsBinaryPath).is_empty().then_some(Failure::NoBinaryPath);
    let failure = port.map(Failure::Port).or(no_binary);
    failure.map_or(Ok(()), |failure| Err(ValidationError { failure, release: *settings.release() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mesh::injector::Injector;
    use crate::mesh::release::find;
    use crate::mesh::settings::FlagValue;
    use crate::mesh::target::{Platform, Target};

    fn message(release: &str, flags: &[(Setting, &str)]) -> Option<String> {
        let target = Target::new(find(release).unwrap(), Platform::Universal, None).unwrap();
        let flags: Vec<_> = flags.iter().map(|(setting, value)| FlagValue::new(*setting, *value)).collect();
        let settings = Settings::resolve(&target, &Injector::default(), &flags, |_| None).unwrap();
        validate(&settings).err().map(|error| error.to_string())
    }

    #[test]
    fn bounds_order_and_texts() {
        use Setting::{
            CoreDnsBinaryPath, CoreDnsEmptyPort, CoreDnsPort, Enabled, EnvoyDnsPort, PrometheusPort, ProxyPort,
        };
        let new = "configuration validation failed: .DNS is not valid: ";
        let old = "Invalid configuration: .DNS is not valid: ";
        for (release, flags, expected) in [
            ("2.9", &[][..], None),
            ("2.9", &[(CoreDnsPort, "65353"), (EnvoyDnsPort, "0"), (PrometheusPort, "65353")], None),
            ("2.9", &[(CoreDnsPort, "65354")], Some((new, ".CoreDNSPort has to be in [0, 65353] range"))),
            ("2.8", &[(CoreDnsPort, "65354")], Some((old, ".CoreDNSPort has to be in [0, 65353] range"))),
            ("2.7", &[(CoreDnsEmptyPort, "65354")], Some((old, ".CoreDNSEmptyPort has to be in [0, 65353] range"))),
            ("2.8", &[(CoreDnsEmptyPort, "65354")], None),
            (
                "2.7",
                &[(EnvoyDnsPort, "70000"), (CoreDnsEmptyPort, "70000")],
                Some((old, ".CoreDNSEmptyPort has to be in [0, 65353] range")),
            ),
            (
                "2.14",
                &[(PrometheusPort, "70000"), (EnvoyDnsPort, "70000")],
                Some((new, ".EnvoyDNSPort has to be in [0, 65353] range")),
            ),
            (
                "2.14",
                &[(PrometheusPort, "4294967295"), (CoreDnsBinaryPath, "")],
                Some((new, ".PrometheusPort has to be in [0, 65353] range")),
            ),
            ("2.14", &[(CoreDnsBinaryPath, "")], Some((new, ".CoreDNSBinaryPath cannot be empty"))),
            ("2.14", &[(ProxyPort, "70000")], None),
            ("2.14", &[(Enabled, "false"), (CoreDnsPort, "70000"), (CoreDnsBinaryPath, "")], None),
        ] {
            let expected = expected.map(|(beginning, text)| format!("{beginning}{text}"));
            assert_eq!(message(release, flags), expected, "{release} {flags:?}");
        }
    }
}
