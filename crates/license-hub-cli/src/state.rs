//! What was sent and is not known to have ended: one file for each, written before anything is sent.
//!
//! A file that is left over after a crash, or after a reply was lost, is what `license-hub check` reads.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use license_hub::{Before, Stored};
use serde::{Deserialize, Serialize};

use crate::account::Account;
use crate::exit::Failure;
use crate::plan::Step;

/// The folder of the open intents.
pub(crate) struct State {
    folder: PathBuf,
}

/// What was about to be sent, and what there was before. No secret is in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Intent {
    version: u32,
    pub(crate) account: String,
    pub(crate) vendor: String,
    pub(crate) environment: String,
    /// Where it was sent, when that is not the vendor's own address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) base_url: Option<String>,
    pub(crate) written: Timestamp,
    pub(crate) what: String,
    pub(crate) operation: Stored,
    pub(crate) before: Before,
    /// What was found out since, once it is certain that it happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) happened: Option<String>,
}

impl Intent {
    pub(crate) fn new(account: &Account, step: &Step, before: &Before) -> Result<Self, Failure> {
        Ok(Self {
            version: 2,
            account: account.name.clone(),
            vendor: account.vendor.name().to_owned(),
            environment: account.environment.word().to_owned(),
            base_url: account.base_url.clone(),
            written: Timestamp::now(),
            what: step.what.clone(),
            operation: Stored::new(&step.operation)?,
            before: before.clone(),
            happened: None,
        })
    }

    /// Whether it is the same thing done in the same account.
    fn is_same(&self, other: &Self) -> bool {
        // How it is said may differ; what is sent counts.
        let key = |intent: &Self| {
            (
                intent.account.clone(),
                intent.vendor.clone(),
                intent.environment.clone(),
                intent.base_url.clone(),
                intent.operation.clone(),
            )
        };
        key(self) == key(other)
    }
}

impl State {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Writes an intent to a file of its own, so that it is on the disk when this returns.
    pub(crate) fn open(&self, intent: &Intent) -> Result<PathBuf, Failure> {
        let cannot = |error| {
            Failure::not_sent(format!(
                "what is to be sent cannot be noted down in {}, so nothing was sent: {error}; name another folder \
                 with --state-dir",
                self.folder.display()
            ))
        };
        make_private_folder(&self.folder).map_err(cannot)?;
        let time = intent.written.strftime("%Y%m%dT%H%M%SZ");
        for _ in 0..8 {
            let name = format!("{time}-{}-{:08x}.json", intent.account, fastrand::u32(..));
            let path = self.folder.join(name);
            match create_private(&path) {
                Ok(mut file) => {
                    let written = file.write_all(&to_bytes(intent)).and_then(|()| file.sync_all());
                    written.inspect_err(|_| drop(fs::remove_file(&path))).map_err(cannot)?;
                    return Ok(path);
                }
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(cannot(error)),
            }
        }
        Err(Failure::not_sent("no free name was found for a file, so nothing was sent; try again"))
    }

    /// The open intent to do the very same, if there is one; also one that is known to have happened, if that is wanted.
    pub(crate) fn same(&self, intent: &Intent, happened_too: bool) -> Option<PathBuf> {
        let mut files: Vec<PathBuf> =
            fs::read_dir(&self.folder).ok()?.flatten().map(|entry| entry.path()).collect();
        files.sort();
        files.into_iter().filter(|path| path.extension().is_some_and(|end| end == "json")).find(|path| {
            read(path).is_ok_and(|known| (happened_too || known.happened.is_none()) && known.is_same(intent))
        })
    }
}

/// Removes an intent whose end is certain.
pub(crate) fn close(path: &Path) -> std::io::Result<()> {
    fs::remove_file(path)
}

/// Notes that it is certain that it happened.
pub(crate) fn settle(path: &Path, mut intent: Intent, seen: &str) -> std::io::Result<()> {
    intent.happened = Some(seen.to_owned());
    // Beside it first and then in its place, so that a crash leaves one of the two whole.
    let beside = path.with_extension("new");
    let _ = fs::remove_file(&beside);
    let mut file = create_private(&beside)?;
    file.write_all(&to_bytes(&intent)).and_then(|()| file.sync_all())?;
    fs::rename(&beside, path)
}

/// Reads an intent.
pub(crate) fn read(path: &Path) -> Result<Intent, Failure> {
    let wrong = |why: String| Failure::usage(format!("{}: {why}", path.display()));
    let bytes = fs::read(path)
        .map_err(|error| wrong(format!("cannot be read: {error}; name the file that was named")))?;
    let intent: Intent = serde_json::from_slice(&bytes).map_err(|_| {
        wrong("this is no note of something sent; name a file that this command wrote".into())
    })?;
    if intent.version != 2 {
        return Err(wrong("another version wrote this; use that one".into()));
    }
    Ok(intent)
}

fn to_bytes(intent: &Intent) -> Vec<u8> {
    // Names and texts only, which always have a JSON form.
    let mut bytes = serde_json::to_vec_pretty(intent).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn make_private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// A new file that only its owner can read.
pub(crate) fn create_private(path: &Path) -> std::io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
