//! `corefilectl releases`: the table of known Kuma releases.

use clap::Args;
use serde::Serialize;

use super::choices::DataFormat;
use super::exit::Exit;
use super::io::Io;
use crate::mesh::{Release, Setting, release};
use crate::report::table::table;

/// Print the known Kuma releases: CoreDNS, Go, template fields, which overrides exist
#[derive(Debug, Args)]
pub struct ReleasesCommand {
    /// Only this line (2.7) or release (2.7.29)
    #[arg(value_name = "X.Y[.Z]")]
    release: Option<String>,
    /// Output format
    #[arg(short, long, value_name = "FORMAT", default_value = "table", value_enum)]
    output: DataFormat,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    kuma: String,
    coredns: String,
    go: String,
    go_recorded: bool,
    default_corefile: String,
    control_plane_override: bool,
    embedded_dns: bool,
    fields: Vec<&'static str>,
}

impl Row {
    fn new(release: &Release) -> Self {
        let fields = Setting::ALL.into_iter().filter(|setting| setting.exists_in(release.era)).map(Setting::field);
        Self {
            kuma: release.to_string(),
            coredns: release.coredns.to_string(),
            go: release.go.to_string(),
            go_recorded: release.go.line.is_recorded(),
            default_corefile: release.era.to_string(),
            control_plane_override: release.era.has_control_plane_override(),
            embedded_dns: release.era.has_embedded_dns(),
            fields: fields.collect(),
        }
    }

    fn cells(&self) -> Vec<String> {
        let mark = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
        let has = |setting: Setting| mark(self.fields.contains(&setting.field()));
        vec![
            self.kuma.clone(),
            self.coredns.clone(),
            if self.go_recorded { self.go.clone() } else { format!("{}*", self.go) },
            self.default_corefile.clone(),
            mark(self.control_plane_override),
            mark(self.embedded_dns),
            has(Setting::CoreDnsEmptyPort),
            has(Setting::CoreDnsLogging),
        ]
    }
}

const HEADINGS: [&str; 8] =
    ["KUMA", "COREDNS", "GO", "DEFAULT COREFILE", "CP OVERRIDE", "EMBEDDED DNS", "EMPTY PORT", "LOGGING"];

impl ReleasesCommand {
    pub fn run(self, io: &mut Io<'_>) -> anyhow::Result<Exit> {
        let rows: Vec<Row> = match &self.release {
            None => release::all().map(|release| Row::new(&release)).collect(),
            Some(text) => {
                let found = release::find(text)?;
                let line_only = text.trim_start_matches('v').matches('.').count() < 2;
                let wanted = |release: &Release| {
                    release.version == found.version || (line_only && release.version.line() == found.version.line())
                };
                release::all().filter(wanted).map(|release| Row::new(&release)).collect()
            }
        };
        match self.output {
            DataFormat::Table => {
                let cells: Vec<_> = rows.iter().map(Row::cells).collect();
                io.stdout.write_all(table(&HEADINGS, &cells).as_bytes())?;
                if rows.iter().any(|row| !row.go_recorded) {
                    writeln!(io.stdout, "\n* Go before 1.21 is not recorded: taken from Go's release notes")?;
                }
            }
            DataFormat::Json => writeln!(io.stdout, "{}", serde_json::to_string_pretty(&rows)?)?,
            DataFormat::Yaml => write!(io.stdout, "{}", serde_yaml::to_string(&rows)?)?,
        }
        Ok(Exit::Success)
    }
}
