//! What a Corefile is rendered for: a release, a platform, and where the embedded DNS proxy has been switched off. The
//! ports that follow, and what flags and environment change, are in [`super::settings`].

use std::fmt;

use serde::Serialize;

use super::release::Release;

/// The flag that chooses [`EmbeddedDns`], without its dashes.
pub const EMBEDDED_DNS_FLAG: &str = "embedded-dns";

/// Where the data plane runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    /// Virtual or bare-metal machines: the user starts kuma-dp.
    #[default]
    Universal,
    /// The control plane injects kuma-dp as a sidecar and sets its environment.
    Kubernetes,
}

/// What has been decided about the DNS proxy embedded in kuma-dp (2.11 to 2.14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EmbeddedDns {
    /// It runs, and CoreDNS does not: the default on Kubernetes.
    On,
    /// Switched off for the zone: `KUMA_RUNTIME_KUBERNETES_INJECTOR_BUILTIN_DNS_EXPERIMENTAL_PROXY=false` at kuma-cp.
    #[serde(rename = "cp-off")]
    ControlPlaneOff,
    /// Switched off for a pod: `KUMA_DNS_PROXY_PORT=0` in its annotation `kuma.io/sidecar-env-vars`.
    PodOff,
}

/// A release on a platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Target {
    release: Release,
    platform: Platform,
    embedded_dns: Option<EmbeddedDns>,
    #[serde(skip)]
    notice: Option<TargetNotice>,
}

/// The combination cannot exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// The release has no embedded proxy that could be on.
    #[error(
        "--embedded-dns on: kuma-dp {0} has no embedded DNS proxy, which came with 2.11; leave the flag out, or choose \
         2.11 or later"
    )]
    NoEmbeddedDns(Release),
}

/// The combination exists, and a part of it changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TargetNotice {
    /// Switching off what the release does not have.
    #[error("--embedded-dns {1} changes nothing: kuma-dp {0} has no embedded DNS proxy, which came with 2.11")]
    NoEmbeddedDns(Release, EmbeddedDns),
    /// Switching off what Universal does not run.
    #[error(
        "--embedded-dns {0} changes nothing: it is about Kubernetes; on Universal kuma-dp runs its embedded DNS proxy \
         only where KUMA_DNS_PROXY_PORT is set"
    )]
    Universal(EmbeddedDns),
}

impl Target {
    /// Puts the three together. Without `embedded_dns` the proxy is on where the platform has it on by default: on
    /// Kubernetes from 2.11.
    ///
    /// # Errors
    /// `on` for a release before 2.11.
    pub fn new(release: Release, platform: Platform, embedded_dns: Option<EmbeddedDns>) -> Result<Self, TargetError> {
        let kubernetes = platform == Platform::Kubernetes;
        let (embedded_dns, notice) = match embedded_dns {
            Some(EmbeddedDns::On) if !release.era.has_embedded_dns() => {
                return Err(TargetError::NoEmbeddedDns(release));
            }
            Some(off) if !release.era.has_embedded_dns() => (None, Some(TargetNotice::NoEmbeddedDns(release, off))),
            None if !release.era.has_embedded_dns() => (None, None),
            Some(off) if !kubernetes && off != EmbeddedDns::On => (None, Some(TargetNotice::Universal(off))),
            None if kubernetes => (Some(EmbeddedDns::On), None),
            given => (given, None),
        };
        Ok(Self { release, platform, embedded_dns, notice })
    }

    /// The release.
    #[must_use]
    pub fn release(&self) -> &Release {
        &self.release
    }

    /// The platform.
    #[must_use]
    pub fn platform(&self) -> Platform {
        self.platform
    }

    /// What holds for the embedded proxy, the platform's default filled in; none where there is nothing to decide:
    /// before 2.11, and on Universal unless it was asked for. A proxy port from flag or environment still overrides it.
    #[must_use]
    pub fn embedded_dns(&self) -> Option<EmbeddedDns> {
        self.embedded_dns
    }

    /// What was asked for and changes nothing, to be shown to the user.
    #[must_use]
    pub fn notice(&self) -> Option<TargetNotice> {
        self.notice
    }

    /// Whether the sidecar injector sets up kuma-dp for CoreDNS, its ports included: on Kubernetes before 2.11 or with
    /// the proxy switched off at the control plane (kuma: pkg/plugins/runtime/k8s/containers/factory.go).
    #[must_use]
    pub fn is_injected_for_coredns(&self) -> bool {
        self.platform == Platform::Kubernetes && matches!(self.embedded_dns, None | Some(EmbeddedDns::ControlPlaneOff))
    }
}

impl fmt::Display for Target {
    /// `2.7.29, universal`; `2.11.18, kubernetes, embedded DNS cp-off`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.release, self.platform)?;
        self.embedded_dns.map_or(Ok(()), |embedded_dns| write!(f, ", embedded DNS {embedded_dns}"))
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Universal => "universal",
            Self::Kubernetes => "kubernetes",
        })
    }
}

impl fmt::Display for EmbeddedDns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::On => "on",
            Self::ControlPlaneOff => "cp-off",
            Self::PodOff => "pod-off",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mesh::release::find;
    use EmbeddedDns::{ControlPlaneOff, On, PodOff};
    use Platform::{Kubernetes, Universal};

    fn target(release: &str, platform: Platform, embedded: Option<EmbeddedDns>) -> Target {
        Target::new(find(release).unwrap(), platform, embedded).unwrap()
    }

    #[test]
    fn the_proxy_per_row_of_the_specification() {
        for (release, platform, given, holds) in [
            ("1.1.3", Universal, None, None),
            ("2.7", Universal, None, None),
            ("2.14", Universal, None, None),
            ("2.14", Universal, Some(On), Some(On)),
            ("2.7", Kubernetes, None, None),
            ("2.10", Kubernetes, None, None),
            ("2.11", Kubernetes, Some(ControlPlaneOff), Some(ControlPlaneOff)),
            ("2.11", Kubernetes, Some(PodOff), Some(PodOff)),
            ("2.11", Kubernetes, None, Some(On)),
            ("2.14", Kubernetes, Some(On), Some(On)),
        ] {
            let target = target(release, platform, given);
            assert_eq!((target.embedded_dns(), target.notice()), (holds, None), "{target}");
        }
    }

    #[test]
    fn what_cannot_be_or_changes_nothing() {
        let error = Target::new(find("2.10").unwrap(), Kubernetes, Some(On)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "--embedded-dns on: kuma-dp 2.10.11 has no embedded DNS proxy, which came with 2.11; leave the flag out, \
             or choose 2.11 or later"
        );
        for (release, platform, given, notice) in [
            (
                "2.7",
                Kubernetes,
                ControlPlaneOff,
                "--embedded-dns cp-off changes nothing: kuma-dp 2.7.29 has no embedded DNS proxy, which came with 2.11",
            ),
            (
                "2.12",
                Universal,
                PodOff,
                "--embedded-dns pod-off changes nothing: it is about Kubernetes; on Universal kuma-dp runs its \
                 embedded DNS proxy only where KUMA_DNS_PROXY_PORT is set",
            ),
        ] {
            let target = target(release, platform, Some(given));
            assert_eq!(target.notice().unwrap().to_string(), notice);
            assert_eq!(target.embedded_dns(), None);
        }
    }

    #[test]
    fn texts() {
        assert_eq!(target("2.7", Universal, None).to_string(), "2.7.29, universal");
        let target = target("2.11.18", Kubernetes, Some(ControlPlaneOff));
        assert_eq!(target.to_string(), "2.11.18, kubernetes, embedded DNS cp-off");
        for value in [On, ControlPlaneOff, PodOff] {
            assert_eq!(serde_json::to_string(&value).unwrap(), format!("{:?}", value.to_string()));
        }
        for value in [Universal, Kubernetes] {
            assert_eq!(serde_json::to_string(&value).unwrap(), format!("{:?}", value.to_string()));
        }
    }
}
