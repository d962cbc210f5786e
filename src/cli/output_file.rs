//! Writes a file so that nobody ever sees half of it: into a temporary file beside it, flushed to the disk, then renamed
//! over it. A process that is killed at any moment leaves the old bytes or the new ones.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, PermissionsExt as _, chown};
use std::path::{Path, PathBuf};

use super::input::reason;

/// The permissions of a file for which nobody asked for others, as far as the process lets new files have them.
pub const MODE: u32 = 0o666;

// Linux's own bound on links that lead to links.
const MAX_LINKS: usize = 40;

/// Why a file was not written; it then is as it was.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The operating system says no.
    #[error("{operation} {}: {}", path.display(), reason(.source))]
    Refused {
        /// What was tried.
        operation: &'static str,
        /// The file.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// The file is a mount of its own, as single files mounted into a container are.
    #[error(
        "{} cannot be replaced, because it is mounted by itself: mount the folder that holds it and write there, or \
         write into it with a shell (`corefilectl render >FILE`), which is not atomic",
        path.display()
    )]
    Mounted {
        /// The file.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
}

/// Replaces the file at `path` by `bytes`, with the permissions `mode`; with [`MODE`] the process's mask counts. A symbolic link is followed and its target
/// replaced; devices and pipes are written to as they are.
///
/// # Errors
/// When the operating system refuses a step; nothing has changed then.
pub fn write(path: &Path, bytes: &[u8], mode: u32) -> Result<(), OutputError> {
    let refused = |operation, path: &Path| {
        let path = path.to_path_buf();
        move |source| OutputError::Refused { operation, path, source }
    };
    // Before the links are followed: those in /proc/self/fd, where /dev/stdout leads, name pipes that have no path.
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => {
            return Err(refused("write", path)(io::Error::from(io::ErrorKind::IsADirectory)));
        }
        Ok(metadata) if is_stream(&metadata) => {
            let mut stream = OpenOptions::new().write(true).open(path).map_err(refused("open", path))?;
            return stream.write_all(bytes).map_err(refused("write", path));
        }
        _ => {}
    }
    let target = target_of(path)?;
    let folder = match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut temporary = tempfile::Builder::new()
        .prefix(".corefilectl-")
        .suffix(".tmp")
        .permissions(fs::Permissions::from_mode(if mode == MODE { MODE } else { 0o600 }))
        .tempfile_in(folder)
        .map_err(refused("create a temporary file for", &target))?;
    temporary.write_all(bytes).map_err(refused("write", &target))?;
    let file = temporary.as_file();
    if mode != MODE {
        file.set_permissions(fs::Permissions::from_mode(mode)).map_err(refused("set the mode of", &target))?;
    }
    file.sync_all().map_err(refused("flush", &target))?;
    temporary.persist(&target).map_err(|failed| match failed.error.kind() {
        io::ErrorKind::ResourceBusy | io::ErrorKind::CrossesDevices => {
            OutputError::Mounted { path: target.clone(), source: failed.error }
        }
        _ => refused("replace", &target)(failed.error),
    })?;
    // The rename has happened; a folder that cannot be flushed (some network file systems) takes nothing back.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

/// Replaces a file that is there by `bytes`; the new one has its permissions and, where the system lets us, its owner.
///
/// # Errors
/// A file that nobody may write, and those of [`write`].
pub fn rewrite(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    let refused = |source| OutputError::Refused { operation: "write", path: path.to_path_buf(), source };
    let before = fs::metadata(path).map_err(refused)?;
    let mode = before.permissions().mode() & 0o7777;
    if before.is_file() && mode & 0o222 == 0 {
        return Err(refused(io::Error::other(format!("it is read-only, mode {mode:04o}"))));
    }
    write(path, bytes, mode)?;
    let _ = chown(path, Some(before.uid()), Some(before.gid()));
    // A new owner takes the bits away that lend somebody's rights.
    if mode & 0o7000 != 0 {
        let _ = fs::set_permissions(path, fs::Permissions::from_mode(mode));
    }
    Ok(())
}

/// Whether two paths lead to the same file.
pub fn is_same(one: &Path, other: &Path) -> bool {
    matches!((fs::canonicalize(one), fs::canonicalize(other)), (Ok(one), Ok(other)) if one == other)
}

fn is_stream(metadata: &fs::Metadata) -> bool {
    let kind = metadata.file_type();
    kind.is_fifo() || kind.is_char_device() || kind.is_block_device() || kind.is_socket()
}

// Where the links end, also if nothing is there yet.
fn target_of(path: &Path) -> Result<PathBuf, OutputError> {
    let mut target = path.to_path_buf();
    for _ in 0..MAX_LINKS {
        match fs::read_link(&target) {
            Ok(next) => target = target.parent().map_or_else(|| next.clone(), |parent| parent.join(&next)),
            Err(_) => return Ok(target),
        }
    }
    let source = io::Error::other("too many levels of symbolic links");
    Err(OutputError::Refused { operation: "open", path: path.to_path_buf(), source })
}
