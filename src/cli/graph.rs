//! `corefilectl graph`: the chain of a side-car as a picture.

mod trouble;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::exit::Exit;
use super::io::Io;
use super::output_file;
use super::side_car::{Chosen, RedirectOption, SideCarOptions};
use crate::chain::Picture;
use crate::report::graph::{Drawing, GraphFormat, render};

/// Draw the way of DNS queries through a data plane
///
/// Walks queries of all kinds, as trace does, and lays the walks over one another: client, iptables, server blocks with
/// their rules, Envoy's DNS filter, resolvers; with ports, zones and rcodes on the lines. What no query reaches is dashed,
/// what lint finds is red.
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 drawn, also with findings in it, 2 the work could not be done.")]
pub struct GraphCommand {
    /// Output format [default: text, or what the ending of --output-file says: svg, dot, gv, mmd]
    #[arg(short, long, value_enum, value_name = "FORMAT", help_heading = "Output")]
    output: Option<FormatChoice>,
    /// Write to FILE, atomically, instead of standard output (-)
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    output_file: Option<PathBuf>,
    /// Leave out what lint finds
    #[arg(long, help_heading = "Output")]
    no_lint: bool,
    #[command(flatten)]
    redirect: RedirectOption,
    #[command(flatten)]
    side_car: SideCarOptions,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FormatChoice {
    /// A tree for terminals
    Text,
    /// Mermaid's flowchart, for Markdown on GitHub and GitLab
    Mermaid,
    /// Graphviz
    Dot,
    /// An image, for light and dark ground
    Svg,
}

impl From<FormatChoice> for GraphFormat {
    fn from(choice: FormatChoice) -> Self {
        match choice {
            FormatChoice::Text => Self::Text,
            FormatChoice::Mermaid => Self::Mermaid,
            FormatChoice::Dot => Self::Dot,
            FormatChoice::Svg => Self::Svg,
        }
    }
}

impl GraphCommand {
    pub fn run(self, io: &mut Io<'_>) -> anyhow::Result<Exit> {
        let chosen = self.side_car.choose(self.redirect.capture(), io)?;
        let mut picture = Picture::of(&chosen.journey());
        if !self.no_lint {
            trouble::mark(&mut picture, &chosen, &self.side_car)?;
        }
        let file = self.output_file.as_ref().filter(|file| file.as_os_str() != "-");
        let notes: Vec<String> = chosen.no_corefile().into_iter().chain(chosen.assumptions.iter().cloned()).collect();
        let drawing = Drawing {
            picture: &picture,
            title: &title(&chosen),
            notes: &notes,
            color: io.terminal.color_stdout && file.is_none(),
        };
        let drawn = render(self.output.unwrap_or_else(|| by_ending(file)).into(), &drawing);
        match file {
            Some(file) => output_file::write(file, drawn.as_bytes(), output_file::MODE)?,
            None => io.stdout.write_all(drawn.as_bytes())?,
        }
        Ok(Exit::Success)
    }
}

/// The format that the ending of a file's name stands for.
fn by_ending(file: Option<&PathBuf>) -> FormatChoice {
    match file.and_then(|file| file.extension()?.to_str()) {
        Some("svg") => FormatChoice::Svg,
        Some("dot" | "gv") => FormatChoice::Dot,
        Some("mmd" | "mermaid") => FormatChoice::Mermaid,
        _ => FormatChoice::Text,
    }
}

fn title(chosen: &Chosen) -> String {
    let target = format!("DNS of a data plane, Kuma {} on {}", chosen.target.release(), chosen.target.platform());
    chosen.side_car().map_or_else(|| target.clone(), |side_car| format!("{target}: {}", side_car.source.name()))
}
