//! The ways of a template on Universal, where it is a file on the machine: kuma-cp's configuration or environment, kuma-dp's
//! flag or environment, and a drop-in for the systemd unit of either. The file itself is copied by whoever installs it.

use minijinja::{Value, context};

use super::InstallError;
use super::layout::lay_out;
use super::mounted::absolute;
use crate::mesh::cp_config::KEY;
use crate::mesh::layers::CONTROL_PLANE_VARIABLE;
use crate::mesh::{LayerKind, Release, Setting};

const OVERVIEW: &str = include_str!("../../templates/install/universal.txt.j2");
const YAML: &str = include_str!("../../templates/install/universal.yaml.j2");
const ENV: &str = include_str!("../../templates/install/universal.env.j2");
const FLAGS: &str = include_str!("../../templates/install/universal.flags.j2");
const SYSTEMD: &str = include_str!("../../templates/install/universal.conf.j2");

/// One of the ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A fragment of kuma-cp's configuration. kuma-dp has no configuration file in any release.
    Yaml,
    /// A file of environment variables.
    Env,
    /// The flag of `kuma-dp run`. kuma-cp has none for it.
    Flags,
    /// A drop-in for the systemd unit.
    Systemd,
}

/// A template in a file on the machine.
#[derive(Clone, Debug)]
pub struct Universal {
    release: Release,
    is_control_plane: bool,
    path: String,
}

impl Universal {
    /// The template of `layer` in the file `path`.
    ///
    /// # Errors
    /// A path that one of the ways would take for something else, or a release whose control planes send no template.
    pub fn new(release: Release, layer: LayerKind, path: &str) -> Result<Self, InstallError> {
        let is_control_plane = layer == LayerKind::ControlPlane;
        if is_control_plane && !release.era.has_control_plane_override() {
            return Err(InstallError::NoControlPlaneOverride(release.version));
        }
        if path.ends_with('/') {
            return Err(InstallError::Folder(path.to_owned()));
        }
        Ok(Self { release, is_control_plane, path: absolute("path", path)? })
    }

    /// One of the ways by itself, as a file.
    ///
    /// # Errors
    /// A way that the program does not have, or a mistake in the template of the layout.
    pub fn part(&self, part: Part) -> Result<String, InstallError> {
        let (name, template) = match part {
            Part::Yaml if !self.is_control_plane => {
                return Err(InstallError::Part(
                    "kuma-dp reads no configuration file: take --part env, flags or systemd",
                ));
            }
            Part::Flags if self.is_control_plane => {
                return Err(InstallError::Part("kuma-cp has no flag for it: take --part yaml, env or systemd"));
            }
            Part::Yaml => ("universal.yaml.j2", YAML),
            Part::Env => ("universal.env.j2", ENV),
            Part::Flags => ("universal.flags.j2", FLAGS),
            Part::Systemd => ("universal.conf.j2", SYSTEMD),
        };
        Ok(lay_out(name, template, self.values())?)
    }

    /// All ways with what to know about them, for people.
    ///
    /// # Errors
    /// A mistake in a template of the layout.
    pub fn overview(&self) -> Result<String, InstallError> {
        let first = if self.is_control_plane { Part::Yaml } else { Part::Flags };
        let (first, env, systemd) = (self.part(first)?, self.part(Part::Env)?, self.part(Part::Systemd)?);
        Ok(lay_out("universal.txt.j2", OVERVIEW, context! { first, env, systemd, ..self.values() })?)
    }

    fn values(&self) -> Value {
        let setting = Setting::CoreDnsConfigTemplatePath;
        context! {
            program => if self.is_control_plane { "kuma-cp" } else { "kuma-dp" },
            is_control_plane => self.is_control_plane,
            release => self.release.to_string(),
            path => self.path.as_str(),
            key => KEY,
            flag => setting.flag(),
            variable => if self.is_control_plane { CONTROL_PLANE_VARIABLE } else { setting.variable() },
            has_embedded_dns => self.release.era.has_embedded_dns(),
            has_control_plane_override => self.release.era.has_control_plane_override(),
            proxy_port => Setting::ProxyPort.variable(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mesh::cp_config;
    use crate::mesh::release::find;

    const PATH: &str = "/etc/kuma/corefile.tmpl";

    fn universal(release: &str, layer: LayerKind) -> Universal {
        Universal::new(find(release).unwrap(), layer, PATH).unwrap()
    }

    #[test]
    fn kuma_cp_reads_its_fragment() {
        let yaml = universal("2.7", LayerKind::ControlPlane).part(Part::Yaml).unwrap();
        let config = cp_config::read(yaml.as_bytes(), find("2.7").unwrap().era).unwrap();
        assert_eq!(config.corefile_template_path.unwrap().0, PATH);
        assert!(config.notices.is_empty(), "{:?}", config.notices);
    }

    #[test]
    fn the_ways_name_the_same_file() {
        let last = |text: String| text.lines().last().unwrap().to_owned();
        for (layer, variable) in [
            (LayerKind::ControlPlane, CONTROL_PLANE_VARIABLE),
            (LayerKind::DataPlane, "KUMA_DNS_CORE_DNS_CONFIG_TEMPLATE_PATH"),
        ] {
            let universal = universal("2.14", layer);
            assert_eq!(last(universal.part(Part::Env).unwrap()), format!("{variable}={PATH}"));
            assert_eq!(last(universal.part(Part::Systemd).unwrap()), format!("Environment=\"{variable}={PATH}\""));
            let overview = universal.overview().unwrap();
            assert_eq!(overview.matches(&format!("{variable}={PATH}")).count(), 2, "{overview}");
        }
        let flags = universal("2.5", LayerKind::DataPlane).part(Part::Flags).unwrap();
        assert_eq!(flags, format!("--dns-coredns-config-template-path={PATH}\n"));
    }

    #[test]
    fn what_a_program_does_not_have() {
        assert!(universal("2.7", LayerKind::DataPlane).part(Part::Yaml).is_err());
        assert!(universal("2.7", LayerKind::ControlPlane).part(Part::Flags).is_err());
        assert!(Universal::new(find("2.5").unwrap(), LayerKind::ControlPlane, PATH).is_err());
        assert!(Universal::new(find("2.7").unwrap(), LayerKind::DataPlane, "corefile").is_err());
    }
}
