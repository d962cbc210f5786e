//! The frames of the base protocol: a header with `Content-Length`, then that many bytes. Hostile streams cost bounded memory:
//! a header that makes no sense is told and skipped up to the next one. What the bytes say is [`super::rpc`]'s business.

use std::io::{self, BufRead, Read as _, Write};

/// Larger messages are passed over, in bytes.
pub const MAX_MESSAGE: usize = 64 << 20;

/// A length above this is taken for nonsense behind which nothing can be found again, in bytes.
const MAX_SKIPPED: u64 = 1 << 32;

/// A line of a header is looked at in pieces of so many bytes.
const MAX_LINE: u64 = 4096;

const LENGTH: &[u8] = b"content-length:";

/// What came in.
#[derive(Debug, PartialEq, Eq)]
pub enum Frame {
    /// The bytes of a message.
    Message(Vec<u8>),
    /// A header without a usable length; it was skipped.
    NoLength,
    /// A message of so many bytes, which were skipped.
    TooLarge(u64),
}

/// The stream is of no use any more.
#[derive(Debug, thiserror::Error)]
pub enum StreamError {
    /// It cannot be read.
    #[error("the client's messages cannot be read: {0}")]
    Read(#[from] io::Error),
    /// A length that cannot be meant.
    #[error("a message of {0} bytes is announced, which cannot be: the client and the server have lost each other")]
    Lost(u64),
}

/// The next frame; none at the end of the stream, also within a frame.
///
/// # Errors
/// A stream that cannot be read, or one in which nothing can be found again.
pub fn read(input: &mut impl BufRead) -> Result<Option<Frame>, StreamError> {
    let mut header = Header::default();
    loop {
        let mut line = Vec::new();
        let len = input.by_ref().take(MAX_LINE).read_until(b'\n', &mut line)?;
        if len == 0 {
            return Ok(None);
        }
        if header.is_over(&line) {
            break;
        }
    }
    // What stood in front of the length belongs to a message that was cut; what follows is whole.
    let length = match header.length {
        Some(length) if !header.is_broken => length,
        _ => return Ok(Some(Frame::NoLength)),
    };
    if length > MAX_SKIPPED {
        return Err(StreamError::Lost(length));
    }
    if length > MAX_MESSAGE as u64 {
        let skipped = io::copy(&mut input.by_ref().take(length), &mut io::sink())?;
        return Ok((skipped == length).then_some(Frame::TooLarge(length)));
    }
    let mut body = Vec::new();
    input.by_ref().take(length).read_to_end(&mut body)?;
    Ok((body.len() as u64 == length).then_some(Frame::Message(body)))
}

#[derive(Debug, Default)]
struct Header {
    length: Option<u64>,
    is_broken: bool,
    /// Whether a line goes on in the next piece.
    in_line: bool,
    /// The end of the piece before, in which a name may have begun.
    tail: Vec<u8>,
}

impl Header {
    /// Takes a piece of a line; true for the blank line at the end.
    fn is_over(&mut self, piece: &[u8]) -> bool {
        let is_first = !std::mem::replace(&mut self.in_line, !piece.ends_with(b"\n"));
        if is_first && piece.trim_ascii().is_empty() && !self.in_line {
            // Blank lines between messages are nobody's header.
            return self.length.is_some() || self.is_broken;
        }
        let text = [std::mem::take(&mut self.tail).as_slice(), piece].concat().to_ascii_lowercase();
        match memchr::memmem::rfind(&text, LENGTH) {
            Some(at) => {
                let number = std::str::from_utf8(text[at + LENGTH.len()..].trim_ascii()).unwrap_or_default();
                let digits = number.bytes().all(|byte| byte.is_ascii_digit());
                self.length = number.parse().ok().or((digits && !number.is_empty()).then_some(u64::MAX));
                // The rest of a message whose length was wrong may stand in front on the same line.
                self.is_broken = self.length.is_none();
            }
            None if is_first && text.contains(&b':') && !text.starts_with(b"{") => {}
            None => self.is_broken |= self.length.is_none(),
        }
        if self.in_line {
            self.tail = text[text.len().saturating_sub(LENGTH.len() + 24)..].to_vec();
        }
        false
    }
}

/// Writes a message.
///
/// # Errors
/// The stream's.
pub fn write(output: &mut dyn Write, body: &[u8]) -> io::Result<()> {
    output.write_all(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes())?;
    output.write_all(body)?;
    output.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(mut input: &[u8]) -> Vec<String> {
        let mut said = Vec::new();
        loop {
            match read(&mut input) {
                Ok(Some(Frame::Message(body))) => said.push(String::from_utf8_lossy(&body).into_owned()),
                Ok(Some(Frame::NoLength)) => said.push("no length".into()),
                Ok(Some(Frame::TooLarge(_))) => said.push("too large".into()),
                Ok(None) => return said,
                Err(_) => return [said, vec!["lost".into()]].concat(),
            }
        }
    }

    #[test]
    fn frames_are_found_again() {
        for (input, expected) in [
            ("Content-Length: 2\r\n\r\n{}Content-Length: 1\r\n\r\n1", &["{}", "1"][..]),
            ("content-length:2\nContent-Type: x\n\n{}", &["{}"]),
            ("\r\n\r\nContent-Length: 2\r\n\r\n{}", &["{}"]),
            ("Content-Length: x\r\n\r\nContent-Length: 2\r\n\r\n{}", &["no length", "{}"]),
            ("Content-Length: -1\r\n\r\n{\"a\":1}Content-Length: 2\r\n\r\n{}", &["no length", "{}"]),
            ("{\"a\":1}\nContent-Length: 2\r\n\r\n{}", &["{}"]),
            // Too short a length: the rest of the body stands in front of the next header.
            ("Content-Length: 1\r\n\r\n{}Content-Length: 2\r\n\r\n[]", &["{", "[]"]),
            ("Content-Length: 9\r\n\r\n{}", &[]),
            ("Content-Length: 99999999999999999999999\r\n\r\n{}", &["lost"]),
            ("Content-Length: 18446744073709551615\r\n\r\n{}", &["lost"]),
            ("rubbish\n\nContent-Length: 1\r\n\r\n1", &["no length", "1"]),
            ("Content-Length: 0\r\n\r\nContent-Length: 1\r\n\r\n1", &["", "1"]),
            ("Content-Type: x\r\n\r\n{}Content-Length: 1\r\n\r\n1", &["1"]),
        ] {
            assert_eq!(all(input.as_bytes()), expected, "{input:?}");
        }
        let long = format!("{}Content-Length: 1\r\n\r\n1", "x".repeat(10_000_000));
        assert_eq!(all(long.as_bytes()), ["1"]);
        for cut in 4080..4110 {
            let long = format!("{}Content-Length: 1\r\n\r\n1", "x".repeat(cut));
            assert_eq!(all(long.as_bytes()), ["1"], "{cut}");
        }
        let large = format!(
            "Content-Length: {}\r\n\r\n{}Content-Length: 1\r\n\r\n1",
            MAX_MESSAGE + 1,
            "x".repeat(MAX_MESSAGE + 1)
        );
        assert_eq!(all(large.as_bytes()), ["too large", "1"]);
    }
}
