//! Nothing a client sends makes the fake fall over.

use super::xml::Xml;
use super::{ISP, ISPL, buy, done, wire};
use crate::client::{Reply, exchange, request, start};

const AWKWARD: [&str; 15] = [
    "",
    "0",
    "-1",
    "1",
    "x",
    "%",
    "%00",
    "%FF%FE",
    "99999999999999999999999",
    "-2147483648",
    "a%0d%0ab",
    "0.0.0.0",
    "%F0%9F%98%80",
    "%EF%BF%BE%01",
    "]]%3E%3C!--",
];

const CALLS: [&str; 24] = [
    "func=soft.order.param&sok=ok&skipbasket=on&ip=192.0.2.1&period=1&pricelist=55230&addon_55236=1",
    "func=soft.order.param&pricelist=55230",
    "func=softexternal.order.param&sok=ok&ip=192.0.2.1&period=1&pricelist=546",
    "func=platform.order.param&sok=ok&skipbasket=on&period=1&pricelist=55163&addon_55165=1",
    "func=addition.order.param&sok=ok&skipbasket=on&period=1&pricelist=354",
    "func=soft.edit&elid=1204420",
    "func=soft.edit&elid=1204420&sok=ok",
    "func=softexternal.edit&elid=88126&sok=ok",
    "func=service.prolong&elid=1204420&period=1",
    "func=service.prolong&elid=88126&period=1&sok=ok",
    "func=service.changepricelist&elid=1204420&sok=ok&pricelist=55229",
    "func=soft.suspend&elid=1204418",
    "func=soft.resume&elid=1204418",
    "func=soft.delete&elid=1204419",
    "func=soft.checkip&pricelist=55227&ip=192.0.2.1",
    "func=soft&filter=on",
    "func=soft.filter&sok=ok",
    "func=basket&sok=ok&clicked_button=delete",
    "func=payment.add.method&sok=ok&clicked_button=fromsubaccount",
    "func=pricelist.export",
    "func=payment&filter=on",
    "func=auth&username=sandbox-isp",
    "func=totp.confirm&sok=ok",
    "func=usrparam",
];

const FIELDS: [&str; 34] = [
    "func",
    "elid",
    "ip",
    "pa_ip",
    "licname",
    "period",
    "pricelist",
    "addon_55236",
    "addon_550",
    "autoprolong",
    "sok",
    "skipbasket",
    "clicked_button",
    "remoteid",
    "remoteip",
    "comment",
    "item",
    "p_num",
    "p_cnt",
    "p_col",
    "filter",
    "status",
    "expiredate",
    "cost_from",
    "project",
    "itemtype",
    "id",
    "billorder",
    "lang",
    "auth",
    "password",
    "qrcode",
    "out",
    "createdatestart",
];

#[test]
fn awkward_values_in_every_field_of_every_call_are_answered() {
    let sandbox = start();
    for (number, call) in CALLS.iter().enumerate() {
        let other = ["88126", "=546", "=354"].iter().any(|theirs| call.contains(theirs));
        let site = if other { ISPL } else { ISP };
        for (at, field) in FIELDS.iter().enumerate() {
            // A third of the values, each time another one.
            for value in AWKWARD.iter().skip((number + at) % 3).step_by(3) {
                let form = format!("{call}&{field}={value}");
                let reply = Reply::parse(&exchange(sandbox.address(), &wire(site, &form)).unwrap());
                assert_eq!(reply.status, 200, "{form}");
                if *field != "out" {
                    Xml::read(reply.text());
                }
            }
        }
    }
    sandbox.reset();
    done(&sandbox, ISP, "func=soft");
}

#[test]
fn random_bytes_are_answered() {
    let sandbox = start();
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for round in 0..300 {
        let call = CALLS[round % CALLS.len()];
        let mut body = format!("authinfo=sandbox-isp:sandbox-isp-pass&out=xml&{call}&").into_bytes();
        let length = random() % 200;
        body.extend((0..length).map(|_| {
            let letters = b"addon_=&%+.1elidf\0\xff\r\n-{}\"<>:;,";
            letters[usize::try_from(random()).unwrap_or(0) % letters.len()]
        }));
        let reply = exchange(sandbox.address(), &request("POST", ISP.path, "", &body)).unwrap();
        assert_eq!(Reply::parse(&reply).status, 200);
    }
    buy(&sandbox, "198.51.100.1");
}

#[test]
fn much_of_anything_is_answered() {
    let sandbox = start();
    let long = "x".repeat(1024 * 1024);
    for form in [
        format!("func=soft.edit&elid={long}"),
        format!("func={long}"),
        format!("func=soft.delete&elid={}", "1204417,".repeat(100_000)),
        format!("func=whoami&{}", "a=1&".repeat(200_000)),
        (0..20_000).map(|number| format!("p{number}={number}")).collect::<Vec<_>>().join("&") + "&func=soft",
        format!("func=soft.edit&elid=1204417&remoteid={long}&sok=ok"),
    ] {
        let reply = Reply::parse(&exchange(sandbox.address(), &wire(ISP, &form)).unwrap());
        Xml::read(reply.text());
    }
    for _ in 0..1_100 {
        done(&sandbox, ISP, "func=auth&username=sandbox-isp&password=sandbox-isp-pass");
    }
}

#[test]
fn a_json_body_is_no_form() {
    let sandbox = start();
    let body = br#"{"func":"whoami","authinfo":"sandbox-isp:sandbox-isp-pass"}"#;
    let bytes = request("POST", &format!("{}?out=xml", ISP.path), "Content-Type: application/json\r\n", body);
    let xml = Xml::read(Reply::parse(&exchange(sandbox.address(), &bytes).unwrap()).text());
    assert_eq!(xml.attribute("/doc/error", "type"), "access");
    assert!(sandbox.requests().pop().unwrap().body.is_empty());
}
