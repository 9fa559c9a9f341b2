//! Refunding what is eligible, then cancelling: every step is told, and nothing is cancelled over a doubt.

use serde_json::{Value, json};
use softaculous_noc::{
    ActionId, Cancel, ErrorKind, LicenseKey, Outcome, Product, Refund, RefundAndCancel, RefundAndCancelError,
    RefundedAndCancelled, Timestamp,
};

use crate::support::{Reply, Seen, Vendor, fixture};

/// The moment at which the tests take place, in seconds.
const NOW: i64 = 1_767_312_000;
const DAY: i64 = 86_400;
const KEY: &str = "11111-22222-33333-44444-55555";

fn key() -> LicenseKey {
    LicenseKey::new(KEY).unwrap()
}

/// A transaction of this kind, so many seconds old.
fn action(id: u64, name: &str, age: i64) -> Value {
    json!({"actid": id.to_string(), "action": name, "lid": "48213", "added": "1M", "amt": "2.00",
        "time": (NOW - age).to_string(), "refunded": "0"})
}

fn logs(actions: &[Value]) -> String {
    json!({"actions": actions, "license": {"lid": "48213", "license": KEY}, "error": null}).to_string()
}

fn licenses(rows: &[(&str, Option<&str>)]) -> String {
    let rows: Vec<Value> =
        rows.iter().zip(1..).map(|((ip, key), lid)| json!({"lid": lid, "license": key, "ip": ip})).collect();
    json!({"licenses": rows, "num_results": rows.len(), "error": null}).to_string()
}

/// A vendor with this list and these logs, which answers refunds as told.
fn vendor(list: String, actions: &[Value], refund: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Vendor {
    let logs = logs(actions);
    Vendor::answering(move |seen: &Seen| match seen.function().split_once('_').map_or("", |(_, name)| name) {
        "" if seen.get("start") == Some("0") => Reply::ok(list.clone()),
        "" => Reply::ok(fixture!("list_empty.json")),
        "licenselogs" => Reply::ok(logs.clone()),
        "refund" => refund(seen.get("actid").unwrap()),
        "cancel" => Reply::ok(fixture!("cancel.json")),
        _ => Reply::new(404, "no such function"),
    })
}

fn willing(_: &str) -> Reply {
    Reply::ok(fixture!("refund.json"))
}

fn run(vendor: &Vendor, what: &RefundAndCancel) -> Result<RefundedAndCancelled, Box<RefundAndCancelError>> {
    vendor.client().refund_and_cancel(what, Timestamp::from_second(NOW).unwrap())
}

fn by_key() -> RefundAndCancel {
    RefundAndCancel::by_key(key())
}

/// What was asked of the vendor that spends, in order.
fn spent(vendor: &Vendor) -> Vec<String> {
    let told = vendor.take();
    let spent = told.iter().filter_map(|seen| match seen.function().rsplit('_').next()? {
        "refund" => Some(format!("refund {}", seen.get("actid")?)),
        "cancel" if seen.get("force") == Some("1") => {
            Some(format!("cancel {} by force", seen.get("lickey")?))
        }
        "cancel" => Some(format!("cancel {}", seen.get("lickey")?)),
        _ => None,
    });
    spent.collect()
}

fn refunds(steps: &[softaculous_noc::RefundStep]) -> Vec<u64> {
    steps.iter().map(|step| step.action.get()).collect()
}

#[test]
fn every_eligible_transaction_is_refunded_newest_first_and_then_the_licence_is_cancelled() {
    let actions = [
        action(1, "new", 6 * DAY),
        action(3, "renew", DAY),
        action(2, "renew", 2 * DAY),
        action(4, "new", -DAY),
    ];
    let vendor = vendor(String::new(), &actions, willing);
    let done = run(&vendor, &by_key()).unwrap();
    assert_eq!(done.license_key, key());
    assert_eq!(refunds(&done.refunds), [4, 3, 2, 1]);
    assert_eq!(done.refunds[0].refunded.amount.get().unwrap().to_string(), "-2");
    assert_eq!(done.cancelled.license.key.get(), Some(&key()));
    assert_eq!(spent(&vendor), ["refund 4", "refund 3", "refund 2", "refund 1", &format!("cancel {KEY}")]);
    let written = softaculous_noc::reply_to_json(&done).unwrap();
    assert!(written.contains("\"cancelled_license\"") && written.contains("\"action\": 4"), "{written}");
}

#[test]
fn what_is_not_eligible_is_left_alone() {
    let refunded = |id, mark: Value| {
        let mut action = action(id, "new", DAY);
        action["refunded"] = mark;
        action
    };
    let actions = [
        action(1, "refund", DAY),
        action(2, "advance", DAY),
        action(3, "transfer", DAY),
        action(4, "new", 8 * DAY),
        refunded(5, json!("1")),
        refunded(6, json!(1)),
        refunded(7, json!("700124")),
        refunded(8, json!(true)),
    ];
    let vendor = vendor(String::new(), &actions, willing);
    let done = run(&vendor, &by_key()).unwrap();
    assert_eq!(refunds(&done.refunds), [0; 0]);
    assert_eq!(spent(&vendor), [format!("cancel {KEY}")]);
}

#[test]
fn every_empty_mark_means_that_it_was_not_refunded() {
    for mark in [json!("0"), json!(""), json!(null), json!(0), json!(false), json!([])] {
        let mut action = action(9, "new", DAY);
        action["refunded"] = mark.clone();
        let vendor = vendor(String::new(), &[action], willing);
        run(&vendor, &by_key()).unwrap();
        assert_eq!(spent(&vendor), ["refund 9", &format!("cancel {KEY}")], "{mark}");
    }
}

#[test]
fn a_transaction_is_eligible_until_it_is_seven_days_old() {
    for (age, eligible) in
        [(7 * DAY - 1, true), (7 * DAY, false), (7 * DAY + 1, false), (0, true), (-100 * DAY, true)]
    {
        let vendor = vendor(String::new(), &[action(1, "renew", age)], willing);
        let done = run(&vendor, &by_key()).unwrap();
        assert_eq!(done.refunds.len(), usize::from(eligible), "{age}");
    }
}

#[test]
fn it_stops_at_a_refund_that_is_refused() {
    let actions = [action(3, "renew", DAY), action(2, "renew", 2 * DAY), action(1, "new", 3 * DAY)];
    let vendor = vendor(String::new(), &actions, |actid| match actid {
        "2" => Reply::ok(fixture!("error_map.json")),
        _ => willing(actid),
    });
    let error = run(&vendor, &by_key().force()).unwrap_err();
    assert_eq!(error.outcome(), Outcome::Refused);
    assert_eq!(refunds(&error.refunds), [3]);
    assert_eq!(error.failed_refund.map(ActionId::get), Some(2));
    assert_eq!(error.license_key, Some(key()));
    assert_eq!(spent(&vendor), ["refund 3", "refund 2"]);
    let text = error.to_string();
    assert!(
        text.starts_with(
            "1 refund was done, that of transaction 2 failed, nothing was cancelled: softaculous"
        ),
        "{text}"
    );
    assert!(text.contains("Message"), "{text}");
}

#[test]
fn it_stops_at_a_refund_whose_outcome_is_unknown() {
    for reply in [Reply::new(502, ""), Reply::ok(""), Reply::ok("{}"), Reply::ok(fixture!("buy_new.json"))] {
        let actions = [action(2, "renew", DAY), action(1, "new", 3 * DAY)];
        let vendor = vendor(String::new(), &actions, move |_| reply.clone());
        let error = run(&vendor, &by_key().force()).unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown);
        assert!(error.error.may_have_happened());
        assert_eq!((error.refunds.len(), error.failed_refund.map(ActionId::get)), (0, Some(2)));
        assert_eq!(spent(&vendor), ["refund 2"]);
    }
}

#[test]
fn a_cancellation_that_fails_tells_of_the_refunds_before() {
    for (reply, outcome) in [
        (Reply::ok(fixture!("error_text.json")), Outcome::Refused),
        (Reply::new(500, ""), Outcome::Unknown),
        (Reply::ok(fixture!("list.json")), Outcome::Unknown),
    ] {
        let logs = logs(&[action(1, "new", DAY)]);
        let vendor = Vendor::answering(move |seen| match seen.function() {
            "softaculous_licenselogs" => Reply::ok(logs.clone()),
            "softaculous_refund" => willing(""),
            _ => reply.clone(),
        });
        let error = run(&vendor, &by_key()).unwrap_err();
        assert_eq!((error.outcome(), error.failed_refund), (outcome, None));
        assert_eq!(refunds(&error.refunds), [1]);
        assert!(error.to_string().starts_with("1 refund was done"), "{error}");
        assert_eq!(spent(&vendor), ["refund 1", &format!("cancel {KEY}")]);
    }
}

#[test]
fn nothing_is_spent_over_what_cannot_be_read() {
    let odd = |member: &str, value: Value| {
        let mut action = action(1, "new", DAY);
        action[member] = value;
        action
    };
    for (place, action) in [
        ("time", odd("time", json!("soon"))),
        ("time", odd("time", json!("0"))),
        ("time", odd("time", json!(null))),
        ("actid", odd("actid", json!("first"))),
        ("action", odd("action", json!(""))),
        ("action", odd("action", json!(true))),
        ("refunded", odd("refunded", json!({"at": 1}))),
        ("refunded", odd("refunded", json!(["1"]))),
    ] {
        let actions = [self::action(2, "renew", DAY), action];
        let vendor = vendor(String::new(), &actions, willing);
        let error = run(&vendor, &by_key().force()).unwrap_err();
        let ErrorKind::Decode { path, .. } = error.error.kind() else { panic!("{error}") };
        assert_eq!(path, &format!("actions[1].{place}"));
        assert_eq!(spent(&vendor), [""; 0], "{error}");
        assert!(error.to_string().starts_with("nothing was refunded"), "{error}");
    }
    // What is too old, or refunded, needs no number.
    let mut old = action(1, "new", 8 * DAY);
    old["actid"] = json!("first");
    let vendor = vendor(String::new(), &[old], willing);
    run(&vendor, &by_key()).unwrap();
}

#[test]
fn logs_that_cannot_be_had_stop_it() {
    for reply in [Reply::ok(""), Reply::ok("{}"), Reply::ok(fixture!("error_list.json")), Reply::new(403, "")]
    {
        let vendor = Vendor::answering(move |_| reply.clone());
        let error = run(&vendor, &by_key().force()).unwrap_err();
        assert!(error.refunds.is_empty() && error.failed_refund.is_none());
        assert_eq!(vendor.take_functions(), ["softaculous_licenselogs"]);
    }
}

#[test]
fn it_forces_only_when_asked() {
    let vendor = vendor(String::new(), &[], willing);
    run(&vendor, &by_key()).unwrap();
    assert_eq!(spent(&vendor), [format!("cancel {KEY}")]);
    run(&vendor, &by_key().force()).unwrap();
    assert_eq!(spent(&vendor), [format!("cancel {KEY} by force")]);
}

#[test]
fn an_address_stands_for_its_only_licence() {
    let by_address = RefundAndCancel::by_address("203.0.113.10".parse().unwrap());
    // The vendor's filter may find parts of addresses as well.
    let list = licenses(&[("203.0.113.100", Some("other")), ("203.0.113.10", Some(KEY))]);
    let vendor = vendor(list, &[action(1, "new", DAY)], willing);
    let done = run(&vendor, &by_address).unwrap();
    assert_eq!((done.license_key, refunds(&done.refunds)), (key(), vec![1]));
    let told = vendor.take();
    assert_eq!(told[0].get("ips"), Some("203.0.113.10"));
    assert_eq!(told[2].get("key"), Some(KEY));
    assert_eq!(told.last().unwrap().get("lickey"), Some(KEY));
}

#[test]
fn an_address_with_no_licence_or_several_is_refused_before_anything_is_spent() {
    let here = "203.0.113.10";
    for (rows, says) in [
        (vec![], "has no licence"),
        (vec![("203.0.113.100", Some("other"))], "has no licence"),
        (vec![(here, Some(KEY)), (here, Some("other"))], "has several licences"),
        (vec![(here, Some(KEY)), (here, None)], "has several licences"),
        (vec![(here, None)], "cannot be read"),
    ] {
        let vendor = vendor(licenses(&rows), &[], willing);
        let what = RefundAndCancel::by_address(here.parse().unwrap()).force();
        let error = run(&vendor, &what).unwrap_err();
        assert!(error.to_string().contains(says), "{error}");
        assert_eq!(error.license_key, None);
        assert_eq!(vendor.take_functions(), ["softaculous"; 2][..if rows.is_empty() { 1 } else { 2 }]);
    }
    // One licence that is listed once for each of its addresses is one.
    let vendor = vendor(licenses(&[(here, Some(KEY)), ("203.0.113.11", Some(KEY))]), &[], willing);
    run(&vendor, &RefundAndCancel::by_address(here.parse().unwrap())).unwrap();
}

#[test]
fn every_product_has_its_own_functions() {
    for (product, prefix) in
        [(Product::Webuzo, "webuzo"), (Product::Virtualizor, "virtualizor"), (Product::SitePad, "sitemush")]
    {
        let vendor = vendor(licenses(&[("203.0.113.10", Some(KEY))]), &[action(1, "new", DAY)], willing);
        run(&vendor, &RefundAndCancel::by_address("203.0.113.10".parse().unwrap()).product(product)).unwrap();
        let told = vendor.take_functions();
        let expected = ["", "", "_licenselogs", "_refund", "_cancel"].map(|name| format!("{prefix}{name}"));
        assert_eq!(told, expected);
    }
}

#[test]
fn the_plan_is_what_would_be_done_as_values_and_only_reads() {
    let actions = [action(1, "new", 8 * DAY), action(2, "new", 6 * DAY), action(3, "renew", DAY)];
    let address = "203.0.113.10";
    for force in [false, true] {
        let vendor = vendor(licenses(&[(address, Some(KEY))]), &actions, willing);
        let what = RefundAndCancel::by_address(address.parse().unwrap());
        let what = if force { what.force() } else { what };
        let client = vendor.client();
        let plan = client.plan_refund_and_cancel(&what, Timestamp::from_second(NOW).unwrap()).unwrap();
        assert_eq!(spent(&vendor), [""; 0]);

        assert_eq!(plan.license_key, key());
        let refund = |id| Refund::new(ActionId::new(id).unwrap()).of_license(key());
        let planned: Vec<_> = plan.refunds.iter().map(|step| step.refund.clone()).collect();
        assert_eq!(planned, [refund(3), refund(2)]);
        assert_eq!(plan.refunds[0].transaction.amount.get().unwrap().to_string(), "2.00");
        let cancel = Cancel::by_key(key());
        assert_eq!(plan.cancel, if force { cancel.force() } else { cancel });

        let done = run(&vendor, &what).unwrap();
        let planned: Vec<_> = plan.refunds.iter().map(|step| step.refund.action().get()).collect();
        assert_eq!(refunds(&done.refunds), planned);
    }
}

#[test]
fn a_plan_is_not_made_over_a_doubt() {
    let mut odd = action(1, "new", DAY);
    odd["time"] = json!("soon");
    let now = Timestamp::from_second(NOW).unwrap();
    let error =
        vendor(String::new(), &[odd], willing).client().plan_refund_and_cancel(&by_key(), now).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Decode { path, .. } if path == "actions[0].time"), "{error}");

    let none = vendor(licenses(&[]), &[], willing);
    let what = RefundAndCancel::by_address("203.0.113.10".parse().unwrap());
    let error = none.client().plan_refund_and_cancel(&what, now).unwrap_err();
    assert_eq!((error.field(), error.outcome()), (Some("address"), Outcome::NotSent));
}
