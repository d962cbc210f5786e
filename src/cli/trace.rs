//! `corefilectl trace`: what becomes of a query, hop by hop, and who answers it.

use clap::{Args, ValueEnum};

use super::choices::{class, qtype};
use super::exit::Exit;
use super::io::Io;
use super::side_car::{RedirectOption, SideCarOptions};
use crate::chain::samples::{self, MISSING_NAME};
use crate::chain::{Protocol, Query, World, is_under, name, travel};
use crate::coredns::Server;
use crate::coredns::dns;
use crate::report::trace::document::Document;
use crate::report::trace::overview::Overview;
use crate::report::trace::{Setting, Trace, text};
use crate::report::{safe_json, visible};

/// Follow a DNS query hop by hop: who takes it, who is asked, who answers
///
/// Walks the query from the client through iptables, the server blocks and plugins of the Corefile in force, Envoy's DNS
/// filter and the host's resolver, or through the DNS proxy embedded in kuma-dp, and prints each hop with the line of the
/// template that is responsible, and the answer as dig prints it. What chance or an unknown server decides is shown in each
/// of its ways. Without NAME: the queries that matter, as a table.
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 walked, whatever the answer, 2 the work could not be done.")]
pub struct TraceCommand {
    /// Name that is asked for; other scripts and escapes (\., \DDD) are read
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// Type of the record: a name, TYPE65 or a number
    #[arg(value_name = "TYPE", default_value = "A", value_parser = qtype)]
    qtype: u16,
    /// Class of the record
    #[arg(long, value_name = "CLASS", default_value = "IN", value_parser = class, requires = "name")]
    class: u16,
    /// Ask over TCP
    #[arg(long)]
    tcp: bool,
    /// Output format
    #[arg(short, long, value_name = "FORMAT", default_value = "text", value_enum, help_heading = "Output")]
    output: TraceFormat,
    #[command(flatten)]
    redirect: RedirectOption,
    #[command(flatten)]
    side_car: SideCarOptions,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum TraceFormat {
    /// The walk, drawn; without NAME a table
    Text,
    /// JSON
    Json,
    /// YAML
    Yaml,
}

impl TraceCommand {
    pub fn run(self, io: &mut Io<'_>) -> anyhow::Result<Exit> {
        let protocol = if self.tcp { Protocol::Tcp } else { Protocol::Udp };
        let query = |name: &str| Ok(Query::new(&name::parse(name)?, self.qtype).in_class(self.class).over(protocol));
        let query: Option<Query> = self.name.as_deref().map(query).transpose().map_err(|error: name::NameError| {
            anyhow::Error::msg(visible::visible_line(error.to_string().as_bytes()).into_owned())
        })?;
        let chosen = self.side_car.choose(self.redirect.capture(), io)?;
        let journey = chosen.journey();
        let target = chosen.in_words();
        let no_corefile = chosen.no_corefile();
        let scene = Setting {
            target: &target,
            side_car: chosen.side_car(),
            no_corefile: no_corefile.as_deref(),
            world: &chosen.world,
            assumptions: &chosen.assumptions,
        };
        match &query {
            Some(query) => {
                let walk = travel(&journey, query);
                let trace = Trace { walk: &walk, scene };
                match self.output {
                    TraceFormat::Text => {
                        io.stdout.write_all(text::render(&trace, io.terminal.color_stdout).as_bytes())?;
                    }
                    format => write(&Document::new(&trace), format, io)?,
                }
            }
            None => {
                let mut overview = Overview::new(&scene);
                let server = chosen.side_car().map(|side_car| &side_car.server);
                for query in usual(&chosen.world, server, chosen.redirect.port) {
                    let walk = travel(&journey, &query.over(protocol));
                    overview.add(&Trace { walk: &walk, scene });
                }
                match self.output {
                    TraceFormat::Text => io.stdout.write_all(overview.table().as_bytes())?,
                    format => write(&overview, format, io)?,
                }
            }
        }
        if self.output == TraceFormat::Text {
            for assumption in &chosen.assumptions {
                super::show::notice(format_args!("supposed: {assumption}"), io);
            }
        }
        Ok(Exit::Success)
    }
}

fn write(document: &impl serde::Serialize, format: TraceFormat, io: &mut Io<'_>) -> anyhow::Result<()> {
    match format {
        TraceFormat::Yaml => io.stdout.write_all(serde_yaml::to_string(document)?.as_bytes())?,
        TraceFormat::Json | TraceFormat::Text => io.stdout.write_all(&safe_json::write(document)?)?,
    }
    Ok(())
}

/// The queries that matter: addresses of a name of the mesh and of one outside, mail, a missing name, and one for each server or
/// zone besides.
fn usual(world: &World, server: Option<&Server>, port: u16) -> Vec<Query> {
    let mut queries = Vec::new();
    if let Some(name) = samples::mesh_name(world) {
        queries.extend([dns::A, dns::AAAA].map(|qtype| Query::new(&name, qtype)));
    }
    let outside = samples::outside_name(world);
    queries.extend([dns::A, dns::AAAA, dns::MX].map(|qtype| Query::new(outside, qtype)));
    queries.push(Query::new(MISSING_NAME, dns::A));
    // What other servers are known to have, else a name in each zone that the Corefile mentions.
    let known = samples::known_names(world).into_iter().filter(|name| *name != outside).map(str::to_owned);
    let mut others: Vec<String> = known.collect();
    if let Some(server) = server {
        let zones = samples::names_in_zones(server, port).into_iter();
        let is_new = |name: &String| !others.iter().any(|known| is_under(known, zone_of(name)));
        let zones: Vec<_> = zones.filter(is_new).collect();
        others.extend(zones);
    }
    queries.extend(others.iter().take(MAX_OTHERS).map(|name| Query::new(name, dns::A)));
    queries
}

/// More queries than the usual ones are not in the table.
const MAX_OTHERS: usize = 8;

fn zone_of(name: &str) -> &str {
    name.strip_prefix(samples::LABEL_IN_FRONT).unwrap_or(name)
}
