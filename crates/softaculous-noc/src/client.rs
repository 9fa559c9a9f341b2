//! The client: how it is made and how it sends. Its methods stand in the files of their areas.

use std::fmt;

use license_wire::{
    Answer, BaseAddress, Error, Fault, Form, Preview, Read, Request, Scrubber, Settings, Transport,
};

use crate::operation::Operation;
use crate::{Credentials, Environment, reply};

/// Where the vendor answers.
const BASE: &str = "https://www.softaculous.com/clients";

/// A client for one NOC account, in one environment.
///
/// Cheap to clone; clones share connections. It keeps nothing else between calls, and can be used from many threads.
#[derive(Clone)]
pub struct Client {
    pub(crate) transport: Transport,
    environment: Environment,
    credentials: Credentials,
}

/// Makes a [`Client`] that differs from the usual one.
#[must_use]
pub struct ClientBuilder {
    environment: Environment,
    credentials: Credentials,
    base: String,
    settings: Settings,
}

impl ClientBuilder {
    /// Calls this address instead. `https`, or `http` to this machine.
    ///
    /// Default: `https://www.softaculous.com/clients`.
    pub fn base_url(mut self, address: impl Into<String>) -> Self {
        self.base = address.into();
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
    /// [`license_wire::ErrorKind::Invalid`] for `base_url`, `proxy` or one of the `timeouts`.
    pub fn build(self) -> Result<Client, Error> {
        let base = BaseAddress::parse("base_url", &self.base)?;
        let scrubber = Scrubber::new(&self.credentials.secrets());
        let transport = Transport::new(base, self.settings, scrubber)?;
        Ok(Client { transport, environment: self.environment, credentials: self.credentials })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("environment", &self.environment)
            .field("credentials", &self.credentials)
            .field("base_url", &BaseAddress::shown(&self.base))
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
    /// use softaculous_noc::{Client, Credentials};
    /// let password = std::env::var("NOC_PASSWORD").unwrap_or_else(|_| "not set".into());
    /// let noc = Client::live(Credentials::account("mynoc", password)?)?;
    /// # Ok::<(), softaculous_noc::Error>(())
    /// ```
    pub fn live(credentials: Credentials) -> Result<Self, Error> {
        Self::builder(Environment::Live, credentials).build()
    }

    /// A client for the vendor's sandbox mode.
    ///
    /// # Errors
    /// [`license_wire::ErrorKind::Invalid`] for `proxy` when the environment names one that cannot be used.
    pub fn sandbox(credentials: Credentials) -> Result<Self, Error> {
        Self::builder(Environment::Sandbox, credentials).build()
    }

    /// A client that differs from the usual one, such as one that calls another address.
    ///
    /// # Examples
    /// ```
    /// use softaculous_noc::{Client, Credentials, Environment};
    /// let noc = Client::builder(Environment::Live, Credentials::account("sandbox-noc", "sandbox-noc-pass")?)
    ///     .base_url("http://127.0.0.1:4010/softaculous/clients")
    ///     .build()?;
    /// # Ok::<(), softaculous_noc::Error>(())
    /// ```
    pub fn builder(environment: Environment, credentials: Credentials) -> ClientBuilder {
        ClientBuilder { environment, credentials, base: BASE.into(), settings: Settings::default() }
    }

    /// The world this client works in.
    #[must_use]
    pub fn environment(&self) -> Environment {
        self.environment
    }

    /// What masks this client's secrets in texts that a program prints itself: the password or the API key.
    /// It tells none of them.
    #[must_use]
    pub fn scrubber(&self) -> Scrubber {
        self.transport.scrubber().clone()
    }

    /// Ends every call in progress, on this and every clone, and lets no new one begin.
    pub fn shut_down(&self) {
        self.transport.shut_down();
    }

    /// What an operation would send, with the credentials masked. Local: sends nothing.
    ///
    /// # Errors
    /// [`license_wire::ErrorKind::Invalid`] for a field of the operation that is not valid.
    ///
    /// # Examples
    /// ```
    /// # fn example(noc: &softaculous_noc::Client) -> Result<(), softaculous_noc::Error> {
    /// use softaculous_noc::{ActionId, Refund};
    /// println!("{}", noc.preview(&Refund::new(ActionId::new(700123)?))?);
    /// # Ok(()) }
    /// ```
    pub fn preview<O: Operation>(&self, operation: &O) -> Result<Preview, Error> {
        Ok(self.transport.preview(&self.request(operation)?))
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
    /// # fn example(noc: &softaculous_noc::Client) -> Result<(), softaculous_noc::Error> {
    /// use softaculous_noc::GetInvoice;
    /// let invoice = noc.send(&GetInvoice::unbilled())?;
    /// # Ok(()) }
    /// ```
    pub fn send<O: Operation>(&self, operation: &O) -> Result<O::Output, Error> {
        self.send_with(operation, &Reading(operation))
    }

    /// As [`Client::send`], reading the answer in this way.
    pub(crate) fn send_with<O, R>(&self, operation: &O, reader: &R) -> Result<O::Output, Error>
    where
        O: Operation,
        R: Read<Output = O::Output>,
    {
        self.transport.send(&self.request(operation)?, reader)
    }

    fn request<O: Operation>(&self, operation: &O) -> Result<Request, Error> {
        let (name, effect) = (operation.name(), operation.effect());
        let fields = operation.fields().map_err(|error| error.of_call(name, effect, 0))?;
        let mut form = Form::new().field("json", 1);
        if self.environment == Environment::Sandbox {
            form = form.field("sandbox", 1);
        }
        let form = form.and(self.credentials.form()).and(fields);
        Ok(Request::post(name, effect, form).query("ca", operation.function()).accept("application/json"))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("environment", &self.environment)
            .field("credentials", &self.credentials)
            .field("transport", &self.transport)
            .finish()
    }
}
