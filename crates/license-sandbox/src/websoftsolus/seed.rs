//! What the accounts hold at the start.

use std::net::{IpAddr, Ipv4Addr};

use jiff::civil::Date;

use crate::clock::{Clock, add_days, add_months, seconds_at};
use crate::ledger::Environment;
use crate::options::Options;

use super::catalog::{self, Product};
use super::route::Family;
use super::state::{Account, License};

/// A licence to be there.
struct Seed {
    family: Family,
    /// Its place among the products of the family.
    product: usize,
    title: String,
    comment: &'static str,
    period: u32,
    expires: Date,
    os: Option<&'static str>,
    ip: Option<IpAddr>,
    options: Vec<(&'static str, &'static str)>,
    addons: Vec<&'static str>,
}

/// Money and no licences.
pub(super) fn test(options: &Options) -> Account {
    Account::new(Environment::Test, options.balance, options.credit_limit)
}

/// The few licences that are always there, more of Plesk up to the number wanted, and the money.
pub(super) fn live(options: &Options) -> Account {
    let today = Clock::new(options.date).today();
    let mut account = Account::new(Environment::Live, options.balance, options.credit_limit);
    let fixed = fixed(today);
    let count = fixed.iter().filter(|seed| seed.family == Family::Plesk).count();
    for seed in fixed {
        plant(&mut account, seed, today);
    }
    for index in count..options.licenses {
        plant(&mut account, one_of_many(index, today), today);
    }
    account
}

fn fixed(today: Date) -> Vec<Seed> {
    let day = |days| add_days(today, days).unwrap_or(today);
    let plesk_12 = |title: &str, product, expires| Seed {
        family: Family::Plesk,
        product,
        title: title.to_owned(),
        comment: "",
        period: 1,
        expires,
        os: None,
        ip: None,
        options: Vec::new(),
        addons: Vec::new(),
    };
    let cpanel = |title: &str, last, expires| Seed {
        family: Family::Cpanel,
        ip: Some(Ipv4Addr::new(203, 0, 113, last).into()),
        ..plesk_12(title, 0, expires)
    };
    vec![
        Seed {
            options: vec![("WPBSites", "10"), ("applications", "POWER_PACK")],
            ..plesk_12("web1", 2, day(12))
        },
        Seed { comment: "rack 4, left", period: 12, ..plesk_12("web2", 3, day(200)) },
        Seed { os: Some("LINUX"), options: vec![("languagePack", "2")], ..plesk_12("old1", 0, day(5)) },
        Seed { os: Some("WINDOWS"), ..plesk_12("old2", 1, day(-10)) },
        plesk_12("Zoë & \"friends\" / 100%", 4, day(25)),
        Seed { period: 36, ..plesk_12("web3", 2, day(900)) },
        Seed { addons: vec!["CLOUDLINUX", "KERNELCARE"], ..cpanel("shared1", 51, day(9)) },
        Seed { comment: "customer 17", product: 1, period: 12, ..cpanel("dedicated1", 52, day(340)) },
        cpanel("shared2", 53, day(25)),
        Seed { family: Family::Virtuozzo, os: Some("LINUX"), ..plesk_12("node1", 0, day(14)) },
        Seed { family: Family::Virtuozzo, os: Some("WINDOWS"), period: 6, ..plesk_12("node2", 1, day(70)) },
    ]
}

/// The same for the same index, from long expired to a year ahead.
fn one_of_many(index: usize, today: Date) -> Seed {
    let days = i64::try_from(index * 7 % 380).unwrap_or(0) - 15;
    let old = index.is_multiple_of(3);
    Seed {
        family: Family::Plesk,
        product: index % 2 + if old { 0 } else { 2 },
        title: format!("host{index}"),
        comment: "",
        period: if days > 30 { 12 } else { 1 },
        expires: add_days(today, days).unwrap_or(today),
        os: old.then_some("LINUX"),
        ip: None,
        options: Vec::new(),
        addons: Vec::new(),
    }
}

fn plant(account: &mut Account, seed: Seed, today: Date) {
    let key = account.next_key(seed.family);
    let Some(product): Option<&'static Product> = catalog::of(seed.family).nth(seed.product) else { return };
    let created = add_months(seed.expires, -i64::from(seed.period)).unwrap_or(today);
    let license = License {
        key,
        title: seed.title,
        comment: seed.comment.to_owned(),
        product,
        period: seed.period,
        os: seed.os,
        ip: seed.ip,
        options: seed.options,
        addons: seed.addons,
        order: account.next_order,
        created: seconds_at(created),
        expires: seed.expires,
        delivered: i64::MIN,
        terminated: false,
    };
    account.next_order += 1;
    account.licenses.insert(key, license);
}
