//! The whole run: finds the files, reads and checks them on all processors, and sees to baseline, mends, output and exit
//! code.

use std::ffi::OsString;
use std::path::Path;

use anyhow::Context as _;

use super::check::{Checked, Checker, Fate, unreadable_file};
use super::{LintCommand, mend, output, page};
use crate::cli::exit::Exit;
use crate::cli::input::{self, read_file};
use crate::cli::io::Io;
use crate::cli::rule_options::rules;
use crate::cli::walk::{self, Found, Listing};
use crate::cli::{output_file, repository, show, workers};
use crate::coredns::host::Host;
use crate::corefile::environment::Nothing;
use crate::diagnostic::FileFindings;
use crate::lint::baseline::{self, Baseline};
use crate::lint::{Linter, RULES};
use crate::report::findings::{Coverage, Report, Skipped, Summary};

const FLAG: &str = "--max-template";

/// Runs the command.
pub fn run(command: &LintCommand, io: &mut Io<'_>) -> anyhow::Result<Exit> {
    let here = std::env::current_dir().context("the working folder")?;
    let repository = repository::find(&here)?;
    let rules = rules();
    let selection = command.rules.selection(&rules, &repository)?;
    let thresholds = command.rules.thresholds(&repository);
    let mut baseline = command.baseline.as_deref().map(read_baseline).transpose()?;
    let layout = output::Layout::new(command, io)?;
    let scope = command.target.lint_scope(io)?;
    let host = Host::side_car();
    let here = here.canonicalize().unwrap_or(here);
    let checker = Checker {
        linter: Linter {
            matrix: &scope.matrix,
            rules: RULES,
            surroundings: &Nothing,
            host: &host,
            limits: command.limits.limits(),
            is_unpinned: scope.is_unpinned,
            not_in_force: scope.not_in_force.as_ref(),
            stop: None,
        },
        rules: &rules,
        selection: &selection,
        kind: command.kind.kind(),
        here: &here,
        allow_import_outside: command.allow_import_outside,
        max_bytes: command.limits.max_template,
    };

    let extensions = command.extension.iter().map(|extension| extension.trim_start_matches('.').to_owned());
    let extensions = extensions.chain(repository.extensions.iter().cloned()).collect();
    let (layers, layer_paths): (Vec<_>, Vec<_>) = command.target.layers().unzip();
    let paths: Vec<OsString> = command.paths.iter().chain(layer_paths).cloned().collect();
    let mut listing = walk::list(&paths, walk::Rules { extensions, excluded: repository.excluded()? });
    for (files, layer) in listing.of_argument.iter().skip(command.paths.len()).zip(layers) {
        for file in files {
            listing.files[*file].layer = Some(layer);
        }
    }
    if let Some(file) = &command.output_file
        && listing.files.iter().any(|found| !found.is_stdin() && output_file::is_same(file, &found.path))
    {
        anyhow::bail!("--output-file {} is one of the files that are checked; name another", file.display());
    }
    let checked = check_all(&listing.files, &checker, io);

    let fates: Vec<Fate> = checked.iter().map(|checked| checked.fate.clone()).collect();
    let mut failed = fates.contains(&Fate::Unreadable) || !listing.unreadable.is_empty();
    failed |= report_empty_arguments(&paths, &listing, |file| fates.get(file) == Some(&Fate::NoTemplate), io);
    let mut summary = Summary {
        suppressed: checked.iter().map(|checked| checked.suppressed).sum(),
        files_checked: fates.iter().filter(|fate| **fate == Fate::Linted).count(),
        ..Summary::default()
    };
    let (mut files, mut unreadable) = (Vec::new(), Vec::new());
    for (found, checked) in listing.files.iter().zip(checked) {
        let file = FileFindings { source: checked.source, findings: checked.findings };
        match checked.fate {
            Fate::Linted => files.push((found, file, checked.seen)),
            Fate::Unreadable => unreadable.push(file),
            Fate::Skipped(reason) => summary.skipped.push(Skipped { path: found.shown.clone(), reason }),
            Fate::NoTemplate => {}
        }
    }
    let skipped = listing.skipped.into_iter().map(|passed| Skipped { path: passed.shown, reason: passed.reason });
    summary.skipped.extend(skipped);
    let hidden = listing.unreadable.iter().map(|passed| unreadable_file(&passed.shown, &passed.reason));
    unreadable.extend(hidden.map(|checked| FileFindings { source: checked.source, findings: checked.findings }));
    if command.diff || command.write_baseline.is_some() {
        for FileFindings { source, findings } in &unreadable {
            findings.iter().for_each(|finding| show::diagnostic(&finding.diagnostic, Some(source), io));
        }
    }

    if command.fix || command.diff {
        let mended = mend::all(&mut files, &checker, &thresholds, baseline.as_ref(), command.fix, io);
        failed |= mended.failed;
        summary.fixed = mended.fixed;
        if command.diff {
            io.stdout.write_all(mended.diff.as_bytes())?;
            return Ok(Exit::of_findings(failed, !mended.diff.is_empty(), command.rules.exit_zero));
        }
    }
    let (found, (mut files, seen)): (Vec<&Found>, (Vec<FileFindings>, Vec<_>)) =
        files.into_iter().map(|(found, file, seen)| (found, (file, seen))).unzip();
    if let Some(file) = &command.write_baseline {
        let baseline = Baseline::of(&files);
        output_file::write(file, baseline.to_json().as_bytes(), output_file::MODE)?;
        let count = baseline.left();
        let findings = if count == 1 { "finding" } else { "findings" };
        show::notice(format_args!("baseline: {count} {findings} in {}", file.display()), io);
        return Ok(Exit::of_findings(failed, false, true));
    }
    if let Some(baseline) = &mut baseline {
        summary.known = files.iter_mut().map(|file| baseline.strike(file)).sum();
    }
    files.extend(unreadable);
    let fails = files.iter().flat_map(|file| &file.findings).any(|finding| thresholds.fails(finding));
    for file in &mut files {
        let before = file.findings.len();
        file.findings.retain(|finding| thresholds.shows(finding));
        summary.hidden += before - file.findings.len();
    }
    let shown = Summary::of(&files);
    let summary = Summary { findings: shown.findings, files_with_findings: shown.files_with_findings, ..summary };
    let coverage = match layout.shows() {
        (false, _) => None,
        (true, pictures) => {
            let chains =
                if pictures { page::chains(&found, &files, &seen, &checker)? } else { page::Chains::default() };
            let page::Chains { drawn, left } = chains;
            Some(Coverage { matrix: &scope.matrix, seen, chains: drawn, without_chain: left })
        }
    };
    let report = Report { files: &files, rules: &rules, summary, coverage: coverage.as_ref(), conclusions: None };
    layout.write(&report, io)?;
    Ok(Exit::of_findings(failed, fails, command.rules.exit_zero))
}

fn read_baseline(file: &Path) -> anyhow::Result<Baseline> {
    let unusable = |error| anyhow::anyhow!("the baseline cannot be read: {error}");
    let text = read_file(file, baseline::MAX_BYTES, None).map_err(unusable)?;
    Baseline::parse(&text)
        .map_err(|error| anyhow::anyhow!("{}:{}:{}: {error}", file.display(), error.line, error.column))
}

/// An argument without a template is a mistake, as it is hardly what was meant; says so and whether there is one.
/// `has_nothing` knows in which files no template is.
pub fn report_empty_arguments(
    paths: &[OsString],
    listing: &Listing,
    has_nothing: impl Fn(usize) -> bool,
    io: &mut Io<'_>,
) -> bool {
    let is_empty = |files: &Vec<usize>| files.iter().all(|file| has_nothing(*file));
    let mut failed = false;
    for (argument, _) in listing.of_argument.iter().enumerate().filter(|(_, files)| is_empty(files)) {
        match paths.get(argument) {
            Some(path) => {
                failed = true;
                let name = input::shown(path);
                show::error(
                    format_args!("{name}: no Corefile template in it (see docs/inputs.md for what counts)"),
                    io,
                );
            }
            None => show::warning("no Corefile template in the working folder; name one, or a folder", io),
        }
    }
    failed
}

/// Reads and checks the files, each on one of all processors; the order is that of the files.
fn check_all(files: &[Found], checker: &Checker<'_>, io: &mut Io<'_>) -> Vec<Checked> {
    let stdin = files.iter().any(Found::is_stdin);
    let stdin = stdin.then(|| input::read(input::STDIN.as_ref(), checker.max_bytes, Some(FLAG), io));
    let one = |found: &Found| match &stdin {
        Some(Ok(text)) if found.is_stdin() => checker.check(found, text.clone()),
        Some(Err(error)) if found.is_stdin() => unreadable_file(&found.shown, &error.to_string()),
        _ => match read_file(&found.path, checker.max_bytes, Some(FLAG)) {
            Ok(text) => checker.check(found, text).without_idle_text(),
            Err(error) => unreadable_file(&found.shown, &error.to_string()),
        },
    };
    workers::all(files, &one, "linting", io)
}
