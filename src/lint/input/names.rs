//! What gives a Corefile away: the name of a file or key, and the look of a text.

use std::sync::LazyLock;

use regex::bytes::Regex;

use crate::coredns::Plugin;

use crate::source::Span;

/// What comes behind the last dot of files that are about Corefiles and are none: programs, prose, pictures, left-overs.
const OTHER_LANGUAGES: [&str; 44] = [
    "1", "adoc", "bak", "bash", "bats", "c", "cc", "css", "deb", "diff", "elv", "exe", "fish", "go", "gz", "h", "html",
    "ini", "java", "js", "jpg", "lua", "md", "orig", "patch", "pdf", "png", "ps1", "py", "rb", "rej", "rs", "rst",
    "sh", "snap", "svg", "swp", "tar", "tf", "toml", "ts", "xml", "zip", "zsh",
];

fn file_name(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// Whether a file of this name is a template or Corefile: `Corefile*` or `*.corefile*`, small letters or large, unless the
/// name ends like that of a program, of prose or of a left-over (`corefile.go`, `Corefile.md`, `Corefile~`), or is
/// about this program (`corefilectl.bash`).
#[must_use]
pub fn is_named_like_a_corefile(name: &str) -> bool {
    let name = file_name(name).to_ascii_lowercase();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let named = name.starts_with("corefile") || name.contains(".corefile");
    named
        && !name.starts_with("corefilectl")
        && !is_named_for_yaml(&name)
        && !OTHER_LANGUAGES.contains(&extension)
        && !name.ends_with('~')
}

/// Whether a file of this name is YAML, or JSON, which is YAML too.
#[must_use]
pub fn is_named_for_yaml(name: &str) -> bool {
    let name = file_name(name);
    let ends = |extension: &str| {
        name.len() > extension.len()
            && name.is_char_boundary(name.len() - extension.len())
            && name[name.len() - extension.len()..].eq_ignore_ascii_case(extension)
    };
    [".yaml", ".yml", ".json"].into_iter().any(ends)
}

/// Whether the value of a ConfigMap's `key` is a template. A name counts only for a text of several lines: paths and
/// switches are about templates, too.
pub(super) fn is_template(key: &str, text: &str) -> bool {
    let named = is_named_like_a_corefile(key) || key.to_ascii_lowercase().contains("corefile");
    let several = text.trim().contains('\n');
    named && several && !is_named_for_yaml(key) || looks_like_a_corefile(text.as_bytes())
}

/// Whether a text has a line that opens a server block and one that one of Kuma's plugins begins; or a line of `forward` or
/// `alternate` with what belongs to it.
#[must_use]
pub fn looks_like_a_corefile(text: &[u8]) -> bool {
    static BLOCK: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?m)^[ \t]*(?:[A-Za-z0-9_*-]*[.:/]\S*|\{\{.*\}\}.*|\([a-z0-9_-]+\))(?:[ \t].*)?[ \t]*\{[ \t]*(?:#.*)?\r?$").ok()
    });
    static PLUGIN: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(&format!(
            r"(?m)^[ \t]*(?:\{{\{{.*\}}\}})?[ \t]*(?:{})(?:[ \t{{]|\r?$)",
            Plugin::ALL.map(Plugin::name).join("|")
        ))
        .ok()
    });
    static CHAIN: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?m)^[ \t]*(?:forward[ \t]+[^ \t\r\n]*[./][^ \t\r\n]*|alternate[ \t]+(?:original[ \t]+)?[A-Z]+(?:,[A-Z]+)*[ \t]+[^ \t\r\n]+)[ \t]+[^ \t\r\n]+").ok()
    });
    let has = |pattern: &Option<Regex>| pattern.as_ref().is_some_and(|pattern| pattern.is_match(text));
    has(&CHAIN) || has(&BLOCK) && has(&PLUGIN)
}

/// Whether the text is YAML with something in it that we know: a Kubernetes object, by the two fields that each has, or values
/// of Kuma's chart, by the line of a key that leads to its templates.
pub(super) fn looks_like_yaml(text: &[u8]) -> bool {
    static VERSION: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r#"(?m)^(?:\x{feff})?(?:apiVersion:|[{]?[ \t\r\n]*"apiVersion"[ \t]*:)"#).ok());
    static KIND: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"(?m)^kind:|"kind"[ \t]*:"#).ok());
    static VALUES: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?m)^(?:\x{feff})?[ \t]*(?:controlPlane|extraConfigMaps|data):[ \t]*(?:#.*)?\r?$").ok()
    });
    let has = |pattern: &Option<Regex>| pattern.as_ref().is_some_and(|pattern| pattern.is_match(text));
    has(&VERSION) && has(&KIND) || has(&VALUES)
}

/// Whether a broken file may have been meant: it speaks of Corefiles, or of the ConfigMaps of Kuma's chart.
pub(super) fn mentions_corefiles(text: &[u8]) -> bool {
    static WORD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("(?i:corefile)|extraConfigMaps").ok());
    WORD.as_ref().is_some_and(|word| word.is_match(text))
}

/// The first `{{`.
pub(super) fn first_action(text: &[u8]) -> Option<Span> {
    let at = u32::try_from(memchr::memmem::find(text, b"{{")?).ok()?;
    Some(Span::new(at, at + 2))
}

/// Whether actions are Helm's: kuma-dp has no such fields and functions.
pub(super) fn has_helm_actions(text: &str) -> bool {
    static ACTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"\{\{[^}]*(?:\$?\.(?:Values|Files|Release|Chart|Capabilities)\b|\b(?:include|tpl)[ \t]+["(.$])"#)
            .ok()
    });
    ACTION.as_ref().is_some_and(|action| action.is_match(text.as_bytes()))
}
