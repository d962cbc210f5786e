//! `corefilectl completion SHELL`.

use clap::Args;
use clap_complete::Shell;

use super::exit::Exit;
use super::io::Io;

/// Print a completion script for a shell
#[derive(Debug, Args)]
pub struct CompletionCommand {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

impl CompletionCommand {
    pub fn run(self, io: &mut Io<'_>) -> anyhow::Result<Exit> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut super::command(), "corefilectl", &mut script);
        io.stdout.write_all(&script)?;
        Ok(Exit::Success)
    }
}
