//! Licences are found by the vendors' own filters.

use license_hub::{License, Vendor, View, Wanted};
use license_sandbox::billmgr::Habits;

use crate::support::{hub, sandbox};

/// The first licence of an account with a key, an address and all that can be known.
fn known(hub: &license_hub::Hub, account: &str) -> License {
    let inventory = hub.inventory_of(&|it| it.name().as_str() == account, View::Full, &|_, _| {});
    let is_known = |license: &&License| license.key.is_some() && !license.addresses.is_empty();
    inventory.licenses().iter().find(is_known).unwrap().clone()
}

#[test]
fn a_licence_is_found_by_id_key_and_address_in_every_account() {
    let sandbox = sandbox();
    let hub = hub(&sandbox);
    for account in ["noc", "wss", "isp", "ispl"] {
        let wanted = known(&hub, account);
        let names = [
            wanted.id.to_string(),
            wanted.id.id.clone(),
            wanted.key.clone().unwrap(),
            wanted.addresses[0].to_string(),
        ];
        for name in names {
            let found = hub.account(account).unwrap().find(&name, Some(&wanted.id.kind)).unwrap();
            assert!(found.iter().any(|license| license.id == wanted.id), "{account}: {name}: {found:?}");
            assert!(found.iter().all(|license| license.id.kind == wanted.id.kind), "{account}: {name}");
        }
        for nobody in ["77777777", "192.0.2.250", "88888-99999-88888-99999-88888"] {
            let found = hub.account(account).unwrap().find(nobody, None).unwrap();
            assert!(found.is_empty(), "{account}: {nobody}: {found:?}");
        }
    }
}

#[test]
fn a_key_is_looked_for_by_the_vendors_own_filter_and_not_by_listing_everything() {
    let sandbox = sandbox();
    let hub = hub(&sandbox);
    let wanted = known(&hub, "noc");
    let asked = sandbox.requests().len();
    hub.account("noc").unwrap().find(wanted.key.as_deref().unwrap(), Some("softaculous")).unwrap();
    let requests = sandbox.requests().split_off(asked);
    assert!(!requests.is_empty());
    for request in requests {
        let field = request.body.iter().find(|(name, _)| name == "lickey");
        assert_eq!(field.map(|(_, value)| value.as_str()), wanted.key.as_deref(), "{:?}", request.body);
    }
}

#[test]
fn details_are_all_that_the_vendor_says_about_one_licence() {
    let sandbox = sandbox();
    let hub = hub(&sandbox);
    let wss = hub.account("wss").unwrap();
    let wanted = known(&hub, "wss");
    let bare = wss.find(&wanted.id.id, Some(&wanted.id.kind)).unwrap().remove(0);
    assert!(bare.addresses.is_empty() && bare.expires.is_none());
    assert_eq!(wss.details(&bare).unwrap(), wanted);
    for account in ["noc", "isp"] {
        let whole = known(&hub, account);
        let account = hub.account(account).unwrap();
        let again = account.details(&account.find(&whole.id.id, None).unwrap()[0]).unwrap();
        assert_eq!((again.key, again.expires), (whole.key, whole.expires));
    }
}

#[test]
fn credentials_are_proved_by_one_read_where_that_is_enough() {
    let sandbox = sandbox();
    let hub = hub(&sandbox);
    for (account, requests) in [("noc", 1), ("wss", 1), ("isp", 1), ("ispl", 2)] {
        let before = sandbox.requests().len();
        hub.account(account).unwrap().log_in().unwrap();
        assert_eq!(sandbox.requests().len() - before, requests, "{account}");
    }
    assert!(sandbox.ledger().is_empty());
}

#[test]
fn what_renews_itself_is_listed_and_stands_in_the_full_view() {
    let sandbox = sandbox();
    let hub = hub(&sandbox);
    for account in ["noc", "isp"] {
        let renewing = hub.account(account).unwrap().renewing().unwrap();
        assert!(!renewing.is_empty() && renewing.iter().all(|it| it.auto_renew == Some(true)), "{account}");
        let full = hub.inventory_of(&|it| it.name().as_str() == account, View::Full, &|_, _| {});
        let of = |on: bool| full.licenses().iter().filter(|it| it.auto_renew == Some(on)).count();
        assert_eq!(of(true), renewing.len(), "{account}");
        assert!(of(false) > 0, "{account}");
    }
    assert!(hub.account("wss").unwrap().renewing().is_err());
}

#[test]
fn only_the_kind_and_the_address_that_are_wanted_are_asked_for() {
    let sandbox = sandbox();
    let hub = hub(&sandbox);
    for (account, kind) in [("noc", "webuzo"), ("wss", "cpanel"), ("isp", "addition"), ("ispl", "plesk")] {
        let account = hub.account(account).unwrap();
        let all = account.licenses(View::Listed, &|_| {}).unwrap().licenses;
        let kinds: Vec<&str> = all.iter().map(|license| license.id.kind.as_str()).collect();
        let kind = kinds.iter().find(|known| **known == kind).unwrap_or_else(|| kinds.last().unwrap());
        let some = account.select(&Wanted::from(View::Listed).kind(*kind), &|_| {}).unwrap().licenses;
        assert!(!some.is_empty() && some.len() < all.len(), "{kind}");
        assert!(some.iter().all(|license| license.id.kind == *kind));
    }
    let address = known(&hub, "noc").addresses[0];
    let here = hub.select(&|_| true, &|_| Wanted::from(View::Dated).address(address), &|_, _| {});
    assert!(here.licenses().iter().all(|license| license.addresses.contains(&address)));
    assert!(here.licenses().iter().any(|license| license.vendor == Vendor::Softaculous));
}

#[test]
fn a_kind_that_the_account_may_not_list_is_named_and_hides_no_other() {
    let sandbox = sandbox();
    let hub = hub(&sandbox);
    let mut habits = Habits::default();
    habits.denied = vec!["platform".into()];
    sandbox.set_billmgr_habits(license_sandbox::Vendor::Ispmanager, habits);
    let partial = hub.inventory_of(&|it| it.name().as_str() == "isp", View::Listed, &|_, _| {});
    let partial = partial.whole().unwrap_err();
    assert!(!partial.licenses().is_empty());
    let closed: Vec<Option<&str>> = partial.failures().iter().map(|it| it.closed.as_deref()).collect();
    assert_eq!(closed, [Some("platform")]);
    let one = partial.licenses()[0].id.clone();
    assert_eq!(hub.find("isp", &one.to_string()).unwrap().id, one, "what it cannot list it cannot have");
    let only = Wanted::from(View::Listed).kind("platform");
    assert!(hub.account("isp").unwrap().select(&only, &|_| {}).is_err());
}
