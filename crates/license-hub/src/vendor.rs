//! The vendors.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Error;

/// Who sells a licence. All of them are named here, whichever features are on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Vendor {
    /// Softaculous NOC: Softaculous, Webuzo, Virtualizor and SitePad.
    Softaculous,
    /// WebSoftSolus: Plesk, cPanel & WHM and Virtuozzo.
    WebSoftSolus,
    /// ispmanager: ispmanager and what is sold beside it.
    Ispmanager,
    /// ISPlicense: ISPsystem's software, Plesk and modules.
    Isplicense,
}

impl Vendor {
    /// Every vendor.
    pub const ALL: [Self; 4] = [Self::Softaculous, Self::WebSoftSolus, Self::Ispmanager, Self::Isplicense];

    /// The word for it in configuration and exports: `softaculous`, `websoftsolus`, `ispmanager`, `isplicense`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Softaculous => "softaculous",
            Self::WebSoftSolus => "websoftsolus",
            Self::Ispmanager => "ispmanager",
            Self::Isplicense => "isplicense",
        }
    }
}

/// As the vendor spells it.
impl fmt::Display for Vendor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Softaculous => "Softaculous",
            Self::WebSoftSolus => "WebSoftSolus",
            Self::Ispmanager => "ispmanager",
            Self::Isplicense => "ISPlicense",
        })
    }
}

/// Reads the word of [`Vendor::name`], in capitals or not.
impl FromStr for Vendor {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let known = Self::ALL.into_iter().find(|vendor| vendor.name().eq_ignore_ascii_case(text));
        known.ok_or_else(|| {
            Error::invalid("vendor", "must be `softaculous`, `websoftsolus`, `ispmanager` or `isplicense`")
        })
    }
}
