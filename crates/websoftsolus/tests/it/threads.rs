//! One client, many threads.

use std::thread;

use websoftsolus::{
    Client, ClientBuilder, Credentials, Error, ListKeys, OrderPlesk12, Outcome, Period, Plesk, PleskKey,
    Properties,
};

use crate::support::{Reply, Server, client, pairs};

#[test]
fn clients_can_be_cloned_and_shared() {
    fn shared<T: Clone + Send + Sync + 'static>() {}
    fn sent<T: Send + Sync + 'static>() {}
    shared::<Client>();
    shared::<Credentials>();
    shared::<Error>();
    shared::<PleskKey>();
    shared::<OrderPlesk12>();
    shared::<Properties<Plesk>>();
    sent::<ClientBuilder>();
}

#[test]
fn thirty_two_threads_each_get_their_own_answer() {
    let server = Server::vendor(|seen| {
        let title = pairs(&seen.body).into_iter().find(|(name, _)| name == "title");
        match title {
            // Each order is answered with a key of its own; each fifth is lost in trouble.
            Some((_, title)) if title.ends_with('4') => Reply::new(502, ""),
            Some((_, title)) => Reply::ok(format!(r#"{{"keyNumber":"{title}"}}"#)),
            None => Reply::ok(r#"["PLSK.02980001"]"#),
        }
    });
    let client = client(&server.url());
    thread::scope(|scope| {
        for thread in 0..32 {
            let client = client.clone();
            scope.spawn(move || {
                for call in 0..5 {
                    let title = format!("PLSK.{thread}-{call}");
                    match client.order_plesk12(&OrderPlesk12::new("PLESK-12", &title, Period::Months1)) {
                        Ok(ordered) => assert_eq!(ordered.key_numbers().unwrap()[0].as_str(), title),
                        Err(error) => {
                            assert!(title.ends_with('4'), "{error}");
                            assert_eq!(error.outcome(), Outcome::Unknown);
                        }
                    }
                    assert_eq!(client.keys(&ListKeys::of(Plesk)).unwrap().key_numbers().unwrap().len(), 1);
                }
            });
        }
    });
    let calls = server.calls();
    assert_eq!(calls.len(), 32 * 10);
    let mut ordered: Vec<_> = calls.iter().map(|seen| &seen.body).filter(|body| !body.is_empty()).collect();
    ordered.sort_unstable();
    ordered.dedup();
    assert_eq!(ordered.len(), 32 * 5, "each order came once");
}
