//! The reference pages `docs/releases.md`, `docs/fields.md` and `docs/plugins.md` in Markdown, laid out by `templates/`: nothing
//! but the tables of [`crate::mesh`] and [`crate::coredns`]. What a field means is the caller's to say, who has it from the
//! command line's help.

use minijinja::value::Serde;
use minijinja::{Error, Value, context};
use serde::Serialize;

use super::layout;
use crate::coredns::options::{self, PluginOption, Value as Words};
use crate::coredns::{Plugin, Version};
use crate::mesh::{EmbeddedDns, Injector, Line, Platform, Release, Setting, SettingValue, Target, release};

const RELEASES: &str = include_str!("../../templates/releases.md.j2");
const FIELDS: &str = include_str!("../../templates/fields.md.j2");
const PLUGINS: &str = include_str!("../../templates/plugins.md.j2");

/// Releases of a line that follow one another and were built with the same parts.
#[derive(Serialize)]
struct Span {
    releases: String,
    coredns: String,
    go: String,
    recorded: bool,
}

#[derive(Serialize)]
struct LineRow {
    line: String,
    default_corefile: &'static str,
    control_plane_override: bool,
    embedded_dns: bool,
    came: Vec<&'static str>,
    went: Vec<&'static str>,
    tcp: String,
}

#[derive(Serialize)]
struct FieldRow {
    field: &'static str,
    meaning: String,
    go_type: &'static str,
    availability: String,
    variable: &'static str,
    flag: Option<&'static str>,
    universal: String,
    kubernetes: String,
    pod_off: String,
    proxy: String,
}

#[derive(Serialize)]
struct PluginRow {
    name: &'static str,
    options: Vec<OptionRow>,
}

#[derive(Serialize)]
struct OptionRow {
    name: &'static str,
    words: String,
    since: Option<String>,
    recorded: bool,
    kuma: String,
}

/// The page about releases.
///
/// # Errors
/// A mistake in the template.
pub fn releases() -> Result<String, Error> {
    let mut before: Vec<Setting> = Vec::new();
    let lines = release::lines().filter_map(|line| {
        let newest = release::of_line(line).next_back()?;
        let has: Vec<Setting> = Setting::ALL.into_iter().filter(|setting| setting.exists_in(newest.era)).collect();
        let only = |these: &[Setting], those: &[Setting]| {
            these.iter().filter(|setting| !those.contains(setting)).map(|setting| setting.field()).collect()
        };
        let (came, went) = (if before.is_empty() { Vec::new() } else { only(&has, &before) }, only(&before, &has));
        before = has;
        Some(LineRow {
            line: line.to_string(),
            default_corefile: newest.era.since(),
            control_plane_override: newest.era.has_control_plane_override(),
            embedded_dns: newest.era.has_embedded_dns(),
            came,
            went,
            tcp: tcp(line),
        })
    });
    let lines: Vec<LineRow> = lines.collect();
    let spans: Vec<Span> = release::lines().flat_map(spans).collect();
    let count = release::all().count();
    render(
        "releases.md.j2",
        RELEASES,
        context! { lines => Value::from(Serde(lines)), spans => Value::from(Serde(spans)), count },
    )
}

/// Which releases of a line redirect TCP to CoreDNS.
fn tcp(line: Line) -> String {
    let redirecting: Vec<Release> = release::of_line(line).filter(Release::redirects_tcp).collect();
    match (redirecting.last(), release::of_line(line).next_back()) {
        (None, _) => "no".to_owned(),
        (Some(last), Some(newest)) if last.version == newest.version => "yes".to_owned(),
        (Some(last), _) => format!("until {last}"),
    }
}

fn spans(line: Line) -> Vec<Span> {
    let all: Vec<Release> = release::of_line(line).collect();
    let same = |one: &Release, other: &Release| one.coredns == other.coredns && one.go == other.go;
    all.chunk_by(same)
        .filter_map(|span| Some((span.first()?, span.last()?)))
        .map(|(first, last)| Span {
            releases: if first == last { first.to_string() } else { format!("{first} to {last}") },
            coredns: first.coredns.to_string(),
            go: first.go.to_string(),
            recorded: first.go.line.is_recorded(),
        })
        .collect()
}

/// The page about the fields that a template sees; `meaning` says what one is.
///
/// # Errors
/// A mistake in the template.
pub fn fields(meaning: impl Fn(Setting) -> String) -> Result<String, Error> {
    let rows = Setting::ALL.into_iter().map(|setting| FieldRow {
        field: setting.field(),
        meaning: meaning(setting),
        go_type: setting.go_type(),
        availability: setting.availability(),
        variable: setting.variable(),
        flag: setting.is_kuma_dp_flag().then(|| setting.flag()),
        universal: value(setting, Platform::Universal, None),
        kubernetes: value(setting, Platform::Kubernetes, Some(EmbeddedDns::ControlPlaneOff)),
        pod_off: value(setting, Platform::Kubernetes, Some(EmbeddedDns::PodOff)),
        proxy: value(setting, Platform::Kubernetes, Some(EmbeddedDns::On)),
    });
    let rows: Vec<FieldRow> = rows.collect();
    render("fields.md.j2", FIELDS, context! { fields => Value::from(Serde(rows)) })
}

/// What the newest release that has the setting gives it; empty where none can.
fn value(setting: Setting, platform: Platform, embedded: Option<EmbeddedDns>) -> String {
    let has = |release: &Release| {
        setting.exists_in(release.era) && (embedded != Some(EmbeddedDns::On) || release.era.has_embedded_dns())
    };
    let Some(release) = release::all().rev().find(has) else { return String::new() };
    let embedded = embedded.filter(|_| release.era.has_embedded_dns());
    let Ok(target) = Target::new(release, platform, embedded) else { return String::new() };
    match Injector::default().value(&target, setting).unwrap_or_else(|| setting.default_value()) {
        SettingValue::Text(text) if text.is_empty() => "\"\"".to_owned(),
        value => value.to_string(),
    }
}

/// The page about the plugins and their options.
///
/// # Errors
/// A mistake in the template.
pub fn plugins() -> Result<String, Error> {
    let plugins = Plugin::ALL
        .map(|plugin| PluginRow { name: plugin.name(), options: options::of(plugin).map(option_row).collect() });
    let oldest = release::all().map(|release| release.coredns).min().map(|version| version.to_string());
    render("plugins.md.j2", PLUGINS, context! { plugins => Value::from(Serde(plugins)), oldest })
}

fn option_row(option: &PluginOption) -> OptionRow {
    OptionRow {
        name: option.name,
        words: words(option),
        since: option.since.map(|since| since.to_string()),
        recorded: option.recorded,
        kuma: option.since.map(kuma).unwrap_or_default(),
    }
}

/// What stands behind an option.
fn words(option: &PluginOption) -> String {
    let list = |words: &[&str]| words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    let kind = match option.value {
        Words::Flag => return "nothing".to_owned(),
        Words::OneOf(words) => return format!("{} of {}", number(option), list(words)),
        Words::Zones => "zones",
        Words::Number => "a number",
        Words::Duration => "a duration",
        Words::Rcodes => "rcodes",
        Words::Rcode => "an rcode in upper case",
        Words::Files => "files",
        Words::Name => "a name",
        Words::Addresses => "addresses",
        Words::Regexps => "regular expressions",
        Words::Records => "templates of records",
        Words::ExtendedError => "a number and a reason",
        Words::HealthCheck => "a duration, and words",
        Words::Consolidation => "a duration, a regular expression, and words",
        Words::Ignored => "anything; it is not looked at",
    };
    format!("{} ({kind})", number(option))
}

fn number(option: &PluginOption) -> String {
    match (option.arity.min, option.arity.max) {
        (min, Some(max)) if min == max => min.to_string(),
        (min, Some(max)) => format!("{min} to {max}"),
        (min, None) => format!("{min} or more"),
    }
}

/// The releases of Kuma that ship a CoreDNS from `since` on: the first patch of each line that has it only later, and the line
/// from which on all have it.
fn kuma(since: Version) -> String {
    let has = |release: &Release| release.coredns >= since;
    let Some(last_without) = release::all().filter(|release| !has(release)).map(|release| release.version.line()).max()
    else {
        return "all".to_owned();
    };
    let firsts = release::lines().take_while(|line| *line <= last_without).filter_map(|line| {
        let last = release::of_line(line).rev().take_while(has).last()?;
        Some(last.to_string())
    });
    let firsts: Vec<String> = firsts.collect();
    let all = release::lines().find(|line| *line > last_without).map(|line| format!("all from {line} on"));
    firsts.into_iter().chain(all).collect::<Vec<_>>().join(", ")
}

fn render(name: &str, page: &str, context: Value) -> Result<String, Error> {
    layout::environment()?.render_named_str(name, page, context)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_differ_between_the_platforms() {
        let envoy = |platform, embedded| value(Setting::EnvoyDnsPort, platform, embedded);
        assert_eq!(envoy(Platform::Universal, None), "15054");
        assert_eq!(envoy(Platform::Kubernetes, Some(EmbeddedDns::ControlPlaneOff)), "15055");
        assert_eq!(envoy(Platform::Kubernetes, Some(EmbeddedDns::PodOff)), "15054");
        assert_eq!(value(Setting::CoreDnsEmptyPort, Platform::Kubernetes, Some(EmbeddedDns::On)), "");
    }

    #[test]
    fn releases_that_have_an_option() {
        assert_eq!(kuma(Version::new(1, 8, 3)), "all");
        assert!(kuma(Version::new(1, 13, 0)).ends_with(", 2.12.1, all from 2.13 on"));
        assert_eq!(kuma(Version::new(9, 0, 0)), "");
        assert_eq!(
            (tcp(Line::new(2, 10)), tcp(Line::new(2, 11)), tcp(Line::new(2, 14))),
            ("yes".to_owned(), "until 2.11.5".to_owned(), "no".to_owned())
        );
    }
}
