//! Looking at licences, editing one, and ending one.

use crate::params::Params;

use super::bodies::{self, Body};
use super::order;
use super::replies::Replies;
use super::route::Family;
use super::shapes::AfterTermination;
use super::state::{Account, Key, License, No};

/// What of an account can be seen, and how it is shown.
pub(super) struct View<'a> {
    pub(super) replies: &'a Replies,
    pub(super) now: i64,
}

impl View<'_> {
    fn shows(&self, license: &License) -> bool {
        license.delivered(self.now)
            && (!license.terminated || self.replies.terminated == AfterTermination::Kept)
    }

    pub(super) fn list(&self, account: &Account, family: Family) -> Result<Body, No> {
        let licenses: Vec<&License> = account.of(family).filter(|license| self.shows(license)).collect();
        bodies::list(&licenses, self.replies)
    }

    pub(super) fn find<'l>(
        &self,
        account: &'l Account,
        family: Family,
        key: &str,
    ) -> Result<&'l License, No> {
        Key::parse(family, key)
            .and_then(|key| account.licenses.get(&key))
            .filter(|license| self.shows(license))
            .ok_or_else(No::no_license)
    }

    /// As [`find`](Self::find), but only what has not ended, and to be changed.
    fn find_mut<'l>(
        &self,
        account: &'l mut Account,
        family: Family,
        key: &str,
    ) -> Result<&'l mut License, No> {
        let license = self.find(account, family, key)?;
        if license.terminated {
            return Err(No::ended_already());
        }
        let key = license.key;
        account.licenses.get_mut(&key).ok_or_else(No::no_license)
    }

    /// Sets both texts (documented: both are required).
    pub(super) fn edit(
        &self,
        account: &mut Account,
        family: Family,
        key: &str,
        params: &Params,
    ) -> Result<Body, No> {
        let license = self.find_mut(account, family, key)?;
        (license.title, license.comment) = order::title_and_comment(params)?;
        Ok(bodies::done(self.replies.edit, license, self.replies))
    }

    /// At once, for good, and nothing is paid back: all three unknown.
    pub(super) fn terminate(&self, account: &mut Account, family: Family, key: &str) -> Result<Body, No> {
        let license = self.find_mut(account, family, key)?;
        license.terminated = true;
        Ok(bodies::done(self.replies.terminate, license, self.replies))
    }
}
