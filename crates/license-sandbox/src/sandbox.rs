//! A running sandbox.

use std::convert::Infallible;
use std::fmt;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;

use jiff::civil::Date;
use tokio::sync::oneshot;

use crate::billmgr::{self, Habits};
use crate::clock::ClockError;
use crate::faults::Fault;
use crate::ledger::LedgerEntry;
use crate::options::Options;
use crate::requests::RecordedRequest;
use crate::state::State;
use crate::vendor::Vendor;
use crate::{server, softaculous};

/// A running sandbox. It stops when it is dropped.
///
/// ```
/// use license_sandbox::{Options, Sandbox};
///
/// let sandbox = Sandbox::start(Options::default())?;
/// assert!(sandbox.softaculous_url().starts_with("http://127.0.0.1:"));
/// assert!(sandbox.ledger().is_empty());
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct Sandbox {
    pub(crate) address: SocketAddr,
    pub(crate) state: Arc<State>,
    /// Dropped, it tells the server to stop.
    stop: Option<oneshot::Sender<Infallible>>,
    server: Option<JoinHandle<()>>,
}

impl Sandbox {
    /// Starts a sandbox on a thread of its own. When this returns it can be connected to.
    ///
    /// # Errors
    /// The address is not a loopback address or is taken, the date is not between 1970 and 9000, or the system has no
    /// thread or no socket left.
    pub fn start(options: Options) -> io::Result<Self> {
        options.date.check().map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
        let listener = server::bind(options.listen)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let listener = {
            let _context = runtime.enter();
            tokio::net::TcpListener::from_std(listener)?
        };
        let state = Arc::new(State::new(options));
        let (stop, stopped) = oneshot::channel();
        let shared = Arc::clone(&state);
        let server = std::thread::Builder::new()
            .name("license-sandbox".into())
            .spawn(move || runtime.block_on(server::run(listener, shared, stopped)))?;
        Ok(Self { address, state, stop: Some(stop), server: Some(server) })
    }

    /// The address that it listens at.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address a Softaculous client is to be given, such as `http://127.0.0.1:4010/softaculous/clients`.
    #[must_use]
    pub fn softaculous_url(&self) -> String {
        format!("http://{}{}", self.address, softaculous::PATH)
    }

    /// The address an ispmanager client is to be given, such as `http://127.0.0.1:4010/ispmanager/manager/billmgr`.
    #[must_use]
    pub fn ispmanager_url(&self) -> String {
        format!("http://{}{}", self.address, billmgr::ISPMANAGER.path)
    }

    /// The address an ISPlicense client is to be given, such as `http://127.0.0.1:4010/isplicense/manager/billmgr`.
    #[must_use]
    pub fn isplicense_url(&self) -> String {
        format!("http://{}{}", self.address, billmgr::ISPLICENSE.path)
    }

    /// Every charge and refund so far, oldest first.
    #[must_use]
    pub fn ledger(&self) -> Vec<LedgerEntry> {
        self.state.lock().ledger.entries().to_vec()
    }

    /// Every complete request so far, oldest first, without those to `/_sandbox/`. Of a great many, the last 20,000.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.state.lock().recorder.requests()
    }

    /// The number of the last request so far; 0 before the first.
    #[must_use]
    pub fn last_request(&self) -> u64 {
        self.state.lock().recorder.last_number()
    }

    /// As [`requests`](Self::requests), but only those after the one with this number.
    #[must_use]
    pub fn requests_after(&self, number: u64) -> Vec<RecordedRequest> {
        self.state.lock().recorder.requests_after(number)
    }

    /// As [`ledger`](Self::ledger), but only what was done by requests after the one with this number.
    #[must_use]
    pub fn ledger_after(&self, request: u64) -> Vec<LedgerEntry> {
        self.state.lock().ledger.entries_after(request)
    }

    /// How many connections were made since the start, whether anything was sent on them or not.
    #[must_use]
    pub fn connections(&self) -> u64 {
        self.state.lock().connections
    }

    /// Makes coming requests meet a fault.
    pub fn add_fault(&self, fault: impl Into<Fault>) {
        self.state.lock().faults.add(fault.into());
    }

    /// The faults that are still to be met.
    #[must_use]
    pub fn pending_faults(&self) -> Vec<Fault> {
        self.state.lock().faults.pending().to_vec()
    }

    /// Forgets the faults that are still to be met.
    pub fn clear_faults(&self) {
        self.state.lock().faults.clear();
    }

    /// The date at the vendors.
    #[must_use]
    pub fn date(&self) -> Date {
        self.state.lock().clock.today()
    }

    /// Moves the date.
    ///
    /// # Errors
    /// The date is not between 1970 and 9000.
    pub fn set_date(&self, date: Date) -> Result<(), ClockError> {
        self.state.lock().clock.set(date)
    }

    /// Moves the time on by so many seconds, and the date with it. A purchase moves it on by one second by itself.
    ///
    /// # Errors
    /// The new date is not between 1970 and 9000.
    pub fn advance_seconds(&self, seconds: u32) -> Result<(), ClockError> {
        self.state.lock().clock.advance_seconds(seconds)
    }

    /// Moves the date on by so many days.
    ///
    /// # Errors
    /// The new date is not between 1970 and 9000.
    pub fn advance(&self, days: u32) -> Result<(), ClockError> {
        self.state.lock().clock.advance(days)
    }

    /// Changes how ispmanager or ISPlicense behaves where that is not known. Another vendor has no such habits.
    pub fn set_billmgr_habits(&self, vendor: Vendor, habits: Habits) {
        let mut held = self.state.lock();
        if let Some(billmgr) = held.billmgrs().find(|billmgr| billmgr.vendor() == vendor) {
            billmgr.set_habits(habits);
        }
    }

    /// Ends all sessions at ispmanager and ISPlicense now.
    pub fn expire_billmgr_sessions(&self) {
        for billmgr in self.state.lock().billmgrs() {
            billmgr.expire_sessions();
        }
    }

    /// Makes everything as it was at the start: licences, money, date, ledger, record, faults. Connections stay open
    /// and go on being counted. What was set since goes back to what the options said.
    pub fn reset(&self) {
        self.state.reset();
    }

    /// Where everything is and what to log in with, as lines for a person.
    #[must_use]
    pub fn welcome(&self) -> String {
        let base = format!("http://{}", self.address);
        format!(
            "The sandbox runs until it is interrupted. Nothing in it is real: no licence, no money, no secret.\n\
             The date at the vendors is {date}.\n\
             \n\
             {vendors}\
             \n\
             ledger       GET  {base}/_sandbox/ledger\n\
             requests     GET  {base}/_sandbox/requests\n\
             faults       POST {base}/_sandbox/faults   {{\"fault\": \"commit_then_drop\"}}\n\
             habits       POST {base}/_sandbox/billmgr  {{\"low_balance\": \"unpaid\"}}\n\
             clock        POST {base}/_sandbox/clock    {{\"advance_days\": 3}}\n\
             replies      POST {base}/_sandbox/replies  {{\"vendor\": \"websoftsolus\", \"list\": \"numbers\"}}\n\
             tokens       POST {base}/_sandbox/tokens   {{\"vendor\": \"websoftsolus\", \"lifetime\": 60}}\n\
             reset        POST {base}/_sandbox/reset\n",
            date = self.date(),
            vendors = self.state.lock().welcome(&base),
        )
    }

    /// Stays until the process is interrupted, since the sandbox does not end by itself.
    pub fn wait(mut self) {
        if let Some(server) = self.server.take() {
            let _ = server.join();
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(server) = self.server.take() {
            let _ = server.join();
        }
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox").field("address", &self.address).finish_non_exhaustive()
    }
}

/// Starts a sandbox, writes where it is and what to log in with, and stays until the process is interrupted.
///
/// # Errors
/// As [`Sandbox::start`], or `out` could not be written to.
pub fn run(options: Options, out: &mut dyn Write) -> io::Result<()> {
    let sandbox = Sandbox::start(options)?;
    out.write_all(sandbox.welcome().as_bytes())?;
    out.flush()?;
    sandbox.wait();
    Ok(())
}
