//! `corefilectl man`: the manual pages, from the definition of the command line and from `sections`. Nothing here knows
//! where pages are installed; compressing them is the packager's business.

mod sections;

use std::ffi::OsString;
use std::path::Path;

use anyhow::{Context as _, bail};
use clap::{Args, Command};
use clap_mangen::Man;

use super::exit::Exit;
use super::io::Io;
use super::output_file;

/// Print a manual page, or write all of them
///
/// `corefilectl man lint | man -l -` shows one.
#[derive(Debug, Args)]
pub struct ManCommand {
    /// The command that the page is about, such as `lint` or `install kubernetes` [default: corefilectl itself]
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,
    /// Write all pages into this folder, as corefilectl.1, corefilectl-render.1 and so on
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    dir: Option<OsString>,
}

impl ManCommand {
    pub fn run(self, io: &mut Io<'_>) -> anyhow::Result<Exit> {
        let root = documented();
        match &self.dir {
            Some(folder) => write_all(&root, Path::new(folder))?,
            None => io.stdout.write_all(&page(named(&root, &self.command)?)?)?,
        }
        Ok(Exit::Success)
    }
}

/// The command line with all names filled in, without the commands that only help.
fn documented() -> Command {
    let mut root = super::command().disable_help_subcommand(true);
    root.build();
    root
}

fn named<'c>(root: &'c Command, path: &[String]) -> anyhow::Result<&'c Command> {
    let mut command = root;
    for name in path {
        let Some(below) = command.find_subcommand(name).filter(|below| !below.is_hide_set()) else {
            let known: Vec<_> = shown(command).map(Command::get_name).collect();
            let bin = command.get_bin_name().unwrap_or(command.get_name());
            if known.is_empty() {
                bail!("there is no page {name:?} below {bin}, which has no commands of its own");
            }
            bail!("there is no page {name:?} below {bin}: there are {}", known.join(", "));
        };
        command = below;
    }
    Ok(command)
}

fn shown(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|command| !command.is_hide_set())
}

fn write_all(root: &Command, folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let mut waiting = vec![root];
    while let Some(command) = waiting.pop() {
        let file = folder.join(format!("{}.1", name(command)));
        output_file::write(&file, &page(command)?, output_file::MODE)?;
        waiting.extend(shown(command));
    }
    Ok(())
}

/// The page's name, `corefilectl-install-helm`.
fn name(command: &Command) -> &str {
    command.get_display_name().unwrap_or_else(|| command.get_name())
}

/// The page in roff. It has no date, so that the same program prints the same page.
fn page(command: &Command) -> std::io::Result<Vec<u8>> {
    let man = Man::new(command.clone());
    // clap_mangen leaves an empty date out, and what follows moves up.
    let title = name(command).to_uppercase();
    let mut roff =
        format!(".TH {title} 1 \"\" \"corefilectl {}\" \"corefilectl\"\n", env!("CARGO_PKG_VERSION")).into_bytes();
    man.render_name_section(&mut roff)?;
    sections::synopsis(command).to_writer(&mut roff)?;
    man.render_description_section(&mut roff)?;
    man.render_options_section(&mut roff)?;
    if shown(command).next().is_some() {
        man.render_subcommands_section(&mut roff)?;
    }
    sections::of(command).to_writer(&mut roff)?;
    Ok(roff)
}
