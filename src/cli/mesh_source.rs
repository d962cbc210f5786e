//! Where `vips` and `envoy` learn which services there are: arguments, resources, the persisted map, or a mesh file; and what
//! the control plane's allocator makes of them.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::ffi::OsString;
use std::net::IpAddr;

use clap::{Args, ValueEnum};

use super::control_plane::Naming;
use super::io::Io;
use super::persisted_file::PersistedFile;
use super::refusal::Refusal;
use super::resources::Resources;
use super::show;
use super::side_car::read_mesh_file;
use crate::chain::name;
use crate::diagnostic::Diagnostic;
use crate::mesh::hostname_generator::{self, HostnameGenerator};
use crate::mesh::resource::DEFAULT_MESH;
use crate::mesh::vips::persisted::Format;
use crate::mesh::vips::{
    self, Allocation, AllocationError, Entry, EntryType, ORIGIN_HOST, ORIGIN_VIRTUAL_OUTBOUND, Outbound, Row, View,
    Wanted, service_tag,
};
use crate::mesh::{Platform, Release, hostnames};
use crate::source::Source;

/// Which services there are.
#[derive(Debug, Args)]
#[command(next_help_heading = "Mesh")]
pub struct MeshSource {
    /// Resources of Kuma in YAML or JSON, as kubectl and kumactl print them; - is standard input; may be repeated
    #[arg(short, long, value_name = "FILE")]
    file: Vec<OsString>,
    /// Services of the mesh, as docs/mesh-file.md describes it; - is standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["file", "persisted"])]
    mesh_file: Option<OsString>,
    /// The persisted map kuma-MESH-dns-vips: a ConfigMap, a Config resource, or its JSON; - is standard input
    #[arg(long, value_name = "FILE")]
    persisted: Option<OsString>,
    /// The mesh [default: that of the persisted map, else default]
    #[arg(long, value_name = "NAME")]
    mesh: Option<String>,
    /// The zone's name, for HostnameGenerators
    #[arg(long, value_name = "NAME", default_value = "default")]
    zone: String,
    /// Take the HostnameGenerators for there that Kuma 2.9 and later create
    #[arg(long)]
    default_generators: bool,
    /// What data planes are set to: with ipv4 names have no AAAA
    #[arg(long, value_enum, value_name = "MODE", default_value = "dualstack")]
    ip_family_mode: IpFamilyMode,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum IpFamilyMode {
    /// IPv4 and IPv6
    Dualstack,
    /// IPv4 only
    Ipv4,
}

/// What the allocator makes of them.
#[derive(Debug)]
pub struct Plan {
    /// The mesh's name.
    pub mesh: String,
    /// The services with their names and addresses.
    pub rows: Vec<Row>,
    /// What had an address and is gone.
    pub freed: Vec<(Entry, IpAddr)>,
    /// What the control plane would persist; a mesh file has no such thing.
    pub view: Option<View>,
    /// How it was persisted.
    pub format: Format,
    /// The namespace that the map came from.
    pub namespace: Option<String>,
    /// Whether names have their addresses in the mapped form, too.
    pub ipv6: bool,
    /// What names of services end in.
    pub domain: String,
    /// Where their addresses come from, as written; a mesh file may leave it out.
    pub cidr: Option<String>,
}

impl MeshSource {
    /// Whether any source is given.
    pub fn is_given(&self) -> bool {
        !self.file.is_empty() || self.mesh_file.is_some() || self.persisted.is_some()
    }

    /// Allocates addresses for `services` (each `[TYPE:]NAME[:PORT]`) and what the other sources say.
    ///
    /// # Errors
    /// Inputs that cannot be read, and what the control plane stops at.
    pub fn plan(
        &self,
        services: &[String],
        naming: &Naming,
        release: &Release,
        platform: Platform,
        io: &mut Io<'_>,
    ) -> anyhow::Result<Plan> {
        if let Some(path) = &self.mesh_file {
            return self.plan_of_mesh_file(path, io);
        }
        let resources = Resources::read(&self.file, io)?;
        let persisted = self.persisted.as_ref().map(|path| PersistedFile::read(path, self.mesh.as_deref(), io));
        let persisted = persisted.transpose()?;
        let of_map = persisted.as_ref().and_then(|file| file.mesh.clone());
        let mesh = self.mesh.clone().or(of_map).unwrap_or_else(|| DEFAULT_MESH.to_owned());
        let domain = naming.dns_server.domain.value.clone();
        let service_vips = naming.dns_server.service_vip_enabled.value;
        let before = persisted.as_ref().map(|file| file.view.clone()).unwrap_or_default();
        let mut wanted = if services.is_empty() && self.file.is_empty() {
            Wanted { view: without_addresses(&before), ..Wanted::default() }
        } else {
            Wanted::of(&resources.all, &mesh, &domain, service_vips, release)
        };
        for dropped in &wanted.dropped {
            show::warning(dropped, io);
        }
        for service in services {
            let (entry, outbound) = request(service)?;
            if entry.kind != EntryType::Service || service_vips {
                wanted.view.add(entry, outbound);
            }
        }
        if !service_vips {
            show::warning("dnsServer.serviceVipEnabled is false: kuma.io/service tags get no virtual IPs", io);
        }
        let Some(cidr) = naming.dns_server.network() else { anyhow::bail!("CIDR must be valid") };
        let allocation = vips::allocate(wanted.view, &before, cidr, release)
            .map_err(|error| stopped(&error, release, persisted.as_ref()))?;
        if allocation.changes.values().any(|change| *change == vips::Change::NoneLeft) {
            let warning = Diagnostic::warning(format!("{}: {cidr} is too small", vips::NO_ADDRESSES_LEFT));
            show::diagnostic(
                &warning.note("the control plane logs this; names without an address are left out of DNS"),
                None,
                io,
            );
        }
        let mut rows = Row::of_allocation(&allocation, &domain, naming.dns_server.service_vip_port.value);
        rows.extend(self.newer_kinds(&resources, naming, release, platform, &mesh));
        if rows.is_empty() && !self.file.is_empty() {
            show::notice(
                format_args!(
                    "the files hold no services of mesh {mesh}: no Dataplanes, ExternalServices, MeshServices and the like"
                ),
                io,
            );
        }
        let Allocation { view, freed, .. } = allocation;
        Ok(Plan {
            mesh,
            rows,
            freed: freed.into_iter().collect(),
            view: Some(view),
            format: persisted.as_ref().map(|file| file.format).unwrap_or_default(),
            namespace: persisted.and_then(|file| file.namespace),
            ipv6: self.ip_family_mode == IpFamilyMode::Dualstack,
            domain,
            cidr: Some(naming.dns_server.cidr.value.clone()),
        })
    }

    fn newer_kinds(
        &self,
        resources: &Resources,
        naming: &Naming,
        release: &Release,
        platform: Platform,
        mesh: &str,
    ) -> Vec<Row> {
        let generators = generators(resources, self.default_generators, release, platform);
        let names = hostnames::by_service(hostnames::assign(&resources.all, &generators, &self.zone, release));
        let owned = vips::owned(&resources.all, &naming.ipam, release);
        owned.iter().filter(|one| one.resource.mesh == mesh).map(|one| Row::of_owned(one, &names)).collect()
    }

    fn plan_of_mesh_file(&self, path: &OsString, io: &mut Io<'_>) -> anyhow::Result<Plan> {
        let (file, source) = read_mesh_file(path, io)?;
        let rows = file.rows().map_err(|error| {
            let span = error.span(source.text(), &[]);
            let text = Some(Source::new(source.name(), source.text()));
            Refusal { diagnostic: Diagnostic::error(error.message).at(span, ""), text }
        })?;
        Ok(Plan {
            mesh: self.mesh.clone().unwrap_or_else(|| DEFAULT_MESH.to_owned()),
            rows,
            freed: Vec::new(),
            view: None,
            format: Format::Entries,
            namespace: None,
            ipv6: file.has_ipv6() && self.ip_family_mode == IpFamilyMode::Dualstack,
            domain: file.domain().to_owned(),
            cidr: file.written_cidr().map(str::to_owned),
        })
    }
}

/// The names that Envoy gets, with their dot at the end, and their addresses.
#[derive(Debug, Default)]
pub struct NameTable {
    /// Of a name that comes twice the first counts.
    pub addresses: HashMap<String, Vec<IpAddr>>,
    /// What is wrong with other names, a sentence each.
    pub problems: Vec<String>,
}

impl Plan {
    /// The names with their addresses.
    pub fn table(&self) -> NameTable {
        let mut table = NameTable::default();
        for row in self.rows.iter().filter(|row| !row.addresses.is_empty()) {
            for written in &row.names {
                match name::parse(written) {
                    Err(error) => {
                        table.problems.push(format!("{} {} has a broken name: {error}", row.kind, row.service))
                    }
                    Ok(name) => match table.addresses.entry(name) {
                        Slot::Vacant(free) => {
                            free.insert(row.answers(self.ipv6));
                        }
                        Slot::Occupied(_) => {
                            table.problems.push(format!("{written} is the name of two services; Envoy gets the first"));
                        }
                    },
                }
            }
        }
        table
    }
}

/// The HostnameGenerators among resources that the control plane accepts, and its own if asked for.
pub fn generators(
    resources: &Resources,
    with_defaults: bool,
    release: &Release,
    platform: Platform,
) -> Vec<HostnameGenerator> {
    let written = resources.all.iter().filter(|one| one.kind == hostname_generator::KIND).map(HostnameGenerator::of);
    let valid = written.filter(|generator| generator.violations(release).is_empty());
    let defaults = with_defaults && release.version.line() >= hostname_generator::DEFAULTS_SINCE;
    let defaults = defaults.then(|| hostname_generator::defaults(platform == Platform::Universal));
    valid.chain(defaults.into_iter().flatten()).collect()
}

fn without_addresses(view: &View) -> View {
    let mut view = view.clone();
    for (entry, outbound) in &mut view.entries {
        outbound.address = entry.own_address();
    }
    view
}

/// `[TYPE:]NAME[:PORT]`.
fn request(text: &str) -> anyhow::Result<(Entry, Outbound)> {
    let (kind, rest) = EntryType::ALL
        .into_iter()
        .find_map(|kind| Some((kind, text.strip_prefix(&kind.to_string())?.strip_prefix(':')?)))
        .unwrap_or((EntryType::Service, text));
    let (name, port) = match rest.rsplit_once(':') {
        Some((name, port)) if !name.contains(':') => (name, Some(port)),
        _ => (rest, None),
    };
    let is_number = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    let port = port.map(|text| text.parse::<u16>().ok().filter(|port| *port > 0 && is_number(text)));
    let is_address = kind == EntryType::Host && name.parse::<IpAddr>().is_ok();
    let is_odd = |c: char| c == ':' || c.is_whitespace() || c.is_control();
    if name.is_empty() || port == Some(None) || (name.contains(is_odd) && !is_address) {
        anyhow::bail!(
            "{text:?} is no service: write a kuma.io/service tag, or TYPE:NAME:PORT with the type service, host or fqdn"
        );
    }
    let port = port.flatten().map_or(0, u32::from);
    let (tags, origin) = match kind {
        EntryType::Service => {
            return Ok((Entry::new(kind, name), Outbound { port, tags: service_tag(name), origin: "service".into() }));
        }
        EntryType::Host => (service_tag(name), format!("{ORIGIN_HOST}{name}")),
        EntryType::Fqdn => (service_tag(name), format!("{ORIGIN_VIRTUAL_OUTBOUND}{name}")),
    };
    Ok((Entry::new(kind, name), Outbound { port, tags, origin }))
}

fn stopped(error: &AllocationError, release: &Release, persisted: Option<&PersistedFile>) -> Refusal {
    let (entry, address) = match error {
        AllocationError::Outside { entry, address } => (entry, *address),
        AllocationError::Twice { entry, address } => (entry, Some(*address)),
    };
    let address = address.map_or_else(|| "no address".to_owned(), |address| address.to_string());
    let mut diagnostic = Diagnostic::error(error.to_string())
        .note(format!("{entry} has {address} in the persisted map"))
        .note(format!("kuma-cp {release} allocates nothing in this mesh then"));
    diagnostic = match error {
        AllocationError::Outside { .. } => diagnostic.help(
            "from 2.11 on such services get other addresses (kuma#13678); before, leave the CIDR as it was, or delete the map \
             and let all addresses be given anew",
        ),
        AllocationError::Twice { .. } => diagnostic.help("take one of the two entries out of the map"),
    };
    let text = persisted.map(|file| Source::new(file.source.name(), file.source.text()));
    if let Some(file) = persisted {
        diagnostic = diagnostic.at(file.place, "");
    }
    Refusal { diagnostic, text }
}
