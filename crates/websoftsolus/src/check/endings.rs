//! Terminations: a key that is gone, or a status that says so.

use license_wire::{Checked, Error, ErrorKind, Scrubber};

use super::{ALL_GONE, Before, Evidence, Look, keys_now};
use crate::property::Property;
use crate::{Client, Family, GetProperties, Properties, Status, Terminate};

impl<F: Family> Look for Terminate<F> {
    type Family = F;

    fn look_before(&self, client: &Client) -> Result<Before<F>, Error> {
        let keys = keys_now(client)?;
        let status = self.properties(client)?.as_ref().and_then(status_word);
        Ok(Before { keys, status })
    }

    fn check(&self, client: &Client, before: &Before<F>) -> Result<Checked<Evidence<F>>, Error> {
        if !before.has(self.key()) {
            return Ok(Checked::CannotTell("the key was not listed before either".into()));
        }
        let happened = |seen: &str| {
            Ok(Checked::Happened(Evidence {
                keys: vec![self.key().clone()],
                is_named: true,
                seen: seen.to_owned(),
            }))
        };
        let keys = keys_now(client)?;
        if keys.is_empty() && before.keys.iter().any(|key| !key.is_same_license(self.key())) {
            return Ok(Checked::CannotTell(ALL_GONE.into()));
        }
        if !keys.iter().any(|key| key.is_same_license(self.key())) {
            // It was the only one, and its absence is all that an empty list shows.
            if keys.is_empty() && !self.is_refused(client)? {
                return Ok(Checked::CannotTell(
                    "no key is listed any more, but this one is not refused".into(),
                ));
            }
            return happened("the key is not listed any more");
        }
        let Some(properties) = self.properties(client)? else {
            return Ok(Checked::CannotTell("the key is listed, but its properties are not shown".into()));
        };
        let (word, status) = (status_word(&properties), properties.status());
        if word.is_some() && word == before.status {
            // A licence that had ended before tells nothing about this termination.
            return Ok(match status {
                Some(Status::Ended) => Checked::CannotTell("the licence had ended before".into()),
                _ => Checked::NotSeen,
            });
        }
        match status {
            Some(Status::Ended) => happened("the licence's status says that it has ended"),
            Some(Status::Unknown(word)) => Ok(Checked::CannotTell(format!(
                "the licence's status has changed, to a word that is not known: {}",
                Scrubber::default().message(&word)
            ))),
            _ => Ok(Checked::NotSeen),
        }
    }
}

impl<F: Family> Terminate<F> {
    /// Whether the vendor says that there is no such key.
    fn is_refused(&self, client: &Client) -> Result<bool, Error> {
        match client.properties(&GetProperties::new(self.key().clone())) {
            Ok(_) => Ok(false),
            Err(error) if error.status() == Some(404) => Ok(true),
            Err(error) => match error.kind() {
                ErrorKind::Refused(_) => Ok(true),
                ErrorKind::Decode { .. } => Ok(false),
                _ => Err(error),
            },
        }
    }

    /// The properties; `None` where the vendor does not show them.
    fn properties(&self, client: &Client) -> Result<Option<Properties<F>>, Error> {
        match client.properties(&GetProperties::new(self.key().clone())) {
            Ok(properties) => Ok(Some(properties)),
            Err(error) if matches!(error.kind(), ErrorKind::Refused(_) | ErrorKind::Decode { .. }) => {
                Ok(None)
            }
            Err(error) if error.status() == Some(404) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// The status as the vendor writes it, with the name it stands under.
fn status_word<F: Family>(properties: &Properties<F>) -> Option<String> {
    let name = properties.name_of(Property::Status)?;
    Some(format!("{name}={}", properties.get(name)?))
}
