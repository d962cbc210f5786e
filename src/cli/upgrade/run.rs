//! The whole run: reads configuration and files, follows them line by line, mends, and prints.

use anyhow::Context as _;

use super::document::{Document, Told};
use super::inputs::{Inputs, Judge};
use super::{FormatChoice, UpgradeCommand, human, markdown, mend};
use crate::cli::exit::Exit;
use crate::cli::io::Io;
use crate::cli::{config_file, output_file, repository, show};
use crate::diagnostic::Severity;
use crate::lint::RULES;
use crate::lint::select::{Selection, Thresholds};
use crate::mesh::layers::CONTROL_PLANE_VARIABLE;
use crate::mesh::{Platform, yaml};
use crate::report::safe_json;
use crate::upgrade::crossing::crossings;
use crate::upgrade::override_file::Course;
use crate::upgrade::{Given, Journey};

/// Runs the command.
pub fn run(command: &UpgradeCommand, io: &mut Io<'_>) -> anyhow::Result<Exit> {
    let journey = Journey::new(&command.from, &command.to)?;
    let Some(release) = journey.from.newest().copied() else { anyhow::bail!("--from names no release") };
    let wishes = command.target.wishes()?;
    if wishes.mesh_version.is_some() && wishes.pinned_by.is_none() {
        anyhow::bail!("--mesh-version: an upgrade has two releases; write --from and --to");
    }
    let platforms = wishes.platform.map_or_else(|| vec![Platform::Universal, Platform::Kubernetes], |one| vec![one]);
    if wishes.platform.is_none() {
        show::notice(
            format_args!("target: {} to {}, universal and kubernetes (default)", journey.from, journey.to),
            io,
        );
    }
    let config = command.target.cp_config.as_ref().map(|path| config_file::source(path, io)).transpose()?;
    let named = config.as_ref().map(|source| config_file::read_source(source, release.era, io)).transpose()?;
    let is_named = named.is_some_and(|config| config.template.is_some());
    let root = config.as_ref().and_then(|source| yaml::parse(source.text()).ok().flatten());
    let here = std::env::current_dir().context("the working folder")?;
    let repository = repository::find(&here)?;
    let rules: Vec<_> = RULES.iter().map(|rule| &rule.info).collect();
    let selection = Selection::new(&rules, &[], &[], &repository.levels(&rules)?)?;
    let inputs = Inputs::read(command, &repository, io)?;
    let here = here.canonicalize().unwrap_or(here);
    let environment = io.environment;
    let of_chart = inputs.chart_variables(io);
    let lookup = |name: &str| command.target.variable(name, environment).or_else(|| of_chart.get(name).cloned());
    let flags = command.target.flags();
    let given = Given {
        platforms: &platforms,
        flags: &flags,
        environment: &lookup,
        config: root.as_ref(),
        embedded_dns: wishes.embedded_dns,
        has_override: is_named || !inputs.files.is_empty() || lookup(CONTROL_PLANE_VARIABLE).is_some(),
    };
    for platform in platforms.iter().filter(|_| given.has_override) {
        if let Some(reason) = given.not_in_force(&journey.from, *platform)? {
            show::notice(
                format_args!("on {} already, {platform}, no Corefile is in force: {reason}", journey.from),
                io,
            );
        }
    }
    let steps = journey.steps();
    let course = Course::new(&journey, &steps, given, command.limits.limits())?;
    let judge = Judge { course: &course, command, here: &here, selection: &selection };
    let mut failed = inputs.failed;
    let mut files = Vec::new();
    for (found, input) in inputs.files {
        let file = judge.file(found, input)?;
        if file.tell_broken(&journey.from.to_string(), io) {
            failed = true;
        } else {
            files.push(file);
        }
    }
    let mut fixed = 0;
    if command.fix || command.diff {
        let mended = mend::all(&mut files, &judge, command.fix, io)?;
        failed |= mended.failed;
        fixed = mended.fixed;
        if command.diff {
            if mended.diff.is_empty() && !failed {
                show::notice(
                    "nothing that --fix would change; without --diff the report says what is left to do by hand",
                    io,
                );
            }
            io.stdout.write_all(mended.diff.as_bytes())?;
            return Ok(Exit::of_findings(failed, !mended.diff.is_empty(), command.exit_zero));
        }
    }
    let crossings = crossings(&journey, &given)?;
    let fail_on = command.fail_on.map(Severity::from).or(repository.fail_on).unwrap_or(Thresholds::default().fail_on);
    let shown: Severity = command.show.into();
    let told = Told::new(&journey, &platforms, &crossings, config.as_ref(), &files, fixed, shown);
    let fails = told.worst().is_some_and(|worst| worst >= fail_on);
    write(command, &told, io)?;
    Ok(Exit::of_findings(failed, fails, command.exit_zero))
}

fn write(command: &UpgradeCommand, told: &Told<'_>, io: &mut Io<'_>) -> anyhow::Result<()> {
    let file = command.output_file.as_ref().filter(|file| file.as_os_str() != "-");
    let bytes = match command.output {
        FormatChoice::Human => human::render(told, file.is_none() && io.terminal.color_stdout).into_bytes(),
        FormatChoice::Json => safe_json::write(&Document::of(told))?,
        FormatChoice::Markdown => markdown::render(&Document::of(told))?.into_bytes(),
    };
    match file {
        Some(file) => output_file::write(file, &bytes, output_file::MODE)?,
        None => io.stdout.write_all(&bytes)?,
    }
    Ok(())
}
