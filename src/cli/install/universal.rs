//! `install universal`: the ways of a template that is a file on the machine.

use clap::{Args, ValueEnum};

use super::{WhatOptions, in_force, refusal};
use crate::cli::choices::PlatformChoice;
use crate::cli::exit::Exit;
use crate::cli::io::Io;
use crate::install::{Part, Universal};
use crate::mesh::{BuiltinDns, Injector, LayerKind, Settings};

/// The settings of kuma-cp or kuma-dp that name the template, and a drop-in for their systemd units
///
/// Without --part all ways with what to know about them; with it one of them by itself, as a file:
/// corefilectl install universal corefile.tmpl --layer data-plane --part systemd
#[derive(Debug, Args)]
pub struct UniversalCommand {
    #[command(flatten)]
    what: WhatOptions,
    /// Whose template it is [default: the control plane's, before 2.6 the data plane's]
    #[arg(long, value_enum, value_name = "LAYER", help_heading = "Target")]
    layer: Option<LayerChoice>,
    /// One way by itself
    #[arg(long, value_enum, value_name = "PART", help_heading = "Output")]
    part: Option<PartChoice>,
    /// The file on the machine
    #[arg(long, value_name = "FILE", default_value = "/etc/kuma/corefile.tmpl", help_heading = "Names")]
    path: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LayerChoice {
    /// kuma-cp sends it to all data planes of its zone
    ControlPlane,
    /// One kuma-dp has it, and it wins
    DataPlane,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum PartChoice {
    /// kuma-cp's configuration
    Yaml,
    /// Environment variables
    Env,
    /// The flag of kuma-dp run
    Flags,
    /// A drop-in for the systemd unit
    Systemd,
}

impl From<PartChoice> for Part {
    fn from(choice: PartChoice) -> Self {
        match choice {
            PartChoice::Yaml => Self::Yaml,
            PartChoice::Env => Self::Env,
            PartChoice::Flags => Self::Flags,
            PartChoice::Systemd => Self::Systemd,
        }
    }
}

impl UniversalCommand {
    pub fn run(mut self, io: &mut Io<'_>) -> anyhow::Result<Exit> {
        if self.what.target.cp_config.is_some() {
            anyhow::bail!("leave --cp-config out: on Universal nothing in it decides about data planes");
        }
        let chosen = self.what.target.settle(PlatformChoice::Universal, None, io)?;
        let release = chosen.release;
        let layer = match self.layer {
            Some(LayerChoice::ControlPlane) => LayerKind::ControlPlane,
            Some(LayerChoice::DataPlane) => LayerKind::DataPlane,
            None if self.what.target.dp_template.is_some() => LayerKind::DataPlane,
            None if release.era.has_control_plane_override() => LayerKind::ControlPlane,
            None => LayerKind::DataPlane,
        };
        let universal = Universal::new(release, layer, &self.path).map_err(refusal)?;
        let target = chosen.target(&BuiltinDns::default(), io)?;
        in_force(&target, &Settings::resolve(&target, &Injector::default(), &self.what.target.flags(), |_| None)?)?;
        let source = self.what.read(layer, io)?;
        let scope = self.what.target.lint_scope(io)?;
        self.what.check(&source, layer, &scope.matrix, io)?;
        let text = match self.part {
            Some(part) => universal.part(part.into()),
            None => universal.overview(),
        };
        self.what.write(&text.map_err(refusal)?, io)
    }
}
