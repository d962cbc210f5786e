//! `render --explain`: every layer with what became of it, and every field with its value and where that comes from.

use serde::Serialize;
use serde_yaml::with::singleton_map_recursive;

use super::choices::DataFormat;
use super::io::Io;
use super::scene::Scene;
use crate::mesh::layers::Layer;
use crate::mesh::settings::Entry;
use crate::mesh::{NotInForce, Selection};
use crate::report::table::table;
use crate::report::visible::visible;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Explanation<'a> {
    kuma: String,
    platform: String,
    embedded_dns: Option<String>,
    coredns: String,
    go: String,
    go_recorded: bool,
    default_corefile: String,
    in_force: bool,
    reason: Option<String>,
    layers: Vec<LayerRow<'a>>,
    fields: Vec<FieldRow<'a>>,
}

#[derive(Serialize)]
struct LayerRow<'a> {
    #[serde(flatten)]
    layer: &'a Layer,
    explanation: String,
}

#[derive(Serialize)]
struct FieldRow<'a> {
    #[serde(flatten)]
    entry: &'a Entry,
    explanation: String,
}

/// Prints the explanation.
pub fn print(scene: &Scene, selection: &Selection<'_>, format: DataFormat, io: &mut Io<'_>) -> anyhow::Result<()> {
    let release = scene.target.release();
    let reason: Option<&NotInForce> = selection.winner.as_ref().err().or(selection.overruled.as_ref());
    let explanation = Explanation {
        kuma: release.to_string(),
        platform: scene.target.platform().to_string(),
        embedded_dns: scene.target.embedded_dns().map(|embedded| embedded.to_string()),
        coredns: release.coredns.to_string(),
        go: release.go.to_string(),
        go_recorded: release.go.line.is_recorded(),
        default_corefile: release.era.to_string(),
        in_force: reason.is_none(),
        reason: reason.map(ToString::to_string),
        layers: selection
            .layers
            .iter()
            .map(|layer| LayerRow { layer, explanation: layer.outcome.to_string() })
            .collect(),
        fields: scene
            .settings
            .entries()
            .iter()
            .map(|entry| FieldRow { entry, explanation: entry.origin.to_string() })
            .collect(),
    };
    match format {
        DataFormat::Table => io.stdout.write_all(explanation.text(scene).as_bytes())?,
        DataFormat::Json => writeln!(io.stdout, "{}", serde_json::to_string_pretty(&explanation)?)?,
        DataFormat::Yaml => {
            // Shapes as in JSON, where serde_yaml would write tags, or refuse a variant within a variant.
            let mut yaml = Vec::new();
            singleton_map_recursive::serialize(&explanation, &mut serde_yaml::Serializer::new(&mut yaml))?;
            io.stdout.write_all(&yaml)?;
        }
    }
    Ok(())
}

impl Explanation<'_> {
    fn text(&self, scene: &Scene) -> String {
        let recorded = if self.go_recorded { "" } else { ", not recorded" };
        let mut text = format!("TARGET   kuma-dp {}\n", scene.target);
        text += &format!("         CoreDNS {}, Go {}{recorded}, ", self.coredns, self.go);
        text += &format!("default Corefile of {}\n", self.default_corefile);
        if let Some(reason) = &self.reason {
            text += &format!("         no Corefile is in force: {reason}\n");
        }
        let layers: Vec<Vec<String>> = self
            .layers
            .iter()
            .map(|row| {
                let from = if row.layer.origin.is_empty() { "-" } else { &row.layer.origin };
                vec![row.layer.kind.to_string(), shown(from), row.explanation.clone()]
            })
            .collect();
        text += &format!("\n{}", table(&["LAYER", "FROM", "OUTCOME"], &layers));
        for note in self.layers.iter().flat_map(|row| &row.layer.notes) {
            text += &format!("note: {note}\n");
        }
        let fields: Vec<Vec<String>> = self
            .fields
            .iter()
            .map(|row| {
                let value = match (row.entry.value.to_string(), row.entry.setting) {
                    (value, crate::mesh::Setting::ConfigDir) if value.is_empty() => {
                        "\"\" (a random folder in kuma-dp)".to_owned()
                    }
                    (value, _) if value.is_empty() => "\"\"".to_owned(),
                    (value, _) => shown(&value),
                };
                vec![format!(".{}", row.entry.setting), value, row.explanation.clone()]
            })
            .collect();
        text += &format!("\n{}", table(&["FIELD", "VALUE", "ORIGIN"], &fields));
        text
    }
}

fn shown(text: &str) -> String {
    visible(text.as_bytes()).into_owned()
}
