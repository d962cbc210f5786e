//! The doctor's JSON: that of findings (docs/findings.schema.json) with the classes of data planes beside them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::trace::Walked;
use crate::doctor::class::Class;
use crate::doctor::data_plane::Verdict;
use crate::mesh::{LayerKind, Platform, Setting, SettingValue};
use crate::report::findings::Report;
use crate::report::findings::document::Document;
use crate::report::safe_json;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Diagnosis<'a> {
    #[serde(flatten)]
    findings: Document<'a>,
    data_planes: Vec<Entry<'a>>,
}

/// A class of data planes that are alike.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'a> {
    /// How many there are; 0 where the inputs show none.
    count: usize,
    /// The first of them.
    examples: Vec<&'a str>,
    /// Their release; none where it has no CoreDNS.
    release: Option<String>,
    /// Whether the release is only supposed.
    release_is_supposed: bool,
    platform: Platform,
    /// `data-plane`, `control-plane`, `built-in`, `none`, `stops`.
    in_force: &'static str,
    /// Which Corefile is in force, and why.
    verdict: String,
    /// The template's path, where a layer has one.
    path: Option<&'a str>,
    /// kuma-dp's settings, by the names of the fields.
    settings: BTreeMap<&'static str, &'a SettingValue>,
    /// The walk of `--trace`.
    walk: Option<&'a serde_json::Value>,
}

/// The report as JSON.
///
/// # Errors
/// None for data of this shape.
pub fn render(report: &Report<'_>, classes: &[Class], walks: &[Option<Walked>]) -> anyhow::Result<Vec<u8>> {
    let entries = classes.iter().enumerate().map(|(index, class)| {
        let standing = &class.standing;
        let in_force = match &standing.verdict {
            Verdict::NoCoreDns | Verdict::NotInForce(_) => "none",
            Verdict::Stops(_) => "stops",
            Verdict::InForce { layer: LayerKind::DataPlane, .. } => "data-plane",
            Verdict::InForce { layer: LayerKind::ControlPlane, .. } => "control-plane",
            Verdict::InForce { layer: LayerKind::BuiltIn, .. } => "built-in",
        };
        let path = match &standing.verdict {
            Verdict::InForce { path: Some((path, _)), .. } => Some(path.as_str()),
            _ => None,
        };
        let settings = standing.settings.iter().flat_map(|(_, settings)| settings.entries());
        Entry {
            count: class.count,
            examples: class.names.iter().map(|name| &**name).collect(),
            release: standing.release.as_ref().ok().map(ToString::to_string),
            release_is_supposed: standing.release_is_supposed,
            platform: class.platform(),
            in_force,
            verdict: class.verdict(),
            path,
            settings: settings.map(|entry| (Setting::field(entry.setting), &entry.value)).collect(),
            walk: walks.get(index).and_then(Option::as_ref).map(|walked| &walked.document),
        }
    });
    let diagnosis = Diagnosis { findings: Document::new(report), data_planes: entries.collect() };
    Ok(safe_json::write(&diagnosis)?)
}
