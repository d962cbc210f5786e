//! The doctor's inputs: files that are named, what in folders may be about a mesh, standard input.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::PathBuf;

use ignore::gitignore::Gitignore;

use super::Inputs;
use crate::cli::input;
use crate::cli::io::Io;
use crate::cli::show;
use crate::cli::walk::{self, Rules};
use crate::doctor::evidence::Place;
use crate::lint::input::{is_named_for_yaml, is_named_like_a_corefile};
use crate::report::findings::Skipped;
use crate::source::Source;

/// Larger inputs are refused, in bytes.
pub const MAX_BYTES: usize = 256 << 20;

/// Endings of names that count in folders, besides those of YAML and JSON.
const EXTENSIONS: [&str; 4] = ["env", "service", "conf", "sh"];

/// Reads everything.
///
/// # Errors
/// Standard input that is named twice.
pub fn read(paths: &[OsString], excluded: Option<(PathBuf, Gitignore)>, io: &mut Io<'_>) -> anyhow::Result<Inputs> {
    let extensions = EXTENSIONS.map(str::to_owned).to_vec();
    let listing = walk::list(paths, Rules { extensions, excluded });
    let mut inputs = Inputs { sources: Vec::new(), skipped: Vec::new(), failed: false };
    // Later files count before earlier ones, as for helm, so the order is that of the arguments.
    let mut order: Vec<usize> = listing.of_argument.iter().flatten().copied().collect();
    let mut seen = BTreeSet::new();
    order.retain(|file| seen.insert(*file));
    for found in order.into_iter().filter_map(|file| listing.files.get(file)) {
        if !found.named && is_named_like_a_corefile(&found.shown) && !is_named_for_yaml(&found.shown) {
            continue;
        }
        match input::read(found.path.as_os_str(), MAX_BYTES, None, io) {
            Ok(text) => inputs.sources.push(Source::new(found.shown.clone(), text)),
            Err(error) => {
                inputs.failed = true;
                show::error(error, io);
            }
        }
    }
    for passed in listing.unreadable {
        inputs.failed = true;
        show::error(format_args!("{}: {}", passed.shown, passed.reason), io);
    }
    let skipped = listing.skipped.into_iter().map(|passed| Skipped { path: passed.shown, reason: passed.reason });
    inputs.skipped.extend(skipped);
    if inputs.sources.is_empty() && !inputs.failed {
        anyhow::bail!("no file to look at: name files, or - for standard input");
    }
    Ok(inputs)
}

/// The inputs with stars for what Secrets hold, so that no excerpt shows it.
pub fn without_secrets(sources: Vec<Source>, secrets: &[Place]) -> Vec<Source> {
    let mask = |(file, source): (usize, Source)| {
        let mut spans = secrets.iter().filter(|place| place.file == file).map(|place| place.span).peekable();
        if spans.peek().is_none() {
            return source;
        }
        let mut text = source.text().to_vec();
        for span in spans {
            let end = (span.end as usize).min(text.len());
            let inside = text.get_mut(span.start as usize..end).unwrap_or_default();
            inside.iter_mut().filter(|byte| !b"\r\n".contains(byte)).for_each(|byte| *byte = b'*');
        }
        Source::new(source.name(), text)
    };
    sources.into_iter().enumerate().map(mask).collect()
}
