//! kuma-dp's DNS settings as one table: the field that a template sees, the environment variable and the flag that set
//! it, its type and kuma-dp's own default. Which release has which is [`Era::schema`]'s to say.

use std::borrow::Cow;
use std::fmt;

use serde::{Serialize, Serializer};

use super::era::Era;
use super::ports::Ports;
use super::release;
use crate::gotemplate::value::{Data, UintType};

/// A DNS setting of kuma-dp (kuma: pkg/config/app/kuma-dp/config.go, app/kuma-dp/cmd/run.go), in the order of the
/// fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Setting {
    /// Whether kuma-dp runs any DNS.
    Enabled,
    /// Port of the embedded proxy; CoreDNS runs only while it is 0 (since 2.11).
    ProxyPort,
    /// Port of CoreDNS.
    CoreDnsPort,
    /// Port of CoreDNS's empty block (until 2.7).
    CoreDnsEmptyPort,
    /// Port of Envoy's DNS filter.
    EnvoyDnsPort,
    /// The CoreDNS program.
    CoreDnsBinaryPath,
    /// The data plane's own template.
    CoreDnsConfigTemplatePath,
    /// Folder of the rendered Corefile.
    ConfigDir,
    /// Port of CoreDNS's metrics.
    PrometheusPort,
    /// Whether CoreDNS logs queries (since 2.6).
    CoreDnsLogging,
}

/// The value of a [`Setting`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingValue {
    /// Go's `uint32`; kuma-dp checks the range of a port later, see [`super::validation`].
    Port(u32),
    /// Go's `bool`.
    Switch(bool),
    /// Go's `string`: any bytes.
    Text(Cow<'static, [u8]>),
}

/// What is known about a setting.
struct Facts {
    setting: Setting,
    field: &'static str,
    /// The environment variable in its long form; without the first `DNS_` it is the form that the manuals have.
    variable: &'static str,
    flag: &'static str,
    default: SettingValue,
}

const fn facts(
    setting: Setting,
    field: &'static str,
    variable: &'static str,
    flag: &'static str,
    default: SettingValue,
) -> Facts {
    Facts { setting, field, variable, flag, default }
}

const fn port(number: u32) -> SettingValue {
    SettingValue::Port(number)
}

const fn text(text: &'static str) -> SettingValue {
    SettingValue::Text(Cow::Borrowed(text.as_bytes()))
}

const ON: SettingValue = SettingValue::Switch(true);
const OFF: SettingValue = SettingValue::Switch(false);
const PORTS: Ports = Ports::KUMA_DP;

#[rustfmt::skip]
static FACTS: [Facts; 10] = {
    use Setting::*;
    [
        facts(Enabled, "Enabled", "DNS_KUMA_DNS_ENABLED", "dns-enabled", ON),
        facts(ProxyPort, "ProxyPort", "DNS_KUMA_DNS_PROXY_PORT", "dns-proxy-port", port(0)),
        facts(CoreDnsPort, "CoreDNSPort", "DNS_KUMA_DNS_CORE_DNS_PORT", "dns-coredns-port", port(PORTS.coredns)),
        facts(CoreDnsEmptyPort, "CoreDNSEmptyPort", "DNS_KUMA_DNS_CORE_DNS_EMPTY_PORT",
            "dns-coredns-empty-port", port(PORTS.empty)),
        facts(EnvoyDnsPort, "EnvoyDNSPort", "DNS_KUMA_DNS_ENVOY_DNS_PORT", "dns-envoy-port", port(PORTS.envoy)),
        facts(CoreDnsBinaryPath, "CoreDNSBinaryPath", "DNS_KUMA_DNS_CORE_DNS_BINARY_PATH",
            "dns-coredns-path", text("coredns")),
        facts(CoreDnsConfigTemplatePath, "CoreDNSConfigTemplatePath", "DNS_KUMA_DNS_CORE_DNS_CONFIG_TEMPLATE_PATH",
            "dns-coredns-config-template-path", text("")),
        facts(ConfigDir, "ConfigDir", "DNS_KUMA_DNS_CONFIG_DIR", "dns-server-config-dir", text("")),
        facts(PrometheusPort, "PrometheusPort", "DNS_KUMA_DNS_PROMETHEUS_PORT", "dns-prometheus-port", port(19153)),
        facts(CoreDnsLogging, "CoreDNSLogging", "DNS_KUMA_DNS_ENABLE_LOGGING", "dns-enable-logging", OFF),
    ]
};

impl Setting {
    /// All settings, in the order of the fields.
    pub const ALL: [Self; 10] = [
        Self::Enabled,
        Self::ProxyPort,
        Self::CoreDnsPort,
        Self::CoreDnsEmptyPort,
        Self::EnvoyDnsPort,
        Self::CoreDnsBinaryPath,
        Self::CoreDnsConfigTemplatePath,
        Self::ConfigDir,
        Self::PrometheusPort,
        Self::CoreDnsLogging,
    ];

    fn facts(self) -> &'static Facts {
        &FACTS[self as usize]
    }

    /// The setting behind a field of the template's `.`; none for `BaseConfig` and unknown names.
    #[must_use]
    pub fn of_field(name: &str) -> Option<Self> {
        FACTS.iter().find(|facts| facts.field == name).map(|facts| facts.setting)
    }

    /// The Go name of the field: `CoreDNSPort`.
    #[must_use]
    pub fn field(self) -> &'static str {
        self.facts().field
    }

    /// What it is, in a few words.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Enabled => "whether kuma-dp runs any DNS",
            Self::ProxyPort => "port of the embedded proxy, 2.11 and later; 0 is off",
            Self::CoreDnsPort => "where CoreDNS listens",
            Self::CoreDnsEmptyPort => "port of the empty block, 2.7 and earlier",
            Self::EnvoyDnsPort => "where Envoy's DNS filter listens",
            Self::CoreDnsBinaryPath => "the CoreDNS program",
            Self::CoreDnsConfigTemplatePath => "path of the data plane's own template",
            Self::ConfigDir => "folder of the rendered Corefile",
            Self::PrometheusPort => "port of the metrics",
            Self::CoreDnsLogging => "log queries, 2.6 and later",
        }
    }

    /// The environment variable that the manuals name: `KUMA_DNS_CORE_DNS_PORT`.
    #[must_use]
    pub fn variable(self) -> &'static str {
        let long = self.long_variable();
        long.strip_prefix("DNS_").unwrap_or(long)
    }

    /// The environment variable that envconfig looks for first, and that its messages name:
    /// `DNS_KUMA_DNS_CORE_DNS_PORT`.
    #[must_use]
    pub fn long_variable(self) -> &'static str {
        self.facts().variable
    }

    /// The flag without its dashes: `dns-coredns-port`. kuma-dp has `dns-proxy-port` from 3.0 on only; here it stands
    /// in for the variable.
    #[must_use]
    pub fn flag(self) -> &'static str {
        self.facts().flag
    }

    /// What kuma-dp itself takes when nothing is set, which is what counts on Universal.
    #[must_use]
    pub fn default_value(self) -> SettingValue {
        self.facts().default.clone()
    }

    /// The Go type of the field: `uint32`, `bool` or `string`.
    #[must_use]
    pub fn go_type(self) -> &'static str {
        match self.facts().default {
            SettingValue::Port(_) => "uint32",
            SettingValue::Switch(_) => "bool",
            SettingValue::Text(_) => "string",
        }
    }

    /// Whether the data planes of `era` have it.
    #[must_use]
    pub fn exists_in(self, era: Era) -> bool {
        era.schema().field(self.field().as_bytes()).is_some()
    }

    /// Whether it is left once CoreDNS is gone (3.0; kuma: pkg/config/app/kuma-dp/config.go after kumahq/kuma#17230).
    #[must_use]
    pub fn outlives_coredns(self) -> bool {
        matches!(self, Self::Enabled | Self::ProxyPort)
    }

    /// The known releases that have it, in words: `every release`, `2.7 and earlier`, `2.11 to 2.14`.
    #[must_use]
    pub fn availability(self) -> String {
        let having = || release::all().filter(|release| self.exists_in(release.era));
        let (Some(first), Some(last)) = (having().next(), having().next_back()) else {
            return "no release".to_owned();
        };
        match (release::all().next() == Some(first), release::all().next_back() == Some(last)) {
            (true, true) => "every release".to_owned(),
            (true, false) => format!("{} and earlier", last.version.line()),
            (false, _) => format!("{} to {}", first.era, last.version.line()),
        }
    }

    /// Whether [`Setting::flag`] is a flag of kuma-dp, too; the proxy's port has none until 3.0.
    #[must_use]
    pub fn is_kuma_dp_flag(self) -> bool {
        self != Self::ProxyPort
    }
}

impl SettingValue {
    /// The value with its Go type, for a template.
    #[must_use]
    pub fn data(&self) -> Data {
        match self {
            Self::Port(number) => Data::Uint(UintType::Uint32, u64::from(*number)),
            Self::Switch(on) => Data::Bool(*on),
            Self::Text(bytes) => Data::string(bytes),
        }
    }
}

impl fmt::Display for Setting {
    /// The Go name of the field.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.field())
    }
}

impl fmt::Display for SettingValue {
    /// As `{{ .Field }}` prints it; bytes that are not UTF-8 are replaced.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Port(number) => number.fmt(f),
            Self::Switch(on) => on.fmt(f),
            Self::Text(bytes) => f.write_str(&String::from_utf8_lossy(bytes)),
        }
    }
}

impl Serialize for Setting {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.field())
    }
}

impl Serialize for SettingValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Port(number) => serializer.serialize_u32(*number),
            Self::Switch(on) => serializer.serialize_bool(*on),
            Self::Text(bytes) => serializer.serialize_str(&String::from_utf8_lossy(bytes)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_and_covers_every_field() {
        for (index, setting) in Setting::ALL.into_iter().enumerate() {
            assert_eq!(FACTS[index].setting, setting);
            assert_eq!(Setting::of_field(setting.field()), Some(setting));
            assert!(setting.variable().starts_with("KUMA_DNS_"));
            assert_eq!(setting.long_variable(), format!("DNS_{}", setting.variable()));
        }
        for field in Era::ALL.into_iter().flat_map(|era| era.schema().fields) {
            assert_eq!(Setting::of_field(field.name).is_none(), field.name == "BaseConfig");
        }
    }

    #[test]
    fn availability() {
        let newest = release::lines().last().unwrap();
        for (setting, text) in [
            (Setting::Enabled, "every release".to_owned()),
            (Setting::ProxyPort, format!("2.11 to {newest}")),
            (Setting::CoreDnsEmptyPort, "2.7 and earlier".to_owned()),
            (Setting::CoreDnsLogging, format!("2.6 to {newest}")),
        ] {
            assert_eq!(setting.availability(), text);
        }
    }
}
