//! CF101: CoreDNS's parser refuses the rendered text.

use crate::corefile::ParseErrorKind;
use crate::diagnostic::Severity;
use crate::lint::case::{Case, without_line};
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF101",
        name: "corefile-syntax",
        severity: Severity::Error,
        fixable: false,
        summary: "CoreDNS's parser refuses the rendered text",
        applies: "every release",
        why: "CoreDNS groups words by lines and braces before any plugin sees them. Where a brace or a line is in the wrong \
              place it does not start, and kuma-dp, which waits for it, stops the whole data plane.\n\nA `{` belongs on the \
              line of its directive, a `}` on a line of its own; only a server block may open on the next line.",
        source: "coredns/caddy: caddyfile; recorded from CoreDNS 1.12.2 to 1.14.6",
        examples: &[
            Example::bad("a block without its end", ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n"),
            Example::bad(
                "everything on one line",
                ".:{{ .CoreDNSPort }} { forward . 127.0.0.1:{{ .EnvoyDNSPort }} }\n",
            ),
            Example::bad(
                "the end of the first block is missing",
                ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n\ncorp.example:{{ .CoreDNSPort }} {\n    \
                 errors\n}\n",
            ),
            Example::good("every brace in its place", default_with!("")),
        ],
    },
    yields_to: &["CF004", "CF006", "CF009", "CF010", "CF102", "CF104", "CF107", "CF110"],
    check: Check::Corefile(check),
};

const BRACES: &str = "`{` belongs at the end of its directive's line, `}` on a line of its own";

const MISSING: &str = "the text ends here, and a `}` is missing: each server block and each plugin's block needs its own";

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    let Err(error) = case.corefile else { return };
    if matches!(error.kind, ParseErrorKind::Import) || case.is_unknown(error.place) {
        return;
    }
    let who = if error.kind == ParseErrorKind::Endless { "corefilectl stops here" } else { "CoreDNS's parser stops here" };
    let message = format!("{who}: {}", without_line(&error.message));
    let mut draft = Draft::new(case.at(error.place), message).note(format!("CoreDNS's message: {}", error.message));
    draft = match &error.kind {
        ParseErrorKind::Syntax if error.message.contains("expecting '}'") => draft.help(MISSING),
        ParseErrorKind::Syntax => draft.help(BRACES),
        ParseErrorKind::UnknownDirective(name) if matches!(name.as_str(), "{" | "}") => draft.help(BRACES),
        ParseErrorKind::UnknownDirective(_) => draft.help(
            "a directive ends with its line: either the word belongs to the line above, or the `}` of a block above is \
             missing",
        ),
        ParseErrorKind::ImportCycle => draft.help("a snippet must not import itself, not even through others"),
        ParseErrorKind::Import | ParseErrorKind::Endless => draft,
    };
    sink.report(draft);
}
