//! The clients of one account, by what they are going to meet, and the same accounts behind the facade.

use crate::attempt::{Failed, Patience, Told, Verdict};
use license_hub::{Account, Before, Done, Evidence, Hub, Operation};
use license_hub_tests::dead_ends::DeadPort;
use license_sandbox::Sandbox;
use serde::de::DeserializeOwned;
use std::cell::RefCell;
use std::rc::Rc;

/// What an operation is going to meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meets {
    /// The vendor.
    Vendor(Patience),
    /// A closed port. The look beforehand goes to the vendor all the same.
    Nobody,
}

const ALL: [Meets; 3] = [Meets::Vendor(Patience::Ample), Meets::Vendor(Patience::Short), Meets::Nobody];

/// Where a sequence takes place.
pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    dead: DeadPort,
}

impl World {
    pub(crate) fn new(sandbox: Sandbox) -> Self {
        Self { sandbox, dead: DeadPort::reserve() }
    }

    /// The address of who is met, where the vendor has this one.
    pub(crate) fn address(&self, meets: Meets, vendors: String) -> String {
        if meets == Meets::Nobody { self.dead.url() } else { vendors }
    }
}

/// One account, kept for a whole sequence, with its tokens, sessions and connections.
pub(crate) struct Kept<C> {
    clients: Vec<(Meets, C)>,
    /// Where it is asked and told through the facade: the hubs, and its name there.
    facade: Option<(Rc<Hubs>, String)>,
}

/// Two clients of one account: one to look, and one that meets what there is to meet.
#[derive(Clone)]
pub(crate) struct Clients<C> {
    pub(crate) looks: C,
    pub(crate) does: C,
    /// In place of both for what can be found out about, where the account is behind the facade.
    pub(crate) facade: Option<Facade>,
}

impl<C: Clone> Kept<C> {
    pub(crate) fn new(connect: impl Fn(Meets) -> C) -> Self {
        Self { clients: ALL.map(|meets| (meets, connect(meets))).into(), facade: None }
    }

    /// The same behind the facade.
    pub(crate) fn behind<A: Account + 'static>(
        self,
        hubs: &Rc<Hubs>,
        name: &str,
        account: impl Fn(C) -> A,
    ) -> Self {
        for (meets, client) in &self.clients {
            hubs.hub(*meets).borrow_mut().add(account(client.clone())).unwrap();
        }
        Self { facade: Some((Rc::clone(hubs), name.to_owned())), ..self }
    }

    fn client(&self, meets: Meets) -> &C {
        &self.clients.iter().find(|(known, _)| *known == meets).unwrap().1
    }

    /// The one that only looks.
    pub(crate) fn looks(&self) -> &C {
        self.client(Meets::Vendor(Patience::Ample))
    }

    pub(crate) fn clients(&self, meets: Meets) -> Clients<C> {
        let facade = self.facade.as_ref().map(|(hubs, account)| Facade {
            hubs: Rc::clone(hubs),
            account: account.clone(),
            meets,
        });
        Clients { looks: self.looks().clone(), does: self.client(meets).clone(), facade }
    }
}

/// For each that can be met a hub with all accounts.
#[derive(Default)]
pub(crate) struct Hubs([RefCell<Hub>; 3]);

impl Hubs {
    fn hub(&self, meets: Meets) -> &RefCell<Hub> {
        &self.0[ALL.iter().position(|known| *known == meets).unwrap()]
    }
}

/// One account behind the facade, and what its operations meet.
#[derive(Clone)]
pub(crate) struct Facade {
    hubs: Rc<Hubs>,
    account: String,
    meets: Meets,
}

impl Facade {
    fn looks(&self) -> &RefCell<Hub> {
        self.hubs.hub(Meets::Vendor(Patience::Ample))
    }

    /// What there is before an operation, as the facade has it and as the vendor's crate has it.
    pub(crate) fn look_before<B: DeserializeOwned>(
        &self,
        wish: &Operation,
    ) -> Result<(Before, B), license_hub::Error> {
        let before = self.looks().borrow().look_before(&self.account, wish)?;
        let seen = serde_json::to_value(&before).unwrap()["seen"].take();
        Ok((before, serde_json::from_value(seen).unwrap()))
    }

    pub(crate) fn perform(&self, wish: &Operation) -> Result<Told, Failed> {
        let done = self.hubs.hub(self.meets).borrow().perform(&self.account, wish)?;
        Ok(told(done))
    }

    pub(crate) fn check(
        &self,
        wish: &Operation,
        before: &Before,
        untold: impl FnOnce(&str) -> bool,
    ) -> Result<Verdict, Failed> {
        let checked = self.looks().borrow().check(&self.account, wish, before)?;
        Ok(Verdict::of(checked, shown, untold))
    }
}

fn told(done: Done) -> Told {
    Told {
        service: done.id,
        key: done.key,
        transaction: done.transaction,
        amount: done.amount,
        waits: done.pending.is_some(),
        unconfirmed: done.doubt.is_some(),
    }
}

fn shown(evidence: Evidence) -> Told {
    Told { service: evidence.id, key: evidence.key, transaction: evidence.transaction, ..Told::default() }
}
