//! What Kubernetes' sidecar injector, a part of kuma-cp, writes into kuma-dp's environment about DNS. Its source is the
//! control plane's `runtime.kubernetes.injector.builtinDNS` (kuma: pkg/plugins/runtime/k8s/containers/factory.go). The
//! pod annotations kuma.io/builtin-dns and kuma.io/builtin-dns-port change iptables only and are left out.

use super::ports::Ports;
use super::setting::{Setting, SettingValue};
use super::target::{EmbeddedDns, Platform, Target};

/// The control plane's `runtime.kubernetes.injector.builtinDNS` without `experimentalProxy`, which
/// [`EmbeddedDns`] stands for (kuma: pkg/config/plugins/runtime/k8s/config.go).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Injector {
    /// `enabled`.
    pub enabled: bool,
    /// `port`: CoreDNS's, or the embedded proxy's.
    pub port: u32,
    /// `logging` (2.6 and later).
    pub logging: bool,
}

impl Default for Injector {
    /// The control plane's defaults.
    fn default() -> Self {
        Self { enabled: true, port: Ports::KUMA_DP.coredns, logging: false }
    }
}

impl Injector {
    /// The ports that it hands out for CoreDNS. Envoy's comes after the empty one, unlike kuma-dp's own defaults, and
    /// keeps its distance where there is no empty port. Go's uint32 wraps around.
    #[must_use]
    pub fn ports(&self) -> Ports {
        Ports { coredns: self.port, envoy: self.port.wrapping_add(2), empty: self.port.wrapping_add(1) }
    }

    /// The value that it writes for `setting`; none where it writes nothing, and on Universal.
    #[must_use]
    pub fn value(&self, target: &Target, setting: Setting) -> Option<SettingValue> {
        if target.platform() != Platform::Kubernetes {
            return None;
        }
        let coredns = target.is_injected_for_coredns();
        let ports = self.ports();
        match setting {
            Setting::Enabled => Some(SettingValue::Switch(self.enabled)),
            Setting::CoreDnsLogging => Some(SettingValue::Switch(self.logging)),
            Setting::ProxyPort if target.embedded_dns() == Some(EmbeddedDns::On) => Some(SettingValue::Port(self.port)),
            Setting::CoreDnsPort if coredns => Some(SettingValue::Port(ports.coredns)),
            Setting::EnvoyDnsPort if coredns => Some(SettingValue::Port(ports.envoy)),
            Setting::CoreDnsEmptyPort if coredns => Some(SettingValue::Port(ports.empty)),
            Setting::CoreDnsBinaryPath if coredns => Some(setting.default_value()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mesh::release::find;

    #[test]
    fn writes_what_the_mode_needs() {
        let injector = Injector { enabled: true, port: 16000, logging: true };
        let written = |release: &str, platform, embedded| {
            let target = Target::new(find(release).unwrap(), platform, embedded).unwrap();
            Setting::ALL
                .into_iter()
                .filter_map(|setting| Some(format!("{}={}", setting.variable(), injector.value(&target, setting)?)))
                .filter(|text| !text.contains("EMPTY") || Setting::CoreDnsEmptyPort.exists_in(target.release().era))
                .collect::<Vec<_>>()
                .join(" ")
        };
        let (kubernetes, common) = (Platform::Kubernetes, "KUMA_DNS_ENABLED=true");
        assert_eq!(written("2.14", Platform::Universal, None), "");
        assert_eq!(
            written("2.7", kubernetes, None),
            format!(
                "{common} KUMA_DNS_CORE_DNS_PORT=16000 KUMA_DNS_CORE_DNS_EMPTY_PORT=16001 \
                 KUMA_DNS_ENVOY_DNS_PORT=16002 KUMA_DNS_CORE_DNS_BINARY_PATH=coredns KUMA_DNS_ENABLE_LOGGING=true"
            )
        );
        assert_eq!(
            written("2.11", kubernetes, Some(EmbeddedDns::ControlPlaneOff)),
            format!(
                "{common} KUMA_DNS_CORE_DNS_PORT=16000 KUMA_DNS_ENVOY_DNS_PORT=16002 \
                 KUMA_DNS_CORE_DNS_BINARY_PATH=coredns KUMA_DNS_ENABLE_LOGGING=true"
            )
        );
        assert_eq!(
            written("2.11", kubernetes, None),
            format!("{common} KUMA_DNS_PROXY_PORT=16000 KUMA_DNS_ENABLE_LOGGING=true")
        );
        assert_eq!(
            written("2.11", kubernetes, Some(EmbeddedDns::PodOff)),
            format!("{common} KUMA_DNS_ENABLE_LOGGING=true")
        );
    }
}
