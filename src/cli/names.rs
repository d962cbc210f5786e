//! `corefilectl names`: which names services have, and which service a name means.

mod rows;

use std::ffi::OsString;

use clap::Args;
use serde::Serialize;

use super::choices::DataFormat;
use super::control_plane::{ControlPlaneOptions, Naming};
use super::exit::Exit;
use super::io::Io;
use super::mesh_source::generators;
use super::refusal::Refusal;
use super::resources::{Resources, holds_secrets};
use super::show;
use super::target::ReleaseOptions;
use crate::diagnostic::Diagnostic;
use crate::mesh::hostname_generator::{self, HostnameGenerator};
use crate::mesh::meaning::{self, Reading};
use crate::mesh::virtual_outbound::{self, VirtualOutboundPolicy};
use crate::mesh::{Platform, Release};
use crate::report::table::table;
use crate::report::visible::visible;
use rows::{Row, Status};

/// Print the names that services of the mesh have, or with --whose the services that a name means
///
/// Names come from kuma.io/service tags, given as arguments or in Dataplanes and ExternalServices; from VirtualOutbounds; and from
/// HostnameGenerators for MeshServices, MeshExternalServices and MeshMultiZoneServices. Resources are checked as the control plane of
/// the release checks them.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 all is well, 1 a resource that the control plane refuses, a name that is lost to another service, \
                  that no template makes or that is no DNS name, or a name that nobody has; 2 the work could not be done."
)]
pub struct NamesCommand {
    /// kuma.io/service tags
    #[arg(value_name = "TAG")]
    tags: Vec<String>,
    /// Resources of Kuma in YAML or JSON, as kubectl and kumactl print them; - is standard input; may be repeated
    #[arg(short, long, value_name = "FILE", help_heading = "Mesh")]
    file: Vec<OsString>,
    /// Which service this name means; may be repeated
    #[arg(long, value_name = "NAME", conflicts_with = "tags", help_heading = "Mesh")]
    whose: Vec<String>,
    /// Only this mesh [default: all]
    #[arg(long, value_name = "NAME", help_heading = "Mesh")]
    mesh: Option<String>,
    /// The zone's name, for HostnameGenerators
    #[arg(long, value_name = "NAME", default_value = "default", help_heading = "Mesh")]
    zone: String,
    /// Take the HostnameGenerators for there that Kuma 2.9 and later create
    #[arg(long, help_heading = "Mesh")]
    default_generators: bool,
    #[command(flatten)]
    control_plane: ControlPlaneOptions,
    /// kuma-cp's configuration: its dnsServer
    #[arg(long, value_name = "FILE", help_heading = "Control plane")]
    cp_config: Option<OsString>,
    /// Leave KUMA_DNS_SERVER_... of the environment out
    #[arg(long, help_heading = "Control plane")]
    no_env: bool,
    #[command(flatten)]
    release: ReleaseOptions,
    /// Output format
    #[arg(short, long, value_name = "FORMAT", default_value = "table", value_enum, help_heading = "Output")]
    output: DataFormat,
}

/// One way to read a name.
#[derive(Serialize)]
struct Meaning {
    name: String,
    kind: String,
    service: String,
    meaning: String,
    known: bool,
}

impl NamesCommand {
    pub fn run(self, io: &mut Io<'_>) -> anyhow::Result<Exit> {
        if self.tags.is_empty() && self.file.is_empty() && self.whose.is_empty() {
            let diagnostic = Diagnostic::error("whose names? There are no services")
                .help("name kuma.io/service tags or resources of Kuma (-f FILE), or ask for a name with --whose NAME");
            return Err(Refusal::from(diagnostic).into());
        }
        let chosen = self.release.chosen(io)?;
        let environment = io.environment;
        let lookup = |name: &str| if self.no_env { None } else { environment(name) };
        let naming = self.control_plane.naming(self.cp_config.as_ref(), &chosen.release, lookup, io)?;
        let platform = if chosen.is_injected() { Platform::Kubernetes } else { Platform::Universal };
        let resources = Resources::read(&self.file, io)?;
        let refused = refuse(&resources, &chosen.release, io);
        let generators = generators(&resources, self.default_generators, &chosen.release, platform);
        let scope = rows::Scope {
            domain: &naming.dns_server.domain.value,
            zone: &self.zone,
            release: &chosen.release,
            generators: &generators,
        };
        let mut rows = rows::of_tags(&self.tags, &scope);
        rows.extend(rows::of_resources(&resources.all, &scope));
        if let Some(mesh) = &self.mesh {
            rows.retain(|row| row.mesh.as_ref().is_none_or(|of| of == mesh));
        }
        rows::mark_shadowed(&mut rows);
        if rows.is_empty() && self.whose.is_empty() {
            show::notice(
                "no names: the files hold no services of this mesh (Dataplanes, ExternalServices, MeshServices and the like)",
                io,
            );
        }
        let found = if self.whose.is_empty() {
            self.print(&rows, io)?;
            rows.iter().any(|row| row.status != Status::Ok)
        } else {
            self.print_meanings(&rows, &naming, &chosen.release, io)?
        };
        Ok(match (resources.is_broken, refused || found) {
            (true, _) => Exit::Failure,
            (false, true) => Exit::Findings,
            (false, false) => Exit::Success,
        })
    }

    fn print(&self, rows: &[Row], io: &mut Io<'_>) -> anyhow::Result<()> {
        let text = match self.output {
            DataFormat::Json => format!("{}\n", serde_json::to_string_pretty(rows)?),
            DataFormat::Yaml => serde_yaml::to_string(rows)?,
            DataFormat::Table => {
                let cell = |text: &str| visible(text.as_bytes()).into_owned();
                let lines: Vec<Vec<String>> = rows
                    .iter()
                    .map(|row| {
                        let port = row.port.map_or_else(|| "-".to_owned(), |port| port.to_string());
                        let service = row
                            .meaning
                            .as_ref()
                            .map_or_else(|| row.service.clone(), |meaning| format!("{} ({meaning})", row.service));
                        vec![
                            cell(row.name.as_deref().unwrap_or("-")),
                            cell(&row.by),
                            port,
                            verdict(row, row.rfc_1035.as_ref()),
                            verdict(row, row.rfc_1123.as_ref()),
                            row.status.word().to_owned(),
                            row.kind.to_owned(),
                            cell(&service),
                        ]
                    })
                    .collect();
                table(&["NAME", "BY", "PORT", "RFC 1035", "RFC 1123", "STATUS", "KIND", "SERVICE"], &lines)
            }
        };
        for message in rows.iter().filter_map(|row| row.message.as_ref()) {
            show::warning(message, io);
        }
        io.stdout.write_all(text.as_bytes())?;
        Ok(())
    }

    /// Whether a name is nobody's.
    fn print_meanings(
        &self,
        rows: &[Row],
        naming: &Naming,
        release: &Release,
        io: &mut Io<'_>,
    ) -> anyhow::Result<bool> {
        let mut meanings: Vec<Meaning> = Vec::new();
        let mut is_nobodys = false;
        for name in &self.whose {
            let bare = name.strip_suffix('.').unwrap_or(name);
            let before = meanings.len();
            let known = rows.iter().filter(|row| {
                row.status == Status::Ok && row.name.as_deref().is_some_and(|of| of.eq_ignore_ascii_case(bare))
            });
            meanings.extend(known.map(|row| Meaning {
                name: bare.to_owned(),
                kind: row.kind.to_owned(),
                service: row.service.clone(),
                meaning: format!("{} {}, by {}", row.kind, row.service, row.by),
                known: true,
            }));
            let (readings, more) = meaning::readings(bare, &naming.dns_server.domain.value, release);
            for reading in readings {
                // Of one kind a name has one service, while several tags can have one name.
                let is_known = meanings.iter().skip(before).any(|one| {
                    let is_tag = matches!(reading, Reading::Tag(_));
                    one.known && one.kind == reading.kind() && (!is_tag || one.service == reading.service())
                });
                if !is_known {
                    meanings.push(Meaning {
                        name: bare.to_owned(),
                        kind: reading.kind().to_owned(),
                        service: reading.service().to_owned(),
                        meaning: reading.to_string(),
                        known: false,
                    });
                }
            }
            if more > 0 {
                let text = "has more dots than are tried: any of them may be an underscore of the tag";
                show::notice(format_args!("{bare} {text}"), io);
            }
            if meanings.len() == before {
                is_nobodys = true;
                let domain = &naming.dns_server.domain.value;
                let shown = if bare.is_empty() { "(nothing)" } else { bare };
                show::notice(
                    format_args!("{shown} is no name of a service that is known, and none under {domain}"),
                    io,
                );
            }
        }
        let text = match self.output {
            DataFormat::Json => format!("{}\n", serde_json::to_string_pretty(&meanings)?),
            DataFormat::Yaml => serde_yaml::to_string(&meanings)?,
            DataFormat::Table => {
                let cell = |text: &str| visible(text.as_bytes()).into_owned();
                let known = |known: bool| if known { "yes" } else { "may be" }.to_owned();
                let lines: Vec<_> =
                    meanings.iter().map(|one| vec![cell(&one.name), known(one.known), cell(&one.meaning)]).collect();
                table(&["NAME", "KNOWN", "MEANING"], &lines)
            }
        };
        io.stdout.write_all(text.as_bytes())?;
        Ok(is_nobodys)
    }
}

fn verdict(row: &Row, problem: Option<&String>) -> String {
    match (&row.name, problem) {
        (None, _) => "-",
        (Some(_), None) => "yes",
        (Some(_), Some(_)) => "no",
    }
    .to_owned()
}

/// Says what the control plane refuses, and whether there is anything.
fn refuse(resources: &Resources, release: &Release, io: &mut Io<'_>) -> bool {
    let mut is_refused = false;
    for (index, resource) in resources.all.iter().enumerate() {
        let violations = match resource.kind.as_str() {
            hostname_generator::KIND if release.version.line() < hostname_generator::SINCE => {
                show::warning(format_args!("Kuma {release} has no HostnameGenerators: they came with 2.8"), io);
                continue;
            }
            hostname_generator::KIND => HostnameGenerator::of(resource).violations(release),
            virtual_outbound::KIND => VirtualOutboundPolicy::of(resource).violations(release.go.line),
            _ => continue,
        };
        for violation in violations {
            is_refused = true;
            let note = format!("the control plane {release} refuses {} {}", resource.kind, resource.name);
            let mut diagnostic = Diagnostic::error(violation.to_string()).note(note);
            let source = resources.source_at(index).filter(|source| !holds_secrets(source.text()));
            if source.is_some() {
                diagnostic = diagnostic.at(violation.place, "");
            }
            show::diagnostic(&diagnostic, source, io);
        }
    }
    is_refused
}
