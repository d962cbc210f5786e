//! CF103: a plugin's set-up refuses what is written behind it.

use crate::coredns::setup::StartErrorKind;
use crate::coredns::{Plugin, Version, options};
use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;
use crate::mesh::{Release, release};

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF103",
        name: "plugin-arguments",
        severity: Severity::Error,
        fixable: false,
        summary: "a plugin refuses its arguments or options",
        applies: "every release, with the CoreDNS that it ships: `failover` of forward came with 1.13.0, `max_age` with 1.14.3",
        why: "Each plugin reads the words behind it when CoreDNS starts, and refuses options, values and counts that it does \
              not know. Which ones it knows depends on the CoreDNS that the kuma-dp image ships, and that changes within a \
              release line. CoreDNS stops at the first refusal, and kuma-dp with it.",
        source: "coredns: plugin/*/setup.go, coredns/alternate: setup.go; recorded from CoreDNS 1.12.2, 1.13.1, 1.14.2 and 1.14.6",
        examples: &[
            Example::bad(
                "an option of a later CoreDNS",
                concat!(
                    ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }} {\n        failover SERVFAIL\n    }\n",
                    from_alternate!()
                ),
            )
            .with("--mesh-version 2.8"),
            Example::bad(
                "an option that no CoreDNS has",
                concat!(
                    ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }} {\n        timeout 2s\n    }\n",
                    from_alternate!()
                ),
            ),
            Example::bad(
                "a regular expression of another dialect",
                default_with!("    template IN A corp.example {\n        match (?!db)\n        rcode NXDOMAIN\n    }\n"),
            ),
            Example::bad("a plugin twice", default_with!("    errors\n")),
            Example::good(
                "an option of every CoreDNS",
                concat!(
                    ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }} {\n        prefer_udp\n    }\n",
                    from_alternate!()
                ),
            ),
        ],
    },
    yields_to: &["CF004", "CF009", "CF010", "CF104", "CF110", "CF112", "CF208", "CF223"],
    check: Check::Corefile(check),
};

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let Some((error, plugin)) = case.refusal().and_then(|error| Some((error, error.directive?))) else { return };
    if case.is_unknown(error.place) {
        return;
    }
    let what = error.option.as_deref().map_or_else(|| plugin.to_string(), |option| format!("{option} of {plugin}"));
    let index = case.tokens.partition_point(|token| token.place.span.start < error.place.span.start);
    let is_left_over = index.checked_sub(1).is_some_and(|before| {
        let (before, word) = (&case.tokens[before], case.tokens.get(index));
        word.is_some_and(|word| word.place == error.place && word.line == before.last_line() && before.text != "{")
    });
    let written = error.place.in_main().of(&case.rendering.rendered.text);
    let message = match &error.kind {
        StartErrorKind::UnknownOption { name, .. } if name == "{" => format!("{plugin} has no blocks within its block"),
        StartErrorKind::UnknownOption { name, .. } if is_left_over => format!("{name} is a word too many on this line"),
        StartErrorKind::OnlyOnce if written == b"{" => format!("{plugin} has no block in this CoreDNS"),
        StartErrorKind::UnknownOption { name, known_since: Some(since) } => {
            format!("{plugin} knows the option {name} from CoreDNS {since} on")
        }
        StartErrorKind::UnknownOption { name, .. } => format!("{plugin} has no option {name}"),
        StartErrorKind::WrongArguments => format!("too few or too many words for {what}"),
        StartErrorKind::BadValue => format!("{what} does not take this value"),
        StartErrorKind::BadFile => format!("{what} needs a file that is there and holds what it should"),
        StartErrorKind::TooManyUpstreams => "forward takes no more than 15 upstreams".to_owned(),
        StartErrorKind::OnlyOnce => format!("{plugin} can stand in a server block once"),
        StartErrorKind::Regex => format!("{what} cannot read this regular expression"),
        StartErrorKind::GoTemplate => format!("{what} cannot read this go-template"),
        StartErrorKind::Limit => "more zones than corefilectl looks at".to_owned(),
        // Other rules are about these.
        StartErrorKind::BadAddress
        | StartErrorKind::HostNameUpstream
        | StartErrorKind::DuplicateSite
        | StartErrorKind::RcodeTwice
        | StartErrorKind::NotSupported
        | StartErrorKind::Empty
        | StartErrorKind::PrivilegedPort => return,
    };
    let draft = case.draft(error.place, message).note(format!("CoreDNS does not start: {}", error.message));
    sink.report(match &error.kind {
        StartErrorKind::UnknownOption { name, .. } if Plugin::named(name).is_some() => {
            draft.help(format!("the `}}` of the block of {plugin} may be missing in front of it"))
        }
        StartErrorKind::UnknownOption { name, .. } if is_left_over || name == "{" => draft,
        StartErrorKind::UnknownOption { known_since: Some(since), .. } => {
            let draft = draft.note(format!("kuma-dp {} ships CoreDNS {}", case.release(), case.release().coredns));
            draft.help(first_with(*since, case.release()))
        }
        StartErrorKind::UnknownOption { name, .. } => with_options(case, draft, plugin, name),
        StartErrorKind::Regex => draft.help("regular expressions are Go's: no look-around and no references back"),
        StartErrorKind::BadValue if std::str::from_utf8(written).ok().and_then(Plugin::named).is_some() => {
            draft.help("each directive needs a line of its own")
        }
        _ => draft,
    });
}

/// The first kuma-dp that ships a CoreDNS or a later one.
fn first_with(since: Version, here: &Release) -> String {
    let having = || release::all().filter(|release| release.coredns >= since);
    let same_line = having().find(|release| release.version.line() == here.version.line());
    match (same_line, having().next()) {
        (Some(first), _) => format!("kuma-dp {first} is the first of its line that ships such a CoreDNS"),
        (None, Some(first)) => format!("kuma-dp {first} is the first release that ships such a CoreDNS"),
        (None, None) => "no known kuma-dp ships such a CoreDNS".to_owned(),
    }
}

fn with_options(case: &Case<'_>, draft: Draft, plugin: Plugin, name: &str) -> Draft {
    let here = case.release().coredns;
    let known: Vec<_> = options::of(plugin).filter(|option| option.is_in(here)).map(|option| option.name).collect();
    let similarity = |known: &&str| strsim::jaro_winkler(known, &name.to_lowercase());
    let near = known.iter().copied().max_by(|a, b| similarity(a).total_cmp(&similarity(b)));
    let near = near.filter(|near| similarity(near) >= 0.9);
    match near {
        Some(near) => draft.help(format!("did you mean {near}?")),
        None if known.is_empty() => draft.help(format!("{plugin} has no options")),
        None => draft.help(format!("{plugin} of CoreDNS {here} has these options: {}", known.join(", "))),
    }
}
