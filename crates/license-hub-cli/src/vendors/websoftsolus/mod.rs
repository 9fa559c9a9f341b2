//! WebSoftSolus: Plesk, cPanel and Virtuozzo.

mod answers;
mod call;
pub(crate) mod order;

use std::sync::Arc;

use license_hub::websoftsolus::{Client, Credentials, Environment as Wss, FamilyName, ListOrderable};
use license_hub::{
    Account as Api, AccountName, Capability, Done, License, Request, WebSoftSolusAccount,
    WebSoftSolusOperation, WireErrorKind,
};
use license_wire::Scrubber;

use super::{correct, settings};
use crate::account::Account;
use crate::config::{AccountConfig, Environment, Login};
use crate::exit::Failure;
use crate::license;
use crate::output::Sheet;
use crate::plan::Plan;
use crate::several;

pub(super) use call::call;

/// Does the same with the type of a family that is only known by name.
macro_rules! of_family {
    ($name:expr, $family:ident => $do:expr) => {
        match $name {
            FamilyName::Plesk => {
                type $family = license_hub::websoftsolus::Plesk;
                $do
            }
            FamilyName::Cpanel => {
                type $family = license_hub::websoftsolus::Cpanel;
                $do
            }
            FamilyName::Virtuozzo => {
                type $family = license_hub::websoftsolus::Virtuozzo;
                $do
            }
        }
    };
}

/// Reads the secret and makes the client. Sends nothing.
pub(super) fn open(
    name: AccountName,
    config: &AccountConfig,
    scrubber: &Scrubber,
) -> Result<Arc<dyn Api>, Failure> {
    let (login, source) = match &config.login {
        Login::Password { username, password } => (username, password),
        Login::ApiKey { .. } => return Err(config.place.fail("write username and password")),
    };
    let secret = source.read()?;
    scrubber.add(&secret);
    let credentials = Credentials::new(login, secret).map_err(correct(config))?;
    let environment = match config.environment {
        Environment::Live => Wss::Live,
        Environment::Test => Wss::Test,
    };
    let mut builder = Client::builder(environment, credentials).settings(settings(config, scrubber)?);
    if let Some(address) = &config.base_url {
        builder = builder.base_url(address);
    }
    Ok(Arc::new(WebSoftSolusAccount::new(name, builder.build().map_err(correct(config))?)))
}

/// Ends a licence. What the vendor says about it goes into the question, as there is no way back.
pub(crate) fn cancellation(account: &Account, license: &License) -> Result<Plan, Failure> {
    let known = match license::whole(account, license.clone()) {
        // One that is not delivered yet can be ended too.
        Err(error) if says_nothing(&error) => license.clone(),
        other => other.map_err(|error| Failure::from(error).at(account))?,
    };
    let mut named = license::in_words(&known);
    if let Some(title) = &known.name {
        named = format!("{named}, titled `{title}`");
    }
    if let Some(expires) = known.expires {
        named = format!("{named}, which runs until {expires}");
    }
    let what = format!("TERMINATES the {named}; that cannot be undone, and nothing is given back");
    Ok(Plan::about(account, license, &Request::Cancel { force: false })?.saying(what))
}

fn says_nothing(error: &license_hub::Error) -> bool {
    error.wire().is_some_and(|wire| {
        matches!(wire.kind(), WireErrorKind::Refused(_) | WireErrorKind::Decode { .. })
            || wire.status() == Some(404)
    })
}

/// What can be ordered of a family.
pub(crate) fn orderable(account: &Account, product: &str) -> Result<Sheet, Failure> {
    let wss = account.websoftsolus(Capability::Orderable)?;
    let family: FamilyName = product.parse()?;
    of_family!(family, F => {
        let list = wss.orderable(&ListOrderable::of(F::default()))?;
        Ok(answers::orderable(account, family, &list.versions()?))
    })
}

/// What came of an order.
pub(super) fn ordered(done: &Done) -> String {
    let summary = match several::keys(done.key.as_ref(), &done.more_keys) {
        Some(keys) => format!("ordered: key {keys}"),
        None => "ordered: the answer names no key, so it may come later; look for it with `license-hub list`"
            .to_owned(),
    };
    match &done.transaction {
        Some(order) => format!("{summary}, order {order}"),
        None => summary,
    }
}

/// What came of anything else.
pub(super) fn summary(operation: &WebSoftSolusOperation, done: &Done) -> String {
    let key = done.key.as_deref().unwrap_or_default();
    match operation {
        WebSoftSolusOperation::EditPlesk(_)
        | WebSoftSolusOperation::EditCpanel(_)
        | WebSoftSolusOperation::EditVirtuozzo(_) => format!("edited: key {key}"),
        WebSoftSolusOperation::TerminatePlesk(_)
        | WebSoftSolusOperation::TerminateCpanel(_)
        | WebSoftSolusOperation::TerminateVirtuozzo(_) => format!("terminated: key {key}"),
        _ => "answered without an error".to_owned(),
    }
}
