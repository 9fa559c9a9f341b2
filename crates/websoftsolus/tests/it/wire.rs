//! Every operation of every family: method, path, headers and the whole body.

mod orders;

use std::sync::{Arc, Mutex};

use mockito::{Matcher, ServerGuard};
use websoftsolus::{
    Client, Cpanel, CpanelKey, Edit, Effect, Family, GetProperties, KeyNumber, ListKeys, ListOrderable,
    Operation, OrderPlesk12, Period, Plesk, PleskKey, RawCall, Terminate, Virtuozzo, VirtuozzoKey,
};

use crate::support::{LOGIN, SECRET, client, fixture, pairs};

type Pairs = Vec<(String, String)>;

/// Method, path, the headers that matter, and the body.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Sent {
    method: String,
    path: String,
    authorization: Option<String>,
    content_type: Option<String>,
    accept: Option<String>,
    body: String,
}

/// A vendor that notes what it gets, and answers everything with `[]` or a token.
struct Vendor {
    server: ServerGuard,
    sent: Arc<Mutex<Vec<Sent>>>,
}

impl Vendor {
    fn new(answer: &'static str) -> Self {
        let mut server = mockito::Server::new();
        let sent: Arc<Mutex<Vec<Sent>>> = Arc::default();
        for method in ["GET", "POST", "PUT", "DELETE"] {
            let notes = Arc::clone(&sent);
            server
                .mock(method, Matcher::Any)
                .with_body_from_request(move |request| {
                    let header = |name: &str| {
                        let values = request.header(name);
                        assert!(values.len() < 2, "{name} is sent twice");
                        values.first().map(|value| value.to_str().unwrap().to_owned())
                    };
                    notes.lock().unwrap().push(Sent {
                        method: request.method().to_owned(),
                        path: request.path_and_query().to_owned(),
                        authorization: header("authorization"),
                        content_type: header("content-type"),
                        accept: header("accept"),
                        body: request.utf8_lossy_body().unwrap().into_owned(),
                    });
                    if request.path().ends_with("access/token") {
                        fixture("token.json")
                    } else {
                        answer.into()
                    }
                    .into()
                })
                .create();
        }
        Self { server, sent }
    }

    fn client(&self) -> Client {
        client(&self.server.url())
    }

    /// What was sent, without the request for the token, which comes first.
    fn sent(&self) -> Vec<Sent> {
        let sent = self.sent.lock().unwrap();
        assert_eq!(sent[0].path, "/access/token");
        assert!(sent[1..].iter().all(|sent| !sent.path.contains("token")), "one token is enough");
        sent[1..].to_vec()
    }
}

/// The token of the fixture, which is the documented answer with a fake token.
const BEARER: &str = "Bearer 0123456789abcdef0123456789abcdef01234567";

/// Fields as they are written down: `name=value`, one after the other.
fn fields(text: &str) -> Pairs {
    let pair =
        |pair: &str| pair.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned())).unwrap();
    text.split_terminator('&').map(pair).collect()
}

/// What one operation sends; its preview has to say the same.
#[track_caller]
fn sends<O: Operation>(operation: &O, request: &str, text: &str) -> Sent {
    let (method, path) = request.split_once(' ').unwrap();
    let vendor = Vendor::new("[]");
    let client = vendor.client();
    // An answer that is not understood does not matter here.
    let _ = client.send(operation);
    let sent = vendor.sent().remove(0);
    assert_eq!((sent.method.as_str(), sent.path.as_str()), (method, path));
    assert_eq!(sent.authorization.as_deref(), Some(BEARER));
    assert_eq!(sent.accept.as_deref(), Some("application/json"));
    let form = matches!(method, "POST" | "PUT").then_some("application/x-www-form-urlencoded");
    assert_eq!(sent.content_type.as_deref(), form);
    let expected = fields(text);
    assert_eq!(pairs(&sent.body), expected);

    let preview = client.preview(operation).unwrap();
    assert_eq!((preview.method.name(), preview.fields), (method, expected));
    assert_eq!(preview.url, format!("{}{path}", vendor.server.url()));
    assert_eq!(preview.authorization, Some("Bearer ***"));
    sent
}

#[test]
fn a_token_is_asked_for_as_the_vendors_program_does_it() {
    let vendor = Vendor::new("[]");
    vendor.client().log_in().unwrap();
    let sent = vendor.sent.lock().unwrap().clone();
    let [sent] = sent.as_slice() else { panic!("{sent:?}") };
    assert_eq!((sent.method.as_str(), sent.path.as_str()), ("POST", "/access/token"));
    assert_eq!(sent.authorization, None);
    assert_eq!(sent.content_type.as_deref(), Some("application/x-www-form-urlencoded"));
    // As PHP's http_build_query writes it.
    assert_eq!(sent.body, "login=ops-canary%40example.com&secret=secret-canary-0123456789");
    assert_eq!(pairs(&sent.body), [("login".into(), LOGIN.into()), ("secret".into(), SECRET.into())]);
}

fn every_operation_below_a_key<F: Family>(family: F, name: &str, key: &KeyNumber<F>) {
    let one = format!("/license/{name}/{key}");
    sends(&ListKeys::of(family), &format!("GET /license/{name}"), "");
    sends(&GetProperties::new(key.clone()), &format!("GET {one}"), "");
    sends(&Terminate::new(key.clone()), &format!("DELETE {one}"), "");
    sends(&ListOrderable::of(family), &format!("GET /license/{name}/order"), "");
    let edit = format!("PUT {one}");
    sends(&Edit::new(key.clone(), "web1", "rack 7"), &edit, "title=web1&comment=rack 7");
    let emptied = sends(&Edit::new(key.clone(), "web1", ""), &edit, "title=web1&comment=");
    assert_eq!(emptied.body, "title=web1&comment=");
}

#[test]
fn list_properties_edit_terminate_and_orderable_of_each_family() {
    every_operation_below_a_key(Plesk, "plesk", &PleskKey::new("PLSK.02980001.0003").unwrap());
    every_operation_below_a_key(Cpanel, "cpanel", &CpanelKey::new("4921062").unwrap());
    every_operation_below_a_key(Virtuozzo, "virtuozzo", &VirtuozzoKey::new("VZ.00012345").unwrap());
}

#[test]
fn a_key_number_is_encoded_as_one_part_of_the_path() {
    let key = CpanelKey::new("K&=+;:@1~ж").unwrap();
    sends(&Terminate::new(key), "DELETE /license/cpanel/K%26%3D%2B%3B%3A%401~%D0%B6", "");
}

#[test]
fn awkward_texts_arrive_byte_for_byte() {
    let long = "ж".repeat(255);
    for text in
        ["a&b=c+d%20e", "\"quoted\" 'too'", "Сервер №1", "<b>&amp;", "a;b,c[0]", " spaced ", long.as_str()]
    {
        let order = OrderPlesk12::new(text, text, Period::Months1).comment(text).extra_field("x", text);
        let vendor = Vendor::new("[]");
        vendor.client().order_plesk12(&order).unwrap();
        let fields = pairs(&vendor.sent()[0].body);
        for name in ["product", "title", "comment", "x"] {
            assert!(fields.contains(&(name.to_owned(), text.to_owned())), "{name}: {fields:?}");
        }
    }
}

#[test]
fn any_other_call_by_its_path() {
    let call = RawCall::post(Effect::Change).segment("license").segment("new thing").field("a", "1");
    // A segment is checked as a key number is.
    assert_eq!(client("http://127.0.0.1:9").preview(&call).unwrap_err().field(), Some("segment"));
    let call =
        RawCall::post(Effect::Change).segment("license").segment("newthing").field("a", "1").field("b", "");
    sends(&call, "POST /license/newthing", "a=1&b=");
    sends(&RawCall::get(Effect::Read).segment("license"), "GET /license", "");
    sends(&RawCall::put(Effect::Change).segment("x").field("a", "1"), "PUT /x", "a=1");
    sends(&RawCall::delete(Effect::Spend).segment("x"), "DELETE /x", "");
    for bad in [RawCall::get(Effect::Read), RawCall::get(Effect::Read).segment("x").field("a", "1")] {
        assert!(client("http://127.0.0.1:9").preview(&bad).is_err());
    }
}
