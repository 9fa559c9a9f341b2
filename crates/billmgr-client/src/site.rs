//! The vendors, and where each of them answers.

use std::fmt;

use license_wire::{BaseAddress, Error};
use serde::{Deserialize, Serialize};

/// Whose account it is. The vendors share one API; this decides what they do differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Vendor {
    /// ispmanager.
    Ispmanager,
    /// ISPlicense.
    Isplicense,
    /// Anybody else with a BILLmanager. It is called as ispmanager is, but nothing is asked for beyond what the API does.
    Other,
}

impl fmt::Display for Vendor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ispmanager => "ispmanager",
            Self::Isplicense => "ISPlicense",
            Self::Other => "BILLmanager",
        })
    }
}

/// One installation of BILLmanager: accounts, balances and tariff codes differ from site to site.
///
/// The vendors' own are constants of [`crate::ispmanager`] and [`crate::isplicense`].
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Site {
    vendor: Vendor,
    address: std::borrow::Cow<'static, str>,
}

impl fmt::Debug for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = BaseAddress::shown(&self.address);
        f.debug_struct("Site").field("vendor", &self.vendor).field("address", &address).finish()
    }
}

impl Site {
    pub(crate) const fn known(vendor: Vendor, address: &'static str) -> Self {
        Self { vendor, address: std::borrow::Cow::Borrowed(address) }
    }

    /// Any other installation, or an address in front of one. See [`crate::ClientBuilder::base_url`] for what is taken.
    #[must_use]
    pub fn own(vendor: Vendor, address: impl Into<String>) -> Self {
        Self { vendor, address: std::borrow::Cow::Owned(address.into()) }
    }

    /// Whose site it is.
    #[must_use]
    pub fn vendor(&self) -> Vendor {
        self.vendor
    }

    /// Its address, as it was given.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }
}

/// Finds the endpoint in what users paste: a host, a host with `/manager`, the endpoint itself, with or without a slash
/// or a question mark at its end.
pub(crate) fn endpoint(address: &str) -> Result<BaseAddress, Error> {
    let field = "base_url";
    let base = BaseAddress::parse(field, address.strip_suffix('?').unwrap_or(address))?;
    let host = base.as_str().find("://").map_or(0, |at| at + 3);
    let path = base.as_str()[host..].find('/').map_or("", |at| &base.as_str()[host + at..]);
    match path.rsplit('/').next() {
        Some("billmgr") => Ok(base),
        Some("manager") => base.join(field, "billmgr"),
        _ => base.join(field, "manager")?.join(field, "billmgr"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_users_paste_becomes_the_endpoint() {
        let endpoint_of = |text| endpoint(text).unwrap().as_str().to_owned();
        for (pasted, meant) in [
            ("https://my.isplicense.com", "https://my.isplicense.com/manager/billmgr"),
            ("https://my.isplicense.com/", "https://my.isplicense.com/manager/billmgr"),
            ("https://my.isplicense.com/manager", "https://my.isplicense.com/manager/billmgr"),
            ("https://my.isplicense.com/manager/", "https://my.isplicense.com/manager/billmgr"),
            ("https://my.isplicense.com/manager/billmgr", "https://my.isplicense.com/manager/billmgr"),
            ("https://my.isplicense.com/manager/billmgr/", "https://my.isplicense.com/manager/billmgr"),
            ("https://my.isplicense.com/manager/billmgr?", "https://my.isplicense.com/manager/billmgr"),
            ("https://eu.ispmanager.com/billmgr", "https://eu.ispmanager.com/billmgr"),
            ("https://eu.ispmanager.com/billmgr/", "https://eu.ispmanager.com/billmgr"),
            ("https://billmgr", "https://billmgr/manager/billmgr"),
            ("http://127.0.0.1:4010/ispmanager", "http://127.0.0.1:4010/ispmanager/manager/billmgr"),
            ("http://127.0.0.1:4010/ispmanager/billmgr", "http://127.0.0.1:4010/ispmanager/billmgr"),
        ] {
            assert_eq!(endpoint_of(pasted), meant, "{pasted}");
        }
        for bad in [
            "",
            "my.isplicense.com",
            "http://my.isplicense.com",
            "https://h/manager/billmgr?func=soft",
            "https://u:p@h",
        ] {
            assert_eq!(endpoint(bad).unwrap_err().field(), Some("base_url"), "{bad}");
        }
    }
}
