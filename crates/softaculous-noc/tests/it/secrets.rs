//! Nothing that is shown holds a password or an API key, however the vendor repeats it.

use std::fmt::{Debug, Write as _};
use std::sync::Mutex;

use serde_json::{Value, json};
use softaculous_noc::{
    Buy, Client, Credentials, Effect, Environment, Error, ListLicenses, RawCall, RefundAndCancel, Retries,
    Secret, ServerType, Settings, Term, Timestamp,
};

use crate::support::{Reply, Vendor, cases, fixture};

/// What is looked for. Both stand within each secret between characters that every encoding writes its own way, and
/// no encoding changes them.
const CANARIES: [&str; 2] = ["CaNaRy1", "cAnArY2"];
const PASSWORD: &str = "CaNaRy1&=+%/\\\"'<> ж\u{1f511}~*;:@[]cAnArY2";
const KEY: &str = "cAnArY2/k&y=\"ж\"CaNaRy1";

#[test]
fn a_programs_own_texts_can_be_masked() {
    for (credentials, secret) in [
        (Credentials::account("mynoc", PASSWORD).unwrap(), PASSWORD),
        (Credentials::api_key(KEY, "other-pass").unwrap(), KEY),
    ] {
        let client = Client::builder(Environment::Live, credentials).build().unwrap();
        assert_eq!(client.scrubber().clean(&format!("it is {secret}, they say")), "it is ***, they say");
    }
}

/// A text as others write it: as it is, in addresses, in JSON, in markup.
fn spellings(secret: &str) -> Vec<String> {
    // As PHP's rawurlencode and urlencode write it.
    let raw: String = secret
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect();
    let form = raw.replace("%20", "+").replace('~', "%7E");
    let lower = |text: &str| {
        let mut parts = text.split('%');
        let mut out = parts.next().unwrap().to_owned();
        for part in parts {
            let _ = write!(out, "%{}{}", part[..2].to_lowercase(), &part[2..]);
        }
        out
    };
    // As htmlspecialchars writes it.
    let html = |apostrophe: &str| {
        let text = secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        text.replace('"', "&quot;").replace('\'', apostrophe)
    };
    let mut all = vec![secret.to_owned(), lower(&raw), lower(&form), raw, form];
    all.extend([html("&#039;"), html("&#39;"), html("'")]);
    all.extend(json(secret));
    all
}

/// As json_encode writes a text: plain, and with slashes and letters escaped.
fn json(secret: &str) -> [String; 2] {
    let json = serde_json::to_string(secret).unwrap();
    let json = json[1..json.len() - 1].to_owned();
    let escaped = json.replace('/', "\\/").chars().fold(String::new(), |mut out, c| {
        if c.is_ascii() {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
        out
    });
    [json, escaped]
}

#[track_caller]
fn shows_nothing(shown: &str) {
    for canary in CANARIES {
        assert!(!shown.contains(canary), "{shown}");
    }
}

fn both() -> [Credentials; 2] {
    [Credentials::account("mynoc", PASSWORD).unwrap(), Credentials::api_key(KEY, PASSWORD).unwrap()]
}

fn error_shows_nothing(error: &Error) {
    shows_nothing(&format!("{error} {error:?} {error:#?}"));
    shows_nothing(&format!("{} {:?}", error.kind(), error.kind()));
    shows_nothing(&format!("{:?}", error.answer()));
    shows_nothing(&format!("{:?} {:?}", error.field(), error.operation()));
    let source: Option<&dyn std::error::Error> = std::error::Error::source(error);
    assert!(source.is_none());
}

fn buy() -> Buy {
    Buy::new("203.0.113.10".parse().unwrap(), Term::months(1).unwrap(), ServerType::Vps)
}

#[test]
fn what_holds_credentials_shows_none() {
    for credentials in both() {
        shows_nothing(&format!("{credentials:?} {credentials:#?}"));
        for environment in [Environment::Live, Environment::Sandbox] {
            let builder = Client::builder(environment, credentials.clone()).settings(
                Settings::new().proxy(Secret::new(format!("http://u:{}@127.0.0.1:1", CANARIES[0]))).unwrap(),
            );
            shows_nothing(&format!("{builder:?} {builder:#?}"));
            let client = builder.build().unwrap();
            let shown = format!("{client:?} {client:#?}");
            shows_nothing(&shown);
            assert!(shown.contains(&format!("{environment:?}")), "the world it works in is shown: {shown}");
        }
    }
    shows_nothing(&format!("{:?}", Secret::from(PASSWORD)));
    for bad in [format!("{PASSWORD}\n"), format!("\u{1b}{PASSWORD}"), PASSWORD.repeat(100)] {
        error_shows_nothing(&Credentials::account("noc", &*bad).unwrap_err());
        error_shows_nothing(&Credentials::api_key(&*bad, "pass").unwrap_err());
    }
    let base = format!("https://{}:{}@www.softaculous.com/clients", CANARIES[0], CANARIES[1]);
    let builder = Client::builder(Environment::Live, both()[0].clone()).base_url(base);
    shows_nothing(&format!("{builder:?}"));
    error_shows_nothing(&builder.build().unwrap_err());
}

#[test]
fn what_is_about_to_be_sent_shows_none() {
    for credentials in both() {
        let client = Client::live(credentials).unwrap();
        for case in cases() {
            let preview = (case.preview)(&client).unwrap();
            shows_nothing(&format!("{preview} {preview:?} {}", serde_json::to_string(&preview).unwrap()));
        }
    }
}

/// Every way in which a vendor could repeat a text: in a refusal, beside one, and in what is no reply at all.
fn echoes(text: &str) -> Vec<Reply> {
    let json = |value: Value| Reply::ok(value.to_string());
    let mut all = vec![
        json(json!({"error": format!("wrong login {text}")})),
        json(json!({"error": [format!("wrong login {text} {text}")]})),
        json(json!({"error": {"login": format!("wrong {text}")}})),
        json(json!({"error": {text: "wrong"}})),
        json(json!({"error": {"a": "b", text: [text, {"deep": text}]}})),
        json(json!({"error": {"a": "b"}, "request": text})),
        json(json!({"license": [text]})),
        json(json!({"licenses": text, "actions": text})),
        json(json!({"licenses": {text: 5}, "actions": {text: 5}, "license": 5})),
        Reply::new(403, json!({"error": text}).to_string()),
    ];
    all.extend(pages(text));
    all
}

/// The same in what is not JSON.
fn pages(text: &str) -> Vec<Reply> {
    let page = format!("<html><body>Access denied for {text}</body></html>");
    vec![
        Reply::ok(page.clone()),
        Reply::ok(format!("Warning: {text}")),
        Reply::ok(format!("a:1:{{s:5:\"error\";s:{}:\"{text}\";}}", text.len())),
        Reply::ok(format!("{{\"error\":null,\"request\":{text}")),
        Reply::ok(text.to_owned()),
        Reply::ok(format!("{}{text}{}", "x".repeat(190), "y".repeat(5000))),
        Reply::new(302, page.clone()),
        Reply::new(401, page.clone()),
        Reply::new(404, page.clone()),
        Reply { retry_after: "3".into(), ..Reply::new(429, page.clone()) },
        Reply::new(500, page),
    ]
}

#[test]
fn errors_mask_whatever_the_vendor_repeats() {
    for (credentials, secrets) in both().into_iter().zip([&[PASSWORD][..], &[PASSWORD, KEY]]) {
        for spelling in secrets.iter().flat_map(|secret| spellings(secret)) {
            // What JSON has escaped already is not escaped twice.
            let is_json = secrets.iter().any(|secret| json(secret).contains(&spelling));
            for reply in if is_json { pages(&spelling) } else { echoes(&spelling) } {
                let told = String::from_utf8_lossy(&reply.body).into_owned();
                let vendor = Vendor::answering(move |_| reply.clone());
                let client = vendor.client_of(Environment::Live, credentials.clone());
                let error = client.buy(&buy()).unwrap_err();
                let shown = format!("{error} {error:?}");
                for canary in CANARIES {
                    assert!(!shown.contains(canary), "{spelling}\n{told}\n{shown}");
                }
                error_shows_nothing(&error);
            }
        }
    }
}

#[test]
fn a_step_that_failed_shows_no_more_than_its_error() {
    let vendor = Vendor::always(json!({"error": format!("wrong login {PASSWORD}")}).to_string());
    let client = vendor.client_of(Environment::Live, both()[0].clone());
    let what = RefundAndCancel::by_address("203.0.113.10".parse().unwrap());
    let error = client.refund_and_cancel(&what, Timestamp::UNIX_EPOCH).unwrap_err();
    shows_nothing(&format!("{error} {error:?} {error:#?}"));
}

fn shown<T: Debug>(reply: Result<T, Error>) {
    shows_nothing(&format!("{:#?}", reply.unwrap()));
}

#[test]
fn replies_do_not_show_what_is_in_fields_that_nobody_knows() {
    let with_echo = |body: &str| {
        let mut reply: Value = serde_json::from_str(body).unwrap();
        let echo = json!({"nocpass": PASSWORD, "list": [PASSWORD]});
        reply["request"] = echo.clone();
        for table in ["licenses", "actions"] {
            for row in reply.get_mut(table).and_then(Value::as_object_mut).into_iter().flatten() {
                row.1["request"] = echo.clone();
            }
        }
        for member in ["license", "cancelled_license"] {
            if reply.get(member).is_some_and(Value::is_object) {
                reply[member]["request"] = echo.clone();
            }
        }
        reply.to_string()
    };
    for case in cases() {
        let body = with_echo(case.good);
        let vendor = Vendor::always(body.clone());
        let client = vendor.client_of(Environment::Live, both()[0].clone());
        // It is there for whoever writes the reply out, so that nothing is lost.
        assert!((case.send)(&client).unwrap().contains(CANARIES[0]), "{}", case.label);
    }
    let client = |body: &str| {
        let vendor = Vendor::always(with_echo(body));
        let client = vendor.client_of(Environment::Live, both()[0].clone());
        (vendor, client)
    };
    let key = || "11111-22222-33333-44444-55555".parse().unwrap();
    shown(client(fixture!("buy_new.json")).1.buy(&buy()));
    shown(client(fixture!("list.json")).1.licenses(&ListLicenses::new()));
    shown(client(fixture!("logs.json")).1.logs(&softaculous_noc::GetLogs::by_key(key())));
    shown(client(fixture!("cancel.json")).1.cancel(&softaculous_noc::Cancel::by_key(key())));
    shown(client(fixture!("refund.json")).1.refund(&softaculous_noc::Refund::new("1".parse().unwrap())));
    shown(client(fixture!("invoice_unbilled.json")).1.invoice(&softaculous_noc::GetInvoice::unbilled()));
    let list = softaculous_noc::ListAutoRenewals::new();
    shown(client(fixture!("renewals_guess.json")).1.auto_renewals(&list));
    let call = RawCall::new("softaculous", Effect::Spend);
    shown(client(fixture!("list.json")).1.call(&call));
    let trial = softaculous_noc::StartWebuzoTrial::new(buy().address(), ServerType::Vps);
    shown(client(fixture!("trial_guess.json")).1.start_webuzo_trial(&trial));
}

/// Keeps what is logged under the crate's own target.
struct Lines(Mutex<String>);

static LINES: Lines = Lines(Mutex::new(String::new()));

impl log::Log for Lines {
    fn enabled(&self, metadata: &log::Metadata<'_>) -> bool {
        metadata.target().starts_with("license_wire") || metadata.target().starts_with("softaculous_noc")
    }

    fn log(&self, record: &log::Record<'_>) {
        if self.enabled(record.metadata()) {
            let _ = writeln!(self.0.lock().unwrap(), "{} {}", record.target(), record.args());
        }
    }

    fn flush(&self) {}
}

#[test]
fn log_lines_hold_neither_secrets_nor_addresses_nor_bodies() {
    log::set_logger(&LINES).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    for reply in [Reply::ok(fixture!("buy_new.json")), Reply::new(500, PASSWORD), Reply::ok(PASSWORD)] {
        let vendor = Vendor::answering(move |_| reply.clone());
        for credentials in both() {
            let settings = Settings::new().retries(Retries::none());
            let client = vendor.client_with(Environment::Live, credentials, settings);
            let _ = client.buy(&buy().notes("a note of mine"));
        }
    }
    let lines = LINES.0.lock().unwrap().clone();
    assert!(
        lines.contains("license_wire::transport operation=softaculous.buy effect=spend attempt=1"),
        "{lines}"
    );
    shows_nothing(&lines);
    for private in ["203.0.113.10", "127.0.0.1", "mynoc", "note", "11111-22222", "nocpass"] {
        assert!(!lines.contains(private), "{private}: {lines}");
    }
}
