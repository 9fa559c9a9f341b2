//! Whether a deletion happened.

use license_wire::{Checked, Error};

use super::sealed::Look;
use super::{Before, Evidence, KnownLicense, cannot_tell, happened, look_at};
use crate::delete::Deletion;
use crate::reply::is_gone;
use crate::{Client, Delete, GetLicense, Status};

/// A deletion happened when each licence that was there is gone or marked.
impl Look for Delete {
    fn look_before(&self, client: &Client) -> Result<Before, Error> {
        let mut before = Before::default();
        for service in self.each() {
            before.licenses.extend(look_at(client, &service)?.licenses);
        }
        Ok(before)
    }

    fn check(&self, client: &Client, before: &Before) -> Result<Checked<Evidence>, Error> {
        let (mut deleted, mut left) = (Vec::new(), 0);
        for service in self.each() {
            let Some(old) = before.licenses.iter().find(|old| old.service.id() == service.id()) else {
                return Ok(cannot_tell(format!("{service} was not looked at before")));
            };
            if old.status == Some(Status::Deleted) {
                return Ok(cannot_tell(format!("{service} was deleted before")));
            }
            match client.license(&GetLicense::new(service.clone())) {
                Ok(license) => match Deletion::of(&license) {
                    Some(Deletion::Closing) => {
                        return Ok(cannot_tell("the vendor is deleting: look again later"));
                    }
                    Some(_) => deleted.push(KnownLicense::from(&license)),
                    None => left += 1,
                },
                Err(error) if is_gone(&error, service.id()) => deleted.push(old.clone()),
                Err(error) => return Err(error),
            }
        }
        Ok(match (deleted.pop(), left) {
            (Some(license), 0) => happened(license, "it is gone or marked as deleted"),
            (None, _) => Checked::NotSeen,
            (Some(_), left) => cannot_tell(format!("{left} of the licences are not deleted, the others are")),
        })
    }
}
