//! The guarded way that everything takes which changes or spends: look, ask, note down, send once, and when the answer
//! is lost, look again.

use std::path::{Path, PathBuf};

use clap::Args;
use license_wire::{Checked, Effect, Error};

use crate::app::App;
use crate::exit::{Exit, Failure};
use crate::output::{Cell, Column, Sheet, shown};
use crate::state::{self, Intent, State};
use crate::stop;
use crate::vendors::{Account, Done, Expects, Finding, Look, Plan, Step};

/// What a person agrees to beforehand.
#[derive(Args, Clone, Copy, Debug, Default)]
pub(crate) struct Consent {
    /// Does it without asking
    #[arg(long, short)]
    pub(crate) yes: bool,
    /// Shows the exact request, secrets masked, and sends nothing that changes anything
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Does it although the same is still open
    #[arg(long)]
    pub(crate) again: bool,
}

/// How one step ended.
pub(crate) enum End {
    Done(Box<Done>),
    /// Nothing happened, for sure.
    Failed(Error),
    /// It may have happened. What a look afterwards found, and where it is noted down.
    Unknown {
        error: Error,
        found: Result<Checked<Finding>, Error>,
        file: Option<PathBuf>,
    },
}

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
    let previews: Vec<_> = plan.steps.iter().map(|step| step.preview()).collect::<Result<_, _>>()?;
    if consent.dry_run {
        app.out.note(&format!("{account}: {}\nThis is what would be sent. Nothing was.", plan.what));
        for preview in previews {
            app.out.text(&preview.to_string())?;
        }
        return Ok(());
    }
    let effect = if plan.spends() { Effect::Spend } else { Effect::Change };
    check_consent(app, consent, effect)?;
    let at = |failure: Failure| failure.at(account);
    let looks = look(account, plan).map_err(at)?;
    expect(plan, &looks, extend).map_err(at)?;
    let mut looks = looks;
    if plan.spends() && !consent.yes {
        ask(app, account, plan, &looks)?;
        // A person takes time to answer, and somebody else may have acted meanwhile.
        let now = look(account, plan).map_err(at)?;
        if now != looks {
            return Err(at(Failure::not_sent(
                "the licences changed while you were asked, so nothing was sent; start again",
            )));
        }
        looks = now;
    } else {
        app.out.note(&format!("{account}: {}", plan.what));
    }
    let state = plan.spends().then(|| app.state()).transpose()?;
    let several = plan.steps.len() > 1;
    for (number, (step, look)) in plan.steps.iter().zip(&looks).enumerate() {
        if stop::is_wanted() {
            return Err(at(Failure::not_sent(format!(
                "stopped; {number} of {} steps were done",
                plan.steps.len()
            ))));
        }
        let state = state.as_ref().filter(|_| step.effect() == Effect::Spend);
        let so_far = |failure: Failure| match number {
            0 => at(failure),
            done => at(failure).at(format!("after {done} of {} steps, which stay done", plan.steps.len())),
        };
        match run(account, &**step, look, state, consent.again).map_err(so_far)? {
            End::Done(done) => {
                app.out.note(&format!("{account}: {}", done.summary));
                app.out.sheet(&done.sheet)?;
            }
            End::Failed(error) => {
                let exit = Failure::from(&error);
                return Err(so_far(if several { exit.at(step.what()) } else { exit }));
            }
            End::Unknown { error, found, file } => {
                return Err(so_far(unknown(app, account, &**step, &error, found, file.as_deref())?));
            }
        }
    }
    Ok(())
}

/// What there is before each step.
fn look(account: &Account, plan: &Plan) -> Result<Vec<Look>, Failure> {
    let looks: Vec<Look> = plan.steps.iter().map(|step| step.look_before()).collect::<Result<_, _>>()?;
    if let Some(why) = looks.iter().find_map(|look| look.blind.as_ref()) {
        let failure =
            format!("if the answer got lost, nobody could find out what happened: {why}; nothing was sent");
        return Err(Failure::usage(failure));
    }
    let _ = account;
    Ok(looks)
}

/// Stops where the vendor would do something else than what was asked for.
fn expect(plan: &Plan, looks: &[Look], extend: bool) -> Result<(), Failure> {
    let licenses: Vec<&str> = looks.iter().flat_map(|look| &look.licenses).map(String::as_str).collect();
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

fn ask(app: &App, account: &Account, plan: &Plan, looks: &[Look]) -> Result<(), Failure> {
    let clean = |text: &str| app.out.scrubber().clean(text);
    let mut question = format!(
        "{}, account {}, {}",
        account.vendor,
        clean(&account.name),
        app.out.alarm(&account.environment.to_string())
    );
    if let Some(url) = &account.base_url {
        question.push_str(&format!(" at {}", clean(url)));
    }
    question.push_str(&format!("\nThis {}.\n", clean(&plan.what)));
    if plan.expects == Expects::NoLicense {
        for license in looks.iter().flat_map(|look| &look.licenses) {
            question.push_str(&format!("It EXTENDS what the address has: {}.\n", clean(license)));
        }
    }
    let mut asker =
        app.asker.lock().map_err(|_| Failure::not_sent("nobody can be asked; nothing was sent"))?;
    asker.ask(&app.out, &question)
}

/// Sends one step, noted down before and struck out after, and looks for it when its answer is lost.
pub(crate) fn run(
    account: &Account,
    step: &dyn Step,
    look: &Look,
    state: Option<&State>,
    again: bool,
) -> Result<End, Failure> {
    let (mut file, mut intent) = (None, None);
    if let Some(state) = state {
        let new = Intent::new(account, step, &look.before);
        if let Some(open) = state.same(&new).filter(|_| !again) {
            return Err(Failure::not_sent(format!(
                "the very same was sent before and nobody knows yet what came of it, so nothing was sent; run \
                 `license-hub check {}`, or add --again if it is to be done once more",
                open.display()
            )));
        }
        file = Some(state.open(&new)?);
        intent = Some(new);
    }
    let sent = {
        let _mark = stop::Mark::sending();
        step.send()
    };
    match sent {
        Ok(done) => {
            strike_out(file.as_deref())?;
            Ok(End::Done(Box::new(done)))
        }
        Err(error) if !error.may_have_happened() => {
            strike_out(file.as_deref())?;
            Ok(End::Failed(error))
        }
        Err(error) => {
            let found = step.check(&look.before);
            if let (Ok(Checked::Happened(finding)), Some(file), Some(intent)) = (&found, &file, intent) {
                // What cannot be noted stays open, which is the safe side.
                let _ = state::settle(file, intent, &finding.seen);
            }
            Ok(End::Unknown { error, found, file })
        }
    }
}

fn strike_out(file: Option<&Path>) -> Result<(), Failure> {
    let Some(file) = file else { return Ok(()) };
    state::close(file).map_err(|error| {
        Failure::new(
            Exit::Unknown,
            format!(
                "the call has ended, but its note {} cannot be removed: {error}; run `license-hub check` on it, then \
                 remove it by hand",
                file.display()
            ),
        )
    })
}

const FINDING: &[Column] = &[
    shown("vendor"),
    shown("account"),
    shown("environment"),
    shown("outcome"),
    shown("license_id"),
    shown("license_key"),
    shown("action_id"),
    shown("seen"),
    shown("file"),
];

/// Shows what a look found out about a step of unknown end.
pub(crate) fn finding(account: &Account, found: &Checked<Finding>, file: Option<&Path>) -> Sheet {
    let nothing = Finding::default();
    let (outcome, finding, seen) = match found {
        Checked::Happened(finding) => ("happened", finding, finding.seen.as_str()),
        Checked::NotSeen => ("not-seen", &nothing, "nothing of it is to be seen until now"),
        Checked::CannotTell(why) => ("cannot-tell", &nothing, why.as_str()),
    };
    let cells: Vec<Cell> = vec![
        account.vendor.word().into(),
        account.name.as_str().into(),
        account.environment.word().into(),
        outcome.into(),
        finding.license_id.clone().into(),
        finding.license_key.clone().into(),
        finding.action_id.clone().into(),
        seen.into(),
        file.map(|file| file.display().to_string()).into(),
    ];
    Sheet::one("finding", FINDING, cells, serde_json::Value::Null)
}

/// Shows what is known of a step whose answer is lost, and says what to do next.
fn unknown(
    app: &App,
    account: &Account,
    step: &dyn Step,
    error: &Error,
    found: Result<Checked<Finding>, Error>,
    file: Option<&Path>,
) -> Result<Failure, Failure> {
    app.out.tell(&format!("{account}: {error}"));
    let look_again = match file {
        Some(file) => format!("to look again, run `license-hub check {}`", file.display()),
        None => "setting the same again does no harm, so run the command again".to_owned(),
    };
    let found = match found {
        Ok(found) => {
            app.out.sheet(&finding(account, &found, file))?;
            match found {
                Checked::Happened(finding) => format!("it happened all the same: {}", finding.seen),
                Checked::NotSeen => {
                    "a look right afterwards saw nothing of it, but the vendor may still be working on it"
                        .to_owned()
                }
                Checked::CannotTell(why) => format!("a look right afterwards cannot tell: {why}"),
            }
        }
        Err(_) if stop::is_wanted() => "it was not looked into, because you stopped it".to_owned(),
        Err(error) => format!("it could not be looked into: {error}"),
    };
    let message = format!("UNKNOWN whether it {}: {found}; do not repeat it, {look_again}", step.what());
    Ok(Failure::new(Exit::Unknown, message))
}
