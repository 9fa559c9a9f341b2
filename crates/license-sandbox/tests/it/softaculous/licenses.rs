//! The list and its filters, the addresses, the logs, the automatic renewals.

use license_sandbox::{Options, Sandbox};
use serde_json::Value;

use crate::client::{IP, KEY, ask, buy, done, exchange, ips, refused, start, wire};

#[test]
fn without_a_filter_all_licences_of_the_product_are_listed() {
    let sandbox = start();
    let list = done(&sandbox, "softaculous", "");
    assert_eq!((&list["num_results"], &list["num_active"]), (&6.into(), &5.into()));
    assert_eq!(
        ips(&list),
        [IP, "203.0.113.11", "203.0.113.12", "203.0.113.13", "203.0.113.14", "203.0.113.15"]
    );
    assert_eq!(list["licenses"]["1001"]["active"], "0", "this one has expired");
}

#[test]
fn each_filter_narrows_the_list() {
    let sandbox = start();
    let found = |form: &str| ips(&ask(&sandbox, "softaculous", form));
    assert_eq!(found(&format!("lickey={KEY}")), [IP]);
    assert_eq!(found("lickey=88888"), [""; 0]);
    assert_eq!(found(&format!("ips={IP}")), [IP]);
    assert_eq!(found("ips=198.198.198"), [""; 0]);
    assert_eq!(found("ips=192.0.2.9"), [""; 0]);
    assert_eq!(found("email=TEST@test.com"), [IP]);
    assert_eq!(found("email=test"), [""; 0]);
    assert_eq!(found("expiry=1"), ["203.0.113.11"]);
    assert_eq!(found("expiry=2"), ["203.0.113.12"]);
    assert_eq!(found("expiry=3"), ["203.0.113.12", "203.0.113.13"]);
    assert_eq!(found("email=ops@example.com&expiry=3"), ["203.0.113.12", "203.0.113.13"]);
    assert_eq!(found("expired=1").len(), 6, "an unknown parameter filters nothing");
    assert_eq!(found("expiry=9&ips=&email=&lickey=").len(), 6, "and neither does an empty one");
}

#[test]
fn the_last_day_of_a_licence_is_not_expired() {
    let sandbox = start();
    sandbox.advance(5).unwrap();
    assert_eq!(ips(&ask(&sandbox, "softaculous", "expiry=1")), ["203.0.113.11"]);
    assert_eq!(ips(&ask(&sandbox, "softaculous", "expiry=2")), ["203.0.113.12", "203.0.113.13"]);
    sandbox.advance(1).unwrap();
    assert_eq!(ips(&ask(&sandbox, "softaculous", "expiry=1")), ["203.0.113.11", "203.0.113.12"]);
}

#[test]
fn pages_start_at_zero_and_count_all() {
    let sandbox = start();
    let page = |form: &str| {
        let list = ask(&sandbox, "softaculous", form);
        assert_eq!(list["num_results"], 6, "{form}");
        ips(&list)
    };
    assert_eq!(page("start=0&len=2"), [IP, "203.0.113.11"]);
    assert_eq!(page("start=4&len=10"), ["203.0.113.14", "203.0.113.15"]);
    assert_eq!(page("start=6"), [""; 0]);
    assert_eq!(page("start=5&len=1"), ["203.0.113.15"]);
    assert_eq!(page("start=0&len=1000000").len(), 6);
    assert_eq!(page("start=-5&len=0").len(), 6);
    assert_eq!(page("start=99999999999999999999&len=99999999999999999999"), [""; 0]);
}

#[test]
fn a_licence_is_found_by_its_second_address() {
    let sandbox = start();
    let row = &ask(&sandbox, "softaculous", "ips=203.0.113.16")["licenses"]["1005"];
    assert_eq!((&row["ip"], &row["primary"]), (&"203.0.113.16".into(), &"0".into()));
    let row = &ask(&sandbox, "softaculous", "")["licenses"]["1005"];
    assert_eq!((&row["ip"], &row["primary"]), (&"203.0.113.15".into(), &"1".into()));
}

#[test]
fn as_many_licences_as_wanted_are_there_and_the_money_still_is() {
    let sandbox = Sandbox::start(Options::default().licenses(2000)).unwrap();
    let list = ask(&sandbox, "softaculous", "");
    assert_eq!(list["num_results"], 2000);
    let rows = list["licenses"].as_object().unwrap();
    let mut keys: Vec<_> = rows.values().map(|row| row["license"].as_str().unwrap()).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), 2000);
    assert_eq!(buy(&sandbox, "192.0.2.1")["bal"], -498);
    assert_eq!(ask(&sandbox, "softaculous", "start=99&len=1")["licenses"].as_object().unwrap().len(), 1);
}

#[test]
fn addresses_are_set_as_a_whole() {
    let sandbox = start();
    let edit =
        |form: &str| done(&sandbox, "softaculous_showlicense", &format!("lid=1000&editlicense=1&{form}"));
    let reply = edit("ips[]=192.0.2.1&ips[]=192.0.2.2");
    assert_eq!(
        (&reply["new_ips"], &reply["lid"]),
        (&serde_json::json!(["192.0.2.1", "192.0.2.2"]), &1000.into())
    );
    assert_eq!(ask(&sandbox, "softaculous", &format!("ips={IP}"))["num_results"], 0);
    assert_eq!(ask(&sandbox, "softaculous", "ips=192.0.2.2")["licenses"]["1000"]["license"], KEY);
    assert_eq!(edit("ips%5B%5D=192.0.2.3")["new_ips"], serde_json::json!(["192.0.2.3"]));
    assert_eq!(
        edit("ips[0]=192.0.2.5&ips[1]=192.0.2.4")["new_ips"],
        serde_json::json!(["192.0.2.5", "192.0.2.4"])
    );
    let eight: Vec<String> = (1..=8).map(|last| format!("ips[]=192.0.2.{last}")).collect();
    assert_eq!(edit(&eight.join("&"))["new_ips"].as_array().unwrap().len(), 8);
    assert!(sandbox.ledger().is_empty(), "an address costs nothing");
    assert!(sandbox.requests().last().unwrap().committed);
}

#[test]
fn addresses_that_cannot_be_are_refused() {
    let sandbox = start();
    let edit = |form: &str| refused(&sandbox, "softaculous_showlicense", form);
    let nine: Vec<String> = (1..=9).map(|last| format!("ips[]=192.0.2.{last}")).collect();
    assert_eq!(edit(&format!("lid=1000&editlicense=1&{}", nine.join("&"))), "ips");
    assert_eq!(edit("lid=1000&editlicense=1"), "ips");
    assert_eq!(edit("lid=1000&editlicense=1&ip[]=192.0.2.1"), "ips", "as an old client names it");
    assert_eq!(edit("lid=1000&editlicense=1&ips[]=nonsense"), "ips");
    assert_eq!(edit("lid=1000&editlicense=1&ips[]=192.0.2.1&ips[]=192.0.2.1"), "ips");
    assert_eq!(edit("lid=1000&editlicense=1&ips[]=203.0.113.16"), "ips", "another licence has it");
    assert_eq!(edit("editlicense=1&ips[]=192.0.2.1"), "license");
    assert_eq!(edit(&format!("lid={KEY}&editlicense=1&ips[]=192.0.2.1")), "license");
    assert_eq!(edit("lid=1006&editlicense=1&ips[]=192.0.2.1"), "license", "that one is a Webuzo licence");
    assert_eq!(ips(&ask(&sandbox, "softaculous", &format!("lickey={KEY}"))), [IP]);
}

#[test]
fn a_licence_is_shown_when_nothing_is_to_be_edited() {
    let sandbox = start();
    let shown = done(&sandbox, "softaculous_showlicense", "lid=1005");
    assert_eq!(shown["ips"], serde_json::json!(["203.0.113.15", "203.0.113.16"]));
    assert!(!sandbox.requests()[0].committed);
}

#[test]
fn logs_come_newest_first_by_key_or_by_address() {
    let sandbox = start();
    let first = buy(&sandbox, "192.0.2.1");
    let second = buy(&sandbox, "192.0.2.1");
    let order = |form: &str| {
        let bytes = exchange(sandbox.address(), &wire("softaculous_licenselogs", form)).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let ids: Vec<String> =
            text.split("\"actid\":\"").skip(1).map(|rest| rest.split('"').next().unwrap().into()).collect();
        ids
    };
    let (newest, oldest) = (second["actid"].to_string(), first["actid"].to_string());
    let key = first["license"].as_str().unwrap();
    assert_eq!(order(&format!("key={key}")), [newest.clone(), oldest.clone()]);
    assert_eq!(order("licip=192.0.2.1"), [newest.clone(), oldest.clone()]);
    assert_eq!(order(&format!("key={key}&licip=")), [newest.clone(), oldest.clone()]);
    assert_eq!(order(&format!("key={key}&limit=1")), std::slice::from_ref(&newest));
    assert_eq!(order(&format!("key={key}&limit=0")), [newest, oldest]);

    let logs = done(&sandbox, "softaculous_licenselogs", &format!("key={key}"));
    assert_eq!(logs["license"]["license"], key);
    assert_eq!(logs["license"].get("ip"), None);
    assert_eq!(logs["actions"][first["actid"].to_string()]["action"], "new");
    assert_eq!(logs["actions"][second["actid"].to_string()]["action"], "renew");
}

#[test]
fn logs_of_no_licence_are_refused() {
    let sandbox = start();
    for form in [
        "",
        "key=00000-00000-00000-00000-00000",
        "licip=192.0.2.9",
        "licip=nonsense",
        &format!("lickey={KEY}"),
    ] {
        assert_eq!(refused(&sandbox, "softaculous_licenselogs", form), "license", "{form}");
    }
    assert_eq!(
        refused(&sandbox, "softaculous_licenselogs", &format!("key={KEY}&licip=203.0.113.12")),
        "license"
    );
    done(&sandbox, "softaculous_licenselogs", &format!("key={KEY}&licip={IP}"));
}

#[test]
fn automatic_renewals_are_listed_added_and_cancelled() {
    let sandbox = start();
    let listed = |form: &str| ips(&done(&sandbox, "softaculous_renewals", form));
    assert_eq!(listed(""), ["203.0.113.13"]);
    let added = done(&sandbox, "softaculous_renewals", &format!("lickey={KEY}&addrenewal=1"));
    assert_eq!((&added["license"], &added["autorenew"]), (&KEY.into(), &"YES".into()));
    assert_eq!(listed(""), [IP, "203.0.113.13"]);
    assert_eq!(listed(&format!("lickey={KEY}")), [IP]);
    assert_eq!(listed("ips=203.0.113.13"), ["203.0.113.13"]);
    assert_eq!(listed("ips=203.0.113.12"), [""; 0], "this one has none");
    assert_eq!(listed("ips=nonsense"), [""; 0]);
    assert_eq!(listed("start=1&len=5"), ["203.0.113.13"]);
    assert_eq!(listed("start=2"), [""; 0]);
    done(&sandbox, "softaculous_renewals", &format!("lickey={KEY}&addrenewal=1"));
    let cancelled = done(&sandbox, "softaculous_renewals", &format!("lickey={KEY}&cancelrenewal=1"));
    assert_eq!(cancelled["autorenew"], "NO");
    done(&sandbox, "softaculous_renewals", &format!("lickey={KEY}&cancelrenewal=1"));
    assert_eq!(listed(""), ["203.0.113.13"]);
    assert!(sandbox.ledger().is_empty());

    assert_eq!(refused(&sandbox, "softaculous_renewals", "addrenewal=1"), "license");
    assert_eq!(refused(&sandbox, "softaculous_renewals", "addrenewal=1&lickey=00000"), "license");
    assert_eq!(
        refused(&sandbox, "softaculous_renewals", &format!("lickey={KEY}&addrenewal=1&cancelrenewal=1")),
        "renewal"
    );
}

#[test]
fn an_invoice_holds_what_is_not_billed_yet_or_a_month() {
    let sandbox = start();
    let bought = buy(&sandbox, "192.0.2.1");
    let actid = bought["actid"].to_string();
    let unbilled = ask(&sandbox, "invoicedetails", "");
    assert_eq!(unbilled.get("error"), None);
    assert_eq!((&unbilled["amt"], &unbilled["invoid"]), (&2.into(), &0.into()));
    assert_eq!(unbilled["actions"][&actid]["license"], bought["license"]);
    assert_eq!(ask(&sandbox, "invoicedetails", "invoid=0"), unbilled);

    sandbox.set_date("2026-04-01".parse().unwrap()).unwrap();
    let unbilled = ask(&sandbox, "invoicedetails", "");
    assert_eq!((&unbilled["actions"], &unbilled["amt"]), (&Value::Array(vec![]), &0.into()));
    let logs = ask(&sandbox, "softaculous_licenselogs", "licip=192.0.2.1");
    let invoice = logs["actions"][&actid]["invoid"].as_str().unwrap().to_owned();
    assert_ne!(invoice, "0");
    let billed = ask(&sandbox, "invoicedetails", &format!("invoid={invoice}"));
    assert_eq!((&billed["amt"], billed["invoid"].to_string()), (&2.into(), invoice));
    assert_eq!(ask(&sandbox, "invoicedetails", "invoid=1")["actions"], Value::Array(vec![]));

    let february =
        ask(&sandbox, "softaculous_licenselogs", &format!("key={KEY}"))["actions"]["100"]["invoid"].clone();
    let february = ask(&sandbox, "invoicedetails", &format!("invoid={}", february.as_str().unwrap()));
    let advance = february["actions"]
        .as_object()
        .unwrap()
        .values()
        .find(|action| action["action"] == "advance")
        .unwrap();
    assert_eq!((&advance["license"], &advance["lid"]), (&Value::Null, &"0".into()));
    assert!(advance["amt"].as_str().unwrap().starts_with('-'));
}

#[test]
fn invoices_show_licences_that_are_gone_and_every_product() {
    let sandbox = start();
    let bought = buy(&sandbox, "192.0.2.1");
    done(&sandbox, "softaculous_cancel", "licip=192.0.2.1&cancel_license=1");
    done(&sandbox, "virtualizor_buy", "purchase=1&ips=192.0.2.2&toadd=1M");
    let unbilled = ask(&sandbox, "invoicedetails", "");
    assert_eq!(unbilled["actions"].as_object().unwrap().len(), 2);
    assert_eq!(unbilled["actions"][bought["actid"].to_string()]["license"], bought["license"]);
    assert_eq!(unbilled["amt"], 11);
}
