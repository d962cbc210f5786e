//! `.corefilectl.yaml`, searched for from the working folder upwards: what a repository says once for everybody who works in
//! it. It pins the target, and says which rules count how much and which files are none of ours.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::choices::{EmbeddedDnsChoice, PlatformChoice};
use super::refusal::Refusal;
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::RuleInfo;
use crate::lint::select::{self, Level};
use crate::mesh::yaml::{self, Entry, Node, Value};
use crate::source::{Source, Span};

/// The file's name; no walk lints it.
pub const NAME: &str = ".corefilectl.yaml";

const KEYS: [&str; 7] = ["mesh-version", "platform", "embedded-dns", "rules", "exclude", "fail-on", "extensions"];
const KNOWN: &str =
    "known are mesh-version, platform and embedded-dns; for lint also rules, exclude, fail-on and extensions";

/// What a repository says.
#[derive(Debug, Default)]
pub struct Repository {
    /// `mesh-version`.
    pub mesh_version: Option<String>,
    /// `platform`.
    pub platform: Option<PlatformChoice>,
    /// `embedded-dns`.
    pub embedded_dns: Option<EmbeddedDnsChoice>,
    /// `fail-on`.
    pub fail_on: Option<Severity>,
    /// `extensions`: further endings of the names of templates.
    pub extensions: Vec<String>,
    /// `exclude`: globs as in a .gitignore beside the file.
    exclude: Vec<String>,
    /// `rules`.
    rules: Vec<Setting>,
    /// The file, if there is one.
    pub file: Option<PathBuf>,
    text: Vec<u8>,
}

/// An entry of `rules`.
#[derive(Debug)]
struct Setting {
    rule: String,
    level: Level,
    place: Span,
}

/// What the file for somebody who works in `folder` says.
///
/// # Errors
/// A file that is there and cannot be understood.
pub fn find(folder: &Path) -> anyhow::Result<Repository> {
    for folder in folder.ancestors() {
        let file = folder.join(NAME);
        match std::fs::read(&file) {
            Ok(text) => return read(file, text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error).with_context(|| format!("{} cannot be read", file.display())),
        }
    }
    Ok(Repository::default())
}

impl Repository {
    /// How much each rule counts. `rules` are all rules that exist.
    ///
    /// # Errors
    /// A rule that does not exist.
    pub fn levels(&self, rules: &[&'static RuleInfo]) -> anyhow::Result<Vec<(&'static str, Level)>> {
        let level = |setting: &Setting| {
            let rule = rules.iter().find(|rule| rule.code == setting.rule || rule.name == setting.rule);
            rule.map(|rule| (rule.code, setting.level)).ok_or_else(|| {
                let unknown = Diagnostic::error(format!("rules: there is no rule {:?}", setting.rule));
                self.refuse(suggest(unknown.at(setting.place, ""), select::nearest(&setting.rule, rules)))
            })
        };
        self.rules.iter().map(level).collect()
    }

    /// Which files are left out, with the folder that the globs are relative to; nothing where none are.
    ///
    /// # Errors
    /// The folder is not to be found any more.
    pub fn excluded(&self) -> anyhow::Result<Option<(PathBuf, Gitignore)>> {
        let Some(folder) = self.file.as_deref().and_then(Path::parent).filter(|_| !self.exclude.is_empty()) else {
            return Ok(None);
        };
        let folder = folder.canonicalize().with_context(|| format!("{} cannot be used", folder.display()))?;
        let mut globs = globs();
        for glob in &self.exclude {
            globs.add_line(None, glob)?;
        }
        Ok(Some((folder, globs.build()?)))
    }

    fn refuse(&self, diagnostic: Diagnostic) -> anyhow::Error {
        let name = self.file.as_deref().unwrap_or(Path::new(NAME)).display().to_string();
        Refusal { diagnostic, text: Some(Source::new(name, self.text.clone())) }.into()
    }

    fn take(&mut self, entry: &Entry) -> Result<(), Diagnostic> {
        let Entry { key, value, .. } = entry;
        match key.as_str() {
            // The text as written: 2.10 is a version here, not the number 2.1.
            "mesh-version" => self.mesh_version = Some(value.text.clone()),
            "platform" => self.platform = Some(choice(value, key)?),
            "embedded-dns" => self.embedded_dns = Some(choice(value, key)?),
            "fail-on" => match value.text.parse() {
                Ok(Level::As(severity)) => self.fail_on = Some(severity),
                _ => return Err(none_of(value, key, &["info", "warning", "error"])),
            },
            "extensions" => {
                let texts = texts(value, key)?;
                self.extensions = texts.iter().map(|node| node.text.trim_start_matches('.').to_owned()).collect();
            }
            "exclude" => self.exclude = texts(value, key)?.into_iter().map(glob).collect::<Result<_, _>>()?,
            "rules" => self.rules = settings(value)?,
            other => {
                let unknown = Diagnostic::error(format!("unknown key {other:?}: {KNOWN}")).at(entry.key_span, "");
                return Err(suggest(unknown, near(other, &KEYS)));
            }
        }
        Ok(())
    }
}

fn read(file: PathBuf, text: Vec<u8>) -> anyhow::Result<Repository> {
    let mut repository = Repository { file: Some(file), text, ..Repository::default() };
    let root = match yaml::parse(&repository.text) {
        Ok(Some(root)) => root,
        Ok(None) => return Ok(repository),
        Err(error) => return Err(repository.refuse(Diagnostic::error(error.to_string()).at(error.span, ""))),
    };
    if !matches!(root.value, Value::Map(_) | Value::Null) {
        return Err(repository.refuse(Diagnostic::error(format!("not a mapping: {KNOWN}")).at(root.place(), "")));
    }
    for entry in root.entries().iter().filter(|entry| !entry.shadowed) {
        repository.take(entry).map_err(|diagnostic| repository.refuse(diagnostic))?;
    }
    Ok(repository)
}

fn settings(node: &Node) -> Result<Vec<Setting>, Diagnostic> {
    if !matches!(node.value, Value::Map(_) | Value::Null) {
        return Err(Diagnostic::error("rules: not a mapping of rules to severities").at(node.place(), ""));
    }
    let entries = node.entries().iter().filter(|entry| !entry.shadowed);
    let setting = |Entry { key, key_span, value, .. }: &Entry| {
        let wrong = || none_of(value, &format!("rules: {key}"), &["off", "info", "warning", "error"]);
        let level = value.text.parse().map_err(|_| wrong())?;
        Ok(Setting { rule: key.clone(), level, place: *key_span })
    };
    entries.map(setting).collect()
}

fn texts<'n>(node: &'n Node, key: &str) -> Result<Vec<&'n Node>, Diagnostic> {
    if !matches!(node.value, Value::Seq(_) | Value::Null) {
        return Err(Diagnostic::error(format!("{key}: not a list")).at(node.place(), ""));
    }
    let text = |item: &'n Node| match item.text.is_empty() {
        true => Err(Diagnostic::error(format!("{key}: an item is no text")).at(item.place(), "")),
        false => Ok(item),
    };
    node.items().iter().map(text).collect()
}

/// Paths are matched relative to the file's folder. Git takes a bracket that nobody closes for itself; here it is a mistake.
fn globs() -> GitignoreBuilder {
    let mut globs = GitignoreBuilder::new("");
    globs.allow_unclosed_class(false);
    globs
}

fn glob(node: &Node) -> Result<String, Diagnostic> {
    match globs().add_line(None, &node.text) {
        Ok(_) => Ok(node.text.clone()),
        Err(error) => Err(Diagnostic::error(format!("exclude: {error}")).at(node.place(), "")),
    }
}

fn choice<T: clap::ValueEnum>(value: &Node, key: &str) -> Result<T, Diagnostic> {
    T::from_str(&value.text, false).map_err(|_| {
        let known = T::value_variants().iter().filter_map(clap::ValueEnum::to_possible_value);
        let known: Vec<_> = known.map(|known| known.get_name().to_owned()).collect();
        none_of(value, key, &known.iter().map(String::as_str).collect::<Vec<_>>())
    })
}

fn none_of(value: &Node, key: &str, known: &[&str]) -> Diagnostic {
    let message = format!("{key}: {:?} is none of {}", value.text, known.join(", "));
    suggest(Diagnostic::error(message).at(value.place(), ""), near(&value.text, known))
}

fn suggest(diagnostic: Diagnostic, near: Option<&str>) -> Diagnostic {
    match near {
        Some(near) => diagnostic.help(format!("did you mean {near}?")),
        None => diagnostic,
    }
}

fn near<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let word = word.to_lowercase();
    let likeness = known.iter().map(|known| (strsim::normalized_damerau_levenshtein(&word, known), *known));
    let best = likeness.max_by(|(one, _), (other, _)| one.total_cmp(other));
    best.filter(|(likeness, _)| *likeness >= 0.6).map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> anyhow::Result<Repository> {
        super::read(PathBuf::from("/r/.corefilectl.yaml"), text.into())
    }

    #[test]
    fn reads_what_a_repository_pins() {
        let pins = read("mesh-version: 2.10\nplatform: kubernetes\nembedded-dns: cp-off\n").unwrap();
        assert_eq!(pins.mesh_version.as_deref(), Some("2.10"));
        assert_eq!(pins.platform, Some(PlatformChoice::Kubernetes));
        assert_eq!(pins.embedded_dns, Some(EmbeddedDnsChoice::CpOff));
        assert!(read("").unwrap().mesh_version.is_none());
    }

    const RULES: [&RuleInfo; 2] = [
        &RuleInfo {
            code: "CF203",
            name: "outside-unreachable",
            severity: Severity::Error,
            fixable: false,
            summary: "",
            applies: "",
            why: "",
            source: "",
            examples: &[],
        },
        &RuleInfo {
            code: "CF305",
            name: "query-log",
            severity: Severity::Info,
            fixable: false,
            summary: "",
            applies: "",
            why: "",
            source: "",
            examples: &[],
        },
    ];

    #[test]
    fn reads_what_lint_wants() {
        let text = "rules:\n  CF203: off\n  query-log: error\nexclude: [vendor/, '*.bak']\nfail-on: error\nextensions: [tmpl, .tpl]\n";
        let repository = read(text).unwrap();
        let levels = repository.levels(&RULES).unwrap();
        assert_eq!(levels, [("CF203", Level::Off), ("CF305", Level::As(Severity::Error))]);
        assert_eq!(repository.fail_on, Some(Severity::Error));
        assert_eq!(repository.extensions, ["tmpl", "tpl"]);
        assert_eq!(repository.exclude, ["vendor/", "*.bak"]);
        for empty in ["rules:\nexclude:\nextensions: []\n", "rules: {}\n"] {
            assert!(read(empty).unwrap().levels(&RULES).unwrap().is_empty());
        }
    }

    #[test]
    fn globs_are_relative_to_the_file() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(NAME), "exclude: [/a/*.corefile, b/]\n").unwrap();
        std::fs::create_dir_all(folder.path().join("a/c")).unwrap();
        let (root, globs) = find(&folder.path().join("a/c")).unwrap().excluded().unwrap().unwrap();
        assert_eq!(root, folder.path().canonicalize().unwrap());
        for (path, is_folder, excluded) in
            [("a/x.corefile", false, true), ("x/a/x.corefile", false, false), ("x/b", true, true), ("b", false, false)]
        {
            assert_eq!(globs.matched(path, is_folder).is_ignore(), excluded, "{path}");
        }
        assert!(read("").unwrap().excluded().unwrap().is_none());
    }

    #[test]
    fn what_is_wrong_has_a_place_and_a_suggestion() {
        for (text, place, message, help) in [
            ("a: 1\n", (1, 1), "unknown key \"a\": known are", ""),
            ("platform: kubernetes\nrule: {}\n", (2, 1), "unknown key \"rule\"", "did you mean rules?"),
            ("extension: [x]\n", (1, 1), "unknown key", "did you mean extensions?"),
            ("platform: vms\n", (1, 11), "platform: \"vms\" is none of universal, kubernetes", ""),
            ("fail-on: warn\n", (1, 10), "\"warn\" is none of info, warning, error", ""),
            ("fail-on: off\n", (1, 10), "\"off\" is none of", ""),
            ("rules:\n  CF203: warnin\n", (2, 10), "rules: CF203: \"warnin\" is none of off,", "did you mean warning?"),
            ("rules: [CF203]\n", (1, 8), "rules: not a mapping", ""),
            ("rules:\n  CF203: [x]\n", (2, 10), "is none of", ""),
            ("exclude: vendor\n", (1, 10), "exclude: not a list", ""),
            ("exclude:\n- a\n- 'b[z'\n", (3, 3), "exclude: error parsing glob", ""),
            ("extensions: [a, [b]]\n", (1, 17), "extensions: an item is no text", ""),
            ("rules: [\n", (2, 1), "yaml: line 2: ", ""),
        ] {
            let Refusal { diagnostic, text: source } = read(text).unwrap_err().downcast().unwrap();
            let source = source.unwrap();
            let position = source.position(diagnostic.labels[0].span.start);
            assert_eq!((position.line, position.column), place, "{text}{}", diagnostic.message);
            assert!(diagnostic.message.contains(message), "{}", diagnostic.message);
            assert_eq!(diagnostic.help.join(""), help);
        }
        let refusal = read("rules:\n  CF203: off\n  querylog: off\n").unwrap().levels(&RULES);
        let refusal: Refusal = refusal.unwrap_err().downcast().unwrap();
        assert_eq!(refusal.text.unwrap().position(refusal.diagnostic.labels[0].span.start).line, 3);
        assert_eq!(refusal.diagnostic.help, ["did you mean query-log?"]);
    }
}
