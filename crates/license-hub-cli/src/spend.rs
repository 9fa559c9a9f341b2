//! The guarded way that everything takes which changes or spends: look, ask, note down, send once, and when the answer
//! is lost, look again.

use std::path::PathBuf;

use clap::Args;
use license_hub::{
    Before, Checked, Done, Effect, Error, Evidence, KnownLicense, Operation, Order, Preview, Vendor,
};

use crate::account::Account;
use crate::app::App;
use crate::exit::{Exit, Failure};
use crate::outcome;
use crate::output::{Column, Format, Row, Sheet, shown};
use crate::plan::{Expects, Plan, Step};
use crate::state::{self, Intent, State};
use crate::stop;
use crate::vendors::billmgr;

/// What a person agrees to beforehand.
#[derive(Args, Clone, Copy, Debug, Default)]
pub(crate) struct Consent {
    /// Does it without asking
    #[arg(long, short, global = true)]
    pub(crate) yes: bool,
    /// Shows the exact request, secrets masked, and sends nothing that changes anything
    #[arg(long, global = true)]
    pub(crate) dry_run: bool,
    /// Does it although the same is still open
    #[arg(long, global = true)]
    pub(crate) again: bool,
}

/// How one step ended.
pub(crate) enum End {
    Done {
        done: Box<Done>,
        left: Option<Leftover>,
    },
    /// Nothing happened, for sure.
    Failed {
        error: Error,
        left: Option<Leftover>,
    },
    /// It may have happened. What a look afterwards found, and where it is noted down.
    Unknown {
        error: Error,
        found: Result<Checked<Evidence>, Error>,
        file: Option<PathBuf>,
    },
}

/// A note that could not be removed although its step has ended, and why.
pub(crate) type Leftover = (PathBuf, std::io::Error);

/// Refuses to begin what somebody would have to be asked about when there is nobody. Sends nothing.
pub(crate) fn check_consent(app: &App, consent: Consent, effect: Effect) -> Result<(), Failure> {
    let there = app.asker.lock().is_ok_and(|asker| asker.is_there());
    if effect != Effect::Spend || consent.yes || consent.dry_run || there {
        return Ok(());
    }
    Err(Failure::usage(
        "this costs or loses money and nobody is there to be asked, so nothing was sent; look at it with --dry-run, \
         then add --yes",
    ))
}

/// Does what is planned, with all due care, and shows what came of it.
pub(crate) fn carry_out(
    app: &App,
    account: &Account,
    plan: &Plan,
    consent: Consent,
    extend: bool,
) -> Result<(), Failure> {
    // What is not valid is refused before anything else is read.
    let previews = plan.steps.iter().map(|step| step.previews(account)).collect::<Result<Vec<_>, _>>()?;
    let previews: Vec<Preview> = previews.into_iter().flatten().collect();
    if consent.dry_run {
        return show_previews(app, account, plan, &previews);
    }
    check_consent(app, consent, if plan.spends() { Effect::Spend } else { Effect::Change })?;
    if plan.raw {
        app.out.needs_no_columns()?;
    }
    let at = |failure: Failure| failure.at(account);
    let looks = look(account, plan).map_err(at)?;
    let asks = plan.spends() && !consent.yes;
    expect(plan, &looks, extend || asks).map_err(at)?;
    let known = plan.steps.iter().map(|step| billmgr::known_before(account, &step.operation));
    let known = known.collect::<Result<Vec<_>, _>>().map_err(at)?.concat();
    if asks {
        ask(app, account, plan, &looks, &known)?;
        // A person takes time to answer, and somebody else may have acted meanwhile.
        if look(account, plan).map_err(at)? != looks {
            return Err(at(Failure::not_sent(
                "the licences changed while you were asked, so nothing was sent; start again",
            )));
        }
    } else {
        app.out.note(&format!("{account}: {}", plan.what));
        for known in &known {
            app.out.note(&format!("{account}: {known}"));
        }
    }
    let mut rows = Vec::new();
    let end = steps(app, account, plan, &looks, consent, &mut rows);
    // What was done before something failed stays done, and is shown.
    let shown = match rows.first().and_then(|row| row.record.as_ref()) {
        Some(record) if plan.raw => app.out.document("reply", record),
        _ if rows.is_empty() => Ok(()),
        _ => app.out.sheet(&outcome::results(rows, plan.steps.len())),
    };
    end?;
    // It must not look as if it had not happened.
    shown.map_err(|failure| {
        at(Failure::new(Exit::Unknown, format!("it was done, so do not repeat it, but {failure}")))
    })
}

/// Does the steps one after another, and stops at the first that is not confirmed.
fn steps(
    app: &App,
    account: &Account,
    plan: &Plan,
    looks: &[Before],
    consent: Consent,
    rows: &mut Vec<Row>,
) -> Result<(), Failure> {
    let state = plan.spends().then(|| app.state()).transpose()?;
    let planned = plan.steps.len();
    for (number, (step, look)) in plan.steps.iter().zip(looks).enumerate() {
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
        let state = state.as_ref().filter(|_| step.effect() == Effect::Spend);
        match run(account, step, look, state, consent.again).map_err(so_far)? {
            End::Done { mut done, left } => {
                warn_of(app, left);
                app.out.note(&format!("{account}: {}", outcome::summary(account, step, &done)));
                let wrong = billmgr::follow_up(app, account, step, &mut done);
                rows.push(outcome::done_row(account, step, &done));
                if let Some(wrong) = wrong {
                    return Err(wrong.at(account));
                }
            }
            End::Failed { error, left } => {
                warn_of(app, left);
                return Err(so_far(Failure::from(error)));
            }
            End::Unknown { error, found, file } => {
                app.out.tell(&format!("{account}: {}", in_words(&error)));
                let file = file.map(|file| file.display().to_string());
                if let Ok(found) = &found {
                    rows.push(outcome::unknown_row(account, step, found, file.clone()));
                }
                return Err(so_far(unknown(step, found, file.as_deref())));
            }
        }
    }
    Ok(())
}

fn show_previews(app: &App, account: &Account, plan: &Plan, previews: &[Preview]) -> Result<(), Failure> {
    let looked = if plan.looked_up { "Only the licence was looked up; nothing else" } else { "Nothing" };
    app.out
        .note(&format!("{account}: this {}.\nThe request below is not sent. {looked} was sent.", plan.what));
    if app.out.format() == Format::Table {
        return previews.iter().try_for_each(|preview| app.out.text(&preview.to_string()));
    }
    let mut sheet = Sheet::list("requests", PREVIEW);
    for preview in previews {
        let fields: Vec<String> =
            preview.fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cells = vec![
            preview.operation.into(),
            preview.effect.name().into(),
            preview.method.name().into(),
            preview.url.as_str().into(),
            fields.join(" ").into(),
        ];
        sheet.push(cells, serde_json::to_value(preview).ok());
    }
    app.out.sheet(&sheet)
}

const PREVIEW: &[Column] =
    &[shown("operation"), shown("effect"), shown("method"), shown("url"), shown("fields")];

/// What there is before each step.
fn look(account: &Account, plan: &Plan) -> Result<Vec<Before>, Failure> {
    let looks: Vec<Before> =
        plan.steps.iter().map(|step| step.look_before(account)).collect::<Result<_, _>>()?;
    let Some(why) = looks.iter().find_map(|look| look.blind.as_ref()) else { return Ok(looks) };
    // A refund is the one that can be helped.
    let next = if why.starts_with("transaction") { " with --license" } else { "" };
    Err(Failure::usage(format!(
        "if the answer got lost, nobody could find out what happened: {why}{next}; nothing was sent"
    )))
}

/// Stops where the vendor would do something else than what was asked for.
fn expect(plan: &Plan, looks: &[Before], extend: bool) -> Result<(), Failure> {
    let licenses: Vec<String> =
        looks.iter().flat_map(|look| &look.licenses).map(KnownLicense::to_string).collect();
    match (plan.expects, licenses.as_slice()) {
        (Expects::NoLicense, [_, ..]) if !extend => Err(Failure::usage(format!(
            "the address has a licence already ({}), so this order would EXTEND it and charge for that; nothing was \
             sent, so use `license-hub renew`, or add --extend if that is meant",
            licenses.join("; ")
        ))),
        (Expects::OneLicense, []) => Err(Failure::usage(
            "the address has no licence any more, so this would buy a new one; nothing was sent, so use `license-hub order`",
        )),
        (Expects::OneLicense, [_, _, ..]) => Err(Failure::usage(format!(
            "the address has several licences ({}), and the vendor would choose which one to extend; nothing was sent, \
             so see to it in the vendor's panel",
            licenses.join("; ")
        ))),
        _ => Ok(()),
    }
}

fn ask(app: &App, account: &Account, plan: &Plan, looks: &[Before], known: &[String]) -> Result<(), Failure> {
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
        for license in looks.iter().flat_map(|look| &look.licenses) {
            question =
                format!("{question}It EXTENDS what the address has: {}.\n", clean(&license.to_string()));
        }
    }
    let mut asker =
        app.asker.lock().map_err(|_| Failure::not_sent("nobody can be asked; nothing was sent"))?;
    asker.ask(&app.out, &question)
}

/// Sends one step, noted down before and struck out after, and looks for it when its answer is lost.
pub(crate) fn run(
    account: &Account,
    step: &Step,
    look: &Before,
    state: Option<&State>,
    again: bool,
) -> Result<End, Failure> {
    let (mut file, mut intent) = (None, None);
    if let Some(state) = state {
        let new = Intent::new(account, step, look)?;
        if let Some(open) = state.same(&new, is_once_only(step)).filter(|_| !again) {
            return Err(Failure::not_sent(format!(
                "the very same was sent before, and its answer was lost, so nothing was sent; run `license-hub check {}`, \
                 or add --again if it is to be done once more, after which nobody can tell the two apart",
                open.display()
            )));
        }
        file = Some(state.open(&new)?);
        intent = Some(new);
    }
    let sent = {
        let _mark = stop::Mark::sending();
        account.api.perform(&step.operation)
    };
    match sent {
        Ok(done) => Ok(End::Done { done: Box::new(done), left: strike_out(file) }),
        Err(error) if !error.may_have_happened() => Ok(End::Failed { error, left: strike_out(file) }),
        Err(error) => {
            let found = account.api.check(&step.operation, look);
            if let (Ok(Checked::Happened(finding)), Some(file), Some(intent)) = (&found, &file, intent) {
                // What cannot be noted stays open, which is the safe side.
                let _ = state::settle(file, intent, &finding.seen);
            }
            Ok(End::Unknown { error, found, file })
        }
    }
}

/// Whether the very same once more is taken for a mistake also after it was found to have happened, because nothing else
/// would stop it: an order of which a vendor takes any number.
fn is_once_only(step: &Step) -> bool {
    match &step.operation {
        Operation::Order(Order::Ispmanager(order) | Order::Isplicense(order)) => order.address().is_none(),
        // Title and comment alone tell these apart.
        Operation::Order(order) => order.is_for(Vendor::WebSoftSolus),
        _ => false,
    }
}

/// What the vendor's crate says: where it happened is said before it.
fn in_words(error: &Error) -> String {
    error.wire().map_or_else(|| error.to_string(), ToString::to_string)
}

fn strike_out(file: Option<PathBuf>) -> Option<Leftover> {
    let file = file?;
    state::close(&file).err().map(|error| (file, error))
}

fn warn_of(app: &App, left: Option<Leftover>) {
    if let Some((file, error)) = left {
        let file = file.display();
        app.out.warn(&format!(
            "the note {file} cannot be removed: {error}; it is of no use any more, so remove it"
        ));
    }
}

/// Says what is known of a step whose answer is lost, and what to do next.
fn unknown(step: &Step, found: Result<Checked<Evidence>, Error>, file: Option<&str>) -> Failure {
    let next = match file {
        Some(file) => format!("do not repeat it; to look again, run `license-hub check {file}`"),
        None if step.effect() == Effect::Change => {
            "setting the same again does no harm, so run the command again".to_owned()
        }
        None => "do not repeat it before you have looked at the vendor's panel".to_owned(),
    };
    let found = match found {
        Ok(Checked::Happened(finding)) => {
            format!("a look right afterwards found that it happened: {}", finding.seen)
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
