//! Automatic renewal: who has it, on, off.

use std::net::IpAddr;

use crate::params::Params;

use super::Done;
use super::licenses::page;
use super::product::Product;
use super::replies;
use super::state::{Account, License, No};

/// One call lists, adds and removes. To add what is there, or remove what is not, does no harm (a guess).
pub(super) fn list_or_change(account: &mut Account, product: Product, params: &Params) -> Done {
    let on = match (params.flag("addrenewal"), params.flag("cancelrenewal")) {
        (false, false) => return Ok((list(account, product, params), false)),
        (true, true) => return Err(No::new("renewal", "A renewal cannot be added and cancelled at once")),
        (on, _) => on,
    };
    let key = params.text("lickey").ok_or(No::new("license", "A license key is needed"))?;
    let lid = account.by_key(product, key).ok_or(No::no_license())?.lid;
    let license = account.licenses.get_mut(&lid).ok_or(No::no_license())?;
    license.renews = on;
    Ok((replies::renewal_changed(license), true))
}

fn list(account: &Account, product: Product, params: &Params) -> crate::php::Value {
    let ip = params.text("ips").map(str::parse::<IpAddr>);
    let found: Vec<&License> = account
        .of(product)
        .filter(|license| license.renews)
        .filter(|license| params.text("lickey").is_none_or(|key| license.key == key))
        .filter(|license| match &ip {
            None => true,
            Some(Ok(ip)) => license.has(*ip),
            Some(Err(_)) => false,
        })
        .collect();
    let (start, len) = page(params);
    let rows: Vec<&License> = found.iter().skip(start).take(len).copied().collect();
    replies::renewals(&rows, found.len())
}
