//! CF302: a port on which kuma-dp or CoreDNS refuses to start, or on which nobody can find them.

use crate::coredns::setup::StartErrorKind;
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::{Draft, Where};
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::mesh::settings::Entry;
use crate::mesh::validation::{self, HIGHEST_PORT};
use crate::mesh::{Origin, Setting, builtin_dns};

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF302",
        name: "port-out-of-range",
        severity: Severity::Error,
        fixable: false,
        summary: "a port beyond kuma-dp's bound of 65353, 0, or one that needs root",
        applies: "every release",
        why: "kuma-dp accepts ports up to 65353 (65535 with two digits swapped) and stops above; kuma-cp does not check, so on \
              Kubernetes a `builtinDNS.port` above 65351 shows only when side-cars do not start: Envoy's port is two \
              above it.\n\nPort 0 is accepted everywhere and means a random port: iptables sends queries to the configured \
              one, where nobody listens. With 0 for Envoy's port the control plane takes DNS for switched off.\n\nPorts below \
              1024, 53 among them, need root, which a side-car is not: CoreDNS stops with `permission denied`, and kuma-dp \
              with it. A label without a port means 53.",
        source: "kuma: pkg/config/app/kuma-dp/config.go, pkg/plugins/runtime/k8s/containers/factory.go; recorded from CoreDNS \
                 1.12.2 to 1.14.6",
        examples: &[
            Example::bad("beyond kuma-dp's bound", default_with!("")).with("--dns-coredns-port 65400"),
            Example::bad("metrics on a random port", default_with!("")).with("--dns-prometheus-port 0"),
            Example::bad("metrics on a port that needs root", default_with!("")).with("--dns-prometheus-port 1023"),
            Example::bad("a port that needs root", ON_53),
            Example::bad("a label without a port", WITHOUT_PORT),
            Example::good("the highest port that kuma-dp accepts", default_with!("")).with("--dns-coredns-port 65353"),
            Example::good("metrics on the lowest port without root", default_with!(""))
                .with("--dns-prometheus-port 1024"),
        ],
    },
    yields_to: &["CF104", "CF111"],
    check: Check::Corefile(check),
};

const ON_53: &str = ".:{{ .CoreDNSPort }} .:53 {
    forward . 127.0.0.1:{{ .EnvoyDNSPort }}
    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf
    prometheus localhost:{{ .PrometheusPort }}
    errors
}
";

const WITHOUT_PORT: &str = ".:{{ .CoreDNSPort }} {
    forward . 127.0.0.1:{{ .EnvoyDNSPort }}
    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf
    prometheus localhost:{{ .PrometheusPort }}
    errors
}

corp.example {
    forward . 10.0.0.10
}
";

/// What kuma-dp checks, in its order.
const PORTS: [Setting; 4] =
    [Setting::CoreDnsPort, Setting::CoreDnsEmptyPort, Setting::EnvoyDnsPort, Setting::PrometheusPort];

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let settings = &case.point.settings;
    // kuma-dp checks nothing while DNS is off.
    for setting in PORTS.into_iter().filter(|_| settings.is_on(Setting::Enabled)) {
        let (Some(port), Some(entry)) = (settings.port(setting), settings.get(setting)) else { continue };
        let draft = match port {
            0 => zero(setting),
            1..1024 => below_1024(setting),
            port if port > HIGHEST_PORT => {
                let message = format!("{setting} is above {HIGHEST_PORT}, the highest port that kuma-dp accepts");
                Some((Severity::Error, message))
            }
            _ => None,
        };
        let Some((severity, message)) = draft else { continue };
        let draft = draft_at(case, port, message).severity(severity);
        let stops = validation::validate(settings).err().filter(|error| error.setting() == setting);
        let stops = stops.map(|stops| format!("kuma-dp stops when it starts: {stops}"));
        sink.report(stops.into_iter().fold(draft, Draft::note).note(origin(entry)));
    }
    let sites = case.server().map(|server| server.sites.as_slice()).unwrap_or_default();
    for site in sites.iter().filter(|site| site.port == "0" && case.dns_port() != 0) {
        let draft = case.draft(site.place, "port 0 is a random port, on which nobody finds the server block");
        sink.report(draft.help(format!("queries are sent to {}", case.port_as_written(Setting::CoreDnsPort))));
    }
    if let Some(refusal) = case.refusal().filter(|refusal| refusal.kind == StartErrorKind::PrivilegedPort) {
        let draft = case
            .draft(refusal.place, "ports below 1024 need root, which a side-car is not")
            .note(format!("CoreDNS does not start: {}", refusal.message))
            .help(format!("iptables redirects queries for port 53 to {}: listen there; a label without a port means 53", case.port_as_written(Setting::CoreDnsPort)));
        sink.report(draft);
    }
}

fn zero(setting: Setting) -> Option<(Severity, String)> {
    let (severity, effect) = match setting {
        Setting::CoreDnsPort => (Severity::Error, "CoreDNS takes a random port, and queries go elsewhere"),
        Setting::EnvoyDnsPort => {
            (Severity::Error, "the control plane takes DNS for switched off, and Envoy answers nothing")
        }
        Setting::PrometheusPort => (Severity::Warning, "the metrics take a random port, which no scraper finds"),
        _ => return None,
    };
    Some((severity, format!("{setting} is 0: {effect}")))
}

/// CoreDNS's own port is left out: there it does not start, and says so.
fn below_1024(setting: Setting) -> Option<(Severity, String)> {
    let severity = match setting {
        Setting::EnvoyDnsPort => Severity::Error,
        Setting::PrometheusPort => Severity::Warning,
        _ => return None,
    };
    Some((severity, format!("{setting} is below 1024, which needs root, and a side-car is not root")))
}

/// A finding where a port stands in the rendered text, or about the whole file where it does not.
fn draft_at(case: &Case<'_>, port: u32, message: String) -> Draft {
    let end = format!(":{port}");
    match case.tokens.iter().find(|token| token.text.ends_with(&end)) {
        Some(token) => case.draft(token.place, message),
        None => Draft::new(Where::START, message),
    }
}

fn origin(entry: &Entry) -> String {
    let counts = match entry.origin {
        Origin::Injector => format!(", which counts from {}.port of kuma-cp", builtin_dns::PATH),
        _ => String::new(),
    };
    format!(".{} is {}, from {}{counts}", entry.setting, entry.value, entry.origin)
}
