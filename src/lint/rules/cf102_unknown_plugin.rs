//! CF102: a directive that is no plugin of Kuma's CoreDNS.

use super::cf010_trim_glues_tokens::is_glued;
use super::cf108_invisible_characters::is_invisible;
use crate::coredns::{Plugin, options};
use crate::corefile::environment::Nothing;
use crate::corefile::{Corefile, ImportLimit, MAIN, ParseErrorKind, Place};
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF102",
        name: "unknown-plugin",
        severity: Severity::Error,
        fixable: true,
        summary: "a directive that is no plugin of Kuma's CoreDNS",
        applies: "every release: the list of plugins has never changed",
        why: "Kuma builds its own CoreDNS with six plugins: prometheus, errors, log, template, alternate and forward. Every \
              other directive is unknown to it, those that stock CoreDNS has and every tutorial uses included (`cache`, \
              `health`, `hosts`, `reload` …). CoreDNS then does not start, and kuma-dp stops with it.",
        source: "kumahq/coredns-builds: plugin.cfg of every release; coredns: plugin.cfg",
        examples: &[
            Example::bad("a plugin of stock CoreDNS", default_with!("    cache 30\n")),
            Example::bad("two of them, both are found", default_with!("    health\n    loop\n")),
            Example::bad("a slip of the pen", default_with!("    tempalte IN AAAA corp.example {\n        rcode NOERROR\n    }\n")),
            Example::bad("an option outside its block", default_with!("    max_fails 3\n")),
            Example::good("the six plugins, and nothing else", default_with!("    template IN AAAA corp.example {\n        rcode NOERROR\n    }\n")),
        ],
    },
    yields_to: &["CF004", "CF009"],
    check: Check::Corefile(check),
};

/// What to do instead of a plugin of stock CoreDNS.
type Instead = (&'static str, &'static str);

const ENVOY_IS_QUICK: &str = "leave it out: Envoy answers mesh names from memory, with a TTL of 30 seconds, and the host's resolver \
                              has a cache of its own";
const KUMA_DP_WATCHES: &str = "leave it out: kuma-dp watches its CoreDNS, and stops when that stops";
const FORWARD_ZONE: &str = "forward the zone to a server that has it: a `forward ZONE SERVER` above the one to Envoy";
const NO_NEED: &str = "leave it out: a side-car's CoreDNS answers its own pod or machine only";
const USE_TEMPLATE: &str = "answer the names with `template`: a `match`, an `answer`, and `fallthrough` for the others";
const AS_UPSTREAM: &str = "leave it out: clients reach the side-car by plain DNS only; for upstreams write `tls://` addresses in forward";

/// The plugins of stock CoreDNS that Kuma's build lacks (coredns: plugin.cfg of 1.8 to 1.14).
const STOCK: &[Instead] = &[
    ("acl", "refuse names with `template`: a `match`, `rcode REFUSED`, and `fallthrough`"),
    ("any", "`template IN ANY .` is no substitute, it answers every type; leave it out"),
    ("auto", FORWARD_ZONE),
    ("autopath", NO_NEED),
    ("azure", FORWARD_ZONE),
    ("bind", "leave it out: CoreDNS has to listen on every address, because iptables sends queries to the port"),
    ("bufsize", NO_NEED),
    ("cache", ENVOY_IS_QUICK),
    ("cancel", "leave it out: forward has time limits of its own"),
    ("chaos", NO_NEED),
    ("clouddns", FORWARD_ZONE),
    ("debug", "leave it out: `errors` and `log` are what Kuma's build has"),
    ("dns64", "leave it to the resolver behind `alternate`"),
    ("dnssec", NO_NEED),
    ("dnstap", "leave it out: `log` shows queries; kuma-dp switches it on with --dns-enable-logging"),
    ("erratic", NO_NEED),
    ("etcd", FORWARD_ZONE),
    ("federation", NO_NEED),
    ("file", FORWARD_ZONE),
    ("forwardcrd", FORWARD_ZONE),
    ("geoip", NO_NEED),
    ("grpc", "forward to the server over plain DNS or `tls://`"),
    ("grpc_server", AS_UPSTREAM),
    ("header", NO_NEED),
    ("health", KUMA_DP_WATCHES),
    ("hosts", USE_TEMPLATE),
    ("https", AS_UPSTREAM),
    ("https3", AS_UPSTREAM),
    ("k8s_external", FORWARD_ZONE),
    ("kubernetes", "leave the cluster's names to `alternate` and /etc/resolv.conf, or forward the zone to the cluster's DNS"),
    ("loadbalance", "leave it out: the order of the answers is the upstream's"),
    ("local", USE_TEMPLATE),
    ("loop", "leave it out: corefilectl finds loops before the start"),
    ("metadata", NO_NEED),
    ("minimal", NO_NEED),
    ("multisocket", NO_NEED),
    ("nomad", FORWARD_ZONE),
    ("nsid", NO_NEED),
    ("on", NO_NEED),
    ("pprof", NO_NEED),
    ("proxy", "forward has replaced it: `forward ZONE SERVER`"),
    ("proxyproto", NO_NEED),
    ("quic", AS_UPSTREAM),
    ("ready", KUMA_DP_WATCHES),
    ("reload", "leave it out: kuma-dp writes the Corefile once, when it starts; a new one needs a new start of the data plane"),
    ("rewrite", "answer a CNAME with `template`: CoreDNS follows it through the server again"),
    ("root", NO_NEED),
    ("route53", FORWARD_ZONE),
    ("secondary", FORWARD_ZONE),
    ("sign", NO_NEED),
    ("timeouts", "leave it out: the limits of forward are enough"),
    ("tls", AS_UPSTREAM),
    ("trace", NO_NEED),
    ("transfer", NO_NEED),
    ("tsig", NO_NEED),
    ("view", NO_NEED),
    ("whoami", NO_NEED),
];

/// Words with more changes than this are not taken for a plugin misspelt.
const MAX_SLIPS: usize = 2;

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let Err(error) = case.corefile else { return };
    let ParseErrorKind::UnknownDirective(name) = &error.kind else { return };
    // CoreDNS stops at the first; without it there would be the next.
    let parsed = Corefile::from_tokens("", case.tokens.to_vec(), &|_| true, ImportLimit::TenThousand, &Nothing);
    let directives = parsed.iter().flat_map(|corefile| &corefile.blocks).flat_map(|block| &block.directives);
    let unknown = directives.filter(|directive| Plugin::named(&directive.name).is_none());
    let mut places: Vec<_> = unknown.map(|directive| (directive.name.as_str(), directive.place)).collect();
    places.push((name.as_str(), error.place));
    // A directive of a snippet is unknown once, however often it is imported.
    places.sort_by_key(|(_, place)| place.span.start);
    places.dedup_by_key(|(_, place)| place.span.start);
    for (name, place) in places.into_iter().filter(|(_, place)| place.file == MAIN) {
        let index = case.tokens.partition_point(|token| token.place.span.start < place.span.start);
        if let Some(word) = case.tokens.get(index).filter(|word| !is_glued(case, word)) {
            report(case, name, word.place, sink);
        }
    }
}

fn report(case: &Case<'_>, name: &str, place: Place, sink: &mut Sink<'_>) {
    if case.is_unknown(place) {
        return;
    }
    let instead_of = |text: &str, title: &str, draft: Draft| {
        draft.fix(title, vec![(case.at(place), text.to_owned())])
    };
    if let Some(c) = name.chars().find(|c| is_invisible(*c)) {
        let visible: String = name.chars().filter(|c| !is_invisible(*c)).collect();
        let message = format!("the invisible character U+{:04X} is a part of this word", u32::from(c));
        sink.report(instead_of(&visible, "remove it", Draft::new(case.at(place), message)));
        return;
    }
    if let Some(rest) = name.strip_prefix("//") {
        let draft = Draft::new(case.at(place), "a comment begins with `#`, not with `//`");
        sink.report(instead_of(&format!("# {rest}"), "write `#`", draft));
        return;
    }
    if let Some((plugin, rest)) = name.split_once(':').filter(|(plugin, _)| Plugin::named(plugin).is_some()) {
        let draft = Draft::new(case.at(place), format!("a colon is a part of the word: {name} is no plugin"));
        sink.report(draft.help(format!("write {} in front of what {plugin} is told", format!("{plugin} {rest}").trim())));
        return;
    }
    // Braces and addresses in a directive's place are no plugins that somebody has missed.
    if name.contains(['{', '}', ':', '.', '/']) {
        return;
    }
    let lower = name.to_lowercase();
    if let Some((_, instead)) = STOCK.iter().find(|(stock, _)| *stock == lower) {
        sink.report(Draft::new(case.at(place), format!("Kuma's CoreDNS has no plugin {name}")).help(*instead));
        return;
    }
    let shown = if name.is_empty() { "an empty word" } else { name };
    let draft = Draft::new(case.at(place), format!("{shown} is no plugin of CoreDNS"));
    let slips = |plugin: &Plugin| strsim::damerau_levenshtein(plugin.name(), &lower);
    let near = Plugin::ALL.into_iter().min_by_key(slips).filter(|plugin| slips(plugin) <= MAX_SLIPS);
    let option = options::OPTIONS.iter().find(|option| option.name == lower);
    sink.report(match (near, option) {
        (Some(plugin), _) => {
            instead_of(plugin.name(), &format!("write {plugin}"), draft.help(format!("did you mean {plugin}?")))
        }
        (None, Some(option)) => {
            let plugin = option.plugin;
            draft.help(format!("{lower} is an option of {plugin}: it belongs between the braces behind {plugin}"))
        }
        (None, None) => {
            let plugins: Vec<_> = Plugin::ALL.iter().map(|plugin| plugin.name()).collect();
            draft
                .help(format!("Kuma's build has these plugins: {}", plugins.join(", ")))
                .note("a directive ends with its line: if the word belongs to the one above, write it there")
        }
    });
}
