//! Containers that run kuma-dp or kuma-cp outside of Kubernetes: `docker run` and its like, services of docker compose. Left
//! out are volumes: files of another machine are not seen here.

use super::evidence::{Image, Place, Placed};
use super::kubernetes::{repository, tag};
use super::plain::base_name;
use super::words::Word;

/// Options of `docker run` and `podman run` that take no value.
const SWITCHES: [&str; 22] = [
    "detach",
    "disable-content-trust",
    "env-host",
    "help",
    "http-proxy",
    "init",
    "interactive",
    "no-healthcheck",
    "no-hosts",
    "oom-kill-disable",
    "privileged",
    "publish-all",
    "quiet",
    "read-only",
    "read-only-tmpfs",
    "replace",
    "rm",
    "rmi",
    "rootfs",
    "sig-proxy",
    "tls-verify",
    "tty",
];
/// The same in one letter.
const LETTERS: &str = "dhiPqt";

/// A container.
#[derive(Debug, Default)]
pub struct Container<'w> {
    /// Its image.
    pub image: Option<&'w Word>,
    /// What runs in it instead of the image's own program; empty for that one.
    pub entrypoint: Vec<Word>,
    /// The arguments.
    pub arguments: &'w [Word],
    /// Its environment: `NAME=value`, or a name whose value comes from outside.
    pub variables: Vec<Word>,
    /// Paths of its environment files.
    pub environment_files: Vec<Word>,
}

impl<'w> Container<'w> {
    /// The one of `docker run` and `docker create`, whose arguments these are.
    #[must_use]
    pub fn of_command_line(arguments: &'w [Word]) -> Self {
        let mut container = Self::default();
        let verb = arguments.iter().position(|word| ["run", "create"].contains(&word.text.as_str()));
        let mut at = verb.map_or(arguments.len(), |verb| verb + 1);
        while let Some(word) = arguments.get(at) {
            at += 1;
            let Some(option) = word.text.strip_prefix('-') else {
                container.image = Some(word);
                container.arguments = arguments.get(at..).unwrap_or_default();
                break;
            };
            let part = |text: &str| Word { text: text.to_owned(), ..word.clone() };
            let (name, value) = match option.strip_prefix('-') {
                Some(long) => match long.split_once('=') {
                    Some((name, value)) => (name, Some(part(value))),
                    None => (long, None),
                },
                None => {
                    let rest = option.trim_start_matches(|letter| LETTERS.contains(letter));
                    match rest.char_indices().nth(1) {
                        _ if rest.is_empty() => continue,
                        None => (rest, None),
                        Some((behind, _)) => {
                            let (name, value) = rest.split_at(behind);
                            (name, Some(part(value.strip_prefix('=').unwrap_or(value))))
                        }
                    }
                }
            };
            if value.is_none() && SWITCHES.contains(&name) {
                continue;
            }
            let value = value.or_else(|| {
                at += 1;
                arguments.get(at - 1).cloned()
            });
            match name {
                "e" | "env" => container.variables.extend(value),
                "env-file" => container.environment_files.extend(value),
                "entrypoint" => container.entrypoint = value.into_iter().collect(),
                _ => {}
            }
        }
        container
    }

    /// The name of the program that the container starts, and its arguments: that of the image, where nothing else is said.
    #[must_use]
    pub fn entry(&self) -> Option<(&str, &[Word])> {
        match self.entrypoint.as_slice() {
            [] => Some((repository(&self.image?.text), self.arguments)),
            [program] => Some((base_name(&program.text), self.arguments)),
            // What comes behind the program is left to those that read all words.
            _ => None,
        }
    }

    /// Whether it runs kuma-cp, or else kuma-dp, and with which arguments.
    #[must_use]
    pub fn program(&self) -> Option<(bool, &[Word])> {
        let (name, arguments) = self.entry()?;
        // Some write the program once more.
        let arguments = match arguments.split_first() {
            Some((first, rest)) if base_name(&first.text) == name => rest,
            _ => arguments,
        };
        let is_run = arguments.iter().find(|word| !word.text.starts_with('-')).is_some_and(|word| word.text == "run");
        match name {
            "kuma-dp" if is_run => Some((false, arguments)),
            "kuma-cp" if is_run => Some((true, arguments)),
            _ => None,
        }
    }

    /// All words that it runs.
    #[must_use]
    pub fn words(&self) -> Vec<Word> {
        self.entrypoint.iter().chain(self.arguments).cloned().collect()
    }

    /// Its image, as far as the tag says something.
    #[must_use]
    pub fn image(&self, file: usize) -> Option<Image> {
        let image = self.image?;
        let text = tag(&image.text).filter(|tag| image.knows(tag))?.to_owned();
        let of_mesh = ["kuma-dp", "kuma-cp"].contains(&repository(&image.text));
        of_mesh.then_some(Image { tag: Placed { text, place: Place { file, span: image.span } } })
    }
}
