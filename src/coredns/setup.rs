//! Does a Corefile start on a CoreDNS of Kuma's build, and what is it then set up to? The verdict, the message and the order
//! of the checks are CoreDNS's: addresses first, then plugin by plugin in compiled order over all server blocks, then the
//! servers (coredns/caddy: caddy.go; coredns: core/dnsserver, plugin/*; coredns/alternate).
//!
//! What the parser refuses is [`crate::corefile`]'s business. Where the verdict depends on a host that nobody has looked at,
//! it is the favourable one, and says on what.

mod alternate;
mod duration;
mod errors;
mod forward;
mod log;
mod number;
mod prometheus;
mod regexp;
mod server;
mod template;
#[cfg(test)]
mod tests;
mod upstream;

use super::config::{Block, Server};
use super::host::Host;
use super::options::{self, PluginOption};
use super::plugin::Plugin;
use super::probe::Probe;
use super::version::Version;
use crate::corefile::address::normalize;
use crate::corefile::dispenser::{Complaint, Dispenser};
use crate::corefile::{Corefile, ImportLimit, Place, ServerBlock, Token};
use crate::source::Span;

/// A CoreDNS that starts.
#[derive(Clone, Debug)]
pub struct Started {
    /// What it is set up to.
    pub server: Server,
    /// What of the host the verdict depends on, where that is not known.
    pub depends: Vec<Dependence>,
    /// What the version was asked: a version that answers all of it alike starts the same ([`super::probe::holds_for`]).
    pub asked: Vec<Version>,
}

/// Something of the host that nobody has looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependence {
    /// What.
    pub what: DependsOn,
    /// The word that asks for it.
    pub place: Place,
}

/// What a verdict can depend on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DependsOn {
    /// Whether there is a file at this path, and what is in it.
    File(String),
    /// Whether a file, which exists, names a nameserver.
    Nameservers(String),
    /// Whether a name can be looked up.
    Name(String),
}

/// A CoreDNS that does not start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartError {
    /// CoreDNS's message.
    pub message: String,
    /// The word that it is about; for an empty Corefile its start.
    pub place: Place,
    /// What it is about.
    pub kind: StartErrorKind,
    /// The plugin whose set-up refuses.
    pub directive: Option<Plugin>,
    /// The option of the plugin's block, as written.
    pub option: Option<String>,
    /// What the version was asked, as in [`Started`].
    pub asked: Vec<Version>,
}

/// What a [`StartError`] is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StartErrorKind {
    /// A word in a plugin's block that this CoreDNS does not know there.
    UnknownOption {
        /// The word.
        name: String,
        /// The first CoreDNS that knows it, if there is one.
        known_since: Option<Version>,
    },
    /// Too few or too many words.
    WrongArguments,
    /// A word that is no value of its kind: a duration, a number, a policy, an rcode, a type.
    BadValue,
    /// An address of a server block, of an upstream or of a metrics endpoint that is none.
    BadAddress,
    /// A word as upstream that is neither an address nor a file, but a host name.
    HostNameUpstream,
    /// A file that is missing or holds nothing that it should.
    BadFile,
    /// More upstreams than CoreDNS takes.
    TooManyUpstreams,
    /// A zone that is served twice at a port.
    DuplicateSite,
    /// An rcode in two rules of alternate.
    RcodeTwice,
    /// A plugin that a block may have once.
    OnlyOnce,
    /// A transport that does not go there.
    NotSupported,
    /// A regular expression.
    Regex,
    /// A Go template.
    GoTemplate,
    /// There is no server block.
    Empty,
    /// A port that needs root.
    PrivilegedPort,
    /// More zones than corefilectl takes; CoreDNS has no bound.
    Limit,
}

/// More zones that CIDR labels come to are refused.
pub const MAX_ZONES: usize = 1 << 20;

/// How far snippets may be imported into each other; goes to the parser.
#[must_use]
pub fn import_limit(probe: &Probe) -> ImportLimit {
    if probe.at_least(Version::new(1, 13, 0)) { ImportLimit::TenThousand } else { ImportLimit::None }
}

/// Sets a Corefile up.
///
/// # Errors
/// Why CoreDNS does not start.
pub fn start(corefile: &Corefile<'_>, version: Version, host: &Host) -> Result<Started, Box<StartError>> {
    let probe = Probe::new(version);
    let mut setup = Setup { probe: &probe, host, files: &corefile.files, depends: Vec::new(), zones: 0 };
    match setup.run(corefile) {
        Ok(server) => {
            let depends = setup.depends;
            Ok(Started { server, depends, asked: probe.into_asked() })
        }
        Err(refusal) => {
            let Refusal { message, place, kind, directive, option } = *refusal;
            Err(Box::new(StartError { message, place, kind, directive, option, asked: probe.into_asked() }))
        }
    }
}

/// What the set-ups share.
struct Setup<'s> {
    probe: &'s Probe,
    host: &'s Host,
    files: &'s [String],
    depends: Vec<Dependence>,
    // How many zones words have come to: a network of a few bytes can be 128.
    zones: usize,
}

/// A [`StartError`] on its way up.
#[derive(Debug)]
struct Refusal {
    message: String,
    place: Place,
    kind: StartErrorKind,
    directive: Option<Plugin>,
    option: Option<String>,
}

type Checked<T> = Result<T, Box<Refusal>>;

impl Setup<'_> {
    fn run(&mut self, corefile: &Corefile<'_>) -> Checked<Server> {
        if corefile.blocks.is_empty() {
            // CoreDNS falls back to a Corefile of its own, whose plugin Kuma's build lacks.
            let message = "Corefile:2 - Error during parsing: Unknown directive 'whoami'";
            return Err(refusal(message, Place::main(Span::at(0)), StartErrorKind::Empty));
        }
        let sites = self.sites(&corefile.blocks)?;
        let place = |block: &ServerBlock<'_>| Block { place: Some(block.place), ..Block::default() };
        let mut server = Server { blocks: corefile.blocks.iter().map(place).collect(), sites };
        for plugin in Plugin::ALL {
            for (index, block) in corefile.blocks.iter().enumerate() {
                let Some(words) = block.dispenser(plugin.name(), self.files) else { continue };
                // Sites stand in the order of their blocks.
                let zones = || {
                    let first = server.sites.partition_point(|site| site.block < index);
                    let sites = server.sites.iter().skip(first).take_while(move |site| site.block == index);
                    sites.map(|site| site.zone.to_lowercase()).collect()
                };
                let set_up = match plugin {
                    Plugin::Prometheus => self.prometheus(words).map(|found| server.blocks[index].prometheus = found),
                    Plugin::Errors => self.errors(words).map(|found| server.blocks[index].errors = found),
                    Plugin::Log => self.logs(words).map(|found| server.blocks[index].logs = found),
                    Plugin::Template => {
                        self.templates(words, zones()).map(|found| server.blocks[index].templates = found)
                    }
                    Plugin::Alternate => self.alternates(words).map(|found| server.blocks[index].alternates = found),
                    Plugin::Forward => self.forwards(words).map(|found| server.blocks[index].forwards = found),
                };
                set_up.map_err(|mut refusal| {
                    refusal.directive = Some(plugin);
                    refusal
                })?;
            }
        }
        self.listen(&server.sites)?;
        Ok(server)
    }

    /// The zones that the words of a plugin come to; those that are none are dropped.
    fn zones(&mut self, words: &[&Token<'_>]) -> Checked<Vec<(String, Place)>> {
        let mut zones = Vec::new();
        for word in words {
            let found = normalize(&word.text);
            self.count_zones(found.len(), word.place)?;
            zones.extend(found.into_iter().map(|zone| (zone, word.place)));
        }
        Ok(zones)
    }

    fn count_zones(&mut self, zones: usize, place: Place) -> Checked<()> {
        self.zones = self.zones.saturating_add(zones);
        if self.zones > MAX_ZONES {
            let message = format!("networks come to more than {MAX_ZONES} zones: a limit of corefilectl");
            return Err(refusal(message, place, StartErrorKind::Limit));
        }
        Ok(())
    }

    fn depends_on(&mut self, what: DependsOn, place: Place) {
        self.depends.push(Dependence { what, place });
    }

    /// The option that the current word names, if this CoreDNS has it.
    fn option(&self, plugin: Plugin, name: &str) -> Option<&'static PluginOption> {
        let option = options::find(plugin, name)?;
        option.since.is_none_or(|since| self.probe.at_least(since)).then_some(option)
    }
}

fn refusal(message: impl Into<String>, place: Place, kind: StartErrorKind) -> Box<Refusal> {
    Box::new(Refusal { message: message.into(), place, kind, directive: None, option: None })
}

/// A refusal with the file and line in front, about the current word.
fn at_line(words: &Dispenser<'_, '_>, message: &str, kind: StartErrorKind) -> Box<Refusal> {
    complained(words, words.error(message), kind)
}

/// The refusal of missing or superfluous words.
fn wrong_arguments(words: &Dispenser<'_, '_>) -> Box<Refusal> {
    complained(words, words.argument_error(), StartErrorKind::WrongArguments)
}

/// A refusal whose message stands alone, about the current word.
fn bare(words: &Dispenser<'_, '_>, message: impl Into<String>, kind: StartErrorKind) -> Box<Refusal> {
    refusal(message, words.place(), kind)
}

fn complained(words: &Dispenser<'_, '_>, complaint: Complaint, kind: StartErrorKind) -> Box<Refusal> {
    refusal(complaint.message, complaint.place.unwrap_or(words.place()), kind)
}

/// The kind of refusal of an unknown word in a block.
fn unknown_option(plugin: Plugin, name: &str) -> StartErrorKind {
    let known_since = options::find(plugin, name).and_then(|option| option.since);
    StartErrorKind::UnknownOption { name: name.to_owned(), known_since }
}

impl Refusal {
    /// CoreDNS puts the plugin's name in front of most messages.
    fn of(mut self: Box<Self>, plugin: Plugin) -> Box<Self> {
        self.message = format!("plugin/{plugin}: {}", self.message);
        self
    }

    /// Says in which option of the block it is.
    fn inside(mut self: Box<Self>, option: &str) -> Box<Self> {
        self.option = Some(option.to_owned());
        self
    }
}

/// From the word at `start` to the current one.
fn up_to_here(words: &Dispenser<'_, '_>, start: Place) -> Place {
    start.to(words.place())
}
