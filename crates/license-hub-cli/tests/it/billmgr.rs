//! ispmanager and ISPlicense: configuration and what only looks.

use license_sandbox::billmgr::{Habits, ISPLICENSE, ISPMANAGER, Site};
use license_sandbox::{FaultKind, Vendor};

use crate::kit::Hub;

/// Accounts `isp`, with the password in each call, and `ispl`, with a session.
pub(crate) fn hub() -> Hub {
    let hub = Hub::bare();
    hub.write("config.toml", &config(&hub));
    hub
}

pub(crate) fn config(hub: &Hub) -> String {
    let isp = account("isp", "ispmanager", "eu", ISPMANAGER, &hub.sandbox.ispmanager_url());
    let ispl = account("ispl", "isplicense", "com", ISPLICENSE, &hub.sandbox.isplicense_url());
    format!("{isp}{ispl}login = \"session\"\n")
}

fn account(name: &str, vendor: &str, site: &str, login: Site, url: &str) -> String {
    format!(
        "[accounts.{name}]\nvendor = \"{vendor}\"\nsite = \"{site}\"\nenvironment = \"live\"\n\
         username = \"{}\"\npassword = \"{}\"\nbase_url = \"{url}\"\n",
        login.username, login.password
    )
}

/// The operations of all requests so far.
fn asked(hub: &Hub) -> Vec<String> {
    hub.sandbox.requests().into_iter().filter_map(|request| request.operation).collect()
}

#[test]
fn accounts_are_checked_by_both_ways_to_log_in() {
    let hub = hub();
    let ran = hub.run("accounts --format json").exits(0).json();
    assert_eq!(ran[0]["vendor"], "ispmanager");
    assert_eq!(ran[1]["products"], "software plesk module");
    assert_eq!(hub.sandbox.connections(), 0);
    let checked = hub.run("accounts check --format json").exits(0).json();
    assert!(checked.as_array().unwrap().iter().all(|one| one["result"] == "ok"), "{checked}");
    assert_eq!(asked(&hub).iter().filter(|name| *name == "auth").count(), 1, "one session");
    hub.write("config.toml", &config(&hub).replace("sandbox-isp-pass", "wrong-pass"));
    let ran = hub.run("accounts check").exits(3);
    assert!(!ran.out.contains("wrong-pass") && !ran.err.contains("wrong-pass"), "{ran:?}");
}

#[test]
fn the_configuration_says_what_is_wrong() {
    let hub = Hub::bare();
    let good = config(&hub);
    for (from, to, words) in [
        ("environment = \"live\"", "environment = \"test\"", "ispmanager has no test environment"),
        ("site = \"eu\"", "site = \"com\"", "write \"eu\" or \"ru\""),
        ("site = \"com\"", "site = \"eu\"", "write \"com\" or \"ru\""),
        ("login = \"session\"", "login = \"token\"", "write \"authinfo\""),
        (
            "username = \"sandbox-isp\"\npassword = \"sandbox-isp-pass\"",
            "api_key = \"a\"\napi_password = \"b\"",
            "ispmanager has no API keys",
        ),
    ] {
        hub.write("config.toml", &good.replacen(from, to, 1));
        hub.run("accounts").exits(2).says(words);
    }
    let site = "[accounts.isp]\nvendor = \"ispmanager\"\nenvironment = \"live\"\nusername = \"u\"\npassword = \"p\"\n";
    hub.write("config.toml", site);
    hub.run("accounts").exits(2).says("site = \"eu\" or \"ru\"");
    hub.write("config.toml", &format!("{site}site = \"ru\"\n"));
    hub.run("accounts").exits(0);
    hub.write("config.toml", &format!("{}site = \"eu\"\n", hub.account("noc", "password = \"x\"")));
    hub.run("accounts").exits(2).says("Softaculous has no such setting");
    // Without a site nobody knows which installation's numbers hold.
    hub.write("config.toml", &good.replacen("site = \"eu\"\n", "", 1));
    hub.run("check-ip isp --tariff lite --ip 203.0.113.200").exits(2).says("write the number");
    hub.run("check-ip isp --tariff 55227 --ip 203.0.113.200").exits(0);
}

#[test]
fn all_item_types_are_listed_and_details_have_the_keys() {
    let hub = hub();
    let all = hub.run("list --format json").exits(0).json();
    let all = all.as_array().unwrap();
    assert_eq!(all.len(), 20);
    assert!(all.iter().all(|license| license["key"].is_null()));
    for product in ["ispmanager", "software", "module", "platform", "plesk"] {
        assert!(all.iter().any(|license| license["product"] == product), "{product}");
    }
    let detailed = hub.run("list --account isp --details --format json").exits(0).json();
    let detailed = detailed.as_array().unwrap();
    assert_eq!(detailed.iter().filter(|license| license["key"].is_string()).count(), 10, "a module has none");
    let pro = detailed.iter().find(|license| license["title"] == "web-16").unwrap();
    assert_eq!((&pro["auto_renew"], &pro["tariff"]), (&"on".into(), &"Ispmanager 6 pro".into()));
    assert_eq!(pro["record"]["pricelist_id"], 55228, "{pro}");

    let soon = hub.run("list --vendor isplicense --expiring 7d --format json").exits(0);
    assert_eq!(soon.json().as_array().unwrap().len(), 2, "one for ever among them");
    soon.says("no date of expiry");
    assert_eq!(hub.run("list --ip 203.0.113.115 --format json").exits(0).json().as_array().unwrap().len(), 2);
    assert_eq!(hub.run("list --product plesk --format json").exits(0).json().as_array().unwrap().len(), 1);
}

#[test]
fn an_item_type_that_is_closed_to_the_account_hides_no_other() {
    let hub = hub();
    let mut habits = Habits::default();
    habits.denied = vec!["platform".into()];
    hub.sandbox.set_billmgr_habits(Vendor::Ispmanager, habits);
    let ran = hub.run("list --account isp --format json").exits(3);
    assert_eq!(ran.json().as_array().unwrap().len(), 10);
    ran.says("nothing of the product platform is listed");
    hub.run("list --account isp --product platform").exits(1);
    let mut habits = Habits::default();
    habits.denied = ["soft", "softexternal", "addition", "platform"].map(String::from).into();
    hub.sandbox.set_billmgr_habits(Vendor::Ispmanager, habits);
    hub.run("list --account isp").exits(1);
}

#[test]
fn a_licence_goes_by_number_key_name_and_address() {
    let hub = hub();
    let shown = hub.run("show ispl 88126 --format json").exits(0).json();
    let key = shown["key"].as_str().unwrap();
    for name in [key, "cust-10", "203.0.113.134"] {
        assert_eq!(
            hub.run(&format!("show ispl {name} --format json")).exits(0).json()["id"],
            "88126",
            "{name}"
        );
    }
    let isp = hub.run("show isp 1204417 --format json").exits(0).json();
    let by_key = format!("show isp {} --format json", isp["key"].as_str().unwrap());
    assert_eq!(hub.run(&by_key).exits(0).json()["id"], "1204417");
    hub.run("show isp 203.0.113.115").exits(2).says("has several licences").says("--product");
    let one = hub.run("show isp 203.0.113.115 --product software --format json").exits(0).json();
    assert_eq!(one["id"], "1204425");
    hub.run("show isp 88126").exits(2).says("there is no licence");
    hub.run("show isp 1204417 --product plesk").exits(2).says("has no product");
    // Another's key that begins with the number of a licence is not that licence's.
    hub.run("show isp 1204417-AAAA-BBBB-CCCC").exits(2);
}

#[test]
fn balance_prices_addresses_and_renewals_are_shown() {
    let hub = hub();
    let balance = hub.run("balance isp --format json").exits(0).json();
    assert_eq!((&balance[0]["balance"], &balance[0]["currency"]), (&"500.00".into(), &"EUR".into()));
    let prices = hub.run("price-list ispl --format json").exits(0).json();
    let lite = prices.as_array().unwrap().iter().find(|one| one["tariff"] == "546").unwrap();
    assert_eq!((&lite["period"], &lite["price"]), (&"1 month".into(), &"3.8000".into()), "{lite}");
    hub.run("tariffs isp --product module").exits(0);
    hub.run("tariffs isp --product plesk").exits(2).says("has no product");

    let free = hub.run("check-ip isp --tariff lite --ip 203.0.113.200 --format json").exits(0).json();
    assert_eq!(free["ip"], "203.0.113.200");
    hub.run("check-ip isp --tariff lite --ip 203.0.113.115").exits(1).says("exists");
    hub.run("check-ip isp --tariff gold --ip 203.0.113.115").exits(2).says("no tariff is called `gold`");
    hub.run("check-ip isp --tariff 999 --ip 203.0.113.115").exits(2).says("--product");
    hub.run("check-ip isp --tariff 999 --product ispmanager --ip 203.0.113.115").exits(1);
    hub.run("check-ip isp --tariff 9203 --product module --ip 203.0.113.115").exits(2).says("of the product");
    let renewing = hub.run("auto-renew isp --format json").exits(0).json();
    assert_eq!(renewing[0]["id"], "1204418");
}

#[test]
fn what_a_vendor_cannot_is_said_and_nothing_is_sent() {
    let hub = hub();
    hub.write(
        "config.toml",
        &format!("{}{}", config(&hub), hub.account("noc", "password = \"sandbox-noc-pass\"")),
    );
    for line in [
        "suspend noc 203.0.113.12",
        "resume noc 203.0.113.12",
        "set-nodes noc 203.0.113.12 --nodes 2 --yes",
        "change-tariff noc 203.0.113.12 --to pro --yes",
        "new-key noc 203.0.113.12 --yes",
        "set-ip noc 203.0.113.12 --name x",
        "check-ip noc --tariff lite --ip 203.0.113.12",
        "balance noc",
        "tariffs noc",
        "cart noc",
        "cart noc --clear",
        "logs isp 1204417",
        "invoices isp",
        "refund isp 5 --yes",
    ] {
        hub.run(line).exits(2).says("cannot").says("nothing was sent");
    }
    hub.run("order ispmanager noc --tariff lite --ip 192.0.2.1 --name x --period 1 --yes")
        .exits(2)
        .says("does not sell this");
    hub.run("order isplicense isp --tariff lite --ip 192.0.2.1 --name x --period 1 --yes")
        .exits(2)
        .says("does not sell this");
    assert_eq!(hub.sandbox.connections(), 0);
}

#[test]
fn an_expired_session_is_opened_again() {
    let hub = hub();
    // The look whether the session or the right is missing finds no session either.
    for operation in ["softexternal", "keepalive"] {
        hub.fault(operation, FaultKind::ExpiredToken);
    }
    let all = hub.run("list --account ispl --format json").exits(0).json();
    assert_eq!(all.as_array().unwrap().len(), 9);
    assert!(asked(&hub).iter().filter(|name| *name == "auth").count() >= 2);
}

#[test]
fn a_call_by_name_reaches_any_function() {
    let hub = hub();
    let ran = hub.run("call isp payment --effect read --format json").exits(0);
    assert!(ran.out.contains("70011"), "{}", ran.out);
    hub.run("call isp soft.suspend --effect change --field elid=1204417").exits(0);
    hub.run("call isp service.prolong --effect spend --field elid=1204417").exits(2).says("add --yes");
    hub.run("call isp soft --effect read --field authinfo=x").exits(2);
    let dry = hub.run("call isp soft --effect read --field p_cnt=1 --dry-run").exits(0);
    assert!(dry.out.contains("authinfo=***") && dry.out.contains("func=soft"), "{}", dry.out);
}
