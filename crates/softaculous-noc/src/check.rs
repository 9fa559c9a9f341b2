//! Finding out what became of a call whose outcome is unknown. Reads only.

use std::collections::BTreeSet;
use std::net::IpAddr;

use jiff::civil::Date;
use license_wire::{Checked, Error};
use serde::{Deserialize, Serialize};

use crate::purchase::Target;
use crate::{
    Action, ActionId, Buy, BuySitePad, BuyVirtualizor, BuyWebuzo, Cancel, Client, GetInvoice, GetLogs,
    License, LicenseId, LicenseKey, LicenseSelector, ListLicenses, Product, Refund,
};

/// Finding out.
impl Client {
    /// Looks at what there is before an operation that spends, so that [`Client::check`] can tell afterwards what is
    /// new. Composed of [`Client::licenses`] and [`Client::logs`].
    ///
    /// Wire: `ca=softaculous`, `ca=softaculous_licenselogs`. Source: as those.
    ///
    /// # Errors
    /// As every read. Nothing was spent: do not go on without it.
    ///
    /// # Examples
    /// See [`Client::buy`].
    pub fn look_before<O: Checkable>(&self, operation: &O) -> Result<Before, Error> {
        operation.look_before(self)
    }

    /// Finds out whether an operation happened whose outcome was unknown. Only reads, and never does it again. Composed
    /// of [`Client::licenses`], [`Client::logs`] and [`Client::invoice`].
    ///
    /// "Not seen" means: not until now. The vendor may still be working on it, so look at least twice, some time apart.
    ///
    /// Wire: `ca=softaculous`, `ca=softaculous_licenselogs`, `ca=invoicedetails`. Source: as those.
    ///
    /// # Errors
    /// As every read: then nothing was found out.
    ///
    /// # Examples
    /// See [`Client::buy`].
    pub fn check<O: Checkable>(&self, operation: &O, before: &Before) -> Result<Checked<Evidence>, Error> {
        operation.check(self, before)
    }
}

/// What there was before an operation. It can be stored with the intent to do it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// The licences concerned.
    pub licenses: Vec<KnownLicense>,
    /// The numbers of their transactions.
    pub actions: BTreeSet<ActionId>,
}

/// As much of a licence as is needed to know it again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownLicense {
    /// Its number.
    pub id: Option<LicenseId>,
    /// Its key.
    pub key: Option<LicenseKey>,
    /// When it runs out.
    pub expires: Option<Date>,
}

impl From<&License> for KnownLicense {
    fn from(license: &License) -> Self {
        Self {
            id: license.id.get().copied(),
            key: license.key.get().cloned(),
            expires: license.expires.get().copied(),
        }
    }
}

impl KnownLicense {
    fn is(&self, other: &Self) -> bool {
        match (self.id, other.id) {
            (Some(one), Some(two)) => one == two,
            _ => self.key.is_some() && self.key == other.key,
        }
    }
}

/// What shows that an operation happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Evidence {
    /// The licence, as far as it is known.
    pub license: KnownLicense,
    /// The transaction that stands in the logs.
    pub action: Option<ActionId>,
    /// What was seen, in words.
    pub seen: String,
}

/// An operation that [`Client::check`] can find again: purchases, refunds and cancellations.
pub trait Checkable: crate::Operation + sealed::Look {}

impl<T: crate::Operation + sealed::Look> Checkable for T {}

mod sealed {
    use super::{Before, Checked, Client, Error, Evidence};

    /// How an operation is looked for.
    pub trait Look {
        /// What there is before it.
        fn look_before(&self, client: &Client) -> Result<Before, Error>;

        /// Whether it happened since.
        fn check(&self, client: &Client, before: &Before) -> Result<Checked<Evidence>, Error>;
    }
}
use sealed::Look;

/// The licences of one address, and their transactions.
struct History {
    licenses: Vec<(KnownLicense, Vec<Action>)>,
}

impl History {
    fn of_address(client: &Client, product: Product, address: IpAddr) -> Result<Self, Error> {
        let found = client.all_licenses(&ListLicenses::new().product(product).address(address))?;
        // Whether the vendor's filter is exact is not known.
        let found = found.iter().filter(|license| license.address.get().is_none_or(|it| *it == address));
        let mut licenses = Vec::new();
        for license in found {
            let known = KnownLicense::from(license);
            let actions = match &known.key {
                Some(key) => client.logs(&GetLogs::by_key(key.clone()).product(product))?.actions,
                None => Vec::new(),
            };
            licenses.push((known, actions));
        }
        Ok(Self { licenses })
    }

    fn into_before(self) -> Before {
        let mut before = Before::default();
        for (license, actions) in self.licenses {
            before.actions.extend(actions.iter().filter_map(|action| action.id.get().copied()));
            before.licenses.push(license);
        }
        before
    }
}

/// A purchase happened when a transaction of that term is new, or the licence is new, or it runs longer.
fn check_purchase(client: &Client, target: &Target, before: &Before) -> Result<Checked<Evidence>, Error> {
    let history = History::of_address(client, target.product, target.address)?;
    for (license, actions) in &history.licenses {
        let new = actions.iter().find(|action| {
            action.is_purchase()
                && action.added_term(target.term)
                && action.id.get().is_some_and(|id| !before.actions.contains(id))
        });
        if let Some(action) = new {
            let seen = format!(
                "a new transaction `{}` of {} is in the licence's log",
                action.name.as_str().unwrap_or_default(),
                target.term
            );
            return Ok(Checked::Happened(Evidence {
                license: license.clone(),
                action: action.id.get().copied(),
                seen,
            }));
        }
        let seen = match before.licenses.iter().find(|old| old.is(license)) {
            None => "the address has a licence that it did not have before",
            Some(old) if old.expires.is_some() && license.expires > old.expires => {
                "the licence runs longer than before"
            }
            Some(_) => continue,
        };
        return Ok(Checked::Happened(Evidence { license: license.clone(), action: None, seen: seen.into() }));
    }
    // A licence that was there before and is gone now says nothing about a renewal of it.
    let gone = before.licenses.iter().any(|old| !history.licenses.iter().any(|(now, _)| old.is(now)));
    if gone {
        return Ok(Checked::CannotTell(
            "a licence that the address had before is not listed any more".into(),
        ));
    }
    Ok(Checked::NotSeen)
}

macro_rules! purchases {
    ($($name:ident),+) => {
        $(impl Look for $name {
            fn look_before(&self, client: &Client) -> Result<Before, Error> {
                let target = self.target();
                Ok(History::of_address(client, target.product, target.address)?.into_before())
            }

            fn check(&self, client: &Client, before: &Before) -> Result<Checked<Evidence>, Error> {
                check_purchase(client, &self.target(), before)
            }
        })+
    };
}
purchases!(Buy, BuyWebuzo, BuyVirtualizor, BuySitePad);

/// A refund happened when its transaction is marked so.
impl Look for Refund {
    fn look_before(&self, client: &Client) -> Result<Before, Error> {
        let actions = self.actions(client)?;
        Ok(Before {
            licenses: Vec::new(),
            actions: actions.iter().filter_map(|action| action.id.get().copied()).collect(),
        })
    }

    fn check(&self, client: &Client, _: &Before) -> Result<Checked<Evidence>, Error> {
        let actions = self.actions(client)?;
        let Some(action) = actions.iter().find(|action| action.id.get() == Some(&self.action)) else {
            return Ok(Checked::CannotTell("the transaction is not in the records that were read".into()));
        };
        if !action.is_refunded() {
            return Ok(Checked::NotSeen);
        }
        Ok(Checked::Happened(Evidence {
            license: KnownLicense {
                id: action.license_id.get().copied(),
                key: self.license.clone().or_else(|| action.license_key.get().cloned()),
                expires: None,
            },
            action: Some(self.action),
            seen: "the transaction is marked as refunded".into(),
        }))
    }
}

impl Refund {
    /// The licence's log where the licence is known, else what has not been billed yet.
    fn actions(&self, client: &Client) -> Result<Vec<Action>, Error> {
        match &self.license {
            Some(key) => Ok(client.logs(&GetLogs::by_key(key.clone()).product(self.product))?.actions),
            None => Ok(client.invoice(&GetInvoice::unbilled())?.actions),
        }
    }
}

/// A cancellation happened when a licence that was there is gone.
impl Look for Cancel {
    fn look_before(&self, client: &Client) -> Result<Before, Error> {
        let licenses = self.licenses(client)?;
        Ok(Before { licenses, actions: BTreeSet::new() })
    }

    fn check(&self, client: &Client, before: &Before) -> Result<Checked<Evidence>, Error> {
        let Some(old) = before.licenses.first() else {
            return Ok(Checked::CannotTell("no such licence was listed before either".into()));
        };
        let now = self.licenses(client)?;
        if now.iter().any(|license| old.is(license)) {
            return Ok(Checked::NotSeen);
        }
        let seen = "the licence is not listed any more".to_owned();
        Ok(Checked::Happened(Evidence { license: old.clone(), action: None, seen }))
    }
}

impl Cancel {
    fn licenses(&self, client: &Client) -> Result<Vec<KnownLicense>, Error> {
        let list = ListLicenses::new().product(self.product);
        let list = match &self.license {
            LicenseSelector::Key(key) => list.key(key.clone()),
            LicenseSelector::Address(address) => list.address(*address),
        };
        // Whether the vendor's filter is exact is not known.
        let meant = |license: &&License| match &self.license {
            LicenseSelector::Key(key) => license.key.get() == Some(key),
            LicenseSelector::Address(address) => license.address.get() == Some(address),
        };
        Ok(client.all_licenses(&list)?.iter().filter(meant).map(KnownLicense::from).collect())
    }
}
