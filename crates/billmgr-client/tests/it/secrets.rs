//! Nothing that is shown holds a user, a password or a session, however the vendor repeats it.

use std::fmt::Write as _;

use billmgr_client::{
    Client, Credentials, Effect, Error, RawCall, Retries, Secret, Settings, Site, Vendor as Whose, WhoAmI,
    ispmanager,
};

use crate::support::{Reply, Vendor, cases, one_of_each};

/// What is looked for. Both stand within each secret between characters that every encoding writes its own way, and
/// no encoding changes them.
const CANARIES: [&str; 2] = ["CaNaRy1", "cAnArY2"];
const PASSWORD: &str = "CaNaRy1&=+%/\\\"'<> ж\u{1f511}~*;:@[]cAnArY2";
const USER: &str = "cAnArY2/k&y=\"ж\"@CaNaRy1";
const SESSION: &str = "CaNaRy1cAnArY2";

/// A text as others write it: as it is, in addresses, in markup.
fn spellings(secret: &str) -> Vec<String> {
    let mut encoded = String::new();
    for byte in secret.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => encoded.push(char::from(byte)),
            other => {
                let _ = write!(encoded, "%{other:02X}");
            }
        }
    }
    let markup =
        secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    vec![encoded.replace("%20", "+"), encoded, markup.replace('\'', "&#39;"), markup]
}

#[track_caller]
fn shows_nothing(shown: &str) {
    for canary in CANARIES {
        assert!(!shown.contains(canary), "{shown}");
    }
}

fn error_shows_nothing(error: &Error) {
    shows_nothing(&format!("{error} {error:?} {error:#?}"));
    shows_nothing(&format!("{} {:?}", error.kind(), error.kind()));
    shows_nothing(&format!("{:?} {:?} {:?}", error.answer(), error.field(), error.operation()));
    assert!(std::error::Error::source(error).is_none());
}

fn both() -> [Credentials; 2] {
    [Credentials::each_call(USER, PASSWORD).unwrap(), Credentials::session(USER, PASSWORD).unwrap()]
}

#[test]
fn what_holds_credentials_shows_none() {
    for credentials in both() {
        shows_nothing(&format!("{credentials:?} {credentials:#?}"));
        let proxy = Secret::new(format!("http://u:{}@127.0.0.1:1", CANARIES[0]));
        let builder =
            Client::builder(&ispmanager::EU, credentials).settings(Settings::new().proxy(proxy).unwrap());
        shows_nothing(&format!("{builder:?} {builder:#?}"));
        let client = builder.build().unwrap();
        shows_nothing(&format!("{client:?} {client:#?}"));
        for case in cases() {
            let preview = (case.preview)(&client);
            let shown = preview
                .as_ref()
                .map(|preview| format!("{preview} {}", serde_json::to_string(preview).unwrap()));
            shows_nothing(&format!("{preview:?} {shown:?}"));
        }
    }
    for bad in [format!("{PASSWORD}\n"), format!("\u{1b}{PASSWORD}"), PASSWORD.repeat(100)] {
        error_shows_nothing(&Credentials::each_call("user", &*bad).unwrap_err());
        error_shows_nothing(&Credentials::session(&*bad, "pass").unwrap_err());
    }
    error_shows_nothing(&Credentials::each_call(PASSWORD, "has a colon").unwrap_err());
    let base = format!("https://{}:{}@api.ispmanager.ru/", CANARIES[0], CANARIES[1]);
    error_shows_nothing(&Client::live(&Site::own(Whose::Other, base), both()[0].clone()).unwrap_err());
}

/// Every way in which a vendor could repeat a text: in an error, beside one, in what is no document at all.
fn echoes(text: &str) -> Vec<Reply> {
    let page = format!("<html><body>Access denied for {text}</body></html>");
    let error = |inside: String| Reply::ok(format!("<doc>{inside}</doc>"));
    let mut all = vec![
        error(format!("<error type=\"limit\"><msg>no {text}</msg></error>")),
        error(format!("<error type=\"auth\" object=\"{text}\"><msg>no {text}</msg></error>")),
        error(format!(
            "<error type=\"{text}\" object=\"{text}\" code=\"{text}\"><detail>{text}</detail></error>"
        )),
        error(format!("<error><param name=\"{text}\" msg=\"{text}\">{text}</param><msg>a</msg></error>")),
        error(format!("<error code=\"3\" obj=\"{text}\">{text}</error>")),
        error(format!("<tparams><authinfo>{text}</authinfo></tparams>")),
        error(format!("<tparams><authinfo>{text}</authinfo></tparams><error type=\"xml\"/>")),
        error(format!("<id>{text}</id><item.id>1</item.id>")),
        error(format!("<elid>{text}</elid><licname>{text}</licname>")),
        error(format!("<auth id=\"{text}\">other</auth>")),
        error(format!("<elem><id>{text} {text}</id></elem>")),
        error(format!("<unclosed>{text}")),
        Reply::new(403, format!("<doc><error type=\"value\" object=\"ip\"><msg>{text}</msg></error></doc>")),
        Reply::ok(format!("Warning: {text}")),
        Reply::ok(format!("{{\"doc\":\"{text}\"}}")),
        Reply::ok(format!("{}{text}{}", "x".repeat(190), "y".repeat(5000))),
        Reply { retry_after: "3".into(), ..Reply::new(429, page.clone()) },
    ];
    all.extend([200, 302, 401, 404, 500].map(|status| Reply::new(status, page.clone())));
    all
}

#[test]
fn errors_mask_whatever_the_vendor_repeats() {
    let raw = RawCall::new("any", Effect::Spend);
    for spelling in spellings(PASSWORD).into_iter().chain(spellings(USER)) {
        for reply in echoes(&spelling) {
            let vendor = Vendor::answering(move |_| reply.clone());
            let settings = || Settings::new().retries(Retries::none());
            for credentials in both() {
                let client = vendor.client_with(Whose::Isplicense, credentials, settings());
                for case in one_of_each().iter().filter(|case| case.whose == Whose::Isplicense).take(4) {
                    // Some echoes stand beside what is a good answer.
                    if let Err(error) = (case.send)(&client) {
                        error_shows_nothing(&error);
                    }
                }
                match client.call(&raw) {
                    Ok(document) => shows_nothing(&format!("{document:?} {document:#?}")),
                    Err(error) => error_shows_nothing(&error),
                }
            }
        }
    }
}

#[test]
fn a_session_is_masked_like_a_password() {
    for reply in echoes(SESSION) {
        let vendor = Vendor::answering(move |seen| match seen.function() {
            "auth" => Reply::ok(format!("<doc><auth id=\"{SESSION}\"/></doc>")),
            _ => reply.clone(),
        });
        let client = vendor.client_with(
            Whose::Ispmanager,
            both()[1].clone(),
            Settings::new().retries(Retries::none()),
        );
        for case in one_of_each().iter().filter(|case| case.whose == Whose::Ispmanager) {
            if let Err(error) = (case.send)(&client) {
                error_shows_nothing(&error);
            }
        }
        shows_nothing(&format!("{client:?} {client:#?}"));
    }
}

#[test]
fn replies_do_not_show_what_the_vendor_repeats_of_the_request() {
    let echo = spellings(USER).pop().unwrap();
    for case in cases() {
        let tparams = format!(
            "<tparams><authinfo>{echo}</authinfo><auth>{echo}</auth></tparams><account>{echo}</account></doc>"
        );
        let good: &'static str = case.good;
        let body = good.trim_end().strip_suffix("</doc>").unwrap().to_owned() + &tparams;
        let read_back = case.read_back;
        let first = std::sync::Mutex::new(Some(body));
        let vendor = Vendor::answering(move |_| {
            Reply::ok(first.lock().unwrap().take().unwrap_or_else(|| read_back.to_owned()))
        });
        let credentials = Credentials::each_call(USER, PASSWORD).unwrap();
        let client = vendor.client_with(case.whose, credentials, Settings::new().retries(Retries::none()));
        let shown = (case.send_and_show)(&client);
        shows_nothing(&shown);
    }
    let vendor = Vendor::always(format!("<doc><user id=\"1\" email=\"{echo}\" realname=\"{echo}\"/></doc>"));
    let client = vendor.client_with(Whose::Ispmanager, both()[0].clone(), Settings::new());
    let user = client.who_am_i(&WhoAmI::new()).unwrap();
    shows_nothing(&format!("{user:?} {user:#?}"));
    assert_eq!(user.email.as_str(), Some(USER), "it is there for whoever asks");
}

#[test]
fn an_address_that_holds_a_password_is_not_shown_before_it_is_checked() {
    let address = "https://reseller:hunter2@my.example.com/manager/billmgr";
    let site = billmgr_client::Site::own(billmgr_client::Vendor::Ispmanager, address);
    let credentials = billmgr_client::Credentials::each_call("reseller", "other").unwrap();
    let builder = billmgr_client::Client::builder(&site, credentials);
    let shown = format!("{site:?} {builder:?}");
    assert!(!shown.contains("hunter2"), "{shown}");
    let error = builder.build().unwrap_err();
    assert_eq!(error.field(), Some("base_url"));
    assert!(!format!("{error} {error:?}").contains("hunter2"));
}
