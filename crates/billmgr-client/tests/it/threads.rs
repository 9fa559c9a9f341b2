//! One client, many threads.

use std::thread;

use billmgr_client::{
    Applied, AutoRenew, Before, Client, ClientBuilder, Credentials, Document, Error, GetBalances, ItemType,
    License, Offer, Order, Outcome, Period, Site, TariffCode,
};

use crate::support::{Reply, Vendor, fixture};

#[test]
fn clients_can_be_cloned_and_shared() {
    fn shared<T: Clone + Send + Sync + 'static>() {}
    fn sent<T: Send + Sync + 'static>() {}
    shared::<Client>();
    shared::<Credentials>();
    shared::<Error>();
    shared::<License>();
    shared::<Document>();
    shared::<Order>();
    shared::<Before>();
    shared::<Site>();
    sent::<ClientBuilder>();
}

#[test]
fn thirty_two_threads_each_get_their_own_answer() {
    let vendor = Vendor::answering(|seen| match seen.get("licname") {
        // Each order is answered with an id of its own; each fourth is lost in trouble.
        Some(name) if name.ends_with('4') => Reply::new(502, ""),
        Some(name) => Reply::ok(format!("<doc><id>{name}</id></doc>")),
        None => Reply::ok(fixture!("balances.xml")),
    });
    let client = vendor.client();
    thread::scope(|scope| {
        for thread in 0..32 {
            let client = client.clone();
            scope.spawn(move || {
                for call in 0..5 {
                    let name = format!("{thread}-{call}");
                    let offer = Offer::new(ItemType::Ispsystem, TariffCode::new(900).unwrap());
                    let address = format!("10.0.{thread}.{}", 1 + call).parse().unwrap();
                    let order = Order::license(offer, address, &*name, Period::MONTH, AutoRenew::Off);
                    match client.order(&order) {
                        Ok(Applied::Done(ordered)) => assert_eq!(ordered.service.id().as_str(), name),
                        Ok(other) => panic!("{other:?}"),
                        Err(error) => {
                            assert!(name.ends_with('4'), "{error}");
                            assert_eq!(error.outcome(), Outcome::Unknown);
                        }
                    }
                    assert_eq!(client.balances(&GetBalances::new()).unwrap().len(), 1);
                }
            });
        }
    });
    let seen = vendor.take();
    assert_eq!(seen.len(), 32 * 10);
    let mut ordered: Vec<_> = seen.iter().filter_map(|seen| seen.get("licname")).collect();
    ordered.sort_unstable();
    ordered.dedup();
    assert_eq!(ordered.len(), 32 * 5, "each order came once");
}
