//! Which service a name of the mesh means: the way back from names to `kuma.io/service` tags, and to the services of the newer
//! kinds as far as the default HostnameGenerators make their names. A name can be read in several ways, because a dot may have
//! been an underscore; all of them are told. What other generators and VirtualOutbounds make cannot be read back from a name.

use std::fmt;

use super::hostname_generator::DEFAULTS_SINCE;
use super::ipam::Kind;
use super::release::Release;

/// More dots than these are not tried in every combination with underscores.
pub const MAX_DOTS: usize = 6;

/// What a `kuma.io/service` tag says on Kubernetes (kuma: pkg/plugins/runtime/k8s/util/util.go).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KubernetesTag {
    /// The Service, or the workload where there is none.
    pub name: String,
    /// Its namespace.
    pub namespace: String,
    /// The port of the Service; pods without a Service have none.
    pub port: Option<u16>,
}

impl KubernetesTag {
    /// Reads `<service>_<namespace>_svc_<port>`, or `<workload>_<namespace>_svc`.
    #[must_use]
    pub fn read(tag: &str) -> Option<Self> {
        let mut parts = tag.split('_');
        let (name, namespace, svc) = (parts.next()?, parts.next()?, parts.next()?);
        let is_number = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit()) && !port.starts_with('0');
        let port = parts.next().map(|port| port.parse::<u16>().ok().filter(|_| is_number(port)));
        let is_whole = svc == "svc" && parts.next().is_none() && !name.is_empty() && !namespace.is_empty();
        let port = match port {
            Some(None) => return None,
            Some(port) => port,
            None => None,
        };
        is_whole.then(|| Self { name: name.to_owned(), namespace: namespace.to_owned(), port })
    }
}

impl fmt::Display for KubernetesTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.port {
            Some(port) => write!(f, "Service {} in namespace {}, port {port}", self.name, self.namespace),
            None => write!(f, "workload {} without a Service in namespace {}", self.name, self.namespace),
        }
    }
}

/// One way to read a name. Its Display says it in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Of a `kuma.io/service` tag.
    Tag(String),
    /// Of a cross-mesh listener of a MeshGateway that has no hostname.
    Gateway {
        /// The MeshGateway.
        name: String,
        /// Its mesh.
        mesh: String,
    },
    /// Of a service of a newer kind, by a default generator.
    Service {
        /// Its kind.
        kind: Kind,
        /// Its display name.
        name: String,
        /// Its namespace, if the name has one.
        namespace: Option<String>,
        /// Its zone, if the name has one: then it is seen from another one.
        zone: Option<String>,
        /// The pod, where the Service is headless.
        pod: Option<String>,
    },
}

impl Reading {
    /// The service's tag or name.
    #[must_use]
    pub fn service(&self) -> &str {
        match self {
            Self::Tag(tag) => tag,
            Self::Gateway { name, .. } | Self::Service { name, .. } => name,
        }
    }

    /// What kind of thing it is: `kuma.io/service` or the name of a resource.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Tag(_) => super::vips::SERVICE_TAG,
            Self::Gateway { .. } => "MeshGateway",
            Self::Service { kind, .. } => kind.name(),
        }
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tag(tag) => match KubernetesTag::read(tag) {
                Some(kubernetes) => write!(f, "kuma.io/service: {tag} ({kubernetes})"),
                None => write!(f, "kuma.io/service: {tag}"),
            },
            Self::Gateway { name, mesh } => write!(f, "a cross-mesh listener of MeshGateway {name} in mesh {mesh}"),
            Self::Service { kind, name, namespace, zone, pod } => {
                write!(f, "{} {name}", kind.name())?;
                if let Some(namespace) = namespace {
                    write!(f, " in namespace {namespace}")?;
                }
                if let Some(pod) = pod {
                    write!(f, ", pod {pod}")?;
                }
                zone.as_ref().map_or(Ok(()), |zone| write!(f, ", of zone {zone}"))
            }
        }
    }
}

/// All ways to read a name, the likeliest first, and how many more there are by underscores that nobody tried. None for a name
/// that is under neither the mesh's domain nor that of the default generators.
#[must_use]
pub fn readings(name: &str, domain: &str, release: &Release) -> (Vec<Reading>, usize) {
    let name = name.strip_suffix('.').unwrap_or(name);
    if name.split('.').any(str::is_empty) {
        return (Vec::new(), 0); // Nobody can ask for a name with an empty label.
    }
    let below = |domain: &str| {
        let at = name.len().checked_sub(domain.len() + 1)?;
        let (rest, end) = (name.get(..at)?, name.get(at + 1..)?);
        let is_below = name.get(at..=at) == Some(".") && end.eq_ignore_ascii_case(domain) && !rest.is_empty();
        is_below.then_some(rest)
    };
    let mut found = Vec::new();
    if release.version.line() >= DEFAULTS_SINCE
        && let Some(rest) = below("mesh.local")
    {
        found.extend(of_generators(rest));
    }
    let mut more = 0;
    if let Some(rest) = below(domain) {
        let (tags, untried) = tags(rest);
        more = untried;
        found.extend(tags.into_iter().map(Reading::Tag));
        if let Some((gateway, mesh)) = rest.strip_prefix("internal.").and_then(|rest| rest.rsplit_once('.')) {
            found.push(Reading::Gateway { name: gateway.to_owned(), mesh: mesh.to_owned() });
        }
    }
    (found, more)
}

/// The tags with this name: the name itself, and with underscores for some of its dots. Tags of Kubernetes go first.
fn tags(rest: &str) -> (Vec<String>, usize) {
    let parts: Vec<&str> = rest.split('.').collect();
    let dots = parts.len() - 1;
    let combinations = if dots > MAX_DOTS { vec![0, usize::MAX] } else { (0..1 << dots).collect() };
    let all = u32::try_from(dots).ok().and_then(|dots| 1_usize.checked_shl(dots)).unwrap_or(usize::MAX);
    let mut tags: Vec<String> = Vec::new();
    for combination in combinations {
        let mut tag = String::new();
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                tag.push(if combination >> (index - 1).min(63) & 1 == 1 { '_' } else { '.' });
            }
            tag.push_str(part);
        }
        // An underscore in the name is one of the tag's own, and then no other was replaced.
        let is_plain = !rest.contains('_') || tag == rest;
        if is_plain && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags.sort_by_key(|tag| KubernetesTag::read(tag).is_none());
    let untried = if dots > MAX_DOTS && !rest.contains('_') { all.saturating_sub(tags.len()) } else { 0 };
    (tags, untried)
}

/// The patterns of the default generators.
fn of_generators(rest: &str) -> Vec<Reading> {
    let labels: Vec<&str> = rest.split('.').collect();
    let service = |kind, name: &[&str], namespace: Option<&&str>, zone: Option<&&str>, pod: Option<String>| {
        let text = |label: Option<&&str>| label.map(|label| (*label).to_owned());
        let (namespace, zone) = (text(namespace), text(zone));
        (!name.is_empty()).then(|| Reading::Service { kind, name: name.join("."), namespace, zone, pod })
    };
    match labels.as_slice() {
        [name @ .., "mzsvc"] => service(Kind::MeshMultiZoneService, name, None, None, None).into_iter().collect(),
        [name @ .., "extsvc"] => service(Kind::MeshExternalService, name, None, None, None).into_iter().collect(),
        [name @ .., "svc"] => service(Kind::MeshService, name, None, None, None).into_iter().collect(),
        [name @ .., "svc", zone] => {
            let mut found = Vec::new();
            if let [name @ .., namespace] = name {
                found.extend(service(Kind::MeshService, name, Some(namespace), Some(zone), None));
                if let [pod @ .., name] = name
                    && !pod.is_empty()
                {
                    let pod = Some(pod.join("."));
                    found.extend(service(Kind::MeshService, &[*name], Some(namespace), Some(zone), pod));
                }
            }
            found.extend(service(Kind::MeshService, name, None, Some(zone), None));
            found
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mesh::release::find;

    fn told(name: &str, release: &str) -> Vec<String> {
        let (found, _) = readings(name, "mesh", &find(release).unwrap());
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn tags_in_both_forms() {
        assert_eq!(
            told("backend_demo_svc_8080.mesh", "2.7"),
            ["kuma.io/service: backend_demo_svc_8080 (Service backend in namespace demo, port 8080)"]
        );
        let dotted = told("backend.demo.svc.8080.mesh.", "2.7");
        assert_eq!(dotted[0], "kuma.io/service: backend_demo_svc_8080 (Service backend in namespace demo, port 8080)");
        assert_eq!(dotted.len(), 8);
        assert_eq!(told("web.MESH", "2.7"), ["kuma.io/service: web"]);
        assert_eq!(
            told("a.demo.svc.mesh", "2.7")[0],
            "kuma.io/service: a_demo_svc (workload a without a Service in namespace demo)"
        );
        let gateway = told("internal.edge.default.mesh", "2.7");
        assert_eq!(gateway.last().unwrap(), "a cross-mesh listener of MeshGateway edge in mesh default");
        assert_eq!(
            told("a.b.svc.+80.mesh", "2.7")[0],
            "kuma.io/service: a.b.svc.+80",
            "Kubernetes writes no such port"
        );
        assert_eq!(told("example.com", "2.9"), [""; 0]);
        for empty in [".mesh", "a..mesh", ".svc.mesh.local", "a..mzsvc.mesh.local", "", "."] {
            assert_eq!(told(empty, "2.9"), [""; 0], "{empty}");
        }
        assert_eq!(told("mesh", "2.9"), [""; 0]);
    }

    #[test]
    fn many_dots_are_not_tried() {
        let name = format!("{}mesh", "a.".repeat(100));
        let (found, more) = readings(&name, "mesh", &find("2.7").unwrap());
        assert_eq!((found.len(), more), (2, usize::MAX - 2));
        let (found, more) = readings("a.b.c.d.e.f.g.h.mesh", "mesh", &find("2.7").unwrap());
        assert_eq!((found.len(), more), (2, 126));
    }

    #[test]
    fn names_of_default_generators() {
        for (name, expected) in [
            ("a.mzsvc.mesh.local", &["MeshMultiZoneService a"][..]),
            ("a.extsvc.mesh.local", &["MeshExternalService a"]),
            ("a.svc.mesh.local", &["MeshService a"]),
            ("a.svc.east.mesh.local", &["MeshService a, of zone east"]),
            (
                "a.demo.svc.east.mesh.local",
                &["MeshService a in namespace demo, of zone east", "MeshService a.demo, of zone east"],
            ),
            (
                "db-0.db.demo.svc.east.mesh.local",
                &[
                    "MeshService db-0.db in namespace demo, of zone east",
                    "MeshService db in namespace demo, pod db-0, of zone east",
                    "MeshService db-0.db.demo, of zone east",
                ],
            ),
            ("svc.mesh.local", &[]),
        ] {
            assert_eq!(told(name, "2.9"), expected, "{name}");
        }
        assert_eq!(told("a.svc.mesh.local", "2.8"), [""; 0]);
    }
}
