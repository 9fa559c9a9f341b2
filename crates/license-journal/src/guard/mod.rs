//! What is looked at before money is spent.

mod billmgr;

use std::fmt;
use std::net::IpAddr;

use license_hub::{Account, Before, Effect, KnownLicense, Operation, Vendor};
use serde::Serialize;

use crate::{Error, Expects, Money, Options};

/// Something that was looked at before money is spent, and what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// What was looked at.
    pub check: Check,
    /// Whether it speaks against sending.
    pub verdict: Verdict,
    /// What was found, in words.
    pub says: String,
}

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Check {
    /// Whether the same is open in the journal, or was done since.
    Journal,
    /// Whether it could be looked into afterwards.
    Blind,
    /// Which licences there are at the target.
    Licensed,
    /// Whether the vendor says that the address can have it.
    Address,
    /// Whether the balance is enough.
    Balance,
    /// Whether it is within the caps of its run.
    Caps,
    /// Whether the vendor is given the reference.
    Reference,
}

impl Check {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Journal => "journal",
            Self::Blind => "blind",
            Self::Licensed => "licensed",
            Self::Address => "address",
            Self::Balance => "balance",
            Self::Caps => "caps",
            Self::Reference => "reference",
        }
    }
}

/// What a finding means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Nothing speaks against it.
    Passed,
    /// It could not be found out. It does not stop anything.
    NotKnown,
    /// It must not be sent.
    Refused,
    /// It said no, and somebody decided to go on; see [`Options::despite`].
    Overruled,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = match self.verdict {
            Verdict::Passed => "fine",
            Verdict::NotKnown => "not known",
            Verdict::Refused => "NO",
            Verdict::Overruled => "overruled",
        };
        write!(f, "{}: {verdict}: {}", self.check.name(), self.says)
    }
}

impl Finding {
    pub(crate) fn new(check: Check, verdict: Verdict, says: impl Into<String>) -> Self {
        Self { check, verdict, says: says.into() }
    }
}

/// What the vendor's records say to it. Only reads.
pub(crate) fn look(
    account: &dyn Account,
    operation: &Operation,
    before: &Before,
    options: &Options,
) -> Result<(Vec<Finding>, Option<Money>), Error> {
    let mut findings = Vec::new();
    if operation.effect() != Effect::Spend {
        return Ok((findings, None));
    }
    findings.extend(blind(before));
    findings.extend(licensed(operation, before, options.expects));
    let mut price = options.price.clone();
    if let Some(client) = billmgr::client(account) {
        findings.extend(billmgr::address(client, operation)?);
        if price.is_none() {
            price = billmgr::price(client, operation)?;
        }
        if operation.charges() {
            findings.push(billmgr::balance(client, price.as_ref())?);
        }
    } else if operation.charges() {
        let says = format!("{} does not tell what the balance is", account.vendor());
        findings.push(Finding::new(Check::Balance, Verdict::NotKnown, says));
    }
    for finding in &mut findings {
        if finding.verdict == Verdict::Refused && options.despite.contains(&finding.check) {
            finding.verdict = Verdict::Overruled;
        }
    }
    Ok((findings, price))
}

/// Without a look before, nobody could find out afterwards.
fn blind(before: &Before) -> Option<Finding> {
    let why = before.blind.as_ref()?;
    let says = format!("if the answer got lost, nobody could find out what happened: {why}");
    Some(Finding::new(Check::Blind, Verdict::Refused, says))
}

/// Whether the licences at the address of an order are those that are expected.
fn licensed(operation: &Operation, before: &Before, expects: Expects) -> Option<Finding> {
    let address = operation.order_address()?;
    let finding = |verdict, says| Some(Finding::new(Check::Licensed, verdict, says));
    let Some(known) = known(operation, before, address) else {
        return finding(Verdict::NotKnown, format!("the vendor's list does not say what {address} has"));
    };
    let words: Vec<String> = known.iter().map(ToString::to_string).collect();
    let words = words.join("; ");
    let none = format!("{address} has no such licence");
    match (expects, known.len()) {
        (Expects::NoLicense | Expects::Anything, 0) => finding(Verdict::Passed, none),
        (Expects::OneLicense, 1) => finding(Verdict::Passed, format!("this extends {words}")),
        (Expects::Anything, _) => {
            finding(Verdict::Passed, format!("{address} has {words}, which is no matter"))
        }
        (Expects::NoLicense, _) => finding(
            Verdict::Refused,
            format!("{address} has a licence already ({words}), so this would extend it or buy a second one"),
        ),
        (Expects::OneLicense, 0) => {
            finding(Verdict::Refused, format!("{none} any more, so this would buy a new one"))
        }
        (Expects::OneLicense, _) => finding(
            Verdict::Refused,
            format!(
                "{address} has several licences ({words}), and the vendor would choose which one to extend"
            ),
        ),
    }
}

/// The licences that the look before found at the address; nothing where the vendor does not say which those are.
fn known<'a>(operation: &Operation, before: &'a Before, address: IpAddr) -> Option<Vec<&'a KnownLicense>> {
    if operation.is_for(Vendor::Softaculous) {
        // It was asked for those of the address, and keeps no record of trials.
        return (operation.name() != "webuzo.trial").then(|| before.licenses.iter().collect());
    }
    if operation.is_for(Vendor::WebSoftSolus) {
        return None;
    }
    // Licences whose address is not shown may be those of the address.
    let placed = before.licenses.iter().filter(|license| license.address == Some(address));
    let placed: Vec<&KnownLicense> = placed.collect();
    let in_doubt = placed.is_empty() && before.licenses.iter().any(|license| license.address.is_none());
    (!in_doubt).then_some(placed)
}
