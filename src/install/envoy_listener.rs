//! The DNS listener that the control plane gives to a data plane's Envoy for the names of the mesh, and a bootstrap with which
//! an Envoy of its own starts with it (kuma: pkg/xds/generator/dns_generator.go and its golden files;
//! pkg/xds/envoy/listeners/v3/dns_configurer.go). Left out are names without an outbound on the data plane, which the control
//! plane leaves out of the table, the name under unified naming (2.12 and later), and fields that a current Envoy refuses:
//! `knownSuffixes` and `upstreamResolvers` of early releases.

use std::collections::HashMap;
use std::net::IpAddr;

use minijinja::value::Serde;
use minijinja::{Error, Value, context};
use serde::Serialize;

use super::layout::lay_out;
use crate::mesh::{Setting, Settings, vips};

const LISTENER: &str = include_str!("../../templates/envoy/listener.yaml.j2");
const BOOTSTRAP: &str = include_str!("../../templates/envoy/bootstrap.yaml.j2");

/// Envoy's DNS listener.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvoyListener {
    port: u16,
    upstream: Option<u16>,
    domains: Vec<VirtualDomain>,
}

/// A name with its addresses, in Envoy's terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct VirtualDomain {
    name: String,
    addresses: Vec<String>,
}

/// Why there is no listener.
#[derive(Debug, thiserror::Error)]
pub enum ListenerError {
    /// The control plane makes none then.
    #[error("Envoy gets no DNS listener: {setting} is {port}")]
    Port {
        /// Which port.
        setting: Setting,
        /// Its value.
        port: u32,
    },
    /// A name that Envoy refuses, and with it the whole listener.
    #[error(
        "Envoy takes no name {name:?}: a name in its DNS table is made of ASCII letters, digits and some punctuation, and \
         one that is not keeps the whole listener out"
    )]
    Name {
        /// The name, as in the table.
        name: String,
    },
    /// A mistake in a template of ours.
    #[error("the template of Envoy's listener: {0}")]
    Template(#[from] Error),
}

impl EnvoyListener {
    /// The listener for a table of names with their dot at the end, where kuma-dp has these settings.
    ///
    /// # Errors
    /// [`ListenerError::Port`] and [`ListenerError::Name`].
    pub fn new(settings: &Settings, table: &HashMap<String, Vec<IpAddr>>) -> Result<Self, ListenerError> {
        if let Some(setting) = settings.keeps_names_out() {
            return Err(ListenerError::Port { setting, port: 0 });
        }
        let port = |setting| {
            let port = settings.port(setting).unwrap_or_default();
            match u16::try_from(port) {
                Ok(known) if known > 0 => Ok(known),
                _ => Err(ListenerError::Port { setting, port }),
            }
        };
        let asks_empty_block = settings.release().era.envoy_asks_empty_block();
        let upstream = asks_empty_block.then(|| port(Setting::CoreDnsEmptyPort)).transpose()?;
        let mut domains = Vec::with_capacity(table.len());
        for (name, addresses) in table {
            let addresses = addresses.iter().map(|address| vips::written(*address)).collect();
            domains.push(VirtualDomain { name: envoy_name(name)?, addresses });
        }
        domains.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(Self { port: port(Setting::EnvoyDnsPort)?, upstream, domains })
    }

    /// The listener as YAML, its keys in the order of Kuma's own dumps.
    ///
    /// # Errors
    /// A mistake in the template.
    pub fn yaml(&self) -> Result<String, ListenerError> {
        self.rendered(true)
    }

    /// A resource says of which type it is; within a bootstrap that is known, and saying it refused.
    fn rendered(&self, is_resource: bool) -> Result<String, ListenerError> {
        let domains = Value::from(Serde(&self.domains));
        let (port, upstream) = (self.port, self.upstream);
        let values = context! { is_resource, port, upstream, domains, ttl => vips::TTL };
        Ok(lay_out("listener.yaml.j2", LISTENER, values)?)
    }

    /// A bootstrap for an Envoy that has nothing but this listener, as YAML. Its admin interface is on 127.0.0.1 and
    /// `admin_port`, or off.
    ///
    /// # Errors
    /// A mistake in the templates.
    pub fn bootstrap(&self, admin_port: Option<u16>) -> Result<String, ListenerError> {
        let values = context! { listener => self.rendered(false)?, admin_port };
        Ok(lay_out("bootstrap.yaml.j2", BOOTSTRAP, values)?)
    }
}

/// A name of the table as Envoy has it: without the dot at its end, nothing escaped, of characters that Envoy takes (the
/// rule HTTP_HEADER_NAME of its API's `DnsVirtualDomain.name`).
fn envoy_name(name: &str) -> Result<String, ListenerError> {
    let bare = name.strip_suffix('.').unwrap_or(name).replace("\\'", "'");
    let is_taken = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_|~`".contains(c);
    if bare.is_empty() || !bare.chars().all(is_taken) {
        return Err(ListenerError::Name { name: name.to_owned() });
    }
    Ok(bare)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mesh::release::find;
    use crate::mesh::settings::FlagValue;
    use crate::mesh::{Platform, Target};
    use serde_yaml::Value as Yaml;

    fn listener(release: &str, flags: &[FlagValue], names: &[(&str, &[&str])]) -> Result<EnvoyListener, ListenerError> {
        let target = Target::new(find(release).unwrap(), Platform::Universal, None).unwrap();
        let settings = Settings::resolve(&target, &Default::default(), flags, |_| None).unwrap();
        let addresses = |ips: &[&str]| ips.iter().map(|ip| ip.parse().unwrap()).collect();
        let table = names.iter().map(|(name, ips)| ((*name).to_owned(), addresses(ips))).collect();
        EnvoyListener::new(&settings, &table)
    }

    /// kuma: pkg/xds/generator/testdata/dns/1-envoy-config.golden.yaml, with our port.
    const GOLDEN: &str = "\
'@type': type.googleapis.com/envoy.config.listener.v3.Listener
address:
  socketAddress:
    address: 127.0.0.1
    portValue: 15054
    protocol: UDP
enableReusePort: true
listenerFilters:
- name: envoy.filters.udp.dns_filter
  typedConfig:
    '@type': type.googleapis.com/envoy.extensions.filters.udp.dns_filter.v3.DnsFilterConfig
    serverConfig:
      inlineDnsTable:
        virtualDomains:
        - answerTtl: 30s
          endpoint:
            addressList:
              address:
              - \"240.0.0.0\"
              - \"::ffff:f000:0\"
          name: \"backend_test-ns_svc_8080.mesh\"
        - answerTtl: 30s
          endpoint:
            addressList:
              address:
              - \"240.0.0.1\"
          name: \"httpbin.mesh\"
    statPrefix: kuma_dns
name: kuma:dns
trafficDirection: INBOUND
";

    const NAMES: [(&str, &[&str]); 2] =
        [("httpbin.mesh.", &["240.0.0.1"]), ("backend_test-ns_svc_8080.mesh.", &["240.0.0.0", "::ffff:240.0.0.0"])];

    #[test]
    fn it_is_kuma_s() {
        assert_eq!(listener("2.7", &[], &NAMES).unwrap().yaml().unwrap(), GOLDEN);
    }

    #[test]
    fn early_releases_ask_the_empty_block() {
        let yaml = listener("2.5", &[], &NAMES).unwrap().yaml().unwrap();
        let value: Yaml = serde_yaml::from_str(&yaml).unwrap();
        let client = &value["listenerFilters"][0]["typedConfig"]["clientConfig"];
        assert_eq!(client["maxPendingLookups"], "256");
        let resolver = &client["typedDnsResolverConfig"]["typedConfig"]["resolvers"][0];
        assert_eq!(resolver["socketAddress"]["portValue"], 15055);
    }

    #[test]
    fn the_bootstrap_holds_the_listener() {
        let listener = listener("2.7", &[], &NAMES).unwrap();
        for port in [None, Some(9901)] {
            let bootstrap: Yaml = serde_yaml::from_str(&listener.bootstrap(port).unwrap()).unwrap();
            let mut golden: Yaml = serde_yaml::from_str(GOLDEN).unwrap();
            golden.as_mapping_mut().unwrap().remove("@type");
            assert_eq!(bootstrap["staticResources"]["listeners"][0], golden);
            let admin = bootstrap.get("admin").map(|admin| &admin["address"]["socketAddress"]["portValue"]);
            assert_eq!(admin.and_then(Yaml::as_u64), port.map(u64::from));
        }
    }

    #[test]
    fn a_mesh_without_names_has_an_empty_table() {
        let yaml = listener("2.7", &[], &[]).unwrap().yaml().unwrap();
        let value: Yaml = serde_yaml::from_str(&yaml).unwrap();
        let server = &value["listenerFilters"][0]["typedConfig"]["serverConfig"];
        assert!(server["inlineDnsTable"].as_mapping().unwrap().is_empty());
    }

    #[test]
    fn names_cannot_break_out() {
        let odd = "o'no!#$%&*+-^_|~`.mesh";
        let escaped = "o\\'no!#$%&*+-^_|~`.mesh.";
        let yaml = listener("2.7", &[], &[(escaped, &["240.0.0.1"])]).unwrap().yaml().unwrap();
        let value: Yaml = serde_yaml::from_str(&yaml).unwrap();
        let domains = &value["listenerFilters"][0]["typedConfig"]["serverConfig"]["inlineDnsTable"]["virtualDomains"];
        assert_eq!(domains[0]["name"], odd);
        for name in [".", "a\\ b.mesh.", "a\\010b.mesh.", "a\\\"b.mesh.", "a{{b}}.mesh."] {
            let error = listener("2.7", &[], &[(name, &["240.0.0.1"])]).unwrap_err();
            assert!(matches!(error, ListenerError::Name { .. }), "{name}");
        }
    }

    #[test]
    fn without_a_port_there_is_none() {
        let none = |release, setting| {
            let error = listener(release, &[FlagValue::new(setting, "0")], &NAMES).unwrap_err();
            assert!(matches!(error, ListenerError::Port { port: 0, .. }), "{error}");
        };
        none("2.7", Setting::EnvoyDnsPort);
        none("2.5", Setting::CoreDnsEmptyPort);
        assert!(listener("2.7", &[FlagValue::new(Setting::CoreDnsEmptyPort, "0")], &NAMES).is_ok());
    }
}
