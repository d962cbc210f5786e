//! Data planes that are alike, and the one sentence that says which Corefile is in force for them, and why.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::data_plane::{Standing, Verdict, values};
use super::evidence::DataPlane;
use crate::mesh::{LayerKind, NotInForce, Platform, Setting};

/// Data planes that are alike.
#[derive(Debug)]
pub struct Class {
    /// The first of them, in the order of the inputs.
    pub names: Vec<Arc<str>>,
    /// How many there are; 0 for those that no input shows.
    pub count: usize,
    /// What holds for them.
    pub standing: Standing,
    /// The inputs leave something open that it depends on.
    pub is_open: bool,
}

/// How many names of a class are kept.
const NAMES: usize = 3;

/// Puts data planes that are alike together, in the order of the first of each.
#[derive(Debug, Default)]
pub struct Classes {
    /// The inputs leave something open about the control plane, or could not be read to their ends.
    pub is_open: bool,
    of_key: BTreeMap<String, usize>,
    classes: Vec<Class>,
}

impl Classes {
    /// Adds a data plane.
    pub fn add(&mut self, data_plane: &DataPlane, standing: Standing) {
        let is_open = self.is_open || super::open::is_unseen(data_plane);
        let key = format!("{is_open} {}", key(&standing));
        match self.of_key.get(&key).and_then(|index| self.classes.get_mut(*index)) {
            Some(class) => {
                class.count += 1;
                if class.names.len() < NAMES {
                    class.names.push(data_plane.name.clone());
                }
            }
            None => {
                self.of_key.insert(key, self.classes.len());
                self.classes.push(Class { names: vec![data_plane.name.clone()], count: 1, standing, is_open });
            }
        }
    }

    /// Adds what holds for data planes that no input shows.
    pub fn add_unseen(&mut self, standing: Standing) {
        self.classes.push(Class { names: Vec::new(), count: 0, standing, is_open: self.is_open });
    }

    /// The classes.
    #[must_use]
    pub fn finish(self) -> Vec<Class> {
        self.classes
    }
}

fn key(standing: &Standing) -> String {
    let settings = standing.settings.as_ref();
    let target = settings.map(|(target, settings)| (target.to_string(), values(settings)));
    let release = standing.release.as_ref().map_or_else(ToString::to_string, ToString::to_string);
    let verdict = match &standing.verdict {
        Verdict::NoCoreDns => String::new(),
        Verdict::Stops(message) => message.clone(),
        Verdict::NotInForce(reason) => reason.to_string(),
        Verdict::InForce { layer, path, whereabouts, .. } => format!("{layer:?} {path:?} {whereabouts:?}"),
    };
    format!("{release} {} {target:?} {verdict}", standing.platform)
}

impl Class {
    /// Who they are: `2 data planes (Pod demo/a, Pod demo/b)`.
    #[must_use]
    pub fn who(&self) -> String {
        let more = self.count.saturating_sub(self.names.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        match self.count {
            0 => "Data planes, of which the inputs show none".to_owned(),
            1 => self.names.join(""),
            count => format!("{count} data planes ({}{more})", self.names.join(", ")),
        }
    }

    /// What they are: `kuma-dp 2.10.11 on kubernetes`.
    #[must_use]
    pub fn what(&self) -> String {
        let supposed = if self.standing.release_is_supposed { " (supposed)" } else { "" };
        match &self.standing.release {
            Ok(release) => format!("kuma-dp {release}{supposed} on {}", self.standing.platform),
            Err(_) => format!("on {}", self.standing.platform),
        }
    }

    /// Which Corefile is in force, and why.
    #[must_use]
    pub fn verdict(&self) -> String {
        let is_open = self.is_open && !matches!(self.standing.verdict, Verdict::NoCoreDns);
        format!("{}{}", if is_open { "as far as the inputs show, " } else { "" }, self.certain_verdict())
    }

    fn certain_verdict(&self) -> String {
        match &self.standing.verdict {
            Verdict::NoCoreDns => match &self.standing.release {
                Err(error) => error.to_string(),
                Ok(_) => String::new(),
            },
            Verdict::Stops(why) => format!("no Corefile is in force, because {why}"),
            Verdict::NotInForce(NotInForce::Disabled { origin, .. }) => {
                format!("no Corefile is in force, because DNS is switched off ({origin})")
            }
            Verdict::NotInForce(NotInForce::EmbeddedDns { port, origin, .. }) => format!(
                "no Corefile is in force, because the DNS proxy embedded in kuma-dp answers on port {port} ({origin})"
            ),
            Verdict::InForce { layer, path, whereabouts, .. } => {
                let path = path.as_ref().map(|(path, origin)| format!("{path} ({origin})")).unwrap_or_default();
                let whereabouts = whereabouts.as_ref().map(|text| format!(", which is {text},")).unwrap_or_default();
                match layer {
                    LayerKind::DataPlane => format!(
                        "the data plane's own template {path}{whereabouts} is in force, because it beats all others"
                    ),
                    LayerKind::ControlPlane => format!(
                        "the control plane's template {path}{whereabouts} is in force, because the data plane has none of \
                         its own"
                    ),
                    LayerKind::BuiltIn if !path.is_empty() => format!(
                        "the Corefile built into kuma-dp is in force, because the control plane's template {path} is empty, \
                         which counts as none"
                    ),
                    LayerKind::BuiltIn => {
                        "the Corefile built into kuma-dp is in force, because neither control plane nor data plane has a \
                         template"
                            .to_owned()
                    }
                }
            }
        }
    }

    /// One sentence for all that.
    #[must_use]
    pub fn sentence(&self) -> String {
        let ports = match (&self.standing.settings, &self.standing.verdict) {
            (Some((_, settings)), Verdict::InForce { .. }) => {
                let port = |setting| settings.port(setting).unwrap_or_default();
                format!(
                    ", CoreDNS on port {}, Envoy's DNS on {}",
                    port(Setting::CoreDnsPort),
                    port(Setting::EnvoyDnsPort)
                )
            }
            _ => String::new(),
        };
        format!("{}, {}{ports}: {}.", self.who(), self.what(), self.verdict())
    }

    /// Where they run.
    #[must_use]
    pub fn platform(&self) -> Platform {
        self.standing.platform
    }
}
