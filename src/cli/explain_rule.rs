//! `corefilectl explain`: all that is known about a rule. What `render --explain` says is in `explain`.

use clap::{Args, ValueEnum};

use super::exit::Exit;
use super::io::Io;
use crate::lint::catalogue::{self, RuleEntry};
use crate::lint::rules;
use crate::report::rule_page;

/// Explain rules: what fires them, why it matters, what to write instead
#[derive(Debug, Args)]
pub struct ExplainCommand {
    /// Codes or names of rules: CF203, outside-unreachable
    #[arg(required = true, value_name = "RULE")]
    rules: Vec<String>,
    /// Output format
    #[arg(short, long, value_name = "FORMAT", default_value = "text", value_enum)]
    output: TextFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum TextFormat {
    /// Markdown, as in the pages of the manual
    Text,
    /// JSON: always a list
    Json,
    /// YAML: always a list
    Yaml,
}

impl ExplainCommand {
    pub fn run(self, io: &mut Io<'_>) -> anyhow::Result<Exit> {
        let rules = self.rules.iter().map(|text| entry(text)).collect::<anyhow::Result<Vec<_>>>()?;
        match self.output {
            TextFormat::Text => {
                let pages = rules.iter().map(rule_page::page).collect::<Result<Vec<_>, _>>()?;
                io.stdout.write_all(pages.join("\n").as_bytes())?;
            }
            TextFormat::Json => writeln!(io.stdout, "{}", serde_json::to_string_pretty(&rules)?)?,
            TextFormat::Yaml => write!(io.stdout, "{}", serde_yaml::to_string(&rules)?)?,
        }
        Ok(Exit::Success)
    }
}

fn entry(text: &str) -> anyhow::Result<RuleEntry> {
    rules::find(text).map(RuleEntry::new).ok_or_else(|| match catalogue::similar(text) {
        Some(meant) => anyhow::anyhow!("there is no rule {text:?}; did you mean {meant}?"),
        None => anyhow::anyhow!("there is no rule {text:?}; `corefilectl rules` lists all of them"),
    })
}
