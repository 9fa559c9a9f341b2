//! Whether a refund or a cancellation happened.

use license_wire::{Checked, Error};

use super::sealed::Look;
use super::{Before, Evidence, KnownLicense};
use crate::{
    Action, ActionKind, Cancel, Client, GetInvoice, GetLogs, License, LicenseSelector, ListLicenses, Refund,
};

/// A refund happened when its transaction is marked so, and was not before.
impl Look for Refund {
    fn look_before(&self, client: &Client) -> Result<Before, Error> {
        let actions = self.actions(client)?;
        let mut before = Before::default();
        for action in &actions {
            before.actions.extend(action.id.get());
            if action.is_refunded() {
                before.refunded.extend(action.id.get());
            }
        }
        Ok(before)
    }

    fn check(&self, client: &Client, before: &Before) -> Result<Checked<Evidence>, Error> {
        let cannot_tell = |why: &str| Ok(Checked::CannotTell(why.into()));
        let actions = self.actions(client)?;
        let Some(action) = actions.iter().find(|action| action.id.get() == Some(&self.action)) else {
            return cannot_tell("the transaction is not in the records that were read");
        };
        match action.refund_mark() {
            None => cannot_tell("whether the transaction is refunded cannot be read"),
            Some(true) if before.refunded.contains(&self.action) => {
                cannot_tell("the transaction was marked as refunded before")
            }
            Some(true) => Ok(Checked::Happened(Evidence {
                license: KnownLicense {
                    id: action.license_id.get().copied(),
                    key: self.license.clone().or_else(|| action.license_key.get().cloned()),
                    expires: None,
                },
                action: Some(self.action),
                seen: "the transaction is marked as refunded".into(),
            })),
            // What the mark looks like is inferred, so a refund that came meanwhile is not passed over.
            Some(false) if actions.iter().any(|other| is_new_refund(other, action, before)) => {
                cannot_tell("the log has a new refund, and the transaction is not marked as refunded")
            }
            Some(false) => Ok(Checked::NotSeen),
        }
    }
}

fn is_new_refund(other: &Action, action: &Action, before: &Before) -> bool {
    let same_license = match (other.license_id.get(), action.license_id.get()) {
        (Some(one), Some(two)) => one == two,
        _ => true,
    };
    other.kind() == ActionKind::Refund
        && same_license
        && other.id.get().is_none_or(|id| !before.actions.contains(id))
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
        // Whether the vendor's filter is exact is not known.
        let meant = |license: &&License| match &self.license {
            LicenseSelector::Key(key) => license.key.get().is_some_and(|told| key.may_be(told)),
            LicenseSelector::Address(address) => license.address.get() == Some(address),
        };
        let licenses = self.licenses(client)?;
        Ok(Before { licenses: licenses.iter().filter(meant).map(Into::into).collect(), ..Before::default() })
    }

    fn check(&self, client: &Client, before: &Before) -> Result<Checked<Evidence>, Error> {
        if before.licenses.is_empty() {
            return Ok(Checked::CannotTell("no such licence was listed before either".into()));
        }
        let now: Vec<KnownLicense> = self.licenses(client)?.iter().map(Into::into).collect();
        // An address may have had several, and nobody says which of them the vendor takes.
        Ok(match before.licenses.iter().find(|old| !now.iter().any(|license| old.is(license))) {
            Some(gone) => Checked::Happened(Evidence {
                license: gone.clone(),
                action: None,
                seen: "the licence is not listed any more".into(),
            }),
            None => Checked::NotSeen,
        })
    }
}

impl Cancel {
    fn licenses(&self, client: &Client) -> Result<Vec<License>, Error> {
        let list = ListLicenses::new().product(self.product);
        client.all_licenses(&match &self.license {
            LicenseSelector::Key(key) => list.key(key.clone()),
            LicenseSelector::Address(address) => list.address(*address),
        })
    }
}
