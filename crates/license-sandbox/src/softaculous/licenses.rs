//! The list of licences, and their addresses.

use std::net::IpAddr;

use jiff::civil::Date;

use crate::clock::add_days;
use crate::params::Params;
use crate::php::Value;

use super::Done;
use super::product::Product;
use super::replies;
use super::state::{Account, License, No};

/// A page is this long unless told otherwise; it is the SDK's number.
const DEFAULT_LEN: usize = 1_000_000;

/// Sorted by id; the vendor's order is unknown.
pub(super) fn list(account: &Account, product: Product, params: &Params, today: Date) -> Value {
    let ip = params.text("ips").map(str::parse::<IpAddr>);
    let found: Vec<(&License, _)> = account
        .of(product)
        .filter(|license| params.text("lickey").is_none_or(|key| license.key == key))
        .filter(|license| params.text("email").is_none_or(|email| license.email.eq_ignore_ascii_case(email)))
        .filter(|license| expires_in(license, params.text("expiry"), today))
        .filter_map(|license| {
            let row_ip = match &ip {
                None => license.ips.first(),
                // Exact, on any address of the licence. Whether the vendor takes a part of one is unknown.
                Some(Ok(wanted)) => license.ips.iter().find(|licensed| licensed.ip == *wanted),
                Some(Err(_)) => None,
            };
            row_ip.map(|row_ip| (license, row_ip))
        })
        .collect();
    let (start, len) = page(params);
    let rows = found
        .iter()
        .skip(start)
        .take(len)
        .map(|(license, ip)| (license.lid, replies::row(license, ip, today)))
        .collect();
    let active = account.of(product).filter(|license| !license.expired(today)).count();
    replies::list(rows, active, found.len())
}

/// `expiry` is `1`, `2` or `3`; another value filters nothing. That what has expired is in neither of the other two is
/// inferred.
fn expires_in(license: &License, window: Option<&str>, today: Date) -> bool {
    let within =
        |days| !license.expired(today) && add_days(today, days).is_none_or(|last| license.expires <= last);
    match window {
        Some("1") => license.expired(today),
        Some("2") => within(7),
        Some("3") => within(15),
        _ => true,
    }
}

/// `start`, from 0, and `len`.
pub(super) fn page(params: &Params) -> (usize, usize) {
    let positive = |name| {
        params.number(name).and_then(|number| usize::try_from(number).ok()).filter(|number| *number > 0)
    };
    (positive("start").unwrap_or(0), positive("len").unwrap_or(DEFAULT_LEN))
}

/// Sets the whole list of addresses; the first is the primary one.
pub(super) fn edit_ips(account: &mut Account, product: Product, params: &Params, today: Date) -> Done {
    let lid = params.number("lid").and_then(|lid| u64::try_from(lid).ok()).ok_or(No::no_license())?;
    let license =
        account.licenses.get(&lid).filter(|license| license.product == product).ok_or(No::no_license())?;
    if !params.flag("editlicense") {
        return Ok((replies::shown(license, today), false));
    }
    let ips = wanted_ips(product, params)?;
    let taken = |ip: &IpAddr| account.by_ip(product, *ip).is_some_and(|other| other.lid != lid);
    if ips.iter().any(taken) {
        return Err(No::new("ips", "Another license has this IP"));
    }
    let kept = license.ips.clone();
    let ips = ips
        .into_iter()
        .map(|ip| kept.iter().find(|old| old.ip == ip).cloned().unwrap_or_else(|| account.new_ip(ip)))
        .collect();
    let license = account.licenses.get_mut(&lid).ok_or(No::no_license())?;
    license.ips = ips;
    Ok((replies::new_ips(license), true))
}

/// `ips[]` with at most eight addresses for Softaculous, `ips` with one for the others. A plain `ips` is taken for a
/// list of one, as a list of one is for a plain one (inferred).
fn wanted_ips(product: Product, params: &Params) -> Result<Vec<IpAddr>, No> {
    let limit = if product == Product::Softaculous { 8 } else { 1 };
    let texts = params.list("ips");
    if texts.is_empty() {
        return Err(No::new("ips", "At least one IP is needed"));
    }
    if texts.len() > limit {
        return Err(No::new("ips", "There are too many IPs"));
    }
    let mut ips = Vec::new();
    for text in texts {
        let ip = parse_ip(text)?;
        if ips.contains(&ip) {
            return Err(No::new("ips", "An IP is there twice"));
        }
        ips.push(ip);
    }
    Ok(ips)
}

pub(super) fn parse_ip(text: &str) -> Result<IpAddr, No> {
    text.parse().map_err(|_| No::new("ips", "The IP is not valid"))
}
