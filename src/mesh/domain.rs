//! The names of the mesh: the domains that they end in, and those that a `kuma.io/service` tag gets. Names out of
//! HostnameGenerators and VirtualOutbounds are left out.

/// What a mesh's names end in by default: `dnsServer.domain` of kuma-cp (kuma: pkg/config/dns-server/config.go), and the
/// domain of the HostnameGenerators that Kuma 2.9 and later create (kuma: pkg/defaults/hostname_generator.go).
pub const DOMAINS: [&str; 2] = ["mesh", "mesh.local"];

/// The names of a service with the tag `kuma.io/service: tag`, without a dot at their end: as it stands, and with dots for
/// underscores where that is another name (kuma: pkg/xds/topology/dns.go). Letter case is kept, nothing is checked.
#[must_use]
pub fn service_names(tag: &str, domain: &str) -> Vec<String> {
    let mut names = vec![format!("{tag}.{domain}")];
    if tag.contains('_') {
        names.push(format!("{}.{domain}", tag.replace('_', ".")));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_a_tag() {
        let both = service_names("backend_demo_svc_8080", "mesh");
        assert_eq!(both, ["backend_demo_svc_8080.mesh", "backend.demo.svc.8080.mesh"]);
        assert_eq!(service_names("Web-1", "mesh"), ["Web-1.mesh"]);
    }
}
