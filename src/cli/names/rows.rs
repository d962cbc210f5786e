//! The names of services, one row each, with what is wrong with them.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use crate::mesh::Release;
use crate::mesh::dns_name::{self, Rule, check};
use crate::mesh::domain::service_names;
use crate::mesh::hostname_generator::HostnameGenerator;
use crate::mesh::hostnames::{self, Condition};
use crate::mesh::meaning::KubernetesTag;
use crate::mesh::resource::Resource;
use crate::mesh::vips::{EntryType, ORIGIN_HOST, ORIGIN_VIRTUAL_OUTBOUND, SERVICE_TAG, Wanted};

/// A name and whose it is.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// The name; none where no template makes one.
    pub name: Option<String>,
    /// `kuma.io/service`, or the kind of a resource.
    pub kind: &'static str,
    /// The tag, or the name of the resource.
    pub service: String,
    /// What the tag says on Kubernetes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meaning: Option<String>,
    /// What makes the name.
    pub by: String,
    /// The port that comes with it, if it is one of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<u32>,
    /// The mesh; none where a tag was given by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mesh: Option<String>,
    /// Why it is no name by RFC 1035.
    #[serde(rename = "rfc1035", skip_serializing_if = "Option::is_none")]
    pub rfc_1035: Option<String>,
    /// Why it is no name by RFC 1123.
    #[serde(rename = "rfc1123", skip_serializing_if = "Option::is_none")]
    pub rfc_1123: Option<String>,
    /// Whether the service has it.
    pub status: Status,
    /// Why not, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// What has the virtual IP behind the name, in the order in which Envoy gets the names.
    #[serde(skip)]
    owner: Option<Owner>,
}

/// Whose a virtual IP is: an entry of the control plane's map, or behind those a service of a newer kind.
type Owner = (Option<EntryType>, String);

/// Whether a service has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Status {
    /// It has.
    #[serde(rename = "ok")]
    Ok,
    /// Another service has it.
    Collision,
    /// Another service has it, too, and is the one that is found by it.
    #[serde(rename = "shadowed")]
    Shadowed,
    /// No template makes it.
    TemplateError,
    /// It is no DNS name, even where underscores are let pass.
    #[serde(rename = "invalid")]
    Invalid,
}

impl Status {
    /// In a word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Collision => "Collision",
            Self::Shadowed => "shadowed",
            Self::TemplateError => "TemplateError",
            Self::Invalid => "invalid",
        }
    }
}

/// What decides about names.
pub struct Scope<'s> {
    /// What names of tags end in.
    pub domain: &'s str,
    /// The zone.
    pub zone: &'s str,
    /// The control plane's release.
    pub release: &'s Release,
    /// The generators that it has.
    pub generators: &'s [HostnameGenerator],
}

impl Row {
    fn without_name(kind: &'static str, service: &str, by: String, status: Status, message: String) -> Self {
        Self {
            name: None,
            kind,
            service: service.to_owned(),
            meaning: None,
            by,
            port: None,
            mesh: None,
            rfc_1035: None,
            rfc_1123: None,
            status,
            message: Some(message),
            owner: None,
        }
    }

    fn new(name: String, kind: &'static str, service: &str, by: String) -> Self {
        let problem = |rule| check(&name, rule).err().map(|reason| reason.to_string());
        let mut row = Self {
            kind,
            service: service.to_owned(),
            meaning: None,
            by,
            port: None,
            mesh: None,
            rfc_1035: problem(Rule::Rfc1035),
            rfc_1123: problem(Rule::Rfc1123),
            status: Status::Ok,
            message: None,
            name: None,
            owner: None,
        };
        if let Err(reason) = dns_name::check_with_underscores(&name) {
            row.status = Status::Invalid;
            row.message = Some(format!("{name:?} of {service} is no DNS name: {reason}"));
        }
        row.name = Some(name);
        row
    }
}

/// The names of tags.
pub fn of_tags(tags: &[String], scope: &Scope<'_>) -> Vec<Row> {
    tags.iter().flat_map(|tag| of_tag(tag, None, scope)).collect()
}

fn of_tag(tag: &str, mesh: Option<&str>, scope: &Scope<'_>) -> Vec<Row> {
    let meaning = KubernetesTag::read(tag).map(|tag| tag.to_string());
    let names = service_names(tag, scope.domain).into_iter().enumerate();
    let row = |(index, name)| {
        let by = if index == 0 { "tag" } else { "tag, dots for underscores" };
        let mut row = Row::new(name, SERVICE_TAG, tag, by.to_owned());
        row.meaning.clone_from(&meaning);
        row.mesh = mesh.map(str::to_owned);
        row.owner = Some((Some(EntryType::Service), tag.to_owned()));
        row
    };
    names.map(row).collect()
}

/// The names that resources make.
pub fn of_resources(resources: &[Resource], scope: &Scope<'_>) -> Vec<Row> {
    let meshes: BTreeSet<&str> = resources.iter().map(|resource| resource.mesh.as_str()).collect();
    let mut rows = Vec::new();
    for mesh in meshes {
        let wanted = Wanted::of(resources, mesh, scope.domain, true, scope.release);
        for (entry, outbound) in &wanted.view.entries {
            if entry.kind == EntryType::Service {
                rows.extend(of_tag(&entry.name, Some(mesh), scope));
                continue;
            }
            for name in outbound.names(entry, scope.domain) {
                for one in outbound.outbounds.values() {
                    let by = match one.origin.split_once(':') {
                        Some((_, of)) if one.origin.starts_with(ORIGIN_VIRTUAL_OUTBOUND) => {
                            format!("VirtualOutbound {of}")
                        }
                        Some((_, of)) if one.origin.starts_with(ORIGIN_HOST) => format!("ExternalService {of}"),
                        _ => "MeshGateway".to_owned(),
                    };
                    let service = one.tags.get(SERVICE_TAG).cloned().unwrap_or_default();
                    let mut row = Row::new(name.clone(), SERVICE_TAG, &service, by);
                    row.port = Some(one.port).filter(|port| *port != 0);
                    row.mesh = Some(mesh.to_owned());
                    row.owner = Some((Some(entry.kind), entry.name.clone()));
                    rows.push(row);
                }
            }
        }
        rows.extend(wanted.dropped.into_iter().map(|dropped| {
            let (message, by) = (dropped.to_string(), dropped.by);
            let status = if dropped.taken.is_some() { Status::Collision } else { Status::TemplateError };
            let mut row = Row::without_name(SERVICE_TAG, &dropped.service, by, status, message);
            row.name = dropped.taken;
            row.mesh = Some(mesh.to_owned());
            row
        }));
    }
    for assignment in hostnames::assign(resources, scope.generators, scope.zone, scope.release) {
        let (service, by) = (assignment.service.core_name(), format!("HostnameGenerator {}", assignment.generator));
        let kind = assignment.kind.name();
        let mut row = match (assignment.hostname, assignment.condition) {
            (_, Condition::TemplateError(reason)) => {
                let message = format!("{kind} {service} gets no name from {by}: {reason}");
                Row::without_name(kind, &service, by, Status::TemplateError, message)
            }
            (name, condition) => {
                let name = name.unwrap_or_default();
                let mut row = Row::new(name.clone(), kind, &service, by.clone());
                row.owner = Some((None, format!("{kind} {service}")));
                if let Condition::Collision(other) = condition {
                    row.status = Status::Collision;
                    row.message =
                        Some(format!("{kind} {service} does not get {name} from {by}: {kind} {other} has it"));
                }
                row
            }
        };
        row.mesh = Some(assignment.service.mesh.clone());
        rows.push(row);
    }
    rows
}

/// Marks the names by which another service of the mesh is found: each has its own virtual IP, and Envoy gets one of them.
pub fn mark_shadowed(rows: &mut [Row]) {
    let rank = |owner: &Owner| (owner.0.is_none(), owner.clone());
    let mut first: HashMap<(Option<String>, String), (Owner, String)> = HashMap::new();
    for row in rows.iter().filter(|row| row.status == Status::Ok) {
        let (Some(name), Some(owner)) = (&row.name, &row.owner) else { continue };
        let found = (owner.clone(), format!("{} {}", row.kind, row.service));
        let known = first.entry((row.mesh.clone(), name.clone())).or_insert_with(|| found.clone());
        if rank(owner) < rank(&known.0) {
            *known = found;
        }
    }
    for row in rows.iter_mut().filter(|row| row.status == Status::Ok) {
        let (Some(name), Some(owner)) = (&row.name, &row.owner) else { continue };
        if let Some((holder, shown)) = first.get(&(row.mesh.clone(), name.clone()))
            && holder != owner
        {
            let (kind, service) = (row.kind, &row.service);
            row.status = Status::Shadowed;
            row.message =
                Some(format!("{name} does not lead to {kind} {service}: {shown} has it, too, and goes first"));
        }
    }
}
