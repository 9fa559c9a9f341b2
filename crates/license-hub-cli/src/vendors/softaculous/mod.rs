//! Softaculous NOC: Softaculous, Webuzo, Virtualizor and SitePad.

mod answers;
pub(crate) mod order;
mod refund;

use std::sync::Arc;

use license_hub::softaculous::{
    Client, Credentials, Environment as Noc, GetInvoice, GetLogs, LicenseKey, Product, RawCall,
};
use license_hub::{
    Account as Api, AccountName, Capability, Done, Effect, License, Operation, SoftaculousAccount,
    SoftaculousOperation,
};
use license_wire::Scrubber;

use super::{correct, settings};
use crate::account::Account;
use crate::config::{AccountConfig, Environment, Login, Source};
use crate::exit::Failure;
use crate::license;
use crate::output::Sheet;
use crate::{several, words};

pub(crate) use order::{ServerKind, Switch};
pub(crate) use refund::{cancellation, refund};

/// Reads the secrets and makes the client. Sends nothing.
pub(super) fn open(
    name: AccountName,
    config: &AccountConfig,
    scrubber: &Scrubber,
) -> Result<Arc<dyn Api>, Failure> {
    let learn = |source: &Source| {
        let secret = source.read()?;
        scrubber.add(&secret);
        Ok::<_, Failure>(secret)
    };
    let credentials = match &config.login {
        Login::Password { username, password } => Credentials::account(username, learn(password)?),
        Login::ApiKey { key, password } => {
            let key = learn(key)?;
            Credentials::api_key(key.expose(), learn(password)?)
        }
    };
    let environment = match config.environment {
        Environment::Live => Noc::Live,
        Environment::Test => Noc::Sandbox,
    };
    let credentials = credentials.map_err(correct(config))?;
    let mut builder = Client::builder(environment, credentials).settings(settings(config, scrubber)?);
    if let Some(address) = &config.base_url {
        builder = builder.base_url(address);
    }
    Ok(Arc::new(SoftaculousAccount::new(name, builder.build().map_err(correct(config))?)))
}

/// The product of a licence of this vendor.
fn product(license: &License) -> Result<Product, Failure> {
    let known = [Product::Softaculous, Product::Webuzo, Product::Virtualizor, Product::SitePad];
    let words = words::SOFTACULOUS.iter().zip(known);
    let found = words.into_iter().find(|((_, kind), _)| *kind == license.id.kind).map(|(_, product)| product);
    found.ok_or_else(|| Failure::usage(format!("{} is not a product of Softaculous", license.id.kind)))
}

fn key(license: &License) -> Result<LicenseKey, Failure> {
    let key = license.key.as_deref().ok_or_else(|| {
        Failure::not_sent(format!(
            "the {} has no key that could be read; nothing was sent",
            license::in_words(license)
        ))
    })?;
    Ok(key.parse::<LicenseKey>()?)
}

/// What happened to a licence.
pub(crate) fn logs(account: &Account, license: &License, limit: Option<u64>) -> Result<Sheet, Failure> {
    let noc = account.softaculous(Capability::Logs)?;
    let logs = GetLogs::by_key(key(license)?).product(product(license)?);
    let logs = limit.into_iter().fold(logs, GetLogs::limit);
    Ok(answers::logs(account, &noc.logs(&logs)?))
}

/// What was charged.
pub(crate) fn invoice(account: &Account, number: Option<&str>) -> Result<Sheet, Failure> {
    let noc = account.softaculous(Capability::Invoices)?;
    let invoice = match number {
        Some(number) => GetInvoice::of(number.parse()?),
        None => GetInvoice::unbilled(),
    };
    Ok(answers::invoice(account, &noc.invoice(&invoice)?))
}

/// A call of any function by its name.
pub(super) fn call(function: &str, effect: Effect, fields: &[(String, String)]) -> Operation {
    let call =
        fields.iter().fold(RawCall::new(function, effect), |call, (name, value)| call.field(name, value));
    Operation::Softaculous(SoftaculousOperation::Call(call))
}

/// What came of a purchase.
pub(super) fn bought(done: &Done) -> String {
    let renewed = done.reply.get("action").and_then(|action| action.as_str()) == Some("renew");
    let verb = if renewed { "extended" } else { "bought" };
    let mut summary = format!("{verb}: key {}", done.key.as_deref().unwrap_or_default());
    let amount = done.amount.map(|amount| amount.to_string());
    for (name, value) in [("charged", amount), ("transaction", done.transaction.clone())] {
        if let Some(value) = value {
            summary = format!("{summary}, {name} {value}");
        }
    }
    summary
}

/// What came of anything else.
pub(super) fn summary(operation: &SoftaculousOperation, done: &Done) -> String {
    match operation {
        SoftaculousOperation::Refund(refund) => {
            let amount = done.amount.map(|amount| amount.to_string()).unwrap_or_default();
            format!("refunded: transaction {}, amount {amount}", refund.action())
        }
        SoftaculousOperation::Cancel(_) => {
            format!("cancelled: key {}", done.key.as_deref().unwrap_or_default())
        }
        SoftaculousOperation::SetAddresses(_) if done.addresses.is_empty() => {
            "moved: the vendor did not say where to, and no error".to_owned()
        }
        SoftaculousOperation::SetAddresses(_) => {
            format!("moved: now at {}", several::addresses(&done.addresses))
        }
        SoftaculousOperation::SetAutoRenewal(_) => "switched".to_owned(),
        _ => "answered without an error".to_owned(),
    }
}
