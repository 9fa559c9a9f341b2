//! The cURL lines and the PHP programs of the vendor's document, as they stand there, with the host and the credentials
//! replaced.

use license_sandbox::Sandbox;
use serde_json::Value;

use crate::client::{FORM, Reply, exchange, request, start};

const CURL: &str = include_str!("../../fixtures/websoftsolus-curl.txt");
const TOKEN_PROGRAM: &str = include_str!("../../fixtures/websoftsolus-token.php");
const LIST_PROGRAM: &str = include_str!("../../fixtures/websoftsolus-list.php");
const HOST: &str = "https://api.websoftsolus.com/";

/// What stands between two marks.
fn between<'a>(text: &'a str, front: &str, end: &str) -> Option<&'a str> {
    let rest = text.split_once(front)?.1;
    Some(rest.split_once(end)?.0)
}

fn fill(text: &str, token: &str) -> String {
    text.replace("LOGIN", "sandbox@example.com").replace("SECRET", "sandbox-secret").replace("TOKEN", token)
}

fn send(sandbox: &Sandbox, method: &str, path: &str, headers: &str, body: &str) -> Value {
    let bytes = request(method, &format!("/websoftsolus/{path}"), headers, body.as_bytes());
    let reply = Reply::parse(&exchange(sandbox.address(), &bytes).unwrap());
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()
}

/// Sends what a line of cURL would: `-d` makes it a POST of a form, `-X` names another method, `-H` is a header.
fn curl(sandbox: &Sandbox, line: &str, token: &str) -> Value {
    let line = fill(line, token);
    let path =
        between(&line, HOST, " ").or_else(|| line.trim().split_once(HOST).map(|(_, path)| path)).unwrap();
    let form = between(&line, "-d '", "'");
    let method = between(&line, "-X", " ").unwrap_or(if form.is_some() { "POST" } else { "GET" });
    let header = between(&line, "-H '", "'").map(|header| format!("{header}\r\n")).unwrap_or_default();
    let form_header = form.map_or("", |_| FORM);
    send(sandbox, method, path, &format!("{header}{form_header}"), form.unwrap_or_default())
}

/// Sends what one of the PHP programs would: the fields as `http_build_query` writes them, the header from its parts.
fn php(sandbox: &Sandbox, program: &str, token: &str) -> Value {
    let variable = |name: &str| between(program, &format!("${name} = '"), "'");
    let fields: Vec<String> = program
        .split("$postfields['")
        .skip(1)
        .filter_map(|rest| {
            let (name, rest) = rest.split_once("'] = '")?;
            let value = fill(rest.split_once('\'')?.0, token).replace('@', "%40");
            Some(format!("{name}={value}"))
        })
        .collect();
    let method = variable("method").unwrap_or("POST");
    let headers = match (variable("token_type"), variable("access_token")) {
        (Some(kind), Some(value)) => format!("Authorization: {kind} {}\r\n", fill(value, token)),
        _ => String::new(),
    };
    let form_header = if fields.is_empty() { "" } else { FORM };
    send(sandbox, method, variable("path").unwrap(), &format!("{headers}{form_header}"), &fields.join("&"))
}

/// As `print_r` shows a decoded answer: the keys of an array or object.
fn keys(answer: &Value) -> Vec<String> {
    match answer {
        Value::Array(items) => (0..items.len()).map(|at| at.to_string()).collect(),
        Value::Object(members) => members.keys().cloned().collect(),
        other => panic!("{other}"),
    }
}

#[test]
fn the_curl_lines_do_what_the_document_says() {
    let sandbox = start();
    let lines: Vec<&str> = CURL.lines().collect();
    assert_eq!(lines.len(), 2);
    let answer = curl(&sandbox, lines[0], "");
    let token = answer["access_token"].as_str().unwrap();
    // The document shows the answer behind the line: the same but for the token.
    let shown: Value = serde_json::from_str(&format!("{{{}", lines[0].split_once(" { ").unwrap().1)).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&shown.to_string().replace("TOKEN", token)).unwrap(), answer);

    let list = curl(&sandbox, lines[1], token);
    assert_eq!(list.as_array().unwrap().len(), 6);
    assert!(sandbox.requests().iter().all(|request| request.path.starts_with("/websoftsolus/")));
}

#[test]
fn the_php_programs_print_what_the_document_shows() {
    let sandbox = start();
    let token = php(&sandbox, TOKEN_PROGRAM, "");
    assert_eq!(keys(&token), ["access_token", "expires_in", "token_type"]);
    let list = php(&sandbox, LIST_PROGRAM, token["access_token"].as_str().unwrap());
    assert_eq!(keys(&list), ["0", "1", "2", "3", "4", "5"], "the document shows six, numbered from 0");
    for key in list.as_array().unwrap() {
        let digits = key.as_str().unwrap().strip_prefix("PLSK.029").unwrap();
        assert!(digits.len() == 5 && digits.bytes().all(|byte| byte.is_ascii_digit()));
    }
}

#[test]
fn the_programs_work_in_the_test_environment_with_test_at_the_end_of_the_address() {
    let sandbox = start();
    let test = |program: &str| program.replace("$path = '", "$path = 'test/");
    let token = php(&sandbox, &test(TOKEN_PROGRAM), "");
    let token = token["access_token"].as_str().unwrap();
    assert_eq!(php(&sandbox, &test(LIST_PROGRAM), token), Value::Array(vec![]));
    let environments: Vec<_> = sandbox.requests().iter().map(|request| request.environment).collect();
    assert_eq!(environments, [Some(license_sandbox::Environment::Test); 2]);
}
