//! Every operation of every family: method, path, headers and the whole body.

use std::sync::{Arc, Mutex};

use mockito::{Matcher, ServerGuard};
use websoftsolus::{
    Addon, Applications, BusinessManager, Client, Cpanel, CpanelKey, Edit, Effect, Family, GetProperties,
    KeyNumber, ListKeys, ListOrderable, Operation, OrderCpanel, OrderPlesk10, OrderPlesk12, OrderVirtuozzo,
    Os, Period, Plesk, Plesk10Antivirus, Plesk10LanguagePacks, Plesk10Sites, Plesk12Antivirus,
    Plesk12LanguagePacks, Plesk12Sites, PleskKey, RawCall, SiteOptions, Terminate, Virtuozzo, VirtuozzoKey,
};

use crate::support::{LOGIN, SECRET, client, fixture, pairs};

type Pairs = Vec<(String, String)>;

/// Method, path, the headers that matter, and the body.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Sent {
    method: String,
    path: String,
    authorization: Option<String>,
    content_type: Option<String>,
    accept: Option<String>,
    body: String,
}

/// A vendor that notes what it gets, and answers everything with `[]` or a token.
struct Vendor {
    server: ServerGuard,
    sent: Arc<Mutex<Vec<Sent>>>,
}

impl Vendor {
    fn new(answer: &'static str) -> Self {
        let mut server = mockito::Server::new();
        let sent: Arc<Mutex<Vec<Sent>>> = Arc::default();
        for method in ["GET", "POST", "PUT", "DELETE"] {
            let notes = Arc::clone(&sent);
            server
                .mock(method, Matcher::Any)
                .with_body_from_request(move |request| {
                    let header = |name: &str| {
                        let values = request.header(name);
                        assert!(values.len() < 2, "{name} is sent twice");
                        values.first().map(|value| value.to_str().unwrap().to_owned())
                    };
                    notes.lock().unwrap().push(Sent {
                        method: request.method().to_owned(),
                        path: request.path_and_query().to_owned(),
                        authorization: header("authorization"),
                        content_type: header("content-type"),
                        accept: header("accept"),
                        body: request.utf8_lossy_body().unwrap().into_owned(),
                    });
                    if request.path().ends_with("access/token") {
                        fixture("token.json")
                    } else {
                        answer.into()
                    }
                    .into()
                })
                .create();
        }
        Self { server, sent }
    }

    fn client(&self) -> Client {
        client(&self.server.url())
    }

    /// What was sent, without the request for the token, which comes first.
    fn sent(&self) -> Vec<Sent> {
        let sent = self.sent.lock().unwrap();
        assert_eq!(sent[0].path, "/access/token");
        assert!(sent[1..].iter().all(|sent| !sent.path.contains("token")), "one token is enough");
        sent[1..].to_vec()
    }
}

/// The token of the fixture, which is the documented answer with a fake token.
const BEARER: &str = "Bearer 0123456789abcdef0123456789abcdef01234567";

/// What one operation sends; its preview has to say the same.
#[track_caller]
fn sends<O: Operation>(operation: &O, method: &str, path: &str, fields: &[(&str, &str)]) -> Sent {
    let vendor = Vendor::new("[]");
    let client = vendor.client();
    // An answer that is not understood does not matter here.
    let _ = client.send(operation);
    let sent = vendor.sent().remove(0);
    assert_eq!((sent.method.as_str(), sent.path.as_str()), (method, path));
    assert_eq!(sent.authorization.as_deref(), Some(BEARER));
    assert_eq!(sent.accept.as_deref(), Some("application/json"));
    let form = matches!(method, "POST" | "PUT").then_some("application/x-www-form-urlencoded");
    assert_eq!(sent.content_type.as_deref(), form);
    let expected: Pairs = fields.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    assert_eq!(pairs(&sent.body), expected);

    let preview = client.preview(operation).unwrap();
    assert_eq!((preview.method.name(), preview.fields), (method, expected));
    assert_eq!(preview.url, format!("{}{path}", vendor.server.url()));
    assert_eq!(preview.authorization, Some("Bearer ***"));
    sent
}

#[test]
fn a_token_is_asked_for_as_the_vendors_program_does_it() {
    let vendor = Vendor::new("[]");
    vendor.client().log_in().unwrap();
    let sent = vendor.sent.lock().unwrap().clone();
    let [sent] = sent.as_slice() else { panic!("{sent:?}") };
    assert_eq!((sent.method.as_str(), sent.path.as_str()), ("POST", "/access/token"));
    assert_eq!(sent.authorization, None);
    assert_eq!(sent.content_type.as_deref(), Some("application/x-www-form-urlencoded"));
    // As PHP's http_build_query writes it.
    assert_eq!(sent.body, "login=ops-canary%40example.com&secret=secret-canary-0123456789");
    assert_eq!(pairs(&sent.body), [("login".into(), LOGIN.into()), ("secret".into(), SECRET.into())]);
}

fn every_operation_below_a_key<F: Family>(family: F, name: &str, key: &KeyNumber<F>) {
    let list = format!("/license/{name}");
    let one = format!("/license/{name}/{key}");
    let order = format!("/license/{name}/order");
    sends(&ListKeys::of(family), "GET", &list, &[]);
    sends(&GetProperties::new(key.clone()), "GET", &one, &[]);
    sends(&Terminate::new(key.clone()), "DELETE", &one, &[]);
    sends(&ListOrderable::of(family), "GET", &order, &[]);
    sends(
        &Edit::new(key.clone(), "web1", "rack 7"),
        "PUT",
        &one,
        &[("title", "web1"), ("comment", "rack 7")],
    );
    let emptied =
        sends(&Edit::new(key.clone(), "web1", ""), "PUT", &one, &[("title", "web1"), ("comment", "")]);
    assert_eq!(emptied.body, "title=web1&comment=");
}

#[test]
fn list_properties_edit_terminate_and_orderable_of_each_family() {
    every_operation_below_a_key(Plesk, "plesk", &PleskKey::new("PLSK.02980001.0003").unwrap());
    every_operation_below_a_key(Cpanel, "cpanel", &CpanelKey::new("4921062").unwrap());
    every_operation_below_a_key(Virtuozzo, "virtuozzo", &VirtuozzoKey::new("VZ.00012345").unwrap());
}

#[test]
fn a_key_number_is_encoded_as_one_part_of_the_path() {
    let key = CpanelKey::new("K&=+;:@1~ж").unwrap();
    sends(&Terminate::new(key), "DELETE", "/license/cpanel/K%26%3D%2B%3B%3A%401~%D0%B6", &[]);
}

fn plesk10() -> OrderPlesk10 {
    OrderPlesk10::new("PLESK-10", "web1", Period::Months1, Os::Linux)
}

fn plesk12() -> OrderPlesk12 {
    OrderPlesk12::new("PLESK-12", "web1", Period::Months1)
}

#[test]
fn plesk_10_sends_exactly_its_own_fields_and_0_for_what_was_not_chosen() {
    let sent = sends(
        &plesk10(),
        "POST",
        "/license/plesk/order",
        &[
            ("product", "PLESK-10"),
            ("title", "web1"),
            ("comment", ""),
            ("period", "1"),
            ("os", "LINUX"),
            ("WPBSites", "0"),
            ("applications", "0"),
            ("CBMClients", "0"),
            ("languagePack", "0"),
            ("antivirus", "0"),
        ],
    );
    assert_eq!(
        sent.body,
        "product=PLESK-10&title=web1&comment=&period=1&os=LINUX&WPBSites=0&applications=0&CBMClients=0&languagePack=0&antivirus=0"
    );
}

#[test]
fn plesk_12_sends_exactly_its_own_fields_and_0_for_what_was_not_chosen() {
    sends(
        &plesk12(),
        "POST",
        "/license/plesk/order",
        &[
            ("product", "PLESK-12"),
            ("title", "web1"),
            ("comment", ""),
            ("period", "1"),
            ("WPBSites", "0"),
            ("WPBOptions", "0"),
            ("applications", "0"),
            ("languagePack", "0"),
            ("antivirus", "0"),
        ],
    );
}

#[test]
fn either_generation_can_send_0_for_the_fields_of_the_other_and_fields_that_nobody_knows() {
    let order = plesk10().with_fields_of_plesk12().extra_field("promo", "X 1");
    sends(
        &order,
        "POST",
        "/license/plesk/order",
        &[
            ("product", "PLESK-10"),
            ("title", "web1"),
            ("comment", ""),
            ("period", "1"),
            ("os", "LINUX"),
            ("WPBSites", "0"),
            ("WPBOptions", "0"),
            ("applications", "0"),
            ("CBMClients", "0"),
            ("languagePack", "0"),
            ("antivirus", "0"),
            ("promo", "X 1"),
        ],
    );
    let order = plesk12().with_fields_of_plesk10().extra_field("os", "WINDOWS");
    sends(
        &order,
        "POST",
        "/license/plesk/order",
        &[
            ("product", "PLESK-12"),
            ("title", "web1"),
            ("comment", ""),
            ("period", "1"),
            ("WPBSites", "0"),
            ("WPBOptions", "0"),
            ("applications", "0"),
            ("CBMClients", "0"),
            ("languagePack", "0"),
            ("antivirus", "0"),
            ("os", "WINDOWS"),
        ],
    );
}

/// The one field in which an order differs from the plain one.
#[track_caller]
fn sets<O: Operation>(plain: &O, chosen: &O, field: &str, value: &str) {
    let client = client("http://127.0.0.1:9");
    let (plain, chosen) = (client.preview(plain).unwrap().fields, client.preview(chosen).unwrap().fields);
    let changed: Pairs = plain
        .into_iter()
        .map(|(name, old)| if name == field { (name, value.to_owned()) } else { (name, old) })
        .collect();
    assert_eq!(chosen, changed, "{field}={value}");
}

#[test]
fn every_option_of_plesk_10() {
    let plain = plesk10();
    sets(&plain, &OrderPlesk10::new("PLESK-10", "web1", Period::Months1, Os::Windows), "os", "WINDOWS");
    sets(
        &plain,
        &OrderPlesk10::new("PLESK-10", "web1", Period::Months1, Os::Other("BSD".into())),
        "os",
        "BSD",
    );
    for (sites, wire) in [
        (Plesk10Sites::None, "0"),
        (Plesk10Sites::Sites100, "100"),
        (Plesk10Sites::Sites1000, "1000"),
        (Plesk10Sites::Other("50".into()), "50"),
    ] {
        sets(&plain, &plesk10().sites(sites), "WPBSites", wire);
    }
    for (applications, wire) in [
        (Applications::None, "0"),
        (Applications::PowerPack, "POWER_PACK"),
        (Applications::Other("MORE".into()), "MORE"),
    ] {
        sets(&plain, &plesk10().applications(applications), "applications", wire);
    }
    for (manager, wire) in [
        (BusinessManager::None, "0"),
        (BusinessManager::Unlimited, "UNLIMITED"),
        (BusinessManager::Other("500".into()), "500"),
    ] {
        sets(&plain, &plesk10().business_manager(manager), "CBMClients", wire);
    }
    for (packs, wire) in [
        (Plesk10LanguagePacks::None, "0"),
        (Plesk10LanguagePacks::One, "1"),
        (Plesk10LanguagePacks::Two, "2"),
        (Plesk10LanguagePacks::Three, "3"),
        (Plesk10LanguagePacks::Four, "4"),
        (Plesk10LanguagePacks::Five, "5"),
        (Plesk10LanguagePacks::Other("6".into()), "6"),
    ] {
        sets(&plain, &plesk10().language_packs(packs), "languagePack", wire);
    }
    for (antivirus, wire) in [
        (Plesk10Antivirus::None, "0"),
        (Plesk10Antivirus::Premium, "PREMIUM_ANTIVIRUS"),
        (Plesk10Antivirus::Other("KAV".into()), "KAV"),
    ] {
        sets(&plain, &plesk10().antivirus(antivirus), "antivirus", wire);
    }
}

#[test]
fn every_option_of_plesk_12() {
    let plain = plesk12();
    for (sites, wire) in [
        (Plesk12Sites::None, "0"),
        (Plesk12Sites::Sites10, "10"),
        (Plesk12Sites::Sites30, "30"),
        (Plesk12Sites::Sites100, "100"),
        (Plesk12Sites::Sites1000, "1000"),
        (Plesk12Sites::Other("50".into()), "50"),
    ] {
        sets(&plain, &plesk12().sites(sites), "WPBSites", wire);
    }
    for (options, wire) in [
        (SiteOptions::None, "0"),
        (SiteOptions::MlsSupport, "MLS_SUPPORT"),
        (SiteOptions::Other("MORE".into()), "MORE"),
    ] {
        sets(&plain, &plesk12().site_options(options), "WPBOptions", wire);
    }
    for (applications, wire) in [(Applications::None, "0"), (Applications::PowerPack, "POWER_PACK")] {
        sets(&plain, &plesk12().applications(applications), "applications", wire);
    }
    for (packs, wire) in [
        (Plesk12LanguagePacks::None, "0"),
        (Plesk12LanguagePacks::One, "1"),
        (Plesk12LanguagePacks::Two, "2"),
        (Plesk12LanguagePacks::Three, "3"),
        (Plesk12LanguagePacks::Four, "4"),
        (Plesk12LanguagePacks::Five, "5"),
        (Plesk12LanguagePacks::Unlimited, "UNLIMITED"),
        (Plesk12LanguagePacks::Other("6".into()), "6"),
    ] {
        sets(&plain, &plesk12().language_packs(packs), "languagePack", wire);
    }
    for (antivirus, wire) in [
        (Plesk12Antivirus::None, "0"),
        (Plesk12Antivirus::Premium, "PREMIUM_ANTIVIRUS"),
        (Plesk12Antivirus::PremiumForWindows, "PREMIUM_ANTIVIRUS_FOR_WIN"),
        (Plesk12Antivirus::Other("KAV".into()), "KAV"),
    ] {
        sets(&plain, &plesk12().antivirus(antivirus), "antivirus", wire);
    }
}

#[test]
fn every_period_of_every_order() {
    let address = "192.0.2.10".parse().unwrap();
    for (months, wire) in [(1, "1"), (3, "3"), (6, "6"), (12, "12"), (24, "24"), (36, "36")] {
        let period = Period::months(months).unwrap();
        sets(&plesk10(), &OrderPlesk10::new("PLESK-10", "web1", period.clone(), Os::Linux), "period", wire);
        sets(&plesk12(), &OrderPlesk12::new("PLESK-12", "web1", period.clone()), "period", wire);
        let cpanel = |period| OrderCpanel::new("CP", "web1", period, address);
        sets(&cpanel(Period::Months1), &cpanel(period.clone()), "period", wire);
        let virtuozzo = |period| OrderVirtuozzo::new("VZ", "web1", period, Os::Linux);
        sets(&virtuozzo(Period::Months1), &virtuozzo(period), "period", wire);
    }
    sets(&plesk12(), &OrderPlesk12::new("PLESK-12", "web1", Period::Other("18".into())), "period", "18");
}

#[test]
fn cpanel_add_ons_are_numbered_as_the_vendors_program_numbers_them() {
    let order = OrderCpanel::new("CPANEL-VPS", "web1", Period::Months12, "192.0.2.10".parse().unwrap());
    let sent = sends(
        &order,
        "POST",
        "/license/cpanel/order",
        &[
            ("product", "CPANEL-VPS"),
            ("title", "web1"),
            ("comment", ""),
            ("serverIP", "192.0.2.10"),
            ("period", "12"),
        ],
    );
    assert!(!sent.body.contains("addons"), "without add-ons the field is left out");

    let two = order.clone().addon(Addon::CloudLinux).addon(Addon::KernelCare);
    let sent = sends(
        &two,
        "POST",
        "/license/cpanel/order",
        &[
            ("product", "CPANEL-VPS"),
            ("title", "web1"),
            ("comment", ""),
            ("serverIP", "192.0.2.10"),
            ("period", "12"),
            ("addons[0]", "CLOUDLINUX"),
            ("addons[1]", "KERNELCARE"),
        ],
    );
    assert!(
        sent.body.ends_with("&period=12&addons%5B0%5D=CLOUDLINUX&addons%5B1%5D=KERNELCARE"),
        "{}",
        sent.body
    );

    let all = [
        (Addon::Fantastico, "FANTASTICO"),
        (Addon::Installatron, "INSTALLATRON"),
        (Addon::Softaculous, "SOFTACULOUS"),
        (Addon::WhmXtra, "WHMXTRA"),
        (Addon::WhmSonic, "WHMSONIC"),
        (Addon::CloudLinux, "CLOUDLINUX"),
        (Addon::KernelCare, "KERNELCARE"),
        (Addon::Other("NEW".into()), "NEW"),
    ];
    let order = all.iter().fold(order, |order, (addon, _)| order.addon(addon.clone()));
    let fields = client("http://127.0.0.1:9").preview(&order).unwrap().fields;
    let expected: Pairs = all
        .iter()
        .enumerate()
        .map(|(index, (_, wire))| (format!("addons[{index}]"), (*wire).to_owned()))
        .collect();
    assert_eq!(fields[5..], expected);
}

#[test]
fn a_cpanel_order_for_an_ipv6_address() {
    let order = OrderCpanel::new("CP", "web1", Period::Months1, "2001:db8::10".parse().unwrap()).comment("c");
    sends(
        &order,
        "POST",
        "/license/cpanel/order",
        &[
            ("product", "CP"),
            ("title", "web1"),
            ("comment", "c"),
            ("serverIP", "2001:db8::10"),
            ("period", "1"),
        ],
    );
}

#[test]
fn virtuozzo_orders() {
    for (os, wire) in [(Os::Linux, "LINUX"), (Os::Windows, "WINDOWS"), (Os::Other("BSD".into()), "BSD")] {
        let order = OrderVirtuozzo::new("VZ-1", "node1", Period::Months3, os).comment("ref 1");
        sends(
            &order,
            "POST",
            "/license/virtuozzo/order",
            &[("product", "VZ-1"), ("title", "node1"), ("comment", "ref 1"), ("period", "3"), ("os", wire)],
        );
    }
}

#[test]
fn awkward_texts_arrive_byte_for_byte() {
    let long = "ж".repeat(255);
    for text in
        ["a&b=c+d%20e", "\"quoted\" 'too'", "Сервер №1", "<b>&amp;", "a;b,c[0]", " spaced ", long.as_str()]
    {
        let order = OrderPlesk12::new(text, text, Period::Months1).comment(text).extra_field("x", text);
        let vendor = Vendor::new("[]");
        vendor.client().order_plesk12(&order).unwrap();
        let fields = pairs(&vendor.sent()[0].body);
        for name in ["product", "title", "comment", "x"] {
            assert!(fields.contains(&(name.to_owned(), text.to_owned())), "{name}: {fields:?}");
        }
    }
}

#[test]
fn any_other_call_by_its_path() {
    let call = RawCall::post(Effect::Change).segment("license").segment("new thing").field("a", "1");
    // A segment is checked as a key number is.
    assert_eq!(client("http://127.0.0.1:9").preview(&call).unwrap_err().field(), Some("segment"));
    let call =
        RawCall::post(Effect::Change).segment("license").segment("newthing").field("a", "1").field("b", "");
    sends(&call, "POST", "/license/newthing", &[("a", "1"), ("b", "")]);
    sends(&RawCall::get(Effect::Read).segment("license"), "GET", "/license", &[]);
    sends(&RawCall::put(Effect::Change).segment("x").field("a", "1"), "PUT", "/x", &[("a", "1")]);
    sends(&RawCall::delete(Effect::Spend).segment("x"), "DELETE", "/x", &[]);
    for bad in [RawCall::get(Effect::Read), RawCall::get(Effect::Read).segment("x").field("a", "1")] {
        assert!(client("http://127.0.0.1:9").preview(&bad).is_err());
    }
}

#[test]
fn an_operation_is_stored_and_read_back_as_what_it_was_and_as_nothing_else() {
    let order = plesk10().comment("c").sites(Plesk10Sites::Sites100).extra_field("x", "1");
    let stored = serde_json::to_string(&order).unwrap();
    assert_eq!(serde_json::from_str::<OrderPlesk10>(&stored).unwrap(), order);
    assert!(serde_json::from_str::<OrderPlesk12>(&stored).is_err());
    assert!(serde_json::from_str::<OrderVirtuozzo>(&stored).is_err());
    let virtuozzo = OrderVirtuozzo::new("VZ", "t", Period::Months1, Os::Linux);
    let stored = serde_json::to_string(&virtuozzo).unwrap();
    assert_eq!(serde_json::from_str::<OrderVirtuozzo>(&stored).unwrap(), virtuozzo);
    assert!(serde_json::from_str::<OrderPlesk10>(&stored).is_err());
    let end = Terminate::new(PleskKey::new("PLSK.02980001").unwrap());
    let stored = serde_json::to_string(&end).unwrap();
    assert_eq!(stored, r#"{"family":"plesk","key":"PLSK.02980001"}"#);
    assert_eq!(serde_json::from_str::<Terminate<Plesk>>(&stored).unwrap(), end);
    assert!(serde_json::from_str::<Terminate<Cpanel>>(&stored).is_err());
}
