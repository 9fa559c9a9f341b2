//! The commands that only look.

use license_sandbox::FaultKind;
use serde_json::Value;

use crate::kit::Hub;

fn addresses(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|license| license["ip"].as_str().unwrap()).collect()
}

#[test]
fn list_shows_every_product_of_every_account_soonest_to_expire_first() {
    let ran = Hub::new().run("list --format json").exits(0);
    let list = ran.json();
    let products: Vec<&str> =
        list.as_array().unwrap().iter().map(|license| license["product"].as_str().unwrap()).collect();
    for product in ["softaculous", "webuzo", "virtualizor", "sitepad"] {
        assert!(products.contains(&product), "{product}");
    }
    let expires: Vec<&str> =
        list.as_array().unwrap().iter().map(|license| license["expires"].as_str().unwrap()).collect();
    assert!(expires.is_sorted(), "{expires:?}");
    assert_eq!(list[1]["ip"], "203.0.113.12");
    assert_eq!(list[1]["days_left"], 5);
    assert_eq!(list[1]["record"]["hostname"], "vps12.example.com");
}

#[test]
fn list_takes_filters() {
    let hub = Hub::new();
    let of = |filter: &str| hub.run(&format!("list --format json {filter}")).exits(0).json();
    assert_eq!(addresses(&of("--expiring 15d")), ["203.0.113.12", "203.0.113.21", "203.0.113.13"]);
    assert_eq!(addresses(&of("--expiring 5")), ["203.0.113.12"]);
    assert_eq!(addresses(&of("--status expired")), ["203.0.113.11"]);
    assert_eq!(addresses(&of("--ip 203.0.113.31")), ["203.0.113.31"]);
    assert_eq!(addresses(&of("--product webuzo")), ["203.0.113.21"]);
    assert_eq!(of("--product all").as_array().unwrap().len(), 9);
    assert_eq!(of("--ip 192.0.2.1"), Value::Array(Vec::new()));
    assert_eq!(addresses(&of("--account noc --vendor softaculous --status expired")), ["203.0.113.11"]);
    hub.run("list --product cpanel")
        .exits(2)
        .says("there are sitepad, softaculous, virtualizor, webuzo, and all");
    hub.run("list --account other").exits(2).says("there is no account `other`; there are noc");
    hub.run("list --vendor cpanel").exits(2).says("write one of softaculous");
    hub.run("list --expiring soon").exits(2).says("such as 15d");
}

#[test]
fn details_tell_what_renews_itself() {
    let hub = Hub::new();
    let ran = hub.run("list --details --format json").exits(0);
    let renewing: Vec<String> = ran
        .json()
        .as_array()
        .unwrap()
        .iter()
        .filter(|license| license["auto_renew"] == "on")
        .map(|license| license["ip"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(renewing, ["203.0.113.13"]);
    let plain = hub.run("list --format json").exits(0).json();
    assert!(plain[0]["auto_renew"].is_null(), "not asked for, so not known");
}

#[test]
fn a_date_that_cannot_be_read_does_not_hide_a_licence() {
    let hub = Hub::new();
    let body =
        r#"{"licenses":{"7":{"lid":"7","license":"K-7","ip":"192.0.2.7","expires":"soon"}},"num_results":1}"#;
    let empty = r#"{"licenses":[],"num_results":1}"#;
    hub.fault("softaculous", FaultKind::Raw { body: body.into(), commit: false });
    hub.fault("softaculous", FaultKind::Raw { body: empty.into(), commit: false });
    let ran = hub.run("list --product softaculous --expiring 15d --format json").exits(0);
    assert_eq!(addresses(&ran.json()), ["192.0.2.7"]);
    ran.says("1 of these have no date of expiry that could be read");
}

#[test]
fn one_account_that_fails_does_not_hide_the_others() {
    let hub = Hub::new();
    let accounts = hub.account("bad", "password = \"wrong-password\"")
        + &hub.account("good", "password = \"sandbox-noc-pass\"");
    hub.write("config.toml", &accounts);
    let ran = hub.run("list --format json").exits(3);
    assert_eq!(ran.json().as_array().unwrap().len(), 9);
    assert!(ran.json().as_array().unwrap().iter().all(|license| license["account"] == "good"));
    ran.says("account bad, LIVE").says("1 of 2 accounts failed, so the list is not complete");
    // One that cannot even be opened is no different.
    let accounts = hub.account("bad", "password = { env = \"NOT_SET\" }")
        + &hub.account("good", "password = \"sandbox-noc-pass\"");
    hub.write("config.toml", &accounts);
    let ran = hub.run("list --format json").exits(3).says("NOT_SET is not set");
    assert_eq!(ran.json().as_array().unwrap().len(), 9);
    // Alone, it has a code of its own.
    hub.run("list --account bad").exits(2);
}

#[test]
fn accounts_are_listed_without_their_secrets_and_checked_by_logging_in() {
    let hub = Hub::new();
    let accounts = hub.account("bad", "password = \"wrong-password\"")
        + &hub.account("good", "password = \"sandbox-noc-pass\"");
    hub.write("config.toml", &accounts);
    let ran = hub.run("accounts --format json").exits(0);
    assert_eq!(ran.json()[0]["account"], "bad");
    assert_eq!(ran.json()[1]["environment"], "live");
    assert!(hub.sandbox.requests().is_empty());

    let ran = hub.run("accounts check --format json").exits(3);
    assert_eq!(ran.json()[0]["result"], "failed");
    assert_eq!(ran.json()[1]["result"], "ok");
    assert!(hub.sandbox.requests().iter().all(|request| !request.committed));
    hub.write("config.toml", &hub.account("good", "password = \"sandbox-noc-pass\""));
    hub.run("accounts check").exits(0);
}

#[test]
fn show_finds_a_licence_by_key_number_or_address() {
    let hub = Hub::new();
    for name in ["88888-88888-88888-88888-88888", "1000", "198.198.198.198"] {
        let ran = hub.run(&format!("show noc {name} --format json")).exits(0);
        assert_eq!(ran.json()["key"], "88888-88888-88888-88888-88888");
        assert_eq!(ran.json()["record"]["authemail"], "test@test.com");
    }
    let table = hub.run("show noc 203.0.113.12").exits(0).out;
    assert!(table.contains("vps12.example.com") && table.contains("\"nocid\""), "{table}");
    hub.run("show noc 192.0.2.1").exits(2).says("there is no licence 192.0.2.1");
    hub.run("show noc 203.0.113.12 --product cpanel").exits(2).says("has no product `cpanel`");
}

#[test]
fn an_address_with_several_licences_is_not_guessed_at() {
    let hub = Hub::new();
    hub.run("order sitepad noc --ip 203.0.113.12 --term 1M --yes").exits(0);
    hub.run("show noc 203.0.113.12").exits(2).says("has several licences").says("--product");
    let ran = hub.run("show noc 203.0.113.12 --product sitepad --format json").exits(0);
    assert_eq!(ran.json()["product"], "sitepad");
}

#[test]
fn logs_and_invoices_list_transactions() {
    let hub = Hub::new();
    hub.run("renew noc 203.0.113.12 --term 1M --yes").exits(0);
    let logs = hub.run("logs noc 203.0.113.12 --format json").exits(0).json();
    assert_eq!(logs["actions"][0]["action"], "renew");
    assert_eq!(logs["actions"][0]["amount"], "2.00");
    assert_eq!(logs["actions"][0]["refunded"], false);
    assert_eq!(logs["record"]["license"]["lid"], 1002);
    let newest = hub.run("logs noc 203.0.113.12 --limit 1 --format json").exits(0).json();
    assert_eq!(newest["actions"].as_array().unwrap().len(), 1);

    let ran = hub.run("invoices noc --format json").exits(0);
    let invoice = ran.json();
    assert_eq!(invoice["actions"].as_array().unwrap().last().unwrap()["action"], "renew");
    assert!(invoice["record"]["amt"].is_string() || invoice["record"]["amt"].is_number());
    ran.says("In all: ");
    hub.run("invoices noc --invoice 0").exits(2);
}

#[test]
fn auto_renew_without_a_licence_lists() {
    let hub = Hub::new();
    let list = hub.run("auto-renew noc --format json").exits(0).json();
    assert_eq!(addresses(&list), ["203.0.113.13"]);
    hub.run("auto-renew noc 203.0.113.13").exits(2);
}

#[test]
fn call_reaches_any_function() {
    let hub = Hub::new();
    let ran = hub.run("call noc softaculous --effect read --field len=1").exits(0);
    assert_eq!(ran.json()["num_results"], 6);
    let ran = hub.run("call noc softaculous --effect read --field len=1 --format xml").exits(0);
    let document = roxmltree::Document::parse(&ran.out).unwrap();
    assert_eq!(document.root_element().tag_name().name(), "reply");
    let before = hub.sandbox.requests().len();
    hub.run("call noc softaculous --effect read --format csv").exits(2).says("cannot be CSV");
    hub.run("call noc softaculous --effect read --field nocpass=x").exits(2).says("is set by the client");
    hub.run("call noc softaculous --effect read --field =x").exits(2).says("NAME=VALUE");
    hub.run("call noc softaculous --effect read --dry-run").exits(0);
    hub.run("call noc softaculous").exits(2);
    assert_eq!(hub.sandbox.requests().len(), before, "nothing of that was sent");
}

#[test]
fn help_has_examples_and_completions_are_written() {
    let hub = Hub::new();
    for name in [
        "demo",
        "sandbox",
        "init",
        "accounts",
        "list",
        "show",
        "order",
        "renew",
        "set-ip",
        "cancel",
        "refund",
        "logs",
        "auto-renew",
        "invoices",
        "call",
        "journal",
        "completions",
    ] {
        let ran = hub.run(&format!("{name} --help")).exits(0);
        assert!(ran.out.contains("Example"), "{name} has no example");
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(hub.run(&format!("completions {shell}")).exits(0).out.contains("license-hub"));
    }
    hub.run("--version").exits(0);
    hub.run("").exits(2);
    hub.run("nonsense").exits(2);
}

#[test]
fn accounts_say_who_can_do_what() {
    let hub = crate::billmgr::hub();
    let both = format!("{}{}", crate::billmgr::config(&hub), hub.account("noc", "password = \"x\""));
    hub.write("config.toml", &both);
    let table = hub.run("accounts").exits(0).out;
    let row = |name: &str| {
        let found = table.lines().find(|line| line.split_whitespace().next() == Some(name));
        let cells: Vec<&str> =
            found.unwrap_or_else(|| panic!("{name}: {table}")).split_whitespace().collect();
        cells[1..].join(" ")
    };
    // No account is at WebSoftSolus, so it has no column.
    assert!(!table.contains("websoftsolus"), "{table}");
    assert_eq!(row("ability"), "softaculous ispmanager isplicense");
    assert_eq!(row("order"), "yes yes yes");
    assert_eq!(row("refund"), "yes - -");
    assert_eq!(row("suspend"), "- yes yes");
    let json = hub.run("accounts --format json").exits(0).json();
    let words: Vec<&str> = json[2]["abilities"].as_str().unwrap().split(' ').collect();
    assert!(words.contains(&"refund") && !words.contains(&"suspend"), "{words:?}");
    assert_eq!(hub.sandbox.connections(), 0);
}
