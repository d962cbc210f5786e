//! CF224: a word that is meant as a type, a format or a class, and is read as a zone.

use crate::coredns::config::{Log, Template};
use crate::coredns::dns;
use crate::coredns::options::LOG_CLASSES;
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::lint::words;
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF224",
        name: "type-read-as-zone",
        severity: Severity::Warning,
        fixable: true,
        summary: "a second type of a template, or the only word of a log, is read as a zone",
        applies: "every release",
        why: "A template has one class and one type; every word behind them is a zone. `template IN A AAAA` answers A queries \
              for names that end in `.aaaa`, and nothing else. Write one template for each type.\n\nThe same with `log`: a \
              format counts only behind a zone, and classes stand in a block. `log \"{type} {name}\"` logs a zone of that name, \
              which means nothing at all; write `log . \"{type} {name}\"`.",
        source: "coredns: plugin/template/setup.go, plugin/log/setup.go; recorded from CoreDNS 1.12.2 to 1.14.6",
        examples: &[
            Example::bad(
                "two types",
                default_with!(
                    "    template IN A AAAA corp.example {\n        match ^db[.]\n        answer \"db.corp.example. 60 IN A \
                     10.0.0.1\"\n        fallthrough\n    }\n"
                ),
            ),
            Example::bad(
                "a format alone",
                ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate \
                 NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus \
                 localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log \"{type} {name}\"{{ end }}\n}\n",
            ),
            Example::good(
                "one type",
                default_with!(
                    "    template IN A corp.example {\n        match ^db[.]\n        answer \"db.corp.example. 60 IN A \
                     10.0.0.1\"\n        fallthrough\n    }\n"
                ),
            ),
            Example::good(
                "a zone and a format",
                ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate \
                 NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    prometheus \
                 localhost:{{ .PrometheusPort }}\n    errors\n    {{ if .CoreDNSLogging }}log . \"{type} {name}\"{{ end }}\n}\n",
            ),
        ],
    },
    yields_to: &["CF201", "CF104", "CF110", "CF112"],
    check: Check::Corefile(check),
};

/// What `log` took before it had zones.
const STREAMS: [&str; 2] = ["stdout", "stderr"];

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    for (index, block) in case.blocks() {
        let templates = block.templates.iter().filter_map(|template| template_draft(case, template));
        let logs = block.logs.iter().filter_map(|log| log_draft(case, log));
        templates.chain(logs).for_each(|draft| sink.report(draft.in_block(index)));
    }
}

fn template_draft(case: &Case<'_>, template: &Template) -> Option<Draft> {
    let words = template.zone_places.iter().filter_map(|place| Some((*place, words::written(case, *place)?)));
    // A domain would hardly be written in upper case.
    let is_upper = |word: &str| word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let (place, word) = words.into_iter().find(|(_, word)| is_upper(word) && dns::qtype(word).is_some())?;
    let draft = Draft::new(case.at(place), format!("{word} is read as a zone: a template has one type"))
        .also(case.at(template.head), "class and type")
        .help("write one template for each type");
    Some(draft)
}

fn log_draft(case: &Case<'_>, log: &Log) -> Option<Draft> {
    let place = log.zone_place?;
    let word = words::written(case, place).filter(|_| !case.is_unknown(place))?;
    let name = log.zone.trim_end_matches('.');
    let says = |what: &str, help: String| {
        Draft::new(case.at(place), format!("{what} is read as a zone: nothing is logged for it")).help(help)
    };
    if word.contains('{') {
        let draft = says("the format", "a format stands behind a zone: `log . FORMAT`".to_owned());
        let is_only = words::option(case, "log", place).is_some_and(|option| option.len() == 2);
        return Some(match is_only {
            true => draft.fix("log all names", vec![(case.rendered(Span::at(place.span.start)), ". ".to_owned())]),
            false => draft,
        });
    }
    if LOG_CLASSES.contains(&name) {
        return Some(says(&format!("the class `{name}`"), format!("classes stand in a block: `class {name}`")));
    }
    STREAMS.contains(&name).then(|| says(&format!("`{name}`"), "leave it out: CoreDNS always logs there".to_owned()))
}
