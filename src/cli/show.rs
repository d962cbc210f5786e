//! How the commands talk to people: warnings and failures on standard error.

use std::error::Error;
use std::io;

use clap::error::ErrorKind;

use super::exit::Exit;
use super::input::reason;
use super::io::Io;
use super::refusal::Refusal;
use crate::diagnostic::Diagnostic;
use crate::mesh::Selection;
use crate::mesh::layers::Outcome;
use crate::report::{human, visible};
use crate::source::Source;

/// Shows a diagnostic; a reader of standard error that went away changes nothing.
pub fn diagnostic(diagnostic: &Diagnostic, source: Option<&Source>, io: &mut Io<'_>) {
    let text = human::render(diagnostic, source, io.terminal.color);
    let _ = writeln!(io.stderr, "{text}");
}

/// Shows a warning that is about no place.
pub fn warning(message: impl std::fmt::Display, io: &mut Io<'_>) {
    diagnostic(&Diagnostic::warning(message.to_string()), None, io);
}

/// Shows an error that is about no place and does not end the work.
pub fn error(message: impl std::fmt::Display, io: &mut Io<'_>) {
    diagnostic(&Diagnostic::error(message.to_string()), None, io);
}

/// Says something by the way.
pub fn notice(message: impl std::fmt::Display, io: &mut Io<'_>) {
    let _ = writeln!(io.stderr, "{}", visible::visible(message.to_string().as_bytes()));
}

/// Shows why the work could not be done. A broken pipe is no failure.
pub fn failure(error: &anyhow::Error, io: &mut Io<'_>) -> Exit {
    let Some(text) = why_not(error, io.terminal.color) else { return Exit::Success };
    let _ = writeln!(io.stderr, "{text}");
    Exit::Failure
}

/// Why the work could not be done, as [`failure`] shows it; none for a broken pipe.
pub fn why_not(error: &anyhow::Error, color: bool) -> Option<String> {
    let pipe = |cause: &(dyn Error + 'static)| {
        cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    };
    if error.chain().any(pipe) {
        return None;
    }
    if let Some(refusal) = error.downcast_ref::<Refusal>() {
        return Some(human::render(&refusal.diagnostic, refusal.text.as_ref(), color));
    }
    // Only standard output is written without naming it.
    let message = match error.chain().next().and_then(|error| error.downcast_ref()) {
        Some(error) => format!("standard output: {}", reason(error)),
        None => error.to_string(),
    };
    let mut shown = Diagnostic::error(message);
    // An error and its cause often say the same; then once is enough.
    let mut said = error.to_string();
    let text = |cause: &(dyn Error + 'static)| cause.downcast_ref().map_or_else(|| cause.to_string(), reason);
    for cause in error.chain().skip(1).map(text) {
        if !said.contains(&cause) {
            said.clone_from(&cause);
            shown = shown.note(cause);
        }
    }
    Some(human::render(&shown, None, color))
}

/// Shows clap's message: help and version are data, all else is a mistake.
pub fn usage(error: &clap::Error, io: &mut Io<'_>) -> Exit {
    let rendered = error.render();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _ = write!(io.stdout, "{rendered}");
            Exit::Success
        }
        _ => {
            let plain = rendered.to_string();
            let _ = write!(io.stderr, "{}", visible::visible(plain.as_bytes()));
            Exit::Failure
        }
    }
}

/// Warns of templates that are given and not used, and of what is odd about the others.
pub fn layers(selection: &Selection<'_>, io: &mut Io<'_>) {
    for layer in &selection.layers {
        let skipped = matches!(layer.outcome, Outcome::NotSupported { .. } | Outcome::Ignored { .. });
        if skipped && selection.winner.is_ok() {
            warning(format_args!("{} template {}: {}", layer.kind, layer.origin, layer.outcome), io);
        }
        for note in &layer.notes {
            warning(note, io);
        }
    }
    if let Some(reason) = &selection.overruled {
        warning(format_args!("rendered all the same: {reason}"), io);
    }
}
