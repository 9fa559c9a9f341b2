//! What Webuzo, Virtualizor and SitePad do in their own way.

use license_sandbox::{Decimal, Options, Sandbox};

use crate::client::{ask, done, ips, refused, start};

#[test]
fn each_product_has_its_own_list() {
    let sandbox = start();
    assert_eq!(ips(&done(&sandbox, "webuzo", "")), ["203.0.113.21"]);
    assert_eq!(ips(&done(&sandbox, "virtualizor", "")), ["203.0.113.31"]);
    assert_eq!(ips(&done(&sandbox, "sitemush", "")), ["203.0.113.41"]);
    assert_eq!(done(&sandbox, "webuzo", "expiry=2")["num_results"], 0);
    assert_eq!(done(&sandbox, "webuzo", "expiry=3")["num_results"], 1);
    assert_eq!(done(&sandbox, "sitemush", "email=ops@example.com&start=0&len=5")["num_results"], 1);
}

#[test]
fn an_address_can_have_one_licence_of_each() {
    let sandbox = start();
    for (ca, form, look) in [
        ("softaculous_buy", "servertype=1&authemail=a@example.com", "-"),
        ("webuzo_buy", "servertype=1&authemail=a@example.com", "webuzo-"),
        ("virtualizor_buy", "", "-"),
        ("sitemush_buy", "", "SMUSH-"),
    ] {
        let form = format!("purchase=1&ips=192.0.2.1&toadd=1M&{form}");
        let bought = done(&sandbox, ca, &form);
        assert_eq!(bought["action"], "new", "{ca}");
        assert!(bought["license"].as_str().unwrap().contains(look));
        assert_eq!(done(&sandbox, ca, &form)["action"], "renew", "{ca}");
    }
    let products: Vec<String> = sandbox.ledger().into_iter().map(|entry| entry.product).collect();
    let expected = ["softaculous", "webuzo", "virtualizor", "sitemush"];
    assert_eq!(products, expected.map(|product| [product, product]).concat());
}

#[test]
fn webuzo_takes_a_plan_or_a_server_type() {
    let sandbox = start();
    let buy =
        |form: &str| format!("purchase=1&ips=192.0.2.1&toadd=1M&authemail=a@example.com&notes=N&{form}");
    let bought = done(&sandbox, "webuzo_buy", &buy("price=business_c_m"));
    assert_eq!((&bought["rate"], &bought["amt"]), (&2.5.into(), &2.5.into()));
    let row = &ask(&sandbox, "webuzo", "ips=192.0.2.1")["licenses"][bought["lid"].to_string()];
    assert_eq!(row["notes"], "N");
    assert_eq!(refused(&sandbox, "webuzo_buy", &buy("")), "price");
    assert_eq!(refused(&sandbox, "webuzo_buy", &buy("price=no%20plan")), "price");
    assert_eq!(refused(&sandbox, "webuzo_buy", &buy("servertype=3")), "servertype");
    let form = buy("servertype=1").replace("192.0.2.1", "192.0.2.2").replace("authemail", "email");
    assert_eq!(refused(&sandbox, "webuzo_buy", &form), "authemail");
}

#[test]
fn sitepad_is_sold_for_the_terms_it_documents() {
    let sandbox = Sandbox::start(Options::default().balance(Decimal::from(10_000))).unwrap();
    for term in ["1M", "3M", "6M", "9M", "1Y", "2Y", "3Y"] {
        done(&sandbox, "sitemush_buy", &format!("purchase=1&ips=192.0.2.1&autorenew=0&toadd={term}"));
    }
    for term in ["2M", "12M", "4Y"] {
        let form = format!("purchase=1&ips=192.0.2.1&toadd={term}");
        assert_eq!(refused(&sandbox, "sitemush_buy", &form), "toadd");
        done(&sandbox, "virtualizor_buy", &form);
    }
}

#[test]
fn the_others_have_one_address_a_licence() {
    let sandbox = start();
    for (ca, lid) in [("webuzo", 1006), ("virtualizor", 1007), ("sitemush", 1008)] {
        let ca = format!("{ca}_showlicense");
        let reply = done(&sandbox, &ca, &format!("lid={lid}&ips=192.0.2.1&editlicense=1"));
        assert_eq!(reply["new_ips"], serde_json::json!(["192.0.2.1"]));
        let two = format!("lid={lid}&ips[]=192.0.2.1&ips[]=192.0.2.2&editlicense=1");
        assert_eq!(refused(&sandbox, &ca, &two), "ips");
    }
}

#[test]
fn the_other_calls_are_the_same_for_each() {
    let sandbox = start();
    for (ca, ip) in
        [("webuzo", "203.0.113.21"), ("virtualizor", "203.0.113.31"), ("sitemush", "203.0.113.41")]
    {
        let row = ask(&sandbox, ca, &format!("ips={ip}"))["licenses"]
            .as_object()
            .unwrap()
            .values()
            .next()
            .unwrap()
            .clone();
        let key = row["license"].as_str().unwrap();
        done(&sandbox, &format!("{ca}_licenselogs"), &format!("key={key}&limit=5"));
        done(&sandbox, &format!("{ca}_renewals"), &format!("lickey={key}&addrenewal=1"));
        assert_eq!(ips(&done(&sandbox, &format!("{ca}_renewals"), "")), [ip]);
        done(&sandbox, &format!("{ca}_renewals"), &format!("lickey={key}&cancelrenewal=1"));
        let form = format!("purchase=1&ips={ip}&toadd=1Y&servertype=1");
        let renewal = done(&sandbox, &format!("{ca}_buy"), &form);
        let cancel = format!("lickey={key}&cancel_license=1");
        assert_eq!(refused(&sandbox, &format!("{ca}_cancel"), &cancel), "refund");
        done(&sandbox, &format!("{ca}_refund"), &format!("actid={}", renewal["actid"]));
        let gone = done(&sandbox, &format!("{ca}_cancel"), &format!("{cancel}&force=1"));
        assert_eq!(gone["cancelled_license"]["license"], key);
        assert_eq!(done(&sandbox, ca, "")["num_results"], 0);
    }
}

#[test]
fn a_webuzo_trial_is_free_and_for_an_address_without_a_licence() {
    let sandbox = start();
    let trial = done(&sandbox, "webuzotrial", "ips=192.0.2.1&type=2&gettrial=1");
    assert!(trial["license"].as_str().unwrap().starts_with("webuzo-"));
    assert_eq!(trial["expires"], "20260331");
    assert!(sandbox.ledger().is_empty());
    assert_eq!(refused(&sandbox, "webuzotrial", "ips=192.0.2.1&type=2&gettrial=1"), "ips");
    assert_eq!(refused(&sandbox, "webuzotrial", "ips=203.0.113.21&type=2&gettrial=1"), "ips");
    assert_eq!(refused(&sandbox, "webuzotrial", "ips=192.0.2.2&type=3&gettrial=1"), "servertype");
    assert_eq!(refused(&sandbox, "webuzotrial", "ips=192.0.2.2&type=1"), "gettrial");
    assert_eq!(refused(&sandbox, "webuzotrial", "type=1&gettrial=1"), "ips");
    let logs = done(&sandbox, "webuzo_licenselogs", "licip=192.0.2.1");
    let action = logs["actions"].as_object().unwrap().values().next().unwrap();
    assert_eq!((&action["action"], &action["amt"]), (&"trial".into(), &"0.00".into()));
    assert_eq!(
        refused(&sandbox, "webuzo_refund", &format!("actid={}", action["actid"].as_str().unwrap())),
        "actid"
    );
    let bought = done(
        &sandbox,
        "webuzo_buy",
        "purchase=1&ips=192.0.2.1&toadd=1M&servertype=2&authemail=a@example.com",
    );
    assert_eq!(bought["action"], "renew");
}
