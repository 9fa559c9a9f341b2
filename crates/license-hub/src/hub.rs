//! Several accounts, asked side by side.

use std::net::IpAddr;
use std::sync::Arc;

use jiff::civil::Date;
use license_wire::{Checked, Preview, StopSignal, side_by_side};

use crate::inventory::add;
use crate::{
    Account, Before, Done, Error, Evidence, Failure, Inventory, License, Operation, Order, Progress, Request,
    View, Wanted,
};

/// How many accounts are asked at a time, unless told otherwise.
const WIDTH: usize = 16;

/// Several accounts, at one or more vendors, each under a name of the user's.
///
/// Cheap to clone, and can be used from many threads.
#[derive(Clone, Debug)]
pub struct Hub {
    accounts: Vec<Arc<dyn Account>>,
    width: usize,
    stop: StopSignal,
}

impl Default for Hub {
    fn default() -> Self {
        Self { accounts: Vec::new(), width: WIDTH, stop: StopSignal::default() }
    }
}

impl Hub {
    /// A hub without accounts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an account.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Invalid`] for `account` when there is one of that name already.
    pub fn add(&mut self, account: impl Account + 'static) -> Result<(), Error> {
        self.add_shared(Arc::new(account))
    }

    /// Adds an account that others hold too.
    ///
    /// # Errors
    /// As [`Hub::add`].
    pub fn add_shared(&mut self, account: Arc<dyn Account>) -> Result<(), Error> {
        if self.accounts.iter().any(|known| known.name() == account.name()) {
            return Err(Error::invalid("account", format!("`{}` is there already", account.name())));
        }
        self.accounts.push(account);
        Ok(())
    }

    /// How many accounts are asked at a time; at least one.
    ///
    /// Default: 16.
    #[must_use]
    pub fn width(mut self, width: usize) -> Self {
        self.width = width.max(1);
        self
    }

    /// The accounts, in the order they were added.
    pub fn accounts(&self) -> impl Iterator<Item = &dyn Account> {
        self.accounts.iter().map(AsRef::as_ref)
    }

    /// One account.
    ///
    /// # Errors
    /// [`crate::ErrorKind::UnknownAccount`].
    pub fn account(&self, name: &str) -> Result<&dyn Account, Error> {
        self.held(name).map(AsRef::as_ref)
    }

    /// One account, to be held beside the hub.
    ///
    /// # Errors
    /// [`crate::ErrorKind::UnknownAccount`].
    pub fn shared(&self, name: &str) -> Result<Arc<dyn Account>, Error> {
        self.held(name).cloned()
    }

    fn held(&self, name: &str) -> Result<&Arc<dyn Account>, Error> {
        let found = self.accounts.iter().find(|account| account.name().as_str() == name);
        found.ok_or_else(|| Error::unknown_account(name))
    }

    /// Ends every call in progress, on this and every clone, and lets no new one begin.
    pub fn shut_down(&self) {
        self.stop.stop();
        for account in self.accounts() {
            account.shut_down();
        }
    }

    /// Lists every licence of every account, the accounts side by side. It only reads.
    ///
    /// One account's failure is kept beside the others' licences and cannot be mistaken for "none".
    #[must_use]
    pub fn inventory(&self, view: View) -> Inventory {
        self.inventory_with(view, &|_, _| {})
    }

    /// As [`Hub::inventory`], telling what goes on. With [`Progress::Account`] the licences of that account are handed
    /// over as soon as they are there. The calls come from several threads.
    #[must_use]
    pub fn inventory_with(&self, view: View, tell: &(dyn Fn(&Progress, &[License]) + Sync)) -> Inventory {
        self.inventory_of(&|_| true, view, tell)
    }

    /// As [`Hub::inventory_with`], of some accounts only. It is whole when each of these answered.
    #[must_use]
    pub fn inventory_of(
        &self,
        meant: &dyn Fn(&dyn Account) -> bool,
        view: View,
        tell: &(dyn Fn(&Progress, &[License]) + Sync),
    ) -> Inventory {
        self.select(meant, &|_| view.into(), tell)
    }

    /// As [`Hub::inventory_of`], of some licences only, which can be others in each account. The vendors choose them
    /// where they can.
    #[must_use]
    pub fn select(
        &self,
        meant: &dyn Fn(&dyn Account) -> bool,
        wanted: &(dyn Fn(&dyn Account) -> Wanted + Sync),
        tell: &(dyn Fn(&Progress, &[License]) + Sync),
    ) -> Inventory {
        let accounts: Vec<&dyn Account> = self.accounts().filter(|account| meant(*account)).collect();
        let answers = side_by_side(
            &accounts,
            self.width,
            &self.stop,
            |account| account.select(&wanted(*account), &|progress| tell(&progress, &[])),
            |index, answer| {
                let (licenses, count) = match answer {
                    Ok(listing) => (listing.licenses.as_slice(), Some(listing.licenses.len())),
                    Err(_) => (&[][..], None),
                };
                let account = accounts[index].name().clone();
                tell(&Progress::Account { account, licenses: count }, licenses);
            },
        );
        let mut licenses = Vec::new();
        let mut failures = Vec::new();
        for (account, answer) in accounts.iter().zip(answers) {
            let failure =
                |part, error| Failure { account: account.name().clone(), part, closed: None, error };
            match answer {
                Some(Ok(listing)) => {
                    add(&mut licenses, listing.licenses);
                    let parts = listing.failures.into_iter();
                    failures.extend(parts.map(|(part, error)| failure(Some(part), Some(error))));
                    failures.extend(listing.closed.into_iter().map(|(kind, error)| Failure {
                        closed: Some(kind.clone()),
                        ..failure(Some(format!("all licences of the kind `{kind}`")), Some(error))
                    }));
                }
                Some(Err(error)) => failures.push(failure(None, Some(error))),
                None => failures.push(failure(None, None)),
            }
        }
        Inventory::new(licenses, failures)
    }

    /// The licences that run out within so many days of this day, those that have run out included, soonest first, and
    /// the accounts that could not be asked.
    #[must_use]
    pub fn expiring(&self, within_days: i32, today: Date) -> (Vec<License>, Vec<Failure>) {
        let inventory = self.inventory(View::Dated);
        let found = inventory.expiring(within_days, today).into_iter().cloned().collect();
        (found, inventory.failures().to_vec())
    }

    /// The licences of the server with this address, at all vendors, and the accounts that could not be asked.
    #[must_use]
    pub fn find_ip(&self, address: IpAddr) -> (Vec<License>, Vec<Failure>) {
        let wanted = Wanted::from(View::Dated).address(address);
        let inventory = self.select(&|_| true, &|_| wanted.clone(), &|_, _| {});
        let found = inventory.find_ip(address).cloned().collect();
        (found, inventory.failures().to_vec())
    }

    /// The one licence of an account that is meant by this text: its id, key, name or address. It only reads.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Invalid`] for `license` when there is none or more than one, and as the vendor's reads.
    pub fn find(&self, account: &str, text: &str) -> Result<License, Error> {
        let account = self.account(account)?;
        let place = |error: Error| error.at(account.vendor(), account.name());
        let mut found = account.find(text, None)?;
        match found.len() {
            1 => Ok(found.remove(0)),
            0 => Err(place(Error::invalid("license", format!("there is none called `{text}`")))),
            count => {
                let reason = format!("`{text}` fits {count} licences: name the one that is meant by its id");
                Err(place(Error::invalid("license", reason)))
            }
        }
    }

    /// Turns a wish about a licence into the vendor's own operation. Sends nothing.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Unsupported`] where the vendor has no such thing; see [`Account::plan`].
    pub fn plan(&self, license: &License, request: &Request) -> Result<Operation, Error> {
        self.account(license.account.as_str())?.plan(license, request)
    }

    /// Does what is wished for a licence, once. **It may spend money.**
    ///
    /// # Errors
    /// [`crate::ErrorKind::Unsupported`] where the vendor has no such thing; otherwise [`Error::outcome`] says whether it may have
    /// happened.
    pub fn request(&self, license: &License, request: &Request) -> Result<Done, Error> {
        self.perform(license.account.as_str(), &self.plan(license, request)?)
    }

    /// Places an order that is held as a value, once. **Spends money.**
    ///
    /// # Errors
    /// [`Error::outcome`] says whether it may have happened.
    pub fn place(&self, account: &str, order: &Order) -> Result<Done, Error> {
        self.perform(account, &Operation::Order(order.clone()))
    }

    /// What an operation would send, with secrets masked. Sends nothing.
    ///
    /// # Errors
    /// As [`Account::preview`].
    pub fn preview(&self, account: &str, operation: &Operation) -> Result<Vec<Preview>, Error> {
        self.account(account)?.preview(operation)
    }

    /// Does an operation, once. **It may spend money.**
    ///
    /// # Errors
    /// [`Error::outcome`] says whether it may have happened.
    pub fn perform(&self, account: &str, operation: &Operation) -> Result<Done, Error> {
        self.account(account)?.perform(operation)
    }

    /// What there is before an operation; see [`Account::look_before`].
    ///
    /// # Errors
    /// As the vendor's reads.
    pub fn look_before(&self, account: &str, operation: &Operation) -> Result<Before, Error> {
        self.account(account)?.look_before(operation)
    }

    /// Whether an operation of unknown outcome happened; see [`Account::check`].
    ///
    /// # Errors
    /// As the vendor's reads: then nothing was found out.
    pub fn check(
        &self,
        account: &str,
        operation: &Operation,
        before: &Before,
    ) -> Result<Checked<Evidence>, Error> {
        self.account(account)?.check(operation, before)
    }
}
