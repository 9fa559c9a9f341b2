//! Softaculous: every operation that changes or spends.

use crate::attempt::{Attempt, Patience};
use crate::lost::Act;
use crate::softaculous::{
    Clients, Wish, addresses_set, checkable, ip, months, raw_purchase, renewal_set, trial,
};
use license_sandbox::Sandbox;
use softaculous_noc::{
    ActionId, AutoRenew, Buy, BuySitePad, BuyVirtualizor, BuyWebuzo, Cancel, LicenseId, LicenseKey,
    ListAutoRenewals, ListLicenses, Product, Refund, ServerType, WebuzoPricing,
};

/// The licence of the vendor's own examples: three days old, and good for less than a month.
const EXAMPLE: &str = "88888-88888-88888-88888-88888";

pub(crate) fn acts() -> Vec<Act> {
    let act = |name, begin| Act { name, begin };
    vec![
        act("buy, new", |sandbox, patience| {
            buying(sandbox, patience, buy("192.0.2.1").owner_email("ops@example.com"), 1)
        }),
        act("buy, renewal", |sandbox, patience| buying(sandbox, patience, buy("203.0.113.12"), 1)),
        act("buy, renewal by a second address", |sandbox, patience| {
            buying(sandbox, patience, buy("203.0.113.16"), 1)
        }),
        act("buy with SitePad", |sandbox, patience| {
            buying(sandbox, patience, buy("192.0.2.1").owner_email("ops@example.com").with_sitepad(), 2)
        }),
        act("buy_webuzo, new", |sandbox, patience| {
            buying(sandbox, patience, webuzo("192.0.2.1").owner_email("ops@example.com"), 1)
        }),
        act("buy_webuzo, renewal", |sandbox, patience| buying(sandbox, patience, webuzo("203.0.113.21"), 1)),
        act("buy_virtualizor, new", |sandbox, patience| {
            buying(sandbox, patience, BuyVirtualizor::new(ip("192.0.2.1"), months(1)), 1)
        }),
        act("buy_virtualizor, renewal", |sandbox, patience| {
            buying(sandbox, patience, BuyVirtualizor::new(ip("203.0.113.31"), months(2)), 1)
        }),
        act("buy_sitepad, new", |sandbox, patience| {
            buying(sandbox, patience, BuySitePad::new(ip("192.0.2.1"), months(3)), 1)
        }),
        act("buy_sitepad, renewal", |sandbox, patience| {
            buying(sandbox, patience, BuySitePad::new(ip("203.0.113.41"), months(1)), 1)
        }),
        act("start_webuzo_trial", |sandbox, patience| {
            trial(&Clients::of(sandbox, patience), ip("192.0.2.1"), ServerType::Vps).unwrap()
        }),
        act("refund of a known licence", |sandbox, patience| {
            let refund = Refund::new(ActionId::new(100).unwrap()).of_license(key(EXAMPLE));
            checkable(&Clients::of(sandbox, patience), refund, 1).unwrap()
        }),
        act("refund of what is not billed yet", |sandbox, patience| {
            let clients = Clients::of(sandbox, patience);
            let bought = clients.looks.buy(&buy("203.0.113.12")).unwrap();
            checkable(&clients, Refund::new(*bought.action_id.get().unwrap()), 1).unwrap()
        }),
        act("refund of another product", |sandbox, patience| {
            let clients = Clients::of(sandbox, patience);
            let bought = clients.looks.buy_webuzo(&webuzo("203.0.113.21")).unwrap();
            let refund = Refund::new(*bought.action_id.get().unwrap()).product(Product::Webuzo);
            checkable(&clients, refund.of_license(bought.license_key), 1).unwrap()
        }),
        act("cancel by key", |sandbox, patience| {
            checkable(&Clients::of(sandbox, patience), Cancel::by_key(key(EXAMPLE)), 0).unwrap()
        }),
        act("cancel by address", |sandbox, patience| {
            checkable(&Clients::of(sandbox, patience), Cancel::by_address(ip("203.0.113.12")), 0).unwrap()
        }),
        act("cancel by a second address", |sandbox, patience| {
            checkable(&Clients::of(sandbox, patience), Cancel::by_address(ip("203.0.113.16")), 0).unwrap()
        }),
        act("cancel by force", |sandbox, patience| {
            let cancel = Cancel::by_address(ip("203.0.113.14")).force();
            checkable(&Clients::of(sandbox, patience), cancel, 0).unwrap()
        }),
        act("cancel of another product", |sandbox, patience| {
            let clients = Clients::of(sandbox, patience);
            let found =
                clients.looks.all_licenses(&ListLicenses::new().product(Product::Virtualizor)).unwrap();
            let key = found[0].key.get().unwrap().clone();
            checkable(&clients, Cancel::by_key(key).product(Product::Virtualizor), 0).unwrap()
        }),
        act("call by name", |sandbox, patience| {
            raw_purchase(&Clients::of(sandbox, patience), ip("192.0.2.1")).unwrap()
        }),
        act("set_addresses", |sandbox, patience| {
            let addresses = [ip("192.0.2.1"), ip("192.0.2.2")];
            let clients = Clients::of(sandbox, patience);
            addresses_set(&clients, LicenseId::new(1000).unwrap(), &addresses).unwrap()
        }),
        act("set_auto_renewal on", |sandbox, patience| {
            renewal_set(&Clients::of(sandbox, patience), key(EXAMPLE), AutoRenew::On).unwrap()
        }),
        act("set_auto_renewal off", |sandbox, patience| {
            let clients = Clients::of(sandbox, patience);
            let renewing = clients.looks.auto_renewals(&ListAutoRenewals::new()).unwrap().licenses().unwrap();
            let key = renewing[0].key.get().unwrap().clone();
            renewal_set(&clients, key, AutoRenew::Off).unwrap()
        }),
    ]
}

fn key(text: &str) -> LicenseKey {
    LicenseKey::new(text).unwrap()
}

fn buy(address: &str) -> Buy {
    Buy::new(ip(address), months(1), ServerType::Vps)
}

fn webuzo(address: &str) -> BuyWebuzo {
    BuyWebuzo::new(ip(address), months(1), WebuzoPricing::ServerType(ServerType::Vps))
}

fn buying<O: Wish>(sandbox: &Sandbox, patience: Patience, operation: O, charges: usize) -> Attempt {
    checkable(&Clients::of(sandbox, patience), operation, charges).unwrap()
}
