//! What a caller wants of one operation.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::{Check, Error, Money};

/// What is wanted of one operation. Start with [`Options::new`].
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Options {
    pub(crate) mark: Mark,
    pub(crate) expects: Expects,
    pub(crate) run: Option<Run>,
    pub(crate) price: Option<Money>,
    pub(crate) despite: Vec<Check>,
}

impl Options {
    /// The defaults: the reference goes where only the provider sees it, an order is for an address without a licence, no
    /// caps.
    pub fn new() -> Self {
        Self::default()
    }

    /// Where the vendor is given the reference.
    ///
    /// Default: [`Mark::Private`].
    pub fn mark(mut self, mark: Mark) -> Self {
        self.mark = mark;
        self
    }

    /// What licences there have to be at the target of an order.
    ///
    /// Default: [`Expects::NoLicense`].
    pub fn expects(mut self, expects: Expects) -> Self {
        self.expects = expects;
        self
    }

    /// It belongs to this run, and counts against its caps.
    ///
    /// Default: none, and no caps.
    pub fn run(mut self, run: Run) -> Self {
        self.run = Some(run);
        self
    }

    /// What it is known to cost. Few vendors name a price before they charge it.
    ///
    /// Default: not known, but where the vendor's price list names it.
    pub fn price(mut self, price: Money) -> Self {
        self.price = Some(price);
        self
    }

    /// Goes on although this check says no: a person decided so. What is open in the journal has to be waived instead, and
    /// caps are raised.
    pub fn despite(mut self, check: Check) -> Self {
        self.despite.push(check);
        self
    }
}

/// Where the vendor is given the reference, so that a purchase can be recognised as our own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// The reference is put nowhere.
    Never,
    /// Where, as far as is known, only the provider sees it: `remoteid` at ispmanager and ISPlicense, the comment at
    /// WebSoftSolus.
    #[default]
    Private,
    /// Also where it is not known whether a customer sees it: the notes at Softaculous.
    Everywhere,
}

/// What licences there have to be at the target of an order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Expects {
    /// None: some vendors would extend one that is there, and charge for that.
    #[default]
    NoLicense,
    /// One, which is to be extended.
    OneLicense,
    /// Any number of licences.
    Anything,
}

/// Operations that belong together, such as those of one file of orders, and what they may cost together.
///
/// What was spent is counted in the journal, so the caps also hold across processes, and after a crash.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Run {
    pub(crate) name: String,
    pub(crate) caps: Caps,
}

impl Run {
    /// The run of this name, with these caps.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Invalid`] for `run` when the name is empty or longer than 100 characters, or holds control
    /// characters.
    pub fn new(name: impl Into<String>, caps: Caps) -> Result<Self, Error> {
        let name = name.into();
        if name.trim().is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
            return Err(Error::invalid("run", "must be 1 to 100 characters without control characters"));
        }
        Ok(Self { name, caps })
    }
}

/// What a run may cost at most. Without a cap it may cost anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Caps {
    pub(crate) count: Option<u32>,
    pub(crate) amounts: BTreeMap<String, Decimal>,
    pub(crate) unknown: bool,
}

impl Caps {
    /// No caps yet: the methods set them.
    pub fn new() -> Self {
        Self::default()
    }

    /// At most so many operations that charge.
    pub fn count(mut self, count: u32) -> Self {
        self.count = Some(count);
        self
    }

    /// At most so much in this currency. With one cap on an amount, a currency without one may not be spent at all.
    pub fn amount(mut self, most: &Money) -> Self {
        self.amounts.insert(most.currency().to_owned(), most.amount());
        self
    }

    /// Lets through what nobody knows the price of, although there is a cap on amounts. It is counted, and its amount is
    /// taken for nothing until the vendor says what was charged.
    ///
    /// Default: it is refused, as the cap could not be held.
    pub fn allow_unknown_amounts(mut self) -> Self {
        self.unknown = true;
        self
    }
}
