//! What each answer says, field by field.

use billmgr_client::{
    Addon, AddonCode, Applied, AutoRenew, Edit, Effect, GetBalances, GetCart, GetLicense, GetPriceList,
    ItemType, License, ListLicenses, NewKey, Offer, Order, Period, RawCall, Renew, ServiceId, SetAddons,
    Status, TariffCode, WhoAmI, reply_to_json, reply_to_xml,
};
use license_wire::Fault;
use serde_json::{Value, json};

use crate::support::{cases, decode_body, fixture, place, service};

fn license(body: &str) -> License {
    decode_body(&GetLicense::new(service()), body).unwrap()
}

fn id(text: &str) -> ServiceId {
    text.parse().unwrap()
}

fn order() -> Order {
    let offer = Offer::new(ItemType::Ispsystem, TariffCode::new(900).unwrap());
    Order::license(offer, "192.0.2.15".parse().unwrap(), "web-15", Period::MONTH, AutoRenew::Off)
}

#[test]
fn a_session_and_every_other_answer_can_be_read() {
    for case in cases() {
        let answer = billmgr_client::Answer::new(200, case.good);
        assert!((case.decode)(&answer).is_ok(), "{}", case.label);
    }
}

#[test]
fn every_operation_is_done_at_a_vendor_that_does_it() {
    for case in cases() {
        let vendor = case.vendor();
        let done = (case.send)(&vendor.client_of(case.whose));
        assert!(done.is_ok(), "{}: {done:?}", case.label);
        let requests = if case.read_back.is_empty() { 1 } else { 2 };
        assert_eq!(vendor.take().len(), requests, "{}", case.label);
    }
}

#[test]
fn the_new_id_stands_in_either_place_and_at_either_depth() {
    for body in [
        fixture!("order.xml"),
        fixture!("order_id_only.xml"),
        fixture!("order_item_id_only.xml"),
        "<doc><doc><id>1204417</id></doc><ok/></doc>",
        "<doc><item.id>1204417</item.id><id/></doc>",
    ] {
        let ordered = decode_body(&order(), body).unwrap();
        assert_eq!(ordered.done().map(|done| done.service.id()), Some(&id("1204417")), "{body}");
    }
    let two = "<doc><id>1</id><item.id>2</item.id></doc>";
    assert_eq!(place(decode_body(&order(), two)).1, "the answer names two different ids");
    let nested = "<doc><id>1</id><doc><id>2</id></doc></doc>";
    assert_eq!(place(decode_body(&order(), nested)).1, "the answer names two different ids");
    for none in ["<doc><ok/></doc>", "<doc><id/></doc>", "<doc><id> </id></doc>", "<doc><id>1, 2</id></doc>"]
    {
        assert!(matches!(decode_body(&order(), none), Err(Fault::Decode { .. })), "{none}");
    }
}

#[test]
fn what_waits_in_the_cart_is_not_done() {
    let waiting = decode_body(&order(), fixture!("order_into_cart.xml")).unwrap();
    let waiting = waiting.waiting().unwrap().clone();
    assert_eq!(waiting.cart_order.unwrap().as_str(), "553201");
    assert_eq!(waiting.id, Some(id("1204418")));
    // Put into the cart and not answered as such.
    let into_cart = decode_body(&order().into_cart(), fixture!("order_id_only.xml")).unwrap();
    assert_eq!(into_cart.waiting().unwrap().id, Some(id("1204417")));
    assert!(decode_body(&order().into_cart(), fixture!("ok.xml")).is_err());
    // A price says nothing of an order.
    assert!(decode_body(&order(), fixture!("edit_price_only.xml")).is_err());

    let set = SetAddons::new(service(), Addon::new(AddonCode::new(55236).unwrap(), 2).unwrap());
    for (body, order) in
        [(fixture!("edit_waiting.xml"), Some("553207")), (fixture!("edit_price_only.xml"), None)]
    {
        let Applied::Waiting(waiting) = decode_body(&set, body).unwrap() else { panic!("{body}") };
        assert_eq!(waiting.cart_order.as_ref().map(billmgr_client::CartOrderId::as_str), order);
        assert_eq!(waiting.info.as_deref(), Some("2 x node, 1 month<br/>Total amount: 10.00 EUR"));
    }
    let edit = Edit::new(service()).name("web-99");
    assert!(decode_body(&edit, fixture!("edit_waiting.xml")).unwrap().waiting().is_some());
    let renew = Renew::new(service(), Period::MONTH);
    assert!(decode_body(&renew, fixture!("edit_waiting.xml")).unwrap().waiting().is_some());
}

#[test]
fn an_active_licence() {
    let license = license(fixture!("license_active.xml"));
    assert_eq!(license.service, service());
    assert_eq!(license.name.as_str(), Some("web-15"));
    assert_eq!(license.address.get(), Some(&"192.0.2.15".parse().unwrap()));
    assert_eq!(license.server_address.get(), Some(&"198.51.100.7".parse().unwrap()));
    assert_eq!(license.tariff.get().map(|tariff| tariff.get()), Some(55230));
    assert!(license.tariff_name.is_missing());
    assert_eq!(license.status(), Some(Status::Active));
    assert_eq!(license.key.get().map(billmgr_client::LicenseKey::as_str), Some("1204417-Q7M2-9XKD-T4VB"));
    assert_eq!(license.key.get().and_then(billmgr_client::LicenseKey::service_id), Some(id("1204417")));
    assert_eq!(license.expires.get().map(ToString::to_string).as_deref(), Some("2026-04-02"));
    assert_eq!(license.address_changed.get(), license.created.get());
    assert_eq!(license.addon(AddonCode::new(55236).unwrap()), Some(3));
    assert_eq!(license.extra.get("webdomains"), Some(&json!("41")));
    let choices = license.extra.get("slist:autoprolong").unwrap();
    assert_eq!(choices["val"][0], json!({"$key": "null", "$": "none"}));
}

#[test]
fn a_licence_that_is_not_ready_yet() {
    let license = license(fixture!("license_processing.xml"));
    assert_eq!(license.status(), Some(Status::Processing));
    assert!(license.key.is_missing() && license.expires.is_missing() && license.server_address.is_missing());
    assert_eq!(license.title.as_str(), Some("ispmanager 6 lite #1204417"));
    assert_eq!(license.tariff_name.as_str(), Some("Ispmanager 6 lite"));
    assert_eq!(license.auto_renew.get(), Some(&AutoRenew::Off));
}

#[test]
fn a_date_of_zeros_is_none_and_keeps_its_text() {
    let license = decode_body(
        &GetLicense::new(service().with_item_type(ItemType::Plesk)),
        fixture!("license_plesk.xml"),
    )
    .unwrap();
    assert_eq!(license.expires.get(), None);
    assert_eq!(license.expires.unread(), Some(&json!("0000-00-00")));
    assert_eq!(license.address.get(), Some(&"198.51.100.21".parse().unwrap()));
}

#[test]
fn values_stand_in_the_root_or_one_level_deeper() {
    let edit = Edit::new(service()).address("192.0.2.99".parse().unwrap()).name("web-99");
    let flat = decode_body(&edit, fixture!("edit_flat.xml")).unwrap();
    assert_eq!(decode_body(&edit, fixture!("edit_nested.xml")).unwrap(), flat);
    assert_eq!(flat.done().unwrap().tariff.get().map(|tariff| tariff.get()), Some(55227));
    let both = license(
        "<doc><elid>1204417</elid><licname>outer</licname><doc><licname>inner</licname><ip>192.0.2.1</ip></doc></doc>",
    );
    assert_eq!((both.name.as_str(), both.address.get().is_some()), (Some("outer"), true));
    let empty = license("<doc><elid>1204417</elid><licname/><doc><licname>inner</licname></doc></doc>");
    assert_eq!(empty.name.as_str(), Some("inner"), "what is empty says nothing");
}

#[test]
fn an_edit_that_shows_something_else_was_not_done() {
    let edit = Edit::new(service()).address("192.0.2.98".parse().unwrap()).name("web-99");
    assert_eq!(place(decode_body(&edit, fixture!("edit_flat.xml"))).0, "ip");
    let edit = Edit::new(service()).address("192.0.2.99".parse().unwrap()).name("web-98");
    assert_eq!(place(decode_body(&edit, fixture!("edit_nested.xml"))).0, "licname");
    let edit = Edit::new(service().with_item_type(ItemType::Ispsystem)).name("a");
    let other = "<doc><elid>5</elid><licname>a</licname></doc>";
    assert_eq!(place(decode_body(&edit, other)).0, "elid");
}

#[test]
fn a_renewal_names_both_dates() {
    let renewed = decode_body(&Renew::new(service(), Period::MONTH), fixture!("renew.xml")).unwrap();
    let renewed = renewed.done().unwrap();
    assert_eq!(renewed.expires.get().map(ToString::to_string).as_deref(), Some("2026-05-02"));
    assert_eq!(renewed.expired.get().map(ToString::to_string).as_deref(), Some("2026-04-02"));
    assert_eq!(renewed.title.as_str(), Some("Ispmanager 6 lite (web-15)"));
    let earlier = fixture!("renew.xml").replace("2026-05-02", "2026-04-02");
    let fault = place(decode_body(&Renew::new(service(), Period::MONTH), earlier));
    assert_eq!(fault.0, "newexpiredate");
}

#[test]
fn a_new_key_is_another_than_the_old_one() {
    let new_key = NewKey::new(service(), "1204417-OLD".parse().unwrap());
    let changed = decode_body(&new_key, fixture!("new_key.xml")).unwrap();
    assert_eq!(changed.done().unwrap().key.as_str(), "1204417-ZB61-PP0C-88HN");
    let bad = "<doc><lickey>two words</lickey></doc>";
    assert_eq!(place(decode_body(&new_key, bad)).0, "lickey");
}

#[test]
fn a_list_has_names_of_tariffs_and_states_in_detail() {
    let page = decode_body(&ListLicenses::new(ItemType::Ispsystem), fixture!("list.xml")).unwrap();
    assert_eq!((page.total.get(), page.page.get(), page.size.get()), (Some(&2), Some(&1), Some(&50)));
    let [first, second] = &page.licenses[..] else { panic!("{page:?}") };
    assert_eq!(first.service, service());
    assert_eq!(first.tariff_name.as_str(), Some("Ispmanager 6 lite"));
    assert_eq!(first.tariff.get().map(|tariff| tariff.get()), Some(55227));
    assert_eq!(first.status(), Some(Status::Active));
    assert_eq!(first.item_status.as_ref().map(|it| it.text.as_str()), Some("Active"));
    assert_eq!(first.key_changed.get().map(ToString::to_string).as_deref(), Some("2026-03-02"));
    let cost = first.cost.get().unwrap();
    assert_eq!((cost.to_string().as_str(), cost.per.as_deref()), ("4.00 EUR / month", Some("month")));
    assert!(first.extra.is_empty(), "{:?}", first.extra);
    assert_eq!(second.status(), Some(Status::Suspended));
    assert_eq!(second.status_detail(), Some("employeesuspend"));
    assert_eq!(second.address.get(), Some(&"0.0.0.0".parse().unwrap()));
}

#[test]
fn a_row_without_a_status_has_its_detailed_one() {
    let page =
        decode_body(&ListLicenses::new(ItemType::ThirdParty), fixture!("list_third_party.xml")).unwrap();
    let row = &page.licenses[0];
    assert_eq!((row.status(), row.status_detail()), (Some(Status::Processing), Some("open")));
    assert_eq!(row.service.item_type(), &ItemType::ThirdParty);
    assert_eq!(row.cost.get().map(ToString::to_string).as_deref(), Some("96.00 EUR"));
}

#[test]
fn an_empty_list_has_to_say_that_it_is_one() {
    let list = ListLicenses::new(ItemType::Ispsystem);
    assert!(decode_body(&list, fixture!("list_empty.xml")).unwrap().licenses.is_empty());
    assert!(decode_body(&list, r#"<doc func="soft"><tparams><func>soft</func></tparams></doc>"#).is_ok());
    assert!(decode_body(&list, "<doc><tparams><func>soft</func></tparams></doc>").is_ok());
    assert!(decode_body(&list, "<doc><p_num>1</p_num></doc>").is_ok());
    for other in [
        "<doc/>",
        "<doc><ok/></doc>",
        r#"<doc func="dashboard"><user/></doc>"#,
        r#"<doc func="softexternal"><tparams><func>softexternal</func></tparams></doc>"#,
        r#"<doc func="soft"><p_elems>3</p_elems></doc>"#,
        r#"<doc func="soft"><elem><licname>no id</licname></elem></doc>"#,
        r#"<doc func="soft"><elem><id/></elem></doc>"#,
        r#"<doc func="soft"><elem><id>1 2</id></elem></doc>"#,
    ] {
        assert!(matches!(decode_body(&list, other), Err(Fault::Decode { .. })), "{other}");
    }
}

#[test]
fn every_state_has_its_number() {
    for (body, status, detail) in [
        ("<status>1</status>", Some(Status::Ordered), None),
        ("<status>2</status>", Some(Status::Active), None),
        ("<status>3</status>", Some(Status::Suspended), None),
        ("<status>4</status>", Some(Status::Deleted), None),
        ("<status>5</status>", Some(Status::Processing), None),
        ("<status>status_2</status>", Some(Status::Active), None),
        ("<status>6</status>", None, None),
        (
            "<status>?</status><item_status orig=\"2_genkey\">x</item_status>",
            Some(Status::Active),
            Some("genkey"),
        ),
        ("<item_status orig=\"5_need_configure\"/>", Some(Status::Processing), Some("need_configure")),
        ("<item_status>3_autosuspend</item_status>", Some(Status::Suspended), Some("autosuspend")),
    ] {
        let license = license(&format!("<doc><elid>1204417</elid>{body}</doc>"));
        assert_eq!((license.status(), license.status_detail()), (status, detail), "{body}");
    }
}

#[test]
fn the_account_the_prices_and_the_cart() {
    let balances = decode_body(&GetBalances::new(), fixture!("balances.xml")).unwrap();
    assert_eq!(balances[0].money().unwrap().to_string(), "148.20 EUR");
    let formatted = r#"<doc func="subaccount"><elem><balance>1 234,56 EUR</balance><currency>Euro</currency><currency_iso>EUR</currency_iso></elem></doc>"#;
    let balances = decode_body(&GetBalances::new(), formatted).unwrap();
    assert_eq!(balances[0].money().unwrap().to_string(), "1234.56 EUR");
    let user = decode_body(&WhoAmI::new(), fixture!("who_am_i.xml")).unwrap();
    assert_eq!((user.id.as_str(), user.email.as_str()), (Some("902"), Some("reseller@example.com")));
    let prices = decode_body(&GetPriceList::new(ItemType::Module), fixture!("price_list.xml")).unwrap();
    assert_eq!((prices[0].id.as_str(), prices[0].name.as_str()), (Some("277"), Some("Virusdie")));
    let price = &prices[0].prices[0];
    assert_eq!(price.cost.get().map(ToString::to_string).as_deref(), Some("913.9286"));
    assert_eq!((price.unit.as_str(), price.length.get()), (Some("month"), Some(&1)));
    assert_eq!(price.currency.get().map(ToString::to_string).as_deref(), Some("EUR"));
    let cart = decode_body(&GetCart::new(), fixture!("cart.xml")).unwrap();
    assert_eq!(cart.total.get().map(ToString::to_string).as_deref(), Some("4.00 EUR"));
    let item = &cart.items[0];
    assert_eq!((item.id.get(), item.service_id.get()), (Some(&id("9911")), Some(&id("1204418"))));
    assert_eq!(item.item_type.get(), Some(&ItemType::Ispsystem));
    for nothing in ["<doc/>", "<doc><ok/></doc>"] {
        assert!(decode_body(&GetBalances::new(), nothing).is_err());
        assert!(decode_body(&WhoAmI::new(), nothing).is_err());
        assert!(decode_body(&GetPriceList::new(ItemType::Module), nothing).is_err());
        assert!(decode_body(&GetCart::new(), nothing).is_err());
    }
}

#[test]
fn a_document_is_read_at_either_depth() {
    let call = RawCall::new("soft.edit", Effect::Read);
    let document = decode_body(&call, fixture!("license_active.xml")).unwrap();
    assert_eq!((document.get("licname"), document.get("nothing")), (Some("web-15"), None));
    assert_eq!(document.attribute("func"), Some("soft.edit"));
    let choices: Vec<_> = document.choices("autoprolong").collect();
    assert_eq!(choices, [("null", "none"), ("1", "1 month"), ("12", "1 year")]);
    assert_eq!(document.text(), fixture!("license_active.xml"));
    let cart = decode_body(&call, fixture!("cart.xml")).unwrap();
    assert_eq!(cart.list("itemlist").next().unwrap().child("item.id").unwrap().text(), "1204418");
    let list = decode_body(&call, fixture!("list.xml")).unwrap();
    let status = list.rows().next().unwrap().child("item_status").unwrap();
    assert_eq!((status.attribute("orig"), status.text()), (Some("2"), "Active"));
    let order = decode_body(&call, fixture!("order_item_id_only.xml")).unwrap();
    assert_eq!(order.get("item.id"), Some("1204417"));
    assert_eq!(
        serde_json::to_value(&order).unwrap(),
        json!({"doc": {"item.id": "1204417"}, "ok": {"$type": "top", "$": "func=soft"}})
    );
}

#[test]
fn replies_are_written_as_json_and_xml_and_read_back() {
    let license = license(fixture!("license_active.xml"));
    let written = reply_to_json(&license).unwrap();
    let value: Value = serde_json::from_str(&written).unwrap();
    assert_eq!(
        (&value["id"], &value["item_type"], &value["lickey"]),
        (&json!("1204417"), &json!("soft"), &json!("1204417-Q7M2-9XKD-T4VB"))
    );
    assert_eq!((&value["addons"]["55236"], &value["extra"]["webdomains"]), (&json!(3), &json!("41")));
    assert_eq!(serde_json::from_str::<License>(&written).unwrap(), license);
    assert!(reply_to_xml(&license).unwrap().contains("<licname>web-15</licname>"));
    let page = decode_body(&ListLicenses::new(ItemType::Ispsystem), fixture!("list.xml")).unwrap();
    let written = reply_to_json(&page).unwrap();
    assert_eq!(serde_json::from_str::<billmgr_client::LicensePage>(&written).unwrap(), page);
}
