//! What stops it half way.

use license_sandbox::{Fault, FaultKind};

use super::{APPLY, all_vendors, charges, hub, ispmanager, outcomes, plesk, softaculous};

#[test]
fn a_refusal_in_the_middle_is_told_and_the_others_go_on() {
    let hub = hub(&all_vendors());
    hub.fault("soft.order.param", FaultKind::NotEnoughMoney);
    let ran = hub.run(APPLY).exits(3);
    assert_eq!(
        outcomes(&ran),
        ["2 done", "3 done", "4 refused", "5 done", "6 done", "7 done", "8 done"],
        "{}",
        ran.err
    );
    ran.says("march.csv:4: ispmanager, account isp").says("6 of 7 orders are done, 1 failed");
    let again = hub.run(APPLY).exits(0);
    assert_eq!(outcomes(&again)[2], "4 done");
    assert_eq!(charges(&hub), [2, 2, 2, 1]);
}

#[test]
fn it_ends_at_the_first_failure_where_that_is_wanted() {
    let hub = hub(&all_vendors());
    hub.fault("soft.order.param", FaultKind::NotEnoughMoney);
    let ran = hub.run(&format!("{APPLY} --stop-on-failure")).exits(3);
    assert_eq!(
        outcomes(&ran),
        ["2 done", "3 done", "4 refused", "5 not-tried", "6 not-tried", "7 not-tried", "8 not-tried"]
    );
    ran.says("2 of 7 orders are done, 1 failed, 4 not tried");
    assert_eq!(charges(&hub), [1, 1, 0, 0]);
    hub.run(APPLY).exits(0);
    assert_eq!(charges(&hub), [2, 2, 2, 1]);
}

#[test]
fn an_account_whose_orders_do_not_get_through_is_left_alone() {
    let mut lines: Vec<String> = (0..5).map(|number| softaculous(&format!("203.0.113.15{number}"))).collect();
    lines.push(plesk("web 1"));
    let hub = hub(&lines);
    hub.sandbox.add_fault(Fault::new(FaultKind::CloseBefore).operation("softaculous_buy").times(9));
    let ran = hub.run(APPLY).exits(5);
    assert_eq!(
        outcomes(&ran),
        ["2 not-seen", "3 not-seen", "4 not-seen", "5 not-tried", "6 not-tried", "7 done"]
    );
    assert_eq!(hub.sent("softaculous_buy").len(), 3);
    assert_eq!(charges(&hub), [0, 1, 0, 0]);
}

#[test]
fn all_refused_is_the_vendors_no() {
    let hub = hub(&[ispmanager("203.0.113.151"), ispmanager("203.0.113.152")]);
    hub.sandbox.add_fault(Fault::new(FaultKind::NotEnoughMoney).operation("soft.order.param").times(2));
    let ran = hub.run(APPLY).exits(1);
    assert_eq!(outcomes(&ran), ["2 refused", "3 refused"]);
    assert!(hub.ledger().is_empty() && hub.open().is_empty());
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_after_the_order_under_way() {
    use crate::interrupts::{interrupt, wait_for};

    let hub = hub(&[plesk("web 1"), softaculous("203.0.113.150"), plesk("web 2")]);
    hub.fault("softaculous_buy", FaultKind::Latency { ms: 3000 });
    let child = hub.start(APPLY);
    wait_for(|| !hub.sent("softaculous_buy").is_empty());
    interrupt(&child);
    let ran = crate::kit::end(child).exits(3);
    assert_eq!(outcomes(&ran), ["2 done", "3 done", "4 not-tried"], "{}", ran.err);
    ran.says("stopping after the call under way").says("you stopped it: 2 of 3 orders are done, 1 not tried");
    assert!(hub.open().is_empty());
    hub.run(APPLY).exits(0);
    assert_eq!(charges(&hub), [1, 2, 0, 0]);
}
