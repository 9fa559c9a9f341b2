//! The shapes of the replies. Each says how sure it is: *captured* in real replies of 2011, *documented*, *inferred*
//! from the two, or a *guess*.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::clock::compact;
use crate::php::Value;

use super::state::{Account, Action, License, LicensedIp};

/// The account's number, as a database column.
const NOCID: &str = "731";

/// A database column: always a string.
fn column<T: ToString + ?Sized>(value: &T) -> Value {
    Value::Text(value.to_string())
}

fn money(amount: Decimal) -> Value {
    Value::Text(format!("{amount:.2}"))
}

/// Captured: the 15 strings of a licence in logs and after a cancellation. There is no `ip` among them. That `active`
/// turns `0` when it expires is a guess.
pub(super) fn license(license: &License, today: Date) -> Value {
    Value::Map(license_members(license, today))
}

fn license_members(license: &License, today: Date) -> Vec<(String, Value)> {
    [
        ("lid", column(&license.lid)),
        ("license", column(&license.key)),
        ("type", column("1")),
        ("unique", column("")),
        ("apiuid", column("0")),
        ("nocid", column(NOCID)),
        ("authemail", column(&license.email)),
        ("soft_email", column("")),
        ("time", column(&license.created)),
        ("expires", column(&compact(license.expires))),
        ("active", column(if license.expired(today) { "0" } else { "1" })),
        ("servertype", column(license.server.wire())),
        ("last_sync", column("0")),
        ("panel", column("")),
        ("env", column("")),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

/// Captured: a licence in the list has four more fields. `notes` is inferred: it can be set, so it should show. How a
/// second address shows is unknown; here the row has the address that was asked for, otherwise the primary one.
pub(super) fn row(license: &License, ip: &LicensedIp, today: Date) -> Value {
    let mut members = license_members(license, today);
    let primary = license.ips.first().is_some_and(|first| first == ip);
    members.extend(
        [
            ("ipid", column(&ip.ipid)),
            ("ip", column(&ip.ip)),
            ("primary", column(if primary { "1" } else { "0" })),
            ("hostname", column(&ip.hostname)),
            ("notes", column(&license.notes)),
        ]
        .map(|(name, value)| (name.to_owned(), value)),
    );
    Value::Map(members)
}

/// Captured; that an empty list is `[]` is inferred. That `num_results` counts all pages, and `num_active` what has not
/// expired in the whole account, are guesses.
pub(super) fn list(rows: Vec<(u64, Value)>, active: usize, results: usize) -> Value {
    Value::map([
        ("licenses", by_id(rows)),
        ("num_active", Value::int(active)),
        ("num_results", Value::int(results)),
        ("error", Value::Null),
    ])
}

/// Captured for a new licence: ids and amounts are numbers. Inferred for a renewal, where `lid` and `rate` come from
/// the database. `autorenew` is `YES` in the capture; `NO` is a guess.
pub(super) fn bought(account: &Account, license: &License, action: &Action) -> Value {
    let renewal = action.name == "renew";
    Value::map([
        ("lid", if renewal { column(&license.lid) } else { Value::int(license.lid) }),
        ("license", column(&license.key)),
        ("bal", Value::Float(account.balance)),
        ("ip", action.ip.as_ref().map_or(Value::Null, column)),
        ("time", Value::Int(action.time)),
        ("rate", if renewal { money(action.rate) } else { Value::number(action.rate) }),
        ("amt", Value::number(action.amount)),
        ("added", column(&action.added)),
        ("action", column(action.name)),
        ("autorenew", column(yes_or_no(license.renews))),
        ("actid", Value::int(action.actid)),
        ("error", Value::Null),
    ])
}

/// Guess: nobody shows the reply to a trial.
pub(super) fn trial(license: &License) -> Value {
    Value::map([
        ("lid", Value::int(license.lid)),
        ("license", column(&license.key)),
        ("ip", license.ips.first().map_or(Value::Null, |ip| column(&ip.ip))),
        ("expires", column(&compact(license.expires))),
        ("error", Value::Null),
    ])
}

/// Captured, with its mixed types. Which of the two actions `actid` is cannot be seen; here the new one.
pub(super) fn refunded(account: &Account, license: &License, action: &Action) -> Value {
    Value::map([
        ("lid", column(&license.lid)),
        ("license", column(&license.key)),
        ("bal", Value::Float(account.balance)),
        ("time", Value::Int(action.time)),
        ("rate", money(action.rate)),
        ("amt", Value::Float(action.amount)),
        ("added", column(&action.added)),
        ("action", column(action.name)),
        ("actid", Value::int(action.actid)),
        ("error", Value::Null),
    ])
}

/// Captured.
pub(super) fn cancelled(gone: &License, today: Date) -> Value {
    Value::map([("error", Value::Null), ("cancelled_license", license(gone, today))])
}

/// Captured with one address, inferred with more.
pub(super) fn new_ips(license: &License) -> Value {
    let ips = license.ips.iter().map(|ip| column(&ip.ip)).collect();
    Value::map([("error", Value::Null), ("new_ips", Value::List(ips)), ("lid", Value::int(license.lid))])
}

/// Guess: what the same call shows without `editlicense`.
pub(super) fn shown(license: &License, today: Date) -> Value {
    let ips = license.ips.iter().map(|ip| column(&ip.ip)).collect();
    let row = license.ips.first().map_or(Value::Null, |ip| row(license, ip, today));
    Value::map([("license", row), ("ips", Value::List(ips)), ("error", Value::Null)])
}

/// Captured: `license` is an object here and a string elsewhere. The newest action comes first (documented).
pub(super) fn logs(actions: &[&Action], of: &License, today: Date) -> Value {
    let rows =
        actions.iter().map(|action| (action.actid, Value::Map(action_members(action, today)))).collect();
    Value::map([("actions", by_id(rows)), ("license", license(of, today)), ("error", Value::Null)])
}

/// Captured: there is no `error` member. A numbered invoice is inferred to look like the unbilled one.
pub(super) fn invoice(actions: &[&Action], number: i64, today: Date) -> Value {
    let amount = actions.iter().map(|action| action.amount).sum();
    let rows = actions.iter().map(|action| {
        let mut members = action_members(action, today);
        members.push(("license".to_owned(), action.key.as_ref().map_or(Value::Null, column)));
        (action.actid, Value::Map(members))
    });
    Value::map([
        ("actions", by_id(rows.collect())),
        ("amt", Value::Float(amount)),
        ("invoid", Value::Int(number)),
    ])
}

/// Captured: the 11 strings of an action. What `refunded` turns to is a guess; clients test for `0` or empty.
fn action_members(action: &Action, today: Date) -> Vec<(String, Value)> {
    [
        ("actid", column(&action.actid)),
        ("nocid", column(NOCID)),
        ("action", column(action.name)),
        ("lid", column(&action.lid)),
        ("invoid", column(&action.invoice(today))),
        ("rate", money(action.rate)),
        ("added", column(&action.added)),
        ("amt", money(action.amount)),
        ("time", column(&action.time)),
        ("date", column(&compact(action.date))),
        ("refunded", column(if action.refunded { "1" } else { "0" })),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

/// Guess: the shape of the list of automatic renewals is unknown.
pub(super) fn renewals(licenses: &[&License], results: usize) -> Value {
    let rows = licenses.iter().map(|license| {
        let row = Value::map([
            ("lid", column(&license.lid)),
            ("license", column(&license.key)),
            ("ip", license.ips.first().map_or(Value::Null, |ip| column(&ip.ip))),
            ("expires", column(&compact(license.expires))),
        ]);
        (license.lid, row)
    });
    Value::map([
        ("licenses", by_id(rows.collect())),
        ("num_results", Value::int(results)),
        ("error", Value::Null),
    ])
}

/// Guess: all that is known is that success has no error.
pub(super) fn renewal_changed(license: &License) -> Value {
    Value::map([
        ("lid", column(&license.lid)),
        ("license", column(&license.key)),
        ("autorenew", column(yes_or_no(license.renews))),
        ("error", Value::Null),
    ])
}

fn yes_or_no(yes: bool) -> &'static str {
    if yes { "YES" } else { "NO" }
}

fn by_id(rows: Vec<(u64, Value)>) -> Value {
    Value::Map(rows.into_iter().map(|(id, row)| (id.to_string(), row)).collect())
}
