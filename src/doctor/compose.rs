//! Files of docker compose: services that run kuma-dp or kuma-cp, with their environment and command line.

use super::container::Container;
use super::evidence::{Evidence, Notice};
use super::kubernetes::From;
use super::node::{at, entries, items, place, scalar};
use super::plain::Named;
use super::shell::Shell;
use super::words::{Word, commands};
use crate::mesh::yaml::{Node, Value};

/// Containers that start a program by way of a shell.
const DEPTH: usize = 2;

/// Whether a document is such a file.
#[must_use]
pub fn is_one(root: &Node) -> bool {
    let runs = |service: &Node| ["image", "build"].iter().any(|key| at(service, &[key]).is_some());
    entries(root, &["services"]).any(|entry| runs(&entry.value))
}

/// Takes down what its services say. `input` is the name of the file.
pub fn take(root: &Node, from: From<'_>, input: &str, evidence: &mut Evidence) {
    for service in entries(root, &["services"]) {
        let node = &service.value;
        let image = at(node, &["image"]).and_then(word);
        let arguments = at(node, &["command"]).map(words).unwrap_or_default();
        let container = Container {
            image: image.as_ref(),
            entrypoint: at(node, &["entrypoint"]).map(words).unwrap_or_default(),
            arguments: &arguments,
            variables: variables(node),
            environment_files: Vec::new(),
        };
        let before = evidence.recognised;
        let mut named = Named::none();
        let name = format!("service {} of {input}", service.key);
        let mut shell = Shell::new(&name, from.file, &mut named, evidence);
        let place_of_service = Word { text: String::new(), span: service.key_span, is_known: true };
        shell.container(&container, &place_of_service, DEPTH);
        shell.finish();
        if let Some(files) = at(node, &["env_file"]).filter(|_| evidence.recognised > before) {
            let text = format!("service {}: an env_file counts where it is among the inputs", service.key);
            evidence.notices.push(Notice { place: place(files, from.file), text });
        }
    }
}

/// `environment` as a mapping or as a list.
fn variables(service: &Node) -> Vec<Word> {
    let of_entry = |key: &str, value: &Node| match value.value {
        // Without a value it comes from outside.
        Value::Null => Some(Word { text: key.to_owned(), span: value.place(), is_known: true }),
        _ => word(value).map(|value| Word { text: format!("{key}={}", value.text), ..value }),
    };
    let mapping = entries(service, &["environment"]).filter_map(|entry| of_entry(&entry.key, &entry.value));
    mapping.chain(items(service, &["environment"]).iter().filter_map(word)).collect()
}

/// A list as words, a text as a shell splits it.
fn words(node: &Node) -> Vec<Word> {
    if let Value::Str(text) = &node.value {
        let commands = commands(text.as_bytes());
        let at_node = |word: Word| Word { span: node.place(), ..interpolated(word) };
        return commands.into_iter().flatten().map(at_node).collect();
    }
    node.items().iter().filter_map(word).collect()
}

fn word(node: &Node) -> Option<Word> {
    Some(interpolated(Word { text: scalar(node)?.to_owned(), span: node.place(), is_known: true }))
}

/// Compose puts variables in, and takes `$$` for a dollar.
fn interpolated(word: Word) -> Word {
    let bare = word.text.replace("$$", "");
    Word { is_known: !bare.contains('$'), text: word.text.replace("$$", "$"), ..word }
}
