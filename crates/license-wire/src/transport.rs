//! Sends requests as the contract says: reads again where that helps, everything else once.

mod judgement;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use log::{Level, log, log_enabled};

use crate::clock::StopSignal;
use crate::http::Http;
use crate::retry::{Bucket, LONGEST_WAIT};
use crate::{
    Answer, BaseAddress, Error, ErrorKind, Outcome, Preview, Refusal, Request, Scrubber, Secret, Settings,
};

use judgement::Again;

/// How an answer with a success status fell short, as a vendor crate reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The vendor refused the credentials, the token or the session.
    Auth(String),
    /// The vendor said no.
    Refused(Refusal),
    /// The document could not be understood.
    Decode {
        /// The place in the document; empty for the whole.
        path: String,
        /// What was expected there.
        reason: String,
    },
}

impl Fault {
    /// A document that could not be understood at this place.
    pub fn decode(path: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Decode { path: path.into(), reason: reason.into() }
    }
}

/// How one operation's answers are read.
pub trait Read {
    /// What a good answer says.
    type Output;

    /// Reads an answer with a status from 200 to 299.
    ///
    /// # Errors
    /// A [`Fault`] for the vendor's refusal and for a document that is not understood.
    fn read(&self, answer: &Answer) -> Result<Self::Output, Fault>;

    /// The vendor's own words in an answer with another status, where there are any: [`Fault::Auth`] or
    /// [`Fault::Refused`].
    fn refusal(&self, answer: &Answer) -> Option<Fault>;

    /// What an answer holds that must not be shown in an error about it, such as a code that the vendor hands out. It may
    /// be an answer that cannot be read. What the client knows to be secret need not be among it.
    fn secrets(&self, _answer: &Answer) -> Vec<Secret> {
        Vec::new()
    }
}

/// Sends a request and has its answer read, for [`Transport::send_by`].
pub type Exchange<'a> = dyn FnMut(&Request) -> Result<(), Error> + 'a;

/// One vendor account's way to its API. Cheap to clone; clones share connections, retries left and the stop signal.
#[derive(Clone)]
pub struct Transport(Arc<Inner>);

struct Inner {
    base: BaseAddress,
    settings: Settings,
    http: Http,
    bucket: Bucket,
    scrubber: Scrubber,
    stop: StopSignal,
}

impl Transport {
    /// A transport to this address. `secrets` are masked in everything that is shown.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] when the proxy cannot be used or a time limit cannot be kept.
    pub fn new(base: BaseAddress, settings: Settings, scrubber: Scrubber) -> Result<Self, Error> {
        let http = Http::new(&base, &settings)?;
        let bucket = settings.retries.bucket();
        Ok(Self(Arc::new(Inner { base, settings, http, bucket, scrubber, stop: StopSignal::default() })))
    }

    /// The base address.
    #[must_use]
    pub fn base(&self) -> &BaseAddress {
        &self.0.base
    }

    /// The settings in use.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Masks one more secret from now on: a token or a session, which another will take the place of. Only the latest
    /// 64 of these are masked.
    pub fn keep_secret(&self, secret: &Secret) {
        self.0.scrubber.add_passing(secret);
    }

    /// The masks in use.
    #[must_use]
    pub fn scrubber(&self) -> &Scrubber {
        &self.0.scrubber
    }

    /// What would be sent, with the secrets masked. Sends nothing.
    #[must_use]
    pub fn preview(&self, request: &Request) -> Preview {
        request.preview(&self.0.base)
    }

    /// Ends every call in progress, on this and every clone, and lets no new one begin.
    pub fn shut_down(&self) {
        self.0.stop.stop();
        self.0.http.shut_down();
    }

    /// Whether it was shut down.
    #[must_use]
    pub fn is_shut_down(&self) -> bool {
        self.0.stop.is_stopped()
    }

    /// Lets time pass by the client's clock, and says whether the client may go on: not when it was shut down meanwhile.
    #[must_use]
    pub fn pause(&self, time: Duration) -> bool {
        self.0.settings.clock.pause(time, &self.0.stop);
        !self.is_shut_down()
    }

    /// What an answer means that did not come over the wire.
    #[cfg(feature = "fuzzing")]
    pub(crate) fn judge<R: Read>(&self, answer: Answer, reader: &R) -> Result<R::Output, Error> {
        let mut kept = Kept { reader, output: None };
        self.0.judge(Ok(answer), &mut kept).map_err(|(error, _)| error)?;
        kept.into_output()
    }

    /// Sends a request and reads its answer. A read is tried again as the settings say; what changes or spends is sent
    /// at most once.
    ///
    /// # Errors
    /// Every kind of [`ErrorKind`]; [`Error::outcome`] says what may have happened.
    pub fn send<R: Read>(&self, request: &Request, reader: &R) -> Result<R::Output, Error> {
        self.send_by(reader, |send| send(request))
    }

    /// The same where a request is sent in a way of the vendor's: with a token, say, and with another when that was
    /// refused. `way` is given what sends a request, and the answer that was read last is what counts. It is compiled
    /// once, whatever is read.
    ///
    /// # Errors
    /// What `way` gives back.
    pub fn send_by<R: Read>(
        &self,
        reader: &R,
        way: impl FnOnce(&mut Exchange<'_>) -> Result<(), Error>,
    ) -> Result<R::Output, Error> {
        let mut kept = Kept { reader, output: None };
        way(&mut |request| self.0.send(request, &mut kept))?;
        kept.into_output()
    }
}

/// A reader and what it read, as one type for the loop to work with: so that there is one loop in a program, and not one
/// for each operation.
struct Kept<'a, R: Read> {
    reader: &'a R,
    output: Option<R::Output>,
}

impl<R: Read> Kept<'_, R> {
    /// What was read. An answer that was judged good was read; were it not, nobody would know what happened.
    fn into_output(self) -> Result<R::Output, Error> {
        let unread = || ErrorKind::Interrupted { reason: "the answer was not read".into() };
        self.output.ok_or_else(|| Error::new(unread(), Outcome::Unknown))
    }
}

trait Reading {
    fn read(&mut self, answer: &Answer) -> Result<(), Fault>;
    fn refusal(&self, answer: &Answer) -> Option<Fault>;
    fn secrets(&self, answer: &Answer) -> Vec<Secret>;
}

impl<R: Read> Reading for Kept<'_, R> {
    fn read(&mut self, answer: &Answer) -> Result<(), Fault> {
        self.output = Some(self.reader.read(answer)?);
        Ok(())
    }

    fn refusal(&self, answer: &Answer) -> Option<Fault> {
        self.reader.refusal(answer)
    }

    fn secrets(&self, answer: &Answer) -> Vec<Secret> {
        self.reader.secrets(answer)
    }
}

impl Inner {
    /// Sends, and has the answer read; again where that is allowed and helps.
    fn send(&self, request: &Request, reader: &mut dyn Reading) -> Result<(), Error> {
        let tries = if request.effect.is_sent_once() { 1 } else { self.settings.retries.limit() };
        if self.stop.is_stopped() {
            let closed = Error::new(ErrorKind::Closed, Outcome::NotSent);
            return Err(closed.of_call(request.operation, request.effect, 0));
        }
        let mut attempt = 0;
        loop {
            attempt += 1;
            // How long it took is told and nothing else, so nobody looks at the clock where nobody listens.
            let started = log_enabled!(Level::Warn).then(|| self.settings.clock.elapsed());
            let exchanged = self.http.exchange(&self.base, request);
            let took = started.map(|started| self.settings.clock.elapsed().saturating_sub(started));
            let status = exchanged.as_ref().ok().map(Answer::status);
            let (error, again) = match self.judge(exchanged, reader) {
                Ok(()) => {
                    self.bucket.refill();
                    report(request, attempt, status, took, None);
                    return Ok(());
                }
                Err((error, again)) => (error.of_call(request.operation, request.effect, attempt), again),
            };
            report(request, attempt, status, took, Some(&error));
            let allowed = match again {
                Again::Never => 1,
                Again::Once => 2,
                Again::Yes => u32::MAX,
            };
            if attempt >= tries.min(allowed) || !self.bucket.take() {
                return Err(error);
            }
            let jitter = self.settings.retries.wait(attempt, self.settings.chance.fraction());
            let wait = error.retry_after().unwrap_or_default().max(jitter);
            if wait > LONGEST_WAIT || self.stop.is_stopped() {
                return Err(error);
            }
            self.settings.clock.pause(wait, &self.stop);
            if self.stop.is_stopped() {
                return Err(error);
            }
        }
    }
}

/// One event per request: never an address, a field or a body.
fn report(
    request: &Request,
    attempt: u32,
    status: Option<u16>,
    took: Option<Duration>,
    error: Option<&Error>,
) {
    let level = if error.is_none() { Level::Debug } else { Level::Warn };
    if !log_enabled!(level) {
        return;
    }
    let outcome = match error.map(Error::outcome) {
        None => "ok",
        Some(Outcome::NotSent) => "not-sent",
        Some(Outcome::Refused) => "refused",
        Some(Outcome::Unknown) => "unknown",
    };
    let status = status.map_or_else(|| "-".to_owned(), |status| status.to_string());
    let (operation, effect, millis) =
        (request.operation, request.effect.name(), took.unwrap_or_default().as_millis());
    log!(
        level,
        "operation={operation} effect={effect} attempt={attempt} status={status} elapsed_ms={millis} outcome={outcome}"
    );
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport")
            .field("base", &self.0.base)
            .field("settings", &self.0.settings)
            .finish_non_exhaustive()
    }
}
