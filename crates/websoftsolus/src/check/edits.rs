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
        let is_exact = |property: Property| {
            properties.name_of(property).is_none_or(|name| property.names().first() == Some(&name))
        };
        let title = properties.title().filter(|_| is_exact(Property::Title));
        // Where there is no comment, an empty one may not be shown.
        let comment = properties.comment().filter(|_| is_exact(Property::Comment));
        let comment = comment.or_else(|| self.comment().is_empty().then(String::new));
        Ok(match (title, comment) {
            (Some(title), Some(comment)) if title == self.title() && comment == self.comment() => {
                Checked::Happened(Evidence {
                    keys: vec![self.key().clone()],
                    is_named: true,
                    seen: "title and comment are those that were sent".into(),
                })
            }
            (Some(_), Some(_)) => Checked::NotSeen,
            _ => Checked::CannotTell("the licence's properties do not show title and comment".into()),
        })
    }
}
