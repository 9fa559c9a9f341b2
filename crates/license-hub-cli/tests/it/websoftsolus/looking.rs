//! The commands that only look.

use license_sandbox::websoftsolus::{ListShape, OrderableShape, PropertyNames, Replies, Wrapping};
use license_sandbox::{Fault, FaultKind};
use serde_json::Value;

use super::{account, asked, hub};
use crate::kit::Hub;

fn column<'a>(list: &'a Value, name: &str) -> Vec<&'a str> {
    list.as_array().unwrap().iter().map(|row| row[name].as_str().unwrap_or_default()).collect()
}

#[test]
fn both_pairs_of_names_open_an_account() {
    let hub = Hub::bare();
    let right = "login = \"sandbox@example.com\"\nsecret = { env = \"WSS\" }";
    let wrong = "username = \"sandbox@example.com\"\npassword = \"wrong\"";
    hub.write("config.toml", &(account(&hub, "good", right) + &account(&hub, "wrong", wrong)));
    let list = hub.run("accounts --format json").exits(0).json();
    assert_eq!(list[0]["products"], "plesk cpanel virtuozzo");
    assert!(asked(&hub).is_empty());
    let check = hub.run_with("accounts check --format json", &[("WSS", "sandbox-secret")]).exits(3).json();
    assert_eq!(column(&check, "result"), ["ok", "failed"]);
    assert!(check[1]["reason"].as_str().unwrap().contains("credentials in the configuration"), "{check}");
    assert_eq!(asked(&hub), ["access/token", "access/token"]);
    hub.run_with("list", &[("WSS", "sandbox-secret")]).exits(3).says("1 of 2 accounts failed");

    for (lines, says) in [
        ("login = \"a\"\nusername = \"b\"\nsecret = \"s\"", "accounts.wss.login: is the same as `username`"),
        ("login = \"a\"\nsecret = \"s\"\npassword = \"s\"", "accounts.wss.secret: is the same as `password`"),
        ("login = \"a\"", "`password` is missing"),
        ("secret = \"s\"", "`username` is missing"),
        ("api_key = \"a\"", "accounts.wss.api_key: this key is not known here"),
        ("username = \"a\\u0007\"\npassword = \"s\"", "correct it"),
    ] {
        hub.write("config.toml", &account(&hub, "wss", lines));
        hub.run("list").exits(2).says(says);
    }
    let text = account(&hub, "wss", right).replace("/websoftsolus/", "/websoftsolus/test");
    hub.write("config.toml", &text);
    hub.run_with("list", &[("WSS", "sandbox-secret")]).exits(2).says("must not end in `test`");
}

#[test]
fn list_asks_for_keys_only_unless_more_is_wanted() {
    let hub = hub();
    let list = hub.run("list --format json").exits(0).json();
    assert_eq!(asked(&hub), ["access/token", "plesk.list", "cpanel.list", "virtuozzo.list"]);
    let products = column(&list, "product");
    for (product, count) in [("plesk", 6), ("cpanel", 3), ("virtuozzo", 2)] {
        assert_eq!(products.iter().filter(|found| **found == product).count(), count);
    }
    assert_eq!(list[0]["key"], "PLSK.02980001");
    assert_eq!((&list[0]["status"], &list[0]["title"]), (&Value::from("unknown"), &Value::Null));
    let plesk = hub.run("list --product plesk").exits(0);
    assert!(plesk.out.contains("PLSK.02980006") && !plesk.out.contains("4921062"), "{}", plesk.out);
    hub.run("list --product webuzo").exits(2).says("there are cpanel, plesk, virtuozzo, and all");
}

#[test]
fn details_and_filters_read_every_licence() {
    let hub = hub();
    let of = |filter: &str| hub.run(&format!("list --format json {filter}")).exits(0).json();
    let all = of("--details");
    assert_eq!(column(&all, "expires").len(), 11);
    assert!(column(&all, "expires").is_sorted());
    let web1 = &all[3];
    assert_eq!((&web1["key"], &web1["title"]), (&"PLSK.02980001".into(), &"web1".into()));
    assert_eq!(web1["record"]["product"], "PLESK-12-WEB-ADMIN");
    assert_eq!(asked(&hub).iter().filter(|name| name.ends_with(".properties")).count(), 11);

    let soon = of("--expiring 15d");
    assert_eq!(column(&soon, "key"), ["PLSK.02980003", "4921062", "PLSK.02980001", "VZ.03100001"]);
    assert_eq!(column(&of("--status expired"), "key"), ["PLSK.02980004"]);
    assert_eq!(column(&of("--ip 203.0.113.52"), "key"), ["4921063"]);
    assert_eq!(of("--ip 192.0.2.1"), Value::Array(Vec::new()));
    assert!(hub.run("list --details").exits(0).out.contains("shared1"));
    for format in ["csv", "xml", "table"] {
        let ran = hub.run(&format!("list --details --format {format}")).exits(0);
        assert!(
            ran.out.contains("4921063") && ran.err.lines().count() == 1,
            "no bar without a terminal: {ran:?}"
        );
    }
}

#[test]
fn one_key_that_fails_is_shown_beside_the_others() {
    let hub = hub();
    let refused = |operation: &str| Fault::new(FaultKind::status(403)).operation(operation);
    hub.sandbox.add_fault(refused("cpanel.properties"));
    let ran = hub.run("list --details --format json").exits(3);
    let list = ran.json();
    assert_eq!(list.as_array().unwrap().len(), 11);
    let unread: Vec<&Value> =
        list.as_array().unwrap().iter().filter(|row| row["status"] == "unknown").collect();
    assert_eq!((unread.len(), &unread[0]["product"]), (1, &"cpanel".into()));
    ran.says(&format!("cpanel licence key {}: ", unread[0]["key"].as_str().unwrap()))
        .says("the list is not complete");

    hub.sandbox.add_fault(refused("virtuozzo.list"));
    let ran = hub.run("list --format json").exits(3).says("all Virtuozzo licences: ");
    assert_eq!(ran.json().as_array().unwrap().len(), 9);

    for family in ["plesk", "cpanel", "virtuozzo"] {
        hub.sandbox.add_fault(refused(&format!("{family}.list")));
    }
    let ran = hub.run("list").exits(1);
    assert!(ran.out.is_empty());
}

#[test]
fn show_finds_a_licence_by_its_number_or_its_address() {
    let hub = hub();
    for (name, key) in [
        ("PLSK.02980002", "PLSK.02980002"),
        ("PLSK.02980002.0007", "PLSK.02980002"),
        ("4921062", "4921062"),
        ("203.0.113.51", "4921062"),
        ("VZ.03100001 --product virtuozzo", "VZ.03100001"),
    ] {
        let shown = hub.run(&format!("show wss {name} --format json")).exits(0).json();
        assert_eq!(shown["key"], key, "{name}");
        assert_eq!(shown["record"]["keyNumber"], key);
    }
    let ran = hub.run("show wss PLSK.02980002").exits(0);
    assert!(ran.out.contains("rack 4, left") && ran.out.contains("web2"), "{}", ran.out);
    hub.run("show wss PLSK.1").exits(2).says("there is no licence PLSK.1");
    hub.run("show wss 4921062 --product plesk").exits(2).says("there is no licence");
    hub.run("show wss 4921062 --product webuzo").exits(2).says("it has plesk, cpanel, virtuozzo");
    hub.run("show wss a/b").exits(2).says("nothing was sent");
    hub.fault("plesk.properties", FaultKind::status(403));
    hub.run("show wss PLSK.02980002").exits(1);
    // The one that cannot be read may be the one that is meant.
    hub.fault("cpanel.properties", FaultKind::status(403));
    hub.run("show wss 203.0.113.51").exits(1);
}

#[test]
fn what_is_listed_is_read_in_the_shapes_of_similar_systems() {
    let hub = hub();
    for names in [PropertyNames::Openprovider, PropertyNames::Ovh, PropertyNames::PartnerApi] {
        for list in [ListShape::Objects, ListShape::MapByKey] {
            let replies = Replies::default().properties(names).list(list).wrapping(Wrapping::Data);
            hub.sandbox.set_websoftsolus_replies(replies);
            let list = hub.run("list --details --product plesk --format json").exits(0).json();
            assert_eq!(column(&list, "key").len(), 6, "{names:?}");
            let listed = column(&list, "key").iter().any(|key| key.starts_with("PLSK.02980001"));
            assert!(listed, "{names:?}: {list}");
        }
    }
}

#[test]
fn orderable_lists_the_names_that_an_order_takes() {
    let hub = hub();
    let list = hub.run("orderable wss virtuozzo --format json").exits(0).json();
    assert_eq!(column(&list, "name"), ["VIRTUOZZO-1-CPU", "Virtuozzo 2+ CPU"]);
    let table = hub.run("orderable wss PLESK").exits(0).out;
    assert!(table.contains("Plesk 12 Web Host (VPS)"), "{table}");
    for shape in [OrderableShape::Map, OrderableShape::Objects] {
        hub.sandbox.set_websoftsolus_replies(Replies::default().orderable(shape));
        let list = hub.run("orderable wss cpanel --format json").exits(0).json();
        assert!(column(&list, "name").contains(&"CPANEL & WHM 100%"), "{shape:?}");
        assert!(column(&list, "title").contains(&"cPanel & WHM for a VPS"), "{shape:?}");
    }
    hub.run("orderable wss webuzo").exits(2).says("it has plesk, cpanel, virtuozzo");
    hub.fault("plesk.orderable", FaultKind::BadCredentials);
    hub.fault("plesk.orderable", FaultKind::BadCredentials);
    hub.run("orderable wss plesk").exits(1);
}

#[test]
fn what_the_vendor_cannot_do_is_said_and_nothing_is_sent() {
    let hub = hub();
    for line in [
        "renew wss PLSK.02980001 --term 1M --yes",
        "set-ip wss 4921062 192.0.2.1",
        "refund wss 100 --yes",
        "refund wss 100 --license 4921062 --yes",
        "logs wss PLSK.02980001",
        "invoices wss",
        "auto-renew wss",
        "auto-renew wss PLSK.02980001 off",
    ] {
        hub.run(line).exits(2).says("WebSoftSolus cannot ").says("nothing was sent");
    }
    hub.run("cancel wss PLSK.02980001 --refund --yes").exits(2).says("there is no --refund");
    hub.run("cancel wss PLSK.02980001 --force --yes").exits(2).says("there is no --force");
    hub.run(&super::plesk("web9", "--extend --yes")).exits(2).says("there is no --extend");
    hub.run("order virtualizor wss --ip 192.0.2.1 --term 1M --yes").exits(2).says("does not sell this");
    assert!(asked(&hub).is_empty());

    let noc = Hub::new();
    noc.run("edit noc 203.0.113.12 --title a --comment b")
        .exits(2)
        .says("Softaculous cannot change the title");
    noc.run("orderable noc webuzo").exits(2).says("Softaculous cannot tell what can be ordered");
    noc.run("order virtuozzo noc --product V --title t --period 1 --os LINUX --yes")
        .exits(2)
        .says("does not sell this");
    assert!(noc.sandbox.requests().is_empty());
}

#[test]
fn a_call_reaches_any_path() {
    let hub = hub();
    let keys = hub.run("call wss license/plesk --effect read").exits(0).json();
    assert_eq!(keys[0], "PLSK.02980001");
    let edit = "call wss put:license/plesk/PLSK.02980001 --effect change --field title=x --field comment=";
    let ran = hub.run(edit).exits(0);
    assert_eq!(ran.json()["result"], "success");
    assert_eq!(hub.run("show wss PLSK.02980001 --format json").json()["title"], "x");
    let end = "call wss DELETE:license/plesk/PLSK.02980001 --effect spend";
    hub.run(end).exits(2).says("--yes");
    hub.run(&format!("{end} --dry-run")).exits(0);
    assert!(hub.sent("plesk.terminate").is_empty());
    hub.run("call wss license/plesk --effect change").exits(2).says("name the method");
    hub.run("call wss head:license/plesk --effect read").exits(2).says("one of GET, POST, PUT and DELETE");
    hub.run("call wss license/plesk --effect read --field a=b").exits(2);
    hub.run("call wss license/../x --effect read").exits(2);
    hub.fault("plesk.terminate", FaultKind::CommitThenDrop);
    hub.run(&format!("{end} --yes")).exits(5).says("cannot be looked for");
}
