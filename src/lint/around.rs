//! The codes of the rules that are about what surrounds templates. The doctor checks them in files, lint as far as a target
//! and an environment show them.

/// kuma-dp starts no CoreDNS, so no Corefile counts.
pub const COREFILE_IGNORED: &str = "CF401";
/// The release has no such override.
pub const OVERRIDE_NOT_IN_RELEASE: &str = "CF402";
/// A data plane's override on Kubernetes.
pub const DATA_PLANE_OVERRIDE_ON_KUBERNETES: &str = "CF403";
/// A key or variable that nothing reads.
pub const DEAD_KEY: &str = "CF404";
/// The path of a template.
pub const TEMPLATE_PATH: &str = "CF405";
/// Environment and flag disagree.
pub const ENV_BEATS_FLAG: &str = "CF406";
/// A range of virtual IPs.
pub const VIP_RANGE: &str = "CF407";
/// The domain of the mesh.
pub const MESH_DOMAIN: &str = "CF408";
/// A ConfigMap beyond what Kubernetes takes.
pub const CONFIG_MAP_TOO_LARGE: &str = "CF409";
/// An annotation that never reaches kuma-dp.
pub const ANNOTATION_WITHOUT_EFFECT: &str = "CF410";
/// One template for releases that it cannot suit together.
pub const MIXED_RELEASES: &str = "CF411";
/// A setting that kuma-dp, kuma-cp or the injector refuses.
pub const SETTING_REFUSED: &str = "CF412";
/// A port beyond what kuma-dp takes.
pub const PORT_OUT_OF_RANGE: &str = "CF302";
/// No query for a name of the mesh reaches Envoy.
pub const MESH_NEVER_ASKED: &str = "CF202";
/// Nobody listens where iptables sends queries.
pub const NO_BLOCK_ON_DNS_PORT: &str = "CF201";
/// Two on one port.
pub const PORT_COLLISION: &str = "CF301";
