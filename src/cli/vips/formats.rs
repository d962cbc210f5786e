//! What `vips` prints: a table, data, a mesh file, or the persisted map.

use std::collections::BTreeMap;
use std::net::IpAddr;

use serde::Serialize;

use crate::cli::mesh_source::Plan;
use crate::mesh::domain::service_names;
use crate::mesh::ipam::Kind;
use crate::mesh::vips::persisted::{self, KEY};
use crate::mesh::vips::{Change, Row, TTL, View, written};
use crate::report::table;
use crate::report::visible::visible;

/// One line a name; a service without names has a line, too.
pub fn table(plan: &Plan) -> String {
    let cell = |texts: Vec<String>| if texts.is_empty() { "-".to_owned() } else { texts.join(",") };
    let shown = |text: &str| visible(text.as_bytes()).into_owned();
    let mut lines = Vec::new();
    for row in &plan.rows {
        let answers = row.answers(plan.ipv6);
        let of_family =
            |is_v4: bool| cell(answers.iter().filter(|ip| ip.is_ipv4() == is_v4).map(|ip| written(*ip)).collect());
        let names = if row.names.is_empty() { vec!["-".to_owned()] } else { row.names.clone() };
        for name in names {
            lines.push(vec![
                shown(&name),
                of_family(true),
                of_family(false),
                cell(listeners(row)),
                row.kind.clone(),
                shown(&row.service),
                change_of(row),
            ]);
        }
    }
    for (entry, address) in &plan.freed {
        let cells = ["-".to_owned(), address.to_string(), "-".to_owned(), "-".to_owned(), entry.kind.to_string()];
        lines.push(cells.into_iter().chain([shown(&entry.name), "freed".to_owned()]).collect());
    }
    table::table(&["NAME", "A", "AAAA", "OUTBOUND LISTENERS", "TYPE", "SERVICE", "CHANGE"], &lines)
}

fn change_of(row: &Row) -> String {
    match row.change {
        Change::Moved(before) => format!("moved from {before}"),
        change => change.word().to_owned(),
    }
}

/// `VIP:PORT` of each listener.
fn listeners(row: &Row) -> Vec<String> {
    let of_address = |address: &IpAddr| row.ports.iter().map(move |port| (*address, *port)).collect::<Vec<_>>();
    let sockets = row.addresses.iter().flat_map(of_address);
    sockets
        .map(|(address, port)| match address {
            IpAddr::V4(address) => format!("{address}:{port}"),
            IpAddr::V6(address) => format!("[{address}]:{port}"),
        })
        .collect()
}

/// All of it as data.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Document<'p> {
    mesh: &'p str,
    domain: &'p str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cidr: Option<&'p str>,
    ttl: u32,
    services: Vec<ServiceData<'p>>,
    freed: Vec<Freed<'p>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ServiceData<'p> {
    r#type: &'p str,
    service: &'p str,
    names: &'p [String],
    addresses: &'p [IpAddr],
    a: Vec<String>,
    aaaa: Vec<String>,
    listeners: Vec<String>,
    change: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<IpAddr>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Freed<'p> {
    r#type: String,
    service: &'p str,
    address: IpAddr,
}

impl<'p> Document<'p> {
    /// The plan as data.
    pub fn new(plan: &'p Plan) -> Self {
        let service = |row: &'p Row| {
            let answers = row.answers(plan.ipv6);
            let of_family =
                |is_v4: bool| answers.iter().filter(|ip| ip.is_ipv4() == is_v4).map(|ip| written(*ip)).collect();
            ServiceData {
                r#type: &row.kind,
                service: &row.service,
                names: &row.names,
                addresses: &row.addresses,
                a: of_family(true),
                aaaa: of_family(false),
                listeners: listeners(row),
                change: row.change.word(),
                before: if let Change::Moved(before) = row.change { Some(before) } else { None },
            }
        };
        let freed = plan.freed.iter();
        Self {
            mesh: &plan.mesh,
            domain: &plan.domain,
            cidr: plan.cidr.as_deref(),
            ttl: TTL,
            services: plan.rows.iter().map(service).collect(),
            freed: freed
                .map(|(entry, address)| Freed {
                    r#type: entry.kind.to_string(),
                    service: &entry.name,
                    address: *address,
                })
                .collect(),
        }
    }
}

/// A mesh file with these services.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct MeshFile<'p> {
    domain: &'p str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cidr: Option<&'p str>,
    ipv6: bool,
    services: Vec<MeshFileService<'p>>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct MeshFileService<'p> {
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<&'p str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hostnames: Vec<&'p str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vip: Option<IpAddr>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    addresses: Vec<String>,
}

impl<'p> MeshFile<'p> {
    /// The services that have names and addresses; of a name that comes twice the first.
    pub fn new(plan: &'p Plan) -> Self {
        let mut seen = std::collections::HashSet::new();
        let mut services = Vec::new();
        for row in plan.rows.iter().filter(|row| !row.addresses.is_empty()) {
            let names: Vec<&str> = row.names.iter().map(String::as_str).filter(|name| seen.insert(*name)).collect();
            if names.is_empty() {
                continue;
            }
            // A persisted entry can lead to another tag than its own, and then has that one's names.
            let is_tag = row.kind == "service" && names == service_names(&row.service, &plan.domain);
            let single = row.addresses.first().copied().filter(|_| row.addresses.len() == 1 && !row.is_literal);
            services.push(MeshFileService {
                service: is_tag.then_some(row.service.as_str()),
                kind: kind_of(row),
                hostnames: if is_tag { Vec::new() } else { names },
                vip: single,
                addresses: if single.is_some() {
                    Vec::new()
                } else {
                    row.addresses.iter().map(ToString::to_string).collect()
                },
            });
        }
        Self { domain: &plan.domain, cidr: plan.cidr.as_deref(), ipv6: plan.ipv6, services }
    }
}

fn kind_of(row: &Row) -> Option<&'static str> {
    match row.kind.as_str() {
        "host" => Some("ExternalService"),
        "fqdn" => Some("VirtualOutbound"),
        kind => Kind::ALL.into_iter().map(Kind::name).find(|name| *name == kind),
    }
}

/// What the persisted map stands in.
pub enum Holder<'n> {
    /// Nothing: the JSON by itself.
    None,
    /// A ConfigMap, in this namespace.
    ConfigMap(Option<&'n str>),
    /// A Config resource.
    Config,
}

/// The persisted map, in the format that it was read in.
pub fn persisted(plan: &Plan, view: &View, holder: &Holder<'_>) -> anyhow::Result<String> {
    let json = persisted::write(view, plan.format);
    let name = persisted::resource_name(&plan.mesh);
    Ok(match holder {
        Holder::None => json + "\n",
        Holder::ConfigMap(namespace) => {
            let namespace = namespace.or(plan.namespace.as_deref()).unwrap_or("kuma-system");
            let metadata = BTreeMap::from([("name", name.as_str()), ("namespace", namespace)]);
            #[derive(Serialize)]
            #[serde(rename_all = "camelCase")]
            struct ConfigMap<'c> {
                api_version: &'c str,
                kind: &'c str,
                metadata: BTreeMap<&'c str, &'c str>,
                data: BTreeMap<&'c str, &'c str>,
            }
            let data = BTreeMap::from([(KEY, json.as_str())]);
            serde_yaml::to_string(&ConfigMap { api_version: "v1", kind: "ConfigMap", metadata, data })?
        }
        Holder::Config => {
            #[derive(Serialize)]
            struct Config<'c> {
                r#type: &'c str,
                name: &'c str,
                config: &'c str,
            }
            serde_yaml::to_string(&Config { r#type: "Config", name: &name, config: &json })?
        }
    })
}
