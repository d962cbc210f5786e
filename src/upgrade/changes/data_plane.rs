//! Changes of the data plane: the fields of templates, kuma-dp's flags and variables, and how DNS is answered.

use super::ROW;
use crate::diagnostic::Severity::{Error, Warning};
use crate::mesh::{Platform, Setting};
use crate::upgrade::change::{Change, Effect, Subject, When};

const EMPTY_PORT: &[Setting] = &[Setting::CoreDnsEmptyPort];
const OF_COREDNS: &[Setting] = &[
    Setting::CoreDnsPort,
    Setting::EnvoyDnsPort,
    Setting::CoreDnsBinaryPath,
    Setting::CoreDnsConfigTemplatePath,
    Setting::ConfigDir,
    Setting::PrometheusPort,
    Setting::CoreDnsLogging,
];

pub(super) static CHANGES: &[Change] = &[
    Change {
        id: "more-rcodes",
        since: &["1.3.1"],
        subject: Subject::Override,
        message: "the built-in Corefile asks the host's resolver on NOTIMP and FORMERR, too",
        notes: &["an override keeps the list that it has, and TXT, MX and the like fail without NOTIMP"],
        source: "kumahq/kuma#2756",
        ..ROW
    },
    Change {
        id: "read-only-root",
        since: &["2.3"],
        subject: Subject::Variables(&[Setting::ConfigDir]),
        when: When::OutsideTmp,
        platform: Some(Platform::Kubernetes),
        effect: Effect::Breaks,
        severity: Error,
        message: "kuma-dp cannot write the Corefile there any more: a side-car's root is read-only, but for /tmp",
        instead: &["choose a folder below /tmp, or mount a volume there with a ContainerPatch"],
        source: "kuma: pkg/plugins/runtime/k8s/webhooks/injector/injector.go of 2.2.9 and 2.3.0",
        ..ROW
    },
    Change {
        id: "read-only-root-flag",
        since: &["2.3"],
        subject: Subject::Flags(&[Setting::ConfigDir]),
        when: When::OutsideTmp,
        platform: Some(Platform::Kubernetes),
        effect: Effect::Breaks,
        severity: Error,
        message: "kuma-dp cannot write the Corefile there any more: a side-car's root is read-only, but for /tmp",
        instead: &["choose a folder below /tmp, or mount a volume there with a ContainerPatch"],
        source: "kuma: pkg/plugins/runtime/k8s/webhooks/injector/injector.go of 2.2.9 and 2.3.0",
        ..ROW
    },
    Change {
        id: "empty-block-unasked",
        since: &["2.6"],
        subject: Subject::Field(Setting::CoreDnsEmptyPort),
        message: "nobody asks the server block on .CoreDNSEmptyPort any more",
        notes: &["until 2.5 Envoy's DNS filter asked it about every name that it did not know"],
        instead: &["leave the block out once no data plane before 2.6 is left; 2.8 drops the field"],
        source: "kuma: pkg/xds/envoy/listeners/v3/dns_configurer.go; kumahq/kuma#8640",
        ..ROW
    },
    Change {
        id: "query-log",
        since: &["2.6"],
        subject: Subject::Override,
        message: "queries can be logged with KUMA_DNS_ENABLE_LOGGING, where the override lets it",
        notes: &["the built-in Corefile has the condition; an override without it stays silent"],
        instead: &["write {{ if .CoreDNSLogging }}log{{ end }} behind errors, for data planes from 2.6 on only"],
        source: "kumahq/kuma#8485",
        ..ROW
    },
    Change {
        id: "empty-port-flag-deprecated",
        since: &["2.6"],
        until: Some("2.8"),
        subject: Subject::Flags(EMPTY_PORT),
        message: "kuma-dp warns that the flag will go",
        instead: &["leave the flag out"],
        source: "kuma: app/kuma-dp/cmd/run.go of 2.6.0",
        ..ROW
    },
    Change {
        id: "empty-port-field",
        since: &["2.8"],
        subject: Subject::Field(Setting::CoreDnsEmptyPort),
        effect: Effect::Breaks,
        severity: Error,
        message: "the field CoreDNSEmptyPort is gone: kuma-dp stops when it executes the template",
        notes: &["`if` and `with` cannot guard a field that is not there: the condition looks it up"],
        instead: &["leave the server block on .CoreDNSEmptyPort out; nobody has asked it since 2.6"],
        source: "kuma: pkg/config/app/kuma-dp/config.go; kumahq/kuma#10338",
        ..ROW
    },
    Change {
        id: "empty-port-flag",
        since: &["2.8"],
        subject: Subject::Flags(EMPTY_PORT),
        effect: Effect::Breaks,
        severity: Error,
        message: "kuma-dp does not know the flag any more and stops: unknown flag",
        instead: &["leave the flag out"],
        source: "kuma: app/kuma-dp/cmd/run.go; kumahq/kuma#10338",
        ..ROW
    },
    Change {
        id: "empty-port-variable",
        since: &["2.8"],
        subject: Subject::Variables(EMPTY_PORT),
        effect: Effect::Ignored,
        severity: Warning,
        message: "nobody reads the variable any more, and nobody says so",
        instead: &["leave the variable out"],
        source: "kuma: pkg/config/app/kuma-dp/config.go; kumahq/kuma#10338",
        ..ROW
    },
    Change {
        id: "start-messages",
        since: &["2.9"],
        message: "kuma-dp's and kuma-cp's messages about their settings begin in another way",
        notes: &[
            "`configuration validation failed: ` instead of `Invalid configuration: `; whoever looks for them in logs has to follow",
        ],
        source: "kuma: pkg/config/loader.go",
        ..ROW
    },
    Change {
        id: "embedded-proxy",
        since: &["2.11"],
        until: Some("3.0"),
        subject: Subject::InForce,
        effect: Effect::Ignored,
        severity: Error,
        message: "the override is ignored: the DNS proxy embedded in kuma-dp answers",
        notes: &[
            "every template is dropped without a word, and the settings for query log and metrics with it",
            "the migration report says what is lost where the proxy stays on; name the template for it",
        ],
        instead: &["keep CoreDNS, in one of the ways below, or give the override up"],
        source: "kuma: app/kuma-dp/cmd/run.go, pkg/plugins/runtime/k8s/containers/factory.go; kumahq/kuma#13124, #13552",
        ..ROW
    },
    Change {
        id: "universal-keeps-coredns",
        since: &["2.11"],
        until: Some("3.0"),
        platform: Some(Platform::Universal),
        message: "on Universal CoreDNS stays, and the override with it",
        notes: &[
            "Kuma's upgrade notes of 2.11 say otherwise; the proxy runs there only where KUMA_DNS_PROXY_PORT is set",
        ],
        source: "kuma: pkg/config/app/kuma-dp/config.go from 2.11.0 on",
        ..ROW
    },
    Change {
        id: "tcp-not-redirected",
        since: &["2.11.6", "2.12.1"],
        message: "DNS over TCP does not come to the Corefile any more",
        notes: &[
            "iptables redirects UDP only: what is asked over TCP goes to the resolver of /etc/resolv.conf, which has no names of the mesh",
            "until then a TCP client waited for Envoy, which has UDP only",
        ],
        source: "kuma: pkg/transparentproxy/iptables/builder; kumahq/kuma#14557",
        ..ROW
    },
    Change {
        id: "tcp-let-through",
        since: &["2.11.9", "2.12.6", "2.13.1"],
        message: "DNS over TCP leaves the data plane without passing Envoy",
        notes: &["before, it went to Envoy's outbound listener, and was reset where the mesh lets nothing through"],
        source: "kuma: pkg/transparentproxy/iptables/builder; kumahq/kuma#15401",
        ..ROW
    },
    Change {
        id: "proxy-on-loopback",
        since: &["2.14"],
        subject: Subject::Proxy,
        message: "the embedded DNS proxy listens on loopback only; before, on all addresses",
        notes: &["with virtual networks, or without the transparent proxy, it still listens on all of them"],
        source: "kuma: app/kuma-dp/pkg/dataplane/dnsproxy; kumahq/kuma#16071",
        ..ROW
    },
    Change {
        id: "override-gone",
        since: &["3.0"],
        subject: Subject::Override,
        effect: Effect::Ignored,
        severity: Error,
        message: "CoreDNS is gone, and every Corefile and override with it",
        notes: &["the DNS proxy embedded in kuma-dp answers on both platforms, and cannot be told how"],
        instead: &[
            "move what the migration report lists (name the template for it), then remove the template and what names it",
        ],
        source: "kuma: UPGRADE.md; kumahq/kuma#17230",
        ..ROW
    },
    Change {
        id: "coredns-flags",
        since: &["3.0"],
        subject: Subject::Flags(OF_COREDNS),
        effect: Effect::Breaks,
        severity: Error,
        message: "kuma-dp does not know the flag any more and stops: unknown flag",
        instead: &["leave the flag out when control plane and data planes go to 3.0, which they do together"],
        source: "kuma: app/kuma-dp/cmd/run.go; kumahq/kuma#17230",
        ..ROW
    },
    Change {
        id: "coredns-variables",
        since: &["3.0"],
        subject: Subject::Variables(OF_COREDNS),
        effect: Effect::Ignored,
        severity: Warning,
        message: "nobody reads the variable any more, and nobody says so",
        instead: &["leave the variable out; the proxy's port is KUMA_DNS_PROXY_PORT"],
        source: "kuma: pkg/config/app/kuma-dp/config.go; kumahq/kuma#17230",
        ..ROW
    },
    Change {
        id: "dns-port-moves",
        since: &["3.0"],
        subject: Subject::Flags(&[Setting::CoreDnsPort]),
        when: When::OtherPort,
        platform: Some(Platform::Universal),
        effect: Effect::Changed,
        severity: Error,
        message: "iptables still send queries to this port, and nobody listens there: the DNS proxy takes 15053",
        instead: &[
            "give the port to KUMA_DNS_PROXY_PORT or --dns-proxy-port, or install the transparent proxy anew with 15053",
        ],
        source: "kuma: pkg/config/app/kuma-dp/config.go, pkg/transparentproxy/iptables/builder; kumahq/kuma#17230",
        ..ROW
    },
    Change {
        id: "dns-port-moves-variable",
        since: &["3.0"],
        subject: Subject::Variables(&[Setting::CoreDnsPort]),
        when: When::OtherPort,
        platform: Some(Platform::Universal),
        effect: Effect::Changed,
        severity: Error,
        message: "iptables still send queries to this port, and nobody listens there: the DNS proxy takes 15053",
        instead: &[
            "give the port to KUMA_DNS_PROXY_PORT or --dns-proxy-port, or install the transparent proxy anew with 15053",
        ],
        source: "kuma: pkg/config/app/kuma-dp/config.go, pkg/transparentproxy/iptables/builder; kumahq/kuma#17230",
        ..ROW
    },
    Change {
        id: "proxy-port-zero",
        since: &["3.0"],
        subject: Subject::Variables(&[Setting::ProxyPort]),
        when: When::Zero,
        effect: Effect::Breaks,
        severity: Error,
        message: "kuma-dp stops: .ProxyPort has to be in (0, 65535] range",
        notes: &[
            "until 2.14 the value 0 is what keeps CoreDNS; pods have it in their annotation kuma.io/sidecar-env-vars",
        ],
        instead: &["leave the variable out: the proxy listens on 15053"],
        source: "kuma: pkg/config/app/kuma-dp/config.go; kumahq/kuma#17230",
        ..ROW
    },
    Change {
        id: "upgrade-together",
        since: &["3.0"],
        message: "control plane and data planes have to be upgraded together",
        source: "kuma: UPGRADE.md; kumahq/kuma#17230",
        ..ROW
    },
];
