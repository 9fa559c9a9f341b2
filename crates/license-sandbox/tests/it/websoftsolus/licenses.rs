//! Lists, properties, edits and terminations.

use license_sandbox::websoftsolus::{AfterTermination, Replies};
use license_sandbox::{Environment, Options, Sandbox};
use serde_json::json;

use super::{FAMILIES, PLESK_12, error, live, test, with};
use crate::client::{get, shape, start};

#[test]
fn each_family_has_a_few_licenses_at_the_start() {
    let sandbox = start();
    let api = live(&sandbox);
    assert_eq!(
        api.keys("plesk"),
        [
            "PLSK.02980001",
            "PLSK.02980002",
            "PLSK.02980003",
            "PLSK.02980004",
            "PLSK.02980005",
            "PLSK.02980006"
        ]
    );
    assert_eq!(api.keys("cpanel"), ["4921062", "4921063", "4921064"]);
    assert_eq!(api.keys("virtuozzo"), ["VZ.03100001", "VZ.03100002"]);
    assert!(sandbox.ledger().is_empty(), "what was there at the start was not charged");
}

#[test]
fn there_are_as_many_plesk_keys_as_wanted() {
    let sandbox = Sandbox::start(Options::default().licenses(2000)).unwrap();
    let api = live(&sandbox);
    let keys = api.keys("plesk");
    assert_eq!((keys.len(), keys[1999].as_str()), (2000, "PLSK.02982000"));
    assert_eq!(api.keys("cpanel").len(), 3);
    for key in [&keys[6], &keys[1000], &keys[1999]] {
        assert_eq!(api.get(&format!("license/plesk/{key}"))["keyNumber"], key.as_str());
    }
    assert!(test(&sandbox).keys("plesk").is_empty());
}

#[test]
fn properties_tell_what_is_known_of_a_license() {
    let sandbox = start();
    let api = live(&sandbox);
    assert_eq!(
        api.get("license/plesk/PLSK.02980001"),
        json!({
            "keyNumber": "PLSK.02980001", "title": "web1", "comment": "", "product": "PLESK-12-WEB-ADMIN",
            "status": "active", "createDate": "2026-02-13 00:00:00", "expirationDate": "2026-03-13 00:00:00",
            "period": 1, "options": ["WPBSites:10", "applications:POWER_PACK"],
            "activationCode": "SANDBOX-CODE-PLSK.02980001"
        })
    );
    assert_eq!(
        shape(&api.get("license/cpanel/4921062")),
        [
            "activationCode:string",
            "addons:list",
            "comment:string",
            "createDate:string",
            "expirationDate:string",
            "keyNumber:string",
            "period:int",
            "product:string",
            "serverIP:string",
            "status:string",
            "title:string"
        ]
    );
    assert_eq!(api.get("license/virtuozzo/VZ.03100002")["os"], "WINDOWS");
    assert_eq!(api.get("license/plesk/PLSK.02980005")["title"], "Zoë & \"friends\" / 100%");
    assert_eq!(api.get("license/plesk/PLSK.02980001.0003")["keyNumber"], "PLSK.02980001", "with a revision");
    assert_eq!(api.get("license/plesk/PLSK%2E02980001")["keyNumber"], "PLSK.02980001");
}

#[test]
fn an_unknown_key_is_not_found() {
    let sandbox = start();
    let api = live(&sandbox);
    for (family, key, _) in FAMILIES {
        for wrong in
            ["PLSK.02999999", "1", "VZ.09999999", "x", "..", "ORDER", "%2e%2e%2fplesk", key.get(1..).unwrap()]
        {
            for (method, form) in [("GET", ""), ("PUT", "title=t&comment="), ("DELETE", "")] {
                let (status, code, _) = api.refused(method, &format!("license/{family}/{wrong}"), form);
                assert_eq!((status, code.as_str()), (404, "license_not_found"), "{method} {family} {wrong}");
            }
        }
    }
    let (status, ..) = api.refused("GET", "license/cpanel/PLSK.02980001", "");
    assert_eq!(status, 404, "a key of another family");
}

#[test]
fn an_edit_sets_title_and_comment_from_the_body_or_the_url() {
    let sandbox = start();
    let api = live(&sandbox);
    for (family, key, _) in FAMILIES {
        let path = format!("license/{family}/{key}");
        let told = |title: &str, comment: &str| {
            let now = api.get(&path);
            assert_eq!((&now["title"], &now["comment"]), (&title.into(), &comment.into()), "{path}");
        };
        let before = api.get(&path);
        let reply = api.put(&path, "title=My+%26+%22title%22%3D%2B%25%0A%D0%9F%F0%9F%98%80&comment=c%20d");
        assert_eq!((reply.status, reply.json()), (200, json!({"result": "success"})));
        assert!(sandbox.requests().last().unwrap().committed);
        told("My & \"title\"=+%\nП😀", "c d");
        assert_eq!(api.put(&format!("{path}?title=from+the+url&comment=x"), "").status, 200);
        told("from the url", "x");
        assert_eq!(api.put(&format!("{path}?title=url&comment=url"), "title=body&comment=").status, 200);
        told("body", "");
        assert_eq!(api.put(&path, "title=+&comment=&product=ignored&period=6").status, 200);
        told(" ", "");
        let after = api.get(&path);
        for name in ["keyNumber", "product", "period", "status", "createDate", "expirationDate"] {
            assert_eq!(after[name], before[name]);
        }
    }
    assert!(sandbox.ledger().is_empty());
}

#[test]
fn an_edit_without_title_or_comment_changes_nothing() {
    let sandbox = start();
    let api = live(&sandbox);
    for (family, key, _) in FAMILIES {
        let path = format!("license/{family}/{key}");
        let before = api.get(&path);
        for (form, field) in [
            ("", "title"),
            ("comment=c", "title"),
            ("title=&comment=c", "title"),
            ("title=t", "comment"),
            ("Title=t&comment=c", "title"),
            ("title=t&Comment=c", "comment"),
        ] {
            let (status, code, text) = api.refused("PUT", &path, form);
            assert_eq!((status, code.as_str()), (400, "invalid_request"), "{form}");
            assert_eq!(text, format!("The parameter {field} is missing"));
        }
        assert_eq!(api.get(&path), before);
    }
}

#[test]
fn a_terminated_license_is_gone_and_its_key_is_never_used_again() {
    let sandbox = start();
    let api = live(&sandbox);
    for (family, _, order) in FAMILIES {
        let key = api.order(family, order);
        let charges = sandbox.ledger().len();
        let path = format!("license/{family}/{key}");
        let reply = api.delete(&path);
        assert_eq!((reply.status, reply.json()), (200, json!({"result": "success"})));
        assert!(sandbox.requests().last().unwrap().committed);
        assert_eq!(sandbox.ledger().len(), charges, "nothing is paid back");
        assert!(!api.keys(family).contains(&key));
        for (method, form) in [("GET", ""), ("PUT", "title=t&comment="), ("DELETE", "")] {
            assert_eq!(api.refused(method, &path, form).0, 404);
        }
        assert!(api.order(family, order) > key);
    }
}

#[test]
fn a_terminated_license_can_stay_visible() {
    let kept = Options::default().websoftsolus_replies(Replies::default().terminated(AfterTermination::Kept));
    let sandbox = Sandbox::start(kept).unwrap();
    let api = live(&sandbox);
    for (family, key, _) in FAMILIES {
        let path = format!("license/{family}/{key}");
        assert_eq!(api.delete(&path).status, 200);
        assert!(api.keys(family).iter().any(|listed| listed == key));
        assert_eq!(api.get(&path)["status"], "terminated");
        for (method, form) in [("PUT", "title=t&comment="), ("DELETE", "")] {
            let (status, code, _) = api.refused(method, &path, form);
            assert_eq!((status, code.as_str()), (409, "license_terminated"));
        }
    }
}

#[test]
fn live_and_test_have_licenses_money_and_keys_of_their_own() {
    let sandbox = Sandbox::start(Options::default().balance(license_sandbox::Decimal::from(10))).unwrap();
    let (live_api, test_api) = (live(&sandbox), test(&sandbox));
    for (family, key, order) in FAMILIES {
        assert!(test_api.keys(family).is_empty());
        assert_eq!(test_api.refused("GET", &format!("license/{family}/{key}"), "").0, 404);
        if family == "plesk" {
            let (in_test, in_live) = (test_api.order(family, order), live_api.order(family, order));
            assert_ne!(in_test, in_live);
            assert_eq!(test_api.keys(family), [in_test.as_str()]);
            assert!(live_api.keys(family).contains(&in_live) && !live_api.keys(family).contains(&in_test));
            assert_eq!(live_api.refused("DELETE", &format!("license/{family}/{in_test}"), "").0, 404);
        }
    }
    let environments: Vec<Environment> = sandbox.ledger().iter().map(|entry| entry.environment).collect();
    assert_eq!(environments, [Environment::Test, Environment::Live]);
    // Of the ten, nine are spent in each.
    for api in [&live_api, &test_api] {
        let (status, code, _) = api.refused("POST", "license/plesk/order", PLESK_12);
        assert_eq!((status, code.as_str()), (402, "insufficient_credit"));
        let cheap = with(PLESK_12, "product", "PLESK-12-WEB-ADMIN");
        assert_eq!(api.refused("POST", "license/plesk/order", &cheap).0, 402);
    }
    let environment = |api: &super::Api<'_>| {
        api.send("GET", "license/plesk", "");
        sandbox.requests().pop().unwrap().environment.unwrap()
    };
    assert_eq!((environment(&live_api), environment(&test_api)), (Environment::Live, Environment::Test));
}

#[test]
fn a_base_joined_wrongly_leads_to_the_live_environment() {
    // Resolved against `.../websoftsolus/test`, the reference `license/plesk` is this path: a trap of the vendor's addresses.
    let sandbox = start();
    let api = live(&sandbox);
    assert_eq!(api.path("license/plesk"), "/websoftsolus/license/plesk");
    assert_eq!(api.keys("plesk").len(), 6);
}

#[test]
fn other_paths_and_methods_are_turned_away() {
    let sandbox = start();
    let api = live(&sandbox);
    for path in [
        "",
        "test",
        "test/",
        "license",
        "license/",
        "license/directadmin",
        "license/plesk/a/b",
        "license//plesk",
        "x",
    ] {
        let (status, code, _) = api.refused("GET", path, "");
        assert_eq!((status, code.as_str()), (404, "not_found"), "{path}");
    }
    for (method, path, allow) in [
        ("DELETE", "license/plesk", "GET"),
        ("DELETE", "license/plesk/", "GET"),
        ("POST", "license/plesk", "GET"),
        ("PUT", "license/plesk/order", "GET, POST"),
        ("DELETE", "license/plesk/order", "GET, POST"),
        ("POST", "license/plesk/PLSK.02980001", "GET, PUT, DELETE"),
        ("PATCH", "license/cpanel/4921062", "GET, PUT, DELETE"),
        ("GET", "access/token", "POST"),
    ] {
        let reply = api.send(method, path, "");
        assert_eq!((reply.status, error(&reply).0.as_str()), (405, "method_not_allowed"), "{method} {path}");
        assert_eq!(reply.headers["allow"], allow);
    }
    assert_eq!(api.keys("plesk").len(), 6);
    assert_eq!(api.send("GET", "license/plesk/", "").status, 200);
    let head = api.send("HEAD", "license/plesk", "");
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(get(&sandbox, "/websoftsolus").status, 404);
}
