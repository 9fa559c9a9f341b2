//! Nothing that is secret shows: not the login, the secret, the token or an activation code, in any text.

use std::fmt::Write as _;
use std::sync::Mutex;

use serde_json::json;
use websoftsolus::{
    Client, Credentials, Environment, GetDetails, GetProperties, ListKeys, ListOrderable, Outcome, Plesk,
    Properties, Settings, Terminate,
};

use crate::support::{CALLS, Reply, Server, TestClock, key, plesk12, settings};

/// What is looked for. Each stands between characters that every encoding writes its own way, and no encoding changes it.
const CANARIES: [&str; 4] = ["CaNaRy1", "CaNaRy2", "CaNaRy3", "CaNaRy4"];
const LOGIN: &str = "ops+&ж CaNaRy1\"/@example.com";
const SECRET: &str = "=%+/\\\"'<>CaNaRy2 ж\u{1f511}~*;:[]";
const TOKEN: &str = "t%/\"CaNaRy3'<>&=+";
const CODE: &str = "A00/\"&CaNaRy4<ж>\\";

fn credentials() -> Credentials {
    Credentials::new(LOGIN, SECRET).unwrap()
}

fn client(base: &str) -> Client {
    let settings = settings(std::sync::Arc::<TestClock>::default());
    Client::builder(Environment::Live, credentials()).base_url(base).settings(settings).build().unwrap()
}

/// A text as it is, as in forms, and as in markup. JSON is put around these.
fn spellings(secret: &str) -> Vec<String> {
    let form = serde_urlencoded::to_string([("", secret)]).unwrap();
    let form = form.trim_start_matches('=').to_owned();
    let html = secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    vec![secret.to_owned(), form.replace('+', "%20"), form, html]
}

/// Everything that a program may print of an outcome.
fn shown<T: std::fmt::Debug>(all: &mut String, result: &Result<T, websoftsolus::Error>) {
    writeln!(all, "{result:?} {result:#?}").unwrap();
    if let Err(error) = result {
        writeln!(all, "{error} {:?} {}", error.kind(), error.kind()).unwrap();
    }
}

#[track_caller]
fn holds_no_canary(text: &str) {
    for canary in CANARIES {
        assert!(!text.contains(canary), "{canary} shows in {text}");
    }
}

#[test]
fn a_programs_own_texts_can_be_masked_also_of_a_token_that_was_fetched_later() {
    let server = Server::raw(|seen| if seen.is_for_token() { token() } else { Reply::new(404, "") });
    let client = client(&server.url());
    let scrubber = client.scrubber();
    let text = format!("{LOGIN} logs in with {SECRET} and calls with Bearer {TOKEN}");
    assert!(scrubber.clean(&text).contains("CaNaRy3"), "nobody knows the token yet");
    client.clone().log_in().unwrap();
    assert_eq!(scrubber.clean(&text), "*** logs in with *** and calls with Bearer ***");
    holds_no_canary(&format!("{scrubber:?}"));
}

/// A vendor that repeats all it knows in every answer.
fn echo(status: u16, error: bool) -> Server {
    Server::raw(move |seen| {
        if seen.is_for_token() {
            return token();
        }
        let texts: Vec<String> = [LOGIN, SECRET, TOKEN].iter().flat_map(|secret| spellings(secret)).collect();
        let texts = texts.join(" ");
        let body = if error {
            json!({"error": texts, "message": texts, "code": texts, "errors": [texts]})
        } else {
            json!({"keyNumber": "K1", "productKey": CODE, "activation_code": [CODE], "y": texts})
        };
        // As PHP writes it.
        Reply::new(status, body.to_string().replace('/', "\\/"))
    })
}

fn token() -> Reply {
    Reply::ok(json!({"access_token": TOKEN, "expires_in": 3600, "token_type": "Bearer"}).to_string())
}

#[test]
fn no_debug_and_no_error_shows_one() {
    let mut all = String::new();
    for status in [200, 302, 400, 401, 404, 429, 500] {
        for error in [true, false] {
            let server = echo(status, error);
            let client: Client = client(&server.url());
            writeln!(all, "{client:?} {client:#?}").unwrap();
            for call in CALLS {
                shown(&mut all, &call.make(&client));
            }
            shown(&mut all, &client.order_plesk12(&plesk12()));
            let list = client.keys(&ListKeys::of(Plesk));
            shown(&mut all, &list);
            shown(&mut all, &list.and_then(|list| list.key_numbers()));
            shown(&mut all, &client.properties(&GetProperties::new(key())));
            shown(&mut all, &client.orderable(&ListOrderable::of(Plesk)).and_then(|list| list.versions()));
            shown(&mut all, &client.details(&GetDetails::of(Plesk)));
            shown(&mut all, &client.preview(&plesk12()));
            writeln!(all, "{}", client.preview(&plesk12()).unwrap()).unwrap();
            // The client is still able to work: the canaries are in what it sends.
            let sent = crate::support::pairs(&server.seen()[0].body);
            assert_eq!(
                sent,
                [("login".to_owned(), LOGIN.to_owned()), ("secret".to_owned(), SECRET.to_owned())]
            );
            assert_eq!(server.calls()[0].header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
        }
    }
    assert!(all.contains("***"), "what the vendor repeats is masked");
    holds_no_canary(&all);
}

#[test]
fn no_secret_is_in_an_address() {
    let server = echo(200, false);
    let client = client(&server.url());
    for call in CALLS {
        let _ = call.make(&client);
    }
    for seen in server.seen() {
        holds_no_canary(&seen.path);
        assert!(!seen.path.contains('?'));
    }
}

#[test]
fn an_answer_that_was_cut_or_cannot_be_read_shows_no_code() {
    let whole = json!({"activationCode": CODE, "keyNumber": "PLSK.02980009", "error": "no mail"}).to_string();
    let cut = whole[..whole.find("PLSK").unwrap()].to_owned();
    for body in [whole, cut, format!("<html>{}", json!({"productKey": CODE}))] {
        let server =
            Server::raw(move |seen| if seen.is_for_token() { token() } else { Reply::ok(body.clone()) });
        let error = client(&server.url()).order_plesk12(&plesk12()).unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown);
        assert!(error.to_string().contains("***"), "{error}");
        let mut all = String::new();
        shown(&mut all, &Err::<(), _>(error));
        holds_no_canary(&all);
    }
}

#[test]
fn an_answer_to_the_request_for_a_token_is_never_shown() {
    let json = |value: serde_json::Value| value.to_string();
    for (status, body) in [
        (200, format!("Notice: x\n{}", json(json!({"access_token": TOKEN})))),
        (200, json(json!({"access_token": TOKEN, "token_type": "MAC"}))),
        (200, json(json!({"access_token": [TOKEN]}))),
        (200, json(json!({"access_token": TOKEN})).trim_end_matches('}').to_owned()),
        (200, json(json!({"access_token": format!("{TOKEN}\r\n")}))),
        (503, json(json!({"access_token": TOKEN}))),
        (404, json(json!({"access_token": TOKEN}))),
        (401, json(json!({"error": format!("no login {LOGIN} with secret {SECRET}")}))),
        (500, format!("{LOGIN} {SECRET}")),
    ] {
        let server = Server::raw(move |_| Reply::new(status, body.clone()));
        let error = client(&server.url()).order_plesk12(&plesk12()).unwrap_err();
        assert_ne!(error.outcome(), Outcome::Unknown);
        assert!(error.answer().is_none());
        let mut all = String::new();
        shown(&mut all, &Err::<(), _>(error));
        holds_no_canary(&all);
    }
}

/// Keeps what is logged under our own targets.
struct Lines(Mutex<String>);

static LINES: Lines = Lines(Mutex::new(String::new()));

impl log::Log for Lines {
    fn enabled(&self, metadata: &log::Metadata<'_>) -> bool {
        ["license_wire", "websoftsolus"].iter().any(|own| metadata.target().starts_with(own))
    }

    fn log(&self, record: &log::Record<'_>) {
        if self.enabled(record.metadata()) {
            writeln!(self.0.lock().unwrap(), "{} {}", record.target(), record.args()).unwrap();
        }
    }

    fn flush(&self) {}
}

#[test]
fn log_lines_hold_neither_secrets_nor_addresses_nor_bodies() {
    log::set_logger(&LINES).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    for (status, error) in [(200, false), (200, true), (500, true), (401, true)] {
        let server = echo(status, error);
        let client = client(&server.url());
        let _ = client.order_plesk12(&plesk12().comment("a note of mine"));
        let _ = client.terminate(&Terminate::new(key()));
    }
    let lines = LINES.0.lock().unwrap().clone();
    assert!(
        lines.contains("license_wire::transport operation=websoftsolus.plesk.order effect=spend attempt=1"),
        "{lines}"
    );
    assert!(lines.contains("operation=websoftsolus.token effect=read"), "{lines}");
    holds_no_canary(&lines);
    for private in ["127.0.0.1", "a note of mine", "PLSK.", "PLESK-12", "keyNumber", "/license"] {
        assert!(!lines.contains(private), "{private}: {lines}");
    }
}

#[test]
fn credentials_and_builders_show_nothing() {
    let builder = Client::builder(Environment::Live, credentials())
        .settings(Settings::new().proxy("http://user:CaNaRy2@127.0.0.1:3128").unwrap());
    holds_no_canary(&format!("{:?} {builder:?} {builder:#?}", credentials()));
    holds_no_canary(&format!("{:?}", Credentials::new(format!("{LOGIN}\n"), SECRET).unwrap_err()));
    holds_no_canary(&format!("{:?}", Credentials::new(LOGIN, format!("{SECRET}\n")).unwrap_err()));
}

#[test]
fn an_activation_code_is_read_as_a_secret() {
    let server = echo(200, false);
    let properties: Properties<Plesk> = client(&server.url()).properties(&GetProperties::new(key())).unwrap();
    let code = properties.activation_code().unwrap();
    assert_eq!(code.expose(), CODE);
    holds_no_canary(&format!("{code:?} {properties:?} {properties:#?} {:?}", properties.document()));
}
