//! `corefilectl doctor`: what is in force for the data planes that configuration files, objects and command lines show, and what
//! is wrong around it.

mod document;
mod inputs;
mod lint;
mod trace;
mod words;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;

use super::choices::qtype;
use super::exit::Exit;
use super::io::Io;
use super::limits::LimitOptions;
use super::lint::FormatChoice;
use super::rule_options::{RuleOptions, rules};
use super::target::ReleaseOptions;
use super::{output_file, repository, show};
use crate::diagnostic::FileFindings;
use crate::doctor::control_plane::cluster_ranges;
use crate::doctor::{Asked, examine};
use crate::mesh::{DEFAULT_LINE, release};
use crate::report::findings::{self, FindingFormat, Report, Skipped, Style, Summary};
use crate::report::visible::visible_line;

/// Say which Corefile is in force for data planes, and what is wrong around it
///
/// Takes what there is, in any mix: kuma-cp's YAML, values of the Helm chart, ConfigMaps, Deployments, Pods and other
/// objects, environment files, systemd units, scripts with command lines of kuma-dp, kuma-cp, kumactl and helm:
/// kubectl get pods,deployments,configmaps -A -o yaml | corefilectl doctor -
/// Says in one sentence for each class of data planes which Corefile is in force and why; --lint and --trace look at it.
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 clean, 1 a finding at or above --fail-on, 2 the work could not be done. Rules: \
                        corefilectl explain CF404.")]
pub struct DoctorCommand {
    /// Files, folders, or - for standard input [default: the working folder]
    #[arg(value_name = "PATH")]
    paths: Vec<OsString>,
    #[command(flatten)]
    release: ReleaseOptions,
    /// Ranges of the cluster's own addresses, such as those of Services and Pods; repeatable
    #[arg(long, value_name = "CIDR", value_delimiter = ',', help_heading = "Target")]
    cluster_cidr: Vec<String>,
    /// Lint the Corefile template of every class
    #[arg(long, help_heading = "Corefiles")]
    lint: bool,
    /// Follow a query for NAME through the Corefile of every class
    #[arg(long, value_name = "NAME", help_heading = "Corefiles")]
    trace: Option<String>,
    /// Type of the query's record
    #[arg(long = "type", value_name = "TYPE", default_value = "A", value_parser = qtype, requires = "trace", help_heading = "Corefiles")]
    qtype: u16,
    /// Services of the mesh for --trace, as docs/mesh-file.md describes it
    #[arg(long, value_name = "FILE", requires = "trace", help_heading = "Corefiles")]
    mesh_file: Option<OsString>,
    #[command(flatten)]
    rules: RuleOptions,
    /// Output format [default: human; github in GitHub Actions]
    #[arg(short, long, visible_alias = "format", value_enum, value_name = "FORMAT", help_heading = "Output")]
    output: Option<FormatChoice>,
    /// Write to FILE, atomically, instead of standard output
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    output_file: Option<PathBuf>,
    #[command(flatten)]
    limits: LimitOptions,
}

impl DoctorCommand {
    pub fn run(self, io: &mut Io<'_>) -> anyhow::Result<Exit> {
        let here = std::env::current_dir()?;
        let repository = repository::find(&here)?;
        let rules = rules();
        let selection = self.rules.selection(&rules, &repository)?;
        let thresholds = self.rules.thresholds(&repository);
        let inputs = inputs::read(&self.paths, repository.excluded()?, io)?;
        let asked = self.asked()?;
        let diagnosis = examine(&inputs.sources, &asked);
        if diagnosis.recognised == 0 && diagnosis.findings.iter().all(Vec::is_empty) {
            anyhow::bail!(
                "nothing about the DNS of a mesh in it: looked for kuma-cp's configuration, values of the chart, Kubernetes \
                 objects, KUMA_… variables and command lines (see docs/doctor.md)"
            );
        }
        for notice in &diagnosis.notices {
            if let Some(source) = inputs.sources.get(notice.place.file) {
                let at = source.position(notice.place.span.start);
                let text = visible_line(notice.text.as_bytes());
                show::notice(format_args!("{}:{}: {text}", source.name(), at.line), io);
            }
        }
        let classes = diagnosis.classes;
        let mut findings = diagnosis.findings;
        if self.lint {
            lint::add(&classes, &inputs.sources, self.limits.limits(), &mut findings, io)?;
        }
        let walks = match &self.trace {
            Some(name) => self.walks(name, &classes, io)?,
            None => Vec::new(),
        };
        let mut files: Vec<FileFindings> = inputs::without_secrets(inputs.sources, &diagnosis.secrets)
            .into_iter()
            .zip(findings)
            .map(|(source, findings)| FileFindings { source, findings })
            .collect();
        let mut summary = Summary { skipped: inputs.skipped, ..Summary::default() };
        let mut fails = false;
        for file in &mut files {
            file.findings.retain(|finding| selection.runs(finding.code));
            file.findings.iter_mut().for_each(|finding| selection.set_severity(finding));
            fails |= file.findings.iter().any(|finding| thresholds.fails(finding));
            let before = file.findings.len();
            file.findings.retain(|finding| thresholds.shows(finding));
            summary.hidden += before - file.findings.len();
        }
        let shown = Summary::of(&files);
        let summary = Summary { skipped: summary.skipped, hidden: summary.hidden, ..shown };
        let conclusions: Vec<String> = classes.iter().map(crate::doctor::class::Class::sentence).collect();
        let report = Report { files: &files, rules: &rules, summary, coverage: None, conclusions: Some(&conclusions) };
        let format = match self.output {
            Some(choice) => FindingFormat::from(choice),
            None if (io.environment)("GITHUB_ACTIONS").is_some_and(|value| value == "true") => FindingFormat::Github,
            None => FindingFormat::Human,
        };
        let file = self.output_file.as_ref().filter(|file| file.as_os_str() != "-");
        let color = file.is_none() && io.terminal.color_stdout;
        let bytes = match format {
            FindingFormat::Json => document::render(&report, &classes, &walks)?,
            FindingFormat::Human => {
                let mut text = findings::render(format, &report, Style { color })?;
                text.extend(words::classes(&classes, &walks).into_bytes());
                text
            }
            format => findings::render(format, &report, Style { color })?,
        };
        match file {
            Some(file) => output_file::write(file, &bytes, output_file::MODE)?,
            None => io.stdout.write_all(&bytes)?,
        }
        Ok(Exit::of_findings(inputs.failed, fails, self.rules.exit_zero))
    }

    fn asked(&self) -> anyhow::Result<Asked> {
        let wishes = self.release.wishes()?;
        let named = wishes.mesh_version.as_deref();
        let release = release::find(named.unwrap_or(DEFAULT_LINE)).map_err(|error| match &wishes.pinned_by {
            Some(file) => anyhow::anyhow!("{}: mesh-version: {error}", file.display()),
            None => anyhow::Error::msg(error),
        })?;
        let ranges = cluster_ranges(&self.cluster_cidr).map_err(anyhow::Error::msg)?;
        let release_is_named = named.is_some();
        Ok(Asked { release, release_is_named, platform: wishes.platform, embedded_dns: wishes.embedded_dns, ranges })
    }

    fn walks(
        &self,
        name: &str,
        classes: &[crate::doctor::class::Class],
        io: &mut Io<'_>,
    ) -> anyhow::Result<Vec<Option<trace::Walked>>> {
        let color = io.terminal.color_stdout && self.output_file.is_none();
        let question = trace::Question {
            name,
            qtype: self.qtype,
            mesh_file: self.mesh_file.as_ref(),
            limits: self.limits.limits(),
            color,
        };
        trace::all(&question, classes, io)
    }
}

/// What is read.
struct Inputs {
    sources: Vec<crate::source::Source>,
    skipped: Vec<Skipped>,
    /// Something could not be read.
    failed: bool,
}
