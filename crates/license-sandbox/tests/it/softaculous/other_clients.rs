//! How public clients of the vendor, written by others, speak: each does a provider's round.

use license_sandbox::{Sandbox, softaculous};
use serde_json::Value;

use crate::client::{FORM, IP, KEY, LOGIN, Reply, exchange, get, post, request, start, unserialize};

/// Asserts on what the round of each client has to leave behind: a purchase, a renewal and a refund.
fn assert_round(sandbox: &Sandbox) {
    let amounts: Vec<String> = sandbox.ledger().iter().map(|entry| entry.amount.to_string()).collect();
    assert_eq!(amounts, ["3.00", "3.00", "-3.00"]);
    assert!(
        sandbox.requests().iter().all(|request| request.credentials == license_sandbox::Credentials::Right)
    );
}

/// The vendor's PHP SDK: everything in the query, the credentials in the body, and each filter sent even when empty.
#[test]
fn the_php_sdk() {
    let sandbox = start();
    let call = |query: &str| {
        let reply = post(&sandbox, &format!("{}?{query}&json=1", softaculous::OLD_PATH), LOGIN).json();
        // Its test for success is PHP's `empty()`.
        assert!(reply["error"].is_null(), "{query}: {reply}");
        reply
    };
    let buy = "ca=softaculous_buy&purchase=1&ips=192.0.2.1&toadd=1M&servertype=1&authemail=a%40example.com&autorenew=1&buy_sitepad=0";
    let bought = call(buy);
    let key = bought["license"].as_str().unwrap().to_owned();
    let list = call("ca=softaculous&lickey=&ips=192.0.2.1&expiry=&start=0&len=1000000&email=");
    let row = list["licenses"].as_object().unwrap().values().next().unwrap();
    assert_eq!(row["license"], key);
    let lid = row["lid"].as_str().unwrap();
    call(&format!("ca=softaculous_showlicense&lid={lid}&ips%5B%5D=192.0.2.2&editlicense=1"));
    let renewal = call(&buy.replace("192.0.2.1", "192.0.2.2"));
    call(&format!("ca=softaculous_renewals&lickey={key}&addrenewal=1"));
    assert_eq!(call("ca=softaculous_renewals&lickey=&ips=&start=0&len=1000000")["num_results"], 2);
    call(&format!("ca=softaculous_renewals&lickey={key}&cancelrenewal=1"));
    let logs = call(&format!("ca=softaculous_licenselogs&key={key}&limit=&licip="));
    let eligible = logs["actions"].as_object().unwrap().values().filter(|action| {
        ["new", "renew"].contains(&action["action"].as_str().unwrap()) && action["refunded"] == "0"
    });
    assert_eq!(eligible.count(), 2);
    call(&format!("ca=softaculous_refund&actid={}", renewal["actid"]));
    call(&format!("ca=softaculous_cancel&lickey={key}&licip=&cancel_license=1&force="));
    call("ca=invoicedetails&invoid=0");
    assert_round(&sandbox);
}

/// The SDK keeps the parameters of earlier calls and sends them again: they must not disturb.
#[test]
fn the_php_sdk_with_leftovers_of_earlier_calls() {
    let sandbox = start();
    let leftovers = format!(
        "purchase=1&toadd=1M&servertype=1&addrenewal=1&cancel_license=1&force=1&editlicense=1&lid=9&lickey={KEY}"
    );
    let target = format!("{}?{leftovers}&ca=softaculous_licenselogs&key={KEY}&json=1", softaculous::OLD_PATH);
    assert_eq!(post(&sandbox, &target, LOGIN).json()["license"]["license"], KEY);
    let target = format!("{}?{leftovers}&ca=softaculous&json=1", softaculous::OLD_PATH);
    assert_eq!(post(&sandbox, &target, LOGIN).json()["num_results"], 1);
    assert!(sandbox.ledger().is_empty() && sandbox.requests().iter().all(|request| !request.committed));
}

/// The Node client: the query as the SDK, values not encoded, some left out, `ip[]` where `ips[]` is meant.
#[test]
fn the_node_client() {
    let sandbox = start();
    let send = |query: &str| {
        let target = format!("{}?{query}&json=1", softaculous::OLD_PATH);
        post(&sandbox, &target, LOGIN).json()
    };
    let call = |query: &str| {
        let reply = send(query);
        assert!(reply["error"].is_null(), "{query}: {reply}");
        reply
    };
    let buy = "ca=softaculous_buy&purchase=1&ips=192.0.2.1&toadd=1M&servertype=1&authemail=owner@example.com&autorenew=0";
    let key = call(buy)["license"].as_str().unwrap().to_owned();
    let list = call(&format!("ca=softaculous&lickey={key}"));
    let lid = list["licenses"].as_object().unwrap().keys().next().unwrap();
    assert!(
        send(&format!("ca=softaculous_showlicense&lid={lid}&ip[]=192.0.2.2&editlicense=1"))["error"]
            .is_object()
    );
    let renewal = call(buy);
    call("ca=softaculous_renewals");
    call(&format!("ca=softaculous_licenselogs&key={key}"));
    call(&format!("ca=softaculous_refund&actid={}", renewal["actid"]));
    call(&format!("ca=softaculous_cancel&lickey={key}&cancel_license=1"));
    assert_round(&sandbox);
}

/// The Python client: everything in a GET, `error.items()` on failure, a falsy test before it walks `licenses`.
#[test]
fn the_python_client() {
    let sandbox = start();
    let send = |query: &str| {
        let reply = get(&sandbox, &format!("{}?{LOGIN}&json=1&{query}", softaculous::OLD_PATH));
        // `raise_for_status` comes before anything is read.
        assert_eq!(reply.status, 200);
        reply.json()
    };
    let call = |query: &str| {
        let reply = send(query);
        assert!(reply["error"].is_null(), "{query}: {reply}");
        reply
    };
    let buy = "ca=softaculous_buy&purchase=1&ips=192.0.2.1&toadd=1M&servertype=1&authemail=a%40example.com&autorenew=True";
    let key = call(buy)["license"].as_str().unwrap().to_owned();
    let licenses = call("ca=softaculous&ips=192.0.2.1")["licenses"].clone();
    let (lid, row) = licenses.as_object().unwrap().iter().next().unwrap();
    assert_eq!(row["license"], key);
    let empty = call("ca=softaculous&ips=192.0.2.99")["licenses"].clone();
    assert!(empty.as_array().is_some_and(Vec::is_empty), "falsy in Python");
    call(&format!(
        "ca=softaculous_showlicense&lid={lid}&ips%5B%5D=192.0.2.1&ips%5B%5D=192.0.2.2&editlicense=1"
    ));
    let renewal = call(buy);
    call("ca=softaculous_renewals&start=0&len=10");
    let logs = call(&format!("ca=softaculous_licenselogs&key={key}&limit=10"));
    assert_eq!(logs["actions"].as_object().unwrap().len(), 2);
    call(&format!("ca=softaculous_refund&actid={}", renewal["actid"]));
    let failure = send(&format!("ca=softaculous_refund&actid={}", renewal["actid"]));
    assert_eq!(failure["error"].as_object().unwrap().values().filter(|text| text.is_string()).count(), 1);
    call(&format!("ca=softaculous_cancel&lickey={key}&cancel_license=1"));
    assert_round(&sandbox);
}

/// The Ruby gem of 2011: everything in a GET, the names of `ca` without a prefix, replies in PHP's own format.
#[test]
fn the_ruby_gem() {
    let sandbox = start();
    let call = |query: &str| {
        let reply = get(&sandbox, &format!("{}?{query}&{LOGIN}", softaculous::OLD_PATH));
        assert_eq!(reply.status, 200);
        let value = unserialize(&reply.body);
        assert!(value.get("error").unwrap_or(&Value::Null).is_null(), "{query}: {value}");
        value
    };
    let buy = "ca=buy&purchase=1&ips=192.0.2.1&toadd=1M&servertype=1&authemail=a%40example.com&autorenew=1";
    let bought = call(buy);
    assert_eq!(
        (&bought["lid"], &bought["rate"], &bought["bal"]),
        (&1009.into(), &3.into(), &"float -497".into())
    );
    let key = bought["license"].as_str().unwrap().to_owned();
    let list = call(&format!("ca=licenses&lickey={key}"));
    assert_eq!((&list["num_active"], &list["num_results"]), (&6.into(), &1.into()));
    assert_eq!(list["licenses"]["1009"]["lid"], "1009");
    let edited = call("ca=showlicense&lid=1009&ips=192.0.2.2&editlicense=1");
    assert_eq!((&edited["new_ips"]["0"], &edited["lid"]), (&"192.0.2.2".into(), &1009.into()));
    let renewal = call(&buy.replace("192.0.2.1", "192.0.2.2"));
    assert_eq!((&renewal["lid"], &renewal["rate"]), (&"1009".into(), &"3.00".into()));
    let logs = call(&format!("ca=licenselogs&key={key}"));
    assert_eq!(logs["license"]["lid"], "1009");
    let refund = call(&format!("ca=refund&actid={}", renewal["actid"]));
    assert_eq!(
        (&refund["amt"], &refund["rate"], &refund["added"]),
        (&"float -3".into(), &"3.00".into(), &"-1M".into())
    );
    let invoice = call("ca=invoicedetails");
    assert_eq!((&invoice["amt"], &invoice["invoid"]), (&"float 3".into(), &0.into()));
    assert_eq!(
        call(&format!("ca=cancel&lickey={key}&cancel_license=1"))["cancelled_license"]["license"],
        key
    );
    assert_round(&sandbox);
    assert_eq!(sandbox.requests()[0].operation.as_deref(), Some("softaculous_buy"), "by the name of today");
}

/// What users of those clients got wrong, and what it leads to here as it does there.
#[test]
fn the_known_mistakes_have_their_known_effects() {
    let sandbox = start();
    let send = |query: &str| {
        let bytes = request("POST", &format!("/softaculous/noc?{query}&json=1"), FORM, LOGIN.as_bytes());
        Reply::parse(&exchange(sandbox.address(), &bytes).unwrap())
    };
    assert!(send("ca=webuzoBuy&ips=192.0.2.1").text().starts_with('<'), "no usable error");
    assert!(send("ca=webuzo_licenses").text().starts_with('<'));
    assert_eq!(send("ca=softaculous&expired=1").json()["num_results"], 6, "silently no filter");
    assert_eq!(send("ca=softaculous&ip=192.0.2.1").json()["num_results"], 6, "silently no filter");
    assert!(
        send("ca=softaculous_showlicense&lid=&ips[]=192.0.2.1&editlicense=1").json()["error"].is_object()
    );
    assert!(send("ca=softaculous_refund&actid=106").json()["error"].is_object(), "an action of Webuzo");
    assert_eq!(
        send(&format!("ca=softaculous_buy&purchase=1&ips={IP}&toadd=1M&servertype=1")).json()["action"],
        "renew"
    );
}
