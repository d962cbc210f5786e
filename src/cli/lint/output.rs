//! In which format findings are printed, and where to.

use std::path::PathBuf;

use super::{FormatChoice, LintCommand};
use crate::cli::input::read_file;
use crate::cli::io::Io;
use crate::cli::{output_file, show};
use crate::report::findings::{self, FindingFormat, Report, Style};

const MAX_TEMPLATE: usize = 1 << 20;

/// How findings are printed.
#[derive(Debug)]
pub struct Layout {
    form: Form,
    file: Option<PathBuf>,
}

#[derive(Debug)]
enum Form {
    Format(FindingFormat),
    Template { name: String, text: String },
}

impl Layout {
    /// What flags and environment say.
    ///
    /// # Errors
    /// A template that cannot be read.
    pub fn new(command: &LintCommand, io: &Io<'_>) -> anyhow::Result<Self> {
        let form = match (&command.output_template, command.output) {
            (Some(path), _) => {
                let text = String::from_utf8(read_file(path, MAX_TEMPLATE, None)?)
                    .map_err(|_| anyhow::anyhow!("{}: not UTF-8", path.display()))?;
                Form::Template { name: path.display().to_string(), text }
            }
            (None, Some(choice)) => Form::Format(choice.into()),
            // What the variable says is the machine's, not the data plane's, so --no-env leaves it.
            (None, None) if (io.environment)("GITHUB_ACTIONS").is_some_and(|value| value == "true") => {
                Form::Format(FindingFormat::Github)
            }
            (None, None) => Form::Format(FindingFormat::Human),
        };
        Ok(Self { form, file: command.output_file.clone() })
    }

    /// Whether the data planes are shown, and whether pictures of chains are.
    pub fn shows(&self) -> (bool, bool) {
        match self.form {
            Form::Format(FindingFormat::Html) => (true, true),
            Form::Format(FindingFormat::Markdown) => (true, false),
            _ => (false, false),
        }
    }

    /// Prints the report.
    ///
    /// # Errors
    /// A template that does not render, or an output that cannot be written.
    pub fn write(&self, report: &Report<'_>, io: &mut Io<'_>) -> anyhow::Result<()> {
        let file = self.file.as_ref().filter(|file| file.as_os_str() != "-");
        let style = Style { color: file.is_none() && io.terminal.color_stdout };
        let tells_skipped = |format: &FindingFormat| match format {
            FindingFormat::Human | FindingFormat::Json | FindingFormat::Sarif | FindingFormat::Junit => true,
            FindingFormat::Html | FindingFormat::Markdown => true,
            FindingFormat::Concise | FindingFormat::Github | FindingFormat::Gitlab => false,
        };
        if !matches!(&self.form, Form::Format(format) if tells_skipped(format))
            && let Some(skipped) = findings::skipped(&report.summary)
        {
            show::notice(skipped, io);
        }
        let bytes = match &self.form {
            Form::Format(format) => findings::render(*format, report, style)?,
            Form::Template { name, text } => findings::render_template(name, text, report)?,
        };
        match file {
            Some(file) => output_file::write(file, &bytes, output_file::MODE)?,
            None => io.stdout.write_all(&bytes)?,
        }
        Ok(())
    }
}

impl From<FormatChoice> for FindingFormat {
    fn from(choice: FormatChoice) -> Self {
        match choice {
            FormatChoice::Human => Self::Human,
            FormatChoice::Concise => Self::Concise,
            FormatChoice::Json => Self::Json,
            FormatChoice::Sarif => Self::Sarif,
            FormatChoice::Github => Self::Github,
            FormatChoice::Gitlab => Self::Gitlab,
            FormatChoice::Junit => Self::Junit,
            FormatChoice::Html => Self::Html,
            FormatChoice::Markdown => Self::Markdown,
        }
    }
}
