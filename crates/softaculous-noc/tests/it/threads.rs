//! One client, many threads.

use std::thread;

use softaculous_noc::{
    Buy, Client, ClientBuilder, Credentials, Error, LicenseKey, ListLicenses, Outcome, RefundAndCancelError,
    ServerType, Term,
};

use crate::support::{Reply, Vendor, fixture};

#[test]
fn clients_can_be_cloned_and_shared() {
    fn shared<T: Clone + Send + Sync + 'static>() {}
    fn sent<T: Send + Sync + 'static>() {}
    shared::<Client>();
    shared::<Credentials>();
    shared::<Error>();
    shared::<LicenseKey>();
    sent::<ClientBuilder>();
    sent::<RefundAndCancelError>();
}

#[test]
fn thirty_two_threads_each_get_their_own_answer() {
    let vendor = Vendor::answering(|seen| match seen.get("ips") {
        // Each purchase is answered for its own address; each fourth is lost in trouble.
        Some(ip) if seen.function() == "softaculous_buy" && ip.ends_with('4') => Reply::new(502, ""),
        Some(ip) if seen.function() == "softaculous_buy" => {
            Reply::ok(format!(r#"{{"license":"key-{ip}","ip":"{ip}","error":null}}"#))
        }
        _ => Reply::ok(fixture!("list.json")),
    });
    let client = vendor.client();
    thread::scope(|scope| {
        for thread in 0..32 {
            let client = client.clone();
            scope.spawn(move || {
                for call in 0..5 {
                    let address = format!("10.0.{thread}.{}", 1 + call);
                    let ip = address.parse().unwrap();
                    let bought = client.buy(&Buy::new(ip, Term::months(1).unwrap(), ServerType::Vps));
                    match bought {
                        Ok(purchase) => assert_eq!(purchase.license_key.as_str(), format!("key-{address}")),
                        Err(error) => {
                            assert!(address.ends_with('4'), "{error}");
                            assert_eq!(error.outcome(), Outcome::Unknown);
                        }
                    }
                    assert_eq!(client.licenses(&ListLicenses::new()).unwrap().licenses.len(), 1);
                }
            });
        }
    });
    let seen = vendor.take();
    assert_eq!(seen.len(), 32 * 10);
    let mut bought: Vec<_> = seen.iter().filter_map(|seen| seen.get("ips")).collect();
    bought.sort_unstable();
    bought.dedup();
    assert_eq!(bought.len(), 32 * 5, "each purchase came once");
}
