//! Work on many files, on all processors, with the results in the order of the files.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Instant;

use super::io::Io;
use super::progress::{self, Progress};
use super::walk::Found;

/// Files that a thread takes at once: handing each over by itself would cost as much as the work on it.
const BATCH: usize = 16;

/// What `one` makes of each file. Work that takes long is spoken about on a terminal: `doing` says what it is.
pub fn all<T: Send>(
    files: &[Found],
    one: &(impl Fn(&Found) -> T + Sync),
    doing: &'static str,
    io: &mut Io<'_>,
) -> Vec<T> {
    let processors = std::thread::available_parallelism().map_or(1, usize::from).min(files.len());
    if processors <= 1 && !io.terminal.stderr_is_terminal {
        return files.iter().map(one).collect();
    }
    let (next, started) = (AtomicUsize::new(0), Instant::now());
    let clock = || started.elapsed();
    let mut progress = Progress::new(&mut *io.stderr, io.terminal.stderr_is_terminal, &clock, doing);
    let mut results: Vec<Option<T>> = files.iter().map(|_| None).collect();
    std::thread::scope(|threads| {
        let (sender, receiver) = mpsc::channel();
        for _ in 0..processors.max(1) {
            let (sender, next) = (sender.clone(), &next);
            threads.spawn(move || {
                while let Some((first, some)) = claim(files, next) {
                    let done: Vec<T> = some.iter().map(one).collect();
                    if sender.send((first, done)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let mut done = 0;
        loop {
            match receiver.recv_timeout(progress::STEP) {
                Ok((first, some)) => {
                    done += some.len();
                    for (index, result) in some.into_iter().enumerate() {
                        results[first + index] = Some(result);
                    }
                }
                Err(mpsc::RecvTimeoutError::Timeout) => {}
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
            }
            progress.report(done, files.len());
        }
    });
    results.into_iter().flatten().collect()
}

/// The next files, and the number of the first one.
fn claim<'f>(files: &'f [Found], next: &AtomicUsize) -> Option<(usize, &'f [Found])> {
    let first = next.fetch_add(BATCH, Ordering::Relaxed);
    let last = first.saturating_add(BATCH).min(files.len());
    Some((first, files.get(first..last).filter(|some| !some.is_empty())?))
}
