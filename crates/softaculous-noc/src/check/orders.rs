//! Whether a purchase or a renewal happened.

use std::net::IpAddr;

use license_wire::{Checked, Error};

use super::sealed::Look;
use super::{Before, Evidence, KnownLicense};
use crate::buy::Target;
use crate::{
    Action, Buy, BuySitePad, BuyVirtualizor, BuyWebuzo, Client, GetLogs, ListLicenses, Product, Term,
};

macro_rules! purchases {
    ($($name:ident),+) => {
        $(impl Look for $name {
            fn look_before(&self, client: &Client) -> Result<Before, Error> {
                let target = self.target();
                Ok(before(history(client, target.product, target.address)?))
            }

            fn check(&self, client: &Client, before: &Before) -> Result<Checked<Evidence>, Error> {
                let Target { product, address, term } = self.target();
                Ok(judge(&history(client, product, address)?, term, before))
            }
        })+
    };
}
purchases!(Buy, BuyWebuzo, BuyVirtualizor, BuySitePad);

/// A licence that was found by its address, and its transactions.
struct Found {
    license: KnownLicense,
    /// Whether its address is the one that was looked for. Whether the vendor's filter is exact is not known.
    exact: bool,
    actions: Vec<Action>,
}

fn history(client: &Client, product: Product, address: IpAddr) -> Result<Vec<Found>, Error> {
    let licenses = client.all_licenses(&ListLicenses::new().product(product).address(address))?;
    let found = licenses.iter().map(|license| {
        let exact = license.address.get() == Some(&address);
        // Others only have to stay as they are, and there could be many of them.
        let actions = match license.key.get() {
            Some(key) if exact => client.logs(&GetLogs::by_key(key.clone()).product(product))?.actions,
            _ => Vec::new(),
        };
        Ok(Found { license: license.into(), exact, actions })
    });
    found.collect()
}

fn before(history: Vec<Found>) -> Before {
    let mut before = Before::default();
    for found in history {
        before.actions.extend(found.actions.iter().filter_map(|action| action.id.get()));
        before.licenses.push(found.license);
    }
    before
}

/// A purchase happened when a transaction of that term is new, or the licence is new, or it runs longer, and nothing
/// else explains it.
fn judge(history: &[Found], term: Term, before: &Before) -> Checked<Evidence> {
    let mut doubt = None;
    for found in history {
        let fresh: Vec<&Action> = found.actions.iter().filter(|action| is_fresh(action, before)).collect();
        let ours = fresh.iter().find(|action| is_of(action, term));
        let seen = match (ours, before.licenses.iter().find(|old| old.is(&found.license))) {
            (Some(action), _) => {
                let name = action.name.as_str().unwrap_or_default();
                Some(format!("a new transaction `{name}` of {term} is in the licence's log"))
            }
            (None, None) => Some("the address has a licence that it did not have before".into()),
            (None, Some(old)) if old.expires.is_some() && found.license.expires > old.expires => {
                Some("the licence runs longer than before".into())
            }
            (None, Some(_)) => None,
        };
        match seen {
            Some(seen) if found.exact && (ours.is_some() || fresh.is_empty()) => {
                let action = ours.and_then(|action| action.id.get().copied());
                return Checked::Happened(Evidence { license: found.license.clone(), action, seen });
            }
            Some(_) if found.exact => {
                doubt =
                    Some("something else was bought for the address meanwhile, or its log cannot be read");
            }
            Some(_) => doubt = Some("a licence that was found beside the address has changed"),
            None if fresh.iter().any(|action| is_unreadable(action)) => {
                doubt = Some("the log holds a purchase whose number or term cannot be read");
            }
            None => {}
        }
    }
    // A licence that was there before and is gone now says nothing about a renewal of it.
    let gone = before.licenses.iter().any(|old| !history.iter().any(|found| old.is(&found.license)));
    if gone {
        doubt = Some("a licence that the address had before is not listed any more");
    }
    doubt.map_or(Checked::NotSeen, |why| Checked::CannotTell(why.into()))
}

/// A purchase that was not there before, or may not have been.
fn is_fresh(action: &Action, before: &Before) -> bool {
    action.is_purchase() && action.id.get().is_none_or(|id| !before.actions.contains(id))
}

fn is_unreadable(action: &Action) -> bool {
    action.id.get().is_none() || action.added_term().is_none()
}

fn is_of(action: &Action, term: Term) -> bool {
    !is_unreadable(action) && action.added_term().is_some_and(|added| added.in_months() == term.in_months())
}
