//! An account whose licences are given, and which can wait, fail and be counted.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};

use license_hub::{
    Account, AccountName, Before, Capabilities, Capability, Checked, ClientRef, Done, Environment, Error,
    Evidence, License, LicenseId, Listing, Operation, Preview, Progress, Record, Request, Status, Vendor,
    View,
};

#[derive(Debug)]
pub(crate) struct Given {
    pub(crate) name: AccountName,
    pub(crate) licenses: Result<Vec<License>, Error>,
    pub(crate) barrier: Option<Arc<Barrier>>,
    pub(crate) asked: Arc<AtomicUsize>,
}

pub(crate) fn account(name: &str, licenses: Vec<License>) -> Given {
    Given {
        name: AccountName::new(name).unwrap(),
        licenses: Ok(licenses),
        barrier: None,
        asked: Arc::default(),
    }
}

pub(crate) fn failing(name: &str) -> Given {
    let licenses = Err(Error::invalid("password", "is not set"));
    Given { name: AccountName::new(name).unwrap(), licenses, barrier: None, asked: Arc::default() }
}

pub(crate) fn license(account: &str, id: &str, address: &str, expires: Option<&str>) -> License {
    let mut license = License::new(
        Vendor::Isplicense,
        AccountName::new(account).unwrap(),
        Environment::Live,
        LicenseId { kind: "soft".into(), id: id.into() },
        "ISPmanager 6 Lite",
        Record::None,
    );
    license.addresses = vec![address.parse().unwrap()];
    license.expires = expires.map(|date| date.parse().unwrap());
    license.status = Status::Active;
    license
}

impl Account for Given {
    fn name(&self) -> &AccountName {
        &self.name
    }

    fn vendor(&self) -> Vendor {
        Vendor::Isplicense
    }

    fn environment(&self) -> Environment {
        Environment::Live
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities::of(&[Capability::Renew])
    }

    fn client(&self) -> Option<ClientRef<'_>> {
        None
    }

    fn licenses(&self, _: View, _: &(dyn Fn(Progress) + Sync)) -> Result<Listing, Error> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        if let Some(barrier) = &self.barrier {
            barrier.wait();
        }
        self.licenses.clone().map(Listing::whole)
    }

    fn plan(&self, _: &License, request: &Request) -> Result<Operation, Error> {
        Err(Error::unsupported(request.capability()).at(self.vendor(), &self.name))
    }

    fn preview(&self, _: &Operation) -> Result<Vec<Preview>, Error> {
        Ok(Vec::new())
    }

    fn perform(&self, _: &Operation) -> Result<Done, Error> {
        Ok(Done::default())
    }

    fn look_before(&self, _: &Operation) -> Result<Before, Error> {
        Ok(Before::default())
    }

    fn check(&self, _: &Operation, _: &Before) -> Result<Checked<Evidence>, Error> {
        Ok(Checked::NotSeen)
    }

    fn shut_down(&self) {}
}
