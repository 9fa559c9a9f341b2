//! Something a person wants done: one operation, or several in this order.

use std::net::IpAddr;
use std::time::Duration;

use license_hub::{Before, Effect, License, Operation, Preview, Request, Vendor};

use crate::account::Account;
use crate::exit::Failure;
use crate::license;

/// Something a person wants done: one step, or several in this order.
#[derive(Debug)]
pub(crate) struct Plan {
    /// What it does, as in "buys a licence …".
    pub(crate) what: String,
    pub(crate) steps: Vec<Step>,
    pub(crate) expects: Expects,
    /// Whether something had to be read to know what to send.
    pub(crate) looked_up: bool,
    /// Whether the answer is shown as it came.
    pub(crate) raw: bool,
}

/// One call that changes or spends.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    /// What it does, as in "buys a licence …".
    pub(crate) what: String,
    pub(crate) operation: Operation,
    /// How long the key of an order is waited for.
    pub(crate) wait: Option<Duration>,
}

/// What has to be there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expects {
    Anything,
    /// No licence at the address; one that is there would be extended.
    NoLicense,
    /// Just one licence at the address.
    OneLicense,
}

impl Step {
    pub(crate) fn new(what: impl Into<String>, operation: impl Into<Operation>) -> Self {
        Self { what: what.into(), operation: operation.into(), wait: None }
    }

    pub(crate) fn effect(&self) -> Effect {
        self.operation.effect()
    }

    /// The requests with their secrets masked. Sends nothing.
    pub(crate) fn previews(&self, account: &Account) -> Result<Vec<Preview>, Failure> {
        Ok(account.api.preview(&self.operation)?)
    }

    /// What there is before, to know afterwards what is new. Only reads.
    pub(crate) fn look_before(&self, account: &Account) -> Result<Before, Failure> {
        Ok(account.api.look_before(&self.operation)?)
    }
}

impl Plan {
    pub(crate) fn of(step: Step) -> Self {
        Self {
            what: step.what.clone(),
            steps: vec![step],
            expects: Expects::Anything,
            looked_up: false,
            raw: false,
        }
    }

    /// A wish about a licence that was looked up.
    pub(crate) fn about(account: &Account, license: &License, request: &Request) -> Result<Self, Failure> {
        let operation =
            account.api.plan(license, request).map_err(|error| Failure::from(error).at(account))?;
        Ok(Self::of(Step::new(in_words(license, request), operation)).looked_up())
    }

    /// Says it in these words.
    pub(crate) fn saying(mut self, what: String) -> Self {
        if let [step] = self.steps.as_mut_slice() {
            step.what.clone_from(&what);
        }
        Self { what, ..self }
    }

    pub(crate) fn expecting(self, expects: Expects) -> Self {
        Self { expects, ..self }
    }

    /// Something had to be read to know what to send.
    pub(crate) fn looked_up(self) -> Self {
        Self { looked_up: true, ..self }
    }

    /// The answer is shown as it came.
    pub(crate) fn raw(self) -> Self {
        Self { raw: true, ..self }
    }

    pub(crate) fn spends(&self) -> bool {
        self.steps.iter().any(|step| step.effect() == Effect::Spend)
    }
}

/// What is wished for a licence, as in "suspends the …".
fn in_words(license: &License, request: &Request) -> String {
    let named = license::in_words(license);
    let list = |addresses: &[IpAddr]| {
        let all: Vec<String> = addresses.iter().map(ToString::to_string).collect();
        all.join(", ")
    };
    match request {
        Request::SetAddresses(addresses) if off(addresses) => format!("takes the address off the {named}"),
        Request::SetAddresses(addresses) => format!("moves the {named} to {}", list(addresses)),
        Request::Name { name, addresses } if addresses.is_empty() => format!("names the {named} {name}"),
        Request::Name { name, addresses } if off(addresses) => {
            format!("takes the address off the {named} and names it {name}")
        }
        Request::Name { name, addresses } => {
            format!("moves the {named} to {} and names it {name}", list(addresses))
        }
        Request::SetTexts { title, comment } => {
            format!("gives the {named} the title `{title}` and the comment `{comment}`")
        }
        Request::Suspend => format!("suspends the {named}"),
        Request::Resume => format!("resumes the {named}"),
        Request::NewKey => format!("ends the key of the {named} and makes a new one"),
        Request::AutoRenew(on) => {
            format!("switches automatic renewal {} for the {named}", if *on { "on" } else { "off" })
        }
        Request::Cancel { .. } => match license.vendor {
            Vendor::WebSoftSolus => {
                format!("TERMINATES the {named}; that cannot be undone, and nothing is given back")
            }
            Vendor::Softaculous => format!("ends the {named}, and gives nothing back"),
            _ => format!("deletes the {named}, and gives nothing back"),
        },
        Request::Renew(_) => format!("extends the {named}"),
        other => format!("does `{}` to the {named}", other.capability()),
    }
}

fn off(addresses: &[IpAddr]) -> bool {
    matches!(addresses, [one] if one.is_unspecified())
}
