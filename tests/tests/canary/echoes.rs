//! A vendor that repeats the secrets, in every spelling and at every place of its answer.

use crate::seen;
use crate::spellings::{self, Spelling};
use license_hub_tests::answers::{ok, redirect, status};
use license_hub_tests::calls::{Call, Vendor, every_credential, server_for};
use license_hub_tests::canary::{Canary, leaks};
use license_hub_tests::fault_server::{Step, Steps, by_request};
use license_hub_tests::still::still;
use license_wire::{Effect, Retries, Settings};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// Answers with this text somewhere in them.
fn places(call: &Call, Spelling { text, is_json, .. }: &Spelling) -> Vec<(&'static str, Steps)> {
    let page = format!("<html><body>Access denied for {text}</body></html>");
    let long = format!("{}{text}{}", "x".repeat(190), "y".repeat(5000));
    let quoted = if *is_json { format!("\"{text}\"") } else { Value::from(text.as_str()).to_string() };
    let names = ["X-Echo", "Set-Cookie", "Location", "WWW-Authenticate"];
    let headers = names.map(|name| (name, text.as_str()));
    let mut places = vec![("a page", ok(&page)), ("where the excerpt ends", ok(&long))];
    let error = if call.answers_in_xml() {
        places.extend(in_xml(call, text));
        format!("<doc><error type=\"value\"><msg>{text}</msg></error></doc>")
    } else {
        places.extend(in_json(call, &quoted, text));
        format!("{{\"error\":{quoted}}}")
    };
    for code in [400, 401, 403, 429, 500, 503] {
        places.push(("a page with an error status", status(code, &[], &page)));
        places.push(("an error with an error status", status(code, &[], &error)));
    }
    if text.is_ascii() {
        places.push(("headers", status(401, &headers, "")));
        places.push((
            "where a redirect leads",
            redirect(302, Some(&format!("https://vendor.example/?p={text}"))),
        ));
        places.push(("the wait", status(503, &[("Retry-After", text)], "")));
        places.push(("half a head", format!("HTTP/1.1 200 {text}\r\nX-Echo: {text}\r\n").into_bytes()));
    }
    let last = |place| if place == "half a head" { Step::Fin } else { Step::KeepAlive };
    places.into_iter().map(|(place, answer)| (place, vec![Step::Write(answer), last(place)])).collect()
}

type Place = (&'static str, Vec<u8>);

fn in_json(call: &Call, quoted: &str, text: &str) -> Vec<Place> {
    vec![
        ("half a document", ok(format!("{{\"error\":null,\"request\":{quoted}"))),
        ("PHP's own format", ok(format!("a:1:{{s:5:\"error\";s:{}:\"{text}\";}}", text.len()))),
        ("the text of an error", ok(format!("{{\"error\":{quoted}}}"))),
        ("the name of an error", ok(format!("{{\"error\":{{{quoted}:\"wrong\"}}}}"))),
        ("a list of errors", ok(format!("{{\"error\":[{quoted},{{\"a\":{quoted}}}]}}"))),
        ("a member of the wrong type", ok(format!("{{\"license\":[{quoted}],\"licenses\":{quoted}}}"))),
        ("a member that nobody knows", ok(with_member(&(call.done)(0), quoted))),
    ]
}

fn in_xml(call: &Call, text: &str) -> Vec<Place> {
    let error = |inside: String| ok(format!("<doc><error {inside}</error></doc>"));
    let unknown = format!("<nobody_knows a=\"{text}\">{text}</nobody_knows></doc>");
    vec![
        ("half a document", ok(format!("<doc><elid>{text}"))),
        ("the text of an error", error(format!("type=\"value\"><msg>{text}</msg>"))),
        ("the name of an error", error(format!("type=\"{text}\" object=\"{text}\"><msg>no</msg>"))),
        ("what an error is about", error(format!("type=\"value\"><param name=\"value\">{text}</param>"))),
        ("a refused login", error(format!("type=\"auth\" object=\"{text}\"><msg>{text}</msg>"))),
        ("a field of the wrong kind", ok(format!("<doc><elid>{text}</elid><id>{text} x</id></doc>"))),
        ("a field that nobody knows", ok((call.done)(0).replacen("</doc>", &unknown, 1))),
    ]
}

/// The good answer with one member more.
fn with_member(document: &str, value: &str) -> Vec<u8> {
    let inside = document.strip_prefix('{').unwrap_or(document);
    format!("{{\"nobody_knows\":{value},{inside}").into_bytes()
}

#[test]
fn whatever_a_vendor_repeats_is_masked() {
    let mut jobs = Vec::new();
    for vendor in every_credential() {
        // One that reads and one that spends: how an answer is read does not depend on more.
        let calls = vendor.calls();
        for effect in [Effect::Read, Effect::Spend] {
            let at = calls.iter().position(|call| call.effect == effect).unwrap();
            jobs.extend(vendor.canaries().iter().map(|canary| (Arc::clone(&vendor), at, canary.clone())));
        }
    }
    let problems = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for (vendor, at, canary) in &jobs {
            scope.spawn(|| problems.lock().unwrap().extend(repeat(&**vendor, *at, canary)));
        }
    });
    let problems = problems.into_inner().unwrap();
    assert!(problems.is_empty(), "{} leaks:\n{}", problems.len(), problems.join("\n"));
}

/// Makes one call again and again, with another answer each time.
fn repeat(vendor: &dyn Vendor, at: usize, canary: &Canary) -> Vec<String> {
    let call = vendor.calls()[at];
    let mut answers = Vec::new();
    for spelling in spellings::of(canary.value()) {
        let places = places(&call, &spelling).into_iter();
        answers.extend(places.map(|(place, answer)| (format!("{}, {place}", spelling.writer), answer)));
    }
    let steps: Vec<Steps> = answers.iter().map(|(_, answer)| answer.clone()).collect();
    let (current, played) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(BTreeSet::new())));
    let (now, noted) = (Arc::clone(&current), Arc::clone(&played));
    // A call that is made once more, with a new token, gets the same answer.
    let server = server_for(
        vendor,
        [by_request(move |_| {
            let current = now.load(Ordering::SeqCst);
            noted.lock().unwrap().insert(current);
            steps[current].clone()
        })],
    );
    let settings = still(Settings::new().no_proxy().retries(Retries::none())).0;
    let client = vendor.client(&server.url(), settings);
    let mut problems = Vec::new();
    for (number, (what, _)) in answers.iter().enumerate() {
        current.store(number, Ordering::SeqCst);
        let leaks = leaks(seen(&*client, at), vendor.canaries());
        let told = leaks.iter().map(|leak| format!("{} {}, {what}: {leak:?}", vendor.name(), call.name));
        problems.extend(told);
    }
    println!("{} {}: {} answers", vendor.name(), call.name, answers.len());
    drop(server);
    assert_eq!(played.lock().unwrap().len(), answers.len());
    problems
}
