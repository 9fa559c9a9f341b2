//! Suspending, resuming and deleting.

use license_sandbox::Vendor;
use license_sandbox::billmgr::Habits;

use super::{ISP, ISPL, LITE, PRO, done, order, refusal, refused, show};
use crate::client::start;

#[test]
fn a_licence_is_suspended_and_resumed_with_sok_or_without() {
    let sandbox = start();
    for sok in ["", "&sok=ok"] {
        assert!(done(&sandbox, ISP, &format!("func=soft.suspend&elid={LITE}{sok}")).has("/doc/ok"));
        let form = show(&sandbox, LITE);
        assert_eq!((form.text("/doc/status").as_str(), form.text("/doc/lickey").is_empty()), ("3", false));
        done(&sandbox, ISP, &format!("func=soft.suspend&elid={LITE}{sok}"));
        done(&sandbox, ISP, &format!("func=soft.resume&elid={LITE}{sok}"));
        assert_eq!(show(&sandbox, LITE).text("/doc/status"), "2");
    }
    assert!(sandbox.ledger().is_empty());
    done(&sandbox, ISPL, &format!("func=softexternal.suspend&elid={PRO}"));
    done(&sandbox, ISPL, "func=parallelslic.suspend&elid=88130");
    done(&sandbox, ISPL, "func=addition.resume&elid=88131");
}

#[test]
fn several_are_done_together_or_not_at_all() {
    let sandbox = start();
    done(&sandbox, ISP, "func=soft.suspend&elid=1204417%2C+1204418");
    let list = done(&sandbox, ISP, "func=soft&filter=on&status=3");
    assert_eq!(list.texts("/doc/elem/id"), ["1204417", "1204418", "1204422", "1204423"]);
    done(&sandbox, ISP, "func=soft.resume&elid=1204417,1204418,1204417");
    assert_eq!(refused(&sandbox, ISP, "func=soft.delete&elid=1204417, 1"), refusal("missed", "elid"));
    assert_eq!(refused(&sandbox, ISP, "func=soft.delete&elid=1204417,"), refusal("missed", "elid"));
    assert_eq!(show(&sandbox, LITE).text("/doc/status"), "2");
}

#[test]
fn what_is_deleted_is_gone_from_the_list_and_can_be_read_no_more_than_that() {
    let sandbox = start();
    done(&sandbox, ISP, &format!("func=soft.delete&elid={LITE}"));
    assert_eq!(show(&sandbox, LITE).text("/doc/status"), "4");
    let list = done(&sandbox, ISP, "func=soft");
    assert!(!list.texts("/doc/elem/id").contains(&LITE.to_owned()));
    for form in [
        "soft.delete",
        "soft.suspend",
        "soft.edit&sok=ok",
        "service.prolong&period=1",
        "service.prolong&period=1&sok=ok",
        "service.changepricelist",
        "service.changepricelist&sok=ok&pricelist=55228",
    ] {
        assert_eq!(
            refused(&sandbox, ISP, &format!("elid={LITE}&func={form}")),
            refusal("missed", "elid"),
            "{form}"
        );
    }
    assert!(sandbox.ledger().is_empty(), "nothing is paid back");
    done(&sandbox, ISPL, &format!("func=softexternal.delete&elid={PRO}&sok=ok"));
    assert!(sandbox.requests().pop().unwrap().committed);
}

#[test]
fn an_unpaid_order_is_not_suspended_and_leaves_the_cart_when_deleted() {
    let sandbox = start();
    let id = done(&sandbox, ISP, &order("192.0.2.1").replace("&skipbasket=on", "")).text("/doc/id");
    for func in ["suspend", "resume"] {
        assert_eq!(
            refused(&sandbox, ISP, &format!("func=soft.{func}&elid={id}")),
            refusal("value", "status")
        );
    }
    assert!(done(&sandbox, ISP, "func=basket").has("/doc/list/elem"));
    done(&sandbox, ISP, &format!("func=soft.delete&elid={id}"));
    assert!(!done(&sandbox, ISP, "func=basket").has("/doc/list/elem"));
}

#[test]
fn changes_can_take_their_time() {
    let sandbox = start();
    let mut habits = Habits::default();
    habits.slow_changes = true;
    sandbox.set_billmgr_habits(Vendor::Ispmanager, habits);
    for (form, between, after) in [
        ("soft.suspend", "5_suspend", "3_employeesuspend"),
        ("service.prolong&period=1&sok=ok", "5_prolong", "3_employeesuspend"),
        ("soft.resume", "5_resume", "2"),
        ("service.prolong&period=1&sok=ok", "5_prolong", "2"),
    ] {
        let key = show(&sandbox, LITE).text("/doc/lickey");
        done(&sandbox, ISP, &format!("elid={LITE}&func={form}"));
        assert_eq!(
            refused(&sandbox, ISP, &format!("func=soft.suspend&elid={LITE}")),
            refusal("operation", "runningoperation")
        );
        let first = show(&sandbox, LITE);
        assert_eq!(first.attribute("/doc/item_status", "orig"), between);
        assert!(!first.text("/doc/expiredate").is_empty(), "only an order hides the end");
        let second = show(&sandbox, LITE);
        assert_eq!(second.attribute("/doc/item_status", "orig"), after);
        assert_eq!(second.text("/doc/lickey"), key, "the key stays");
    }
}
