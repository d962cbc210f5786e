//! `corefilectl vips`: which virtual IPs the control plane gives to services, and what it persists.

mod formats;

use std::ffi::OsString;

use clap::{Args, ValueEnum};

use super::control_plane::ControlPlaneOptions;
use super::exit::Exit;
use super::io::Io;
use super::mesh_source::MeshSource;
use super::refusal::Refusal;
use super::show;
use super::target::ReleaseOptions;
use crate::diagnostic::Diagnostic;
use crate::mesh::Platform;

/// Print the virtual IPs that the control plane gives to services
///
/// New services get the lowest free address, in the order of type and name; what is persisted keeps its own. What comes out can
/// be persisted in turn, or be the mesh file of trace:
/// corefilectl vips backend_demo_svc_80 -o mesh-file >mesh.yaml
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 printed, 2 the control plane would stop, or the work could not be done.")]
pub struct VipsCommand {
    /// kuma.io/service tags; with their own port service:NAME:PORT, an ExternalService's address host:NAME:PORT, a
    /// VirtualOutbound's name fqdn:NAME:PORT
    #[arg(value_name = "SERVICE", conflicts_with = "mesh_file")]
    services: Vec<String>,
    #[command(flatten)]
    source: MeshSource,
    #[command(flatten)]
    control_plane: ControlPlaneOptions,
    /// kuma-cp's configuration: its dnsServer and ipam
    #[arg(long, value_name = "FILE", help_heading = "Control plane")]
    cp_config: Option<OsString>,
    /// Leave KUMA_DNS_SERVER_... and KUMA_IPAM_... of the environment out
    #[arg(long, help_heading = "Control plane")]
    no_env: bool,
    #[command(flatten)]
    release: ReleaseOptions,
    /// Output format
    #[arg(short, long, value_name = "FORMAT", default_value = "table", value_enum, help_heading = "Output")]
    output: Format,
    /// The namespace of the ConfigMap [default: that of the persisted one, else kuma-system]
    #[arg(long, value_name = "NAME", help_heading = "Output")]
    namespace: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Aligned columns
    Table,
    /// JSON
    Json,
    /// YAML
    Yaml,
    /// A mesh file for trace, test, graph and probe
    MeshFile,
    /// The persisted map: JSON
    Persisted,
    /// The persisted map in its ConfigMap
    Configmap,
    /// The persisted map in the Config resource of Universal
    Config,
}

impl VipsCommand {
    pub fn run(self, io: &mut Io<'_>) -> anyhow::Result<Exit> {
        if self.services.is_empty() && !self.source.is_given() {
            let diagnostic = Diagnostic::error("whose virtual IPs? There are no services to give any to").help(
                "name kuma.io/service tags, resources of Kuma with -f FILE, the persisted map with --persisted FILE, or a mesh \
                 file with --mesh-file FILE",
            );
            return Err(Refusal::from(diagnostic).into());
        }
        let chosen = self.release.chosen(io)?;
        let environment = io.environment;
        let lookup = |name: &str| if self.no_env { None } else { environment(name) };
        let naming = self.control_plane.naming(self.cp_config.as_ref(), &chosen.release, lookup, io)?;
        let platform = if chosen.is_injected() { Platform::Kubernetes } else { Platform::Universal };
        let plan = self.source.plan(&self.services, &naming, &chosen.release, platform, io)?;
        for problem in plan.table().problems {
            show::warning(problem, io);
        }
        let text = match self.output {
            Format::Table => formats::table(&plan),
            Format::Json => format!("{}\n", serde_json::to_string_pretty(&formats::Document::new(&plan))?),
            Format::Yaml => serde_yaml::to_string(&formats::Document::new(&plan))?,
            Format::MeshFile => serde_yaml::to_string(&formats::MeshFile::new(&plan))?,
            Format::Persisted | Format::Configmap | Format::Config => {
                let Some(view) = &plan.view else {
                    anyhow::bail!(
                        "a mesh file holds too little to be persisted: give its services as arguments or resources"
                    );
                };
                let kind = match self.output {
                    Format::Configmap => formats::Holder::ConfigMap(self.namespace.as_deref()),
                    Format::Config => formats::Holder::Config,
                    _ => formats::Holder::None,
                };
                formats::persisted(&plan, view, &kind)?
            }
        };
        io.stdout.write_all(text.as_bytes())?;
        Ok(Exit::Success)
    }
}
