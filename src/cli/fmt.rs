//! `corefilectl fmt`: templates and Corefiles in canonical layout, in place, as a difference, or as a check.

mod one;

use std::ffi::OsString;

use anyhow::Context as _;
use clap::Args;

use super::choices::KindChoice;
use super::exit::Exit;
use super::input;
use super::io::Io;
use super::lint::run::report_empty_arguments;
use super::unified::Look;
use super::walk::{self, Found, PassedOver};
use super::{repository, show, workers};
use crate::gotemplate::Limits;
use crate::report::findings::{Skipped, Summary, skipped};
use crate::report::visible::visible_line;
use one::{Done, Fate, Formatter};

/// Bring templates and Corefiles into canonical layout
///
/// Only white space is changed, and only where CoreDNS reads the same words before and after, for every data plane and on
/// every way through a template. Comments and actions stay. Folders are walked as by lint: what is called Corefile* or
/// *.corefile*, and templates inside block scalars of ConfigMaps and Helm values. What does not parse is left as it is.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 done, 1 something would change (--check, --diff), 2 a file could not be formatted."
)]
pub struct FmtCommand {
    /// Files, folders, or - for standard input, whose result goes to standard output [default: the working folder]
    #[arg(value_name = "PATH")]
    paths: Vec<OsString>,
    /// Name the files that would change, and change nothing
    #[arg(long)]
    check: bool,
    /// Print what would change, and change nothing
    #[arg(long)]
    diff: bool,
    /// What the inputs are
    #[arg(long = "as", value_enum, value_name = "KIND", default_value = "auto", help_heading = "Inputs")]
    kind: KindChoice,
    /// Further endings of file names that count in folders; repeatable
    #[arg(long, value_name = "EXT", value_delimiter = ',', help_heading = "Inputs")]
    extension: Vec<String>,
    /// Bytes of a file, at most
    #[arg(
        long,
        value_name = "BYTES",
        default_value_t = Limits::default().template,
        hide_short_help = true,
        help_heading = "Limits"
    )]
    max_template: usize,
}

impl FmtCommand {
    pub fn run(self, io: &mut Io<'_>) -> anyhow::Result<Exit> {
        let here = std::env::current_dir().context("the working folder")?;
        let repository = repository::find(&here)?;
        let extensions = self.extension.iter().cloned().chain(repository.extensions.iter().cloned()).collect();
        let listing = walk::list(&self.paths, walk::Rules { extensions, excluded: repository.excluded()? });
        let formatter = Formatter {
            kind: self.kind.kind(),
            max_bytes: self.max_template,
            only_look: self.check || self.diff,
            diff: self.diff,
            look: Look { color: io.terminal.color_stdout, visible: io.terminal.stdout_is_terminal },
            color: io.terminal.color,
        };
        let stdin = listing.files.iter().any(Found::is_stdin);
        let stdin = stdin.then(|| input::read(input::STDIN.as_ref(), self.max_template, Some(one::FLAG), io));
        let one = |found: &Found| match &stdin {
            Some(Ok(bytes)) if found.is_stdin() => formatter.format(found, bytes.clone()),
            Some(Err(error)) if found.is_stdin() => formatter.unreadable(&error.to_string()),
            _ => formatter.file(found),
        };
        let done = workers::all(&listing.files, &one, "formatting", io);

        let nothing = |file: usize| done.get(file).is_some_and(|done| done.fate == Fate::NoTemplate);
        let mut failed = report_empty_arguments(&self.paths, &listing, nothing, io);
        for PassedOver { shown, reason } in &listing.unreadable {
            failed = true;
            show::error(format_args!("{shown}: {reason}"), io);
        }
        for (found, done) in listing.files.iter().zip(&done) {
            self.report(found, done, io)?;
        }
        self.report_skipped(&listing, &done, io);
        let count = |fate: Fate| done.iter().filter(|done| done.fate == fate).count();
        let (changed, unchanged, refused) = (count(Fate::Changed), count(Fate::Unchanged), count(Fate::Failed));
        if changed + unchanged + refused > 0 {
            show::notice(self.summary(changed, unchanged, refused), io);
        }
        failed |= refused > 0;
        Ok(Exit::of_findings(failed, changed > 0 && formatter.only_look, false))
    }

    fn report(&self, found: &Found, done: &Done, io: &mut Io<'_>) -> anyhow::Result<()> {
        for message in &done.messages {
            let _ = writeln!(io.stderr, "{message}");
        }
        io.stdout.write_all(&done.output)?;
        if done.fate == Fate::Changed && self.check && !self.diff {
            writeln!(io.stdout, "{}", visible_line(found.shown.as_bytes()))?;
        }
        Ok(())
    }

    fn report_skipped(&self, listing: &walk::Listing, done: &[Done], io: &mut Io<'_>) {
        let unfit = listing.files.iter().zip(done).filter_map(|(found, done)| match &done.fate {
            Fate::Skipped(reason) => Some(Skipped { path: found.shown.clone(), reason: reason.clone() }),
            _ => None,
        });
        let other =
            listing.skipped.iter().map(|passed| Skipped { path: passed.shown.clone(), reason: passed.reason.clone() });
        let summary = Summary { skipped: unfit.chain(other).collect(), ..Summary::default() };
        if let Some(text) = skipped(&summary) {
            show::notice(text, io);
        }
    }

    fn summary(&self, changed: usize, unchanged: usize, refused: usize) -> String {
        let files = |count: usize| if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
        let is_look = self.check || self.diff;
        let mut parts = Vec::new();
        if changed > 0 {
            parts.push(format!("{} {}", files(changed), if is_look { "would be reformatted" } else { "reformatted" }));
        }
        if unchanged > 0 {
            parts.push(format!(
                "{} {}",
                files(unchanged),
                if is_look { "already formatted" } else { "left unchanged" }
            ));
        }
        if refused > 0 {
            parts.push(format!("{} could not be formatted", files(refused)));
        }
        parts.join(", ")
    }
}
