//! `.corefilectl.yaml`, searched for from the working folder upwards: pins the target for a repository.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::choices::{EmbeddedDnsChoice, PlatformChoice};
use crate::mesh::yaml;

const NAME: &str = ".corefilectl.yaml";

/// What a repository pins.
#[derive(Debug, Default)]
pub struct Pins {
    /// `mesh-version`.
    pub mesh_version: Option<String>,
    /// `platform`.
    pub platform: Option<PlatformChoice>,
    /// `embedded-dns`.
    pub embedded_dns: Option<EmbeddedDnsChoice>,
    /// The file, if there is one.
    pub file: Option<PathBuf>,
}

/// The pins for somebody who works in `folder`.
///
/// # Errors
/// A file that is there and cannot be understood.
pub fn find(folder: &Path) -> anyhow::Result<Pins> {
    for folder in folder.ancestors() {
        let file = folder.join(NAME);
        match std::fs::read(&file) {
            Ok(text) => {
                let mut pins = read(&text).with_context(|| format!("{} cannot be used", file.display()))?;
                pins.file = Some(file);
                return Ok(pins);
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error).with_context(|| format!("{} cannot be read", file.display())),
        }
    }
    Ok(Pins::default())
}

fn read(text: &[u8]) -> anyhow::Result<Pins> {
    let mut pins = Pins::default();
    let Some(root) = yaml::parse(text).map_err(|error| anyhow::anyhow!("line {}: {error}", error.line))? else {
        return Ok(pins);
    };
    if !matches!(root.value, yaml::Value::Map(_) | yaml::Value::Null) {
        bail!("not a mapping: known keys are mesh-version, platform and embedded-dns");
    }
    for entry in root.json_entries() {
        // The text as written: 2.10 is a version here, not the number 2.1.
        let value = entry.value.text.as_str();
        match entry.key.as_str() {
            "mesh-version" => pins.mesh_version = Some(value.to_owned()),
            "platform" => pins.platform = Some(choice(value, "platform")?),
            "embedded-dns" => pins.embedded_dns = Some(choice(value, "embedded-dns")?),
            other => bail!("unknown key {other:?}: known are mesh-version, platform and embedded-dns"),
        }
    }
    Ok(pins)
}

fn choice<T: clap::ValueEnum>(value: &str, key: &str) -> anyhow::Result<T> {
    T::from_str(value, false).map_err(|_| {
        let known: Vec<_> = T::value_variants()
            .iter()
            .filter_map(|known| Some(known.to_possible_value()?.get_name().to_owned()))
            .collect();
        anyhow::anyhow!("{key}: {value:?} is none of {}", known.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_a_repository_pins() {
        let pins = read(b"mesh-version: 2.10\nplatform: kubernetes\nembedded-dns: cp-off\n").unwrap();
        assert_eq!(pins.mesh_version.as_deref(), Some("2.10"));
        assert_eq!(pins.platform, Some(PlatformChoice::Kubernetes));
        assert_eq!(pins.embedded_dns, Some(EmbeddedDnsChoice::CpOff));
        assert!(read(b"").unwrap().mesh_version.is_none());
        assert!(read(b"version: 2.10\n").unwrap_err().to_string().contains("unknown key"));
        assert!(read(b"platform: vms\n").unwrap_err().to_string().contains("universal, kubernetes"));
    }
}
