//! Who gets a token, how long it is good, and where.

use license_sandbox::websoftsolus::{ExpiredCode, ExpiresIn, Replies, TokenRules, TokenType};
use license_sandbox::{Credentials, Environment, Options, Sandbox, StartDate};
use serde_json::{Value, json};

use super::{Api, LOGIN, error, live, test};
use crate::client::{Reply, exchange, get, post, request, shape, start};

const TOKEN: &str = "/websoftsolus/access/token";

fn status(api: &Api<'_>) -> u16 {
    api.send("GET", "license/plesk", "").status
}

#[test]
fn a_token_is_given_as_the_page_shows_it() {
    let sandbox = start();
    let reply = post(&sandbox, TOKEN, LOGIN);
    assert_eq!(reply.status, 200);
    assert_eq!(shape(&reply.json()), ["access_token:string", "expires_in:int", "token_type:string"]);
    assert_eq!((&reply.json()["expires_in"], &reply.json()["token_type"]), (&3600.into(), &"Bearer".into()));
    let token = reply.json()["access_token"].as_str().unwrap().to_owned();
    assert!(token.len() == 40 && token.bytes().all(|byte| byte.is_ascii_hexdigit()));
    assert_eq!(
        (reply.headers["cache-control"].as_str(), reply.headers["content-type"].as_str()),
        ("no-store", "application/json")
    );
    assert_ne!(post(&sandbox, TOKEN, LOGIN).json()["access_token"], Value::String(token));
    let request = sandbox.requests().pop().unwrap();
    assert_eq!((request.operation.as_deref(), request.committed), (Some("access/token"), false));
}

#[test]
fn login_and_secret_come_in_the_body_or_in_the_query() {
    let sandbox = start();
    for (query, body) in [
        ("", LOGIN),
        (LOGIN, ""),
        ("login=sandbox@example.com", "secret=sandbox-secret"),
        ("login=x&secret=y", LOGIN),
        ("", "login=sandbox%40example.com&secret=sandbox%2Dsecret"),
    ] {
        assert_eq!(post(&sandbox, &format!("{TOKEN}?{query}"), body).status, 200, "{query} {body}");
        assert_eq!(sandbox.requests().pop().unwrap().credentials, Credentials::Right);
    }
}

#[test]
fn wrong_and_missing_credentials_get_no_token() {
    let sandbox = start();
    for (form, status, credentials) in [
        ("login=sandbox@example.com&secret=guess", 401, Credentials::Wrong),
        ("login=x&secret=sandbox-secret", 401, Credentials::Wrong),
        ("login=SANDBOX@example.com&secret=sandbox-secret", 401, Credentials::Wrong),
        ("login=sandbox@example.com", 400, Credentials::Wrong),
        ("secret=sandbox-secret&login=", 400, Credentials::Wrong),
        ("client_id=sandbox@example.com&client_secret=sandbox-secret", 400, Credentials::Missing),
        ("", 400, Credentials::Missing),
        ("{\"login\":\"sandbox@example.com\",\"secret\":\"sandbox-secret\"}", 400, Credentials::Missing),
    ] {
        let reply = post(&sandbox, TOKEN, form);
        assert_eq!((reply.status, error(&reply).0.as_str()), (status, "invalid_client"), "{form}");
        assert_eq!(sandbox.requests().pop().unwrap().credentials, credentials, "{form}");
    }
    assert_eq!(get(&sandbox, &format!("{TOKEN}?{LOGIN}")).status, 405);
}

#[test]
fn a_call_needs_a_token_in_its_header() {
    let sandbox = start();
    let api = live(&sandbox);
    let call = |headers: &str, query: &str| {
        let bytes = request("GET", &format!("/websoftsolus/license/plesk{query}"), headers, b"");
        Reply::parse(&exchange(sandbox.address(), &bytes).unwrap())
    };
    let token = &api.token;
    for good in ["Bearer ", "bearer ", "BEARER   "] {
        assert_eq!(call(&format!("Authorization: {good}{token}\r\n"), "").status, 200, "{good}");
        assert_eq!(sandbox.requests().pop().unwrap().credentials, Credentials::Right);
    }
    for wrong in ["Bearer 0", "Basic {}", "Bearer", "{}", "Bearer: {}", "Bearer {}0"] {
        let reply = call(&format!("Authorization: {}\r\n", wrong.replace("{}", token)), "");
        assert_eq!((reply.status, error(&reply).0.as_str()), (401, "invalid_token"), "{wrong}");
        assert!(
            reply.headers["www-authenticate"]
                .starts_with("Bearer realm=\"Service\", error=\"invalid_token\"")
        );
        assert_eq!(sandbox.requests().pop().unwrap().credentials, Credentials::Wrong);
    }
    // In the URL it is not looked for, nor are login and secret.
    for query in [format!("?access_token={token}"), format!("?{LOGIN}"), String::new()] {
        let reply = call("", &query);
        assert_eq!((reply.status, error(&reply).0.as_str()), (401, "unauthorized"));
        assert_eq!(
            reply.headers["www-authenticate"], "Bearer realm=\"Service\"",
            "no code where no token is"
        );
        assert_eq!(sandbox.requests().pop().unwrap().credentials, Credentials::Missing);
    }
}

#[test]
fn a_token_lives_an_hour_by_the_clock_of_the_sandbox() {
    let sandbox = start();
    let api = live(&sandbox);
    sandbox.advance_seconds(3599).unwrap();
    assert_eq!(status(&api), 200);
    sandbox.advance_seconds(1).unwrap();
    let reply = api.send("GET", "license/plesk", "");
    assert_eq!((reply.status, error(&reply).0.as_str()), (401, "expired_token"));
    assert_eq!(
        reply.headers["www-authenticate"],
        "Bearer realm=\"Service\", error=\"expired_token\", error_description=\"The access token provided has expired\""
    );
    assert_eq!(sandbox.requests().pop().unwrap().credentials, Credentials::Wrong);
    assert_eq!(status(&live(&sandbox)), 200);

    let api = live(&sandbox);
    assert_eq!(post(&sandbox, "/_sandbox/clock", r#"{"advance_days":1}"#).status, 200);
    assert_eq!(status(&api), 401);
}

#[test]
fn the_clock_of_the_machine_ends_tokens_as_well_when_it_is_moved() {
    let sandbox = Sandbox::start(Options::default().date(StartDate::System)).unwrap();
    let api = live(&sandbox);
    assert_eq!(status(&api), 200);
    sandbox.advance_seconds(3600).unwrap();
    assert_eq!(status(&api), 401);
}

#[test]
fn the_lifetime_can_be_set() {
    let short = Options::default().websoftsolus_tokens(TokenRules::default().lifetime(5));
    let sandbox = Sandbox::start(short).unwrap();
    let api = live(&sandbox);
    assert_eq!(post(&sandbox, TOKEN, LOGIN).json()["expires_in"], 5);
    sandbox.advance_seconds(4).unwrap();
    assert_eq!(status(&api), 200);
    sandbox.advance_seconds(1).unwrap();
    assert_eq!(status(&api), 401);

    sandbox.set_websoftsolus_tokens(TokenRules::default().lifetime(0));
    assert_eq!(status(&live(&sandbox)), 401, "it is over before it is used");
    sandbox.set_websoftsolus_tokens(TokenRules::default().lifetime(u32::MAX));
    let api = live(&sandbox);
    sandbox.advance(40_000).unwrap();
    assert_eq!(status(&api), 200);
}

#[test]
fn all_tokens_can_be_ended_now() {
    let sandbox = start();
    let (live_api, test_api) = (live(&sandbox), test(&sandbox));
    sandbox.expire_websoftsolus_tokens();
    assert_eq!((status(&live_api), status(&test_api)), (401, 401));
    let api = live(&sandbox);
    assert_eq!(status(&api), 200);
    assert_eq!(post(&sandbox, "/_sandbox/tokens/expire", "").status, 200);
    let reply = api.send("GET", "license/plesk", "");
    assert_eq!((reply.status, error(&reply).0.as_str()), (401, "expired_token"));

    sandbox.set_websoftsolus_replies(Replies::default().expired(ExpiredCode::InvalidToken));
    let (code, text) = error(&api.send("GET", "license/plesk", ""));
    assert_eq!((code.as_str(), text.as_str()), ("invalid_token", "The access token provided has expired"));
}

#[test]
fn old_tokens_stay_good_unless_told_otherwise() {
    let sandbox = start();
    let (first, second) = (live(&sandbox), live(&sandbox));
    assert_eq!((status(&first), status(&second)), (200, 200));

    sandbox.set_websoftsolus_tokens(TokenRules::default().new_ends_old(true));
    let other = test(&sandbox);
    let third = live(&sandbox);
    assert_eq!((status(&first), status(&second), status(&third)), (401, 401, 200));
    assert_eq!(status(&other), 200, "the other environment has tokens of its own");
}

#[test]
fn a_token_is_for_one_environment_unless_told_otherwise() {
    let sandbox = start();
    let (live_api, test_api) = (live(&sandbox), test(&sandbox));
    let with = |environment, token: &str| Api { sandbox: &sandbox, environment, token: token.to_owned() };
    let in_test = with(Environment::Test, &live_api.token);
    let in_live = with(Environment::Live, &test_api.token);
    for api in [&in_test, &in_live] {
        let reply = api.send("GET", "license/plesk", "");
        assert_eq!((reply.status, error(&reply).0.as_str()), (401, "invalid_token"));
    }
    sandbox.set_websoftsolus_tokens(TokenRules::default().shared(true));
    assert_eq!((status(&in_test), status(&in_live)), (200, 200));
}

#[test]
fn the_answer_can_say_anything_of_the_lifetime_and_the_type() {
    let sandbox = start();
    let answer = |replies: Replies| {
        sandbox.set_websoftsolus_replies(replies);
        let reply = post(&sandbox, TOKEN, LOGIN);
        assert_eq!(reply.status, 200);
        reply.json()
    };
    for (form, value) in [
        (ExpiresIn::Number, json!(3600)),
        (ExpiresIn::Text, json!("3600")),
        (ExpiresIn::Fraction, json!(3600.5)),
        (ExpiresIn::Null, json!(null)),
        (ExpiresIn::Zero, json!(0)),
        (ExpiresIn::Negative, json!(-1)),
        (ExpiresIn::Huge, json!(9_223_372_036_854_775_807_u64)),
        (ExpiresIn::Word, json!("soon")),
    ] {
        assert_eq!(answer(Replies::default().expires_in(form)).get("expires_in"), Some(&value));
    }
    let missing = answer(Replies::default().expires_in(ExpiresIn::Missing));
    assert_eq!(shape(&missing), ["access_token:string", "token_type:string"]);

    for (form, value) in [
        (TokenType::Bearer, json!("Bearer")),
        (TokenType::LowerCase, json!("bearer")),
        (TokenType::UpperCase, json!("BEARER")),
        (TokenType::Null, json!(null)),
        (TokenType::Mac, json!("mac")),
        (TokenType::Injection, json!("Bearer\r\nX-Injected: yes")),
    ] {
        assert_eq!(answer(Replies::default().token_type(form)).get("token_type"), Some(&value));
    }
    let missing = answer(Replies::default().token_type(TokenType::Missing));
    assert_eq!(shape(&missing), ["access_token:string", "expires_in:int"]);

    // Whatever it says, the token lives its hour.
    sandbox.set_websoftsolus_replies(Replies::default().expires_in(ExpiresIn::Zero));
    let api = live(&sandbox);
    assert_eq!(status(&api), 200);
    sandbox.advance_seconds(3600).unwrap();
    assert_eq!(status(&api), 401);
}

#[test]
fn neither_a_secret_nor_a_token_is_kept() {
    let sandbox = start();
    let api = live(&sandbox);
    let form = "login=canary-1&secret=canary-2&secret[]=canary-3&Secret=canary-4&%20secret=canary-5&title=t";
    post(&sandbox, &format!("{TOKEN}?secret=canary-6&access_token=canary-7"), form);
    let path = format!("license/plesk?token=canary-8&access_token={}&{LOGIN}", api.token);
    api.send("GET", &path, "");
    let requests = sandbox.requests();
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(
        requests[2].query,
        [
            pair("token", "wrong"),
            pair("access_token", "right"),
            pair("login", "right"),
            pair("secret", "right")
        ]
    );
    assert_eq!(requests[2].headers, ["authorization", "connection", "content-length", "host"]);
    assert_eq!(requests[1].body.last(), Some(&pair("title", "t")));
    assert_eq!(requests[0].body, [pair("login", "right"), pair("secret", "right")]);
    let all = get(&sandbox, "/_sandbox/requests");
    for secret in ["canary", "sandbox-secret", "sandbox@example.com", api.token.as_str()] {
        assert!(!all.text().contains(secret), "{secret}");
        assert!(!format!("{sandbox:?}{requests:?}").contains(secret), "{secret}");
    }
}
