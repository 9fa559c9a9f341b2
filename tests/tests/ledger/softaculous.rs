//! Softaculous: its operations as attempts, through its crate and through the facade.

use crate::accounts;
use crate::attempt::{Attempt, Failed, Patience, Told, Verdict, settings};
use license_hub::{Operation, Order, SoftaculousOperation};
use license_sandbox::{Sandbox, Vendor, softaculous};
use softaculous_noc::{
    ActionId, AutoRenew, Before, Buy, BuySitePad, BuyVirtualizor, BuyWebuzo, Cancel, Cancelled, Checkable,
    Client, Credentials, Effect, Environment, Error, Evidence, LicenseId, LicenseKey, ListAutoRenewals,
    ListLicenses, Product, Purchase, RawCall, Refund, Refunded, ServerType, SetAddresses, SetAutoRenewal,
    StartWebuzoTrial, Term,
};
use std::fmt::Debug;
use std::net::IpAddr;

/// Two clients of one account.
pub(crate) type Clients = accounts::Clients<Client>;

impl Clients {
    pub(crate) fn of(sandbox: &Sandbox, patience: Patience) -> Self {
        let client = |patience| connect(&sandbox.softaculous_url(), Environment::Live, patience);
        Self { looks: client(Patience::Ample), does: client(patience), facade: None }
    }
}

pub(crate) fn connect(url: &str, environment: Environment, patience: Patience) -> Client {
    let credentials = Credentials::account(softaculous::NOC_NAME, softaculous::NOC_PASS).unwrap();
    let client = Client::builder(environment, credentials).base_url(url);
    client.settings(settings(patience)).build().unwrap()
}

pub(crate) fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

pub(crate) fn months(count: u16) -> Term {
    Term::months(count).unwrap()
}

/// Looks at what there is before an operation that the crate can find again.
pub(crate) fn checkable<O: Wish>(clients: &Clients, operation: O, charges: usize) -> Result<Attempt, Failed> {
    let name = format!("{operation:?}");
    let clients = clients.clone();
    let Some(facade) = clients.facade.clone() else {
        let before = clients.looks.look_before(&operation)?;
        let (doing, untold) = (operation.clone(), operation.untold(&before));
        return Ok(attempt(
            name,
            charges,
            move || Ok(doing.told(&clients.does.send(&doing)?)),
            move || {
                let checked = clients.looks.check(&operation, &before)?;
                Ok(Verdict::of(checked, |evidence| operation.shown(&evidence), |why| untold == Some(why)))
            },
        ));
    };
    let wish = operation.clone().wish();
    let (before, own) = facade.look_before(&wish)?;
    let untold = operation.untold(&own);
    let (doing, does) = (wish.clone(), facade.clone());
    Ok(attempt(
        format!("through the facade, {name}"),
        charges,
        move || does.perform(&doing),
        move || {
            let verdict = facade.check(&wish, &before, |why| untold == Some(why))?;
            Ok(match verdict {
                // The crate names what was refunded; the ledger has the refund's own number.
                Verdict::Happened(told) if !O::NAMES_TRANSACTION => {
                    Verdict::Happened(Told { transaction: None, ..told })
                }
                verdict => verdict,
            })
        },
    ))
}

fn attempt(
    name: String,
    charges: usize,
    run: impl Fn() -> Result<Told, Failed> + 'static,
    check: impl Fn() -> Result<Verdict, Failed> + 'static,
) -> Attempt {
    Attempt {
        name,
        vendor: Vendor::Softaculous,
        operation: None,
        charges: charges..=charges,
        is_read: false,
        comes_late: false,
        is_blind: false,
        run: Box::new(run),
        check: Box::new(check),
    }
}

/// What is to be expected of an operation, of its reply, and of the look afterwards.
pub(crate) trait Wish: Checkable + Debug + Clone + 'static {
    /// Whether the evidence names the transaction that the vendor's ledger has.
    const NAMES_TRANSACTION: bool;

    /// The same for the facade.
    fn wish(self) -> Operation;

    /// What the reply says.
    fn told(&self, output: &Self::Output) -> Told;

    /// When the operation's fate cannot be told from the vendor's records: the reason that has to be given.
    fn untold(&self, before: &Before) -> Option<&'static str>;

    /// What the evidence says.
    fn shown(&self, evidence: &Evidence) -> Told {
        Told {
            // No transaction has the number 0.
            transaction: Self::NAMES_TRANSACTION
                .then(|| evidence.action.map_or(0, ActionId::get).to_string()),
            key: evidence.license.key.as_ref().map(ToString::to_string),
            ..Told::default()
        }
    }
}

/// What was bought can always be found.
macro_rules! purchases {
    ($($name:ident as $order:ident),+) => {
        $(impl Wish for $name {
            const NAMES_TRANSACTION: bool = true;

            fn wish(self) -> Operation {
                Order::$order(self).into()
            }

            fn told(&self, bought: &Purchase) -> Told {
                Told {
                    key: Some(bought.license_key.to_string()),
                    // Each of them has one.
                    transaction: Some(bought.action_id.get().unwrap().to_string()),
                    amount: Some(*bought.amount.get().unwrap()),
                    ..Told::default()
                }
            }

            fn untold(&self, _: &Before) -> Option<&'static str> {
                None
            }
        })+
    };
}
purchases!(Buy as Softaculous, BuyWebuzo as Webuzo, BuyVirtualizor as Virtualizor, BuySitePad as SitePad);

impl Wish for Refund {
    const NAMES_TRANSACTION: bool = false;

    fn wish(self) -> Operation {
        Operation::Softaculous(SoftaculousOperation::Refund(self))
    }

    fn told(&self, refunded: &Refunded) -> Told {
        Told {
            key: Some(refunded.license_key.to_string()),
            transaction: Some(refunded.action_id.get().unwrap().to_string()),
            amount: Some(*refunded.amount.get().unwrap()),
            ..Told::default()
        }
    }

    fn untold(&self, before: &Before) -> Option<&'static str> {
        if before.refunded.contains(&self.action()) {
            return Some("the transaction was marked as refunded before");
        }
        let listed = before.actions.contains(&self.action());
        (!listed).then_some("the transaction is not in the records that were read")
    }
}

impl Wish for Cancel {
    /// A cancellation is no transaction.
    const NAMES_TRANSACTION: bool = false;

    fn wish(self) -> Operation {
        Operation::Softaculous(SoftaculousOperation::Cancel(self))
    }

    /// Nothing that the ledger has.
    fn told(&self, _: &Cancelled) -> Told {
        Told::default()
    }

    fn untold(&self, before: &Before) -> Option<&'static str> {
        before.licenses.is_empty().then_some("no such licence was listed before either")
    }
}

/// An operation that the crate has no check for: its effect is read from the lists.
fn seen(
    name: String,
    charges: usize,
    run: impl Fn() -> Result<(), Error> + 'static,
    is_so: impl Fn() -> Result<bool, Error> + 'static,
) -> Result<Attempt, Failed> {
    let was_so = is_so()?;
    let check = move || {
        Ok(match (is_so()?, was_so) {
            (true, false) => Verdict::Happened(Told::default()),
            (false, _) => Verdict::NotSeen,
            (true, true) => Verdict::CannotTell { why: "it was so before".into(), explained: true },
        })
    };
    Ok(attempt(name, charges, move || Ok(run().map(|()| Told::default())?), check))
}

pub(crate) fn trial(clients: &Clients, address: IpAddr, server_type: ServerType) -> Result<Attempt, Failed> {
    let Clients { does, looks, .. } = clients.clone();
    let trial = StartWebuzoTrial::new(address, server_type);
    let list = ListLicenses::new().product(Product::Webuzo).address(address);
    seen(
        format!("{trial:?}"),
        0,
        move || does.start_webuzo_trial(&trial).map(drop),
        move || Ok(!looks.all_licenses(&list)?.is_empty()),
    )
}

pub(crate) fn addresses_set(
    clients: &Clients,
    license: LicenseId,
    addresses: &[IpAddr],
) -> Result<Attempt, Failed> {
    let Clients { does, looks, .. } = clients.clone();
    let first = SetAddresses::new(license, addresses[0]);
    let set = addresses[1..].iter().fold(first, |set, address| set.and(*address));
    let addresses = addresses.to_vec();
    seen(
        format!("{set:?}"),
        0,
        move || does.set_addresses(&set).map(drop),
        move || {
            for address in &addresses {
                let found = looks.all_licenses(&ListLicenses::new().address(*address))?;
                if !found.iter().any(|found| found.id.get() == Some(&license)) {
                    return Ok(false);
                }
            }
            Ok(true)
        },
    )
}

pub(crate) fn renewal_set(
    clients: &Clients,
    key: LicenseKey,
    auto_renew: AutoRenew,
) -> Result<Attempt, Failed> {
    let Clients { does, looks, .. } = clients.clone();
    let set = SetAutoRenewal::new(key.clone(), auto_renew);
    seen(
        format!("{set:?}"),
        0,
        move || does.set_auto_renewal(&set).map(drop),
        move || {
            let renewing = looks.auto_renewals(&ListAutoRenewals::new().key(key.clone()))?.licenses()?;
            Ok(renewing.is_empty() == (auto_renew == AutoRenew::Off))
        },
    )
}

/// A purchase by the name of the vendor's function, of which the crate knows nothing.
pub(crate) fn raw_purchase(clients: &Clients, address: IpAddr) -> Result<Attempt, Failed> {
    let Clients { does, looks, .. } = clients.clone();
    let call = RawCall::new("softaculous_buy", Effect::Spend)
        .field("purchase", "1")
        .field("ips", address.to_string())
        .field("toadd", "1M")
        .field("servertype", "2")
        .field("authemail", "ops@example.com");
    seen(
        format!("{call:?}"),
        1,
        move || does.call(&call).map(drop),
        move || Ok(!looks.all_licenses(&ListLicenses::new().address(address))?.is_empty()),
    )
}
