//! What changes or spends, held as a value: shown before it is sent, stored while it is open, looked for afterwards.

use license_wire::{Checked, Effect, Error, Preview};
use serde_json::Value;

use crate::output::Sheet;

/// Something a person wants done: one step, or several in this order.
pub(crate) struct Plan {
    /// What it does, as in "buys a licence …".
    pub(crate) what: String,
    pub(crate) steps: Vec<Box<dyn Step>>,
    pub(crate) expects: Expects,
}

impl Plan {
    pub(crate) fn of(step: Box<dyn Step>) -> Self {
        Self { what: step.what(), steps: vec![step], expects: Expects::Anything }
    }

    pub(crate) fn expecting(self, expects: Expects) -> Self {
        Self { expects, ..self }
    }

    pub(crate) fn spends(&self) -> bool {
        self.steps.iter().any(|step| step.effect() == Effect::Spend)
    }
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

/// One call that changes or spends.
pub(crate) trait Step: Send + Sync {
    fn effect(&self) -> Effect;

    /// What it does, as in "buys a licence …".
    fn what(&self) -> String;

    /// The request with its secrets masked. Sends nothing.
    fn preview(&self) -> Result<Preview, Error>;

    /// The operation as it can be stored and recalled. No secret is in it.
    fn operation(&self) -> Value;

    /// What there is before, to know afterwards what is new. Only reads.
    fn look_before(&self) -> Result<Look, Error>;

    /// Sends it, once.
    fn send(&self) -> Result<Done, Error>;

    /// Finds out whether it happened. Only reads.
    fn check(&self, before: &Value) -> Result<Checked<Finding>, Error>;
}

/// What there was before a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Look {
    /// For [`Step::check`], as it can be stored.
    pub(crate) before: Value,
    /// The licences concerned, in words.
    pub(crate) licenses: Vec<String>,
    /// Why a lost answer could not be looked into; then it is better not sent.
    pub(crate) blind: Option<String>,
}

impl Look {
    /// For a step that needs no look, because doing it twice does no harm or because it cannot be looked for.
    pub(crate) fn none() -> Self {
        Self { before: Value::Null, licenses: Vec::new(), blind: None }
    }
}

/// A step that the vendor confirmed.
#[derive(Clone, Debug)]
pub(crate) struct Done {
    /// What came of it, in one sentence.
    pub(crate) summary: String,
    pub(crate) sheet: Sheet,
}

/// What shows that something happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) license_id: Option<String>,
    pub(crate) license_key: Option<String>,
    pub(crate) action_id: Option<String>,
    /// What was seen, in words.
    pub(crate) seen: String,
}
