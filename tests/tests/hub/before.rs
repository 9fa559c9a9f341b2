//! What is kept of the time before an operation.

use license_hub::softaculous::{ActionId, Buy, Cancel, Refund, ServerType, Term as NocTerm};
use license_hub::websoftsolus::{KeyNumber, Plesk, Terminate};
use license_hub::{
    Before, Operation, Order, Request, SoftaculousOperation, Term, View, WebSoftSolusOperation,
};

use crate::support::{hub, sandbox};

#[test]
fn it_says_what_the_target_has_and_survives_being_stored() {
    let sandbox = sandbox();
    let hub = hub(&sandbox);
    for account in ["noc", "isp", "ispl"] {
        let inventory = hub.inventory_of(&|it| it.name().as_str() == account, View::Full, &|_, _| {});
        let license = inventory.licenses().iter().find(|it| it.expires.is_some()).unwrap();
        let operation = hub.plan(license, &Request::renew(Term::months(1).unwrap())).unwrap();
        let before = hub.look_before(account, &operation).unwrap();
        assert_eq!(before.blind, None, "{account}");
        assert_eq!(before.licenses.len(), 1, "{account}: {before:?}");
        assert_eq!(before.licenses[0].id, Some(license.id.id.clone()), "{account}");
        assert_eq!(before.licenses[0].expires, license.expires, "{account}");
        let text = serde_json::to_string(&before).unwrap();
        assert_eq!(serde_json::from_str::<Before>(&text).unwrap(), before, "{account}");
        assert_eq!(hub.look_before(account, &operation).unwrap(), before, "nothing changed meanwhile");
    }
    let free = Buy::new("192.0.2.240".parse().unwrap(), NocTerm::months(1).unwrap(), ServerType::Vps);
    let before = hub.look_before("noc", &Operation::Order(Order::Softaculous(free))).unwrap();
    assert!(before.licenses.is_empty() && before.blind.is_none());
}

#[test]
fn it_says_why_nobody_could_find_out_afterwards() {
    let sandbox = sandbox();
    let hub = hub(&sandbox);
    let refund = Refund::new("4711".parse::<ActionId>().unwrap());
    let cancel = Cancel::by_key("88888-99999-88888-99999-88888".parse().unwrap());
    let end = Terminate::<Plesk>::new(KeyNumber::new("PLSK.99990001").unwrap());
    let operations = [
        ("noc", Operation::Softaculous(SoftaculousOperation::Refund(refund)), "transaction 4711"),
        ("noc", Operation::Softaculous(SoftaculousOperation::Cancel(cancel)), "no such licence"),
        ("wss", Operation::WebSoftSolus(WebSoftSolusOperation::TerminatePlesk(end)), "PLSK.99990001"),
    ];
    for (account, operation, why) in operations {
        let before = hub.look_before(account, &operation).unwrap();
        assert!(before.blind.as_ref().is_some_and(|blind| blind.contains(why)), "{before:?}");
        assert!(before.licenses.is_empty());
    }
}
