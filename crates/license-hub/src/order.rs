//! An order held as a value. Every vendor has its own; there is no lowest common one.

use serde::{Deserialize, Serialize};

use crate::Vendor;

/// An order, as the vendor's own value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Order {
    /// A Softaculous licence.
    #[cfg(feature = "softaculous")]
    Softaculous(crate::softaculous::Buy),
    /// A Webuzo licence.
    #[cfg(feature = "softaculous")]
    Webuzo(crate::softaculous::BuyWebuzo),
    /// A Webuzo trial.
    #[cfg(feature = "softaculous")]
    WebuzoTrial(crate::softaculous::StartWebuzoTrial),
    /// A Virtualizor licence.
    #[cfg(feature = "softaculous")]
    Virtualizor(crate::softaculous::BuyVirtualizor),
    /// A SitePad licence.
    #[cfg(feature = "softaculous")]
    SitePad(crate::softaculous::BuySitePad),
    /// A licence of the Plesk 10 generation.
    #[cfg(feature = "websoftsolus")]
    Plesk10(crate::websoftsolus::OrderPlesk10),
    /// A licence of the Plesk 12 generation.
    #[cfg(feature = "websoftsolus")]
    Plesk12(crate::websoftsolus::OrderPlesk12),
    /// A cPanel & WHM licence.
    #[cfg(feature = "websoftsolus")]
    Cpanel(crate::websoftsolus::OrderCpanel),
    /// A Virtuozzo licence.
    #[cfg(feature = "websoftsolus")]
    Virtuozzo(crate::websoftsolus::OrderVirtuozzo),
    /// Anything that ispmanager sells.
    #[cfg(feature = "ispmanager")]
    Ispmanager(crate::billmgr::Order),
    /// Anything that ISPlicense sells.
    #[cfg(feature = "isplicense")]
    Isplicense(crate::billmgr::Order),
    /// Nothing can be ordered: no vendor is compiled in.
    #[doc(hidden)]
    #[cfg(not(any(
        feature = "softaculous",
        feature = "websoftsolus",
        feature = "ispmanager",
        feature = "isplicense"
    )))]
    Nothing,
}

impl Order {
    /// Whether this vendor takes it.
    #[must_use]
    pub fn is_for(&self, vendor: Vendor) -> bool {
        match *self {
            #[cfg(feature = "softaculous")]
            Self::Softaculous(_)
            | Self::Webuzo(_)
            | Self::WebuzoTrial(_)
            | Self::Virtualizor(_)
            | Self::SitePad(_) => vendor == Vendor::Softaculous,
            #[cfg(feature = "websoftsolus")]
            Self::Plesk10(_) | Self::Plesk12(_) | Self::Cpanel(_) | Self::Virtuozzo(_) => {
                vendor == Vendor::WebSoftSolus
            }
            #[cfg(feature = "ispmanager")]
            Self::Ispmanager(_) => vendor == Vendor::Ispmanager,
            #[cfg(feature = "isplicense")]
            Self::Isplicense(_) => vendor == Vendor::Isplicense,
            #[cfg(not(any(
                feature = "softaculous",
                feature = "websoftsolus",
                feature = "ispmanager",
                feature = "isplicense"
            )))]
            Self::Nothing => {
                let _ = vendor;
                false
            }
        }
    }
}
