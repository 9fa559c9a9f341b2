//! Finding out what became of a call whose answer was lost.

use std::sync::Mutex;

use websoftsolus::{
    Before, Checked, Client, Edit, Evidence, OrderPlesk12, Outcome, Period, Plesk, PleskKey, Terminate,
};

use crate::support::{Reply, Seen, Server, client, cpanel, key, plesk10, plesk12, virtuozzo};

/// What the vendor has: numbers and properties of one family.
type Licences = Vec<(&'static str, &'static str)>;

/// A vendor that has `before`, and `after` once something was ordered, ended or edited; the answer to that is lost.
fn loses_the_answer(before: Licences, after: Licences) -> Server {
    let licences = Mutex::new(before);
    Server::vendor(move |seen| {
        let mut licences = licences.lock().unwrap();
        if seen.method != "GET" {
            licences.clone_from(&after);
            return Reply::Close;
        }
        answer(seen, &licences)
    })
}

fn answer(seen: &Seen, licences: &Licences) -> Reply {
    let last = seen.path.rsplit('/').next().unwrap();
    if ["plesk", "cpanel", "virtuozzo"].contains(&last) {
        let keys: Vec<_> = licences.iter().map(|(key, _)| key).collect();
        return Reply::ok(serde_json::to_string(&keys).unwrap());
    }
    match licences.iter().find(|(key, _)| *key == last) {
        Some((_, "")) => Reply::new(404, ""),
        Some((_, properties)) => Reply::ok(*properties),
        None => Reply::new(404, r#"{"error":"no such key"}"#),
    }
}

const OLD: (&str, &str) =
    ("PLSK.02980001", r#"{"keyNumber":"PLSK.02980001","title":"web1","comment":"ref-4711"}"#);
const OURS: (&str, &str) =
    ("PLSK.02980009", r#"{"keyNumber":"PLSK.02980009","title":"web1","comment":"ref-4711"}"#);

/// Orders, loses the answer, and looks.
#[track_caller]
fn looked_for(order: &OrderPlesk12, before: Licences, after: Licences) -> Checked<Evidence<Plesk>> {
    let server = loses_the_answer(before, after);
    let client = client(&server.url());
    let known = client.look_before(order).unwrap();
    let error = client.order_plesk12(order).unwrap_err();
    assert!(error.may_have_happened() && error.outcome() == Outcome::Unknown);
    let checked = client.check(order, &known).unwrap();
    let sent = server.calls().into_iter().filter(|seen| seen.method != "GET").count();
    assert_eq!(sent, 1, "looking only reads");
    checked
}

fn happened(checked: &Checked<Evidence<Plesk>>) -> (Vec<&str>, bool) {
    let evidence = checked.evidence().unwrap_or_else(|| panic!("{checked:?}"));
    (evidence.keys.iter().map(PleskKey::as_str).collect(), evidence.is_named)
}

#[test]
fn an_order_that_happened_is_found_by_its_title_and_its_reference() {
    let checked = looked_for(&plesk12(), vec![OLD], vec![OLD, OURS]);
    assert_eq!(happened(&checked), (vec!["PLSK.02980009"], true));
    // Among those of others, and with the escapes that PHP puts in.
    let order = OrderPlesk12::new("P", "web & co", Period::Months1).comment("ref-1");
    let ours = ("PLSK.02980009", r#"{"title":" Web  &amp; co","comment":"REF-1"}"#);
    let theirs = ("PLSK.02980008", r#"{"title":"web & co","comment":"ref-2"}"#);
    assert_eq!(happened(&looked_for(&order, vec![OLD], vec![theirs, ours])), (vec!["PLSK.02980009"], true));
}

#[test]
fn an_order_that_did_not_happen_is_not_seen() {
    assert_eq!(looked_for(&plesk12(), vec![OLD], vec![OLD]), Checked::NotSeen);
    assert_eq!(looked_for(&plesk12(), vec![], vec![]), Checked::NotSeen);
    // A key that is gone, and one whose revision has changed, are no new keys.
    assert_eq!(
        looked_for(&plesk12(), vec![OLD, OURS], vec![("PLSK.02980001.0002", OLD.1)]),
        Checked::NotSeen
    );
    // Someone else's order of the same time.
    let other = ("PLSK.02980008", r#"{"title":"another","comment":"ref-4712"}"#);
    assert_eq!(looked_for(&plesk12(), vec![OLD], vec![OLD, other]), Checked::NotSeen);
}

#[test]
fn a_new_key_without_texts_is_evidence_that_says_so() {
    for properties in [
        r#"{"keyNumber":"PLSK.02980009"}"#,
        r#"{"domain":"default"}"#,
        r#"{"title":"web1","comment":""}"#,
        "<html>",
        "",
    ] {
        let checked = looked_for(&plesk12(), vec![OLD], vec![OLD, ("PLSK.02980009", properties)]);
        assert_eq!(happened(&checked), (vec!["PLSK.02980009"], false), "{properties}");
    }
    let without_reference = OrderPlesk12::new("P", "web1", Period::Months1);
    let checked =
        looked_for(&without_reference, vec![OLD], vec![OLD, ("PLSK.02980009", r#"{"title":"web1"}"#)]);
    assert_eq!(happened(&checked), (vec!["PLSK.02980009"], true));
}

#[test]
fn every_order_of_every_family_can_be_looked_for() {
    let found = |body: &str| Reply::ok(body.to_owned());
    let server =
        Server::vendor(move |seen| match (seen.method.as_str(), seen.path.rsplit('/').next().unwrap()) {
            ("GET", "plesk" | "cpanel" | "virtuozzo") => found(r#"["K.0001"]"#),
            ("GET", _) => found(r#"{"title":"web1","comment":"ref-4711"}"#),
            _ => Reply::Close,
        });
    let client: Client = client(&server.url());
    assert!(client.check(&plesk10(), &Before::default()).unwrap().evidence().unwrap().is_named);
    assert!(client.check(&plesk12(), &Before::default()).unwrap().evidence().unwrap().is_named);
    assert!(client.check(&cpanel(), &Before::default()).unwrap().evidence().unwrap().is_named);
    let other_title = client.check(&virtuozzo(), &Before::default()).unwrap();
    assert_eq!(other_title, Checked::NotSeen);
    assert!(server.calls().iter().all(|seen| seen.method == "GET"));
}

#[test]
fn what_cannot_be_read_is_an_error_and_finds_nothing_out() {
    let server = Server::vendor(|seen| match seen.path.as_str() {
        "/license/plesk" => Reply::ok(r#"["PLSK.02980001","PLSK.02980009"]"#),
        _ => Reply::new(503, ""),
    });
    let client = client(&server.url());
    assert!(client.check(&plesk12(), &Before::default()).is_err());
    let server = Server::always(Reply::ok("<html>"));
    let client = crate::support::client(&server.url());
    assert!(client.look_before(&plesk12()).is_err());
    assert!(client.check(&plesk12(), &Before::default()).is_err());
}

/// Ends the old licence, loses the answer, and looks.
#[track_caller]
fn ended(before: Licences, after: Licences) -> Checked<Evidence<Plesk>> {
    let server = loses_the_answer(before, after);
    let client = client(&server.url());
    let end = Terminate::new(key());
    let known = client.look_before(&end).unwrap();
    assert!(client.terminate(&end).unwrap_err().may_have_happened());
    let checked = client.check(&end, &known).unwrap();
    assert_eq!(server.calls().iter().filter(|seen| seen.method == "DELETE").count(), 1);
    checked
}

fn with_status(properties: &'static str) -> Licences {
    vec![("PLSK.02980001", properties)]
}

#[test]
fn a_termination_is_seen_by_the_key_being_gone_or_its_status() {
    assert_eq!(happened(&ended(vec![OLD, OURS], vec![OURS])), (vec!["PLSK.02980001"], true));
    let active = with_status(r#"{"status":"active"}"#);
    for over in [r#"{"status":"DEL"}"#, r#"{"terminated":true}"#, r#"{"state":"terminated"}"#] {
        assert!(ended(active.clone(), with_status(over)).evidence().is_some(), "{over}");
    }
    for not_over in [r#"{"status":"active"}"#, r#"{"terminated":false}"#, r#"{"title":"web1"}"#] {
        assert_eq!(ended(active.clone(), with_status(not_over)), Checked::NotSeen, "{not_over}");
    }
    assert_eq!(
        ended(with_status(r#"{"status":"odd"}"#), with_status(r#"{"status":"odd"}"#)),
        Checked::NotSeen
    );
}

#[test]
fn a_termination_that_cannot_be_told() {
    let cannot = |before, after| matches!(ended(before, after), Checked::CannotTell(_));
    let active = with_status(r#"{"status":"active"}"#);
    assert!(cannot(vec![OURS], vec![OURS]), "it was not there before");
    assert!(
        cannot(with_status(r#"{"status":"DEL"}"#), with_status(r#"{"status":"DEL"}"#)),
        "it had ended before"
    );
    assert!(cannot(active.clone(), with_status(r#"{"status":"ending"}"#)), "a word that nobody knows");
    assert!(cannot(active, with_status("")), "listed, and not shown");
}

/// Looks at a vendor who has these licences, while every list comes back as this.
#[track_caller]
fn looked_at_amid<T>(list: &'static str, has: Licences, look: impl Fn(&Client) -> T) -> T {
    let server =
        Server::vendor(
            move |seen| {
                if seen.path.ends_with("/plesk") { Reply::ok(list) } else { answer(seen, &has) }
            },
        );
    look(&client(&server.url()))
}

#[test]
fn a_list_that_comes_back_empty_does_not_tell_that_all_is_gone() {
    let two = Before { keys: vec![key(), PleskKey::new(OURS.0).unwrap()], status: None };
    let one = Before { keys: vec![key()], status: None };
    let end = Terminate::new(key());
    for empty in ["", "[]", "{}", "null"] {
        let order = looked_at_amid(empty, vec![OLD, OURS], |client| client.check(&plesk12(), &one).unwrap());
        assert!(matches!(order, Checked::CannotTell(_)), "{empty}: {order:?}");
        let ended = looked_at_amid(empty, vec![OLD, OURS], |client| client.check(&end, &two).unwrap());
        assert!(matches!(ended, Checked::CannotTell(_)), "{empty}: {ended:?}");
        // The only one, and still there.
        let ended = looked_at_amid(empty, vec![OLD], |client| client.check(&end, &one).unwrap());
        assert!(matches!(ended, Checked::CannotTell(_)), "{empty}: {ended:?}");
        // The only one, and gone.
        let ended = looked_at_amid(empty, vec![], |client| client.check(&end, &one).unwrap());
        assert_eq!(happened(&ended), (vec!["PLSK.02980001"], true), "{empty}");
    }
}

#[test]
fn an_edit_is_seen_by_the_texts() {
    let checked = |after: &'static str, title: &str, comment: &str| {
        let server = loses_the_answer(with_status(r#"{"title":"old","comment":"old"}"#), with_status(after));
        let client = client(&server.url());
        let edit = Edit::new(key(), title, comment);
        let before = client.look_before(&edit).unwrap();
        assert!(client.edit(&edit).unwrap_err().may_have_happened());
        client.check(&edit, &before).unwrap()
    };
    assert!(checked(r#"{"title":"web1","comment":"new"}"#, "web1", "new").evidence().is_some());
    assert!(checked(r#"{"title":"web1","comment":""}"#, "web1", "").evidence().is_some());
    assert!(checked(r#"{"title":"web1"}"#, "web1", "").evidence().is_some());
    assert_eq!(checked(r#"{"title":"old","comment":"old"}"#, "web1", "new"), Checked::NotSeen);
    assert_eq!(checked(r#"{"title":"web1","comment":"old"}"#, "web1", ""), Checked::NotSeen);
    assert!(checked(r#"{"name":"web1","note":"new"}"#, "web1", "new").evidence().is_some());
    for unseen in [r#"{"title":"web1"}"#, r#"{"name":"other","comment":"new"}"#, r#"{"status":"ok"}"#] {
        assert!(matches!(checked(unseen, "web1", "new"), Checked::CannotTell(_)), "{unseen}");
    }
}

#[test]
fn what_was_there_before_can_be_stored_with_the_intent() {
    let server = loses_the_answer(vec![OLD, OURS], vec![]);
    let before = client(&server.url()).look_before(&plesk12()).unwrap();
    let stored = serde_json::to_string(&before).unwrap();
    assert_eq!(stored, r#"{"keys":["PLSK.02980001","PLSK.02980009"]}"#);
    assert_eq!(serde_json::from_str::<Before<Plesk>>(&stored).unwrap(), before);
}
