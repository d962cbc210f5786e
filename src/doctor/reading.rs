//! From inputs to evidence: tells what an input is, and reads the objects of YAML on all processors.

use super::evidence::{Evidence, Place, Text};
use super::kubernetes::From;
use super::remark::Remark;
use super::{helm, kubernetes, plain};
use crate::lint::input::{UNREADABLE, is_named_for_yaml};
use crate::mesh::yaml::{Node, Piece, Read, Value, pieces, same_field};
use crate::source::{Offsets, Source};

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
    for (file, source) in sources.iter().enumerate() {
        if is_yaml(source) {
            evidence.extend(documents(source, file));
        } else {
            plain::take(source, file, &mut evidence);
        }
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
            one(piece.read(text), From { file, input: text, piece: first + index }, &mut evidence);
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
    let mut errors = 0;
    evidence.remarks.retain(|remark| {
        errors += usize::from(remark.code == UNREADABLE);
        remark.code != UNREADABLE || errors <= MOST_ERRORS
    });
    evidence
}

fn one(read: Read, from: From<'_>, evidence: &mut Evidence) {
    if let Some(error) = read.error {
        let message = format!("not readable as YAML: {}", error.message.trim_start_matches("yaml: "));
        let remark = Remark::new(UNREADABLE, Place { file: from.file, span: error.span }, message);
        evidence.cuts.insert((from.file, read.span.start), read.span.end);
        evidence.remarks.push(match &read.root {
            Some(_) => remark.note("what stands above it in this document is judged all the same"),
            None => remark.note("nothing of this document is judged"),
        });
    }
    let Some(root) = read.root else { return };
    if kubernetes::is_object(&root) {
        kubernetes::take(&root, from, evidence);
    } else if helm::is_values(&root) {
        helm::take(&root, from, evidence);
    } else if is_configuration(&root) {
        let bytes = read.span.of(from.input).to_vec();
        let mut offsets = Offsets::new(None);
        offsets.push(0, read.span.start);
        evidence.loose.configs.push(Text { bytes, file: from.file, offsets });
        evidence.recognised += 1;
    }
}

fn is_configuration(root: &Node) -> bool {
    let is_block = |key: &str| CONFIG_BLOCKS.iter().any(|block| same_field(block, key));
    matches!(root.value, Value::Map(_))
        && root
            .entries()
            .iter()
            .any(|entry| is_block(&entry.key) || same_field(crate::mesh::cp_config::KEY, &entry.key))
}
