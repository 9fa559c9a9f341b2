//! A small HTTP client that shows every byte, and readers for what comes back.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};

use license_sandbox::{Options, Sandbox};
use serde_json::Value;

pub(crate) const LOGIN: &str = "nocname=sandbox-noc&nocpass=sandbox-noc-pass";
/// The key, address, id and action that the vendor's examples use, and that are there at the start.
pub(crate) const KEY: &str = "88888-88888-88888-88888-88888";
pub(crate) const IP: &str = "198.198.198.198";

pub(crate) fn start() -> Sandbox {
    Sandbox::start(Options::default()).unwrap()
}

#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("a head");
        let head = std::str::from_utf8(&bytes[..end]).unwrap();
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines.map(|line| line.split_once(": ").unwrap());
        Self {
            status,
            headers: headers.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect(),
            body: bytes[end + 4..].to_vec(),
        }
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }
}

/// Writes bytes on a connection of its own and reads to its end.
pub(crate) fn exchange(address: SocketAddr, request: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(request)?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// As [`exchange`], but says that nothing more will be sent.
pub(crate) fn exchange_half_closed(address: SocketAddr, request: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(request)?;
    stream.shutdown(Shutdown::Write)?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    Ok(bytes)
}

pub(crate) fn request(method: &str, target: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let mut request = format!(
        "{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n"
    )
    .into_bytes();
    request.extend_from_slice(body);
    request
}

pub(crate) const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";

pub(crate) fn post(sandbox: &Sandbox, target: &str, form: &str) -> Reply {
    Reply::parse(&exchange(sandbox.address(), &request("POST", target, FORM, form.as_bytes())).unwrap())
}

pub(crate) fn get(sandbox: &Sandbox, target: &str) -> Reply {
    Reply::parse(&exchange(sandbox.address(), &request("GET", target, "", b"")).unwrap())
}

/// The request the vendor documents: `ca` in the query, all else in the body, and JSON back.
pub(crate) fn wire(ca: &str, form: &str) -> Vec<u8> {
    let body = format!("json=1&{LOGIN}&{form}");
    request("POST", &format!("/softaculous/clients?ca={ca}"), FORM, body.as_bytes())
}

/// Sends that, and reads the reply.
pub(crate) fn ask(sandbox: &Sandbox, ca: &str, form: &str) -> Value {
    let reply = Reply::parse(&exchange(sandbox.address(), &wire(ca, form)).unwrap());
    assert_eq!(reply.status, 200);
    reply.json()
}

/// Sends that, and expects it to be done.
pub(crate) fn done(sandbox: &Sandbox, ca: &str, form: &str) -> Value {
    let reply = ask(sandbox, ca, form);
    assert_eq!(reply.get("error"), Some(&Value::Null), "{ca} {form}: {reply}");
    reply
}

/// Sends that, and expects a refusal: its key.
pub(crate) fn refused(sandbox: &Sandbox, ca: &str, form: &str) -> String {
    let before = sandbox.ledger();
    let reply = ask(sandbox, ca, form);
    let errors = reply["error"].as_object().unwrap_or_else(|| panic!("{ca} {form}: {reply}"));
    assert_eq!(reply.as_object().unwrap().len(), 1, "{reply}");
    assert_eq!(errors.len(), 1);
    assert!(errors.values().all(Value::is_string));
    assert_eq!(sandbox.ledger(), before, "a refusal charges nothing");
    assert!(!sandbox.requests().last().unwrap().committed);
    errors.keys().next().unwrap().clone()
}

/// A purchase of one month on a VPS.
pub(crate) fn buy(sandbox: &Sandbox, ip: &str) -> Value {
    done(sandbox, "softaculous_buy", &purchase(ip))
}

pub(crate) fn purchase(ip: &str) -> String {
    format!("purchase=1&ips={ip}&toadd=1M&servertype=2&authemail=owner@example.com&autorenew=2")
}

/// The addresses of a list, in the order of the ids.
pub(crate) fn ips(list: &Value) -> Vec<String> {
    match &list["licenses"] {
        Value::Object(rows) => rows.values().map(|row| row["ip"].as_str().unwrap().to_owned()).collect(),
        Value::Array(empty) if empty.is_empty() => Vec::new(),
        other => panic!("{other}"),
    }
}

/// The members of an object as they were written, with the kind of each value.
pub(crate) fn shape(object: &Value) -> Vec<String> {
    let kind = |value: &Value| match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_i64() || number.is_u64() => "int",
        Value::Number(_) => "float",
        Value::String(_) => "string",
        Value::Array(_) => "list",
        Value::Object(_) => "map",
    };
    object.as_object().unwrap().iter().map(|(name, value)| format!("{name}:{}", kind(value))).collect()
}

/// Reads PHP's `serialize()` format, into JSON with a marker on floats so that the types can be told apart.
pub(crate) fn unserialize(bytes: &[u8]) -> Value {
    let mut rest = bytes;
    let value = read_php(&mut rest);
    assert!(rest.is_empty(), "something is left over: {}", String::from_utf8_lossy(rest));
    value
}

fn read_php(rest: &mut &[u8]) -> Value {
    fn until<'a>(rest: &mut &'a [u8], end: u8) -> &'a str {
        let at = rest.iter().position(|byte| *byte == end).unwrap();
        let text = std::str::from_utf8(&rest[..at]).unwrap();
        *rest = &rest[at + 1..];
        text
    }
    let tag = rest[0];
    *rest = &rest[2..];
    match tag {
        b'N' => Value::Null,
        b'i' => until(rest, b';').parse::<i64>().unwrap().into(),
        b'd' => format!("float {}", until(rest, b';')).into(),
        b's' => {
            let length: usize = until(rest, b':').parse().unwrap();
            assert_eq!((rest[0], &rest[length + 1..length + 3]), (b'"', b"\";".as_slice()));
            let text = std::str::from_utf8(&rest[1..=length]).unwrap().to_owned();
            *rest = &rest[length + 3..];
            text.into()
        }
        b'a' => {
            let count: usize = until(rest, b':').parse().unwrap();
            assert_eq!(rest[0], b'{');
            *rest = &rest[1..];
            let mut members = serde_json::Map::new();
            for _ in 0..count {
                let key = match read_php(rest) {
                    Value::String(key) => key,
                    Value::Number(key) => key.to_string(),
                    other => panic!("{other} is no key"),
                };
                members.insert(key, read_php(rest));
            }
            assert_eq!(rest[0], b'}');
            *rest = &rest[1..];
            Value::Object(members)
        }
        other => panic!("unknown tag {}", char::from(other)),
    }
}
