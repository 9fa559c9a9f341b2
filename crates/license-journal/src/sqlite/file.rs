//! Opening the file: private, whole, and ours, or not at all.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::{is_damage, schema};
use crate::{Error, Problem};

/// A file that is closed loses the locks that SQLite holds on it elsewhere in the process, so files are made and opened
/// one after another.
static OPENING: Mutex<()> = Mutex::new(());

/// How long to wait before asking again for what SQLite itself does not wait for.
const PAUSE: Duration = Duration::from_millis(10);

pub(super) fn open(path: &Path, patience: Duration) -> Result<Connection, Error> {
    let _one_at_a_time = OPENING.lock().unwrap_or_else(PoisonError::into_inner);
    make(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|error| wrong(path, &error))?;
    let mut connection = prepare(connection, path, patience)?;
    schema::migrate(&mut connection, schema::STEPS).map_err(|error| wrong(path, &error))?;
    Ok(connection)
}

/// Makes the file and its folders where they are not there, and looks at what is there.
fn make(path: &Path) -> Result<(), Error> {
    let say = |problem: Problem, detail: String| Error::store(problem, path.display().to_string(), detail);
    match fs::metadata(path) {
        Ok(known) if !known.is_file() => {
            return Err(say(Problem::NotAJournal, "it is not an ordinary file".into()));
        }
        Ok(known) => return is_private(&known).map_err(|(problem, detail)| say(problem, detail)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(say(Problem::Folder, error.to_string())),
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    make_folder(folder).map_err(|error| say(Problem::Folder, error.to_string()))?;
    let made = create(path).and_then(|made| if made { sync_folder(folder) } else { Ok(()) });
    made.map_err(|error| {
        let full = error.kind() == io::ErrorKind::StorageFull;
        say(if full { Problem::Full } else { Problem::Folder }, error.to_string())
    })
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// An empty file that only its owner can read; SQLite gives the files beside it the same mode. Says whether it was made:
/// another process may have been quicker.
fn create(path: &Path) -> io::Result<bool> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

/// The name of the new file is on the disk, too.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { fs::File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(unix)]
fn is_private(known: &fs::Metadata) -> Result<(), (Problem, String)> {
    let mode = std::os::unix::fs::PermissionsExt::mode(&known.permissions());
    if mode & 0o077 != 0 {
        return Err((Problem::NotPrivate, format!("its mode is {:03o}", mode & 0o777)));
    }
    // Whoever may do everything could write it all the same, against its owner's wish.
    if mode & 0o200 == 0 {
        return Err((Problem::ReadOnly, format!("its mode is {:03o}", mode & 0o777)));
    }
    Ok(())
}

#[cfg(not(unix))]
fn is_private(known: &fs::Metadata) -> Result<(), (Problem, String)> {
    if known.permissions().readonly() {
        return Err((Problem::ReadOnly, String::new()));
    }
    Ok(())
}

/// Makes sure that it is a whole journal of a version that is known, and that what is committed is on the disk.
fn prepare(connection: Connection, path: &Path, patience: Duration) -> Result<Connection, Error> {
    let say = |problem: Problem, detail: &str| Error::store(problem, path.display().to_string(), detail);
    let told = |error: rusqlite::Error| wrong(path, &error);
    connection.busy_timeout(patience).map_err(told)?;
    if connection.is_readonly("main").map_err(told)? {
        return Err(say(Problem::ReadOnly, ""));
    }
    match schema::whose(&connection).map_err(told)? {
        schema::Whose::Nobodys => {}
        schema::Whose::Ours => {
            let found: String =
                connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(told)?;
            if found != "ok" {
                return Err(say(Problem::Damaged, &found));
            }
        }
        schema::Whose::Newer(version) => {
            let known = schema::STEPS.len();
            let detail = format!("it is of version {version}, and this program knows {known}");
            return Err(say(Problem::Newer, &detail));
        }
        schema::Whose::Foreign => {
            return Err(say(Problem::NotAJournal, "it is a database of another program"));
        }
    }
    let mode = retried(patience, || {
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0))
    });
    let mode = mode.map_err(told)?;
    if mode != "wal" {
        let detail = format!("no write-ahead log can be kept here, only `{mode}`: use a local disk");
        return Err(say(Problem::Other, &detail));
    }
    // What is committed is on the disk, also when the power fails.
    connection.pragma_update(None, "synchronous", "FULL").map_err(told)?;
    connection.pragma_update(None, "fullfsync", true).map_err(told)?;
    connection.pragma_update(None, "foreign_keys", true).map_err(told)?;
    connection.pragma_update(None, "trusted_schema", false).map_err(told)?;
    Ok(connection)
}

/// SQLite does not wait for others while the kind of log changes.
fn retried<T>(
    patience: Duration,
    mut attempt: impl FnMut() -> Result<T, rusqlite::Error>,
) -> Result<T, rusqlite::Error> {
    let begun = Instant::now();
    loop {
        match attempt() {
            Err(error) if is_busy(&error) && begun.elapsed() < patience => std::thread::sleep(PAUSE),
            result => return result,
        }
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// What the database says, in our words.
pub(super) fn wrong(path: &Path, error: &rusqlite::Error) -> Error {
    let problem = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Problem::Busy,
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Problem::ReadOnly,
        Some(ErrorCode::DiskFull) => Problem::Full,
        Some(ErrorCode::NotADatabase) => Problem::NotAJournal,
        Some(ErrorCode::DatabaseCorrupt) => Problem::Damaged,
        Some(ErrorCode::CannotOpen) => Problem::Folder,
        _ => is_damage(error).unwrap_or(Problem::Other),
    };
    Error::store(problem, path.display().to_string(), error.to_string())
}
