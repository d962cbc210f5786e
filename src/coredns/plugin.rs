//! The plugins of Kuma's build, in the order in which they are compiled in and see a query (kumahq/coredns-builds:
//! plugin.cfg, the same for every release).

use std::fmt;

/// A plugin of Kuma's build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Plugin {
    /// Metrics.
    Prometheus,
    /// Logs errors.
    Errors,
    /// Logs queries.
    Log,
    /// Answers from a template.
    Template,
    /// Asks somebody else where forward's answer has a listed rcode.
    Alternate,
    /// Asks an upstream.
    Forward,
}

impl Plugin {
    /// All of them, in compiled order.
    pub const ALL: [Self; 6] =
        [Self::Prometheus, Self::Errors, Self::Log, Self::Template, Self::Alternate, Self::Forward];

    /// The directive.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Prometheus => "prometheus",
            Self::Errors => "errors",
            Self::Log => "log",
            Self::Template => "template",
            Self::Alternate => "alternate",
            Self::Forward => "forward",
        }
    }

    /// What it does, in one sentence (the recordings behind [`super::setup`] and [`crate::chain`] vouch for it).
    #[must_use]
    pub const fn summary(self) -> &'static str {
        match self {
            Self::Prometheus => "Serves CoreDNS's metrics over HTTP; once for each server block.",
            Self::Errors => "Logs what goes wrong while a query is answered; once for each server block.",
            Self::Log => "Logs queries, for the zones that it names or for all.",
            Self::Template => {
                "Answers queries of a class and a type below its zones from templates of records; nothing behind it is \
                 asked about them unless `fallthrough` lets them pass."
            }
            Self::Alternate => {
                "Asks other upstreams where the answer of `forward` has one of these rcodes; no answer at all counts as \
                 SERVFAIL, and FROM is not looked at."
            }
            Self::Forward => {
                "Asks upstreams about names below FROM; of several in a server block the first one whose zone matches \
                 is asked."
            }
        }
    }

    /// How it is written.
    #[must_use]
    pub const fn syntax(self) -> &'static str {
        match self {
            Self::Prometheus => "prometheus [ADDRESS]",
            Self::Errors => "errors [stdout]",
            Self::Log => "log [ZONE…] [FORMAT]",
            Self::Template => "template CLASS TYPE [ZONE…]",
            Self::Alternate => "alternate [original] RCODE[,RCODE…] FROM TO…",
            Self::Forward => "forward FROM TO…",
        }
    }

    /// The plugin of a directive; letter case counts.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|plugin| plugin.name() == name)
    }
}

impl fmt::Display for Plugin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
