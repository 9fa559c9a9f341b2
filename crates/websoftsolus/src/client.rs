//! The client: how it is made and how it sends. Its methods stand in the files of their areas.

use std::fmt;

use license_wire::{
    Answer, BaseAddress, Effect, Error, Exchange, Fault, Outcome, Preview, Read, Request, Scrubber, Secret,
    Settings, Transport,
};

use crate::operation::Operation;
use crate::token::{Need, Tokens};
use crate::{Credentials, Environment, reply, secrets};

/// Where the vendor answers.
const BASE: &str = "https://api.websoftsolus.com";
/// What stands behind it in the test environment.
const TEST: &str = "test";

/// A client for one API account, in one environment.
///
/// Cheap to clone; clones share connections and the access token. It keeps nothing else between calls, and can be used
/// from many threads.
#[derive(Clone)]
pub struct Client {
    pub(crate) transport: Transport,
    environment: Environment,
    credentials: Credentials,
    tokens: Tokens,
}

/// Makes a [`Client`] that differs from the usual one.
#[must_use]
pub struct ClientBuilder {
    environment: Environment,
    credentials: Credentials,
    base: String,
    token_address: Option<String>,
    settings: Settings,
}

impl ClientBuilder {
    /// Calls this address instead. `https`, or `http` to this machine; with or without a slash at its end. In the test
    /// environment `test` is appended to it.
    ///
    /// Default: `https://api.websoftsolus.com`.
    pub fn base_url(mut self, address: impl Into<String>) -> Self {
        self.base = address.into();
        self
    }

    /// Asks for tokens at this whole address instead. The vendor's page gives only the base of the test environment, so
    /// that its tokens come from below it is inferred.
    ///
    /// Default: `access/token` below the base that is called.
    pub fn token_url(mut self, address: impl Into<String>) -> Self {
        self.token_address = Some(address.into());
        self
    }

    /// Time limits, bounds, trust, proxy and retries.
    ///
    /// Default: [`Settings::default`].
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// Makes the client. Local: sends nothing.
    ///
    /// # Errors
    /// [`license_wire::ErrorKind::Invalid`] for `base_url`, `token_url`, `proxy` or one of the `timeouts`. A base that ends
    /// in `test` is refused: the environment says whether it is appended.
    pub fn build(self) -> Result<Client, Error> {
        let base = BaseAddress::parse("base_url", &self.base)?;
        if base.as_str().rsplit('/').next().is_some_and(|last| last.eq_ignore_ascii_case(TEST)) {
            return Err(Error::invalid(
                "base_url",
                "must not end in `test`, which the test environment appends",
            ));
        }
        let base = match self.environment {
            Environment::Live => base,
            Environment::Test => base.join("base_url", TEST)?,
        };
        let token_address = match &self.token_address {
            Some(address) => BaseAddress::parse("token_url", address)?,
            None => base.join("base_url", "access")?.join("base_url", "token")?,
        };
        let scrubber = Scrubber::new(self.credentials.secrets());
        let tokens = Tokens::new(token_address, &self.settings, scrubber.clone(), self.credentials.clone())?;
        let transport = Transport::new(base, self.settings, scrubber)?;
        Ok(Client { transport, environment: self.environment, credentials: self.credentials, tokens })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("environment", &self.environment)
            .field("credentials", &self.credentials)
            .field("base_url", &BaseAddress::shown(&self.base))
            .field("token_url", &self.token_address.as_deref().map(BaseAddress::shown))
            .field("settings", &self.settings)
            .finish()
    }
}

/// Reads the answer to one operation.
pub(crate) struct Reading<'a, O>(pub(crate) &'a O);

impl<O: Operation> Read for Reading<'_, O> {
    type Output = O::Output;

    fn read(&self, answer: &Answer) -> Result<O::Output, Fault> {
        self.0.decode(answer)
    }

    fn refusal(&self, answer: &Answer) -> Option<Fault> {
        reply::refusal(answer)
    }

    fn secrets(&self, answer: &Answer) -> Vec<Secret> {
        secrets::in_answer(answer)
    }
}

/// Making a client, and what holds for every operation.
impl Client {
    /// A client for real licences and real money.
    ///
    /// # Errors
    /// [`license_wire::ErrorKind::Invalid`] for `proxy` when the environment names one that cannot be used.
    ///
    /// # Examples
    /// ```
    /// use websoftsolus::{Client, Credentials};
    /// let secret = std::env::var("WEBSOFTSOLUS_SECRET").unwrap_or_else(|_| "not set".into());
    /// let client = Client::live(Credentials::new("ops@example.com", secret)?)?;
    /// # Ok::<(), websoftsolus::Error>(())
    /// ```
    pub fn live(credentials: Credentials) -> Result<Self, Error> {
        Self::builder(Environment::Live, credentials).build()
    }

    /// A client for the vendor's test environment. No call of it can reach the live one.
    ///
    /// # Errors
    /// [`license_wire::ErrorKind::Invalid`] for `proxy` when the environment names one that cannot be used.
    pub fn test(credentials: Credentials) -> Result<Self, Error> {
        Self::builder(Environment::Test, credentials).build()
    }

    /// A client that differs from the usual one, such as one that calls another address.
    ///
    /// # Examples
    /// ```
    /// use websoftsolus::{Client, Credentials, Environment};
    /// let credentials = Credentials::new("sandbox@example.com", "sandbox-secret")?;
    /// let client = Client::builder(Environment::Test, credentials)
    ///     .base_url("http://127.0.0.1:4010/websoftsolus")
    ///     .build()?;
    /// # Ok::<(), websoftsolus::Error>(())
    /// ```
    pub fn builder(environment: Environment, credentials: Credentials) -> ClientBuilder {
        ClientBuilder {
            environment,
            credentials,
            base: BASE.into(),
            token_address: None,
            settings: Settings::default(),
        }
    }

    /// The world this client works in.
    #[must_use]
    pub fn environment(&self) -> Environment {
        self.environment
    }

    /// What masks this client's secrets in texts that a program prints itself: the login, the secret, and every token that is fetched meanwhile.
    /// It tells none of them.
    #[must_use]
    pub fn scrubber(&self) -> Scrubber {
        self.transport.scrubber().clone()
    }

    /// Ends every call in progress, on this and every clone, and lets no new one begin.
    pub fn shut_down(&self) {
        self.transport.shut_down();
        self.tokens.shut_down();
    }

    /// Gets an access token, unless one is held that is still good. Every other call does this by itself; this one finds
    /// out whether the credentials are right.
    ///
    /// A token is kept until shortly before it runs out and is shared by all clones. While one is being fetched, every
    /// call waits for it, and all get the same token or the same error. Credentials that were refused are not tried
    /// again for some seconds.
    ///
    /// Wire: `POST access/token`, `login`, `secret`. Source:
    /// <https://docs.websoftsolus.com/index.php?title=WebSoftSolus_API> (documented, also the answer; how a refusal looks is
    /// inferred).
    ///
    /// # Errors
    /// [`license_wire::ErrorKind::Auth`] when the credentials are refused, and everything that can go wrong on the way. An error
    /// whose [`Error::operation`] is `websoftsolus.token` arose before the call that needed the token was sent, so its
    /// outcome is `Refused` for refused credentials and `NotSent` for everything else.
    ///
    /// # Examples
    /// ```
    /// # fn example(client: &websoftsolus::Client) -> Result<(), websoftsolus::Error> {
    /// client.log_in()?;
    /// # Ok(()) }
    /// ```
    pub fn log_in(&self) -> Result<(), Error> {
        self.tokens.get(Need::Brief).map(|_| ())
    }

    /// What an operation would send, with the token masked. Local: sends nothing, not even for a token.
    ///
    /// # Errors
    /// [`license_wire::ErrorKind::Invalid`] for a field of the operation that is not valid.
    ///
    /// # Examples
    /// ```
    /// # fn example(client: &websoftsolus::Client) -> Result<(), websoftsolus::Error> {
    /// use websoftsolus::{PleskKey, Terminate};
    /// println!("{}", client.preview(&Terminate::new(PleskKey::new("PLSK.02980001")?))?);
    /// # Ok(()) }
    /// ```
    pub fn preview<O: Operation>(&self, operation: &O) -> Result<Preview, Error> {
        Ok(self.transport.preview(&request(operation)?.bearer(Secret::from("***"))))
    }

    /// Does any operation of this crate that is held as a value, as its own method would.
    ///
    /// Wire: as the operation's own method. Source: as there.
    ///
    /// # Errors
    /// As the operation's own method.
    ///
    /// # Examples
    /// ```
    /// # fn example(client: &websoftsolus::Client) -> Result<(), websoftsolus::Error> {
    /// use websoftsolus::{ListKeys, Virtuozzo};
    /// let keys = client.send(&ListKeys::of(Virtuozzo))?;
    /// # Ok(()) }
    /// ```
    pub fn send<O: Operation>(&self, operation: &O) -> Result<O::Output, Error> {
        let build = || request(operation);
        self.transport.send_by(&Reading(operation), |send| self.with_token(&build, send))
    }

    /// Sends with the token at hand, and with another where the vendor refused that one and did nothing.
    fn with_token(
        &self,
        build: &dyn Fn() -> Result<Request, Error>,
        send: &mut Exchange<'_>,
    ) -> Result<(), Error> {
        let first = build()?;
        let effect = first.effect();
        let need = if effect == Effect::Spend { Need::Lasting } else { Need::Brief };
        let token = self.tokens.get(need)?;
        let refused = match send(&first.bearer(token.value.secret())) {
            Err(error) if error.answer().is_some_and(reply::refuses_token) => error,
            other => return other,
        };
        self.tokens.forget(&token);
        if !may_repeat(&refused, effect) {
            return Err(refused);
        }
        // Once, and never in a loop: what the new token brings is final.
        let token = self.tokens.get(need)?;
        let second = build()?.bearer(token.value.secret());
        send(&second).map_err(|error| {
            let attempts = refused.attempts() + error.attempts();
            error.of_call(second.operation(), effect, attempts)
        })
    }
}

fn request<O: Operation>(operation: &O) -> Result<Request, Error> {
    operation.request().map_err(|error| error.of_call(operation.name(), operation.effect(), 0))
}

/// Whether a call whose token was refused can be sent again with another. What spends only after a clear 401: the whole
/// answer was read, and nothing in it says that anything was done.
fn may_repeat(refused: &Error, effect: Effect) -> bool {
    match effect {
        Effect::Read => true,
        Effect::Change => refused.outcome() == Outcome::Refused,
        Effect::Spend => {
            refused.status() == Some(401) && refused.answer().is_some_and(reply::says_nothing_was_done)
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("environment", &self.environment)
            .field("credentials", &self.credentials)
            .field("transport", &self.transport)
            .finish_non_exhaustive()
    }
}
