//! What an account holds.

use std::collections::BTreeMap;
use std::net::IpAddr;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::ledger::{Desk, Environment, Posting};
use crate::params::Params;
use crate::php::Value;
use crate::vendor::Vendor;

use super::product::{Product, Server};

pub(super) struct Account {
    pub(super) environment: Environment,
    /// By `lid`.
    pub(super) licenses: BTreeMap<u64, License>,
    /// By `actid`.
    pub(super) actions: BTreeMap<u64, Action>,
    /// Negative is credit, as in the captured replies.
    pub(super) balance: Decimal,
    pub(super) credit_limit: Decimal,
    pub(super) next_lid: u64,
    pub(super) next_actid: u64,
    pub(super) next_ipid: u64,
}

pub(super) struct License {
    pub(super) lid: u64,
    pub(super) product: Product,
    pub(super) key: String,
    pub(super) server: Server,
    pub(super) email: String,
    pub(super) notes: String,
    pub(super) created: i64,
    pub(super) expires: Date,
    pub(super) renews: bool,
    /// The primary one first; never empty.
    pub(super) ips: Vec<LicensedIp>,
}

#[derive(Clone, PartialEq, Eq)]
pub(super) struct LicensedIp {
    pub(super) ipid: u64,
    pub(super) ip: IpAddr,
    pub(super) hostname: String,
}

/// A transaction. `advance` is a prepayment and belongs to no licence.
#[derive(Clone)]
pub(super) struct Action {
    pub(super) actid: u64,
    pub(super) name: &'static str,
    pub(super) lid: u64,
    /// Kept here because the licence may be gone when an invoice shows it.
    pub(super) key: Option<String>,
    pub(super) rate: Decimal,
    /// The address it was for, which need not be the primary one of the licence.
    pub(super) ip: Option<IpAddr>,
    /// Such as `1M`, `-1M` or nothing.
    pub(super) added: String,
    pub(super) months: u32,
    pub(super) amount: Decimal,
    pub(super) time: i64,
    pub(super) date: Date,
    pub(super) refunded: bool,
}

/// The vendor's refusal: an entry of the `error` map. Keys and texts are **invented**, since none are public.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct No {
    pub(super) key: &'static str,
    pub(super) message: &'static str,
}

impl No {
    pub(super) const fn new(key: &'static str, message: &'static str) -> Self {
        Self { key, message }
    }

    pub(super) const fn bad_login() -> Self {
        Self::new("login", "The NOC name or password is wrong")
    }

    pub(super) const fn not_enough_money() -> Self {
        Self::new("balance", "There is not enough money in the account")
    }

    pub(super) const fn no_license() -> Self {
        Self::new("license", "There is no such license")
    }

    /// Inferred: a client of 2012 reads `error` as a map. The HTTP status is 200.
    pub(super) fn reply(&self) -> Value {
        Value::map([("error", Value::map([(self.key, Value::text(self.message))]))])
    }
}

impl Account {
    pub(super) fn new(environment: Environment, credit_limit: Decimal) -> Self {
        // Ids of the two worlds never meet, so that one taken for the other is noticed.
        let base = match environment {
            Environment::Live => 0,
            Environment::Test => 9_000_000,
        };
        Self {
            environment,
            licenses: BTreeMap::new(),
            actions: BTreeMap::new(),
            balance: Decimal::ZERO,
            credit_limit,
            next_lid: base + 1000,
            next_actid: base + 100,
            next_ipid: base + 5000,
        }
    }

    pub(super) fn of(&self, product: Product) -> impl Iterator<Item = &License> {
        self.licenses.values().filter(move |license| license.product == product)
    }

    pub(super) fn by_key(&self, product: Product, key: &str) -> Option<&License> {
        self.of(product).find(|license| license.key == key)
    }

    pub(super) fn by_ip(&self, product: Product, ip: IpAddr) -> Option<&License> {
        self.of(product).find(|license| license.has(ip))
    }

    /// The licence that a key field, an address field or both name. Both are taken only when they agree (what the vendor
    /// does then is unknown).
    pub(super) fn select(&self, product: Product, params: &Params, key: &str, ip: &str) -> Result<u64, No> {
        let by_key = params.text(key).map(|key| self.by_key(product, key).ok_or(No::no_license()));
        let by_ip = params
            .text(ip)
            .map(|ip| ip.parse().ok().and_then(|ip| self.by_ip(product, ip)).ok_or(No::no_license()));
        match (by_key, by_ip) {
            (None, None) => Err(No::new("license", "A license key or an IP is needed")),
            (Some(license), None) | (None, Some(license)) => Ok(license?.lid),
            (Some(one), Some(other))
                if one.as_ref().ok().map(|one| one.lid) == other.as_ref().ok().map(|other| other.lid) =>
            {
                Ok(one?.lid)
            }
            _ => Err(No::new("license", "The license key and the IP are not of the same license")),
        }
    }

    pub(super) fn new_ip(&mut self, ip: IpAddr) -> LicensedIp {
        self.next_ipid += 1;
        LicensedIp { ipid: self.next_ipid - 1, ip, hostname: String::new() }
    }

    pub(super) fn can_pay(&self, amount: Decimal) -> bool {
        self.balance + amount <= self.credit_limit
    }

    /// Adds a licence and returns its id.
    pub(super) fn add_license(&mut self, license: impl FnOnce(u64) -> License) -> u64 {
        let lid = self.next_lid;
        self.next_lid += 1;
        self.licenses.insert(lid, license(lid));
        lid
    }

    /// Adds a transaction, moves the balance and returns the transaction. It does not touch the ledger: what was there
    /// at the start is not in it.
    pub(super) fn add_action(&mut self, action: impl FnOnce(u64) -> Action) -> Action {
        let action = action(self.next_actid);
        self.next_actid += 1;
        self.balance += action.amount;
        self.actions.insert(action.actid, action.clone());
        action
    }

    /// Puts a transaction of a licence into the ledger.
    pub(super) fn post(&self, operation: &str, action: &Action, desk: &mut Desk<'_>) {
        let Some(license) = self.licenses.get(&action.lid) else { return };
        desk.post(Posting {
            vendor: Vendor::Softaculous,
            environment: self.environment,
            operation,
            product: license.product.wire(),
            ip: action.ip.map(|ip| ip.to_string()),
            license_key: Some(license.key.clone()),
            action_id: Some(action.actid),
            amount: action.amount,
            term: Some(action.added.clone()),
            time: action.time,
        });
    }
}

impl License {
    pub(super) fn has(&self, ip: IpAddr) -> bool {
        self.ips.iter().any(|licensed| licensed.ip == ip)
    }

    /// A licence is good through the day it expires on (whether that day counts is unknown).
    pub(super) fn expired(&self, today: Date) -> bool {
        self.expires < today
    }
}

impl Action {
    /// The invoice a transaction is on: none in its own month, then that month's. Numbers are invented, `0` for
    /// unbilled is captured.
    pub(super) fn invoice(&self, today: Date) -> i64 {
        let month = |date: Date| i64::from(date.year()) * 12 + i64::from(date.month());
        if month(self.date) < month(today) { month(self.date) - 19_000 } else { 0 }
    }
}
