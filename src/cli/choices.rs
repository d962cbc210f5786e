//! The words that flags take.

use clap::ValueEnum;

use crate::coredns::dns;
use crate::lint::Kind;
use crate::mesh::{EmbeddedDns, Platform};

/// `--color`.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// `-o` of the commands that print data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DataFormat {
    /// Aligned columns.
    Table,
    /// JSON.
    Json,
    /// YAML.
    Yaml,
}

/// `--platform`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PlatformChoice {
    /// Virtual or bare-metal machines: the user starts kuma-dp
    Universal,
    /// The control plane injects kuma-dp as a side-car
    #[value(alias = "k8s")]
    Kubernetes,
}

impl From<PlatformChoice> for Platform {
    fn from(choice: PlatformChoice) -> Self {
        match choice {
            PlatformChoice::Universal => Self::Universal,
            PlatformChoice::Kubernetes => Self::Kubernetes,
        }
    }
}

/// `--embedded-dns`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum EmbeddedDnsChoice {
    /// It runs, and no Corefile is in force (the default on Kubernetes)
    On,
    /// Switched off at the control plane, experimentalProxy=false
    CpOff,
    /// Switched off for the pod, KUMA_DNS_PROXY_PORT=0
    PodOff,
}

impl From<EmbeddedDnsChoice> for EmbeddedDns {
    fn from(choice: EmbeddedDnsChoice) -> Self {
        match choice {
            EmbeddedDnsChoice::On => Self::On,
            EmbeddedDnsChoice::CpOff => Self::ControlPlaneOff,
            EmbeddedDnsChoice::PodOff => Self::PodOff,
        }
    }
}

/// `--as`: what an input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KindChoice {
    /// A template, unless none of its actions could be kuma-dp's
    Auto,
    /// A template that kuma-dp executes
    Template,
    /// A finished Corefile
    Corefile,
}

impl KindChoice {
    /// What it says, if it says anything.
    pub fn kind(self) -> Option<Kind> {
        match self {
            Self::Auto => None,
            Self::Template => Some(Kind::Template),
            Self::Corefile => Some(Kind::Corefile),
        }
    }
}

/// A type as people write it.
pub fn qtype(text: &str) -> Result<u16, String> {
    dns::qtype_of(text)
        .ok_or_else(|| "no type of DNS records: write one such as A, AAAA, MX, HTTPS or TYPE65".to_owned())
}

/// A class as people write it.
pub fn class(text: &str) -> Result<u16, String> {
    dns::class_of(text).ok_or_else(|| "no class: write IN, CH, HS, ANY or CLASS7".to_owned())
}
