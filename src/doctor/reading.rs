//! From inputs to evidence: tells what an input is, and reads the objects of YAML on all processors.

use super::evidence::{Document, Evidence, Place, Text};
use super::kubernetes::From;
use super::node::scalar;
use super::remark::Remark;
use super::{compose, helm, kubernetes, plain};
use crate::diagnostic::Severity;
use crate::lint::DEAD_KEY;
use crate::lint::input::{UNREADABLE, is_named_for_yaml};
use crate::mesh::yaml::{Node, Piece, Read, Value, pieces, same_field};
use crate::source::{Offsets, Source, Span};

/// Blocks of kuma-cp's configuration; whatever has one of them, and is neither object nor values, is taken for one.
const CONFIG_BLOCKS: [&str; 14] = [
    "apiServer",
    "bootstrapServer",
    "defaults",
    "dnsServer",
    "dpServer",
    "environment",
    "experimental",
    "general",
    "ipam",
    "mode",
    "multizone",
    "runtime",
    "store",
    "xdsServer",
];

/// Errors that are told of one input; a file that is no YAML has as many as it has lines.
const MOST_ERRORS: usize = 10;

/// Takes down what all inputs say.
#[must_use]
pub fn read(sources: &[Source]) -> Evidence {
    let mut evidence = Evidence::default();
    let mut texts = plain::read(sources, |source| !is_yaml(source));
    for (file, source) in sources.iter().enumerate() {
        evidence.extend(texts.remove(&file).unwrap_or_else(|| documents(source, file)));
    }
    evidence
}

/// By name, and under a name that says nothing by the first line that says something.
fn is_yaml(source: &Source) -> bool {
    if is_named_for_yaml(source.name()) {
        return true;
    }
    let lines = source.text().split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let line = lines.into_iter().find(|line| !line.is_empty() && !line.starts_with(b"#")).unwrap_or_default();
    let is_key = |key: &[u8]| {
        !key.is_empty() && key.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_-.\"'/".contains(byte))
    };
    let colon = memchr::memchr(b':', line);
    let mapping = colon.is_some_and(|at| {
        let (key, rest) = line.split_at(at);
        is_key(key) && rest.get(1).is_none_or(u8::is_ascii_whitespace)
    });
    line.starts_with(b"{") || line.starts_with(b"---") || line.starts_with(b"- ") || mapping
}

fn documents(source: &Source, file: usize) -> Evidence {
    let text = source.text();
    let pieces = pieces(text);
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let size = pieces.len().div_ceil(processors).max(1);
    let some = |first: usize, some: &[Piece]| {
        let mut evidence = Evidence::default();
        for (index, piece) in some.iter().enumerate() {
            one(piece.read(text), From { file, input: text, piece: first + index }, source.name(), &mut evidence);
        }
        evidence
    };
    let mut evidence = Evidence::default();
    if pieces.len() <= 1 || processors == 1 {
        evidence = some(0, &pieces);
    } else {
        std::thread::scope(|threads| {
            let some = &some;
            let started: Vec<_> = pieces
                .chunks(size)
                .enumerate()
                .map(|(index, chunk)| threads.spawn(move || some(index * size, chunk)))
                .collect();
            for thread in started {
                if let Ok(part) = thread.join() {
                    evidence.extend(part);
                }
            }
        });
    }
    let mut taken = [false; 2];
    for document in std::mem::take(&mut evidence.documents) {
        if std::mem::replace(&mut taken[usize::from(document.is_values)], true) {
            let place = document.text.place(Span::at(0));
            let program = if document.is_values { "helm" } else { "kuma-cp" };
            let remark = Remark::new(DEAD_KEY, place, format!("{program} reads the first document of a file only"));
            evidence.remarks.push(remark.severity(Severity::Warning).help("give the other one a file of its own"));
            continue;
        }
        match document.is_values {
            false => evidence.loose.configs.push(document.text),
            true => {
                let read = pieces.get(document.piece).map(|piece| piece.read(text));
                if let Some(root) = read.and_then(|read| read.root) {
                    helm::take(&root, From { file, input: text, piece: document.piece }, &mut evidence);
                }
            }
        }
    }
    let mut errors = 0;
    evidence.remarks.retain(|remark| {
        errors += usize::from(remark.code == UNREADABLE);
        remark.code != UNREADABLE || errors <= MOST_ERRORS
    });
    evidence
}

fn one(read: Read, from: From<'_>, name: &str, evidence: &mut Evidence) {
    if let Some(error) = read.error {
        let mut message = format!("not readable as YAML: {}", error.message.trim_start_matches("yaml: "));
        let mut place = Place { file: from.file, span: error.span };
        let written = read.piece.of(from.input);
        if let Some(at) = secret(written) {
            // The message may quote what is there.
            evidence.secrets.push(Place { file: from.file, span: read.piece });
            message = "not readable as YAML; it may be a Secret, so nothing of it is shown".to_owned();
            place.span = Span::at(read.piece.start + at);
        }
        let remark = Remark::new(UNREADABLE, place, message);
        evidence.cuts.insert((from.file, read.span.start), read.span.end);
        evidence.remarks.push(match &read.root {
            Some(_) => remark.note("what stands above it in this document is judged all the same"),
            None => remark.note("nothing of this document is judged"),
        });
    }
    let Some(root) = read.root else { return };
    if kubernetes::is_object(&root) {
        kubernetes::take(&root, from, evidence);
        return;
    }
    if compose::is_one(&root) {
        compose::take(&root, from, name, evidence);
        return;
    }
    let is_values = helm::is_values(&root);
    if is_values || is_configuration(&root) {
        let bytes = read.span.of(from.input).to_vec();
        let mut offsets = Offsets::new(None);
        offsets.push(0, read.span.start);
        let text = Text { bytes, file: from.file, offsets };
        evidence.documents.push(Document { is_values, text, piece: from.piece });
        evidence.is_kubernetes |= !is_values && says_kubernetes(&root);
        evidence.recognised += 1;
    }
}

/// Where a text says that it is a Secret, if it does.
fn secret(text: &[u8]) -> Option<u32> {
    let found = memchr::memmem::find_iter(text, b"Secret").find(|at| {
        let before = text.get(..*at).unwrap_or_default().trim_ascii_end();
        let before = before.strip_suffix(b"\"").or(before.strip_suffix(b"'")).unwrap_or(before).trim_ascii_end();
        let before = before.strip_suffix(b":").unwrap_or_default().trim_ascii_end();
        let before = before.strip_suffix(b"\"").or(before.strip_suffix(b"'")).unwrap_or(before);
        before.ends_with(b"kind")
    });
    found.and_then(|at| u32::try_from(at).ok())
}

/// Whether kuma-cp's configuration says that it runs on Kubernetes.
fn says_kubernetes(root: &Node) -> bool {
    let environment = root.get_case_insensitive("environment").and_then(|entry| scalar(&entry.value));
    let runtime = root.get_case_insensitive("runtime").and_then(|entry| entry.value.get_case_insensitive("kubernetes"));
    environment.map_or(runtime.is_some(), |environment| environment == "kubernetes")
}

fn is_configuration(root: &Node) -> bool {
    let is_block = |key: &str| CONFIG_BLOCKS.iter().any(|block| same_field(block, key));
    matches!(root.value, Value::Map(_))
        && root
            .entries()
            .iter()
            .any(|entry| is_block(&entry.key) || same_field(crate::mesh::cp_config::KEY, &entry.key))
}
