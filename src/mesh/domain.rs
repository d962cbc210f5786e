//! The domains of the mesh's names. What the names below them look like is left out.

/// What a mesh's names end in by default: `dnsServer.domain` of kuma-cp (kuma: pkg/config/dns-server/config.go), and the
/// domain of the HostnameGenerators that Kuma 2.9 and later create (kuma: pkg/defaults/hostname_generator.go).
pub const DOMAINS: [&str; 2] = ["mesh", "mesh.local"];
