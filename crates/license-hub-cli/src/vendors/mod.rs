//! The vendors. Each is one module that opens its accounts and does what its API can do; all else answers that it
//! cannot, never with a quiet success.

pub(crate) mod billmgr;
mod license;
pub(crate) mod softaculous;
mod step;
pub(crate) mod websoftsolus;

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use license_wire::{Effect, Error, Scrubber};
use serde_json::Value;

use crate::config::{AccountConfig, Environment};
use crate::exit::Failure;
use crate::output::{Gauge, Sheet};

pub(crate) use license::{License, LicenseName, Listed, Status, Wanted, sheet, single};
pub(crate) use step::{Done, Expects, Facts, Finding, Look, Plan, Step, done_row, results, unknown_row};

/// A vendor that this version can talk to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VendorName {
    Softaculous,
    WebSoftSolus,
    Ispmanager,
    Isplicense,
}

impl VendorName {
    const ALL: &[Self] = &[Self::Softaculous, Self::WebSoftSolus, Self::Ispmanager, Self::Isplicense];

    /// The word in the configuration and on the command line.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Softaculous => "softaculous",
            Self::WebSoftSolus => "websoftsolus",
            Self::Ispmanager => "ispmanager",
            Self::Isplicense => "isplicense",
        }
    }

    /// The products it sells, in its own words in small letters.
    pub(crate) fn products(self) -> &'static [&'static str] {
        match self {
            Self::Softaculous => softaculous::PRODUCTS,
            Self::WebSoftSolus => websoftsolus::PRODUCTS,
            Self::Ispmanager => billmgr::ISPMANAGER_PRODUCTS,
            Self::Isplicense => billmgr::ISPLICENSE_PRODUCTS,
        }
    }

    pub(crate) fn words() -> Vec<&'static str> {
        Self::ALL.iter().map(|vendor| vendor.word()).collect()
    }

    pub(crate) fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|vendor| vendor.word() == word)
    }
}

/// As the vendor spells itself.
impl fmt::Display for VendorName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Softaculous => "Softaculous",
            Self::WebSoftSolus => "WebSoftSolus",
            Self::Ispmanager => "ispmanager",
            Self::Isplicense => "ISPlicense",
        })
    }
}

/// A configured account, ready to be asked.
#[derive(Clone)]
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) vendor: VendorName,
    pub(crate) environment: Environment,
    /// Where it is called, when that is not the vendor's own address.
    pub(crate) base_url: Option<String>,
    pub(crate) api: Arc<dyn Vendor>,
}

impl Account {
    /// Reads the secrets of an account and makes its client. Sends nothing. The scrubber learns the secrets before
    /// anything can go wrong with them.
    pub(crate) fn open(config: &AccountConfig, scrubber: &Scrubber) -> Result<Self, Failure> {
        let api: Arc<dyn Vendor> = match config.vendor {
            VendorName::Softaculous => Arc::new(softaculous::open(config, scrubber)?),
            VendorName::WebSoftSolus => Arc::new(websoftsolus::open(config, scrubber)?),
            VendorName::Ispmanager | VendorName::Isplicense => Arc::new(billmgr::open(config, scrubber)?),
        };
        Ok(Self {
            name: config.name.clone(),
            vendor: config.vendor,
            environment: config.environment,
            base_url: config.base_url.clone(),
            api,
        })
    }
}

impl Account {
    /// Refuses what the vendor cannot do, before anything is sent.
    pub(crate) fn needs(&self, act: Act) -> Result<(), Failure> {
        self.api.check_ability(act).map_err(|failure| failure.at(self))
    }
}

/// Vendor, account and environment: what every line about money has to say.
impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, account {}, {}", self.vendor, self.name, self.environment)?;
        match &self.base_url {
            Some(url) => write!(f, " at {url}"),
            None => Ok(()),
        }
    }
}

/// What can be asked of an account. A vendor implements what it can do.
pub(crate) trait Vendor: Send + Sync {
    fn name(&self) -> VendorName;

    /// Ends every call in progress.
    fn shut_down(&self);

    /// Logs in and looks, and changes nothing.
    fn log_in(&self) -> Result<(), Error>;

    /// Its licences, those that are wanted.
    fn licenses(&self, wanted: &Wanted) -> Result<Vec<License>, Error>;

    /// Its licences as far as they can be read: what fails of one does not hide the others.
    fn list(&self, wanted: &Wanted, _: &Gauge) -> Result<Listed, Error> {
        Ok(Listed { licenses: self.licenses(wanted)?, failures: Vec::new() })
    }

    /// A licence that was found, with all the vendor says about it.
    fn whole(&self, license: License) -> Result<License, Error> {
        Ok(license)
    }

    /// What its owner calls a licence, where the vendor keeps such a title.
    fn title(&self, _: &License) -> Option<String> {
        None
    }

    /// Refuses what the vendor cannot do before anything is looked up for it.
    fn check_ability(&self, act: Act) -> Result<(), Failure> {
        match act {
            Act::Edit
            | Act::Name
            | Act::Suspend
            | Act::Resume
            | Act::SetNodes
            | Act::ChangeTariff
            | Act::NewKey => Err(self.cannot(act.words())),
            _ => Ok(()),
        }
    }

    /// The licences that go by this name. An address can have several.
    fn find(&self, name: &LicenseName, product: Option<&str>) -> Result<Vec<License>, Error>;

    /// An operation that was stored, to be looked for.
    fn recall(&self, operation: &Value) -> Result<Box<dyn Step>, Failure>;

    /// Extends a licence.
    fn renew(&self, _: &License, _: &Renewal) -> Result<Plan, Failure> {
        Err(self.cannot(Act::Renew.words()))
    }

    /// Gives a licence other addresses.
    fn set_addresses(&self, _: &License, _: &[IpAddr]) -> Result<Plan, Failure> {
        Err(self.cannot(Act::SetAddresses.words()))
    }

    /// Ends a licence, paying back first what can be paid back when that is wanted.
    fn cancel(&self, _: &License, _: &Cancellation) -> Result<Plan, Failure> {
        Err(self.cannot("cancel a licence"))
    }

    /// Pays one transaction back.
    fn refund(&self, _: &str, _: Option<&License>) -> Result<Plan, Failure> {
        Err(self.cannot(Act::Refund.words()))
    }

    /// What happened to a licence.
    fn logs(&self, _: &License, _: Option<u64>) -> Result<Sheet, Failure> {
        Err(self.cannot(Act::Logs.words()))
    }

    /// The licences that renew themselves.
    fn auto_renewals(&self) -> Result<Sheet, Failure> {
        Err(self.cannot("tell which licences renew themselves"))
    }

    /// Switches the automatic renewal of a licence.
    fn set_auto_renewal(&self, _: &License, _on: bool) -> Result<Plan, Failure> {
        Err(self.cannot(Act::SetAutoRenewal.words()))
    }

    /// What was charged.
    fn invoice(&self, _: Option<&str>) -> Result<Sheet, Failure> {
        Err(self.cannot("show an invoice"))
    }

    /// What can be ordered of a product.
    fn orderable(&self, _product: &str) -> Result<Sheet, Failure> {
        Err(self.cannot("tell what can be ordered"))
    }

    /// Sets what a licence is called.
    fn set_texts(&self, _: &License, _title: &str, _comment: &str) -> Result<Plan, Failure> {
        Err(self.cannot(Act::Edit.words()))
    }

    /// Any function by its name.
    fn call(&self, _function: &str, _: Effect, _fields: &[(String, String)]) -> Result<Call, Failure> {
        Err(self.cannot("be called by the name of a function"))
    }

    /// Gives a licence other addresses, another name, or both.
    fn edit(&self, license: &License, change: &Change) -> Result<Plan, Failure> {
        match change.name {
            None => self.set_addresses(license, &change.addresses),
            Some(_) => Err(self.cannot(Act::Name.words())),
        }
    }

    /// Stops a licence from working, for a while.
    fn suspend(&self, _: &License) -> Result<Plan, Failure> {
        Err(self.cannot(Act::Suspend.words()))
    }

    /// Lets a suspended licence work again.
    fn resume(&self, _: &License) -> Result<Plan, Failure> {
        Err(self.cannot(Act::Resume.words()))
    }

    /// Sets how many nodes, or of other add-ons, a licence has.
    fn set_nodes(&self, _: &License, _: &Nodes) -> Result<Plan, Failure> {
        Err(self.cannot(Act::SetNodes.words()))
    }

    /// Moves a licence to another tariff.
    fn change_tariff(&self, _: &License, _tariff: &str, _period: Option<&str>) -> Result<Plan, Failure> {
        Err(self.cannot(Act::ChangeTariff.words()))
    }

    /// Makes a new key for a licence.
    fn new_key(&self, _: &License) -> Result<Plan, Failure> {
        Err(self.cannot(Act::NewKey.words()))
    }

    /// Asks whether an address can have a licence.
    fn check_address(&self, _: &AddressCheck) -> Result<Sheet, Failure> {
        Err(self.cannot("check an address before an order"))
    }

    /// The money there is.
    fn balance(&self) -> Result<Sheet, Failure> {
        Err(self.cannot("tell the balance"))
    }

    /// What it sells in this account, and for how much.
    fn tariffs(&self, _product: Option<&str>) -> Result<Sheet, Failure> {
        Err(self.cannot("list its tariffs"))
    }

    /// What was ordered and is not paid for.
    fn cart(&self) -> Result<Sheet, Failure> {
        Err(self.cannot("show a cart"))
    }

    /// Takes one item out of the cart, or all.
    fn empty_cart(&self, _item: Option<&str>) -> Result<Plan, Failure> {
        Err(self.cannot("empty a cart"))
    }

    /// What could not be read of the last list, and does not make the rest wrong.
    fn remarks(&self) -> Vec<String> {
        Vec::new()
    }

    /// For an order, which every vendor takes in its own way.
    fn as_billmgr(&self) -> Option<&billmgr::Billmgr> {
        None
    }

    /// For an order, which every vendor takes in its own way.
    fn as_softaculous(&self) -> Option<&softaculous::Softaculous> {
        None
    }

    /// For an order, which every vendor takes in its own way.
    fn as_websoftsolus(&self) -> Option<&websoftsolus::WebSoftSolus> {
        None
    }

    fn cannot(&self, what: &str) -> Failure {
        Failure::usage(format!("{} cannot {what}; nothing was sent", self.name()))
    }
}

/// What is wanted of a licence that has to be looked up first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    Renew,
    SetAddresses,
    Cancel { refund: bool, force: bool },
    Refund,
    Logs,
    SetAutoRenewal,
    Edit,
    Name,
    Suspend,
    Resume,
    SetNodes,
    ChangeTariff,
    NewKey,
}

impl Act {
    /// As in "the vendor cannot ...".
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Renew => "renew a licence",
            Self::SetAddresses => "change the addresses of a licence",
            Self::Cancel { .. } => "cancel a licence",
            Self::Refund => "refund a transaction",
            Self::Logs => "tell what happened to a licence",
            Self::SetAutoRenewal => "switch the automatic renewal of a licence",
            Self::Edit => "change the title and the comment of a licence",
            Self::Name => "name a licence",
            Self::Suspend => "suspend a licence",
            Self::Resume => "resume a licence",
            Self::SetNodes => "set the nodes of a licence",
            Self::ChangeTariff => "change the tariff of a licence",
            Self::NewKey => "make a new key for a licence",
        }
    }
}

/// How to extend a licence.
#[derive(Clone, Debug)]
pub(crate) struct Renewal {
    pub(crate) term: String,
    /// In place of what the licence's own record says.
    pub(crate) server_type: Option<softaculous::ServerKind>,
    pub(crate) plan: Option<String>,
}

/// What is to be different about a licence.
#[derive(Clone, Debug, Default)]
pub(crate) struct Change {
    pub(crate) addresses: Vec<IpAddr>,
    pub(crate) name: Option<String>,
}

/// How many nodes there are to be, and how many of other add-ons by the vendor's codes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Nodes {
    pub(crate) nodes: Option<u64>,
    pub(crate) addons: Vec<(String, u64)>,
}

/// An address that is to have a licence.
#[derive(Clone, Debug)]
pub(crate) struct AddressCheck {
    pub(crate) tariff: String,
    pub(crate) period: String,
    pub(crate) product: Option<String>,
    pub(crate) address: IpAddr,
}

/// How to end a licence.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cancellation {
    pub(crate) refund: bool,
    pub(crate) force: bool,
    /// What is now, to tell what is young enough to be refunded.
    pub(crate) now: Timestamp,
}

/// A call by name: something that only looks is done at once, all else is planned first.
pub(crate) enum Call {
    Read(Box<dyn Step>),
    Planned(Plan),
}

/// Days from one date to another; negative when it has passed.
pub(crate) fn days_between(today: Date, date: Date) -> i64 {
    let span = date.since((jiff::Unit::Day, today));
    span.map_or(0, |span| i64::from(span.get_days()))
}
