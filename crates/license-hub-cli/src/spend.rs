//! The guarded way that everything takes which changes or spends: look, ask, note down, send once, and when the answer
//! is lost, look again. What spends goes through the journal.

mod consent;
mod guard;
mod preview;

use license_hub::{Before, Checked, Done, Effect, Error, Evidence};
use license_journal::{End, Journal, Money, Options, Prepared};

use crate::account::Account;
use crate::app::App;
use crate::exit::{Exit, Failure};
use crate::outcome;
use crate::output::Row;
use crate::plan::{Expects, Plan, Step};
use crate::stop;
use crate::vendors::billmgr;

pub(crate) use consent::{Asking, Consent, Limits, Price, Terms, check_consent, options};
pub(crate) use guard::say_what_is_open;
pub(crate) use preview::of as preview;

/// A step that was looked at and is ready to be sent.
pub(crate) enum Ready<'a> {
    /// What it sets may be set again. What there was before.
    Change(&'a Step, Box<Before>),
    /// What the journal and the vendor say to it.
    Spend(&'a Step, Box<Prepared>),
}

impl Ready<'_> {
    pub(crate) fn step(&self) -> &Step {
        match self {
            Self::Change(step, _) | Self::Spend(step, _) => step,
        }
    }

    pub(crate) fn before(&self) -> &Before {
        match self {
            Self::Change(_, before) => before,
            Self::Spend(_, prepared) => prepared.before(),
        }
    }

    /// What it costs, where that is known.
    pub(crate) fn price(&self) -> Option<&Money> {
        match self {
            Self::Change(..) => None,
            Self::Spend(_, prepared) => prepared.price(),
        }
    }
}

/// Does what is planned, with all due care, and shows what came of it.
pub(crate) fn carry_out(
    app: &App,
    account: &Account,
    plan: &Plan,
    consent: &Consent,
    extend: bool,
) -> Result<(), Failure> {
    let at = |failure: Failure| failure.at(account);
    // What is not valid is refused before anything else is read.
    let (previews, marked) = preview::of(account, plan, consent.mark())?;
    if consent.asking.dry_run {
        return preview::show(app, account, plan, (&previews, marked));
    }
    check_consent(app, consent.asking, if plan.spends() { Effect::Spend } else { Effect::Change })?;
    if plan.raw {
        app.out.needs_no_columns()?;
    }
    let journal = if plan.spends() { Some(app.journal()?) } else { None };
    if let Some(journal) = &journal {
        say_what_is_open(app, journal)?;
    }
    let asks = plan.spends() && !consent.asking.yes;
    let options = consent.options(plan, extend || asks)?;
    let prepare = || {
        plan.steps
            .iter()
            .map(|step| guard::prepare(account, step, journal.as_ref(), &options))
            .collect::<Result<Vec<_>, _>>()
    };
    let mut ready: Vec<Ready<'_>> = prepare().map_err(at)?;
    guard::refuse(account, &ready, journal.as_ref(), consent.again).map_err(at)?;
    let known: Vec<String> = ready.iter().flat_map(guard::known).collect();
    if asks {
        ask(app, account, plan, &ready, &known)?;
    } else {
        app.out.note(&format!("{account}: {}", plan.what));
        for known in &known {
            app.out.note(&format!("{account}: {known}"));
        }
    }
    if let (true, Some(journal)) = (consent.again, &journal) {
        // It was decided that what is open is to stand in nobody's way.
        if guard::waive(account, &ready, journal)? {
            ready = prepare().map_err(at)?;
            guard::refuse(account, &ready, Some(journal), false).map_err(at)?;
        }
    }
    if asks && guard::changed(account, &mut ready, journal.as_ref()).map_err(at)? {
        // A person takes time to answer, and somebody else may have acted meanwhile.
        return Err(at(Failure::not_sent(
            "the licences changed while you were asked, so nothing was sent; start again",
        )));
    }
    let mut rows = Vec::new();
    let end = steps(app, account, &ready, journal.as_ref(), &mut rows);
    // What was done before something failed stays done, and is shown.
    let shown = match rows.first().and_then(|row| row.record.as_ref()) {
        Some(record) if plan.raw => app.out.document("reply", &record.value()),
        _ if rows.is_empty() => Ok(()),
        _ => app.out.sheet(&outcome::results(rows, plan.steps.len())),
    };
    end?;
    shown.map_err(|failure| at(outcome::not_shown(&failure)))
}

/// Does the steps one after another, and stops at the first that is not confirmed.
fn steps(
    app: &App,
    account: &Account,
    ready: &[Ready<'_>],
    journal: Option<&Journal>,
    rows: &mut Vec<Row>,
) -> Result<(), Failure> {
    let planned = ready.len();
    for (number, ready) in ready.iter().enumerate() {
        let so_far = |failure: Failure| match number {
            0 => failure.at(account),
            done => {
                // Whoever reads the code alone must not take it for "nothing happened".
                let exit = if failure.exit() == Exit::Unknown { Exit::Unknown } else { Exit::Partly };
                let done = format!("{done} of {planned} steps were done and stay done");
                Failure::new(exit, failure.at(account).at(done).to_string())
            }
        };
        if stop::is_wanted() {
            return Err(so_far(Failure::not_sent("you stopped it, and nothing more was sent")));
        }
        let Came { row, end, .. } = send(app, account, ready, journal);
        rows.extend(row);
        end.map_err(so_far)?;
    }
    Ok(())
}

/// What came of a step, as it is shown.
pub(crate) struct Came {
    /// Nothing where it did not happen, or where not even a look told anything.
    pub(crate) row: Option<Row>,
    /// Its name in the journal, once it has one.
    pub(crate) reference: Option<String>,
    pub(crate) end: Result<(), Failure>,
}

/// Sends one step, and tells a person what came of it.
pub(crate) fn send(app: &App, account: &Account, ready: &Ready<'_>, journal: Option<&Journal>) -> Came {
    let step = ready.step();
    let ended = match run(account, ready, journal) {
        Ok(ended) => ended,
        Err(failure) => return Came { row: None, reference: None, end: Err(failure) },
    };
    if let Some(why) = &ended.unnoted {
        app.out.warn(&format!(
            "{account}: what came of it could not be noted down, so it stands as open: {why}"
        ));
    }
    let reference = ended.reference.as_deref();
    let (row, end) = match ended.how {
        How::Done(mut done) => {
            app.out.note(&format!("{account}: {}", outcome::summary(account, step, &done)));
            if let Some(doubt) = &done.doubt {
                let look = format!("license-hub list --account {}", account.name);
                app.out.warn(&format!("{account}: {doubt}; look with `{look}`"));
            }
            let wrong = billmgr::follow_up(app, account, step, &mut done);
            let row = outcome::done_row(account, step, &done, reference);
            (Some(row), wrong.map_or(Ok(()), Err))
        }
        How::Failed(error) => (None, Err(Failure::from(error))),
        How::Unknown { error, found } => {
            app.out.tell(&format!("{account}: {}", in_words(&error)));
            let row = found.as_ref().ok().map(|found| outcome::unknown_row(account, step, found, reference));
            (row, Err(unknown(step, found, reference)))
        }
    };
    Came { row, reference: ended.reference, end }
}

fn ask(
    app: &App,
    account: &Account,
    plan: &Plan,
    ready: &[Ready<'_>],
    known: &[String],
) -> Result<(), Failure> {
    let clean = |text: &str| app.out.scrubber().clean(text);
    let mut question = format!(
        "{}, account {}, {}",
        account.vendor,
        clean(&account.name),
        app.out.alarm(&account.environment.to_string())
    );
    if let Some(url) = &account.base_url {
        question = question + " at " + &clean(url);
    }
    question = format!("{question}\nThis {}.\n", clean(&plan.what));
    for known in known {
        question = format!("{question}{}\n", clean(known));
    }
    if plan.expects == Expects::NoLicense {
        for license in ready.iter().flat_map(|ready| &ready.before().licenses) {
            question =
                format!("{question}It EXTENDS what the address has: {}.\n", clean(&license.to_string()));
        }
    }
    let mut asker =
        app.asker.lock().map_err(|_| Failure::not_sent("nobody can be asked; nothing was sent"))?;
    asker.ask(&app.out, &question)
}

/// How one step ended, and where that is noted down.
pub(crate) struct Ended {
    pub(crate) how: How,
    /// Its name in the journal.
    pub(crate) reference: Option<String>,
    /// Why what came of it is not noted down.
    pub(crate) unnoted: Option<license_journal::Error>,
}

/// How one step ended.
pub(crate) enum How {
    Done(Box<Done>),
    /// Nothing happened, for sure.
    Failed(Error),
    /// It may have happened. What a look right afterwards found.
    Unknown {
        error: Error,
        found: Result<Checked<Evidence>, Error>,
    },
}

/// Sends one step, noted down before and struck out after, and looks for it when its answer is lost.
pub(crate) fn run(account: &Account, ready: &Ready<'_>, journal: Option<&Journal>) -> Result<Ended, Failure> {
    let _mark = stop::Mark::sending();
    let api = &*account.api;
    match (ready, journal) {
        (Ready::Spend(_, prepared), Some(journal)) => {
            let end = journal.carry_out(api, prepared)?;
            let (how, reference, unnoted) = match end {
                End::Done { reference, done, unnoted } => (How::Done(done), reference, unnoted),
                End::Failed { reference, error, unnoted } => (How::Failed(error), reference, unnoted),
                End::Unknown { reference, error, found, unnoted } => {
                    let found = guard::judged(journal, &reference, found);
                    (How::Unknown { error, found }, reference, unnoted)
                }
            };
            Ok(Ended { how, reference: Some(reference.to_string()), unnoted })
        }
        (Ready::Spend(..), None) => Err(Failure::not_sent("there is no journal, so nothing was sent")),
        (Ready::Change(step, before), _) => {
            let how = match api.perform(&step.operation) {
                Ok(done) => How::Done(Box::new(done)),
                Err(error) if !error.may_have_happened() => How::Failed(error),
                Err(error) => How::Unknown { error, found: api.check(&step.operation, before) },
            };
            Ok(Ended { how, reference: None, unnoted: None })
        }
    }
}

/// Looks at a step from all sides, as before it is sent.
pub(crate) fn ready<'a>(
    account: &Account,
    step: &'a Step,
    journal: &Journal,
    options: &Options,
) -> Result<Ready<'a>, Failure> {
    let ready = guard::prepare(account, step, Some(journal), options)?;
    guard::refuse(account, std::slice::from_ref(&ready), Some(journal), false)?;
    Ok(ready)
}

/// What the vendor's crate says: where it happened is said before it.
fn in_words(error: &Error) -> String {
    error.wire().map_or_else(|| error.to_string(), ToString::to_string)
}

/// Says what is known of a step whose answer is lost, and what to do next.
fn unknown(step: &Step, found: Result<Checked<Evidence>, Error>, reference: Option<&str>) -> Failure {
    let next = match reference {
        Some(reference) => {
            format!("do not repeat it; to look again, run `license-hub journal check {reference}`")
        }
        None if step.effect() == Effect::Change => {
            "setting the same again does no harm, so run the command again".to_owned()
        }
        None => "do not repeat it before you have looked at the vendor's panel".to_owned(),
    };
    let found = match found {
        Ok(Checked::Happened(evidence)) => {
            format!("a look right afterwards found that it happened: {}", evidence.seen)
        }
        Ok(Checked::NotSeen) => {
            "a look right afterwards saw nothing of it, but the vendor may still be working on it".to_owned()
        }
        Ok(Checked::CannotTell(why)) => format!("a look right afterwards cannot tell: {why}"),
        Err(_) if stop::is_wanted() => "it was not looked into, as you stopped it".to_owned(),
        Err(error) => format!("it could not be looked into: {}", in_words(&error)),
    };
    Failure::new(Exit::Unknown, format!("UNKNOWN whether it happened ({}): {found}; {next}", step.what))
}

#[cfg(test)]
mod tests;
