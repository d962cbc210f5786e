//! `render --explain`: every layer with what became of it, and every field with its value and where that comes from.

use serde::Serialize;

use super::choices::DataFormat;
use super::io::Io;
use super::scene::Scene;
use crate::mesh::settings::Entry;
use crate::mesh::{LayerKind, Selection, Setting};
use crate::report::table::table;
use crate::report::visible::visible;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Explanation<'a> {
    kuma: String,
    platform: String,
    // Whether the embedded DNS proxy runs; none where the release has no such thing.
    embedded_dns: Option<bool>,
    coredns: String,
    go: String,
    go_recorded: bool,
    default_corefile: String,
    in_force: bool,
    reason: Option<String>,
    ways_out: Vec<String>,
    layers: Vec<LayerRow>,
    fields: &'a [Entry],
}

#[derive(Serialize)]
struct LayerRow {
    layer: LayerKind,
    from: Option<String>,
    outcome: &'static str,
    reason: Option<String>,
    notes: Vec<String>,
    #[serde(skip)]
    shown: String,
}

/// Prints the explanation.
pub fn print(scene: &Scene, selection: &Selection<'_>, format: DataFormat, io: &mut Io<'_>) -> anyhow::Result<()> {
    let release = scene.target.release();
    let reason = selection.winner.as_ref().err().or(selection.overruled.as_ref());
    let layers = selection.layers.iter().map(|layer| LayerRow {
        layer: layer.kind,
        from: (!layer.origin.is_empty()).then(|| layer.origin.clone()),
        outcome: layer.outcome.word(),
        reason: layer.outcome.reason(),
        notes: layer.notes.iter().map(ToString::to_string).collect(),
        shown: layer.outcome.to_string(),
    });
    let explanation = Explanation {
        kuma: release.to_string(),
        platform: scene.target.platform().to_string(),
        embedded_dns: scene.settings.port(Setting::ProxyPort).map(|port| port != 0),
        coredns: release.coredns.to_string(),
        go: release.go.to_string(),
        go_recorded: release.go.line.is_recorded(),
        default_corefile: release.era.to_string(),
        in_force: reason.is_none(),
        reason: reason.map(ToString::to_string),
        ways_out: reason.map(|reason| reason.ways_out()).unwrap_or_default(),
        layers: layers.collect(),
        fields: scene.settings.entries(),
    };
    match format {
        DataFormat::Table => io.stdout.write_all(explanation.text().as_bytes())?,
        DataFormat::Json => writeln!(io.stdout, "{}", serde_json::to_string_pretty(&explanation)?)?,
        DataFormat::Yaml => write!(io.stdout, "{}", serde_yaml::to_string(&explanation)?)?,
    }
    Ok(())
}

impl Explanation<'_> {
    fn text(&self) -> String {
        let recorded = if self.go_recorded { "" } else { " (not recorded)" };
        let embedded = match self.embedded_dns {
            Some(true) => ", embedded DNS proxy on",
            Some(false) => ", embedded DNS proxy off",
            None => "",
        };
        let mut text = format!("TARGET   kuma-dp {}, {}{embedded}\n", self.kuma, self.platform);
        text += &format!("         CoreDNS {}, Go {}{recorded}, ", self.coredns, self.go);
        text += &format!("default Corefile of {}\n", self.default_corefile);
        if let Some(reason) = &self.reason {
            text += &format!("\nNo Corefile is in force. {}.\n", shown(reason));
            for way_out in &self.ways_out {
                text += &format!("- {way_out}\n");
            }
        }
        let layers: Vec<Vec<String>> = self
            .layers
            .iter()
            .map(|row| vec![row.layer.to_string(), shown(row.from.as_deref().unwrap_or("-")), row.shown.clone()])
            .collect();
        text += &format!("\n{}", table(&["LAYER", "FROM", "OUTCOME"], &layers));
        for note in self.layers.iter().flat_map(|row| &row.notes) {
            text += &format!("note: {note}\n");
        }
        let fields: Vec<Vec<String>> = self
            .fields
            .iter()
            .map(|entry| {
                let value = match (entry.value.to_string(), entry.setting) {
                    (value, Setting::ConfigDir) if value.is_empty() => "\"\" (a random folder in kuma-dp)".to_owned(),
                    (value, _) if value.is_empty() => "\"\"".to_owned(),
                    (value, _) => shown(&value),
                };
                vec![format!(".{}", entry.setting), value, entry.origin.to_string()]
            })
            .collect();
        text += &format!("\n{}", table(&["FIELD", "VALUE", "ORIGIN"], &fields));
        text
    }
}

fn shown(text: &str) -> String {
    visible(text.as_bytes()).into_owned()
}
