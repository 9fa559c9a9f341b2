//! The same wish at each vendor: done, or refused as unsupported.

use license_hub::{Checked, ErrorKind, Hub, License, Outcome, Request, Status, Term, View};
use license_sandbox::{Fault, FaultKind, Sandbox};

use crate::support::{hub, sandbox};

/// A licence of the account that works and runs for a while.
fn working(hub: &Hub, account: &str, sandbox: &Sandbox) -> License {
    let inventory = hub.inventory_of(&|it| it.name().as_str() == account, View::Full, &|_, _| {});
    let works = |license: &&License| {
        license.status == Status::Active
            && !license.addresses.is_empty()
            && license.days_left(sandbox.date()).is_some_and(|days| (1..300).contains(&days))
            && license.id.kind != "addition"
    };
    inventory.licenses().iter().find(works).unwrap_or_else(|| panic!("{:#?}", inventory.licenses())).clone()
}

#[test]
fn the_same_renewal_works_where_a_vendor_renews_and_is_refused_where_not() {
    let sandbox = sandbox();
    let hub = hub(&sandbox);
    let renew = Request::renew(Term::months(1).unwrap());
    for account in ["noc", "isp", "ispl"] {
        let license = working(&hub, account, &sandbox);
        let charges = sandbox.ledger().len();
        hub.request(&license, &renew).unwrap_or_else(|error| panic!("{account}: {error} {:?}", error.wire()));
        assert_eq!(sandbox.ledger().len(), charges + 1, "{account}");
        let text = license.id.to_string();
        let later = hub.find(account, &text).unwrap();
        assert!(later.expires > license.expires, "{account}: {:?} {:?}", later.expires, license.expires);
    }
    let plesk =
        hub.inventory(View::Listed).licenses().iter().find(|it| it.id.kind == "plesk").unwrap().clone();
    let error = hub.request(&plesk, &renew).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }));
    assert_eq!(error.outcome(), Outcome::NotSent);
}

#[test]
fn suspend_and_resume_work_at_ispmanager_and_are_unsupported_elsewhere() {
    let sandbox = sandbox();
    let hub = hub(&sandbox);
    let license = working(&hub, "isp", &sandbox);
    let status = |hub: &Hub| hub.find("isp", &license.id.to_string()).unwrap().status;
    hub.request(&license, &Request::Suspend).unwrap();
    assert_eq!(status(&hub), Status::Suspended);
    hub.request(&license, &Request::Resume).unwrap();
    assert_eq!(status(&hub), Status::Active);
    let noc = working(&hub, "noc", &sandbox);
    assert!(matches!(
        hub.request(&noc, &Request::Suspend).unwrap_err().kind(),
        ErrorKind::Unsupported { .. }
    ));
}

#[test]
fn a_licence_moves_to_another_address() {
    let sandbox = sandbox();
    let hub = hub(&sandbox);
    let to = "192.0.2.77".parse().unwrap();
    for account in ["noc", "isp"] {
        let license = working(&hub, account, &sandbox);
        hub.request(&license, &Request::set_address(to)).unwrap();
        assert_eq!(hub.find(account, &license.id.to_string()).unwrap().addresses, [to], "{account}");
    }
}

#[test]
fn a_move_and_an_auto_renewal_whose_replies_were_lost_are_looked_for_at_softaculous() {
    let sandbox = sandbox();
    let hub = hub(&sandbox);
    let license = working(&hub, "noc", &sandbox);
    let to = Request::set_address("192.0.2.78".parse().unwrap());
    for (request, function) in
        [(to, "softaculous_showlicense"), (Request::AutoRenew(true), "softaculous_renewals")]
    {
        let operation = hub.plan(&license, &request).unwrap();
        let before = hub.look_before("noc", &operation).unwrap();
        let checked = hub.check("noc", &operation, &before).unwrap();
        assert!(!matches!(checked, Checked::Happened(_)), "{function}: {checked:?}");
        sandbox.add_fault(Fault::new(FaultKind::CommitThenDrop).operation(function).times(1));
        assert_eq!(hub.perform("noc", &operation).unwrap_err().outcome(), Outcome::Unknown, "{function}");
        let checked = hub.check("noc", &operation, &before).unwrap();
        assert!(matches!(checked, Checked::Happened(_)), "{function}: {checked:?}");
    }
}

#[test]
fn a_preview_sends_nothing_and_shows_no_secret() {
    let sandbox = sandbox();
    let hub = hub(&sandbox);
    for account in ["noc", "wss", "isp", "ispl"] {
        let license = if account == "wss" {
            hub.inventory(View::Listed)
                .licenses()
                .iter()
                .find(|it| it.account.as_str() == "wss")
                .unwrap()
                .clone()
        } else {
            working(&hub, account, &sandbox)
        };
        let sent = sandbox.requests().len();
        let operation = hub.plan(&license, &Request::Cancel { force: false }).unwrap();
        let shown = format!("{:?}", hub.preview(account, &operation).unwrap());
        assert!(!shown.contains("-pass") && !shown.contains("sandbox-secret"), "{shown}");
        assert_eq!(sandbox.requests().len(), sent, "{account}");
    }
}

#[test]
fn what_is_one_vendors_is_refused_by_another() {
    let sandbox = sandbox();
    let hub = hub(&sandbox);
    let license = working(&hub, "isp", &sandbox);
    let operation = hub.plan(&license, &Request::Suspend).unwrap();
    for other in ["noc", "wss", "ispl"] {
        let error = hub.perform(other, &operation).unwrap_err();
        assert_eq!(error.outcome(), Outcome::NotSent, "{other}: {error}");
    }
}

#[test]
fn an_answer_without_a_word_of_success_is_in_doubt() {
    use license_hub::Order;
    use license_hub::websoftsolus::{OrderPlesk12, Period};
    use license_sandbox::websoftsolus::{OrderReply, Replies};

    let order = Order::Plesk12(OrderPlesk12::new("PLESK-12-WEB-ADMIN", "web1", Period::Months1));
    for (reply, in_doubt) in
        [(OrderReply::KeyNumber, false), (OrderReply::OrderId, false), (OrderReply::Nothing, true)]
    {
        let sandbox = sandbox();
        sandbox.set_websoftsolus_replies(Replies::default().order(reply));
        let done = hub(&sandbox).place("wss", &order).unwrap();
        assert_eq!(done.doubt.is_some(), in_doubt, "{reply:?}: {done:?}");
    }
}
