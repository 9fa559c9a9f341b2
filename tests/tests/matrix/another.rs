//! A good answer about another licence than the one that was asked for.

use crate::row::End;
use license_hub_tests::answers::ok;
use license_hub_tests::calls::{server_for, vendors};
use license_hub_tests::fault_server::reply;
use license_hub_tests::still::still;
use license_wire::{Retries, Settings};

/// The calls whose answers name nothing that was asked for: new ids and keys, lists, documents of any kind. Also a refund
/// and a cancellation that name no key.
const NOTHING_TO_COMPARE: [(&str, &[&str]); 5] = [
    (
        "license-wire",
        &["read", "read by GET", "change", "change by PUT", "spend", "spend by PUT", "spend by DELETE"],
    ),
    (
        "softaculous-noc",
        &[
            "licenses",
            "logs",
            "invoice",
            "auto_renewals",
            "set_auto_renewal",
            "start_webuzo_trial",
            "refund",
            "cancel by address",
            "call",
        ],
    ),
    (
        "websoftsolus",
        &["properties", "order_plesk10", "order_plesk12", "order_cpanel", "order_virtuozzo", "call"],
    ),
    (
        "billmgr-client at ispmanager",
        &["licenses", "order a licence", "order a module", "order a platform", "renew", "call"],
    ),
    ("billmgr-client at ISPlicense", &["order a licence", "order Plesk", "order a module"]),
];

#[test]
fn what_tells_of_another_licence_is_no_success_of_what_was_asked() {
    let mut problems = Vec::new();
    for vendor in vendors() {
        let (_, known) = NOTHING_TO_COMPARE.into_iter().find(|(name, _)| *name == vendor.name()).unwrap();
        let calls = vendor.calls();
        assert!(known.iter().all(|name| calls.iter().any(|call| call.name == *name)), "{}", vendor.name());
        for (at, call) in calls.iter().enumerate() {
            let server = server_for(&*vendor, reply(ok((call.done)(1))));
            let settings = still(Settings::new().no_proxy().retries(Retries::none())).0;
            let result = vendor.client(&server.url(), settings).call(at, 0);
            let end = result.as_ref().map_or_else(|error| End::of(error.outcome()), |_| End::Done);
            let expected = if known.contains(&call.name) { End::Done } else { End::Unknown };
            if end != expected {
                problems.push(format!("{} {}: {result:?}", vendor.name(), call.name));
            }
            let record = server.finish();
            let sent = record.requests().iter().filter(|request| call.sends(request, 0)).count();
            assert_eq!(sent, 1, "{} {}", vendor.name(), call.name);
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
