//! Nothing that is secret shows: not the login, the secret, the token or an activation code, in any text.

use std::fmt::Write as _;

use websoftsolus::{
    Client, Credentials, Environment, GetDetails, GetProperties, ListKeys, ListOrderable, OrderPlesk12,
    Outcome, Plesk, Properties, Settings,
};

use crate::support::{CALLS, LOGIN, Reply, SECRET, Server, client, credentials, key, plesk12};

const TOKEN: &str = "token-canary-77";
const CODE: &str = "A00000-CANARY-000000";

/// Everything that a program may print of an outcome.
fn shown<T: std::fmt::Debug>(all: &mut String, result: &Result<T, websoftsolus::Error>) {
    writeln!(all, "{result:?} {result:#?}").unwrap();
    if let Err(error) = result {
        writeln!(all, "{error} {:?} {}", error.kind(), error.kind()).unwrap();
    }
}

#[track_caller]
fn holds_no_canary(text: &str) {
    for canary in [LOGIN, SECRET, TOKEN, CODE, "canary%40example.com", "canary"] {
        assert!(!text.to_lowercase().contains(&canary.to_lowercase()), "{canary} shows in {text}");
    }
}

/// A vendor that repeats all it knows in every answer.
fn echo(status: u16, error: bool) -> Server {
    Server::raw(move |seen| {
        if seen.is_for_token() {
            return Reply::token(TOKEN, 3600);
        }
        let texts = format!("{LOGIN} {SECRET} {TOKEN} login={}", "ops-canary%40example.com");
        Reply::new(
            status,
            if error {
                serde_json::json!({"error": texts, "message": texts, "code": texts}).to_string()
            } else {
                serde_json::json!({"keyNumber": "K1", "productKey": CODE, "unknown": {"x": CODE}, "y": texts})
                    .to_string()
            },
        )
    })
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
            assert!(server.seen()[0].body.contains(SECRET));
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
fn an_answer_to_the_request_for_a_token_is_never_shown() {
    for (status, body) in [
        (200, format!("Notice: x\n{{\"access_token\":\"{TOKEN}\"}}")),
        (200, format!(r#"{{"access_token":"{TOKEN}","token_type":"MAC"}}"#)),
        (200, format!(r#"{{"access_token":["{TOKEN}"]}}"#)),
        (200, format!(r#"{{"access_token":"{TOKEN}""#)),
        (200, format!(r#"{{"access_token":"{TOKEN}\r\n"}}"#)),
        (503, format!(r#"{{"access_token":"{TOKEN}"}}"#)),
        (404, format!(r#"{{"access_token":"{TOKEN}"}}"#)),
        (401, format!(r#"{{"error":"no login {LOGIN} with secret {SECRET}"}}"#)),
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

#[test]
fn credentials_and_builders_show_nothing() {
    let builder = Client::builder(Environment::Live, credentials())
        .settings(Settings::new().proxy("http://user:proxy-canary@127.0.0.1:3128").unwrap());
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

#[test]
fn a_client_can_be_used_from_many_threads() {
    fn can<T: Send + Sync + Clone + 'static>() {}
    can::<Client>();
    can::<OrderPlesk12>();
    can::<Properties<Plesk>>();
    can::<websoftsolus::Error>();
}
