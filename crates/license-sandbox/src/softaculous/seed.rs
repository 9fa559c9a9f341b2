//! What the accounts hold at the start.

use std::net::{IpAddr, Ipv4Addr};

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::clock::{Clock, add_days, add_months, seconds_at};
use crate::ledger::Environment;
use crate::options::Options;

use super::product::{Product, Server, Term};
use super::state::{Account, Action, License};

/// The licence of the vendor's own examples: its key, its address, its id 1000, and a purchase with the id 100.
const EXAMPLE_KEY: &str = "88888-88888-88888-88888-88888";

/// A licence to be there.
struct Seed {
    product: Product,
    /// Where it is not to be one of the product's own making.
    key: Option<&'static str>,
    ips: Vec<IpAddr>,
    server: Server,
    email: String,
    hostname: String,
    bought: Date,
    expires: Date,
    term: Term,
    renews: bool,
}

/// Money and no licences.
pub(super) fn test(options: &Options) -> Account {
    let mut account = Account::new(Environment::Test, options.credit_limit);
    prepay(&mut account, options, Clock::new(options.date).today());
    account
}

/// The few licences that are always there, more of Softaculous up to the number wanted, and the money.
pub(super) fn live(options: &Options) -> Account {
    let today = Clock::new(options.date).today();
    let mut account = Account::new(Environment::Live, options.credit_limit);
    let fixed = fixed(today);
    let count = fixed.iter().filter(|seed| seed.product == Product::Softaculous).count();
    for seed in fixed {
        plant(&mut account, seed);
    }
    for index in count..options.licenses {
        plant(&mut account, one_of_many(index, today));
    }
    prepay(&mut account, options, today);
    account
}

fn fixed(today: Date) -> Vec<Seed> {
    let day = |days| add_days(today, days).unwrap_or(today);
    let softaculous = |last: u8, expires: Date, term: Term| Seed {
        product: Product::Softaculous,
        key: None,
        ips: vec![documentation_ip(last)],
        server: Server::Vps,
        email: "ops@example.com".into(),
        hostname: format!("vps{last}.example.com"),
        bought: add_months(expires, -i64::from(term.months())).unwrap_or(today),
        expires,
        term,
        renews: false,
    };
    let month = Term::month();
    let other = |product, last, expires| Seed { product, ..softaculous(last, expires, month) };
    vec![
        Seed {
            key: Some(EXAMPLE_KEY),
            ips: vec![Ipv4Addr::new(198, 198, 198, 198).into()],
            server: Server::Dedicated,
            email: "test@test.com".into(),
            hostname: "server.test.com".into(),
            bought: day(-3),
            // Less than a month ahead, so that the vendor's example of a cancellation works too.
            expires: add_months(day(-3), 1).unwrap_or(today),
            ..softaculous(198, today, month)
        },
        softaculous(11, day(-10), month),
        softaculous(12, day(5), month),
        Seed { renews: true, ..softaculous(13, day(12), month) },
        softaculous(14, day(330), Term::year()),
        Seed { ips: vec![documentation_ip(15), documentation_ip(16)], ..softaculous(15, day(20), month) },
        other(Product::Webuzo, 21, day(9)),
        other(Product::Virtualizor, 31, day(25)),
        other(Product::SitePad, 41, day(25)),
    ]
}

/// An address of 203.0.113.0/24, which is for documents.
fn documentation_ip(last: u8) -> IpAddr {
    Ipv4Addr::new(203, 0, 113, last).into()
}

/// The same for the same index, on addresses of 10.0.0.0/8, from long expired to a year ahead.
fn one_of_many(index: usize, today: Date) -> Seed {
    let number = u32::try_from(index).unwrap_or(u32::MAX) & 0x00FF_FFFF;
    let expires = add_days(today, i64::from(number * 7 % 380) - 15).unwrap_or(today);
    let term = if number.is_multiple_of(5) { Term::year() } else { Term::month() };
    let months = if expires > add_months(today, 1).unwrap_or(today) { 12 } else { i64::from(term.months()) };
    Seed {
        product: Product::Softaculous,
        key: None,
        ips: vec![Ipv4Addr::from(0x0A00_0000 | number).into()],
        server: if number.is_multiple_of(3) { Server::Dedicated } else { Server::Vps },
        email: "ops@example.com".into(),
        hostname: format!("host{number}.example.com"),
        bought: add_months(expires, -months).unwrap_or(today),
        expires,
        term: if months == 12 { Term::year() } else { term },
        renews: number.is_multiple_of(4),
    }
}

fn plant(account: &mut Account, seed: Seed) {
    let primary = seed.ips.first().copied();
    let ips = seed
        .ips
        .into_iter()
        .map(|ip| {
            let mut licensed = account.new_ip(ip);
            licensed.hostname.clone_from(&seed.hostname);
            licensed
        })
        .collect();
    let time = seconds_at(seed.bought);
    let key = |lid| seed.key.map_or_else(|| seed.product.key(lid), str::to_owned);
    let lid = account.add_license(|lid| License {
        lid,
        product: seed.product,
        key: key(lid),
        server: seed.server,
        email: seed.email,
        notes: String::new(),
        created: time,
        expires: seed.expires,
        renews: seed.renews,
        ips,
    });
    let rate = seed.product.monthly(seed.server);
    account.add_action(|actid| Action {
        actid,
        name: "new",
        lid,
        key: Some(key(lid)),
        ip: primary,
        rate,
        added: seed.term.wire(),
        months: seed.term.months(),
        amount: rate * Decimal::from(seed.term.months()),
        time,
        date: seed.bought,
        refunded: false,
    });
}

/// One payment ahead, the day before, that leaves just the balance wanted.
fn prepay(account: &mut Account, options: &Options, today: Date) {
    let paid = options.balance + account.balance;
    let date = add_days(today, -1).unwrap_or(today);
    account.add_action(|actid| Action {
        actid,
        name: "advance",
        lid: 0,
        key: None,
        ip: None,
        rate: paid,
        added: String::new(),
        months: 0,
        amount: -paid,
        time: seconds_at(date),
        date,
        refunded: false,
    });
}
