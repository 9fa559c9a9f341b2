//! One operation at a vendor of the sandbox, in a shape that is the same for all vendors.

use license_hub::Checked;
use license_hub_tests::patience::LIMIT;
use license_hub_tests::strides::striding;
use license_sandbox::{Decimal, Vendor};
use license_wire::{Error, Outcome, Settings, Timeouts};
use std::ops::RangeInclusive;
use std::time::Duration;

/// What a client waits for that is going to be left without an answer.
const SHORT: Duration = Duration::from_millis(60);

/// An operation that is going to be done. What there was before is known by now.
pub(crate) struct Attempt {
    /// What it is, for messages.
    pub(crate) name: String,
    /// Whom it is for.
    pub(crate) vendor: Vendor,
    /// What the sandbox calls the request that does it. `None` where it is the only request.
    pub(crate) operation: Option<String>,
    /// How many entries it may make in the ledger when it is carried out.
    pub(crate) charges: RangeInclusive<usize>,
    /// Whether it only reads.
    pub(crate) is_read: bool,
    /// Whether what it made is to be seen only some time later.
    pub(crate) comes_late: bool,
    /// Whether an answer that was emptied on its way looks like the vendor's own: nothing was there, and nothing is.
    pub(crate) is_blind: bool,
    /// Does it.
    pub(crate) run: Box<dyn Fn() -> Result<Told, Failed>>,
    /// Finds out whether it happened, by reading.
    pub(crate) check: Box<dyn Fn() -> Result<Verdict, Failed>>,
}

impl Attempt {
    /// One that only reads.
    pub(crate) fn read<T>(vendor: Vendor, name: &str, run: impl Fn() -> Result<T, Error> + 'static) -> Self {
        Self {
            name: name.to_owned(),
            vendor,
            operation: None,
            charges: 0..=0,
            is_read: true,
            comes_late: false,
            is_blind: false,
            run: Box::new(move || Ok(run().map(|_| Told::default())?)),
            check: Box::new(|| Ok(Verdict::NotSeen)),
        }
    }
}

/// What a vendor's success document or its records tell, as far as the ledger has it too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) service: Option<String>,
    pub(crate) key: Option<String>,
    pub(crate) transaction: Option<String>,
    pub(crate) amount: Option<Decimal>,
    /// It was not done, says the client, but waits to be paid.
    pub(crate) waits: bool,
    /// The vendor answered without a word of success or refusal, says the client, so that a look is worth its while.
    pub(crate) unconfirmed: bool,
}

/// How a call failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failed {
    pub(crate) outcome: Outcome,
    pub(crate) words: String,
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self { outcome: error.outcome(), words: format!("{error}: {:?}", error.kind()) }
    }
}

impl From<license_hub::Error> for Failed {
    fn from(error: license_hub::Error) -> Self {
        Self { outcome: error.outcome(), words: format!("{error}: {:?}", error.kind()) }
    }
}

/// What finding out came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// With what shows it.
    Happened(Told),
    NotSeen,
    /// The reason, and whether it is one that had to be given here.
    CannotTell {
        why: String,
        explained: bool,
    },
}

impl Verdict {
    /// What a client found out. `untold` says whether this reason for not being able to tell is the right one here.
    pub(crate) fn of<E>(
        checked: Checked<E>,
        told: impl FnOnce(E) -> Told,
        untold: impl FnOnce(&str) -> bool,
    ) -> Self {
        match checked {
            Checked::Happened(evidence) => Self::Happened(told(evidence)),
            Checked::NotSeen => Self::NotSeen,
            Checked::CannotTell(why) => Self::CannotTell { explained: untold(&why), why },
        }
    }
}

/// Which time limits a client has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Patience {
    Ample,
    /// What spends or changes is given up soon.
    Short,
}

/// Settings for a client of the sandbox, with a clock for which nobody has to wait.
pub(crate) fn settings(patience: Patience) -> Settings {
    let mut limits = Timeouts::all(LIMIT);
    if patience == Patience::Short {
        limits.answer_to_spend = SHORT;
    }
    striding(Settings::new().no_proxy().timeouts(limits))
}
