//! The file from inside: versions, full disks, commits.

use super::*;
use crate::Change;
use crate::store_tests::{admit, intent};

#[test]
fn an_entry_is_read_back_as_it_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let written = SqliteStore::open(&path).unwrap().begin(&intent(1), Position(0), &admit).unwrap();
    let store = SqliteStore::open(&path).unwrap();
    let (entry, events) = store.entry(&written.intent.reference).unwrap();
    assert_eq!(entry, written);
    assert_eq!(events, [Event::new(entry.position, entry.changed, State::Open, What::Written)]);
    assert_eq!(store.position().unwrap(), entry.position);
    assert_eq!(store.entries(&Filter::all().state(State::Open).run("march").limit(1)).unwrap(), [entry]);
    for nothing in [Filter::all().state(State::Done), Filter::all().run("april"), Filter::all().target("x")] {
        assert_eq!(store.entries(&nothing).unwrap(), []);
    }
}

#[test]
fn a_full_disk_is_told_before_anything_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path().join("journal")).unwrap();
    let pages: i64 = store.connection().query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    store.connection().pragma_update(None, "max_page_count", pages).unwrap();
    let full = (1..=200).find_map(|last| store.begin(&intent(last), Position(0), &admit).err()).unwrap();
    assert_eq!(full.problem(), Some(Problem::Full));
    // What was admitted before that is whole.
    store.connection().pragma_update(None, "max_page_count", pages + 100).unwrap();
    let kept = store.entries(&Filter::all()).unwrap();
    assert!(kept.iter().all(|entry| store.entry(&entry.intent.reference).unwrap().1.len() == 1));
    assert!(store.begin(&intent(201), Position(0), &admit).is_ok());
}

#[test]
fn a_file_of_the_first_version_is_brought_up_to_this_one_with_what_is_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    // As the first version wrote it, with an entry whose process was ended.
    let mut old = Connection::open(&path).unwrap();
    schema::migrate(&mut old, &schema::STEPS[..1]).unwrap();
    old.execute_batch(
        r#"INSERT INTO entries VALUES (1, 'lh-0123456789', '2026-03-02T10:00:00Z', 'softaculous', 'main', 'live', '',
            'https://www.softaculous.com/clients', 'softaculous.buy', '192.0.2.1', 'spend',
            '{"version":1,"operation":{"order":{"softaculous":{"address":"192.0.2.1","term":"1M","server_type":"vps"}}}}',
            NULL, '{}', 'open', '2026-03-02T10:00:00Z', 1, NULL, NULL);
        INSERT INTO events VALUES (1, 'lh-0123456789', '2026-03-02T10:00:00Z', 'open', '"written"');"#,
    )
    .unwrap();
    drop(old);
    #[cfg(unix)]
    {
        let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        std::fs::set_permissions(&path, private).unwrap();
    }
    let store = SqliteStore::open(&path).unwrap();
    let version: usize =
        store.connection().query_row("PRAGMA user_version", [], |row| row.get::<_, u32>(0)).unwrap() as usize;
    assert_eq!(version, schema::STEPS.len());
    let open = store.entries(&Filter::open()).unwrap();
    let [entry] = open.as_slice() else { panic!("{open:?}") };
    assert_eq!((entry.intent.reference.as_str(), entry.intent.charges), ("lh-0123456789", true));
    assert_eq!((&entry.intent.run, &entry.intent.expected), (&None, &None));
    // It goes on like any other.
    let done = Change::new(What::Waived { why: "old".into() }, State::Waived);
    let now = entry.changed;
    let entry = store.append(&entry.intent.reference, now, &|_, _| Ok(done.clone())).unwrap();
    assert_eq!((entry.state, entry.position), (State::Waived, Position(2)));
}

#[test]
fn a_step_that_fails_leaves_the_file_at_the_version_it_had() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    drop(SqliteStore::open(&path).unwrap());
    let mut connection = Connection::open(&path).unwrap();
    let steps = [schema::STEPS, &["CREATE TABLE more (a TEXT); CREATE TABLE entries (a TEXT)"]].concat();
    assert!(schema::migrate(&mut connection, &steps).is_err());
    drop(connection);
    let store = SqliteStore::open(&path).unwrap();
    assert!(store.begin(&intent(1), Position(0), &admit).is_ok());
}

#[test]
fn what_is_committed_is_on_the_disk_before_the_commit_returns() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path().join("journal")).unwrap();
    let connection = store.connection();
    let pragma =
        |name: &str| connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!((pragma("synchronous"), pragma("fullfsync"), pragma("foreign_keys")), (2, 1, 1));
    let mode: String = connection.query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
}

#[test]
fn a_file_that_another_process_is_just_making_is_nobodys_or_ours() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..100 {
        let path = folder.path().join(format!("journal {round}"));
        let open = || {
            let connection = Connection::open(&path).unwrap();
            connection.busy_timeout(Duration::from_secs(60)).unwrap();
            connection
        };
        let (mut maker, looker) = (open(), open());
        std::thread::scope(|scope| {
            scope.spawn(move || schema::migrate(&mut maker, schema::STEPS).unwrap());
            loop {
                match schema::whose(&looker).unwrap() {
                    schema::Whose::Nobodys => {}
                    schema::Whose::Ours => return,
                    schema::Whose::Newer(_) | schema::Whose::Foreign => panic!("in round {round}"),
                }
            }
        });
    }
}
