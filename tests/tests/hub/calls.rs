//! Any function of a vendor's by its name, through the facade.

use license_hub::billmgr::RawCall as BillmgrCall;
use license_hub::softaculous::RawCall as NocCall;
use license_hub::websoftsolus::RawCall as WssCall;
use license_hub::{
    BillmgrOperation, Checked, Effect, Operation, Outcome, Request, SoftaculousOperation, Stored, View,
    WebSoftSolusOperation,
};
use license_sandbox::{Fault, FaultKind};

use crate::support::{hub, sandbox};

fn calls(effect: Effect) -> Vec<(&'static str, Operation)> {
    let noc = SoftaculousOperation::Call(NocCall::new("softaculous", effect).field("len", "1"));
    let wss = WebSoftSolusOperation::Call(WssCall::get(effect).segment("license").segment("plesk"));
    let call = || BillmgrOperation::Call(BillmgrCall::new("subaccount", effect));
    vec![
        ("noc", Operation::Softaculous(noc)),
        ("wss", Operation::WebSoftSolus(wss)),
        ("isp", Operation::Ispmanager(call())),
        ("ispl", Operation::Isplicense(call())),
    ]
}

#[test]
fn a_call_by_name_has_the_effect_that_it_was_given_and_its_answer_comes_back() {
    let sandbox = sandbox();
    let hub = hub(&sandbox);
    for (account, operation) in calls(Effect::Read) {
        assert_eq!(operation.effect(), Effect::Read);
        assert_eq!(hub.preview(account, &operation).unwrap()[0].effect, Effect::Read, "{account}");
        let done = hub.perform(account, &operation).unwrap();
        assert!(!done.reply.is_null(), "{account}");
        let stored = Stored::new(&operation).unwrap();
        assert_eq!(stored.operation().unwrap(), operation);
    }
}

#[test]
fn a_lost_reply_to_a_call_is_unknown_and_nobody_can_tell_what_came_of_it() {
    let sandbox = sandbox();
    let hub = hub(&sandbox);
    for (account, operation) in calls(Effect::Spend) {
        let before = hub.look_before(account, &operation).unwrap();
        // The token and the session come first.
        hub.account(account).unwrap().log_in().unwrap();
        sandbox.add_fault(Fault::new(FaultKind::CloseBefore).times(1));
        let error = hub.perform(account, &operation).unwrap_err();
        assert_eq!((error.outcome(), error.may_have_happened()), (Outcome::Unknown, true), "{account}");
        let checked = hub.check(account, &operation, &before).unwrap();
        assert!(matches!(checked, Checked::CannotTell(_)), "{account}: {checked:?}");
    }
}

#[test]
fn several_addresses_a_name_and_texts_go_where_a_vendor_takes_them() {
    let sandbox = sandbox();
    let hub = hub(&sandbox);
    let first = |account: &str| {
        let inventory = hub.inventory_of(&|it| it.name().as_str() == account, View::Full, &|_, _| {});
        inventory.licenses().iter().find(|it| !it.addresses.is_empty()).unwrap().clone()
    };
    let to = ["192.0.2.81", "192.0.2.82"].map(|address| address.parse().unwrap());
    let noc = first("noc");
    let done = hub.request(&noc, &Request::SetAddresses(to.to_vec())).unwrap();
    assert_eq!(done.addresses, to);
    let name = Request::Name { name: "web-83".into(), addresses: vec!["192.0.2.83".parse().unwrap()] };
    let isp = first("isp");
    hub.request(&isp, &name).unwrap();
    let now = hub.find("isp", "web-83").unwrap();
    assert_eq!((&now.id, now.addresses), (&isp.id, vec!["192.0.2.83".parse().unwrap()]));
    let wss = first("wss");
    let texts = Request::SetTexts { title: "web84".into(), comment: "rack 7".into() };
    hub.request(&wss, &texts).unwrap();
    let account = hub.account("wss").unwrap();
    assert_eq!(account.details(&wss).unwrap().name.as_deref(), Some("web84"));
    for (license, request) in [
        (&noc, &name),
        (&noc, &texts),
        (&noc, &Request::NewKey),
        (&isp, &texts),
        (&isp, &Request::SetAddresses(to.to_vec())),
        (&isp, &Request::Cancel { force: true }),
        (&wss, &name),
        (&wss, &Request::Cancel { force: true }),
    ] {
        let error = hub.plan(license, request).unwrap_err();
        let unsupported = matches!(error.kind(), license_hub::ErrorKind::Unsupported { .. });
        assert!(unsupported, "{} {request:?}: {error}", license.account);
    }
}
