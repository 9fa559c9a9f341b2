//! What the journal and the vendor say to something before it is sent, in the command's words.

use license_hub::{Checked, Effect, Error as HubError, Evidence, Vendor};
use license_journal::{
    Check, Entry, Filter, Finding, Journal, Options, Prepared, Reference, Seen, State, Verdict, What,
};

use super::Ready;
use crate::account::Account;
use crate::app::App;
use crate::exit::{Failure, refusal, same_before};
use crate::plan::Step;

/// Of how many open entries it is said which they are; the others are only counted.
const MOST_SAID: usize = 5;

/// Says what is still open, whoever it is that wants to spend.
pub(crate) fn say_what_is_open(app: &App, journal: &Journal) -> Result<(), Failure> {
    let open = journal.open_intents()?;
    for entry in open.iter().take(MOST_SAID) {
        let intent = &entry.intent;
        app.out.warn(&format!(
            "nobody knows whether {} happened ({} of {}, account {}, {}); run `license-hub journal check {}`",
            intent.reference,
            intent.operation_name,
            intent.target,
            intent.account,
            intent.written.strftime("%Y-%m-%d %H:%M:%SZ"),
            intent.reference
        ));
    }
    if open.len() > MOST_SAID {
        let more = open.len() - MOST_SAID;
        app.out.warn(&format!("{more} more are open; see `license-hub journal list --open`"));
    }
    Ok(())
}

/// Looks at a step from all sides. It only reads.
pub(super) fn prepare<'a>(
    account: &Account,
    step: &'a Step,
    journal: Option<&Journal>,
    options: &Options,
) -> Result<Ready<'a>, Failure> {
    match journal.filter(|_| step.effect() == Effect::Spend) {
        Some(journal) => {
            let prepared = journal.prepare(&*account.api, &step.operation, options);
            Ok(Ready::Spend(step, Box::new(prepared?)))
        }
        None => Ok(Ready::Change(step, Box::new(step.look_before(account)?))),
    }
}

/// What is to be said to a person before it is sent.
pub(super) fn known(ready: &Ready<'_>) -> Vec<String> {
    let Ready::Spend(_, prepared) = ready else { return Vec::new() };
    let told = |finding: &&Finding| match finding.check {
        Check::Address | Check::Caps => true,
        // That a vendor never tells it is no news.
        Check::Balance => {
            finding.verdict != Verdict::NotKnown
                || !prepared.operation().is_for(Vendor::Softaculous)
                    && !prepared.operation().is_for(Vendor::WebSoftSolus)
        }
        Check::Reference => finding.verdict == Verdict::Passed,
        // The licences that are there are named in the question.
        Check::Licensed => {
            finding.verdict == Verdict::Overruled && !finding.says.contains("has a licence already")
        }
        _ => false,
    };
    prepared.findings().iter().filter(told).map(|finding| finding.says.clone()).collect()
}

/// Stops where something speaks against it. What is open in the journal is let through when it is to be waived.
pub(super) fn refuse(
    account: &Account,
    ready: &[Ready<'_>],
    journal: Option<&Journal>,
    again: bool,
) -> Result<(), Failure> {
    for ready in ready {
        let Ready::Spend(_, prepared) = ready else { continue };
        let refused = |check: Check| {
            let found = prepared.findings().iter().find(|finding| finding.check == check);
            found.filter(|finding| finding.verdict == Verdict::Refused)
        };
        // The vendor's records first: they say most about what to do.
        for check in
            [Check::Blind, Check::Licensed, Check::Journal, Check::Address, Check::Balance, Check::Caps]
        {
            let Some(finding) = refused(check) else { continue };
            if check == Check::Journal {
                if again {
                    continue;
                }
                let entry = journal.map(|journal| in_the_way(account, prepared, journal)).transpose()?;
                if let Some(entry) = entry.as_ref().and_then(|all| all.first()) {
                    return Err(same_before(entry));
                }
            }
            return Err(refusal(finding, &prepared.before().licenses));
        }
    }
    Ok(())
}

/// The entries of the same that stand in its way.
fn in_the_way(account: &Account, prepared: &Prepared, journal: &Journal) -> Result<Vec<Entry>, Failure> {
    let (name, target) = (prepared.operation().name(), prepared.target());
    let filter = Filter::all().account(account.api.name().clone()).target(target);
    let all = journal.list(&filter)?;
    let stands = |entry: &Entry| entry.needs_a_look() || entry.state == State::Happened;
    let mut all: Vec<Entry> =
        all.into_iter().filter(|entry| entry.intent.operation_name == name && stands(entry)).collect();
    // What nobody knows about comes first.
    all.sort_by_key(|entry| !entry.needs_a_look());
    Ok(all)
}

/// Lets what is open stand in nobody's way, and says whether there was any.
pub(super) fn waive(account: &Account, ready: &[Ready<'_>], journal: &Journal) -> Result<bool, Failure> {
    let mut waived = false;
    for ready in ready {
        let Ready::Spend(_, prepared) = ready else { continue };
        let stands =
            |finding: &Finding| finding.check == Check::Journal && finding.verdict == Verdict::Refused;
        if !prepared.findings().iter().any(stands) {
            continue;
        }
        for entry in in_the_way(account, prepared, journal)? {
            let why = "it is done once more, with --again";
            journal.waive(&entry.intent.reference, why)?;
            waived = true;
        }
    }
    Ok(waived)
}

/// Looks once more, and says whether something is different.
pub(super) fn changed(
    account: &Account,
    ready: &mut [Ready<'_>],
    journal: Option<&Journal>,
) -> Result<bool, Failure> {
    for ready in ready {
        let same = match (ready, journal) {
            (Ready::Spend(_, prepared), Some(journal)) => journal.look_again(&*account.api, prepared)?,
            (Ready::Change(step, before), _) => step.look_before(account)? == **before,
            (Ready::Spend(..), None) => true,
        };
        if !same {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What a look right afterwards found, as the journal takes it: what is to be seen may be what another entry did.
pub(super) fn judged(
    journal: &Journal,
    reference: &Reference,
    found: Result<Checked<Evidence>, HubError>,
) -> Result<Checked<Evidence>, HubError> {
    let Ok(Checked::Happened(evidence)) = &found else { return found };
    let events = journal.show(reference).map(|(_, events)| events).unwrap_or_default();
    match events.last().map(|event| &event.what) {
        Some(What::Looked(Seen::CannotTell(why) | Seen::Failed(why))) => Ok(Checked::CannotTell(why.clone())),
        Some(What::Looked(Seen::Happened(_))) => found,
        // Nothing that was noted down confirms it.
        _ => Ok(Checked::CannotTell(format!("it could not be noted down that {}", evidence.seen))),
    }
}
