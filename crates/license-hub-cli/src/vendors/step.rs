//! What changes or spends, held as a value: shown before it is sent, stored while it is open, looked for afterwards.

use license_wire::{Checked, Effect, Error, Preview};
use serde_json::Value;

use super::Account;
use crate::app::App;
use crate::exit::Failure;
use crate::output::{Cell, Column, Row, Sheet, shown};

/// Something a person wants done: one step, or several in this order.
pub(crate) struct Plan {
    /// What it does, as in "buys a licence …".
    pub(crate) what: String,
    pub(crate) steps: Vec<Box<dyn Step>>,
    pub(crate) expects: Expects,
    /// Whether something had to be read to know what to send.
    pub(crate) looked_up: bool,
    /// Whether the answer is shown as it came.
    pub(crate) raw: bool,
}

impl Plan {
    pub(crate) fn of(step: Box<dyn Step>) -> Self {
        Self {
            what: step.what(),
            steps: vec![step],
            expects: Expects::Anything,
            looked_up: false,
            raw: false,
        }
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

    /// Whether the very same once more is taken for a mistake also after it was found to have happened, because nothing
    /// else would stop it.
    fn is_once_only(&self) -> bool {
        false
    }

    /// What there is before, to know afterwards what is new. Only reads.
    fn look_before(&self) -> Result<Look, Error>;

    /// Sends it, once.
    fn send(&self) -> Result<Done, Error>;

    /// What somebody should know before it is sent, such as the balance. Only reads; a refusal means that it would be
    /// refused too.
    fn known_before(&self) -> Result<Vec<String>, Error> {
        Ok(Vec::new())
    }

    /// What it came to, in one word: the vendor may have put it aside instead of doing it.
    fn outcome(&self, _: &Done) -> &'static str {
        "done"
    }

    /// What is to be waited for after it was done, and what is wrong with what came of it.
    fn follow_up(&self, _: &App, done: Done) -> (Done, Option<Failure>) {
        (done, None)
    }

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
#[derive(Clone, Debug, Default)]
pub(crate) struct Done {
    /// What came of it, in one sentence.
    pub(crate) summary: String,
    pub(crate) facts: Facts,
    /// The vendor's answer.
    pub(crate) record: Value,
}

/// What is known of something that was done. Each vendor fills what it says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    pub(crate) product: Cell,
    pub(crate) license_id: Cell,
    pub(crate) license_key: Cell,
    pub(crate) ip: Cell,
    pub(crate) term: Cell,
    pub(crate) amount: Cell,
    pub(crate) balance: Cell,
    pub(crate) action_id: Cell,
    pub(crate) auto_renew: Cell,
    pub(crate) time: Cell,
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

/// What came of anything that changes or spends: always the same columns.
const RESULT: &[Column] = &[
    shown("vendor"),
    shown("account"),
    shown("environment"),
    shown("operation"),
    shown("outcome"),
    shown("product"),
    shown("license_id"),
    shown("license_key"),
    shown("ip"),
    shown("term"),
    shown("amount"),
    shown("balance"),
    shown("action_id"),
    shown("auto_renew"),
    shown("time"),
    shown("seen"),
    shown("file"),
];

/// The results of the steps of a plan: one thing where one was planned.
pub(crate) fn results(rows: Vec<Row>, planned: usize) -> Sheet {
    Sheet { name: "results", columns: RESULT, single: planned == 1 && rows.len() == 1, rows, whole: None }
}

/// A step that the vendor confirmed.
pub(crate) fn done_row(account: &Account, step: &dyn Step, done: &Done) -> Row {
    row(account, step, step.outcome(done), done.facts.clone(), Cell::None, Cell::None, done.record.clone())
}

/// A step of which nobody knows but what a look found.
pub(crate) fn unknown_row(
    account: &Account,
    step: &dyn Step,
    found: &Checked<Finding>,
    file: Option<String>,
) -> Row {
    let nothing = Finding::default();
    let (outcome, finding, seen) = match found {
        Checked::Happened(finding) => ("happened", finding, finding.seen.as_str()),
        Checked::NotSeen => ("not-seen", &nothing, "nothing of it is to be seen until now"),
        Checked::CannotTell(why) => ("cannot-tell", &nothing, why.as_str()),
    };
    let facts = Facts {
        license_id: finding.license_id.clone().into(),
        license_key: finding.license_key.clone().into(),
        action_id: finding.action_id.clone().into(),
        ..Facts::default()
    };
    row(account, step, outcome, facts, seen.into(), file.into(), Value::Null)
}

fn row(
    account: &Account,
    step: &dyn Step,
    outcome: &str,
    facts: Facts,
    seen: Cell,
    file: Cell,
    record: Value,
) -> Row {
    let cells = vec![
        account.vendor.word().into(),
        account.name.as_str().into(),
        account.environment.word().into(),
        step.preview().map_or("", |preview| preview.operation).into(),
        outcome.into(),
        facts.product,
        facts.license_id,
        facts.license_key,
        facts.ip,
        facts.term,
        facts.amount,
        facts.balance,
        facts.action_id,
        facts.auto_renew,
        facts.time,
        seen,
        file,
    ];
    Row { cells, record: (!record.is_null()).then_some(record) }
}
