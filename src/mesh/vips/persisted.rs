//! The persisted addresses of a mesh, in the formats that the control plane has for them (kuma: pkg/dns/vips/persistence.go,
//! tag_first_virtual_outbound_view.go): a map of entries, or (with `experimental.useTagFirstVirtualOutboundModel`) services
//! first. Both are JSON in the key `config` of the ConfigMap, or the Config resource on Universal, `kuma-<mesh>-dns-vips`.
//! Left out are the formats of Kuma before 1.2, a map of names to addresses.

use std::collections::BTreeMap;
use std::net::IpAddr;

use serde::Serialize;
use serde_json::{Map, Value};

use super::view::{
    Entry, EntryType, ORIGIN_GATEWAY, ORIGIN_HOST, ORIGIN_KUBERNETES, ORIGIN_SERVICE, ORIGIN_VIRTUAL_OUTBOUND,
    Outbound, SERVICE_TAG, View,
};
use crate::mesh::dns_name::is_govalidator_name;

/// The key of the ConfigMap and of the Config resource (kuma: pkg/plugins/config/k8s/store.go).
pub const KEY: &str = "config";

/// The name of the ConfigMap or Config resource of a mesh.
#[must_use]
pub fn resource_name(mesh: &str) -> String {
    format!("kuma-{mesh}-dns-vips")
}

/// The mesh that such a name is for.
#[must_use]
pub fn mesh_of(name: &str) -> Option<&str> {
    name.strip_prefix("kuma-")?.strip_suffix("-dns-vips").filter(|mesh| !mesh.is_empty())
}

/// How the map is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Entries first: `{"0:backend": {"address": …, "outbounds": […]}}`.
    #[default]
    Entries,
    /// Services first: `{"v": {"backend": {"oe": […]}}}`.
    TagFirst,
}

/// Why a text is no such map; in one sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotPersisted(String);

fn not<T>(message: impl Into<String>) -> Result<T, NotPersisted> {
    Err(NotPersisted(message.into()))
}

/// Reads a map in either format. An empty text is an empty map.
///
/// # Errors
/// A text that is no JSON, or has other keys and values.
pub fn read(text: &str) -> Result<(View, Format), NotPersisted> {
    if text.trim().is_empty() {
        return Ok((View::default(), Format::Entries));
    }
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => return not(format!("the map of virtual IPs is no JSON: {error}")),
    };
    let Value::Object(map) = value else { return not("the map of virtual IPs is no JSON object") };
    match (map.get("v"), map.len()) {
        (Some(services), 1) => Ok((tag_first(services)?, Format::TagFirst)),
        _ => Ok((entries(&map)?, Format::Entries)),
    }
}

fn entries(map: &Map<String, Value>) -> Result<View, NotPersisted> {
    let mut view = View::default();
    for (key, value) in map {
        let entry = match key.split_once(':') {
            Some((digit, name)) if !name.is_empty() => EntryType::ALL
                .into_iter()
                .find(|kind| digit.strip_prefix(kind.digit()) == Some(""))
                .map(|kind| Entry::new(kind, name)),
            _ => None,
        };
        let Some(entry) = entry else {
            return not(format!("{key:?} is no entry: write 0:SERVICE, 1:HOST or 2:NAME"));
        };
        let outbounds = field(value, "outbounds").and_then(Value::as_array);
        let Some(outbounds) = outbounds.filter(|outbounds| !outbounds.is_empty()) else {
            return not(format!(
                "{key:?} has no outbounds; kuma-cp says: no outbound for hostname: {}:{}",
                entry.kind, entry.name
            ));
        };
        for outbound in outbounds {
            let tags = field(outbound, "tagSet").map(tags).transpose()?.unwrap_or_default();
            let origin = field(outbound, "origin").and_then(Value::as_str).unwrap_or_default().to_owned();
            view.add(entry.clone(), Outbound { port: port(field(outbound, "port"))?, tags, origin });
        }
        set_address(&mut view, &entry, field(value, "address"))?;
    }
    Ok(view)
}

fn tag_first(services: &Value) -> Result<View, NotPersisted> {
    let mut view = View::default();
    let Some(services) = services.as_object() else { return not("v is no object of services") };
    for (service, value) in services {
        for outbound in field(value, "oe").and_then(Value::as_array).into_iter().flatten() {
            let mut tags = field(outbound, "t").map(tags).transpose()?.unwrap_or_default();
            tags.insert(SERVICE_TAG.to_owned(), service.clone());
            for place in field(outbound, "ap").and_then(Value::as_array).into_iter().flatten() {
                let text = |key| field(place, key).and_then(Value::as_str);
                let (kind, origin) = origin_of(text("o").unwrap_or_default());
                let name = match kind {
                    EntryType::Service => Some(service.as_str()),
                    EntryType::Host | EntryType::Fqdn => text("d").or(text("a")),
                };
                let entry = Entry::new(kind, name.unwrap_or_default());
                view.add(entry.clone(), Outbound { port: port(field(place, "p"))?, tags: tags.clone(), origin });
                set_address(&mut view, &entry, field(place, "a"))?;
            }
        }
    }
    Ok(view)
}

fn origin_of(written: &str) -> (EntryType, String) {
    match written {
        "svc" => (EntryType::Service, ORIGIN_SERVICE.to_owned()),
        "k8s" => (EntryType::Host, ORIGIN_KUBERNETES.to_owned()),
        other if other.starts_with(ORIGIN_HOST) => (EntryType::Host, other.to_owned()),
        other if other.starts_with(ORIGIN_VIRTUAL_OUTBOUND) || other.starts_with(ORIGIN_GATEWAY) => {
            (EntryType::Fqdn, other.to_owned())
        }
        other => (EntryType::Service, other.to_owned()),
    }
}

fn set_address(view: &mut View, entry: &Entry, value: Option<&Value>) -> Result<(), NotPersisted> {
    let Some(text) = value.and_then(Value::as_str).filter(|text| !text.is_empty()) else { return Ok(()) };
    match (text.parse(), view.entries.get_mut(entry)) {
        (Ok(address), Some(outbound)) => outbound.address = Some(address),
        (Ok(_), None) => {}
        (Err(_), _) => return not(format!("the address of {entry}, {text:?}, is no IP")),
    }
    Ok(())
}

/// A field as `encoding/json` finds it: without regard to letter case.
fn field<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    value.as_object()?.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

fn port(value: Option<&Value>) -> Result<u32, NotPersisted> {
    match value {
        None | Some(Value::Null) => Ok(0),
        Some(value) => match value.as_u64().and_then(|port| u32::try_from(port).ok()) {
            Some(port) => Ok(port),
            None => not(format!("{value} is no port")),
        },
    }
}

fn tags(value: &Value) -> Result<BTreeMap<String, String>, NotPersisted> {
    match value {
        Value::Null => Ok(BTreeMap::new()),
        Value::Object(map) => map
            .iter()
            .map(|(key, value)| match value.as_str() {
                Some(text) => Ok((key.clone(), text.to_owned())),
                None => not(format!("the tag {key:?} has no text for its value")),
            })
            .collect(),
        _ => not("the tags of an outbound are no object"),
    }
}

/// Writes a map as Go's `encoding/json` does.
#[must_use]
pub fn write(view: &View, format: Format) -> String {
    let text = match format {
        Format::Entries => serde_json::to_string(&as_entries(view)),
        Format::TagFirst => serde_json::to_string(&as_tag_first(view)),
    };
    // Maps with text for keys always have a JSON.
    let mut text = text.unwrap_or_default();
    for (from, to) in
        [("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("\u{2028}", "\\u2028"), ("\u{2029}", "\\u2029")]
    {
        text = text.replace(from, to);
    }
    text
}

#[derive(Serialize)]
struct EntryJson<'v> {
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<IpAddr>,
    outbounds: Vec<OutboundJson<'v>>,
}

/// The Go struct has no tags, so its fields are written with capitals.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct OutboundJson<'v> {
    port: u32,
    tag_set: &'v BTreeMap<String, String>,
    origin: &'v str,
}

impl<'v> From<&'v Outbound> for OutboundJson<'v> {
    fn from(outbound: &'v Outbound) -> Self {
        Self { port: outbound.port, tag_set: &outbound.tags, origin: &outbound.origin }
    }
}

fn as_entries(view: &View) -> BTreeMap<String, EntryJson<'_>> {
    let entries = view.entries.iter().map(|(entry, value)| {
        let outbounds = value.outbounds.values().map(OutboundJson::from).collect();
        (entry.to_string(), EntryJson { address: value.address, outbounds })
    });
    entries.collect()
}

#[derive(Serialize)]
struct TagFirstJson<'v> {
    v: BTreeMap<&'v str, ServiceJson<'v>>,
}

#[derive(Serialize)]
struct ServiceJson<'v> {
    oe: Vec<GroupJson<'v>>,
}

#[derive(Serialize)]
struct GroupJson<'v> {
    #[serde(rename = "t", skip_serializing_if = "BTreeMap::is_empty")]
    tags: BTreeMap<String, String>,
    #[serde(rename = "ap")]
    places: Vec<PlaceJson<'v>>,
}

#[derive(Serialize)]
struct PlaceJson<'v> {
    #[serde(rename = "a")]
    address: String,
    #[serde(rename = "d", skip_serializing_if = "Option::is_none")]
    domain: Option<&'v str>,
    #[serde(rename = "p", skip_serializing_if = "Option::is_none")]
    port: Option<u32>,
    #[serde(rename = "o")]
    origin: &'v str,
}

fn as_tag_first(view: &View) -> TagFirstJson<'_> {
    type Tags = BTreeMap<String, String>;
    let mut services: BTreeMap<&str, BTreeMap<Tags, Vec<PlaceJson<'_>>>> = BTreeMap::new();
    for (entry, value) in &view.entries {
        for outbound in value.outbounds.values() {
            let mut tags = outbound.tags.clone();
            tags.remove(SERVICE_TAG);
            let is_domain = entry.kind != EntryType::Service && is_govalidator_name(&entry.name);
            let place = PlaceJson {
                address: value.address.map(|address| address.to_string()).unwrap_or_default(),
                domain: is_domain.then_some(entry.name.as_str()),
                port: Some(outbound.port).filter(|port| *port != 0),
                origin: match outbound.origin.as_str() {
                    ORIGIN_KUBERNETES => "k8s",
                    ORIGIN_SERVICE => "svc",
                    other => other,
                },
            };
            let service = outbound.tags.get(SERVICE_TAG).map_or("", String::as_str);
            services.entry(service).or_default().entry(tags).or_default().push(place);
        }
    }
    let groups = |groups: BTreeMap<Tags, Vec<_>>| groups.into_iter().map(|(tags, places)| GroupJson { tags, places });
    TagFirstJson {
        v: services.into_iter().map(|(service, of)| (service, ServiceJson { oe: groups(of).collect() })).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In the shape of kuma: pkg/dns/vips/persistence_test.go.
    const ENTRIES: &str = r#"{"0:backend":{"address":"240.0.0.1","outbounds":[{"Port":0,"TagSet":{"kuma.io/service":"backend"},"Origin":"service"}]},"1:httpbin.org":{"address":"240.0.0.2","outbounds":[{"Port":443,"TagSet":{"kuma.io/service":"httpbin"},"Origin":"external-service:httpbin"}]},"2:a.mesh":{"outbounds":[{"Port":80,"TagSet":{"kuma.io/service":"a","version":"1"},"Origin":"virtual-outbound:default"}]}}"#;
    const TAG_FIRST: &str = r#"{"v":{"a":{"oe":[{"ap":[{"a":"240.0.0.2","o":"svc"},{"a":"10.0.0.9","p":5000,"o":"k8s"}]},{"t":{"version":"1"},"ap":[{"a":"240.0.0.5","d":"a.mesh","p":80,"o":"virtual-outbound:default"}]}]}}}"#;

    #[test]
    fn both_formats_come_back() {
        for (text, format) in [(ENTRIES, Format::Entries), (TAG_FIRST, Format::TagFirst)] {
            let (view, found) = read(text).unwrap();
            assert_eq!(found, format);
            assert_eq!(write(&view, format), text);
        }
        let (view, _) = read(TAG_FIRST).unwrap();
        let keys: Vec<String> = view.entries.keys().map(ToString::to_string).collect();
        assert_eq!(keys, ["0:a", "1:10.0.0.9", "2:a.mesh"]);
    }

    #[test]
    fn letter_case_of_fields_counts_for_nothing() {
        let (view, _) =
            read(r#"{"0:a": {"Address": "240.0.0.1", "OUTBOUNDS": [{"port": 1, "tagset": null}]}}"#).unwrap();
        assert_eq!(view.entries[&Entry::new(EntryType::Service, "a")].outbounds[&1].port, 1);
        assert_eq!(read(" "), Ok((View::default(), Format::Entries)));
    }

    #[test]
    fn what_is_no_map() {
        for (text, part) in [
            ("x", "no JSON"),
            ("[]", "no JSON object"),
            (r#"{"backend": {}}"#, "is no entry"),
            (r#"{"3:a": {}}"#, "is no entry"),
            (r#"{"0:a": {}}"#, "no outbound for hostname: service:a"),
            (r#"{"0:a": {"address": "x", "outbounds": [{}]}}"#, "is no IP"),
            (r#"{"0:a": {"outbounds": [{"port": -1}]}}"#, "is no port"),
            (r#"{"0:a": {"outbounds": [{"tagSet": {"a": 1}}]}}"#, "has no text"),
            (r#"{"v": []}"#, "no object of services"),
        ] {
            let error = read(text).unwrap_err().to_string();
            assert!(error.contains(part), "{text}: {error}");
        }
    }

    #[test]
    fn names_of_the_resource() {
        assert_eq!(resource_name("default"), "kuma-default-dns-vips");
        assert_eq!(mesh_of("kuma-default-dns-vips"), Some("default"));
        assert_eq!(mesh_of("kuma-dns-vips"), None);
    }
}
