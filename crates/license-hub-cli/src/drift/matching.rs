//! Which licence each line of the list means.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::net::IpAddr;

use jiff::civil::Date;
use license_hub::{License, Status};

use super::expected::Row;
use super::product::{Fit, compete, software};

/// What stands for a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Match {
    /// This licence.
    Is(usize),
    /// This one, of another product.
    Instead(usize),
    /// None.
    Missing,
}

/// The licences by where they are, and what the list makes of them.
pub(super) struct Matching<'a> {
    licenses: &'a [License],
    by_address: HashMap<IpAddr, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
    /// By number, by kind and number, and by key.
    by_id: HashMap<String, Vec<usize>>,
    /// Whether it is in use, or could be: neither ended nor run out.
    alive: Vec<bool>,
    software: Vec<String>,
    /// Whether a line means it.
    expected: Vec<bool>,
    /// A licence of several servers stands for a line of each.
    taken: HashSet<(usize, Option<IpAddr>)>,
    pub(super) of_rows: Vec<Match>,
}

impl<'a> Matching<'a> {
    pub(super) fn new(licenses: &'a [License], rows: &[Row], today: Date) -> Self {
        let mut matching = Self {
            licenses,
            by_address: HashMap::new(),
            by_name: HashMap::new(),
            by_id: HashMap::new(),
            alive: licenses.iter().map(|license| is_alive(license, today)).collect(),
            software: licenses.iter().map(software).collect(),
            expected: vec![false; licenses.len()],
            taken: HashSet::new(),
            of_rows: vec![Match::Missing; rows.len()],
        };
        for (at, license) in licenses.iter().enumerate() {
            for address in addresses(license) {
                let here = matching.by_address.entry(address).or_default();
                if !here.contains(&at) {
                    here.push(at);
                }
            }
            let ids = [Some(license.id.id.clone()), Some(license.id.to_string()), license.key.clone()];
            let ids: HashSet<String> = ids.into_iter().flatten().collect();
            for id in ids {
                matching.by_id.entry(id).or_default().push(at);
            }
            if let Some(name) = &license.name {
                matching.by_name.entry(folded(name)).or_default().push(at);
            }
        }
        matching.match_products(rows);
        matching.match_others(rows);
        matching
    }

    /// What fits best goes first, over all lines, so that a line that fits much takes nothing from one that fits little.
    /// What ran out stands for a line only where nothing else does, and then only in its own account.
    fn match_products(&mut self, rows: &[Row]) {
        for (alive, home) in [(true, true), (true, false), (false, true)] {
            for fit in Fit::BEST_FIRST {
                for (index, row) in rows.iter().enumerate() {
                    if self.of_rows[index] != Match::Missing {
                        continue;
                    }
                    let best = self
                        .at_place_of(row)
                        .filter(|at| !self.taken.contains(&(*at, row.ip)))
                        .filter(|at| self.alive[*at] == alive && is_home(row, &self.licenses[*at]) == home)
                        .filter(|at| row.product.fit(&self.licenses[*at]) == Some(fit))
                        .max_by_key(|at| preference(&self.licenses[*at], *at));
                    if let Some(at) = best {
                        self.take(index, row, Match::Is(at), at);
                    }
                }
            }
        }
    }

    /// Where a line has no licence and its server has one that nobody expects, that one is taken for the wrong product. One
    /// that doubles an expected licence, or competes with it, is told as that.
    fn match_others(&mut self, rows: &[Row]) {
        for related in [true, false] {
            for (index, row) in rows.iter().enumerate() {
                if self.of_rows[index] != Match::Missing {
                    continue;
                }
                let wanted = row.product.folded().first().map_or("", String::as_str);
                let best = self
                    .at_place_of(row)
                    .filter(|at| !self.expected[*at] && self.alive[*at])
                    .filter(|at| is_home(row, &self.licenses[*at]))
                    .filter(|at| {
                        !related || self.software[*at] == wanted || compete(&self.software[*at], wanted)
                    })
                    .filter(|at| {
                        !self.beside(*at).any(|other| self.expected[other] && self.clash(*at, other))
                    })
                    .max_by_key(|at| preference(&self.licenses[*at], *at));
                if let Some(at) = best {
                    self.take(index, row, Match::Instead(at), at);
                }
            }
        }
    }

    fn take(&mut self, index: usize, row: &Row, found: Match, at: usize) {
        self.of_rows[index] = found;
        self.expected[at] = true;
        self.taken.insert((at, row.ip));
    }

    pub(super) fn is_alive(&self, at: usize) -> bool {
        self.alive[at]
    }

    pub(super) fn is_expected(&self, at: usize) -> bool {
        self.expected[at]
    }

    pub(super) fn same_software(&self, one: usize, other: usize) -> bool {
        self.software[one] == self.software[other]
    }

    /// Whether not both can be in use on one server.
    pub(super) fn clash(&self, one: usize, other: usize) -> bool {
        self.same_software(one, other) || compete(&self.software[one], &self.software[other])
    }

    /// The other living licences of its servers.
    pub(super) fn beside(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        addresses(&self.licenses[at])
            .flat_map(|address| self.by_address.get(&address).into_iter().flatten().copied())
            .filter(move |other| *other != at && self.alive[*other])
    }

    /// The licences of the server that a line is for. One without an address is known by its number or key, or by its name,
    /// and so is what a line without an address means.
    fn at_place_of(&self, row: &Row) -> impl Iterator<Item = usize> + '_ {
        let here = row.ip.and_then(|ip| self.by_address.get(&ip));
        let called = match (&row.license, &row.name) {
            (Some(id), _) => self.by_id.get(id),
            (None, Some(name)) => self.by_name.get(&folded(name)),
            (None, None) => None,
        };
        let wherever = row.ip.is_none();
        let called = called.into_iter().flatten().copied();
        let called = called.filter(move |at| wherever || addresses(&self.licenses[*at]).next().is_none());
        here.into_iter().flatten().copied().chain(called)
    }
}

/// Whether a licence is where the line says it should be.
pub(super) fn is_home(row: &Row, license: &License) -> bool {
    row.account.as_ref().is_none_or(|account| *account == license.account)
        && row.vendor.is_none_or(|vendor| vendor == license.vendor)
}

/// Whether its time has run out. The last day still counts.
pub(super) fn has_run_out(license: &License, today: Date) -> bool {
    match license.expires {
        Some(expires) => expires < today,
        None => license.status == Status::Expired,
    }
}

fn is_alive(license: &License, today: Date) -> bool {
    license.status != Status::Ended && !has_run_out(license, today)
}

/// The addresses of its servers. A licence that was put aside has one that is no server's.
fn addresses(license: &License) -> impl Iterator<Item = IpAddr> + '_ {
    license.addresses.iter().map(IpAddr::to_canonical).filter(|address| !address.is_unspecified())
}

/// What works and lasts longest goes first, then what the vendor lists first.
fn preference(license: &License, at: usize) -> impl Ord + use<> {
    (license.status == Status::Active, license.expires.is_none(), license.expires, Reverse(at))
}

fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}
