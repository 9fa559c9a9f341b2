//! Waiting for a key, by a clock that is set.

use std::sync::Arc;
use std::time::Duration;

use billmgr_client::{
    Client, ErrorKind, Outcome, Retries, Settings, Status, Vendor as Whose, WaitForKey, Waited,
};

use crate::support::{SetClock, Vendor, account, failed, fixture, service};

const ORDERED: &str = "<doc><elid>1204417</elid><status>1</status><lickey/></doc>";
const PROCESSING: &str = "<doc><elid>1204417</elid><status>5</status><lickey/></doc>";
const ACTIVE: &str = "<doc><elid>1204417</elid><status>2</status><lickey/></doc>";

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

fn waited(bodies: &[&str], wait: &WaitForKey) -> (Waited, Vec<Duration>, usize) {
    let vendor = Vendor::in_turn(bodies);
    let clock = SetClock::shared();
    let client = client(&vendor, &clock);
    let waited = client.wait_for_key(wait).unwrap();
    let seen = vendor.take();
    assert!(seen.iter().all(|seen| seen.get("sok").is_none()), "only reads");
    (waited, clock.take_pauses(), seen.len())
}

fn client(vendor: &Vendor, clock: &Arc<SetClock>) -> Client {
    let settings = Settings::new().retries(Retries::none()).clock(Arc::<SetClock>::clone(clock));
    vendor.client_with(Whose::Ispmanager, account(), settings)
}

#[test]
fn the_key_comes_after_a_while() {
    let bodies = [ORDERED, PROCESSING, ACTIVE, fixture!("license_active.xml")];
    let (waited, pauses, looks) = waited(&bodies, &WaitForKey::new(service()));
    let Waited::Ready(license) = waited else { panic!("{waited:?}") };
    assert_eq!(license.key.get().map(billmgr_client::LicenseKey::as_str), Some("1204417-Q7M2-9XKD-T4VB"));
    assert_eq!((pauses, looks), (vec![seconds(12); 3], 4));
}

#[test]
fn whoever_watches_is_told_of_each_look_that_does_not_end_it() {
    let vendor = Vendor::in_turn(&[ORDERED, PROCESSING, fixture!("license_active.xml")]);
    let mut told = Vec::new();
    let wait = WaitForKey::new(service()).deadline(seconds(20));
    let waited = client(&vendor, &SetClock::shared())
        .wait_for_key_watched(&wait, |look| told.push((look.license.status(), look.waited, look.pause)))
        .unwrap();
    assert!(matches!(waited, Waited::Ready(_)), "{waited:?}");
    assert_eq!(
        told,
        [
            (Some(Status::Ordered), seconds(0), seconds(12)),
            (Some(Status::Processing), seconds(12), seconds(8)),
        ]
    );
}

#[test]
fn a_key_at_once_takes_no_pause() {
    let (waited, pauses, looks) = waited(&[fixture!("license_active.xml")], &WaitForKey::new(service()));
    assert!(matches!(waited, Waited::Ready(_)));
    assert_eq!((pauses.len(), looks), (0, 1));
}

#[test]
fn an_order_that_stays_unpaid_ends_it() {
    let wait = WaitForKey::new(service()).pause(seconds(30)).unpaid_after(seconds(60));
    let (ended, pauses, _) = waited(&[ORDERED], &wait);
    assert!(matches!(ended, Waited::Unpaid(license) if license.status() == Some(Status::Ordered)));
    assert_eq!(pauses, [seconds(30), seconds(30)]);
    // Unpaid, then processed, then unpaid again: each time is counted anew.
    let bodies = [ORDERED, ORDERED, PROCESSING, ORDERED, ORDERED, fixture!("license_active.xml")];
    let (ended, _, looks) = waited(&bodies, &wait);
    assert!(matches!(ended, Waited::Ready(_)));
    assert_eq!(looks, 6);
}

#[test]
fn a_licence_that_is_suspended_or_deleted_ends_it_at_once() {
    for (number, status) in [(3, Status::Suspended), (4, Status::Deleted)] {
        let body = format!("<doc><elid>1204417</elid><status>{number}</status><lickey>k</lickey></doc>");
        let (ended, pauses, _) = waited(&[PROCESSING, &body], &WaitForKey::new(service()));
        assert!(matches!(ended, Waited::Ended(license) if license.status() == Some(status)));
        assert_eq!(pauses.len(), 1);
    }
}

#[test]
fn the_deadline_holds_to_the_second() {
    let wait = WaitForKey::new(service()).pause(seconds(40)).deadline(seconds(100));
    for body in [PROCESSING, ACTIVE, "<doc><elid>1204417</elid></doc>"] {
        let (ended, pauses, looks) = waited(&[body], &wait);
        assert!(matches!(ended, Waited::TooLate(_)), "{ended:?}");
        assert_eq!((pauses, looks), (vec![seconds(40), seconds(40), seconds(20)], 4));
    }
    let (ended, pauses, looks) = waited(&[PROCESSING], &wait.deadline(Duration::ZERO));
    assert!(matches!(ended, Waited::TooLate(_)));
    assert_eq!((pauses.len(), looks), (0, 1), "it looks once in any case");
}

#[test]
fn a_pause_is_never_shorter_than_a_second() {
    let wait = WaitForKey::new(service()).pause(Duration::ZERO).deadline(seconds(3));
    let (_, pauses, _) = waited(&[PROCESSING], &wait);
    assert_eq!(pauses, [seconds(1); 3]);
}

#[test]
fn a_product_without_a_key_is_ready_when_it_is_active() {
    let wait = WaitForKey::new(service()).active_is_enough();
    let (ended, pauses, _) = waited(&[PROCESSING, ACTIVE], &wait);
    assert!(matches!(ended, Waited::Ready(license) if license.key.get().is_none()));
    assert_eq!(pauses.len(), 1);
}

#[test]
fn a_look_that_fails_and_a_client_that_is_shut_down_end_it() {
    let vendor = Vendor::in_turn(&[PROCESSING, fixture!("error_missed.xml")]);
    let error = failed(client(&vendor, &SetClock::shared()).wait_for_key(&WaitForKey::new(service())));
    assert_eq!(error.outcome(), Outcome::Refused);
    let vendor = Vendor::always(PROCESSING);
    let clock = SetClock::shared();
    let client = client(&vendor, &clock);
    client.shut_down();
    let error = failed(client.wait_for_key(&WaitForKey::new(service())));
    assert_eq!((error.kind(), vendor.take().len()), (&ErrorKind::Closed, 0));
}
