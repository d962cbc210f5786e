//! Command lines of kuma-dp and kuma-cp, wherever they stand: what their arguments and their environment say.

use super::evidence::{DataPlane, Evidence, Flag, Image, Notice, Open, Place, Placed, Variable};
use super::remark::Remark;
use super::words::Word;
use crate::lint::SETTING_REFUSED;
use crate::mesh::{Platform, Setting};
use crate::source::Span;

/// A program with its arguments, outside of Kubernetes.
#[derive(Debug)]
pub struct Run {
    /// Whether it is kuma-cp, or else kuma-dp.
    pub is_control_plane: bool,
    /// The input.
    pub file: usize,
    /// Where the program is named.
    pub span: Span,
    /// What comes behind it.
    pub arguments: Vec<Word>,
    /// The image of its container.
    pub image: Option<Image>,
    /// What is set for it alone, in rising order.
    pub variables: Vec<Variable>,
}

impl Run {
    fn placed(&self, word: &Word, text: &str) -> Placed {
        Placed { text: text.to_owned(), place: Place { file: self.file, span: word.span } }
    }

    /// Takes it down; `input` is the name of the file.
    pub fn take(self, input: &str, evidence: &mut Evidence) {
        evidence.recognised += 1;
        if self.is_control_plane {
            if let Some((word, path)) = value_of(&self.arguments, &["-c", "--config-file"]) {
                evidence.loose.config_path = Some(self.placed(word, path));
            }
            evidence.loose.image = self.image.or(evidence.loose.image.take());
            evidence.loose.variables.extend(self.variables);
        } else {
            self.data_plane(input, evidence);
        }
    }

    fn data_plane(self, input: &str, evidence: &mut Evidence) {
        let (flags, stops) = self.flags(evidence);
        let name = value_of(&self.arguments, &["--name"]).map(|(_, name)| format!("{name} ")).unwrap_or_default();
        evidence.data_planes.push(DataPlane {
            name: format!("kuma-dp {name}of {input}").into(),
            namespace: String::new(),
            place: Place { file: self.file, span: self.span },
            platform: Platform::Universal,
            image: self.image,
            variables: self.variables,
            flags,
            is_injected: true,
            is_up_to_namespace: false,
            annotations: Vec::new(),
            mounts: None,
            patches: Vec::new(),
            stops,
            open: Open::default(),
        });
    }

    /// The flags about DNS, and why kuma-dp stops at one that it does not have.
    fn flags(&self, evidence: &mut Evidence) -> (Vec<Flag>, Option<String>) {
        let (mut flags, mut stops) = (Vec::new(), None);
        let mut words = self.arguments.iter().peekable();
        while let Some(word) = words.next() {
            // pflag reads no flag behind it.
            if word.text == "--" {
                break;
            }
            let Some(flag) = word.text.strip_prefix("--") else { continue };
            let (name, value) = flag.split_once('=').map_or((flag, None), |(name, value)| (name, Some(value)));
            let known = Setting::ALL.into_iter().find(|setting| setting.flag() == name && setting.is_kuma_dp_flag());
            let Some(setting) = known else {
                if let Some(remark) = unknown(name, Place { file: self.file, span: word.span }) {
                    stops.get_or_insert_with(|| format!("kuma-dp does not start: {}", remark.message));
                    evidence.remarks.push(remark);
                }
                continue;
            };
            // pflag: a switch takes its value behind `=` only.
            let is_switch = setting.go_type() == "bool";
            let (word, value) = match value {
                Some(value) => (word, value),
                None if is_switch => (word, "true"),
                None => words.next().map_or((word, ""), |next| (next, next.text.as_str())),
            };
            let value = self.placed(word, value);
            let is_known = word.knows(&value.text);
            if !is_known {
                let text = format!("--{name} takes its value from elsewhere: it is not known here");
                evidence.notices.push(Notice { place: value.place, text });
            }
            flags.push(Flag { setting, value, is_known });
        }
        (flags, stops)
    }
}

/// What is wrong with a flag that no kuma-dp has.
fn unknown(name: &str, place: Place) -> Option<Remark> {
    let is_setting = Setting::ALL.into_iter().any(|setting| setting.flag() == name);
    if !is_setting && !name.starts_with("dns-") && name != "config-file" {
        return None;
    }
    let remark = Remark::new(SETTING_REFUSED, place, format!("unknown flag: --{name}"))
        .note("kuma-dp stops with this message: no release before 3.0 has such a flag");
    Some(match (is_setting, name) {
        (true, _) => remark.help("set KUMA_DNS_PROXY_PORT instead"),
        (_, "config-file") => remark.help("kuma-dp has flags and variables only; the file is kuma-cp's"),
        _ => remark,
    })
}

/// The value of a flag, the last one if there are several.
#[must_use]
pub fn value_of<'a>(arguments: &'a [Word], names: &[&str]) -> Option<(&'a Word, &'a str)> {
    let mut found = arguments.iter().enumerate().filter_map(|(index, word)| match word.text.split_once('=') {
        Some((name, value)) if names.contains(&name) => Some((word, value)),
        _ if names.contains(&word.text.as_str()) => arguments.get(index + 1).map(|next| (next, next.text.as_str())),
        _ => None,
    });
    found.next_back()
}

/// Whether a variable is one of kuma-dp's settings, in the short form or in the long one.
#[must_use]
pub fn is_setting(name: &str) -> bool {
    Setting::ALL.into_iter().any(|setting| [setting.variable(), setting.long_variable()].contains(&name))
}

/// Whether kuma-dp is the program that a variable is for, rightly spelt or not.
#[must_use]
pub fn is_of_data_plane(name: &str) -> bool {
    let short = name.strip_prefix("DNS_").unwrap_or(name);
    is_setting(name)
        || short.starts_with("KUMA_DNS_")
            && !short.starts_with("KUMA_DNS_SERVER_")
            && !short.starts_with("KUMA_DNS_SERVICE_")
}

/// Gives variables that belong to no program to the one that reads them.
pub fn take_loose(variables: Vec<Variable>, evidence: &mut Evidence) {
    let (data_plane, rest): (Vec<_>, Vec<_>) =
        variables.into_iter().partition(|variable| is_of_data_plane(&variable.name));
    let control_plane: Vec<_> = rest.into_iter().filter(|variable| variable.name.starts_with("KUMA_")).collect();
    evidence.recognised += usize::from(!data_plane.is_empty() || !control_plane.is_empty());
    evidence.data_plane_variables.extend(data_plane);
    evidence.loose.variables.extend(control_plane);
}
