//! Waiting for the key of a licence that was ordered.

use std::time::Duration;

use license_wire::{Error, ErrorKind, Outcome};
use serde::{Deserialize, Serialize};

use crate::{Client, GetLicense, License, Service, Status};

/// The least pause between two looks.
const SHORTEST: Duration = Duration::from_secs(1);

/// Waiting.
impl Client {
    /// Waits until a licence that was ordered has its key, looking again and again. Composed of [`Client::license`].
    ///
    /// Time is that of the client's clock, and shutting the client down ends it.
    ///
    /// Wire: `func=soft.edit`, `elid`. Source: seen in working code; the pause and the deadline are this crate's.
    ///
    /// # Errors
    /// As [`Client::license`], and [`ErrorKind::Closed`] when the client was shut down meanwhile.
    ///
    /// # Examples
    /// ```no_run
    /// # fn example(isp: &billmgr_client::Client) -> Result<(), billmgr_client::Error> {
    /// use billmgr_client::{ItemType, Service, WaitForKey, Waited};
    /// let service = Service::new(ItemType::Ispsystem, "1204417".parse()?);
    /// match isp.wait_for_key(&WaitForKey::new(service))? {
    ///     Waited::Ready(license) => println!("{:?}", license.key.get()),
    ///     Waited::Unpaid(_) => println!("not paid: is the balance too low?"),
    ///     Waited::Ended(license) => println!("it is {:?}", license.status()),
    ///     Waited::TooLate(license) => println!("still {:?}", license.status()),
    /// }
    /// # Ok(()) }
    /// ```
    pub fn wait_for_key(&self, wait: &WaitForKey) -> Result<Waited, Error> {
        self.wait_for_key_watched(wait, |_| {})
    }

    /// As [`Client::wait_for_key`], with a function that is told after each look what was seen, unless that ends the
    /// waiting. Composed of [`Client::license`].
    ///
    /// Wire: as [`Client::wait_for_key`]. Source: as there.
    ///
    /// # Errors
    /// As [`Client::wait_for_key`].
    ///
    /// # Examples
    /// ```no_run
    /// # fn example(isp: &billmgr_client::Client) -> Result<(), billmgr_client::Error> {
    /// use billmgr_client::{ItemType, Service, WaitForKey};
    /// let wait = WaitForKey::new(Service::new(ItemType::Ispsystem, "1204417".parse()?));
    /// let waited = isp.wait_for_key_watched(&wait, |look| {
    ///     println!("{:?} after {:?}, again in {:?}", look.license.status(), look.waited, look.pause);
    /// })?;
    /// # let _ = waited;
    /// # Ok(()) }
    /// ```
    pub fn wait_for_key_watched(
        &self,
        wait: &WaitForKey,
        mut progress: impl FnMut(WaitProgress<'_>),
    ) -> Result<Waited, Error> {
        let get = GetLicense::new(wait.service.clone());
        let clock = self.transport.settings().clock_in_use();
        let started = clock.elapsed();
        let mut unpaid_since = None;
        loop {
            let license = Box::new(self.license(&get)?);
            let now = clock.elapsed();
            match license.status() {
                Some(Status::Suspended | Status::Deleted) => return Ok(Waited::Ended(license)),
                Some(Status::Ordered) => {
                    let since = *unpaid_since.get_or_insert(now);
                    if now.saturating_sub(since) >= wait.unpaid {
                        return Ok(Waited::Unpaid(license));
                    }
                }
                Some(Status::Active) if !wait.with_key => return Ok(Waited::Ready(license)),
                _ if license.key.get().is_some() => return Ok(Waited::Ready(license)),
                _ => unpaid_since = None,
            }
            let waited = now.saturating_sub(started);
            let left = wait.deadline.saturating_sub(waited);
            if left.is_zero() {
                return Ok(Waited::TooLate(license));
            }
            let pause = wait.pause.min(left);
            progress(WaitProgress { license: &license, waited, pause });
            if !self.transport.pause(pause) {
                return Err(Error::new(ErrorKind::Closed, Outcome::NotSent));
            }
        }
    }
}

/// How to wait for a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct WaitForKey {
    service: Service,
    pause: Duration,
    deadline: Duration,
    unpaid: Duration,
    with_key: bool,
}

impl WaitForKey {
    /// Waits for the key of this licence.
    pub fn new(service: Service) -> Self {
        Self {
            service,
            pause: Duration::from_secs(12),
            deadline: Duration::from_secs(15 * 60),
            unpaid: Duration::from_secs(2 * 60),
            with_key: true,
        }
    }

    /// Lets this much time pass between two looks, at least a second.
    ///
    /// Default: 12 seconds.
    pub fn pause(mut self, pause: Duration) -> Self {
        self.pause = pause.max(SHORTEST);
        self
    }

    /// Gives up after this much time.
    ///
    /// Default: 15 minutes.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Takes the licence for unpaid when it was "ordered" for this long without a break.
    ///
    /// Default: 2 minutes.
    pub fn unpaid_after(mut self, unpaid: Duration) -> Self {
        self.unpaid = unpaid;
        self
    }

    /// Is content with an active licence. Some products have no key, or have it elsewhere.
    pub fn active_is_enough(mut self) -> Self {
        self.with_key = false;
        self
    }

    /// The licence.
    #[must_use]
    pub fn service(&self) -> &Service {
        &self.service
    }
}

/// What was seen, while it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WaitProgress<'a> {
    /// The licence as it is now.
    pub license: &'a License,
    /// How long it has been waited for.
    pub waited: Duration,
    /// The time until the next look.
    pub pause: Duration,
}

/// How the waiting ended, with the licence as it was seen last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[must_use]
pub enum Waited {
    /// It has its key.
    Ready(Box<License>),
    /// It is ordered and not paid for. It may wait in the cart, or the balance may be too low.
    Unpaid(Box<License>),
    /// It was suspended or deleted.
    Ended(Box<License>),
    /// The deadline passed before it had its key.
    TooLate(Box<License>),
}
