//! `corefilectl envoy`: Envoy's DNS listener for the services of a mesh, by itself or in a bootstrap of its own.

use clap::{Args, ValueEnum};

use super::control_plane::ControlPlaneOptions;
use super::exit::Exit;
use super::io::Io;
use super::limits::LimitOptions;
use super::mesh_source::MeshSource;
use super::refusal::Refusal;
use super::show;
use super::target::TargetOptions;
use crate::diagnostic::Diagnostic;
use crate::install::{EnvoyListener, ListenerError};
use crate::mesh::{NotInForce, Setting, in_force};

/// Print the DNS listener that the control plane gives to Envoy for the services of a mesh
///
/// With --bootstrap it stands in a configuration with which Envoy starts by itself:
/// corefilectl envoy --mesh-file mesh.yaml --bootstrap >envoy.yaml && envoy -c envoy.yaml
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 printed, 2 there is no such listener, or the work could not be done.")]
pub struct EnvoyCommand {
    /// kuma.io/service tags, as for vips
    #[arg(value_name = "SERVICE", conflicts_with = "mesh_file")]
    services: Vec<String>,
    #[command(flatten)]
    source: MeshSource,
    #[command(flatten)]
    control_plane: ControlPlaneOptions,
    #[command(flatten)]
    target: TargetOptions,
    /// Print it even where the embedded DNS proxy gets the names and Envoy has no such listener
    #[arg(long, help_heading = "Target")]
    ignore_embedded_dns: bool,
    /// A whole bootstrap around the listener
    #[arg(long, help_heading = "Output")]
    bootstrap: bool,
    /// Port of Envoy's admin interface on 127.0.0.1, with --bootstrap [default: off]
    #[arg(long, value_name = "PORT", requires = "bootstrap", help_heading = "Output")]
    admin_port: Option<u16>,
    /// Output format
    #[arg(short, long, value_name = "FORMAT", default_value = "yaml", value_enum, help_heading = "Output")]
    output: Format,
    #[command(flatten)]
    limits: LimitOptions,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// YAML
    Yaml,
    /// JSON
    Json,
}

impl EnvoyCommand {
    pub fn run(self, io: &mut Io<'_>) -> anyhow::Result<Exit> {
        if self.services.is_empty() && !self.source.is_given() {
            let diagnostic = Diagnostic::error("whose names? The listener is made of services").help(
                "name a mesh file with --mesh-file FILE (docs/mesh-file.md describes the format), resources of Kuma with -f FILE, \
                 the persisted map with --persisted FILE, or kuma.io/service tags",
            );
            return Err(Refusal::from(diagnostic).into());
        }
        if self.target.layers().next().is_some() {
            anyhow::bail!("Envoy's listener does not depend on templates: leave --dp-template and --cp-template out");
        }
        let scene = self.target.scene(self.ignore_embedded_dns, self.limits.max_template, io)?;
        if let Err(reason @ NotInForce::EmbeddedDns { .. }) = in_force::check(&scene.target, &scene.settings)
            && !self.ignore_embedded_dns
        {
            let mut diagnostic = Diagnostic::error(reason.to_string())
                .note("the control plane gives the mesh's names to that proxy, and Envoy no DNS listener");
            diagnostic.help = reason.ways_out();
            return Err(Refusal::from(diagnostic).into());
        }
        let environment = io.environment;
        let lookup = |name: &str| self.target.variable(name, environment);
        let release = *scene.target.release();
        let naming = self.control_plane.over(scene.naming, &release, lookup, io)?;
        let plan = self.source.plan(&self.services, &naming, &release, scene.target.platform(), io)?;
        let table = plan.table();
        for problem in &table.problems {
            show::warning(problem, io);
        }
        let listener = EnvoyListener::new(&scene.settings, &table.addresses).map_err(|error| {
            let mut diagnostic = Diagnostic::error(error.to_string());
            if let ListenerError::Port { setting, .. } = error {
                let what = if setting == Setting::EnvoyDnsPort { "where it listens" } else { "its upstream" };
                diagnostic = diagnostic.note(format!("that port is {what}"));
                diagnostic = diagnostic.help(format!("--{} PORT sets it", setting.flag()));
            }
            Refusal::from(diagnostic)
        })?;
        let yaml = if self.bootstrap { listener.bootstrap(self.admin_port)? } else { listener.yaml()? };
        match self.output {
            Format::Yaml => io.stdout.write_all(yaml.as_bytes())?,
            Format::Json => {
                let value: serde_json::Value = serde_yaml::from_str(&yaml)?;
                writeln!(io.stdout, "{}", serde_json::to_string_pretty(&value)?)?;
            }
        }
        Ok(Exit::Success)
    }
}
