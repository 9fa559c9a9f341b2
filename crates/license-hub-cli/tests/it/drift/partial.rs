//! Where not everything is known, nothing is compared.

use license_sandbox::billmgr::Habits;
use license_sandbox::{Fault, FaultKind, Vendor};

use super::{all, hub, write};
use crate::four_accounts::{self, ACCOUNTS, config};

const VENDORS: [Vendor; 4] =
    [Vendor::Softaculous, Vendor::WebSoftSolus, Vendor::Ispmanager, Vendor::Isplicense];

#[test]
fn an_account_that_does_not_answer_is_named_and_nothing_is_called_missing() {
    for (vendor, (name, _)) in VENDORS.into_iter().zip(ACCOUNTS) {
        let hub = hub();
        write(&hub, all(&hub).into_values());
        hub.sandbox.add_fault(Fault::new(FaultKind::Html { commit: false }).vendor(vendor).times(10_000));
        let ran = hub.run("drift expected.csv").exits(3);
        assert_eq!(ran.out, "");
        ran.says(&format!("account {name},")).says("nothing was compared, because 1 of 4 accounts failed");
        // An account that is not asked for hides nothing.
        let others: Vec<String> = ACCOUNTS
            .iter()
            .filter(|known| known.0 != name)
            .map(|known| format!("--account {}", known.0))
            .collect();
        hub.run(&format!("drift expected.csv --within 0d {}", others.join(" ")))
            .exits(0)
            .says("are not compared");
    }
}

#[test]
fn a_wrong_password_is_enough() {
    let hub = hub();
    write(&hub, all(&hub).into_values());
    let good = config(&hub);
    for (at, password) in
        ["sandbox-noc-pass", "sandbox-isp-pass", "sandbox-ispl-pass"].into_iter().enumerate()
    {
        hub.write("config.toml", &good.replace(&format!("\"{password}\""), "\"wrong-pass\""));
        let ran = hub.run("drift expected.csv").exits(3).says("nothing was compared");
        let name = ["noc", "isp", "ispl"][at];
        assert!(
            ran.err.contains(&format!("account {name},")) && !ran.err.contains("wrong-pass"),
            "{}",
            ran.err
        );
        assert_eq!(ran.out, "");
    }
}

#[test]
fn a_secret_that_cannot_be_read_is_told_before_anything_is_sent() {
    let hub = hub();
    write(&hub, all(&hub).into_values());
    hub.write("config.toml", &config(&hub).replace("\"sandbox-noc-pass\"", "{ env = \"NOT_SET\" }"));
    let before = hub.sandbox.requests().len();
    hub.run("drift expected.csv").exits(3).says("NOT_SET").says("nothing was compared");
    assert_eq!(hub.sandbox.requests().len(), before);
}

#[test]
fn one_licence_that_cannot_be_read_is_enough() {
    let hub = hub();
    write(&hub, all(&hub).into_values());
    hub.sandbox.add_fault(Fault::new(FaultKind::status(403)).operation("plesk.properties"));
    let ran = hub.run("drift expected.csv").exits(3);
    assert_eq!(ran.out, "");
    ran.says("PLSK.").says("nothing was compared, because what failed above (1) could not be read");
}

#[test]
fn what_an_account_may_not_list_is_none_only_where_somebody_says_so() {
    let hub = hub();
    let list = all(&hub);
    write(&hub, list.into_iter().filter(|(id, _)| id != "1204427").map(|(_, line)| line));
    let mut habits = Habits::default();
    habits.denied = vec!["platform".into()];
    hub.sandbox.set_billmgr_habits(Vendor::Ispmanager, habits);
    let ran = hub.run("drift expected.csv --within 0d").exits(3);
    assert_eq!(ran.out, "");
    ran.says("nothing of the product platform is listed").says("add --skip-closed");
    hub.run("drift expected.csv --within 0d --skip-closed").exits(0);
    // What fails otherwise is not let through with it.
    hub.sandbox
        .add_fault(Fault::new(FaultKind::Html { commit: false }).vendor(Vendor::Softaculous).times(99));
    hub.run("drift expected.csv --within 0d --skip-closed").exits(3).says("account noc,");
}

#[test]
fn ctrl_c_compares_nothing() {
    let (hub, gate) = four_accounts::gated();
    hub.write("expected.csv", "ip,product\n203.0.113.12,softaculous\n");
    let child = hub.start("drift expected.csv");
    gate.wait_for(4);
    #[cfg(unix)]
    {
        crate::interrupts::interrupt(&child);
        let ran = crate::kit::end(child).exits(3).says("nothing was compared");
        assert_eq!(ran.out, "");
    }
}
