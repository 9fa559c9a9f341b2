//! Which functions there are, by name and by their ids in the list of operations this project covers.

use crate::vendor::Vendor;

use super::fields::Fields;
use super::tariffs::Item;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
    Auth,
    Totp,
    Keepalive,
    Whoami,
    UserSettings,
    Balances,
    Prices,
    Cart,
    PayCart,
    Payments,
    CheckIp,
    Prolong,
    ChangeTariff,
    List(Item),
    Filter(Item),
    Order(Item),
    Edit(Item),
    Suspend(Item),
    Resume(Item),
    Delete(Item),
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Function {
    pub(super) name: &'static str,
    pub(super) op: Op,
}

const fn function(name: &'static str, op: Op) -> Function {
    Function { name, op }
}

macro_rules! functions_of {
    ($prefix:literal, $item:expr) => {
        [
            function($prefix, Op::List($item)),
            function(concat!($prefix, ".filter"), Op::Filter($item)),
            function(concat!($prefix, ".order.param"), Op::Order($item)),
            function(concat!($prefix, ".edit"), Op::Edit($item)),
            function(concat!($prefix, ".suspend"), Op::Suspend($item)),
            function(concat!($prefix, ".resume"), Op::Resume($item)),
            function(concat!($prefix, ".delete"), Op::Delete($item)),
        ]
    };
}

const OF_ITEMS: [[Function; 7]; 5] = [
    functions_of!("soft", Item::Soft),
    functions_of!("softexternal", Item::SoftExternal),
    functions_of!("parallelslic", Item::Parallels),
    functions_of!("addition", Item::Addition),
    functions_of!("platform", Item::Platform),
];

/// The second name of the check is a guess, for what ISPlicense might call it.
const OTHERS: [Function; 14] = [
    function("auth", Op::Auth),
    function("totp.confirm", Op::Totp),
    function("keepalive", Op::Keepalive),
    function("whoami", Op::Whoami),
    function("usrparam", Op::UserSettings),
    function("subaccount", Op::Balances),
    function("pricelist.export", Op::Prices),
    function("basket", Op::Cart),
    function("payment.add.method", Op::PayCart),
    function("payment", Op::Payments),
    function("soft.checkip", Op::CheckIp),
    function("softexternal.checkip", Op::CheckIp),
    function("service.prolong", Op::Prolong),
    function("service.changepricelist", Op::ChangeTariff),
];

const ISPMANAGER_IDS: [&str; 14] =
    ["I01", "I02", "I03", "I04", "I05", "I06", "I07", "I08", "I09", "I10", "I11", "I12", "I13", "I14"];
const ISPLICENSE_IDS: [&str; 8] = ["L01", "L02", "L03", "L04", "L05", "L06", "L07", "L09"];
/// A session.
const SESSION_ID: &str = "B02";

fn all() -> impl Iterator<Item = &'static Function> {
    OF_ITEMS.iter().flatten().chain(&OTHERS)
}

/// Whether a fault can name an operation so.
pub(super) fn is_name(vendor: Vendor, name: &str) -> bool {
    let ids: &[&str] = if vendor == Vendor::Isplicense { &ISPLICENSE_IDS } else { &ISPMANAGER_IDS };
    name == SESSION_ID
        || ids.contains(&name)
        || all().any(|function| function.offered_by(vendor) && function.name == name)
}

impl Function {
    pub(super) fn of(vendor: Vendor, fields: &Fields) -> Option<Self> {
        let name = fields.text("func")?;
        all().find(|function| function.name == name && function.offered_by(vendor)).copied()
    }

    /// Plesk is sold by ISPlicense alone (documented).
    fn offered_by(self, vendor: Vendor) -> bool {
        vendor == Vendor::Isplicense || self.item() != Some(Item::Parallels)
    }

    fn item(self) -> Option<Item> {
        match self.op {
            Op::List(item)
            | Op::Filter(item)
            | Op::Order(item)
            | Op::Edit(item)
            | Op::Suspend(item)
            | Op::Resume(item)
            | Op::Delete(item) => Some(item),
            _ => None,
        }
    }

    /// The ids of what is asked for. The first is the one the ledger has.
    pub(super) fn ids(self, vendor: Vendor, fields: &Fields) -> Vec<&'static str> {
        if vendor == Vendor::Isplicense { self.isplicense_ids(fields) } else { self.ispmanager_ids(fields) }
    }

    fn ispmanager_ids(self, fields: &Fields) -> Vec<&'static str> {
        let mut ids = match self.op {
            Op::Auth | Op::Totp | Op::Keepalive => vec![SESSION_ID],
            Op::Order(_) if fields.submitted() => vec!["I01"],
            Op::Prolong if fields.submitted() => vec!["I02"],
            Op::Edit(_) if !fields.submitted() => vec!["I11", "I12"],
            Op::Edit(_) if fields.is("clicked_button", "newkey") => vec!["I08"],
            Op::Edit(_) => vec!["I03"],
            Op::ChangeTariff if fields.submitted() => vec!["I04"],
            Op::Suspend(_) => vec!["I05"],
            Op::Resume(_) => vec!["I06"],
            Op::CheckIp => vec!["I07"],
            Op::Delete(_) => vec!["I09"],
            Op::List(_) => vec!["I10"],
            Op::Whoami
            | Op::UserSettings
            | Op::Balances
            | Op::Prices
            | Op::Cart
            | Op::PayCart
            | Op::Payments => vec!["I13"],
            Op::Filter(_) | Op::Order(_) | Op::Prolong | Op::ChangeTariff => vec![],
        };
        if self.item().is_some_and(|item| item != Item::Soft) {
            ids.push("I14");
        }
        ids
    }

    fn isplicense_ids(self, fields: &Fields) -> Vec<&'static str> {
        match self.op {
            Op::Auth | Op::Totp | Op::Keepalive => vec![SESSION_ID],
            Op::Order(item) if fields.submitted() => match item {
                Item::Parallels => vec!["L02"],
                Item::Addition => vec!["L03"],
                Item::Soft | Item::SoftExternal | Item::Platform => vec!["L01"],
            },
            Op::Prolong if fields.submitted() => vec!["L06"],
            Op::Delete(_) => vec!["L07"],
            Op::Edit(_) if fields.submitted() && !fields.is("clicked_button", "newkey") => {
                let nodes = fields.iter().any(|(name, _)| name.starts_with("addon_"));
                vec![if nodes { "L05" } else { "L04" }]
            }
            Op::Order(_) | Op::Prolong | Op::Filter(_) => vec![],
            _ => vec!["L09"],
        }
    }
}
