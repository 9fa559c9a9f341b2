//! Who may ask: `authinfo`, sessions, a second factor, addresses.

use license_sandbox::billmgr::{BadIp, Habits, SecondFactor, TOTP_CODE};
use license_sandbox::{Credentials, Sandbox, Vendor};

use super::xml::Xml;
use super::{ISP, LITE, order};
use crate::client::{FORM, Reply, exchange, get, post, request, start};

fn send(sandbox: &Sandbox, form: &str) -> Xml {
    Xml::read(post(sandbox, ISP.path, &format!("out=xml&{form}")).text())
}

fn error(xml: &Xml) -> (String, String) {
    (xml.attribute("/doc/error", "type"), xml.attribute("/doc/error", "object"))
}

fn kind(kind: &str, object: &str) -> (String, String) {
    (kind.to_owned(), object.to_owned())
}

fn log_in(sandbox: &Sandbox) -> String {
    send(sandbox, "func=auth&username=sandbox-isp&password=sandbox-isp-pass").text("/doc/auth")
}

fn habits(change: impl FnOnce(&mut Habits)) -> Habits {
    let mut habits = Habits::default();
    change(&mut habits);
    habits
}

#[test]
fn authinfo_is_split_at_the_first_colon_and_encoded_as_one_value() {
    let sandbox = start();
    for right in
        ["sandbox-isp:sandbox-isp-pass", "sandbox-isp%3Asandbox-isp-pass", "%73andbox-isp:sandbox-isp-pass"]
    {
        let xml = send(&sandbox, &format!("func=whoami&authinfo={right}"));
        assert_eq!(xml.attribute("/doc/user", "balance"), "500.00");
        assert_eq!(xml.texts("/doc/tparams/username"), ["sandbox-isp"]);
        assert!(!xml.to_string().contains("sandbox-isp-pass"), "{xml}");
    }
    for wrong in [
        "sandbox-isp",
        "sandbox-isp:",
        "sandbox-isp:x:sandbox-isp-pass",
        ":sandbox-isp-pass",
        "sandbox-isp:sandbox-isp-pass:",
    ] {
        assert_eq!(
            error(&send(&sandbox, &format!("func=whoami&authinfo={wrong}"))),
            kind("auth", "badpassword")
        );
        assert_eq!(sandbox.requests().pop().unwrap().credentials, Credentials::Wrong);
    }
    assert_eq!(error(&send(&sandbox, "func=whoami")), kind("access", ""));
    assert_eq!(sandbox.requests().pop().unwrap().credentials, Credentials::Missing);
}

#[test]
fn a_session_is_opened_and_used_as_a_parameter_and_as_a_cookie() {
    let sandbox = start();
    let opened = send(&sandbox, "func=auth&username=sandbox-isp&password=sandbox-isp-pass");
    let id = opened.text("/doc/auth");
    assert_eq!(
        (opened.attribute("/doc/auth", "id"), opened.attribute("/doc/auth", "level")),
        (id.clone(), "16".into())
    );
    assert_eq!(opened.texts("/doc/tparams/username"), ["sandbox-isp"]);
    assert!(!opened.has("/doc/tparams/password") && opened.has("/doc/saved_filters"));

    assert!(send(&sandbox, &format!("func=keepalive&auth={id}")).has("/doc/ok"));
    assert!(send(&sandbox, &format!("auth={id}&{}", order("192.0.2.1"))).has("/doc/id"));
    let cookie = format!("Cookie: lang=en; billmgrses5={id}\r\n{FORM}");
    let bytes = request("POST", ISP.path, &cookie, b"func=whoami&out=xml");
    let xml = Xml::read(Reply::parse(&exchange(sandbox.address(), &bytes).unwrap()).text());
    assert!(xml.has("/doc/user"));
    assert!(sandbox.requests().iter().all(|request| request.credentials == Credentials::Right));

    let other = post(&sandbox, super::ISPL.path, &format!("out=xml&func=whoami&auth={id}"));
    assert!(other.text().contains("type=\"access\""), "a session is of one vendor");
}

#[test]
fn the_answer_to_a_login_sets_the_cookie_and_comes_as_json_too() {
    let sandbox = start();
    let form = "func=auth&username=sandbox-isp&password=sandbox-isp-pass";
    let reply = post(&sandbox, ISP.path, &format!("{form}&out=json"));
    let json = reply.json();
    let id = json["doc"]["auth"]["$id"].as_str().unwrap();
    assert_eq!(json["doc"]["auth"]["$"], id);
    assert_eq!(reply.headers["set-cookie"], format!("billmgrses5={id}; path=/; HttpOnly"));
    let wrong = post(&sandbox, ISP.path, "func=auth&username=sandbox-isp&password=x&out=json").json();
    assert_eq!(
        (&wrong["doc"]["error"]["$type"], &wrong["doc"]["error"]["$object"]),
        (&"auth".into(), &"badpassword".into())
    );
    assert_eq!(sandbox.requests().pop().unwrap().operation.as_deref(), Some("auth"));
    assert_eq!(error(&send(&sandbox, "func=auth")), kind("auth", "badpassword"));
}

#[test]
fn a_session_ends_with_its_hour_or_when_it_is_told_to() {
    let sandbox = start();
    let id = log_in(&sandbox);
    sandbox.advance(1).unwrap();
    let xml = send(&sandbox, &format!("func=soft.suspend&elid={LITE}&auth={id}"));
    assert_eq!(error(&xml), kind("access", ""));
    assert_eq!(xml.texts("/doc/error/param"), ["soft.suspend"], "it names the function");
    let record = sandbox.requests().pop().unwrap();
    assert_eq!((record.credentials, record.committed), (Credentials::Wrong, false));

    let id = log_in(&sandbox);
    assert_eq!(post(&sandbox, "/_sandbox/billmgr/expire_sessions", "").json()["ok"], true);
    assert_eq!(error(&send(&sandbox, &format!("func=keepalive&auth={id}"))), kind("access", ""));
    let id = log_in(&sandbox);
    sandbox.expire_billmgr_sessions();
    assert_eq!(error(&send(&sandbox, &format!("func=keepalive&auth={id}"))), kind("access", ""));
}

#[test]
fn a_second_factor_is_asked_for_after_the_login() {
    let sandbox = start();
    sandbox.set_billmgr_habits(
        Vendor::Ispmanager,
        habits(|habits| habits.second_factor = SecondFactor::Sessions),
    );
    let first = log_in(&sandbox);
    let sent = send(&sandbox, &format!("func=whoami&auth={first}"));
    assert_eq!(sent.text("/doc/ok"), "func=totp.confirm");
    let bought = send(&sandbox, &format!("auth={first}&{}", order("192.0.2.1")));
    assert_eq!(bought.text("/doc/ok"), "func=totp.confirm", "no error, and yet nothing is done");
    assert!(sandbox.ledger().is_empty() && !sandbox.requests().pop().unwrap().committed);

    let confirm = |code: &str| {
        send(&sandbox, &format!("func=totp.confirm&qrcode={code}&sok=ok&clicked_button=ok&auth={first}"))
    };
    assert_eq!(error(&confirm("000000")), kind("value", "qrcode"));
    let second = confirm(TOTP_CODE).text("/doc/auth");
    assert_ne!(first, second);
    assert!(send(&sandbox, &format!("func=whoami&auth={second}")).has("/doc/user"));
    assert_eq!(error(&send(&sandbox, &format!("func=whoami&auth={first}"))), kind("access", ""));
    assert!(send(&sandbox, "func=whoami&authinfo=sandbox-isp:sandbox-isp-pass").has("/doc/user"));

    sandbox.set_billmgr_habits(
        Vendor::Ispmanager,
        habits(|habits| habits.second_factor = SecondFactor::Everywhere),
    );
    assert_eq!(
        error(&send(&sandbox, "func=whoami&authinfo=sandbox-isp:sandbox-isp-pass")),
        kind("auth", "badpassword")
    );
}

#[test]
fn an_address_can_be_refused() {
    let sandbox = start();
    let id = log_in(&sandbox);
    sandbox.set_billmgr_habits(Vendor::Ispmanager, habits(|habits| habits.bad_ip = BadIp::Authinfo));
    assert_eq!(
        error(&send(&sandbox, "func=whoami&authinfo=sandbox-isp:sandbox-isp-pass")),
        kind("auth", "badip")
    );
    assert!(send(&sandbox, &format!("func=whoami&auth={id}")).has("/doc/user"));
    sandbox.set_billmgr_habits(Vendor::Ispmanager, habits(|habits| habits.bad_ip = BadIp::Everywhere));
    assert_eq!(error(&send(&sandbox, &format!("func=whoami&auth={id}"))), kind("auth", "badip"));
    assert_eq!(
        error(&send(&sandbox, "func=auth&username=sandbox-isp&password=sandbox-isp-pass")),
        kind("auth", "badip")
    );
}

#[test]
fn no_credential_is_kept_or_told() {
    let sandbox = start();
    let id = log_in(&sandbox);
    let form = "username=canary-1&password=canary-2&auth=canary-3&key=canary-4&AuthInfo=canary-5:canary-6\
                &billmgrses5=canary-7&authinfo[]=canary-8&Password=canary-9&licname=kept";
    let mut told = String::new();
    for out in ["xml", "devel", "json", "bjson", "none"] {
        let target = format!("{}?authinfo=sandbox-isp:canary-0&func=whoami&out={out}", ISP.path);
        told.push_str(post(&sandbox, &target, form).text());
        let session = format!("{}?func=whoami&out={out}&auth={id}", ISP.path);
        told.push_str(get(&sandbox, &session).text());
    }
    let records = get(&sandbox, "/_sandbox/requests");
    for canary in ["canary-", "sandbox-isp-pass"] {
        assert!(!told.contains(canary), "{told}");
        assert!(!records.text().contains(canary), "{}", records.text());
    }
    assert!(!records.text().contains(&id) && records.text().contains("kept"));
    let record = sandbox.requests().pop().unwrap();
    assert!(record.query.contains(&("auth".into(), "right".into())));
}
