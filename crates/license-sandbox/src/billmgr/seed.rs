//! What the accounts hold at the start.

use std::net::{IpAddr, Ipv4Addr};

use jiff::civil::Date;

use crate::clock::{Clock, add_days, add_months};
use crate::options::Options;
use crate::vendor::Vendor;

use super::state::{Account, Service, Status};
use super::tariffs::{self, Item, LIFETIME, TRIAL, TRIAL_DAYS};

/// The few licences that are always there, more of the vendor's main kind up to the number wanted, and the money.
pub(super) fn account(vendor: Vendor, options: &Options) -> Account {
    let today = Clock::new(options.date).today();
    let opened = add_days(today, -400).unwrap_or(today);
    let mut account = Account::new(vendor, options.credit_limit, opened);
    (account.balance, account.paid_in) = (options.balance, options.balance);
    let (fixed, main) = match vendor {
        Vendor::Isplicense => (isplicense(today), Item::SoftExternal),
        _ => (ispmanager(today), Item::Soft),
    };
    for service in fixed {
        account.add(|id| planted(service, id, vendor));
    }
    let count = account.services.values().filter(|service| service.tariff.item == main).count();
    for index in count..options.licenses {
        if let Some(service) = one_of_many(index, vendor, today) {
            account.add(|id| planted(service, id, vendor));
        }
    }
    // A module is for the first licence of the account.
    let parent = account.services.keys().next().copied();
    for service in account.services.values_mut().filter(|service| service.tariff.item == Item::Addition) {
        service.parent = parent;
    }
    account
}

fn planted(service: Service, id: u64, vendor: Vendor) -> Service {
    let mut service = Service { id, ..service };
    service.new_key(vendor);
    service
}

/// A licence to be there, so many days before its end.
fn service(
    vendor: Vendor,
    code: u32,
    name: &str,
    last: u8,
    period: i32,
    days_left: i64,
    today: Date,
) -> Option<Service> {
    let tariff = tariffs::find(vendor, &code.to_string())?;
    let expires = add_days(today, days_left).unwrap_or(today);
    let created = match period {
        TRIAL => add_days(expires, -TRIAL_DAYS),
        LIFETIME => add_days(today, -200),
        months => add_months(expires, -i64::from(months)),
    };
    let has_ip = tariff.item.ip_field().is_some();
    Some(Service {
        id: 0,
        tariff,
        licname: if has_ip { name.to_owned() } else { String::new() },
        ip: has_ip.then(|| Ipv4Addr::new(203, 0, 113, last).into()),
        remoteip: String::new(),
        remoteid: String::new(),
        comment: if has_ip { String::new() } else { name.to_owned() },
        period,
        autoprolong: None,
        addons: tariff.addons.iter().map(|addon| (addon.code, addon.minimum)).collect(),
        parent: None,
        status: Status::Active,
        created: created.unwrap_or(today),
        expires: (period != LIFETIME).then_some(expires),
        key: String::new(),
        keys_made: 0,
        ip_changed: None,
        key_changed: None,
    })
}

/// The same, put aside as partners do.
fn put_aside(service: Service) -> Service {
    Service {
        status: Status::Suspended,
        licname: "free.lic".into(),
        ip: Some(Ipv4Addr::UNSPECIFIED.into()),
        ..service
    }
}

fn ispmanager(today: Date) -> Vec<Service> {
    let soft =
        |code, name, last, period, days| service(Vendor::Ispmanager, code, name, last, period, days, today);
    [
        soft(55227, "web-15", 115, 1, 20),
        soft(55228, "web-16", 116, 1, 5).map(|service| Service { autoprolong: Some(1), ..service }),
        soft(55229, "web-17", 117, 12, 300),
        soft(55230, "cluster-1", 118, 1, 12).map(|service| Service { addons: vec![(55236, 3)], ..service }),
        soft(55239, "try-1", 119, TRIAL, 9),
        soft(55227, "web-20", 120, 1, 14).map(put_aside),
        soft(55227, "web-21", 121, 1, -3),
        soft(3541, "old-1", 122, 12, 40),
        soft(9203, "web-15 cl", 115, 1, 20),
        soft(55371, "web-15 bitninja", 0, 1, 18),
        soft(55163, "cloud", 0, 1, 25),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn isplicense(today: Date) -> Vec<Service> {
    let soft =
        |code, name, last, period, days| service(Vendor::Isplicense, code, name, last, period, days, today);
    [
        soft(547, "cust-7", 131, 12, 310),
        soft(546, "cust-8", 132, 1, 4),
        soft(273, "cust-9", 133, 1, 16),
        soft(549, "cust-10", 134, 12, 90).map(|service| Service { addons: vec![(550, 2)], ..service }),
        soft(546, "cust-11", 135, LIFETIME, 0),
        soft(548, "cust-12", 136, 1, 22).map(put_aside),
        soft(166, "ns-1", 137, 1, -6),
        soft(264, "plesk-1", 138, 1, 11),
        soft(354, "virusdie", 0, 1, 13),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The same for the same index, on addresses of 10.0.0.0/8, from long expired to a year ahead.
fn one_of_many(index: usize, vendor: Vendor, today: Date) -> Option<Service> {
    let number = u32::try_from(index).unwrap_or(u32::MAX) & 0x00FF_FFFF;
    let codes: [u32; 3] = if vendor == Vendor::Isplicense { [546, 547, 548] } else { [55227, 55228, 55229] };
    let code = codes[(number % 3) as usize];
    let days = i64::from(number * 7 % 380) - 15;
    let period = if days > 30 || number.is_multiple_of(5) { 12 } else { 1 };
    let ip: IpAddr = Ipv4Addr::from(0x0A00_0000 | number).into();
    let autoprolong = number.is_multiple_of(4).then_some(period);
    service(vendor, code, &format!("host{number}"), 0, period, days, today).map(|service| Service {
        ip: Some(ip),
        autoprolong,
        ..service
    })
}
