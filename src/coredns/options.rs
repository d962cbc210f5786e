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

impl Value {
    /// What stands for it where the option is explained.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Flag => "",
            Self::Zones => "ZONE",
            Self::Number => "NUMBER",
            Self::Duration => "DURATION",
            Self::OneOf(_) => "WORD",
            Self::Rcodes | Self::Rcode => "RCODE",
            Self::Files => "FILE",
            Self::Name => "NAME",
            Self::Addresses => "ADDRESS",
            Self::Regexps => "REGEXP",
            Self::Records => "RECORD",
            Self::ExtendedError => "CODE [REASON]",
            Self::HealthCheck => "DURATION [no_rec] [domain NAME]",
            Self::Consolidation => "DURATION REGEXP [LEVEL] [show_first]",
            Self::Ignored => "ANYTHING",
        }
    }
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
    /// What it does, in one sentence.
    pub summary: &'static str,
    /// The first CoreDNS that has it; none for the oldest that Kuma shipped, 1.8.3.
    pub since: Option<Version>,
    /// Whether a recording vouches for `since`: a version before it that refuses, and one from then on that accepts.
    pub recorded: bool,
}

const fn option(plugin: Plugin, name: &'static str, min: usize, max: usize, value: Value) -> PluginOption {
    let max = if max == MANY { None } else { Some(max) };
    PluginOption { plugin, name, arity: Arity { min, max }, value, summary: "", since: None, recorded: true }
}

const MANY: usize = usize::MAX;

impl PluginOption {
    const fn since(self, minor: u16, patch: u16, recorded: bool) -> Self {
        Self { since: Some(Version::new(1, minor, patch)), recorded, ..self }
    }

    const fn says(self, summary: &'static str) -> Self {
        Self { summary, ..self }
    }

    /// How it is written.
    #[must_use]
    pub fn syntax(&self) -> String {
        let word = self.value.word();
        let words = match (self.arity.min, self.arity.max) {
            (_, Some(0)) => String::new(),
            (0, _) => format!(" [{word}…]"),
            (1, Some(1)) => format!(" {word}"),
            _ if word.contains(' ') => format!(" {word}"),
            _ => format!(" {word}…"),
        };
        format!("{}{words}", self.name)
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
    option(Plugin::Prometheus, "runtime_metrics", 0, 0, Value::Flag)
        .since(14, 3, false)
        .says("Adds the metrics of Go's runtime."),
    option(Plugin::Prometheus, "tls", 1, 1, Value::Files)
        .since(14, 3, false)
        .says("Serves the metrics over TLS with the settings of a file."),
    option(Plugin::Errors, "stacktrace", 0, 0, Value::Flag).since(9, 3, false).says("Logs the stack of a panic."),
    option(Plugin::Errors, "consolidate", 2, 4, Value::Consolidation)
        .says("Counts errors that match a pattern and logs them together once a period."),
    option(Plugin::Log, "class", 1, MANY, Value::OneOf(LOG_CLASSES)).says("Logs only answers of these classes."),
    option(Plugin::Template, "match", 1, MANY, Value::Regexps)
        .says("Answers only names that match one of these patterns."),
    option(Plugin::Template, "answer", 1, MANY, Value::Records)
        .says("A record of the answer, as a Go template that CoreDNS executes for every query."),
    option(Plugin::Template, "additional", 1, MANY, Value::Records)
        .says("A record of the additional section, as a Go template."),
    option(Plugin::Template, "authority", 1, MANY, Value::Records)
        .says("A record of the authority section, as a Go template."),
    option(Plugin::Template, "rcode", 1, 1, Value::Rcode).says("The rcode of the answer; letter case counts."),
    option(Plugin::Template, "ederror", 1, 2, Value::ExtendedError)
        .since(10, 1, false)
        .says("Adds an extended DNS error to the answer."),
    option(Plugin::Template, "fallthrough", 0, MANY, Value::Zones)
        .says("Lets queries that no `match` fits pass to what is behind; for these zones only, if any are named."),
    option(Plugin::Template, "upstream", 0, MANY, Value::Ignored).says("Does nothing; it is there for old files."),
    option(Plugin::Forward, "except", 1, MANY, Value::Zones).says("Leaves names below these zones to others."),
    option(Plugin::Forward, "force_tcp", 0, 0, Value::Flag).says("Asks over TCP whatever the client used."),
    option(Plugin::Forward, "prefer_udp", 0, 0, Value::Flag)
        .says("Asks over UDP first whatever the client used; Envoy's DNS filter listens on UDP only."),
    option(Plugin::Forward, "expire", 1, 1, Value::Duration)
        .says("How long an idle connection to an upstream is kept."),
    option(Plugin::Forward, "max_fails", 1, 1, Value::Number)
        .says("After so many failed health checks an upstream counts as down; 0 switches the checks off."),
    option(Plugin::Forward, "tls", 0, 3, Value::Files).says("Asks over TLS with these certificates and keys."),
    option(Plugin::Forward, "tls_servername", 1, 1, Value::Name)
        .says("The name that the certificate of a TLS upstream is checked against."),
    option(Plugin::Forward, "policy", 1, 1, Value::OneOf(POLICIES)).says("In which order upstreams are asked."),
    option(Plugin::Forward, "health_check", 1, MANY, Value::HealthCheck)
        .says("How often upstreams are checked, and how."),
    option(Plugin::Forward, "max_concurrent", 1, 1, Value::Number).says("More queries at once are REFUSED."),
    option(Plugin::Forward, "next", 1, MANY, Value::Rcodes)
        .since(11, 4, false)
        .says("Goes on to the next forward that matches where an upstream sends one of these rcodes."),
    option(Plugin::Forward, "failfast_all_unhealthy_upstreams", 0, 0, Value::Flag)
        .since(12, 1, false)
        .says("Gives up at once where all upstreams are down, instead of trying one all the same."),
    option(Plugin::Forward, "failover", 1, MANY, Value::Rcodes)
        .since(13, 0, true)
        .says("Asks another upstream of the list where one sends one of these rcodes."),
    option(Plugin::Forward, "max_connect_attempts", 1, 1, Value::Number)
        .since(14, 0, false)
        .says("Tries so many times to reach an upstream."),
    option(Plugin::Forward, "max_idle_conns", 1, 1, Value::Number)
        .since(14, 1, false)
        .says("Keeps at most so many idle connections to an upstream."),
    option(Plugin::Forward, "max_age", 1, 1, Value::Duration)
        .since(14, 3, true)
        .says("How long a connection is used at most."),
    option(Plugin::Forward, "resolver", 1, MANY, Value::Addresses)
        .since(14, 4, true)
        .says("Asks these servers for the addresses of upstreams that are host names."),
    option(Plugin::Forward, "next_on_nodata", 0, 0, Value::Flag)
        .since(14, 4, true)
        .says("Goes on to the next forward where an upstream's answer is empty, too."),
    option(Plugin::Forward, "doh_method", 1, 1, Value::OneOf(DOH_METHODS))
        .since(14, 5, true)
        .says("The HTTP method for upstreams with `https://`."),
    option(Plugin::Forward, "read_timeout", 1, 1, Value::Duration)
        .since(14, 5, true)
        .says("How long an upstream may take to answer."),
    option(Plugin::Forward, "source_address", 1, 1, Value::Addresses)
        .since(14, 6, true)
        .says("The address from which upstreams are asked."),
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
            assert!(option.summary.ends_with('.'), "{} says nothing of itself", option.name);
            assert!(option.arity.max.is_none_or(|max| option.arity.min <= max), "{}", option.name);
            let oldest = Version::new(1, 8, 3);
            assert!(option.since.is_none_or(|since| since > oldest && since <= Version::new(1, 14, 6)));
            assert_eq!(option.is_in(oldest), option.since.is_none());
        }
        assert!(find(Plugin::Forward, "Policy").is_none() && find(Plugin::Alternate, "policy").is_none());
    }
}
