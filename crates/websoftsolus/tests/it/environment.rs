//! The two worlds: a test client never calls a live address.

use websoftsolus::{Client, Environment, Operation, Outcome, Plesk};

use crate::support::{CALLS, Reply, Server, credentials, key, plesk12, settings};

fn url<O: Operation>(client: &Client, operation: &O) -> String {
    client.preview(operation).unwrap().url
}

#[test]
fn the_two_ways_to_make_a_client() {
    let live = Client::live(credentials()).unwrap();
    assert_eq!(live.environment(), Environment::Live);
    assert_eq!(url(&live, &plesk12()), "https://api.websoftsolus.com/license/plesk/order");
    let test = Client::test(credentials()).unwrap();
    assert_eq!(test.environment(), Environment::Test);
    assert_eq!(url(&test, &plesk12()), "https://api.websoftsolus.com/test/license/plesk/order");
    let end = websoftsolus::Terminate::new(key());
    assert_eq!(url(&test, &end), "https://api.websoftsolus.com/test/license/plesk/PLSK.02980001");
    assert!(format!("{live:?}").contains("Live") && format!("{test:?}").contains("Test"));
}

#[test]
fn a_test_client_stays_below_test_whether_the_base_ends_in_a_slash_or_not() {
    for (prefix, slash) in [("", ""), ("", "/"), ("/websoftsolus", ""), ("/websoftsolus", "/")] {
        let server = Server::always(Reply::ok(r#"{"keyNumber":"PLSK.02980001"}"#));
        let client = Client::builder(Environment::Test, credentials())
            .base_url(format!("{}{prefix}{slash}", server.url()))
            .settings(settings(std::sync::Arc::default()))
            .build()
            .unwrap();
        for call in CALLS {
            let _ = call.make(&client);
        }
        let below = format!("{prefix}/test/");
        let seen = server.seen();
        assert_eq!(seen.len(), CALLS.len() + 1);
        assert_eq!(seen[0].path, format!("{below}access/token"));
        assert!(seen.iter().all(|seen| seen.path.starts_with(&below)), "{seen:#?}");
    }
}

#[test]
fn a_live_client_does_not_call_test() {
    for slash in ["", "/"] {
        let server = Server::always(Reply::ok("[]"));
        let client =
            Client::builder(Environment::Live, credentials()).base_url(server.url() + slash).build().unwrap();
        client.keys(&websoftsolus::ListKeys::of(Plesk)).unwrap();
        let paths: Vec<_> = server.seen().into_iter().map(|seen| seen.path).collect();
        assert_eq!(paths, ["/access/token", "/license/plesk"]);
    }
}

#[test]
fn a_base_is_checked_and_says_nothing_of_the_environment() {
    for base in [
        "",
        "api.websoftsolus.com",
        "http://api.websoftsolus.com",
        "ftp://api.websoftsolus.com",
        "https://user@api.websoftsolus.com",
        "https://user:hunter2@api.websoftsolus.com",
        "https://api.websoftsolus.com/?x=1",
        "https://api.websoftsolus.com/#x",
        "https://api.websoftsolus.com:0",
        "https://api.websoftsolus.com:99999",
        "https://api.websoftsolus.com/a/../b",
        "https://api.websoftsolus.com//",
        "https://api.websoftsolus.com/test",
        "https://api.websoftsolus.com/test/",
        "https://api.websoftsolus.com/TEST/",
    ] {
        for environment in [Environment::Live, Environment::Test] {
            let error = Client::builder(environment, credentials()).base_url(base).build().unwrap_err();
            assert_eq!((error.field(), error.outcome()), (Some("base_url"), Outcome::NotSent), "{base}");
        }
    }
    let builder =
        Client::builder(Environment::Test, credentials()).token_url("https://user:hunter2@example.com/");
    assert!(!format!("{builder:?}").contains("hunter2"));
    assert_eq!(builder.build().unwrap_err().field(), Some("token_url"));
}
