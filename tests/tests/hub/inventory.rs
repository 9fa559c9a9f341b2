//! One inventory over all four vendors.

use license_hub::{Inventory, License, Vendor, View, export};
use license_sandbox::{Fault, FaultKind};

use crate::support::{hub, sandbox};

fn of(licenses: &[License], vendor: Vendor) -> usize {
    licenses.iter().filter(|license| license.vendor == vendor).count()
}

#[test]
fn one_inventory_holds_the_licences_of_all_four_vendors() {
    let sandbox = sandbox();
    for view in [View::Listed, View::Full] {
        let inventory = hub(&sandbox).inventory(view);
        let Inventory::Whole(whole) = &inventory else { panic!("{:?}", inventory.failures()) };
        for vendor in Vendor::ALL {
            assert!(of(whole.licenses(), vendor) > 0, "{vendor}");
        }
        let ids: std::collections::BTreeSet<_> =
            whole.licenses().iter().map(|license| (&license.account, &license.id)).collect();
        assert_eq!(ids.len(), whole.licenses().len(), "no licence stands in it twice");
    }
}

#[test]
fn the_full_view_knows_keys_and_dates_that_lists_do_not_say() {
    let sandbox = sandbox();
    let full = hub(&sandbox).inventory(View::Full);
    let knows = |vendor: Vendor| {
        full.licenses()
            .iter()
            .filter(|license| license.vendor == vendor)
            .any(|license| license.expires.is_some() && license.key.is_some())
    };
    assert!(Vendor::ALL.into_iter().all(knows), "{:?}", full.failures());
}

#[test]
fn one_vendor_that_fails_leaves_the_others_and_makes_it_partial() {
    let sandbox = sandbox();
    sandbox.add_fault(
        Fault::new(FaultKind::status(503)).vendor(license_sandbox::Vendor::Softaculous).times(100),
    );
    let partial = hub(&sandbox).inventory(View::Listed).whole().unwrap_err();
    assert_eq!(of(partial.licenses(), Vendor::Softaculous), 0);
    assert!(of(partial.licenses(), Vendor::Ispmanager) > 0);
    let failed: Vec<&str> = partial.failures().iter().map(|failure| failure.account.as_str()).collect();
    assert_eq!(failed, ["noc"]);
}

#[test]
fn one_key_that_cannot_be_read_is_kept_apart_and_its_licence_is_still_there() {
    let sandbox = sandbox();
    let whole = hub(&sandbox).inventory(View::Full).licenses().len();
    sandbox.add_fault(Fault::new(FaultKind::status(500)).operation("plesk.properties").times(1));
    let partial = hub(&sandbox).inventory(View::Full).whole().unwrap_err();
    assert_eq!(partial.licenses().len(), whole);
    assert_eq!(partial.failures().len(), 1);
    assert!(partial.failures()[0].part.as_ref().unwrap().starts_with("key PLSK."));
}

#[test]
fn what_expires_and_who_has_an_address_is_asked_of_all() {
    let sandbox = sandbox();
    let hub = hub(&sandbox);
    let (expiring, failures) = hub.expiring(15, sandbox.date());
    assert!(failures.is_empty(), "{failures:?}");
    let days: Vec<i32> = expiring.iter().map(|license| license.days_left(sandbox.date()).unwrap()).collect();
    assert!(!days.is_empty() && days.is_sorted() && days.iter().all(|days| *days <= 15), "{days:?}");
    let address = expiring.iter().find_map(|license| license.addresses.first().copied()).unwrap();
    let (found, _) = hub.find_ip(address);
    assert!(found.iter().all(|license| license.addresses.contains(&address)) && !found.is_empty());
}

#[test]
fn every_export_holds_every_licence() {
    let sandbox = sandbox();
    let inventory = hub(&sandbox).inventory(View::Full);
    let count = inventory.licenses().len();
    let json: serde_json::Value = serde_json::from_str(&export::json(inventory.licenses()).unwrap()).unwrap();
    assert_eq!(json.as_array().unwrap().len(), count);
    assert!(json.as_array().unwrap().iter().all(|license| license["record"].is_object()), "{json}");
    assert_eq!(export::csv(inventory.licenses()).unwrap().lines().count(), count + 1);
    let xml = export::xml(inventory.licenses()).unwrap();
    assert_eq!(xml.matches("<vendor>").count(), count);
}
