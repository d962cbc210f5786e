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
