//! What an account can do.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::Vendor;

macro_rules! capabilities {
    ($($(#[$doc:meta])+ $name:ident = $word:literal, $words:literal;)+) => {
        /// One thing that some vendors can do and others cannot.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Capability {
            $($(#[$doc])+ $name,)+
        }

        impl Capability {
            /// Every capability.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word for it.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                }
            }

            /// As in "the vendor cannot ...".
            #[must_use]
            pub fn words(self) -> &'static str {
                match self {
                    $(Self::$name => $words,)+
                }
            }
        }
    };
}

capabilities! {
    /// Ordering a licence.
    Order = "order", "sell a licence";
    /// Extending a licence for a stated time.
    Renew = "renew", "renew a licence";
    /// Moving a licence to another address.
    SetAddress = "set-ip", "change the addresses of a licence";
    /// Giving a licence several addresses.
    SetAddresses = "set-ips", "give a licence several addresses";
    /// Giving a licence a name.
    Name = "name", "name a licence";
    /// Giving a licence a title and a comment.
    SetTexts = "edit", "change the title and the comment of a licence";
    /// Suspending a licence.
    Suspend = "suspend", "suspend a licence";
    /// Ending a suspension.
    Resume = "resume", "resume a licence";
    /// Ending a licence.
    Cancel = "cancel", "cancel a licence";
    /// Ending a licence although more than a month is left, where the vendor would refuse that otherwise.
    ForceCancel = "cancel-force", "be made to cancel a licence that it would not cancel otherwise";
    /// Giving a transaction back.
    Refund = "refund", "refund a transaction";
    /// Switching automatic renewal on or off.
    AutoRenew = "auto-renew", "switch the automatic renewal of a licence";
    /// Telling which licences renew themselves.
    AutoRenewals = "auto-renewals", "tell which licences renew themselves";
    /// Setting how many nodes or other add-ons a licence has.
    SetNodes = "set-nodes", "set the nodes of a licence";
    /// Moving a licence to another tariff.
    ChangeTariff = "change-tariff", "change the tariff of a licence";
    /// Ending a licence's key and making a new one.
    NewKey = "new-key", "make a new key for a licence";
    /// Telling what happened to a licence.
    Logs = "logs", "tell what happened to a licence";
    /// Telling what was charged.
    Invoices = "invoices", "show an invoice";
    /// Telling what can be ordered.
    Orderable = "orderable", "tell what can be ordered";
    /// Telling what is sold, and for how much.
    Tariffs = "tariffs", "list its tariffs";
    /// Telling whether an address can have a licence.
    CheckAddress = "check-ip", "check an address before an order";
    /// Telling how much money there is.
    Balance = "balance", "tell the balance";
    /// Showing and emptying a cart of what was ordered and is not paid for.
    Cart = "cart", "show or empty a cart";
}

impl fmt::Display for Capability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Serialize for Capability {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// What an account can do. What is not in it answers [`crate::ErrorKind::Unsupported`], never a quiet success.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities(&'static [Capability]);

impl Capabilities {
    /// These, and no others.
    #[must_use]
    pub const fn of(all: &'static [Capability]) -> Self {
        Self(all)
    }

    /// What accounts at a vendor can do; nothing when the vendor is not compiled in.
    #[must_use]
    pub fn at(vendor: Vendor) -> Self {
        match vendor {
            #[cfg(feature = "softaculous")]
            Vendor::Softaculous => crate::adapters::softaculous::CAPABILITIES,
            #[cfg(feature = "websoftsolus")]
            Vendor::WebSoftSolus => crate::adapters::websoftsolus::CAPABILITIES,
            #[cfg(feature = "ispmanager")]
            Vendor::Ispmanager => crate::adapters::billmgr::CAPABILITIES,
            #[cfg(feature = "isplicense")]
            Vendor::Isplicense => crate::adapters::billmgr::CAPABILITIES,
            #[allow(unreachable_patterns, reason = "vendors may be compiled out")]
            _ => Self(&[]),
        }
    }

    /// Whether this is among them.
    #[must_use]
    pub fn can(&self, capability: Capability) -> bool {
        self.0.contains(&capability)
    }

    /// Each capability that is among them.
    pub fn iter(&self) -> impl Iterator<Item = Capability> + use<> {
        self.0.iter().copied()
    }
}

impl Serialize for Capabilities {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
