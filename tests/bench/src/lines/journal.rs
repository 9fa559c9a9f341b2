//! P10: what it costs to write an intent down before it is sent, and what came of it.

use std::path::Path;

use license_hub::{
    Account, AccountName, Before, Checked, ClientRef, Done, Environment, Error, Evidence, License, Listing,
    Operation, Order, Preview, Progress, Request, Vendor, View,
};
use license_journal::{End, Journal, Options, Prepared};
use rusqlite::Connection;
use softaculous_noc::{Buy, ServerType, Term};

use crate::Fallible;
use crate::measure::{middle_in_turn, millis};
use crate::row::{Bar, Row};

const ROUNDS: usize = 150;
const ORDERS: u32 = 5;
/// About as much as the journal keeps of an order.
const WRITTEN: usize = 600;

pub(crate) fn measure() -> Fallible<Vec<Row>> {
    let folder = tempfile::tempdir()?;
    let account = Instant { name: AccountName::new("noc")? };
    let journal = Journal::open(folder.path().join("ours.journal"))?;
    // One turn more than is measured: the first is to warm up.
    let mut turns = (0..=u32::try_from(ROUNDS)?)
        .map(|turn| prepared(&journal, &account, turn))
        .collect::<Fallible<Vec<_>>>()?;
    let mut database = bare(&folder.path().join("bare.sqlite"))?;
    let text = "x".repeat(WRITTEN);
    let times = middle_in_turn(
        ROUNDS,
        || {
            turns.pop().ok_or("there are no orders left")?.iter().try_for_each(|order| {
                match journal.carry_out(&account, order)? {
                    End::Done { unnoted: None, .. } => Ok(()),
                    other => Err(format!("{other:?}").into()),
                }
            })
        },
        || {
            for _ in 0..ORDERS {
                for _ in 0..2 {
                    let transaction = database.transaction()?;
                    transaction.execute("INSERT INTO written (what) VALUES (?1)", [&text])?;
                    transaction.commit()?;
                }
            }
            Ok(())
        },
    )?;
    let limit_is = "two commits of SQLite, as safe on the disk";
    let what = "5 orders in the journal: intent and outcome";
    Ok(vec![Row::new("P10", what, "ms", millis(times), limit_is, Bar::AtMost(1.2))])
}

fn prepared(journal: &Journal, account: &Instant, turn: u32) -> Fallible<Vec<Prepared>> {
    let order = |number: u32| {
        let address = std::net::Ipv4Addr::from_bits(0x0a00_0001 + turn * ORDERS + number);
        let buy = Buy::new(address.into(), Term::months(1)?, ServerType::Vps);
        let operation = Operation::Order(Order::Softaculous(buy));
        Ok(journal.prepare(account, &operation, &Options::new())?)
    };
    (0..ORDERS).map(order).collect()
}

/// A database as safe as the journal's: a write-ahead log, synchronised at every commit.
fn bare(path: &Path) -> Fallible<Connection> {
    let database = Connection::open(path)?;
    database.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0))?;
    database.pragma_update(None, "synchronous", "FULL")?;
    database.execute("CREATE TABLE written (at INTEGER PRIMARY KEY, what TEXT NOT NULL)", [])?;
    Ok(database)
}

/// An account that has done at once whatever it is told to do.
#[derive(Debug)]
struct Instant {
    name: AccountName,
}

impl Account for Instant {
    fn name(&self) -> &AccountName {
        &self.name
    }

    fn vendor(&self) -> Vendor {
        Vendor::Softaculous
    }

    fn environment(&self) -> Environment {
        Environment::Live
    }

    fn client(&self) -> Option<ClientRef<'_>> {
        None
    }

    fn licenses(&self, _: View, _: &(dyn Fn(Progress) + Sync)) -> Result<Listing, Error> {
        Ok(Listing::default())
    }

    fn plan(&self, _: &License, request: &Request) -> Result<Operation, Error> {
        Err(Error::unsupported(request.capability()))
    }

    fn preview(&self, _: &Operation) -> Result<Vec<Preview>, Error> {
        Ok(Vec::new())
    }

    fn perform(&self, _: &Operation) -> Result<Done, Error> {
        Ok(Done::default())
    }

    fn look_before(&self, _: &Operation) -> Result<Before, Error> {
        Ok(Before::default())
    }

    fn check(&self, _: &Operation, _: &Before) -> Result<Checked<Evidence>, Error> {
        Ok(Checked::NotSeen)
    }

    fn shut_down(&self) {}
}
