//! `corefilectl probe`: one question to a running CoreDNS, Envoy and resolver, held against the walk.

mod document;

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::choices::{class, qtype};
use super::exit::Exit;
use super::io::Io;
use super::refusal::Refusal;
use super::show;
use super::side_car::{Chosen, SideCarOptions};
use crate::chain::{Answering, Capture, Protocol, Query, World, name};
use crate::coredns::dns;
use crate::diagnostic::Diagnostic;
use crate::mesh::{NotInForce, Setting};
use crate::probe::{Plan, Servers, Terms, Verdict, server};
use crate::report::{safe_json, trace};

use document::{Document, text};

/// Types that are no question to a server of names: OPT, TSIG, IXFR, AXFR.
const NO_QUESTION: [u16; 4] = [41, 250, 251, 252];
const MAX_TIMEOUT: Duration = Duration::from_secs(60);

/// Ask a running CoreDNS, Envoy and resolver, and say at which hop reality leaves the prediction
///
/// Envoy's DNS listener is held against the mesh file, CoreDNS against the walk through the Corefile in force in which
/// Envoy and the resolver answer as they really did. Run it where the data plane runs.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 reality is as predicted, 1 it differs or nobody answers, 2 the work could not be done."
)]
pub struct ProbeCommand {
    /// Name that is asked for; other scripts and escapes (\., \DDD) are read
    #[arg(value_name = "NAME")]
    name: String,
    /// Type of the record: a name, TYPE65 or a number
    #[arg(value_name = "TYPE", default_value = "A", value_parser = qtype)]
    qtype: u16,
    /// Class of the record
    #[arg(long, value_name = "CLASS", default_value = "IN", value_parser = class, help_heading = "Query")]
    class: u16,
    /// Ask over TCP; Envoy is asked over UDP all the same, because it speaks nothing else
    #[arg(long, help_heading = "Query")]
    tcp: bool,
    /// Ask without EDNS
    #[arg(long, help_heading = "Query")]
    no_edns: bool,
    /// CoreDNS, or the embedded DNS proxy [default: 127.0.0.1 and the port that the target gives it]
    #[arg(long, value_name = "IP:PORT", help_heading = "Servers")]
    server: Option<String>,
    /// Envoy's DNS listener; none leaves it out [default: 127.0.0.1 and the port that the target gives it, unless --server is
    /// elsewhere]
    #[arg(long, value_name = "IP:PORT", help_heading = "Servers")]
    envoy: Option<String>,
    /// The host's resolver [default: it is not asked]
    #[arg(long, value_name = "IP:PORT", help_heading = "Servers")]
    resolver: Option<String>,
    /// How long a try may take: 2s, 500ms, or seconds
    #[arg(long, value_name = "TIME", default_value = "2s", value_parser = timeout, help_heading = "Servers")]
    timeout: Duration,
    /// How often each server is asked before it counts as silent
    #[arg(
        long,
        value_name = "COUNT",
        default_value_t = 2,
        value_parser = clap::value_parser!(u32).range(1..=10),
        help_heading = "Servers"
    )]
    tries: u32,
    /// Output format
    #[arg(short, long, value_name = "FORMAT", default_value = "text", value_enum, help_heading = "Output")]
    output: Format,
    #[command(flatten)]
    side_car: SideCarOptions,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// JSON
    Json,
    /// YAML
    Yaml,
}

fn timeout(text: &str) -> Result<Duration, String> {
    let (number, unit) = match text.strip_suffix("ms") {
        Some(number) => (number, 0.001),
        None => (text.strip_suffix('s').unwrap_or(text), 1.0),
    };
    let is_plain = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let seconds = number.parse::<f64>().ok().filter(|_| is_plain);
    let time = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds * unit).ok());
    time.filter(|time| *time >= Duration::from_millis(1) && *time <= MAX_TIMEOUT)
        .ok_or_else(|| "not a time between 1ms and 60s".to_owned())
}

impl ProbeCommand {
    pub fn run(self, io: &mut Io<'_>) -> anyhow::Result<Exit> {
        let query = self.query()?;
        // Bad addresses are told before anything is read.
        self.servers(0, 0).map(drop)?;
        let chosen = self.side_car.choose(Capture::All, io)?;
        if let Answering::Other(reason @ NotInForce::Disabled { .. }) = &chosen.answering {
            let mut diagnostic = Diagnostic::error(reason.to_string()).note("so there is nobody to probe");
            diagnostic.help = reason.ways_out();
            return Err(Refusal::from(diagnostic).into());
        }
        let journey = chosen.journey();
        let mut servers = self.servers(journey.redirect.port, chosen.world.envoy.port)?;
        if let (Some(reason), Some(servers)) = (without_listener(&chosen), &mut servers)
            && servers.envoy.take().is_some()
            && self.envoy.is_some()
        {
            show::warning(format_args!("Envoy is not asked, because it has no DNS listener: {reason}"), io);
        }
        let Some(servers) = servers else {
            let setting = Setting::CoreDnsPort;
            let diagnostic = Diagnostic::error(format!("CoreDNS has no port to be asked at: {setting} is 0"))
                .help("name the server with --server HOST:PORT");
            return Err(Refusal::from(diagnostic).into());
        };
        let terms = Terms { timeout: self.timeout, tries: self.tries, edns: !self.no_edns };
        let plan = Plan {
            query: &query,
            front: journey.front,
            port: journey.redirect.port,
            world: journey.world,
            servers,
            terms,
        };
        let (hops, world) = plan.run();
        let verdict = Verdict::new(&hops, &plan);
        match self.output {
            Format::Text => {
                let differs = hops.last().is_some_and(|hop| hop.standing.differs());
                let walk = differs.then(|| predicted_walk(&chosen, &plan, &world));
                let told = text(&query, &chosen.target, &hops, &verdict, walk.as_deref());
                io.stdout.write_all(told.as_bytes())?;
            }
            Format::Json => {
                let document = Document::new(&query, &chosen.target, &hops, &verdict);
                io.stdout.write_all(&safe_json::write(&document)?)?;
            }
            Format::Yaml => {
                let document = Document::new(&query, &chosen.target, &hops, &verdict);
                write!(io.stdout, "{}", serde_yaml::to_string(&document)?)?;
            }
        }
        Ok(if verdict == Verdict::Agrees { Exit::Success } else { Exit::Findings })
    }

    fn query(&self) -> anyhow::Result<Query> {
        let name = name::parse(&self.name)?;
        if NO_QUESTION.contains(&self.qtype) {
            anyhow::bail!("{} is nothing that a name can be asked for here", dns::qtype_text(self.qtype));
        }
        let protocol = if self.tcp { Protocol::Tcp } else { Protocol::Udp };
        Ok(Query::new(&name, self.qtype).in_class(self.class).over(protocol))
    }

    /// Who is asked; none if the front has no port.
    fn servers(&self, front: u16, envoy: u16) -> anyhow::Result<Option<Servers>> {
        let local = |port: u16| (port > 0).then(|| SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port));
        let named = |option: &str, text: &Option<String>, port: u16| {
            let text = text.as_deref();
            // Where the default has no port, the text needs one of its own.
            text.map(|text| server::parse(text, port).map_err(|error| anyhow::anyhow!("--{option}: {error}")))
                .transpose()
        };
        let default = |port: u16| if port > 0 { port } else { 53 };
        let front = named("server", &self.server, default(front))?.or(local(front));
        let envoy = match &self.envoy {
            Some(text) if text == "none" => None,
            // The Envoy of this host is not that of another host's CoreDNS.
            None if front.is_some_and(|front| !front.ip().is_loopback()) => None,
            text => named("envoy", text, default(envoy))?.or(local(envoy)),
        };
        let resolver = named("resolver", &self.resolver, 53)?;
        Ok(front.map(|front| Servers { front, envoy, resolver }))
    }
}

/// Why Envoy has no DNS listener, if it has none.
fn without_listener(chosen: &Chosen) -> Option<String> {
    let port = || Some(format!("{} is 0", chosen.settings.keeps_names_out()?));
    chosen.no_corefile().or_else(port)
}

/// The walk that CoreDNS, or the embedded proxy, is held against: in the world as it was met.
fn predicted_walk(chosen: &Chosen, plan: &Plan<'_>, world: &World) -> String {
    let walk = plan.walk(world);
    let scene = trace::Setting {
        target: "",
        side_car: chosen.side_car(),
        no_corefile: None,
        world,
        assumptions: &chosen.assumptions,
    };
    trace::text::drawing(&trace::Trace { walk: &walk, scene }, false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser as _;

    #[derive(clap::Parser)]
    struct Line {
        #[command(flatten)]
        probe: ProbeCommand,
    }

    #[test]
    fn who_is_asked() {
        for (arguments, front, envoy, resolver) in [
            ("", "127.0.0.1:15053", "127.0.0.1:15054", "-"),
            ("--server 127.0.0.1:5", "127.0.0.1:5", "127.0.0.1:15054", "-"),
            ("--server 10.0.0.1", "10.0.0.1:15053", "-", "-"),
            ("--server 10.0.0.1 --envoy 10.0.0.1", "10.0.0.1:15053", "10.0.0.1:15054", "-"),
            ("--envoy none --resolver [::1]", "127.0.0.1:15053", "-", "[::1]:53"),
        ] {
            let line =
                Line::try_parse_from(["probe", "a.mesh"].into_iter().chain(arguments.split_whitespace())).unwrap();
            let servers = line.probe.servers(15053, 15054).unwrap().unwrap();
            let shown = |server: Option<SocketAddr>| server.map_or("-".to_owned(), |server| server.to_string());
            let all = [shown(Some(servers.front)), shown(servers.envoy), shown(servers.resolver)];
            assert_eq!(all, [front, envoy, resolver], "{arguments}");
        }
    }

    #[test]
    fn times_are_read() {
        for (text, milliseconds) in
            [("2s", 2000), ("2", 2000), ("0.5", 500), ("500ms", 500), ("1ms", 1), ("60s", 60_000)]
        {
            assert_eq!(timeout(text), Ok(Duration::from_millis(milliseconds)), "{text}");
        }
        for text in ["", "s", "0", "0ms", "-1", "61s", "1m", "inf", "nan", "1e3", "+1", "99999999999999999999s"] {
            assert!(timeout(text).is_err(), "{text}");
        }
    }
}
