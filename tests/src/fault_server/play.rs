//! Plays the steps of one connection.

use super::channel::Channel;
use super::inbound::Request;
use super::shared::Shared;
use super::step::{ENDLESS_CAP, Step};
use std::io;
use std::net::TcpStream;
use std::sync::Arc;

pub(super) struct Player {
    connection: usize,
    /// `None` once it is closed.
    channel: Option<Channel>,
    shared: Arc<Shared>,
    /// A request without a body is complete with its head; the `ReadRequest` behind a `ReadHead` then has it already.
    complete_with_head: Option<Request>,
}

/// How a list of steps goes on.
enum Next {
    Step,
    List,
    End,
}

/// As much as is read or written at once.
const BLOCK: usize = 64 << 10;

impl Player {
    pub(super) fn new(connection: usize, socket: Arc<TcpStream>, shared: Arc<Shared>) -> Self {
        Self { connection, channel: Some(Channel::new(socket)), shared, complete_with_head: None }
    }

    /// An error means that the client left or the server is being dropped; either way there is no one left to play for.
    pub(super) fn play(mut self, steps: &[Step]) {
        let last = loop {
            match self.run(steps) {
                // Bytes that a list leaves unread would begin it again for ever.
                Ok(Next::List) if !self.shared.is_stopping() => {}
                Ok(Next::Step) => break self.channel().close_notify().and_then(|()| self.fin()),
                Ok(Next::List | Next::End) => break Ok(()),
                Err(error) => break Err(error),
            }
        };
        // The system keeps the port of a client that left first for a minute, unless it is told to forget it. Many
        // thousands of connections would use up all ports.
        if last.is_err_and(|error| error.kind() == io::ErrorKind::UnexpectedEof) && !self.shared.is_stopping()
        {
            let _ = self.channel().reset_on_close();
        }
    }

    fn run(&mut self, steps: &[Step]) -> io::Result<Next> {
        for step in steps {
            match self.step(step)? {
                Next::Step => {}
                other => return Ok(other),
            }
        }
        Ok(Next::Step)
    }

    fn step(&mut self, step: &Step) -> io::Result<Next> {
        match step {
            Step::ReadHead => self.read_head()?,
            Step::ReadRequest => drop(self.read_request()?),
            Step::ReadBytes(count) => self.read_bytes(*count)?,
            Step::ByRequest(choice) => {
                let request = self.read_request()?;
                return self.run(&(choice.0)(&request));
            }
            Step::Write(bytes) => self.write(bytes)?,
            Step::WriteSlowly { bytes, every, piece } => {
                for (index, piece) in bytes.chunks((*piece).max(1)).enumerate() {
                    if index > 0 && !self.shared.wait_out(*every) {
                        return Ok(Next::End);
                    }
                    self.write(piece)?;
                }
            }
            Step::WriteForever(bytes) => self.write_forever(bytes)?,
            Step::Stall => {
                self.read_until_client_leaves()?;
                return Ok(Next::End);
            }
            Step::StallUnread => {
                if self.channel().wait_for_byte()? {
                    self.shared.wait_for_stop();
                }
                return Ok(Next::End);
            }
            Step::Hold if self.shared.wait_for_release() => {}
            Step::Tls(identity) => {
                let shaken = self.channel().start_tls(identity);
                self.shared.handshake(self.connection, &shaken);
                shaken?;
            }
            Step::HalfHandshake(identity) => self.channel().half_handshake(identity)?,
            Step::CloseNotify => self.channel().close_notify()?,
            Step::Fin => {
                self.fin()?;
                return Ok(Next::End);
            }
            Step::Rst => {
                self.channel().reset_on_close()?;
                return Ok(Next::End);
            }
            Step::CloseUnread => {
                if self.channel().wait_for_byte()? {
                    // What TLS has already taken off the socket no longer counts as unread for the kernel.
                    self.channel().reset_on_close()?;
                }
                return Ok(Next::End);
            }
            Step::KeepAlive => {
                self.complete_with_head = None;
                if !self.channel().wait_for_byte()? {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                return Ok(Next::List);
            }
            Step::Hold | Step::Close => return Ok(Next::End),
        }
        Ok(Next::Step)
    }

    fn channel(&mut self) -> &mut Channel {
        self.channel.as_mut().expect("only dropping closes the channel")
    }

    fn read_head(&mut self) -> io::Result<()> {
        self.complete_with_head = None;
        while !self.shared.head_is_complete(self.connection) {
            self.complete_with_head = self.read_safely()?;
            if self.complete_with_head.is_some() {
                break;
            }
        }
        Ok(())
    }

    fn read_request(&mut self) -> io::Result<Request> {
        let mut request = self.complete_with_head.take();
        while request.is_none() {
            request = self.read_safely()?;
        }
        Ok(request.expect("the loop ends with one"))
    }

    /// Reads something, but nothing of the next request.
    fn read_safely(&mut self) -> io::Result<Option<Request>> {
        let limit = self.shared.safe_to_read(self.connection);
        Ok(self.read_some(limit)?.1.pop())
    }

    fn read_bytes(&mut self, count: usize) -> io::Result<()> {
        let mut left = count;
        while left > 0 {
            left -= self.read_some(left)?.0;
        }
        Ok(())
    }

    fn read_until_client_leaves(&mut self) -> io::Result<()> {
        loop {
            self.read_some(BLOCK)?;
        }
    }

    /// How many bytes came, and the requests that they completed. The end of the stream is an error.
    fn read_some(&mut self, limit: usize) -> io::Result<(usize, Vec<Request>)> {
        let mut buffer = vec![0; limit.min(BLOCK)];
        match self.channel().read(&mut buffer)? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            count => Ok((count, self.shared.received(self.connection, &buffer[..count]))),
        }
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        for block in bytes.chunks(BLOCK) {
            self.channel().write_all(block)?;
            self.shared.sent(self.connection, block.len());
        }
        Ok(())
    }

    fn write_forever(&mut self, bytes: &[u8]) -> io::Result<()> {
        assert!(!bytes.is_empty(), "nothing for ever is a stall");
        let block = bytes.repeat(BLOCK.div_ceil(bytes.len()));
        let mut written = 0;
        while written < ENDLESS_CAP {
            self.write(&block)?;
            written += block.len() as u64;
        }
        Ok(())
    }

    fn fin(&mut self) -> io::Result<()> {
        self.channel().fin()?;
        self.shared.closed(self.connection);
        // Closing with bytes unread would turn the FIN into a reset.
        self.read_until_client_leaves()
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        self.channel = None;
        self.shared.over(self.connection);
    }
}
