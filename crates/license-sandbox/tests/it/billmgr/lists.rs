//! Lists, pages, filters, money, prices.

use license_sandbox::billmgr::Habits;
use license_sandbox::{Options, Sandbox, Vendor};

use super::{ISP, ISPL, LITE, ask, done, order};
use crate::client::{get, start};

fn ids(sandbox: &Sandbox, form: &str) -> Vec<String> {
    done(sandbox, ISP, form).texts("/doc/elem/id")
}

#[test]
fn each_kind_has_a_list_of_its_own() {
    let sandbox = start();
    assert_eq!(ids(&sandbox, "func=soft").len(), 8);
    assert_eq!(ids(&sandbox, "func=softexternal"), ["1204425"]);
    assert_eq!(ids(&sandbox, "func=addition"), ["1204426"]);
    assert_eq!(ids(&sandbox, "func=platform"), ["1204427"]);
    for (func, count) in
        [("soft", 0), ("softexternal", 7), ("parallelslic", 1), ("addition", 1), ("platform", 0)]
    {
        assert_eq!(done(&sandbox, ISPL, &format!("func={func}")).texts("/doc/elem").len(), count, "{func}");
    }
    assert_eq!(ids(&sandbox, "func=soft&project=1").len(), 8);
    assert!(ids(&sandbox, "func=soft&project=2").is_empty());
}

#[test]
fn the_licences_at_the_start_are_of_every_kind() {
    let sandbox = start();
    let list = done(&sandbox, ISP, "func=soft");
    let statuses = list.texts("/doc/elem/status");
    for (status, count) in [("2", 6), ("3", 2)] {
        assert_eq!(statuses.iter().filter(|text| *text == status).count(), count, "{status}");
    }
    let details = list.attributes("/doc/elem/item_status", "orig");
    assert!(details.contains(&"3_autosuspend".into()) && details.contains(&"3_employeesuspend".into()));
    assert!(list.texts("/doc/elem/period").contains(&"-100".into()), "a trial");
    assert!(list.texts("/doc/elem/licname").contains(&"free.lic".into()));
    assert!(list.texts("/doc/elem/autoprolong").contains(&"1".into()));
    let module = done(&sandbox, ISP, "func=addition.edit&elid=1204426");
    assert_eq!((module.text("/doc/item").as_str(), module.text("/doc/lickey").as_str()), (LITE, ""));
}

#[test]
fn more_licences_can_be_there_at_the_start() {
    let sandbox = Sandbox::start(Options::default().licenses(50)).unwrap();
    assert_eq!(ids(&sandbox, "func=soft").len(), 50);
    assert_eq!(done(&sandbox, ISPL, "func=softexternal").texts("/doc/elem/id").len(), 50);
    let ips = done(&sandbox, ISP, "func=soft").texts("/doc/elem/ip");
    let mut different = ips.clone();
    different.sort();
    different.dedup();
    assert_eq!(different.len(), ips.len());
}

#[test]
fn pages_are_counted_from_one() {
    let sandbox = start();
    let page = |form: &str| done(&sandbox, ISP, &format!("func=soft&{form}"));
    let first = page("p_cnt=3");
    assert_eq!(first.texts("/doc/elem/id"), ["1204417", "1204418", "1204419"]);
    assert_eq!(
        (first.text("/doc/p_num"), first.text("/doc/p_cnt"), first.text("/doc/p_elems")),
        ("1".into(), "3".into(), "8".into())
    );
    assert_eq!(page("p_cnt=3&p_num=3").texts("/doc/elem/id").len(), 2);
    assert!(page("p_cnt=3&p_num=4").texts("/doc/elem/id").is_empty());
    assert_eq!(page("p_cnt=10000").texts("/doc/elem/id").len(), 8);
    for odd in ["p_cnt=0", "p_cnt=-1", "p_cnt=x", "p_num=0", "p_cnt=99999999999999999999"] {
        assert_eq!(page(odd).texts("/doc/elem/id").len(), 8, "{odd}");
    }
    assert_eq!(page("p_cnt=1&p_col=-expiredate").texts("/doc/elem/licname"), ["web-17"]);
    assert_eq!(page("p_cnt=1&p_col=%2Bip").texts("/doc/elem/ip"), ["0.0.0.0"]);
    assert_eq!(page("p_cnt=1&p_col=+licname").texts("/doc/elem/licname"), ["cluster-1"]);

    let mut habits = Habits::default();
    habits.default_page = Some(5);
    habits.paging = false;
    sandbox.set_billmgr_habits(Vendor::Ispmanager, habits);
    let short = page("");
    assert_eq!((short.texts("/doc/elem").len(), short.has("/doc/p_elems")), (5, false));
}

#[test]
fn a_filter_in_the_call_is_for_that_call() {
    let sandbox = start();
    for (filter, count) in [
        ("id=1204417", 1),
        ("ip=203.0.113.117", 1),
        ("ip=203.0.113.11", 5),
        ("licname=web", 4),
        ("pricelist=55227", 3),
        ("pricelist=Ispmanager+6+lite", 3),
        ("status=3", 2),
        ("service_status=2", 6),
        ("period=12", 2),
        ("autoprolong=null", 7),
        ("expiredate=2026-03-21", 1),
        ("expiredate=other&expiredatestart=2026-03-01&expiredateend=2026-03-08", 1),
        ("orderdatefrom=2026-02-10", 4),
        ("orderdateto=2025-12-31", 2),
        ("cost_from=10&cost_to=30", 1),
        ("domain=no-such", 0),
        ("expiredate=soon", 0),
        ("status=", 8),
        ("unknown=1", 8),
        ("project=2", 0),
    ] {
        assert_eq!(ids(&sandbox, &format!("func=soft&filter=on&{filter}")).len(), count, "{filter}");
    }
    assert_eq!(ids(&sandbox, "func=soft&status=3").len(), 8, "without filter=on there is no filter");
    assert_eq!(ids(&sandbox, "func=soft").len(), 8);
}

#[test]
fn a_stored_filter_hides_rows_until_it_is_taken_off() {
    let sandbox = start();
    done(&sandbox, ISP, "func=soft.filter&status=3");
    assert_eq!(ids(&sandbox, "func=soft").len(), 8, "without sok it is not stored");
    done(&sandbox, ISP, "func=soft.filter&status=3&ip=0.0.0.0&sok=ok");
    assert_eq!(ids(&sandbox, "func=soft").len(), 1);
    assert_eq!(ids(&sandbox, "func=soft&filter=on&status=2").len(), 6, "the call's own filter instead");
    assert_eq!(ids(&sandbox, "func=softexternal").len(), 1, "it is for one list");
    assert_eq!(done(&sandbox, ISP, "func=soft.filter").text("/doc/status"), "3");
    done(&sandbox, ISP, "func=soft.filter&status=&sok=ok");
    assert_eq!(ids(&sandbox, "func=soft").len(), 8);
}

#[test]
fn the_balance_is_told_in_three_ways_and_goes_down() {
    let sandbox = start();
    done(&sandbox, ISP, &order("192.0.2.1"));
    let balances = done(&sandbox, ISP, "func=subaccount");
    assert_eq!(
        (balances.text("/doc/elem/balance"), balances.text("/doc/elem/currency")),
        ("496.00".into(), "EUR".into())
    );
    assert_eq!(balances.text("/doc/elem/project"), "ISPsystem");
    assert_eq!(done(&sandbox, ISP, "func=whoami").attribute("/doc/user", "balance"), "496.00");
    assert_eq!(done(&sandbox, ISPL, "func=subaccount").text("/doc/elem/balance"), "500.00");
    let rich = Sandbox::start(Options::default().balance("1234567.5".parse().unwrap())).unwrap();
    assert_eq!(done(&rich, ISP, "func=usrparam").text("/doc/balance"), "1\u{a0}234\u{a0}567.50\u{a0}EUR");
    assert_eq!(
        done(&rich, ISP, "func=usrparam&lang=ru").text("/doc/balance"),
        "1\u{a0}234\u{a0}567,50\u{a0}EUR"
    );
}

#[test]
fn the_price_list_is_told_to_anybody() {
    let sandbox = start();
    let prices = done(&sandbox, ISPL, "func=pricelist.export&itemtype=addition&project=1&onlyavailable=yes");
    assert_eq!(prices.texts("/doc/pricelist/id").len(), 7);
    let all = done(&sandbox, ISP, "func=pricelist.export&itemtype=soft");
    assert!(all.texts("/doc/pricelist/id").contains(&"3541".into()), "not sold any more");
    let sold = done(&sandbox, ISP, "func=pricelist.export&itemtype=soft&onlyavailable=yes");
    assert!(!sold.texts("/doc/pricelist/id").contains(&"3541".into()));
    let at = sold.texts("/doc/pricelist/id").iter().position(|id| id == "55227").unwrap();
    assert_eq!(sold.attributes("/doc/pricelist/price/period", "cost")[at * 2..][..2], ["4.0000", "48.0000"]);
    assert_eq!(sold.attributes("/doc/pricelist/price/period", "length")[at * 2..][..2], ["1", "12"]);

    let open = get(
        &sandbox,
        "/ispmanager/billmgr?func=pricelist.export&out=bjson&project=1&itemtype=platform&onlyavailable=yes",
    );
    let rows = open.json()["doc"]["pricelist"].clone();
    assert_eq!((&rows[0]["id"], &rows[0]["price"]["currency"]), (&"55163".into(), &"EUR".into()));
    assert!(
        ask(&sandbox, ISP, "func=pricelist.export&authinfo=x:y").has("/doc/error"),
        "but not with a wrong login"
    );
}

#[test]
fn payments_are_listed_and_filtered() {
    let sandbox = start();
    let payments = done(&sandbox, ISP, "func=payment");
    assert_eq!(
        (payments.text("/doc/elem/status"), payments.text("/doc/elem/subaccountamount_iso")),
        ("4".into(), "500.00 EUR".into())
    );
    for (filter, count) in [
        ("status=4", 1),
        ("status=1", 0),
        ("createdate=other&createdatestart=2026-01-01", 0),
        ("createdateend=2026-01-01", 1),
    ] {
        assert_eq!(
            done(&sandbox, ISP, &format!("func=payment&filter=on&{filter}")).texts("/doc/elem").len(),
            count,
            "{filter}"
        );
    }
}
