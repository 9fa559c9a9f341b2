//! The access token: fetched when it is needed, shared, and renewed before it runs out.

mod grant;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use license_wire::{
    BaseAddress, Clock, Effect, Error, ErrorKind, Held, Outcome, Request, Scrubber, Secret, Settings, Shared,
    Transport,
};

use crate::Credentials;
pub(crate) use grant::GrantReader;

/// The name in errors and logs. A call whose error has it was not sent.
const OPERATION: &str = "websoftsolus.token";
/// The largest answer that is read, in bytes.
const MAX_ANSWER: u64 = 1 << 20;
/// For how long refused credentials are not tried again, so that the account is not locked.
const REFUSAL_HOLDS: Duration = Duration::from_secs(5);
/// How long before its end a token is not used any more; less for one that lives for less than ten minutes.
const LEEWAY: Duration = Duration::from_secs(60);
/// What a token must have left for a call that may take long; less for one that lives for less than ten minutes.
const LASTING: Duration = Duration::from_secs(300);

/// How long a token has to be good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// One quick call.
    Brief,
    /// A call that spends: the vendor may work on it for minutes.
    Lasting,
}

/// A token, and how long it may be used.
#[derive(Clone)]
pub(crate) struct Token {
    secret: Secret,
    /// `None` for one that is not to be kept: it is used by those who waited for it.
    kept: Option<Kept>,
}

#[derive(Clone, Copy)]
struct Kept {
    life: Duration,
    until: Duration,
}

impl Token {
    pub(crate) fn secret(&self) -> Secret {
        self.secret.clone()
    }

    fn is_good_for(&self, need: Need, now: Duration) -> bool {
        let Some(Kept { life, until }) = self.kept else { return false };
        let leeway = LEEWAY.min(life / 10);
        let must_be_left = match need {
            Need::Brief => leeway,
            Need::Lasting => LASTING.min(life / 2).max(leeway),
        };
        until.saturating_sub(now) > must_be_left
    }
}

/// The token of one client and all its clones.
#[derive(Clone)]
pub(crate) struct Tokens(Arc<Inner>);

struct Inner {
    transport: Transport,
    credentials: Credentials,
    clock: Arc<dyn Clock>,
    shared: Shared<Token>,
    /// The last refusal of the credentials, and until when it holds.
    refusal: Mutex<Option<(Duration, Error)>>,
}

impl Tokens {
    /// Tokens from this address. The settings are the client's, but for the size of answers.
    pub(crate) fn new(
        address: BaseAddress,
        settings: &Settings,
        scrubber: Scrubber,
        credentials: Credentials,
    ) -> Result<Self, Error> {
        let transport = Transport::new(address, settings.clone().max_answer(MAX_ANSWER), scrubber)?;
        let clock = settings.clock_in_use();
        let (shared, refusal) = (Shared::default(), Mutex::default());
        Ok(Self(Arc::new(Inner { transport, credentials, clock, shared, refusal })))
    }

    /// A token that is good for what it is needed for: the one that is held, the one that is being fetched, or a new one.
    pub(crate) fn get(&self, need: Need) -> Result<Held<Token>, Error> {
        let inner = &*self.0;
        let now = inner.clock.elapsed();
        let got = inner.shared.get_or_fetch(|token| token.is_good_for(need, now), || inner.fetch());
        match got {
            // Renewing early is a precaution. While that fails, what is left of the old token will do.
            Err(error) if need == Need::Lasting && error.outcome() != Outcome::Refused => {
                let now = inner.clock.elapsed();
                let held = inner.shared.held().filter(|held| held.value.is_good_for(Need::Brief, now));
                held.ok_or(error)
            }
            got => got,
        }
    }

    /// Forgets a token that was refused, unless another has taken its place.
    pub(crate) fn forget(&self, token: &Held<Token>) {
        self.0.shared.forget(token.round);
    }

    pub(crate) fn shut_down(&self) {
        self.0.transport.shut_down();
    }
}

impl Inner {
    fn fetch(&self) -> Result<Token, Error> {
        // The life that the vendor states begins when it answers, so a time before that is on the safe side.
        let asked = self.clock.elapsed();
        let mut refusal = self.refusal.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((until, error)) = &*refusal {
            if asked < *until {
                return Err(error.clone());
            }
        }
        let request =
            Request::post(OPERATION, Effect::Read, self.credentials.form()).accept("application/json");
        let grant = self.transport.send(&request, &GrantReader).map_err(|error| before_the_call(&error));
        if let Err(error) = &grant {
            if matches!(error.kind(), ErrorKind::Auth { .. }) {
                *refusal = Some((self.clock.elapsed().saturating_add(REFUSAL_HOLDS), error.clone()));
            }
        }
        let grant = grant?;
        *refusal = None;
        self.transport.keep_secret(&grant.token);
        let kept = grant.life.map(|life| Kept { life, until: asked.saturating_add(life) });
        Ok(Token { secret: grant.token, kept })
    }
}

/// The error of a call for which no token was to be had. That call was not sent, whatever became of the request for the
/// token. Refused credentials stay refused: the same call would be refused again.
///
/// The answer is left out, since it may hold a token.
fn before_the_call(error: &Error) -> Error {
    let refused = matches!(error.kind(), ErrorKind::Auth { .. });
    let outcome = if refused { Outcome::Refused } else { Outcome::NotSent };
    Error::new(error.kind().clone(), outcome).of_call(OPERATION, Effect::Read, error.attempts())
}
