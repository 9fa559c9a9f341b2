//! W16: another thread shuts the client down while a call waits for its answer.

use crate::row::End;
use crate::run::said_by;
use license_hub_tests::answers::{announced, ok};
use license_hub_tests::calls::{Call, Vendor, of_calls, server_for, vendors};
use license_hub_tests::canary::leaks;
use license_hub_tests::fault_server::{Step, Steps, reply_then};
use license_hub_tests::still::still;
use license_wire::{ErrorKind, Settings};
use std::thread;

/// Shuts down once the request is read, or once the beginning of the answer was written too.
fn shut_down_during(vendor: &dyn Vendor, at: usize, steps: Steps) {
    let (call, logins) = (vendor.calls()[at], usize::from(vendor.login().is_some()));
    let name = format!("{} {}", vendor.name(), call.name);
    let server = server_for(vendor, steps);
    let client = vendor.client(&server.url(), still(Settings::new().no_proxy()).0);
    let result = thread::scope(|scope| {
        let calling = scope.spawn(|| client.call(at, 0));
        server.wait_for_requests(logins + 1);
        client.shut_down();
        calling.join().unwrap()
    });
    let error = result.unwrap_err();
    assert_eq!((End::of(error.outcome()), error.attempts()), (End::Unknown, 1), "{name}: {error:?}");
    assert_eq!(error.may_have_happened(), call.is_sent_once(), "{name}");
    let closed = client.call(at, 0).unwrap_err();
    assert!(matches!(closed.kind(), ErrorKind::Closed), "{name}: {closed:?}");
    assert_eq!(End::of(closed.outcome()), End::NotSent, "{name}");
    let leaks = leaks(said_by(&error) + &said_by(&closed), vendor.canaries());
    assert!(leaks.is_empty(), "{name}: {leaks:?}");
    let record = server.finish();
    assert_eq!(of_calls(vendor, &record).len(), 1, "{name}");
    assert_eq!(record.connections(), logins + 1, "{name}");
}

fn every_call(steps: impl Fn(&Call) -> Steps) {
    for vendor in vendors() {
        for (at, call) in vendor.calls().iter().enumerate() {
            shut_down_during(&*vendor, at, steps(call));
        }
    }
}

#[test]
fn a_client_that_is_shut_down_while_it_waits_leaves_its_call_unknown() {
    every_call(|_| vec![Step::ReadRequest, Step::Stall]);
    every_call(|call| reply_then(announced((call.done)(0).len() + 1, (call.done)(0)), Step::Stall));
}

#[test]
fn a_client_that_is_shut_down_before_sends_nothing() {
    for vendor in vendors() {
        let server = server_for(&*vendor, reply_then(ok("{}"), Step::Fin));
        let client = vendor.client(&server.url(), still(Settings::new().no_proxy()).0);
        client.shut_down();
        for at in 0..vendor.calls().len() {
            let error = client.call(at, 0).unwrap_err();
            assert_eq!(End::of(error.outcome()), End::NotSent, "{}: {error:?}", vendor.name());
        }
        assert_eq!(server.finish().connections(), 0, "{}", vendor.name());
    }
}
