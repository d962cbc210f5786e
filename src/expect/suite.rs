//! The file of tests, read and checked for what can be told without running it.

use std::collections::BTreeMap;
use std::net::IpAddr;

use serde::Deserialize;

use crate::chain::mesh_file::{MeshFile, told};
use crate::chain::{AnsweredBy, Capture, Protocol, Query, Record, name, record};
use crate::coredns::dns;
use crate::mesh::{EmbeddedDns, FlagValue, LayerKind, Platform, Setting, Target, release, yaml};
use crate::source::Span;

/// Larger files are refused, in bytes.
pub const MAX_BYTES: usize = yaml::MAX_BYTES;

/// A file of tests.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, expecting = "a mapping with tests and the like")]
pub struct Suite {
    /// The template, relative to the file; none is the default of each target's release.
    pub template: Option<String>,
    /// A finished Corefile in its stead.
    pub corefile: Option<String>,
    #[serde(default)]
    layer: Layer,
    /// The targets; none are those of the command line.
    #[serde(default)]
    pub targets: Vec<TargetEntry>,
    /// What stands around, in the file itself.
    pub mesh: Option<MeshFile>,
    /// The same in a file of its own, relative to this one.
    pub mesh_file: Option<String>,
    #[serde(default)]
    redirect: RedirectChoice,
    /// The tests.
    pub tests: Vec<Test>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Layer {
    #[default]
    DataPlane,
    ControlPlane,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum RedirectChoice {
    #[default]
    All,
    ResolvConf,
    Off,
}

/// A target.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TargetEntry {
    mesh_version: String,
    #[serde(default)]
    platform: PlatformEntry,
    embedded_dns: Option<EmbeddedEntry>,
    #[serde(default)]
    fields: BTreeMap<String, String>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum PlatformEntry {
    #[default]
    Universal,
    Kubernetes,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum EmbeddedEntry {
    On,
    CpOff,
    PodOff,
}

/// A test: one or more queries, all of which are to come out the same.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Test {
    name: Option<String>,
    query: Option<OneOrMore>,
    #[serde(default)]
    tcp: bool,
    class: Option<String>,
    #[serde(default)]
    envoy: EnvoyState,
    #[serde(default)]
    ways: Ways,
    expect: Expected,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum EnvoyState {
    #[default]
    Up,
    Down,
}

/// Which ways have to come out as expected, where chance or somebody unknown decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ways {
    /// Every one.
    #[default]
    All,
    /// At least one.
    Any,
}

/// What must come out. What is not said is not looked at.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Expected {
    /// Who answers: `envoy`, `host`, `template`, `coredns`, `embedded-proxy`, `nobody`, or a server's name.
    pub answered_by: Option<String>,
    /// The rcode.
    pub rcode: Option<String>,
    /// All addresses of the answer, in any order.
    pub addresses: Option<Vec<IpAddr>>,
    /// All records of the answer as in a zone file, in any order; TTLs are not compared.
    pub records: Option<Vec<String>>,
    /// Everybody who is asked, in order.
    pub asked: Option<Vec<String>>,
    /// Who must not be asked.
    pub not_asked: Option<Vec<String>>,
    /// kuma-dp or CoreDNS does not start, with a message that contains this.
    pub stops: Option<String>,
}

/// What is wrong with a file of tests.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SuiteError {
    /// In one sentence.
    pub message: String,
    /// Where.
    pub span: Span,
}

/// A target with the settings that the file gives it.
#[derive(Debug)]
pub struct Aim {
    /// The target.
    pub target: Target,
    /// Template fields.
    pub flags: Vec<FlagValue>,
}

impl Suite {
    /// Reads a file.
    ///
    /// # Errors
    /// What is no YAML, does not have these fields, or cannot be meant.
    pub fn parse(text: &[u8]) -> Result<Self, SuiteError> {
        let suite: Self = serde_yaml::from_slice(text).map_err(|error| {
            let (message, span) = told(&error);
            SuiteError { message, span }
        })?;
        match suite.check() {
            Ok(()) => Ok(suite),
            Err((path, message)) => {
                let path: Vec<&str> = path.iter().map(String::as_str).collect();
                Err(SuiteError { message, span: yaml::place_of(text, &path) })
            }
        }
    }

    fn check(&self) -> Result<(), (Vec<String>, String)> {
        let path = |steps: &[&str]| steps.iter().map(|step| (*step).to_owned()).collect::<Vec<_>>();
        let wrong = |steps: &[&str], message: &str| Err((path(steps), message.to_owned()));
        if self.template.is_some() && self.corefile.is_some() {
            return wrong(&["corefile"], "a file has a template or a corefile, not both");
        }
        if self.mesh.is_some() && self.mesh_file.is_some() {
            return wrong(&["mesh-file"], "a file has mesh or mesh-file, not both");
        }
        if self.tests.is_empty() {
            return wrong(&["tests"], "there is no test in the file");
        }
        for (index, entry) in self.targets.iter().enumerate() {
            let number = index.to_string();
            if let Err((field, message)) = entry.aim() {
                return wrong(&["targets", &number, field], &message);
            }
        }
        for (index, test) in self.tests.iter().enumerate() {
            let number = index.to_string();
            if let Err((field, message)) = test.check() {
                return Err((path(&[&["tests", number.as_str()], field.as_slice()].concat()), message));
            }
        }
        Ok(())
    }

    /// Checks the words for who answers and who is asked, which a slip of the pen would make meaningless. Beside those that are
    /// fixed they are names of servers in `mesh`, and addresses or host names, which have a dot or a colon.
    ///
    /// # Errors
    /// A word that is none of these, with the keys that lead to it.
    pub fn check_words(&self, mesh: Option<&MeshFile>) -> Result<(), (Vec<String>, String)> {
        let names: Vec<&str> = mesh.into_iter().flat_map(MeshFile::server_names).collect();
        for (index, test) in self.tests.iter().enumerate() {
            for (field, word) in test.expect.words() {
                let is_known = AnsweredBy::WORDS.contains(&word) || names.contains(&word) || word.contains(['.', ':']);
                if !is_known {
                    let known = AnsweredBy::WORDS.iter().chain(&names).copied();
                    let nearest = known.clone().min_by_key(|known| strsim::damerau_levenshtein(known, word));
                    let hint = nearest.filter(|known| strsim::damerau_levenshtein(known, word) < 3);
                    let hint = hint.map_or_else(
                        || format!("write {}, or IP:PORT", known.collect::<Vec<_>>().join(", ")),
                        |known| format!("did you mean {known}?"),
                    );
                    let path = ["tests", &index.to_string(), "expect", field].map(str::to_owned).to_vec();
                    return Err((path, format!("nobody is called {word:?}: {hint}")));
                }
            }
        }
        Ok(())
    }

    /// Whose the template is.
    #[must_use]
    pub fn layer(&self) -> LayerKind {
        match self.layer {
            Layer::DataPlane => LayerKind::DataPlane,
            Layer::ControlPlane => LayerKind::ControlPlane,
        }
    }

    /// Which queries iptables redirects.
    #[must_use]
    pub fn capture(&self) -> Capture {
        match self.redirect {
            RedirectChoice::All => Capture::All,
            RedirectChoice::ResolvConf => Capture::ResolvConf,
            RedirectChoice::Off => Capture::Off,
        }
    }
}

impl TargetEntry {
    /// The target.
    ///
    /// # Errors
    /// The field that is wrong, and why.
    pub fn aim(&self) -> Result<Aim, (&'static str, String)> {
        let release = release::find(&self.mesh_version).map_err(|error| ("mesh-version", error.to_string()))?;
        let platform = match self.platform {
            PlatformEntry::Universal => Platform::Universal,
            PlatformEntry::Kubernetes => Platform::Kubernetes,
        };
        let embedded = self.embedded_dns.map(|entry| match entry {
            EmbeddedEntry::On => EmbeddedDns::On,
            EmbeddedEntry::CpOff => EmbeddedDns::ControlPlaneOff,
            EmbeddedEntry::PodOff => EmbeddedDns::PodOff,
        });
        let target = Target::new(release, platform, embedded).map_err(|error| ("embedded-dns", error.to_string()))?;
        let flag = |(field, value): (&String, &String)| {
            let setting = Setting::ALL.into_iter().find(|setting| setting.field() == field);
            let setting = setting.filter(|setting| setting.exists_in(release.era));
            setting.map(|setting| FlagValue::new(setting, value)).ok_or_else(|| {
                ("fields", format!("{field} is no template field of kuma-dp {release}, such as CoreDNSPort"))
            })
        };
        Ok(Aim { target, flags: self.fields.iter().map(flag).collect::<Result<_, _>>()? })
    }
}

impl Test {
    /// What the test is called.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// What must come out.
    #[must_use]
    pub fn expected(&self) -> &Expected {
        &self.expect
    }

    /// Which ways are looked at.
    #[must_use]
    pub fn ways(&self) -> Ways {
        self.ways
    }

    /// Whether Envoy's DNS listener is up.
    #[must_use]
    pub fn envoy_is_up(&self) -> bool {
        self.envoy == EnvoyState::Up
    }

    /// The queries.
    ///
    /// # Errors
    /// What is no query: name, or name and type.
    pub fn queries(&self) -> Result<Vec<Query>, String> {
        let texts = match &self.query {
            None => return Ok(Vec::new()),
            Some(OneOrMore::One(text)) => std::slice::from_ref(text),
            Some(OneOrMore::More(texts)) => texts.as_slice(),
        };
        let class = match &self.class {
            None => dns::IN,
            Some(text) => dns::class_of(text).ok_or_else(|| format!("{text:?} is no class, such as IN or CH"))?,
        };
        let protocol = if self.tcp { Protocol::Tcp } else { Protocol::Udp };
        let query = |text: &String| {
            let mut words = text.split_whitespace();
            let name = name::parse(words.next().unwrap_or_default()).map_err(|error| error.to_string())?;
            let qtype = words.next().unwrap_or("A");
            let qtype = dns::qtype_of(qtype).ok_or_else(|| format!("{qtype:?} is no type, such as A, AAAA or MX"))?;
            match words.next() {
                Some(more) => Err(format!("{more:?} is one word too many: a query is a name, or a name and a type")),
                None => Ok(Query::new(&name, qtype).in_class(class).over(protocol)),
            }
        };
        texts.iter().map(query).collect()
    }

    fn check(&self) -> Result<(), (Vec<&'static str>, String)> {
        let queries = self.queries().map_err(|message| {
            let is_class = message.contains("no class");
            (vec![if is_class { "class" } else { "query" }], message)
        })?;
        let expected = &self.expect;
        if queries.is_empty() && expected.stops.is_none() {
            return Err((vec![], "a test needs a query: query: backend.mesh A".to_owned()));
        }
        if let Some(rcode) = &expected.rcode
            && dns::rcode(&rcode.to_ascii_uppercase()).is_none()
        {
            let hint = match rcode.eq_ignore_ascii_case("nodata") {
                true => "; an empty answer is rcode: NOERROR with records: []",
                false => ", such as NOERROR, NXDOMAIN or SERVFAIL",
            };
            let message = format!("{rcode:?} is no rcode{hint}");
            return Err((vec!["expect", "rcode"], message));
        }
        if let Err(message) = expected.records() {
            return Err((vec!["expect", "records"], message));
        }
        let Expected { answered_by, rcode, addresses, records, asked, not_asked, stops } = expected;
        let says_something = answered_by.is_some()
            || rcode.is_some()
            || addresses.is_some()
            || records.is_some()
            || asked.is_some()
            || not_asked.is_some();
        if says_something && stops.is_some() {
            return Err((
                vec!["expect", "stops"],
                "what does not start gives no answers: stops stands alone".to_owned(),
            ));
        }
        if !says_something && stops.is_none() {
            return Err((vec!["expect"], "nothing is expected: say answered-by, rcode, addresses or more".to_owned()));
        }
        Ok(())
    }
}

impl Expected {
    /// The words for somebody, with their keys.
    fn words(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let by = self.answered_by.iter().map(|word| ("answered-by", word.as_str()));
        let asked = self.asked.iter().flatten().map(|word| ("asked", word.as_str()));
        by.chain(asked).chain(self.not_asked.iter().flatten().map(|word| ("not-asked", word.as_str())))
    }

    /// The records that are expected, if any are said.
    ///
    /// # Errors
    /// What is no record.
    pub fn records(&self) -> Result<Option<Vec<Record>>, String> {
        let parse = |line: &String| match record::parse(line) {
            Ok(Some(record)) => Ok(record),
            Ok(None) => Err("an empty record".to_owned()),
            Err(reason) => Err(format!("{line:?} is no record ({reason}); write it as in a zone file")),
        };
        self.records.as_ref().map(|lines| lines.iter().map(parse).collect()).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suite_is_read() {
        let text = "targets: [{mesh-version: 2.10, platform: kubernetes}, {mesh-version: 2.14, embedded-dns: on, fields: \
                    {CoreDNSPort: 1053}}]\ntests:\n- query: [a.mesh, b.mesh AAAA]\n  expect: {answered-by: envoy}\n";
        let suite = Suite::parse(text.as_bytes()).unwrap();
        let aims: Vec<_> = suite.targets.iter().map(|target| target.aim().unwrap()).collect();
        assert_eq!(aims[0].target.to_string(), "2.10.11, kubernetes", "2.10 is no number");
        assert_eq!(aims[1].flags[0].setting, Setting::CoreDnsPort);
        let queries: Vec<_> = suite.tests[0].queries().unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(queries, ["a.mesh. IN A over UDP", "b.mesh. IN AAAA over UDP"]);
    }

    #[test]
    fn mistakes_are_told_with_their_place() {
        let ok = "expect: {rcode: NOERROR}";
        for (text, message, place) in [
            ("tests: []".to_owned(), "no test", "[]"),
            (format!("tests: [{{query: a..b, {ok}}}]"), "empty label", "a..b"),
            (format!("tests: [{{query: a NOPE, {ok}}}]"), "no type", "a NOPE"),
            (format!("tests: [{{query: a A A, {ok}}}]"), "too many", "a A A"),
            (format!("tests: [{{query: a, class: NOPE, {ok}}}]"), "no class", "NOPE"),
            (format!("tests: [{{{ok}}}]"), "needs a query", &format!("{{{ok}}}")),
            ("tests: [{query: a, expect: {rcode: NOPE}}]".to_owned(), "no rcode", "NOPE"),
            ("tests: [{query: a, expect: {records: [x]}}]".to_owned(), "no record", "[x]"),
            ("tests: [{query: a, expect: {}}]".to_owned(), "nothing is expected", "{}"),
            ("tests: [{query: a, expect: {stops: x, rcode: NOERROR}}]".to_owned(), "stands alone", "x"),
            (format!("targets: [{{mesh-version: 9.9}}]\ntests: [{{query: a, {ok}}}]"), "Kuma 9.9", "9.9"),
            (
                format!("targets: [{{mesh-version: 2.8, fields: {{X: 1}}}}]\ntests: [{{query: a, {ok}}}]"),
                "no template field",
                "{X: 1}",
            ),
            (format!("template: a\ncorefile: b\ntests: [{{query: a, {ok}}}]"), "not both", "b"),
        ] {
            let error = Suite::parse(text.as_bytes()).unwrap_err();
            assert!(error.message.contains(message), "{text}: {error}");
            assert_eq!(error.span.of(text.as_bytes()), place.as_bytes(), "{text}");
        }
        let error = Suite::parse(b"test: []\n").unwrap_err();
        assert!(error.message.contains("unknown field `test`"), "{error}");
    }
}
