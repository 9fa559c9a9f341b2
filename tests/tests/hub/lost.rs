//! Orders whose reply is lost, and orders that never arrive, at each vendor.

use license_hub::billmgr::{AutoRenew, Order as Purchase, Period, isplicense, ispmanager};
use license_hub::softaculous::{Buy, ServerType, Term};
use license_hub::websoftsolus::{OrderPlesk12, Period as PleskPeriod};
use license_hub::{Checked, Order, Outcome, Stored};
use license_sandbox::{Fault, FaultKind};

use crate::support::{hub, sandbox};

fn orders() -> Vec<(&'static str, &'static str, Order)> {
    let address = |last: u8| std::net::IpAddr::from([192, 0, 2, last]);
    let buy = Buy::new(address(50), Term::months(1).unwrap(), ServerType::Vps).owner_email("ops@example.com");
    let plesk = OrderPlesk12::new("PLESK-12-WEB-ADMIN", "web1", PleskPeriod::Months1);
    let isp = Purchase::license(&ispmanager::LITE, address(51), "web-51", Period::MONTH, AutoRenew::Off)
        .remote_id("ref-51");
    let ispl = Purchase::license(
        &isplicense::ISPMANAGER_6_LITE,
        address(52),
        "web-52",
        Period::MONTH,
        AutoRenew::VendorsDefault,
    );
    vec![
        ("noc", "softaculous_buy", Order::Softaculous(buy)),
        ("wss", "plesk.order", Order::Plesk12(plesk)),
        ("isp", "soft.order.param", Order::Ispmanager(isp)),
        ("ispl", "softexternal.order.param", Order::Isplicense(ispl)),
    ]
}

#[test]
fn an_order_is_placed_stored_and_charged_once_at_each_vendor() {
    let sandbox = sandbox();
    let hub = hub(&sandbox);
    for (account, _, order) in orders() {
        let stored = Stored::new(&order.clone().into()).unwrap();
        let text = serde_json::to_string(&stored).unwrap();
        let again = serde_json::from_str::<Stored>(&text).unwrap().operation().unwrap();
        let charges = sandbox.ledger().len();
        let done = hub
            .perform(account, &again)
            .unwrap_or_else(|error| panic!("{account}: {error} {:?}", error.wire()));
        assert!(done.id.is_some() || done.key.is_some(), "{account}: {done:?}");
        assert_eq!(sandbox.ledger().len(), charges + 1, "{account}");
    }
}

#[test]
fn a_lost_reply_to_an_order_is_unknown_then_found_with_one_charge_at_each_vendor() {
    let sandbox = sandbox();
    let hub = hub(&sandbox);
    for (account, operation, order) in orders() {
        let order = order.into();
        let before = hub.look_before(account, &order).unwrap();
        let charges = sandbox.ledger().len();
        sandbox.add_fault(Fault::new(FaultKind::CommitThenDrop).operation(operation).times(1));
        let error = hub.perform(account, &order).unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown, "{account}: {error}");
        assert!(error.may_have_happened());
        assert_eq!((error.account().unwrap().as_str(), error.vendor().is_some()), (account, true));
        let checked = hub.check(account, &order, &before).unwrap();
        assert!(matches!(checked, Checked::Happened(_)), "{account}: {checked:?}");
        assert_eq!(sandbox.ledger().len(), charges + 1, "{account}");
    }
}

#[test]
fn an_order_that_never_arrived_is_unknown_then_not_seen_without_a_charge() {
    let sandbox = sandbox();
    let hub = hub(&sandbox);
    for (account, operation, order) in orders() {
        let order = order.into();
        let before = hub.look_before(account, &order).unwrap();
        let charges = sandbox.ledger().len();
        sandbox.add_fault(Fault::new(FaultKind::CloseBefore).operation(operation).times(1));
        assert_eq!(hub.perform(account, &order).unwrap_err().outcome(), Outcome::Unknown, "{account}");
        assert_eq!(hub.check(account, &order, &before).unwrap(), Checked::NotSeen, "{account}");
        assert_eq!(sandbox.ledger().len(), charges, "{account}");
    }
}
