//! Renewing licences.

use license_wire::lenient::Lenient;
use license_wire::{Answer, Effect, Error, Fault, Form};
use serde::{Deserialize, Serialize};

use crate::operation::names;
use crate::operation::sealed::Wire;
use crate::reply::{is_about, open, says_something, value};
use crate::{Applied, Client, GetLicense, License, Moment, Period, Service, Vendor, Waiting};

/// Renewing.
impl Client {
    /// Renews a licence for another period. **Spends money** from the account's balance, and again each time it is called.
    ///
    /// Wire: `func=service.prolong`, `elid`, `period`, `sok`. Source: both vendors' pages for resellers (documented; the
    /// answer seen). An answer without the new date is made sure of by reading the licence back.
    ///
    /// # Errors
    /// [`license_wire::Outcome::Unknown`] when the answer was lost, or neither it nor the licence read back shows a later
    /// date: find out with [`Client::check`]. Trials cannot be renewed.
    ///
    /// # Examples
    /// ```
    /// # fn example(isp: &billmgr_client::Client) -> Result<(), billmgr_client::Error> {
    /// use billmgr_client::{ItemType, Period, Renew, Service};
    /// let service = Service::new(ItemType::Ispsystem, "1204417".parse()?);
    /// let renewed = isp.renew(&Renew::new(service, Period::MONTH))?;
    /// println!("runs until {:?}", renewed.done().and_then(|done| done.expires.get().copied()));
    /// # Ok(()) }
    /// ```
    pub fn renew(&self, renew: &Renew) -> Result<Applied<Renewed>, Error> {
        self.send(renew)
    }
}

/// Renews a licence for another period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct Renew {
    pub(crate) service: Service,
    period: Period,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires_now: Option<Moment>,
}

impl Renew {
    /// This licence, for `period` more.
    pub fn new(service: Service, period: Period) -> Self {
        Self { service, period, expires_now: None }
    }

    /// When it runs out until now. With this an answer that names no date can be made sure of by reading back.
    pub fn expires_now(mut self, expires: Moment) -> Self {
        self.expires_now = Some(expires);
        self
    }

    /// The licence.
    #[must_use]
    pub fn service(&self) -> &Service {
        &self.service
    }

    /// For how long it is extended.
    #[must_use]
    pub fn period(&self) -> Period {
        self.period
    }
}

/// What a renewal came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Renewed {
    /// When the licence runs out now.
    #[serde(rename = "newexpiredate")]
    pub expires: Lenient<Moment>,
    /// When it ran out before, where the answer says so.
    #[serde(rename = "expiredate")]
    pub expired: Lenient<Moment>,
    /// What the vendor calls it.
    #[serde(rename = "title_name")]
    pub title: Lenient<String>,
}

impl Wire for Renew {
    type Output = Applied<Renewed>;

    fn name(&self, vendor: Vendor) -> &'static str {
        names!(vendor, "renew")
    }

    fn effect(&self) -> Effect {
        Effect::Spend
    }

    fn function(&self, _: Vendor) -> String {
        "service.prolong".into()
    }

    fn fields(&self, _: Vendor) -> Result<Form, Error> {
        if matches!(self.period, Period::TRIAL | Period::LIFETIME) {
            return Err(Error::invalid(
                "period",
                "a licence is renewed for months, not for ever or on trial",
            ));
        }
        Ok(Form::new().field("elid", self.service.id()).field("period", self.period).field("sok", "ok"))
    }

    fn decode(&self, answer: &Answer) -> Result<Applied<Renewed>, Fault> {
        let reply = open(answer)?;
        let root = reply.root();
        if let Some(waiting) = Waiting::read(root)? {
            return Ok(Applied::Waiting(waiting));
        }
        is_about(root, self.service.id())?;
        says_something(root, &["service.prolong"])?;
        let text = |name: &str| value(root, name).unwrap_or_default();
        let renewed = Renewed {
            expires: Lenient::from_text(text("newexpiredate")),
            expired: Lenient::from_text(text("expiredate")),
            title: Lenient::from_text(text("title_name")),
        };
        if let (Some(new), Some(old)) = (renewed.expires.get(), renewed.expired.get()) {
            if new <= old {
                return Err(Fault::decode("newexpiredate", "the new date is not later than the old one"));
            }
        }
        Ok(Applied::Done(renewed))
    }

    fn confirm(&self, client: &Client, output: Applied<Renewed>) -> Result<Applied<Renewed>, Error> {
        let Applied::Done(mut renewed) = output else { return Ok(output) };
        if renewed.expires.get().is_some() {
            return Ok(Applied::Done(renewed));
        }
        let Some(before) = self.expires_now.or(renewed.expired.get().copied()) else {
            let reason = "the answer names no new date, and the old one is not known";
            return Err(client.unconfirmed(self, reason));
        };
        let is_later = |license: &License| license.expires.get().is_some_and(|now| *now > before);
        let license = client.read_back(self, &GetLicense::new(self.service.clone()), is_later)?;
        match license.expires.get() {
            Some(now) if *now > before => {
                renewed.expires = license.expires;
                Ok(Applied::Done(renewed))
            }
            _ => Err(client.unconfirmed(self, "the answer names no new date, and the licence shows none")),
        }
    }
}
