//! `--cp-config`: kuma-cp's configuration file, read as kuma-cp reads it, with a word about what it passes over.

use std::ffi::OsStr;

use super::exit::Exit;
use super::io::Io;
use super::{input, show};
use crate::diagnostic::Diagnostic;
use crate::mesh::{BuiltinDns, cp_config};
use crate::source::Source;

// Far beyond any real configuration.
const MAX_CONFIG: usize = 4 << 20;

/// What the file says.
pub struct Config {
    /// The control plane's template, if there is one.
    pub template: Option<ConfiguredTemplate>,
    /// What it says about side-cars on Kubernetes.
    pub builtin_dns: BuiltinDns,
}

/// `bootstrapServer.params.corefileTemplatePath`.
pub struct ConfiguredTemplate {
    /// The path, as kuma-cp gets it.
    pub path: String,
    /// The configuration file.
    pub file: String,
    /// The line of the value, from 1.
    pub line: usize,
}

/// Reads the file and shows what is odd in it; `Err(Exit)` when it cannot be used and that has been shown.
pub fn read(path: &OsStr, io: &mut Io<'_>) -> anyhow::Result<Result<Config, Exit>> {
    let text = input::read(path, MAX_CONFIG, "nothing", io)?;
    let source = Source::new(input::shown(path), text);
    let config = match cp_config::read(source.text()) {
        Ok(config) => config,
        Err(error) => {
            let shown = Diagnostic::error(error.as_unmarshal_error())
                .at(error.span, "")
                .note("kuma-cp does not start with this configuration");
            show::diagnostic(&shown, Some(&source), io);
            return Ok(Err(Exit::Failure));
        }
    };
    for notice in &config.notices {
        show::diagnostic(&Diagnostic::warning(notice.to_string()).at(notice.span, ""), Some(&source), io);
    }
    let template = config.corefile_template_path.map(|(path, span)| ConfiguredTemplate {
        path,
        file: source.name().to_owned(),
        line: source.position(span.start).line,
    });
    Ok(Ok(Config { template, builtin_dns: config.builtin_dns }))
}
