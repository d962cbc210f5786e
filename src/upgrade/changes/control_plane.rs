//! Changes of the control plane: keys of kuma-cp's configuration, what stands in annotations and Helm values, and the names
//! of the mesh.

use super::{PROXY_KEY, ROW};
use crate::diagnostic::Severity::{Error, Warning};
use crate::mesh::Platform;
use crate::upgrade::change::{Change, Effect, Subject, When};

const TEMPLATE_PATH: Subject =
    Subject::Key { path: crate::mesh::cp_config::PATH, variable: Some(crate::mesh::layers::CONTROL_PLANE_VARIABLE) };
const LOGGING: Subject = Subject::Key {
    path: "runtime.kubernetes.injector.builtinDNS.logging",
    variable: Some("KUMA_RUNTIME_KUBERNETES_INJECTOR_BUILTIN_DNS_LOGGING"),
};

pub(super) static CHANGES: &[Change] = &[
    Change {
        id: "control-plane-override",
        since: &["2.6"],
        until: Some("3.0"),
        subject: TEMPLATE_PATH,
        effect: Effect::Changed,
        severity: Warning,
        message: "kuma-cp reads the key from here on, and data planes get the template at their next start",
        notes: &[
            "an older control plane passes over it: what nobody has read so far is then in force, for the whole zone",
        ],
        instead: &["lint the template before, or leave the key out if it is not to count"],
        source: "kuma: pkg/config/xds/bootstrap/config.go; kumahq/kuma#8634",
        ..ROW
    },
    Change {
        id: "address-ranges",
        since: &["2.8"],
        message: "MeshServices and MeshExternalServices have addresses of their own: 241.0.0.0/8 and 242.0.0.0/8",
        notes: &[
            "from 2.9 on MeshMultiZoneServices have 243.0.0.0/8; networks of yours in these ranges get into the mesh's way",
        ],
        source: "kuma: ipam of kuma-cp's configuration",
        ..ROW
    },
    Change {
        id: "hostname-generators",
        since: &["2.9"],
        message: "names under mesh.local appear beside those under .mesh",
        notes: &[
            "the control plane creates HostnameGenerators; a server block or stub zone for mesh.local, or for a domain above it, takes these names away from Envoy",
        ],
        instead: &["KUMA_DEFAULTS_SKIP_HOSTNAME_GENERATORS=true at kuma-cp keeps them away"],
        source: "kuma: pkg/defaults/hostname_generator.go",
        ..ROW
    },
    Change {
        id: "logging-without-coredns",
        since: &["2.11"],
        until: Some("3.0"),
        subject: LOGGING,
        when: When::OnUnderProxy,
        platform: Some(Platform::Kubernetes),
        effect: Effect::Ignored,
        severity: Warning,
        message: "the embedded DNS proxy logs no queries, whatever the key says",
        notes: &["it counts again where CoreDNS is kept"],
        instead: &["keep CoreDNS with experimentalProxy: false, or do without the log"],
        source: "kumahq/kuma#14239, #14311",
    },
    Change {
        id: "moved-addresses",
        since: &["2.11"],
        subject: Subject::Key { path: "dnsServer.CIDR", variable: Some("KUMA_DNS_SERVER_CIDR") },
        message: "after a change of the range, addresses outside of it are given out anew; before, it was an error",
        source: "kuma: pkg/dns/vips_allocator.go; kumahq/kuma#13678",
        ..ROW
    },
    Change {
        id: "domain-with-dot",
        since: &["2.14"],
        subject: Subject::Key { path: "dnsServer.domain", variable: Some("KUMA_DNS_SERVER_DOMAIN") },
        when: When::LeadingDot,
        effect: Effect::Breaks,
        severity: Error,
        message: "kuma-cp stops: domain must not start with a dot",
        notes: &["until 2.13 it starts, and gives the mesh broken names"],
        instead: &["write the domain without the dot"],
        source: "kuma: pkg/config/dns-server/config.go; UPGRADE.md of 2.14",
        ..ROW
    },
    Change {
        id: "hostnames-checked",
        since: &["2.14"],
        message: "a HostnameGenerator whose template renders to no DNS name is refused",
        source: "kuma: pkg/core/resources/apis/hostnamegenerator/api/v1alpha1/validate.go",
        ..ROW
    },
    Change {
        id: "template-path-key",
        since: &["3.0"],
        subject: TEMPLATE_PATH,
        effect: Effect::Ignored,
        severity: Error,
        message: "kuma-cp does not know the key any more, and does not say so",
        instead: &["remove it, and what mounts the template"],
        source: "kuma: pkg/config/xds/bootstrap/config.go; kumahq/kuma#17230",
        ..ROW
    },
    Change {
        id: "experimental-proxy-key",
        since: &["3.0"],
        subject: Subject::Key {
            path: PROXY_KEY,
            variable: Some("KUMA_RUNTIME_KUBERNETES_INJECTOR_BUILTIN_DNS_EXPERIMENTAL_PROXY"),
        },
        effect: Effect::Ignored,
        severity: Warning,
        message: "kuma-cp does not know the key any more: the embedded DNS proxy is always on",
        instead: &["remove the key"],
        source: "kuma: pkg/config/plugins/runtime/k8s/config.go; kumahq/kuma#17230",
        ..ROW
    },
    Change {
        id: "logging-key",
        since: &["3.0"],
        subject: LOGGING,
        effect: Effect::Ignored,
        severity: Warning,
        message: "kuma-cp does not know the key any more, and does not say so",
        instead: &[
            "remove the key; the log of queries comes back as a component of kuma-dp's own log (kumahq/kuma#18554)",
        ],
        source: "kuma: pkg/config/plugins/runtime/k8s/config.go; kumahq/kuma#17230, #18554",
        ..ROW
    },
    Change {
        id: "legacy-range-key",
        since: &["3.0"],
        subject: Subject::Key { path: "dnsServer.CIDR", variable: Some("KUMA_DNS_SERVER_CIDR") },
        effect: Effect::Ignored,
        severity: Warning,
        message: "kuma-cp does not know the key any more: addresses come from the ranges under ipam",
        instead: &["set ipam.meshService.cidr and its like, and remove the key"],
        source: "kuma: pkg/config/dns-server/config.go",
        ..ROW
    },
    Change {
        id: "legacy-vip-key",
        since: &["3.0"],
        subject: Subject::Key {
            path: "dnsServer.serviceVipEnabled",
            variable: Some("KUMA_DNS_SERVER_SERVICE_VIP_ENABLED"),
        },
        effect: Effect::Ignored,
        severity: Warning,
        message: "kuma-cp does not know the key any more: names of kuma.io/service have no addresses",
        instead: &["remove the key"],
        source: "kuma: pkg/config/dns-server/config.go",
        ..ROW
    },
    Change {
        id: "legacy-vip-port-key",
        since: &["3.0"],
        subject: Subject::Key { path: "dnsServer.serviceVipPort", variable: Some("KUMA_DNS_SERVER_SERVICE_VIP_PORT") },
        effect: Effect::Ignored,
        severity: Warning,
        message: "the key does nothing any more: there are no addresses of kuma.io/service that could listen there",
        instead: &["remove the key; clients use the ports of MeshServices"],
        source: "kuma: pkg/config/dns-server/config.go, pkg/xds/topology/dns.go",
        ..ROW
    },
    Change {
        id: "vip-refresh-key",
        since: &["3.0"],
        subject: Subject::Key { path: "runtime.universal.vipRefreshInterval", variable: None },
        platform: Some(Platform::Universal),
        effect: Effect::Ignored,
        severity: Warning,
        message: "kuma-cp does not know the key any more: there are no addresses of kuma.io/service to refresh",
        instead: &["remove the key"],
        source: "kuma: pkg/dns/vips_allocator.go",
        ..ROW
    },
    Change {
        id: "legacy-names",
        since: &["3.0"],
        message: "the names that kuma.io/service gives (backend_demo_svc_8080.mesh) do not exist any more",
        notes: &["clients that use them get what the host's resolver says; it knows none of them"],
        instead: &[
            "use the names of HostnameGenerators (backend.demo.svc.zone-1.mesh.local), and search for the old ones in configurations",
        ],
        source: "kuma: pkg/xds/topology/dns.go, pkg/dns/vips_allocator.go",
        ..ROW
    },
    Change {
        id: "virtual-outbounds",
        since: &["3.0"],
        subject: Subject::Elsewhere("VirtualOutbound"),
        message: "it is ignored, and then removed",
        instead: &["make the names with a HostnameGenerator"],
        source: "kuma: pkg/core/resources/apis/mesh/virtual_outbound_helpers.go",
        ..ROW
    },
    Change {
        id: "dns-annotations",
        since: &["3.0"],
        subject: Subject::Elsewhere(
            "annotations kuma.io/builtin-dns, kuma.io/builtin-dns-port, kuma.io/builtin-dns-logging",
        ),
        platform: Some(Platform::Kubernetes),
        message: "nobody reads them any more",
        instead: &["remove them"],
        source: "kuma: pkg/plugins/runtime/k8s/containers/factory.go; kumahq/kuma#17230",
        ..ROW
    },
    Change {
        id: "side-car-variables",
        since: &["3.0"],
        subject: Subject::Elsewhere("annotation kuma.io/sidecar-env-vars"),
        platform: Some(Platform::Kubernetes),
        message: "nobody reads variables of CoreDNS in it any more, and KUMA_DNS_PROXY_PORT=0 keeps kuma-dp from starting",
        instead: &["leave KUMA_DNS_CORE_DNS_… and KUMA_DNS_PROXY_PORT out of it, in the templates of Deployments, too"],
        source: "kuma: pkg/plugins/runtime/k8s/containers/factory.go, pkg/config/app/kuma-dp/config.go; kumahq/kuma#17230",
        ..ROW
    },
    Change {
        id: "helm-template",
        since: &["3.0"],
        subject: Subject::Elsewhere("Helm values controlPlane.extraConfigMaps and controlPlane.envVars"),
        platform: Some(Platform::Kubernetes),
        message: "the chart still mounts the template and sets its variables, and nobody reads either",
        instead: &["remove what is about the template and the DNS proxy"],
        source: "kuma: deployments/charts/kuma/templates/cp-deployment.yaml; kumahq/kuma#17230",
        ..ROW
    },
    Change {
        id: "helm-logging",
        since: &["3.0"],
        subject: Subject::Elsewhere("Helm value dataPlane.dnsLogging"),
        platform: Some(Platform::Kubernetes),
        message: "the chart does not know the value any more",
        instead: &["remove it"],
        source: "kuma: deployments/charts/kuma/values.yaml; kumahq/kuma#17230",
        ..ROW
    },
    Change {
        id: "resource-names",
        since: &["3.0"],
        message: "names of meshes, zones and services have to be RFC 1035 labels",
        notes: &["they become parts of hostnames"],
        source: "kuma: pkg/core/resources/apis/hostnamegenerator",
        ..ROW
    },
];
