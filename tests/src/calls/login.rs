//! What a client asks for before its first call: a token, a session. It is answered well, and counted apart.

use crate::answers::status;
use crate::fault_server::{Record, Request, Script, Step, Steps, by_request};
use std::collections::BTreeSet;
use std::fmt;

/// How the clients of a vendor log in.
#[derive(Clone, Copy)]
pub struct Login {
    /// Its name in errors and logs.
    pub operation: &'static str,
    /// Whether this request belongs to it.
    pub is: fn(&Request) -> bool,
    /// The answer with which the vendor lets the client in.
    pub answer: fn(&Request) -> String,
    /// Whether a call that is refused with a clear 401 is made once more, with a new login.
    pub renews: bool,
}

impl Login {
    /// Answers the login on the first connection, plays the script on all others, and answers every further login that is
    /// read there. `around` is what surrounds the steps on the first connection, such as TLS.
    #[must_use]
    pub fn before(self, script: Script, around: impl Fn(Steps) -> Steps) -> Script {
        let first = around(vec![by_request(move |request| {
            assert!((self.is)(request), "the login comes first: {request:?}");
            self.steps(request)
        })]);
        script.aside(move |request| (self.is)(request).then(|| self.steps(request))).after(vec![first])
    }

    /// A whole answer, after which the connection ends, so that no call uses it.
    #[must_use]
    pub fn steps(self, request: &Request) -> Steps {
        let answer = status(200, &[("Connection", "close")], (self.answer)(request));
        vec![Step::Write(answer), Step::Fin]
    }

    /// The connections that were used for nothing else.
    #[must_use]
    pub fn connections(self, record: &Record) -> BTreeSet<usize> {
        let logins = record.requests().iter().filter(|request| (self.is)(request));
        logins.map(|request| request.connection).collect()
    }
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Login").field(&self.operation).finish()
    }
}
