//! kuma-cp's `ipam` (kuma: pkg/config/app/kuma-cp/config.go): the ranges that MeshServices, MeshExternalServices and
//! MeshMultiZoneServices take their virtual IPs from. `allocationInterval` is left out: it says how often, not what; which ranges
//! get into each other's way is [`super::ranges`]'s to say.

use std::ffi::OsString;

use ipnet::IpNet;

use super::builtin_dns::WrongType;
use super::release::Release;
use super::version::Line;
use super::written::{Refused, Written};
use super::yaml::{self, Node, Value};
use crate::corefile::address;

/// The block in kuma-cp's YAML.
pub const PATH: &str = "ipam";
const KNOWN_INTERNAL: &str = "KUMA_IPAM_KNOWN_INTERNAL_CIDRS";
const KNOWN_INTERNAL_SINCE: Line = Line::new(2, 10);

/// A kind of service whose virtual IP stands in its own status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// MeshService, since 2.8.
    MeshService,
    /// MeshExternalService, since 2.8.
    MeshExternalService,
    /// MeshMultiZoneService, since 2.9.
    MeshMultiZoneService,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::MeshService, Self::MeshExternalService, Self::MeshMultiZoneService];

    /// The name of the resource.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::MeshService => "MeshService",
            Self::MeshExternalService => "MeshExternalService",
            Self::MeshMultiZoneService => "MeshMultiZoneService",
        }
    }

    /// Its block below `ipam`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::MeshService => "meshService",
            Self::MeshExternalService => "meshExternalService",
            Self::MeshMultiZoneService => "meshMultiZoneService",
        }
    }

    /// The key of its range.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::MeshService => "ipam.meshService.cidr",
            Self::MeshExternalService => "ipam.meshExternalService.cidr",
            Self::MeshMultiZoneService => "ipam.meshMultiZoneService.cidr",
        }
    }

    const fn variable(self) -> &'static str {
        match self {
            Self::MeshService => "KUMA_IPAM_MESH_SERVICE_CIDR",
            Self::MeshExternalService => "KUMA_IPAM_MESH_EXTERNAL_SERVICE_CIDR",
            Self::MeshMultiZoneService => "KUMA_IPAM_MESH_MULTI_ZONE_SERVICE_CIDR",
        }
    }

    /// Its range unless configured.
    #[must_use]
    pub const fn default_cidr(self) -> &'static str {
        match self {
            Self::MeshService => "241.0.0.0/8",
            Self::MeshExternalService => "242.0.0.0/8",
            Self::MeshMultiZoneService => "243.0.0.0/8",
        }
    }

    /// The first line that has it.
    #[must_use]
    pub const fn since(self) -> Line {
        match self {
            Self::MeshService | Self::MeshExternalService => Line::new(2, 8),
            Self::MeshMultiZoneService => Line::new(2, 9),
        }
    }

    /// What kuma-cp calls the block when its range is no CIDR, slips included. The third is never checked.
    const fn in_refusals(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::MeshService => Some(("MeshServie", "MeshServiceCIDR")),
            Self::MeshExternalService => Some(("MeshExternalServie", "MeshExternalServiceCIDR")),
            Self::MeshMultiZoneService => None,
        }
    }
}

/// The settings as kuma-cp has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ipam {
    ranges: [Written<String>; 3],
    /// `knownInternalCIDRs` (since 2.10), where anybody wrote it; kuma-cp's own list is not known here.
    pub known_internal: Vec<Written<String>>,
}

impl Default for Ipam {
    fn default() -> Self {
        Self { ranges: Kind::ALL.map(|kind| Written::default(kind.default_cidr())), known_internal: Vec::new() }
    }
}

impl Ipam {
    /// What a kuma-cp configuration says to the control planes of `line`; keys that came later are unknown to them.
    ///
    /// # Errors
    /// A block or value of the wrong type, at which kuma-cp stops.
    pub fn from_config(root: &Node, line: Line) -> Result<Self, WrongType> {
        let mut set = Self::default();
        if line < Kind::MeshService.since() {
            return Ok(set);
        }
        let wrong = |field: String, error| WrongType { field, error };
        for section in fields(root, PATH) {
            check_type(section, "kuma_cp.IPAMConfig").map_err(|error| wrong(format!("Config.{PATH}"), error))?;
            for entry in section.json_entries() {
                let known = Kind::ALL.into_iter().find(|kind| yaml::same_field(kind.key(), &entry.key));
                if let Some(kind) = known.filter(|kind| kind.since() <= line) {
                    set.fill_range(kind, &entry.value)?;
                } else if yaml::same_field("knownInternalCIDRs", &entry.key) && line >= KNOWN_INTERNAL_SINCE {
                    set.fill_known_internal(&entry.value)?;
                }
            }
        }
        Ok(set)
    }

    fn fill_range(&mut self, kind: Kind, node: &Node) -> Result<(), WrongType> {
        let wanted = match kind {
            Kind::MeshService => "kuma_cp.MeshServiceIPAM",
            Kind::MeshExternalService => "kuma_cp.MeshExternalServiceIPAM",
            Kind::MeshMultiZoneService => "kuma_cp.MeshMultiZoneServiceIPAM",
        };
        let field = format!("IPAMConfig.{PATH}.{}", kind.key());
        check_type(node, wanted).map_err(|error| WrongType { field, error })?;
        for cidr in fields(node, "cidr") {
            let field = format!("{}IPAM.{}", kind.name(), kind.path());
            if let Some(text) = cidr.to_go_string().map_err(|error| WrongType { field, error })? {
                self.ranges[kind as usize] = Written::in_file(text, cidr.place());
            }
        }
        Ok(())
    }

    fn fill_known_internal(&mut self, node: &Node) -> Result<(), WrongType> {
        let wrong = |error| WrongType { field: format!("IPAMConfig.{PATH}.knownInternalCIDRs"), error };
        match &node.value {
            Value::Null => self.known_internal.clear(),
            Value::Seq(items) => {
                self.known_internal.clear();
                for item in items {
                    let text = item.to_go_string().map_err(wrong)?.unwrap_or_default();
                    self.known_internal.push(Written::in_file(text, item.place()));
                }
            }
            _ => return Err(wrong(node.mismatch("[]string"))),
        }
        Ok(())
    }

    /// Puts what the environment says over it.
    #[must_use]
    pub fn with_environment(mut self, environment: impl Fn(&str) -> Option<OsString>, line: Line) -> Self {
        for kind in Kind::ALL.into_iter().filter(|kind| kind.since() <= line) {
            if let Some(value) = environment(kind.variable()) {
                let text = value.to_string_lossy().into_owned();
                self.ranges[kind as usize] = Written::in_variable(text, kind.variable());
            }
        }
        if let Some(value) = environment(KNOWN_INTERNAL).filter(|_| line >= KNOWN_INTERNAL_SINCE) {
            let value = value.to_string_lossy();
            let items = value.split(',').filter(|_| !value.trim().is_empty());
            self.known_internal = items.map(|item| Written::in_variable(item.to_owned(), KNOWN_INTERNAL)).collect();
        }
        self
    }

    /// The range of a kind, as written.
    #[must_use]
    pub fn range(&self, kind: Kind) -> &Written<String> {
        &self.ranges[kind as usize]
    }

    /// The range of a kind; none where the text is no CIDR for Go.
    #[must_use]
    pub fn network(&self, kind: Kind) -> Option<IpNet> {
        address::network(&self.range(kind).value)
    }

    /// kuma-cp's own check at start, in every mode, from 2.8 on.
    ///
    /// # Errors
    /// The first range that is no CIDR, in kuma-cp's words. That of MeshMultiZoneServices is never looked at: there the
    /// allocation fails later.
    pub fn validate(&self, release: &Release) -> Result<(), Refused> {
        let line = release.version.line();
        for kind in Kind::ALL.into_iter().filter(|kind| kind.since() <= line) {
            let (Some((block, field)), None) = (kind.in_refusals(), self.network(kind)) else { continue };
            let Written { value, author } = self.range(kind);
            let message = format!("{block} validation failed: .{field} is invalid: invalid CIDR address: {value}");
            return Err(Refused { key: kind.path(), message, author: *author, release: *release });
        }
        Ok(())
    }
}

fn fields<'n>(node: &'n Node, name: &str) -> impl Iterator<Item = &'n Node> + use<'n> {
    node.field_entries(name).into_iter().map(|entry| &entry.value)
}

fn check_type(node: &Node, wanted: &'static str) -> Result<(), yaml::FieldError> {
    if matches!(node.value, Value::Map(_) | Value::Null) { Ok(()) } else { Err(node.mismatch(wanted)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mesh::release::find;
    use crate::mesh::written::Author;

    fn from(text: &str, line: Line) -> Result<Ipam, String> {
        let root = yaml::parse(text.as_bytes()).unwrap().unwrap();
        Ipam::from_config(&root, line).map_err(|error| error.to_string())
    }

    const NEW: Line = Line::new(2, 14);

    #[test]
    fn file_and_environment() {
        let text = "IPAM: {meshservice: {CIDR: 10.1.0.0/16}, meshMultiZoneService: {cidr: 'fd00::/64'}, knownInternalCIDRs: [10.0.0.0/8]}";
        let set = from(text, NEW).unwrap();
        assert_eq!(set.range(Kind::MeshService).value, "10.1.0.0/16");
        assert_eq!(set.range(Kind::MeshExternalService).value, "242.0.0.0/8");
        assert_eq!(set.known_internal[0].value, "10.0.0.0/8");
        let environment = |name: &str| match name {
            "KUMA_IPAM_MESH_EXTERNAL_SERVICE_CIDR" => Some("10.2.0.0/16".into()),
            KNOWN_INTERNAL => Some("10.0.0.0/8,fc00::/7".into()),
            _ => None,
        };
        let set = set.with_environment(environment, NEW);
        assert_eq!(set.range(Kind::MeshExternalService).value, "10.2.0.0/16");
        assert_eq!(set.known_internal.len(), 2);
        let early = from(text, Line::new(2, 8)).unwrap();
        assert_eq!(early.range(Kind::MeshMultiZoneService).author, Author::Default);
        assert!(early.known_internal.is_empty());
        assert_eq!(from("ipam: 7", Line::new(2, 7)), Ok(Ipam::default()));
    }

    #[test]
    fn wrong_types_in_gos_words() {
        for (text, message) in [
            ("ipam: x", "json: cannot unmarshal string into Go struct field Config.ipam of type kuma_cp.IPAMConfig"),
            (
                "ipam: {meshService: []}",
                "json: cannot unmarshal array into Go struct field IPAMConfig.ipam.meshService of type kuma_cp.MeshServiceIPAM",
            ),
            (
                "ipam: {meshService: {cidr: {}}}",
                "json: cannot unmarshal object into Go struct field MeshServiceIPAM.ipam.meshService.cidr of type string",
            ),
            (
                "ipam: {knownInternalCIDRs: a}",
                "json: cannot unmarshal string into Go struct field IPAMConfig.ipam.knownInternalCIDRs of type []string",
            ),
        ] {
            assert_eq!(from(text, NEW), Err(message.to_owned()), "{text}");
        }
    }

    #[test]
    fn kuma_cps_words_with_its_slips() {
        let refusal = |text: &str, release: &str| {
            let release = find(release).unwrap();
            from(text, release.version.line()).unwrap().validate(&release).err().map(|refused| refused.to_string())
        };
        let message = "Invalid configuration: IPAM validation failed: MeshServie validation failed: .MeshServiceCIDR is \
                       invalid: invalid CIDR address: x";
        assert_eq!(refusal("ipam: {meshService: {cidr: x}}", "2.8").as_deref(), Some(message));
        let message = refusal("ipam: {meshExternalService: {cidr: ''}}", "2.9").unwrap();
        assert!(message.ends_with(
            "MeshExternalServie validation failed: .MeshExternalServiceCIDR is invalid: invalid CIDR address: "
        ));
        assert_eq!(refusal("ipam: {meshMultiZoneService: {cidr: x}}", "2.14"), None);
        assert_eq!(refusal("ipam: {meshService: {cidr: x}}", "2.7"), None);
    }
}
