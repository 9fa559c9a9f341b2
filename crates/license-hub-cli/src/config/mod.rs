//! The configuration: which accounts there are, and where their secrets come from.

mod account;
mod billmgr;
mod place;
mod reader;
mod secret;
mod template;

use std::path::{Path, PathBuf};
use std::time::Duration;

use license_hub::Vendor;
use license_wire::Timeouts;

use crate::exit::Failure;

pub(crate) use place::{config_path, state_dir};
pub(crate) use reader::Place;
pub(crate) use secret::{Source, Spot};
pub(crate) use template::TEMPLATE;

/// Every configured account, in the order of their names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Config {
    pub(crate) accounts: Vec<AccountConfig>,
}

/// One account as it is configured. Its secrets are not read yet.
#[derive(Clone, Debug)]
pub(crate) struct AccountConfig {
    pub(crate) name: String,
    pub(crate) place: Place,
    pub(crate) vendor: Vendor,
    pub(crate) environment: Environment,
    pub(crate) base_url: Option<String>,
    pub(crate) login: Login,
    /// Which of the vendor's installations, where it has several.
    pub(crate) site: Option<Site>,
    /// Whether it logs in once for all calls, instead of in each.
    pub(crate) session: bool,
    pub(crate) ca_file: Option<PathBuf>,
    pub(crate) proxy: Option<Proxy>,
    pub(crate) timeouts: Timeouts,
    pub(crate) max_answer: Option<u64>,
}

/// One of a vendor's installations, each with its own accounts and tariffs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Site {
    Eu,
    Ru,
    Com,
}

/// Real money or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Environment {
    Live,
    Test,
}

impl Environment {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Test => "test",
        }
    }
}

/// Live stands in capitals, so that nobody reads over it.
impl std::fmt::Display for Environment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Live => "LIVE",
            Self::Test => "test",
        })
    }
}

/// Who calls.
#[derive(Clone, Debug)]
pub(crate) enum Login {
    Password { username: String, password: Source },
    ApiKey { key: Source, password: Source },
}

/// Which way out. An address can hold a password, so it is a secret.
#[derive(Clone, Debug)]
pub(crate) enum Proxy {
    None,
    Address(Source),
}

impl Config {
    /// Reads the file.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            let why = match error.kind() {
                std::io::ErrorKind::NotFound => {
                    "there is no configuration here; write one with `license-hub init`, or name another with --config"
                        .to_owned()
                }
                std::io::ErrorKind::InvalidData => "this is not text in UTF-8; save it as such".to_owned(),
                _ => format!("cannot be read: {error}"),
            };
            Failure::usage(format!("{}: {why}", path.display()))
        })?;
        Self::parse(path, &text)
    }

    /// Reads what stands in a file.
    pub(crate) fn parse(path: &Path, text: &str) -> Result<Self, Failure> {
        account::parse(path, text)
    }

    /// The account of this name.
    pub(crate) fn account(&self, name: &str) -> Result<&AccountConfig, Failure> {
        self.accounts.iter().find(|account| account.name == name).ok_or_else(|| {
            let known: Vec<&str> = self.accounts.iter().map(|account| account.name.as_str()).collect();
            Failure::usage(if known.is_empty() {
                "the configuration has no accounts yet; add one".to_owned()
            } else {
                format!("there is no account `{name}`; there are {}", known.join(", "))
            })
        })
    }
}

/// Reads `10s`, `500ms` or `2m`.
pub(crate) fn parse_duration(text: &str) -> Option<Duration> {
    let at = text.find(|c: char| !c.is_ascii_digit())?;
    let (digits, unit) = text.split_at(at);
    let number: u64 = digits.parse().ok()?;
    let duration = match unit {
        "ms" => Duration::from_millis(number),
        "s" => Duration::from_secs(number),
        "m" => Duration::from_secs(number.checked_mul(60)?),
        _ => return None,
    };
    (!duration.is_zero() && duration <= Duration::from_secs(3600)).then_some(duration)
}

impl AccountConfig {
    /// The secrets that stand in the configuration itself. Against this machine there is nothing to lose.
    pub(crate) fn secrets_in_the_open(&self) -> Vec<&Source> {
        let local = self.base_url.as_deref().is_some_and(|url| {
            license_wire::BaseAddress::parse("base_url", url).is_ok_and(|base| base.is_loopback())
        });
        let login = match &self.login {
            Login::Password { password, .. } => vec![password],
            Login::ApiKey { key, password } => vec![key, password],
        };
        login.into_iter().filter(|source| matches!(source.spot, Spot::Literal(_)) && !local).collect()
    }
}
