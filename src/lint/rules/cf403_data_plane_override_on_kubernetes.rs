//! CF403: a data plane's own template on Kubernetes, where nobody meant it to be.

use crate::diagnostic::Severity;
use crate::lint::case::FileCase;
use crate::lint::draft::{Draft, Where};
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::mesh::{LayerKind, Platform, Setting};

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF403",
        name: "data-plane-override-on-kubernetes",
        severity: Severity::Warning,
        fixable: false,
        summary: "a data plane's own template is not supported on Kubernetes",
        applies: "templates of the data plane (--dp-template) on Kubernetes",
        why: "The sidecar injector has no setting for the data plane's template. It can be smuggled in: \
              `KUMA_DNS_CORE_DNS_CONFIG_TEMPLATE_PATH` in the annotation `kuma.io/sidecar-env-vars` reaches kuma-dp and beats \
              what the control plane sends. The file then has to be in the side-car, by a ContainerPatch with a volume, \
              because its file system is read-only from 2.3 on; where it is missing the pod restarts for ever.\n\nFrom 2.6 on \
              let the control plane send the template instead: \
              `KUMA_BOOTSTRAP_SERVER_PARAMS_COREFILE_TEMPLATE_PATH` and a ConfigMap. It is then for all data planes of the \
              zone. If one pod really needs another one, allow this rule in the file and say why.",
        source: "kuma: pkg/plugins/runtime/k8s/containers/factory.go; kuma: test/e2e/bootstrap",
        examples: &[
            Example::bad("on Kubernetes", default_with!(""))
                .with("--mesh-version 2.10 --platform kubernetes --dp-template -"),
            Example::good("on Universal", default_with!(""))
                .with("--mesh-version 2.10 --platform universal --dp-template -"),
            Example::good("from the control plane", default_with!(""))
                .with("--mesh-version 2.10 --platform kubernetes --cp-template -"),
        ],
    },
    yields_to: &[],
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, sink: &mut Sink<'_>) {
    let is_on_kubernetes = case.points().all(|(_, point)| point.target.platform() == Platform::Kubernetes);
    if case.role != Some(LayerKind::DataPlane) || !is_on_kubernetes || case.examined.is_empty() {
        return;
    }
    let variable = Setting::CoreDnsConfigTemplatePath.variable();
    let draft = Draft::new(Where::START, "a data plane's own template is not supported on Kubernetes")
        .note(format!("it reaches kuma-dp only through {variable} in the pod's annotation kuma.io/sidecar-env-vars, and needs a volume"))
        .help("from 2.6 on the control plane can send the template to all data planes of the zone");
    sink.report(draft);
}
