//! VirtualOutbounds (until 2.14): names and ports made of the tags of services by go-templates, with the control plane's check
//! (kuma: pkg/core/resources/apis/mesh/virtual_outbound_{helpers,validator}.go, the same since 1.4). The templates see a map
//! of texts and have Go's own functions only; a parameter that a service lacks prints `<no value>`.

use std::collections::{BTreeMap, BTreeSet};

use super::dns_name::is_govalidator_name;
use super::resource::{self, Resource};
use super::violation::Violation;
use super::vips::SERVICE_TAG;
use super::yaml::{Node, Value};
use crate::gotemplate::value::{Map, MapElements};
use crate::gotemplate::{Data, GoVersion, Limits, Template, fmt};
use crate::source::Span;

/// Templates of names that take more steps are refused.
pub const MAX_STEPS: usize = 10_000;

/// The type of the resource.
pub const KIND: &str = "VirtualOutbound";

/// A VirtualOutbound.
#[derive(Clone, Debug, PartialEq)]
pub struct VirtualOutboundPolicy {
    /// Its name.
    pub name: String,
    /// Its mesh.
    pub mesh: String,
    selectors: Vec<(BTreeMap<String, String>, Span)>,
    has_conf: bool,
    host: (String, Span),
    port: (String, Span),
    parameters: Vec<Parameter>,
    place: Span,
}

#[derive(Clone, Debug, PartialEq)]
struct Parameter {
    name: String,
    tag_key: String,
    place: Span,
}

impl Parameter {
    /// The tag whose value it has.
    fn key(&self) -> &str {
        if self.tag_key.is_empty() { &self.name } else { &self.tag_key }
    }
}

impl VirtualOutboundPolicy {
    /// Reads a resource; what it lacks is empty.
    #[must_use]
    pub fn of(resource: &Resource) -> Self {
        let place = resource.place;
        let items = |node: Option<&Node>| node.map(|node| node.items().to_vec()).unwrap_or_default();
        let template = |key: &str| match resource.spec(&["conf", key]) {
            Some(node) => (node.to_go_string().ok().flatten().unwrap_or_default(), node.place()),
            None => (String::new(), place),
        };
        let selector = |node: &Node| {
            let tags = node.get("match").map(|tags| resource::texts(&tags.value)).unwrap_or_default();
            (tags, node.place())
        };
        let parameter = |node: &Node| {
            let text = |key| resource::text(node, key).unwrap_or_default();
            Parameter { name: text("name"), tag_key: text("tagKey"), place: node.place() }
        };
        Self {
            name: resource.name.clone(),
            mesh: resource.mesh.clone(),
            selectors: items(resource.spec(&["selectors"])).iter().map(selector).collect(),
            has_conf: resource.spec(&["conf"]).is_some_and(|conf| matches!(conf.value, Value::Map(_))),
            host: template("host"),
            port: template("port"),
            parameters: items(resource.spec(&["conf", "parameters"])).iter().map(parameter).collect(),
            place,
        }
    }

    /// What the control plane refuses it for, in its words.
    #[must_use]
    pub fn violations(&self, go: GoVersion) -> Vec<Violation> {
        let mut found = Vec::new();
        let mut violate = |field: String, message: &str, place| found.push(Violation::new(field, message, place));
        if self.selectors.is_empty() {
            violate("selectors".into(), "must have at least one element", self.place);
        }
        for (index, (tags, place)) in self.selectors.iter().enumerate() {
            if tags.is_empty() {
                violate(format!("selectors[{index}].match"), "must have at least one tag", *place);
            }
            for (key, _) in tags.iter().filter(|(_, value)| value.is_empty()) {
                violate(format!("selectors[{index}].match[{key:?}]"), "tag value must be non-empty", *place);
            }
        }
        if !self.has_conf {
            violate("conf".into(), "has to be defined", self.place);
            return found;
        }
        let mut names = BTreeSet::new();
        for (index, parameter) in self.parameters.iter().enumerate() {
            let mut at = |field: &str, message| {
                violate(format!("conf.parameters[{index}].{field}"), message, parameter.place);
            };
            if !names.insert(&parameter.name) {
                at("name", "name is already used");
            }
            if parameter.tag_key.is_empty() {
                if !is_tag_name(&parameter.name) {
                    at("name", "must be a valid tag name if you are not setting tagKey");
                }
            } else if !is_tag_name(&parameter.tag_key) {
                at("tagKey", "must be a valid tag name");
            }
            if parameter.name.is_empty() || !parameter.name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                at("name", "must consist of alphanumeric characters to be used as a gotemplate key");
            }
        }
        if !self.parameters.iter().any(|parameter| parameter.tag_key == SERVICE_TAG) {
            violate("conf.parameters".into(), "must contain a parameter with kuma.io/service as a tagKey", self.place);
        }
        let stubs = |value: &str| self.parameters.iter().map(|one| (one.key().to_owned(), value.to_owned())).collect();
        let host = self.host(&stubs("dummy"), go).err();
        let port = self.port(&stubs("1"), go).err();
        for (field, (text, place), error) in [("conf.host", &self.host, host), ("conf.port", &self.port, port)] {
            if text.is_empty() {
                violate(field.into(), "has to be defined", *place);
            } else if let Some(error) = error {
                violate(field.into(), &format!("template pre evaluation failed with error={}", quote(&error)), *place);
            }
        }
        found
    }

    /// Whether it is about a service with these tags; `*` stands for any value.
    #[must_use]
    pub fn selects(&self, tags: &BTreeMap<String, String>) -> bool {
        let matches =
            |(key, wanted): (&String, &String)| tags.get(key).is_some_and(|value| wanted == "*" || wanted == value);
        self.selectors.iter().any(|(selector, _)| selector.iter().all(matches))
    }

    /// The tags that its outbound keeps: those of the parameters.
    #[must_use]
    pub fn filtered(&self, tags: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        let keys = self.parameters.iter().map(Parameter::key);
        keys.filter_map(|key| Some((key.to_owned(), tags.get(key)?.clone()))).collect()
    }

    /// The name for a service.
    ///
    /// # Errors
    /// The control plane's words for why there is none.
    pub fn host(&self, tags: &BTreeMap<String, String>, go: GoVersion) -> Result<String, String> {
        let name = self.evaluate(&self.host.0, tags, go)?;
        if is_govalidator_name(&name) {
            return Ok(name);
        }
        Err(format!("evaluation of template with parameters didn't return a valid dns name result={}", quote(&name)))
    }

    /// The port for a service.
    ///
    /// # Errors
    /// The control plane's words for why there is none.
    pub fn port(&self, tags: &BTreeMap<String, String>, go: GoVersion) -> Result<u32, String> {
        let text = self.evaluate(&self.port.0, tags, go)?;
        let digits = text.strip_prefix(['+', '-']).unwrap_or(&text);
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        match text.parse::<i64>().ok().filter(|_| is_number) {
            None => Err(format!(
                "evaluation of template with parameters didn't evaluate to a parsable number result={}",
                quote(&text)
            )),
            Some(port) => u16::try_from(port).ok().filter(|port| *port > 0).map(u32::from).ok_or_else(|| {
                format!("evaluation of template returned a port outside of the range [1..65535] result={port}")
            }),
        }
    }

    fn evaluate(&self, text: &str, tags: &BTreeMap<String, String>, go: GoVersion) -> Result<String, String> {
        let entries = self.parameters.iter().filter_map(|parameter| {
            let value = tags.get(parameter.key())?;
            Some((parameter.name.clone().into_bytes().into_boxed_slice(), Data::string(value)))
        });
        let data = Data::Map(Map::new(MapElements::Strings, entries));
        let template = Template::parse("", text, go, limits())
            .map_err(|error| format!("failed compiling gotemplate error={}", quote(&error.to_string())))?;
        let rendered = template.execute(&data).map_err(|failure| {
            let error = failure.error.to_string();
            format!("pre evaluation of template with parameters failed with error={}", quote(&error))
        })?;
        Ok(String::from_utf8_lossy(&rendered.text).into_owned())
    }
}

/// A name is short, and there may be many services.
pub(super) fn limits() -> Limits {
    Limits { template: 1 << 16, output: 1 << 12, steps: MAX_STEPS as u64, strings: 1 << 16 }
}

/// Go's `%q`.
pub(super) fn quote(text: &str) -> String {
    String::from_utf8_lossy(&fmt::quote(text.as_bytes(), GoVersion::NEWEST)).into_owned()
}

/// kuma: `tagNameCharacterSet` in pkg/core/resources/apis/mesh/matchers.go.
fn is_tag_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_:/".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mesh::yaml;

    fn policy(text: &str) -> VirtualOutboundPolicy {
        let text = format!("{{type: VirtualOutbound, mesh: default, name: v, {text}}}");
        VirtualOutboundPolicy::of(&Resource::all_of(&yaml::parse(text.as_bytes()).unwrap().unwrap())[0])
    }

    const GOOD: &str = "selectors: [{match: {kuma.io/service: '*'}}], conf: {host: '{{.service}}.{{.version}}.mesh', port: \
                        '{{.port}}', parameters: [{name: service, tagKey: kuma.io/service}, {name: version}, {name: port, \
                        tagKey: kuma.io/port}]}";

    fn tags(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn names_and_ports() {
        let policy = policy(GOOD);
        assert_eq!(policy.violations(GoVersion::NEWEST), []);
        let all = tags(&[("kuma.io/service", "a"), ("version", "1"), ("kuma.io/port", "8080"), ("x", "y")]);
        assert_eq!(policy.host(&all, GoVersion::NEWEST), Ok("a.1.mesh".into()));
        assert_eq!(policy.port(&all, GoVersion::NEWEST), Ok(8080));
        assert!(policy.selects(&all) && !policy.selects(&tags(&[("x", "y")])));
        assert_eq!(policy.filtered(&all).len(), 3);
        let few = tags(&[("kuma.io/service", "a")]);
        let message =
            "evaluation of template with parameters didn't return a valid dns name result=\"a.<no value>.mesh\"";
        assert_eq!(policy.host(&few, GoVersion::NEWEST), Err(message.into()));
        for (port, end) in
            [("x", "a parsable number result=\"x\""), ("0", "[1..65535] result=0"), ("65536", "result=65536")]
        {
            let tags = tags(&[("kuma.io/port", port)]);
            assert!(policy.port(&tags, GoVersion::NEWEST).unwrap_err().ends_with(end), "{port}");
        }
    }

    #[test]
    fn violations_in_the_control_planes_words() {
        let selectors = "selectors: [{match: {kuma.io/service: '*'}}]";
        let service = "{name: s, tagKey: kuma.io/service}";
        for (text, field, message) in [
            ("conf: {}".to_owned(), "selectors", "must have at least one element"),
            (selectors.to_owned(), "conf", "has to be defined"),
            (format!("{selectors}, conf: {{port: '80', parameters: [{service}]}}"), "conf.host", "has to be defined"),
            (
                format!("{selectors}, conf: {{host: 'foo.{{{{mesh', port: '80', parameters: [{service}]}}"),
                "conf.host",
                "template pre evaluation failed with error=\"failed compiling gotemplate error=\\\"template: :1: function \
                 \\\\\\\"mesh\\\\\\\" not defined\\\"\"",
            ),
            (
                format!("{selectors}, conf: {{host: a.mesh, port: '{{{{.s}}}}a', parameters: [{service}]}}"),
                "conf.port",
                "template pre evaluation failed with error=\"evaluation of template with parameters didn't evaluate to a \
                 parsable number result=\\\"1a\\\"\"",
            ),
            (
                format!("{selectors}, conf: {{host: a, port: '1', parameters: [{service}, {{name: s}}]}}"),
                "conf.parameters[1].name",
                "name is already used",
            ),
            (
                format!(
                    "{selectors}, conf: {{host: a, port: '1', parameters: [{service}, {{name: p, tagKey: '***'}}]}}"
                ),
                "conf.parameters[1].tagKey",
                "must be a valid tag name",
            ),
            (
                format!("{selectors}, conf: {{host: a, port: '1', parameters: [{{name: s}}]}}"),
                "conf.parameters",
                "must contain a parameter with kuma.io/service as a tagKey",
            ),
            (
                format!("{selectors}, conf: {{host: a, port: '1', parameters: [{service}, {{name: a.b}}]}}"),
                "conf.parameters[1].name",
                "must consist of alphanumeric characters to be used as a gotemplate key",
            ),
        ] {
            let found = policy(&text).violations(GoVersion::NEWEST);
            let found: Vec<_> = found.iter().map(|one| (one.field.as_str(), one.message.as_str())).collect();
            assert!(found.contains(&(field, message)), "{text}: {found:?}");
        }
    }
}
