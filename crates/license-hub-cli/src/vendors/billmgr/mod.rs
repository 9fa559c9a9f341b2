//! ispmanager and ISPlicense, which both run BILLmanager.

mod answers;
pub(crate) mod order;
mod summary;
mod tariff;
mod wait;

use std::net::IpAddr;
use std::sync::Arc;

use license_hub::billmgr::{
    ChangeTariff, CheckAddress, ClearCart, Client, Credentials, GetBalances, GetCart, GetPriceList, ItemType,
    License as Own, Period, RawCall, Region, RemoveFromCart, SetAddons, isplicense, ispmanager,
};
use license_hub::{
    Account as Api, AccountName, BillmgrAccount, BillmgrOperation, Capability, Effect, License, Operation,
    Record, Vendor,
};
use license_wire::{Error, Scrubber};

use super::{correct, settings};
use crate::account::Account;
use crate::config::{AccountConfig, Login, Site};
use crate::exit::Failure;
use crate::license;
use crate::output::Sheet;
use crate::plan::{Plan, Step};
use crate::words;

pub(super) use summary::{ordered, summary};
pub(crate) use wait::follow_up;

/// How many nodes there are to be, and how many of other add-ons by the vendor's codes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Nodes {
    pub(crate) nodes: Option<u64>,
    pub(crate) addons: Vec<(String, u64)>,
}

/// An address that is to have a licence.
#[derive(Clone, Debug)]
pub(crate) struct AddressCheck {
    pub(crate) tariff: String,
    pub(crate) period: String,
    pub(crate) product: Option<String>,
    pub(crate) address: IpAddr,
}

/// Reads the secrets and makes the client. Sends nothing.
pub(super) fn open(
    name: AccountName,
    config: &AccountConfig,
    scrubber: &Scrubber,
) -> Result<Arc<dyn Api>, Failure> {
    let Login::Password { username, password } = &config.login else {
        return Err(config.place.fail("write `username` and `password`"));
    };
    let password = password.read()?;
    scrubber.add(&password);
    let credentials = if config.session {
        Credentials::session(username.as_str(), password)
    } else {
        Credentials::each_call(username.as_str(), password)
    };
    let site = match (config.vendor, config.site) {
        (Vendor::Isplicense, Some(Site::Ru)) => &isplicense::RU,
        (Vendor::Isplicense, _) => &isplicense::COM,
        (_, Some(Site::Ru)) => &ispmanager::RU,
        _ => &ispmanager::EU,
    };
    let credentials = credentials.map_err(correct(config))?;
    let mut builder = Client::builder(site, credentials).settings(settings(config, scrubber)?);
    if let Some(address) = &config.base_url {
        builder = builder.base_url(address);
    }
    let client = builder.build().map_err(correct(config))?;
    let account = BillmgrAccount::new(name, client).map_err(|error| config.place.fail(error))?;
    Ok(Arc::new(account))
}

/// Where the tariffs' names hold; their codes differ between the installations.
fn region(account: &Account) -> Option<Region> {
    match (account.vendor, account.site) {
        (Vendor::Isplicense, _) => Some(Region::All),
        (_, Some(Site::Ru)) => Some(Region::Ru),
        (_, Some(_)) => Some(Region::Eu),
        (_, None) => None,
    }
}

/// An operation of the vendor that the account is at.
fn operation(vendor: Vendor, operation: BillmgrOperation) -> Operation {
    match vendor {
        Vendor::Isplicense => Operation::Isplicense(operation),
        _ => Operation::Ispmanager(operation),
    }
}

/// The item type of a product that goes by this word.
fn item_type(product: &str) -> Result<ItemType, Failure> {
    let known = words::ISPMANAGER.iter().chain(words::ISPLICENSE);
    let prefix = known.clone().find(|(word, _)| *word == product.to_lowercase()).map(|(_, prefix)| *prefix);
    let found = ItemType::KNOWN.into_iter().find(|known| Some(known.prefix()) == prefix);
    found.ok_or_else(|| {
        Failure::usage(format!(
            "there is no product `{product}`; there are ispmanager, software, plesk, module, platform"
        ))
    })
}

/// An item type, as the command line names it.
fn word(vendor: Vendor, item_type: &ItemType) -> &str {
    words::product(vendor, item_type.prefix())
}

/// A licence as its vendor has it.
fn own(license: &License) -> Result<&Own, Failure> {
    match &license.record {
        Record::Billmgr(own) => Ok(own),
        _ => Err(Failure::not_sent(format!(
            "the record of the {} cannot be read; nothing was sent",
            license::in_words(license)
        ))),
    }
}

/// `1`, `12`, `1M`, `1Y`, `lifetime`, `trial`, or another code of the vendor's.
pub(crate) fn period(text: &str) -> Result<Period, Error> {
    let lower = text.to_ascii_lowercase();
    let months = |number: &str, factor: u16| {
        let count = number.parse::<u16>().ok().and_then(|count| count.checked_mul(factor));
        Period::months(count.unwrap_or_default())
    };
    match lower.as_str() {
        "lifetime" => Ok(Period::LIFETIME),
        "trial" => Ok(Period::TRIAL),
        "daily" => Ok(Period::DAILY),
        lower => match (lower.strip_suffix('m'), lower.strip_suffix('y')) {
            (Some(number), _) => months(number, 1),
            (_, Some(number)) => months(number, 12),
            _ => lower.parse(),
        },
    }
}

/// A period as a person says it.
pub(crate) fn period_in_words(period: Period) -> String {
    match period {
        Period::LIFETIME => "for ever".to_owned(),
        Period::TRIAL => "on trial".to_owned(),
        Period::DAILY => "day by day".to_owned(),
        Period::MONTH => "for 1 month".to_owned(),
        period => match period.in_months() {
            Some(months) => format!("for {months} months"),
            None => format!("for the period {period}"),
        },
    }
}

/// Sets how many nodes, or of other add-ons, a licence has.
pub(crate) fn set_nodes(account: &Account, license: &License, nodes: &Nodes) -> Result<Plan, Failure> {
    let own = own(license)?;
    let addons = tariff::addons(account, own.tariff.get().copied(), nodes)?;
    let Some((first, more)) = addons.split_first() else {
        return Err(Failure::usage("say how many with --nodes or --addon; nothing was sent"));
    };
    let set = more.iter().fold(SetAddons::new(own.service.clone(), *first), |set, addon| set.and(*addon));
    // ISPlicense wants them repeated, and what a form makes of a field that is missing is not known.
    let set = match (own.address.get(), own.name.get()) {
        (Some(address), Some(name)) if !address.is_unspecified() => set.repeating(*address, name.clone()),
        _ => set,
    };
    let words: Vec<String> =
        addons.iter().map(|addon| format!("add-on {} to {}", addon.code(), addon.count())).collect();
    let what = format!("sets {} for the {}", words.join(" and "), license::in_words(license));
    let set = operation(account.vendor, BillmgrOperation::SetAddons(set));
    Ok(Plan::of(Step::new(what, set)).looked_up())
}

/// Moves a licence to another tariff.
pub(crate) fn change_tariff(
    account: &Account,
    license: &License,
    name: &str,
    by: Option<&str>,
) -> Result<Plan, Failure> {
    let own = own(license)?;
    let offer = tariff::offer(account, name, Some(own.service.item_type()))?;
    let change = ChangeTariff::new(own.service.clone(), offer.tariff());
    let change = by.map(period).transpose()?.into_iter().fold(change, ChangeTariff::period);
    let named = license::in_words(license);
    let what = format!("moves the {named} to {}", tariff::in_words(account, &offer));
    let change = operation(account.vendor, BillmgrOperation::ChangeTariff(change));
    Ok(Plan::of(Step::new(what, change)).looked_up())
}

/// Asks whether an address can have a licence.
pub(crate) fn check_address(account: &Account, check: &AddressCheck) -> Result<Sheet, Failure> {
    let client = account.billmgr(Capability::CheckAddress)?;
    let item_type = check.product.as_deref().map(item_type).transpose()?;
    let offer = tariff::offer(account, &check.tariff, item_type.as_ref())?;
    let request = CheckAddress::new(offer.clone(), period(&check.period)?, check.address);
    Ok(answers::free(account, &offer, check.address, &client.check_address(&request)?))
}

/// The money there is.
pub(crate) fn balance(account: &Account) -> Result<Sheet, Failure> {
    let client = account.billmgr(Capability::Balance)?;
    Ok(answers::balances(account, &client.balances(&GetBalances::new())?))
}

/// What is sold in this account, and for how much.
pub(crate) fn tariffs(account: &Account, product: Option<&str>) -> Result<Sheet, Failure> {
    let client = account.billmgr(Capability::Tariffs)?;
    let mut all = Vec::new();
    for word in
        words::products(account.vendor).into_iter().filter(|word| product.is_none_or(|it| it == *word))
    {
        let item_type = item_type(word)?;
        all.push((item_type.clone(), client.price_list(&GetPriceList::new(item_type))?));
    }
    Ok(answers::prices(account, &all))
}

/// What was ordered and is not paid for.
pub(crate) fn cart(account: &Account) -> Result<Sheet, Failure> {
    let client = account.billmgr(Capability::Cart)?;
    Ok(answers::cart(account, &client.cart(&GetCart::new())?))
}

/// Takes one item out of the cart, or all.
pub(crate) fn empty_cart(account: &Account, item: Option<&str>) -> Result<Plan, Failure> {
    let client = account.billmgr(Capability::Cart)?;
    if let Some(item) = item {
        let remove = BillmgrOperation::RemoveFromCart(RemoveFromCart::new(item.parse()?));
        let what = format!("takes item {item} out of the cart");
        return Ok(Plan::of(Step::new(what, operation(account.vendor, remove))));
    }
    let cart = client.cart(&GetCart::new())?;
    let Some(order) = cart.order.get() else {
        return Err(Failure::usage("the cart is empty; nothing was sent"));
    };
    let clear = BillmgrOperation::ClearCart(ClearCart::new(order.clone()));
    let what = format!("takes all {} items out of the cart", cart.items.len());
    Ok(Plan::of(Step::new(what, operation(account.vendor, clear))).looked_up())
}

/// A call of any function by its name.
pub(super) fn call(vendor: Vendor, function: &str, effect: Effect, fields: &[(String, String)]) -> Operation {
    let call =
        fields.iter().fold(RawCall::new(function, effect), |call, (name, value)| call.field(name, value));
    operation(vendor, BillmgrOperation::Call(call))
}
