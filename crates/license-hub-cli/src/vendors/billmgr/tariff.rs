//! Tariffs by name or number, and their add-ons.

use license_hub::Vendor;
use license_hub::billmgr::{Addon, AddonCode, ItemType, Offer, Region, Tariff, TariffCode, Vendor as Seller};

use super::{Nodes, region, word};
use crate::account::Account;
use crate::exit::Failure;
use crate::words;

/// Whose tariffs hold in this account.
fn seller(account: &Account) -> Seller {
    match account.vendor {
        Vendor::Isplicense => Seller::Isplicense,
        _ => Seller::Ispmanager,
    }
}

/// What a tariff's name or number means in this account. A number that is not known is taken with the item type.
pub(super) fn offer(account: &Account, name: &str, item_type: Option<&ItemType>) -> Result<Offer, Failure> {
    let vendor = seller(account);
    if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit()) {
        let code: TariffCode = name.parse()?;
        return match (Tariff::of_code(vendor, code), item_type) {
            (Some(known), Some(item_type)) if known.item_type != *item_type => {
                Err(other_form(account, known))
            }
            (Some(known), _) => Ok(Offer::from(known)),
            (None, Some(item_type)) => Ok(Offer::new(item_type.clone(), code)),
            (None, None) => Err(Failure::usage(format!(
                "tariff {code} is not known here, so say with --product what it is: {}",
                words::products(account.vendor).join(", ")
            ))),
        };
    }
    let fits = |tariff: &&Tariff| is_called(tariff, name);
    let here: Vec<&Tariff> = Tariff::of(vendor)
        .iter()
        .filter(|tariff| tariff.region == Region::All || Some(tariff.region) == region(account))
        .filter(fits)
        .collect();
    let of_kind: Vec<&&Tariff> =
        here.iter().filter(|tariff| item_type.is_none_or(|wanted| tariff.item_type == *wanted)).collect();
    match (of_kind.as_slice(), here.as_slice()) {
        ([one], _) => Ok(Offer::from(**one)),
        ([], [other, ..]) => Err(other_form(account, other)),
        ([], []) => Err(unknown(account, name, item_type)),
        (several, _) => {
            let all: Vec<String> = several.iter().map(|tariff| line(tariff)).collect();
            Err(Failure::usage(format!("`{name}` is several tariffs; write one of {}", all.join(", "))))
        }
    }
}

/// Its whole name, or what is left of it without the product and its version, in capitals or not.
fn is_called(tariff: &Tariff, name: &str) -> bool {
    let short = tariff.name.get(..13).filter(|begin| begin.eq_ignore_ascii_case("ispmanager 6 "));
    let rest = short.and_then(|begin| tariff.name.get(begin.len()..));
    tariff.name.eq_ignore_ascii_case(name) || rest.is_some_and(|rest| rest.eq_ignore_ascii_case(name))
}

fn line(tariff: &Tariff) -> String {
    format!("{} ({})", tariff.code, tariff.name)
}

fn other_form(account: &Account, tariff: &Tariff) -> Failure {
    Failure::usage(format!(
        "tariff {} at {} is of the product {}; nothing was sent, so use what is for that",
        line(tariff),
        account.vendor,
        word(account.vendor, &tariff.item_type)
    ))
}

fn unknown(account: &Account, name: &str, item_type: Option<&ItemType>) -> Failure {
    let fitting = |tariff: &&Tariff| item_type.is_none_or(|wanted| tariff.item_type == *wanted);
    let elsewhere = Tariff::of(seller(account)).iter().find(|tariff| is_called(tariff, name));
    if let Some(tariff) = elsewhere {
        return Failure::usage(format!(
            "the number of `{name}` is not known for sure in this account's installation (elsewhere it is {}); look \
             it up with `license-hub tariffs {}` and write the number",
            tariff.code, account.name
        ));
    }
    let known: Vec<String> = Tariff::of(seller(account))
        .iter()
        .filter(|tariff| tariff.region == Region::All || Some(tariff.region) == region(account))
        .filter(fitting)
        .map(line)
        .collect();
    Failure::usage(format!(
        "no tariff is called `{name}` here; write a number from `license-hub tariffs {}`, or one of {}",
        account.name,
        if known.is_empty() { "none that is known by name".to_owned() } else { known.join(", ") }
    ))
}

/// A tariff by name and number, as far as it is known.
pub(super) fn in_words(account: &Account, offer: &Offer) -> String {
    match Tariff::of_code(seller(account), offer.tariff()) {
        Some(known) if known.item_type == *offer.item_type() => {
            format!("{} (tariff {})", known.name, known.code)
        }
        _ => format!("tariff {} of the product {}", offer.tariff(), word(account.vendor, offer.item_type())),
    }
}

/// The add-ons that are asked for, nodes by the tariff's own code.
pub(super) fn addons(
    account: &Account,
    tariff: Option<TariffCode>,
    wanted: &Nodes,
) -> Result<Vec<Addon>, Failure> {
    let mut all = Vec::new();
    if let Some(count) = wanted.nodes {
        let code = tariff
            .and_then(|code| Tariff::of_code(seller(account), code))
            .and_then(Tariff::nodes)
            .ok_or_else(|| {
                Failure::usage(
                    "the code of this tariff's nodes is not known here; write it with --addon CODE=NUMBER",
                )
            })?;
        all.push(Addon::new(code, count)?);
    }
    for (code, count) in &wanted.addons {
        all.push(Addon::new(code.parse::<AddonCode>()?, *count)?);
    }
    Ok(all)
}
