//! What goes over the wire: every field of every operation, in order, and nothing besides.

mod awkward;

use std::net::IpAddr;

use softaculous_noc::{
    ActionId, AutoRenew, Buy, BuySitePad, BuyVirtualizor, BuyWebuzo, Cancel, Credentials, Effect,
    Environment, Expiry, GetInvoice, GetLogs, InvoiceId, LicenseId, LicenseKey, LicenseSelector,
    ListAutoRenewals, ListLicenses, Operation, Product, RawCall, Refund, ServerType, SetAddresses,
    SetAutoRenewal, StartWebuzoTrial, Term, WebuzoPricing,
};

use crate::support::{Vendor, pairs};

const KEY: &str = "88888-88888-88888-88888-88888";
const PREFIXES: [(Product, &str); 4] = [
    (Product::Softaculous, "softaculous"),
    (Product::Webuzo, "webuzo"),
    (Product::Virtualizor, "virtualizor"),
    (Product::SitePad, "sitemush"),
];

fn key() -> LicenseKey {
    LicenseKey::new(KEY).unwrap()
}

fn address() -> IpAddr {
    "188.188.188.188".parse().unwrap()
}

fn months(count: u16) -> Term {
    Term::months(count).unwrap()
}

/// A vendor, and a client for each world and each kind of credentials.
struct Wire {
    vendor: Vendor,
}

impl Wire {
    fn new() -> Self {
        Self { vendor: Vendor::always("{}") }
    }

    /// In every world and with every kind of credentials, exactly these fields are sent, in this order.
    fn sends<O: Operation>(&self, operation: &O, function: &str, fields: &[(&str, &str)]) {
        let account = || Credentials::account("my noc", "p&ss").unwrap();
        let api_key = || Credentials::api_key("k=y", "p+ss").unwrap();
        let account_fields = [("nocname", "my noc"), ("nocpass", "p&ss")];
        let key_fields = [("apikey", "k=y"), ("apipass", "p+ss")];
        for (environment, credentials, login) in [
            (Environment::Live, account(), account_fields),
            (Environment::Sandbox, account(), account_fields),
            (Environment::Live, api_key(), key_fields),
            (Environment::Sandbox, api_key(), key_fields),
        ] {
            let client = self.vendor.client_of(environment, credentials);
            let _ = client.send(operation);
            let seen = self.vendor.take();
            let [seen] = seen.as_slice() else { panic!("{function}: {seen:?}") };
            let mut expected = vec![("json", "1")];
            if environment == Environment::Sandbox {
                expected.push(("sandbox", "1"));
            }
            expected.extend(login);
            expected.extend(fields);
            assert_eq!(seen.fields, pairs(&expected), "{function}");
            assert_eq!(seen.target, format!("/clients?ca={function}"));
            assert_eq!(seen.method, "POST");
            assert_eq!(seen.content_type, "application/x-www-form-urlencoded");
        }
    }
}

#[test]
fn a_purchase_sends_what_it_was_given_and_nothing_else() {
    let wire = Wire::new();
    let plain = [("purchase", "1"), ("ips", "188.188.188.188"), ("toadd", "1M"), ("servertype", "1")];
    let buy = Buy::new(address(), months(1), ServerType::Dedicated);
    wire.sends(&buy, "softaculous_buy", &plain);
    let mut plus = plain.to_vec();
    for (buy, field) in [
        (buy.clone().owner_email("test@test.com"), ("authemail", "test@test.com")),
        (buy.clone().auto_renew(AutoRenew::On), ("autorenew", "1")),
        (buy.clone().auto_renew(AutoRenew::Off), ("autorenew", "2")),
        (buy.clone().with_sitepad(), ("buy_sitepad", "1")),
        (buy.clone().notes("Sample Note"), ("notes", "Sample Note")),
        (buy.clone().notes(""), ("notes", "")),
    ] {
        plus.truncate(4);
        plus.push(field);
        wire.sends(&buy, "softaculous_buy", &plus);
    }
    let all = Buy::new("2001:db8::1".parse().unwrap(), Term::years(1).unwrap(), ServerType::Vps)
        .notes("n")
        .with_sitepad()
        .auto_renew(AutoRenew::Off)
        .owner_email("a@b");
    wire.sends(
        &all,
        "softaculous_buy",
        &[
            ("purchase", "1"),
            ("ips", "2001:db8::1"),
            ("toadd", "1Y"),
            ("servertype", "2"),
            ("authemail", "a@b"),
            ("autorenew", "2"),
            ("buy_sitepad", "1"),
            ("notes", "n"),
        ],
    );
}

#[test]
fn the_other_products_are_bought_with_their_own_fields() {
    let wire = Wire::new();
    let common = [("purchase", "1"), ("ips", "188.188.188.188"), ("toadd", "3M")];
    let with = |more: &[(&'static str, &'static str)]| [&common[..], more].concat();
    let plan = BuyWebuzo::new(address(), months(3), WebuzoPricing::Plan("business_c_m".into()));
    wire.sends(&plan, "webuzo_buy", &with(&[("price", "business_c_m")]));
    let all = plan.owner_email("a@b").auto_renew(AutoRenew::Off).notes("n");
    wire.sends(
        &all,
        "webuzo_buy",
        &with(&[("price", "business_c_m"), ("authemail", "a@b"), ("autorenew", "2"), ("notes", "n")]),
    );
    let server = BuyWebuzo::new(address(), months(3), WebuzoPricing::ServerType(ServerType::Dedicated));
    wire.sends(&server, "webuzo_buy", &with(&[("servertype", "1")]));
    let renewed = server.auto_renew(AutoRenew::On);
    wire.sends(&renewed, "webuzo_buy", &with(&[("servertype", "1"), ("autorenew", "1")]));

    let virtualizor = BuyVirtualizor::new(address(), months(3));
    wire.sends(&virtualizor, "virtualizor_buy", &common);
    for (auto_renew, value) in [(AutoRenew::On, "1"), (AutoRenew::Off, "0")] {
        let buy = virtualizor.clone().auto_renew(auto_renew);
        wire.sends(&buy, "virtualizor_buy", &with(&[("autorenew", value)]));
        let buy = BuySitePad::new(address(), months(3)).auto_renew(auto_renew);
        wire.sends(&buy, "sitemush_buy", &with(&[("autorenew", value)]));
    }
    for term in ["1M", "3M", "6M", "9M", "1Y", "2Y", "3Y"] {
        let buy = BuySitePad::new(address(), term.parse().unwrap());
        wire.sends(&buy, "sitemush_buy", &[("purchase", "1"), ("ips", "188.188.188.188"), ("toadd", term)]);
    }

    let trial = [("ips", "188.188.188.188"), ("type", "1"), ("gettrial", "1")];
    wire.sends(&StartWebuzoTrial::new(address(), ServerType::Dedicated), "webuzotrial", &trial);
    let trial = [("ips", "188.188.188.188"), ("type", "2"), ("gettrial", "1")];
    wire.sends(&StartWebuzoTrial::new(address(), ServerType::Vps), "webuzotrial", &trial);
}

#[test]
fn a_list_sends_only_the_filters_that_were_given() {
    let wire = Wire::new();
    for (product, prefix) in PREFIXES {
        let list = || ListLicenses::new().product(product);
        wire.sends(&list(), prefix, &[]);
        for (list, field) in [
            (list().key(key()), ("lickey", KEY)),
            (list().address(address()), ("ips", "188.188.188.188")),
            (list().expiry(Expiry::Expired), ("expiry", "1")),
            (list().expiry(Expiry::Within7Days), ("expiry", "2")),
            (list().expiry(Expiry::Within15Days), ("expiry", "3")),
            (list().start(0), ("start", "0")),
            (list().length(1), ("len", "1")),
            (list().owner_email("test@test.com"), ("email", "test@test.com")),
        ] {
            wire.sends(&list, prefix, &[field]);
        }
        let all = list()
            .owner_email("a@b")
            .length(50)
            .start(100)
            .expiry(Expiry::Expired)
            .address(address())
            .key(key());
        wire.sends(
            &all,
            prefix,
            &[
                ("lickey", KEY),
                ("ips", "188.188.188.188"),
                ("expiry", "1"),
                ("start", "100"),
                ("len", "50"),
                ("email", "a@b"),
            ],
        );
    }
}

#[test]
fn an_edit_sends_each_address_under_the_name_its_product_takes() {
    let wire = Wire::new();
    let lid = LicenseId::new(1000).unwrap();
    for (product, prefix) in PREFIXES {
        let name = if product == Product::Softaculous { "ips[]" } else { "ips" };
        wire.sends(
            &SetAddresses::new(lid, address()).product(product),
            &format!("{prefix}_showlicense"),
            &[("lid", "1000"), (name, "188.188.188.188"), ("editlicense", "1")],
        );
    }
    let mut set = SetAddresses::new(lid, "192.0.2.1".parse().unwrap());
    let mut fields = vec![("lid", "1000"), ("ips[]", "192.0.2.1")];
    for more in ["2001:db8::2", "192.0.2.3", "192.0.2.4", "192.0.2.5", "192.0.2.6", "192.0.2.7", "192.0.2.8"]
    {
        set = set.and(more.parse().unwrap());
        fields.push(("ips[]", more));
        wire.sends(&set, "softaculous_showlicense", &[&fields[..], &[("editlicense", "1")]].concat());
    }
    assert_eq!(set.addresses().len(), 8);
}

#[test]
fn logs_are_asked_for_by_key_or_by_address() {
    let wire = Wire::new();
    for (product, prefix) in PREFIXES {
        let function = format!("{prefix}_licenselogs");
        let by_key = GetLogs::by_key(key()).product(product);
        let by_address = GetLogs::by_address(address()).product(product);
        wire.sends(&by_key, &function, &[("key", KEY)]);
        wire.sends(&by_address, &function, &[("licip", "188.188.188.188")]);
        wire.sends(&by_key.limit(10), &function, &[("key", KEY), ("limit", "10")]);
        wire.sends(&by_address.limit(1), &function, &[("licip", "188.188.188.188"), ("limit", "1")]);
    }
}

#[test]
fn auto_renewals_are_listed_added_and_cancelled() {
    let wire = Wire::new();
    for (product, prefix) in PREFIXES {
        let function = format!("{prefix}_renewals");
        let list = || ListAutoRenewals::new().product(product);
        wire.sends(&list(), &function, &[]);
        wire.sends(&list().key(key()), &function, &[("lickey", KEY)]);
        wire.sends(&list().address(address()), &function, &[("ips", "188.188.188.188")]);
        wire.sends(&list().start(0), &function, &[("start", "0")]);
        wire.sends(&list().length(5), &function, &[("len", "5")]);
        wire.sends(
            &list().length(50).start(100).address(address()).key(key()),
            &function,
            &[("lickey", KEY), ("ips", "188.188.188.188"), ("start", "100"), ("len", "50")],
        );
        let set = |auto_renew| SetAutoRenewal::new(key(), auto_renew).product(product);
        wire.sends(&set(AutoRenew::On), &function, &[("lickey", KEY), ("addrenewal", "1")]);
        wire.sends(&set(AutoRenew::Off), &function, &[("lickey", KEY), ("cancelrenewal", "1")]);
    }
}

#[test]
fn a_refund_sends_the_transaction_and_not_the_licence() {
    let wire = Wire::new();
    for (product, prefix) in PREFIXES {
        let refund = Refund::new(ActionId::new(u64::MAX).unwrap()).product(product);
        let function = format!("{prefix}_refund");
        wire.sends(&refund, &function, &[("actid", "18446744073709551615")]);
        wire.sends(&refund.of_license(key()), &function, &[("actid", "18446744073709551615")]);
    }
}

#[test]
fn a_cancellation_forces_only_when_asked() {
    let wire = Wire::new();
    for (product, prefix) in PREFIXES {
        let function = format!("{prefix}_cancel");
        let by_key = Cancel::by_key(key()).product(product);
        wire.sends(&by_key, &function, &[("lickey", KEY), ("cancel_license", "1")]);
        let forced = [("lickey", KEY), ("cancel_license", "1"), ("force", "1")];
        wire.sends(&by_key.force(), &function, &forced);
        if matches!(product, Product::Softaculous | Product::Webuzo) {
            let by_address = Cancel::of(LicenseSelector::Address(address())).product(product);
            let plain = [("licip", "188.188.188.188"), ("cancel_license", "1")];
            wire.sends(&by_address, &function, &plain);
            let forced = [&plain[..], &[("force", "1")]].concat();
            wire.sends(&by_address.force(), &function, &forced);
        }
    }
}

#[test]
fn invoices_have_one_function_for_all_products() {
    let wire = Wire::new();
    wire.sends(&GetInvoice::unbilled(), "invoicedetails", &[]);
    let invoice = GetInvoice::of(InvoiceId::new(5501).unwrap());
    wire.sends(&invoice, "invoicedetails", &[("invoid", "5501")]);
}

#[test]
fn a_raw_call_sends_its_fields_in_their_order_and_twice_when_given_twice() {
    let wire = Wire::new();
    for effect in [Effect::Read, Effect::Change, Effect::Spend] {
        let call = RawCall::new("sitemush_something_2", effect)
            .field("b", "1")
            .field("a[]", "x & y")
            .field("a[]", "")
            .field("jsonp", "z");
        let fields = [("b", "1"), ("a[]", "x & y"), ("a[]", ""), ("jsonp", "z")];
        wire.sends(&call, "sitemush_something_2", &fields);
    }
}
