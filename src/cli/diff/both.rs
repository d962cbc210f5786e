//! Two sides that are worked out one after the other, each as if it were alone: what can be read or said only once is shared.

use std::io::Read;

use crate::cli::io::Io;

/// Does the work of both sides. What the first has read of standard input is there for the second again, and what both have
/// to say is said once.
pub fn for_both<T>(
    io: &mut Io<'_>,
    first: impl FnOnce(&mut Io<'_>) -> anyhow::Result<T>,
    second: impl FnOnce(&mut Io<'_>) -> anyhow::Result<T>,
) -> anyhow::Result<(T, T)> {
    let (mut read, mut said, mut said_then) = (Vec::new(), Vec::new(), Vec::new());
    let mut stdin = Recorded { reader: &mut *io.stdin, read: &mut read };
    let mut alone = Io {
        stdin: &mut stdin,
        stdout: &mut *io.stdout,
        stderr: &mut said,
        environment: io.environment,
        terminal: io.terminal,
        stdin_is_taken: io.stdin_is_taken,
    };
    let one = first(&mut alone);
    let _ = io.stderr.write_all(&said);
    let one = one?;
    let mut stdin = read.as_slice().chain(&mut *io.stdin);
    let mut alone = Io {
        stdin: &mut stdin,
        stdout: &mut *io.stdout,
        stderr: &mut said_then,
        environment: io.environment,
        terminal: io.terminal,
        stdin_is_taken: io.stdin_is_taken,
    };
    let other = second(&mut alone);
    let _ = io.stderr.write_all(said_then.strip_prefix(said.as_slice()).unwrap_or(&said_then));
    Ok((one, other?))
}

/// A reader that remembers.
struct Recorded<'r> {
    reader: &'r mut (dyn Read + Send),
    read: &'r mut Vec<u8>,
}

impl Read for Recorded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let len = self.reader.read(buffer)?;
        self.read.extend_from_slice(buffer.get(..len).unwrap_or_default());
        Ok(len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::io::Terminal;

    #[test]
    fn standard_input_is_there_twice_and_words_are_said_once() {
        let (mut stdin, mut stdout, mut stderr) = (&b"abc"[..], Vec::new(), Vec::new());
        let mut io = Io {
            stdin: &mut stdin,
            stdout: &mut stdout,
            stderr: &mut stderr,
            environment: &|_| None,
            terminal: Terminal::default(),
            stdin_is_taken: false,
        };
        let work = |words: &'static str| {
            move |io: &mut Io<'_>| {
                let mut text = String::new();
                io.stdin.read_to_string(&mut text)?;
                writeln!(io.stderr, "both")?;
                write!(io.stderr, "{words}")?;
                anyhow::Ok(text)
            }
        };
        let (one, other) = for_both(&mut io, work(""), work("second")).unwrap();
        assert_eq!((one.as_str(), other.as_str()), ("abc", "abc"));
        assert!(for_both(&mut io, |_| anyhow::Ok(()), |_| anyhow::bail!("no")).is_err());
        assert_eq!(String::from_utf8(stderr).unwrap(), "both\nsecond");
    }
}
