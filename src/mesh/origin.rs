//! Where the value of a setting comes from, and what is to be said when flag, environment and release do not agree:
//! values that beat each other, settings that the release lacks, texts that kuma-dp cannot read.

use std::fmt;

use serde::ser::{Serialize, SerializeMap as _, Serializer};

use super::envconfig::ParseError;
use super::release::Release;
use super::setting::{Setting, SettingValue};

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// kuma-dp's own default.
    PlatformDefault,
    /// Kubernetes' sidecar injector sets it.
    Injector,
    /// A flag of this command line.
    Flag {
        /// Its name without dashes.
        name: &'static str,
    },
    /// An environment variable.
    Environment {
        /// Its name.
        variable: &'static str,
    },
}

impl Serialize for Origin {
    /// `{"kind": "flag", "name": "--dns-coredns-port"}`; a default has no name.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let kind = match self {
            Self::PlatformDefault => "default",
            Self::Injector => "injector",
            Self::Flag { .. } => "flag",
            Self::Environment { .. } => "environment",
        };
        let named = matches!(self, Self::Flag { .. } | Self::Environment { .. });
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("kind", kind)?;
        if named {
            map.serialize_entry("name", &self.to_string())?;
        }
        map.end()
    }
}

impl fmt::Display for Origin {
    /// `default`, `sidecar injector`, `--dns-coredns-port`, `KUMA_DNS_CORE_DNS_PORT`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PlatformDefault => f.write_str("default"),
            Self::Injector => f.write_str("sidecar injector"),
            Self::Flag { name } => write!(f, "--{name}"),
            Self::Environment { variable } => f.write_str(variable),
        }
    }
}

/// Flag and environment say different things. Its Display is a warning.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "--{flag} {value} and {variable}={environment}: here the flag wins, {}{}",
    if setting.is_kuma_dp_flag() { "in kuma-dp the environment beats the flag" } else { "kuma-dp has only the variable" },
    refusal.as_ref().map(|refusal| format!(" (and stops at it: {refusal})")).unwrap_or_default()
)]
pub struct Conflict {
    /// The setting.
    pub setting: Setting,
    /// The flag's name without dashes.
    pub flag: &'static str,
    /// What the flag says, and what holds here.
    pub value: SettingValue,
    /// The variable.
    pub variable: &'static str,
    /// What the variable says.
    pub environment: String,
    /// kuma-dp's message, when it cannot read the variable.
    pub refusal: Option<String>,
}

/// Something was given for a setting that the release does not have. Its Display is a warning.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Ignored {
    /// A flag, at which kuma-dp would stop.
    #[error(
        "--{name} is left out: kuma-dp {release} has no {setting} ({}) and would stop with `unknown flag: --{}`",
        setting.availability(), setting.flag()
    )]
    Flag {
        /// The setting.
        setting: Setting,
        /// The flag's name without dashes.
        name: &'static str,
        /// The release.
        release: Release,
    },
    /// An environment variable, which kuma-dp leaves out silently.
    #[error(
        "{variable} is left out, as kuma-dp {release} does without a word: it has no {setting} ({})",
        setting.availability()
    )]
    Environment {
        /// The setting.
        setting: Setting,
        /// The variable.
        variable: &'static str,
        /// The release.
        release: Release,
    },
}

/// kuma-dp would not start. Its Display is kuma-dp's own message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// A flag that cannot be read (pflag's message).
    #[error("invalid argument {} for \"--{name}\" flag: {error}", error.quoted())]
    Flag {
        /// The setting.
        setting: Setting,
        /// The flag's name without dashes.
        name: &'static str,
        /// What is wrong with the value.
        error: ParseError,
    },
    /// A variable that cannot be read (envconfig's message, which always names the long form).
    #[error("{}", envconfig_message(*setting, release, error))]
    Environment {
        /// The setting.
        setting: Setting,
        /// The variable that was read.
        variable: &'static str,
        /// The release, on which the beginning of the message depends.
        release: Release,
        /// What is wrong with the value.
        error: ParseError,
    },
}

/// envconfig's message about a variable, which always names the long form.
pub(super) fn envconfig_message(setting: Setting, release: &Release, error: &ParseError) -> String {
    format!(
        "{}envconfig.Process: assigning {} to {}: converting '{}' to type {}. details: {error}",
        if release.has_new_config_errors() { "processing environment variables failed: " } else { "" },
        setting.long_variable(),
        setting.field(),
        String::from_utf8_lossy(error.value()),
        setting.go_type(),
    )
}
