//! W18: many threads on one client, and faults in between. Each call gets its own answer, and none is sent twice.

use crate::row::End;
use license_hub_tests::answers::{half_by_length, half_head, ok, redirect, status, unframed};
use license_hub_tests::calls::{Call, Vendor, server_for, vendors};
use license_hub_tests::fault_server::{Request, Step, Steps, by_request};
use license_hub_tests::still::still;
use license_wire::{Error, Settings};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::thread;

const THREADS: usize = 32;
const CALLS_EACH: usize = 12;

/// What the server does once the request is read, and what that means for a call that is sent once.
struct Fault {
    steps: fn(&Call, u32) -> Steps,
    end: End,
}

const FAULTS: [Fault; 13] = [
    Fault { steps: |call, number| then(ok((call.done)(number)), Step::KeepAlive), end: End::Done },
    Fault { steps: |call, number| then(unframed((call.done)(number)), Step::Fin), end: End::Done },
    Fault { steps: |_, _| vec![Step::Fin], end: End::Unknown },
    Fault { steps: |_, _| vec![Step::Rst], end: End::Unknown },
    Fault { steps: |_, _| vec![Step::Close], end: End::Unknown },
    Fault { steps: |_, _| then(half_head(), Step::Rst), end: End::Unknown },
    Fault { steps: |call, number| then(half_by_length((call.done)(number)), Step::Fin), end: End::Unknown },
    Fault { steps: |call, number| then(unframed(half(&(call.done)(number))), Step::Fin), end: End::Unknown },
    Fault { steps: |_, _| then(status(503, &[], "busy"), Step::KeepAlive), end: End::Unknown },
    Fault { steps: |_, _| then(status(429, &[], ""), Step::KeepAlive), end: End::Refused },
    Fault { steps: |_, _| then(redirect(302, Some("/elsewhere")), Step::KeepAlive), end: End::Unknown },
    Fault { steps: |call, _| then(ok((call.refusal)()), Step::KeepAlive), end: End::Refused },
    Fault { steps: |_, _| then(ok("<html>maintenance</html>"), Step::KeepAlive), end: End::Unknown },
];

fn then(answer: Vec<u8>, last: Step) -> Steps {
    vec![Step::Write(answer), last]
}

fn half(body: &str) -> &[u8] {
    &body.as_bytes()[..body.len() / 2]
}

/// A call by its place in the list, with the number it is made for.
#[derive(Clone, Copy)]
struct Order {
    at: usize,
    call: Call,
    number: u32,
}

impl Order {
    fn fault(&self) -> &'static Fault {
        &FAULTS[self.number as usize % FAULTS.len()]
    }
}

#[test]
fn many_threads_on_one_client_get_their_own_answers_and_send_nothing_twice() {
    for vendor in vendors() {
        let orders = orders(&*vendor);
        let server = server_for(&*vendor, [answer(orders.clone())]);
        let (settings, _) = still(Settings::new().no_proxy());
        let client = vendor.client(&server.url(), settings);
        let ended: Mutex<BTreeMap<u32, Result<String, Error>>> = Mutex::default();
        thread::scope(|scope| {
            for chunk in orders.chunks(CALLS_EACH) {
                let (client, ended) = (&client, &ended);
                scope.spawn(move || {
                    for order in chunk {
                        let result = client.call(order.at, order.number);
                        ended.lock().unwrap().insert(order.number, result);
                    }
                });
            }
        });
        let (record, ended) = (server.finish(), ended.into_inner().unwrap());
        for order in &orders {
            let name = format!("{} {} {}", vendor.name(), order.call.name, order.number);
            let requests = record.requests().iter().filter(|request| order.call.sends(request, order.number));
            check(&name, order, &ended[&order.number], requests.count());
        }
        let logins = vendor.login().map(|login| login.connections(&record).len());
        assert!(logins.is_none_or(|logins| logins == 1), "{}: {logins:?} logins", vendor.name());
    }
}

/// Every call with every fault, more or less, in an order that mixes them.
fn orders(vendor: &dyn Vendor) -> Vec<Order> {
    let calls = vendor.calls();
    let order = |index: usize| {
        let at = index % calls.len();
        // The step is prime to the number of faults and calls, so that all pairs come up.
        Order { at, call: calls[at], number: u32::try_from(index * 7).unwrap() }
    };
    (0..THREADS * CALLS_EACH).map(order).collect()
}

/// Knows each request by its number. A read meets its fault the first time only.
fn answer(orders: Vec<Order>) -> Step {
    let seen: Mutex<BTreeMap<u32, usize>> = Mutex::default();
    by_request(move |request: &Request| {
        let Some(order) = orders.iter().find(|order| order.call.sends(request, order.number)) else {
            let order = orders.iter().find(|order| order.call.looks(request, order.number)).unwrap();
            return then(ok((order.call.done)(order.number)), Step::KeepAlive);
        };
        let times =
            seen.lock().unwrap().entry(order.number).and_modify(|times| *times += 1).or_insert(1).to_owned();
        if times > 1 && !order.call.is_sent_once() {
            return then(ok((order.call.done)(order.number)), Step::KeepAlive);
        }
        (order.fault().steps)(&order.call, order.number)
    })
}

fn check(name: &str, order: &Order, result: &Result<String, Error>, requests: usize) {
    let end = result.as_ref().map_or_else(|error| End::of(error.outcome()), |_| End::Done);
    if order.call.is_sent_once() {
        assert_eq!(requests, 1, "{name}: {result:?}");
        assert_eq!(end, order.fault().end, "{name}: {result:?}");
    } else {
        // Whether there was a retry left for it depends on what the other threads met.
        assert!((1..=3).contains(&requests), "{name}: {requests} requests");
        assert!(end == End::Done || end == order.fault().end, "{name}: {result:?}");
    }
    match result {
        Ok(told) => assert!(told.contains(&(order.call.told)(order.number)), "{name}: {told}"),
        Err(error) => assert_eq!(error.attempts() as usize, requests, "{name}: {error:?}"),
    }
}
