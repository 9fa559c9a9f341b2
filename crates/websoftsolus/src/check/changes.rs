//! Edits: whether the texts are those that were sent.

use license_wire::{Checked, Error};

use super::{Before, Evidence, Look};
use crate::property::Property;
use crate::{Client, Edit, Family, GetProperties};

impl<F: Family> Look for Edit<F> {
    type Family = F;

    /// What was there before does not matter: the texts are either as they should be or not.
    fn look_before(&self, _: &Client) -> Result<Before<F>, Error> {
        Ok(Before::default())
    }

    fn check(&self, client: &Client, _: &Before<F>) -> Result<Checked<Evidence<F>>, Error> {
        let properties = client.properties(&GetProperties::new(self.key().clone()))?;
        // Where there is no comment, an empty one may not be shown.
        let none = || self.comment().is_empty().then(String::new);
        let title = properties.title().map(|title| title == self.title());
        let comment = properties.comment().or_else(none).map(|comment| comment == self.comment());
        // What stands under a likely name and differs may be something else altogether.
        let differs = |property: Property, equal: Option<bool>| {
            equal == Some(false)
                && properties.name_of(property).is_none_or(|name| property.names().first() == Some(&name))
        };
        Ok(if title == Some(true) && comment == Some(true) {
            Checked::Happened(Evidence {
                keys: vec![self.key().clone()],
                is_named: true,
                seen: "title and comment are those that were sent".into(),
            })
        } else if differs(Property::Title, title) || differs(Property::Comment, comment) {
            Checked::NotSeen
        } else {
            Checked::CannotTell("the licence's properties do not show title and comment".into())
        })
    }
}
