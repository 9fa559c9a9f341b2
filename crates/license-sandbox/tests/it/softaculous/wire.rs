//! How requests may be written, and how replies come.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};

use license_sandbox::{Credentials, Options, Sandbox};

use crate::client::{
    FORM, KEY, LOGIN, Reply, exchange, exchange_half_closed, get, post, purchase, request, start,
    unserialize, wire,
};

fn list_by(sandbox: &Sandbox, bytes: &[u8]) -> Reply {
    Reply::parse(&exchange(sandbox.address(), bytes).unwrap())
}

#[test]
fn both_paths_and_both_methods_work() {
    let sandbox = start();
    for path in ["/softaculous/clients", "/softaculous/noc", "/softaculous/clients/", "/softaculous/noc/"] {
        let target = format!("{path}?ca=softaculous&json=1&lickey={KEY}");
        assert_eq!(get(&sandbox, &format!("{target}&{LOGIN}")).json()["num_results"], 1, "GET {path}");
        assert_eq!(post(&sandbox, &target, LOGIN).json()["num_results"], 1, "POST {path}");
        let all = format!("{LOGIN}&json=1&ca=softaculous&lickey={KEY}");
        assert_eq!(post(&sandbox, path, &all).json()["num_results"], 1, "all in the body of {path}");
    }
    assert_eq!(sandbox.softaculous_url(), format!("http://{}/softaculous/clients", sandbox.address()));
}

#[test]
fn the_body_wins_over_the_query() {
    let sandbox = start();
    let reply =
        post(&sandbox, "/softaculous/noc?ca=softaculous&json=1&expiry=1", &format!("{LOGIN}&expiry=3"));
    assert_eq!(reply.json()["num_results"], 2);
    let reply =
        post(&sandbox, "/softaculous/noc?ca=softaculous&json=1&expiry=1", &format!("{LOGIN}&expiry="));
    assert_eq!(reply.json()["num_results"], 6);
}

#[test]
fn a_form_is_read_whatever_the_content_type_says() {
    let sandbox = start();
    let form = format!("{LOGIN}&json=1&lickey={KEY}");
    for headers in
        ["", FORM, "Content-Type: application/json\r\n", "Content-Type: text/plain\r\n", "Content-Type: \r\n"]
    {
        let bytes = request("POST", "/softaculous/clients?ca=softaculous", headers, form.as_bytes());
        assert_eq!(list_by(&sandbox, &bytes).json()["num_results"], 1, "{headers}");
    }
}

#[test]
fn a_multipart_form_is_read_as_well() {
    let sandbox = start();
    let fields =
        [("nocname", "sandbox-noc"), ("nocpass", "sandbox-noc-pass"), ("json", "1"), ("expiry", "1")];
    let mut body = String::new();
    for (name, value) in fields {
        body = format!("{body}--b0\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    body.push_str("--b0--\r\n");
    let headers = "Content-Type: multipart/form-data; boundary=b0\r\n";
    let bytes = request("POST", "/softaculous/noc?ca=softaculous", headers, body.as_bytes());
    assert_eq!(list_by(&sandbox, &bytes).json()["num_results"], 1);
    assert_eq!(sandbox.requests()[0].body[1], ("nocpass".into(), "right".into()));
}

#[test]
fn a_chunked_body_and_a_client_that_closes_its_side_are_served() {
    let sandbox = start();
    let head = "POST /softaculous/clients?ca=softaculous HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
    let form = format!("{LOGIN}&json=1");
    let chunked = format!("{head}Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{form}\r\n0\r\n\r\n", form.len());
    let reply = exchange(sandbox.address(), chunked.as_bytes()).unwrap();
    assert!(String::from_utf8(reply).unwrap().contains("\"num_results\":6"));
    let reply = exchange_half_closed(sandbox.address(), &wire("softaculous", "")).unwrap();
    assert_eq!(Reply::parse(&reply).json()["num_results"], 6);
}

#[test]
fn each_pair_of_credentials_opens_the_account() {
    let sandbox = start();
    let login = |form: &str| {
        let reply = post(&sandbox, "/softaculous/clients?ca=softaculous&json=1", form);
        assert_eq!(reply.status, 200);
        (reply.json()["error"].is_null(), sandbox.requests().pop().unwrap().credentials)
    };
    for right in [
        "nocname=sandbox-noc&nocpass=sandbox-noc-pass",
        "apikey=sandbox-noc-key&apipass=sandbox-noc-key-pass",
        "nocname=sandbox-noc-key&nocpass=sandbox-noc-key-pass",
        "nocname=&nocpass=&apikey=sandbox-noc-key&apipass=sandbox-noc-key-pass",
    ] {
        assert_eq!(login(right), (true, Credentials::Right), "{right}");
    }
    for wrong in [
        "nocname=sandbox-noc&nocpass=sandbox-noc-key-pass",
        "apikey=sandbox-noc&apipass=sandbox-noc-pass",
        "nocname=sandbox-noc&nocpass=SANDBOX-NOC-PASS",
        "nocname=sandbox-noc&nocpass=",
        "nocpass=sandbox-noc-pass",
        "nocname=sandbox-noc&apipass=sandbox-noc-pass",
    ] {
        assert_eq!(login(wrong), (false, Credentials::Wrong), "{wrong}");
    }
    assert_eq!(login("lickey=x"), (false, Credentials::Missing));
}

#[test]
fn a_wrong_login_changes_nothing() {
    let sandbox = start();
    let form = format!("nocname=sandbox-noc&nocpass=guess&json=1&{}", purchase("192.0.2.1"));
    let reply = post(&sandbox, "/softaculous/clients?ca=softaculous_buy", &form).json();
    assert!(reply["error"]["login"].is_string());
    assert!(sandbox.ledger().is_empty());
}

#[test]
fn without_json_the_reply_is_serialized_php() {
    let sandbox = start();
    let call = |ca: &str, form: &str| {
        let reply = post(&sandbox, &format!("/softaculous/clients?ca={ca}"), &format!("{LOGIN}&{form}"));
        assert!(reply.body.starts_with(b"a:"));
        unserialize(&reply.body)
    };
    let bought =
        call("softaculous_buy", &format!("{}&notes=%D0%9F%D1%80%D0%B8%22%3B", purchase("192.0.2.1")));
    assert_eq!(
        (&bought["lid"], &bought["rate"], &bought["bal"]),
        (&1009.into(), &2.into(), &"float -498".into())
    );
    let list = call("softaculous", "ips=192.0.2.1");
    assert_eq!(list["licenses"]["1009"]["notes"], "При\";");
    assert_eq!(call("softaculous", "ips=192.0.2.9")["licenses"], serde_json::json!({}));
    let refund = call("softaculous_refund", &format!("actid={}", bought["actid"]));
    assert_eq!((&refund["amt"], &refund["lid"]), (&"float -2".into(), &"1009".into()));
    assert!(call("softaculous_refund", "actid=1")["error"]["actid"].is_string());
    assert_eq!(
        call("softaculous_showlicense", "lid=1009&ips[]=192.0.2.2&editlicense=1")["new_ips"]["0"],
        "192.0.2.2"
    );
    assert!(call("softaculous", "json=0")["licenses"].is_object(), "0 is false in PHP");
}

#[test]
fn json_is_as_php_writes_it() {
    let sandbox = start();
    let form = format!("{}&notes=a/b%20%D0%9F", purchase("192.0.2.1"));
    exchange(sandbox.address(), &wire("softaculous_buy", &form)).unwrap();
    let reply = Reply::parse(&exchange(sandbox.address(), &wire("softaculous", "ips=192.0.2.1")).unwrap());
    assert!(reply.text().contains(r#""notes":"a\/b \u041f""#), "{}", reply.text());
}

#[test]
fn an_unknown_call_is_a_page() {
    let sandbox = start();
    for ca in ["webuzoBuy", "", "softaculous_buys", "SOFTACULOUS", "invoices", "download_api"] {
        let reply = post(&sandbox, &format!("/softaculous/clients?ca={ca}"), &format!("{LOGIN}&json=1"));
        assert_eq!(reply.status, 200);
        assert!(reply.text().starts_with("<!DOCTYPE html>"), "{ca}");
        assert_eq!(sandbox.requests().pop().unwrap().operation, None);
    }
    let reply = post(&sandbox, "/softaculous/clients", LOGIN);
    assert!(reply.text().starts_with("<!DOCTYPE html>"));
}

#[test]
fn other_paths_and_methods_are_turned_away() {
    let sandbox = start();
    for path in ["/", "/softaculous", "/softaculous/clients/x", "/clients", "/_sandboxed"] {
        assert_eq!(post(&sandbox, &format!("{path}?ca=softaculous"), LOGIN).status, 404, "{path}");
    }
    let bytes =
        request("DELETE", "/softaculous/clients?ca=softaculous_cancel", FORM, wire("", "").as_slice());
    assert_eq!(list_by(&sandbox, &bytes).status, 405);
    let bytes = request("HEAD", &format!("/softaculous/clients?ca=softaculous&json=1&{LOGIN}"), "", b"");
    let reply = list_by(&sandbox, &bytes);
    assert_eq!((reply.status, reply.body.len()), (200, 0));
}

#[test]
fn a_connection_carries_many_requests() {
    let sandbox = start();
    let keep =
        String::from_utf8(wire("softaculous", "expiry=1")).unwrap().replace("Connection: close\r\n", "");
    let mut both = keep.clone().into_bytes();
    both.extend_from_slice(keep.as_bytes());
    both.extend_from_slice(&wire("softaculous", "expiry=2"));
    let replies = String::from_utf8(exchange(sandbox.address(), &both).unwrap()).unwrap();
    assert_eq!(replies.matches("HTTP/1.1 200 OK").count(), 3);
    assert_eq!(sandbox.requests().iter().map(|request| request.connection).collect::<Vec<_>>(), [1, 1, 1]);
    assert_eq!(sandbox.connections(), 1);
}

#[test]
fn the_date_of_an_answer_is_the_sandboxs() {
    let sandbox = start();
    sandbox.set_date("2026-05-01".parse().unwrap()).unwrap();
    let reply = get(&sandbox, "/softaculous/clients");
    assert_eq!(reply.headers["date"], "Fri, 01 May 2026 00:00:00 GMT");
}

/// What a client reads that has read its answer and closes its side.
fn after_leaving(forgets: bool) -> std::io::Result<usize> {
    let sandbox = Sandbox::start(Options::default().forgets_clients(forgets)).unwrap();
    let mut stream = TcpStream::connect(sandbox.address()).unwrap();
    let request = String::from_utf8(wire("softaculous", "")).unwrap();
    stream.write_all(request.replace("Connection: close\r\n", "").as_bytes()).unwrap();
    let (mut answer, mut buffer) = (Vec::new(), [0; 4096]);
    while !is_whole(&answer) {
        let count = stream.read(&mut buffer).unwrap();
        answer.extend_from_slice(&buffer[..count]);
    }
    stream.shutdown(Shutdown::Write).unwrap();
    stream.read(&mut buffer)
}

/// Whether an answer has as many bytes as it says.
fn is_whole(answer: &[u8]) -> bool {
    if !answer.windows(4).any(|window| window == b"\r\n\r\n") {
        return false;
    }
    let reply = Reply::parse(answer);
    reply.headers["content-length"] == reply.body.len().to_string()
}

#[test]
fn a_client_that_left_is_forgotten_only_where_that_is_asked_for() {
    assert_eq!(after_leaving(false).unwrap(), 0);
    assert_eq!(after_leaving(true).unwrap_err().kind(), ErrorKind::ConnectionReset);
}
