//! Ordering: what is checked, what it costs, and the licence that comes of it.

use std::net::IpAddr;

use rust_decimal::Decimal;

use crate::clock::add_months;
use crate::ledger::{Desk, Posting};
use crate::params::Params;
use crate::vendor::Vendor;

use super::catalog::{self, ADDONS, Generation, PERIODS, PLESK_FIELDS, Product, SYSTEMS};
use super::route::Family;
use super::state::{Account, Key, License, No};

/// How long a key takes that does not come with the answer to its order. A guess, as that it does.
const LATE_DELIVERY_SECONDS: i64 = 60;

/// What is ordered, checked.
struct Order {
    product: &'static Product,
    title: String,
    comment: String,
    period: u32,
    os: Option<&'static str>,
    ip: Option<IpAddr>,
    options: Vec<(&'static str, &'static str)>,
    addons: Vec<&'static str>,
}

impl Order {
    fn amount(&self) -> Decimal {
        let options = self.options.iter().map(|(field, value)| catalog::option_price(field, value));
        let addons = self.addons.iter().map(|addon| catalog::addon_price(addon));
        let monthly = options.chain(addons).fold(self.product.monthly(), |sum, price| sum + price);
        monthly * Decimal::from(self.period)
    }
}

/// Charges for a licence and makes it. Each order makes one, whatever was ordered before: whether the vendor refuses a
/// second cPanel licence for an address is unknown, and a double order is to show in the ledger.
pub(super) fn order(
    account: &mut Account,
    family: Family,
    operation: &str,
    params: &Params,
    late: bool,
    desk: &mut Desk<'_>,
) -> Result<Key, No> {
    let order = read(family, params)?;
    let amount = order.amount();
    if !account.can_pay(amount) {
        return Err(No::not_enough_money());
    }
    let expires = add_months(desk.clock.today(), i64::from(order.period))
        .ok_or_else(|| No::bad_value("period", "is too far ahead"))?;

    let time = desk.clock.tick();
    let key = account.next_key(family);
    account.balance -= amount;
    desk.post(Posting {
        vendor: Vendor::WebSoftSolus,
        environment: account.environment,
        operation,
        product: order.product.name,
        ip: order.ip.map(|ip| ip.to_string()),
        license_key: Some(key.to_string()),
        action_id: Some(account.next_order),
        amount,
        term: Some(order.period.to_string()),
        time,
    });
    account.licenses.insert(
        key,
        License {
            key,
            title: order.title,
            comment: order.comment,
            product: order.product,
            period: order.period,
            os: order.os,
            ip: order.ip,
            options: order.options,
            addons: order.addons,
            order: account.next_order,
            created: time,
            expires,
            delivered: if late { time + LATE_DELIVERY_SECONDS } else { time },
            terminated: false,
        },
    );
    account.next_order += 1;
    Ok(key)
}

/// All rules here are documented but those that say otherwise. A field that is unknown is ignored, as PHP does.
fn read(family: Family, params: &Params) -> Result<Order, No> {
    let name = required(params, "product")?;
    let product = catalog::find(family, name)
        .ok_or_else(|| No::bad_value("product", "is not the name of an orderable version"))?;
    let (title, comment) = title_and_comment(params)?;
    let period = one_of("period", required(params, "period")?, &PERIODS)?;
    let mut order = Order {
        product,
        title,
        comment,
        period: period.parse().map_err(|_| No::bad_value("period", "is not a number"))?,
        os: None,
        ip: None,
        options: Vec::new(),
        addons: Vec::new(),
    };
    match (family, product.generation) {
        (Family::Plesk, Some(generation)) => read_plesk(&mut order, generation, params)?,
        (Family::Cpanel, _) => {
            order.ip = Some(server_ip(required(params, "serverIP")?)?);
            order.addons = addons(params)?;
        }
        _ => order.os = Some(one_of("os", required(params, "os")?, &SYSTEMS)?),
    }
    Ok(order)
}

/// What edits and orders have in common: a title that is not empty, which is inferred from only the comment being marked as
/// possibly empty, and a comment that has to be sent and may be empty.
pub(super) fn title_and_comment(params: &Params) -> Result<(String, String), No> {
    let title = required(params, "title")?;
    let comment = params.given("comment").ok_or_else(|| No::missing("comment"))?;
    Ok((title.to_owned(), comment.to_owned()))
}

/// The page calls every field required and ties three of them, and some values, to one generation of Plesk. Here a field
/// that does not apply may be left out or be `0`, since which of the two the vendor wants is unknown.
fn read_plesk(order: &mut Order, generation: Generation, params: &Params) -> Result<(), No> {
    for field in &PLESK_FIELDS {
        let values = field.values(generation);
        if values.is_empty() {
            if params.text(field.name).is_some_and(|value| value != "0") {
                return Err(No::bad_value(field.name, "does not apply to this product"));
            }
            continue;
        }
        let value = one_of(field.name, required(params, field.name)?, values)?;
        if field.name == "os" {
            order.os = Some(value);
        } else if value != "0" {
            order.options.push((field.name, value));
        }
    }
    Ok(())
}

/// Whether the vendor takes IPv6 is unknown; here it is taken.
fn server_ip(text: &str) -> Result<IpAddr, No> {
    let ip = text.parse::<IpAddr>().ok().filter(|ip| !ip.is_unspecified());
    ip.ok_or_else(|| No::bad_value("serverIP", "is not the address of a server"))
}

/// As PHP reads an array: `addons[0]=A&addons[1]=B` or `addons[]=A&addons[]=B`. Of a bare `addons=A&addons=B` only the last
/// is left. That the same one twice is refused is a guess.
fn addons(params: &Params) -> Result<Vec<&'static str>, No> {
    let known = ADDONS.map(|(name, _)| name);
    let mut addons = Vec::new();
    for name in params.list("addons") {
        let addon = one_of("addons", name, &known)?;
        if addons.contains(&addon) {
            return Err(No::bad_value("addons", "has the same value twice"));
        }
        addons.push(addon);
    }
    Ok(addons)
}

fn required<'a>(params: &'a Params, field: &str) -> Result<&'a str, No> {
    params.text(field).ok_or_else(|| No::missing(field))
}

/// Values have their case, as printed.
fn one_of(field: &str, value: &str, values: &[&'static str]) -> Result<&'static str, No> {
    let found = values.iter().find(|known| **known == value);
    found.copied().ok_or_else(|| No::bad_value(field, &format!("has to be one of {}", values.join(", "))))
}
