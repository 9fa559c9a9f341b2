//! What each operation is called and acts upon: words that a record keeps for ever.
#![cfg(all(
    feature = "softaculous",
    feature = "websoftsolus",
    feature = "ispmanager",
    feature = "isplicense"
))]

use std::net::IpAddr;

use license_hub::billmgr::{
    self, Addon, AutoRenew, ChangeTariff, ClearCart, Delete, Edit, ItemType, NewKey, Period, RemoveFromCart,
    Renew, Resume, Service, SetAddons, Suspend, isplicense, ispmanager,
};
use license_hub::softaculous::{self, Cancel, LicenseKey, Product, Refund, ServerType, SetAddresses};
use license_hub::websoftsolus::{self, Edit as EditTexts, KeyNumber, Os, Terminate};
use license_hub::{
    Account, AccountName, BillmgrAccount, BillmgrOperation, Effect, Operation, Order, SoftaculousAccount,
    SoftaculousOperation, WebSoftSolusAccount, WebSoftSolusOperation,
};

const ADDRESS: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 10));

struct Row(Operation, &'static str, &'static str, bool);

fn name() -> AccountName {
    AccountName::new("main").unwrap()
}

/// Every row has the name that the vendor's crate gives the operation in errors and previews, but for the hyphens.
fn check(account: &dyn Account, rows: &[Row]) {
    for Row(operation, name, target, charges) in rows {
        assert_eq!((operation.name().as_str(), operation.target().as_str()), (*name, *target));
        assert_eq!(operation.charges(), *charges, "{name}");
        let preview = account.preview(operation).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert_eq!(preview[0].operation.replace('_', "-"), *name);
        assert_eq!(preview[0].effect, operation.effect(), "{name}");
    }
}

#[test]
fn what_is_done_at_softaculous_has_a_name_and_a_target() {
    let credentials = softaculous::Credentials::account("noc", "password").unwrap();
    let account = SoftaculousAccount::new(name(), softaculous::Client::live(credentials).unwrap());
    let term = softaculous::Term::months(1).unwrap();
    let order = |order: Order, name, charges| Row(order.into(), name, "192.0.2.10", charges);
    let other =
        |operation, name, target, charges| Row(Operation::Softaculous(operation), name, target, charges);
    let key = || LicenseKey::new("88888-11111").unwrap();
    let pricing = softaculous::WebuzoPricing::ServerType(ServerType::Vps);
    let buy = softaculous::Buy::new(ADDRESS, term, ServerType::Vps).owner_email("ops@example.com");
    let call = softaculous::RawCall::new("softaculous_buy", Effect::Spend).field("ips", "192.0.2.10");
    let reading = softaculous::RawCall::new("softaculous", Effect::Change);
    check(
        &account,
        &[
            order(Order::Softaculous(buy), "softaculous.buy", true),
            order(Order::Webuzo(softaculous::BuyWebuzo::new(ADDRESS, term, pricing)), "webuzo.buy", true),
            order(
                Order::Virtualizor(softaculous::BuyVirtualizor::new(ADDRESS, term)),
                "virtualizor.buy",
                true,
            ),
            order(Order::SitePad(softaculous::BuySitePad::new(ADDRESS, term)), "sitepad.buy", true),
            order(
                Order::WebuzoTrial(softaculous::StartWebuzoTrial::new(ADDRESS, ServerType::Vps)),
                "webuzo.trial",
                false,
            ),
            other(
                SoftaculousOperation::SetAddresses(SetAddresses::new("7".parse().unwrap(), ADDRESS)),
                "softaculous.set-addresses",
                "licence 7",
                false,
            ),
            other(
                SoftaculousOperation::SetAutoRenewal(
                    softaculous::SetAutoRenewal::new(key(), softaculous::AutoRenew::Off)
                        .product(Product::SitePad),
                ),
                "sitepad.set-auto-renewal",
                "key 88888-11111",
                false,
            ),
            other(
                SoftaculousOperation::Refund(Refund::new("700".parse().unwrap())),
                "softaculous.refund",
                "transaction 700",
                false,
            ),
            other(
                SoftaculousOperation::Cancel(Cancel::by_key(key()).product(Product::Webuzo)),
                "webuzo.cancel",
                "key 88888-11111",
                false,
            ),
            other(
                SoftaculousOperation::Cancel(Cancel::by_address(ADDRESS)),
                "softaculous.cancel",
                "192.0.2.10",
                false,
            ),
            other(
                SoftaculousOperation::Call(call),
                "softaculous.call",
                r#"softaculous_buy ["ips","192.0.2.10"]"#,
                true,
            ),
            other(SoftaculousOperation::Call(reading), "softaculous.call", "softaculous", false),
        ],
    );
}

#[test]
fn what_is_done_at_websoftsolus_has_a_name_and_a_target() {
    let credentials = websoftsolus::Credentials::new("ops@example.com", "secret").unwrap();
    let account = WebSoftSolusAccount::new(name(), websoftsolus::Client::live(credentials).unwrap());
    let order = |order: Order, name, target| Row(order.into(), name, target, true);
    let other =
        |operation, name, target, charges| Row(Operation::WebSoftSolus(operation), name, target, charges);
    let period = || websoftsolus::Period::Months1;
    let call =
        websoftsolus::RawCall::delete(Effect::Spend).segment("license").segment("plesk").segment("PLSK.1");
    check(
        &account,
        &[
            order(
                Order::Plesk10(websoftsolus::OrderPlesk10::new("PLESK-10", "web1", period(), Os::Linux)),
                "websoftsolus.plesk.order",
                "web1 PLESK-10",
            ),
            // The comment may hold a reference that differs each time.
            order(
                Order::Plesk12(
                    websoftsolus::OrderPlesk12::new("PLESK-12", "web1", period()).comment("ref-1"),
                ),
                "websoftsolus.plesk.order",
                "web1 PLESK-12",
            ),
            order(
                Order::Cpanel(websoftsolus::OrderCpanel::new("CPANEL-VPS", "web1", period(), ADDRESS)),
                "websoftsolus.cpanel.order",
                "192.0.2.10 CPANEL-VPS",
            ),
            order(
                Order::Virtuozzo(websoftsolus::OrderVirtuozzo::new("VZ", "node1", period(), Os::Linux)),
                "websoftsolus.virtuozzo.order",
                "node1 VZ",
            ),
            other(
                WebSoftSolusOperation::EditPlesk(EditTexts::new(KeyNumber::new("PLSK.1").unwrap(), "t", "c")),
                "websoftsolus.plesk.edit",
                "key PLSK.1",
                false,
            ),
            other(
                WebSoftSolusOperation::TerminateCpanel(Terminate::new(KeyNumber::new("4921").unwrap())),
                "websoftsolus.cpanel.terminate",
                "key 4921",
                false,
            ),
            other(
                WebSoftSolusOperation::Call(call),
                "websoftsolus.call",
                "DELETE license plesk PLSK.1",
                true,
            ),
        ],
    );
}

#[test]
fn what_is_done_at_ispmanager_and_isplicense_has_a_name_and_a_target() {
    let credentials = || billmgr::Credentials::each_call("ops@example.com", "password").unwrap();
    let account =
        |site| BillmgrAccount::new(name(), billmgr::Client::live(&site, credentials()).unwrap()).unwrap();
    let soft = || Service::new(ItemType::Ispsystem, "1204".parse().unwrap());
    let isp = |operation, word, target, charges| Row(Operation::Ispmanager(operation), word, target, charges);
    let lite = billmgr::Order::license(&ispmanager::LITE, ADDRESS, "web", Period::MONTH, AutoRenew::Off);
    let both = billmgr::Services::from(soft()).and("1199".parse().unwrap());
    let addon = Addon::new("55236".parse().unwrap(), 3).unwrap();
    check(
        &account(ispmanager::EU),
        &[
            Row(
                Order::Ispmanager(lite.remote_id("ref-1")).into(),
                "ispmanager.order",
                "192.0.2.10 soft/55227",
                true,
            ),
            isp(
                BillmgrOperation::Renew(Renew::new(soft(), Period::MONTH)),
                "ispmanager.renew",
                "soft/1204",
                true,
            ),
            isp(
                BillmgrOperation::Edit(Edit::new(soft()).address(ADDRESS)),
                "ispmanager.edit",
                "soft/1204",
                false,
            ),
            isp(
                BillmgrOperation::SetAddons(SetAddons::new(soft(), addon)),
                "ispmanager.set-addons",
                "soft/1204",
                true,
            ),
            isp(
                BillmgrOperation::ChangeTariff(ChangeTariff::new(soft(), "55228".parse().unwrap())),
                "ispmanager.change-tariff",
                "soft/1204",
                true,
            ),
            isp(BillmgrOperation::Suspend(Suspend::new(soft())), "ispmanager.suspend", "soft/1204", false),
            isp(BillmgrOperation::Resume(Resume::new(soft())), "ispmanager.resume", "soft/1204", false),
            // The order in which they are named makes no difference.
            isp(BillmgrOperation::Delete(Delete::new(both)), "ispmanager.delete", "soft/1199,1204", false),
            isp(
                BillmgrOperation::NewKey(NewKey::new(soft(), "1204-OLD".parse().unwrap())),
                "ispmanager.new-key",
                "soft/1204",
                false,
            ),
            isp(
                BillmgrOperation::RemoveFromCart(RemoveFromCart::new("99".parse().unwrap())),
                "ispmanager.remove-from-cart",
                "item 99",
                false,
            ),
            isp(
                BillmgrOperation::ClearCart(ClearCart::new("553".parse().unwrap())),
                "ispmanager.clear-cart",
                "cart 553",
                false,
            ),
            isp(
                BillmgrOperation::Call(
                    billmgr::RawCall::new("service.prolong", Effect::Spend).field("elid", "1204"),
                ),
                "ispmanager.call",
                r#"service.prolong ["elid","1204"]"#,
                true,
            ),
        ],
    );
    let offer = &isplicense::ISPMANAGER_6_LITE;
    let lite = billmgr::Order::license(offer, ADDRESS, "web", Period::MONTH, AutoRenew::VendorsDefault);
    let renew = Renew::new(Service::new(ItemType::ThirdParty, "88".parse().unwrap()), Period::MONTH);
    check(
        &account(isplicense::COM),
        &[
            Row(Order::Isplicense(lite).into(), "isplicense.order", "192.0.2.10 softexternal/546", true),
            Row(
                Operation::Isplicense(BillmgrOperation::Renew(renew)),
                "isplicense.renew",
                "softexternal/88",
                true,
            ),
        ],
    );
}

#[test]
fn an_order_for_an_address_says_which() {
    let term = softaculous::Term::months(1).unwrap();
    let buy = softaculous::Buy::new(ADDRESS, term, ServerType::Vps);
    let plesk = websoftsolus::OrderPlesk12::new("PLESK-12", "web1", websoftsolus::Period::Months1);
    assert_eq!(Operation::from(Order::Softaculous(buy)).order_address(), Some(ADDRESS));
    assert_eq!(Operation::from(Order::Plesk12(plesk)).order_address(), None);
    let suspend = Suspend::new(Service::new(ItemType::Ispsystem, "1204".parse().unwrap()));
    assert_eq!(Operation::Ispmanager(BillmgrOperation::Suspend(suspend)).order_address(), None);
}
