//! What goes over the wire, byte for byte.

use license_wire::{Effect, Form, Request, Secret, Settings};
use mockito::{Matcher, Server};

use crate::support::{Envelope, PASSWORD, transport};

const OK: &str = r#"{"ok":true}"#;

#[test]
fn a_post_sends_its_fields_in_order_and_its_secret_in_the_body_only() {
    let mut server = Server::new();
    let body = "ips%5B%5D=192.0.2.1&notes=a%26b+%2B+%D0%B6&nocpass=c4n%26ry%3D%2B+%25%2F%22%D0%B6";
    let mock = server
        .mock("POST", "/clients?ca=softaculous_buy")
        .match_header("content-type", "application/x-www-form-urlencoded")
        .match_header("content-length", body.len().to_string().as_str())
        .match_header("accept", "application/json")
        .match_header("authorization", Matcher::Missing)
        .match_header("accept-encoding", Matcher::Missing)
        .match_header("user-agent", Matcher::Regex("^license-wire/".into()))
        .match_body(Matcher::Exact(body.into()))
        .with_body(OK)
        .create();
    let (transport, _) = transport(&format!("{}/clients", server.url()), Settings::new());
    let form = Form::new()
        .field("ips[]", "192.0.2.1")
        .field("notes", "a&b + ж")
        .secret("nocpass", &Secret::from(PASSWORD));
    let request = Request::post("test.buy", Effect::Spend, form)
        .query("ca", "softaculous_buy")
        .accept("application/json");
    transport.send(&request, &Envelope).unwrap();
    mock.assert();
}

#[test]
fn get_put_and_delete_carry_a_bearer_token() {
    let mut server = Server::new();
    let (transport, _) = transport(&format!("{}/test/", server.url()), Settings::new());
    let token = Secret::from("t0ken");
    let mock = |server: &mut mockito::ServerGuard, method: &str, body: &str| {
        server
            .mock(method, "/test/license/plesk/PLSK.0298%D0%B6")
            .match_header("authorization", "Bearer t0ken")
            .match_body(Matcher::Exact(body.into()))
            .with_body(OK)
            .create()
    };
    let at = |request: Request| {
        request.path("license").path("plesk").path_value("key", "PLSK.0298ж").unwrap().bearer(token.clone())
    };
    let form = Form::new().field("title", "web 1").field("comment", "");
    let mocks = [
        mock(&mut server, "GET", ""),
        mock(&mut server, "PUT", "title=web+1&comment="),
        mock(&mut server, "DELETE", ""),
    ];
    transport.send(&at(Request::get("test.show", Effect::Read)), &Envelope).unwrap();
    transport.send(&at(Request::put("test.edit", Effect::Change, form)), &Envelope).unwrap();
    transport.send(&at(Request::delete("test.end", Effect::Spend)), &Envelope).unwrap();
    for mock in mocks {
        mock.assert();
    }
}

#[test]
fn a_preview_is_what_is_sent_and_sends_nothing() {
    let mut server = Server::new();
    let mock = server.mock("POST", Matcher::Any).expect(0).create();
    let (transport, _) = transport(&format!("{}/clients", server.url()), Settings::new());
    let form = Form::new().field("actid", 7).secret("nocpass", &Secret::from(PASSWORD));
    let preview = transport.preview(&Request::post("test.refund", Effect::Spend, form).query("ca", "x"));
    assert_eq!(preview.url, format!("{}/clients?ca=x", server.url()));
    assert_eq!(preview.fields, [("actid".into(), "7".into()), ("nocpass".into(), "***".to_owned())]);
    mock.assert();
}

#[test]
fn a_token_that_cannot_be_a_header_is_an_error_before_any_connection() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let (transport, _) = transport(&format!("http://{}", listener.local_addr().unwrap()), Settings::new());
    for token in ["a\r\nb", "a\0b", "жетон", "t0ken\u{a0}"] {
        let form = Form::new().field("a", 1);
        for request in [
            Request::get("test.show", Effect::Read),
            Request::put("test.edit", Effect::Change, form),
            Request::delete("test.end", Effect::Spend),
        ] {
            let error = transport.send(&request.bearer(Secret::from(token)), &Envelope).unwrap_err();
            assert_eq!((error.outcome(), error.field()), (license_wire::Outcome::NotSent, Some("token")));
        }
    }
    assert_eq!(listener.accept().unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
}
