//! Whether kuma-dp starts CoreDNS at all, and so whether any Corefile is in force; where not, why, and what to do about
//! it (kuma: app/kuma-dp/cmd/run.go).

use std::fmt;

use serde::Serialize;

use super::origin::Origin;
use super::setting::Setting;
use super::settings::Settings;
use super::target::{EMBEDDED_DNS_FLAG, Platform, Target};
use super::version::Version;

/// What kuma-dp runs for (`--proxy-type`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProxyType {
    /// A workload's sidecar or a gateway.
    #[default]
    Dataplane,
    /// A zone ingress, which has no DNS.
    Ingress,
    /// A zone egress, which has no DNS.
    Egress,
}

/// kuma-dp starts no CoreDNS. Its Display says why and what to do, in one sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum NotInForce {
    /// DNS is switched off.
    #[error(
        "DNS disabled: {origin} says false, so kuma-dp {version} starts no DNS server and reads no Corefile; set it to \
         true{}",
        if *origin == Origin::Injector { " (runtime.kubernetes.injector.builtinDNS.enabled of kuma-cp)" } else { "" }
    )]
    Disabled {
        /// The release.
        version: Version,
        /// Who switched it off.
        origin: Origin,
    },
    /// The proxy is of a type without DNS.
    #[error(
        "no DNS for this proxy type: kuma-dp {version} starts no DNS server for a zone {proxy_type} and reads no \
         Corefile; the Corefile of the zone's data planes is rendered with proxy type dataplane"
    )]
    ZoneProxy {
        /// The release.
        version: Version,
        /// The type.
        proxy_type: ProxyType,
    },
    /// The proxy embedded in kuma-dp answers (2.11 to 2.14), on Kubernetes by default.
    #[error("{}", embedded_dns_message(*version, *platform, *port, *origin))]
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

impl fmt::Display for ProxyType {
    /// As `--proxy-type` has it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Dataplane => "dataplane",
            Self::Ingress => "ingress",
            Self::Egress => "egress",
        })
    }
}

impl NotInForce {
    /// Whether `--ignore-embedded-dns` renders all the same.
    #[must_use]
    pub fn is_embedded_dns(&self) -> bool {
        matches!(self, Self::EmbeddedDns { .. })
    }
}

fn embedded_dns_message(version: Version, platform: Platform, port: u32, origin: Origin) -> String {
    let (cause, cure) = match (origin, platform) {
        (Origin::Injector | Origin::PlatformDefault, _) => (
            format!("kuma-dp {version} on Kubernetes runs the DNS proxy embedded in kuma-dp"),
            "set KUMA_RUNTIME_KUBERNETES_INJECTOR_BUILTIN_DNS_EXPERIMENTAL_PROXY=false at kuma-cp (--embedded-dns \
             cp-off) or KUMA_DNS_PROXY_PORT=0 in the pod's annotation kuma.io/sidecar-env-vars (--embedded-dns pod-off)"
                .to_owned(),
        ),
        (Origin::Flag { name: name @ EMBEDDED_DNS_FLAG }, _) => (
            format!("with --{name} on, kuma-dp {version} runs the DNS proxy embedded in it"),
            "leave the flag out".to_owned(),
        ),
        (set, Platform::Universal) => (
            format!("{set} is {port}, so kuma-dp {version} runs the DNS proxy embedded in it"),
            format!("leave {set} out"),
        ),
        (set, Platform::Kubernetes) => (
            format!("{set} is {port}, so kuma-dp {version} runs the DNS proxy embedded in it"),
            format!("set {set} to 0"),
        ),
    };
    format!(
        "embedded DNS proxy: {cause} instead of CoreDNS, and no Corefile template is read; {cure}, or pass \
         --ignore-embedded-dns"
    )
}

/// Asks in kuma-dp's order: DNS enabled, proxy type, proxy port.
///
/// # Errors
/// The first reason for which no Corefile is in force.
pub fn check(target: &Target, settings: &Settings, proxy_type: ProxyType) -> Result<(), NotInForce> {
    let version = target.release().version;
    if let Some(enabled) = settings.get(Setting::Enabled).filter(|_| !settings.is_on(Setting::Enabled)) {
        return Err(NotInForce::Disabled { version, origin: enabled.origin });
    }
    if proxy_type != ProxyType::Dataplane {
        return Err(NotInForce::ZoneProxy { version, proxy_type });
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
    use crate::mesh::injector::Injector;
    use crate::mesh::release::find;
    use crate::mesh::settings::FlagValue;
    use crate::mesh::target::EmbeddedDns;

    fn reason(
        release: &str,
        platform: Platform,
        embedded: Option<EmbeddedDns>,
        flags: &[FlagValue],
        variable: Option<(&str, &str)>,
        proxy_type: ProxyType,
    ) -> Option<String> {
        let target = Target::new(find(release).unwrap(), platform, embedded).unwrap();
        let environment = |name: &str| variable.filter(|(key, _)| *key == name).map(|(_, value)| value.into());
        let settings = Settings::resolve(&target, &Injector::default(), flags, environment).unwrap();
        check(&target, &settings, proxy_type).err().map(|reason| reason.to_string())
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
            let reason = reason(release, platform, embedded, &flags, None, ProxyType::Dataplane);
            assert_eq!(reason.is_none(), in_force, "{release} {platform} {embedded:?} {flags:?} {reason:?}");
        }
    }

    #[test]
    fn says_why_and_what_to_do() {
        let dataplane = ProxyType::Dataplane;
        let proxy = Some(("KUMA_DNS_PROXY_PORT", "16000"));
        for (actual, expected) in [
            (
                reason("2.11.18", Platform::Kubernetes, None, &[], None, dataplane),
                "embedded DNS proxy: kuma-dp 2.11.18 on Kubernetes runs the DNS proxy embedded in kuma-dp instead of \
                 CoreDNS, and no Corefile template is read; set \
                 KUMA_RUNTIME_KUBERNETES_INJECTOR_BUILTIN_DNS_EXPERIMENTAL_PROXY=false at kuma-cp (--embedded-dns \
                 cp-off) or KUMA_DNS_PROXY_PORT=0 in the pod's annotation kuma.io/sidecar-env-vars (--embedded-dns \
                 pod-off), or pass --ignore-embedded-dns",
            ),
            (
                reason("2.12", Platform::Universal, None, &[], proxy, dataplane),
                "embedded DNS proxy: KUMA_DNS_PROXY_PORT is 16000, so kuma-dp 2.12.14 runs the DNS proxy embedded in \
                 it instead of CoreDNS, and no Corefile template is read; leave KUMA_DNS_PROXY_PORT out, or pass \
                 --ignore-embedded-dns",
            ),
            (
                reason("2.12", Platform::Universal, Some(EmbeddedDns::On), &[], None, dataplane),
                "embedded DNS proxy: with --embedded-dns on, kuma-dp 2.12.14 runs the DNS proxy embedded in it instead \
                 of CoreDNS, and no Corefile template is read; leave the flag out, or pass --ignore-embedded-dns",
            ),
            (
                reason("2.12", Platform::Kubernetes, Some(EmbeddedDns::PodOff), &[], proxy, dataplane),
                "embedded DNS proxy: KUMA_DNS_PROXY_PORT is 16000, so kuma-dp 2.12.14 runs the DNS proxy embedded in \
                 it instead of CoreDNS, and no Corefile template is read; set KUMA_DNS_PROXY_PORT to 0, or pass \
                 --ignore-embedded-dns",
            ),
            (
                reason("2.7", Platform::Universal, None, &[FlagValue::new(Setting::Enabled, "f")], None, dataplane),
                "DNS disabled: --dns-enabled says false, so kuma-dp 2.7.29 starts no DNS server and reads no Corefile; \
                 set it to true",
            ),
            (
                reason("2.7", Platform::Universal, None, &[], None, ProxyType::Egress),
                "no DNS for this proxy type: kuma-dp 2.7.29 starts no DNS server for a zone egress and reads no \
                 Corefile; the Corefile of the zone's data planes is rendered with proxy type dataplane",
            ),
        ] {
            assert_eq!(actual.as_deref(), Some(expected));
        }
    }
}
