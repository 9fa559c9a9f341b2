//! Refunding what can be refunded, then cancelling, with an account of every step.

use std::fmt;
use std::net::IpAddr;

use jiff::{SignedDuration, Timestamp};
use license_wire::{Error, ErrorKind, Outcome, input};
use serde::{Deserialize, Serialize};

use crate::{
    Action, ActionId, Cancel, Cancelled, Client, GetLogs, LicenseKey, LicenseSelector, ListLicenses, Product,
    Refund, Refunded,
};

/// How long a transaction can be refunded. From the vendor's SDK.
const REFUNDABLE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Refunding and cancelling in one.
impl Client {
    /// Refunds what is eligible, then cancels. **Ends a paid licence** and **gives money back**; it cannot be undone.
    /// Composed of [`Client::licenses`], [`Client::logs`], [`Client::refund`] and [`Client::cancel`].
    ///
    /// `now` decides which transactions are younger than 7 days. It stops at the first refund that is refused or
    /// unknown, and does not cancel then. An address with several licences is refused.
    ///
    /// Wire: `ca=softaculous`, `softaculous_licenselogs`, `softaculous_refund`, `softaculous_cancel`. Source:
    /// <https://www.softaculous.com/docs/admin/noc-api> (the steps are documented; which transactions are eligible is
    /// from the vendor's SDK).
    ///
    /// # Errors
    /// [`RefundAndCancelError`] says which step failed and what was done before it.
    ///
    /// # Examples
    /// ```
    /// # fn example(noc: &softaculous_noc::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use softaculous_noc::{LicenseKey, RefundAndCancel};
    /// let key = LicenseKey::new("88888-88888-88888-88888-88888")?;
    /// let done = noc.refund_and_cancel(&RefundAndCancel::by_key(key), jiff::Timestamp::now())?;
    /// println!("{} refunds", done.refunds.len());
    /// # Ok(()) }
    /// ```
    pub fn refund_and_cancel(
        &self,
        what: &RefundAndCancel,
        now: Timestamp,
    ) -> Result<RefundedAndCancelled, Box<RefundAndCancelError>> {
        what.run(self, now)
    }

    /// What [`Client::refund_and_cancel`] would do now: the refunds in their order, and the cancellation, as values.
    /// Composed of [`Client::licenses`] and [`Client::logs`]; it only reads.
    ///
    /// What is eligible changes with time and with what others do, so the plan is for looking at; doing both in one
    /// looks again.
    ///
    /// Wire: `ca=softaculous`, `softaculous_licenselogs`. Source: as [`Client::refund_and_cancel`].
    ///
    /// # Errors
    /// As every read; [`ErrorKind::Invalid`] for `address` when it has no licence, or several; [`ErrorKind::Decode`] when
    /// a transaction that may be eligible cannot be read.
    ///
    /// # Examples
    /// ```
    /// # fn example(noc: &softaculous_noc::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use softaculous_noc::{LicenseKey, RefundAndCancel};
    /// let key = LicenseKey::new("88888-88888-88888-88888-88888")?;
    /// let plan = noc.plan_refund_and_cancel(&RefundAndCancel::by_key(key), jiff::Timestamp::now())?;
    /// for step in &plan.refunds {
    ///     println!("{} {:?}", noc.preview(&step.refund)?, step.transaction.amount.get());
    /// }
    /// # Ok(()) }
    /// ```
    pub fn plan_refund_and_cancel(
        &self,
        what: &RefundAndCancel,
        now: Timestamp,
    ) -> Result<RefundAndCancelPlan, Error> {
        what.plan(self, what.key(self)?, now)
    }
}

/// Refunds what is eligible, then cancels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct RefundAndCancel {
    #[serde(default)]
    product: Product,
    license: LicenseSelector,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    force: bool,
}

impl RefundAndCancel {
    /// The licence with this key.
    pub fn by_key(key: LicenseKey) -> Self {
        Self { product: Product::default(), license: LicenseSelector::Key(key), force: false }
    }

    /// The one licence of the server with this address.
    pub fn by_address(address: IpAddr) -> Self {
        Self { product: Product::default(), license: LicenseSelector::Address(address), force: false }
    }

    /// Cancels also when more than a month is left after the refunds. **What is left of the term is lost.**
    pub fn force(mut self) -> Self {
        self.force = true;
        self
    }

    /// The licence is of this product.
    ///
    /// Default: Softaculous.
    pub fn product(mut self, product: Product) -> Self {
        self.product = product;
        self
    }

    /// Which licence is to be refunded and ended.
    #[must_use]
    pub fn license(&self) -> &LicenseSelector {
        &self.license
    }
}

/// One refund that would be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PlannedRefund {
    /// The refund, as an operation that can be sent by itself.
    pub refund: Refund,
    /// The transaction as it stands in the log, with its amount and its time.
    pub transaction: Action,
}

/// What refunding and cancelling would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RefundAndCancelPlan {
    /// The key of the licence.
    pub license_key: LicenseKey,
    /// The refunds, in the order they would be done. None when nothing is eligible.
    pub refunds: Vec<PlannedRefund>,
    /// The cancellation after them.
    pub cancel: Cancel,
}

/// One refund that was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RefundStep {
    /// The transaction that was refunded.
    pub action: ActionId,
    /// The vendor's answer to the refund.
    pub refunded: Refunded,
}

/// Everything that was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RefundedAndCancelled {
    /// The key of the licence.
    pub license_key: LicenseKey,
    /// The refunds, in the order they were done. None when nothing was eligible.
    pub refunds: Vec<RefundStep>,
    /// The vendor's answer to the cancellation.
    pub cancelled: Cancelled,
}

/// The step that failed, and what was done before it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RefundAndCancelError {
    /// The licence, once it is known.
    pub license_key: Option<LicenseKey>,
    /// The refunds that were done before. They stay done.
    pub refunds: Vec<RefundStep>,
    /// The transaction whose refund failed, if that was the step. Otherwise a read or the cancellation failed.
    pub failed_refund: Option<ActionId>,
    /// What went wrong, and whether that step may have happened.
    pub error: Error,
}

impl RefundAndCancelError {
    /// What is known about the step that failed.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.error.outcome()
    }
}

impl fmt::Display for RefundAndCancelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.refunds.len(), self.failed_refund) {
            (done, Some(action)) => {
                let before = if done == 1 { "refund was" } else { "refunds were" };
                write!(
                    f,
                    "{done} {before} done, that of transaction {action} failed, nothing was cancelled: "
                )?;
            }
            (0, None) => f.write_str("nothing was refunded: ")?,
            (done, None) => {
                let before = if done == 1 { "refund was" } else { "refunds were" };
                write!(f, "{done} {before} done, the licence was not surely cancelled: ")?;
            }
        }
        write!(f, "{}", self.error)
    }
}

impl std::error::Error for RefundAndCancelError {}

impl RefundAndCancel {
    pub(crate) fn run(
        &self,
        client: &Client,
        now: Timestamp,
    ) -> Result<RefundedAndCancelled, Box<RefundAndCancelError>> {
        let mut so_far = RefundAndCancelError {
            license_key: None,
            refunds: Vec::new(),
            failed_refund: None,
            error: Error::invalid("license", "not looked for yet"),
        };
        let fail = |mut so_far: RefundAndCancelError, error: Error| {
            so_far.error = error;
            Box::new(so_far)
        };
        let key = match self.key(client) {
            Ok(key) => key,
            Err(error) => return Err(fail(so_far, error)),
        };
        so_far.license_key = Some(key.clone());
        let plan = match self.plan(client, key.clone(), now) {
            Ok(plan) => plan,
            Err(error) => return Err(fail(so_far, error)),
        };
        for PlannedRefund { refund, .. } in plan.refunds {
            let action = refund.action();
            match client.refund(&refund) {
                Ok(refunded) => so_far.refunds.push(RefundStep { action, refunded }),
                Err(error) => {
                    so_far.failed_refund = Some(action);
                    return Err(fail(so_far, error));
                }
            }
        }
        match client.cancel(&plan.cancel) {
            Ok(cancelled) => {
                Ok(RefundedAndCancelled { license_key: key, refunds: so_far.refunds, cancelled })
            }
            Err(error) => Err(fail(so_far, error)),
        }
    }

    /// What would be done to the licence with this key.
    fn plan(&self, client: &Client, key: LicenseKey, now: Timestamp) -> Result<RefundAndCancelPlan, Error> {
        let logs = client.logs(&GetLogs::by_key(key.clone()).product(self.product))?;
        let refunds = eligible(logs.actions, now)?.into_iter().map(|(action, transaction)| PlannedRefund {
            refund: Refund::new(action).of_license(key.clone()).product(self.product),
            transaction,
        });
        let refunds = refunds.collect();
        let cancel = Cancel::by_key(key.clone()).product(self.product);
        let cancel = if self.force { cancel.force() } else { cancel };
        Ok(RefundAndCancelPlan { license_key: key, refunds, cancel })
    }

    /// The licence's key: given, or that of the only licence at the address.
    fn key(&self, client: &Client) -> Result<LicenseKey, Error> {
        let address = match &self.license {
            LicenseSelector::Key(key) => return Ok(key.clone()),
            LicenseSelector::Address(address) => input::server_address("address", *address)?,
        };
        let found = client.all_licenses(&ListLicenses::new().product(self.product).address(address))?;
        // Whether the vendor's filter is exact is not known.
        let mut keys: Vec<Option<&LicenseKey>> = found
            .iter()
            .filter(|license| license.address.get() == Some(&address))
            .map(|license| license.key.get())
            .collect();
        keys.sort_unstable();
        keys.dedup();
        match keys.as_slice() {
            [Some(key)] => Ok((*key).clone()),
            [] => Err(Error::invalid("address", "has no licence")),
            [None] => Err(unread("licenses", "the key of the licence cannot be read")),
            _ => {
                Err(Error::invalid("address", "has several licences: name the one that is meant by its key"))
            }
        }
    }
}

fn unread(path: impl Into<String>, reason: &str) -> Error {
    let kind = ErrorKind::Decode { path: path.into(), reason: reason.into(), excerpt: String::new() };
    Error::new(kind, Outcome::Unknown)
}

/// The transactions that can be refunded: purchases and renewals of the last 7 days, not refunded yet, newest first.
///
/// One that may be such and cannot be read stops everything, because cancelling over it could lose its money.
fn eligible(actions: Vec<Action>, now: Timestamp) -> Result<Vec<(ActionId, Action)>, Error> {
    let mut found = Vec::new();
    for (index, action) in actions.into_iter().enumerate() {
        let stop = |what: &str| Err(unread(format!("actions[{index}].{what}"), "this cannot be read"));
        if action.name.get().is_none() {
            return stop("action");
        }
        if !action.is_purchase() || action.refund_mark() == Some(true) {
            continue;
        }
        let Some(&time) = action.time.get() else { return stop("time") };
        if now.duration_since(time) >= REFUNDABLE {
            continue;
        }
        let Some(&id) = action.id.get() else { return stop("actid") };
        if action.refund_mark().is_none() {
            return stop("refunded");
        }
        found.push((time, id, action));
    }
    found.sort_unstable_by_key(|&(time, id, _)| std::cmp::Reverse((time, id)));
    Ok(found.into_iter().map(|(_, id, action)| (id, action)).collect())
}
