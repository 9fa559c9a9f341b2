//! Orders: keys that were not there before.

use license_wire::{Checked, Error, ErrorKind};

use super::{ALL_GONE, Before, Evidence, Look, keys_now};
use crate::order::Common;
use crate::property::Property;
use crate::{
    Client, Cpanel, Family, GetProperties, KeyNumber, OrderCpanel, OrderPlesk10, OrderPlesk12,
    OrderVirtuozzo, Plesk, Properties, Virtuozzo,
};

/// Whether a new key is that of an order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Match {
    Yes,
    No,
    /// Its texts are not to be seen.
    CannotTell,
}

/// An order happened when there is a new key with its texts, or a new key whose texts are not to be seen.
fn check<F: Family>(
    client: &Client,
    order: &Common,
    before: &Before<F>,
) -> Result<Checked<Evidence<F>>, Error> {
    let keys = keys_now::<F>(client)?;
    if keys.is_empty() && !before.keys.is_empty() {
        return Ok(Checked::CannotTell(ALL_GONE.into()));
    }
    let mut named = Vec::new();
    let mut nameless = Vec::new();
    for key in keys.into_iter().filter(|key| !before.has(key)) {
        match compare(client, order, &key)? {
            Match::Yes => named.push(key),
            Match::CannotTell => nameless.push(key),
            Match::No => {}
        }
    }
    let evidence =
        |keys, is_named, seen: &str| Checked::Happened(Evidence { keys, is_named, seen: seen.to_owned() });
    Ok(if !named.is_empty() {
        evidence(named, true, "there is a new key with the title and the comment of the order")
    } else if !nameless.is_empty() {
        evidence(nameless, false, "there is a new key, whose title and comment are not to be seen")
    } else {
        Checked::NotSeen
    })
}

fn compare<F: Family>(client: &Client, order: &Common, key: &KeyNumber<F>) -> Result<Match, Error> {
    match client.properties(&GetProperties::new(key.clone())) {
        Ok(properties) => Ok(matches(order, &properties)),
        // A key that is listed and cannot be shown may not be delivered yet.
        Err(error) if matches!(error.kind(), ErrorKind::Refused(_) | ErrorKind::Decode { .. }) => {
            Ok(Match::CannotTell)
        }
        Err(error) if error.status() == Some(404) => Ok(Match::CannotTell),
        Err(error) => Err(error),
    }
}

/// Compares the texts. Only under the very names that the order used does another text mean another order: what
/// stands under a likely name may be something else altogether.
fn matches<F: Family>(order: &Common, properties: &Properties<F>) -> Match {
    let compared = |property: Property, theirs: Option<String>, ours: &str| {
        // What says nothing is no reference, on either side.
        let theirs = theirs.filter(|theirs| !theirs.trim().is_empty() && !ours.trim().is_empty())?;
        let exact = properties.name_of(property).is_some_and(|name| property.names().first() == Some(&name));
        if same(&theirs, ours) { Some(true) } else { exact.then_some(false) }
    };
    let title = compared(Property::Title, properties.title(), &order.title);
    let comment = compared(Property::Comment, properties.comment(), &order.comment);
    match (title, comment) {
        (Some(false), _) | (_, Some(false)) => Match::No,
        (_, Some(true)) => Match::Yes,
        // The reference may stand in the comment, and many licences may have the same title.
        (Some(true), None) if order.comment.is_empty() => Match::Yes,
        (_, None) => Match::CannotTell,
    }
}

/// Whether two texts are the same but for blanks, capitals and the escapes that PHP puts in. A vendor may cut a long
/// one.
fn same(theirs: &str, ours: &str) -> bool {
    let plain = |text: &str| {
        let text = text
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#039;", "'")
            .replace("&#39;", "'")
            .replace("&amp;", "&");
        text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
    };
    let (theirs, ours) = (plain(theirs), plain(ours));
    theirs == ours || (theirs.chars().count() >= 20 && ours.starts_with(&theirs))
}

macro_rules! orders {
    ($($name:ident: $family:ty),+) => {
        $(impl Look for $name {
            type Family = $family;

            fn look_before(&self, client: &Client) -> Result<Before<$family>, Error> {
                Ok(Before { keys: keys_now(client)?, status: None })
            }

            fn check(
                &self,
                client: &Client,
                before: &Before<$family>,
            ) -> Result<Checked<Evidence<$family>>, Error> {
                check(client, &self.common, before)
            }
        })+
    };
}
orders!(OrderPlesk10: Plesk, OrderPlesk12: Plesk, OrderCpanel: Cpanel, OrderVirtuozzo: Virtuozzo);
