//! Buying and extending licences. The vendor has one call for both.

use std::net::IpAddr;

use jiff::Timestamp;
use license_wire::lenient::{Extra, Lenient};
use license_wire::{Answer, Effect, Error, Fault, Form, input};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::operation::sealed::Wire;
use crate::reply::{ErrorMember, decode, reply};
use crate::{ActionId, AutoRenew, Client, LicenseId, LicenseKey, Product, ServerType, Term};

/// The longest note that is sent, in characters. The vendor's own bound is not known.
const LONGEST_NOTE: usize = 1000;

/// Buying.
impl Client {
    /// Buys a licence for an address, or extends the one it has. **Spends money**, and again each time it is called.
    ///
    /// The term is in whole months or years. The owner's e-mail is needed for a new licence.
    ///
    /// Wire: `ca=softaculous_buy`, `purchase`, `ips`, `toadd`, `servertype`, `authemail`, `autorenew`, `buy_sitepad`,
    /// `notes`. Source: <https://www.softaculous.com/docs/admin/noc-api> (documented; `buy_sitepad` from the vendor's
    /// SDK; the reply's shape from replies captured in 2011, for a renewal inferred).
    ///
    /// # Errors
    /// [`license_wire::Outcome::Unknown`] when the answer was lost or not understood: it may have been bought. Find out with
    /// [`Client::check`] before trying again. `Refused` when the vendor said no, `NotSent` when a field is not valid or
    /// no connection was made.
    ///
    /// # Examples
    /// ```
    /// # fn example(noc: &softaculous_noc::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use softaculous_noc::{AutoRenew, Buy, Checked, ServerType, Term};
    /// let buy = Buy::new("192.0.2.10".parse()?, Term::months(1)?, ServerType::Vps)
    ///     .owner_email("ops@example.com")
    ///     .auto_renew(AutoRenew::Off);
    /// let before = noc.look_before(&buy)?;
    /// match noc.buy(&buy) {
    ///     Ok(purchase) => println!("{}", purchase.license_key),
    ///     Err(error) if error.may_have_happened() => match noc.check(&buy, &before)? {
    ///         Checked::Happened(evidence) => println!("bought all the same: {evidence:?}"),
    ///         Checked::NotSeen => println!("nothing to be seen until now: look again later"),
    ///         Checked::CannotTell(why) => println!("ask the vendor: {why}"),
    ///     },
    ///     Err(error) => return Err(error.into()),
    /// }
    /// # Ok(()) }
    /// ```
    pub fn buy(&self, buy: &Buy) -> Result<Purchase, Error> {
        self.send(buy)
    }
}

/// Buys a Softaculous licence for an address, or extends the one it has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct Buy {
    address: IpAddr,
    term: Term,
    server_type: ServerType,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    owner_email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    auto_renew: Option<AutoRenew>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    with_sitepad: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    notes: Option<String>,
}

impl Buy {
    /// One licence for the server at `address`, for `term` more.
    pub fn new(address: IpAddr, term: Term, server_type: ServerType) -> Self {
        Self {
            address,
            term,
            server_type,
            owner_email: None,
            auto_renew: None,
            with_sitepad: false,
            notes: None,
        }
    }

    /// The e-mail address that is told before the licence expires. Needed for a new licence.
    pub fn owner_email(mut self, email: impl Into<String>) -> Self {
        self.owner_email = Some(email.into());
        self
    }

    /// Whether the vendor renews by itself from now on. What it does when this is not said is not documented.
    pub fn auto_renew(mut self, auto_renew: AutoRenew) -> Self {
        self.auto_renew = Some(auto_renew);
        self
    }

    /// Buys a SitePad licence for the same address as well. **Spends more money.**
    pub fn with_sitepad(mut self) -> Self {
        self.with_sitepad = true;
        self
    }

    /// A free text to know the licence by.
    pub fn notes(mut self, notes: impl Into<String>) -> Self {
        self.notes = Some(notes.into());
        self
    }

    /// The server's address.
    #[must_use]
    pub fn address(&self) -> IpAddr {
        self.address
    }

    /// For how long it is bought.
    #[must_use]
    pub fn term(&self) -> Term {
        self.term
    }

    /// The kind of server.
    #[must_use]
    pub fn server_type(&self) -> ServerType {
        self.server_type
    }
}

/// What was bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Purchase {
    /// The licence's number.
    #[serde(rename = "lid", default)]
    pub license_id: Lenient<LicenseId>,
    /// The licence's key.
    #[serde(rename = "license")]
    pub license_key: LicenseKey,
    /// The account's balance afterwards, in its currency. A credit is negative (inferred from captured replies).
    #[serde(rename = "bal", default)]
    pub balance: Lenient<Decimal>,
    /// The server's address.
    #[serde(rename = "ip", default)]
    pub address: Lenient<IpAddr>,
    /// When it was bought (the vendor writes seconds since 1970).
    #[serde(default)]
    pub time: Lenient<Timestamp>,
    /// The price of the term, in the account's currency.
    #[serde(default)]
    pub rate: Lenient<Decimal>,
    /// What was charged, in the account's currency.
    #[serde(rename = "amt", default)]
    pub amount: Lenient<Decimal>,
    /// The term, such as `1M`.
    #[serde(default)]
    pub added: Lenient<String>,
    /// What was done, in the vendor's word: `new` or `renew`.
    #[serde(default)]
    pub action: Lenient<String>,
    /// `YES` when the vendor will renew by itself; the word for off is not known.
    #[serde(rename = "autorenew", default)]
    pub auto_renew: Lenient<String>,
    /// The transaction's number, needed for a refund.
    #[serde(rename = "actid", default)]
    pub action_id: Lenient<ActionId>,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
    #[serde(default, skip_serializing)]
    error: ErrorMember,
}
reply!(Purchase);

pub(crate) fn on_or(off: u8, auto_renew: Option<AutoRenew>) -> Option<u8> {
    auto_renew.map(|auto_renew| match auto_renew {
        AutoRenew::On => 1,
        AutoRenew::Off => off,
    })
}

/// The fields that every purchase has.
pub(crate) fn purchase(address: IpAddr, term: Term) -> Result<Form, Error> {
    let address = input::server_address("address", address)?;
    Ok(Form::new().field("purchase", 1).field("ips", address).field("toadd", term))
}

pub(crate) fn checked_email(email: Option<&String>) -> Result<Option<&str>, Error> {
    email.map(|email| input::email("owner_email", email)).transpose()
}

pub(crate) fn checked_notes(notes: Option<&String>) -> Result<Option<&str>, Error> {
    notes.map(|notes| input::optional_text("notes", notes, LONGEST_NOTE)).transpose()
}

/// Reads what was bought, and makes sure that it is what was asked for.
pub(crate) fn bought(address: IpAddr, answer: &Answer) -> Result<Purchase, Fault> {
    let purchase: Purchase = decode(answer)?;
    // What other words there are is not known, but this one says the opposite.
    if purchase.action.as_str() == Some("refund") {
        return Err(Fault::decode("action", "this is not a purchase"));
    }
    match purchase.address.get() {
        Some(bought_for) if *bought_for != address => {
            Err(Fault::decode("ip", "this is not the address that was asked for"))
        }
        _ => Ok(purchase),
    }
}

impl Wire for Buy {
    type Output = Purchase;

    fn name(&self) -> &'static str {
        "softaculous.buy"
    }

    fn effect(&self) -> Effect {
        Effect::Spend
    }

    fn function(&self) -> String {
        "softaculous_buy".into()
    }

    fn fields(&self) -> Result<Form, Error> {
        Ok(purchase(self.address, self.term)?
            .field("servertype", self.server_type.wire())
            .optional("authemail", checked_email(self.owner_email.as_ref())?)
            .optional("autorenew", on_or(2, self.auto_renew))
            .optional("buy_sitepad", self.with_sitepad.then_some(1))
            .optional("notes", checked_notes(self.notes.as_ref())?))
    }

    fn decode(&self, answer: &Answer) -> Result<Purchase, Fault> {
        bought(self.address, answer)
    }
}

/// What a purchase is for, to find it again.
pub(crate) struct Target {
    pub(crate) product: Product,
    pub(crate) address: IpAddr,
    pub(crate) term: Term,
}

impl Buy {
    pub(crate) fn target(&self) -> Target {
        Target { product: Product::Softaculous, address: self.address, term: self.term }
    }
}
