//! Ctrl-C: calls in progress end cleanly, so that what is open can be said.

use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use license_hub::Account as Api;

use crate::account::Account;
use crate::exit::{Exit, Failure};

static STOPPED: AtomicBool = AtomicBool::new(false);
static PRESSED: AtomicU8 = AtomicU8::new(0);
/// Whether something that changes or spends is under way.
static SENDING: AtomicBool = AtomicBool::new(false);
/// Whether a question is being asked, at which nothing has been sent yet.
static ASKING: AtomicBool = AtomicBool::new(false);
/// Whether what is being sent is to end by itself when the user wants it to end.
static FINISHING: AtomicBool = AtomicBool::new(false);
static OPENED: Mutex<Vec<Arc<dyn Api>>> = Mutex::new(Vec::new());

/// From now on an interrupt ends this account's calls.
pub(crate) fn end_on_interrupt(account: &Account) {
    OPENED.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&account.api));
}

/// Takes charge of interrupts.
pub(crate) fn install() -> Result<(), Failure> {
    ctrlc::set_handler(|| {
        let pressed = PRESSED.fetch_add(1, Ordering::SeqCst);
        STOPPED.store(true, Ordering::SeqCst);
        if ASKING.load(Ordering::SeqCst) {
            say("\nstopped: nothing was sent\n");
            std::process::exit(Exit::NotSent as i32);
        }
        let sending = SENDING.load(Ordering::SeqCst);
        // The second one means: at once. What is open stands in the journal then.
        if pressed > 0 {
            std::process::exit(if sending { Exit::Unknown as i32 } else { Exit::NotSent as i32 });
        }
        if sending && FINISHING.load(Ordering::SeqCst) {
            say("\nstopping after the call under way; once more ends it at once\n");
            return;
        }
        say(if sending { "\nstopping: the call under way may have happened\n" } else { "\nstopping\n" });
        for api in OPENED.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            api.shut_down();
        }
    })
    .map_err(|error| Failure::not_sent(format!("interrupts cannot be caught, so nothing was done: {error}")))
}

/// The handler must not wait for a lock of the output's.
fn say(text: &str) {
    let _ = std::io::Write::write_all(&mut std::io::stderr(), text.as_bytes());
}

/// Whether the user wants it to end.
pub(crate) fn is_wanted() -> bool {
    STOPPED.load(Ordering::SeqCst)
}

/// Marks a stretch of work for the handler, until it is dropped.
pub(crate) struct Mark(&'static AtomicBool);

impl Mark {
    pub(crate) fn sending() -> Self {
        SENDING.store(true, Ordering::SeqCst);
        Self(&SENDING)
    }

    /// The first interrupt lets what is being sent end by itself, so that it is known how it ended.
    pub(crate) fn finishing() -> Self {
        FINISHING.store(true, Ordering::SeqCst);
        Self(&FINISHING)
    }

    pub(crate) fn asking() -> Self {
        ASKING.store(true, Ordering::SeqCst);
        Self(&ASKING)
    }
}

impl Drop for Mark {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

/// Waits until the user wants it to end.
#[cfg(feature = "demo")]
pub(crate) fn wait() {
    while !is_wanted() {
        std::thread::park_timeout(std::time::Duration::from_millis(100));
    }
}
