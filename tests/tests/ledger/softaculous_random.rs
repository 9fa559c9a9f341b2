//! Softaculous: operations made up at random, over few enough addresses that they get in each other's way.

use crate::accounts::{Hubs, Kept, Meets, World};
use crate::attempt::{Attempt, Failed, Patience};
use crate::random::Gambler;
use crate::softaculous::{
    Clients, addresses_set, checkable, connect, ip, months, raw_purchase, renewal_set, trial,
};
use fastrand::Rng;
use license_hub::{AccountName, SoftaculousAccount};
use license_sandbox::Vendor;
use softaculous_noc::{
    ActionId, AutoRenew, Buy, BuySitePad, BuyVirtualizor, BuyWebuzo, Cancel, Client, Environment, GetInvoice,
    GetLogs, LicenseId, LicenseKey, ListAutoRenewals, ListLicenses, Product, Refund, ServerType, Term,
    WebuzoPricing,
};
use std::net::IpAddr;
use std::rc::Rc;

/// Those of the licences that are there at the start, and some that have none.
const ADDRESSES: [&str; 12] = [
    "192.0.2.1",
    "192.0.2.2",
    "192.0.2.3",
    "198.198.198.198",
    "203.0.113.11",
    "203.0.113.12",
    "203.0.113.14",
    "203.0.113.15",
    "203.0.113.16",
    "203.0.113.21",
    "203.0.113.31",
    "203.0.113.41",
];

/// An account in one of the vendor's two worlds. What there is in it is read from the vendor each time.
pub(crate) struct Softaculous(Kept<Client>);

impl Softaculous {
    pub(crate) fn new(rng: &mut Rng, world: &World, hubs: Option<&Rc<Hubs>>) -> Self {
        let environment = if rng.u8(..4) == 0 { Environment::Sandbox } else { Environment::Live };
        let kept = Kept::new(|meets| {
            let patience = if let Meets::Vendor(patience) = meets { patience } else { Patience::Ample };
            connect(&world.address(meets, world.sandbox.softaculous_url()), environment, patience)
        });
        Self(match hubs {
            None => kept,
            Some(hubs) => kept.behind(hubs, "noc", |client| {
                SoftaculousAccount::new(AccountName::new("noc").unwrap(), client)
            }),
        })
    }
}

impl Gambler for Softaculous {
    fn vendor(&self) -> Vendor {
        Vendor::Softaculous
    }

    fn attempt(&mut self, rng: &mut Rng, meets: Meets) -> Result<Attempt, Failed> {
        made_up(rng, &self.0.clients(meets))
    }
}

fn made_up(rng: &mut Rng, clients: &Clients) -> Result<Attempt, Failed> {
    let address = ip(rng.choice(ADDRESSES).unwrap());
    match rng.u8(..24) {
        0..=3 => {
            let buy = Buy::new(address, term(rng), server_type(rng)).owner_email("ops@example.com");
            if rng.u8(..4) == 0 {
                checkable(clients, buy.with_sitepad(), 2)
            } else {
                checkable(clients, buy, 1)
            }
        }
        4 => {
            let buy = Buy::new(address, term(rng), server_type(rng)).auto_renew(AutoRenew::On);
            // Refused where it is new: an e-mail address is needed then.
            checkable(clients, buy, 1)
        }
        5 | 6 => {
            let pricing = WebuzoPricing::ServerType(server_type(rng));
            let buy = BuyWebuzo::new(address, term(rng), pricing).owner_email("ops@example.com");
            checkable(clients, buy, 1)
        }
        7 => checkable(clients, BuyVirtualizor::new(address, term(rng)), 1),
        8 => checkable(clients, BuySitePad::new(address, Term::months(*rng.choice(&[1, 3, 6]).unwrap())?), 1),
        9 => trial(clients, address, server_type(rng)),
        10..=12 => refund(rng, clients),
        13..=15 => cancel(rng, clients, address),
        16 | 17 => {
            let license = LicenseId::new(rng.u64(1000..1020))?;
            let mut addresses: Vec<IpAddr> = ADDRESSES.iter().map(|text| ip(text)).collect();
            rng.shuffle(&mut addresses);
            addresses.truncate(rng.usize(1..4));
            addresses_set(clients, license, &addresses)
        }
        18 => raw_purchase(clients, address),
        19..=21 => some_read(rng, clients, address),
        _ => {
            let auto_renew = if rng.bool() { AutoRenew::On } else { AutoRenew::Off };
            let key = some_key(rng, clients, Product::Softaculous)?;
            renewal_set(clients, key, auto_renew)
        }
    }
}

/// A read, which changes nothing whatever it meets.
fn some_read(rng: &mut Rng, clients: &Clients, address: IpAddr) -> Result<Attempt, Failed> {
    let key = some_key(rng, clients, Product::Softaculous)?;
    let Clients { does, .. } = clients.clone();
    let product = *rng.choice(&Product::ALL).unwrap();
    Ok(match rng.u8(..5) {
        0 => Attempt::read(Vendor::Softaculous, "licenses", move || {
            does.licenses(&ListLicenses::new().product(product).address(address))
        }),
        1 => Attempt::read(Vendor::Softaculous, "all_licenses", move || {
            does.all_licenses(&ListLicenses::new().product(product).length(2))
        }),
        2 => Attempt::read(Vendor::Softaculous, "logs", move || does.logs(&GetLogs::by_key(key.clone()))),
        3 => Attempt::read(Vendor::Softaculous, "invoice", move || does.invoice(&GetInvoice::unbilled())),
        _ => Attempt::read(Vendor::Softaculous, "auto_renewals", move || {
            does.auto_renewals(&ListAutoRenewals::new().key(key.clone()))
        }),
    })
}

fn refund(rng: &mut Rng, clients: &Clients) -> Result<Attempt, Failed> {
    let unbilled = clients.looks.invoice(&GetInvoice::unbilled())?.actions;
    let Some(action) = rng.choice(&unbilled) else {
        // One of those that were there before the sandbox's first day.
        return checkable(clients, Refund::new(ActionId::new(rng.u64(100..120))?), 1);
    };
    let refund = Refund::new(*action.id.get().unwrap());
    match action.license_key.get() {
        Some(key) if rng.bool() => {
            let product = product_of(key);
            checkable(clients, refund.of_license(key.clone()).product(product), 1)
        }
        _ => checkable(clients, refund, 1),
    }
}

fn cancel(rng: &mut Rng, clients: &Clients, address: IpAddr) -> Result<Attempt, Failed> {
    let product = *rng.choice(&Product::ALL).unwrap();
    let cancel = match product {
        Product::Softaculous | Product::Webuzo if rng.bool() => Cancel::by_address(address),
        _ => Cancel::by_key(some_key(rng, clients, product)?),
    };
    let cancel = cancel.product(product);
    checkable(clients, if rng.bool() { cancel.force() } else { cancel }, 0)
}

/// A key of the account's, or one that is nobody's.
fn some_key(rng: &mut Rng, clients: &Clients, product: Product) -> Result<LicenseKey, Failed> {
    let licenses = clients.looks.all_licenses(&ListLicenses::new().product(product))?;
    match rng.choice(&licenses) {
        Some(license) if rng.u8(..10) > 0 => Ok(license.key.get().unwrap().clone()),
        _ => Ok(LicenseKey::new("00000-00000-00000-00000-00000")?),
    }
}

fn product_of(key: &LicenseKey) -> Product {
    match key.as_str().split('-').next() {
        Some("webuzo") => Product::Webuzo,
        Some("SMUSH") => Product::SitePad,
        // Virtualizor's look the same: the vendor refuses where it is one.
        _ => Product::Softaculous,
    }
}

fn term(rng: &mut Rng) -> Term {
    *rng.choice(&[months(1), months(2), Term::years(1).unwrap()]).unwrap()
}

fn server_type(rng: &mut Rng) -> ServerType {
    *rng.choice(&[ServerType::Dedicated, ServerType::Vps]).unwrap()
}
