//! The access token: fetched when it is needed, shared, and renewed before it runs out.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use license_wire::{
    BaseAddress, Clock, Effect, Error, ErrorKind, Outcome, Request, Scrubber, Secret, Settings, Transport,
};

use crate::Credentials;
use crate::grant::{Grant, GrantReader};

/// The name in errors and logs. A call whose error has it was not sent.
const OPERATION: &str = "websoftsolus.token";
/// The largest answer that is read, in bytes.
const MAX_ANSWER: u64 = 1 << 20;
/// For how long refused credentials are not tried again, so that the account is not locked.
const REFUSAL_HOLDS: Duration = Duration::from_secs(5);
/// How long before its end a token is not used any more; less for a token that lives for less than ten minutes.
const LEEWAY: Duration = Duration::from_secs(60);
/// What a token must have left for a call that may take long; less for a token that lives for less than ten minutes.
const LASTING: Duration = Duration::from_secs(300);

/// How long a token has to be good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// One quick call.
    Brief,
    /// A call that spends: the vendor may work on it for minutes.
    Lasting,
}

/// A token in use.
#[derive(Clone)]
pub(crate) struct Token {
    secret: Secret,
    generation: u64,
}

impl Token {
    pub(crate) fn secret(&self) -> Secret {
        self.secret.clone()
    }
}

/// The token of one client and all its clones.
#[derive(Clone)]
pub(crate) struct Tokens(Arc<Inner>);

struct Inner {
    transport: Transport,
    credentials: Credentials,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    held: Option<Held>,
    /// The fetch in progress, if there is one.
    flight: Option<Arc<Flight>>,
    /// The last refusal of the credentials, and until when it holds.
    refusal: Option<(Duration, Error)>,
    generation: u64,
}

struct Held {
    token: Token,
    life: Duration,
    ends: Duration,
}

impl Held {
    fn is_good_for(&self, need: Need, now: Duration) -> bool {
        let leeway = LEEWAY.min(self.life / 10);
        let left = match need {
            Need::Brief => leeway,
            Need::Lasting => LASTING.min(self.life / 2).max(leeway),
        };
        self.ends.saturating_sub(now) > left
    }
}

/// One fetch: whoever comes while it lasts waits for its end, and gets what it got, token or error.
#[derive(Default)]
struct Flight {
    end: Mutex<Option<Result<Token, Error>>>,
    ended: Condvar,
}

impl Flight {
    fn wait(&self) -> Result<Token, Error> {
        let mut end = lock(&self.end);
        loop {
            if let Some(result) = &*end {
                return result.clone();
            }
            end = self.ended.wait(end).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn finish(&self, result: Result<Token, Error>) {
        *lock(&self.end) = Some(result);
        self.ended.notify_all();
    }
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
        Ok(Self(Arc::new(Inner { transport, credentials, clock, state: Mutex::default() })))
    }

    /// A token that is good for what it is needed for: the one that is held, the one that is being fetched, or a new one.
    pub(crate) fn get(&self, need: Need) -> Result<Token, Error> {
        let now = self.0.clock.elapsed();
        let fetched = {
            let mut state = self.0.state();
            if let Some(held) = state.held.as_ref().filter(|held| held.is_good_for(need, now)) {
                return Ok(held.token.clone());
            }
            if let Some((until, error)) = &state.refusal {
                if now < *until {
                    return Err(error.clone());
                }
            }
            if let Some(flight) = state.flight.clone() {
                drop(state);
                flight.wait()
            } else {
                let flight = Arc::new(Flight::default());
                state.flight = Some(Arc::clone(&flight));
                drop(state);
                self.0.fetch(flight)
            }
        };
        match fetched {
            // Renewing early is a precaution. While that fails, what is left of the old token will do.
            Err(error) if need == Need::Lasting && error.outcome() != Outcome::Refused => {
                let (state, now) = (self.0.state(), self.0.clock.elapsed());
                let held = state.held.as_ref().filter(|held| held.is_good_for(Need::Brief, now));
                held.map(|held| held.token.clone()).ok_or(error)
            }
            fetched => fetched,
        }
    }

    /// Forgets a token that was refused, unless another has taken its place.
    pub(crate) fn drop_used(&self, token: &Token) {
        let mut state = self.0.state();
        if state.held.as_ref().is_some_and(|held| held.token.generation == token.generation) {
            state.held = None;
        }
    }

    pub(crate) fn shut_down(&self) {
        self.0.transport.shut_down();
    }
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    fn fetch(&self, flight: Arc<Flight>) -> Result<Token, Error> {
        let landing = Landing { tokens: self, flight };
        let request =
            Request::post(OPERATION, Effect::Read, self.credentials.form()).accept("application/json");
        // The life that the vendor states begins when it answers, so a time before that is on the safe side.
        let asked = self.clock.elapsed();
        match self.transport.send(&request, &GrantReader) {
            Ok(grant) => landing.succeed(asked, grant),
            Err(error) => landing.fail(before_the_call(&error)),
        }
    }
}

/// The end of a fetch, also when it is a panic: nobody is left waiting.
struct Landing<'a> {
    tokens: &'a Inner,
    flight: Arc<Flight>,
}

impl Landing<'_> {
    fn succeed(self, asked: Duration, grant: Grant) -> Result<Token, Error> {
        self.tokens.transport.keep_secret(&grant.token);
        let mut state = self.tokens.state();
        state.generation += 1;
        let token = Token { secret: grant.token, generation: state.generation };
        // A token without a life that could be read is used by those who wait for it, and not kept.
        state.held =
            grant.life.map(|life| Held { token: token.clone(), life, ends: asked.saturating_add(life) });
        state.refusal = None;
        self.land(state, Ok(token))
    }

    fn fail(self, error: Error) -> Result<Token, Error> {
        let mut state = self.tokens.state();
        if matches!(error.kind(), ErrorKind::Auth { .. }) {
            let until = self.tokens.clock.elapsed().saturating_add(REFUSAL_HOLDS);
            state.refusal = Some((until, error.clone()));
        }
        self.land(state, Err(error))
    }

    /// From here on nobody joins this fetch, and only then do those who did go on: what they may be told next, such as
    /// that the token is refused, must lead to another one.
    fn land(&self, mut state: MutexGuard<'_, State>, result: Result<Token, Error>) -> Result<Token, Error> {
        state.flight = None;
        drop(state);
        self.flight.finish(result.clone());
        result
    }
}

impl Drop for Landing<'_> {
    fn drop(&mut self) {
        if lock(&self.flight.end).is_some() {
            return;
        }
        let kind = ErrorKind::Interrupted { reason: "asking for a token did not come to an end".into() };
        let error = Error::new(kind, Outcome::NotSent).of_call(OPERATION, Effect::Read, 0);
        let _ = self.land(self.tokens.state(), Err(error));
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

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;
    use std::thread;

    use license_wire::Retries;

    use super::*;

    /// Tokens from a server whose one answer waits until this many callers wait for it.
    fn with_waiters(
        waiters: usize,
        status: usize,
        body: &'static str,
    ) -> (mockito::ServerGuard, mockito::Mock, Tokens) {
        let mut server = mockito::Server::new();
        let tokens: Arc<OnceLock<Tokens>> = Arc::default();
        let inner = Arc::clone(&tokens);
        let mock = server
            .mock("POST", "/access/token")
            .with_status(status)
            .with_body_from_request(move |_| {
                // One more holds the fetch for each caller, and the state holds it too.
                let holders = || {
                    let state = inner.get().map(|tokens| tokens.0.state());
                    state.and_then(|state| state.flight.as_ref().map(Arc::strong_count)).unwrap_or_default()
                };
                while holders() < waiters + 1 {
                    thread::yield_now();
                }
                body.into()
            })
            .expect(1)
            .create();
        let address = BaseAddress::parse("token_url", &format!("{}/access/token", server.url())).unwrap();
        let credentials = Credentials::new("login", "secret").unwrap();
        let settings = Settings::new().retries(Retries::none());
        let made = Tokens::new(address, &settings, Scrubber::default(), credentials).unwrap();
        tokens.set(made.clone()).ok();
        (server, mock, made)
    }

    fn get_at_once(tokens: &Tokens, count: usize) -> Vec<Result<Token, Error>> {
        thread::scope(|scope| {
            let threads: Vec<_> = (0..count).map(|_| scope.spawn(|| tokens.get(Need::Lasting))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        })
    }

    #[test]
    fn everyone_who_waits_gets_the_one_failure() {
        let (_server, mock, tokens) = with_waiters(32, 503, "busy");
        for result in get_at_once(&tokens, 32) {
            let error = result.err().unwrap();
            assert_eq!((error.outcome(), error.status()), (Outcome::NotSent, Some(503)));
        }
        mock.assert();
        assert!(tokens.0.state().flight.is_none(), "the next one tries anew");
    }

    #[test]
    fn everyone_who_waits_gets_the_one_token_also_when_it_is_not_kept() {
        let (_server, mock, tokens) = with_waiters(32, 200, r#"{"access_token":"t","expires_in":0}"#);
        for result in get_at_once(&tokens, 32) {
            assert_eq!(result.unwrap().secret().expose(), "t");
        }
        mock.assert();
        assert!(tokens.0.state().held.is_none());
    }

    #[test]
    fn a_fetch_that_panics_leaves_nobody_waiting() {
        let (_server, _mock, tokens) = with_waiters(1, 200, "");
        let flight = Arc::new(Flight::default());
        tokens.0.state().flight = Some(Arc::clone(&flight));
        let waiter = thread::spawn({
            let tokens = tokens.clone();
            move || tokens.get(Need::Brief)
        });
        while Arc::strong_count(&flight) < 3 {
            thread::yield_now();
        }
        drop(Landing { tokens: &tokens.0, flight });
        let error = waiter.join().unwrap().err().unwrap();
        assert_eq!(error.outcome(), Outcome::NotSent);
        assert!(tokens.0.state().flight.is_none());
    }
}
