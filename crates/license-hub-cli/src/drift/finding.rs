//! What a comparison comes to.

use license_hub::License;

use super::expected::Row;

/// What is wrong, the most urgent first: this is the order in which findings are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Expected, and not there.
    Missing,
    /// Expected, and its time has run out.
    Expired,
    /// Expected to work, and suspended, unpaid, cancelled or in a state nobody knows.
    NotActive,
    /// Something else is there than what is expected.
    WrongProduct,
    /// There, but in another account or at another vendor than the list says.
    WrongAccount,
    /// Expected, and its time runs out soon.
    Expiring,
    /// It renews itself and should not.
    AutoRenewOn,
    /// It does not renew itself and should.
    AutoRenewOff,
    /// The list says whether it renews itself, the vendor does not.
    AutoRenewUnknown,
    /// Not expected, and one more licence of a product that its address has already.
    Doubled,
    /// Not expected, at an address with another product that cannot run beside it.
    Competing,
    /// Paid for, and not expected.
    Orphan,
}

impl Kind {
    /// The word for it in every form of output. It is a promise.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Expired => "expired",
            Self::NotActive => "not-active",
            Self::WrongProduct => "wrong-product",
            Self::WrongAccount => "wrong-account",
            Self::Expiring => "expiring",
            Self::AutoRenewOn => "auto-renew-on",
            Self::AutoRenewOff => "auto-renew-off",
            Self::AutoRenewUnknown => "auto-renew-unknown",
            Self::Doubled => "doubled",
            Self::Competing => "competing",
            Self::Orphan => "orphan",
        }
    }
}

/// One thing that is not as it should be. It has a licence, a line of the list, or both.
#[derive(Clone, Debug)]
pub(crate) struct Finding<'a> {
    pub(crate) kind: Kind,
    pub(crate) license: Option<&'a License>,
    pub(crate) row: Option<&'a Row>,
    /// The licence that this one doubles or competes with.
    pub(crate) beside: Option<&'a License>,
}

/// All that a comparison came to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Report<'a> {
    pub(crate) findings: Vec<Finding<'a>>,
    /// How many licences are not expected and not paid for any more: ended, or run out.
    pub(crate) over: usize,
    /// How many expected licences have no date of expiry that could be read.
    pub(crate) undated: usize,
}
