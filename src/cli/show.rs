//! How the commands talk to people: warnings and failures on standard error.

use clap::error::ErrorKind;

use super::exit::Exit;
use super::io::Io;
use crate::diagnostic::Diagnostic;
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

/// Says something by the way.
pub fn notice(message: impl std::fmt::Display, io: &mut Io<'_>) {
    let _ = writeln!(io.stderr, "{}", visible::visible(message.to_string().as_bytes()));
}

/// Shows why the work could not be done. A broken pipe is no failure.
pub fn failure(error: &anyhow::Error, io: &mut Io<'_>) -> Exit {
    let pipe = |cause: &(dyn std::error::Error + 'static)| {
        cause.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
    };
    if error.chain().any(pipe) {
        return Exit::Success;
    }
    let mut shown = Diagnostic::error(error.to_string());
    // An error and its cause often say the same; then once is enough.
    let mut said = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !said.contains(&cause) {
            said.clone_from(&cause);
            shown = shown.note(cause);
        }
    }
    diagnostic(&shown, None, io);
    Exit::Failure
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
