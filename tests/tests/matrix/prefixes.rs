//! Every recorded success document of every vendor, cut at every place: no beginning of it is done, and none is refused.
//! The same for what a client logs in with.

use crate::row::End;
use license_hub_tests::answers::status;
use license_hub_tests::calls::{Vendor, server_for, vendors};
use license_hub_tests::fault_server::{FaultServer, Step, by_request};
use license_hub_tests::still::still;
use license_wire::{Retries, Settings};
use std::fs;
use std::sync::{Arc, Mutex};
use std::thread;

/// The fixtures of a vendor's crate, and which call each of them answers.
struct Recorded {
    vendor: &'static str,
    at: &'static str,
    answers: &'static [(&'static str, &'static str)],
}

const RECORDED: [Recorded; 4] = [
    Recorded {
        vendor: "softaculous-noc",
        at: "softaculous-noc",
        answers: &[
            ("buy_new.json", "buy"),
            ("buy_renew.json", "buy"),
            ("cancel.json", "cancel by address"),
            ("done.json", "set_auto_renewal"),
            ("edit_one.json", "set_addresses"),
            ("edit_two.json", "set_addresses"),
            ("invoice_numbered.json", "invoice"),
            ("invoice_unbilled.json", "invoice"),
            ("list.json", "licenses"),
            ("list_empty.json", "licenses"),
            ("logs.json", "logs"),
            ("logs_empty.json", "logs"),
            ("refund.json", "refund"),
            ("renewals_guess.json", "auto_renewals"),
            ("trial_guess.json", "start_webuzo_trial"),
        ],
    },
    Recorded {
        vendor: "websoftsolus",
        at: "websoftsolus",
        answers: &[
            ("cpanel_keys.json", "call"),
            ("cpanel_keys_as_map.json", "call"),
            ("order_id_only.json", "order_plesk12"),
            ("order_object.json", "order_plesk12"),
            ("orderable_map.json", "call"),
            ("orderable_names.json", "call"),
            ("orderable_objects.json", "call"),
            ("plesk_keys.json", "call"),
            ("plesk_keys_as_objects.json", "call"),
            ("plesk_keys_with_gaps.json", "call"),
            ("properties_cpanel.json", "properties"),
            ("properties_openprovider.json", "properties"),
            ("properties_ovh.json", "properties"),
            ("properties_partner_api.json", "properties"),
            ("properties_plesk.json", "edit"),
            ("virtuozzo_keys.json", "call"),
        ],
    },
    Recorded {
        vendor: "billmgr-client at ispmanager",
        at: "billmgr-client",
        answers: &[
            ("balances.xml", "call"),
            ("cart.xml", "call"),
            ("edit_flat.xml", "edit"),
            ("edit_nested.xml", "edit"),
            ("edit_price_only.xml", "edit"),
            ("edit_waiting.xml", "edit"),
            ("license_active.xml", "license"),
            ("license_processing.xml", "license"),
            ("list.xml", "licenses"),
            ("list_empty.xml", "licenses"),
            ("new_key.xml", "new_key"),
            ("ok.xml", "call"),
            ("order.xml", "order a licence"),
            ("order_id_only.xml", "order a licence"),
            ("order_into_cart.xml", "order a licence"),
            ("order_item_id_only.xml", "order a licence"),
            ("price_list.xml", "call"),
            ("renew.xml", "renew"),
            ("who_am_i.xml", "call"),
        ],
    },
    Recorded {
        vendor: "billmgr-client at ISPlicense",
        at: "billmgr-client",
        answers: &[("license_plesk.xml", "license"), ("list_third_party.xml", "order a licence")],
    },
];

/// Those that answer no call well: refusals, and what is logged in with.
const OTHERS: [&str; 14] = [
    "error_list.json",
    "error_map.json",
    "error_text.json",
    "token.json",
    "error_access.xml",
    "error_auth.xml",
    "error_missed.xml",
    "error_money.xml",
    "error_old.xml",
    "error_value.xml",
    "refused_address.xml",
    "second_factor.xml",
    "session.xml",
    "session_old.xml",
];

fn fixtures(of: &str) -> String {
    format!("{}/../crates/{of}/tests/fixtures", env!("CARGO_MANIFEST_DIR"))
}

fn fixture(of: &str, name: &str) -> String {
    fs::read_to_string(format!("{}/{name}", fixtures(of))).unwrap().trim_end().to_owned()
}

fn named(name: &str) -> Arc<dyn Vendor> {
    vendors().into_iter().find(|vendor| vendor.name() == name).unwrap()
}

#[test]
fn every_fixture_is_in_the_table() {
    for of in ["softaculous-noc", "websoftsolus", "billmgr-client"] {
        for file in fs::read_dir(fixtures(of)).unwrap() {
            let name = file.unwrap().file_name().into_string().unwrap();
            let answers = || RECORDED.iter().filter(|recorded| recorded.at == of).flat_map(|it| it.answers);
            let is_document = [".json", ".xml"].iter().any(|end| name.ends_with(end));
            let known = OTHERS.contains(&&*name) || answers().any(|(known, _)| *known == name);
            assert!(!is_document || known, "{of}: {name} is not in the table");
        }
    }
}

#[test]
fn no_beginning_of_a_success_document_is_done() {
    let problems = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for recorded in &RECORDED {
            scope.spawn(|| {
                let vendor = named(recorded.vendor);
                for (name, call) in recorded.answers {
                    let found = cut(&*vendor, call, &fixture(recorded.at, name));
                    problems
                        .lock()
                        .unwrap()
                        .extend(found.into_iter().map(|it| format!("{name}, {call}, {it}")));
                }
                // The answer of this table to every call as well.
                for call in vendor.calls() {
                    let found = cut(&*vendor, call.name, &(call.done)(0));
                    problems
                        .lock()
                        .unwrap()
                        .extend(found.into_iter().map(|it| format!("{}, {it}", call.name)));
                }
            });
        }
    });
    let problems = problems.into_inner().unwrap();
    assert!(problems.is_empty(), "{}:\n{}", problems.len(), problems.join("\n"));
}

/// Answers a call with every beginning of a document, and tells where it ended otherwise than as unknown.
fn cut(vendor: &dyn Vendor, name: &str, document: &str) -> Vec<String> {
    let at = vendor.calls().iter().position(|call| call.name == name).unwrap();
    let call = vendor.calls()[at];
    let current = Arc::new(Mutex::new(Vec::new()));
    let now = Arc::clone(&current);
    let answering = by_request(move |_| {
        vec![Step::Write(status(200, &[], now.lock().unwrap().as_slice())), Step::KeepAlive]
    });
    let server = server_for(vendor, [answering]);
    let settings = still(Settings::new().no_proxy().retries(Retries::none())).0;
    let client = vendor.client(&server.url(), settings);
    // Where anything means that it was done, so does nothing at all.
    let first = usize::from(call.takes_anything);
    let mut problems = Vec::new();
    for end in first..document.len() {
        *current.lock().unwrap() = document.as_bytes()[..end].to_vec();
        match client.call(at, 0).map_err(|error| End::of(error.outcome())) {
            Err(End::Unknown) => {}
            other => problems.push(format!("{end} of {} bytes: {other:?}", document.len())),
        }
    }
    // Otherwise the beginnings would prove nothing.
    if document == (call.done)(0) {
        *current.lock().unwrap() = document.into();
        assert!(client.call(at, 0).is_ok(), "{} {name}", vendor.name());
    }
    problems
}

#[test]
fn no_beginning_of_a_token_or_a_session_logs_in() {
    for (vendor, at, name) in [
        ("websoftsolus", "websoftsolus", "token.json"),
        ("billmgr-client at ISPlicense", "billmgr-client", "session.xml"),
        ("billmgr-client at ISPlicense", "billmgr-client", "session_old.xml"),
    ] {
        let (vendor, document) = (named(vendor), fixture(at, name));
        let login = vendor.login().unwrap();
        let spend = vendor.calls().iter().position(license_hub_tests::calls::Call::is_sent_once).unwrap();
        for end in 0..document.len() {
            let beginning = document.as_bytes()[..end].to_vec();
            let server = FaultServer::start([by_request(move |request| {
                assert!((login.is)(request), "{request:?}");
                vec![Step::Write(status(200, &[("Connection", "close")], &beginning)), Step::Fin]
            })]);
            let settings = still(Settings::new().no_proxy().retries(Retries::none())).0;
            let error = vendor.client(&server.url(), settings).call(spend, 0).unwrap_err();
            assert_eq!(End::of(error.outcome()), End::NotSent, "{name}, {end} bytes");
            assert_eq!(server.finish().requests().len(), 1, "{name}, {end} bytes");
        }
    }
}
