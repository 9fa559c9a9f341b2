//! What an account holds.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::clock::add_days;
use crate::ledger::{Desk, Environment, Posting};
use crate::vendor::Vendor;

use super::cart::Cart;
use super::fields::Fields;
use super::habits::Habits;
use super::refusals::No;
use super::tariffs::{Item, LIFETIME, TRIAL, TRIAL_DAYS, Tariff};

pub(super) const CURRENCY: &str = "EUR";

pub(super) struct Account {
    pub(super) vendor: Vendor,
    /// By id, those deleted among them.
    pub(super) services: BTreeMap<u64, Service>,
    /// The services with an operation going on.
    busy: BTreeSet<u64>,
    pub(super) balance: Decimal,
    pub(super) credit_limit: Decimal,
    /// What was paid in before the start.
    pub(super) paid_in: Decimal,
    pub(super) opened: Date,
    pub(super) cart: Cart,
    /// The filters of lists that are on until they are taken off.
    pub(super) filters: BTreeMap<Item, Vec<(String, String)>>,
    next_service: u64,
    next_expense: u64,
}

/// A bought licence, or one that lies in the cart.
#[derive(Clone)]
pub(super) struct Service {
    pub(super) id: u64,
    pub(super) tariff: &'static Tariff,
    pub(super) licname: String,
    pub(super) ip: Option<IpAddr>,
    pub(super) remoteip: String,
    pub(super) remoteid: String,
    pub(super) comment: String,
    pub(super) period: i32,
    pub(super) autoprolong: Option<i32>,
    /// How many of each addon.
    pub(super) addons: Vec<(u32, u32)>,
    /// The licence a module is for.
    pub(super) parent: Option<u64>,
    pub(super) status: Status,
    pub(super) created: Date,
    /// Nothing for a lifetime.
    pub(super) expires: Option<Date>,
    pub(super) key: String,
    pub(super) keys_made: u32,
    pub(super) ip_changed: Option<Date>,
    pub(super) key_changed: Option<Date>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Unpaid,
    Busy(Busy),
    Active,
    Suspended,
    Deleted,
}

/// An operation that takes its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Busy {
    /// In the vendor's word, such as `open`.
    pub(super) what: &'static str,
    pub(super) since: Date,
    pub(super) reads: u32,
    pub(super) then_suspended: bool,
}

/// What is charged, and for what.
pub(super) struct Charge {
    pub(super) function: &'static str,
    pub(super) id: Option<&'static str>,
    pub(super) service: u64,
    pub(super) amount: Decimal,
    pub(super) term: Option<String>,
}

impl Account {
    pub(super) fn new(vendor: Vendor, credit_limit: Decimal, opened: Date) -> Self {
        // Ids of the two vendors never meet, so that one taken for the other is noticed.
        let first = if vendor == Vendor::Isplicense { 88_123 } else { 1_204_417 };
        Self {
            vendor,
            services: BTreeMap::new(),
            busy: BTreeSet::new(),
            balance: Decimal::ZERO,
            credit_limit,
            paid_in: Decimal::ZERO,
            opened,
            cart: Cart::default(),
            filters: BTreeMap::new(),
            next_service: first,
            next_expense: first + 6_000_000,
        }
    }

    /// Adds a service and returns its id.
    pub(super) fn add(&mut self, service: impl FnOnce(u64) -> Service) -> u64 {
        let id = self.next_service;
        self.next_service += 1;
        self.services.insert(id, service(id));
        id
    }

    /// Ends what has gone on long enough.
    pub(super) fn settle(&mut self, habits: &Habits, today: Date) {
        let due = |busy: &Busy| {
            add_days(busy.since, i64::from(habits.key_after_days)).is_some_and(|due| today >= due)
        };
        let done: Vec<u64> = self
            .busy
            .iter()
            .copied()
            .filter(|id| match self.services.get(id).map(|service| &service.status) {
                Some(Status::Busy(busy)) => due(busy),
                _ => true,
            })
            .collect();
        for id in done {
            self.finish(id);
        }
    }

    /// Counts a reading of one service, after which what goes on may be done.
    pub(super) fn was_read(&mut self, id: u64, habits: &Habits) {
        let Some(Service { status: Status::Busy(busy), .. }) = self.services.get_mut(&id) else { return };
        busy.reads = busy.reads.saturating_add(1);
        if habits.key_on_read > 0 && busy.reads >= habits.key_on_read {
            self.finish(id);
        }
    }

    fn finish(&mut self, id: u64) {
        self.busy.remove(&id);
        let vendor = self.vendor;
        if let Some(service) = self.services.get_mut(&id)
            && let Status::Busy(busy) = &service.status
        {
            let opened = busy.what == "open";
            service.status = if busy.then_suspended { Status::Suspended } else { Status::Active };
            if opened {
                service.new_key(vendor);
            }
        }
    }

    /// Begins an operation, which may be done at once.
    pub(super) fn begin(
        &mut self,
        id: u64,
        what: &'static str,
        then_suspended: bool,
        habits: &Habits,
        today: Date,
    ) {
        let Some(service) = self.services.get_mut(&id) else { return };
        service.status = Status::Busy(Busy { what, since: today, reads: 0, then_suspended });
        self.busy.insert(id);
        if what == "open" || habits.slow_changes {
            self.settle(habits, today);
        } else {
            self.finish(id);
        }
    }

    /// The service that `elid` names, of a kind where the function asks for one. What was deleted is found too.
    pub(super) fn find(&self, item: Option<Item>, elid: &str) -> Result<&Service, No> {
        elid.parse::<u64>()
            .ok()
            .and_then(|id| self.services.get(&id))
            .filter(|service| item.is_none_or(|item| service.tariff.item == item))
            .ok_or_else(|| No::missed("elid", elid))
    }

    /// As [`find`](Self::find), for what changes something: the service exists and nothing goes on with it.
    pub(super) fn find_free(&self, item: Option<Item>, fields: &Fields) -> Result<u64, No> {
        let elid = fields.text("elid").unwrap_or_default();
        Self::free(self.find(item, elid)?).map(|service| service.id)
    }

    pub(super) fn free(service: &Service) -> Result<&Service, No> {
        match service.status {
            Status::Deleted => Err(No::missed("elid", &service.id.to_string())),
            Status::Busy(_) => Err(No::running_operation(service.id)),
            Status::Unpaid | Status::Active | Status::Suspended => Ok(service),
        }
    }

    /// Whether an address is free for a licence of a family. `0.0.0.0` is where unused licences wait, many of them.
    pub(super) fn check_ip(&self, family: &str, ip: IpAddr, except: Option<u64>) -> Result<(), No> {
        let taken = !ip.is_unspecified()
            && self.services.values().any(|service| {
                service.ip == Some(ip)
                    && service.tariff.family == family
                    && service.status != Status::Deleted
                    && Some(service.id) != except
            });
        if taken { Err(No::ip_taken(&ip.to_string())) } else { Ok(()) }
    }

    pub(super) fn can_pay(&self, amount: Decimal) -> bool {
        amount <= Decimal::ZERO || self.balance - amount >= -self.credit_limit
    }

    pub(super) fn must_pay(&self, amount: Decimal) -> Result<(), No> {
        if self.can_pay(amount) { Ok(()) } else { Err(No::not_enough_money()) }
    }

    /// Takes the money and puts it into the ledger. What costs nothing is not in there.
    pub(super) fn charge(&mut self, charge: Charge, desk: &mut Desk<'_>) {
        let Some(service) = self.services.get(&charge.service).filter(|_| !charge.amount.is_zero()) else {
            return;
        };
        self.balance -= charge.amount;
        self.next_expense += 1;
        let posting = Posting {
            vendor: self.vendor,
            environment: Environment::Live,
            operation: charge.function,
            product: service.tariff.name,
            ip: service.ip.map(|ip| ip.to_string()),
            license_key: (!service.key.is_empty()).then(|| service.key.clone()),
            action_id: Some(self.next_expense),
            amount: charge.amount,
            term: charge.term,
            time: desk.clock.tick(),
        };
        desk.post_for(posting, charge.service, charge.id);
    }
}

impl Service {
    /// The number of the status, and what the vendor adds to it. That a licence at its end is suspended is inferred.
    pub(super) fn shown(&self, today: Date) -> (u8, Option<&'static str>) {
        match &self.status {
            Status::Unpaid => (1, None),
            Status::Busy(busy) => (5, Some(busy.what)),
            Status::Active if self.expired(today) => (3, Some("autosuspend")),
            Status::Active => (2, None),
            Status::Suspended => (3, Some("employeesuspend")),
            Status::Deleted => (4, None),
        }
    }

    /// A trial of a tariff that is nothing else, or of one that can be tried.
    pub(super) fn is_trial(&self) -> bool {
        self.period == TRIAL
    }

    pub(super) fn expired(&self, today: Date) -> bool {
        self.expires.is_some_and(|expires| expires < today)
    }

    /// Before an order is done, the end of the licence does not show (seen).
    pub(super) fn is_open(&self) -> bool {
        match &self.status {
            Status::Unpaid => false,
            Status::Busy(busy) => busy.what != "open",
            Status::Active | Status::Suspended | Status::Deleted => true,
        }
    }

    /// Seen at ispmanager: a key begins with the id of the licence. Elsewhere it does not here, so that nobody counts on it.
    /// A module has no key (a guess).
    pub(super) fn new_key(&mut self, vendor: Vendor) {
        if self.tariff.item == Item::Addition {
            return;
        }
        self.keys_made += 1;
        let letters = scramble(self.id << 16 | u64::from(self.keys_made));
        let groups: Vec<&[u8]> = letters.chunks(4).take(3).collect();
        let groups = groups.into_iter().map(String::from_utf8_lossy).collect::<Vec<_>>().join("-");
        self.key = match vendor {
            Vendor::Ispmanager => format!("{}-{groups}", self.id),
            _ if self.tariff.item == Item::Parallels => format!("PLSK.{:08}.{:04}", self.id, self.keys_made),
            _ => groups,
        };
    }

    pub(super) fn price(&self, period: i32) -> Decimal {
        self.tariff.price(period, &self.addons)
    }
}

/// The end of a service that begins on a day.
pub(super) fn end_of(from: Date, period: i32) -> Result<Option<Date>, No> {
    let end = match period {
        LIFETIME => return Ok(None),
        TRIAL => add_days(from, TRIAL_DAYS),
        months => crate::clock::add_months(from, i64::from(months)),
    };
    end.map(Some).ok_or_else(|| No::value("period", &period.to_string()))
}

/// Sixteen letters and digits that look random, the same for the same number.
pub(super) fn scramble(number: u64) -> [u8; 16] {
    const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let mut state = number;
    std::array::from_fn(|_| {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        LETTERS[usize::try_from(mixed >> 59).unwrap_or(0)]
    })
}
