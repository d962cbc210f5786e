//! kuma-cp's `runtime.kubernetes.injector.builtinDNS` (kuma: pkg/config/plugins/runtime/k8s/config.go): what somebody set
//! of it in kuma-cp's configuration file or environment. What it comes to for a side-car is [`Injector`]'s to say.

use std::ffi::OsString;

use super::envconfig::{ParseError, read_bool, read_uint32};
use super::injector::Injector;
use super::target::EmbeddedDns;
use super::yaml::{FieldError, Node};

const SECTION: [&str; 4] = ["runtime", "kubernetes", "injector", "builtinDNS"];
const PREFIX: &str = "KUMA_RUNTIME_KUBERNETES_INJECTOR_BUILTIN_DNS_";

/// What is set; `None` leaves kuma-cp's default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BuiltinDns {
    /// `enabled`.
    pub enabled: Option<bool>,
    /// `port`.
    pub port: Option<u32>,
    /// `logging` (2.6 and later).
    pub logging: Option<bool>,
    /// `experimentalProxy` (2.11 to 2.14): whether side-cars run the embedded DNS proxy.
    pub experimental_proxy: Option<bool>,
}

/// A variable of kuma-cp that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("kuma-cp does not start with {variable}: {error}")]
pub struct UnreadableVariable {
    variable: String,
    error: ParseError,
}

impl BuiltinDns {
    /// Takes what a kuma-cp configuration says.
    ///
    /// # Errors
    /// A value of the wrong type, at which kuma-cp stops.
    pub fn from_config(root: &Node) -> Result<Self, FieldError> {
        let mut set = Self::default();
        let mut sections = vec![root];
        for name in SECTION {
            let inner = sections.iter().flat_map(|section| section.field_entries(name)).map(|entry| &entry.value);
            sections = inner.collect();
        }
        for section in sections {
            let field = |name| section.get_case_insensitive(name).map(|entry| &entry.value);
            let switch = |name| field(name).map_or(Ok(None), Node::to_go_bool);
            set.enabled = switch("enabled")?.or(set.enabled);
            set.port = field("port").map_or(Ok(None), Node::to_go_uint32)?.or(set.port);
            set.logging = switch("logging")?.or(set.logging);
            set.experimental_proxy = switch("experimentalProxy")?.or(set.experimental_proxy);
        }
        Ok(set)
    }

    /// Puts what the environment says over it, as kuma-cp does.
    ///
    /// # Errors
    /// A variable that kuma-cp cannot read.
    pub fn with_environment(
        mut self,
        environment: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Self, UnreadableVariable> {
        let variable = |name: &str| {
            let variable = format!("{PREFIX}{name}");
            environment(&variable).map(|value| (variable, value))
        };
        let switch = |name| match variable(name) {
            None => Ok(None),
            Some((variable, value)) => {
                read_bool(&value).map(Some).map_err(|error| UnreadableVariable { variable, error })
            }
        };
        self.enabled = switch("ENABLED")?.or(self.enabled);
        self.logging = switch("LOGGING")?.or(self.logging);
        self.experimental_proxy = switch("EXPERIMENTAL_PROXY")?.or(self.experimental_proxy);
        if let Some((variable, value)) = variable("PORT") {
            self.port = Some(read_uint32(&value).map_err(|error| UnreadableVariable { variable, error })?);
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
    use crate::mesh::yaml;

    #[test]
    fn the_environment_goes_over_the_file() {
        let text = b"runtime:\n  kubernetes:\n    injector:\n      builtindns: {port: 0x10, experimentalProxy: no}\n";
        let root = yaml::parse(text).unwrap().unwrap();
        let set = BuiltinDns::from_config(&root).unwrap();
        assert_eq!((set.port, set.experimental_proxy, set.enabled), (Some(16), Some(false), None));
        assert_eq!(set.embedded_dns(), Some(EmbeddedDns::ControlPlaneOff));
        let port = |name: &str| (name == "KUMA_RUNTIME_KUBERNETES_INJECTOR_BUILTIN_DNS_PORT").then(|| "1053".into());
        let set = set.with_environment(port).unwrap();
        assert_eq!(set.injector().ports().envoy, 1055);
        assert!(set.with_environment(|_| Some("maybe".into())).unwrap_err().to_string().contains("_ENABLED"));
    }

    #[test]
    fn wrong_types_are_refused() {
        let root = yaml::parse(b"runtime: {kubernetes: {injector: {builtinDNS: {port: '15053'}}}}").unwrap().unwrap();
        assert!(BuiltinDns::from_config(&root).is_err());
    }
}
