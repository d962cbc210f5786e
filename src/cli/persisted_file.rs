//! `--persisted`: the map of virtual IPs as somebody got it out of a cluster: the ConfigMap, the Config resource of Universal,
//! or its bare JSON.

use std::ffi::OsStr;

use super::input;
use super::io::Io;
use super::refusal::Refusal;
use super::resources::{MAX_BYTES, holds_secrets};
use crate::diagnostic::Diagnostic;
use crate::mesh::resource::{Resource, text};
use crate::mesh::vips::View;
use crate::mesh::vips::persisted::{self, Format};
use crate::mesh::yaml::{self, Node, Value};
use crate::source::{Source, Span};

/// A map with where it comes from.
#[derive(Debug)]
pub struct PersistedFile {
    /// The entries.
    pub view: View,
    /// How they are written.
    pub format: Format,
    /// The mesh that the resource's name says.
    pub mesh: Option<String>,
    /// The namespace of the ConfigMap.
    pub namespace: Option<String>,
    /// The file.
    pub source: Source,
    /// Where the map stands in it.
    pub place: Span,
}

impl PersistedFile {
    /// Reads a file. Of several maps in it the mesh's counts.
    ///
    /// # Errors
    /// A file that cannot be read, or holds no such map.
    pub fn read(path: &OsStr, mesh: Option<&str>, io: &mut Io<'_>) -> anyhow::Result<Self> {
        let source = Source::new(input::shown(path), input::read(path, MAX_BYTES, None, io)?);
        let read = find(&source, mesh).and_then(|map| {
            let read = persisted::read(&map.json).map_err(|error| (error.to_string(), Some(map.place)));
            read.map(|(view, format)| (map, view, format))
        });
        match read {
            Ok((map, view, format)) => {
                Ok(Self { view, format, mesh: map.mesh, namespace: map.namespace, source, place: map.place })
            }
            Err((message, place)) => {
                let mut diagnostic = Diagnostic::error(message);
                if let Some(place) = place {
                    diagnostic = diagnostic.at(place, "");
                }
                let diagnostic = diagnostic.help(
                    "write a ConfigMap or Config resource kuma-MESH-dns-vips, or the JSON in its key config: kubectl get \
                     configmap -n kuma-system kuma-default-dns-vips -o yaml",
                );
                let text = (place.is_some() && !holds_secrets(source.text())).then_some(source);
                Err(Refusal { diagnostic, text }.into())
            }
        }
    }
}

/// The map of a mesh, else the first.
fn find(source: &Source, mesh: Option<&str>) -> Result<Found, (String, Option<Span>)> {
    let mut seen = Vec::new();
    for read in yaml::objects(source.text()) {
        if let Some(error) = read.error {
            return Err((error.to_string(), Some(error.span)));
        }
        let Some(root) = read.root else { continue };
        match Found::of(&root) {
            Some(map) if mesh.is_none_or(|mesh| map.mesh.as_deref().is_none_or(|of| of == mesh)) => return Ok(map),
            Some(map) => seen.extend(map.mesh.map(|mesh| format!("that of the mesh {mesh}"))),
            None => seen.extend(Resource::all_of(&root).into_iter().map(|one| format!("a {} {}", one.kind, one.name))),
        }
    }
    seen.truncate(5);
    let has = if seen.is_empty() { String::new() } else { format!(", but {}", seen.join(", ")) };
    let wanted = mesh.map_or_else(String::new, |mesh| format!(" of the mesh {mesh}"));
    Err((format!("there is no map of virtual IPs{wanted} here{has}"), None))
}

/// A map before its JSON is read.
struct Found {
    json: String,
    place: Span,
    mesh: Option<String>,
    namespace: Option<String>,
}

impl Found {
    fn of(object: &Node) -> Option<Self> {
        let is_resource = object.get("kind").is_some() || object.get("type").is_some();
        if !is_resource {
            // JSON is YAML; what is none is found out when its JSON is read.
            let json = object.to_json().ok().filter(|_| matches!(object.value, Value::Map(_)))?;
            return Some(Self { json, place: object.place(), mesh: None, namespace: None });
        }
        let resource = Resource::all_of(object).into_iter().next()?;
        let holder = match resource.kind.as_str() {
            "ConfigMap" => &object.get("data")?.value,
            "Config" => resource.spec(&[])?,
            _ => return None,
        };
        let mesh = persisted::mesh_of(&resource.name)?.to_owned();
        let place = holder.get(persisted::KEY)?.value.place();
        let json = text(holder, persisted::KEY)?;
        Some(Self { json, place, mesh: Some(mesh), namespace: resource.namespace })
    }
}
