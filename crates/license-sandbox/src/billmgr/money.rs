//! Who asks, how much money there is, what things cost.

use rust_decimal::Decimal;

use super::document::{Document, Kind, Node};
use super::lists;
use super::render::Lang;
use super::replies::{money, period_name};
use super::state::CURRENCY;
use super::tariffs::{self, LIFETIME, TRIAL, TRIAL_DAYS, Tariff};
use super::task::{Reply, Task};
use crate::vendor::Vendor;

/// Seen: attributes and nothing else.
pub(super) fn whoami(task: &Task<'_, '_>, username: &str) -> Reply {
    let user = Node::new("user")
        .attribute("id", "902")
        .attribute("name", username)
        .attribute("email", format!("{username}@example.com"))
        .attribute("realname", "Sandbox Reseller")
        .attribute("balance", money(task.account.balance))
        .attribute("level", "16");
    Reply::read(Document::new(Kind::Plain, vec![user]))
}

/// Seen: the balance as a text for a person.
pub(super) fn user_settings(task: &Task<'_, '_>, username: &str) -> Reply {
    let nodes = vec![
        Node::leaf("elid", "902"),
        Node::leaf("email", format!("{username}@example.com")),
        Node::leaf("realname", "Sandbox Reseller"),
        Node::leaf("balance", formatted(task.account.balance, task.lang, CURRENCY)),
        Node::leaf("lang", task.lang.code()),
    ];
    Reply::read(Document::new(Kind::Form, nodes))
}

/// Seen: one row for each provider, with its name.
pub(super) fn balances(task: &Task<'_, '_>) -> Reply {
    let project = if task.account.vendor == Vendor::Isplicense { "ISPlicense" } else { "ISPsystem" };
    let row = Node::new("elem").children([
        Node::leaf("id", "31"),
        Node::leaf("project", project),
        Node::leaf("balance", money(task.account.balance)),
        Node::leaf("currency", CURRENCY),
        Node::leaf("currency_iso", CURRENCY),
    ]);
    Reply::read(lists::plain(vec![row], task.habits))
}

/// Documented for modules, by its names; the same for everything else. It needs no login (seen).
pub(super) fn prices(task: &Task<'_, '_>) -> Reply {
    let fields = task.fields;
    let wanted = |tariff: &&Tariff| {
        fields.text("itemtype").is_none_or(|item| item == tariff.item.prefix())
            && fields.text("project").is_none_or(|project| project == "1")
            && (tariff.sold || fields.text("onlyavailable").is_none_or(|only| only == "no"))
    };
    let rows = tariffs::all(task.account.vendor).iter().filter(wanted).map(|tariff| {
        let periods = tariff.periods.iter().map(|&period| {
            let (kind, length, text) = match period {
                1 => ("month", 1, "monthly".to_owned()),
                TRIAL => ("trial", TRIAL_DAYS, period_name(period, task.lang)),
                LIFETIME => ("lifetime", 0, period_name(period, task.lang)),
                months => ("month", i64::from(months), period_name(period, task.lang)),
            };
            // Four digits, as seen.
            Node::leaf("period", text)
                .attribute("cost", format!("{:.4}", tariff.price(period, &[])))
                .attribute("type", kind)
                .attribute("length", length.to_string())
        });
        let price = Node::new("price").attribute("currency", CURRENCY).children(periods);
        Node::new("pricelist").children([
            Node::leaf("id", tariff.code.to_string()),
            Node::leaf("name", tariff.name),
            Node::leaf("additionintname", tariff.name.split(' ').next().unwrap_or_default()),
            Node::leaf("itemtype", tariff.item.prefix()),
            price,
        ])
    });
    Reply::read(Document::new(Kind::Plain, rows.collect()))
}

/// Documented by its names: the one payment that the account began with, credited.
pub(super) fn payments(task: &Task<'_, '_>) -> Reply {
    let (fields, account) = (task.fields, &*task.account);
    let filtered = fields.is("filter", "on");
    let date = account.opened.to_string();
    // Dates as text compare as dates do.
    let shown = !filtered
        || fields.text("status").is_none_or(|status| status == "4")
            && fields.text("createdatestart").is_none_or(|start| date.as_str() >= start)
            && fields.text("createdateend").is_none_or(|end| date.as_str() <= end);
    let amount = format!("{} {CURRENCY}", money(account.paid_in));
    let row = Node::new("elem").children([
        Node::leaf("id", "70011"),
        Node::leaf("number", "70011"),
        Node::leaf("create_date", date),
        Node::leaf("sender_name", "Sandbox Reseller"),
        Node::leaf("recipient_name", "Sandbox"),
        Node::leaf("subaccountamount_iso", amount.as_str()),
        Node::leaf("paymethodamount_iso", amount.as_str()),
        Node::leaf("status", "4").attribute("orig", "4"),
    ]);
    Reply::read(lists::plain(if shown { vec![row] } else { Vec::new() }, task.habits))
}

/// The text of an amount for a person, with the spaces that do not break (seen).
fn formatted(amount: Decimal, lang: Lang, currency: &str) -> String {
    let text = money(amount.abs());
    let (whole, cents) = text.split_once('.').unwrap_or((text.as_str(), "00"));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push('\u{a0}');
        }
        grouped.push(digit);
    }
    let sign = if amount.is_sign_negative() { "-" } else { "" };
    format!("{sign}{grouped}{}{cents}\u{a0}{currency}", lang.pick('.', ','))
}
