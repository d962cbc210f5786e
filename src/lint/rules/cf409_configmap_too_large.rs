//! CF409: a template that no ConfigMap can hold.

use crate::diagnostic::Severity;
use crate::lint::case::FileCase;
use crate::lint::draft::{Draft, Where};
use crate::lint::holds::Points;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::mesh::config_map::MAX_BYTES;
use crate::mesh::{LayerKind, Platform, Point};

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF409",
        name: "configmap-too-large",
        severity: Severity::Error,
        fixable: false,
        summary: "the template is larger than a ConfigMap can be",
        applies: "Kubernetes; templates of the control plane (--cp-template) and those whose layer is not known",
        why: "On Kubernetes the control plane gets its template from a ConfigMap, and the API server refuses one whose values \
              come to more than 1 MiB. `kubectl apply` gives up earlier, at 256 KiB: it writes the whole object into an \
              annotation; `kubectl create`, `replace` and `apply --server-side` do not.\n\nA Corefile of this size is mostly \
              data: move lists of names to a DNS server of your own, and send their zone there with `forward`.",
        source: "kubernetes: pkg/apis/core/validation (ValidateConfigMap, MaxSecretSize; TotalAnnotationSizeLimitB)",
        examples: &[
            Example::bad("more than 1 MiB", default_with!(""))
                .with_comment(16_384)
                .with("--mesh-version 2.10 --cp-template -"),
            Example::good("less than 1 MiB", default_with!(""))
                .with_comment(16_300)
                .with("--mesh-version 2.10 --cp-template -"),
            Example::good("no ConfigMap on Universal", default_with!(""))
                .with_comment(16_384)
                .with("--mesh-version 2.10 --platform universal --cp-template -"),
        ],
    },
    yields_to: &[],
    check: Check::File(check),
};

fn check(case: &FileCase<'_>, sink: &mut Sink<'_>) {
    let is_on_kubernetes = |point: &Point| point.target.platform() == Platform::Kubernetes;
    let is_for_a_config_map = match case.role {
        Some(role) => role == LayerKind::ControlPlane,
        None => case.points().all(|(_, point)| is_on_kubernetes(point)),
    };
    if case.text.len() <= MAX_BYTES || !is_for_a_config_map {
        return;
    }
    let points: Points = case.points().filter(|(_, point)| is_on_kubernetes(point)).map(|(index, _)| index).collect();
    if !points.is_empty() {
        let draft = Draft::new(Where::START, "no ConfigMap can hold this template")
            .note(format!("it has {} bytes; the values of a ConfigMap may come to {MAX_BYTES}", case.text.len()))
            .holding_at(points);
        sink.report(draft);
    }
}
