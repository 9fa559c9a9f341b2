//! Buying the vendor's other products: Webuzo, Virtualizor and SitePad. Each takes other fields.

use std::net::IpAddr;

use license_wire::{Answer, Effect, Error, Fault, Form, input};
use serde::{Deserialize, Serialize};

use crate::buy::{Target, bought, checked_email, checked_notes, on_or, purchase};
use crate::operation::sealed::Wire;
use crate::{AutoRenew, Client, Document, Product, Purchase, ServerType, Term};

/// Buying the vendor's other products.
impl Client {
    /// Buys a Webuzo licence for an address, or extends the one it has. **Spends money**, and again each time it is
    /// called.
    ///
    /// Wire: `ca=webuzo_buy`, `purchase`, `ips`, `toadd`, `price` or `servertype`, `authemail`, `autorenew`, `notes`.
    /// Source: <https://www.webuzo.com/docs/developers/noc-api> (opening part only; plan codes are not published; the
    /// reply is inferred to be Softaculous').
    ///
    /// # Errors
    /// As [`Client::buy`].
    ///
    /// # Examples
    /// ```
    /// # fn example(noc: &softaculous_noc::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use softaculous_noc::{BuyWebuzo, Term, WebuzoPricing};
    /// let plan = WebuzoPricing::Plan("business_c_m".into());
    /// let purchase = noc.buy_webuzo(&BuyWebuzo::new("192.0.2.10".parse()?, Term::months(1)?, plan))?;
    /// # Ok(()) }
    /// ```
    pub fn buy_webuzo(&self, buy: &BuyWebuzo) -> Result<Purchase, Error> {
        self.send(buy)
    }

    /// Buys a Virtualizor licence for an address, or extends the one it has. **Spends money**, and again each time it
    /// is called.
    ///
    /// Wire: `ca=virtualizor_buy`, `purchase`, `ips`, `toadd`, `autorenew`. Source: the vendor's SDK (seen; the reply is
    /// inferred to be Softaculous').
    ///
    /// # Errors
    /// As [`Client::buy`].
    ///
    /// # Examples
    /// ```
    /// # fn example(noc: &softaculous_noc::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use softaculous_noc::{BuyVirtualizor, Term};
    /// let purchase = noc.buy_virtualizor(&BuyVirtualizor::new("192.0.2.10".parse()?, Term::months(1)?))?;
    /// # Ok(()) }
    /// ```
    pub fn buy_virtualizor(&self, buy: &BuyVirtualizor) -> Result<Purchase, Error> {
        self.send(buy)
    }

    /// Buys a SitePad licence for an address, or extends the one it has. **Spends money**, and again each time it is
    /// called.
    ///
    /// Wire: `ca=sitemush_buy`, `purchase`, `ips`, `toadd`, `autorenew`. Source: <https://sitemush.com/docs/info/noc-api>
    /// (opening part only; the reply is inferred to be Softaculous').
    ///
    /// # Errors
    /// As [`Client::buy`].
    ///
    /// # Examples
    /// ```
    /// # fn example(noc: &softaculous_noc::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use softaculous_noc::{BuySitePad, Term};
    /// let purchase = noc.buy_sitepad(&BuySitePad::new("192.0.2.10".parse()?, Term::years(1)?))?;
    /// # Ok(()) }
    /// ```
    pub fn buy_sitepad(&self, buy: &BuySitePad) -> Result<Purchase, Error> {
        self.send(buy)
    }

    /// Starts a Webuzo trial. **Spends money** in so far as an address gets few trials; it is sent once like a purchase.
    ///
    /// Wire: `ca=webuzotrial`, `ips`, `type`, `gettrial`. Source: the vendor's SDK (seen; the reply is not known and kept
    /// as it came).
    ///
    /// # Errors
    /// As [`Client::buy`].
    ///
    /// # Examples
    /// ```
    /// # fn example(noc: &softaculous_noc::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use softaculous_noc::{ServerType, StartWebuzoTrial};
    /// noc.start_webuzo_trial(&StartWebuzoTrial::new("192.0.2.10".parse()?, ServerType::Vps))?;
    /// # Ok(()) }
    /// ```
    pub fn start_webuzo_trial(&self, trial: &StartWebuzoTrial) -> Result<TrialStarted, Error> {
        self.send(trial)
    }
}

/// Buys a Webuzo licence for an address, or extends the one it has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct BuyWebuzo {
    address: IpAddr,
    term: Term,
    pricing: WebuzoPricing,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    owner_email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    auto_renew: Option<AutoRenew>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    notes: Option<String>,
}

/// How a Webuzo licence is priced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WebuzoPricing {
    /// By a plan code of the vendor's, such as `business_c_m`: what the vendor's page shows now. The full list of codes
    /// is not published.
    Plan(String),
    /// By the kind of server: what older SDKs send. Whether it still works is not known.
    ServerType(ServerType),
}

impl BuyWebuzo {
    /// One licence for the server at `address`, for `term` more.
    pub fn new(address: IpAddr, term: Term, pricing: WebuzoPricing) -> Self {
        Self { address, term, pricing, owner_email: None, auto_renew: None, notes: None }
    }

    /// The e-mail address that is told before the licence expires.
    pub fn owner_email(mut self, email: impl Into<String>) -> Self {
        self.owner_email = Some(email.into());
        self
    }

    /// Whether the vendor renews by itself from now on.
    pub fn auto_renew(mut self, auto_renew: AutoRenew) -> Self {
        self.auto_renew = Some(auto_renew);
        self
    }

    /// A free text to know the licence by.
    pub fn notes(mut self, notes: impl Into<String>) -> Self {
        self.notes = Some(notes.into());
        self
    }
}

/// Buys a Virtualizor licence for an address, or extends the one it has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct BuyVirtualizor {
    address: IpAddr,
    term: Term,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    auto_renew: Option<AutoRenew>,
}

impl BuyVirtualizor {
    /// One licence for the server at `address`, for `term` more.
    pub fn new(address: IpAddr, term: Term) -> Self {
        Self { address, term, auto_renew: None }
    }

    /// Whether the vendor renews by itself from now on.
    pub fn auto_renew(mut self, auto_renew: AutoRenew) -> Self {
        self.auto_renew = Some(auto_renew);
        self
    }
}

/// Buys a SitePad licence for an address, or extends the one it has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct BuySitePad {
    address: IpAddr,
    term: Term,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    auto_renew: Option<AutoRenew>,
}

impl BuySitePad {
    /// One licence for the server at `address`, for `term` more: 1, 3, 6 or 9 months, or 1, 2 or 3 years.
    pub fn new(address: IpAddr, term: Term) -> Self {
        Self { address, term, auto_renew: None }
    }

    /// Whether the vendor renews by itself from now on.
    pub fn auto_renew(mut self, auto_renew: AutoRenew) -> Self {
        self.auto_renew = Some(auto_renew);
        self
    }
}

impl Wire for BuyWebuzo {
    type Output = Purchase;

    fn name(&self) -> &'static str {
        "webuzo.buy"
    }

    fn effect(&self) -> Effect {
        Effect::Spend
    }

    fn function(&self) -> String {
        "webuzo_buy".into()
    }

    fn fields(&self) -> Result<Form, Error> {
        let form = purchase(self.address, self.term)?;
        let form = match &self.pricing {
            WebuzoPricing::Plan(plan) => form.field("price", input::token("plan", plan, 100)?),
            WebuzoPricing::ServerType(server_type) => form.field("servertype", server_type.wire()),
        };
        Ok(form
            .optional("authemail", checked_email(self.owner_email.as_ref())?)
            .optional("autorenew", on_or(2, self.auto_renew))
            .optional("notes", checked_notes(self.notes.as_ref())?))
    }

    fn decode(&self, answer: &Answer) -> Result<Purchase, Fault> {
        bought(self.address, answer)
    }
}

impl Wire for BuyVirtualizor {
    type Output = Purchase;

    fn name(&self) -> &'static str {
        "virtualizor.buy"
    }

    fn effect(&self) -> Effect {
        Effect::Spend
    }

    fn function(&self) -> String {
        "virtualizor_buy".into()
    }

    fn fields(&self) -> Result<Form, Error> {
        Ok(purchase(self.address, self.term)?.optional("autorenew", on_or(0, self.auto_renew)))
    }

    fn decode(&self, answer: &Answer) -> Result<Purchase, Fault> {
        bought(self.address, answer)
    }
}

impl Wire for BuySitePad {
    type Output = Purchase;

    fn name(&self) -> &'static str {
        "sitepad.buy"
    }

    fn effect(&self) -> Effect {
        Effect::Spend
    }

    fn function(&self) -> String {
        "sitemush_buy".into()
    }

    fn fields(&self) -> Result<Form, Error> {
        if !["1M", "3M", "6M", "9M", "1Y", "2Y", "3Y"].contains(&self.term.to_string().as_str()) {
            return Err(Error::invalid("term", "SitePad is sold for 1M, 3M, 6M, 9M, 1Y, 2Y or 3Y"));
        }
        Ok(purchase(self.address, self.term)?.optional("autorenew", on_or(0, self.auto_renew)))
    }

    fn decode(&self, answer: &Answer) -> Result<Purchase, Fault> {
        bought(self.address, answer)
    }
}

/// Starts a Webuzo trial for an address. It costs nothing, but an address gets few of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct StartWebuzoTrial {
    address: IpAddr,
    server_type: ServerType,
}

impl StartWebuzoTrial {
    /// A trial for the server at `address`.
    pub fn new(address: IpAddr, server_type: ServerType) -> Self {
        Self { address, server_type }
    }

    /// The server's address.
    #[must_use]
    pub fn address(&self) -> IpAddr {
        self.address
    }

    /// The kind of server.
    #[must_use]
    pub fn server_type(&self) -> ServerType {
        self.server_type
    }
}

/// A trial that was started. The shape of this reply is not known, so it is kept as it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TrialStarted {
    /// The reply as it came.
    pub document: Document,
}

impl Wire for StartWebuzoTrial {
    type Output = TrialStarted;

    fn name(&self) -> &'static str {
        "webuzo.trial"
    }

    fn effect(&self) -> Effect {
        Effect::Spend
    }

    fn function(&self) -> String {
        "webuzotrial".into()
    }

    fn fields(&self) -> Result<Form, Error> {
        let address = input::server_address("address", self.address)?;
        Ok(Form::new().field("ips", address).field("type", self.server_type.wire()).field("gettrial", 1))
    }

    fn decode(&self, answer: &Answer) -> Result<TrialStarted, Fault> {
        let document = Document::read(answer)?;
        // The reply's shape is not known, but one that says nothing at all does not say that a trial was started.
        if document.is_empty() {
            return Err(Fault::decode("", "the reply says nothing"));
        }
        Ok(TrialStarted { document })
    }
}

macro_rules! target {
    ($($name:ident => $product:ident),+) => {
        $(impl $name {
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

            pub(crate) fn target(&self) -> Target {
                Target { product: Product::$product, address: self.address, term: self.term }
            }
        })+
    };
}
target!(BuyWebuzo => Webuzo, BuyVirtualizor => Virtualizor, BuySitePad => SitePad);
