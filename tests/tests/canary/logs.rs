//! The lines of other libraries: quiet about secrets from `debug` up, and not at `trace`, of which users are warned.

use license_hub_tests::answers::ok;
use license_hub_tests::calls::{every_credential, server_around, server_for};
use license_hub_tests::canary::leaks;
use license_hub_tests::fault_server::{over_tls, reply};
use license_hub_tests::log_capture::{Capture, Line, Threads};
use license_hub_tests::tls::Authority;
use license_wire::Settings;
use log::LevelFilter;
use std::collections::BTreeSet;

/// Every line that is logged at `trace` while every call is made once, in the clear and over TLS.
fn lines() -> Vec<(Vec<Line>, Vec<license_hub_tests::canary::Canary>)> {
    let authority = Authority::new();
    let mut all = Vec::new();
    for vendor in every_credential() {
        let capture = Capture::start(LevelFilter::Trace, Threads::This);
        for (at, call) in vendor.calls().into_iter().enumerate() {
            let answering = reply(ok((call.done)(0)));
            let good = authority.good();
            let plain = server_for(&*vendor, answering.clone());
            let tls = server_around(&*vendor, over_tls(&good, answering), |steps| over_tls(&good, steps));
            for url in [plain.url(), tls.https_url()] {
                let settings = Settings::new().no_proxy().ca_pem(&authority.pem()).unwrap();
                vendor.client(&url, settings).call(at, 0).unwrap();
            }
        }
        all.push((capture.lines(), vendor.canaries().to_vec()));
    }
    all
}

/// The crate that a target belongs to.
fn root(line: &Line) -> &str {
    line.target.split("::").next().unwrap()
}

#[test]
fn only_the_targets_that_the_readme_warns_of_tell_secrets_and_only_at_trace() {
    let readme = include_str!("../../../crates/license-wire/README.md");
    let (_, section) = readme.split_once("## Logs").unwrap();
    let warned_of = |target: &str| section.split("\n## ").next().unwrap().contains(&format!("`{target}`"));
    let mut telling = BTreeSet::new();
    for (lines, canaries) in lines() {
        // A library logs a body in many lines, so they are searched together.
        let targets: BTreeSet<_> = lines.iter().map(|line| (line.level, root(line))).collect();
        for (level, target) in targets {
            let of_it = lines.iter().filter(|line| line.level == level && root(line) == target);
            let text: Vec<_> = of_it.map(|line| line.message.as_str()).collect();
            let leaks = leaks(text.join("\n"), &canaries);
            if !leaks.is_empty() {
                assert_eq!(level, log::Level::Trace, "{target}: {leaks:#?}");
                assert!(warned_of(target), "`{target}` is not in the README: {leaks:#?}");
                telling.insert(target.to_owned());
            }
        }
    }
    // Otherwise the warning could go, and this search would prove nothing.
    assert!(telling.contains("ureq_proto") || telling.contains("ureq"), "{telling:?}");
}

#[test]
fn a_call_leaves_one_line_of_our_own_for_each_request_that_says_what_came_of_it() {
    for vendor in every_credential() {
        for (at, call) in vendor.calls().into_iter().enumerate() {
            let server = server_for(&*vendor, reply(ok((call.done)(0))));
            let client = vendor.client(&server.url(), Settings::new().no_proxy());
            let capture = Capture::start_as_told(Threads::This);
            client.call(at, 0).unwrap();
            let own: Vec<_> =
                capture.lines().into_iter().filter(|line| root(line) == "license_wire").collect();
            let logins = usize::from(vendor.login().is_some());
            assert_eq!(own.len(), 1 + logins + usize::from(call.looked.is_some()), "{own:#?}");
            let of_call = &own[logins].message;
            assert!(of_call.contains(&format!("effect={}", call.effect.name())), "{own:#?}");
            for line in &own {
                assert!(line.message.contains("attempt=1 status=200"), "{own:#?}");
                for private in [server.address().to_string(), (call.sent)(0), (call.told)(0)] {
                    assert!(!line.message.contains(&private), "{private}: {own:#?}");
                }
            }
        }
    }
}
