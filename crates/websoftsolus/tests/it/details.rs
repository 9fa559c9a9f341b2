//! The properties of all licences of a family, side by side.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex};

use websoftsolus::{ErrorKind, GetDetails, Look, Plesk, StopSignal, Virtuozzo};

use crate::support::{Reply, Seen, Server, client};

fn number(seen: &Seen) -> Option<&str> {
    seen.path.strip_prefix("/license/plesk/")
}

/// A vendor with this many licences, `PLSK.00000000` and so on, whose titles are their numbers.
fn with_licences(count: usize, look: impl Fn(&str) -> Option<Reply> + Send + Sync + 'static) -> Server {
    Server::vendor(move |seen| {
        if let Some(key) = number(seen) {
            let usual = || Reply::ok(format!(r#"{{"keyNumber":"{key}","title":"title of {key}"}}"#));
            return look(key).unwrap_or_else(usual);
        }
        let keys: Vec<String> = (0..count).map(|number| format!("PLSK.{number:08}")).collect();
        Reply::ok(serde_json::to_string(&keys).unwrap())
    })
}

#[test]
fn the_results_are_in_the_order_of_the_list_and_each_failure_stands_alone() {
    let server = with_licences(200, |key| match key {
        "PLSK.00000007" => Some(Reply::new(404, r#"{"error":"no such key"}"#)),
        "PLSK.00000008" => Some(Reply::ok("<html>")),
        _ => None,
    });
    let details = client(&server.url()).details(&GetDetails::of(Plesk)).unwrap();
    assert_eq!(details.len(), 200);
    assert!(!details.is_complete() && !details.is_empty());
    for (number, detail) in details.iter().enumerate() {
        assert_eq!(detail.key.as_str(), format!("PLSK.{number:08}"));
        match number {
            7 => assert!(matches!(detail.error().unwrap().kind(), ErrorKind::Refused(_))),
            8 => assert!(matches!(detail.error().unwrap().kind(), ErrorKind::Decode { .. })),
            _ => {
                let title = detail.properties().unwrap().title();
                assert_eq!(title.unwrap(), format!("title of {}", detail.key));
            }
        }
    }
    // The list, each licence once, and the one that could not be read once more.
    assert_eq!((server.calls().len(), server.tokens()), (202, 1));
    let shown = format!("{details:?}");
    assert!(!shown.contains("title of"));
}

#[test]
fn as_many_as_wanted_are_read_at_a_time_and_no_more() {
    for side_by_side in [1, 5, 16] {
        // Each answer waits until as many others are being read, which never happens unless they are.
        let barrier = Barrier::new(side_by_side);
        let (reading, most) = (AtomicUsize::new(0), Arc::new(AtomicUsize::new(0)));
        let seen_most = Arc::clone(&most);
        let server = with_licences(side_by_side * 4, move |_| {
            seen_most.fetch_max(reading.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            barrier.wait();
            reading.fetch_sub(1, Ordering::SeqCst);
            None
        });
        let get = GetDetails::of(Plesk).side_by_side(side_by_side);
        assert!(client(&server.url()).details(&get).unwrap().is_complete());
        assert_eq!(most.load(Ordering::SeqCst), side_by_side);
    }
}

#[test]
fn progress_is_told_one_by_one_and_adds_up() {
    let server = with_licences(40, |key| key.ends_with('9').then(|| Reply::new(404, "")));
    let mut told = Vec::new();
    client(&server.url())
        .details_watched(&GetDetails::of(Plesk), &StopSignal::default(), |so_far| {
            told.push(so_far);
        })
        .unwrap();
    assert_eq!(told.len(), 41);
    for (done, so_far) in told.iter().enumerate() {
        assert_eq!((so_far.done, so_far.total), (done, 40));
    }
    assert_eq!(told.last().unwrap().failed, 4);
}

#[test]
fn it_can_be_stopped_and_what_was_not_asked_for_is_no_failure() {
    let server = with_licences(200, |_| None);
    let stop = StopSignal::default();
    let get = GetDetails::of(Plesk).side_by_side(4);
    let details = client(&server.url())
        .details_watched(&get, &stop, |so_far| {
            if so_far.done == 10 {
                stop.stop();
            }
        })
        .unwrap();
    assert_eq!(details.len(), 200);
    let count =
        |wanted: fn(&Look<Plesk>) -> bool| details.iter().filter(|detail| wanted(&detail.look)).count();
    let read = count(|look| matches!(look, Look::Read(_)));
    assert_eq!(read + count(|look| matches!(look, Look::NotAsked)), 200);
    assert!((10..200).contains(&read), "{read}");
    assert_eq!(server.calls().len(), 1 + read);
    assert!(!details.is_complete());

    let stopped_before = client(&server.url()).details_watched(&get, &stop, |_| {}).unwrap();
    assert!(stopped_before.into_iter().all(|detail| matches!(detail.look, Look::NotAsked)));
}

#[test]
fn a_shutdown_from_another_thread_ends_it() {
    let shutting: Arc<Mutex<Option<websoftsolus::Client>>> = Arc::default();
    let from_server = Arc::clone(&shutting);
    let server = with_licences(50, move |key| {
        if key == "PLSK.00000020" {
            from_server.lock().unwrap().as_ref().unwrap().shut_down();
        }
        None
    });
    let client = client(&server.url());
    *shutting.lock().unwrap() = Some(client.clone());
    let details = client.details(&GetDetails::of(Plesk)).unwrap();
    assert_eq!(details.len(), 50);
    assert!(details.iter().any(|detail| detail.error().is_some()));
}

#[test]
fn without_the_list_there_is_nothing_to_read() {
    for (body, status) in [("[null]", 200), ("", 403), ("<html>", 200)] {
        let server = Server::always(Reply::new(status, body));
        assert!(client(&server.url()).details(&GetDetails::of(Plesk)).is_err());
    }
    let server = Server::always(Reply::ok("[]"));
    assert!(client(&server.url()).details(&GetDetails::of(Virtuozzo)).unwrap().is_empty());
    for bad in [0, 65, usize::MAX] {
        let error = client(&server.url()).details(&GetDetails::of(Plesk).side_by_side(bad)).unwrap_err();
        assert_eq!(error.field(), Some("side by side"));
    }
}
