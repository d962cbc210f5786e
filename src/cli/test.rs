//! `corefilectl test`: the user's own expectations of queries, as files of tests.

mod human;
mod json;
mod junit;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, ValueEnum};

use super::exit::Exit;
use super::imports::{Imports, working_folder};
use super::io::Io;
use super::limits::LimitOptions;
use super::refusal::Refusal;
use super::side_car::{parse_mesh_file, read_mesh_file, suppositions, warn_of_idle};
use super::target::ReleaseOptions;
use super::{input, output_file, show};
use crate::chain::{Answering, MeshFile, mesh_file};
use crate::diagnostic::Diagnostic;
use crate::expect::prepare::{PrepareError, Written};
use crate::expect::suite::{Aim, MAX_BYTES};
use crate::expect::{Case, Prepared, Suite};
use crate::mesh::{BuiltinDns, Target, yaml};
use crate::report::safe_json;
use crate::source::Source;

/// What files of tests end in, where none is named.
const ENDINGS: [&str; 2] = [".dns-test.yaml", ".dns-test.yml"];
/// Folders are searched so deep.
const MAX_DEPTH: usize = 64;

/// Check that queries come out as expected, on every target of a file of tests
///
/// A file names a template, targets, what stands around, and queries with what must come out: who answers, the rcode, the
/// addresses. docs/test.md describes the format. Paths in it are relative to the file. --mesh-version, --platform and
/// --embedded-dns name a target to run all tests on instead of the files' own, as before an upgrade.
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 all tests pass, 1 one fails, 2 the work could not be done.")]
pub struct TestCommand {
    /// Files of tests, folders with *.dns-test.yaml, - for standard input [default: the working folder]
    #[arg(value_name = "FILE")]
    files: Vec<OsString>,
    /// Services and resolvers for files that say nothing about them
    #[arg(long, value_name = "FILE")]
    mesh_file: Option<OsString>,
    /// Show the tests that pass, too
    #[arg(short, long)]
    verbose: bool,
    /// Output format
    #[arg(short, long, value_name = "FORMAT", default_value = "human", value_enum, help_heading = "Output")]
    output: TestFormat,
    /// Write to FILE, atomically, instead of standard output
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    output_file: Option<PathBuf>,
    #[command(flatten)]
    release: ReleaseOptions,
    #[command(flatten)]
    limits: LimitOptions,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum TestFormat {
    /// What fails, with the walk that shows it
    #[value(alias = "text")]
    Human,
    /// All results
    Json,
    /// JUnit XML
    Junit,
}

/// A file with its targets made ready.
struct Ready {
    source: Source,
    suite: Suite,
    targets: Vec<Prepared>,
}

/// The results of a file.
pub struct Results<'a> {
    /// The file.
    pub source: &'a Source,
    /// What came of each test, on each target.
    pub cases: Vec<Case<'a>>,
    /// The line of each test of the file.
    lines: Vec<usize>,
}

impl Results<'_> {
    /// Where a test stands.
    pub fn line(&self, case: &Case<'_>) -> usize {
        self.lines.get(case.test).copied().unwrap_or(1)
    }
}

/// Tests that pass and tests that fail.
pub fn counts(results: &[Results<'_>]) -> (usize, usize) {
    let cases = || results.iter().flat_map(|results| &results.cases);
    let passed = cases().filter(|case| case.mismatches.is_empty()).count();
    (passed, cases().count() - passed)
}

impl TestCommand {
    pub fn run(self, io: &mut Io<'_>) -> anyhow::Result<Exit> {
        let mesh = self.mesh_file.as_ref().map(|path| read_mesh_file(path, io)).transpose()?;
        let mut files = Vec::new();
        for file in &self.files {
            if Path::new(file).is_dir() { files.extend(found(Path::new(file))?) } else { files.push(file.clone()) }
        }
        if self.files.is_empty() {
            files = found(Path::new("."))?;
        }
        if files.is_empty() {
            anyhow::bail!("no file of tests: name one, or call it NAME{}", ENDINGS[0]);
        }
        // The target of files that name none; it is told once.
        let mut target = None;
        let ready = files.iter().map(|file| self.ready(file, mesh.as_ref(), &mut target, io));
        let ready: Vec<Ready> = ready.collect::<anyhow::Result<_>>()?;
        let results: Vec<Results<'_>> = ready.iter().map(Ready::run).collect();
        let text = match self.output {
            TestFormat::Human => {
                let color = self.output_file.is_none() && io.terminal.color_stdout;
                human::render(&results, self.verbose, color).into_bytes()
            }
            TestFormat::Json => safe_json::write(&json::Document::new(&results))?,
            TestFormat::Junit => junit::render(&results).into_bytes(),
        };
        match &self.output_file {
            Some(path) if path.as_os_str() != "-" => output_file::write(path, &text, output_file::MODE)?,
            _ => io.stdout.write_all(&text)?,
        }
        Ok(if counts(&results).1 == 0 { Exit::Success } else { Exit::Findings })
    }

    fn ready(
        &self,
        file: &OsString,
        mesh: Option<&(MeshFile, Source)>,
        target: &mut Option<Target>,
        io: &mut Io<'_>,
    ) -> anyhow::Result<Ready> {
        let text = input::read(file, MAX_BYTES, None, io)?;
        let source = Source::new(input::shown(file), text);
        let suite = match Suite::parse(source.text()) {
            Ok(suite) => suite,
            Err(error) => {
                let diagnostic = Diagnostic::error(error.message).at(error.span, "");
                return Err(refuse(diagnostic.help("docs/test.md describes the format"), source));
            }
        };
        let folder =
            if file == input::STDIN { Path::new("") } else { Path::new(file).parent().unwrap_or(Path::new("")) };
        // What is wrong with the value of a key, where it stands in this file.
        let at = |path: &[&str], message: String| {
            let span = yaml::place_of(source.text(), path);
            refuse(Diagnostic::error(message).at(span, ""), Source::new(source.name(), source.text()))
        };
        let key = if suite.template.is_some() { "template" } else { "corefile" };
        let written = suite.template.as_ref().or(suite.corefile.as_ref()).map(|path| folder.join(path));
        let read = written.map(|path| {
            let text = read_named(&path, self.limits.max_template, Some("--max-template"));
            text.map(|text| (path.to_string_lossy().into_owned(), text)).map_err(|message| at(&[key], message))
        });
        let read = read.transpose()?;
        let own_mesh = suite.mesh_file.as_ref().map(|path| {
            let path = folder.join(path);
            let text = read_named(&path, mesh_file::MAX_BYTES, None).map_err(|message| at(&["mesh-file"], message))?;
            parse_mesh_file(Source::new(path.to_string_lossy(), text))
        });
        let own_mesh = own_mesh.transpose()?;
        let outer = own_mesh.as_ref().or(mesh);
        let mesh = suite.mesh.as_ref().or(outer.map(|(file, _)| file));
        suite
            .check_words(mesh)
            .map_err(|(path, message)| at(&path.iter().map(String::as_str).collect::<Vec<_>>(), message))?;
        let here = working_folder()?;
        let place = read.as_ref().map_or_else(PathBuf::new, |(path, _)| PathBuf::from(path));
        let imports = Imports::of(&place, &here, false);
        let written = read.as_ref().map(|(name, text)| Written { name, text });
        let mut targets = Vec::new();
        for aim in self.aims(&suite, target, io)? {
            let prepared = Prepared::new(&suite, &aim, written, mesh, self.limits.limits(), &imports);
            targets.push(prepared.map_err(|error| match (error, &suite.mesh, outer) {
                (PrepareError::Mesh(error), None, Some((_, mesh))) => {
                    let span = error.span(mesh.text(), &[]);
                    refuse(Diagnostic::error(error.message).at(span, ""), Source::new(mesh.name(), mesh.text()))
                }
                (PrepareError::Mesh(error), ..) => {
                    let below: Vec<&str> =
                        std::iter::once("mesh").chain(error.path.iter().map(String::as_str)).collect();
                    at(&below, error.message)
                }
                (PrepareError::Settings(message), ..) => at(&["targets"], message),
            })?);
        }
        tell(&source, &suite, read.as_ref().map(|(name, _)| name.as_str()), mesh, &targets, io);
        Ok(Ready { source, suite, targets })
    }

    /// The target that flags name, else those of the file, else that of the repository's pins.
    fn aims(&self, suite: &Suite, target: &mut Option<Target>, io: &mut Io<'_>) -> anyhow::Result<Vec<Aim>> {
        if suite.targets.is_empty() || self.release.is_given() {
            let target = match target {
                Some(target) => *target,
                None => *target.insert(self.release.chosen(io)?.target(&BuiltinDns::default(), io)?),
            };
            return Ok(vec![Aim { target, flags: Vec::new() }]);
        }
        suite.targets.iter().map(|entry| entry.aim().map_err(|(_, message)| anyhow::Error::msg(message))).collect()
    }
}

impl Ready {
    fn run(&self) -> Results<'_> {
        let cases = self.targets.iter().flat_map(|prepared| prepared.run(&self.suite));
        let root = yaml::parse(self.source.text()).ok().flatten();
        let tests = root.as_ref().map_or(&[][..], |root| root.at(&["tests"]).items());
        let lines = tests.iter().map(|test| self.source.position(test.place().start).line);
        Results { source: &self.source, cases: cases.collect(), lines: lines.collect() }
    }
}

fn refuse(diagnostic: Diagnostic, source: Source) -> anyhow::Error {
    Refusal { diagnostic, text: Some(source) }.into()
}

/// Says what of a file is not looked at, and what is supposed, once for all of its targets.
fn tell(
    source: &Source,
    suite: &Suite,
    written: Option<&str>,
    mesh: Option<&MeshFile>,
    targets: &[Prepared],
    io: &mut Io<'_>,
) {
    let mut told: Vec<String> = Vec::new();
    let has_queries = suite.tests.iter().any(|test| test.queries().is_ok_and(|queries| !queries.is_empty()));
    for prepared in targets {
        if let (Some(Answering::Other(reason)), Some(name)) = (prepared.answering(), written) {
            warn_of_idle(name, reason, io);
        }
        let suppositions = suppositions(&prepared.settings, mesh, &prepared.up);
        for supposition in suppositions.into_iter().filter(|_| has_queries) {
            if !told.contains(&supposition) {
                show::notice(format_args!("{}: supposed: {supposition}", source.name()), io);
                told.push(supposition);
            }
        }
    }
}

/// Reads a file that a file of tests names. Nobody sits before such a file, so that it has to be one that comes to an end.
fn read_named(path: &Path, limit: usize, flag: Option<&'static str>) -> Result<Vec<u8>, String> {
    if std::fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir()) {
        return Err(format!("{} is no regular file", path.display()));
    }
    input::read_file(path, limit, flag).map_err(|error| error.to_string())
}

/// The files of tests below a folder that no `.gitignore` leaves out, by name.
fn found(folder: &Path) -> anyhow::Result<Vec<OsString>> {
    let mut files = Vec::new();
    let walk = ignore::WalkBuilder::new(folder).require_git(false).max_depth(Some(MAX_DEPTH)).build();
    for entry in walk {
        let entry = entry.with_context(|| format!("{} cannot be searched", folder.display()))?;
        let is_ours =
            entry.file_name().to_str().is_some_and(|name| ENDINGS.iter().any(|ending| name.ends_with(ending)));
        if is_ours && entry.file_type().is_some_and(|kind| kind.is_file()) {
            let path = entry.path();
            files.push(path.strip_prefix(".").unwrap_or(path).as_os_str().to_owned());
        }
    }
    files.sort();
    Ok(files)
}
