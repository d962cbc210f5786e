//! What to tell somebody whose template does not parse or execute on a release: which releases have the field, which Go
//! knows the syntax, what a function of another tool has to be written as instead.

use super::release::{Release, all};
use super::setting::Setting;
use crate::gotemplate::{Cause, Data, Error, GoVersion, Limits, Phase, Template};

/// What CoreDNS's own template plugin offers (coredns: plugin/template); kuma-dp executes such actions first.
pub const COREDNS_FIELDS: [&str; 10] =
    ["Name", "Zone", "Group", "Match", "Class", "Type", "Message", "Question", "Remote", "Meta"];
const COREDNS_FUNCTION: &str = "parseInt";

/// Names closer than this are taken for the same one misspelt.
const CLOSE: f64 = 0.8;

/// Ways out for `error`, which `text` gave on `release` with `data`.
#[must_use]
pub fn advise(error: &Error, text: &[u8], release: &Release, data: &Data) -> Vec<String> {
    let specific = match &error.cause {
        Cause::UnknownField { name, type_name: "kumadp.DNS" } => field(&String::from_utf8_lossy(name), release),
        Cause::UnknownFunction(name) if matches!(&**name, b"break" | b"continue") => {
            Some(needs_go(GoVersion::LOOP_CONTROL, release, "break and continue need"))
        }
        Cause::UnknownFunction(name) => Some(function(&String::from_utf8_lossy(name))),
        _ if error.phase == Phase::Limit => Some(
            "the limits are far beyond any real Corefile; --max-template, --max-output and --max-steps raise them"
                .into(),
        ),
        _ => None,
    };
    specific.or_else(|| newer_go(error, text, release, data)).into_iter().collect()
}

fn field(name: &str, release: &Release) -> Option<String> {
    if let Some(setting) = Setting::of_field(name) {
        return Some(format!(
            "{name} exists in {}; no `if` or `with` can guard a field that is not there: leave it out, or keep one \
             template per release line",
            setting.availability()
        ));
    }
    if COREDNS_FIELDS.contains(&name) {
        return Some(format!(
            "{{{{ .{name} }}}} is meant for CoreDNS's template plugin, but kuma-dp executes it first: write \
             {{{{ `{{{{ .{name} }}}}` }}}}"
        ));
    }
    let known = release.era.schema().fields.iter().map(|field| field.name);
    let similarity = |known: &&str| strsim::jaro_winkler(&known.to_lowercase(), &name.to_lowercase());
    let best = known.clone().max_by(|a, b| similarity(a).total_cmp(&similarity(b)))?;
    if similarity(&best) >= CLOSE {
        return Some(format!("did you mean .{best}? Letter case counts"));
    }
    let known: Vec<_> = known.filter(|name| Setting::of_field(name).is_some()).collect();
    Some(format!("kuma-dp {release} has these fields: {}", known.join(", ")))
}

fn function(name: &str) -> String {
    if name == COREDNS_FUNCTION {
        return format!(
            "{name} belongs to CoreDNS's template plugin, but kuma-dp executes the action first: put it in backquotes, \
             {{{{ `{{{{ {name} … }}}}` }}}}"
        );
    }
    if Setting::of_field(name).is_some() {
        return format!("a field is written with a dot: .{name}");
    }
    "kuma-dp offers the functions of Go's text/template only (and or not, eq ne lt le gt ge, len index slice, print printf \
     println, html js urlquery, call); those of Helm and sprig do not exist here"
        .into()
}

// Whether the same template works once kuma-dp is built with a newer Go.
fn newer_go(error: &Error, text: &[u8], release: &Release, data: &Data) -> Option<String> {
    if error.phase == Phase::Limit {
        return None;
    }
    // Advice must not take longer than the rendering did.
    let limits = Limits { steps: 1_000_000, ..Limits::default() };
    let works =
        |go: &GoVersion| Template::parse("", text, *go, limits).is_ok_and(|template| template.execute(data).is_ok());
    let go = release.go.line.newer().find(works)?;
    Some(needs_go(go, release, "this needs"))
}

fn needs_go(go: GoVersion, release: &Release, needs: &str) -> String {
    let first = |release: &Release| release.go.line >= go;
    let same_line = all().find(|other| first(other) && other.version.line() == release.version.line());
    match (same_line, all().find(first)) {
        (Some(other), _) => format!("{needs} Go {go}; kuma-dp {other} is the first of its line built with it"),
        (None, Some(other)) => format!("{needs} Go {go}; kuma-dp {other} is the first release built with it"),
        (None, None) => format!("{needs} Go {go}, with which no known kuma-dp is built"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mesh::injector::Injector;
    use crate::mesh::release::find;
    use crate::mesh::settings::Settings;
    use crate::mesh::target::{Platform, Target};

    fn advice(release: &str, text: &str) -> String {
        let target = Target::new(find(release).unwrap(), Platform::Universal, None).unwrap();
        let data = Settings::resolve(&target, &Injector::default(), &[], |_| None).unwrap().data();
        let release = target.release();
        let error = match Template::parse("t", text, release.go.line, Limits::default()) {
            Err(error) => error,
            Ok(template) => template.execute(&data).unwrap_err().error,
        };
        advise(&error, text.as_bytes(), release, &data).join("\n")
    }

    #[test]
    fn every_kind_of_mistake_has_a_way_out() {
        for (release, text, part) in [
            ("2.8", "{{ .CoreDNSEmptyPort }}", "CoreDNSEmptyPort exists in 2.7 and earlier"),
            ("2.7", "{{ .coreDNSPort }}", "did you mean .CoreDNSPort?"),
            ("2.7", "{{ .EnvoyPort }}", "did you mean .EnvoyDNSPort?"),
            ("2.7", "{{ .Name }}", "write {{ `{{ .Name }}` }}"),
            ("2.7", "{{ .Xyz }}", "has these fields: Enabled, CoreDNSPort"),
            ("2.7", "{{ quote .CoreDNSPort }}", "sprig"),
            ("2.7", "{{ CoreDNSPort }}", "with a dot: .CoreDNSPort"),
            ("2.7", "{{ parseInt 1 }}", "backquotes"),
            ("2.7.0", "{{ range 2 }}x{{ end }}", "needs Go 1.24; kuma-dp 2.7.20 is the first of its line"),
            ("1.4.0", "{{ break }}", "break and continue need Go 1.18; kuma-dp 1.5.4 is the first release"),
            ("1.7.3", "{{ range 2 }}x{{ end }}", "needs Go 1.24; kuma-dp 2.7.20 is the first release"),
        ] {
            let advice = advice(release, text);
            assert!(advice.contains(part), "{release} {text}: {advice}");
        }
    }
}
