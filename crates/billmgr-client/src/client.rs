//! The client: how it is made and how it sends. Its methods stand in the files of their areas.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use license_wire::{
    Answer, BaseAddress, Error, ErrorKind, Fault, Form, Outcome, Preview, Read, Scrubber, Secret, Settings,
    Transport,
};

use crate::call::Call;
use crate::credentials::Mode;
use crate::operation::Operation;
use crate::session::Sessions;
use crate::site::endpoint;
use crate::{Credentials, GetLicense, License, Site, Status, Vendor, reply};

/// How often a licence is read back at most, while the vendor is at it.
const LOOKS: u32 = 5;
/// How long to wait between.
const BETWEEN_LOOKS: Duration = Duration::from_secs(3);

/// A client for one account at one site.
///
/// Cheap to clone; clones share connections and, where there is one, the session. It can be used from many threads.
/// There is no test mode: every call works on real licences and real money.
#[derive(Clone)]
pub struct Client {
    pub(crate) transport: Transport,
    vendor: Vendor,
    credentials: Credentials,
    sessions: Arc<Sessions>,
}

/// Makes a [`Client`] that differs from the usual one.
#[must_use]
pub struct ClientBuilder {
    vendor: Vendor,
    credentials: Credentials,
    base: String,
    settings: Settings,
}

impl ClientBuilder {
    /// Calls this address instead. `https`, or `http` to this machine.
    ///
    /// The endpoint itself, as `https://host/manager/billmgr` or `https://host/billmgr`, is taken as it is; to anything
    /// else what is missing of `/manager/billmgr` is added.
    ///
    /// Default: the address of the site.
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
        let base = endpoint(&self.base)?;
        let scrubber = Scrubber::new(&self.credentials.secrets());
        let transport = Transport::new(base, self.settings, scrubber)?;
        Ok(Client { transport, vendor: self.vendor, credentials: self.credentials, sessions: Arc::default() })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("vendor", &self.vendor)
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
    /// A client for real licences and real money; the vendors have no other.
    ///
    /// # Errors
    /// [`license_wire::ErrorKind::Invalid`] for `base_url` when the site's address is not valid, for `proxy` when the
    /// environment names one that cannot be used.
    ///
    /// # Examples
    /// ```
    /// use billmgr_client::{Client, Credentials, ispmanager};
    /// let password = std::env::var("ISP_PASSWORD").unwrap_or_else(|_| "not set".into());
    /// let isp = Client::live(&ispmanager::EU, Credentials::each_call("reseller@example.com", password)?)?;
    /// # Ok::<(), billmgr_client::Error>(())
    /// ```
    pub fn live(site: &Site, credentials: Credentials) -> Result<Self, Error> {
        Self::builder(site, credentials).build()
    }

    /// A client that differs from the usual one, such as one that calls another address.
    ///
    /// # Examples
    /// ```
    /// use billmgr_client::{Client, Credentials, isplicense};
    /// let isp = Client::builder(&isplicense::COM, Credentials::session("sandbox-ispl", "sandbox-ispl-pass")?)
    ///     .base_url("http://127.0.0.1:4010/isplicense")
    ///     .build()?;
    /// # Ok::<(), billmgr_client::Error>(())
    /// ```
    pub fn builder(site: &Site, credentials: Credentials) -> ClientBuilder {
        let (vendor, base) = (site.vendor(), site.address().to_owned());
        ClientBuilder { vendor, credentials, base, settings: Settings::default() }
    }

    /// Whose account it is.
    #[must_use]
    pub fn vendor(&self) -> Vendor {
        self.vendor
    }

    /// What masks this client's secrets in texts that a program prints itself: the user, the password, and every session that is opened meanwhile.
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
    /// # fn example(isp: &billmgr_client::Client) -> Result<(), billmgr_client::Error> {
    /// use billmgr_client::{ItemType, Period, Renew, Service};
    /// let service = Service::new(ItemType::Ispsystem, "1204417".parse()?);
    /// println!("{}", isp.preview(&Renew::new(service, Period::MONTH))?);
    /// # Ok(()) }
    /// ```
    pub fn preview<O: Operation>(&self, operation: &O) -> Result<Preview, Error> {
        let credentials = match self.credentials.mode {
            Mode::EachCall => self.credentials.form(),
            Mode::Session => Form::new().secret("auth", &Secret::from("not opened yet")),
        };
        Ok(self.transport.preview(&Call::of(operation, self.vendor)?.request(credentials)))
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
    /// # fn example(isp: &billmgr_client::Client) -> Result<(), billmgr_client::Error> {
    /// use billmgr_client::GetBalances;
    /// let balances = isp.send(&GetBalances::new())?;
    /// # Ok(()) }
    /// ```
    pub fn send<O: Operation>(&self, operation: &O) -> Result<O::Output, Error> {
        let call = Call::of(operation, self.vendor)?;
        let reading = Reading(operation);
        let output = match self.credentials.mode {
            Mode::EachCall => self.transport.send(&call.request(self.credentials.form()), &reading)?,
            Mode::Session => self.transport.send_by(&reading, |send| {
                self.sessions.send(&self.transport, &self.credentials, &call, send)
            })?,
        };
        operation.confirm(self, output)
    }

    /// Reads a licence back to make sure of what was done to it, again while the vendor is at it. Whatever fails here
    /// leaves open whether it was done.
    pub(crate) fn read_back<O: Operation>(
        &self,
        operation: &O,
        get: &GetLicense,
        shows: impl Fn(&License) -> bool,
    ) -> Result<License, Error> {
        let mut left = LOOKS;
        loop {
            let license = self.send(get).map_err(|error| {
                let reason = format!(
                    "answered without an error, but the licence could not be read back: {}",
                    error.kind()
                );
                self.unconfirmed(operation, &reason)
            })?;
            left -= 1;
            let at_it = license.status() == Some(Status::Processing);
            if shows(&license) || !at_it || left == 0 || !self.transport.pause(BETWEEN_LOOKS) {
                return Ok(license);
            }
        }
    }

    /// The vendor answered without an error, but that the operation was done is not to be seen.
    pub(crate) fn unconfirmed<O: Operation>(&self, operation: &O, reason: &str) -> Error {
        let reason = self.transport.scrubber().message(reason);
        let kind = ErrorKind::Decode { path: String::new(), reason, excerpt: String::new() };
        Error::new(kind, Outcome::Unknown).of_call(operation.name(self.vendor), operation.effect(), 1)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("vendor", &self.vendor)
            .field("credentials", &self.credentials)
            .field("transport", &self.transport)
            .finish_non_exhaustive()
    }
}
