//! `install init-container`: one pod's own template on Kubernetes, rendered by an init container.

use clap::Args;

use super::{ProductOption, WhatOptions, in_force, refusal};
use crate::cli::choices::{EmbeddedDnsChoice, PlatformChoice};
use crate::cli::exit::Exit;
use crate::cli::io::Io;
use crate::cli::refusal::Refusal;
use crate::cli::scene::Scene;
use crate::diagnostic::Diagnostic;
use crate::install::InitContainer;
use crate::install::init_container::{KUMA_DP_UID, Names};
use crate::mesh::config_map::MAX_BYTES;
use crate::mesh::{LayerKind, Matrix, Setting};

/// A pod whose init container renders the template for its side-car, with all that this needs
///
/// Nobody supports this; the comments in what is printed say what can go wrong. Where the same template can be for the whole
/// zone, take `install kubernetes`.
#[derive(Debug, Args)]
pub struct InitContainerCommand {
    #[command(flatten)]
    what: WhatOptions,
    #[command(flatten)]
    product: ProductOption,
    /// The image that holds the static program at /corefilectl
    #[arg(long, value_name = "IMAGE", default_value = concat!("corefilectl:", env!("CARGO_PKG_VERSION")), help_heading = "Names")]
    image: String,
    /// The pod
    #[arg(long, value_name = "NAME", default_value = "app", help_heading = "Names")]
    pod: String,
    /// The application's image
    #[arg(long, value_name = "IMAGE", default_value = "app:latest", help_heading = "Names")]
    app_image: String,
    /// The pod's namespace
    #[arg(long, value_name = "NAMESPACE", default_value = "default", help_heading = "Names")]
    namespace: String,
    /// The control plane's namespace [default: kuma-system, or kong-mesh-system]
    #[arg(long, value_name = "NAMESPACE", help_heading = "Names")]
    system_namespace: Option<String>,
    /// The ConfigMap, and the ContainerPatch
    #[arg(long, value_name = "NAME", default_value = "corefile-template", help_heading = "Names")]
    name: String,
    /// The key, and the file that it becomes
    #[arg(long, value_name = "KEY", default_value = "corefile", help_heading = "Names")]
    key: String,
    /// The user that kuma-dp runs as, runtime.kubernetes.injector.sidecarContainer.uid of kuma-cp
    #[arg(long, value_name = "UID", default_value_t = KUMA_DP_UID, value_parser = clap::value_parser!(u32).range(1..), help_heading = "Names")]
    uid: u32,
}

impl InitContainerCommand {
    pub fn run(mut self, io: &mut Io<'_>) -> anyhow::Result<Exit> {
        self.what.target.settle(PlatformChoice::Kubernetes, Some(EmbeddedDnsChoice::PodOff), io)?;
        let source = self.what.read(LayerKind::DataPlane, io)?;
        let scene = self.what.target.scene(false, self.what.limits.max_template, io)?;
        in_force(&scene.target, &scene.settings)?;
        queries_arrive(&scene)?;
        let matrix = Matrix::of_one(scene.target, scene.settings.clone());
        self.what.check(&source, LayerKind::DataPlane, &matrix, io)?;
        if source.text().len() > MAX_BYTES {
            self.what.refuse(&format!(
                "no ConfigMap can hold this template: it has {} bytes, and the values of a ConfigMap may come to {MAX_BYTES}",
                source.text().len()
            ))?;
        }
        let product = self.product.product();
        let names = Names {
            pod: &self.pod,
            namespace: &self.namespace,
            system_namespace: self.system_namespace.as_deref().unwrap_or(product.namespace()),
            image: &self.image,
            app_image: &self.app_image,
            uid: self.uid,
        };
        let of = (self.name.as_str(), self.key.as_str());
        let install = InitContainer::new(product, scene.target, &scene.settings, of, names, source.text());
        self.what.write(&install.and_then(|install| install.manifest()).map_err(refusal)?, io)
    }
}

/// iptables send queries to the port that the control plane knows, whatever the side-car is told.
fn queries_arrive(scene: &Scene) -> anyhow::Result<()> {
    let (setting, wanted) = (Setting::CoreDnsPort, scene.injector.port);
    match scene.settings.port(setting) {
        Some(port) if port != wanted => {
            let message = format!(
                "CoreDNS would listen on {port}, but iptables send queries to {wanted}, \
                 runtime.kubernetes.injector.builtinDNS.port of kuma-cp"
            );
            let help = format!("set --{} {wanted}, or name kuma-cp's configuration with --cp-config", setting.flag());
            Err(Refusal::from(Diagnostic::error(message).help(help)).into())
        }
        _ => Ok(()),
    }
}
