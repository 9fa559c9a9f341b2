//! The file: private, whole and ours, or refused before anything is sent.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use license_journal::{Error, Journal, Problem, SqliteStore};
use rusqlite::Connection;

use crate::support::{Desk, Played, Reply, buy};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// What is wrong with a journal, said in words that name the file.
fn problem(path: &Path) -> Problem {
    let error: Error = Journal::open(path).unwrap_err();
    assert!(error.to_string().contains(&path.display().to_string()), "{error}");
    assert!(!error.next().is_empty());
    error.problem().unwrap()
}

#[test]
fn the_file_and_what_lies_beside_it_are_its_owners_alone() {
    let desk = Desk::new();
    let _ = desk.order(&Played::new(), &buy(10)).unwrap();
    let folder = desk.path().parent().unwrap().to_owned();
    assert_eq!(mode(&folder), 0o700);
    let files: Vec<_> = fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(files.len(), 3, "the file, its log and the index of that: {files:?}");
    assert!(files.iter().all(|file| mode(file) == 0o600), "{files:?}");
}

#[test]
fn a_file_that_others_can_read_or_write_is_refused() {
    let desk = Desk::new();
    for wrong in [0o640, 0o604, 0o620, 0o666] {
        fs::set_permissions(desk.path(), fs::Permissions::from_mode(wrong)).unwrap();
        assert_eq!(problem(&desk.path()), Problem::NotPrivate, "{wrong:o}");
    }
}

#[test]
fn a_file_that_cannot_be_written_is_refused() {
    let desk = Desk::new();
    fs::set_permissions(desk.path(), fs::Permissions::from_mode(0o400)).unwrap();
    assert_eq!(problem(&desk.path()), Problem::ReadOnly);
}

#[test]
fn a_folder_that_cannot_be_made_or_is_none_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    assert_eq!(problem(&folder.path().join("file/journal")), Problem::Folder);
    // The journal's own place is taken by a folder.
    assert_eq!(problem(folder.path()), Problem::NotAJournal);
}

#[test]
fn what_is_no_journal_is_refused_and_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("it");
    let private = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    };
    let text =
        b"these are somebody's notes, and they are longer than the head of a database has to be\n".repeat(3);
    private(&text);
    assert_eq!(problem(&path), Problem::NotAJournal);
    assert_eq!(fs::read(&path).unwrap(), text);
    fs::remove_file(&path).unwrap();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE recipes (name TEXT); PRAGMA user_version = 1").unwrap();
    drop(other);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let bytes = fs::read(&path).unwrap();
    assert_eq!(problem(&path), Problem::NotAJournal);
    assert_eq!(fs::read(&path).unwrap(), bytes);
    // An empty file is nobody's.
    private(b"");
    assert!(Journal::open(&path).is_ok());
}

#[test]
fn a_newer_version_is_refused_and_stays_as_it_is() {
    let desk = Desk::new();
    let path = desk.folder.path().join("newer");
    drop(SqliteStore::open(&path).unwrap());
    Connection::open(&path).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    let error = Journal::open(&path).unwrap_err();
    assert_eq!(error.problem(), Some(Problem::Newer));
    assert!(error.to_string().contains("version 99"), "{error}");
    let version: i64 =
        Connection::open(&path).unwrap().query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(version, 99);
}

#[test]
fn a_damaged_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let journal = Journal::open(&path).unwrap();
    let account = Played::new();
    for last in 1..=40 {
        let prepared = journal.prepare(&account, &buy(last), &license_journal::Options::new()).unwrap();
        let _ = journal.carry_out(&account, &prepared).unwrap();
    }
    drop(journal);
    let whole = fs::read(&path).unwrap();
    assert!(whole.len() > 8 * 4096);
    // Pages in the middle are overwritten, or the end is missing.
    let mut torn = whole.clone();
    torn[4096..6 * 4096].fill(0xa5);
    for damaged in [torn, whole[..whole.len() / 2].to_vec()] {
        fs::write(&path, &damaged).unwrap();
        assert_eq!(problem(&path), Problem::Damaged);
    }
    fs::write(&path, &whole).unwrap();
    assert!(Journal::open(&path).is_ok());
}

#[test]
fn a_row_that_cannot_be_read_is_damage_and_stops_the_same_before_it_is_sent() {
    let desk = Desk::new();
    let account = Played::new().replies([Reply::Lost]);
    let prepared = desk.prepare(&account, &buy(10));
    let _ = desk.order(&account, &buy(10)).unwrap();
    let other = Connection::open(desk.path()).unwrap();
    other.execute_batch("UPDATE entries SET changed = 'yesterday'").unwrap();
    let error = desk.journal.carry_out(&account, &prepared).unwrap_err();
    assert_eq!(error.problem(), Some(Problem::Damaged));
    assert!(!error.to_string().contains("yesterday"), "{error}");
    assert_eq!(account.performed(), 1);
}

#[test]
fn another_process_that_holds_the_file_for_too_long_stops_it_before_it_is_sent() {
    let desk = Desk::new();
    let store = SqliteStore::open_within(desk.path(), Duration::from_millis(1)).unwrap();
    let journal = Journal::with_store(store, desk.clock.clone());
    let account = Played::new();
    let prepared = journal.prepare(&account, &buy(10), &license_journal::Options::new()).unwrap();
    let other = Connection::open(desk.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(journal.carry_out(&account, &prepared).unwrap_err().problem(), Some(Problem::Busy));
    assert_eq!(account.performed(), 0);
    other.execute_batch("COMMIT").unwrap();
    assert!(journal.carry_out(&account, &prepared).is_ok());
}

#[test]
fn what_cannot_be_noted_after_it_was_sent_is_told_beside_what_happened_and_stays_open() {
    let desk = Desk::new();
    let path = desk.path();
    let mut account = Played::new();
    // While the vendor is called, the file becomes one that cannot be written to as before.
    account.during = Some(Box::new(move || {
        let other = Connection::open(&path).unwrap();
        other
            .execute_batch(
                "CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT raise(FAIL, 'full'); END",
            )
            .unwrap();
    }));
    let end = desk.order(&account, &buy(10)).unwrap();
    assert!(matches!(end, license_journal::End::Done { .. }), "{end:?}");
    assert!(end.unnoted().is_some());
    Connection::open(desk.path()).unwrap().execute_batch("DROP TRIGGER full").unwrap();
    let open = desk.journal.open_intents().unwrap();
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].intent.reference, *end.reference());
}

#[test]
fn what_was_written_is_never_changed_or_removed() {
    let desk = Desk::new();
    let _ = desk.order(&Played::new(), &buy(10)).unwrap();
    let other = Connection::open(desk.path()).unwrap();
    for wrong in [
        "DELETE FROM events",
        "UPDATE events SET what = '\"written\"'",
        "DELETE FROM entries",
        "UPDATE entries SET target = '192.0.2.11'",
        "UPDATE entries SET expected_amount = '1'",
    ] {
        let error = other.execute_batch(wrong).unwrap_err().to_string();
        assert!(error.contains("are never"), "{wrong}: {error}");
    }
}
