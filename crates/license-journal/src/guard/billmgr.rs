//! What ispmanager and `ISPlicense` say before an order: whether the address is free, the price, the balance.

use license_hub::billmgr::{self, CheckAddress, Client, GetBalances, GetPriceList, Period, is_closed};
use license_hub::{Account, ClientRef, Operation, Order, Outcome};

use super::{Check, Finding, Verdict};
use crate::{Error, Money};

pub(super) fn client(account: &dyn Account) -> Option<&Client> {
    match account.client() {
        Some(ClientRef::Billmgr(client)) => Some(client),
        _ => None,
    }
}

fn order(operation: &Operation) -> Option<&billmgr::Order> {
    match operation {
        Operation::Order(Order::Ispmanager(order) | Order::Isplicense(order)) => Some(order),
        _ => None,
    }
}

fn told(error: billmgr::Error) -> Error {
    license_hub::Error::from(error).into()
}

/// Whether the vendor says that the address can have it.
pub(super) fn address(client: &Client, operation: &Operation) -> Result<Option<Finding>, Error> {
    let Some((order, address)) = order(operation).and_then(|order| Some((order, order.address()?))) else {
        return Ok(None);
    };
    let check = CheckAddress::new(order.offer().clone(), order.period(), address);
    let finding = |verdict, says| Ok(Some(Finding::new(Check::Address, verdict, says)));
    match client.check_address(&check) {
        Ok(_) => finding(Verdict::Passed, format!("the vendor says that {address} can have it")),
        Err(error) if is_closed(&error) => finding(
            Verdict::NotKnown,
            format!("the vendor does not say whether {address} can have it: {error}"),
        ),
        Err(error) if error.outcome() == Outcome::Refused => {
            finding(Verdict::Refused, format!("the vendor says that {address} cannot have it: {error}"))
        }
        Err(error) => Err(told(error)),
    }
}

/// What an order costs by the price list; nothing where it is not to be found there without doubt.
pub(super) fn price(client: &Client, operation: &Operation) -> Result<Option<Money>, Error> {
    let Some(order) = order(operation) else { return Ok(None) };
    let tariffs = match client.price_list(&GetPriceList::new(order.offer().item_type().clone())) {
        Ok(tariffs) => tariffs,
        Err(error) if is_closed(&error) || error.outcome() == Outcome::Refused => return Ok(None),
        Err(error) => return Err(told(error)),
    };
    let code = order.offer().tariff().to_string();
    let mut prices = Vec::new();
    for tariff in tariffs.iter().filter(|tariff| tariff.id.as_str() == Some(code.as_str())) {
        for price in &tariff.prices {
            let fits = is_for(price, order.period());
            if let (true, Some(cost), Some(currency)) = (fits, price.cost.get(), price.currency.get()) {
                prices.extend(Money::new(cost.amount, currency.as_str()).ok());
            }
        }
    }
    // Add-ons have prices of their own, which the list does not tell apart.
    let plain = serde_json::to_value(order).ok().is_some_and(|form| form.get("addons").is_none());
    Ok(match prices.as_slice() {
        [price] if plain => Some(price.clone()),
        _ => None,
    })
}

fn is_for(price: &billmgr::Price, period: Period) -> bool {
    let (Some(months), Some(length)) = (period.in_months(), price.length.get()) else { return false };
    match price.unit.as_str() {
        Some("month") => u64::from(months) == *length,
        Some("year") => Some(u64::from(months)) == length.checked_mul(12),
        _ => false,
    }
}

/// Whether the balance is enough for that price.
pub(super) fn balance(client: &Client, price: Option<&Money>) -> Result<Finding, Error> {
    let finding = |verdict, says| Ok(Finding::new(Check::Balance, verdict, says));
    let balances = match client.balances(&GetBalances::new()) {
        Ok(balances) => balances,
        Err(error) if is_closed(&error) => {
            return finding(Verdict::NotKnown, format!("the vendor does not tell the balance: {error}"));
        }
        Err(error) => return Err(told(error)),
    };
    let read: Vec<billmgr::Money> = balances.iter().filter_map(billmgr::Balance::money).collect();
    let words: Vec<String> = read.iter().map(ToString::to_string).collect();
    let words = if words.is_empty() { "not to be read".to_owned() } else { words.join(" and ") };
    let Some(price) = price else {
        return finding(
            Verdict::NotKnown,
            format!("the balance is {words}, and what this costs is not known"),
        );
    };
    let alike = |money: &&billmgr::Money| {
        money.currency.is_some_and(|currency| currency.as_str() == price.currency())
    };
    let enough: Vec<bool> = read.iter().filter(alike).map(|money| money.amount >= price.amount()).collect();
    if enough.is_empty() || enough.len() < balances.len() && !enough.contains(&true) {
        return finding(
            Verdict::NotKnown,
            format!("the balance is {words}, which says nothing about {price}"),
        );
    }
    // Which of several balances pays is the vendor's choice.
    match (enough.contains(&true), enough.contains(&false)) {
        (true, false) => finding(Verdict::Passed, format!("the balance is {words}, and this costs {price}")),
        (true, true) => finding(
            Verdict::NotKnown,
            format!("the balance is {words}: not each of them is enough for {price}"),
        ),
        _ => finding(Verdict::Refused, format!("the balance is {words}, and this costs {price}")),
    }
}
