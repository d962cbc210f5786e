//! A try over TCP: two bytes of length, then the message (RFC 1035, 4.2.2).

use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;

use super::exchange::{Remarks, Try};
use super::wire::Reply;
use crate::chain::NoAnswer;

pub(super) fn ask(attempt: &Try<'_>, remarks: &mut Remarks) -> Result<Reply, NoAnswer> {
    let failed = |error: &io::Error, remarks: &mut Remarks| Err(attempt.failed(error, remarks));
    let Some(left) = attempt.left() else { return Err(NoAnswer::Timeout) };
    let mut stream = match TcpStream::connect_timeout(&attempt.server, left) {
        Ok(stream) => stream,
        Err(error) => return failed(&error, remarks),
    };
    if let Err(error) = send(&mut stream, attempt) {
        return failed(&error, remarks);
    }
    loop {
        let mut length = [0; 2];
        if let Err(error) = fill(&mut stream, &mut length, attempt) {
            return failed(&error, remarks);
        }
        let mut message = vec![0; usize::from(u16::from_be_bytes(length))];
        if let Err(error) = fill(&mut stream, &mut message, attempt) {
            remarks.add(format_args!("a message of {} bytes was announced and did not come", message.len()));
            return failed(&error, remarks);
        }
        if let Some(reply) = attempt.read(&message, remarks) {
            return Ok(reply);
        }
    }
}

fn send(stream: &mut TcpStream, attempt: &Try<'_>) -> io::Result<()> {
    let length = u16::try_from(attempt.question.len()).map_err(io::Error::other)?;
    let framed = [&length.to_be_bytes()[..], &attempt.question].concat();
    stream.set_write_timeout(attempt.left().or(Some(std::time::Duration::from_millis(1))))?;
    stream.write_all(&framed)
}

/// Reads until the buffer is full. Whoever sends it byte by byte gets no more time than anybody else.
fn fill(stream: &mut TcpStream, buffer: &mut [u8], attempt: &Try<'_>) -> io::Result<()> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        let left = attempt.left().ok_or(io::ErrorKind::TimedOut)?;
        stream.set_read_timeout(Some(left))?;
        match stream.read(rest) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
