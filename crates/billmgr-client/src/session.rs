//! The session that all clones of a client share.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use license_wire::{
    Answer, Effect, Error, ErrorKind, Exchange, Fault, Held, Outcome, Read, Request, Secret, Shared,
    Transport, input,
};

use crate::call::{Call, form_for};
use crate::operation::names;
use crate::reply;
use crate::{Credentials, Vendor};

/// How long a session lives after its last request. From BILLmanager's guide to the API.
const LIFETIME: Duration = Duration::from_secs(60 * 60);
/// A session that will not live this much longer is not used for what spends: being told of its end then is one call
/// more that was about money.
const RESERVE: Duration = Duration::from_secs(10 * 60);

/// The longest session that is taken.
const LONGEST_SESSION: usize = 1024;
/// The shortest text in an answer that is taken for a session. Those seen have 12 characters.
const SHORTEST_SESSION: usize = 6;

/// A client's session: none yet, or the one that was opened last.
#[derive(Default)]
pub(crate) struct Sessions(Shared<Session>);

/// An open session.
#[derive(Clone)]
pub(crate) struct Session {
    id: Secret,
    /// When the last request was sent that got an answer, in milliseconds of the client's clock.
    used: Arc<AtomicU64>,
}

impl Sessions {
    /// Sends a call in the session, which is opened before where there is none.
    ///
    /// When the vendor answers that there is no access, the session may have expired or the account may lack the right.
    /// A read (`keepalive`) tells which. If it has expired, another is opened and the call is sent again, once, also when
    /// it changes or spends: the vendor did not know the caller, so it did nothing.
    pub(crate) fn send(
        &self,
        transport: &Transport,
        credentials: &Credentials,
        call: &Call,
        send: &mut Exchange<'_>,
    ) -> Result<(), Error> {
        let held = self.session(transport, credentials, call)?;
        let Err(error) = send_in(transport, &held.value, call, send) else { return Ok(()) };
        if !may_be_expired(&error) || !self.has_expired(transport, &held, call.vendor) {
            return Err(error);
        }
        self.0.forget(held.round);
        let held = self.session(transport, credentials, call)?;
        send_in(transport, &held.value, call, send)
    }

    /// The session at hand if it will last for this call, else a new one.
    fn session(
        &self,
        transport: &Transport,
        credentials: &Credentials,
        call: &Call,
    ) -> Result<Held<Session>, Error> {
        let limit = if call.effect == Effect::Spend { LIFETIME.saturating_sub(RESERVE) } else { LIFETIME };
        let now = millis(transport);
        let usable = |session: &Session| {
            let idle = now.saturating_sub(session.used.load(Ordering::Relaxed));
            Duration::from_millis(idle) < limit
        };
        self.0.get_or_fetch(usable, || log_in(transport, credentials, call.vendor)).map_err(|error| {
            // Nothing of the call itself was sent, whatever became of the login.
            let outcome = match error.outcome() {
                Outcome::Unknown if call.effect.is_sent_once() => Outcome::NotSent,
                outcome => outcome,
            };
            Error::new(error.kind().clone(), outcome).of_call(call.name, call.effect, error.attempts())
        })
    }

    /// Whether the vendor does not know this session any more. In doubt, no.
    fn has_expired(&self, transport: &Transport, held: &Held<Session>, vendor: Vendor) -> bool {
        // Another thread found out already.
        if self.0.held().is_none_or(|newest| newest.round != held.round) {
            return true;
        }
        let form = form_for(held.value.form(), "keepalive");
        let request = Request::post(names!(vendor, "keepalive"), Effect::Read, form);
        matches!(transport.send(&request, &KeepAlive), Ok(Known::No))
    }
}

impl Session {
    fn form(&self) -> license_wire::Form {
        license_wire::Form::new().secret("auth", &self.id)
    }
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sessions(***)")
    }
}

fn millis(transport: &Transport) -> u64 {
    u64::try_from(transport.settings().clock_in_use().elapsed().as_millis()).unwrap_or(u64::MAX)
}

fn send_in(
    transport: &Transport,
    session: &Session,
    call: &Call,
    send: &mut Exchange<'_>,
) -> Result<(), Error> {
    let started = millis(transport);
    let ended = send(&call.clone().request(session.form()));
    let answered =
        ended.as_ref().map_or_else(|error| error.answer().is_some() && !may_be_expired(error), |()| true);
    if answered {
        session.used.fetch_max(started, Ordering::Relaxed);
    }
    ended
}

fn may_be_expired(error: &Error) -> bool {
    match error.kind() {
        ErrorKind::Auth { .. } => true,
        ErrorKind::Refused(refusal) => refusal.code.as_deref() == Some("access"),
        _ => false,
    }
}

fn log_in(transport: &Transport, credentials: &Credentials, vendor: Vendor) -> Result<Session, Error> {
    let started = millis(transport);
    let form = form_for(license_wire::Form::new(), "auth").and(credentials.login());
    // Opening a session twice does no harm, so a lost answer is asked for again.
    let request = Request::post(names!(vendor, "login"), Effect::Read, form);
    let id = transport.send(&request, &Login)?;
    transport.keep_secret(&id);
    Ok(Session { id, used: Arc::new(AtomicU64::new(started)) })
}

/// Reads the answer to a login.
pub(crate) struct Login;

impl Read for Login {
    type Output = Secret;

    fn read(&self, answer: &Answer) -> Result<Secret, Fault> {
        let tree = reply::open(answer)?;
        let auth = reply::levels(tree.root()).find_map(|level| level.child("auth"));
        let auth = auth.ok_or_else(|| Fault::decode("auth", "there is no session in the answer"))?;
        // Older versions have the attribute only, newer ones repeat it as text.
        let (attribute, text) = (auth.attribute("id").unwrap_or_default(), auth.text().trim());
        if !attribute.is_empty() && !text.is_empty() && attribute != text {
            return Err(Fault::decode("auth", "the answer names two different sessions"));
        }
        let id = if attribute.is_empty() { text } else { attribute };
        if input::token("auth", id, LONGEST_SESSION).is_err() || id.contains(char::is_whitespace) {
            return Err(Fault::decode("auth", "this is not a session"));
        }
        Ok(Secret::from(id))
    }

    fn refusal(&self, answer: &Answer) -> Option<Fault> {
        reply::refusal(answer)
    }

    /// A session stands in the answer also where it cannot be read.
    fn secrets(&self, answer: &Answer) -> Vec<Secret> {
        let body = String::from_utf8_lossy(answer.body());
        let Some(at) = body.find("<auth") else { return Vec::new() };
        let parts = body[at + 5..].split(|c: char| c.is_whitespace() || "\"'<>=/".contains(c));
        parts.filter(|part| part.len() >= SHORTEST_SESSION).take(16).map(Secret::from).collect()
    }
}

/// Whether the vendor knows a session.
pub(crate) enum Known {
    Yes,
    No,
}

/// Reads the answer to the question whether a session is known.
pub(crate) struct KeepAlive;

impl Read for KeepAlive {
    type Output = Known;

    fn read(&self, answer: &Answer) -> Result<Known, Fault> {
        match reply::open(answer) {
            // A second factor is asked of a session that is known.
            Err(Fault::Auth(message)) => {
                Ok(if reply::asks_for_second_factor(&message) { Known::Yes } else { Known::No })
            }
            Err(Fault::Refused(refusal)) if refusal.code.as_deref() == Some("access") => Ok(Known::No),
            Err(Fault::Refused(_)) | Ok(_) => Ok(Known::Yes),
            Err(fault) => Err(fault),
        }
    }

    fn refusal(&self, _: &Answer) -> Option<Fault> {
        None
    }
}
