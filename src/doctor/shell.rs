//! Commands, in the order in which a shell runs them: what is exported, and which of them start kuma-dp or kuma-cp, by
//! themselves, behind `sudo`, `env` and the like, in a container, or in `sh -c`. Left out is what a shell computes: branches,
//! loops, functions and the values of its variables.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::chart_flags;
use super::container::Container;
use super::environment_file::{assignment, is_name};
use super::evidence::{Evidence, Notice, Place, Variable};
use super::kubernetes::is_about_dns;
use super::plain::{Named, base_name};
use super::program::{Run, is_of_data_plane, is_setting, take_loose};
use super::words::{Word, commands};

/// Commands whose arguments only look like command lines.
const TALK: [&str; 12] =
    ["echo", "printf", "grep", "pgrep", "pkill", "killall", "which", "type", "man", "ps", "test", "["];
const SHELLS: [&str; 8] = ["sh", "bash", "dash", "ash", "ksh", "zsh", "su", "ssh"];
const CONTAINERS: [&str; 3] = ["docker", "podman", "nerdctl"];
/// Commands in words of commands, and in words of those.
const DEPTH: usize = 2;
/// Names beyond these are not kept; kuma-cp and kuma-dp together know fewer about DNS.
const MOST_VARIABLES: usize = 256;

/// What a shell has run so far.
#[derive(Debug)]
pub struct Shell<'s, 'f> {
    name: &'s str,
    owner: Arc<str>,
    file: usize,
    named: &'s mut Named<'f>,
    evidence: &'s mut Evidence,
    /// Its variables, each name once, and whether programs get them.
    variables: Vec<(Variable, bool)>,
    exports_all: bool,
    /// What it has started, with what was exported then.
    runs: Vec<(Run, Vec<Variable>)>,
    /// Which exported variables have been given to a program of each kind.
    told: BTreeSet<(bool, Place)>,
}

/// The program of a command, and the word that names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Program {
    DataPlane,
    ControlPlane,
    Kumactl,
    Helm,
    Container,
}

impl<'s, 'f> Shell<'s, 'f> {
    /// A shell that has run nothing. `name` is that of the input.
    pub fn new(name: &'s str, file: usize, named: &'s mut Named<'f>, evidence: &'s mut Evidence) -> Self {
        let owner = name.into();
        let (variables, runs, told) = (Vec::new(), Vec::new(), BTreeSet::new());
        Self { name, owner, file, named, evidence, variables, exports_all: false, runs, told }
    }

    /// Gives a variable to all programs from here on.
    pub fn export(&mut self, variable: Variable) {
        self.set(variable, true);
    }

    fn set(&mut self, variable: Variable, is_exported: bool) {
        if !variable.name.contains("KUMA_") {
            return;
        }
        if let Some((known, exported)) = self.variables.iter_mut().find(|(known, _)| known.name == variable.name) {
            *known = variable;
            *exported |= is_exported;
        } else if self.variables.len() < MOST_VARIABLES {
            self.variables.push((variable, is_exported));
        }
    }

    /// What a word sets.
    fn variable(&self, word: &Word) -> Option<Variable> {
        let (name, value) = assignment(&word.text)?;
        Some(Variable {
            name: name.to_owned(),
            value: word.knows(value).then(|| value.to_owned()),
            place: Place { file: self.file, span: word.span },
            owner: self.owner.clone(),
        })
    }

    /// A variable that goes on to a container under its name alone.
    fn passed_on(&self, word: &Word) -> Option<Variable> {
        let place = Place { file: self.file, span: word.span };
        let exported = self.variables.iter().find(|(known, exported)| *exported && known.name == word.text);
        let value = exported.and_then(|(known, _)| known.value.clone());
        is_name(&word.text).then(|| Variable { name: word.text.clone(), value, place, owner: self.owner.clone() })
    }

    /// Runs a command.
    pub fn command(&mut self, words: &[Word]) {
        self.run(words, DEPTH);
    }

    fn run(&mut self, words: &[Word], depth: usize) {
        let leading = words.iter().take_while(|word| assignment(&word.text).is_some()).count();
        let Some(first) = words.get(leading) else {
            for variable in words.iter().filter_map(|word| self.variable(word)).collect::<Vec<_>>() {
                self.set(variable, self.exports_all);
            }
            return;
        };
        let behind = words.get(leading + 1..).unwrap_or_default();
        let has = |flag: &str| behind.iter().any(|word| word.text == flag);
        match base_name(&first.text) {
            "export" => return self.exports(behind, true),
            "declare" | "typeset" | "readonly" | "local" => return self.exports(behind, has("-x")),
            "set" if has("-a") || has("allexport") => {
                self.exports_all = !has("+o");
                return;
            }
            "set" if has("+a") => {
                self.exports_all = false;
                return;
            }
            "unset" => {
                self.variables.retain(|(variable, _)| !has(&variable.name));
                return;
            }
            talk if TALK.contains(&talk) => return,
            _ => {}
        }
        let Some((at, program)) = find(words) else {
            self.inner(words, depth);
            return;
        };
        let before = words.get(..at).unwrap_or_default();
        let variables = before.iter().filter_map(|word| self.variable(word)).collect();
        let arguments = words.get(at + 1..).unwrap_or_default();
        let Some(word) = words.get(at) else { return };
        match program {
            Program::Kumactl => chart_flags::of_kumactl(arguments, self.file, self.name, self.evidence),
            Program::Helm => chart_flags::of_helm(arguments, self.file, self.name, self.evidence),
            Program::Container => self.container(&Container::of_command_line(arguments), word, depth),
            Program::DataPlane | Program::ControlPlane => self.starts(Run {
                is_control_plane: program == Program::ControlPlane,
                file: self.file,
                span: word.span,
                arguments: arguments.to_vec(),
                image: None,
                variables,
            }),
        }
    }

    fn exports(&mut self, words: &[Word], is_exported: bool) {
        for word in words {
            if let Some(variable) = self.variable(word) {
                self.set(variable, is_exported || self.exports_all);
            } else if let Some((_, exported)) = self.variables.iter_mut().find(|(known, _)| known.name == word.text) {
                *exported |= is_exported;
            }
        }
    }

    /// The commands in the words of `sh -c 'command'`.
    fn inner(&mut self, words: &[Word], depth: usize) {
        let is_shell = |word: &Word| SHELLS.contains(&base_name(&word.text));
        let Some(at) = words.iter().position(is_shell).filter(|_| depth > 0) else { return };
        for outer in words.get(at + 1..).unwrap_or_default().iter().filter(|word| word.text.contains([' ', '\n'])) {
            for mut inner in commands(outer.text.as_bytes()) {
                inner.iter_mut().for_each(|word| word.span = outer.span);
                self.run(&inner, depth - 1);
            }
        }
    }

    /// Takes a container down. Of the shell's own environment it gets nothing.
    pub fn container(&mut self, container: &Container<'_>, word: &Word, depth: usize) {
        let mut variables = Vec::new();
        for path in &container.environment_files {
            match self.named.variables(&path.text) {
                Some(more) => variables.extend(more),
                None => self.evidence.notices.push(Notice {
                    place: Place { file: self.file, span: path.span },
                    text: format!("{} is not among the inputs: what it sets is not seen here", path.text),
                }),
            }
        }
        variables
            .extend(container.variables.iter().filter_map(|word| self.variable(word).or_else(|| self.passed_on(word))));
        let Some((is_control_plane, arguments)) = container.program() else {
            if let Some(("kumactl", arguments)) = container.entry() {
                chart_flags::of_kumactl(arguments, self.file, self.name, self.evidence);
            } else {
                self.inner_of_container(container, variables, depth);
            }
            return;
        };
        let span = container.image.map_or(word.span, |image| image.span);
        let image = container.image(self.file);
        let run = Run { is_control_plane, file: self.file, span, arguments: arguments.to_vec(), image, variables };
        self.runs.push((run, Vec::new()));
    }

    /// A container that starts a program by way of something else: `env`, `sh -c`.
    fn inner_of_container(&mut self, container: &Container<'_>, variables: Vec<Variable>, depth: usize) {
        if depth == 0 {
            return;
        }
        let outer = std::mem::take(&mut self.variables);
        let before = self.runs.len();
        variables.into_iter().for_each(|variable| self.export(variable));
        self.run(&container.words(), depth - 1);
        self.variables = outer;
        for (run, _) in self.runs.iter_mut().skip(before) {
            run.image = run.image.take().or_else(|| container.image(self.file));
        }
    }

    fn starts(&mut self, run: Run) {
        let kind = run.is_control_plane;
        let mut exported = Vec::new();
        for (variable, _) in self.variables.iter().filter(|(_, exported)| *exported) {
            // What is no setting of kuma-dp changes nothing for it; it is enough to tell the first.
            if is_setting(&variable.name) && !kind || self.told.insert((kind, variable.place)) {
                exported.push(variable.clone());
            }
        }
        self.runs.push((run, exported));
    }

    /// Gives everything to whom it belongs. What is exported for programs of both kinds goes to the one that reads it.
    pub fn finish(self) {
        let starts = |is_control_plane| self.runs.iter().any(|(run, _)| run.is_control_plane == is_control_plane);
        let has_both = starts(true) && starts(false);
        let is_for = |is_control_plane: bool, name: &str| match (has_both, is_control_plane) {
            (true, _) => is_of_data_plane(name) != is_control_plane,
            (false, true) => true,
            (false, false) => is_about_dns(name),
        };
        if self.runs.is_empty() {
            return take_loose(self.variables.into_iter().map(|(variable, _)| variable).collect(), self.evidence);
        }
        let kept = self.variables.iter().filter(|(variable, exported)| !exported && variable.name.starts_with("KUMA_"));
        self.evidence.notices.extend(kept.map(|(variable, _)| Notice {
            place: variable.place,
            text: format!("{} is not exported: no program gets it", variable.name),
        }));
        let mut unknown = BTreeSet::new();
        for (mut run, exported) in self.runs {
            let kind = run.is_control_plane;
            let own = std::mem::take(&mut run.variables);
            run.variables.extend(exported.into_iter().filter(|variable| is_for(kind, &variable.name)));
            run.variables.extend(own.into_iter().filter(|variable| kind || is_about_dns(&variable.name)));
            let fresh =
                run.variables.iter().filter(|variable| variable.value.is_none() && unknown.insert(variable.place));
            self.evidence.notices.extend(fresh.map(|variable| Notice {
                place: variable.place,
                text: format!("{} takes its value from elsewhere: it is not known here", variable.name),
            }));
            run.take(self.name, self.evidence);
        }
    }
}

/// The program of a command, where it is one of those that are about a mesh. The name of a user or a container is none: behind
/// kuma-dp and kuma-cp comes `run`.
fn find(words: &[Word]) -> Option<(usize, Program)> {
    words.iter().enumerate().find_map(|(index, word)| {
        let behind = words.get(index + 1..).unwrap_or_default();
        let program = match base_name(&word.text) {
            name @ ("kuma-dp" | "kuma-cp") if runs(behind) => {
                if name == "kuma-dp" {
                    Program::DataPlane
                } else {
                    Program::ControlPlane
                }
            }
            "kumactl" if behind.iter().any(|word| word.text == "install") => Program::Kumactl,
            "helm" if !behind.is_empty() => Program::Helm,
            name if CONTAINERS.contains(&name) && starts_container(behind) => Program::Container,
            _ => return None,
        };
        Some((index, program))
    })
}

/// Whether arguments begin with `run`, flags aside.
fn runs(arguments: &[Word]) -> bool {
    let mut is_value = false;
    for word in arguments {
        let is_program = || ["kuma-dp", "kuma-cp"].contains(&base_name(&word.text));
        match word.text.as_str() {
            "run" => return true,
            flag if flag.starts_with('-') => is_value = !flag.contains('='),
            _ if is_value && !is_program() => is_value = false,
            _ => return false,
        }
    }
    false
}

fn starts_container(arguments: &[Word]) -> bool {
    let verbs = arguments.iter().map(|word| word.text.as_str()).filter(|text| *text != "container");
    verbs.skip_while(|text| text.starts_with('-')).take(2).any(|verb| ["run", "create"].contains(&verb))
}
