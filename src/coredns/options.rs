//! Which options the blocks of the six plugins know, since which CoreDNS, with what behind them: one table for the set-up, for
//! "known since", and for whoever explains options. Recorded are CoreDNS 1.12.2, 1.13.1, 1.14.2 and 1.14.6; where a line says
//! `recorded: false`, its version is read from CoreDNS's history.

use super::plugin::Plugin;
use super::version::Version;

/// How many words stand behind an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arity {
    /// At least.
    pub min: usize,
    /// At most; none where there is no bound.
    pub max: Option<usize>,
}

/// What the words behind an option are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Flag,
    /// Zones.
    Zones,
    /// A number without sign.
    Number,
    /// A duration, as Go reads it.
    Duration,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// Rcodes in any letter case.
    Rcodes,
    /// An rcode in upper case.
    Rcode,
    /// Files.
    Files,
    /// A server name.
    Name,
    /// IP addresses, with or without a port.
    Addresses,
    /// Regular expressions.
    Regexps,
    /// Go templates that give records.
    Records,
    /// An extended DNS error: number and reason.
    ExtendedError,
    /// A duration with words behind it.
    HealthCheck,
    /// A duration, a regular expression and words behind them.
    Consolidation,
    /// Anything: it is not looked at.
    Ignored,
}

/// An option of a plugin's block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PluginOption {
    /// The plugin.
    pub plugin: Plugin,
    /// The word.
    pub name: &'static str,
    /// How many words may follow.
    pub arity: Arity,
    /// What they are.
    pub value: Value,
    /// The first CoreDNS that has it; none for the oldest that Kuma shipped, 1.8.3.
    pub since: Option<Version>,
    /// Whether a recording vouches for `since`: a version before it that refuses, and one from then on that accepts.
    pub recorded: bool,
}

const fn option(plugin: Plugin, name: &'static str, min: usize, max: usize, value: Value) -> PluginOption {
    let max = if max == MANY { None } else { Some(max) };
    PluginOption { plugin, name, arity: Arity { min, max }, value, since: None, recorded: true }
}

const MANY: usize = usize::MAX;

impl PluginOption {
    const fn since(self, minor: u16, patch: u16, recorded: bool) -> Self {
        Self { since: Some(Version::new(1, minor, patch)), recorded, ..self }
    }

    /// Whether a CoreDNS has the option.
    #[must_use]
    pub fn is_in(&self, version: Version) -> bool {
        self.since.is_none_or(|since| version >= since)
    }
}

/// The words of forward's `policy`.
pub const POLICIES: &[&str] = &["random", "round_robin", "sequential"];
/// The classes of `log`.
pub const LOG_CLASSES: &[&str] = &["all", "success", "denial", "error"];
/// The methods of `doh_method`.
pub const DOH_METHODS: &[&str] = &["POST", "GET"];

/// All options; those of a plugin stand together.
pub const OPTIONS: &[PluginOption] = &[
    option(Plugin::Prometheus, "runtime_metrics", 0, 0, Value::Flag).since(14, 3, false),
    option(Plugin::Prometheus, "tls", 1, 1, Value::Files).since(14, 3, false),
    option(Plugin::Errors, "stacktrace", 0, 0, Value::Flag).since(9, 3, false),
    option(Plugin::Errors, "consolidate", 2, 4, Value::Consolidation),
    option(Plugin::Log, "class", 1, MANY, Value::OneOf(LOG_CLASSES)),
    option(Plugin::Template, "match", 1, MANY, Value::Regexps),
    option(Plugin::Template, "answer", 1, MANY, Value::Records),
    option(Plugin::Template, "additional", 1, MANY, Value::Records),
    option(Plugin::Template, "authority", 1, MANY, Value::Records),
    option(Plugin::Template, "rcode", 1, 1, Value::Rcode),
    option(Plugin::Template, "ederror", 1, 2, Value::ExtendedError).since(10, 1, false),
    option(Plugin::Template, "fallthrough", 0, MANY, Value::Zones),
    option(Plugin::Template, "upstream", 0, MANY, Value::Ignored),
    option(Plugin::Forward, "except", 1, MANY, Value::Zones),
    option(Plugin::Forward, "force_tcp", 0, 0, Value::Flag),
    option(Plugin::Forward, "prefer_udp", 0, 0, Value::Flag),
    option(Plugin::Forward, "expire", 1, 1, Value::Duration),
    option(Plugin::Forward, "max_fails", 1, 1, Value::Number),
    option(Plugin::Forward, "tls", 0, 3, Value::Files),
    option(Plugin::Forward, "tls_servername", 1, 1, Value::Name),
    option(Plugin::Forward, "policy", 1, 1, Value::OneOf(POLICIES)),
    option(Plugin::Forward, "health_check", 1, MANY, Value::HealthCheck),
    option(Plugin::Forward, "max_concurrent", 1, 1, Value::Number),
    option(Plugin::Forward, "next", 1, MANY, Value::Rcodes).since(11, 4, false),
    option(Plugin::Forward, "failfast_all_unhealthy_upstreams", 0, 0, Value::Flag).since(12, 1, false),
    option(Plugin::Forward, "failover", 1, MANY, Value::Rcodes).since(13, 0, true),
    option(Plugin::Forward, "max_connect_attempts", 1, 1, Value::Number).since(14, 0, false),
    option(Plugin::Forward, "max_idle_conns", 1, 1, Value::Number).since(14, 1, false),
    option(Plugin::Forward, "max_age", 1, 1, Value::Duration).since(14, 3, true),
    option(Plugin::Forward, "resolver", 1, MANY, Value::Addresses).since(14, 4, true),
    option(Plugin::Forward, "next_on_nodata", 0, 0, Value::Flag).since(14, 4, true),
    option(Plugin::Forward, "doh_method", 1, 1, Value::OneOf(DOH_METHODS)).since(14, 5, true),
    option(Plugin::Forward, "read_timeout", 1, 1, Value::Duration).since(14, 5, true),
    option(Plugin::Forward, "source_address", 1, 1, Value::Addresses).since(14, 6, true),
];

/// The options of a plugin.
pub fn of(plugin: Plugin) -> impl Iterator<Item = &'static PluginOption> {
    OPTIONS.iter().filter(move |option| option.plugin == plugin)
}

/// The option of a plugin with that name, in whichever version; letter case counts.
#[must_use]
pub fn find(plugin: Plugin, name: &str) -> Option<&'static PluginOption> {
    of(plugin).find(|option| option.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_versions_known() {
        for option in OPTIONS {
            assert_eq!(of(option.plugin).filter(|other| other.name == option.name).count(), 1, "{}", option.name);
            assert!(option.arity.max.is_none_or(|max| option.arity.min <= max), "{}", option.name);
            let oldest = Version::new(1, 8, 3);
            assert!(option.since.is_none_or(|since| since > oldest && since <= Version::new(1, 14, 6)));
            assert_eq!(option.is_in(oldest), option.since.is_none());
        }
        assert!(find(Plugin::Forward, "Policy").is_none() && find(Plugin::Alternate, "policy").is_none());
    }
}
