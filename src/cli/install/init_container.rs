//! `install init-container`: one pod's own template on Kubernetes, rendered by an init container.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

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
use crate::mesh::config_dir::{has_read_only_root, is_writable_in_side_car};
use crate::mesh::config_map::MAX_BYTES;
use crate::mesh::{LayerKind, Matrix, Setting};
use crate::report::visible::visible_line;

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
        self.corefile_can_be_written(&scene)?;
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

impl InitContainerCommand {
    /// kuma-dp writes what it renders into its folder, whoever has rendered the template before.
    fn corefile_can_be_written(&self, scene: &Scene) -> anyhow::Result<()> {
        let setting = Setting::ConfigDir;
        let folder = scene.settings.text(setting);
        let is_unset_or_writable = folder.is_empty() || is_writable_in_side_car(Path::new(OsStr::from_bytes(folder)));
        if is_unset_or_writable || !has_read_only_root(scene.target.release().version) {
            return Ok(());
        }
        let message = format!(
            "kuma-dp cannot write its Corefile into {}: from 2.3 on a side-car's root is read-only, but for /tmp",
            visible_line(folder)
        );
        if self.what.force {
            return Ok(());
        }
        let help = format!(
            "set --{} to a folder below /tmp, leave it out, or go on all the same with --force",
            setting.flag()
        );
        Err(Refusal::from(Diagnostic::error(message).help(help)).into())
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
