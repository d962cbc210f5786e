//! `corefilectl lsp`: the language server on standard input and output. Gives it the pin files, the rules and the imported files
//! of each document's folder, as `lint` has them.

use std::io::BufReader;
use std::path::Path;

use clap::Args;

use super::choices::KindChoice;
use super::exit::Exit;
use super::imports::{Imports, working_folder};
use super::io::Io;
use super::limits::LimitOptions;
use super::refusal::Refusal;
use super::repository;
use super::rule_options::rules;
use super::target::TargetOptions;
use crate::diagnostic::Severity;
use crate::lint::select::Selection;
use crate::lsp::setup::Around;
use crate::lsp::{Ended, Host, Setup, serve};

/// Serve an editor: findings as you type, hover, completion, mends
///
/// Speaks the Language Server Protocol on standard input and output; an editor starts it (docs/editors.md says how). Documents
/// are looked at as by `lint`: for all releases and both platforms, unless flags or a .corefilectl.yaml above the document
/// say otherwise.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 the editor is done, 1 it left without a shutdown, 2 its messages cannot be read."
)]
pub struct LspCommand {
    /// The only way there is; editors pass it
    #[arg(long)]
    stdio: bool,
    /// What documents are
    #[arg(long = "as", value_enum, value_name = "KIND", default_value = "auto", help_heading = "Inputs")]
    kind: KindChoice,
    /// Read imported files outside of the working folder, too
    #[arg(long, help_heading = "Inputs")]
    allow_import_outside: bool,
    #[command(flatten)]
    target: TargetOptions,
    #[command(flatten)]
    limits: LimitOptions,
}

impl LspCommand {
    pub fn run(self, io: &mut Io<'_>) -> anyhow::Result<Exit> {
        if self.target.layers().next().is_some() {
            anyhow::bail!("leave --dp-template and --cp-template out: the editor opens the templates");
        }
        let here = working_folder()?;
        let environment = io.environment;
        let setup = |folder: &Path| self.setup(folder, environment).map_err(|error| told(&error));
        let around = |path: &Path| -> Around {
            let folder = path.parent().unwrap_or(&here);
            let tree = if folder.starts_with(&here) { &here } else { folder };
            let tree = tree.canonicalize().unwrap_or_else(|_| tree.to_path_buf());
            Box::new(Imports::of(path, &tree, self.allow_import_outside))
        };
        let host = Host { setup: &setup, around: &around, folder: &here, pin_file: repository::NAME };
        let ended = serve(BufReader::new(&mut *io.stdin), &mut *io.stdout, &host)?;
        Ok(match ended {
            Ended::Properly => Exit::Success,
            Ended::Abruptly => Exit::Findings,
        })
    }

    fn setup(&self, folder: &Path, environment: &dyn Fn(&str) -> Option<std::ffi::OsString>) -> anyhow::Result<Setup> {
        let repository = repository::find(folder)?;
        let rules = rules();
        let selection = Selection::new(&rules, &[], &[], &repository.levels(&rules)?)?;
        // What lint says about the target would only fill the editor's log.
        let (mut nothing, mut unsaid, mut unheard) = (std::io::empty(), std::io::sink(), std::io::sink());
        let mut alone = Io {
            stdin: &mut nothing,
            stdout: &mut unsaid,
            stderr: &mut unheard,
            environment,
            terminal: super::Terminal::default(),
            stdin_is_taken: true,
        };
        let scope = self.target.lint_scope_for(self.target.wishes_in(folder)?, &mut alone)?;
        Ok(Setup {
            matrix: scope.matrix,
            is_unpinned: scope.is_unpinned,
            not_in_force: scope.not_in_force,
            rules,
            selection,
            show: Severity::Info,
            kind: self.kind.kind(),
            limits: self.limits.limits(),
        })
    }
}

// One line, with the place where there is one.
fn told(error: &anyhow::Error) -> String {
    let place = error.downcast_ref::<Refusal>().and_then(|refusal| {
        let (text, label) = (refusal.text.as_ref()?, refusal.diagnostic.labels.first()?);
        let at = text.position(label.span.start);
        Some(format!("{}:{}:{}: ", text.name(), at.line, at.column))
    });
    format!("{}{error:#}", place.unwrap_or_default())
}
