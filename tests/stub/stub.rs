//! A DNS server in a thread, on loopback and a free port, that does what a test tells it to: right, wrong or nothing at all.

#![allow(dead_code, reason = "each test binary uses some of it")]

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use corefilectl::chain::name::{from_labels, wire_labels};
use corefilectl::chain::{Actor, Message, Protocol, Query, Record, RecordData, World};

const TICK: Duration = Duration::from_millis(20);

/// A question that came.
pub struct Asked {
    pub bytes: Vec<u8>,
    pub name: String,
    pub qtype: u16,
    pub class: u16,
    pub over_tcp: bool,
}

impl Asked {
    pub fn query(&self) -> Query {
        let protocol = if self.over_tcp { Protocol::Tcp } else { Protocol::Udp };
        Query::new(&self.name, self.qtype).in_class(self.class).over(protocol)
    }
}

/// What the server does about it. Over TCP the length is put in front of what is sent.
pub enum Deed {
    Send(Vec<u8>),
    /// The same from another port.
    SendFromElsewhere(Vec<u8>),
    /// Bytes as they are, then the connection is closed.
    Raw(Vec<u8>),
    /// A byte now and then, for ever.
    Drip,
    /// The same message again and again.
    Repeat(Vec<u8>),
    /// One after the other.
    Each(Vec<Vec<u8>>),
    Nothing,
}

type Doing = dyn Fn(&Asked) -> Deed + Send + Sync;

pub struct Stub {
    pub address: SocketAddr,
    pub seen: Arc<Mutex<Vec<String>>>,
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Stub {
    /// UDP and TCP at the same port.
    pub fn start(doing: impl Fn(&Asked) -> Deed + Send + Sync + 'static) -> Self {
        let (udp, tcp) = loop {
            let udp = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
            if let Ok(tcp) = TcpListener::bind(udp.local_addr().unwrap()) {
                break (udp, tcp);
            }
        };
        Self::over(udp, Some(tcp), doing)
    }

    /// UDP only.
    pub fn start_udp(doing: impl Fn(&Asked) -> Deed + Send + Sync + 'static) -> Self {
        Self::over(UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap(), None, doing)
    }

    /// At this port.
    pub fn start_at(port: u16, doing: impl Fn(&Asked) -> Deed + Send + Sync + 'static) -> Self {
        let udp = UdpSocket::bind((Ipv4Addr::LOCALHOST, port)).unwrap();
        let tcp = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).unwrap();
        Self::over(udp, Some(tcp), doing)
    }

    fn over(udp: UdpSocket, tcp: Option<TcpListener>, doing: impl Fn(&Asked) -> Deed + Send + Sync + 'static) -> Self {
        let doing: Arc<Doing> = Arc::new(doing);
        let (stop, seen) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Vec::new())));
        let address = udp.local_addr().unwrap();
        let (one, two) = ((stop.clone(), seen.clone(), doing.clone()), (stop.clone(), seen.clone(), doing));
        let mut threads = vec![thread::spawn(move || serve_udp(&udp, &one.0, &one.1, &*one.2))];
        if let Some(tcp) = tcp {
            threads.push(thread::spawn(move || serve_tcp(&tcp, &two.0, &two.1, &*two.2)));
        }
        Self { address, seen, stop, threads }
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }
}

impl Drop for Stub {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

fn note(asked: &Asked, seen: &Mutex<Vec<String>>) {
    let over = if asked.over_tcp { "tcp" } else { "udp" };
    seen.lock().unwrap().push(format!("{} {} {over}", asked.name, asked.qtype));
}

fn serve_udp(socket: &UdpSocket, stop: &AtomicBool, seen: &Mutex<Vec<String>>, doing: &Doing) {
    socket.set_read_timeout(Some(TICK)).unwrap();
    let mut buffer = [0; 65_535];
    while !stop.load(Ordering::Relaxed) {
        let Ok((size, client)) = socket.recv_from(&mut buffer) else { continue };
        let Some(asked) = read(&buffer[..size], false) else { continue };
        note(&asked, seen);
        match doing(&asked) {
            Deed::Send(bytes) | Deed::Raw(bytes) => drop(socket.send_to(&bytes, client)),
            Deed::SendFromElsewhere(bytes) => {
                let other = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
                drop(other.send_to(&bytes, client));
            }
            Deed::Repeat(bytes) => (0..200).for_each(|_| drop(socket.send_to(&bytes, client))),
            Deed::Each(all) => all.iter().for_each(|bytes| drop(socket.send_to(bytes, client))),
            Deed::Drip | Deed::Nothing => {}
        }
    }
}

fn serve_tcp(listener: &TcpListener, stop: &AtomicBool, seen: &Mutex<Vec<String>>, doing: &Doing) {
    listener.set_nonblocking(true).unwrap();
    while !stop.load(Ordering::Relaxed) {
        match listener.accept() {
            Ok((stream, _)) => drop(serve(stream, stop, seen, doing)),
            Err(_) => thread::sleep(Duration::from_millis(2)),
        }
    }
}

fn serve(mut stream: TcpStream, stop: &AtomicBool, seen: &Mutex<Vec<String>>, doing: &Doing) -> std::io::Result<()> {
    stream.set_nonblocking(false)?;
    stream.set_read_timeout(Some(Duration::from_secs(1)))?;
    let mut length = [0; 2];
    stream.read_exact(&mut length)?;
    let mut message = vec![0; usize::from(u16::from_be_bytes(length))];
    stream.read_exact(&mut message)?;
    let Some(asked) = read(&message, true) else { return Ok(()) };
    note(&asked, seen);
    match doing(&asked) {
        Deed::Send(bytes) | Deed::SendFromElsewhere(bytes) => stream.write_all(&framed(&bytes)),
        Deed::Raw(bytes) => stream.write_all(&bytes),
        Deed::Each(all) => all.iter().try_for_each(|bytes| stream.write_all(&framed(bytes))),
        Deed::Repeat(bytes) => loop {
            if stop.load(Ordering::Relaxed) {
                return Ok(());
            }
            stream.write_all(&framed(&bytes))?;
        },
        Deed::Drip => loop {
            if stop.load(Ordering::Relaxed) {
                return Ok(());
            }
            stream.write_all(&[0xff])?;
            thread::sleep(TICK);
        },
        Deed::Nothing => {
            while !stop.load(Ordering::Relaxed) {
                thread::sleep(TICK);
            }
            Ok(())
        }
    }
}

fn framed(bytes: &[u8]) -> Vec<u8> {
    [&u16::try_from(bytes.len()).unwrap().to_be_bytes()[..], bytes].concat()
}

fn read(bytes: &[u8], over_tcp: bool) -> Option<Asked> {
    let mut labels = Vec::new();
    let mut at = 12;
    loop {
        let length = usize::from(*bytes.get(at)?);
        if length == 0 {
            break;
        }
        labels.push(bytes.get(at + 1..at + 1 + length)?.to_vec());
        at += 1 + length;
    }
    let number = |at: usize| Some(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
    Some(Asked {
        bytes: bytes.to_vec(),
        name: from_labels(&labels),
        qtype: number(at + 1)?,
        class: number(at + 3)?,
        over_tcp,
    })
}

/// A name on the wire.
pub fn wire_name(name: &str) -> Vec<u8> {
    let mut bytes: Vec<u8> = wire_labels(name)
        .iter()
        .flat_map(|label| std::iter::once(u8::try_from(label.len()).unwrap()).chain(label.iter().copied()))
        .collect();
    bytes.push(0);
    bytes
}

/// An answer with these records as type and data.
pub fn answer(asked: &Asked, rcode: u8, records: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let records: Vec<_> = records.iter().map(|(qtype, data)| (asked.name.clone(), *qtype, 30, data.clone())).collect();
    reply(asked, rcode, &records)
}

/// An answer with records as owner, type, TTL and data.
pub fn reply(asked: &Asked, rcode: u8, records: &[(String, u16, u32, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = asked.bytes[..2].to_vec();
    bytes.extend([0x81, 0x80 | rcode, 0, 1]);
    bytes.extend(u16::try_from(records.len()).unwrap().to_be_bytes());
    bytes.extend([0; 4]);
    bytes.extend(wire_name(&asked.name));
    bytes.extend(asked.qtype.to_be_bytes());
    bytes.extend(asked.class.to_be_bytes());
    for (owner, qtype, ttl, data) in records {
        bytes.extend(wire_name(owner));
        bytes.extend(qtype.to_be_bytes());
        bytes.extend(asked.class.to_be_bytes());
        bytes.extend(ttl.to_be_bytes());
        bytes.extend(u16::try_from(data.len()).unwrap().to_be_bytes());
        bytes.extend(data);
    }
    bytes
}

/// What a walk predicts, on the wire; records other than addresses and CNAMEs are left out.
pub fn encode(asked: &Asked, message: &Message<'_>) -> Vec<u8> {
    let data = |record: &Record| match &record.data {
        RecordData::Address(std::net::IpAddr::V4(ip)) => Some(ip.octets().to_vec()),
        RecordData::Address(std::net::IpAddr::V6(ip)) => Some(ip.octets().to_vec()),
        RecordData::Name(name) => Some(wire_name(name)),
        RecordData::Text(_) | RecordData::Unknown => None,
    };
    let records: Vec<_> = message
        .answers
        .iter()
        .filter_map(|record| Some((record.name.clone(), record.qtype, record.ttl.unwrap_or(1), data(record)?)))
        .collect();
    reply(asked, u8::try_from(message.rcode).unwrap(), &records)
}

/// A server that answers as the host's resolver of `world` does; see [`encode`].
pub fn resolver(world: World) -> Stub {
    Stub::start(move |asked| match world.host.answer(&asked.query(), &world, Actor::Client) {
        Ok(message) => Deed::Send(encode(asked, &message)),
        Err(_) => Deed::Nothing,
    })
}
