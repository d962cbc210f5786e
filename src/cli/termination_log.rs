//! A container's last words: Kubernetes shows what stands in its termination log with the state of the pod, so that nobody
//! has to look for the logs of an init container that has failed.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::Path;

use super::input::reason;
use super::io::Io;
use super::show;
use crate::report::visible::visible_start;

/// Bytes of a message that are written. Kubernetes keeps 4,096 of them (kubernetes: pkg/kubelet/container,
/// MaxContainerTerminationMessageLength), some of which are needed to say that it goes on.
const MAX_BYTES: usize = 4_000;

/// Writes why the work could not be done to the file at `path`, in place: Kubernetes mounts it by itself, so that it cannot
/// be replaced. Where that fails there is a warning, for what went wrong first is more important.
pub fn write(path: &Path, error: &anyhow::Error, io: &mut Io<'_>) {
    let Some(text) = show::why_not(error, false) else { return };
    if let Err(error) = overwrite(path, visible_start(text.as_bytes(), MAX_BYTES).as_bytes()) {
        show::warning(format_args!("the message is not in {}: {}", path.display(), reason(&error)), io);
    }
}

fn overwrite(path: &Path, text: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(path)?;
    file.write_all(text)?;
    file.write_all(b"\n")
}
