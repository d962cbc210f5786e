//! `install kubernetes` and `install helm`: the control plane's template on Kubernetes.

use clap::Args;

use super::{ProductOption, WhatOptions, in_force, refusal};
use crate::cli::choices::{EmbeddedDnsChoice, PlatformChoice};
use crate::cli::exit::Exit;
use crate::cli::io::Io;
use crate::install::{ControlPlane, Mounted, Product};
use crate::mesh::{BuiltinDns, Injector, LayerKind, Settings, Target};
use crate::source::Source;

/// The ConfigMap for the control plane, with the kumactl and Helm calls that mount it
///
/// corefilectl install kubernetes corefile.tmpl | kubectl apply -f -
#[derive(Debug, Args)]
pub struct KubernetesCommand {
    #[command(flatten)]
    what: WhatOptions,
    #[command(flatten)]
    options: MountOptions,
}

/// Values for Kuma's chart, ConfigMap included
///
/// corefilectl install helm corefile.tmpl >corefile-values.yaml
#[derive(Debug, Args)]
pub struct HelmCommand {
    #[command(flatten)]
    what: WhatOptions,
    /// The ConfigMap is made by other means: leave its contents out
    #[arg(long, help_heading = "Output")]
    existing_config_map: bool,
    #[command(flatten)]
    options: MountOptions,
}

/// Where the template goes.
#[derive(Debug, Args)]
struct MountOptions {
    #[command(flatten)]
    product: ProductOption,
    /// The control plane's namespace [default: kuma-system, or kong-mesh-system]
    #[arg(long, value_name = "NAMESPACE", help_heading = "Names")]
    namespace: Option<String>,
    /// The ConfigMap, and the volume that it becomes
    #[arg(long, value_name = "NAME", default_value = "corefile-template", help_heading = "Names")]
    name: String,
    /// The key, and the file that it becomes
    #[arg(long, value_name = "KEY", default_value = "corefile", help_heading = "Names")]
    key: String,
    /// The folder in which the control plane finds the file
    #[arg(long, value_name = "FOLDER", default_value = "/etc/corefile-template", help_heading = "Names")]
    mount_path: String,
}

impl KubernetesCommand {
    pub fn run(mut self, io: &mut Io<'_>) -> anyhow::Result<Exit> {
        let (target, source) = prepare(&mut self.what, io)?;
        let manifest = self.options.control_plane(target, &source)?.manifest().map_err(refusal)?;
        self.what.write(&manifest, io)
    }
}

impl HelmCommand {
    pub fn run(mut self, io: &mut Io<'_>) -> anyhow::Result<Exit> {
        let (target, source) = prepare(&mut self.what, io)?;
        let control_plane = self.options.control_plane(target, &source)?;
        let values = control_plane.chart_values(self.existing_config_map).map_err(refusal)?;
        self.what.write(&values, io)
    }
}

impl MountOptions {
    fn control_plane<'a>(&'a self, target: Target, source: &'a Source) -> anyhow::Result<ControlPlane<'a>> {
        let product: Product = self.product.product();
        let namespace = self.namespace.as_deref().unwrap_or(product.namespace());
        let mounted = Mounted::new(&self.name, &self.mount_path, &self.key).map_err(refusal)?;
        ControlPlane::new(product, target, namespace, mounted, source.text()).map_err(refusal)
    }
}

/// The target and the template, which lint has looked at.
fn prepare(what: &mut WhatOptions, io: &mut Io<'_>) -> anyhow::Result<(Target, Source)> {
    if what.target.has_fields() {
        anyhow::bail!(
            "leave the flags of kuma-dp out: the control plane's template is for all side-cars, whose settings its injector \
             writes (--cp-config names its configuration)"
        );
    }
    let chosen = what.target.settle(PlatformChoice::Kubernetes, Some(EmbeddedDnsChoice::CpOff), io)?;
    let target = chosen.target(&BuiltinDns::default(), io)?;
    let settings = Settings::resolve(&target, &Injector::default(), &[], |_| None)?;
    in_force(&target, &settings)?;
    let source = what.read(LayerKind::ControlPlane, io)?;
    if target.release().era.has_control_plane_override() {
        let scope = what.target.lint_scope(io)?;
        what.check(&source, LayerKind::ControlPlane, &scope.matrix, io)?;
    }
    Ok((target, source))
}
