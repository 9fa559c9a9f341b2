//! `check`: looks again for something whose end is unknown.

use std::path::PathBuf;

use clap::Args;
use license_hub::Checked;

use crate::app::App;
use crate::exit::{Exit, Failure};
use crate::plan::Step;
use crate::{outcome, state};

const AFTER: &str = "\
Example:
  license-hub check ~/.local/state/license-hub/20260301T120000Z-noc-main-1a2b3c4d.json

Exit code 0 when it happened for sure, 5 while that is unknown. It only reads, so it can be run as often as you like.";

#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Arguments {
    /// The file that was named when the answer was lost
    file: PathBuf,
}

pub(crate) fn run(app: &App, arguments: &Arguments) -> Result<(), Failure> {
    let file = &arguments.file;
    let intent = state::read(file)?;
    let account = app.account(&intent.account)?;
    let now = (account.vendor.name(), account.environment.word(), account.base_url.as_deref());
    if now != (intent.vendor.as_str(), intent.environment.as_str(), intent.base_url.as_deref()) {
        return Err(Failure::usage(format!(
            "{}: the account {} was configured for another vendor, environment or address when this was sent; put \
             that back to check it",
            file.display(),
            intent.account
        )));
    }
    let operation = intent.operation.operation().map_err(|error| Failure::from(error).at(file.display()))?;
    let step = Step::new(intent.what.clone(), operation);
    app.out.note(&format!("{account}, {}: {}", intent.written.strftime("%Y-%m-%d %H:%M:%SZ"), intent.what));
    let found = account
        .api
        .check(&step.operation, &intent.before)
        .map_err(|error| Failure::new(Exit::Unknown, Failure::from(error).at(&account).to_string()))?;
    let row = outcome::unknown_row(&account, &step, &found, Some(file.display().to_string()));
    app.out.sheet(&outcome::results(vec![row], 1))?;
    let unknown = |why: String| Failure::new(Exit::Unknown, format!("{account}: {why}"));
    match found {
        Checked::Happened(evidence) => {
            app.out.note(&format!("It happened: {}. Do not do it again.", evidence.seen));
            state::settle(file, intent, &evidence.seen).map_err(|error| {
                Failure::usage(format!("{}: the finding cannot be noted here: {error}", file.display()))
            })
        }
        Checked::NotSeen => Err(unknown(
            "nothing of it is to be seen until now; look again later, and remove the file once you are sure that it \
             did not happen"
                .to_owned(),
        )),
        Checked::CannotTell(why) => {
            Err(unknown(format!("the records do not tell: {why}; ask the vendor, then remove the file")))
        }
    }
}
