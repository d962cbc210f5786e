//! kuma-cp's `runtime.kubernetes.injector.builtinDNS` (kuma: pkg/config/plugins/runtime/k8s/config.go): what somebody set
//! of it in kuma-cp's configuration file or environment. What it comes to for a side-car is [`Injector`]'s to say.

use std::ffi::OsString;

use super::envconfig::{ParseError, read_bool, read_uint32};
use super::era::Era;
use super::injector::Injector;
use super::target::EmbeddedDns;
use super::yaml::{self, FieldError, Node, Value};

const INJECTOR: [&str; 3] = ["runtime", "kubernetes", "injector"];
/// The section of kuma-cp's configuration.
pub const PATH: &str = "runtime.kubernetes.injector.builtinDNS";
/// How kuma-cp's variables for the section begin.
pub const PREFIX: &str = "KUMA_RUNTIME_KUBERNETES_INJECTOR_BUILTIN_DNS_";

/// What is set; `None` leaves kuma-cp's default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BuiltinDns {
    /// `enabled`.
    pub enabled: Option<bool>,
    /// `port`.
    pub port: Option<u32>,
    /// `logging` (since 2.6).
    pub logging: Option<bool>,
    /// `experimentalProxy` (since 2.11): whether side-cars run the embedded DNS proxy.
    pub experimental_proxy: Option<bool>,
}

/// The fields of the struct, in its order.
#[derive(Clone, Copy)]
enum Field {
    Enabled,
    Port,
    Logging,
    ExperimentalProxy,
}

impl Field {
    const ALL: [Self; 4] = [Self::Enabled, Self::Port, Self::Logging, Self::ExperimentalProxy];

    /// Those that the control planes of `era` have.
    fn of(era: Era) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |field| field.exists_in(era))
    }

    fn exists_in(self, era: Era) -> bool {
        match self {
            Self::Enabled | Self::Port => true,
            Self::Logging => era.has_logging(),
            Self::ExperimentalProxy => era.has_embedded_dns(),
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Enabled => "enabled",
            Self::Port => "port",
            Self::Logging => "logging",
            Self::ExperimentalProxy => "experimentalProxy",
        }
    }

    fn variable(self) -> &'static str {
        match self {
            Self::Enabled => "ENABLED",
            Self::Port => "PORT",
            Self::Logging => "LOGGING",
            Self::ExperimentalProxy => "EXPERIMENTAL_PROXY",
        }
    }
}

/// The ends of the names of kuma-cp's variables for the section, behind [`PREFIX`].
pub fn variables() -> impl Iterator<Item = &'static str> {
    Field::ALL.into_iter().map(Field::variable)
}

/// A value in the configuration that does not fit its field; its `Display` is Go's text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .error.in_field(.field))]
pub struct WrongType {
    /// The field as [`FieldError::in_field`] takes it: the type of the innermost struct, then the path from the root.
    pub field: String,
    /// What is wrong, and where.
    pub error: FieldError,
}

/// A variable of kuma-cp that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("kuma-cp does not start with {variable}: {error}")]
pub struct UnreadableVariable {
    pub(super) variable: String,
    pub(super) error: ParseError,
}

impl BuiltinDns {
    /// Takes what a kuma-cp configuration says to the control planes of `era`; keys that came later are unknown to them,
    /// and neither read nor checked. A section that is null leaves what was there. Left out: `runtime`, `kubernetes` and
    /// `injector` themselves. Where one of them is no mapping kuma-cp refuses the file and here nothing is set; where
    /// one is null its defaults are lost and here they stay.
    ///
    /// # Errors
    /// A section or a value in it of the wrong type, at which kuma-cp stops.
    pub fn from_config(root: &Node, era: Era) -> Result<Self, WrongType> {
        let mut sections = vec![root];
        for name in INJECTOR.into_iter().chain(["builtinDNS"]) {
            let inner = sections.iter().flat_map(|section| section.field_entries(name)).map(|entry| &entry.value);
            sections = inner.collect();
        }
        let in_injector = |error| WrongType { field: format!("Injector.{PATH}"), error };
        for section in &sections {
            // None of the fields is text, so an infinity anywhere in it fails before any of them is filled.
            section.to_json().map_err(in_injector)?;
        }
        let mut set = Self::default();
        for section in sections {
            if !matches!(section.value, Value::Map(_) | Value::Null) {
                return Err(in_injector(section.mismatch("k8s.BuiltinDNS")));
            }
            for entry in section.json_entries() {
                if let Some(field) = Field::of(era).find(|field| yaml::same_field(field.key(), &entry.key)) {
                    set.fill(field, &entry.value)
                        .map_err(|error| WrongType { field: format!("BuiltinDNS.{PATH}.{}", field.key()), error })?;
                }
            }
        }
        Ok(set)
    }

    fn fill(&mut self, field: Field, node: &Node) -> Result<(), FieldError> {
        match field {
            Field::Enabled => self.enabled = node.to_go_bool()?.or(self.enabled),
            Field::Port => self.port = node.to_go_uint32()?.or(self.port),
            Field::Logging => self.logging = node.to_go_bool()?.or(self.logging),
            Field::ExperimentalProxy => self.experimental_proxy = node.to_go_bool()?.or(self.experimental_proxy),
        }
        Ok(())
    }

    /// Puts what the environment says over it, as the kuma-cp of `era` does; variables that came later are not looked
    /// up.
    ///
    /// # Errors
    /// A variable that kuma-cp cannot read.
    pub fn with_environment(
        mut self,
        environment: impl Fn(&str) -> Option<OsString>,
        era: Era,
    ) -> Result<Self, UnreadableVariable> {
        for field in Field::of(era) {
            let variable = format!("{PREFIX}{}", field.variable());
            let Some(value) = environment(&variable) else {
                continue;
            };
            match field {
                Field::Enabled => read_bool(&value).map(|on| self.enabled = Some(on)),
                Field::Port => read_uint32(&value).map(|port| self.port = Some(port)),
                Field::Logging => read_bool(&value).map(|on| self.logging = Some(on)),
                Field::ExperimentalProxy => read_bool(&value).map(|on| self.experimental_proxy = Some(on)),
            }
            .map_err(|error| UnreadableVariable { variable, error })?;
        }
        Ok(self)
    }

    /// The injector of a control plane with these settings.
    #[must_use]
    pub fn injector(&self) -> Injector {
        let default = Injector::default();
        Injector {
            enabled: self.enabled.unwrap_or(default.enabled),
            port: self.port.unwrap_or(default.port),
            logging: self.logging.unwrap_or(default.logging),
        }
    }

    /// What that says about the embedded DNS proxy, if anything.
    #[must_use]
    pub fn embedded_dns(&self) -> Option<EmbeddedDns> {
        self.experimental_proxy.map(|on| if on { EmbeddedDns::On } else { EmbeddedDns::ControlPlaneOff })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_section(section: &str, era: Era) -> Result<BuiltinDns, String> {
        let text = format!("runtime:\n  kubernetes:\n    injector:\n      builtinDNS: {section}\n");
        let root = yaml::parse(text.as_bytes()).unwrap().unwrap();
        BuiltinDns::from_config(&root, era).map_err(|error| error.to_string())
    }

    #[test]
    fn the_environment_goes_over_the_file() {
        let text = b"runtime:\n  kubernetes:\n    injector:\n      builtindns: {port: 0x10, experimentalProxy: no}\n";
        let root = yaml::parse(text).unwrap().unwrap();
        let set = BuiltinDns::from_config(&root, Era::V2_11).unwrap();
        assert_eq!((set.port, set.experimental_proxy, set.enabled), (Some(16), Some(false), None));
        assert_eq!(set.embedded_dns(), Some(EmbeddedDns::ControlPlaneOff));
        let port = |name: &str| (name == "KUMA_RUNTIME_KUBERNETES_INJECTOR_BUILTIN_DNS_PORT").then(|| "1053".into());
        let set = set.with_environment(port, Era::V2_11).unwrap();
        assert_eq!(set.injector().ports().envoy, 1055);
        let error = set.with_environment(|_| Some("maybe".into()), Era::V2_11).unwrap_err();
        assert!(error.to_string().contains("_ENABLED"));
    }

    #[test]
    fn wrong_types_are_refused_in_gos_words() {
        let field = "Go struct field BuiltinDNS.runtime.kubernetes.injector.builtinDNS";
        let section = "Go struct field Injector.runtime.kubernetes.injector.builtinDNS of type k8s.BuiltinDNS";
        for (text, message) in [
            ("{port: '15053'}", format!("json: cannot unmarshal string into {field}.port of type uint32")),
            ("{PORT: -1}", format!("json: cannot unmarshal number -1 into {field}.port of type uint32")),
            (
                "{experimentalProxy: 0}",
                format!("json: cannot unmarshal number into {field}.experimentalProxy of type bool"),
            ),
            ("{logging: 'on'}", format!("json: cannot unmarshal string into {field}.logging of type bool")),
            ("{enabled: []}", format!("json: cannot unmarshal array into {field}.enabled of type bool")),
            // Go goes by the sorted keys, and infinities fail before all of them.
            ("{port: x, enabled: {}}", format!("json: cannot unmarshal object into {field}.enabled of type bool")),
            ("{enabled: x, other: -.inf}", "json: unsupported value: -Inf".to_owned()),
            (".nan", "json: unsupported value: NaN".to_owned()),
            ("x", format!("json: cannot unmarshal string into {section}")),
            ("7", format!("json: cannot unmarshal number into {section}")),
            ("yes", format!("json: cannot unmarshal bool into {section}")),
            ("[{port: 1}]", format!("json: cannot unmarshal array into {section}")),
        ] {
            assert_eq!(from_section(text, Era::V2_11), Err(message), "{text}");
        }
    }

    #[test]
    fn what_leaves_the_defaults() {
        for text in ["", "~", "{}", "{port: ~, enabled: null}", "{other: [1]}"] {
            assert_eq!(from_section(text, Era::V2_11), Ok(BuiltinDns::default()), "{text}");
        }
        for text in ["runtime: x", "runtime: {kubernetes: [1]}", "runtime: {kubernetes: {injector: 7}}", "- a"] {
            let root = yaml::parse(text.as_bytes()).unwrap().unwrap();
            assert_eq!(BuiltinDns::from_config(&root, Era::V2_11), Ok(BuiltinDns::default()), "{text}");
        }
        let port = BuiltinDns { port: Some(1), ..BuiltinDns::default() };
        assert_eq!(from_section("{PORT: 1, port: ~}\n      builtindns: ~", Era::V2_11), Ok(port));
    }

    #[test]
    fn keys_and_variables_of_later_releases_are_unknown() {
        let on = |enabled, logging, experimental_proxy| BuiltinDns { enabled, port: None, logging, experimental_proxy };
        let yes = Some(true);
        for (era, set) in [
            (Era::V2_5, on(yes, None, None)),
            (Era::V2_6, on(yes, yes, None)),
            (Era::V2_8, on(yes, yes, None)),
            (Era::V2_11, on(yes, yes, yes)),
        ] {
            assert_eq!(from_section("{enabled: on, logging: on, experimentalProxy: on}", era), Ok(set));
            let switches = |name: &str| (!name.ends_with("_PORT")).then(|| "true".into());
            assert_eq!(BuiltinDns::default().with_environment(switches, era), Ok(set));
            let is_read = |name: &'static str| {
                let variable = move |asked: &str| asked.ends_with(name).then(|| "maybe".into());
                BuiltinDns::default().with_environment(variable, era).is_err()
            };
            for (key, variable, is_known) in [
                ("logging", "DNS_LOGGING", era.has_logging()),
                ("experimentalProxy", "DNS_EXPERIMENTAL_PROXY", era.has_embedded_dns()),
            ] {
                assert_eq!(from_section(&format!("{{{key}: maybe}}"), era).is_err(), is_known, "{era} {key}");
                assert_eq!(is_read(variable), is_known, "{era} {variable}");
            }
        }
    }
}
