//! What files say that are no YAML: environment files, systemd units, scripts and bare command lines of kuma-dp, kuma-cp,
//! kumactl and helm.

use std::sync::Arc;

use super::evidence::{DataPlane, Evidence, Flag, Image, Mount, Open, Place, Placed, Variable};
use super::remark::Remark;
use super::words::{self, Word};
use crate::diagnostic::Severity;
use crate::lint::{DEAD_KEY, SETTING_REFUSED};
use crate::mesh::{Platform, Setting};
use crate::source::{Source, Span};

/// Takes down what a text says.
pub fn take(source: &Source, file: usize, evidence: &mut Evidence) {
    let name = source.name();
    let mut text = Plain { file, name, pending: Vec::new(), evidence };
    for words in words::commands(source.text()) {
        text.command(&words);
    }
    text.finish();
}

struct Plain<'p> {
    file: usize,
    name: &'p str,
    /// Variables that are set for what follows.
    pending: Vec<Variable>,
    evidence: &'p mut Evidence,
}

/// `NAME=value`.
fn assignment(word: &str) -> Option<(&str, &str)> {
    let (name, value) = word.split_once('=')?;
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    is_name.then_some((name, value))
}

fn base_name(word: &str) -> &str {
    word.rsplit('/').next().unwrap_or(word)
}

impl Plain<'_> {
    fn place(&self, span: Span) -> Place {
        Place { file: self.file, span }
    }

    fn placed(&self, word: &Word, text: &str) -> Placed {
        Placed { text: text.to_owned(), place: self.place(word.span) }
    }

    fn variable(&self, word: &Word, text: &str) -> Option<Variable> {
        let (name, value) = assignment(text)?;
        Some(Variable {
            name: name.to_owned(),
            value: Some(value.to_owned()),
            place: self.place(word.span),
            owner: self.name.into(),
        })
    }

    fn command(&mut self, words: &[Word]) {
        // systemd: `Environment="A=1" B=2`, `ExecStart=-/usr/bin/kuma-dp run`.
        let (key, first) = match words.first().map(|word| word.text.as_str()) {
            Some(text) => match text.split_once('=') {
                Some((key @ ("Environment" | "ExecStart"), rest)) => (Some(key), rest),
                _ => (None, text),
            },
            None => return,
        };
        let texts = std::iter::once(first).chain(words.iter().skip(1).map(|word| word.text.as_str()));
        let words: Vec<(&Word, &str)> = words.iter().zip(texts).collect();
        if key == Some("Environment") {
            let variables: Vec<_> = words.iter().filter_map(|(word, text)| self.variable(word, text)).collect();
            self.pending.extend(variables);
            return;
        }
        let is_program = |text: &str, name: &str| base_name(text.trim_start_matches(['-', '@', '+', '!', ':'])) == name;
        let program = words
            .iter()
            .position(|(_, text)| ["kuma-dp", "kuma-cp", "kumactl", "helm"].iter().any(|name| is_program(text, name)));
        let mut variables = Vec::new();
        let before = words.get(..program.unwrap_or(words.len())).unwrap_or_default();
        for (index, (word, text)) in before.iter().enumerate() {
            // `export A=1`, `docker run -e A=1`, `--env=A=1`.
            let behind_flag = text.strip_prefix("--env=").unwrap_or(text);
            let leads = index == 0
                || before
                    .iter()
                    .take(index)
                    .all(|(_, text)| assignment(text).is_some() || ["export", "env"].contains(text))
                || before.get(index - 1).is_some_and(|(_, flag)| ["-e", "--env"].contains(flag))
                || behind_flag != *text;
            if leads {
                variables.extend(self.variable(word, behind_flag));
            }
        }
        let Some((program, name)) = program.and_then(|at| Some((at, words.get(at)?.1))) else {
            self.pending.extend(variables);
            return;
        };
        let arguments = words.get(program + 1..).unwrap_or_default();
        let verb = |verb: &str| arguments.iter().any(|(_, text)| *text == verb);
        match base_name(name.trim_start_matches(['-', '@', '+', '!', ':'])) {
            "kuma-dp" if verb("run") => {
                self.data_plane(words.get(program).map(|(word, _)| *word), variables, arguments)
            }
            "kuma-cp" if verb("run") => {
                self.evidence.recognised += 1;
                self.evidence.loose.variables.extend(variables);
                if let Some((word, path)) = value_of(arguments, &["-c", "--config-file"]) {
                    self.evidence.loose.config_path = Some(self.placed(word, path));
                }
            }
            "kumactl" if verb("install") => self.chart(arguments),
            "helm" => self.chart(arguments),
            _ => {}
        }
    }

    fn data_plane(&mut self, program: Option<&Word>, variables: Vec<Variable>, arguments: &[(&Word, &str)]) {
        self.evidence.recognised += 1;
        let Some(program) = program else { return };
        let (mut flags, mut stops) = (Vec::new(), None);
        for (index, (word, text)) in arguments.iter().enumerate() {
            let Some(flag) = text.strip_prefix("--") else { continue };
            let (name, value) = flag.split_once('=').map_or((flag, None), |(name, value)| (name, Some(value)));
            let known = Setting::ALL.into_iter().find(|setting| setting.flag() == name && setting.is_kuma_dp_flag());
            let Some(setting) = known else {
                let is_setting = Setting::ALL.into_iter().any(|setting| setting.flag() == name);
                if is_setting || name.starts_with("dns-") || name == "config-file" {
                    let message = format!("unknown flag: --{name}");
                    stops.get_or_insert_with(|| message.clone());
                    let remark = Remark::new(SETTING_REFUSED, self.place(word.span), message)
                        .note("kuma-dp stops with this message: no release before 3.0 has such a flag");
                    self.evidence.remarks.push(match (is_setting, name) {
                        (true, _) => remark.help("set KUMA_DNS_PROXY_PORT instead"),
                        (_, "config-file") => {
                            remark.help("kuma-dp has flags and variables only; the file is kuma-cp's")
                        }
                        _ => remark,
                    });
                }
                continue;
            };
            // pflag: a switch takes its value behind `=` only.
            let is_switch = setting.go_type() == "bool";
            let next = || arguments.get(index + 1).filter(|_| !is_switch).copied();
            let value = match value {
                Some(value) => self.placed(word, value),
                None => match next() {
                    Some((word, value)) => self.placed(word, value),
                    None => self.placed(word, if is_switch { "true" } else { "" }),
                },
            };
            flags.push(Flag { setting, value });
        }
        let name = value_of(arguments, &["--name"]).map(|(_, name)| name);
        let place = self.place(program.span);
        let mut all = std::mem::take(&mut self.pending);
        all.extend(variables);
        let words: Arc<str> = match name {
            Some(name) => format!("kuma-dp {name} of {}", self.name).into(),
            None => format!("kuma-dp of {}", self.name).into(),
        };
        let (ours, others) = all.into_iter().partition(|variable| super::kubernetes::is_about_dns(&variable.name));
        self.pending = others;
        self.evidence.data_planes.push(DataPlane {
            name: words,
            namespace: String::new(),
            place,
            platform: Platform::Universal,
            image: None::<Image>,
            variables: ours,
            flags,
            is_injected: true,
            is_up_to_namespace: false,
            annotations: Vec::new(),
            mounts: None::<Vec<Mount>>,
            patches: Vec::new(),
            stops,
            open: Open::default(),
        });
    }

    /// What `kumactl install control-plane` and `helm install` set by flags.
    fn chart(&mut self, arguments: &[(&Word, &str)]) {
        const ENVIRONMENT: &str = "controlPlane.envVars.";
        self.evidence.recognised += 1;
        self.evidence.is_kubernetes = true;
        for (index, (word, text)) in arguments.iter().enumerate() {
            let (flag, value) = match text.split_once('=') {
                Some((flag @ ("--env-var" | "--set" | "--set-string"), value)) => (flag, (*word, value)),
                _ if ["--env-var", "--set", "--set-string"].contains(text) => match arguments.get(index + 1) {
                    Some(next) => (*text, *next),
                    None => continue,
                },
                _ => continue,
            };
            let (word, value) = value;
            for pair in value.split(',') {
                let (pair, prefixed) = match pair.strip_prefix("kuma.") {
                    Some(rest) if flag != "--env-var" => (rest, true),
                    _ => (pair, false),
                };
                let set = if flag == "--env-var" { Some(pair) } else { pair.strip_prefix(ENVIRONMENT) };
                if prefixed {
                    let remark = Remark::new(
                        DEAD_KEY,
                        self.place(word.span),
                        format!(
                            "`kuma.{}` is read by Kong Mesh's chart only",
                            pair.split('=').next().unwrap_or_default()
                        ),
                    )
                    .severity(Severity::Info)
                    .note("Kuma's own kumactl and chart pass over values below `kuma`")
                    .help("leave `kuma.` out for Kuma");
                    self.evidence.remarks.push(remark);
                }
                if let Some(variable) = set.and_then(|set| self.variable(word, set)) {
                    self.evidence.loose.variables.push(variable);
                }
            }
        }
    }

    /// Variables without a program belong to the one that reads them.
    fn finish(self) {
        let of_data_plane = |variable: &Variable| {
            let name = variable.name.strip_prefix("DNS_").unwrap_or(&variable.name);
            Setting::ALL.into_iter().any(|setting| setting.variable() == name)
                || name.starts_with("KUMA_DNS_")
                    && !name.starts_with("KUMA_DNS_SERVER_")
                    && !name.starts_with("KUMA_DNS_SERVICE_")
        };
        let (data_plane, rest): (Vec<_>, Vec<_>) = self.pending.into_iter().partition(of_data_plane);
        let control_plane: Vec<_> = rest.into_iter().filter(|variable| variable.name.starts_with("KUMA_")).collect();
        self.evidence.recognised += usize::from(!data_plane.is_empty() || !control_plane.is_empty());
        self.evidence.data_plane_variables.extend(data_plane);
        self.evidence.loose.variables.extend(control_plane);
    }
}

fn value_of<'a>(arguments: &[(&'a Word, &'a str)], names: &[&str]) -> Option<(&'a Word, &'a str)> {
    arguments.iter().enumerate().find_map(|(index, (word, text))| match text.split_once('=') {
        Some((name, value)) if names.contains(&name) => Some((*word, value)),
        _ if names.contains(text) => arguments.get(index + 1).copied(),
        _ => None,
    })
}
