//! W11: a read keeps its connection, and what becomes of a kept one costs nobody anything.

use license_hub_tests::answers::{leftover_bytes, ok};
use license_hub_tests::calls::{Call, Client, Vendor, server_for, vendors};
use license_hub_tests::fault_server::{FaultServer, Record, Script, Step, by_request, reply};
use license_hub_tests::still::{StillClock, still};
use license_wire::Settings;
use std::sync::Arc;

/// A vendor's call with its place in the list.
type Chosen = (Arc<dyn Vendor>, usize, Call);

fn chosen(sent_once: bool) -> Vec<Chosen> {
    let all = vendors().into_iter().flat_map(|vendor| {
        let calls = vendor.calls();
        calls.into_iter().enumerate().map(move |(at, call)| (Arc::clone(&vendor), at, call))
    });
    all.filter(|(_, _, call)| call.is_sent_once() == sent_once).collect()
}

fn client(vendor: &dyn Vendor, server: &FaultServer) -> (Arc<dyn Client>, Arc<StillClock>) {
    let (settings, clock) = still(Settings::new().no_proxy());
    (vendor.client(&server.url(), settings), clock)
}

/// The first connection that is not for the login.
fn first(vendor: &dyn Vendor) -> usize {
    1 + usize::from(vendor.login().is_some())
}

/// Reads number 1 and then number 2 of each kind of read; `between` the two something may happen at the server, on the
/// connection with the given number. Both have to be answered, each with its own answer. `check` gets the numbers of
/// connections and of complete requests, and the pauses.
fn read_twice(
    script: impl Fn(&Call) -> Script,
    between: impl Fn(&FaultServer, usize),
    check: impl Fn(&str, (usize, usize, &[u128])),
) {
    for (vendor, at, call) in chosen(false) {
        let name = format!("{} {}", vendor.name(), call.name);
        let server = server_for(&*vendor, script(&call));
        let (client, clock) = client(&*vendor, &server);
        for number in [1, 2] {
            let answer = client.call(at, number).unwrap_or_else(|error| panic!("{name} {number}: {error:?}"));
            assert!(answer.contains(&(call.told)(number)), "{name} {number}: {answer}");
            if number == 1 {
                between(&server, first(&*vendor));
            }
        }
        let (record, logins) = (server.finish(), first(&*vendor) - 1);
        let (connections, requests) = (record.connections() - logins, record.requests().len() - logins);
        check(&name, (connections, requests, &clock.pauses()));
    }
}

fn answer(call: &Call, number: u32) -> Step {
    Step::Write(ok((call.done)(number)))
}

#[test]
fn reads_share_a_connection() {
    let script =
        |call: &Call| Script::from([Step::ReadRequest, answer(call, 1), Step::ReadRequest, answer(call, 2)]);
    read_twice(script, |_, _| (), |name, seen| assert_eq!(seen, (1, 2, &[][..]), "{name}"));
}

#[test]
fn a_connection_that_was_closed_while_idle_is_not_used() {
    for end in [Step::Close, Step::Fin, Step::Rst] {
        let script = |call: &Call| {
            Script::from([vec![Step::ReadRequest, answer(call, 1), end.clone()], reply(ok((call.done)(2)))])
        };
        read_twice(
            script,
            |server, first| server.wait_for_close(first),
            |name, seen| assert_eq!(seen, (2, 2, &[][..]), "{name} {end:?}"),
        );
    }
}

#[test]
fn a_connection_that_is_closed_when_the_next_read_arrives_costs_one_more_try() {
    let read_first = |end: Step| vec![Step::ReadRequest, end];
    for (ending, requests) in [
        (read_first(Step::Close), 3),
        (read_first(Step::Fin), 3),
        (read_first(Step::Rst), 3),
        (vec![Step::CloseUnread], 2),
    ] {
        let script = |call: &Call| {
            let first = [vec![Step::ReadRequest, answer(call, 1)], ending.clone()].concat();
            Script::from([first, reply(ok((call.done)(2)))])
        };
        read_twice(
            script,
            |_, _| (),
            |name, seen| assert_eq!(seen, (2, requests, &[200][..]), "{name} {ending:?}"),
        );
    }
}

#[test]
fn bytes_left_over_are_never_taken_for_the_next_answer() {
    let at_once = |call: &Call| {
        let both = leftover_bytes((call.done)(1), ok((call.done)(3)));
        Script::from([vec![Step::ReadRequest, Step::Write(both), Step::Stall], reply(ok((call.done)(2)))])
    };
    let later = |call: &Call| {
        let first = vec![Step::ReadRequest, answer(call, 1), Step::Hold, answer(call, 3), Step::Close];
        Script::from([first, reply(ok((call.done)(2)))])
    };
    let check = |name: &str, seen: (usize, usize, &[u128])| assert_eq!(seen, (2, 2, &[][..]), "{name}");
    read_twice(at_once, |_, _| (), check);
    let release = |server: &FaultServer, first: usize| {
        server.release();
        server.wait_for_close(first);
    };
    read_twice(later, release, check);
}

/// The connection that the request for this number came on, and how many others came there.
fn connection_of(record: &Record, call: &Call, number: u32) -> (usize, usize) {
    let mut requests = record.requests().iter().filter(|request| call.sends(request, number));
    let connection = requests.next().map(|request| request.connection);
    let connection = connection.unwrap_or_else(|| panic!("{} {number} was never sent", call.name));
    assert!(requests.next().is_none(), "{} {number} was sent twice", call.name);
    let there = record.requests().iter().filter(|request| request.connection == connection);
    (connection, there.count() - 1)
}

#[test]
fn what_changes_or_spends_has_a_connection_of_its_own() {
    for (vendor, at, call) in chosen(true) {
        let (_, read_at, read) =
            chosen(false).into_iter().find(|(other, ..)| other.name() == vendor.name()).unwrap();
        // The kept connection ends after the first read, so that whoever used it would be lost.
        for last in [Step::KeepAlive, Step::Close] {
            let answering = by_request(move |request| {
                let known = [(read, 1), (call, 2), (call, 3), (read, 4)];
                let meant = |(call, number): &(Call, u32)| {
                    call.sends(request, *number) || call.looks(request, *number)
                };
                let (call, number) = known.into_iter().find(meant).unwrap();
                vec![answer(&call, number)]
            });
            let closes = matches!(last, Step::Close);
            let script = [vec![answering.clone(), last], vec![answering, Step::KeepAlive]];
            let server = server_for(&*vendor, script);
            let (client, clock) = client(&*vendor, &server);
            for (at, number) in [(read_at, 1), (at, 2), (at, 3), (read_at, 4)] {
                client.call(at, number).unwrap_or_else(|error| panic!("{} {number}: {error:?}", call.name));
                if closes {
                    server.wait_for_close(first(&*vendor));
                }
            }
            let record = server.finish();
            for number in [2, 3] {
                assert_eq!(connection_of(&record, &call, number).1, 0, "{} {number}", call.name);
            }
            let reads = [1, 4].map(|number| connection_of(&record, &read, number).0);
            assert_eq!(reads[0] == reads[1], !closes, "{}", call.name);
            assert!(clock.pauses().is_empty());
        }
    }
}
