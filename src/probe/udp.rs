//! A try over UDP. A connected socket hears that nobody listens, an unconnected one hears who answers from elsewhere; the
//! first try uses the one, later ones the other.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};

use super::exchange::{Remarks, Try};
use super::wire::{MAX_MESSAGE, Reply};
use crate::chain::NoAnswer;

pub(super) fn ask(attempt: &Try<'_>, connected: bool, remarks: &mut Remarks) -> Result<Reply, NoAnswer> {
    let socket = match open(attempt, connected) {
        Ok(socket) => socket,
        Err(error) => return Err(attempt.failed(&error, remarks)),
    };
    let mut buffer = vec![0; MAX_MESSAGE];
    loop {
        let Some(left) = attempt.left() else { return Err(NoAnswer::Timeout) };
        let received = socket.set_read_timeout(Some(left)).and_then(|()| socket.recv_from(&mut buffer));
        match received {
            Ok((size, sender)) => {
                let bytes = buffer.get(..size).unwrap_or_default();
                if sender != attempt.server {
                    remarks.add(format_args!(
                        "ignored: {size} bytes from {sender} instead of {}; clients do not take them for an answer",
                        attempt.server
                    ));
                } else if let Some(reply) = attempt.read(bytes, remarks) {
                    return Ok(reply);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(attempt.failed(&error, remarks)),
        }
    }
}

fn open(attempt: &Try<'_>, connected: bool) -> io::Result<UdpSocket> {
    let server = attempt.server;
    let socket = UdpSocket::bind(SocketAddr::new(own(server.ip()), 0))?;
    if connected {
        socket.connect(server)?;
        socket.send(&attempt.question)?;
    } else {
        socket.send_to(&attempt.question, server)?;
    }
    Ok(socket)
}

/// What to bind to, so that nobody else than the host itself reaches a socket that talks to the host itself.
fn own(server: IpAddr) -> IpAddr {
    match server {
        IpAddr::V4(ip) if ip.is_loopback() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        IpAddr::V6(ip) if ip.is_loopback() => Ipv6Addr::LOCALHOST.into(),
        IpAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    }
}
