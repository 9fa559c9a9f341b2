//! One connection, with or without TLS on it.

use crate::tls::Identity;
use rustls::ServerConnection;
use socket2::SockRef;
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::time::Duration;

/// rustls' own stream is not used, because it writes while it reads, which fails after a FIN.
pub(super) struct Channel {
    socket: Arc<TcpStream>,
    tls: Option<Box<ServerConnection>>,
}

impl Channel {
    pub(super) fn new(socket: Arc<TcpStream>) -> Self {
        Self { socket, tls: None }
    }

    /// 0 means that the client left.
    pub(super) fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let Some(tls) = &mut self.tls else { return (&*self.socket).read(into) };
        loop {
            match tls.reader().read(into) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                other => return other,
            }
            tls.read_tls(&mut &*self.socket)?;
            tls.process_new_packets().map_err(io::Error::other)?;
        }
    }

    /// Waits until there is something to read, and leaves it there; false when the client left.
    pub(super) fn wait_for_byte(&mut self) -> io::Result<bool> {
        let Some(tls) = &mut self.tls else { return Ok(self.socket.peek(&mut [0])? > 0) };
        loop {
            let state = tls.process_new_packets().map_err(io::Error::other)?;
            if state.plaintext_bytes_to_read() > 0 {
                return Ok(true);
            }
            if state.peer_has_closed() || tls.read_tls(&mut &*self.socket)? == 0 {
                return Ok(false);
            }
        }
    }

    pub(super) fn write_all(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        let Some(tls) = &mut self.tls else { return (&*self.socket).write_all(bytes) };
        while !bytes.is_empty() {
            let taken = tls.writer().write(bytes)?;
            bytes = &bytes[taken..];
            flush(tls, &self.socket)?;
        }
        Ok(())
    }

    pub(super) fn start_tls(&mut self, identity: &Identity) -> io::Result<()> {
        let mut tls = server_side(identity)?;
        while tls.is_handshaking() {
            flush(&mut tls, &self.socket)?;
            if tls.is_handshaking() {
                read_packets(&mut tls, &self.socket)?;
            }
        }
        // What comes after the handshake: the session tickets.
        flush(&mut tls, &self.socket)?;
        self.tls = Some(Box::new(tls));
        Ok(())
    }

    pub(super) fn half_handshake(&mut self, identity: &Identity) -> io::Result<()> {
        let mut tls = server_side(identity)?;
        while !tls.wants_write() {
            read_packets(&mut tls, &self.socket)?;
        }
        let mut flight = Vec::new();
        while tls.wants_write() {
            tls.write_tls(&mut flight)?;
        }
        (&*self.socket).write_all(&flight[..flight.len() / 2])
    }

    pub(super) fn close_notify(&mut self) -> io::Result<()> {
        let Some(tls) = &mut self.tls else { return Ok(()) };
        tls.send_close_notify();
        flush(tls, &self.socket)
    }

    pub(super) fn fin(&self) -> io::Result<()> {
        self.socket.shutdown(Shutdown::Write)
    }

    /// Makes the close that follows a reset.
    pub(super) fn reset_on_close(&self) -> io::Result<()> {
        SockRef::from(&*self.socket).set_linger(Some(Duration::ZERO))
    }
}

fn server_side(identity: &Identity) -> io::Result<ServerConnection> {
    ServerConnection::new(identity.config()).map_err(io::Error::other)
}

fn flush(tls: &mut ServerConnection, mut socket: &TcpStream) -> io::Result<()> {
    while tls.wants_write() {
        tls.write_tls(&mut socket)?;
    }
    Ok(())
}

fn read_packets(tls: &mut ServerConnection, mut socket: &TcpStream) -> io::Result<()> {
    if tls.read_tls(&mut socket)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    tls.process_new_packets().map(drop).map_err(|error| {
        // The alert tells the client why; a client that is gone need not be told.
        let _ = flush(tls, socket);
        io::Error::other(error)
    })
}
