//! Whether kuma-dp starts CoreDNS at all, and so whether any Corefile is in force; where not, why, and what to do about
//! it (kuma: app/kuma-dp/cmd/run.go).

use super::builtin_dns::{PATH, PREFIX};
use super::injector::Injector;
use super::origin::Origin;
use super::ports::Ports;
use super::setting::Setting;
use super::settings::Settings;
use super::target::{EMBEDDED_DNS_FLAG, Platform, Target};
use super::version::Version;

/// kuma-dp starts no CoreDNS. Its Display says why; what to do about it is in [`NotInForce::ways_out`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotInForce {
    /// DNS is switched off.
    #[error("DNS disabled: {origin} says false, so kuma-dp {version} starts no DNS server and reads no Corefile")]
    Disabled {
        /// The release.
        version: Version,
        /// Who switched it off.
        origin: Origin,
    },
    /// The proxy embedded in kuma-dp answers (2.11 to 2.14), on Kubernetes by default.
    #[error(
        "embedded DNS proxy: {}kuma-dp {version} runs the DNS proxy embedded in it instead of CoreDNS, and reads no \
         Corefile",
        cause(*platform, *port, *origin)
    )]
    EmbeddedDns {
        /// The release.
        version: Version,
        /// The platform.
        platform: Platform,
        /// Its port.
        port: u32,
        /// Who set the port.
        origin: Origin,
    },
}

impl NotInForce {
    /// Whether a Corefile is rendered all the same, if the caller ignores the embedded proxy.
    #[must_use]
    pub fn yields_to(&self, ignore_embedded_dns: bool) -> bool {
        ignore_embedded_dns && matches!(self, Self::EmbeddedDns { .. })
    }

    /// What brings a Corefile back into force, one way a line, and what renders one all the same.
    #[must_use]
    pub fn ways_out(&self) -> Vec<String> {
        let ignoring = self.yields_to(true).then(|| IGNORE.to_owned());
        self.ways_into_force().into_iter().chain(ignoring).collect()
    }

    /// What brings a Corefile back into force, one way a line.
    #[must_use]
    pub fn ways_into_force(&self) -> Vec<String> {
        match self {
            Self::Disabled { origin: Origin::Injector, .. } => {
                vec![format!("set {PATH}.enabled of kuma-cp to true")]
            }
            Self::Disabled { origin, .. } => vec![format!("set {origin} to true")],
            Self::EmbeddedDns { origin: Origin::Injector | Origin::PlatformDefault, .. } => vec![
                format!(
                    "for the whole zone (--embedded-dns cp-off): {PATH}.experimentalProxy: false at kuma-cp, or \
                     {PREFIX}EXPERIMENTAL_PROXY=false, then restart the pods; Envoy's DNS port is {} then",
                    Injector::default().ports().envoy
                ),
                format!(
                    "for one pod (--embedded-dns pod-off): {}=0 in its annotation kuma.io/sidecar-env-vars; Envoy's DNS \
                     port is {} then",
                    Setting::ProxyPort.variable(),
                    Ports::KUMA_DP.envoy
                ),
            ],
            Self::EmbeddedDns { origin: Origin::Flag { name: EMBEDDED_DNS_FLAG }, .. } => {
                vec!["leave the flag out".to_owned()]
            }
            Self::EmbeddedDns { origin, .. } => vec![format!("set {origin} to 0")],
        }
    }
}

const IGNORE: &str = "--ignore-embedded-dns renders all the same";

fn cause(platform: Platform, port: u32, origin: Origin) -> String {
    match origin {
        Origin::Injector | Origin::PlatformDefault => format!("by default on {platform} "),
        Origin::Flag { name: name @ EMBEDDED_DNS_FLAG } => format!("with --{name} on "),
        set => format!("{set} is {port}, so "),
    }
}

/// Asks in kuma-dp's order: DNS enabled, then the proxy's port. Zone ingress and egress, which have no DNS at all, are no
/// targets here.
///
/// # Errors
/// The first reason for which no Corefile is in force.
pub fn check(target: &Target, settings: &Settings) -> Result<(), NotInForce> {
    let version = target.release().version;
    if let Some(enabled) = settings.get(Setting::Enabled).filter(|_| !settings.is_on(Setting::Enabled)) {
        return Err(NotInForce::Disabled { version, origin: enabled.origin });
    }
    match (settings.port(Setting::ProxyPort), settings.get(Setting::ProxyPort)) {
        (Some(port @ 1..), Some(entry)) => {
            Err(NotInForce::EmbeddedDns { version, platform: target.platform(), port, origin: entry.origin })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mesh::release::find;
    use crate::mesh::settings::FlagValue;
    use crate::mesh::target::EmbeddedDns;

    fn reason(
        release: &str,
        platform: Platform,
        embedded: Option<EmbeddedDns>,
        flags: &[FlagValue],
        variable: Option<(&str, &str)>,
    ) -> Option<NotInForce> {
        let target = Target::new(find(release).unwrap(), platform, embedded).unwrap();
        let environment = |name: &str| variable.filter(|(key, _)| *key == name).map(|(_, value)| value.into());
        let settings = Settings::resolve(&target, &Injector::default(), flags, environment).unwrap();
        check(&target, &settings).err()
    }

    #[test]
    fn in_force_per_row_of_the_specification() {
        use EmbeddedDns::{ControlPlaneOff, On, PodOff};
        use Platform::{Kubernetes, Universal};
        let proxy_port = |value: &str| vec![FlagValue::new(Setting::ProxyPort, value)];
        for (release, platform, embedded, flags, in_force) in [
            ("2.7", Universal, None, vec![], true),
            ("2.14", Universal, None, vec![], true),
            ("2.14", Universal, Some(On), vec![], false),
            ("2.14", Universal, Some(On), proxy_port("0"), true),
            ("2.14", Universal, None, proxy_port("15053"), false),
            ("2.10", Universal, None, proxy_port("15053"), true),
            ("2.10", Kubernetes, None, vec![], true),
            ("2.11", Kubernetes, None, vec![], false),
            ("2.11", Kubernetes, Some(On), vec![], false),
            ("2.11", Kubernetes, Some(ControlPlaneOff), vec![], true),
            ("2.11", Kubernetes, Some(PodOff), vec![], true),
            ("2.11", Kubernetes, None, proxy_port("0"), true),
            ("2.11", Kubernetes, Some(PodOff), proxy_port("15053"), false),
        ] {
            let reason = reason(release, platform, embedded, &flags, None);
            assert_eq!(reason.is_none(), in_force, "{release} {platform} {embedded:?} {flags:?} {reason:?}");
        }
    }

    #[test]
    fn says_why_and_what_to_do() {
        let proxy = Some(("KUMA_DNS_PROXY_PORT", "16000"));
        let off = [FlagValue::new(Setting::Enabled, "f")];
        for (reason, why, what) in [
            (
                reason("2.11.18", Platform::Kubernetes, None, &[], None),
                "embedded DNS proxy: by default on kubernetes kuma-dp 2.11.18 runs the DNS proxy embedded in it instead \
                 of CoreDNS, and reads no Corefile",
                "for the whole zone (--embedded-dns cp-off)",
            ),
            (
                reason("2.12", Platform::Universal, None, &[], proxy),
                "embedded DNS proxy: KUMA_DNS_PROXY_PORT is 16000, so kuma-dp 2.12.14 runs the DNS proxy embedded in it \
                 instead of CoreDNS, and reads no Corefile",
                "set KUMA_DNS_PROXY_PORT to 0",
            ),
            (
                reason("2.12", Platform::Universal, Some(EmbeddedDns::On), &[], None),
                "embedded DNS proxy: with --embedded-dns on kuma-dp 2.12.14 runs the DNS proxy embedded in it instead of \
                 CoreDNS, and reads no Corefile",
                "leave the flag out",
            ),
            (
                reason("2.7", Platform::Universal, None, &off, None),
                "DNS disabled: --dns-enabled says false, so kuma-dp 2.7.29 starts no DNS server and reads no Corefile",
                "set --dns-enabled to true",
            ),
        ] {
            let reason = reason.unwrap();
            assert_eq!(reason.to_string(), why);
            assert!(reason.ways_out()[0].starts_with(what), "{:?}", reason.ways_out());
            assert_eq!(reason.ways_out().contains(&IGNORE.to_owned()), reason.yields_to(true));
        }
    }
}
