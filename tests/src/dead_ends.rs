//! Addresses that lead nowhere: a closed port, a listener that does not accept, a name that does not exist.

use socket2::{Domain, Socket, Type};
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

/// A name that no resolver may ever know (RFC 6761).
pub const NO_SUCH_HOST: &str = "no-such-host.invalid";

/// A port at which nothing listens. While this value lives, nobody else can get the port either.
#[derive(Debug)]
pub struct DeadPort {
    address: SocketAddr,
    /// Bound, but never listening: the kernel refuses every connection to it.
    _reserved: Socket,
}

impl DeadPort {
    /// Reserves a free port of the loopback interface.
    #[must_use]
    pub fn reserve() -> Self {
        let socket = bound_socket();
        Self { address: address(&socket), _reserved: socket }
    }

    /// Where nothing listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address as `http://127.0.0.1:port`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

/// A listener whose queue is full, so that connecting to it neither succeeds nor fails: it stalls.
///
/// Linux drops the first packet of a connection for which the queue has no place, and the client goes on asking. Other
/// systems may refuse instead; [`StalledListener::start`] panics there, and does not let a test pass for the wrong reason.
#[derive(Debug)]
pub struct StalledListener {
    address: SocketAddr,
    _listener: Socket,
    /// The connections that fill the queue.
    _queued: Vec<Socket>,
}

impl StalledListener {
    /// Listens, and fills the queue.
    #[must_use]
    pub fn start() -> Self {
        /// Connecting on loopback takes a few microseconds.
        const STALLED_AFTER: Duration = Duration::from_millis(50);
        /// A queue for none has a place for one; the rest is for systems that count differently.
        const MOST: usize = 32;

        let listener = bound_socket();
        listener.listen(0).expect("a bound socket can listen");
        let address = address(&listener);
        let mut queued = Vec::new();
        while queued.len() < MOST {
            let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
            match socket.connect_timeout(&address.into(), STALLED_AFTER) {
                Ok(()) => queued.push(socket),
                Err(error) if error.kind() == std::io::ErrorKind::TimedOut => {
                    return Self { address, _listener: listener, _queued: queued };
                }
                Err(error) => panic!("connecting to a full queue should stall here, but: {error}"),
            }
        }
        panic!("the queue is not full after {MOST} connections");
    }

    /// Where connecting stalls.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address as `http://127.0.0.1:port`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

fn bound_socket() -> Socket {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
    socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into()).expect("a free port on loopback");
    socket
}

fn address(socket: &Socket) -> SocketAddr {
    let address = socket.local_addr().expect("a bound socket has an address");
    address.as_socket().expect("an address of the internet")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::ErrorKind;
    use std::net::{TcpListener, TcpStream};

    #[test]
    fn a_dead_port_refuses_and_cannot_be_taken() {
        let dead = DeadPort::reserve();
        assert_eq!(TcpStream::connect(dead.address()).unwrap_err().kind(), ErrorKind::ConnectionRefused);
        assert_eq!(TcpListener::bind(dead.address()).unwrap_err().kind(), ErrorKind::AddrInUse);
    }

    #[test]
    fn connecting_to_a_full_queue_stalls() {
        let listener = StalledListener::start();
        for _ in 0..3 {
            let refused =
                TcpStream::connect_timeout(&listener.address(), Duration::from_millis(50)).unwrap_err();
            assert_eq!(refused.kind(), ErrorKind::TimedOut);
        }
    }
}
