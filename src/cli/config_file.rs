//! `--cp-config`: kuma-cp's configuration file, read as kuma-cp reads it, with a word about what it passes over.

use std::ffi::OsStr;

use super::control_plane::Naming;
use super::io::Io;
use super::refusal::Refusal;
use super::{input, show};
use crate::diagnostic::Diagnostic;
use crate::mesh::{BuiltinDns, DnsServer, Era, Ipam, cp_config, yaml};
use crate::source::Source;

/// What the file says.
#[derive(Debug)]
pub struct Config {
    /// The control plane's template, if there is one.
    pub template: Option<ConfiguredTemplate>,
    /// What it says about side-cars on Kubernetes.
    pub builtin_dns: BuiltinDns,
    /// What it says about the mesh's domain and virtual IPs.
    dns_server: DnsServer,
    /// What it says about the other ranges of virtual IPs.
    ipam: Ipam,
}

impl Config {
    /// What it says about names and virtual IPs.
    pub fn naming(&self) -> Naming {
        Naming { dns_server: self.dns_server.clone(), ipam: self.ipam.clone() }
    }
}

/// `bootstrapServer.params.corefileTemplatePath`.
#[derive(Debug)]
pub struct ConfiguredTemplate {
    /// The path, as kuma-cp gets it.
    pub path: String,
    /// The configuration file.
    pub file: String,
    /// The line of the value, from 1.
    pub line: usize,
}

/// Reads the file as the kuma-cp of `era` does, and shows what is odd in it.
///
/// # Errors
/// A file that cannot be read, or that kuma-cp would not start with.
pub fn read(path: &OsStr, era: Era, io: &mut Io<'_>) -> anyhow::Result<Config> {
    read_source(&source(path, io)?, era, io)
}

/// The file as it is.
///
/// # Errors
/// A file that cannot be read.
pub fn source(path: &OsStr, io: &mut Io<'_>) -> anyhow::Result<Source> {
    let text = input::read(path, yaml::MAX_BYTES, None, io)?;
    Ok(Source::new(input::shown(path), text))
}

/// [`read`] for a file that is there already.
///
/// # Errors
/// A file that kuma-cp would not start with.
pub fn read_source(source: &Source, era: Era, io: &mut Io<'_>) -> anyhow::Result<Config> {
    let config = match cp_config::read(source.text(), era) {
        Ok(config) => config,
        Err(error) => {
            let diagnostic = Diagnostic::error(error.as_unmarshal_error())
                .at(error.span, "")
                .note("kuma-cp does not start with this configuration");
            return Err(Refusal { diagnostic, text: Some(Source::new(source.name(), source.text())) }.into());
        }
    };
    for notice in &config.notices {
        show::diagnostic(&Diagnostic::warning(notice.to_string()).at(notice.span, ""), Some(source), io);
    }
    let template = config.corefile_template_path.map(|(path, span)| ConfiguredTemplate {
        path,
        file: source.name().to_owned(),
        line: source.position(span.start).line,
    });
    let (dns_server, ipam) = (config.dns_server, config.ipam);
    Ok(Config { template, builtin_dns: config.builtin_dns, dns_server, ipam })
}
