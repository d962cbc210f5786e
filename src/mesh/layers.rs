//! The three layers that a template can come from, and what can become of each, in words. Which of them wins is decided
//! in [`super::selection`]; nobody reads a file here: the bytes come in with their layer.

use std::ffi::OsStr;
use std::fmt;

use serde::Serialize;

use super::in_force::NotInForce;
use super::origin::Origin;
use super::version::Version;

/// The environment variable that gives kuma-cp the path of its template (kuma: pkg/config/xds/bootstrap/config.go).
pub const CONTROL_PLANE_VARIABLE: &str = "KUMA_BOOTSTRAP_SERVER_PARAMS_COREFILE_TEMPLATE_PATH";

/// A source of templates, in the order in which they win.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LayerKind {
    /// kuma-dp's own file: `--dns-coredns-config-template-path`.
    DataPlane,
    /// What kuma-cp sends when a data plane starts: `bootstrapServer.params.corefileTemplatePath`.
    ControlPlane,
    /// kuma-dp's default.
    BuiltIn,
}

/// The data plane's template: [`super::Settings::template_path`] with the bytes that stand there. A file of zero bytes
/// is a template, too: an empty Corefile.
#[derive(Clone, Copy, Debug)]
pub struct DataPlaneTemplate<'a> {
    /// Its path; `-` is standard input.
    pub path: &'a OsStr,
    /// Its bytes; `None` if nobody looked, because no Corefile is in force.
    pub text: Option<&'a [u8]>,
    /// How the path was given.
    pub origin: Origin,
}

/// The control plane's template.
#[derive(Clone, Copy, Debug)]
pub struct ControlPlaneTemplate<'a> {
    /// Its path; `-` is standard input.
    pub path: &'a OsStr,
    /// Its bytes; with zero bytes the control plane sends nothing. `None` if nobody looked, because no control plane of the
    /// release would, or no Corefile is in force.
    pub text: Option<&'a [u8]>,
    /// How the path was given.
    pub origin: &'a ControlPlaneOrigin,
}

/// How the path of the control plane's template was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ControlPlaneOrigin {
    /// `--cp-template`.
    Flag,
    /// A key of the control plane's configuration, `--cp-config`.
    Config {
        /// The configuration file, as it was named.
        file: String,
        /// The line of the key, from 1.
        line: usize,
    },
    /// kuma-cp's environment variable.
    Environment,
}

/// One layer and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// Which one.
    pub kind: LayerKind,
    /// Where its template comes from: `dns.tmpl (--dp-template)`; empty when none is given.
    pub origin: String,
    /// What became of it.
    pub outcome: Outcome,
    /// What the user should know about a layer that is given.
    pub notes: Vec<LayerNote>,
}

/// What became of a layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Its template is executed.
    Won,
    /// Another layer comes before it.
    Lost {
        /// Which one.
        reason: LostTo,
    },
    /// Nobody gave one.
    NotGiven,
    /// The release cannot use it.
    NotSupported {
        /// Why.
        reason: NotSupported,
    },
    /// It was given, and no kuma-dp would look at it.
    Ignored {
        /// Why.
        reason: IgnoredLayer,
    },
}

/// The layer that came before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LostTo {
    /// The data plane's file beats all.
    #[error("the data plane has a template of its own, which always wins")]
    DataPlane,
    /// The control plane's template beats the default.
    #[error("the control plane sends a template, which replaces the built-in one")]
    ControlPlane,
}

/// Why a release cannot use a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotSupported {
    /// Before 2.6.
    #[error("the override from the control plane came with 2.6; {version} knows only the data plane's")]
    ControlPlaneOverride {
        /// The release.
        version: Version,
    },
}

/// Why a layer is not looked at.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IgnoredLayer {
    /// A control plane's file of zero bytes.
    #[error("the control plane's file is empty, which counts as not given")]
    Empty,
    /// kuma-dp starts no CoreDNS.
    #[error("no Corefile is in force")]
    NotInForce(#[from] NotInForce),
}

impl Outcome {
    /// One word for programs.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Won => "won",
            Self::Lost { .. } => "lost",
            Self::NotGiven => "not-given",
            Self::NotSupported { .. } => "not-supported",
            Self::Ignored { .. } => "ignored",
        }
    }

    /// Why, if there is something to say.
    #[must_use]
    pub fn reason(&self) -> Option<String> {
        match self {
            Self::Won | Self::NotGiven => None,
            Self::Lost { reason } => Some(reason.to_string()),
            Self::NotSupported { reason } => Some(reason.to_string()),
            Self::Ignored { reason } => Some(reason.to_string()),
        }
    }
}

/// What to know about a layer that is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LayerNote {
    /// The injector writes the sidecar's command line, and Kuma supports only the control plane's override there.
    #[error(
        "on Kubernetes the data plane's template is possible, not supported: the path reaches kuma-dp only as \
         KUMA_DNS_CORE_DNS_CONFIG_TEMPLATE_PATH in the pod's annotation kuma.io/sidecar-env-vars, and the file has to \
         be mounted into the sidecar (kuma.io/container-patches)"
    )]
    SidecarEnvironment,
    /// The file is empty, and a file of the data plane counts all the same.
    #[error("the data plane's file is empty, and so is the Corefile: unlike the control plane's it is not skipped")]
    EmptyDataPlaneFile,
}

impl fmt::Display for ControlPlaneOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag => f.write_str("--cp-template"),
            Self::Config { file, line } => write!(f, "bootstrapServer.params.corefileTemplatePath at {file}:{line}"),
            Self::Environment => f.write_str(CONTROL_PLANE_VARIABLE),
        }
    }
}

impl fmt::Display for LayerKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DataPlane => "data plane",
            Self::ControlPlane => "control plane",
            Self::BuiltIn => "built-in",
        })
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verb = match self {
            Self::Won => "wins",
            Self::Lost { .. } => "loses",
            Self::NotGiven => "not given",
            Self::NotSupported { .. } => "not supported",
            Self::Ignored { .. } => "ignored",
        };
        f.write_str(verb)?;
        self.reason().map_or(Ok(()), |reason| write!(f, ": {reason}"))
    }
}
