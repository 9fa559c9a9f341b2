//! Everything that is owned, over all accounts.

use std::net::IpAddr;

use jiff::civil::Date;
use serde::Serialize;

use crate::{AccountName, Error, License};

/// How closely to look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum View {
    /// What the vendors' lists say. Some list keys only.
    #[default]
    Listed,
    /// With addresses, status and the day of expiry of each. It takes a call per licence where the list lacks these.
    Dated,
    /// Every licence by itself where the list does not say everything. It takes a call per licence there.
    Full,
}

/// Which licences of an account are wanted, and how closely to look at them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wanted {
    /// How closely to look.
    pub view: View,
    /// Only those of this kind, in the words of [`crate::LicenseId::kind`].
    pub kind: Option<String>,
    /// Only those of the server with this address, and those whose address cannot be read.
    pub address: Option<IpAddr>,
}

impl Wanted {
    /// Only those of this kind.
    #[must_use]
    pub fn kind(mut self, kind: impl Into<String>) -> Self {
        self.kind = Some(kind.into());
        self
    }

    /// Only those of the server with this address.
    #[must_use]
    pub fn address(mut self, address: IpAddr) -> Self {
        self.address = Some(address);
        self
    }

    /// Whether a kind is among what is wanted.
    #[must_use]
    pub fn has_kind(&self, kind: &str) -> bool {
        self.kind.as_deref().is_none_or(|wanted| wanted == kind)
    }
}

/// All licences, looked at so closely.
impl From<View> for Wanted {
    fn from(view: View) -> Self {
        Self { view, kind: None, address: None }
    }
}

/// What is going on while an inventory is taken.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Progress {
    /// An account was asked for this many more single licences, so many of them done.
    Details {
        /// The account.
        account: AccountName,
        /// How many are done.
        done: usize,
        /// How many there are.
        total: usize,
    },
    /// An account is done.
    Account {
        /// The account.
        account: AccountName,
        /// How many licences it has, or that it failed.
        licenses: Option<usize>,
    },
}

/// An account that could not be asked, or something in it that could not be read.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The account that failed, wholly or in part.
    pub account: AccountName,
    /// What in it, where the rest of it could be read, such as `key PLSK.0298`.
    pub part: Option<String>,
    /// The kind of licence, where the vendor does not let this account list any of that kind.
    pub closed: Option<String>,
    /// Why; `None` when it was not asked because the inventory was stopped.
    pub error: Option<Error>,
}

/// What an inventory came to. Whoever needs all licences asks for a [`Whole`], which a [`Partial`] is not.
#[derive(Clone, Debug)]
pub enum Inventory {
    /// Every account answered.
    Whole(Whole),
    /// Some did not.
    Partial(Partial),
}

/// All licences that were asked for: of all accounts, unless some were chosen. Nothing failed on the way.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct Whole {
    licenses: Vec<License>,
}

/// The licences of those accounts that answered, and the others' failures.
#[derive(Clone, Debug)]
pub struct Partial {
    licenses: Vec<License>,
    failures: Vec<Failure>,
}

impl Inventory {
    pub(crate) fn new(licenses: Vec<License>, failures: Vec<Failure>) -> Self {
        if failures.is_empty() {
            Self::Whole(Whole { licenses })
        } else {
            Self::Partial(Partial { licenses, failures })
        }
    }

    /// The licences that are known, account by account.
    #[must_use]
    pub fn licenses(&self) -> &[License] {
        match self {
            Self::Whole(whole) => &whole.licenses,
            Self::Partial(partial) => &partial.licenses,
        }
    }

    /// The accounts that could not be asked; none when it is whole.
    #[must_use]
    pub fn failures(&self) -> &[Failure] {
        match self {
            Self::Whole(_) => &[],
            Self::Partial(partial) => &partial.failures,
        }
    }

    /// The same, taking it that an account has no licences of a kind that its vendor does not let it list. It is for who
    /// knows that; to find out is not possible.
    #[must_use]
    pub fn without_closed(self) -> Self {
        match self {
            Self::Whole(_) => self,
            Self::Partial(Partial { licenses, mut failures }) => {
                failures.retain(|failure| failure.closed.is_none());
                Self::new(licenses, failures)
            }
        }
    }

    /// The whole inventory, or what there is of it.
    ///
    /// # Errors
    /// The [`Partial`] one, when an account did not answer.
    pub fn whole(self) -> Result<Whole, Partial> {
        match self {
            Self::Whole(whole) => Ok(whole),
            Self::Partial(partial) => Err(partial),
        }
    }

    /// The known licences that run out within so many days of this day, those that have run out included, soonest first.
    #[must_use]
    pub fn expiring(&self, within_days: i32, today: Date) -> Vec<&License> {
        expiring(self.licenses(), within_days, today)
    }

    /// The known licences of the server with this address.
    pub fn find_ip(&self, address: IpAddr) -> impl Iterator<Item = &License> {
        self.licenses().iter().filter(move |license| license.addresses.contains(&address))
    }
}

impl Whole {
    /// The licences, account by account.
    #[must_use]
    pub fn licenses(&self) -> &[License] {
        &self.licenses
    }
}

impl Partial {
    /// The licences of the accounts that answered.
    #[must_use]
    pub fn licenses(&self) -> &[License] {
        &self.licenses
    }

    /// The accounts that did not, and why.
    #[must_use]
    pub fn failures(&self) -> &[Failure] {
        &self.failures
    }
}

/// Adds licences to others. The first are not moved: there can be many.
pub(crate) fn add(all: &mut Vec<License>, more: Vec<License>) {
    if all.is_empty() {
        *all = more;
    } else {
        all.extend(more);
    }
}

fn expiring(licenses: &[License], within_days: i32, today: Date) -> Vec<&License> {
    let mut found: Vec<&License> = licenses
        .iter()
        .filter(|license| license.days_left(today).is_some_and(|days| days <= within_days))
        .collect();
    found.sort_unstable_by(|one, two| {
        (one.expires, &one.account, &one.id).cmp(&(two.expires, &two.account, &two.id))
    });
    found
}
