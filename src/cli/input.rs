//! Reads what the user names: a file, or standard input for `-`. Errors are worded as Go words them, because kuma-dp's
//! are.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::io::Io;

/// The name that stands for standard input.
pub const STDIN: &str = "-";

/// Why an input cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// The operating system says no.
    #[error("{operation} {path}: {}", reason(.source))]
    Unreadable {
        /// `open` or `read`, as in Go's messages.
        operation: &'static str,
        /// The path as it was given.
        path: String,
        /// What the operating system says.
        source: io::Error,
    },
    /// Two inputs are called `-`.
    #[error("standard input can be read only once: name a file for all but one of the inputs")]
    StdinTwice,
    /// There is more than a limit allows.
    #[error("{path}: more than {limit} bytes{}", flag.map(|flag| format!("; {flag} raises the limit")).unwrap_or_default())]
    TooLarge {
        /// The path as it was given.
        path: String,
        /// The limit in bytes.
        limit: usize,
        /// The flag that moves it, if one does.
        flag: Option<&'static str>,
    },
}

/// What messages call the input.
pub fn shown(path: &OsStr) -> String {
    if path == STDIN { "<stdin>".to_owned() } else { path.to_string_lossy().into_owned() }
}

/// Reads `path`, at most `limit` bytes; `flag` is what raises the limit, if anything does.
pub fn read(path: &OsStr, limit: usize, flag: Option<&'static str>, io: &mut Io<'_>) -> Result<Vec<u8>, InputError> {
    if path != STDIN {
        return read_file(Path::new(path), limit, flag);
    }
    if std::mem::replace(&mut io.stdin_is_taken, true) {
        return Err(InputError::StdinTwice);
    }
    bounded(&mut *io.stdin, Vec::new(), Path::new(path), limit, flag)
}

/// Reads the file at `path`, whatever it is called, at most `limit` bytes. Can be called from any thread.
pub fn read_file(path: &Path, limit: usize, flag: Option<&'static str>) -> Result<Vec<u8>, InputError> {
    let file = File::open(path).map_err(|source| unreadable("open", path, source))?;
    let mut room = Vec::new();
    if let Ok(metadata) = file.metadata() {
        // Room for the whole file, as long as it is none of the endless ones.
        let len = usize::try_from(metadata.len()).unwrap_or(usize::MAX);
        room.reserve_exact(len.min(limit).saturating_add(1));
    }
    bounded(file, room, path, limit, flag)
}

fn bounded(
    reader: impl Read,
    mut text: Vec<u8>,
    path: &Path,
    limit: usize,
    flag: Option<&'static str>,
) -> Result<Vec<u8>, InputError> {
    let bound = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    reader.take(bound).read_to_end(&mut text).map_err(|source| unreadable("read", path, source))?;
    if text.len() > limit {
        return Err(InputError::TooLarge { path: shown(path.as_os_str()), limit, flag });
    }
    Ok(text)
}

fn unreadable(operation: &'static str, path: &Path, source: io::Error) -> InputError {
    InputError::Unreadable { operation, path: path.to_string_lossy().into_owned(), source }
}

/// What the operating system says, without Rust's number and in Go's small letters: `no such file or directory`.
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
