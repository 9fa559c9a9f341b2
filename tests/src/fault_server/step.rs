//! What the server does on one connection, step by step.

use super::inbound::Request;
use crate::tls::Identity;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// The steps of one connection, played in order.
///
/// A list that ends without a closing step ends politely: TLS says goodbye, then FIN, then what still comes is read until
/// the client leaves.
pub type Steps = Vec<Step>;

/// One thing the server does on a connection.
///
/// Every byte that a step reads is recorded. When the client leaves, or the server is dropped, the remaining steps fall away.
#[derive(Clone, Debug)]
pub enum Step {
    /// Reads up to and with the empty line of a head, and not a byte further.
    ReadHead,
    /// Reads one request to its last byte (by length or by chunks), and not a byte further. After `ReadHead`: the rest of
    /// that request.
    ReadRequest,
    /// Reads this many bytes.
    ReadBytes(usize),
    /// Reads a request, then goes on with the steps that are picked for it; the rest of this list follows. See [`by_request`].
    ByRequest(Choice),
    /// Writes all of it.
    Write(Vec<u8>),
    /// Writes in pieces, with a wait before each piece but the first.
    WriteSlowly {
        /// All that is to be written.
        bytes: Vec<u8>,
        /// The wait. Dropping the server ends it.
        every: Duration,
        /// How many bytes at a time.
        piece: usize,
    },
    /// Writes the same bytes over and over until the client leaves, or until [`ENDLESS_CAP`] bytes are written; then goes on.
    WriteForever(Vec<u8>),
    /// Says nothing and holds the connection until the client leaves. What still comes is read and recorded.
    Stall,
    /// Says nothing and reads nothing, so that a large request fills the buffers. Holds on until the client leaves
    /// or, if bytes lie unread (then a leaving client cannot be seen), until the server is dropped.
    StallUnread,
    /// Waits for [`FaultServer::release`](super::FaultServer::release), and does not see a client leave.
    Hold,
    /// Goes on in TLS, as the server this identity names. What follows is inside TLS.
    Tls(Identity),
    /// Reads the client's part of the handshake and writes the first half of its own. For `Stall`, `Fin` or `Rst` to follow.
    HalfHandshake(Identity),
    /// TLS says that nothing more will come. Does nothing without TLS.
    CloseNotify,
    /// Ends the sending side with a FIN and without a goodbye in TLS, then reads and records until the client leaves.
    Fin,
    /// Resets the connection at once.
    Rst,
    /// Waits until the client has sent something, reads none of it, and closes; the kernel makes that a reset.
    CloseUnread,
    /// Closes the socket at once, as a server does with an idle connection or when it dies: a FIN if all that came was read,
    /// and a reset for whatever the client sends afterwards.
    Close,
    /// Begins the list again when the client sends more on this connection.
    KeepAlive,
}

/// Where [`Step::WriteForever`] stops in the end, far above what any client should take.
pub const ENDLESS_CAP: u64 = 256 << 20;

/// What [`Step::ByRequest`] asks for the steps to play.
#[derive(Clone)]
pub struct Choice(pub(super) Arc<dyn Fn(&Request) -> Steps + Send + Sync>);

impl fmt::Debug for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Choice(..)")
    }
}

/// A step that reads a request and lets `choose` pick how to go on: by its target, its body, or its number.
///
/// A panic in `choose` comes up again where the server is finished or dropped.
pub fn by_request(choose: impl Fn(&Request) -> Steps + Send + Sync + 'static) -> Step {
    Step::ByRequest(Choice(Arc::new(choose)))
}

/// Reads a request, gives this answer, and does the same for the next request on the connection.
#[must_use]
pub fn reply(answer: impl Into<Vec<u8>>) -> Steps {
    reply_then(answer, Step::KeepAlive)
}

/// Reads a request, gives this answer (or piece of an answer), and then this: `Fin`, `Rst`, `Stall`, `Close`.
#[must_use]
pub fn reply_then(answer: impl Into<Vec<u8>>, last: Step) -> Steps {
    vec![Step::ReadRequest, Step::Write(answer.into()), last]
}

/// As [`reply_then`], but the answer drips: one piece of so many bytes at a time.
#[must_use]
pub fn drip_then(answer: impl Into<Vec<u8>>, every: Duration, piece: usize, last: Step) -> Steps {
    vec![Step::ReadRequest, Step::WriteSlowly { bytes: answer.into(), every, piece }, last]
}

/// The same steps inside TLS.
#[must_use]
pub fn over_tls(identity: &Identity, steps: impl IntoIterator<Item = Step>) -> Steps {
    [Step::Tls(identity.clone())].into_iter().chain(steps).collect()
}

/// What to play on which connection.
pub struct Script(Box<dyn Fn(usize) -> Steps + Send + Sync>);

impl Script {
    /// The same for every connection.
    #[must_use]
    pub fn always(steps: Steps) -> Self {
        Self::by(move |_| steps.clone())
    }

    /// The first list for the first connection and so on; the last list again for all that follow.
    #[must_use]
    pub fn in_turn(lists: Vec<Steps>) -> Self {
        assert!(!lists.is_empty(), "a script needs steps for at least one connection");
        Self::by(move |n| lists[n.min(lists.len()) - 1].clone())
    }

    /// The steps that `choose` gives for the n-th connection; the first is 1.
    pub fn by(choose: impl Fn(usize) -> Steps + Send + Sync + 'static) -> Self {
        Self(Box::new(choose))
    }

    /// These lists first, for one connection each, and then this script from its beginning.
    #[must_use]
    pub fn after(self, first: Vec<Steps>) -> Self {
        Self::by(move |n| first.get(n - 1).cloned().unwrap_or_else(|| self.steps(n - first.len())))
    }

    /// Where a list begins with reading a request, those that `pick` gives steps for get these instead.
    #[must_use]
    pub fn aside(self, pick: impl Fn(&Request) -> Option<Steps> + Send + Sync + 'static) -> Self {
        let pick = Arc::new(pick);
        Self::by(move |n| {
            let mut steps = self.steps(n);
            let first = steps.iter_mut().find(|step| !matches!(step, Step::Tls(_)));
            if let Some(first @ (Step::ReadRequest | Step::ByRequest(_))) = first {
                let (otherwise, pick) = (first.clone(), Arc::clone(&pick));
                *first = by_request(move |request| match (pick(request), &otherwise) {
                    (Some(steps), _) => steps,
                    (None, Step::ByRequest(choice)) => (choice.0)(request),
                    (None, _) => Vec::new(),
                });
            }
            steps
        })
    }

    pub(super) fn steps(&self, connection: usize) -> Steps {
        (self.0)(connection)
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Script(..)")
    }
}

impl From<Steps> for Script {
    fn from(steps: Steps) -> Self {
        Self::always(steps)
    }
}

impl<const N: usize> From<[Step; N]> for Script {
    fn from(steps: [Step; N]) -> Self {
        Self::always(steps.into())
    }
}

impl From<Vec<Steps>> for Script {
    fn from(lists: Vec<Steps>) -> Self {
        Self::in_turn(lists)
    }
}

impl<const N: usize> From<[Steps; N]> for Script {
    fn from(lists: [Steps; N]) -> Self {
        Self::in_turn(lists.into())
    }
}
