//! The values that kuma-dp's DNS settings have on a target, and where each comes from: kuma-dp's default, the sidecar
//! injector, the environment, a flag, in rising order. In kuma-dp itself the environment beats the flag; where that
//! changes a value, a [`Conflict`] says so.

use std::ffi::{OsStr, OsString};

use serde::Serialize;

use super::envconfig::{look_up, parse};
use super::injector::Injector;
use super::origin::{Conflict, Ignored, Origin, SettingsError, envconfig_message};
use super::release::Release;
use super::schema::BASE_CONFIG;
use super::setting::{Setting, SettingValue};
use super::target::{EMBEDDED_DNS_FLAG, EmbeddedDns, Target};
use crate::gotemplate::value::{Data, Struct};

/// A flag as the user wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlagValue {
    /// What it sets.
    pub setting: Setting,
    /// Its name without dashes, which may be an alias: `dns-coredns-config-template-path`, `dp-template`.
    pub name: &'static str,
    /// Its value, unread; a switch without a value is `true`.
    pub value: OsString,
}

impl FlagValue {
    /// A flag under kuma-dp's own name.
    pub fn new(setting: Setting, value: impl Into<OsString>) -> Self {
        Self { setting, name: setting.flag(), value: value.into() }
    }
}

/// A setting with its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The setting.
    #[serde(rename = "field")]
    pub setting: Setting,
    /// Its value.
    pub value: SettingValue,
    /// Where the value comes from.
    pub origin: Origin,
}

/// All settings of a data plane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    release: Release,
    entries: Vec<Entry>,
    conflicts: Vec<Conflict>,
    ignored: Vec<Ignored>,
}

impl Settings {
    /// Works the settings of `target` out. Of a flag that is given twice the last one counts. `environment` looks a
    /// variable up by name; with `|_| None` there is none.
    ///
    /// # Errors
    /// A value that kuma-dp cannot read: of the flags the first in the order given, then of the variables the first in
    /// the order of the fields. A variable behind a flag is a [`Conflict`] instead.
    pub fn resolve(
        target: &Target,
        injector: &Injector,
        flags: &[FlagValue],
        environment: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Self, SettingsError> {
        let release = *target.release();
        let mut settings = Self { release, entries: Vec::new(), conflicts: Vec::new(), ignored: Vec::new() };
        let mut given = Vec::new();
        for FlagValue { setting, name, value } in flags {
            let (setting, name) = (*setting, *name);
            if setting.exists_in(release.era) {
                let value = parse(setting, value).map_err(|error| SettingsError::Flag { setting, name, error })?;
                given.push((setting, name, value));
            } else {
                settings.ignored.push(Ignored::Flag { setting, name, release });
            }
        }
        for setting in Setting::ALL {
            let variable = look_up(setting, &environment);
            if !setting.exists_in(release.era) {
                settings.ignored.extend(variable.map(|(variable, _)| Ignored::Environment {
                    setting,
                    variable,
                    release,
                }));
                continue;
            }
            let flag = given.iter().rfind(|flag| flag.0 == setting).map(|(_, name, value)| (*name, value.clone()));
            let (value, origin) = match (flag, variable) {
                (Some((name, value)), variable) => {
                    let conflict = variable
                        .and_then(|(variable, text)| conflict(setting, &release, (name, &value), (variable, &text)));
                    settings.conflicts.extend(conflict);
                    (value, Origin::Flag { name })
                }
                (None, Some((variable, text))) => {
                    let refuse = |error| SettingsError::Environment { setting, variable, release, error };
                    (parse(setting, &text).map_err(refuse)?, Origin::Environment { variable })
                }
                (None, None) => base(target, injector, setting),
            };
            settings.entries.push(Entry { setting, value, origin });
        }
        Ok(settings)
    }

    /// The settings that the release has, in the order of the fields.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Where the environment would have beaten a flag in kuma-dp.
    #[must_use]
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }

    /// What was given for settings that the release does not have.
    #[must_use]
    pub fn ignored(&self) -> &[Ignored] {
        &self.ignored
    }

    /// The release that the settings are for.
    #[must_use]
    pub fn release(&self) -> &Release {
        &self.release
    }

    /// A setting, if the release has it.
    #[must_use]
    pub fn get(&self, setting: Setting) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.setting == setting)
    }

    /// The setting behind a field of the template's `.`, by its index in [`super::Era::schema`]; none for `BaseConfig`.
    #[must_use]
    pub fn of_field(&self, index: usize) -> Option<&Entry> {
        let field = self.release.era.schema().fields.get(index)?;
        self.get(Setting::of_field(field.name)?)
    }

    /// The number of a port; none where the release has no such port, or the setting is no port.
    #[must_use]
    pub fn port(&self, setting: Setting) -> Option<u32> {
        match self.get(setting)?.value {
            SettingValue::Port(port) => Some(port),
            _ => None,
        }
    }

    /// The port that is 0 and so keeps the control plane from giving out the names of the mesh, to Envoy's DNS listener or to
    /// the embedded proxy: Envoy's, and until 2.5 the empty block's (kuma: pkg/xds/generator/dns_generator.go).
    #[must_use]
    pub fn keeps_names_out(&self) -> Option<Setting> {
        let needs_empty_block = self.release().era.envoy_asks_empty_block();
        let needed = [Some(Setting::EnvoyDnsPort), needs_empty_block.then_some(Setting::CoreDnsEmptyPort)];
        needed.into_iter().flatten().find(|setting| self.port(*setting).is_none_or(|port| port == 0))
    }

    /// Whether a switch is on; off where the release has no such switch.
    #[must_use]
    pub fn is_on(&self, setting: Setting) -> bool {
        self.get(setting).is_some_and(|entry| entry.value == SettingValue::Switch(true))
    }

    /// The bytes of a text; empty where the setting is no text.
    #[must_use]
    pub fn text(&self, setting: Setting) -> &[u8] {
        match self.get(setting).map(|entry| &entry.value) {
            Some(SettingValue::Text(text)) => text,
            _ => &[],
        }
    }

    /// The path of the data plane's template and where it comes from; none when it is empty, which counts as not given.
    #[must_use]
    pub fn template_path(&self) -> Option<(&OsStr, Origin)> {
        use std::os::unix::ffi::OsStrExt as _;
        let entry = self.get(Setting::CoreDnsConfigTemplatePath)?;
        let path = self.text(entry.setting);
        (!path.is_empty()).then(|| (OsStr::from_bytes(path), entry.origin))
    }

    /// Whether `.ConfigDir` is empty here: kuma-dp then makes a temporary folder with a random name and renders that.
    #[must_use]
    pub fn config_dir_is_unset(&self) -> bool {
        self.text(Setting::ConfigDir).is_empty()
    }

    /// The `.` of a template: `kumadp.DNS` by value.
    #[must_use]
    pub fn data(&self) -> Data {
        let schema = self.release.era.schema();
        let base_config = || Data::Struct(Struct { schema: &BASE_CONFIG, fields: Vec::new() });
        let field = |index| self.of_field(index).map_or_else(base_config, |entry| entry.value.data());
        Data::Struct(Struct { schema, fields: (0..schema.fields.len()).map(field).collect() })
    }
}

/// What a setting is when neither flag nor environment say anything.
fn base(target: &Target, injector: &Injector, setting: Setting) -> (SettingValue, Origin) {
    if let Some(value) = injector.value(target, setting) {
        return (value, Origin::Injector);
    }
    let flag = Origin::Flag { name: EMBEDDED_DNS_FLAG };
    match (setting, target.embedded_dns()) {
        (Setting::ProxyPort, Some(EmbeddedDns::On)) => (SettingValue::Port(injector.port), flag),
        (Setting::ProxyPort, Some(EmbeddedDns::PodOff)) => (SettingValue::Port(0), flag),
        _ => (setting.default_value(), Origin::PlatformDefault),
    }
}

fn conflict(
    setting: Setting,
    release: &Release,
    (flag, value): (&'static str, &SettingValue),
    (variable, text): (&'static str, &OsStr),
) -> Option<Conflict> {
    let read = parse(setting, text);
    (read.as_ref() != Ok(value)).then(|| Conflict {
        setting,
        flag,
        value: value.clone(),
        variable,
        environment: text.to_string_lossy().into_owned(),
        refusal: read.err().map(|error| envconfig_message(setting, release, &error)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mesh::release::find;
    use crate::mesh::target::Platform;

    fn target(release: &str, platform: Platform, embedded: Option<EmbeddedDns>) -> Target {
        Target::new(find(release).unwrap(), platform, embedded).unwrap()
    }

    fn resolve(target: &Target, flags: &[FlagValue], variables: &[(&str, &str)]) -> Result<Settings, SettingsError> {
        let environment = |name: &str| {
            variables.iter().find(|(variable, _)| *variable == name).map(|(_, value)| OsString::from(value))
        };
        Settings::resolve(target, &Injector::default(), flags, environment)
    }

    fn printed(settings: &Settings) -> String {
        let entries = settings.entries().iter();
        entries.map(|entry| format!("{}={} ({})\n", entry.setting, entry.value, entry.origin)).collect()
    }

    #[test]
    fn defaults_and_injector() {
        let universal = resolve(&target("2.7", Platform::Universal, None), &[], &[]).unwrap();
        assert_eq!(
            printed(&universal),
            "Enabled=true (default)\nCoreDNSPort=15053 (default)\nCoreDNSEmptyPort=15055 (default)\n\
             EnvoyDNSPort=15054 (default)\nCoreDNSBinaryPath=coredns (default)\n\
             CoreDNSConfigTemplatePath= (default)\nConfigDir= (default)\nPrometheusPort=19153 (default)\n\
             CoreDNSLogging=false (default)\n"
        );
        let kubernetes = resolve(&target("2.11", Platform::Kubernetes, None), &[], &[]).unwrap();
        assert_eq!(
            printed(&kubernetes),
            "Enabled=true (sidecar injector)\nProxyPort=15053 (sidecar injector)\nCoreDNSPort=15053 (default)\n\
             EnvoyDNSPort=15054 (default)\nCoreDNSBinaryPath=coredns (default)\n\
             CoreDNSConfigTemplatePath= (default)\nConfigDir= (default)\nPrometheusPort=19153 (default)\n\
             CoreDNSLogging=false (sidecar injector)\n"
        );
        assert!(universal.config_dir_is_unset() && universal.template_path().is_none());
    }

    #[test]
    fn ports_per_row_of_the_specification() {
        use EmbeddedDns::{ControlPlaneOff, On, PodOff};
        use Platform::{Kubernetes, Universal};
        for (release, platform, given, ports) in [
            ("1.1.3", Universal, None, [None, Some(15053), Some(15054), Some(15055)]),
            ("2.7", Universal, None, [None, Some(15053), Some(15054), Some(15055)]),
            ("2.8", Universal, None, [None, Some(15053), Some(15054), None]),
            ("2.14", Universal, None, [Some(0), Some(15053), Some(15054), None]),
            ("2.14", Universal, Some(On), [Some(15053), Some(15053), Some(15054), None]),
            ("2.7", Kubernetes, None, [None, Some(15053), Some(15055), Some(15054)]),
            ("2.10", Kubernetes, None, [None, Some(15053), Some(15055), None]),
            ("2.11", Kubernetes, Some(ControlPlaneOff), [Some(0), Some(15053), Some(15055), None]),
            ("2.11", Kubernetes, Some(PodOff), [Some(0), Some(15053), Some(15054), None]),
            ("2.14", Kubernetes, Some(On), [Some(15053), Some(15053), Some(15054), None]),
        ] {
            let target = target(release, platform, given);
            let settings = resolve(&target, &[], &[]).unwrap();
            let names = [Setting::ProxyPort, Setting::CoreDnsPort, Setting::EnvoyDnsPort, Setting::CoreDnsEmptyPort];
            assert_eq!(names.map(|name| settings.port(name)), ports, "{target}");
        }
    }

    #[test]
    fn precedence_conflicts_and_what_is_ignored() {
        let target = target("2.11", Platform::Universal, None);
        let flags = [
            FlagValue::new(Setting::CoreDnsPort, "1"),
            FlagValue::new(Setting::CoreDnsPort, "0x3ACD"),
            FlagValue::new(Setting::EnvoyDnsPort, "15060"),
            FlagValue::new(Setting::Enabled, "true"),
            FlagValue::new(Setting::CoreDnsEmptyPort, "no number"),
            FlagValue { name: "dp-template", ..FlagValue::new(Setting::CoreDnsConfigTemplatePath, "a.tmpl") },
        ];
        let variables = [
            ("KUMA_DNS_CORE_DNS_PORT", "15053"),
            ("KUMA_DNS_ENVOY_DNS_PORT", "15061"),
            ("DNS_KUMA_DNS_ENVOY_DNS_PORT", "15062"),
            ("KUMA_DNS_ENABLED", "yes"),
            ("KUMA_DNS_PROMETHEUS_PORT", "0b11"),
            ("KUMA_DNS_CONFIG_DIR", ""),
            ("KUMA_DNS_CORE_DNS_EMPTY_PORT", "15055"),
        ];
        let settings = resolve(&target, &flags, &variables).unwrap();
        let entry = |setting| settings.get(setting).map(|entry| (entry.value.to_string(), entry.origin.to_string()));
        for (setting, value, origin) in [
            (Setting::CoreDnsPort, "15053", "--dns-coredns-port"),
            (Setting::EnvoyDnsPort, "15060", "--dns-envoy-port"),
            (Setting::PrometheusPort, "3", "KUMA_DNS_PROMETHEUS_PORT"),
            (Setting::ConfigDir, "", "KUMA_DNS_CONFIG_DIR"),
            (Setting::CoreDnsLogging, "false", "default"),
        ] {
            assert_eq!(entry(setting), Some((value.to_owned(), origin.to_owned())));
        }
        assert_eq!(settings.template_path(), Some((OsStr::new("a.tmpl"), Origin::Flag { name: "dp-template" })));
        assert_eq!(
            settings.conflicts().iter().map(ToString::to_string).collect::<Vec<_>>(),
            [
                "--dns-enabled true and KUMA_DNS_ENABLED=yes: here the flag wins, in kuma-dp the environment beats the \
                 flag (and stops at it: processing environment variables failed: envconfig.Process: assigning \
                 DNS_KUMA_DNS_ENABLED to Enabled: converting 'yes' to type bool. details: strconv.ParseBool: parsing \
                 \"yes\": invalid syntax)",
                "--dns-envoy-port 15060 and DNS_KUMA_DNS_ENVOY_DNS_PORT=15062: here the flag wins, in kuma-dp the \
                 environment beats the flag",
            ]
        );
        assert_eq!(
            settings.ignored().iter().map(ToString::to_string).collect::<Vec<_>>(),
            [
                "--dns-coredns-empty-port is left out: kuma-dp 2.11.18 has no CoreDNSEmptyPort (2.7 and earlier) and \
                 would stop with `unknown flag: --dns-coredns-empty-port`",
                "KUMA_DNS_CORE_DNS_EMPTY_PORT is left out, as kuma-dp 2.11.18 does without a word: it has no \
                 CoreDNSEmptyPort (2.7 and earlier)",
            ]
        );
    }

    #[test]
    fn what_kuma_dp_cannot_read() {
        let flag = |setting, value: &str| vec![FlagValue::new(setting, value)];
        for (release, flags, variables, message) in [
            (
                "2.9",
                vec![],
                vec![("KUMA_DNS_CORE_DNS_PORT", "abc")],
                "processing environment variables failed: envconfig.Process: assigning DNS_KUMA_DNS_CORE_DNS_PORT to \
                 CoreDNSPort: converting 'abc' to type uint32. details: strconv.ParseUint: parsing \"abc\": \
                 invalid syntax",
            ),
            (
                "2.8",
                vec![],
                vec![("KUMA_DNS_PROMETHEUS_PORT", "x"), ("KUMA_DNS_CORE_DNS_PORT", "")],
                "envconfig.Process: assigning DNS_KUMA_DNS_CORE_DNS_PORT to CoreDNSPort: converting '' to type uint32. \
                 details: strconv.ParseUint: parsing \"\": invalid syntax",
            ),
            (
                "2.7",
                vec![],
                vec![("KUMA_DNS_CORE_DNS_EMPTY_PORT", "4294967296")],
                "envconfig.Process: assigning DNS_KUMA_DNS_CORE_DNS_EMPTY_PORT to CoreDNSEmptyPort: converting \
                 '4294967296' to type uint32. details: strconv.ParseUint: parsing \"4294967296\": value out of range",
            ),
            (
                "2.7",
                flag(Setting::CoreDnsPort, "15053x"),
                vec![],
                "invalid argument \"15053x\" for \"--dns-coredns-port\" flag: strconv.ParseUint: parsing \"15053x\": \
                 invalid syntax",
            ),
            (
                "2.7",
                flag(Setting::Enabled, "off"),
                vec![("KUMA_DNS_CORE_DNS_PORT", "x")],
                "invalid argument \"off\" for \"--dns-enabled\" flag: strconv.ParseBool: parsing \"off\": \
                 invalid syntax",
            ),
        ] {
            let target = target(release, Platform::Universal, None);
            assert_eq!(resolve(&target, &flags, &variables).unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn data_has_the_values_in_the_order_of_the_schema() {
        use crate::gotemplate::value::UintType;
        let target = target("2.14", Platform::Universal, None);
        let settings = resolve(&target, &[FlagValue::new(Setting::ConfigDir, "/tmp/dns")], &[]).unwrap();
        let port = |number| Data::Uint(UintType::Uint32, number);
        let base_config = Data::Struct(Struct { schema: &BASE_CONFIG, fields: vec![] });
        let fields = vec![
            base_config,
            Data::Bool(true),
            port(0),
            port(15053),
            port(15054),
            Data::string("coredns"),
            Data::string(""),
            Data::string("/tmp/dns"),
            port(19153),
            Data::Bool(false),
        ];
        assert_eq!(settings.data(), Data::Struct(Struct { schema: target.release().era.schema(), fields }));
        for release in ["1.1.3", "1.3.1", "2.5", "2.6", "2.8"] {
            let target = self::target(release, Platform::Kubernetes, None);
            let settings = resolve(&target, &[], &[]).unwrap();
            let Data::Struct(data) = settings.data() else { panic!("a struct") };
            assert_eq!(data.fields.len(), data.schema.fields.len());
            assert_eq!(settings.entries().len(), data.fields.len() - usize::from(settings.of_field(0).is_none()));
        }
    }
}
