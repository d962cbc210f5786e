//! What carries the mesh's DNS to where it is used, laid out with the templates in `templates/`: Envoy's DNS listener, and
//! the ways of a Corefile template into a mesh. Nothing here is written anywhere or sent to anybody.

pub mod control_plane;
pub mod envoy_listener;
pub mod init_container;
mod layout;
pub mod mounted;
pub mod product;
pub mod scalar;
pub mod universal;

pub use control_plane::ControlPlane;
pub use envoy_listener::{EnvoyListener, ListenerError};
pub use init_container::InitContainer;
pub use mounted::Mounted;
pub use product::Product;
pub use scalar::Scalar;
pub use universal::{Part, Universal};

use crate::mesh::Version;
use crate::mesh::config_map::MAX_APPLIED_BYTES;

/// Whether a template's manifest may be too large for `kubectl apply`, which remembers it as JSON in an annotation.
fn is_large(template: &[u8]) -> bool {
    template.len() > MAX_APPLIED_BYTES / 2
}

/// Why a template is not laid out for a mesh. Its `Display` names the way out.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    /// A name that Kubernetes does not take.
    #[error(
        "--{flag} {text:?}: the name of an object, and of the volume that is named like it, has up to 63 small letters, \
         digits and dashes, and begins and ends with a letter or digit"
    )]
    Name {
        /// The flag.
        flag: &'static str,
        /// The name.
        text: String,
    },
    /// A key that Kubernetes does not take, or that YAML takes for no text.
    #[error(
        "--key {0:?}: the key of a ConfigMap has letters, digits, dots, dashes and underscores, and is nothing that YAML \
         takes for a number or a switch"
    )]
    Key(String),
    /// A name that YAML takes for no text.
    #[error("--name {0:?}: YAML and Helm take it for a number or a switch; give it another letter, as in dns-{0}")]
    TypedName(String),
    /// A path that somebody would take for something else.
    #[error(
        "--{flag} {path:?}: an absolute path is needed, with letters, digits and -._/+ in it: anything else means something \
         to a shell, to Helm or to systemd"
    )]
    Path {
        /// The flag.
        flag: &'static str,
        /// The path.
        path: String,
    },
    /// A folder where a file is needed: kuma-cp starts with it, and no data plane does any more.
    #[error("--path {0:?}: the file itself is needed, not its folder, as in {0}corefile.tmpl")]
    Folder(String),
    /// The chart would carry other bytes.
    #[error("Kuma's chart does not carry this template byte for byte: {0}")]
    Chart(&'static str),
    /// A control plane that sends no template.
    #[error("the control plane of Kuma {0} sends no template: that came with 2.6")]
    NoControlPlaneOverride(Version),
    /// A value that cannot be written into `kuma.io/sidecar-env-vars`.
    #[error(
        "{variable} cannot have the value {value:?}: the annotation kuma.io/sidecar-env-vars has no way to write = and ;"
    )]
    Variable {
        /// The variable.
        variable: &'static str,
        /// Its value.
        value: String,
    },
    /// The part belongs to the other layer.
    #[error("{0}")]
    Part(&'static str),
    /// A mistake in a template of ours.
    #[error("a template of corefilectl: {0}")]
    Template(#[from] minijinja::Error),
}
