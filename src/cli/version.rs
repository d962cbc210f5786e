//! `corefilectl version`: what this program is and what it knows.

use clap::Args;
use serde::Serialize;

use super::choices::DataFormat;
use super::exit::Exit;
use super::io::Io;
use crate::gotemplate::GoVersion;
use crate::mesh::release;

/// Print the version, and which Kuma and Go releases it knows
#[derive(Debug, Args)]
pub struct VersionCommand {
    /// Output format
    #[arg(short, long, value_name = "FORMAT", default_value = "table", value_enum)]
    output: DataFormat,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Versions {
    version: &'static str,
    repository: &'static str,
    newest_kuma: String,
    recorded_go: [String; 2],
}

impl VersionCommand {
    pub fn run(self, io: &mut Io<'_>) -> anyhow::Result<Exit> {
        let versions = Versions {
            version: env!("CARGO_PKG_VERSION"),
            repository: env!("CARGO_PKG_REPOSITORY"),
            newest_kuma: release::all().next_back().map(|release| release.to_string()).unwrap_or_default(),
            recorded_go: [GoVersion::OLDEST_RECORDED, GoVersion::NEWEST].map(|go| go.to_string()),
        };
        match self.output {
            DataFormat::Table => {
                writeln!(io.stdout, "corefilectl {}", versions.version)?;
                writeln!(io.stdout, "knows Kuma up to {}", versions.newest_kuma)?;
                let [oldest, newest] = &versions.recorded_go;
                writeln!(io.stdout, "checked against text/template of Go {oldest} to {newest}")?;
                writeln!(io.stdout, "{}", versions.repository)?;
            }
            DataFormat::Json => writeln!(io.stdout, "{}", serde_json::to_string_pretty(&versions)?)?,
            DataFormat::Yaml => write!(io.stdout, "{}", serde_yaml::to_string(&versions)?)?,
        }
        Ok(Exit::Success)
    }
}
