//! An operation that was looked at from all sides and is ready to be sent, or not.

use std::fmt;

use jiff::Timestamp;
use license_hub::{Account, AccountName, Before, Effect, Environment, Operation, Preview, Stored, Vendor};

use crate::error::ErrorKind;
use crate::guard::{Finding, Verdict};
use crate::{Error, Intent, Money, Options, Position, Reference, Run};

/// An operation that was looked at from all sides: what would be sent, what there is before, and what speaks against it.
///
/// [`crate::Journal::prepare`] makes it, and sends nothing that changes or spends. Shown to a person it is a dry run;
/// given to [`crate::Journal::carry_out`] it is done, once.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub(crate) reference: Reference,
    pub(crate) vendor: Vendor,
    pub(crate) account: AccountName,
    pub(crate) environment: Environment,
    /// As the caller wishes it.
    pub(crate) wished: Operation,
    /// As it is sent.
    pub(crate) operation: Operation,
    pub(crate) marked: Option<&'static str>,
    pub(crate) stored: Stored,
    pub(crate) previews: Vec<Preview>,
    pub(crate) before: Before,
    pub(crate) since: Position,
    pub(crate) findings: Vec<Finding>,
    pub(crate) price: Option<Money>,
    pub(crate) options: Options,
}

impl Prepared {
    /// Its name in the journal, once it is carried out.
    #[must_use]
    pub fn reference(&self) -> &Reference {
        &self.reference
    }

    /// The operation as it is sent, the reference included where there is a place for it.
    #[must_use]
    pub fn operation(&self) -> &Operation {
        &self.operation
    }

    /// What it acts upon; see [`Operation::target`].
    #[must_use]
    pub fn target(&self) -> String {
        self.wished.target()
    }

    /// The field of the vendor's that holds the reference, where one does.
    #[must_use]
    pub fn marked(&self) -> Option<&str> {
        self.marked
    }

    /// The requests that are sent, with secrets masked.
    #[must_use]
    pub fn previews(&self) -> &[Preview] {
        &self.previews
    }

    /// What there is before.
    #[must_use]
    pub fn before(&self) -> &Before {
        &self.before
    }

    /// What was looked at, and what it says.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// What it costs, where that is known.
    #[must_use]
    pub fn price(&self) -> Option<&Money> {
        self.price.as_ref()
    }

    /// Makes sure that nothing speaks against it.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Guard`] with what does.
    pub fn is_fine(&self) -> Result<(), Error> {
        let refused = self.findings.iter().filter(|finding| finding.verdict == Verdict::Refused);
        let findings: Vec<Finding> = refused.cloned().collect();
        if findings.is_empty() { Ok(()) } else { Err(Error::new(ErrorKind::Guard { findings })) }
    }

    pub(crate) fn run(&self) -> Option<&Run> {
        self.options.run.as_ref()
    }

    pub(crate) fn intent(&self, now: Timestamp) -> Intent {
        Intent {
            reference: self.reference.clone(),
            written: now,
            vendor: self.vendor,
            account: self.account.clone(),
            environment: self.environment,
            called_at: called_at(&self.previews),
            operation_name: self.operation.name(),
            // The vendor may show a licence under what the reference is put into, but it is no other target for that.
            target: self.wished.target(),
            effect: self.operation.effect(),
            charges: self.operation.charges(),
            operation: self.stored.clone(),
            marked: self.marked.map(str::to_owned),
            before: self.before.clone(),
            run: self.run().map(|run| run.name.clone()),
            expected: self.price.clone(),
        }
    }

    /// Makes sure that it was prepared for this account.
    pub(crate) fn is_for(&self, account: &dyn Account) -> Result<(), Error> {
        let other = |what: &str| {
            let (reference, what) = (self.reference.clone(), what.to_owned());
            Err(Error::new(ErrorKind::OtherAccount { reference, what }))
        };
        match (account.vendor(), account.name(), account.environment()) {
            (vendor, ..) if vendor != self.vendor => other("vendor"),
            (_, name, _) if *name != self.account => other("account"),
            (_, _, environment) if environment != self.environment => other("environment"),
            _ => Ok(()),
        }
    }
}

/// The address that is called, without what is asked of it.
pub(crate) fn called_at(previews: &[Preview]) -> Option<String> {
    let url = &previews.first()?.url;
    url.split(['?', '#']).next().map(str::to_owned)
}

/// A dry run: everything that was checked and everything that would be sent.
impl fmt::Display for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, target) = (self.operation.name(), self.wished.target());
        write!(f, "{} at {}, account {} ({})", self.reference, self.vendor, self.account, self.environment)?;
        write!(f, "\n{name} of {target}, which {}", effect(self.operation.effect()))?;
        if let Some(price) = &self.price {
            write!(f, "; it costs {price}")?;
        }
        for finding in &self.findings {
            write!(f, "\n{finding}")?;
        }
        for preview in &self.previews {
            write!(f, "\n{preview}")?;
        }
        Ok(())
    }
}

fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Read => "only reads",
        Effect::Change => "changes something",
        Effect::Spend => "costs or loses money",
    }
}
