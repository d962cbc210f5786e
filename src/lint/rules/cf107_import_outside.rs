//! CF107: an import of a file that is not part of the template.

use crate::corefile::{ParseError, ParseErrorKind};
use crate::diagnostic::Severity;
use crate::lint::case::{Case, without_line};
use crate::lint::draft::Draft;
use crate::lint::rule::{Check, Example, Rule, RuleInfo};
use crate::lint::sink::Sink;

pub(super) static RULE: Rule = Rule {
    info: RuleInfo {
        code: "CF107",
        name: "import-outside",
        severity: Severity::Warning,
        fixable: false,
        summary: "an import of a file that is not part of the template",
        applies: "every release",
        why: "`import NAME` takes a snippet of that name, and where there is none a file. kuma-dp writes the Corefile alone \
              into a folder of its own, by default a new one with a random name, and a relative path starts there: nothing \
              else is in it, so that is an error. An absolute path has to exist in the container or machine of every data plane that gets the template; \
              where it does not, CoreDNS does not start. A pattern with `*` that finds nothing is no error, and brings \
              nothing.\n\nkuma-dp does not execute templates in imported files. What lies outside of the working folder is reported and not read, \
              unless `--allow-import-outside` is given.",
        source: "coredns/caddy: caddyfile/parse.go; kuma: app/kuma-dp/pkg/dataplane/dnsserver",
        examples: &[
            Example::bad("a file beside the Corefile", default_with!("    import common.conf\n")),
            Example::bad("a snippet that comes too late", concat!(default_with!("    import ipv4-only\n"), "(ipv4-only) {\n    template IN AAAA corp.example {\n        rcode NOERROR\n    }\n}\n")),
            Example::bad("a file of the machine", default_with!("    import /etc/kuma/common.conf\n")),
            Example::bad("a pattern", default_with!("    import /etc/kuma/corefile.d/*.conf\n")),
            Example::bad("two wildcards", default_with!("    import conf/*/*.conf\n")),
            Example::good("a snippet", concat!("(ipv4-only) {\n    template IN AAAA corp.example {\n        rcode NOERROR\n    }\n}\n", default_with!("    import ipv4-only\n"))),
        ],
    },
    yields_to: &[],
    check: Check::Corefile(check),
};

const NOT_FOUND: &str = "File to import not found";

fn check(case: &Case<'_>, sink: &mut Sink<'_>) {
    match case.corefile {
        Err(error) if error.kind == ParseErrorKind::Import && !case.is_unknown(error.place) => {
            sink.report(refused(case, error));
        }
        Err(_) => {}
        Ok(corefile) => {
            for import in corefile.imports.iter().filter(|import| import.is_outside && !case.is_unknown(import.place)) {
                let draft = Draft::new(case.at(import.place), "this file lies outside of the tree, and was not read");
                let draft = draft.note("CoreDNS does not start where the file does not exist, and reads it where it does");
                sink.report(with_help(case, &import.pattern, draft));
            }
            let empty = corefile.imports.iter().filter(|import| import.files == 0 && !import.is_outside && !case.is_unknown(import.place));
            for import in empty {
                let draft = Draft::new(case.at(import.place), "this pattern finds no file here, and brings nothing");
                sink.report(with_help(case, &import.pattern, draft).severity(Severity::Info));
            }
        }
    }
}

fn refused(case: &Case<'_>, error: &ParseError) -> Draft {
    let place = case.at(error.place);
    let reason = without_line(&error.message);
    let Some(pattern) = reason.strip_prefix(NOT_FOUND).map(|pattern| pattern.trim_start_matches([':', ' '])) else {
        return Draft::new(place, format!("CoreDNS cannot import this: {reason}")).severity(Severity::Error);
    };
    let definition = format!("({pattern})");
    let mut behind = case.tokens.iter().filter(|token| token.place.span.start > error.place.span.start);
    if let Some(snippet) = behind.find(|token| token.text == definition) {
        return Draft::new(place, "the snippet is defined further down: CoreDNS does not know it here yet")
            .severity(Severity::Error)
            .also(case.at(snippet.place), "here")
            .help("define it above its first import");
    }
    let draft = Draft::new(place, "there is no snippet of this name, and the file is not part of the template");
    let draft = with_help(case, pattern, draft)
        .note("CoreDNS does not start where the file does not exist; the rest of the Corefile is not looked at");
    let is_lost = !pattern.starts_with('/') && case.point.settings.config_dir_is_unset();
    draft.severity(if is_lost { Severity::Error } else { Severity::Warning })
}

fn with_help(case: &Case<'_>, pattern: &str, draft: Draft) -> Draft {
    let folder = if case.point.settings.config_dir_is_unset() { "a new folder with a random name" } else { "kuma-dp's ConfigDir" };
    if pattern.starts_with('/') {
        draft.help("every data plane that gets the template needs the file; a snippet needs none")
    } else {
        draft.note(format!("a relative path starts where the rendered Corefile lies, in {folder}")).help("write a snippet")
    }
}
