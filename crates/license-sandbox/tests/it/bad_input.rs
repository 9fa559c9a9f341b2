//! Nothing a client sends makes the sandbox fall over.

use crate::client::{LOGIN, Reply, buy, exchange, request, start, wire};

const AWKWARD: [&str; 16] = [
    "",
    "0",
    "-1",
    "1",
    "x",
    "%",
    "%zz",
    "%00",
    "%FF%FE",
    "99999999999999999999999",
    "1e999",
    "[]",
    "%5B%5D",
    "a%0d%0ab",
    "0.0.0.0",
    "%F0%9F%98%80",
];

const CALLS: [&str; 12] = [
    "softaculous",
    "softaculous_buy",
    "softaculous_refund",
    "softaculous_cancel",
    "softaculous_showlicense",
    "softaculous_licenselogs",
    "softaculous_renewals",
    "webuzo_buy",
    "webuzotrial",
    "sitemush_buy",
    "invoicedetails",
    "virtualizor_cancel",
];

const FIELDS: [&str; 25] = [
    "purchase",
    "ips",
    "ips[]",
    "toadd",
    "servertype",
    "authemail",
    "autorenew",
    "buy_sitepad",
    "notes",
    "lickey",
    "expiry",
    "start",
    "len",
    "email",
    "lid",
    "editlicense",
    "key",
    "licip",
    "limit",
    "actid",
    "force",
    "invoid",
    "type",
    "price",
    "sandbox",
];

#[test]
fn awkward_values_in_every_field_of_every_call_are_answered() {
    let sandbox = start();
    let full = "purchase=1&toadd=1M&servertype=1&authemail=a@example.com&editlicense=1&cancel_license=1&gettrial=1&lid=1000";
    for ca in CALLS {
        for field in FIELDS {
            for value in AWKWARD {
                let form = format!("{full}&{field}={value}");
                let reply = Reply::parse(&exchange(sandbox.address(), &wire(ca, &form)).unwrap());
                assert_eq!(reply.status, 200);
                assert!(reply.json().is_object(), "{ca} {form}");
            }
        }
    }
}

#[test]
fn random_bytes_are_answered_or_turned_away() {
    let sandbox = start();
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for _ in 0..300 {
        let mut body =
            format!("{LOGIN}&json=1&ca={}&", CALLS[usize::try_from(random() % 12).unwrap()]).into_bytes();
        let length = random() % 200;
        body.extend((0..length).map(|_| {
            let letters = b"ips[]=&%+.1Malid\0\xff\r\n-{}\"";
            letters[usize::try_from(random()).unwrap_or(0) % letters.len()]
        }));
        let reply = exchange(sandbox.address(), &request("POST", "/softaculous/noc", "", &body)).unwrap();
        assert_eq!(Reply::parse(&reply).status, 200);
        // Whatever comes, it is answered or the connection ends.
        let _ = exchange(sandbox.address(), &body);
    }
    buy(&sandbox, "192.0.2.1");
}

#[test]
fn a_body_over_8_mib_is_too_large_and_one_under_is_read() {
    let sandbox = start();
    let login = format!("{LOGIN}&json=1&notes=");
    let most = 8 * 1024 * 1024;
    let mut body = login.into_bytes();
    body.resize(most, b'x');
    let target = "/softaculous/clients?ca=softaculous";
    let reply = Reply::parse(&exchange(sandbox.address(), &request("POST", target, "", &body)).unwrap());
    assert_eq!(reply.json()["num_results"], 6);
    assert_eq!(sandbox.requests().len(), 1);

    body.push(b'x');
    let reply = Reply::parse(&exchange(sandbox.address(), &request("POST", target, "", &body)).unwrap());
    assert_eq!((reply.status, reply.headers["connection"].as_str()), (413, "close"));

    let mut chunked =
        format!("POST {target} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n").into_bytes();
    for _ in 0..9 {
        chunked.extend_from_slice(b"100000\r\n");
        chunked.resize(chunked.len() + 0x10_0000, b'x');
        chunked.extend_from_slice(b"\r\n");
    }
    chunked.extend_from_slice(b"0\r\n\r\n");
    assert_eq!(Reply::parse(&exchange(sandbox.address(), &chunked).unwrap()).status, 413);

    let huge = format!("POST {target} HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999999\r\n\r\n");
    assert_eq!(Reply::parse(&exchange(sandbox.address(), huge.as_bytes()).unwrap()).status, 413);
    assert_eq!(sandbox.requests().len(), 1, "none of these came in whole");
}

#[test]
fn thousands_of_parameters_are_read_quickly() {
    let sandbox = start();
    let many: Vec<String> =
        (0..100_000).map(|number| format!("&p{number}[]={number}&ips[]={number}")).collect();
    let many = many.concat();
    let form = format!("lid=1000&editlicense=1{many}");
    let reply = Reply::parse(&exchange(sandbox.address(), &wire("softaculous_showlicense", &form)).unwrap());
    assert!(reply.json()["error"]["ips"].is_string());
}

#[test]
fn a_request_that_breaks_off_changes_and_records_nothing() {
    let sandbox = start();
    let whole =
        wire("softaculous_buy", "purchase=1&ips=192.0.2.1&toadd=1M&servertype=2&authemail=a@example.com");
    for end in (0..whole.len()).step_by(7) {
        let _ = crate::client::exchange_half_closed(sandbox.address(), &whole[..end]);
    }
    assert!(sandbox.ledger().is_empty() && sandbox.requests().is_empty());
}

#[test]
fn malformed_http_is_turned_away() {
    let sandbox = start();
    for bytes in [
        "\r\n\r\n",
        "GET\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "\u{16}\u{3}\u{1}\0",
        "GET /\0 HTTP/1.1\r\n\r\n",
    ] {
        let _ = crate::client::exchange_half_closed(sandbox.address(), bytes.as_bytes());
    }
    let json = request("POST", "/softaculous/clients?ca=softaculous&json=1", "", br#"{"nocpass":"canary"}"#);
    assert!(Reply::parse(&exchange(sandbox.address(), &json).unwrap()).json()["error"]["login"].is_string());
    assert_eq!(sandbox.requests().pop().unwrap().body, []);
}
