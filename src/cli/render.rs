//! `corefilectl render`: the Corefile that kuma-dp would write, or why it would not start.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;

use super::choices::DataFormat;
use super::exit::Exit;
use super::io::Io;
use super::limits::LimitOptions;
use super::refusal::Refusal;
use super::scene::Scene;
use super::target::TargetOptions;
use super::{explain, output_file, show, source_map, stops, termination_log};
use crate::diagnostic::Diagnostic;
use crate::gotemplate::{Rendered, Template};
use crate::mesh::{Setting, Winner, advice};
use crate::source::Source;

/// Print the Corefile that kuma-dp would write
///
/// Picks the template that wins (data plane, else control plane, else the one built into kuma-dp) and executes it with
/// the values that release, platform, flags and environment give its fields. Where kuma-dp would not start, says why,
/// with the place in the template, and exits with 2.
#[derive(Debug, Args)]
pub struct RenderCommand {
    #[command(flatten)]
    target: TargetOptions,
    /// Render even where the embedded DNS proxy runs and no Corefile is in force
    #[arg(long, help_heading = "Target")]
    ignore_embedded_dns: bool,
    /// Write to FILE, atomically, instead of standard output (-)
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    output_file: Option<PathBuf>,
    /// Permissions of the output file; a kuma-dp that runs as another user cannot read 0600
    #[arg(
        long,
        help_heading = "Output",
        value_name = "OCTAL",
        default_value = "0600",
        value_parser = mode,
        requires = "output_file"
    )]
    mode: u32,
    /// Write which part of the template made which bytes to FILE, as JSON
    #[arg(long, value_name = "FILE", help_heading = "Output", value_parser = real_file)]
    source_map: Option<PathBuf>,
    /// Escape every {{, so that kuma-dp, which executes the file once more, comes to the same Corefile
    #[arg(long, help_heading = "Output")]
    for_kuma_dp: bool,
    /// Write the message of a failure to FILE as well, as it stands: /dev/termination-log in a container
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    termination_log: Option<PathBuf>,
    /// Print every layer and every field's value with its origin instead of the Corefile
    #[arg(long, help_heading = "Output", conflicts_with_all = ["output_file", "source_map", "for_kuma_dp"])]
    explain: bool,
    /// Output format of --explain
    #[arg(
        short,
        long,
        help_heading = "Output",
        value_name = "FORMAT",
        default_value = "table",
        value_enum,
        requires = "explain"
    )]
    output: DataFormat,
    #[command(flatten)]
    limits: LimitOptions,
    // What people try first; it is answered with the right flags.
    #[arg(value_name = "FILE", hide = true)]
    file: Option<OsString>,
}

fn real_file(text: &str) -> Result<PathBuf, String> {
    if text == "-" { Err("standard output is for the Corefile: name a file".to_owned()) } else { Ok(text.into()) }
}

fn mode(text: &str) -> Result<u32, String> {
    u32::from_str_radix(text, 8)
        .ok()
        .filter(|mode| *mode <= 0o777)
        .ok_or_else(|| "not an octal mode between 0 and 0777".to_owned())
}

impl RenderCommand {
    pub fn run(self, io: &mut Io<'_>) -> anyhow::Result<Exit> {
        let done = self.rendered(io);
        if let (Err(error), Some(path)) = (&done, &self.termination_log) {
            termination_log::write(path, error, io);
        }
        done
    }

    fn rendered(&self, io: &mut Io<'_>) -> anyhow::Result<Exit> {
        if let Some(file) = &self.file {
            let file = file.to_string_lossy();
            if matches!(&*file, "true" | "false") {
                anyhow::bail!(
                    "unexpected argument '{file}': a switch takes its value behind =, as in --dns-enabled={file}"
                );
            }
            anyhow::bail!(
                "whose template is {file}? Name the data plane's with --dp-template {file}, the control plane's with \
                 --cp-template {file}"
            );
        }
        let scene = self.target.scene(self.ignore_embedded_dns, self.limits.max_template, io)?;
        let selection = scene.selection();
        if self.explain {
            explain::print(&scene, &selection, self.output, io)?;
            return Ok(if selection.winner.is_ok() { Exit::Success } else { Exit::Failure });
        }
        show::layers(&selection, io);
        let winner = match &selection.winner {
            Ok(winner) => winner,
            Err(reason) => {
                let mut diagnostic = Diagnostic::error(reason.to_string());
                diagnostic.help = reason.ways_out();
                return Err(Refusal::from(diagnostic).into());
            }
        };
        self.write(&scene, winner, io)
    }

    fn write(&self, scene: &Scene, winner: &Winner<'_>, io: &mut Io<'_>) -> anyhow::Result<Exit> {
        let release = scene.target.release();
        let source = Source::new(scene.name_of(winner.kind), winner.text);
        let data = scene.settings.data();
        let limits = self.limits.limits();
        let name = winner.template_name.as_str();
        let rendered = Template::parse(name, winner.text, release.go.line, limits).and_then(|template| {
            let rendered = template.execute(&data).map_err(|failure| failure.error)?;
            if is_random_folder_seen(scene, &rendered) {
                warn_about_folder(&template, &source, io);
            }
            Ok(rendered)
        });
        let rendered = match rendered {
            Ok(rendered) => rendered,
            Err(error) => {
                let help = advice::advise(&error, winner.text, release, &data);
                return Err(Refusal { diagnostic: stops::template(&error, release, help), text: Some(source) }.into());
            }
        };
        let rendered = if self.for_kuma_dp { rendered.as_template() } else { rendered };
        if let Some(path) = &self.source_map {
            output_file::write(path, &source_map::json(scene, winner, &source, &rendered)?, output_file::MODE)?;
        }
        match &self.output_file {
            Some(path) if path.as_os_str() != "-" => output_file::write(path, &rendered.text, self.mode)?,
            _ => io.stdout.write_all(&rendered.text)?,
        }
        Ok(Exit::Success)
    }
}

// kuma-dp never renders an empty folder: it makes one up.
fn is_random_folder_seen(scene: &Scene, rendered: &Rendered) -> bool {
    let folder = scene.target.release().era.schema().field(Setting::ConfigDir.field().as_bytes());
    let is_read = folder.is_some_and(|index| rendered.fields_read >> index & 1 == 1);
    is_read && scene.settings.config_dir_is_unset()
}

fn warn_about_folder(template: &Template, source: &Source, io: &mut Io<'_>) {
    let field = Setting::ConfigDir;
    let mut warning = Diagnostic::warning(format!(
        ".{field} is not set: kuma-dp takes a folder with a random name, here it is empty"
    ))
    .help(format!("set it with --{} or {}", field.flag(), field.variable()));
    if let Some(span) = template.reads_field(field.field()) {
        warning = warning.at(span, "");
    }
    show::diagnostic(&warning, Some(source), io);
}
