//! The calls of every client, in one shape, so that each test of the workspace runs all of them.
//!
//! To add a vendor: a file beside `softaculous` that lists its calls, and a line in `vendors`.

mod billmgr;
mod login;
mod softaculous;
mod websoftsolus;
mod wire;

pub use login::Login;

use crate::canary::Canary;
use crate::fault_server::{FaultServer, Record, Request, Script, Steps};
use license_wire::{Effect, Error, Preview, Settings};
use std::fmt::Debug;
use std::iter;
use std::sync::Arc;

/// Every vendor crate, and first the transport that they all stand on.
#[must_use]
pub fn vendors() -> Vec<Arc<dyn Vendor>> {
    vec![
        Arc::new(wire::api()),
        Arc::new(softaculous::api()),
        Arc::new(websoftsolus::api()),
        Arc::new(billmgr::ispmanager()),
        Arc::new(billmgr::isplicense()),
    ]
}

/// The same with every kind of credential that a vendor takes.
#[must_use]
pub fn every_credential() -> Vec<Arc<dyn Vendor>> {
    let mut all = vendors();
    all.push(Arc::new(softaculous::with_account()));
    all
}

/// One kind of client, and what it can be asked to do.
pub trait Vendor: Send + Sync {
    /// The crate.
    fn name(&self) -> &'static str;

    /// The secrets that its clients carry.
    fn canaries(&self) -> &[Canary];

    /// Its calls; [`Client::call`] takes their place in this list.
    fn calls(&self) -> Vec<Call>;

    /// What its clients have to ask for before their first call.
    fn login(&self) -> Option<Login>;

    /// A client of the server at this address.
    fn client(&self, url: &str, settings: Settings) -> Arc<dyn Client>;
}

/// A server in the clear for one client of this vendor: it lets the client log in, and plays the script after that.
#[must_use]
pub fn server_for(vendor: &dyn Vendor, script: impl Into<Script>) -> FaultServer {
    server_around(vendor, script, |steps| steps)
}

/// The same with something around the steps of the login, such as TLS. It stands around the script's own already.
#[must_use]
pub fn server_around(
    vendor: &dyn Vendor,
    script: impl Into<Script>,
    around: impl Fn(Steps) -> Steps,
) -> FaultServer {
    let script = script.into();
    FaultServer::start(match vendor.login() {
        Some(login) => login.before(script, around),
        None => script,
    })
}

/// The requests of the calls themselves, without those of a login.
pub fn of_calls<'a>(vendor: &dyn Vendor, record: &'a Record) -> Vec<&'a Request> {
    let logins = vendor.login().map(|login| login.connections(record)).unwrap_or_default();
    record.requests().iter().filter(|request| !logins.contains(&request.connection)).collect()
}

/// A client with its calls.
pub trait Client: Send + Sync {
    /// Makes one call, with what the answer says or the error. Another number is about another licence.
    ///
    /// # Errors
    /// Those of the call.
    fn call(&self, call: usize, number: u32) -> Result<String, Error>;

    /// Ends its calls in progress, and lets no new one begin.
    fn shut_down(&self);

    /// All that it shows of itself: its `Debug`, and the preview of every call.
    fn shown(&self) -> String;
}

/// What is known about a call beforehand. The number given to [`Client::call`] is from 0 to 9999.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// Its name in messages of the tests.
    pub name: &'static str,
    /// What it does.
    pub effect: Effect,
    /// Whether it sends a form. Without one it can be said with less certainty whether it was sent.
    pub has_form: bool,
    /// The answer with which the vendor says that it is done.
    pub done: fn(u32) -> String,
    /// An answer in which the vendor says no and echoes the secrets.
    pub refusal: fn() -> String,
    /// What stands in the request for this number and for no other.
    pub sent: fn(u32) -> String,
    /// What the client tells of that answer and of no other.
    pub told: fn(u32) -> String,
    /// What stands in the request of the read that follows a good answer, to make sure of it; none where none follows. The
    /// good answer is an answer to it, too.
    pub looked: Option<fn(u32) -> String>,
    /// Whether any answer with a success status means that it was done, but for a refusal and what cannot be meant so:
    /// nobody has published the vendor's.
    pub takes_anything: bool,
}

impl Call {
    /// Whether it is sent at most once. Said here again, so that the tests do not ask what they test.
    #[must_use]
    pub fn is_sent_once(&self) -> bool {
        matches!(self.effect, Effect::Change | Effect::Spend)
    }

    /// Whether the vendor answers it in XML, and not in JSON.
    #[must_use]
    pub fn answers_in_xml(&self) -> bool {
        (self.done)(0).starts_with('<')
    }

    /// Whether this is the request of the call with this number.
    #[must_use]
    pub fn sends(&self, request: &Request, number: u32) -> bool {
        holds(request, &(self.sent)(number))
    }

    /// Whether this is the read that follows a good answer to the call with this number.
    #[must_use]
    pub fn looks(&self, request: &Request, number: u32) -> bool {
        !self.sends(request, number) && self.looked.is_some_and(|looked| holds(request, &looked(number)))
    }
}

fn holds(request: &Request, text: &str) -> bool {
    request.target.contains(text) || String::from_utf8_lossy(&request.body).contains(text)
}

/// A call, how a client of this type makes it, and what there is to show of it before.
struct Entry<C> {
    call: Call,
    run: Run<C>,
    shown: Box<dyn Fn(&C) -> String + Send + Sync>,
}

impl<C: 'static> Entry<C> {
    /// A call of operations that are values, each made for a number.
    fn new<O: Debug + 'static, T: Debug + 'static>(
        call: Call,
        operation: fn(u32) -> O,
        send: fn(&C, &O) -> Result<T, Error>,
        preview: fn(&C, &O) -> Result<Preview, Error>,
    ) -> Self {
        Self {
            call,
            run: Box::new(move |client, number| {
                send(client, &operation(number)).map(|reply| format!("{reply:?}"))
            }),
            shown: Box::new(move |client| {
                let operation = operation(0);
                let preview = preview(client, &operation).expect("a valid operation");
                assert_eq!(preview.effect, call.effect, "{}", call.name);
                let json = serde_json::to_string(&preview).expect("a preview has a JSON form");
                format!("{operation:?}\n{preview}\n{preview:?}\n{json}")
            }),
        }
    }
}

type Run<C> = Box<dyn Fn(&C, u32) -> Result<String, Error> + Send + Sync>;

/// A [`Vendor`] with clients of this type.
struct Api<C> {
    name: &'static str,
    canaries: Vec<Canary>,
    login: Option<Login>,
    connect: fn(&str, Settings) -> C,
    shut_down: fn(&C),
    entries: Arc<[Entry<C>]>,
}

struct Connected<C> {
    client: C,
    shut_down: fn(&C),
    entries: Arc<[Entry<C>]>,
}

impl<C: Debug + Send + Sync + 'static> Vendor for Api<C> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn canaries(&self) -> &[Canary] {
        &self.canaries
    }

    fn calls(&self) -> Vec<Call> {
        self.entries.iter().map(|entry| entry.call).collect()
    }

    fn login(&self) -> Option<Login> {
        self.login
    }

    fn client(&self, url: &str, settings: Settings) -> Arc<dyn Client> {
        Arc::new(Connected {
            client: (self.connect)(url, settings),
            shut_down: self.shut_down,
            entries: Arc::clone(&self.entries),
        })
    }
}

impl<C: Debug + Send + Sync> Client for Connected<C> {
    fn call(&self, call: usize, number: u32) -> Result<String, Error> {
        assert!(number < 10_000, "numbers have at most four digits, so that none stands inside another");
        (self.entries[call].run)(&self.client, number)
    }

    fn shut_down(&self) {
        (self.shut_down)(&self.client);
    }

    fn shown(&self) -> String {
        let client = format!("{0:?}\n{0:#?}", self.client);
        let calls = self.entries.iter().map(|entry| (entry.shown)(&self.client));
        iter::once(client).chain(calls).collect::<Vec<_>>().join("\n")
    }
}
