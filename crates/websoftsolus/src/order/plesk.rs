//! Ordering Plesk licences. The two generations have different options, so they are different orders.

use license_wire::{Answer, Effect, Error, Fault, Request};
use serde::{Deserialize, Serialize};

use super::plesk_options::{
    Applications, BusinessManager, Plesk10Antivirus, Plesk10LanguagePacks, Plesk10Sites, Plesk12Antivirus,
    Plesk12LanguagePacks, Plesk12Sites, SiteOptions,
};
use crate::family::constant;
use crate::operation::sealed::Wire;
use crate::order::{Common, common};
use crate::{Client, Ordered, Os, Period, Plesk};

/// Ordering Plesk.
impl Client {
    /// Orders a Plesk 10 licence. **Spends money**, and again each time it is called.
    ///
    /// What is not chosen is sent as `0`. The field that only Plesk 12 has is left out, unless
    /// [`OrderPlesk10::with_fields_of_plesk12`] is set.
    ///
    /// Wire: `POST license/plesk/order`, `product`, `title`, `comment`, `period`, `os`, `WPBSites`, `applications`,
    /// `CBMClients`, `languagePack`, `antivirus`. Source:
    /// <https://docs.websoftsolus.com/index.php?title=WebSoftSolus_API> (fields and values documented; which fields the other
    /// generation leaves out is inferred, and so is the answer).
    ///
    /// # Errors
    /// [`license_wire::Outcome::Unknown`] when the answer was lost, is a web page, cannot be read, or contradicts itself: it may
    /// have been ordered. Find out with [`Client::check`] before trying again. `Refused` when the vendor said no, `NotSent` when a field is not
    /// valid, no connection was made, or no token was to be had.
    ///
    /// # Examples
    /// ```
    /// # fn example(client: &websoftsolus::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use websoftsolus::{OrderPlesk10, Os, Period, Plesk10Sites};
    /// let order = OrderPlesk10::new("PLESK-10-UNLIMITED", "web1", Period::Months1, Os::Linux)
    ///     .comment("order 4711")
    ///     .sites(Plesk10Sites::Sites100);
    /// println!("{}", client.preview(&order)?);
    /// let ordered = client.order_plesk10(&order)?;
    /// println!("{:?}", ordered.key_numbers());
    /// # Ok(()) }
    /// ```
    pub fn order_plesk10(&self, order: &OrderPlesk10) -> Result<Ordered<Plesk>, Error> {
        self.send(order)
    }

    /// Orders a Plesk 12 licence. **Spends money**, and again each time it is called.
    ///
    /// What is not chosen is sent as `0`. The fields that only Plesk 10 has are left out, unless
    /// [`OrderPlesk12::with_fields_of_plesk10`] is set.
    ///
    /// Wire: `POST license/plesk/order`, `product`, `title`, `comment`, `period`, `WPBSites`, `WPBOptions`,
    /// `applications`, `languagePack`, `antivirus`. Source:
    /// <https://docs.websoftsolus.com/index.php?title=WebSoftSolus_API> (fields and values documented; which fields the other
    /// generation leaves out is inferred, and so is the answer).
    ///
    /// # Errors
    /// As [`Client::order_plesk10`].
    ///
    /// # Examples
    /// ```
    /// # fn example(client: &websoftsolus::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use websoftsolus::{Checked, OrderPlesk12, Period, Plesk12Antivirus};
    /// let order = OrderPlesk12::new("PLESK-12-WEB-HOST", "web1", Period::Months12)
    ///     .comment("order 4711")
    ///     .antivirus(Plesk12Antivirus::Premium);
    /// let before = client.look_before(&order)?;
    /// match client.order_plesk12(&order) {
    ///     Ok(ordered) => println!("{:?}", ordered.key_numbers()),
    ///     Err(error) if error.may_have_happened() => match client.check(&order, &before)? {
    ///         Checked::Happened(evidence) => println!("ordered all the same: {:?}", evidence.keys),
    ///         Checked::NotSeen => println!("nothing to be seen until now: look again later"),
    ///         Checked::CannotTell(why) => println!("ask the vendor: {why}"),
    ///     },
    ///     Err(error) => return Err(error.into()),
    /// }
    /// # Ok(()) }
    /// ```
    pub fn order_plesk12(&self, order: &OrderPlesk12) -> Result<Ordered<Plesk>, Error> {
        self.send(order)
    }
}

constant!(
    /// Tells a stored order of Plesk 10 from others.
    Plesk10,
    "plesk-10"
);
constant!(
    /// Tells a stored order of Plesk 12 from others.
    Plesk12,
    "plesk-12"
);

/// Orders a Plesk 10 licence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct OrderPlesk10 {
    order: Plesk10,
    #[serde(flatten)]
    pub(crate) common: Common,
    os: Os,
    #[serde(default)]
    sites: Plesk10Sites,
    #[serde(default)]
    applications: Applications,
    #[serde(default)]
    business_manager: BusinessManager,
    #[serde(default)]
    language_packs: Plesk10LanguagePacks,
    #[serde(default)]
    antivirus: Plesk10Antivirus,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    all_fields: bool,
}
common!(OrderPlesk10);

impl OrderPlesk10 {
    /// One licence of this product, a name from [`Client::orderable`].
    pub fn new(product: impl Into<String>, title: impl Into<String>, period: Period, os: Os) -> Self {
        Self {
            order: Plesk10,
            common: Common::new(product.into(), title.into(), period),
            os,
            sites: Plesk10Sites::None,
            applications: Applications::None,
            business_manager: BusinessManager::None,
            language_packs: Plesk10LanguagePacks::None,
            antivirus: Plesk10Antivirus::None,
            all_fields: false,
        }
    }

    /// Web Presence Builder for this many sites (`WPBSites`).
    pub fn sites(mut self, sites: Plesk10Sites) -> Self {
        self.sites = sites;
        self
    }

    /// Further applications (`applications`).
    pub fn applications(mut self, applications: Applications) -> Self {
        self.applications = applications;
        self
    }

    /// Customer and Business Manager (`CBMClients`).
    pub fn business_manager(mut self, manager: BusinessManager) -> Self {
        self.business_manager = manager;
        self
    }

    /// Language packs (`languagePack`).
    pub fn language_packs(mut self, packs: Plesk10LanguagePacks) -> Self {
        self.language_packs = packs;
        self
    }

    /// Antivirus (`antivirus`).
    pub fn antivirus(mut self, antivirus: Plesk10Antivirus) -> Self {
        self.antivirus = antivirus;
        self
    }

    /// Also sends `WPBOptions=0`, which only Plesk 12 has. The page calls every field required, and does not say whether
    /// that holds for fields of the other generation.
    pub fn with_fields_of_plesk12(mut self) -> Self {
        self.all_fields = true;
        self
    }

    /// The operating system.
    #[must_use]
    pub fn os(&self) -> &Os {
        &self.os
    }
}

/// Orders a Plesk 12 licence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct OrderPlesk12 {
    order: Plesk12,
    #[serde(flatten)]
    pub(crate) common: Common,
    #[serde(default)]
    sites: Plesk12Sites,
    #[serde(default)]
    site_options: SiteOptions,
    #[serde(default)]
    applications: Applications,
    #[serde(default)]
    language_packs: Plesk12LanguagePacks,
    #[serde(default)]
    antivirus: Plesk12Antivirus,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    all_fields: bool,
}
common!(OrderPlesk12);

impl OrderPlesk12 {
    /// One licence of this product, a name from [`Client::orderable`].
    pub fn new(product: impl Into<String>, title: impl Into<String>, period: Period) -> Self {
        Self {
            order: Plesk12,
            common: Common::new(product.into(), title.into(), period),
            sites: Plesk12Sites::None,
            site_options: SiteOptions::None,
            applications: Applications::None,
            language_packs: Plesk12LanguagePacks::None,
            antivirus: Plesk12Antivirus::None,
            all_fields: false,
        }
    }

    /// Web Presence Builder for this many sites (`WPBSites`).
    pub fn sites(mut self, sites: Plesk12Sites) -> Self {
        self.sites = sites;
        self
    }

    /// Options of Web Presence Builder (`WPBOptions`).
    pub fn site_options(mut self, options: SiteOptions) -> Self {
        self.site_options = options;
        self
    }

    /// Further applications (`applications`).
    pub fn applications(mut self, applications: Applications) -> Self {
        self.applications = applications;
        self
    }

    /// Language packs (`languagePack`).
    pub fn language_packs(mut self, packs: Plesk12LanguagePacks) -> Self {
        self.language_packs = packs;
        self
    }

    /// Antivirus (`antivirus`).
    pub fn antivirus(mut self, antivirus: Plesk12Antivirus) -> Self {
        self.antivirus = antivirus;
        self
    }

    /// Also sends `CBMClients=0`, which only Plesk 10 has. `os`, which only Plesk 10 has as well, has no neutral value; an
    /// [`OrderPlesk12::extra_field`] can send it. The page calls every field required, and does not say whether that holds
    /// for fields of the other generation.
    pub fn with_fields_of_plesk10(mut self) -> Self {
        self.all_fields = true;
        self
    }
}

impl Wire for OrderPlesk10 {
    type Output = Ordered<Plesk>;

    fn name(&self) -> &'static str {
        "websoftsolus.plesk.order"
    }

    fn effect(&self) -> Effect {
        Effect::Spend
    }

    fn request(&self) -> Result<Request, Error> {
        let form = self
            .common
            .form()?
            .field("period", self.common.period.checked()?)
            .field("os", self.os.checked()?)
            .field("WPBSites", self.sites.checked()?)
            .optional("WPBOptions", self.all_fields.then_some(0))
            .field("applications", self.applications.checked()?)
            .field("CBMClients", self.business_manager.checked()?)
            .field("languagePack", self.language_packs.checked()?)
            .field("antivirus", self.antivirus.checked()?);
        self.common.request::<Plesk>(self.name(), form)
    }

    fn decode(&self, answer: &Answer) -> Result<Ordered<Plesk>, Fault> {
        Ordered::read(answer)
    }
}

impl Wire for OrderPlesk12 {
    type Output = Ordered<Plesk>;

    fn name(&self) -> &'static str {
        "websoftsolus.plesk.order"
    }

    fn effect(&self) -> Effect {
        Effect::Spend
    }

    fn request(&self) -> Result<Request, Error> {
        let form = self
            .common
            .form()?
            .field("period", self.common.period.checked()?)
            .field("WPBSites", self.sites.checked()?)
            .field("WPBOptions", self.site_options.checked()?)
            .field("applications", self.applications.checked()?)
            .optional("CBMClients", self.all_fields.then_some(0))
            .field("languagePack", self.language_packs.checked()?)
            .field("antivirus", self.antivirus.checked()?);
        self.common.request::<Plesk>(self.name(), form)
    }

    fn decode(&self, answer: &Answer) -> Result<Ordered<Plesk>, Fault> {
        Ordered::read(answer)
    }
}
