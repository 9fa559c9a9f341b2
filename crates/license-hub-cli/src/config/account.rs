//! From TOML to accounts. Every complaint names file, line and key, and says what to write instead.

use std::path::{Path, PathBuf};

use license_hub::Vendor;
use license_wire::{Secret, Timeouts};
use toml::de::{DeTable, DeValue};

use super::reader::{Item, Section, Source as Text};
use super::secret::{Source, Spot};
use super::{AccountConfig, Config, Environment, Login, Proxy, parse_duration};
use crate::exit::Failure;
use crate::words;

const ACCOUNT: &str = "a table such as [accounts.noc-main]";
const SECRET: &str = "{ env = \"NAME\" }, { file = \"PATH\" } or { command = [\"pass\", \"show\", \"noc\"] }";
const KEYS: &[&str] = &[
    "vendor",
    "environment",
    "username",
    "password",
    "api_key",
    "api_password",
    "site",
    "login",
    "base_url",
    "ca_file",
    "proxy",
    "timeouts",
    "max_answer",
];

/// WebSoftSolus calls them login and secret, so either pair of names will do.
const WEBSOFTSOLUS_KEYS: &[&str] = &[
    "vendor",
    "environment",
    "username",
    "password",
    "login",
    "secret",
    "base_url",
    "ca_file",
    "proxy",
    "timeouts",
    "max_answer",
];

pub(super) fn parse(file: &Path, text: &str) -> Result<Config, Failure> {
    let source = Text { file, text };
    let table = DeTable::parse(text).map_err(|error| {
        let line = source.place(&error.span().unwrap_or(0..0), "").line;
        Failure::usage(format!(
            "{}:{line}: this is not TOML: {}; correct the line",
            file.display(),
            error.message().replace('\n', ", ")
        ))
    })?;
    let root = Section::root(&source, &table);
    root.only(&["accounts"])?;
    let mut config = Config::default();
    if let Some(accounts) = root.get("accounts") {
        let accounts = accounts.section(ACCOUNT)?;
        for name in accounts.keys() {
            if let Some(item) = accounts.get(name) {
                config.accounts.push(account(file, name, &item)?);
            }
        }
    }
    config.accounts.sort_unstable_by(|one, two| one.name.cmp(&two.name));
    Ok(config)
}

fn account(file: &Path, name: &str, item: &Item<'_>) -> Result<AccountConfig, Failure> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if name.is_empty() || name.len() > 64 || !name.chars().all(plain) {
        return Err(item.place.fail("a name consists of letters, digits, `-` and `_`; write it so"));
    }
    let section = item.section(ACCOUNT)?;
    // The vendor first: what else is wrong may only be so because the vendor is not known.
    let vendor = vendor(&section.need("vendor", "vendor = \"softaculous\"")?)?;
    section.only(match vendor {
        Vendor::WebSoftSolus => WEBSOFTSOLUS_KEYS,
        _ => KEYS,
    })?;
    let environment = environment(&section)?;
    let (site, session) = super::billmgr::read(&section, vendor, environment)?;
    let base_url = match section.get("base_url") {
        None => None,
        Some(item) => {
            let text = item.text("an address such as \"https://www.softaculous.com/clients\"")?;
            license_wire::BaseAddress::parse("base_url", text).map_err(|error| match error.kind() {
                license_wire::ErrorKind::Invalid { reason, .. } => item.place.fail(reason),
                other => item.place.fail(other),
            })?;
            Some(text.to_owned())
        }
    };
    let ca_file = match section.get("ca_file") {
        None => None,
        Some(item) => Some(path(file, &item, "the path of a file with certificates in PEM form")?),
    };
    Ok(AccountConfig {
        name: name.to_owned(),
        place: item.place.clone(),
        vendor,
        environment,
        base_url,
        login: match vendor {
            Vendor::WebSoftSolus => websoftsolus_login(file, &section)?,
            _ => login(file, &section)?,
        },
        site,
        session,
        ca_file,
        proxy: section.get("proxy").map(|item| proxy(file, &item)).transpose()?,
        timeouts: timeouts(&section)?,
        max_answer: section.get("max_answer").map(|item| bytes(&item)).transpose()?,
    })
}

fn vendor(item: &Item<'_>) -> Result<Vendor, Failure> {
    let known = words::vendors().join(", ");
    let word = item.text(&format!("one of {known}"))?;
    if let Some(vendor) = words::vendor(word) {
        return Ok(vendor);
    }
    Err(item.place.fail(format!("this vendor is not known; write one of {known}")))
}

fn environment(section: &Section<'_>) -> Result<Environment, Failure> {
    let what = "environment = \"live\" for real licences and real money, or \"test\"";
    let item = section.need("environment", what)?;
    match item.text("\"live\" or \"test\"")? {
        "live" => Ok(Environment::Live),
        "test" => Ok(Environment::Test),
        _ => Err(item.place.fail("write \"live\" for real licences and real money, or \"test\"")),
    }
}

fn login(file: &Path, section: &Section<'_>) -> Result<Login, Failure> {
    let api = section.get("api_key").or_else(|| section.get("api_password"));
    let account = section.get("username").or_else(|| section.get("password"));
    match (api, account) {
        (Some(item), Some(_)) => Err(item.place.fail(
            "an account has either `username` and `password` or `api_key` and `api_password`; take one pair out",
        )),
        (Some(_), None) => Ok(Login::ApiKey {
            key: secret(file, &section.need("api_key", SECRET)?)?,
            password: secret(file, &section.need("api_password", SECRET)?)?,
        }),
        (None, _) => Ok(Login::Password {
            username: section
                .need("username", "username = \"...\"")?
                .text("the account's name at the vendor")?
                .to_owned(),
            password: secret(file, &section.need("password", &format!("password = {SECRET}"))?)?,
        }),
    }
}

fn websoftsolus_login(file: &Path, section: &Section<'_>) -> Result<Login, Failure> {
    for (ours, theirs) in [("username", "login"), ("password", "secret")] {
        if let (Some(_), Some(item)) = (section.get(ours), section.get(theirs)) {
            return Err(item.place.fail(format!("is the same as `{ours}`; take one out")));
        }
    }
    let username = match section.get("login") {
        Some(login) => login,
        None => section.need("username", "username = \"...\"")?,
    };
    let password = match section.get("secret") {
        Some(secret) => secret,
        None => section.need("password", &format!("password = {SECRET}"))?,
    };
    Ok(Login::Password {
        username: username.text("the API login, an e-mail address as a rule")?.to_owned(),
        password: secret(file, &password)?,
    })
}

fn secret(file: &Path, item: &Item<'_>) -> Result<Source, Failure> {
    let spot = match item.value {
        DeValue::Table(_) => {
            let section = item.section(SECRET)?;
            section.only(&["env", "file", "command"])?;
            if section.keys().count() != 1 {
                return Err(item.place.fail(format!("name one source: {SECRET}")));
            }
            if let Some(name) = section.get("env") {
                Spot::Env(name.text("the name of an environment variable")?.to_owned())
            } else if let Some(name) = section.get("file") {
                Spot::File(path(file, &name, "the path of a file that only you can read")?)
            } else {
                Spot::Command(words(&section.need("command", SECRET)?)?)
            }
        }
        _ => Spot::Literal(Secret::new(item.text(SECRET)?)),
    };
    Ok(Source { spot, place: item.place.clone() })
}

fn words(item: &Item<'_>) -> Result<Vec<String>, Failure> {
    const WHAT: &str =
        "the program and its arguments as a list, such as [\"pass\", \"show\", \"noc\"]; no shell is used";
    let DeValue::Array(items) = item.value else {
        return Err(item.place.fail(format!("is not a list; write {WHAT}")));
    };
    let words: Option<Vec<String>> = items
        .iter()
        .map(|word| match word.get_ref() {
            DeValue::String(word) => Some(word.clone().into_owned()),
            _ => None,
        })
        .collect();
    words.filter(|words| words.first().is_some_and(|program| !program.is_empty())).ok_or_else(|| {
        item.place.fail(format!("is not a list of texts that begins with a program; write {WHAT}"))
    })
}

/// A path, relative to the folder of the configuration.
fn path(file: &Path, item: &Item<'_>, what: &str) -> Result<PathBuf, Failure> {
    let text = item.text(what)?;
    if text.starts_with('~') {
        return Err(item.place.fail("`~` is not understood here; write the whole path"));
    }
    Ok(file.parent().map_or_else(|| PathBuf::from(text), |folder| folder.join(text)))
}

fn proxy(file: &Path, item: &Item<'_>) -> Result<Proxy, Failure> {
    match item.value {
        DeValue::String(text) if text.as_ref() == "none" => Ok(Proxy::None),
        _ => secret(file, item).map(Proxy::Address),
    }
}

fn timeouts(section: &Section<'_>) -> Result<Timeouts, Failure> {
    let mut timeouts = Timeouts::default();
    let Some(item) = section.get("timeouts") else { return Ok(timeouts) };
    let section = item.section("timeouts = { connect = \"10s\", answer = \"30s\" }")?;
    section.only(&["resolve", "connect", "send", "answer", "answer_to_spend", "body"])?;
    for (key, limit) in [
        ("resolve", &mut timeouts.resolve),
        ("connect", &mut timeouts.connect),
        ("send", &mut timeouts.send),
        ("answer", &mut timeouts.answer),
        ("answer_to_spend", &mut timeouts.answer_to_spend),
        ("body", &mut timeouts.body),
    ] {
        if let Some(item) = section.get(key) {
            const WHAT: &str = "a time from 1ms to 60m, such as \"10s\" or \"500ms\"";
            *limit = parse_duration(item.text(WHAT)?)
                .ok_or_else(|| item.place.fail(format!("this is not a time; write {WHAT}")))?;
        }
    }
    Ok(timeouts)
}

/// `67108864`, `"64MiB"` or `"512KiB"`.
fn bytes(item: &Item<'_>) -> Result<u64, Failure> {
    let read = match item.value {
        DeValue::Integer(number) => number.as_str().parse::<u64>().ok(),
        DeValue::String(text) => [("MiB", 1 << 20), ("KiB", 1 << 10)].iter().find_map(|(unit, factor)| {
            text.strip_suffix(unit)?.trim_end().parse::<u64>().ok()?.checked_mul(*factor)
        }),
        _ => None,
    };
    read.filter(|bytes| (1024..=(1 << 30)).contains(bytes))
        .ok_or_else(|| item.place.fail("write a size from 1 KiB to 1024 MiB, such as \"64MiB\""))
}
