//! `corefilectl install`: what carries a template to the mesh, on standard output as with `kumactl install`. One file a way;
//! what they share is here: the template is read, checked by lint, and refused where lint finds it broken.

mod control_plane;
mod init_container;
mod universal;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Command, Subcommand};

use super::exit::Exit;
use super::io::Io;
use super::limits::LimitOptions;
use super::lint::one;
use super::refusal::Refusal;
use super::target::TargetOptions;
use super::{input, output_file};
use crate::diagnostic::{Diagnostic, Severity};
use crate::install::{InstallError, Product};
use crate::mesh::{LayerKind, Matrix, Settings, Target, in_force};
use crate::report::visible::visible_line;
use crate::source::Source;

/// Print what carries a template to the mesh
///
/// Standard output is what is to be applied, as with kumactl install; steps that follow stand in it as comments. A template
/// that lint finds broken on the target is refused.
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 printed, 2 the template is broken, or the work could not be done.")]
pub struct InstallCommand {
    #[command(subcommand)]
    way: Way,
}

#[derive(Debug, Subcommand)]
enum Way {
    Kubernetes(Box<control_plane::KubernetesCommand>),
    Helm(Box<control_plane::HelmCommand>),
    Universal(Box<universal::UniversalCommand>),
    InitContainer(Box<init_container::InitContainerCommand>),
}

impl InstallCommand {
    pub fn run(self, io: &mut Io<'_>) -> anyhow::Result<Exit> {
        match self.way {
            Way::Kubernetes(command) => command.run(io),
            Way::Helm(command) => command.run(io),
            Way::Universal(command) => command.run(io),
            Way::InitContainer(command) => command.run(io),
        }
    }
}

/// Hides flags of the target that a way has no use for, which are refused with a reason, and says what the others default to.
pub fn without_idle_flags(install: Command) -> Command {
    const EVERYWHERE: [&str; 2] = ["platform", "no_env"];
    const CONTROL_PLANE: [&str; 1] = ["dp_template"];
    const UNIVERSAL: [&str; 2] = ["embedded_dns", "cp_config"];
    const INIT_CONTAINER: [&str; 1] = ["cp_template"];
    let hide = |names: &'static [&'static str], fields: bool| {
        move |way: Command| {
            way.mut_args(|argument| {
                let id = argument.get_id().as_str();
                let is_idle = EVERYWHERE.contains(&id) || names.contains(&id) || fields && id.starts_with("dns_");
                if is_idle { argument.hide(true) } else { argument }
            })
        }
    };
    let switched_off = |by_default: &'static str| {
        move |way: Command| {
            way.mut_arg("embedded_dns", |state| {
                state.help(format!("The DNS proxy embedded in kuma-dp 2.11 and later [default: {by_default}]"))
            })
        }
    };
    install
        .mut_subcommand("kubernetes", |way| switched_off("cp-off")(hide(&CONTROL_PLANE, true)(way)))
        .mut_subcommand("helm", |way| switched_off("cp-off")(hide(&CONTROL_PLANE, true)(way)))
        .mut_subcommand("universal", hide(&UNIVERSAL, false))
        .mut_subcommand("init-container", |way| switched_off("pod-off")(hide(&INIT_CONTAINER, false)(way)))
}

/// What is installed, and for whom.
#[derive(Debug, Args)]
struct WhatOptions {
    /// The template; - is standard input
    #[arg(value_name = "TEMPLATE")]
    template: Option<OsString>,
    /// Go on even where lint finds the template broken
    #[arg(long)]
    force: bool,
    /// Write to FILE, atomically, instead of standard output
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    output_file: Option<PathBuf>,
    #[command(flatten)]
    target: TargetOptions,
    #[command(flatten)]
    limits: LimitOptions,
}

/// Kong Mesh instead of Kuma.
#[derive(Clone, Copy, Debug, Args)]
struct ProductOption {
    /// For Kong Mesh: its namespace, and Kuma's values in its sub-chart `kuma.`
    #[arg(long, help_heading = "Names")]
    kong_mesh: bool,
}

impl ProductOption {
    fn product(self) -> Product {
        if self.kong_mesh { Product::KongMesh } else { Product::Kuma }
    }
}

impl WhatOptions {
    /// Reads the template of `layer`, which can be named by the layer's own flag, too.
    fn read(&mut self, layer: LayerKind, io: &mut Io<'_>) -> anyhow::Result<Source> {
        let (cp, dp) = (self.target.cp_template.take(), self.target.dp_template.take());
        let (own, other) = if layer == LayerKind::ControlPlane { (cp, dp) } else { (dp, cp) };
        let path = match (self.template.take(), own, other) {
            (Some(path), None, None) | (None, Some(path), None) => path,
            (None, None, None) => anyhow::bail!("which template? Name a file, or - for standard input"),
            _ => anyhow::bail!("one template is installed, that of the {layer}: name it once, as TEMPLATE"),
        };
        let text = input::read(&path, self.limits.max_template, Some("--max-template"), io)?;
        Ok(Source::new(input::shown(&path), text))
    }

    /// Shows what lint finds in the template on the data planes of `matrix`.
    ///
    /// # Errors
    /// A template that is broken there, unless that is to be gone on with.
    fn check(&self, source: &Source, layer: LayerKind, matrix: &Matrix, io: &mut Io<'_>) -> anyhow::Result<()> {
        let copy = Source::new(source.name(), source.text());
        let file = one::check(copy, layer, matrix, self.limits.limits())?;
        one::show(&file, io)?;
        let errors = file.findings.iter().filter(|finding| finding.severity() == Severity::Error).count();
        if errors > 0 {
            let name = visible_line(source.name().as_bytes()).into_owned();
            self.refuse(&format!("{name} is broken on the target, and nothing is installed"))?;
        }
        Ok(())
    }

    /// Refuses with a way out, unless `--force` is given.
    fn refuse(&self, message: &str) -> anyhow::Result<()> {
        if self.force {
            return Ok(());
        }
        let diagnostic = Diagnostic::error(message).help("mend it, or go on all the same with --force");
        Err(Refusal::from(diagnostic).into())
    }

    /// Writes what is installed to where it is wanted.
    fn write(&self, text: &str, io: &mut Io<'_>) -> anyhow::Result<Exit> {
        match &self.output_file {
            Some(path) if path.as_os_str() != "-" => output_file::write(path, text.as_bytes(), output_file::MODE)?,
            _ => io.stdout.write_all(text.as_bytes())?,
        }
        Ok(Exit::Success)
    }
}

/// Refuses where no Corefile would be in force.
fn in_force(target: &Target, settings: &Settings) -> anyhow::Result<()> {
    in_force::check(target, settings).map_err(|reason| {
        let mut diagnostic = Diagnostic::error(reason.to_string());
        diagnostic.help = reason.ways_into_force();
        Refusal::from(diagnostic).into()
    })
}

/// What cannot be laid out, with the way out.
fn refusal(error: InstallError) -> anyhow::Error {
    let help = match &error {
        InstallError::Chart(_) => Some(
            "mend that, or make the ConfigMap with `corefilectl install kubernetes`, and the values with \
             `corefilectl install helm --existing-config-map`",
        ),
        InstallError::NoControlPlaneOverride(_) => Some(
            "choose 2.6 or later with --mesh-version; earlier only a data plane has a template of its own: `corefilectl \
             install universal --layer data-plane`, or `install init-container` on Kubernetes",
        ),
        _ => None,
    };
    let mut diagnostic = Diagnostic::error(error.to_string());
    diagnostic.help.extend(help.map(str::to_owned));
    Refusal::from(diagnostic).into()
}
