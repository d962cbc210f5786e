//! CF212: a template behind the forward that it pre-empts, as the text has it.

use crate::chain::effect;
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF212",
        name: "order-is-not-text-order",
        severity: Severity::Info,
        fixable: false,
        summary: "a template stands behind a forward, and is asked before it",
        applies: "every release",
        why: "CoreDNS runs its plugins in the order in which they were compiled in: template, alternate, forward. Where they \
              stand in a server block does not matter. A `template` below a `forward` reads like a last resort, but is \
              asked first: what it answers is never forwarded. Put templates in front of forwards, so that the text says \
              what happens.",
        source: "kumahq/coredns-builds: plugin.cfg; recorded from CoreDNS 1.12.2 to 1.14.6",
        examples: &[
            Example::bad(
                "a template that looks like a last resort",
                ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate \
                 NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    template IN A corp.example {\n        match \
                 ^db[.]\n        answer \"db.corp.example. 60 IN A 10.0.0.1\"\n        fallthrough\n    }\n    prometheus \
                 localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log{{ end }}\n}\n",
            ),
            Example::good(
                "in the order in which they are asked",
                default_with!(
                    "    template IN A corp.example {\n        match ^db[.]\n        answer \"db.corp.example. 60 IN A \
                     10.0.0.1\"\n        fallthrough\n    }\n"
                ),
            ),
        ],
    },
    yields_to: &["CF201"],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    for (index, block) in case.blocks() {
        for (rule, template) in block.templates.iter().enumerate() {
            let forward = effect::pre_empted(block, rule).and_then(|forward| block.forwards.get(forward));
            // What never answers pre-empts nothing.
            let Some(forward) = forward.filter(|_| effect::template_shadow(block, rule).is_none()) else { continue };
            let draft = Draft::new(case.at(template.head), "this template is asked before the forward above it")
                .in_block(index)
                .also(case.at(forward.from_place), "gets what the template leaves")
                .help("put templates in front of forwards: the text then says what happens");
            sink.report(draft);
        }
    }
}
