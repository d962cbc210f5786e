//! What somebody meant whose template does not parse or execute on a release: a field of other releases or misspelt, an
//! action for CoreDNS's own template plugin, a function of another tool, syntax of a newer Go.

use super::release::{Release, all};
use super::setting::Setting;
use crate::gotemplate::{Cause, Data, Error, GoVersion, Limits, Phase, Template};
use crate::source::{Edit, Span};

/// What CoreDNS's own template plugin offers (coredns: plugin/template); kuma-dp executes such actions first.
pub const COREDNS_FIELDS: [&str; 10] =
    ["Name", "Zone", "Group", "Match", "Class", "Type", "Message", "Question", "Remote", "Meta"];
/// The one function that it adds to Go's.
pub const COREDNS_FUNCTION: &str = "parseInt";

/// Names closer than this are taken for the same one misspelt.
const CLOSE: f64 = 0.8;

/// What is behind an error of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// A field that other releases have.
    OtherRelease(Setting),
    /// A field that looks like one that the release has.
    Misspelt {
        /// As written.
        name: String,
        /// What is probably meant.
        meant: &'static str,
    },
    /// A field that no release has.
    NoField(String),
    /// A field without its dot.
    NoDot(Setting),
    /// A field or function of CoreDNS's template plugin.
    CoreDns(String),
    /// A function that Go's text/template does not have.
    NoFunction(String),
    /// Something that a newer Go takes.
    NeedsGo {
        /// The first Go that takes it.
        go: GoVersion,
        /// `break` or `continue`, if it is one of them.
        word: Option<String>,
    },
    /// A limit of corefilectl.
    Limit,
}

impl Mistake {
    /// What is behind `error`, which `text` gave on `release` with `data`.
    #[must_use]
    pub fn of(error: &Error, text: &[u8], release: &Release, data: &Data) -> Option<Self> {
        if error.phase == Phase::Limit {
            return Some(Self::Limit);
        }
        let lossy = |name: &[u8]| String::from_utf8_lossy(name).into_owned();
        match &error.cause {
            Cause::UnknownField { name, type_name: "kumadp.DNS" } => Some(Self::field(lossy(name), release)),
            Cause::UnknownFunction(name) if matches!(&**name, b"break" | b"continue") => {
                Some(Self::NeedsGo { go: GoVersion::LOOP_CONTROL, word: Some(lossy(name)) })
            }
            Cause::UnknownFunction(name) => Some(Self::function(lossy(name))),
            _ => newer_go(text, release, data),
        }
    }

    fn field(name: String, release: &Release) -> Self {
        if let Some(setting) = Setting::of_field(&name) {
            return Self::OtherRelease(setting);
        }
        if COREDNS_FIELDS.contains(&name.as_str()) {
            return Self::CoreDns(name);
        }
        let known = release.era.schema().fields.iter().map(|field| field.name);
        let similarity = |known: &&str| strsim::jaro_winkler(&known.to_lowercase(), &name.to_lowercase());
        match known.max_by(|a, b| similarity(a).total_cmp(&similarity(b))) {
            Some(meant) if similarity(&meant) >= CLOSE => Self::Misspelt { name, meant },
            _ => Self::NoField(name),
        }
    }

    fn function(name: String) -> Self {
        match Setting::of_field(&name) {
            _ if name == COREDNS_FUNCTION => Self::CoreDns(name),
            Some(setting) => Self::NoDot(setting),
            None => Self::NoFunction(name),
        }
    }

    /// What to do on `release`.
    #[must_use]
    pub fn way_out(&self, release: &Release) -> String {
        match self {
            Self::OtherRelease(setting) => format!(
                "{setting} exists in {}; no `if` or `with` can guard a field that is not there: leave it out, or keep \
                 one template per release line",
                setting.availability()
            ),
            Self::Misspelt { meant, .. } => format!("did you mean .{meant}? Letter case counts"),
            Self::NoField(_) => {
                let fields = release.era.schema().fields.iter().map(|field| field.name);
                let fields: Vec<_> = fields.filter(|name| Setting::of_field(name).is_some()).collect();
                format!("kuma-dp {release} has these fields: {}", fields.join(", "))
            }
            Self::NoDot(setting) => format!("a field is written with a dot: .{setting}"),
            Self::CoreDns(name) if name == COREDNS_FUNCTION => format!(
                "{name} belongs to CoreDNS's template plugin, but kuma-dp executes the action first: put it in \
                 backquotes, {{{{ `{{{{ {name} … }}}}` }}}}"
            ),
            Self::CoreDns(name) => format!(
                "{{{{ .{name} }}}} is meant for CoreDNS's template plugin, but kuma-dp executes it first: write \
                 {{{{ `{{{{ .{name} }}}}` }}}}"
            ),
            Self::NoFunction(_) => "kuma-dp offers the functions of Go's text/template only (and or not, eq ne lt le \
                                    gt ge, len index slice, print printf println, html js urlquery, call); those of \
                                    Helm and sprig do not exist here"
                .into(),
            Self::NeedsGo { go, word } => {
                let needs = if word.is_some() { "break and continue need" } else { "this needs" };
                needs_go(*go, release, needs)
            }
            Self::Limit => "the limits are far beyond any real Corefile; --max-template, --max-output and --max-steps \
                            raise them"
                .into(),
        }
    }

    /// The change of `text` that mends it, where there is no doubt; `span` is the error's place.
    #[must_use]
    pub fn mend(&self, text: &[u8], span: Span) -> Option<Edit> {
        match self {
            Self::NoDot(_) => Some(Edit::new(Span::at(span.start), ".")),
            Self::Misspelt { name, meant } if meant.eq_ignore_ascii_case(name) => {
                // The place is the whole operand, which may have more fields and a variable.
                let at = memchr::memmem::find(span.of(text), format!(".{name}").as_bytes())?;
                let start = span.start + u32::try_from(at).ok()? + 1;
                Some(Edit::new(Span::new(start, start + u32::try_from(name.len()).ok()?), *meant))
            }
            _ => None,
        }
    }
}

/// Ways out for `error`, which `text` gave on `release` with `data`.
#[must_use]
pub fn advise(error: &Error, text: &[u8], release: &Release, data: &Data) -> Vec<String> {
    Mistake::of(error, text, release, data).map(|mistake| mistake.way_out(release)).into_iter().collect()
}

// Whether the same template works once kuma-dp is built with a newer Go.
fn newer_go(text: &[u8], release: &Release, data: &Data) -> Option<Mistake> {
    // Advice must not take longer than the rendering did.
    let limits = Limits { steps: 1_000_000, ..Limits::default() };
    let works =
        |go: &GoVersion| Template::parse("", text, *go, limits).is_ok_and(|template| template.execute(data).is_ok());
    let go = release.go.line.newer().find(works)?;
    Some(Mistake::NeedsGo { go, word: None })
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
