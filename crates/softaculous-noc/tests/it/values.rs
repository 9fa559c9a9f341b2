//! Operations as values: stored, compared, shown before they are sent.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use softaculous_noc::{
    ActionId, AutoRenew, Before, Buy, BuySitePad, BuyVirtualizor, BuyWebuzo, Cancel, Checked, Credentials,
    Effect, Environment, Evidence, Expiry, GetInvoice, GetLogs, InvoiceId, KnownLicense, LicenseId,
    LicenseKey, LicenseSelector, ListAutoRenewals, ListLicenses, Operation, Product, RawCall, Refund,
    RefundAndCancel, ServerType, SetAddresses, SetAutoRenewal, StartWebuzoTrial, Term, WebuzoPricing,
};

use crate::support::{PASSWORD, Vendor, cases, pairs};

/// Writes a value, reads it again, and says how it was written.
fn stored<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) -> Value {
    let text = serde_json::to_string(value).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), value, "{text}");
    assert!(!text.contains(PASSWORD) && !format!("{value:?}").contains(PASSWORD));
    serde_json::from_str(&text).unwrap()
}

/// The same for an operation, which also is the same on the wire after it was stored.
fn kept<O: Operation + Serialize + DeserializeOwned + PartialEq + Debug>(operation: &O) -> Value {
    let written = stored(operation);
    let again: O = serde_json::from_value(written.clone()).unwrap();
    let vendor = Vendor::always("{}");
    let client = vendor.client();
    assert_eq!(client.preview(&again).unwrap(), client.preview(operation).unwrap());
    written
}

fn key() -> LicenseKey {
    LicenseKey::new("88888-88888").unwrap()
}

fn buy() -> Buy {
    Buy::new("192.0.2.1".parse().unwrap(), Term::months(1).unwrap(), ServerType::Dedicated)
}

#[test]
fn every_operation_is_stored_and_read_again_as_it_was() {
    assert_eq!(kept(&buy()), json!({"address": "192.0.2.1", "term": "1M", "server_type": "dedicated"}));
    let all = buy().owner_email("a@b").auto_renew(AutoRenew::Off).with_sitepad().notes("n");
    assert_eq!(
        kept(&all),
        json!({
            "address": "192.0.2.1", "term": "1M", "server_type": "dedicated", "owner_email": "a@b",
            "auto_renew": "off", "with_sitepad": true, "notes": "n",
        })
    );
    let (address, term) = (buy().address(), Term::years(1).unwrap());
    let plan = BuyWebuzo::new(address, term, WebuzoPricing::Plan("p".into()));
    assert_eq!(kept(&plan)["pricing"], json!({"plan": "p"}));
    let server = BuyWebuzo::new(address, term, WebuzoPricing::ServerType(ServerType::Vps));
    let server = server.notes("n").owner_email("a@b").auto_renew(AutoRenew::On);
    assert_eq!(kept(&server)["pricing"], json!({"server-type": "vps"}));
    kept(&BuyVirtualizor::new(address, term).auto_renew(AutoRenew::On));
    kept(&BuySitePad::new(address, term).auto_renew(AutoRenew::Off));
    kept(&StartWebuzoTrial::new(address, ServerType::Vps));
    kept(&GetInvoice::unbilled());
    assert_eq!(kept(&GetInvoice::of(InvoiceId::new(7).unwrap())), json!({"invoice": 7}));
    assert_eq!(
        kept(&RawCall::new("softaculous", Effect::Spend).field("a", "b")),
        json!({"function": "softaculous", "effect": "spend", "fields": [["a", "b"]]})
    );
    for product in Product::ALL {
        kept(&ListLicenses::new().product(product));
        kept(&GetLogs::by_key(key()).product(product));
        kept(&GetLogs::by_address(address).limit(3).product(product));
        kept(&ListAutoRenewals::new().product(product));
        kept(&SetAutoRenewal::new(key(), AutoRenew::On).product(product));
        kept(&Refund::new(ActionId::new(7).unwrap()).of_license(key()).product(product));
        kept(&Cancel::by_key(key()).force().product(product));
        stored(&RefundAndCancel::by_address(address).force().product(product));
        kept(&SetAddresses::new(LicenseId::new(7).unwrap(), address).product(product));
    }
    for expiry in [Expiry::Expired, Expiry::Within7Days, Expiry::Within15Days] {
        let list = ListLicenses::new().key(key()).address(address).expiry(expiry);
        kept(&list.owner_email("a@b").start(0).length(1));
    }
    kept(&ListAutoRenewals::new().key(key()).address(address).start(0).length(1));
    kept(&Cancel::by_address(address));
    kept(&SetAddresses::new(LicenseId::new(7).unwrap(), address).and("2001:db8::1".parse().unwrap()));
}

#[test]
fn what_an_operation_is_about_can_be_asked() {
    let address = buy().address();
    assert_eq!((buy().term().in_months(), buy().server_type()), (1, ServerType::Dedicated));
    let webuzo = BuyWebuzo::new(address, buy().term(), WebuzoPricing::Plan("p".into()));
    assert_eq!((webuzo.address(), webuzo.term()), (address, buy().term()));
    assert_eq!(Refund::new(ActionId::new(7).unwrap()).action().get(), 7);
    let cancel = Cancel::by_key(key());
    assert_eq!((cancel.license(), cancel.is_forced()), (&LicenseSelector::Key(key()), false));
    assert!(cancel.force().is_forced());
    let both = RefundAndCancel::by_address(address);
    assert_eq!(both.license(), &LicenseSelector::Address(address));
    assert_eq!(SetAutoRenewal::new(key(), AutoRenew::On).key(), &key());
    let set = SetAddresses::new(LicenseId::new(7).unwrap(), address);
    assert_eq!((set.license().get(), set.addresses()), (7, &[address][..]));
}

#[test]
fn what_was_seen_before_is_stored_as_well() {
    let license = KnownLicense {
        id: Some(LicenseId::new(7).unwrap()),
        key: Some(key()),
        expires: Some("2026-02-01".parse().unwrap()),
    };
    let before = Before {
        licenses: vec![license.clone(), KnownLicense::default()],
        actions: [ActionId::new(1).unwrap(), ActionId::new(2).unwrap()].into(),
        refunded: [ActionId::new(2).unwrap()].into(),
        addresses: ["192.0.2.10".parse().unwrap()].into(),
        unread: true,
    };
    stored(&before);
    stored(&Before::default());
    // As it was written before there were marks in it.
    let old: Before = serde_json::from_value(json!({"licenses": [], "actions": [1]})).unwrap();
    assert!(old.refunded.is_empty() && old.addresses.is_empty() && !old.unread);
    let evidence = json!({"license": license, "action": 7, "seen": "it is there"});
    let evidence: Evidence = serde_json::from_value(evidence).unwrap();
    stored(&Checked::Happened(evidence));
    stored(&Checked::<Evidence>::NotSeen);
    stored(&Checked::<Evidence>::CannotTell("why".into()));
}

#[test]
fn a_preview_shows_exactly_what_is_then_sent_with_the_secrets_masked() {
    let api_key = || Credentials::api_key("key-canary", "pass-canary").unwrap();
    let account = || Credentials::account("mynoc", "pass-canary").unwrap();
    for (environment, credentials) in [
        (Environment::Live, account()),
        (Environment::Sandbox, account()),
        (Environment::Live, api_key()),
        (Environment::Sandbox, api_key()),
    ] {
        let vendor = Vendor::always("{}");
        let client = vendor.client_of(environment, credentials);
        for case in cases() {
            let preview = (case.preview)(&client).unwrap();
            assert!(vendor.take().is_empty(), "a preview sends nothing");
            let _ = (case.send)(&client);
            let seen = vendor.take().remove(0);
            let masked: Vec<_> = seen
                .fields
                .iter()
                .map(|(name, value)| {
                    (name.clone(), value.replace("pass-canary", "***").replace("key-canary", "***"))
                })
                .collect();
            assert_eq!(preview.fields, masked, "{}", case.label);
            assert_eq!(
                preview.url,
                format!("{}{}", vendor.base(), seen.target.trim_start_matches("/clients"))
            );
            assert_eq!((preview.method.name(), preview.effect), (seen.method.as_str(), case.effect));
            let shown = format!("{preview} {preview:?} {}", serde_json::to_string(&preview).unwrap());
            assert!(!shown.contains("canary"), "{shown}");
        }
    }
}

#[test]
fn a_preview_reads_like_this() {
    let vendor = Vendor::always("{}");
    let client = vendor.client_of(Environment::Sandbox, Credentials::account("mynoc", "secret").unwrap());
    let preview = client.preview(&buy().notes("two words")).unwrap();
    let expected = format!(
        "POST {}?ca=softaculous_buy\n  json=1\n  sandbox=1\n  nocname=mynoc\n  nocpass=***\n  purchase=1\n  \
         ips=192.0.2.1\n  toadd=1M\n  servertype=1\n  notes=two words",
        vendor.base()
    );
    assert_eq!(preview.to_string(), expected);
    assert_eq!(preview.operation, "softaculous.buy");
    assert_eq!(preview.fields[1..4], pairs(&[("sandbox", "1"), ("nocname", "mynoc"), ("nocpass", "***")]));
}

#[test]
fn every_operation_has_its_name_and_its_effect() {
    let mut effects: Vec<(String, Effect)> =
        cases().into_iter().map(|case| (case.label, case.effect)).collect();
    effects.dedup();
    let prefixes = ["softaculous", "webuzo", "virtualizor", "sitemush"];
    let mut expected = Vec::new();
    for (product, prefix) in ["softaculous", "webuzo", "virtualizor", "sitepad"].into_iter().zip(prefixes) {
        for (name, suffix, effect) in [
            ("licenses", "", Effect::Read),
            ("logs", "_licenselogs", Effect::Read),
            ("auto_renewals", "_renewals", Effect::Read),
            ("set_addresses", "_showlicense", Effect::Change),
            ("set_auto_renewal", "_renewals", Effect::Change),
            ("refund", "_refund", Effect::Spend),
            ("cancel", "_cancel", Effect::Spend),
        ] {
            expected.push((format!("{product}.{name} ({prefix}{suffix})"), effect));
        }
    }
    for (label, effect) in [
        ("softaculous.buy (softaculous_buy)", Effect::Spend),
        ("webuzo.buy (webuzo_buy)", Effect::Spend),
        ("virtualizor.buy (virtualizor_buy)", Effect::Spend),
        ("sitepad.buy (sitemush_buy)", Effect::Spend),
        ("webuzo.trial (webuzotrial)", Effect::Spend),
        ("softaculous.invoice (invoicedetails)", Effect::Read),
        // Of a raw call it is the caller who says.
        ("softaculous.call (softaculous_new)", Effect::Read),
        ("softaculous.call (softaculous_new)", Effect::Change),
        ("softaculous.call (softaculous_new)", Effect::Spend),
    ] {
        expected.push((label.into(), effect));
    }
    assert_eq!(effects, expected);
}
