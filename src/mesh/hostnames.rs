//! Which names MeshServices, MeshExternalServices and MeshMultiZoneServices get from HostnameGenerators, and which of them lose
//! where two want the same (kuma: pkg/core/resources/apis/hostnamegenerator/hostname/generator.go). Each kind and each mesh
//! counts by itself.

use std::collections::{BTreeMap, HashMap};

use super::hostname_generator::{HostnameGenerator, hostname};
use super::ipam::Kind;
use super::release::Release;
use super::resource::Resource;

/// The condition that the control plane writes into the service's status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The service has the name.
    Generated,
    /// Another one has it already: the one of this name.
    Collision(String),
    /// There is none, in the control plane's words.
    TemplateError(String),
}

impl Condition {
    /// The condition's reason.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Generated => "Generated",
            Self::Collision(_) => "Collision",
            Self::TemplateError(_) => "TemplateError",
        }
    }
}

/// What one generator says about one service.
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment<'r> {
    /// The service.
    pub service: &'r Resource,
    /// Its kind.
    pub kind: Kind,
    /// The generator's name.
    pub generator: String,
    /// The name, also where it is lost to another service.
    pub hostname: Option<String>,
    /// Whether the service has it.
    pub condition: Condition,
}

/// The kind of a service, if it is one.
#[must_use]
pub fn kind_of(resource: &Resource) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| kind.name() == resource.kind)
}

/// Generators as they are asked: those of the zone, then by time, then by name; resources by time and name.
fn sorted<'r>(
    generators: &'r [HostnameGenerator],
    services: &'r [Resource],
) -> (Vec<&'r HostnameGenerator>, Vec<&'r Resource>) {
    let mut generators: Vec<_> = generators.iter().collect();
    generators.sort_by_key(|one| (one.origin != "zone", one.created.clone(), one.name.clone()));
    let mut services: Vec<_> = services.iter().collect();
    services.sort_by_key(|one| (one.created.clone(), one.core_name()));
    (generators, services)
}

/// All names, in the order in which the control plane gives them.
#[must_use]
pub fn assign<'r>(
    services: &'r [Resource],
    generators: &'r [HostnameGenerator],
    zone: &str,
    release: &Release,
) -> Vec<Assignment<'r>> {
    let (generators, services) = sorted(generators, services);
    let labels: Vec<BTreeMap<String, String>> = services.iter().map(|service| service.complete_labels()).collect();
    let templates: Vec<_> = generators.iter().map(|generator| generator.compiled(release)).collect();
    let mut assignments = Vec::new();
    for kind in Kind::ALL.into_iter().filter(|kind| kind.since() <= release.version.line()) {
        let mut owners: HashMap<(String, String), String> = HashMap::new();
        for (generator, template) in generators.iter().zip(&templates) {
            for (service, labels) in services.iter().zip(&labels) {
                if kind_of(service) != Some(kind) || !generator.selects(kind, labels) {
                    continue;
                }
                let (hostname, condition) = match template
                    .as_ref()
                    .map_err(String::clone)
                    .and_then(|template| hostname(template, service, labels, zone, release))
                {
                    Err(message) => (None, Condition::TemplateError(message)),
                    Ok(name) if name.is_empty() => continue,
                    Ok(name) => {
                        let owner =
                            owners.entry((service.mesh.clone(), name.clone())).or_insert_with(|| service.core_name());
                        let is_own = *owner == service.core_name();
                        let condition = if is_own { Condition::Generated } else { Condition::Collision(owner.clone()) };
                        (Some(name), condition)
                    }
                };
                let generator = generator.name.clone();
                assignments.push(Assignment { service, kind, generator, hostname, condition });
            }
        }
    }
    assignments
}

/// The names that services have, by kind, mesh and name of the service.
pub type NamesOfServices = HashMap<(Kind, String, String), Vec<String>>;

/// The names out of assignments, in their order; those that are lost are left out.
#[must_use]
pub fn by_service(assignments: Vec<Assignment<'_>>) -> NamesOfServices {
    let mut names = NamesOfServices::new();
    for one in assignments.into_iter().filter(|one| one.condition == Condition::Generated) {
        let key = (one.kind, one.service.mesh.clone(), one.service.core_name());
        names.entry(key).or_default().extend(one.hostname);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mesh::release::find;
    use crate::mesh::yaml;

    #[test]
    fn the_zones_generators_go_first_and_the_first_service_wins() {
        let text = "\
type: HostnameGenerator
name: a-global
labels: {kuma.io/origin: global}
spec: {selector: {meshService: {}}, template: 'x.mesh'}
---
type: HostnameGenerator
name: z-zone
creationTime: '2026-01-01T00:00:00Z'
spec: {selector: {meshService: {matchLabels: {t: '1'}}}, template: '{{ .Name }}.mesh'}
---
{type: MeshService, name: late, creationTime: '2026-01-02T00:00:00Z', labels: {t: '1'}, spec: {}}
---
{type: MeshService, name: early, creationTime: '2026-01-01T00:00:00Z', spec: {}}
---
{type: MeshService, name: other, mesh: m, spec: {}}
---
{type: MeshExternalService, name: late, labels: {t: '1'}, spec: {}}
";
        let all: Vec<Resource> = yaml::objects(text.as_bytes())
            .filter_map(|read| read.root)
            .flat_map(|root| Resource::all_of(&root))
            .collect();
        let (generators, services): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.kind == "HostnameGenerator");
        let generators: Vec<_> = generators.iter().map(HostnameGenerator::of).collect();
        let found = assign(&services, &generators, "", &find("2.9").unwrap());
        let told: Vec<String> = found
            .iter()
            .map(|one| {
                let name = one.hostname.as_deref().unwrap_or("-");
                format!("{} {} {name} {:?}", one.generator, one.service.name, one.condition)
            })
            .collect();
        assert_eq!(
            told,
            [
                "z-zone late late.mesh Generated",
                "a-global other x.mesh Generated",
                "a-global early x.mesh Generated",
                "a-global late x.mesh Collision(\"early\")",
            ]
        );
    }
}
