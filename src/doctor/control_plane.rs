//! One control plane: what its configuration and its environment come to, and what is wrong with them by themselves.

use std::ffi::OsString;
use std::sync::Arc;

use super::evidence::{ControlPlane, Evidence, Mount, Place, Text, Variable};
use super::mounts::{self, Found};
use super::remark::Remark;
use super::shelf::Shelf;
use super::{template_path, variables};
use crate::corefile::address;
use crate::diagnostic::Severity;
use crate::lint::{CONFIG_MAP_TOO_LARGE, DEAD_KEY, MESH_DOMAIN, OVERRIDE_NOT_IN_RELEASE, SETTING_REFUSED, VIP_RANGE};
use crate::mesh::cp_config::{self, CpConfig, NoticeKind};
use crate::mesh::dns_server::DnsServer;
use crate::mesh::ipam::Ipam;
use crate::mesh::layers::CONTROL_PLANE_VARIABLE;
use crate::mesh::ranges::{self, Owner, Range};
use crate::mesh::release::UnknownRelease;
use crate::mesh::written::Author;
use crate::mesh::{BuiltinDns, Release, builtin_dns, config_map, yaml};
use crate::source::Span;

/// Whether the control plane is a global one (kuma: pkg/config/core/config.go).
pub const MODE: &str = "KUMA_MODE";

/// What the injector adds to every side-car's environment, as variable and in the file.
pub const SIDE_CAR_VARIABLES: &str = "KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_ENV_VARS";
const SIDE_CAR_PATH: &str = "runtime.kubernetes.injector.sidecarContainer.envVars";

/// A control plane with what holds for it.
#[derive(Debug)]
pub struct Control<'e> {
    /// What was seen of it.
    pub seen: &'e ControlPlane,
    /// Its release, or the one that it is judged as.
    pub release: Release,
    /// Whether it is a global one, which data planes never meet.
    pub is_global: bool,
    /// What it says about side-cars.
    pub builtin_dns: BuiltinDns,
    /// Its template.
    pub template: Option<Template<'e>>,
    /// Why it does not start, if it does not.
    pub stops: Option<String>,
    /// What it adds to the environment of side-cars.
    pub side_car_variables: Vec<Variable>,
    /// Its configuration file.
    config: Option<(CpConfig, Text)>,
}

/// The path of the control plane's template, and what is known of the file.
#[derive(Debug)]
pub struct Template<'e> {
    /// The path.
    pub path: String,
    /// Where it is set.
    pub place: Place,
    /// By what, in words.
    pub origin: String,
    /// Where it leads.
    pub found: Found<'e>,
    /// What stands there.
    pub text: Option<Arc<Text>>,
}

impl<'e> Control<'e> {
    /// Works a control plane out; what is wrong with it by itself goes to `remarks`.
    #[must_use]
    pub fn new(
        seen: &'e ControlPlane,
        evidence: &'e Evidence,
        shelf: &Shelf<'_>,
        release: Release,
        gone: Option<UnknownRelease>,
        others: &[Range],
        remarks: &mut Vec<Remark>,
    ) -> Self {
        let from = remarks.len();
        let mut control = Self {
            seen,
            release,
            is_global: false,
            builtin_dns: BuiltinDns::default(),
            template: None,
            stops: None,
            side_car_variables: Vec::new(),
            config: None,
        };
        let mut unseen = Vec::new();
        // A Deployment reads its file by a path; without one the file is whatever else looks like a configuration.
        let shown = control.mounted_config(evidence, shelf);
        let configs = if seen.configs.is_empty() { &evidence.loose.configs } else { &seen.configs };
        let is_ours =
            |config: &&Text| shown.as_ref().is_none_or(|text| config.place(Span::at(0)) == text.place(Span::at(0)));
        // Data planes bootstrap at zones.
        let config = configs.iter().rfind(|config| is_ours(config) && !is_global(config));
        let config = config.or_else(|| configs.iter().rfind(is_ours));
        for text in &seen.configs {
            control.read_config(text, config.is_some_and(|last| std::ptr::eq(last, text)), remarks);
        }
        if seen.configs.is_empty()
            && let Some(text) = config
        {
            // It is told where it stands by itself.
            control.read_config(text, true, &mut unseen);
        }
        if let (None, Some(text)) = (config, &shown) {
            control.read_config(text, true, remarks);
        }
        let lookup = |name: &str| seen.variable(name).and_then(|variable| variable.value.clone()).map(OsString::from);
        let (mut dns_server, mut ipam) = (DnsServer::default(), Ipam::default());
        if let Some((config, _)) = &control.config {
            (control.builtin_dns, dns_server, ipam) =
                (config.builtin_dns, config.dns_server.clone(), config.ipam.clone());
        }
        match control.builtin_dns.with_environment(lookup, release.era) {
            Ok(set) => control.builtin_dns = set,
            Err(error) => control.refuse(builtin_dns::PREFIX, error.to_string(), remarks),
        }
        match dns_server.clone().with_environment(lookup) {
            Ok(set) => dns_server = set,
            Err(error) => control.refuse("KUMA_DNS_SERVER_", error.to_string(), remarks),
        }
        ipam = ipam.with_environment(lookup, release.version.line());
        control.is_global = match seen.variable(MODE).and_then(|mode| mode.value.as_deref()) {
            Some(mode) => mode == "global",
            None => control.config.as_ref().is_some_and(|(_, text)| is_global(text)),
        };
        remarks.extend(seen.variables.iter().filter_map(variables::of_control_plane));
        control.side_car_variables = control.side_car_variables();
        control.find_template(evidence, shelf);
        match gone {
            Some(gone) => {
                if let Some(template) = control.template.take() {
                    let message = "no template is sent: the control plane has none from 3.0 on";
                    let remark = Remark::new(OVERRIDE_NOT_IN_RELEASE, template.place, message).note(gone.to_string());
                    remarks
                        .push(remark.help(
                            "remove the setting; corefilectl upgrade --to 3.0 says what becomes of the template",
                        ));
                }
            }
            None => control.judge_template(remarks),
        }
        control.judge_ranges(&dns_server, &ipam, others, remarks);
        control.judge_params(remarks);
        let stops = |remark: &&Remark| {
            remark.code == SETTING_REFUSED
                || remark.severity == Severity::Error && [VIP_RANGE, MESH_DOMAIN].contains(&remark.code)
        };
        control.stops = remarks
            .get(from..)
            .unwrap_or_default()
            .iter()
            .chain(&unseen)
            .find(stops)
            .map(|remark| remark.message.clone());
        control
    }

    /// The configuration in a mounted ConfigMap, if it can be seen.
    fn mounted_config(&self, evidence: &Evidence, shelf: &Shelf<'_>) -> Option<Arc<Text>> {
        let path = self.seen.config_path.as_ref()?;
        match mounts::look_up(&path.text, self.seen.mounts.as_deref(), &self.seen.namespace, evidence) {
            Found::Key { config_map, key, .. } => shelf.value(config_map, &key),
            _ => None,
        }
    }

    fn read_config(&mut self, text: &Text, counts: bool, remarks: &mut Vec<Remark>) {
        match cp_config::read(&text.bytes, self.release.era) {
            Ok(config) => {
                for notice in &config.notices {
                    let place = text.place(notice.span);
                    let sentence = notice.to_string();
                    let sentence = sentence.trim_end_matches('.');
                    remarks.push(match notice.kind {
                        NoticeKind::LostDefaults | NoticeKind::NotANumber => {
                            Remark::new(SETTING_REFUSED, place, sentence)
                        }
                        NoticeKind::DocumentedKey | NoticeKind::Misplaced | NoticeKind::Misspelt => {
                            Remark::new(DEAD_KEY, place, sentence)
                        }
                        _ => Remark::new(DEAD_KEY, place, sentence).severity(Severity::Warning),
                    });
                }
                if counts {
                    self.config = Some((config, text.clone()));
                }
            }
            Err(error) => {
                let place = text.place(error.span);
                let remark = Remark::new(SETTING_REFUSED, place, error.as_unmarshal_error());
                remarks.push(remark.note("kuma-cp does not start with this configuration"));
            }
        }
    }

    fn refuse(&self, prefix: &str, message: String, remarks: &mut Vec<Remark>) {
        let culprit = self
            .seen
            .variables
            .iter()
            .rfind(|variable| variable.name.starts_with(prefix) && message.contains(variable.name.as_str()));
        if let Some(variable) = culprit {
            remarks.push(Remark::new(SETTING_REFUSED, variable.place, message));
        }
    }

    /// `sidecarContainer.envVars` of the injector, which comes below the annotation of a pod (kuma:
    /// pkg/config/plugins/runtime/k8s/config.go). In a variable they are `NAME:value` between commas.
    fn side_car_variables(&self) -> Vec<Variable> {
        if let Some(Variable { value: Some(value), place, .. }) = self.seen.variable(SIDE_CAR_VARIABLES) {
            let pairs = value.split(',').filter_map(|pair| pair.split_once(':'));
            let owner: Arc<str> = SIDE_CAR_VARIABLES.into();
            let variable = |(name, value): (&str, &str)| Variable {
                name: name.to_owned(),
                value: Some(value.to_owned()),
                place: *place,
                owner: owner.clone(),
            };
            return pairs.map(variable).collect();
        }
        let Some((_, text)) = &self.config else { return Vec::new() };
        let root = yaml::parse(&text.bytes).ok().flatten();
        let mut node = root.as_ref();
        for name in SIDE_CAR_PATH.split('.') {
            node = node.and_then(|node| node.get_case_insensitive(name)).map(|entry| &entry.value);
        }
        let entries = node.map_or(&[][..], yaml::Node::entries).iter().filter(|entry| !entry.shadowed);
        let variable = |entry: &yaml::Entry| Variable {
            name: entry.key.clone(),
            value: entry.value.to_go_string().ok().flatten(),
            place: text.place(entry.value.place()),
            owner: format!("{SIDE_CAR_PATH} of kuma-cp's configuration").into(),
        };
        entries.map(variable).collect()
    }

    fn find_template(&mut self, evidence: &'e Evidence, shelf: &Shelf<'_>) {
        let variable = self.seen.variable(CONTROL_PLANE_VARIABLE).filter(|variable| variable.value.is_some());
        let (path, place, origin) = match (variable, &self.config) {
            (Some(Variable { value, place, owner, .. }), _) => {
                (value.clone().unwrap_or_default(), *place, format!("{CONTROL_PLANE_VARIABLE} in {owner}"))
            }
            (None, Some((config, text))) => match &config.corefile_template_path {
                Some((path, span)) => {
                    (path.clone(), text.place(*span), format!("{} of kuma-cp's configuration", cp_config::PATH))
                }
                None => return,
            },
            (None, None) => return,
        };
        if path.is_empty() {
            return;
        }
        let found = mounts::look_up(&path, self.seen.mounts.as_deref(), &self.seen.namespace, evidence);
        let text = match &found {
            Found::Key { config_map, key, .. } => shelf.value(config_map, key),
            _ => None,
        };
        self.template = Some(Template { path, place, origin, found, text });
    }

    fn judge_template(&self, remarks: &mut Vec<Remark>) {
        let Some(template) = &self.template else { return };
        if !self.release.era.has_control_plane_override() {
            let message =
                format!("kuma-cp {} sends no template to data planes: the override came with 2.6", self.release);
            remarks.push(Remark::new(OVERRIDE_NOT_IN_RELEASE, template.place, message));
            return;
        }
        if self.is_global {
            let message = "a global control plane sends no template to anyone";
            remarks.push(
                Remark::new(DEAD_KEY, template.place, message)
                    .severity(Severity::Warning)
                    .note("data planes bootstrap at the control planes of their zones")
                    .help("set it there"),
            );
            return;
        }
        remarks.extend(template_path::of_control_plane(template, &self.release));
        if let Found::Key { config_map, name, .. } = &template.found {
            let bytes = mounts::size(config_map);
            if bytes > config_map::MAX_BYTES {
                let message = format!("ConfigMap {name} is too large: Kubernetes refuses it");
                let note = format!("its values come to {bytes} bytes; {} are allowed", config_map::MAX_BYTES);
                remarks.push(Remark::new(CONFIG_MAP_TOO_LARGE, config_map.place, message).note(note));
            }
        }
    }

    fn judge_ranges(&self, dns_server: &DnsServer, ipam: &Ipam, others: &[Range], remarks: &mut Vec<Remark>) {
        if let Some(place) = dns_server.lost_defaults.and_then(|span| self.in_config(span)) {
            let message = "`dnsServer` is null, which drops the defaults of the whole block";
            remarks.push(Remark::new(SETTING_REFUSED, place, message).help("remove the key or fill it"));
            return;
        }
        let refused = [dns_server.validate(&self.release).err(), ipam.validate(&self.release).err()];
        for refused in refused.into_iter().flatten() {
            let Some(place) = self.place_of(refused.author) else { continue };
            let code = match refused.key {
                "dnsServer.domain" => MESH_DOMAIN,
                "dnsServer.serviceVipPort" => SETTING_REFUSED,
                _ => VIP_RANGE,
            };
            let remark = Remark::new(code, place, refused.to_string()).severity(Severity::Error);
            remarks.push(remark.note("kuma-cp does not start with this message"));
        }
        if let Some(problem) = dns_server.domain_problem()
            && let Some(place) = self.place_of(dns_server.domain.author)
            && dns_server.validate(&self.release).is_ok()
        {
            let message = format!("{:?} is no domain for the mesh: {problem}", dns_server.domain.value);
            remarks.push(
                Remark::new(MESH_DOMAIN, place, message).note("names of services end in it, and are no DNS names then"),
            );
        }
        let mut all = ranges::ranges(dns_server, ipam, &self.release);
        all.extend(others.iter().cloned());
        for overlap in ranges::overlaps(&all) {
            let authors = [overlap.first.author, overlap.second.author];
            let mut places = authors.into_iter().filter_map(|author| self.place_of(author));
            let place = places.next().or_else(|| self.seen.variables.first().map(|variable| variable.place));
            let Some(place) = place.or_else(|| self.in_config(Span::at(0))) else { continue };
            let mut remark = Remark::new(VIP_RANGE, place, overlap.to_string());
            if let Some(other) = places.next() {
                remark = remark.also_at(other, "the other range");
            }
            remarks.push(
                remark.note("a name can get an address that something else has").help("choose a range of its own"),
            );
        }
    }

    fn judge_params(&self, remarks: &mut Vec<Remark>) {
        let root = self.config.as_ref().and_then(|(_, text)| yaml::parse(&text.bytes).ok().flatten());
        let lookup = |name: &str| self.seen.variable(name).and_then(|variable| variable.value.clone());
        let Some(refused) =
            cp_config::params::check(root.as_ref(), lookup, &self.release).err().filter(|_| !self.is_global)
        else {
            return;
        };
        let variable =
            refused.variable.as_ref().and_then(|name| self.seen.variable(name)).map(|variable| variable.place);
        if let Some(place) = variable.or_else(|| self.place_of(refused.author)) {
            let remark = Remark::new(SETTING_REFUSED, place, refused.to_string());
            remarks.push(
                remark.note("kuma-cp does not start with this message").help(format!("mend or remove {}", refused.key)),
            );
        }
    }

    fn in_config(&self, span: Span) -> Option<Place> {
        self.config.as_ref().map(|(_, text)| text.place(span))
    }

    fn place_of(&self, author: Author) -> Option<Place> {
        match author {
            Author::Default => None,
            Author::File(span) => self.in_config(span),
            Author::Environment(name) => self.seen.variable(name).map(|variable| variable.place),
        }
    }

    /// Where a key of `builtinDNS` is set: `port`, `PORT`.
    #[must_use]
    pub fn place_of_builtin(&self, key: &str, variable: &str) -> Option<Place> {
        let variable = self.seen.variable(&format!("{}{variable}", builtin_dns::PREFIX));
        variable.map(|variable| variable.place).or_else(|| {
            let (_, text) = self.config.as_ref()?;
            let root = yaml::parse(&text.bytes).ok()??;
            let mut node = &root;
            for name in builtin_dns::PATH.split('.').chain([key]) {
                node = &node.get_case_insensitive(name)?.value;
            }
            Some(text.place(node.place()))
        })
    }

    /// What is mounted into its container.
    #[must_use]
    pub fn mounts(&self) -> Option<&'e [Mount]> {
        self.seen.mounts.as_deref()
    }
}

fn is_global(text: &Text) -> bool {
    let root = yaml::parse(&text.bytes).ok().flatten();
    let mode = root.as_ref().and_then(|root| root.get_case_insensitive("mode"));
    mode.is_some_and(|mode| mode.value.to_go_string().ok().flatten().as_deref() == Some("global"))
}

/// The cluster's own ranges, which nobody but the user knows.
///
/// # Errors
/// A text that is no CIDR.
pub fn cluster_ranges(texts: &[String]) -> Result<Vec<Range>, String> {
    let range = |text: &String| {
        let network =
            address::network(text).ok_or_else(|| format!("{text:?} is no CIDR; write one such as 10.96.0.0/12"))?;
        Ok(Range { owner: Owner::Other("the cluster's range".to_owned()), network, author: Author::Default })
    };
    texts.iter().map(range).collect()
}
