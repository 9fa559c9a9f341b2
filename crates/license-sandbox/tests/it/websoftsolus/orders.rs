//! Orders: what every family checks, cPanel's and Virtuozzo's own fields, money and the ledger.

use license_sandbox::websoftsolus::{OrderReply, Replies};
use license_sandbox::{Decimal, Environment, Options, Sandbox, Vendor};
use serde_json::{Value, json};

use super::{CPANEL, FAMILIES, PLESK_10, VIRTUOZZO, live, with};
use crate::client::{Reply, exchange, request, start};

fn rich() -> Sandbox {
    Sandbox::start(Options::default().balance(Decimal::from(1_000_000))).unwrap()
}

#[test]
fn an_order_makes_a_key_and_a_charge() {
    let sandbox = rich();
    let api = live(&sandbox);
    for (family, _, form) in FAMILIES {
        let before = api.keys(family);
        let form = with(&with(form, "title", "My+%26+title"), "comment", "ref-1");
        let key = api.order(family, &with(&form, "period", "6"));
        let added: Vec<String> = api.keys(family).into_iter().filter(|key| !before.contains(key)).collect();
        assert_eq!(added, [key.as_str()]);
        let told = api.get(&format!("license/{family}/{key}"));
        assert_eq!((&told["title"], &told["comment"]), (&"My & title".into(), &"ref-1".into()));
        assert_eq!((&told["period"], &told["status"]), (&6.into(), &"active".into()));
        assert_eq!(told["expirationDate"], "2026-09-01 00:00:00");
        let entry = sandbox.ledger().pop().unwrap();
        assert_eq!((entry.vendor, entry.environment), (Vendor::WebSoftSolus, Environment::Live));
        assert_eq!(entry.operation, format!("{family}.order"));
        assert_eq!((entry.license_key.as_deref(), entry.term.as_deref()), (Some(key.as_str()), Some("6")));
        assert_eq!(told["product"], entry.product.as_str());
        assert_eq!(entry.ip.as_deref(), (family == "cpanel").then_some("192.0.2.7"));
        assert!(entry.amount > Decimal::ZERO && entry.action_id.is_some());
        let created = told["createDate"].as_str().unwrap().replace(' ', "T");
        assert_eq!(format!("{created}Z"), entry.time.to_string());
    }
    let ledger = sandbox.ledger();
    let amounts: Vec<String> = ledger.iter().map(|entry| entry.amount.to_string()).collect();
    assert_eq!(amounts, ["54.00", "72.00", "150.00"]);
    assert!(ledger.windows(2).all(|pair| pair[0].action_id < pair[1].action_id));
}

#[test]
fn keys_have_the_form_of_their_family_and_count_on() {
    let sandbox = rich();
    let api = live(&sandbox);
    for (family, first, second) in [
        ("plesk", "PLSK.02980007", "PLSK.02980008"),
        ("cpanel", "4921065", "4921066"),
        ("virtuozzo", "VZ.03100003", "VZ.03100004"),
    ] {
        let form = FAMILIES.iter().find(|(name, ..)| *name == family).unwrap().2;
        assert_eq!((api.order(family, form).as_str(), api.order(family, form).as_str()), (first, second));
    }
    let api = super::test(&sandbox);
    assert_eq!(api.order("plesk", PLESK_10), "PLSK.92980001");
    assert_eq!(api.order("cpanel", CPANEL), "94921062");
    assert_eq!(api.order("virtuozzo", VIRTUOZZO), "VZ.93100001");
}

#[test]
fn fields_every_order_needs_are_asked_for() {
    let sandbox = start();
    let api = live(&sandbox);
    for (family, _, form) in FAMILIES {
        for field in ["product", "title", "comment", "period"] {
            let missing = format!("The parameter {field} is missing");
            assert_eq!(api.no_order(family, &with(form, field, None)), missing);
            if field != "comment" {
                assert_eq!(api.no_order(family, &with(form, field, "")), missing);
            }
        }
        for period in ["2", "0", "-1", "01", "1.0", "1M", "4", "48", "9999999999"] {
            let why = api.no_order(family, &with(form, "period", period));
            assert_eq!(why, "The parameter period has to be one of 1, 3, 6, 12, 24, 36");
        }
        for product in ["NOTHING", "plesk-12-web-pro", "PLESK-12-WEB-PRO+", "0"] {
            assert!(api.no_order(family, &with(form, "product", product)).contains("product"));
        }
    }
    assert!(api.no_order("cpanel", &with(CPANEL, "product", "VIRTUOZZO-1-CPU")).contains("product"));
}

#[test]
fn every_period_is_sold_by_the_month() {
    let sandbox = rich();
    let api = live(&sandbox);
    for (period, amount, expires) in [
        ("1", "25.00", "2026-04-01"),
        ("3", "75.00", "2026-06-01"),
        ("6", "150.00", "2026-09-01"),
        ("12", "300.00", "2027-03-01"),
        ("24", "600.00", "2028-03-01"),
        ("36", "900.00", "2029-03-01"),
    ] {
        let key = api.order("virtuozzo", &with(VIRTUOZZO, "period", period));
        assert_eq!(sandbox.ledger().pop().unwrap().amount.to_string(), amount);
        let told = api.get(&format!("license/virtuozzo/{key}"));
        assert_eq!(told["expirationDate"], format!("{expires} 00:00:00"));
    }
}

#[test]
fn every_orderable_version_can_be_ordered_by_its_name() {
    let sandbox = rich();
    let api = live(&sandbox);
    for (family, _, form) in FAMILIES {
        for name in api.get(&format!("license/{family}/order")).as_array().unwrap() {
            let name = name.as_str().unwrap();
            let form = if name.starts_with("PLESK-10") { PLESK_10 } else { form };
            let encoded: Vec<String> = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
            let key = api.order(family, &with(form, "product", encoded.concat().as_str()));
            assert_eq!(api.get(&format!("license/{family}/{key}"))["product"], name);
            assert_eq!(sandbox.ledger().pop().unwrap().product, name);
        }
    }
}

#[test]
fn the_parameters_of_an_order_come_from_the_url_or_the_body() {
    let sandbox = start();
    let api = live(&sandbox);
    for (family, _, form) in FAMILIES {
        let path = format!("license/{family}/order");
        for (query, body) in [(form, ""), ("title=url&period=36&x=1", form), (form, "title=body&comment=c")] {
            let reply = api.send("POST", &format!("{path}?{query}"), body);
            assert_eq!(reply.status, 200, "{}", reply.text());
        }
        let key = api.keys(family).pop().unwrap();
        assert_eq!(api.get(&format!("license/{family}/{key}"))["title"], "body", "the body wins");
        assert_eq!(sandbox.ledger().last().unwrap().term.as_deref(), Some("1"));
    }
    assert_eq!(sandbox.ledger().len(), 9);
}

#[test]
fn a_form_is_read_under_any_content_type() {
    let sandbox = start();
    let api = live(&sandbox);
    let send = |content_type: &str, body: &str| {
        let headers = format!("Authorization: Bearer {}\r\n{content_type}", api.token);
        let bytes = request("POST", "/websoftsolus/license/cpanel/order", &headers, body.as_bytes());
        Reply::parse(&exchange(sandbox.address(), &bytes).unwrap()).status
    };
    assert_eq!(send("", CPANEL), 200);
    assert_eq!(send("Content-Type: text/plain\r\n", CPANEL), 200);
    let parts: Vec<String> = CPANEL
        .split('&')
        .map(|pair| pair.split_once('=').unwrap())
        .map(|(name, value)| {
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        })
        .collect();
    let multipart = format!("{}--b--\r\n", parts.concat());
    assert_eq!(send("Content-Type: multipart/form-data; boundary=b\r\n", &multipart), 200);
    assert_eq!(send("Content-Type: application/json\r\n", r#"{"product":"CPANEL-VPS"}"#), 400);
    assert_eq!(sandbox.ledger().len(), 3);
}

#[test]
fn a_cpanel_license_is_for_the_address_of_a_server() {
    let sandbox = start();
    let api = live(&sandbox);
    for ip in ["192.0.2.1", "2001:db8::1"] {
        let key = api.order("cpanel", &with(CPANEL, "serverIP", ip));
        assert_eq!(api.get(&format!("license/cpanel/{key}"))["serverIP"], ip);
        assert_eq!(sandbox.ledger().pop().unwrap().ip.as_deref(), Some(ip));
    }
    for wrong in
        ["192.0.2.1/24", "192.0.2.1:80", "192.0.2.01", "0.0.0.0", "::", "host", "192.0.2", "+192.0.2.1"]
    {
        assert!(api.no_order("cpanel", &with(CPANEL, "serverIP", wrong)).contains("serverIP"), "{wrong}");
    }
    assert_eq!(api.no_order("cpanel", &with(CPANEL, "serverIP", None)), "The parameter serverIP is missing");
    assert_eq!(
        api.no_order("cpanel", &CPANEL.replace("serverIP", "serverip")),
        "The parameter serverIP is missing"
    );
    api.order("cpanel", CPANEL);
    api.order("cpanel", CPANEL);
    assert_eq!(sandbox.ledger().len(), 4, "the same address twice is two licences and two charges");
}

#[test]
fn addons_come_as_php_reads_an_array() {
    let sandbox = rich();
    let api = live(&sandbox);
    let addons = |form: &str| {
        let key = api.order("cpanel", &format!("{CPANEL}&{form}"));
        let told = api.get(&format!("license/cpanel/{key}"))["addons"].clone();
        (told, sandbox.ledger().pop().unwrap().amount.to_string())
    };
    let (both, last, none) = (json!(["CLOUDLINUX", "KERNELCARE"]), json!(["KERNELCARE"]), json!([]));
    for (form, told, amount) in [
        ("addons%5B0%5D=CLOUDLINUX&addons%5B1%5D=KERNELCARE", &both, "25.50"),
        ("addons[0]=CLOUDLINUX&addons[1]=KERNELCARE", &both, "25.50"),
        ("addons[]=CLOUDLINUX&addons[]=KERNELCARE", &both, "25.50"),
        ("addons[a]=CLOUDLINUX&addons[b]=KERNELCARE", &both, "25.50"),
        ("addons[0]=CLOUDLINUX&addons[0]=KERNELCARE", &last, "15.50"),
        ("addons=CLOUDLINUX&addons=KERNELCARE", &last, "15.50"),
        ("addons=KERNELCARE", &last, "15.50"),
        ("addons=", &none, "12.00"),
        ("addons[]=", &none, "12.00"),
        ("", &none, "12.00"),
    ] {
        assert_eq!(addons(form), (told.clone(), amount.to_owned()), "{form}");
    }
    let all =
        ["FANTASTICO", "INSTALLATRON", "SOFTACULOUS", "WHMXTRA", "WHMSONIC", "CLOUDLINUX", "KERNELCARE"];
    let form: Vec<String> = all.iter().enumerate().map(|(at, name)| format!("addons[{at}]={name}")).collect();
    assert_eq!(addons(&form.join("&")), (json!(all), "38.50".into()));
    for wrong in [
        "addons[]=NONE",
        "addons[]=cloudlinux",
        "addons[0]=CLOUDLINUX&addons[1]=x",
        "addons=CLOUDLINUX,KERNELCARE",
    ] {
        assert!(api.no_order("cpanel", &format!("{CPANEL}&{wrong}")).contains("has to be one of FANTASTICO"));
    }
    let twice = format!("{CPANEL}&addons[]=CLOUDLINUX&addons[]=CLOUDLINUX");
    assert!(api.no_order("cpanel", &twice).contains("twice"));
}

#[test]
fn a_virtuozzo_license_is_for_one_system() {
    let sandbox = start();
    let api = live(&sandbox);
    for os in ["LINUX", "WINDOWS"] {
        let key = api.order("virtuozzo", &with(VIRTUOZZO, "os", os));
        assert_eq!(api.get(&format!("license/virtuozzo/{key}"))["os"], os);
    }
    assert_eq!(api.no_order("virtuozzo", &with(VIRTUOZZO, "os", None)), "The parameter os is missing");
    for wrong in ["linux", "0", "BSD"] {
        assert!(api.no_order("virtuozzo", &with(VIRTUOZZO, "os", wrong)).contains("LINUX, WINDOWS"));
    }
}

#[test]
fn an_account_spends_what_it_has_and_its_credit() {
    let cents = |cents| Decimal::new(cents, 2);
    let sandbox =
        Sandbox::start(Options::default().balance(cents(49_99)).credit_limit(cents(25_01))).unwrap();
    let api = live(&sandbox);
    for _ in 0..3 {
        api.order("virtuozzo", VIRTUOZZO);
    }
    for (family, _, form) in FAMILIES {
        let (status, code, _) = api.refused("POST", &format!("license/{family}/order"), form);
        assert_eq!((status, code.as_str()), (402, "insufficient_credit"));
    }
    assert_eq!(api.keys("virtuozzo").len(), 5);
    // What is wrong is said before what cannot be paid.
    assert!(api.no_order("virtuozzo", &with(VIRTUOZZO, "os", None)).contains("os"));
    super::test(&sandbox).order("virtuozzo", VIRTUOZZO);
}

#[test]
fn a_key_can_come_later_than_the_answer() {
    let late = Replies::default().order(OrderReply::OrderId);
    let sandbox = Sandbox::start(Options::default().websoftsolus_replies(late)).unwrap();
    let api = live(&sandbox);
    for (family, _, form) in FAMILIES {
        let before = api.keys(family);
        let reply = api.send("POST", &format!("license/{family}/order"), form);
        let entry = sandbox.ledger().pop().unwrap();
        assert_eq!(reply.json(), json!({"orderId": entry.action_id}));
        let key = entry.license_key.unwrap();
        let path = format!("license/{family}/{key}");
        assert_eq!(api.keys(family), before, "it is paid for, and not there yet");
        for (method, form) in [("GET", ""), ("PUT", "title=t&comment="), ("DELETE", "")] {
            assert_eq!(api.refused(method, &path, form).0, 404);
        }
        sandbox.advance_seconds(59).unwrap();
        assert_eq!(api.keys(family), before);
        sandbox.advance_seconds(1).unwrap();
        assert_eq!(api.get(&path)["keyNumber"], Value::String(key.clone()));
        assert_eq!(api.keys(family).pop(), Some(key));
    }
}
