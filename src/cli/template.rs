//! `corefilectl template`: the go-template engine by itself, for any data.

use std::ffi::OsString;

use clap::{Args, ValueEnum};
use serde::Deserialize as _;

use super::exit::Exit;
use super::input;
use super::io::Io;
use super::limits::LimitOptions;
use super::refusal::Refusal;
use crate::diagnostic::Diagnostic;
use crate::gotemplate::{Data, GoVersion, Phase, Template};
use crate::mesh::{hostname_generator, yaml};
use crate::source::Source;

const MAX_DATA: usize = 64 << 20;

/// Execute a go-template with data of your own
///
/// Kuma's VirtualOutbound uses the same language, and so does HostnameGenerator, with its function `label` (--functions
/// hostname-generator). Prints what Go's text/template prints for the given Go release, or its message.
#[derive(Debug, Args)]
pub struct TemplateCommand {
    /// The template; - is standard input
    file: OsString,
    /// The data: JSON, or YAML as Kuma reads it (1.1); - is standard input [default: nothing]
    #[arg(long, value_name = "FILE")]
    data: Option<OsString>,
    /// The Go release whose text/template is followed, 1.15 to 1.27
    #[arg(long, value_name = "VERSION", default_value_t = GoVersion::NEWEST)]
    go: GoVersion,
    /// What whole numbers in the data are
    #[arg(long, value_enum, default_value = "float")]
    numbers: Numbers,
    /// Functions beside Go's own
    #[arg(long, value_enum, default_value = "none")]
    functions: Functions,
    /// A label that the function `label` finds; may be repeated
    #[arg(long, value_name = "KEY=VALUE", value_parser = label)]
    label: Vec<(String, String)>,
    /// What messages call the template [default: its file's name]
    #[arg(long)]
    name: Option<OsString>,
    #[command(flatten)]
    limits: LimitOptions,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Numbers {
    /// int64, as typed programs pass them
    Int,
    /// float64, as Go's encoding/json makes them
    Float,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Functions {
    /// None
    None,
    /// `label`, as in HostnameGenerators
    HostnameGenerator,
}

fn label(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("write KEY=VALUE")?;
    Ok((key.to_owned(), value.to_owned()))
}

impl TemplateCommand {
    pub fn run(self, io: &mut Io<'_>) -> anyhow::Result<Exit> {
        let limits = self.limits.limits();
        let text = input::read(&self.file, limits.template, Some("--max-template"), io)?;
        let data = match &self.data {
            Some(path) => self.data(path, io)?,
            None => Data::Nil,
        };
        let source = Source::new(input::shown(&self.file), text);
        if !self.label.is_empty() && self.functions == Functions::None {
            anyhow::bail!("nobody asks for a --label without --functions hostname-generator");
        }
        let functions = if self.functions == Functions::None { &[] } else { hostname_generator::FUNCTIONS };
        let found = |key: &[u8]| self.label.iter().rev().find(|(own, _)| own.as_bytes() == key);
        let lookup = |_: &str, key: &[u8]| match found(key) {
            Some((_, value)) => Ok(value.clone().into_bytes()),
            None => Err(hostname_generator::no_label(key)),
        };
        let rendered = Template::parse_with(self.template_name(), source.text(), self.go, limits, functions)
            .and_then(|template| template.execute_with(&data, &lookup).map_err(|failure| failure.error));
        let error = match rendered {
            Ok(rendered) => {
                io.stdout.write_all(&rendered.text)?;
                return Ok(Exit::Success);
            }
            Err(error) => error,
        };
        let mut diagnostic =
            Diagnostic::error(error.to_string()).at(error.span, String::from_utf8_lossy(&error.detail));
        if error.phase == Phase::Panic {
            diagnostic = diagnostic.note(format!("Go {} panics here", self.go));
        }
        if !self.go.is_recorded() {
            diagnostic = diagnostic.note(format!("the behaviour of Go {} is not recorded", self.go));
        }
        Err(Refusal { diagnostic, text: Some(source) }.into())
    }

    fn template_name(&self) -> Vec<u8> {
        use std::os::unix::ffi::OsStrExt as _;
        let path = std::path::Path::new(&self.file);
        let name = self.name.as_deref().or(path.file_name()).unwrap_or(&self.file);
        if name == "-" { b"<stdin>".to_vec() } else { name.as_bytes().to_vec() }
    }

    fn data(&self, path: &OsString, io: &mut Io<'_>) -> anyhow::Result<Data> {
        let text = input::read(path, MAX_DATA, None, io)?;
        let shown = input::shown(path);
        let json = if shown.ends_with(".json") {
            text
        } else {
            let node = yaml::parse(&text)
                .map_err(|error| anyhow::anyhow!("{shown}:{}:{}: {error}", error.line, error.column))?;
            let json = node.map_or_else(|| Ok("null".to_owned()), |node| node.to_json());
            let json = json.map_err(|error| {
                let position = Source::new("", text).position(error.span().start);
                anyhow::anyhow!("{shown}:{}:{}: {error}", position.line, position.column)
            });
            json?.into_bytes()
        };
        // The bound on nesting is that of the data, so the reader's own goes.
        let mut reader = serde_json::Deserializer::from_slice(&json);
        reader.disable_recursion_limit();
        let data = Data::deserialize(&mut reader).and_then(|data| reader.end().map(|()| data));
        let data = data.map_err(|error| {
            let message = error.to_string();
            let reason = message.split(" at line ").next().unwrap_or_default();
            anyhow::anyhow!("{shown}:{}:{}: not JSON: {reason}", error.line(), error.column().max(1))
        })?;
        Ok(if self.numbers == Numbers::Float { data.with_float_numbers() } else { data })
    }
}
