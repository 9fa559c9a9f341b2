//! Finding out what became of a call, by reading only.

use std::sync::{Arc, Mutex};

use billmgr_client::{
    Addon, AddonCode, AutoRenew, Before, ChangeTariff, Checkable, Checked, Client, Delete, Evidence,
    ItemType, NewKey, Offer, Order, Period, Renew, Services, SetAddons, Status, TariffCode,
};

use crate::support::{Reply, Vendor, failed, fixture, service};

/// A vendor whose records can be changed between two looks: a body for each function and id.
#[derive(Clone, Default)]
struct Records(Arc<Mutex<Vec<(String, String)>>>);

impl Records {
    fn set(&self, what: &str, body: impl Into<String>) {
        let mut records = self.0.lock().unwrap();
        records.retain(|(known, _)| known != what);
        records.push((what.to_owned(), body.into()));
    }

    fn form(&self, id: &str, fields: &str) {
        self.set(&format!("soft.edit {id}"), format!("<doc><elid>{id}</elid>{fields}</doc>"));
    }

    fn gone(&self, id: &str) {
        self.set(&format!("soft.edit {id}"), fixture!("error_missed.xml").replace("1204417", id));
    }

    fn list(&self, rows: &str) {
        let count = rows.matches("<elem>").count();
        self.set("soft", format!("<doc func=\"soft\"><p_elems>{count}</p_elems>{rows}</doc>"));
    }

    fn vendor(&self) -> Vendor {
        let records = self.clone();
        Vendor::answering(move |seen| {
            assert!(seen.get("sok").is_none(), "only reads: {seen:?}");
            let what = match seen.get("elid") {
                Some(id) => format!("{} {id}", seen.function()),
                None => seen.function().to_owned(),
            };
            let records = records.0.lock().unwrap();
            let found = records.iter().find(|(known, _)| *known == what);
            Reply::ok(found.map_or("<html/>", |(_, body)| body.as_str()))
        })
    }
}

fn row(id: u64, fields: &str) -> String {
    format!("<elem><id>{id}</id>{fields}</elem>")
}

const WEB15: &str =
    "<licname>web-15</licname><ip>192.0.2.15</ip><pricelist_id>900</pricelist_id><status>5</status>";
const OTHER: &str = "<licname>web-1</licname><ip>192.0.2.1</ip><status>2</status>";

fn order() -> Order {
    let offer = Offer::new(ItemType::Ispsystem, TariffCode::new(900).unwrap());
    Order::license(offer, "192.0.2.15".parse().unwrap(), "web-15", Period::MONTH, AutoRenew::Off)
}

/// Looks before, lets the records change, and checks.
fn checked<O: Checkable>(
    operation: &O,
    before: impl Fn(&Records),
    after: impl Fn(&Records),
) -> Checked<Evidence> {
    let records = Records::default();
    before(&records);
    let vendor = records.vendor();
    let client: Client = vendor.client();
    let seen = client.look_before(operation).unwrap();
    // It survives being stored with the intent.
    let stored: Before = serde_json::from_str(&serde_json::to_string(&seen).unwrap()).unwrap();
    assert_eq!(stored, seen);
    after(&records);
    client.check(operation, &stored).unwrap()
}

#[track_caller]
fn happened(checked: &Checked<Evidence>) -> &Evidence {
    checked.evidence().unwrap_or_else(|| panic!("{checked:?}"))
}

#[track_caller]
fn cannot_tell(checked: &Checked<Evidence>) {
    assert!(matches!(checked, Checked::CannotTell(_)), "{checked:?}");
}

#[test]
fn an_order_is_found_by_name_and_address() {
    let before = |records: &Records| records.list(&row(5, OTHER));
    let after = |records: &Records| records.list(&(row(5, OTHER) + &row(9, WEB15)));
    let checked = checked(&order(), before, after);
    let evidence = happened(&checked);
    assert_eq!(evidence.license.service.id().as_str(), "9");
    assert_eq!(evidence.license.status, Some(Status::Processing));
    assert!(evidence.seen.contains("address and name"), "{}", evidence.seen);
}

#[test]
fn an_order_that_did_not_happen_is_not_seen() {
    let before = |records: &Records| records.list(&row(5, OTHER));
    assert_eq!(checked(&order(), before, |_| {}), Checked::NotSeen);
    // Others order too; an older licence gets the name; one was there before; another tariff.
    for rows in [
        row(5, OTHER) + &row(9, OTHER),
        row(5, WEB15),
        row(5, OTHER) + &row(3, WEB15),
        row(5, OTHER) + &row(9, "<licname>web-15</licname><ip>192.0.2.99</ip>"),
        row(5, OTHER) + &row(9, "<licname>web-16</licname><ip>192.0.2.15</ip>"),
        row(5, OTHER) + &row(9, &WEB15.replace("900", "901")),
    ] {
        let checked = checked(&order(), before, |records| records.list(&rows));
        assert_eq!(checked, Checked::NotSeen, "{rows}");
    }
    let twin = |records: &Records| records.list(&row(5, WEB15));
    assert_eq!(checked(&order(), twin, |_| {}), Checked::NotSeen, "it was there before");
    let empty = |records: &Records| records.list("");
    assert_eq!(checked(&order(), empty, |_| {}), Checked::NotSeen);
}

#[test]
fn a_second_licence_like_one_that_was_there_is_found() {
    let before = |records: &Records| records.list(&row(5, WEB15));
    let after = |records: &Records| records.list(&(row(5, WEB15) + &row(6, WEB15)));
    assert_eq!(happened(&checked(&order(), before, after)).license.service.id().as_str(), "6");
    let from_none = |records: &Records| records.list("");
    let after = |records: &Records| records.list(&row(1, WEB15));
    assert_eq!(happened(&checked(&order(), from_none, after)).license.service.id().as_str(), "1");
}

#[test]
fn the_callers_own_id_decides_where_the_vendor_shows_it() {
    let order = order().remote_id("shop-4711");
    let before = |records: &Records| records.list(&row(5, OTHER));
    let with = |remote_id: &'static str| {
        move |records: &Records| {
            records.list(&(row(5, OTHER) + &row(9, WEB15)));
            records.form("9", &format!("<licname>web-15</licname><remoteid>{remote_id}</remoteid>"));
        }
    };
    let found = checked(&order, before, with("shop-4711"));
    assert!(happened(&found).seen.contains("own id"));
    assert_eq!(checked(&order, before, with("shop-4712")), Checked::NotSeen, "somebody else's");
    assert!(happened(&checked(&order, before, with(""))).seen.contains("address and name"));
    let gone = |records: &Records| {
        records.list(&(row(5, OTHER) + &row(9, WEB15)));
        records.gone("9");
    };
    assert!(happened(&checked(&order, before, gone)).seen.contains("address and name"));
}

#[test]
fn an_order_without_a_name_is_told_by_its_own_id_or_not_at_all() {
    let offer = Offer::new("soft".parse().unwrap(), TariffCode::new(900).unwrap());
    let order =
        Order::platform(Offer::new("soft".parse().unwrap(), offer.tariff()), Period::MONTH, AutoRenew::Off);
    let module: Order = serde_json::from_str(&serde_json::to_string(&order).unwrap()).unwrap();
    let records = Records::default();
    records.list(&row(5, OTHER));
    let vendor = records.vendor();
    let client = vendor.client();
    let before = client.look_before(&module).unwrap();
    assert_eq!(client.check(&module, &before).unwrap(), Checked::NotSeen);
    records.list(&(row(5, OTHER) + &row(9, "<pricelist>Module</pricelist>")));
    cannot_tell(&client.check(&module, &before).unwrap());
    let module = module.remote_id("shop-1");
    records.form("9", "<remoteid>shop-1</remoteid>");
    assert!(happened(&client.check(&module, &before).unwrap()).seen.contains("own id"));
}

fn expires(date: &str) -> impl Fn(&Records) {
    let fields = format!("<expiredate>{date}</expiredate><status>2</status>");
    move |records: &Records| records.form("1204417", &fields)
}

#[test]
fn a_renewal_moves_the_date() {
    let renew = Renew::new(service(), Period::MONTH);
    let april = expires("2026-04-02");
    let checked_after = |after: &dyn Fn(&Records)| checked(&renew, &april, after);
    let evidence = checked_after(&expires("2026-05-02"));
    assert_eq!(
        happened(&evidence).license.expires.map(|date| date.to_string()).as_deref(),
        Some("2026-05-02")
    );
    assert_eq!(checked_after(&april), Checked::NotSeen);
    cannot_tell(&checked_after(&expires("2026-03-02")));
    cannot_tell(&checked_after(&expires("")));
    cannot_tell(&checked_after(&|records| records.gone("1204417")));
    let working = "<expiredate>2026-04-02</expiredate><status>5</status>";
    cannot_tell(&checked_after(&|records| records.form("1204417", working)));
    cannot_tell(&checked(&renew, expires("0000-00-00"), expires("2026-05-02")));
}

fn has(fields: &'static str) -> impl Fn(&Records) {
    move |records: &Records| records.form("1204417", fields)
}

#[test]
fn a_change_of_tariff_shows() {
    let change = ChangeTariff::new(service(), TariffCode::new(55228).unwrap());
    let (lite, pro) = ("<pricelist>55227</pricelist>", "<pricelist>55228</pricelist>");
    assert!(happened(&checked(&change, has(lite), has(pro))).seen.contains("55227"));
    assert_eq!(checked(&change, has(lite), has(lite)), Checked::NotSeen);
    cannot_tell(&checked(&change, has(pro), has(pro)));
    cannot_tell(&checked(&change, has(lite), has("<pricelist>1</pricelist>")));
    cannot_tell(&checked(&change, has(lite), has("<licname>a</licname>")));
    cannot_tell(&checked(&change, has(lite), has("<pricelist>55227</pricelist><status>5</status>")));
}

#[test]
fn nodes_show() {
    let set = SetAddons::new(service(), Addon::new(AddonCode::new(55236).unwrap(), 3).unwrap());
    let (one, three) = ("<addon_55236>1</addon_55236>", "<addon_55236>3</addon_55236>");
    happened(&checked(&set, has(one), has(three)));
    happened(&checked(&set, has("<licname>a</licname>"), has(three)));
    assert_eq!(checked(&set, has(one), has(one)), Checked::NotSeen);
    cannot_tell(&checked(&set, has(three), has(three)));
    cannot_tell(&checked(&set, has(one), has("<addon_55236>2</addon_55236>")));
}

#[test]
fn a_new_key_shows() {
    let new_key = NewKey::new(service(), "1204417-OLD".parse().unwrap());
    let (old, new) = ("<lickey>1204417-OLD</lickey>", "<lickey>1204417-NEW</lickey>");
    let found = checked(&new_key, has(old), has(new));
    assert_eq!(
        happened(&found).license.key.as_ref().map(billmgr_client::LicenseKey::as_str),
        Some("1204417-NEW")
    );
    assert_eq!(checked(&new_key, has(old), has(old)), Checked::NotSeen);
    cannot_tell(&checked(&new_key, has(old), has("<lickey/><ip>192.0.2.1</ip>")));
}

#[test]
fn a_deletion_shows() {
    let delete = Delete::new(service());
    let active = has("<status>2</status>");
    happened(&checked(&delete, &active, |records| records.gone("1204417")));
    happened(&checked(&delete, &active, has("<status>4</status>")));
    assert_eq!(checked(&delete, &active, &active), Checked::NotSeen);
    cannot_tell(&checked(&delete, &active, has("<status>5</status><item_status orig=\"5_close\"/>")));
    cannot_tell(&checked(&delete, has("<status>4</status>"), has("<status>4</status>")));
    let both = Delete::new(Services::from(service()).and("102".parse().unwrap()));
    let two = |records: &Records| {
        records.form("1204417", "<status>2</status>");
        records.form("102", "<status>2</status>");
    };
    cannot_tell(&checked(&both, two, |records| records.gone("102")));
    let none = |records: &Records| {
        records.gone("102");
        records.gone("1204417");
    };
    happened(&checked(&both, two, none));
}

#[test]
fn what_was_not_looked_at_before_cannot_be_told() {
    let records = Records::default();
    records.form("1204417", "<status>2</status><pricelist>55228</pricelist>");
    let vendor = records.vendor();
    let client = vendor.client();
    let nothing = Before::default();
    cannot_tell(&client.check(&Renew::new(service(), Period::MONTH), &nothing).unwrap());
    cannot_tell(
        &client.check(&ChangeTariff::new(service(), TariffCode::new(55228).unwrap()), &nothing).unwrap(),
    );
    cannot_tell(&client.check(&Delete::new(service()), &nothing).unwrap());
}

#[test]
fn a_look_that_fails_finds_nothing_out() {
    let records = Records::default();
    let vendor = records.vendor();
    let client = vendor.client();
    failed(client.look_before(&order()));
    failed(client.look_before(&Renew::new(service(), Period::MONTH)));
    failed(client.check(&order(), &Before::default()));
    records.gone("1204417");
    failed(client.look_before(&Delete::new(service())));
}
