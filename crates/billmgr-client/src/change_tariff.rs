//! Moving a licence to another tariff.

use license_wire::{Answer, Effect, Error, Fault, Form};
use serde::{Deserialize, Serialize};

use crate::operation::names;
use crate::operation::sealed::Wire;
use crate::reply::{is_about, open, says_something};
use crate::{Applied, Client, GetLicense, License, Period, Service, TariffCode, Vendor, Waiting};

/// Changing tariffs.
impl Client {
    /// Moves a licence to another tariff. **Spends money** where the other costs more.
    ///
    /// The licence is read back, and only where it shows the new tariff it is done.
    ///
    /// Wire: `func=service.changepricelist`, `elid`, `pricelist`, `period`, `sok`. Source: ispmanager's page for resellers
    /// (documented; `period` seen in one client; the answer is not known; at ISPlicense inferred).
    ///
    /// # Errors
    /// [`license_wire::Outcome::Unknown`] when the answer was lost, or the licence read back shows another tariff: find
    /// out with [`Client::check`].
    ///
    /// # Examples
    /// ```
    /// # fn example(isp: &billmgr_client::Client) -> Result<(), billmgr_client::Error> {
    /// use billmgr_client::{ChangeTariff, ItemType, Service, ispmanager};
    /// let service = Service::new(ItemType::Ispsystem, "1204417".parse()?);
    /// let license = isp.change_tariff(&ChangeTariff::new(service, ispmanager::PRO.code))?;
    /// # Ok(()) }
    /// ```
    pub fn change_tariff(&self, change: &ChangeTariff) -> Result<Applied<License>, Error> {
        self.send(change)
    }
}

/// Moves a licence to another tariff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct ChangeTariff {
    pub(crate) service: Service,
    pub(crate) tariff: TariffCode,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    period: Option<Period>,
}

impl ChangeTariff {
    /// This licence, to this tariff.
    pub fn new(service: Service, tariff: TariffCode) -> Self {
        Self { service, tariff, period: None }
    }

    /// By this period from now on. One client sends it; the vendor's page does not.
    pub fn period(mut self, period: Period) -> Self {
        self.period = Some(period);
        self
    }

    /// The licence.
    #[must_use]
    pub fn service(&self) -> &Service {
        &self.service
    }

    /// The tariff that it is to have.
    #[must_use]
    pub fn tariff(&self) -> TariffCode {
        self.tariff
    }

    /// The period by which it is to run, where that is to change.
    #[must_use]
    pub fn new_period(&self) -> Option<Period> {
        self.period
    }
}

impl Wire for ChangeTariff {
    type Output = Applied<License>;

    fn name(&self, vendor: Vendor) -> &'static str {
        names!(vendor, "change_tariff")
    }

    fn effect(&self) -> Effect {
        Effect::Spend
    }

    fn function(&self, _: Vendor) -> String {
        "service.changepricelist".into()
    }

    fn fields(&self, _: Vendor) -> Result<Form, Error> {
        Ok(Form::new()
            .field("elid", self.service.id())
            .field("pricelist", self.tariff)
            .optional("period", self.period)
            .field("sok", "ok"))
    }

    fn decode(&self, answer: &Answer) -> Result<Applied<License>, Fault> {
        let reply = open(answer)?;
        let root = reply.root();
        if let Some(waiting) = Waiting::read(root)? {
            return Ok(Applied::Waiting(waiting));
        }
        says_something(root, &["service.changepricelist"])?;
        is_about(root, self.service.id())?;
        Ok(Applied::Done(License::new(self.service.clone())))
    }

    fn confirm(&self, client: &Client, output: Applied<License>) -> Result<Applied<License>, Error> {
        if output.done().is_none() {
            return Ok(output);
        }
        // The answer may be a step of the vendor's wizard that repeats what was sent, so it proves nothing.
        let is_new = |license: &License| license.tariff.get() == Some(&self.tariff);
        let license = client.read_back(self, &GetLicense::new(self.service.clone()), is_new)?;
        if is_new(&license) {
            return Ok(Applied::Done(license));
        }
        let now = license.tariff.get().map_or_else(|| "no tariff".to_owned(), TariffCode::to_string);
        Err(client.unconfirmed(self, &format!("read back, the licence shows {now}, not {}", self.tariff)))
    }
}
