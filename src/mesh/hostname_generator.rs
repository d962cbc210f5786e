//! HostnameGenerators (2.8 and later): names of MeshServices, MeshExternalServices and MeshMultiZoneServices made by
//! go-templates, with the control plane's check per release (kuma: pkg/core/resources/apis/hostnamegenerator/{api/v1alpha1/
//! validate.go,hostname/generator.go}), and those that it creates by itself (kuma: pkg/defaults/hostname_generator.go).
//! Left out are extensions, whose meaning is their program's.

use std::collections::BTreeMap;

use super::dns_name::check_subdomain;
use super::ipam::Kind;
use super::release::Release;
use super::resource::{self, Resource, label};
use super::version::{Line, Version};
use super::violation::Violation;
use super::virtual_outbound::{limits, quote};
use super::yaml::Node;
use crate::gotemplate::schema::{Field, StructType};
use crate::gotemplate::value::Struct;
use crate::gotemplate::{Data, Function, GoVersion, Template};
use crate::source::Span;

/// The type of the resource.
pub const KIND: &str = "HostnameGenerator";
/// The first line that has it.
pub const SINCE: Line = Line::new(2, 8);

/// The function that the templates have beside Go's own: the value of a label.
pub const FUNCTIONS: &[Function] = &[Function::Lookup("label")];

/// What a template sees (kuma: EvaluateTemplate in hostname/generator.go).
static MESHED_NAME: StructType = StructType {
    name: "hostname.meshedName",
    fields: &[
        Field { name: "Name" },
        Field { name: "DisplayName" },
        Field { name: "Namespace" },
        Field { name: "Mesh" },
        Field { name: "Zone" },
    ],
    methods: &[],
};

/// A HostnameGenerator.
#[derive(Clone, Debug, PartialEq)]
pub struct HostnameGenerator {
    /// Its name, as the control plane has it.
    pub name: String,
    /// Where it comes from: `zone` goes first.
    pub origin: String,
    /// When it was created, as written.
    pub created: Option<String>,
    /// Which services it is for, and the labels that they must have.
    pub selectors: Vec<(Kind, BTreeMap<String, String>)>,
    /// Its template.
    pub template: String,
    /// Whether it has an extension, without a type or with one.
    extension: Option<bool>,
    places: Places,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Places {
    selector: Span,
    template: Span,
    extension: Span,
}

impl HostnameGenerator {
    /// Reads a resource; what it lacks is empty.
    #[must_use]
    pub fn of(resource: &Resource) -> Self {
        let place = |path: &[&str]| resource.spec(path).map_or(resource.place, Node::place);
        let selector = |kind: Kind| {
            let node = resource.spec(&["selector", kind.key()])?;
            let labels = node.get("matchLabels").map(|labels| resource::texts(&labels.value)).unwrap_or_default();
            (!node.is_null()).then_some((kind, labels))
        };
        let template = resource.spec(&["template"]).and_then(|node| node.to_go_string().ok().flatten());
        let extension = resource.spec(&["extension"]).filter(|node| !node.is_null());
        Self {
            name: resource.core_name(),
            origin: resource.complete_labels().remove(label::ORIGIN).unwrap_or_default(),
            created: resource.created.clone(),
            selectors: Kind::ALL.into_iter().filter_map(selector).collect(),
            template: template.unwrap_or_default(),
            extension: extension.map(|node| resource::text(node, "type").is_some_and(|text| !text.is_empty())),
            places: Places {
                selector: place(&["selector"]),
                template: place(&["template"]),
                extension: place(&["extension"]),
            },
        }
    }

    /// What the control plane of a release refuses it for, in its words.
    #[must_use]
    pub fn violations(&self, release: &Release) -> Vec<Violation> {
        let version = release.version;
        let mut found = Vec::new();
        let counted = self.selectors.iter().filter(|(kind, _)| kind.since() <= version.line()).count();
        if version >= Version::new(2, 8, 1) && counted != 1 {
            let message = "exact one selector (meshService, meshExternalService) must be defined";
            found.push(Violation::new("spec.selector", message, self.places.selector));
        }
        let mut template = |message: String| found.push(Violation::new("spec.template", message, self.places.template));
        if self.template.is_empty() {
            template("must not be empty".to_owned());
        }
        match self.parsed(release.go.line) {
            Err(error) => template(format!("couldn't parse template: {error}")),
            Ok(parsed) if version.line() >= Line::new(2, 14) && !self.template.is_empty() => {
                if let Some(message) = stub_problem(&parsed) {
                    template(message);
                }
            }
            Ok(_) => {}
        }
        if self.extension == Some(false) && version.line() >= Line::new(2, 11) {
            found.push(Violation::new("spec.extension.type", "must not be empty", self.places.extension));
        }
        found
    }

    /// The place of its template.
    #[must_use]
    pub fn template_place(&self) -> Span {
        self.places.template
    }

    fn parsed(&self, go: GoVersion) -> Result<Template, String> {
        let parsed = Template::parse_with("", self.template.as_str(), go, limits(), FUNCTIONS);
        parsed.map_err(|error| error.to_string())
    }

    /// Whether it is for a service of a kind with these labels.
    #[must_use]
    pub fn selects(&self, kind: Kind, labels: &BTreeMap<String, String>) -> bool {
        let has_all =
            |wanted: &BTreeMap<String, String>| wanted.iter().all(|(key, value)| labels.get(key) == Some(value));
        self.selectors.iter().any(|(own, wanted)| *own == kind && has_all(wanted))
    }

    /// Its template for [`hostname`]; once for all services.
    ///
    /// # Errors
    /// The control plane's words, which stand in the services' condition.
    pub fn compiled(&self, release: &Release) -> Result<Template, String> {
        let parsed = self.parsed(release.go.line);
        parsed.map_err(|error| format!("failed compiling gotemplate error={}", quote(&error)))
    }
}

/// The name of a service with these labels, complete ones; an empty name counts as none. From 2.9 on `zone` stands in for a
/// missing label.
///
/// # Errors
/// The control plane's words, which stand in the service's condition.
pub fn hostname(
    template: &Template,
    service: &Resource,
    labels: &BTreeMap<String, String>,
    zone: &str,
    release: &Release,
) -> Result<String, String> {
    let of_label = |key: &str| labels.get(key).cloned().unwrap_or_default();
    let mut zone_of = of_label(label::ZONE);
    if zone_of.is_empty() && release.version.line() >= Line::new(2, 9) {
        zone_of = zone.to_owned();
    }
    let display_name = Some(of_label(label::DISPLAY_NAME)).filter(|name| !name.is_empty());
    let fields = [
        service.name.clone(),
        display_name.unwrap_or_else(|| service.name.clone()),
        of_label(label::NAMESPACE),
        service.mesh.clone(),
        zone_of,
    ];
    let name = execute(template, fields, |key| labels.get(key).cloned());
    let name = name
        .map_err(|error| format!("pre evaluation of template with parameters failed with error={}", quote(&error)))?;
    if release.version.line() >= Line::new(2, 14)
        && let Err(reason) = check_subdomain(&name)
    {
        return Err(format!("generated hostname {} is not a valid DNS name: {reason}", quote(&name)));
    }
    Ok(name)
}

/// What the function `label` says of a label that the service lacks.
#[must_use]
pub fn no_label(key: &[u8]) -> Vec<u8> {
    [b"label ", key, b" not found"].concat()
}

/// What is wrong with a template by the values that 2.14 tries it with.
fn stub_problem(template: &Template) -> Option<String> {
    let fields = ["name", "displayname", "namespace", "mesh", "zone"].map(str::to_owned);
    match execute(template, fields, |_| Some("label".to_owned())) {
        Err(error) => Some(format!("couldn't render template with stub values: {error}")),
        Ok(name) => check_subdomain(&name)
            .err()
            .map(|reason| format!("template renders to {} which is not a valid DNS name: {reason}", quote(&name))),
    }
}

fn execute(template: &Template, fields: [String; 5], label: impl Fn(&str) -> Option<String>) -> Result<String, String> {
    let data = Data::Struct(Struct { schema: &MESHED_NAME, fields: fields.into_iter().map(Data::string).collect() });
    let lookup = |_: &str, key: &[u8]| {
        let found = std::str::from_utf8(key).ok().and_then(&label);
        found.map(String::into_bytes).ok_or_else(|| no_label(key))
    };
    let rendered = template.execute_with(&data, &lookup).map_err(|failure| failure.error.to_string())?;
    Ok(String::from_utf8_lossy(&rendered.text).into_owned())
}

/// Which control plane creates a default generator.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CreatedBy {
    /// The global one; zones get it from there.
    Global,
    /// Every zone's.
    Zone,
    /// That of a zone on Universal.
    UniversalZone,
}

/// The first line that creates generators by itself.
pub const DEFAULTS_SINCE: Line = Line::new(2, 9);

/// A generator that the control plane creates.
struct DefaultGenerator {
    by: CreatedBy,
    name: &'static str,
    kind: Kind,
    labels: &'static [(&'static str, &'static str)],
    template: &'static str,
}

/// The generators that the control plane creates, unless `defaults.skipHostnameGenerators` is set (kuma:
/// pkg/defaults/hostname_generator.go).
const DEFAULTS: [DefaultGenerator; 7] = [
    DefaultGenerator {
        by: CreatedBy::Global,
        name: "synced-mesh-multi-zone-service",
        kind: Kind::MeshMultiZoneService,
        labels: &[(label::ORIGIN, "global")],
        template: "{{ .DisplayName }}.mzsvc.mesh.local",
    },
    DefaultGenerator {
        by: CreatedBy::Global,
        name: "synced-kube-mesh-service",
        kind: Kind::MeshService,
        labels: &[(label::ORIGIN, "global"), (label::HEADLESS, "false"), (label::ENV, "kubernetes")],
        template: "{{ .DisplayName }}.{{ .Namespace }}.svc.{{ .Zone }}.mesh.local",
    },
    DefaultGenerator {
        by: CreatedBy::Global,
        name: "synced-headless-kube-mesh-service",
        kind: Kind::MeshService,
        labels: &[(label::ORIGIN, "global"), (label::HEADLESS, "true"), (label::ENV, "kubernetes")],
        template: "{{ label \"statefulset.kubernetes.io/pod-name\" }}.{{ label \"k8s.kuma.io/service-name\" }}.\
                   {{ .Namespace }}.svc.{{ .Zone }}.mesh.local",
    },
    DefaultGenerator {
        by: CreatedBy::Global,
        name: "synced-universal-mesh-service",
        kind: Kind::MeshService,
        labels: &[(label::ORIGIN, "global"), (label::ENV, "universal")],
        template: "{{ .DisplayName }}.svc.{{ .Zone }}.mesh.local",
    },
    DefaultGenerator {
        by: CreatedBy::Global,
        name: "synced-mesh-external-service",
        kind: Kind::MeshExternalService,
        labels: &[(label::ORIGIN, "global")],
        template: "{{ .DisplayName }}.extsvc.mesh.local",
    },
    DefaultGenerator {
        by: CreatedBy::Zone,
        name: "local-mesh-external-service",
        kind: Kind::MeshExternalService,
        labels: &[(label::ORIGIN, "zone")],
        template: "{{ .DisplayName }}.extsvc.mesh.local",
    },
    DefaultGenerator {
        by: CreatedBy::UniversalZone,
        name: "local-universal-mesh-service",
        kind: Kind::MeshService,
        labels: &[(label::ORIGIN, "zone")],
        template: "{{ .DisplayName }}.svc.mesh.local",
    },
];

/// The generators that a zone's control plane knows without anybody's doing: its own and those of the global one.
pub fn defaults(is_universal: bool) -> impl Iterator<Item = HostnameGenerator> {
    let known = DEFAULTS.iter().filter(move |one| one.by != CreatedBy::UniversalZone || is_universal);
    known.map(|one| {
        let labels = one.labels.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        HostnameGenerator {
            name: one.name.to_owned(),
            origin: if one.by == CreatedBy::Global { "global" } else { "zone" }.to_owned(),
            created: None,
            selectors: vec![(one.kind, labels.collect())],
            template: one.template.to_owned(),
            extension: None,
            places: Places { selector: Span::at(0), template: Span::at(0), extension: Span::at(0) },
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mesh::release::find;
    use crate::mesh::yaml;

    fn resource(text: &str) -> Resource {
        Resource::all_of(&yaml::parse(text.as_bytes()).unwrap().unwrap()).remove(0)
    }

    fn generator(template: &str, selector: &str) -> HostnameGenerator {
        let quoted = serde_json::to_string(template).unwrap();
        HostnameGenerator::of(&resource(&format!(
            "{{type: HostnameGenerator, name: g, spec: {{selector: {selector}, template: {quoted}}}}}"
        )))
    }

    const ONE: &str = "{meshService: {matchLabels: {a: b}}}";

    #[test]
    fn violations_per_release() {
        let told = |template: &str, selector: &str, release: &str| {
            let found = generator(template, selector).violations(&find(release).unwrap());
            found.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
        };
        let exact = "spec.selector: exact one selector (meshService, meshExternalService) must be defined";
        let unparsed = "spec.template: couldn't parse template: template: :1: function \"quote\" not defined";
        for (template, selector, release, expected) in [
            ("{{ .Name }}.mesh", ONE, "2.8.0", ""),
            ("{{ .Name }}.mesh", "{}", "2.8.0", ""),
            ("{{ .Name }}.mesh", "{}", "2.8.1", exact),
            ("a.mesh", "{meshMultiZoneService: {}}", "2.8.8", exact),
            ("a.mesh", "{meshMultiZoneService: {}}", "2.9", ""),
            ("a.mesh", "{meshService: {}, meshExternalService: {}}", "2.14", exact),
            ("", ONE, "2.8.0", "spec.template: must not be empty"),
            ("{{ quote .Name }}", ONE, "2.8.0", unparsed),
            ("{{ .ServiceName }}.mesh", ONE, "2.13", ""),
            (
                "{{ .ServiceName }}.mesh",
                ONE,
                "2.14",
                "spec.template: couldn't render template with stub values: template: :1:3: executing \"\" at <.ServiceName>: \
                 can't evaluate field ServiceName in type hostname.meshedName",
            ),
            ("{{ .Name }}_x.mesh", ONE, "2.13", ""),
            (
                "{{ .Name }}_x.mesh",
                ONE,
                "2.14.0",
                "spec.template: template renders to \"name_x.mesh\" which is not a valid DNS name: '_' in \"name_x\" is no \
                 letter, digit or hyphen",
            ),
            ("{{ label \"x\" }}.mesh", ONE, "2.14", ""),
            (
                "{{ label }}.mesh",
                ONE,
                "2.14",
                "spec.template: couldn't render template with stub values: template: :1:3: executing \"\" at <label>: wrong \
                 number of args for label: want 1 got 0",
            ),
        ] {
            assert_eq!(told(template, selector, release), expected, "{template} {selector} {release}");
        }
        let extended = resource(&format!(
            "{{type: HostnameGenerator, name: g, spec: {{selector: {ONE}, template: a, extension: {{config: {{}}}}}}}}"
        ));
        let told = |release| HostnameGenerator::of(&extended).violations(&find(release).unwrap()).len();
        assert_eq!((told("2.10"), told("2.11")), (0, 1));
    }

    #[test]
    fn names_of_services() {
        let service = resource(
            "{kind: MeshService, metadata: {name: web, namespace: demo, labels: {a: b, kuma.io/display-name: shown}}, spec: {}}",
        );
        let named = |service: &Resource, template: &str, release: &str| {
            let release = find(release).unwrap();
            let template = generator(template, ONE).compiled(&release)?;
            hostname(&template, service, &service.complete_labels(), "east", &release)
        };
        let told = |template: &str, release: &str| named(&service, template, release);
        let unshown = resource("{type: MeshService, name: web, labels: {kuma.io/display-name: ''}}");
        assert_eq!(named(&unshown, "{{.DisplayName}}.mesh", "2.9"), Ok("web.mesh".into()));
        let all = "{{.Name}}.{{.DisplayName}}.{{.Namespace}}.{{.Mesh}}.{{.Zone}}";
        assert_eq!(told(all, "2.9"), Ok("web.shown.demo.default.east".into()));
        assert_eq!(told(all, "2.8"), Ok("web.shown.demo.default.".into()));
        assert_eq!(told("{{ label \"a\" | printf \"%s.x\" }}", "2.9"), Ok("b.x".into()));
        assert_eq!(told("{{ \"a\" | label }}", "2.9"), Ok("b".into()));
        let message = "pre evaluation of template with parameters failed with error=\"template: :1:3: executing \\\"\\\" at \
                       <label \\\"c\\\">: error calling label: label c not found\"";
        assert_eq!(told("{{ label \"c\" }}", "2.9"), Err(message.into()));
        assert_eq!(told("A.mesh", "2.13"), Ok("A.mesh".into()));
        let error = told("A.mesh", "2.14").unwrap_err();
        assert!(error.starts_with("generated hostname \"A.mesh\" is not a valid DNS name: "), "{error}");
        let labels = service.complete_labels();
        assert!(generator("x", ONE).selects(Kind::MeshService, &labels));
        assert!(!generator("x", ONE).selects(Kind::MeshExternalService, &labels));
        assert!(!generator("x", "{meshService: {matchLabels: {a: c}}}").selects(Kind::MeshService, &labels));
    }

    /// What Go 1.21.13 and 1.27.3 say, alike.
    #[test]
    fn label_is_a_function_like_go_s() {
        for (template, expected) in [
            ("{{ label }}", Err("3: executing \"\" at <label>: wrong number of args for label: want 1 got 0")),
            (
                "{{ label \"a\" \"b\" }}",
                Err("3: executing \"\" at <label>: wrong number of args for label: want 1 got 2"),
            ),
            ("{{ label 1 }}", Err("9: executing \"\" at <1>: expected string; found 1")),
            ("{{ label .Name }}", Ok("a")),
            ("{{ 1 | label }}", Err("7: executing \"\" at <label>: wrong type for value; expected string; got int")),
            ("{{ label nil }}", Err("9: executing \"\" at <nil>: cannot assign nil to string")),
            ("{{ label \"a\" | len }}", Ok("1")),
            ("{{ if label \"a\" }}x{{end}}", Ok("x")),
            ("{{ label (label \"a\") }}", Ok("a")),
            ("{{ . }}", Ok("{n d ns m z}")),
            (
                "{{ label . }}",
                Err("9: executing \"\" at <.>: wrong type for value; expected string; got hostname.meshedName"),
            ),
            (
                "{{ \"c\" | label | printf \"%s\" }}",
                Err("9: executing \"\" at <label>: error calling label: label c not found"),
            ),
        ] {
            for go in ["1.21", "1.27"] {
                let parsed = generator(template, ONE).parsed(go.parse().unwrap()).unwrap();
                let fields = ["n", "d", "ns", "m", "z"].map(str::to_owned);
                let said = execute(&parsed, fields, |key| (key == "a" || key == "n").then(|| "a".to_owned()));
                let expected = expected.map(str::to_owned).map_err(|end| format!("template: :1:{end}"));
                assert_eq!(said, expected, "{template} {go}");
            }
        }
    }

    #[test]
    fn the_defaults_are_valid_everywhere() {
        assert_eq!((defaults(true).count(), defaults(false).count()), (7, 6));
        for generator in defaults(true) {
            for release in ["2.9", "2.14"] {
                assert_eq!(generator.violations(&find(release).unwrap()), [], "{}", generator.name);
            }
        }
    }
}
