//! Buying and renewing.

use license_sandbox::{Decimal, Environment, Options, Sandbox, Vendor};

use crate::client::{IP, KEY, ask, buy, done, purchase, refused, start};

#[test]
fn a_new_licence_is_charged_once_and_is_there() {
    let sandbox = start();
    let bought = buy(&sandbox, "192.0.2.1");
    assert_eq!(bought["action"], "new");
    assert_eq!((&bought["rate"], &bought["amt"], &bought["bal"]), (&2.into(), &2.into(), &(-498).into()));

    let list = ask(&sandbox, "softaculous", "ips=192.0.2.1");
    let row = &list["licenses"][bought["lid"].to_string()];
    assert_eq!((&row["license"], &row["expires"]), (&bought["license"], &"20260401".into()));

    let [entry] = &sandbox.ledger()[..] else { panic!() };
    assert_eq!((entry.sequence, entry.request), (1, 1));
    assert_eq!((entry.vendor, entry.environment), (Vendor::Softaculous, Environment::Live));
    assert_eq!((entry.operation.as_str(), entry.product.as_str()), ("softaculous_buy", "softaculous"));
    assert_eq!(entry.ip.as_deref(), Some("192.0.2.1"));
    assert_eq!(entry.license_key.as_deref(), bought["license"].as_str());
    assert_eq!(entry.action_id, bought["actid"].as_u64());
    assert_eq!((entry.amount.to_string().as_str(), entry.term.as_deref()), ("2.00", Some("1M")));
    assert_eq!(entry.date.to_string(), "2026-03-01");
    assert_eq!(entry.time.as_second(), bought["time"].as_i64().unwrap());
}

#[test]
fn a_second_purchase_for_the_address_extends_and_charges_again() {
    let sandbox = start();
    let first = buy(&sandbox, "192.0.2.1");
    let second = buy(&sandbox, "192.0.2.1");
    assert_eq!(second["action"], "renew");
    assert_eq!(second["license"], first["license"]);
    assert_eq!(second["lid"], first["lid"].to_string(), "a string this time");
    assert_eq!(second["rate"], "2.00", "a string this time");
    assert_eq!((&second["amt"], &second["bal"]), (&2.into(), &(-496).into()));
    let list = ask(&sandbox, "softaculous", "ips=192.0.2.1");
    assert_eq!(list["licenses"][first["lid"].to_string()]["expires"], "20260501");
    assert_eq!(sandbox.ledger().len(), 2);
}

#[test]
fn an_expired_licence_is_extended_from_today() {
    let sandbox = start();
    let before = ask(&sandbox, "softaculous", "expiry=1");
    assert_eq!(before["num_results"], 1);
    let bought = buy(&sandbox, "203.0.113.11");
    assert_eq!(bought["action"], "renew");
    let list = ask(&sandbox, "softaculous", "ips=203.0.113.11");
    assert_eq!(list["licenses"]["1001"]["expires"], "20260401");
}

#[test]
fn any_address_of_a_licence_extends_it() {
    let sandbox = start();
    let bought = buy(&sandbox, "203.0.113.16");
    assert_eq!((&bought["lid"], &bought["ip"]), (&"1005".into(), &"203.0.113.16".into()));
    assert_eq!(sandbox.ledger()[0].ip.as_deref(), Some("203.0.113.16"));
}

#[test]
fn a_renewal_keeps_what_it_does_not_name() {
    let sandbox = start();
    done(&sandbox, "softaculous_renewals", &format!("lickey={KEY}&addrenewal=1"));
    let renewed = done(&sandbox, "softaculous_buy", &format!("purchase=1&ips={IP}&toadd=1M&servertype=2"));
    assert_eq!(renewed["autorenew"], "YES");
    assert_eq!(renewed["rate"], "3.00", "the licence is for a dedicated server, whatever the renewal says");
    let row = &ask(&sandbox, "softaculous", &format!("lickey={KEY}"))["licenses"]["1000"];
    assert_eq!(
        (&row["authemail"], &row["servertype"], &row["notes"]),
        (&"test@test.com".into(), &"1".into(), &"".into())
    );

    let form = format!(
        "purchase=1&ips={IP}&toadd=1M&servertype=1&autorenew=2&authemail=new@example.com&notes=N%26%2B"
    );
    assert_eq!(done(&sandbox, "softaculous_buy", &form)["autorenew"], "NO");
    let row = &ask(&sandbox, "softaculous", &format!("lickey={KEY}"))["licenses"]["1000"];
    assert_eq!((&row["authemail"], &row["notes"]), (&"new@example.com".into(), &"N&+".into()));
}

#[test]
fn years_cost_twelve_months() {
    let sandbox = start();
    let form = purchase("192.0.2.1").replace("1M", "1Y").replace("servertype=2", "servertype=1");
    let bought = done(&sandbox, "softaculous_buy", &form);
    assert_eq!((&bought["rate"], &bought["amt"], &bought["added"]), (&3.into(), &36.into(), &"1Y".into()));
    let list = ask(&sandbox, "softaculous", "ips=192.0.2.1");
    assert_eq!(list["licenses"][bought["lid"].to_string()]["expires"], "20270301");
}

#[test]
fn auto_renewal_is_on_with_1_and_off_with_anything_else() {
    let sandbox = start();
    for (value, reply) in [("1", "YES"), ("2", "NO"), ("0", "NO"), ("", "NO"), ("True", "NO")] {
        sandbox.reset();
        let form = purchase("192.0.2.1").replace("autorenew=2", &format!("autorenew={value}"));
        assert_eq!(done(&sandbox, "softaculous_buy", &form)["autorenew"], reply, "{value}");
    }
    let form = purchase("192.0.2.2").replace("&autorenew=2", "");
    assert_eq!(done(&sandbox, "softaculous_buy", &form)["autorenew"], "NO");
}

#[test]
fn sitepad_in_a_bundle_is_a_second_charge_of_the_same_request_at_40_percent_off() {
    let sandbox = start();
    let bought = done(&sandbox, "softaculous_buy", &format!("{}&buy_sitepad=1", purchase("192.0.2.1")));
    let ledger = sandbox.ledger();
    let seen: Vec<_> = ledger
        .iter()
        .map(|entry| (entry.request, entry.product.as_str(), entry.amount.to_string()))
        .collect();
    assert_eq!(seen, [(1, "softaculous", "2.00".into()), (1, "sitemush", "0.90".into())]);
    assert_eq!((&bought["amt"], &bought["bal"]), (&2.into(), &(-497.1).into()));
    assert_eq!(ask(&sandbox, "sitemush", "ips=192.0.2.1")["num_results"], 1);

    done(&sandbox, "softaculous_buy", &format!("{}&buy_sitepad=0", purchase("192.0.2.2")));
    assert_eq!(ask(&sandbox, "sitemush", "ips=192.0.2.2")["num_results"], 0);
}

#[test]
fn what_a_purchase_lacks_is_refused() {
    let sandbox = start();
    let with =
        |from: &str, to: &str| refused(&sandbox, "softaculous_buy", &purchase("192.0.2.1").replace(from, to));
    assert_eq!(with("purchase=1", ""), "purchase");
    assert_eq!(with("purchase=1", "purchase=0"), "purchase");
    for ip in ["", "192.0.2", "192.0.2.256", "192.0.2.1:80", "192.0.2.0/24", "example.com", "192.0.2.01"] {
        assert_eq!(with("192.0.2.1", ip), "ips", "{ip}");
    }
    for term in ["", "0M", "1", "1y", "1m", "-1M", "1D", "999M"] {
        assert_eq!(with("1M", term), "toadd", "{term}");
    }
    for server in ["", "0", "3", "vps"] {
        assert_eq!(with("servertype=2", &format!("servertype={server}")), "servertype", "{server}");
    }
    for email in ["", "nobody", "a%20b@example.com", "a%0d%0a@example.com"] {
        assert_eq!(with("owner@example.com", email), "authemail", "{email}");
    }
    assert_eq!(ask(&sandbox, "softaculous", "ips=192.0.2.1")["num_results"], 0);
}

#[test]
fn an_ipv6_address_is_one_address_however_it_is_written() {
    let sandbox = start();
    buy(&sandbox, "2001:db8::1");
    assert_eq!(buy(&sandbox, "2001:0DB8:0:0:0:0:0:1")["action"], "renew");
}

#[test]
fn money_that_is_not_there_buys_nothing() {
    let options = Options::default().balance(Decimal::from(5));
    let sandbox = Sandbox::start(options.clone()).unwrap();
    assert_eq!(buy(&sandbox, "192.0.2.1")["bal"], -3);
    assert_eq!(buy(&sandbox, "192.0.2.2")["bal"], -1);
    assert_eq!(refused(&sandbox, "softaculous_buy", &purchase("192.0.2.3")), "balance");
    assert_eq!(refused(&sandbox, "softaculous_buy", &purchase("192.0.2.1")), "balance");
    assert_eq!(ask(&sandbox, "softaculous", "ips=192.0.2.3")["num_results"], 0);

    sandbox.reset();
    let bundle = format!("{}&buy_sitepad=1", purchase("192.0.2.1"));
    done(&sandbox, "softaculous_buy", &bundle);
    assert_eq!(
        refused(&sandbox, "softaculous_buy", &bundle),
        "balance",
        "2.10 is enough for one of them, not for both"
    );
    assert_eq!(ask(&sandbox, "softaculous", "ips=192.0.2.1")["licenses"]["1009"]["expires"], "20260401");

    let in_debt = Sandbox::start(options.credit_limit(Decimal::from(1))).unwrap();
    assert_eq!(buy(&in_debt, "192.0.2.1")["bal"], -3);
    assert_eq!(buy(&in_debt, "192.0.2.1")["bal"], -1);
    assert_eq!(buy(&in_debt, "192.0.2.1")["bal"], 1);
    assert_eq!(refused(&in_debt, "softaculous_buy", &purchase("192.0.2.1")), "balance");
}

#[test]
fn test_licences_and_money_are_apart_from_live_ones() {
    let sandbox = start();
    let test = done(&sandbox, "softaculous_buy", &format!("{}&sandbox=1", purchase("192.0.2.1")));
    assert_eq!(test["bal"], -498);
    assert_eq!(sandbox.ledger()[0].environment, Environment::Test);
    assert_eq!(sandbox.requests()[0].environment, Some(Environment::Test));
    assert_eq!(ask(&sandbox, "softaculous", "ips=192.0.2.1")["num_results"], 0);
    assert_eq!(ask(&sandbox, "softaculous", "sandbox=1")["num_results"], 1);
    assert_eq!(ask(&sandbox, "invoicedetails", "")["amt"], 0);
    let live = buy(&sandbox, "192.0.2.1");
    assert_eq!((&live["action"], &live["bal"]), (&"new".into(), &(-498).into()));
    assert_ne!(
        (&live["lid"], &live["license"], &live["actid"]),
        (&test["lid"], &test["license"], &test["actid"])
    );
    assert_eq!(refused(&sandbox, "softaculous_refund", &format!("actid={}", test["actid"])), "actid");
    assert_eq!(sandbox.ledger()[1].environment, Environment::Live);
}

#[test]
fn a_term_past_the_end_of_the_calendar_is_refused_and_charges_nothing() {
    let sandbox = Sandbox::start(Options::default().balance(Decimal::from(1_000_000))).unwrap();
    sandbox.set_date("9000-12-31".parse().unwrap()).unwrap();
    let form = purchase("192.0.2.1").replace("1M", "10Y");
    for _ in 0..99 {
        done(&sandbox, "softaculous_buy", &form);
    }
    assert_eq!(refused(&sandbox, "softaculous_buy", &form), "toadd");
    assert_eq!(refused(&sandbox, "softaculous_buy", &format!("{form}&buy_sitepad=1")), "toadd");
}
