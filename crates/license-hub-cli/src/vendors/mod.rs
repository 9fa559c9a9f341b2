//! What is each vendor's own: how its accounts are opened, how its orders are said on the command line, and
//! how its answers are shown. All else goes through `license-hub`.

pub(crate) mod billmgr;
pub(crate) mod softaculous;
pub(crate) mod websoftsolus;

use license_hub::{Done, Effect, Operation, Order, Vendor};
use license_wire::{Error, Scrubber, Settings};
use serde_json::Value;

use crate::account::Account;
use crate::config::{AccountConfig, Proxy};
use crate::exit::Failure;

/// Reads the secrets of an account and makes its client. Sends nothing.
/// The scrubber learns the secrets before anything can go wrong with them.
pub(crate) fn open(config: &AccountConfig, scrubber: &Scrubber) -> Result<Account, Failure> {
    let wrong = |error: license_hub::Error| config.place.fail(error);
    let name = license_hub::AccountName::new(config.name.as_str()).map_err(wrong)?;
    let api = match config.vendor {
        Vendor::Softaculous => softaculous::open(name, config, scrubber),
        Vendor::WebSoftSolus => websoftsolus::open(name, config, scrubber),
        Vendor::Ispmanager | Vendor::Isplicense => billmgr::open(name, config, scrubber),
        _ => Err(config.place.fail("this version does not know the vendor; use a newer one")),
    };
    Ok(Account {
        name: config.name.clone(),
        vendor: config.vendor,
        environment: config.environment,
        base_url: config.base_url.clone(),
        site: config.site,
        api: api?,
    })
}

/// What is configured of how to call.
fn settings(config: &AccountConfig, scrubber: &Scrubber) -> Result<Settings, Failure> {
    let mut settings = Settings::new().timeouts(config.timeouts);
    if let Some(bytes) = config.max_answer {
        settings = settings.max_answer(bytes);
    }
    if let Some(path) = &config.ca_file {
        let wrong = |why: String| config.place.fail(format!("ca_file {}: {why}", path.display()));
        let pem = std::fs::read_to_string(path).map_err(|error| wrong(format!("cannot be read: {error}")))?;
        settings = settings.ca_pem(&pem).map_err(|error| wrong(error.to_string()))?;
    }
    match &config.proxy {
        None => {}
        Some(Proxy::None) => settings = settings.no_proxy(),
        Some(Proxy::Address(source)) => {
            let address = source.read()?;
            scrubber.add(&address);
            settings = settings.proxy(address).map_err(|error| source.place.fail(error))?;
        }
    }
    Ok(settings)
}

/// What is wrong with what is configured.
fn correct(config: &AccountConfig) -> impl Fn(Error) -> Failure {
    |error| config.place.fail(format!("{error}; correct it"))
}

/// A call of any function of the vendor's by its name.
pub(crate) fn call(
    account: &Account,
    function: &str,
    effect: Effect,
    fields: &[(String, String)],
) -> Result<Operation, Failure> {
    match account.vendor {
        Vendor::Softaculous => Ok(softaculous::call(function, effect, fields)),
        Vendor::WebSoftSolus => websoftsolus::call(function, effect, fields),
        vendor => Ok(billmgr::call(vendor, function, effect, fields)),
    }
}

/// What came of an operation, in one sentence.
pub(crate) fn summary(vendor: Vendor, operation: &Operation, done: &Done) -> String {
    match operation {
        Operation::Order(order) => match order {
            Order::Ispmanager(_) | Order::Isplicense(_) => billmgr::ordered(done),
            Order::WebuzoTrial(_) => "the trial was started".to_owned(),
            order if order.is_for(Vendor::WebSoftSolus) => websoftsolus::ordered(done),
            _ => softaculous::bought(done),
        },
        Operation::Softaculous(operation) => softaculous::summary(operation, done),
        Operation::WebSoftSolus(operation) => websoftsolus::summary(operation, done),
        Operation::Ispmanager(operation) | Operation::Isplicense(operation) => {
            billmgr::summary(operation, done)
        }
        _ => format!("done at {vendor}"),
    }
}

/// The number of the licence that an operation names, where its answer does not say it.
pub(crate) fn license_id(operation: &Operation) -> Option<String> {
    let value = serde_json::to_value(operation).ok()?;
    let of = |value: &Value| value.as_object()?.values().next().cloned();
    let inner = of(&of(&value)?)?;
    let id = ["/service/id", "/services/ids/0"].iter().find_map(|at| inner.pointer(at))?;
    id.as_str().map(str::to_owned)
}
