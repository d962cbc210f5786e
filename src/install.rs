//! What carries the mesh's DNS to where it is used, laid out with the templates in `templates/`: so far Envoy's DNS listener.
//! Nothing here is written anywhere or sent to anybody.

pub mod envoy_listener;

pub use envoy_listener::{EnvoyListener, ListenerError};
