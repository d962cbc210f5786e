//! `corefilectl rules`: the catalogue of rules.

use clap::Args;

use super::choices::DataFormat;
use super::exit::Exit;
use super::io::Io;
use crate::lint::catalogue::{self, RuleEntry};
use crate::report::table::table;

/// Print the rules that lint checks
#[derive(Debug, Args)]
pub struct RulesCommand {
    /// Output format
    #[arg(short, long, value_name = "FORMAT", default_value = "table", value_enum)]
    output: DataFormat,
}

const HEADINGS: [&str; 5] = ["CODE", "NAME", "SEVERITY", "FIX", "FIRES WHEN"];

fn cells(rule: &RuleEntry) -> Vec<String> {
    let fix = if rule.fixable { "yes" } else { "no" };
    vec![rule.code.to_owned(), rule.name.to_owned(), rule.severity.to_string(), fix.to_owned(), rule.summary.to_owned()]
}

impl RulesCommand {
    pub fn run(self, io: &mut Io<'_>) -> anyhow::Result<Exit> {
        let rules = catalogue::entries();
        match self.output {
            DataFormat::Table => {
                let cells: Vec<_> = rules.iter().map(cells).collect();
                io.stdout.write_all(table(&HEADINGS, &cells).as_bytes())?;
            }
            DataFormat::Json => writeln!(io.stdout, "{}", serde_json::to_string_pretty(&rules)?)?,
            DataFormat::Yaml => write!(io.stdout, "{}", serde_yaml::to_string(&rules)?)?,
        }
        Ok(Exit::Success)
    }
}
