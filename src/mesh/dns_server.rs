//! kuma-cp's `dnsServer` (kuma: pkg/config/dns-server/config.go): the domain of the names that `kuma.io/service` tags get, and
//! the range of their virtual IPs; as file and environment say it, with kuma-cp's own check. What 3.0 does without is the upgrade's
//! to say. Left out is the reference file's variable `KUMA_DNS_SERVICE_SERVICE_VIP_PORT`, which no release reads
//! ([`VARIABLE_THAT_DOES_NOTHING`]).

use std::ffi::OsString;
use std::net::IpAddr;

use ipnet::IpNet;

use super::builtin_dns::{UnreadableVariable, WrongType};
use super::dns_name::{self, NotAName, Rule};
use super::domain::DOMAINS;
use super::envconfig::{read_bool, read_uint32};
use super::release::Release;
use super::vips::DEFAULT_CIDR;
use super::written::{Refused, Written};
use super::yaml::{self, FieldError, Node, Value};
use crate::corefile::address;
use crate::source::Span;

/// The block in kuma-cp's YAML.
pub const PATH: &str = "dnsServer";
/// What the comment of kuma-cp's reference file calls the variable of `serviceVipPort`.
pub const VARIABLE_THAT_DOES_NOTHING: &str = "KUMA_DNS_SERVICE_SERVICE_VIP_PORT";

const DOMAIN: &str = "KUMA_DNS_SERVER_DOMAIN";
const CIDR: &str = "KUMA_DNS_SERVER_CIDR";
const SERVICE_VIP_ENABLED: &str = "KUMA_DNS_SERVER_SERVICE_VIP_ENABLED";
const SERVICE_VIP_PORT: &str = "KUMA_DNS_SERVER_SERVICE_VIP_PORT";

/// kuma-cp's variables for the block.
pub const VARIABLES: [&str; 4] = [DOMAIN, CIDR, SERVICE_VIP_ENABLED, SERVICE_VIP_PORT];

/// The port of the outbound listeners that virtual IPs of services get, unless configured.
pub const DEFAULT_VIP_PORT: u32 = 80;

/// The settings as kuma-cp has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DnsServer {
    /// What names of services end in.
    pub domain: Written<String>,
    /// Where their virtual IPs come from, as written.
    pub cidr: Written<String>,
    /// Whether services get any.
    pub service_vip_enabled: Written<bool>,
    /// The port of each VIP's outbound listener.
    pub service_vip_port: Written<u32>,
    /// The null that took the block's defaults away, if one did.
    pub lost_defaults: Option<Span>,
}

impl Default for DnsServer {
    fn default() -> Self {
        Self {
            domain: Written::default(DOMAINS[0]),
            cidr: Written::default(DEFAULT_CIDR),
            service_vip_enabled: Written::default(true),
            service_vip_port: Written::default(DEFAULT_VIP_PORT),
            lost_defaults: None,
        }
    }
}

impl DnsServer {
    /// What a kuma-cp configuration says. Keys count without regard to letter case.
    ///
    /// # Errors
    /// A block or value of the wrong type, at which kuma-cp stops.
    pub fn from_config(root: &Node) -> Result<Self, WrongType> {
        let mut set = Self::default();
        let wrong = |field: &str, error| WrongType { field: format!("Config.{field}"), error };
        for section in root.field_entries(PATH).into_iter().map(|entry| &entry.value) {
            match section.value {
                // The pointer becomes nil, and the environment's reader makes an empty struct of it.
                Value::Null => set = Self::lost(section.place()),
                Value::Map(_) => {
                    for entry in section.json_entries() {
                        set.fill(&entry.key, &entry.value)
                            .map_err(|(key, error)| wrong(&format!("{PATH}.{key}"), error))?;
                    }
                }
                _ => return Err(wrong(PATH, section.mismatch("dns_server.Config"))),
            }
        }
        Ok(set)
    }

    fn lost(span: Span) -> Self {
        Self {
            domain: Written::in_file(String::new(), span),
            cidr: Written::in_file(String::new(), span),
            service_vip_enabled: Written::in_file(false, span),
            service_vip_port: Written::in_file(0, span),
            lost_defaults: Some(span),
        }
    }

    fn fill(&mut self, key: &str, node: &Node) -> Result<(), (&'static str, FieldError)> {
        let place = node.place();
        let named = |name: &'static str| move |error| (name, error);
        if yaml::same_field("domain", key) {
            if let Some(text) = node.to_go_string().map_err(named("domain"))? {
                self.domain = Written::in_file(text, place);
            }
        } else if yaml::same_field("CIDR", key) {
            if let Some(text) = node.to_go_string().map_err(named("CIDR"))? {
                self.cidr = Written::in_file(text, place);
            }
        } else if yaml::same_field("serviceVipEnabled", key) {
            if let Some(on) = node.to_go_bool().map_err(named("serviceVipEnabled"))? {
                self.service_vip_enabled = Written::in_file(on, place);
            }
        } else if yaml::same_field("serviceVipPort", key)
            && let Some(port) = node.to_go_uint32().map_err(named("serviceVipPort"))?
        {
            self.service_vip_port = Written::in_file(port, place);
        }
        Ok(())
    }

    /// Puts what the environment says over it. A variable that is set and empty counts.
    ///
    /// # Errors
    /// A variable that kuma-cp cannot read.
    pub fn with_environment(
        mut self,
        environment: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Self, UnreadableVariable> {
        let text = |name: &'static str| {
            let value = environment(name)?;
            Some(Written::in_variable(value.to_string_lossy().into_owned(), name))
        };
        let unreadable = |name: &str, error| UnreadableVariable { variable: name.to_owned(), error };
        self.domain = text(DOMAIN).unwrap_or(self.domain);
        self.cidr = text(CIDR).unwrap_or(self.cidr);
        if let Some(value) = environment(SERVICE_VIP_ENABLED) {
            let on = read_bool(&value).map_err(|error| unreadable(SERVICE_VIP_ENABLED, error))?;
            self.service_vip_enabled = Written::in_variable(on, SERVICE_VIP_ENABLED);
        }
        if let Some(value) = environment(SERVICE_VIP_PORT) {
            let port = read_uint32(&value).map_err(|error| unreadable(SERVICE_VIP_PORT, error))?;
            self.service_vip_port = Written::in_variable(port, SERVICE_VIP_PORT);
        }
        Ok(self)
    }

    /// kuma-cp's own check at start, in every mode. The domain is looked at from 2.14 on.
    ///
    /// # Errors
    /// The first check that fails, in kuma-cp's words.
    pub fn validate(&self, release: &Release) -> Result<(), Refused> {
        let refuse =
            |key, message: &str, author| Err(Refused { key, message: message.into(), author, release: *release });
        if release.checks_mesh_domain() && self.domain.value.starts_with('.') {
            return refuse("dnsServer.domain", "domain must not start with a dot", self.domain.author);
        }
        if self.network().is_none() {
            return refuse("dnsServer.CIDR", "CIDR must be valid", self.cidr.author);
        }
        if self.service_vip_port.value == 0 {
            return refuse("dnsServer.serviceVipPort", "port can't be 0", self.service_vip_port.author);
        }
        Ok(())
    }

    /// The range of virtual IPs; none where the text is no CIDR for Go. An IPv6 one gives names AAAA records only.
    #[must_use]
    pub fn network(&self) -> Option<IpNet> {
        address::network(&self.cidr.value)
    }

    /// What is wrong with the domain, if anything; on some releases kuma-cp refuses it ([`Self::validate`]), on the others
    /// names are broken.
    #[must_use]
    pub fn domain_problem(&self) -> Option<NotAName> {
        domain_problem(&self.domain.value)
    }

    /// Whether every virtual IP is an IPv6 address, so that names of services have no A record.
    #[must_use]
    pub fn is_ipv6_only(&self) -> bool {
        matches!(self.network().map(|network| network.addr()), Some(IpAddr::V6(_)))
    }
}

/// What is wrong with a domain of the mesh: a dot in front, or a label that is none by RFC 1035. A dot at the end is taken.
#[must_use]
pub fn domain_problem(domain: &str) -> Option<NotAName> {
    let bare = domain.strip_suffix('.').filter(|bare| !bare.is_empty()).unwrap_or(domain);
    dns_name::check(bare, Rule::Rfc1035).err()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mesh::release::find;
    use crate::mesh::written::Author;

    fn from(text: &str) -> Result<DnsServer, String> {
        let root = yaml::parse(text.as_bytes()).unwrap().unwrap();
        DnsServer::from_config(&root).map_err(|error| error.to_string())
    }

    fn refusal(text: &str, release: &str) -> Option<String> {
        from(text).unwrap().validate(&find(release).unwrap()).err().map(|refused| refused.to_string())
    }

    #[test]
    fn file_and_environment() {
        let text = "DNSSERVER: {Domain: corp.test, cidr: 10.250.0.0/16, servicevipenabled: off, SERVICEVIPPORT: 0x51}";
        let set = from(text).unwrap();
        assert_eq!(set.domain.value, "corp.test");
        assert_eq!(
            set.cidr.author.span().map(|span| &text[span.start as usize..span.end as usize]),
            Some("10.250.0.0/16")
        );
        assert_eq!((set.service_vip_enabled.value, set.service_vip_port.value), (false, 81));
        let environment = |name: &str| match name {
            CIDR => Some("fd00::/64".into()),
            VARIABLE_THAT_DOES_NOTHING => Some("1".into()),
            SERVICE_VIP_PORT => Some("8080".into()),
            _ => None,
        };
        let set = set.with_environment(environment).unwrap();
        assert_eq!((set.cidr.author, set.service_vip_port.value), (Author::Environment(CIDR), 8080));
        assert!(set.is_ipv6_only() && set.domain.value == "corp.test");
        let error = set.with_environment(|_| Some("x".into())).unwrap_err().to_string();
        assert!(error.contains("SERVICE_VIP_ENABLED: strconv.ParseBool"), "{error}");
    }

    #[test]
    fn wrong_types_in_gos_words() {
        let field = "Go struct field Config.dnsServer";
        for (text, message) in [
            ("dnsServer: 7", format!("json: cannot unmarshal number into {field} of type dns_server.Config")),
            ("dnsServer: {CIDR: [a]}", format!("json: cannot unmarshal array into {field}.CIDR of type string")),
            (
                "dnsServer: {serviceVipPort: '80'}",
                format!("json: cannot unmarshal string into {field}.serviceVipPort of type uint32"),
            ),
            (
                "dnsServer: {serviceVipEnabled: 1}",
                format!("json: cannot unmarshal number into {field}.serviceVipEnabled of type bool"),
            ),
        ] {
            assert_eq!(from(text), Err(message), "{text}");
        }
        assert_eq!(from("dnsServer: {domain: ~, other: [1]}"), Ok(DnsServer::default()));
        assert_eq!(from("- a"), Ok(DnsServer::default()));
    }

    #[test]
    fn kuma_cps_words_per_release() {
        let (old, new) = ("Invalid configuration", "configuration validation failed");
        for (text, release, expected) in [
            ("{}", "2.14", None),
            ("dnsServer: {CIDR: 240.0.0.0}", "2.8", Some((old, "CIDR must be valid"))),
            ("dnsServer: {CIDR: 240.0.0.0/33}", "2.9", Some((new, "CIDR must be valid"))),
            ("dnsServer: {CIDR: 'fd00::/8'}", "2.9", None),
            ("dnsServer: {serviceVipPort: 0}", "2.9", Some((new, "port can't be 0"))),
            ("dnsServer: {serviceVipPort: 0, CIDR: x}", "2.9", Some((new, "CIDR must be valid"))),
            ("dnsServer: {domain: .mesh}", "2.13", None),
            ("dnsServer: {domain: .mesh, CIDR: x}", "2.14", Some((new, "domain must not start with a dot"))),
            ("dnsServer:", "2.7", Some((old, "CIDR must be valid"))),
        ] {
            let expected = expected.map(|(start, end)| format!("{start}: DNSServer validation failed: {end}"));
            assert_eq!(refusal(text, release), expected, "{text} {release}");
        }
    }

    #[test]
    fn domains() {
        for domain in ["mesh", "mesh.", "a.b-c.D1"] {
            assert_eq!(domain_problem(domain), None, "{domain}");
        }
        assert_eq!(domain_problem(".mesh"), Some(NotAName::LeadingDot));
        assert_eq!(domain_problem(""), Some(NotAName::Empty));
        assert!(domain_problem("a_b").is_some() && domain_problem("1a").is_some());
    }
}
