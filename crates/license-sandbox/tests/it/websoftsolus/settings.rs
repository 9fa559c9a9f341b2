//! Shapes and rules of tokens over `/_sandbox/`.

use license_sandbox::websoftsolus::{ListShape, Replies, TokenRules};
use license_sandbox::{Options, Sandbox};
use serde_json::{Value, json};

use super::live;
use crate::client::{get, post, start};

#[test]
fn the_shapes_are_told_and_changed_one_by_one() {
    let sandbox = start();
    let before = get(&sandbox, "/_sandbox/replies").json();
    assert_eq!(
        before,
        json!({"websoftsolus": {
            "list": "strings", "empty_list": "list", "properties": "plain", "dates": "usual",
            "empty_comment": "text", "wrapping": "bare", "edit": "result", "terminate": "result",
            "terminated": "gone", "orderable": "names", "order": "key_number", "error": "oauth",
            "error_status": null, "expired": "expired_token", "expires_in": "number", "token_type": "bearer",
            "content_type": "json"
        }})
    );
    let change = |body: &str| {
        let reply = post(&sandbox, "/_sandbox/replies", body);
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()["websoftsolus"].clone()
    };
    let now = change(r#"{"vendor":"websoftsolus","list":"object_with_gaps","error_status":200}"#);
    assert_eq!((&now["list"], &now["error_status"]), (&"object_with_gaps".into(), &200.into()));
    let replies = Replies::default().list(ListShape::ObjectWithGaps).error_status(200);
    assert_eq!(sandbox.websoftsolus_replies(), replies);
    let api = live(&sandbox);
    assert!(api.get("license/plesk").is_object());
    assert_eq!(api.send("GET", "license/plesk/x", "").status, 200);

    let now = change(r#"{"vendor":"websoftsolus","order":"bare","error_status":null}"#);
    assert_eq!(
        (&now["list"], &now["order"], &now["error_status"]),
        (&"object_with_gaps".into(), &"bare".into(), &Value::Null)
    );
    assert_eq!(change(r#"{"vendor":"websoftsolus"}"#), now, "what is not named stays");
    post(&sandbox, "/_sandbox/reset", "");
    assert_eq!(get(&sandbox, "/_sandbox/replies").json(), before);
}

#[test]
fn the_readme_names_every_setting_and_shape_there_is_with_the_usual_first() {
    const README: &str = include_str!("../../../README.md");
    let sandbox = start();
    let usual = get(&sandbox, "/_sandbox/replies").json()["websoftsolus"].clone();
    let words =
        |cell: &str| -> Vec<String> { cell.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
    let mut named = std::collections::BTreeSet::new();
    for row in README
        .lines()
        .skip_while(|line| !line.starts_with("| setting"))
        .skip(2)
        .take_while(|line| line.starts_with('|'))
    {
        let cells: Vec<&str> = row.split('|').collect();
        let shapes = words(cells[2]);
        for setting in words(cells[1]) {
            named.insert(setting.clone());
            assert_eq!(usual[&setting], shapes.first().map_or(Value::Null, |first| first.as_str().into()));
            for shape in &shapes {
                let body = json!({"vendor": "websoftsolus", &setting: shape}).to_string();
                let now = post(&sandbox, "/_sandbox/replies", &body).json();
                assert_eq!(now["websoftsolus"][&setting], shape.as_str(), "{now}");
            }
            // The refusal of another lists all there are.
            let body = json!({"vendor": "websoftsolus", &setting: "no such"}).to_string();
            let why = post(&sandbox, "/_sandbox/replies", &body).json()["error"].as_str().unwrap().to_owned();
            let known: Vec<String> = words(&why).into_iter().skip(1).collect();
            assert!(shapes.is_empty() || known == shapes, "{setting}: {why}");
        }
    }
    let all: std::collections::BTreeSet<String> = usual.as_object().unwrap().keys().cloned().collect();
    assert_eq!(named, all);
}

#[test]
fn a_reset_goes_back_to_what_was_chosen_at_the_start() {
    let (replies, rules) = (Replies::default().list(ListShape::Numbers), TokenRules::default().lifetime(7));
    let options = Options::default().websoftsolus_replies(replies.clone()).websoftsolus_tokens(rules);
    let sandbox = Sandbox::start(options).unwrap();
    sandbox.set_websoftsolus_replies(Replies::default());
    sandbox.set_websoftsolus_tokens(TokenRules::default());
    let api = live(&sandbox);
    sandbox.reset();
    assert_eq!(sandbox.websoftsolus_replies(), replies);
    assert_eq!(get(&sandbox, "/_sandbox/tokens").json()["websoftsolus"]["lifetime"], 7);
    assert_eq!(api.send("GET", "license/plesk", "").status, 401, "the tokens are gone as well");
}

#[test]
fn the_rules_of_tokens_are_told_and_changed() {
    let sandbox = start();
    let rules = json!({"websoftsolus": {"lifetime": 3600, "new_ends_old": false, "shared": false}});
    assert_eq!(get(&sandbox, "/_sandbox/tokens").json(), rules);
    let body = r#"{"vendor":"websoftsolus","lifetime":60,"new_ends_old":true}"#;
    let now = post(&sandbox, "/_sandbox/tokens", body).json();
    assert_eq!(now, json!({"websoftsolus": {"lifetime": 60, "new_ends_old": true, "shared": false}}));
    let (first, second) = (live(&sandbox), live(&sandbox));
    assert_eq!(first.send("GET", "license/plesk", "").status, 401);
    assert_eq!(second.send("GET", "license/plesk", "").status, 200);
    assert_eq!(post(&sandbox, "/_sandbox/clock", r#"{"advance_seconds":60}"#).status, 200);
    assert_eq!(second.send("GET", "license/plesk", "").status, 401);
}

#[test]
fn a_setting_that_does_not_exist_is_refused_with_the_reason() {
    let sandbox = start();
    for (path, body, reason) in [
        ("replies", "", "EOF"),
        ("replies", "[]", "map"),
        ("replies", "{}", "vendor"),
        ("replies", r#"{"list":"strings"}"#, "vendor"),
        ("replies", r#"{"vendor":"acme","list":"strings"}"#, "acme"),
        ("replies", r#"{"vendor":"softaculous","list":"strings"}"#, "only `websoftsolus`"),
        ("replies", r#"{"vendor":"websoftsolus","lists":"strings"}"#, "lists"),
        ("replies", r#"{"vendor":"websoftsolus","list":"string"}"#, "string"),
        ("replies", r#"{"vendor":"websoftsolus","list":"numbers","order":"soon"}"#, "soon"),
        ("replies", r#"{"vendor":"websoftsolus","error_status":-1}"#, "-1"),
        ("tokens", r#"{"vendor":"websoftsolus","lifetime":-1}"#, "-1"),
        ("tokens", r#"{"vendor":"websoftsolus","list":"numbers"}"#, "list"),
    ] {
        let reply = post(&sandbox, &format!("/_sandbox/{path}"), body);
        assert_eq!(reply.status, 400, "{path} {body}");
        assert!(reply.json()["error"].as_str().unwrap().contains(reason), "{body}: {}", reply.text());
    }
    assert_eq!(sandbox.websoftsolus_replies(), Replies::default(), "of a refused body nothing is taken");
    assert_eq!(get(&sandbox, "/_sandbox/tokens/expire").status, 405);
    assert_eq!(get(&sandbox, "/_sandbox/tokens/x").status, 404);
}

#[test]
fn the_addresses_are_told() {
    let sandbox = start();
    let base = format!("http://{}", sandbox.address());
    assert_eq!(sandbox.websoftsolus_url(), format!("{base}/websoftsolus/"));
    assert_eq!(sandbox.websoftsolus_test_url(), format!("{base}/websoftsolus/test/"));
    let welcome = sandbox.welcome();
    let told = format!(
        "{base}/websoftsolus/\n             {base}/websoftsolus/test/\n             login sandbox@example.com, secret sandbox-secret\n"
    );
    assert!(welcome.contains(&told), "{welcome}");
}
